"""editions/<n>/ -> `KeptEdition`: an edition's facts as they were published, proved unedited.

facts.json holds each published fact as readers got it and as it was typed, with the hashes of its
evidence and of its words in each language; SHA256SUMS proves that nobody edited it. The hashes of
the files published with it stand in FILES.sha256.
"""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from factsheet.messages import say
from factsheet.problems import Place, Problem

FOLDER = "editions"
FACTS, SUMS = "facts.json", "SHA256SUMS"
FILES = "FILES.sha256"  # what was published with an edition, by hash


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class KeptFigure(_Record):
    """A figure: as printed or calculated, and what was read in it; numbers as decimal strings."""

    name: str
    printed: str
    formula: str
    indicator: str
    basis: str
    scope: str
    unit: str
    qualifier: str
    value: str | None
    low: str | None
    high: str | None
    rendered: dict[str, str]


class KeptCitation(_Record):
    """A citation without its lines' text: article, lines, and the short strings found there."""

    source: str
    at: tuple[int, ...]
    printed: dict[str, str]
    evidence: tuple[str, ...]


class KeptFact(_Record):
    """A fact of an edition; texts by language, `typed` texts with their slots."""

    id: str
    topic: str
    section: str
    status: str
    by: tuple[str, ...]
    withdrawn: str
    periods: dict[str, str]
    text: dict[str, str]
    typed: dict[str, dict[str, str]]
    figures: tuple[KeptFigure, ...]
    cite: tuple[KeptCitation, ...]
    was: tuple[str, ...] = ()
    verified: str
    evidence: str
    wording: dict[str, str]


class KeptEdition(_Record):
    """An edition as it was published."""

    number: str
    date: date
    cutoff: str
    languages: tuple[str, ...]
    facts: tuple[KeptFact, ...]


def kept_editions(root: Path) -> tuple[tuple[KeptEdition, ...], tuple[Problem, ...]]:
    """Read all kept editions, oldest first; one that was edited or cannot be read is a problem."""
    editions: list[KeptEdition] = []
    problems: list[Problem] = []
    home = root / FOLDER
    for folder in sorted(home.iterdir()) if home.is_dir() else ():
        if folder.name.startswith("."):
            continue
        place = Place(file=f"{FOLDER}/{folder.name}/{FACTS}")
        hint = say(
            "bring editions/ back from git: git checkout {folder}/{name}",
            folder=FOLDER,
            name=folder.name,
        )
        try:
            content = (folder / FACTS).read_bytes()
            proof = (folder / SUMS).read_text("utf-8", errors="replace")
        except OSError:
            message = say(
                "a kept edition is a folder of {facts} and {sums}", facts=FACTS, sums=SUMS
            )
            problems.append(Problem(place=place, rule="editions", message=message, hint=hint))
            continue
        if proof != f"{hashlib.sha256(content).hexdigest()}  {FACTS}\n":
            message = say(
                "this record of a published edition was edited: {sums} has another hash", sums=SUMS
            )
            problems.append(Problem(place=place, rule="editions", message=message, hint=hint))
            continue
        try:
            edition = KeptEdition.model_validate_json(content)
        except ValidationError as error:
            message = say("this record cannot be read: {error}", error=error.errors()[0]["msg"])
            problems.append(Problem(place=place, rule="editions", message=message, hint=hint))
            continue
        if edition.number != folder.name:
            message = say("edition {number} stands in the folder of another", number=edition.number)
            problems.append(Problem(place=place, rule="editions", message=message, hint=hint))
        editions.append(edition)
    return tuple(sorted(editions, key=lambda e: (e.date, e.number))), tuple(problems)
