"""Editions -> the record, the briefing, its topics and the two-page brief, as PDF files.

Files are made anew only when what they are made of has changed: data, templates, the whole program
and the packages it runs on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from factsheet.cache.inputs import digest, digest_named, program
from factsheet.cache.store import Store
from factsheet.edition.sheet import Edition
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.messages import NOTHING, Message, quoted, say
from factsheet.printing.blocks import Book
from factsheet.printing.brief import Short
from factsheet.printing.briefing import Briefing
from factsheet.printing.fonts import families
from factsheet.printing.galley import DoesNotFitError, Measures, Page
from factsheet.printing.manuscript import (
    COLOPHON,
    COVER,
    LINES,
    Manuscript,
    measures_of,
)
from factsheet.printing.paging import pages_alone, paginate, plans_of
from factsheet.printing.places import places
from factsheet.printing.press import PART, Job, run
from factsheet.printing.record import numbered, record
from factsheet.printing.room import overfull, overlong
from factsheet.printing.runs import Typesetter
from factsheet.printing.selection import TOPIC, Left, candidates, fitted
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.searchpath import TEMPLATES, templates_in

RECORD, BRIEFING, BRIEF, TOPICS = "record", "briefing", "brief", "topics"
BOOKS = (RECORD, BRIEFING)
PAGES = 24  # of the briefing, at most
TRIED = 160  # facts of a topic that are measured: four pages hold fewer
NAMED = 12  # facts that one message names
KIND, KEPT = "print", 8


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
        self.measures: dict[str, Mapping[str, Measures]] = {}
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
        pages = self._pages(found)
        made: dict[str, bytes] = {}
        for key in keys:
            self.tell(
                say(
                    "setting {key}: {record} pages of the record, {briefing} of the briefing",
                    key=key,
                    **{name: len(pages[name][key]) for name in BOOKS},
                )
            )
            jobs = self._jobs(key, {name: own[key] for name, own in pages.items()}, found[key])
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
        for name, own in pages.items():
            book = name if name in BOOKS else TOPICS
            data = self.manuscripts[book][key].to_set(
                own, places(own, self.measures[book][key]), found.get(name, {}).get("tables", {})
            )
            data |= {"title": own[0].running} if book == TOPICS else {}
            facts = self.facts if name == RECORD else ""
            template = f"{RECORD if name == RECORD else BRIEFING}.typ"
            jobs[name] = Job(
                template=template, data=data, label="fit", moment=moment, attachment=facts
            )
        data = self.manuscripts[BRIEFING][key].to_print(self.briefs[key])
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

    def _pages(self, found: Mapping[str, Any]) -> dict[str, dict[str, list[Page]]]:
        """Return the pages of each file by its name and language."""
        for name in BOOKS:
            own = {key: measures_of(measured[name]) for key, measured in found.items()}
            self.measures[name] = own
        pages: dict[str, dict[str, list[Page]]] = {}
        with _told_by_name(RECORD):
            plans = plans_of(self.books[RECORD], self.measures[RECORD])
            pages[RECORD] = paginate(plans, COVER, COLOPHON, LINES)
        with _told_by_name(BRIEFING):
            fit = fitted(self.books[BRIEFING], self.measures[BRIEFING], self._measured, PAGES)
            pages[BRIEFING] = paginate(fit.chapters, COVER, COLOPHON, LINES, PAGES)
            for plan in fit.topics:
                key = next(iter(plan.chapters.values())).key
                pages[key.removeprefix(TOPIC)] = pages_alone(plan)
        elsewhere = [left.title for left in fit.left if left.whole]
        for name, chosen in ((BRIEFING, fit.chapters), (TOPICS, fit.topics)):
            self.measures[name] = fit.measures
            self.manuscripts[name] = {
                key: manuscript.holding([plan.chapters[key] for plan in chosen], elsewhere)
                for key, manuscript in self.manuscripts[BRIEFING].items()
            }
        for left in fit.left:
            self.tell(_told_left(left))
        return pages

    def _measured(self, books: Mapping[str, Book]) -> dict[str, Measures]:
        """Return the heights of further blocks of the briefing."""
        found = {}
        for key, book in books.items():
            data = self.manuscripts[BRIEFING][key].holding(book.chapters).to_measure()
            job = Job(template=f"{BRIEFING}.typ", data=data, label="measured")
            found[key] = measures_of(run(self.root, [job])[0].values[0])
        return found

    def _check(self, key: str, name: str, fits: Sequence[Mapping[str, Any]]) -> None:
        """Raise ProblemsFoundError for what a file does not hold, by name."""
        edition = self.editions[key]
        found = (
            overlong(fits, key, of_home=edition.printed.brief.of_home)
            if name == BRIEF
            else overfull(fits)
        )
        problems = [
            _problem(
                key,
                say("{name}.pdf page {page}: {what}", name=name, page=over.page, what=over.message),
                over.hint,
                name=name,
                about=over.about,
            )
            for over in found
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


@contextmanager
def _told_by_name(name: str) -> Iterator[None]:
    """Raise ProblemsFoundError for a block of a book that no page holds."""
    try:
        yield
    except DoesNotFitError as error:
        message = say("{id}: higher than a page with its notes", id=error.block.id)
        raise ProblemsFoundError(
            [_problem(error.language, message, about=error.block.id, name=name)]
        ) from None


def _told_left(left: Left) -> Message:
    """Say what of a chapter stands in the record alone."""
    if left.whole:
        return say("no room in the briefing for “{title}”: in the record alone", title=left.title)
    found = say(
        "no room in the briefing for {count} of “{title}”: in the record alone",
        count=left.count,
        title=left.title,
    )
    if not left.facts:
        return found
    more = ", …" if len(left.facts) > NAMED else ""
    facts = ", ".join(left.facts[:NAMED]) + more
    return say("{found}: {facts}", found=found, facts=facts)


def _measurable(book: Book) -> Book:
    """Return a book whose topics hold no more facts than are worth measuring."""
    chapters = (
        candidates(chapter, TRIED) if chapter.key.startswith(TOPIC) else chapter
        for chapter in book.chapters
    )
    return replace(book, chapters=tuple(chapters))


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
