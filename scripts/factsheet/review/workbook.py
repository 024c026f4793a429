"""Sheets -> review.xlsx: what is to be filled in is open, everything else locked.

The first row of each sheet is hidden and names its columns for the way back, whatever language
the heads below it have. No password: the lock keeps from slips, the import finds the rest.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from factsheet.review.sheets import TEXT, WAS, Sheet
from factsheet.site.workbook import MOST, TEXT_ONLY

HEADS = 1  # the row of heads, counted from 0, under that of names
LISTS = "lists"
LINE, HIGHEST = 15, 409  # points of a line, and of the highest row
WIDE_FROM = 0x2E7F  # characters from here on are two columns wide
_ALLOWED = {"autofilter": True, "format_columns": True, "format_rows": True}


def workbook(sheets: Sequence[Sheet], about: tuple[str, Sequence[str]], day: date) -> bytes:
    """Return the workbook; `about` is the title of a sheet and the lines that say how to use it."""
    out = io.BytesIO()
    title, lines = about
    with Workbook(out, TEXT_ONLY) as book:
        book.set_properties({"title": title, "created": datetime.combine(day, time())})
        wrapped = {"text_wrap": True, "valign": "top", "border": 4, "num_format": "@"}
        styles = {
            "head": book.add_format(
                {"bold": True, "bg_color": "#DDE6E7", "border": 1, "text_wrap": True}
            ),
            "locked": book.add_format({**wrapped, "bg_color": "#F3F3F3"}),
            "open": book.add_format({**wrapped, "locked": False}),
            "changed": book.add_format({"bg_color": "#FFF2CC"}),
            "words": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        choices: dict[tuple[str, ...], str] = {}
        lists = [f.choices for sheet in sheets for f in sheet.fields if f.choices]
        for sheet in sheets:
            _fill(book.add_worksheet(sheet.title[:31]), sheet, styles, _places(lists, choices))
        words = book.add_worksheet(title[:31])
        words.set_column(0, 0, 90)
        for number, line in enumerate(lines):
            words.write_string(number, 0, line, styles["words"])
        words.protect()
        _list(book.add_worksheet(LISTS), choices)
    return out.getvalue()


def _fill(
    page: Worksheet,
    sheet: Sheet,
    styles: Mapping[str, Format],
    choices: Mapping[tuple[str, ...], str],
) -> None:
    last = HEADS + len(sheet.rows)
    columns = {field.name: place for place, field in enumerate(sheet.fields)}
    first = sum(field.is_hidden for field in sheet.fields)
    for place, field in enumerate(sheet.fields):
        page.write_string(0, place, field.name)
        page.write_string(HEADS, place, field.head, styles["head"])
        page.set_column(place, place, field.width, None, {"hidden": field.is_hidden})
        style = styles["open" if field.is_open else "locked"]
        for number, row in enumerate(sheet.rows.values(), HEADS + 1):
            page.write_string(number, place, row.get(field.name, "")[:MOST], style)
        if field.choices and sheet.rows:
            rule = {"validate": "list", "source": choices[field.choices], "ignore_blank": True}
            page.data_validation(HEADS + 1, place, last, place, rule)
        kind, _, language = field.name.partition(" ")
        if kind == TEXT and sheet.rows:
            here, there = (
                f"${xl_col_to_name(columns[name])}{HEADS + 2}"
                for name in (field.name, f"{WAS} {language}")
            )
            rule = {"type": "formula", "criteria": f"={here}<>{there}", "format": styles["changed"]}
            page.conditional_format(HEADS + 1, place, last, place, rule)
    for number, row in enumerate(sheet.rows.values(), HEADS + 1):
        page.set_row(number, _height(sheet, row))
    page.set_row(0, None, None, {"hidden": True})
    page.freeze_panes(HEADS + 1, first + 1)
    page.autofilter(HEADS, first, last, len(sheet.fields) - 1)
    page.protect("", _ALLOWED)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADS)


def _height(sheet: Sheet, row: Mapping[str, str]) -> float:
    """Return how high a row is that shows all its lines, in points; not every program finds out."""
    lines = max(
        sum(
            ceil((sum(1 + (ord(c) > WIDE_FROM) for c in line) or 1) / (field.width - 2))
            for line in row.get(field.name, "").split("\n")
        )
        for field in sheet.fields
        if not field.is_hidden
    )
    return min(LINE * lines + 2, HIGHEST)


def _places(
    lists: Sequence[tuple[str, ...]], choices: dict[tuple[str, ...], str]
) -> Mapping[tuple[str, ...], str]:
    """Return where each list of choices stands."""
    for place, words in enumerate(dict.fromkeys(lists)):
        choices[words] = f"={LISTS}!{xl_range_abs(0, place, len(words) - 1, place)}"
    return choices


def _list(page: Worksheet, choices: Mapping[tuple[str, ...], str]) -> None:
    """Write the choices where the columns look for them."""
    for place, words in enumerate(choices):
        page.write_column(0, place, words)
    page.hide()
