"""`Table`s -> facts.xlsx: a sheet for each table in all languages, and one that explains them.

Numbers are numbers, days are days, and no text becomes a formula, a link or a date. Each fact
leads to its lasting address.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from factsheet.site.tables import Cell, Editions, Table, words_of

SHORT, LONG, MOST = 14, 60, 32767  # widths in characters; the most that a cell can hold
TEXT_ONLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def workbook(editions: Editions, tables: Sequence[Table], address: str) -> bytes:
    """Return facts.xlsx; `address` is the site's root, with a slash at its end."""
    out = io.BytesIO()
    first = next(iter(editions.values()))
    with Workbook(out, TEXT_ONLY) as book:
        book.set_properties(
            {
                "title": first.texts["title"],
                "author": first.texts["publisher"],
                "created": datetime.combine(first.imprint.date, time()),
            }
        )
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "long": book.add_format({"text_wrap": True, "valign": "top"}),
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "link": book.get_default_url_format(),
        }
        _explain(book.add_worksheet(_title("About the data", editions)), editions, tables, styles)
        for table in tables:
            _fill(book.add_worksheet(_title(table.title, editions)), table, styles, address)
    return out.getvalue()


def _title(word: str, editions: Editions) -> str:
    """Return the name of a sheet in all languages; a spreadsheet takes 31 characters."""
    words = dict.fromkeys(edition.word(word) for edition in editions.values())
    return " ".join(words)[:31].strip()


def _explain(
    sheet: Worksheet, editions: Editions, tables: Sequence[Table], styles: Mapping[str, Format]
) -> None:
    """Say of which edition the data are, under which license, and what each column holds."""
    lines = [
        text
        for edition in editions.values()
        for text in (
            edition.collected,
            edition.texts["not_official"],
            edition.word("License") + edition.word(": ") + edition.imprint.license,
        )
    ]
    sheet.set_column(0, 1, SHORT + SHORT)
    sheet.set_column(2, 1 + len(editions), LONG)
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line)
    at = len(lines) + 1
    for place, words in enumerate(
        ["", "", *(edition.word("Meaning") for edition in editions.values())]
    ):
        sheet.write_string(at, place, words, styles["head"])
    for table in tables:
        for column in table.columns:
            at += 1
            sheet.write_string(at, 0, table.name)
            sheet.write_string(at, 1, column.name)
            for place, edition in enumerate(editions.values(), 2):
                sheet.write_string(at, place, words_of(column, edition, editions), styles["long"])


def _fill(sheet: Worksheet, table: Table, styles: Mapping[str, Format], address: str) -> None:
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.name, styles["head"])
        is_wide = column.is_long or column.name.startswith("title")
        sheet.set_column(place, place, LONG if is_wide else SHORT)
    for number, row in enumerate(table.rows, 1):
        for place, column in enumerate(table.columns):
            _write(sheet, (number, place), row[column.name], styles, is_long=column.is_long)
        if table.name in ("facts", "figures"):
            sheet.write_url(number, 0, f"{address}f/{row['id']}/", styles["link"], str(row["id"]))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write(
    sheet: Worksheet,
    at: tuple[int, int],
    cell: Cell,
    styles: Mapping[str, Format],
    *,
    is_long: bool,
) -> None:
    match cell:
        case None | "":
            return
        case str():
            sheet.write_string(*at, cell[:MOST], styles["long" if is_long else "text"])
        case bool():
            sheet.write_boolean(*at, cell)
        case date():
            sheet.write_datetime(*at, datetime.combine(cell, time()), styles["date"])
        case _:
            sheet.write_number(*at, float(cell))
