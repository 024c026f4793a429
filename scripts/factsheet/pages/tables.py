"""Facts and cells -> what lists and tables show: short labels by section, figures aligned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factsheet.edition.views import Edition, FactView, TableView
from factsheet.pages.markdown import escape


@dataclass(frozen=True, slots=True)
class Place:
    """A section and the facts of it that a list names, each with its label."""

    title: str
    page: str
    section: str
    facts: tuple[tuple[str, FactView], ...]


def by_section(edition: Edition, numbered: str, facts: Iterable[FactView]) -> tuple[Place, ...]:
    """Group facts by section in page order; a period told twice in one is `numbered`, a pattern."""
    wanted = {fact.id for fact in facts}
    chosen: dict[tuple[str, str], list[FactView]] = {}
    for fact in edition.facts.values():
        if fact.id in wanted:
            chosen.setdefault((fact.topic, fact.section), []).append(fact)
    places = []
    for section in edition.sections:
        if found := chosen.get((section.topic, section.key)):
            labels = _numbered([fact.period_words for fact in found], numbered)
            pairs = tuple(zip(labels, found, strict=True))
            places.append(Place(section.title, section.topic, section.key, pairs))
    return tuple(places)


def cells(table: TableView) -> tuple[tuple[str, ...], ...]:
    """Return a table's cells as Markdown, row by row.

    Where all figures of a column end in the same unit, a figure with fewer decimals than the
    longest is followed by as much room as they would take, so that the decimal points meet.
    """
    columns = []
    for index, numeric in enumerate(table.numeric):
        column = [row.cells[index] for row in table.rows]
        columns.append(_aligned(column) if numeric else [escape(cell) for cell in column])
    return tuple(zip(*columns, strict=True)) if columns else ()


def _aligned(column: Sequence[str]) -> list[str]:
    found = [_LAST_NUMBER.match(cell) for cell in column]
    units = {match["unit"] for match in found if match}
    if len(units) != 1:
        return [escape(cell) for cell in column]
    longest = max(len(match["decimals"] or "") for match in found if match)
    out = []
    for cell, match in zip(column, found, strict=True):
        missing = longest - len(match["decimals"] or "") if match else 0
        if match is None or not missing:
            out.append(escape(cell))
            continue
        kind = f"room-{missing}" if match["decimals"] else f"room-point-{missing}"
        start, end = match.span("number")
        number = f'<span class="{kind}">{escape(cell[start:end])}</span>'
        out.append(escape(cell[:start]) + number + escape(cell[end:]))
    return out


def _numbered(labels: Sequence[str], pattern: str) -> list[str]:
    counts: Counter[str] = Counter()
    out = []
    for label in labels:
        counts[label] += 1
        values = {"label": label, "number": counts[label]}
        out.append(pattern % values if labels.count(label) > 1 else label)
    return out


_LAST_NUMBER = re.compile(r"^.*?(?P<number>\d[\d,]*(?:\.(?P<decimals>\d+))?)(?P<unit>\D*)$")
