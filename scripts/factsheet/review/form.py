"""New and changed facts -> the form to sign, in words and as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from factsheet.printing.press import Job, run
from factsheet.review.choice import since
from factsheet.review.sheets import Sheets

TEMPLATE, LABEL = "review.typ", "done"
WIDTHS = (8, 34, 13, 62, 62, 28, 34, 20, 18)  # millimeters, the languages in the middle


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the form: a fact, whether it is new, its sentences, figures as printed, lines."""

    fact: str
    change: str
    sentences: Mapping[str, str]
    printed: str
    lines: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form in words: its title, what it is of, its heads, its rows."""

    title: str
    subtitle: str
    author: str
    day: date
    languages: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[Line, ...]

    @property
    def widths(self) -> tuple[int, ...]:
        """Return the widths of the columns; the languages share what two of them have."""
        each = (WIDTHS[3] + WIDTHS[4]) // len(self.languages)
        return (*WIDTHS[:3], *(each for _ in self.languages), *WIDTHS[5:])


def form_of(sheets: Sheets) -> Form:
    """Return the form of all facts that are new or changed since the last kept edition."""
    word, project = sheets.word, sheets.project
    number, touched = since(project)
    edition = sheets.editions[sheets.language]
    day = project.book.edition.date
    what = word("New and changed facts since edition %(number)s") % {"number": number}
    standing = word("Edition %(number)s, %(date)s") % {
        "number": project.book.edition.number,
        "date": day.isoformat(),
    }
    return Form(
        title=f"{edition.texts['title']} {word('Form of approval')}",
        subtitle=f"{standing}{word('; ')}{what if number else word('New facts')}",
        author=edition.texts["publisher"],
        day=day,
        languages=tuple(sheets.names),
        heads=(
            "",
            word("Fact"),
            word("Change"),
            *sheets.names.values(),
            word("As printed"),
            word("Lines"),
            word("Signature"),
            word("Date of signing"),
        ),
        rows=tuple(
            Line(
                fact=fact.id,
                change=word(touched[fact.id]),
                sentences={key: sheets.sentence(fact, key) for key in sheets.names},
                printed=sheets.printed(fact),
                lines=sheets.lines(fact),
            )
            for fact in project.book.facts
            if fact.id in touched
        ),
    )


def pdf(sheets: Sheets, form: Form) -> bytes:
    """Return the form as PDF; raise ProblemsFoundError for whatever cannot be set."""
    edition = sheets.editions[sheets.language]
    data: dict[str, Any] = {
        "language": sheets.language,
        "title": form.title,
        "subtitle": form.subtitle,
        "author": form.author,
        "description": form.subtitle,
        "keywords": [],
        "date": [form.day.year, form.day.month, form.day.day],
        "style": edition.imprint.print,
        "styles": {key: each.imprint.print for key, each in sheets.editions.items()},
        "words": dict(edition.imprint.words),
        "languages": form.languages,
        "heads": form.heads,
        "widths": form.widths,
        "rows": [asdict(row) for row in form.rows],
    }
    moment = int(datetime.combine(form.day, time(), UTC).timestamp())
    (made,) = run(
        sheets.project.root, [Job(template=TEMPLATE, data=data, label=LABEL, moment=moment)]
    )
    return made.pdf
