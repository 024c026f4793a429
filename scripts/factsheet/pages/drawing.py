"""The pieces of a drawing: groups of bars, lines and words at fixed places, scales, lines of text.

Texts are measured by the widths of the sheet's own face (`widths.json`), never by a font that a
machine happens to have. Lengths are exact until `svg` writes them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import ceil
from pathlib import Path as FilePath
from typing import TypeAlias

from factsheet.edition.views import FactView

Length: TypeAlias = int | Fraction
Scale: TypeAlias = Callable[[Decimal], Fraction]

WIDE, NARROW = 700, 340
SMALL, PLAIN = 11, 13
LEADING = 17
SMALL_LEADING = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A rectangle between two corners, in pixels; `hatched` ones are drawn in lines."""

    x1: Length
    y1: Length
    x2: Length
    y2: Length
    hatched: bool = False
    rounded: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight line, in pixels."""

    x1: Length
    y1: Length
    x2: Length
    y2: Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A line through points, in pixels; a `closed` one is an area."""

    points: tuple[tuple[Length, Length], ...]
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Words on a baseline; `anchor` says which part of them stands at `x`.

    Size and weight are those of its kind: its own name, or that of its group. `fact` is what they
    are about, where they may bear its signs.
    """

    x: Length
    y: Length
    words: str
    anchor: str = "start"
    name: str = ""
    size: int = PLAIN
    strong: bool = False
    fact: FactView | None = None

    @property
    def box(self) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        """Return left, top, right and bottom of the room that the words take."""
        width = width_of(self.words, self.size, strong=self.strong)
        before = {"start": Fraction(0), "middle": Fraction(width, 2), "end": Fraction(width)}
        left = Fraction(self.x) - before[self.anchor]
        top = Fraction(self.y) - Fraction(self.size * ASCENT, 100)
        return left, top, left + width, Fraction(self.y) + Fraction(self.size * DESCENT, 100)


Shape: TypeAlias = Bar | Line | Path | Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Shapes that look alike; the name is their CSS class, `data` what they stand for."""

    name: str
    shapes: tuple[Shape, ...]
    data: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing of fixed size, its groups from back to front."""

    width: int
    height: int
    groups: tuple[Group, ...]

    @property
    def labels(self) -> tuple[Label, ...]:
        """Return all words of the drawing."""
        return tuple(s for g in self.groups for s in g.shapes if isinstance(s, Label))


def group(name: str, shapes: Iterable[Shape], data: tuple[str, str] | None = None) -> Group:
    """Return shapes under a name, without labels that say nothing, the others in their type."""
    kept = (s for s in shapes if not isinstance(s, Label) or s.words)
    return Group(name=name, shapes=tuple(_typed(shape, name) for shape in kept), data=data)


def type_of(name: str) -> tuple[int, bool]:
    """Return size and weight of the labels of a kind: is it strong?"""
    return TYPES.get(name.partition(" ")[0], (PLAIN, False))


def lines(
    name: str,
    texts: Iterable[str],
    x: Length,
    y: Length,
    *,
    anchor: str = "start",
) -> list[Label]:
    """Return texts one below the other, the first one's baseline at `y`."""
    leading = SMALL_LEADING if type_of(name)[0] < PLAIN else LEADING
    return [
        Label(x=x, y=y + leading * number, words=text, anchor=anchor, name=name)
        for number, text in enumerate(texts)
    ]


def about(fact: FactView, labels: Iterable[Label]) -> list[Label]:
    """Return labels that may bear the signs of a fact."""
    return [replace(label, fact=fact) for label in labels]


