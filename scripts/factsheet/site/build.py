"""The build: check, render, sites and PDFs side by side, data; `site/` is exchanged whole.

Everything is written beside `site/` and takes its place by renaming, so that a failed or killed
build leaves the last good site; `repair` puts it back where a kill came between two renames.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from factsheet.edition.localize import editions_of
from factsheet.edition.views import Edition
from factsheet.pages.docs import render_editions
from factsheet.printing.pdf import print_editions
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.project import Language, Project
from factsheet.site.cards import cards_json, names_json
from factsheet.site.opendata import facts_csv, facts_json
from factsheet.site.postprocess import finish
from factsheet.site.search import search_index

SITE = "site"
BUILD = "build"
NEW, OLD, LOCK = ".site.new", ".site.old", ".site.lock"
DEFAULT_ADDRESS = "https://example.org/shanxi-fact-sheet/"


def build(project: Project, address: str | None = None, *, draft: bool = False) -> Path:
    """Build the whole site of a checked project; `address` is its root, with a slash at its end."""
    root = project.root
    address = root_address(address)
    if (root / SITE).is_symlink():
        hint = "remove the link; serve site/ from where the project lies, or copy it there"
        message = "site is a symbolic link, and a build puts a new folder in its place"
        raise ProblemsFoundError([Problem(Place(SITE), "build", message, hint)])
    with _locked(root):
        _repair(root)
        fresh = root / f"{NEW}-{os.getpid()}"  # its own, so that a killed build's MkDocs hurts none
        fresh.mkdir()
        running: list[tuple[Language, subprocess.Popen[str]]] = []
        try:
            editions = editions_of(project)
            render_editions(project, editions)
            environment = _environment(project, draft=draft)
            running += [
                _start(root, lang, fresh, address, environment) for lang in project.languages
            ]
            facts = facts_json(project.book, editions)
            _write_data(project, editions, facts, fresh)
            printed = {} if draft else print_editions(project, editions, address, facts)
            _wait(running)
            _write_asked(project, editions, fresh)  # MkDocs empties the folders when it starts
            write_pdfs(printed, fresh)
            finish(project, editions, fresh, address)
            _exchange(root, fresh)
        finally:
            for _, process in running:
                process.kill()
                process.wait()
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


def _exchange(root: Path, fresh: Path) -> None:
    site, old = root / SITE, root / OLD
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Let one build at a time write beside the site."""
    with (root / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            problem = Problem(Place(SITE), "build", "another build is running", "wait for its end")
            raise ProblemsFoundError([problem]) from None
        yield


def _environment(project: Project, *, draft: bool) -> dict[str, str]:
    """Return the environment of all MkDocs runs: a fixed time, and whether PDFs are made."""
    day = project.book.edition.date
    epoch = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return {
        "SOURCE_DATE_EPOCH": str(epoch),
        **os.environ,
        "FACTSHEET_DRAFT": "1" if draft else "",
        "FACTSHEET_PRINTED": "" if draft else "1",
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
    }


def _start(
    root: Path, language: Language, fresh: Path, address: str, environment: Mapping[str, str]
) -> tuple[Language, subprocess.Popen[str]]:
    """Start MkDocs for one language; --strict without -q, which would hide what it counts."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    command += ["-f", language.config, "-d", str((fresh / language.key).resolve())]
    process = subprocess.Popen(  # our own interpreter and a config of the project
        command,
        cwd=root,
        env={**environment, "SITE_URL": f"{address}{language.key}/"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return language, process


def _wait(running: list[tuple[Language, subprocess.Popen[str]]]) -> None:
    """Wait for all sites; every warning of any of them is a problem."""
    problems = []
    for language, process in running:
        output, _ = process.communicate()
        if process.returncode == 0:
            continue
        lines = [
            line for line in output.splitlines() if line.startswith(("WARNING", "ERROR", "Aborted"))
        ]
        for line in lines or output.splitlines()[-3:]:
            place = Place(language.config)
            problems.append(Problem(place, "mkdocs", f"{language.key}: {line.strip()}"))
    if problems:
        raise ProblemsFoundError(problems)


def print_only(project: Project, tell: Callable[[str], None]) -> list[Path]:
    """Write the PDFs of a checked project into its site, or into build/ where it has none."""
    editions = editions_of(project)
    facts = facts_json(project.book, editions)
    printed = print_editions(project, editions, root_address(), facts, tell)
    site = project.root / SITE
    return write_pdfs(printed, site if site.is_dir() else project.root / BUILD)


def write_pdfs(printed: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write PDFs into the folders of their languages, each in one step."""
    written = []
    for name, content in printed.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.new")
        partial.write_bytes(content)
        partial.replace(path)
        written.append(path)
    return written


def root_address(address: str | None = None) -> str:
    """Return the address of the site's root, with a slash at its end."""
    return (address or os.environ.get("SITE_URL") or DEFAULT_ADDRESS).rstrip("/") + "/"


def _write_data(project: Project, editions: Mapping[str, Edition], facts: str, fresh: Path) -> None:
    data = fresh / "data"
    data.mkdir()
    (data / "facts.json").write_text(facts, "utf-8")
    (data / "facts.csv").write_text(facts_csv(project.book, editions), "utf-8")


def _write_asked(project: Project, editions: Mapping[str, Edition], fresh: Path) -> None:
    """Write what pages ask for later: to search, to take a fact along, to look at a name."""
    for key, edition in editions.items():
        folder = fresh / key
        cards = cards_json(edition, editions, project.catalogs[key])
        (folder / "cards.json").write_text(cards, "utf-8")
        (folder / "names.json").write_text(names_json(edition, editions), "utf-8")
        index = search_index(edition, project.styles[key])
        (folder / "search.json").write_text(index, "utf-8")
