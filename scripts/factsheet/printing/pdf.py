"""Editions -> the record, the briefing, its topics and the two-page brief, as PDF files.

Files are made anew only when what they are made of has changed: data, templates, the whole program
and the packages it runs on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from factsheet.cache.inputs import digest, digest_named, program
from factsheet.cache.store import Store
from factsheet.edition.sheet import Edition
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.messages import NOTHING, Message, quoted, say
from factsheet.printing.blocks import Block, Book
from factsheet.printing.brief import Short
from factsheet.printing.briefing import Briefing
from factsheet.printing.fonts import families
from factsheet.printing.galley import DoesNotFitError, Page
from factsheet.printing.manuscript import (
    COLOPHON,
    COVER,
    LINES,
    Manuscript,
    measures_of,
    places,
)
from factsheet.printing.paging import TooManyPagesError, paginate
from factsheet.printing.press import PART, Job, run
from factsheet.printing.record import numbered, record
from factsheet.printing.runs import Typesetter
from factsheet.printing.selection import TOPIC, candidates, fitted
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.searchpath import TEMPLATES, templates_in

RECORD, BRIEFING, BRIEF = "record", "briefing", "brief"
BOOKS = (RECORD, BRIEFING)
PAGES = 24  # of the briefing, at most
TRIED = 110  # facts of a topic that are measured: four pages hold fewer
KIND, KEPT = "print", 8
ROUNDING = 0.5  # points


def print_editions(
    root: Path,
    editions: Mapping[str, Edition],
    address: str,
    facts: str,
    tell: Callable[[Message], None] = lambda _: None,
) -> dict[str, bytes]:
    """Return every PDF by its path from the site's root.

    `address` is that root, empty where it is not known; `facts` is attached to each record.
    Raises ProblemsFoundError for a font or glyph that is missing and whatever does not fit.
    """
    printer = _Printer(root, editions, address, facts, tell)
    store, key = Store(root, KIND, KEPT), printer.key()
    kept = store.get(key)
    if kept is not None:
        tell(say("unchanged"))
        return kept
    made = printer.print()
    store.put(key, made)
    return made


class _Printer:
    def __init__(
        self,
        root: Path,
        editions: Mapping[str, Edition],
        address: str,
        facts: str,
        tell: Callable[[Message], None],
    ) -> None:
        self.root = root
        self.editions = editions
        self.facts = facts
        self.tell = tell
        self.books: dict[str, dict[str, Book]] = {name: {} for name in BOOKS}
        self.manuscripts: dict[str, dict[str, Manuscript]] = {name: {} for name in BOOKS}
        self.briefs: dict[str, dict[str, Any]] = {}
        for key, edition in editions.items():
            quoted = editions.get(SOURCE_LANGUAGE, edition)
            full = Typesetter(edition.imprint, quoted.imprint)
            quiet = Typesetter(edition.imprint, quoted.imprint, quiet=True)
            short = Short(edition, quiet, numbered(edition))
            briefing = Briefing(edition, quiet, short)
            own = {RECORD: record(edition, full, address), BRIEFING: _measurable(briefing.book())}
            covers = {RECORD: {}, BRIEFING: briefing.cover()}
            for name, typesetter in ((RECORD, full), (BRIEFING, quiet)):
                self.books[name][key] = own[name]
                self.manuscripts[name][key] = Manuscript(
                    editions, own[name], typesetter, address, covers[name]
                )
            self.briefs[key] = short.brief(self.manuscripts[BRIEFING][key].about())

    def names(self) -> list[str]:
        """Return the paths of all files."""
        return [
            f"{key}/{name}.pdf"
            for key, edition in self.editions.items()
            for name in (RECORD, BRIEFING, BRIEF, *(topic.key for topic in edition.topics))
        ]

    def key(self) -> str:
        """Return the hash of all that the files are made of."""
        templates = templates_in(self.root, PART, "*")
        parts = [program(), digest_named(templates.items()), self.facts]
        for key in self.editions:
            data = [self.manuscripts[name][key].to_measure() for name in BOOKS]
            parts += [key, json.dumps([*data, self.briefs[key]], ensure_ascii=False)]
        return digest(*parts)

    def print(self) -> dict[str, bytes]:
        self._check_faces()
        keys = list(self.editions)
        self.tell(say("measuring {keys}", keys=", ".join(keys)))
        found = {key: self._measure(key) for key in keys}
        pages = {name: self._pages(name, {k: found[k][name] for k in keys}) for name in BOOKS}
        made: dict[str, bytes] = {}
        for key in keys:
            counts = ", ".join(f"{len(pages[name][key])} of the {name}" for name in BOOKS)
            self.tell(say("setting {key}: pages {counts}", key=key, counts=counts))
            jobs = self._jobs(key, {n: pages[n][key] for n in BOOKS}, found[key])
            for names in ([RECORD], [name for name in jobs if name != RECORD]):
                done = run(self.root, [jobs[name] for name in names])
                for name, result in zip(names, done, strict=True):
                    self._check(key, name, result.values)
                    made[f"{key}/{name}.pdf"] = result.pdf
        return {name: made[name] for name in self.names()}

    def _jobs(
        self, key: str, pages: Mapping[str, list[Page]], found: Mapping[str, Any]
    ) -> dict[str, Job]:
        """Return what makes the files of a language, by their names."""
        date = self.editions[key].imprint.date
        moment = int(datetime(date.year, date.month, date.day, tzinfo=UTC).timestamp())
        jobs = {}
        for name in BOOKS:
            own, tables = pages[name], found[name]["tables"]
            data = self.manuscripts[name][key].to_set(own, places(own), tables)
            facts = self.facts if name == RECORD else ""
            jobs[name] = Job(
                template=f"{name}.typ", data=data, label="fit", moment=moment, attachment=facts
            )
        manuscript = self.manuscripts[BRIEFING][key]
        for topic in self.editions[key].topics:
            own = [p for p in pages[BRIEFING] if p.chapter == f"{TOPIC}{topic.key}"]
            own = [replace(page, number=number) for number, page in enumerate(own, 1)]
            data = manuscript.to_set(own, places(own), {}) | {"title": topic.title}
            jobs[topic.key] = Job(template="briefing.typ", data=data, label="fit", moment=moment)
        data = manuscript.to_print(self.briefs[key])
        jobs[BRIEF] = Job(template="brief.typ", data=data, label="fit", moment=moment)
        return jobs

    def _measure(self, key: str) -> dict[str, dict[str, Any]]:
        """Return the heights of the blocks of a language, by book."""
        jobs = [
            Job(template=f"{n}.typ", data=self.manuscripts[n][key].to_measure(), label="measured")
            for n in BOOKS
        ]
        made = run(self.root, jobs)
        found = {name: result.values[0] for name, result in zip(BOOKS, made, strict=True)}
        problems = [
            _problem(
                key,
                say(
                    "{table}: {points:.1f} pt too wide",
                    table=name.replace("-", " ", 1),
                    points=table["over"],
                ),
                about=name,
            )
            for name, table in found[RECORD]["tables"].items()
            if table["over"] > 0
        ]
        if problems:
            raise ProblemsFoundError(problems)
        return found

    def _pages(self, name: str, found: Mapping[str, Any]) -> dict[str, list[Page]]:
        measures = {key: measures_of(measured) for key, measured in found.items()}
        books = self.books[name]
        left: list[Block] = []
        try:
            try:
                pages = paginate(books, measures, COVER, COLOPHON, LINES)
            except TooManyPagesError:
                books, left = fitted(books, measures)
                pages = paginate(books, measures, COVER, COLOPHON, LINES)
        except DoesNotFitError as error:
            message = say("{id}: higher than a page with its notes", id=error.block.id)
            raise ProblemsFoundError(
                [_problem(error.language, message, about=error.block.id, name=name)]
            ) from None
        if left:
            names = ", ".join(sorted(str(block.data["key"]) for block in left))
            self.tell(say("no room in the briefing, in the record alone: {names}", names=names))
        count = len(next(iter(pages.values())))
        if name == BRIEFING and count > PAGES:
            language = next(iter(pages))
            message = say(
                "the briefing has {count} pages, more than {pages}", count=count, pages=PAGES
            )
            raise ProblemsFoundError([_problem(language, message, name=name)])
        return pages

    def _check(self, key: str, name: str, fits: Sequence[Mapping[str, Any]]) -> None:
        """Raise ProblemsFoundError for what a file does not hold, by name."""
        found = misplaced(fits) if name == BRIEF else overfull(fits)
        problems = [
            _problem(
                key,
                say("{name}.pdf page {page}: {what}", name=name, page=page, what=what),
                name=name,
                about=about,
            )
            for page, what, about in found
        ]
        if problems:
            raise ProblemsFoundError(problems)

    def _check_faces(self) -> None:
        known = families()
        problems = [
            _problem(
                key,
                say("the font {face!r} is not at hand", face=face["name"]),
                quoted(", ".join(sorted(known))),
            )
            for key, edition in self.editions.items()
            for face in (*edition.imprint.print["text"], *edition.imprint.print["heads"])
            if face["name"] not in known
        ]
        if problems:
            raise ProblemsFoundError(problems)


def _measurable(book: Book) -> Book:
    """Return a book whose topics hold no more facts than are worth measuring."""
    chapters = (
        candidates(chapter, TRIED) if chapter.key.startswith(TOPIC) else chapter
        for chapter in book.chapters
    )
    return replace(book, chapters=tuple(chapters))


def misplaced(fits: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, Message, str]]:
    """Find the first thing of each side that stands on another page, by what the engine set."""
    told: set[int] = set()
    for fit in fits:
        if fit["at"] != fit["page"] and fit["page"] not in told:
            told.add(fit["page"])
            room = say("no room for {name}", name=fit["name"])
            yield fit["page"], room, f"brief-{fit['name']}"


def overfull(fits: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, Message, str]]:
    """Find pages whose text meets their notes or runs off the page, by what the engine set."""
    found: dict[int, dict[str, Any]] = {}
    for fit in fits:
        found.setdefault(fit["page"], {})[fit["what"]] = fit
    for page, marks in found.items():
        over = marks["body"]["y"] - marks["foot"]["y"]
        beyond = marks["end"]["y"] - marks["end"]["limit"]
        runs_on = any(fit["at"] != page for fit in marks.values())
        if runs_on or max(over, beyond) > ROUNDING:
            last = str(marks["body"].get("last", ""))
            points = max(over, beyond, 0.0)
            room = say("{points:.1f} pt more than it holds", points=points)
            yield page, say("{last}: {room}", last=last, room=room) if last else room, last


def _problem(
    key: str, message: Message, hint: Message = NOTHING, about: str = "", name: str = RECORD
) -> Problem:
    template = name if name in (*BOOKS, BRIEF) else BRIEFING
    return Problem(
        place=Place(file=f"{TEMPLATES}/{PART}/{template}.typ"),
        rule="print",
        message=say("{key}: {message}", key=key, message=message),
        hint=hint,
        about=about,
    )
