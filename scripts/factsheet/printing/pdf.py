"""Editions -> the printed briefing and the two-page brief of every language, as PDF files.

A file is made anew only when what it is made of has changed: `.cache/` keeps the last ones by
the hash of data, templates, the whole program and the packages it prints with. Each is kept behind
its own digest, so that a damaged one is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from factsheet.edition.sheet import Edition
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.printing.brief import brief_pages
from factsheet.printing.briefing import briefing
from factsheet.printing.fonts import families, versions
from factsheet.printing.galley import DoesNotFitError, Page
from factsheet.printing.manuscript import (
    BRIEF_BACK,
    BRIEF_TITLE,
    COLOPHON,
    COVER,
    LINES,
    Manuscript,
    measures_of,
    places,
)
from factsheet.printing.paging import paginate
from factsheet.printing.press import TEMPLATES, Press
from factsheet.printing.runs import Typesetter
from factsheet.problems import Place, Problem, ProblemsFoundError

TEMPLATE = "briefing.typ"
BRIEFING, BRIEF = "briefing.pdf", "brief.pdf"
CACHE, KEPT = ".cache/print", 8
ROUNDING = 0.5  # points
DIGEST = hashlib.sha256().digest_size
PACKAGE = Path(str(files("factsheet")))


def print_editions(
    root: Path,
    editions: Mapping[str, Edition],
    address: str,
    facts: str,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, bytes]:
    """Return every PDF by its path from the site's root; `facts` is attached to each briefing.

    Raises ProblemsFoundError for a font or glyph that is missing and whatever does not fit.
    """
    printer = _Printer(root, editions, address, facts, tell)
    cache = root / CACHE / printer.key()
    kept = _kept(cache, [f"{key}/{name}" for key in editions for name in (BRIEFING, BRIEF)])
    if kept:
        tell("unchanged")
        return kept
    made = printer.print()
    _keep(cache, made)
    return made


class _Printer:
    def __init__(
        self,
        root: Path,
        editions: Mapping[str, Edition],
        address: str,
        facts: str,
        tell: Callable[[str], None],
    ) -> None:
        self.root = root
        self.editions = editions
        self.facts = facts
        self.tell = tell
        self.books = {}
        self.manuscripts = {}
        for key, edition in editions.items():
            quoted = editions.get(SOURCE_LANGUAGE, edition)
            typesetter = Typesetter(edition.imprint, quoted.imprint)
            book = briefing(edition, typesetter, address)
            self.books[key] = book
            self.manuscripts[key] = Manuscript(editions, key, book, typesetter, address)

    def key(self) -> str:
        """Return the hash of all that the files are made of."""
        program = program_key(PACKAGE, self.root / TEMPLATES)
        parts = [program, versions(), self.facts]
        for key, manuscript in self.manuscripts.items():
            parts += [key, json.dumps(manuscript.to_measure(), ensure_ascii=False)]
        return _digest(part.encode() for part in parts)[:32]

    def print(self) -> dict[str, bytes]:
        self._check_faces()
        keys = list(self.books)
        with ThreadPoolExecutor(len(keys)) as pool:
            self.tell(f"measuring {', '.join(keys)}")
            found = dict(zip(keys, pool.map(self._measure, keys), strict=True))
            pages, front = self._pages(found)
            self.tell(f"setting {len(pages[keys[0]])} pages in {', '.join(keys)}")
            jobs = [(key, BRIEFING, pages[key]) for key in keys]
            jobs += [(key, BRIEF, front[key]) for key in keys]

            def set_one(job: tuple[str, str, list[Page]]) -> bytes:
                key, name, own = job
                where = places(pages[key])
                data = self.manuscripts[key].to_set(own, where, found[key]["tables"])
                return self._set(data, name)

            made = list(pool.map(set_one, jobs))
        return {f"{k}/{name}": m for (k, name, _), m in zip(jobs, made, strict=True)}

    def _measure(self, key: str) -> dict[str, Any]:
        press = Press(self.root, TEMPLATE, self.manuscripts[key].to_measure())
        found: dict[str, Any] = press.query("measured")[0]
        problems = [
            _problem(
                key, f"{name.replace('-', ' ', 1)}: {table['over']:.1f} pt too wide", about=name
            )
            for name, table in found["tables"].items()
            if table["over"] > 0
        ]
        if problems:
            raise ProblemsFoundError(problems)
        return found

    def _pages(
        self, found: Mapping[str, Any]
    ) -> tuple[dict[str, list[Page]], dict[str, list[Page]]]:
        measures = {key: measures_of(measured) for key, measured in found.items()}
        try:
            pages = paginate(self.books, measures, COVER, COLOPHON, LINES)
            return pages, brief_pages(self.books, measures, BRIEF_TITLE, BRIEF_BACK)
        except DoesNotFitError as error:
            message = f"{error.block.id}: higher than a page with its notes"
            raise ProblemsFoundError(
                [_problem(error.language, message, about=error.block.id)]
            ) from None

    def _set(self, data: Mapping[str, Any], name: str) -> bytes:
        key = str(data["language"])
        press = Press(self.root, TEMPLATE, data, self.facts if name == BRIEFING else "")
        day = self.editions[key].imprint.date
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        made = press.pdf(int(moment.timestamp()))
        problems = [
            _problem(key, f"{name} page {page}: {over:.1f} pt more than it holds")
            for page, over in overfull(press.query("fit"))
        ]
        if problems:
            raise ProblemsFoundError(problems)
        return made

    def _check_faces(self) -> None:
        known = families()
        problems = [
            _problem(key, f"the font {face['name']!r} is not at hand", ", ".join(sorted(known)))
            for key, edition in self.editions.items()
            for face in (*edition.imprint.print["text"], *edition.imprint.print["heads"])
            if face["name"] not in known
        ]
        if problems:
            raise ProblemsFoundError(problems)


def program_key(package: Path, templates: Path) -> str:
    """Return the hash of a program: all its modules, and its templates of print."""
    parts = []
    for folder, pattern in ((package, "*.py"), (templates, "*")):
        for path in sorted(path for path in folder.rglob(pattern) if path.is_file()):
            parts += [path.relative_to(folder).as_posix().encode(), path.read_bytes()]
    return _digest(parts)


def overfull(fits: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, float]]:
    """Find pages whose text meets their notes or runs off the page, by what the engine set."""
    found: dict[int, dict[str, Any]] = {}
    for fit in fits:
        found.setdefault(fit["page"], {})[fit["what"]] = fit
    for page, marks in found.items():
        over = marks["body"]["y"] - marks["foot"]["y"]
        beyond = marks["end"]["y"] - marks["end"]["limit"]
        if any(fit["at"] != page for fit in marks.values()):
            yield page, max(over, beyond, 0.0)
        elif max(over, beyond) > ROUNDING:
            yield page, max(over, beyond)


def _digest(parts: Iterable[bytes]) -> str:
    """Return the hash of some parts, each by its own: none runs into the next."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _kept(cache: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Return the files of a folder that holds them all, whole; others may clear it meanwhile."""
    found = {}
    try:
        for name in names:
            kept = (cache / name).read_bytes()
            found[name] = kept[DIGEST:]
            if hashlib.sha256(found[name]).digest() != kept[:DIGEST]:
                return {}
        os.utime(cache)
    except OSError:
        return {}
    return found


def _keep(cache: Path, made: Mapping[str, bytes]) -> None:
    """Keep these files and the last of before; a cache that cannot be written is none."""
    try:
        for name, content in made.items():
            path = cache / name
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(f".{os.getpid()}")
            partial.write_bytes(hashlib.sha256(content).digest() + content)
            partial.replace(path)
        folders = sorted(cache.parent.glob("*"), key=lambda folder: folder.stat().st_mtime)
        for old in folders[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)
    except OSError:
        shutil.rmtree(cache, ignore_errors=True)


def _problem(key: str, message: str, hint: str = "", about: str = "") -> Problem:
    return Problem(
        place=Place(file=f"{TEMPLATES}/{TEMPLATE}"),
        rule="print",
        message=f"{key}: {message}",
        hint=hint,
        about=about,
    )
