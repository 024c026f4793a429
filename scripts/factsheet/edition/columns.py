"""`TableView` -> the same for a screen: growth with its sign, the unit in the head.

A column that says no more than the marks beside the rows say is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from factsheet.edition.rich import rich
from factsheet.edition.text import Lexicon
from factsheet.edition.views import FigureView, Rich, Row, Run, TableView, plain
from factsheet.language.vocabulary import DRAWN_STYLES

EMPTY = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its head, its cells, and whether they are figures."""

    head: str
    cells: tuple[Rich, ...]
    is_numeric: bool


def on_screen(table: TableView, lexicon: Lexicon) -> TableView:
    """Return a table as a screen shows it, its rows and their order unchanged."""
    shown = []
    for at, head in enumerate(table.columns):
        cells = tuple(row.cells[at] for row in table.rows)
        column = _without_marks(
            Column(head=head, cells=cells, is_numeric=table.numeric[at]),
            table.rows,
            lexicon.catalog.gettext,
        )
        if column is None:
            continue
        growth = _growth(column, table.rows, lexicon)
        shown.append(growth or _with_unit(column, table.rows, lexicon))
    rows = zip(table.rows, *(column.cells for column in shown), strict=True)
    return replace(
        table,
        columns=tuple(column.head for column in shown),
        numeric=tuple(column.is_numeric for column in shown),
        rows=tuple(Row(fact=row.fact, cells=tuple(cells)) for row, *cells in rows),
    )


def _without_marks(
    column: Column, rows: Sequence[Row], word: Callable[[str], str]
) -> Column | None:
    """Leave out of a column that says which rows are calculated what their marks say already."""
    words = [word(DRAWN_STYLES["calculated" if r.fact.is_derived else "printed"]) for r in rows]
    told = [plain(cell).casefold() for cell in column.cells]
    pairs = list(zip(told, (each.casefold() for each in words), strict=True))
    if not pairs or not all(cell.startswith(own) for cell, own in pairs):
        return column
    cells = tuple(
        () if cell == own else whole for (cell, own), whole in zip(pairs, column.cells, strict=True)
    )
    return replace(column, head=word("Remark"), cells=cells) if any(cells) else None


def _growth(column: Column, rows: Sequence[Row], lexicon: Lexicon) -> Column | None:
    """Return a column of growth on the year before with signs; None where it is none."""
    cells: list[Rich] = []
    for cell, row in zip(column.cells, rows, strict=True):
        if plain(cell) in ("", EMPTY):
            cells.append(cell)
            continue
        figure = _figure(cell, row)
        down = re.search(lexicon.style.words.down, plain(cell).casefold())
        up = re.search(lexicon.style.words.up, plain(cell).casefold())
        if not (figure and figure.quantity.unit == "percent" and bool(down) != bool(up)):
            return None
        if not _within_a_year(row.fact.period):
            return None
        cells.append(rich(_signed(figure, row, lexicon, down=bool(down)), _condition(cell)))
    if not any(plain(cell) not in ("", EMPTY) for cell in cells):
        return None
    head = lexicon.catalog.gettext("Year on year")
    return Column(head=head, cells=tuple(cells), is_numeric=True)


def _signed(figure: FigureView, row: Row, lexicon: Lexicon, *, down: bool) -> Rich:
    """Return a figure's number with the sign that its cell says in words."""
    quantity = figure.quantity
    low, high = sorted(abs(bound) for bound in quantity.bounds)
    if quantity.value is None:
        low, high = (-high, -low) if down else (low, high)
        quantity = replace(quantity, low=low, high=high)
    else:
        quantity = replace(quantity, value=-low if down else low)
    before, number, after = lexicon.wording.parts(quantity, table=True)
    sign = "" if down else "+"
    of = row.fact.id, figure.name
    parts = (sign + before, number, after)
    return tuple(
        Run(text=text, figure=of, is_number=at == 1) for at, text in enumerate(parts) if text
    )


def _with_unit(column: Column, rows: Sequence[Row], lexicon: Lexicon) -> Column:
    """Return a column of figures in one scale, their unit in the head where it is one."""
    if not column.is_numeric:
        return column
    filled = [(cell, _figure(cell, row)) for cell, row in zip(column.cells, rows, strict=True)]
    figures = [f for cell, f in filled if f and plain(cell) == f.table]
    if len(figures) != sum(plain(cell) not in ("", EMPTY) for cell in column.cells):
        return column
    most = lexicon.wording.common_power([f.quantity for f in figures])
    cells: list[Rich] = []
    units = set()
    for (cell, figure), row in zip(filled, rows, strict=True):
        if figure is None:
            cells.append(cell)
            continue
        before, number, after = lexicon.wording.parts(figure.quantity, table=True, most=most)
        low = _RANGE.match(before)
        units.add((before[: low.start(1)] if low else before, after))
        number = (low[1] if low else "") + number
        cells.append((Run(text=number, figure=(row.fact.id, figure.name), is_number=True),))
    if len(units) != 1:
        return column
    before, after = units.pop()
    unit = re.sub(r"\s+", " ", before + after).strip()
    if not unit:
        return column
    head = lexicon.catalog.gettext("%(title)s (%(unit)s)") % {"title": column.head, "unit": unit}
    return Column(head=head, cells=tuple(cells), is_numeric=True)


def _figure(cell: Rich, row: Row) -> FigureView | None:
    """Return the figure of its row that a cell holds; None where it holds another, or several."""
    names = {run.figure for run in cell if run.figure is not None}
    if len(names) != 1:
        return None
    fact, name = names.pop()
    found = (f for f in row.fact.figures if fact == row.fact.id and f.name == name)
    return next(found, None)


def _condition(cell: Rich) -> Rich:
    """Return what stands in brackets after a cell's figure: a condition, a scope."""
    last = max(at for at, run in enumerate(cell) if run.figure is not None)
    after = cell[last + 1 :]
    for at, run in enumerate(after):
        if found := re.search(r"\s*[(（].*", run.text):
            return (replace(run, text=found[0]), *after[at + 1 :])
    return ()


def _within_a_year(period: str) -> bool:
    return len(set(re.findall(r"\d{4}", period))) == 1


# The lower end of a range, after the unit that stands before it.
_RANGE = re.compile(r"[^\d]*?(\d[\d.,]*\D{1,3})$")
