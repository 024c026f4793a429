"""A workbook as it came back -> the cells of its sheets as text, each with its address.

It may have been written by any program: what matters is the hidden row of names, and the keys of
the rows. Numbers are taken as they stand, without a rounding of ours.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.messages import NOTHING, Message, say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.review.sheets import READ, REVIEW, RULE

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST = 20 << 20  # bytes
OLD = bytes.fromhex("d0cf11e0a1b11ae1")  # how files of old Office, and locked ones, begin


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledRow:
    """A row: its key, its cells by the names of their columns, and where each stands."""

    key: str
    cells: Mapping[str, str]
    places: Mapping[str, Place]

    def place(self, *names: str) -> Place:
        """Return where the first of these columns that the row has stands."""
        return next(self.places[name] for name in (*names, *self.places) if name in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledSheet:
    """A sheet: what tells it from others, the language of its heads, its rows."""

    key: str
    language: str
    names: tuple[str, ...]
    place: Place
    rows: tuple[FilledRow, ...]


def read_workbook(path: Path) -> tuple[FilledSheet, ...]:
    """Read the sheets of a review; raise ProblemsFoundError for a file or cells that are none."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load, and wanted here alone

    name = path.as_posix()
    if not path.is_file():
        message, hint = say("there is no such file"), say("look at its name and folder")
        raise ProblemsFoundError([_problem(Place(file=name), message, hint)])
    content = path.read_bytes()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it tells of other programs' extensions
            book = load_workbook(BytesIO(content[:LARGEST]))
    except Exception:  # noqa: BLE001 - of a damaged file the library raises anything
        message = (
            say("this is a workbook of the old kind (.xls, .et), or one with a password")
            if content.startswith(OLD)
            else say("this is no workbook of the kind .xlsx")
        )
        hint = say("open it with WPS or Excel and save it as .xlsx, without a password")
        raise ProblemsFoundError([_problem(Place(file=name), message, hint)]) from None
    problems: list[Problem] = []
    sheets, lost = [], []
    for page in book.worksheets:
        first = str(page.cell(1, 1).value or "")
        if first == REVIEW or first.startswith(f"{READ} "):
            sheets.append(_sheet(page, name, problems))
        elif _has_lost_names(page):
            hint = say("take the columns from a workbook of factsheet review export")
            place = Place(file=f"{name}:{page.title}!A1")
            message = say("the sheet has lost its first row, which names the columns")
            lost.append(_problem(place, message, hint))
    if not sheets and not problems:
        message = say("the workbook has no sheet of a review")
        hint = say(
            "the hidden first row names the columns: take a workbook of factsheet review export"
        )
        problems.append(_problem(Place(file=name), message, hint))
    problems += lost if sheets else ()
    keys = [sheet.key for sheet in sheets]
    problems += (
        _problem(sheet.place, say("this sheet stands in the workbook twice"))
        for number, sheet in enumerate(sheets)
        if sheet.key in keys[:number]
    )
    if problems:
        raise ProblemsFoundError(problems)
    return tuple(sheets)


def _has_lost_names(page: Worksheet) -> bool:
    """Tell whether a sheet that is none of a review by its names hides its first column as one."""
    return page.max_column > 1 and bool(page.column_dimensions["A"].hidden)


def _sheet(page: Worksheet, file: str, problems: list[Problem]) -> FilledSheet:
    def place(cell: Cell | MergedCell) -> Place:
        return Place(file=f"{file}:{page.title}!{cell.coordinate}")

    rows = page.iter_rows()
    names = tuple(str(cell.value or "") for cell in next(rows))
    heads = next(rows, ())
    language = str(heads[0].value or "") if heads else ""
    twice = sorted({name for name in names if name and names.count(name) > 1})
    for name in twice:
        where = place(page.cell(1, len(names) - names[::-1].index(name)))
        message = say("the column {name} stands here twice", name=name)
        problems.append(_problem(where, message, say("delete the one that was added")))
    found: dict[str, FilledRow] = {}
    for cells in rows:
        texts = {}
        for name, cell in zip(names, cells, strict=True):
            text = _text(cell)
            if text is None:
                hint = say("type it as text: format the cell as text, or begin with an apostrophe")
                problems.append(
                    _problem(place(cell), say("this cell holds no text or number"), hint)
                )
            if text and not name:
                hint = say("write it into the column for remarks")
                problems.append(
                    _problem(place(cell), say("this column belongs to no review"), hint)
                )
            texts[name] = text or ""
        places = {name: place(cell) for name, cell in zip(names, cells, strict=True) if name}
        key = texts.pop(names[0])
        if not key and any(texts.values()):
            hint = say("rows cannot be added; write a remark")
            problems.append(_problem(place(cells[0]), say("this row belongs to no fact"), hint))
        elif key in found:
            problems.append(
                _problem(place(cells[0]), say("the row of {key} stands here twice", key=key))
            )
        elif key:
            found[key] = FilledRow(key=key, cells=texts, places=places)
    return FilledSheet(
        key=names[0],
        language=language,
        names=names,
        place=place(page.cell(1, 1)),
        rows=tuple(found.values()),
    )


def _text(cell: Cell | MergedCell) -> str | None:
    """Return what a cell says, its lines ended alike; None for a formula, a date, an error."""
    value = cell.value
    if value is None or cell.data_type == "f":
        return "" if value is None else None
    match value:
        case bool():
            return None
        case str():
            whole = value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
            return None if cell.data_type == "e" else whole
        case int():
            return str(value)
        case float():
            return f"{Decimal(repr(value)):f}".removesuffix(".0")
        case _:
            return None


def _problem(place: Place, message: Message, hint: Message = NOTHING) -> Problem:
    return Problem(place=place, rule=RULE, message=message, hint=hint)