def signed(drawing: Drawing, source: str) -> Drawing:
    """Return a drawing with its source below it."""
    texts = wrapped(source, drawing.width * 95 // 100, SMALL)  # a face that stands in differs
    below = group("source", lines("source", texts, 0, drawing.height + SMALL_LEADING))
    height = drawing.height + SMALL_LEADING * len(texts) + 6
    return Drawing(width=drawing.width, height=height, groups=(*drawing.groups, below))


def moved(drawing: Drawing, x: int, y: int) -> tuple[Group, ...]:
    """Return the groups of a drawing so far to the right and down."""
    return tuple(
        replace(each, shapes=tuple(_moved(shape, x, y) for shape in each.shapes))
        for each in drawing.groups
    )


def linear(highest: Decimal, start: int, end: int) -> Scale:
    """Return the scale that puts zero at `start` and the highest value at `end`."""
    return lambda value: start + (end - start) * Fraction(value) / Fraction(highest)


def bands(count: int, start: int, end: int) -> list[tuple[Fraction, Fraction]]:
    """Divide a length into bands with space between and beside them."""
    step = (end - start) / (count - BETWEEN + 2 * BESIDE)
    first = start + step * BESIDE
    lefts = [first + number * step for number in range(count)]
    return [(left, left + step * (1 - BETWEEN)) for left in lefts]


def wrapped(text: str, width: int, size: int, *, strong: bool = False) -> list[str]:
    """Break a text into lines of at most `width` pixels, as far as its words allow.

    Chinese is broken after a clause; inside of one only where it is wider than a line.
    """
    pieces: list[str] = []
    for clause in _pieces(text, _ends_clause):
        fits = width_of(clause.rstrip(), size, strong=strong) <= width
        pieces += [clause] if fits else _pieces(clause, _may_break)
    done, line = [], ""
    for piece in pieces:
        if line and width_of(line + piece.rstrip(), size, strong=strong) > width:
            done.append(line.strip())
            line = ""
        line += piece
    return [*done, line.strip()] if line.strip() else done


@lru_cache(maxsize=20_000)  # breaking lines measures every beginning of a text
def width_of(text: str, size: int, *, strong: bool = False) -> int:
    """Return a text's width in pixels, rounded up; kerning makes it a little narrower.

    A character that the sheet's face does not have is as wide as high, and so are beside Chinese
    the marks that the Chinese face gives. Browsers part Chinese from letters and figures.
    """
    widths = WIDTHS[STRONG if strong else REGULAR]
    marks = _LONG_MARKS + (_SHARED_MARKS if any(map(is_full, text)) else "")
    widths = {**widths, **dict.fromkeys(marks, EM)}
    parted = sum(_is_parted(*pair) for pair in pairwise(text))
    thousandths = sum(widths.get(char, EM) for char in text) + parted * PARTED
    return ceil(Fraction(size * thousandths, EM))


def _is_parted(one: str, other: str) -> bool:
    """Tell whether one of two neighbors is a Chinese character, the other a letter or figure."""
    parted = (char.isalnum() or char == "%" for char in (one, other))
    return all(parted) and is_full(one) != is_full(other)


def _typed(shape: Shape, name: str) -> Shape:
    if not isinstance(shape, Label):
        return shape
    size, strong = type_of(shape.name or name)
    own = "" if shape.name == name else shape.name
    return replace(shape, size=size, strong=strong, name=own)


def _moved(shape: Shape, x: int, y: int) -> Shape:
    match shape:
        case Label():
            return replace(shape, x=shape.x + x, y=shape.y + y)
        case Path():
            return replace(shape, points=tuple((left + x, top + y) for left, top in shape.points))
        case _:
            return replace(
                shape, x1=shape.x1 + x, y1=shape.y1 + y, x2=shape.x2 + x, y2=shape.y2 + y
            )


def _pieces(text: str, may_end: Callable[[str, str], bool]) -> list[str]:
    """Cut a text where a line may end, as told of what stands before and the character after."""
    pieces, piece = [], ""
    for before, after in pairwise((*text, " ")):
        piece += before
        if may_end(piece, after):
            pieces.append(piece)
            piece = ""
    return [*pieces, piece] if piece else pieces


def _ends_clause(piece: str, after: str) -> bool:
    """Tell whether a clause ends here: with its mark, at a space, or before the bracket of words.

    A code stays with its bracket.
    """
    before = piece[-1]
    if after in _NOT_LAST:
        return _may_break(piece, after) and (is_full(before) or not before.isalnum())
    return (
        _may_break(piece, after)
        and (before in _STOPS or not is_full(before))
        and before not in _LONG_MARKS
    )


def _may_break(piece: str, after: str) -> bool:
    """Tell whether a line may end here; a number may part from its scale word, not from a mark.

    A date stays whole.
    """
    before = piece[-1]
    if before == "\u00a0":
        return piece[-2:-1].isdigit()
    if before == " ":
        return True
    if before.isdigit() and after in _OF_A_DATE:
        return False
    can_begin = is_full(after) or before in _STOPS
    return can_begin and after not in _NOT_FIRST and before not in _NOT_LAST


def is_full(char: str) -> bool:
    """Tell whether a character is as wide as high: Chinese, Japanese, their marks."""
    return "\u2e80" <= char <= "\uffef"


# Size and weight of labels by their kind; all others are plain.
TYPES: Mapping[str, tuple[int, bool]] = {
    **dict.fromkeys(("tick", "kind", "source", "remark", "letter", "note", "date"), (SMALL, False)),
    **dict.fromkeys(("value", "whole", "row"), (PLAIN, True)),
    "heading": (12, True),
    "legend": (12, False),
    "block": (18, True),
    "title": (17, True),
}
ASCENT, DESCENT = 78, 22  # hundredths of the size, above and below the baseline
REGULAR, STRONG = "400", "600"  # the weights of labels
EM = 1000
PARTED = EM // 8  # text-autospace of CSS
# The advance of each character by weight, in thousandths of the size.
WIDTHS: Mapping[str, Mapping[str, int]] = json.loads(
    (FilePath(__file__).parent / "widths.json").read_text("utf-8")
)
_SHARED_MARKS = "“”‘’·"
_LONG_MARKS = "—…"  # about as wide in a Latin face
BETWEEN, BESIDE = Fraction(45, 100), Fraction(22, 100)  # of a band with the space after it
_OF_A_DATE = "年月日"
_STOPS = "，。；：、）》”"
_NOT_FIRST = "，。；：、）》】！？％”’"
_NOT_LAST = "（《【“‘"
