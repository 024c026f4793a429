"""A chart of parts -> `Drawing`: one bar of a whole, parts without room named below it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from factsheet.edition.drawn import ChartView, PartView
from factsheet.edition.views import FactView, plain
from factsheet.pages.drawing import (
    LEADING,
    PLAIN,
    Bar,
    Drawing,
    Group,
    Label,
    Length,
    Line,
    about,
    group,
    linear,
    lines,
    type_of,
    width_of,
    wrapped,
)

GAP = 10  # pixels between the words of two parts
STUB = 14  # pixels from the line that leads from a part down to its words


def stacked(chart: ChartView, width: int) -> Drawing:
    """Return one bar of all parts; a part as wide as its words is named above it."""
    whole = chart.whole
    assert whole is not None
    ends = _stacked(chart)
    full = max(whole.high, ends[chart.bars[-1].key][2])
    x = linear(full, 0, width)
    total = wrapped(_together(whole), width, PLAIN, strong=True)
    above = {bar.key: _words(bar) for bar in chart.bars}
    large = [
        bar
        for bar in chart.bars
        if _width(above[bar.key]) + GAP <= x(ends[bar.key][2]) - x(ends[bar.key][0])
    ]
    small = [bar for bar in chart.bars if bar not in large]
    bracket = 14 + LEADING * len(total) - 8
    top = bracket + 11 + LEADING * max((len(above[bar.key]) for bar in large), default=0)
    bottom = top + 46
    groups = [
        group("whole", about(whole.fact, lines("whole", total, 0, 14))),
        group("bracket", [Line(x1=0, y1=bracket, x2=x(whole.high), y2=bracket)]),
    ]
    spans: dict[str, list[Bar]] = {}
    for bar in chart.bars:
        left, least, most = map(x, ends[bar.key])
        spans.setdefault(bar.style, []).append(Bar(x1=left, y1=top, x2=least, y2=bottom))
        if most > least:
            spans.setdefault("range", []).append(
                Bar(x1=least, y1=top, x2=most, y2=bottom, hatched=True)
            )
    groups += [group(name, bars) for name, bars in spans.items()]
    for bar in large:
        texts = above[bar.key]
        for number, (name, words) in enumerate(texts):
            y = top - 10 - LEADING * (len(texts) - 1 - number)
            left = x(ends[bar.key][0])
            groups.append(group(name, [Label(x=left, y=y, words=words, fact=bar.fact)]))
    y = bottom + 26
    middles = {key: x(start / 2 + (low + high) / 4) for key, (start, low, high) in ends.items()}
    for bar in _in_order(small, middles, width):
        middle = middles[bar.key]
        told = wrapped(_together(bar), _room(middle, width), PLAIN)
        groups += _led(told, middle, (bottom, y), width, bar.fact)
        y += LEADING * len(told) + 3
    return Drawing(width=width, height=y - 8, groups=tuple(groups))


def _in_order(parts: list[PartView], middles: dict[str, Fraction], width: int) -> list[PartView]:
    """Return the parts so that no line runs through the words of one above it.

    Words at the left of their line go from left to right, the others after them from the right.
    """
    lefts = [part for part in parts if 2 * middles[part.key] >= width]
    return lefts + [part for part in reversed(parts) if part not in lefts]


def _room(middle: Fraction, width: int) -> int:
    return int(max(middle, width - middle)) - STUB


def _led(
    texts: list[str], middle: Fraction, heights: tuple[int, int], width: int, fact: FactView
) -> list[Group]:
    """Return words below the bar where there is more room, and the line from part to words."""
    bottom, y = heights
    is_left = 2 * middle >= width
    end = middle - STUB + 4 if is_left else middle + STUB - 4
    at, anchor = (middle - STUB, "end") if is_left else (middle + STUB, "start")
    return [
        group("leader", [Line(x1=middle, y1=bottom + 1, x2=middle, y2=y - 4)]),
        group("leader", [Line(x1=middle, y1=y - 4, x2=end, y2=y - 4)]),
        group("sliver", about(fact, lines("sliver", texts, at, y, anchor=anchor))),
    ]


def _words(bar: PartView) -> list[tuple[str, str]]:
    """Return what is said above a part, line by line, by its kind."""
    texts = (("label", plain(bar.label)), ("value", bar.value), ("growth", bar.growth))
    return [(name, words) for name, words in texts if words]


def _width(words: list[tuple[str, str]]) -> Length:
    return max(width_of(text, type_of(name)[0], strong=type_of(name)[1]) for name, text in words)


def _together(part: PartView) -> str:
    return "\u00a0 ".join(t for t in (plain(part.label), part.value, part.growth) if t)


def _stacked(chart: ChartView) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    """Return where each part begins, and where it ends at least and at most."""
    ends, start = {}, Decimal(0)
    for bar in chart.bars:
        ends[bar.key] = (start, start + bar.low, start + bar.high)
        start += bar.high
    return ends
