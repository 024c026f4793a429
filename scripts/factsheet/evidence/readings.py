"""Recorded readings: what someone understood from the English sentence, and from the line alone.

tests/readings/<section>.tsv holds two rows for each figure of a fact (one for a fact without
figures): `english` as read from the sentence alone, `archive` as read from the cited lines alone.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from factsheet.facts.lock import wording_hash
from factsheet.facts.records import Fact
from factsheet.figures.periods import PeriodError, parse_period
from factsheet.problems import Place, Problem
from factsheet.project import Project

FOLDER = "tests/readings"
COLUMNS = ("fact", "figure", "reading", "value", "unit", "qualifier", "period", "status", "wording")
READINGS = ("english", "archive")


@dataclass(frozen=True, slots=True)
class Reading:
    """One row: what was read of one figure, or of a fact without figures."""

    fact: str
    figure: str
    reading: str
    value: str
    unit: str
    qualifier: str
    period: str
    status: str
    wording: str
    place: Place


def load_readings(root: Path) -> tuple[tuple[Reading, ...], tuple[Problem, ...]]:
    """Read all readings; a row that cannot be read is a problem."""
    readings: list[Reading] = []
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*.tsv")):
        name = f"{FOLDER}/{path.name}"
        rows = csv.reader(path.read_text("utf-8").splitlines(), delimiter="\t", quotechar=None)
        for number, row in enumerate(rows, 1):
            if number == 1 and tuple(row) == COLUMNS:
                continue
            place = Place(name, number, 1)
            if len(row) != len(COLUMNS) or row[2] not in READINGS:
                message = "this row is not a reading"
                hint = f"columns, with tabs: {' '.join(COLUMNS)}"
                problems.append(Problem(place, "readings", message, hint))
                continue
            readings.append(Reading(**dict(zip(COLUMNS, row, strict=True)), place=place))
    return tuple(readings), tuple(problems)


def current(project: Project, readings: tuple[Reading, ...]) -> Mapping[str, str]:
    """Return the wording hash of each fact that both kinds of reading saw and agreed on."""
    seen: dict[str, set[str]] = {}
    bad = {p.place for p in compare(project, readings)}
    facts = project.book.by_id()
    for reading in readings:
        fact = facts.get(reading.fact)
        if fact is not None and reading.wording == wording_hash(fact) and reading.place not in bad:
            seen.setdefault(reading.fact, set()).add(reading.reading)
    return {
        key: wording_hash(facts[key])
        for key, kinds in seen.items()
        if kinds >= {"english"} and (facts[key].is_derived or kinds == set(READINGS))
    }


def compare(project: Project, readings: tuple[Reading, ...]) -> Iterator[Problem]:
    """Compare every reading of the present wording with its fact; stale ones are open."""
    facts = project.book.by_id()
    for reading in readings:
        fact = facts.get(reading.fact)
        if fact is None:
            yield Problem(reading.place, "readings", f"there is no fact {reading.fact!r}")
            continue
        if reading.wording != wording_hash(fact):
            continue
        quantity = project.figures.quantities.get((fact.id, reading.figure))
        if reading.figure and quantity is None:
            message = f"the fact {fact.id!r} has no figure {reading.figure!r}"
            yield Problem(reading.place, "readings", message)
            continue
        expected = {"period": fact.period.text, "status": fact.status}
        read = {"period": reading.period, "status": reading.status}
        if reading.reading == "archive" and _same_time(project, fact, reading.period):
            read["period"] = fact.period.text
        if quantity is not None:
            expected |= {"unit": quantity.unit, "qualifier": quantity.qualifier}
            read |= {"unit": reading.unit, "qualifier": reading.qualifier}
            bounds = tuple(abs(bound) for bound in quantity.bounds)
            if _numbers(reading.value) != tuple(sorted(bounds)):
                shown = " to ".join(f"{bound:f}" for bound in bounds)
                message = f"{fact.id}.{reading.figure}: read {reading.value}, the fact has {shown}"
                yield Problem(reading.place, "readings", message)
        for what, value in read.items():
            if value != expected[what]:
                message = f"{fact.id}: {what} read {value!r}, the fact has {expected[what]!r}"
                yield Problem(reading.place, "readings", message)


def _same_time(project: Project, fact: Fact, text: str) -> bool:
    """Tell whether a reader of the lines meant the fact's time, in whatever form.

    Lines that print no date are dated by their article: a reader may call a state undated, as of
    its printing, or of that month. The English sentence has to be read exactly.
    """
    try:
        end = parse_period(text).end
    except PeriodError:
        return False
    printed = [
        source.issued.end
        for citation in fact.cite
        if (source := project.book.sources.get(citation.source))
    ]
    months = {(day.year, day.month) for day in printed if day is not None}
    own = fact.period.end
    if end is None or own is None:
        known = end or own
        return known is None or (known.year, known.month) in months
    one, other = (end.year, end.month), (own.year, own.month)
    return one == other or {one, other} <= months


def _numbers(text: str) -> tuple[Decimal, ...]:
    """Read `3` or `3 to 4`; bounds sorted, one number twice."""
    try:
        parts = [Decimal(part) for part in text.split(" to ")]
    except InvalidOperation:
        return ()
    return tuple(sorted((parts[0], parts[-1])))
