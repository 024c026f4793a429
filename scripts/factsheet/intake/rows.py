"""Rows of tables in an article -> the words that stand over and before one of their cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factsheet.intake.tables import STROKE

PARTED = STROKE.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words of a cell and the line they stand in, counted from 1."""

    words: str
    line: int


def is_row(line: str) -> bool:
    """Tell whether a line is a row of a table."""
    return PARTED in line


def own_words(line: str, start: int) -> str:
    """Return what stands in the cell of an offset, before it."""
    return line[:start].rpartition(PARTED)[2]


def beside(line: str, number: int, start: int) -> list[Said]:
    """Return the cells left of that of an offset, the nearest first."""
    left = line[:start].split(PARTED)[:-1]
    return [Said(words=words, line=number) for words in reversed(left) if words.strip()]


def over(lines: Sequence[str], number: int, start: int) -> list[Said]:
    """Return the heads of the column of an offset in a row, the lowest first.

    A head stands in a row above without figures; one that is merged sideways stands before empty
    cells. No year heads the column of its row's names.
    """
    column = lines[number - 1][:start].count(PARTED)
    found = []
    for above in range(number - 1, 0, -1):
        if not is_row(lines[above - 1]):
            break
        cells = lines[above - 1].split(PARTED)
        at = min(column, len(cells) - 1)
        while at > 1 and not cells[at].strip():
            at -= 1
        words = cells[at].strip() if at or not column else ""
        if words and not _VALUE.match(words):
            found.append(Said(words=words, line=above))
    return found


_VALUE = re.compile(r"[^\w(（]*\d+(?:\.\d+)?(?!\d*(?:年|月|[-—–~至]|季))")
