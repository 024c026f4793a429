"""The pieces of a drawing: groups of bars, lines and words at fixed places, scales, lines of text.

Texts are measured by the widths of the sheet's own face (`widths.json`), never by a font that a
machine happens to have. Lengths are exact until `svg` writes them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import TypeAlias

Length: TypeAlias = int | Fraction
Scale: TypeAlias = Callable[[Decimal], Fraction]

WIDE, NARROW = 700, 340
SMALL, PLAIN = 11, 13
LEADING = 17


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A rectangle between two corners, in pixels; `hatched` ones are drawn in lines."""

    x1: Length
    y1: Length
    x2: Length
    y2: Length
    hatched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight line, in pixels."""

    x1: Length
    y1: Length
    x2: Length
    y2: Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words on a baseline; `anchor` says which part of them stands at `x`."""

    x: Length
    y: Length
    words: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Shapes that look alike; the name is their CSS class."""

    name: str
    shapes: tuple[Bar | Line | Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing of fixed size, its groups from back to front."""

    width: int
    height: int
    groups: tuple[Group, ...]


def group(name: str, shapes: Iterable[Bar | Line | Label]) -> Group:
    """Return shapes under a name, without labels that say nothing."""
    return Group(name=name, shapes=tuple(s for s in shapes if not isinstance(s, Label) or s.words))


def linear(highest: Decimal, start: int, end: int) -> Scale:
    """Return the scale that puts zero at `start` and the highest value at `end`."""
    return lambda value: start + (end - start) * Fraction(value) / Fraction(highest)


def bands(count: int, start: int, end: int) -> list[tuple[Fraction, Fraction]]:
    """Divide a length into bands with space between and beside them."""
    step = (end - start) / (count - BETWEEN + 2 * BESIDE)
    first = start + step * BESIDE
    lefts = [first + number * step for number in range(count)]
    return [(left, left + step * (1 - BETWEEN)) for left in lefts]


def wrapped(text: str, width: int, size: int) -> list[str]:
    """Break a text into lines of at most `width` pixels, as far as its words allow."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip(), size) > width:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()] if line.strip() else lines


def width_of(text: str, size: int, *, strong: bool = False) -> int:
    """Return a text's width in pixels, rounded up; kerning makes it a little narrower.

    A character that the sheet's face does not have is as wide as high, and so are beside Chinese
    the marks that the Chinese face gives.
    """
    widths = WIDTHS[STRONG if strong else REGULAR]
    if any(map(_is_full, text)):
        widths = {**widths, **dict.fromkeys(_SHARED_MARKS, EM)}
    return ceil(Fraction(size * sum(widths.get(char, EM) for char in text), EM))


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may end: after a space, and between full-width characters."""
    pieces, piece = [], ""
    for before, after in pairwise((*text, " ")):
        piece += before
        if _may_break(piece, after):
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces


def _may_break(piece: str, after: str) -> bool:
    """Tell whether a line may end here; a number may part from its scale word, not from a mark."""
    before = piece[-1]
    if before == "\u00a0":
        return piece[-2:-1].isdigit()
    if before == " ":
        return True
    return _is_full(after) and after not in _NOT_FIRST and before not in _NOT_LAST


def _is_full(char: str) -> bool:
    return "\u2e80" <= char <= "\uffef"


REGULAR, STRONG = "400", "600"  # the weights of labels
EM = 1000
# The advance of each character by weight, in thousandths of the size.
WIDTHS: Mapping[str, Mapping[str, int]] = json.loads(
    (Path(__file__).parent / "widths.json").read_text("utf-8")
)
_SHARED_MARKS = "“”‘’—…·"
BETWEEN, BESIDE = Fraction(45, 100), Fraction(22, 100)  # of a band with the space after it
_NOT_FIRST = "，。；：、）》】！？％”’"
_NOT_LAST = "（《【“‘"
