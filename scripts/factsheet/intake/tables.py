"""Tables as they arrive -> lines of an article: one line a row, its cells parted by a stroke.

So the head of a row stands with its figures, and a year in a cell dates no other row. A cell that
is merged downward stands in each row it covers, one merged sideways once, before empty cells; a
table within a cell parts its row into rows. A table that only lays out a page is no table: where a
row has one cell with words, or a cell has an article's length, each paragraph is a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TypeAlias

STROKE = " | "  # between cells
WITHIN = " ¦ "  # between paragraphs of one cell, which would else run together


@dataclass(slots=True, kw_only=True)
class Cell:
    """A cell: paragraphs and tables in order, columns and rows covered, whether it goes on."""

    blocks: list[Block] = field(default_factory=list)
    across: int = 1
    down: int = 1
    goes_on: bool = False  # the cell above covers it, as Word says


@dataclass(slots=True, kw_only=True)
class Table:
    """A table: what stands over it as its title, its rows of cells, each from the left."""

    title: list[Block] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)


Block: TypeAlias = "str | Table"


def lines_of(blocks: Sequence[Block]) -> Iterator[str]:
    """Iterate over the lines of paragraphs and tables in reading order."""
    for block in blocks:
        if isinstance(block, Table):
            yield from lines_of(block.title)
            yield from _rows(block)
        else:
            yield block


def tabbed(text: str) -> str:
    """Return a text with tabs between words made strokes: rows pasted from a table."""
    return re.sub(r"(?<=\S)[ \u3000]*\t+[ \u3000]*(?=\S)", STROKE, text)


def piped(text: str) -> str:
    """Return Markdown whose tables have no outer strokes and no line of dashes."""
    lines = text.splitlines()
    out, outer = list[str](), None
    for line, after in zip_longest(lines, lines[1:], fillvalue=""):
        if "|" in line and _DASHES.fullmatch(after):
            outer = _LEFT if line.lstrip().startswith("|") else _RIGHT
        elif "|" not in line:
            outer = None
        if outer is None:
            out.append(line)
        elif not _DASHES.fullmatch(line):
            cells = re.split(r"(?<!\\)\|", outer.sub("", line))
            out.append(STROKE.join(cell.strip().replace("\\|", "¦") for cell in cells))
    return "\n".join(out)


def _rows(table: Table) -> Iterator[str]:
    above: dict[int, tuple[str, int]] = {}  # by column: words that go on, rows left
    for row in table.rows:
        if _lays_out(row, above):
            for cell in row:
                yield from lines_of(cell.blocks)
            continue
        yield from _row(row, above)


def _lays_out(row: Sequence[Cell], above: dict[int, tuple[str, int]]) -> bool:
    """Tell whether a row holds paragraphs of a page instead of values."""
    filled = [cell for cell in row if any(isinstance(b, Table) or b.strip() for b in cell.blocks)]
    alone = len(filled) <= 1 and not any(left > 0 for _, left in above.values())
    lone = alone and not any(cell.goes_on for cell in row)
    return lone or any(len(cell.blocks) > _LAID for cell in filled)


def _row(row: Sequence[Cell], above: dict[int, tuple[str, int]]) -> Iterator[str]:
    """Iterate over the lines of a row: one, or as many as a table within it has."""
    parts = list[list[str]]()  # of each cell, its lines
    for cell in row:
        _take_down(above, parts)
        column = len(parts)
        words = WITHIN.join(b.strip() for b in cell.blocks if isinstance(b, str) and b.strip())
        inner = [line for b in cell.blocks if isinstance(b, Table) for line in _rows(b)]
        if cell.goes_on:
            words = above.get(column, ("", 0))[0]
        left = -1 if cell.down == 1 else cell.down - 1
        for step in range(cell.across):
            above[column + step] = (words if step == 0 else "", left)
        parts.append([f"{words}{STROKE if words else ''}{line}" for line in inner] or [words])
        parts += [[""]] * (cell.across - 1)
    _take_down(above, parts)
    for number in range(max(map(len, parts), default=0)):
        # what stands once holds for every line; what is over in one cell is over
        cells = [p[0] if len(p) == 1 else p[number] if number < len(p) else "" for p in parts]
        while cells and not cells[-1]:
            cells.pop()
        yield STROKE.join(cells)


def _take_down(above: dict[int, tuple[str, int]], parts: list[list[str]]) -> None:
    """Put what cells above cover at the end of a row begun."""
    while (going := above.get(len(parts), ("", 0)))[1] > 0:
        words, left = going
        above[len(parts)] = (words, left - 1 or -1)
        parts.append([words])


_LAID = 6  # paragraphs of a cell
_RIGHT = re.compile(r"(?<!\\)\|\s*$")
_LEFT = re.compile(rf"^\s*\||{_RIGHT.pattern}")
_DASHES = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?|\s*\|\s*:?-+:?\s*")
