"""`Table` -> CSV that a spreadsheet opens as it is: UTF-8 with a byte order mark, texts guarded.

A text that a spreadsheet would run, or take for a date or another number, stands behind an
apostrophe; so does one that begins with an apostrophe. Whoever takes one apostrophe off the
beginning of a text has it as it was. Number cells are untouched.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache

from factsheet.figures.quantity import plain
from factsheet.site.tables import Cell, Table

MARK = "\ufeff"  # without it a spreadsheet takes Chinese for another encoding


def csv_text(table: Table) -> str:
    """Return a table as CSV with a byte order mark."""
    rows = ([_text(row[column.name]) for column in table.columns] for row in table.rows)
    return written([[column.name for column in table.columns], *rows])


def written(rows: Iterable[Iterable[str]]) -> str:
    """Return rows of finished cells, the head first, as CSV with a byte order mark."""
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(rows)
    return out.getvalue()


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs or takes for anything but text."""
    is_taken = _DIGIT.search(text) and _taken().fullmatch(text.strip())
    return f"'{text}" if is_taken or _RUN.match(text) else text


@cache
def _taken() -> re.Pattern[str]:
    """Return the pattern of what a spreadsheet takes for a date or a number."""
    return re.compile(_TAKEN)


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return guarded(cell)
        case bool():
            return str(cell).lower()
        case Decimal():
            return plain(cell)
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


# Spreadsheets calculate what begins with one of these signs, Chinese ones with full-width signs
# too, but for a plain number.
_RUN = re.compile(r"'|[\t\r\n]|\s*[=@＝＠]|\s*[+−＋－-](?!\d[\d.,]*%?\Z)")
_DIGIT = re.compile(r"\d")  # one stands in all that is taken for a date or number
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"  # known in any language
# Dates, times, fractions, numbers with a zero in front or an exponent: 2024-09, 9月6日, 1/3, 007.
# Compiled at the first use, which most commands never come to.
_TAKEN = (
    r"(?i)\d{1,4}\s*[-/]\s*\d{1,2}(?:\s*[-/]\s*\d{1,4})?|\d{1,4}\.\d{1,2}\.\d{1,4}"
    r"|(?:\d{2,4}年)?\d{1,2}月(?:\d{1,2}[日号]?)?"
    r"|\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}秒?)?\s*(?:[ap]\.?m\.?)?|\d{1,2}时"
    rf"|{_MONTH}[\s-]*\d{{1,4}}(?:\s*,\s*\d{{2,4}})?"
    rf"|\d{{1,4}}[\s-]*{_MONTH}(?:[\s-]*\d{{2,4}})?"
    r"|\d+\s+\d+/\d+|0\d+|\d+(?:\.\d+)?e[+-]?\d+"
)
