"""Fixtures that every test may use."""

import fcntl
import gc
import json
import os
import pickle
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from factsheet.edition.localize import editions_of
from factsheet.edition.sheet import Edition
from factsheet.evidence.archive import find_archive
from factsheet.project import Project
from tests.projects import ADDRESS, ROOT_ADDRESS, build, copy_frozen, copy_sample, keep_prints
from tests.served import served
from tests.short import copy_short
from tests.site.walk import Seen, Walked, paths_of, walking
from tests.support import run, sound
from tests.web import FROZEN, SAMPLE, Web, serve

# Whole sheets are kept from test to test: to look through them for garbage ten thousand times took a
# tenth of what the tests take themselves. pytest still looks at the end, for what was not closed.
gc.set_threshold(100_000, 50, 100)
# What makes a folder once for all workers: its name, and what fills it.
Shared: TypeAlias = Callable[[str, Callable[[Path], object]], Path]
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
CLIPBOARD = ["clipboard-read", "clipboard-write"]
# The names that scripts/ensure-browser.sh looks for. The first is Chromium without windows: the
# same pages for a quarter less processor time.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, kept from talking to anyone but the pages under test."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        message = "no Chromium found: run scripts/ensure-browser.sh"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=[
                "--no-sandbox",  # Chromium refuses to start as root with it, as in a container
                "--disable-gpu",
                "--font-render-hinting=none",  # as wide as the faces say, as on any newer screen
                "--js-flags=--no-turbofan --no-maglev",  # no page lives long enough to gain by them
                "--renderer-process-limit=1",  # or each page opened begins a new one: twice the time
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def desk(browser: Browser) -> Iterator[Page]:
    """A window at a desk that may read and write the clipboard; a new one costs a second.

    Its reader wants no motion, nor does that of the phone: each frame of a transition costs as much
    as a change of the page. The fixture `moving` is for what is to be seen in motion.
    """
    with browser.new_context(
        viewport=DESK, permissions=CLIPBOARD, reduced_motion="reduce"
    ) as context:
        context.set_default_timeout(10_000)
        yield context.new_page()


@pytest.fixture(scope="session")
def pocket(browser: Browser) -> Iterator[Page]:
    """A phone: no mouse, a narrow screen."""
    with browser.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce"
    ) as context:
        context.set_default_timeout(10_000)
        yield context.new_page()


@pytest.fixture
def page(desk: Page) -> Iterator[Page]:
    """The window at the desk, without a memory of another test."""
    yield desk
    _forget(desk)
    desk.set_viewport_size(DESK)


@pytest.fixture
def moving(page: Page) -> Page:
    """The window at the desk, where all moves that may, as most readers have it."""
    page.emulate_media(reduced_motion="no-preference")
    return page


@pytest.fixture
def phone(pocket: Page) -> Iterator[Page]:
    """The phone, without a memory of another test."""
    yield pocket
    _forget(pocket)


def _forget(page: Page) -> None:
    """Close what else was opened, drop what the site remembers, and leave it."""
    for other in page.context.pages:
        if other != page:
            other.close()
    page.unroute_all()
    page.context.clear_cookies()
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.goto("about:blank")  # a request that is routed would make the browser drop what it keeps
    page.emulate_media(reduced_motion="reduce")  # and from here on, no page is drawn again for it
    page.mouse.move(0, 0)


@pytest.fixture(scope="session")
def shared(
    tmp_path_factory: pytest.TempPathFactory,
) -> Shared:
    """Return a folder that one worker fills and all read."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def once(name: str, fill: Callable[[Path], object]) -> Path:
        folder = base / f"shared-{name}"
        done = folder.with_suffix(".done")
        with folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                fill(folder)
                done.touch()
        return folder

    return once


@pytest.fixture(scope="session")
def worded(
    shared: Shared,
) -> Callable[[str, Project], Mapping[str, Edition]]:
    """Return a project's sheet in every language; one worker words it, others take a copy."""

    def once(name: str, project: Project) -> Mapping[str, Edition]:
        def fill(folder: Path) -> None:
            folder.mkdir()
            (folder / "editions").write_bytes(pickle.dumps(dict(editions_of(project))))

        kept = (shared(f"worded-{name}", fill) / "editions").read_bytes()
        editions: Mapping[str, Edition] = pickle.loads(kept)  # noqa: S301  # a worker wrote it
        return editions

    return once


@pytest.fixture(scope="session")
def frozen(shared: Shared) -> Path:
    """The frozen sheet with the project's templates and settings, to be read only."""
    return shared("frozen", copy_frozen)


