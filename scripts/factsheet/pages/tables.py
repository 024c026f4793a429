"""Facts and cells -> what lists and tables show: short labels by section, figures aligned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from factsheet.edition.history import numbered
from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, Rich, TableView, plain
from factsheet.pages.markdown import Inferred, escape, markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A section and the facts of it that a list names, each with its label."""

    title: str
    page: str
    section: str
    facts: tuple[tuple[str, FactView], ...]


class BySection:
    """Groups facts of an edition by section in page order."""

    def __init__(self, edition: Edition) -> None:
        """Look at where each fact stands."""
        self._edition = edition
        self._at = {key: at for at, key in enumerate(edition.facts)}
        self._pattern = edition.word("%(label)s (%(number)s)")

    def __call__(self, facts: Iterable[FactView]) -> tuple[Place, ...]:
        """Return the sections of some facts; labels that are alike are numbered."""
        shown = {fact.id for fact in facts} & self._at.keys()
        chosen: dict[tuple[str, str], list[FactView]] = {}
        for key in sorted(shown, key=self._at.__getitem__):
            fact = self._edition.facts[key]
            chosen.setdefault((fact.topic, fact.section), []).append(fact)
        places = []
        for section in self._edition.sections:
            if found := chosen.get((section.topic, section.key)):
                labels = numbered([fact.label for fact in found], self._pattern)
                pairs = tuple(zip(labels, found, strict=True))
                places.append(
                    Place(title=section.title, page=section.page, section=section.key, facts=pairs)
                )
        return tuple(places)


def cells(table: TableView, sign: Inferred | None = None) -> tuple[tuple[str, ...], ...]:
    """Return a table's cells as Markdown, row by row; `sign` marks an inferred period.

    Where all figures of a column end in the same unit, a figure with fewer decimals than the
    longest is followed by as much room as they would take, so that the decimal points meet.
    """
    columns = []
    for index, numeric in enumerate(table.numeric):
        column = [row.cells[index] for row in table.rows]
        columns.append(_aligned(column) if numeric else [markdown(cell, sign) for cell in column])
    return tuple(zip(*columns, strict=True)) if columns else ()


def _aligned(column: Sequence[Rich]) -> list[str]:
    found = [_parted(cell) for cell in column]
    units = {unit for _, number, unit, _ in found if number}
    longest = max((len(_decimals(number)) for _, number, _, _ in found), default=0)
    out = []
    for before, number, unit, condition in found:
        decimals = _decimals(number)
        missing = longest - len(decimals) if len(units) == 1 and number else 0
        shown = escape(before) + escape(number) + escape(unit)
        if missing:
            kind = f"room-{missing}" if decimals else f"room-point-{missing}"
            shown = f'<span class="{kind}">{shown}</span>'
        space = condition[: len(condition) - len(condition.lstrip(" "))]
        told = f'{space}<span class="condition">{escape(condition.lstrip(" "))}</span>'
        under = told if condition else ""
        out.append(shown + under)
    return out


def _parted(cell: Rich) -> tuple[str, str, str, str]:
    """Return what stands before the last number of a cell, this number, its unit, a condition."""
    at = max((at for at, run in enumerate(cell) if run.is_number), default=None)
    if at is None:
        return plain(cell), "", "", ""
    after = plain(cell[at + 1 :])
    begins = next((n for n, letter in enumerate(after) if letter in "(（"), len(after))
    unit, condition = after[:begins], after[begins:]
    bare = unit.rstrip(" ") if condition else unit
    return plain(cell[:at]), cell[at].text, bare, unit[len(bare) :] + condition


def _decimals(number: str) -> str:
    return number.partition(".")[2]
