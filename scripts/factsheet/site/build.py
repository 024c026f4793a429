"""The build: check, render, sites and PDFs side by side, data; `site/` is exchanged whole.

Everything is written beside `site/` and takes its place by renaming, so that a failed or killed
build leaves the last good site; `repair` puts it back where a kill came between two renames.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from factsheet.edition.sheet import Edition
from factsheet.pages.docs import render
from factsheet.printing.pdf import print_editions
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.settings import read_settings
from factsheet.site.cards import cards_json, names_json
from factsheet.site.downloads import downloads
from factsheet.site.feed import write_feeds
from factsheet.site.opendata import data_files, facts_json
from factsheet.site.plainpages import write_plain
from factsheet.site.postprocess import finish
from factsheet.site.released import AT, copy_releases, releases_at_hand
from factsheet.site.search import search_index
from factsheet.site.stamp import STAMP, stamp
from factsheet.writing import write_all

SITE = "site"
BUILD = "build"
NEW, OLD, LOCK = ".site.new", ".site.old", ".site.lock"
UNKNOWN = "example.org"  # the host of an address that nobody has settled yet

# How the traceback of an MkDocs that the system refused a file ends.
_REFUSED = re.compile(r"^\w+Error: \[Errno (?P<number>\d+)\]", re.MULTILINE)


def build(
    root: Path,
    editions: Mapping[str, Edition],
    address: str | None = None,
    *,
    draft: bool = False,
    releasing: bool = False,
) -> Path:
    """Build the whole site of checked editions; `address` is its root, with a slash at its end.

    Released editions that lie here are published along; not `releasing`, when the site itself is
    to become one.

    Raises ProblemsFoundError where it cannot be built, OSError where the system refuses a file;
    the last good site stays.
    """
    address = root_address(root, editions, address)
    if (root / SITE).is_symlink():
        hint = "remove the link; serve site/ from where the project lies, or copy it there"
        message = "site is a symbolic link, and a build puts a new folder in its place"
        raise ProblemsFoundError(
            [Problem(place=Place(file=SITE), rule="build", message=message, hint=hint)]
        )
    with _locked(root):
        _repair(root)
        releases = {} if releasing else releases_at_hand(root)
        made = stamp(root, address, releases, draft=draft)
        fresh = root / f"{NEW}-{os.getpid()}"  # its own, so that a killed build's MkDocs hurts none
        fresh.mkdir()
        running: list[tuple[Edition, subprocess.Popen[str]]] = []
        try:
            render(root, editions)
            environment = _environment(editions, releases, draft=draft)
            running += [
                _start(root, edition, fresh, address, environment) for edition in editions.values()
            ]
            facts = facts_json(editions)
            _write_data(editions, facts, fresh, address)
            printed = {} if draft else print_editions(root, editions, known_address(address), facts)
            _wait(running)
            _write_downloads(root, editions, fresh)
            _write_asked(editions, fresh)  # MkDocs empties the folders when it starts
            write_pdfs(printed, fresh)
            finish(root, editions, fresh, address)
            write_plain(root, editions, fresh, address)
            write_feeds(root, editions, fresh, known_address(address))
            copy_releases(releases, fresh)
            (fresh / STAMP).write_text(made, "utf-8")
            exchange(root, fresh)
        finally:
            for _, process in running:
                with process:  # closes its output, read or not, and waits for its end
                    process.kill()
            shutil.rmtree(fresh, ignore_errors=True)
    return root / SITE


def repair(root: Path) -> None:
    """Bring back the last good site where a killed build left it aside, unless one is running."""
    try:
        with _locked(root):
            _repair(root)
    except ProblemsFoundError:
        return


def _repair(root: Path) -> None:
    """Bring back the last good site and clear what killed builds left; the lock is held."""
    for left in root.glob(f"{NEW}-*"):
        shutil.rmtree(left, ignore_errors=True)
    site, old = root / SITE, root / OLD
    if old.is_dir():
        if site.exists():
            shutil.rmtree(old)
        else:
            old.rename(site)


def exchange(root: Path, fresh: Path) -> None:
    """Put a finished folder in the place of the last good site; OSError leaves that one."""
    site, old = root / SITE, root / OLD
    if site.exists():
        site.rename(old)
    try:
        fresh.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Let one build at a time write beside the site."""
    with (root / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            problem = Problem(
                place=Place(file=SITE),
                rule="build",
                message="another build is running",
                hint="wait for its end",
            )
            raise ProblemsFoundError([problem]) from None
        yield


def _environment(
    editions: Mapping[str, Edition], releases: Iterable[str], *, draft: bool
) -> dict[str, str]:
    """Return the environment of all MkDocs runs: a fixed time, and what is made beside pages."""
    day = next(iter(editions.values())).imprint.date
    epoch = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return {
        "SOURCE_DATE_EPOCH": str(epoch),
        **os.environ,
        "FACTSHEET_DRAFT": "1" if draft else "",
        "FACTSHEET_PRINTED": "" if draft else "1",
        "FACTSHEET_RELEASED": " ".join(f"{AT}/{number}/" for number in releases),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
    }


def _start(
    root: Path, edition: Edition, fresh: Path, address: str, environment: Mapping[str, str]
) -> tuple[Edition, subprocess.Popen[str]]:
    """Start MkDocs for one language; --strict without -q, which would hide what it counts."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    command += ["-f", edition.imprint.settings, "-d", str((fresh / edition.language).resolve())]
    process = subprocess.Popen(  # our own interpreter and a config of the project
        command,
        cwd=root,
        env={**environment, "SITE_URL": f"{address}{edition.language}/"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return edition, process


def _wait(running: list[tuple[Edition, subprocess.Popen[str]]]) -> None:
    """Wait for all sites; every warning of any of them is a problem.

    Raises OSError, once for all of them, where the system refused one of them a file.
    """
    problems = []
    for edition, process in running:
        output, _ = process.communicate()
        if process.returncode == 0:
            continue
        if refused := _REFUSED.search(output):
            number = int(refused["number"])
            raise OSError(number, os.strerror(number), SITE)
        lines = [
            line for line in output.splitlines() if line.startswith(("WARNING", "ERROR", "Aborted"))
        ]
        for line in lines or output.splitlines()[-3:]:
            place = Place(file=edition.imprint.settings)
            problems.append(
                Problem(place=place, rule="mkdocs", message=f"{edition.language}: {line.strip()}")
            )
    if problems:
        raise ProblemsFoundError(problems)


def print_only(
    root: Path, editions: Mapping[str, Edition], tell: Callable[[str], None]
) -> list[Path]:
    """Write the PDFs of checked editions into their site, or into build/ where there is none."""
    facts = facts_json(editions)
    printed = print_editions(
        root, editions, known_address(root_address(root, editions)), facts, tell
    )
    site = root / SITE
    return write_pdfs(printed, site if site.is_dir() else root / BUILD)


def write_pdfs(printed: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write PDFs into the folders of their languages, all or none."""
    files = {folder / name: content for name, content in printed.items()}
    write_all(files)
    return list(files)


def root_address(root: Path, editions: Mapping[str, Edition], address: str | None = None) -> str:
    """Return the address of the site's root, with a slash at its end.

    Where neither caller nor environment gives one, it is that of the settings without a language.
    """
    given = address or os.environ.get("SITE_URL")
    if not given:
        key, edition = next(iter(editions.items()))
        own = str(read_settings(root, edition.imprint.settings).get("site_url") or "")
        given = own.removesuffix("/").removesuffix(f"/{key}") or f"https://{UNKNOWN}"
    return given.rstrip("/") + "/"


def known_address(address: str) -> str:
    """Return an address that may be printed: none where nobody has given the site's."""
    return "" if urlsplit(address).hostname == UNKNOWN else address


def _write_data(editions: Mapping[str, Edition], facts: str, fresh: Path, address: str) -> None:
    for name in ("data/facts", "data/series"):
        (fresh / name).mkdir(parents=True)
    for path, content in data_files(editions, address, facts):
        (fresh / path).write_bytes(content)


def _write_downloads(root: Path, editions: Mapping[str, Edition], fresh: Path) -> None:
    """Write what a reader takes along from a page: pictures, and tables for a spreadsheet."""
    for key, edition in editions.items():
        for name, content in downloads(root, edition):
            path = fresh / key / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _write_asked(editions: Mapping[str, Edition], fresh: Path) -> None:
    """Write what pages ask for later: to search, to take a fact along, to look at a name."""
    for key, edition in editions.items():
        folder = fresh / key
        cards = cards_json(edition, editions)
        (folder / "cards.json").write_text(cards, "utf-8")
        (folder / "names.json").write_text(names_json(edition, editions), "utf-8")
        index = search_index(edition)
        (folder / "search.json").write_text(index, "utf-8")
