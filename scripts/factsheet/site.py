"""The build: check, render, both sites side by side, data; `site/` is exchanged whole.

Everything is written beside `site/` and takes its place by renaming, so that a failed or killed
build leaves the last good site; `repair` puts it back where a kill came between two renames.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from factsheet.cards import cards_json, names_json
from factsheet.data import facts_csv, facts_json
from factsheet.edition import Edition
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.project import Language, Project
from factsheet.render import editions_of, render_editions
from factsheet.settings import read_settings

SITE = "site"
NEW, OLD, LOCK = ".site.new", ".site.old", ".site.lock"
CHOOSER = "templates/site"
DEFAULT_ADDRESS = "https://example.org/shanxi-fact-sheet/"


def build(project: Project, address: str | None = None, *, draft: bool = False) -> Path:
    """Build the whole site of a checked project; `address` is its root, with a slash at its end."""
    root = project.root
    address = (address or os.environ.get("SITE_URL") or DEFAULT_ADDRESS).rstrip("/") + "/"
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
            _write_data(project, editions, fresh)
            _write_chooser(project, fresh, address)
            _finish(running)
            _write_cards(project, editions, fresh)  # MkDocs empties the folders when it starts
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
    """Return the environment of all MkDocs runs: a fixed time, and whether it is a draft."""
    day = project.book.edition.date
    epoch = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return {
        "SOURCE_DATE_EPOCH": str(epoch),
        **os.environ,
        "FACTSHEET_DRAFT": "1" if draft else "",
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


def _finish(running: list[tuple[Language, subprocess.Popen[str]]]) -> None:
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


def _write_data(project: Project, editions: Mapping[str, Edition], fresh: Path) -> None:
    data = fresh / "data"
    data.mkdir()
    (data / "facts.json").write_text(facts_json(project.book, editions), "utf-8")
    (data / "facts.csv").write_text(facts_csv(project.book, editions), "utf-8")


def _write_cards(project: Project, editions: Mapping[str, Edition], fresh: Path) -> None:
    """Write what each language's pages ask for when a reader takes a fact or looks at a name."""
    for key, edition in editions.items():
        cards = cards_json(edition, editions, project.catalogs[key])
        (fresh / key / "cards.json").write_text(cards, "utf-8")
        (fresh / key / "names.json").write_text(names_json(edition, editions), "utf-8")


def _write_chooser(project: Project, fresh: Path, address: str) -> None:
    """Write the page that lets a reader choose a language, at the root of the site."""
    entries = []
    for language in project.languages:
        settings = read_settings(project.root, language.config)
        entries.append(
            {
                "name": language.name,
                "lang": project.styles[language.key].html,
                "link": f"{language.key}/",
                "title": settings["site_name"],
                "text": settings["site_description"],
            }
        )
    environment = Environment(
        loader=FileSystemLoader(project.root / CHOOSER),
        undefined=StrictUndefined,
        autoescape=True,
    )
    page = environment.get_template("index.html.j2").render(address=address, languages=entries)
    (fresh / "index.html").write_text(page, "utf-8")
    shutil.copyfile(project.root / CHOOSER / "chooser.css", fresh / "chooser.css")