@pytest.fixture(scope="session")
def frozen_project(frozen: Path) -> Project:
    """The frozen sheet, loaded."""
    return sound(frozen)


@pytest.fixture(scope="session")
def frozen_editions(
    frozen_project: Project, worded: Callable[[str, Project], Mapping[str, Edition]]
) -> Mapping[str, Edition]:
    """The frozen sheet in every language."""
    return worded("frozen", frozen_project)


@pytest.fixture(scope="session")
def short_project(shared: Shared) -> Project:
    """The frozen sheet in short, loaded: what builds and browsers are given."""
    return sound(shared("short", copy_short))


@pytest.fixture(scope="session")
def short_editions(
    short_project: Project, worded: Callable[[str, Project], Mapping[str, Edition]]
) -> Mapping[str, Edition]:
    """The frozen sheet in short, in every language."""
    return worded("short", short_project)


@pytest.fixture(scope="session")
def built(shared: Shared) -> Callable[[str], Path]:
    """Return the frozen sheet in short, built for an address with pages and PDFs; read only."""

    def project(address: str) -> Path:
        name = f"built-{sha256(address.encode()).hexdigest()[:8]}"
        return shared(name, lambda folder: build(copy_short(folder), SITE_URL=address))

    return project


@pytest.fixture(scope="session")
def sample(root: Path, shared: Shared) -> Path:
    """The sample, verified against its own archive and built in three languages; read only."""

    def fill(folder: Path) -> None:
        project = keep_prints(copy_sample(root, folder))
        verified = run(project, "verify")
        assert verified.code == 0, verified.out
        build(project, SITE_URL=ROOT_ADDRESS)

    return shared("sample", fill)


@pytest.fixture(scope="session")
def site(built: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, in a folder of a host that holds other things; a worker's own copy."""
    folder = tmp_path_factory.mktemp("host") / "sheet"
    return Path(shutil.copytree(built(ADDRESS) / "site", folder))


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site's address below that host: not the one it was built for."""
    with served(site.parent) as host:
        yield f"{host}{site.name}/"


@pytest.fixture(scope="session")
def web(sample: Path) -> Iterator[Web]:
    """The sample's site in three languages, at the root of a host."""
    with serve(sample / "site", ROOT_ADDRESS, SAMPLE) as site:
        yield site


@pytest.fixture(scope="session")
def web_below(built: Callable[[str], Path]) -> Iterator[Web]:
    """The site below a path of a host: the same build that most tests read."""
    with serve(built(ADDRESS) / "site", ADDRESS, FROZEN) as site:
        yield site


@pytest.fixture(scope="session")
def walked(browser: Browser, web_below: Web, shared: Shared) -> Walked:
    """Return what each page of a language told when it was loaded; each is loaded once.

    Workers that want the same language begin at different pages and share the work.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])

    def pages(lang: str) -> dict[str, Seen]:
        paths = paths_of(web_below, lang)
        seen: dict[str, Seen] = {}
        with ExitStack() as stack:
            walk = cache(lambda: stack.enter_context(walking(browser, web_below, lang)))

            def fill(folder: Path) -> None:
                folder.mkdir()
                told = json.dumps(walk()(paths[at]))
                (folder / "seen.json").write_text(told, "utf-8")

            for turn in range(len(paths)):
                at = (turn + worker * len(paths) // 3) % len(paths)
                kept = shared(f"walked-{lang}-{at}", fill) / "seen.json"
                seen[paths[at]] = json.loads(kept.read_text("utf-8"))
        return {path: seen[path] for path in paths}

    return pages


@pytest.fixture(scope="session")
def archive_folder(root: Path) -> Path:
    """The archive; where one is named, no test may be skipped for want of it."""
    named = os.environ.get("FACTSHEET_ARCHIVE")
    folder = find_archive(root)
    if folder is None:
        if named:
            pytest.fail(f"FACTSHEET_ARCHIVE names {named}, which is no folder")
        pytest.skip("no archive: figures are compared with facts/evidence.lock only")
    return folder


# Whatever asks for one of these starts a browser, builds a site or prints.
SLOW = {"browser", "built", "sample", "whole", "site", "web", "web_below", "walked"}
SLOW_FILES = {
    "test_incremental.py",
    "test_disk.py",
    "test_edits.py",
    "test_firstpage.py",
    "test_hostile.py",
    "test_mutations.py",
    "test_print.py",
    "test_publishing.py",
    "test_readback.py",
    "test_review.py",
    "test_scale.py",
    "test_serve.py",
    "test_windows.py",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `make test-fast` leaves out."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & SLOW or item.path.name in SLOW_FILES:
            item.add_marker("slow")
