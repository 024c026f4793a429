"""Fixtures that every test may use."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from factsheet.evidence.archive import find_archive
from tests.projects import ADDRESS, build, copy_project
from tests.served import served
from tests.web import Web, serve

# The names that scripts/ensure-browser.sh looks for.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


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
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the site built for an address, to be read only: one build for all workers."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def site(address: str) -> Path:
        project = shared / f"built-{sha256(address.encode()).hexdigest()[:8]}"
        with project.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (project / "site").is_dir():
                shutil.rmtree(project, ignore_errors=True)
                build(copy_project(root, project), SITE_URL=address)
        return project / "site"

    return site


@pytest.fixture(scope="module")
def site(built: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, in a folder of a host that holds other things; a module's own copy."""
    folder = tmp_path_factory.mktemp("host") / "sheet"
    return Path(shutil.copytree(built(ADDRESS), folder))


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site's address below that host: not the one it was built for."""
    with served(site.parent) as host:
        yield f"{host}{site.name}/"


@pytest.fixture(scope="session")
def web(built: Callable[[str], Path]) -> Iterator[Web]:
    """The site at the root of a host."""
    with serve(built("https://facts.example/"), "/") as site:
        yield site


@pytest.fixture(scope="session")
def web_below(built: Callable[[str], Path]) -> Iterator[Web]:
    """The site below a path of a host."""
    with serve(built("https://facts.example/sub/path/"), "/sub/path/") as site:
        yield site


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
