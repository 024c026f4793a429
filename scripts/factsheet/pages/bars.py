"""A chart of bars -> `Drawing`: from zero, upright on a wide screen, lying on a narrow one."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from factsheet.edition.drawn import ChartView, PartView
from factsheet.edition.views import plain
from factsheet.pages.drawing import (
    LEADING,
    NARROW,
    PLAIN,
    SMALL,
    SMALL_LEADING,
    WIDE,
    Bar,
    Drawing,
    Group,
    Label,
    Length,
    Line,
    about,
    bands,
    group,
    linear,
    lines,
    width_of,
    wrapped,
)

Span = tuple[str, Decimal, Decimal]  # the key of a bar, from, to
GAP = 10  # pixels between words that stand in one line


def columns(chart: ChartView) -> Drawing:
    """Return upright bars from zero; what stands inside the last one is named at its right."""
    left = max(76, max((width_of(tick.text, SMALL) for tick in chart.ticks), default=0) + GAP)
    right = WIDE - (150 if any(map(chart.inside, chart.bars)) else 0)
    pitch = (right - left) // len(chart.bars)
    values = [_value(bar, pitch - GAP) for bar in chart.bars]
    names = [wrapped(plain(bar.label), pitch - GAP, PLAIN) for bar in chart.bars]
    kinds = [wrapped(bar.style_words, pitch - GAP, SMALL) for bar in chart.bars]
    top = 18 + LEADING * max(map(len, values))
    base = top + 278
    y = linear(_highest(chart), base, top)
    keys = [bar.key for bar in chart.bars]
    places = dict(zip(keys, bands(len(keys), left, right), strict=True))
    middles = [(start + end) / 2 for start, end in places.values()]
    groups = [
        group(
            "grid" if tick.value else "zero",
            [Line(x1=0, y1=y(tick.value), x2=WIDE, y2=y(tick.value))],
        )
        for tick in chart.ticks
    ]
    groups.append(
        group(
            "tick",
            [Label(x=0, y=y(tick.value) - 5, words=tick.text) for tick in chart.ticks],
        )
    )
    for name, is_hatched, spans in _bars(chart):
        bars = [
            Bar(x1=places[key][0], y1=y(low), x2=places[key][1], y2=y(high), hatched=is_hatched)
            for key, low, high in spans
        ]
        groups.append(group(name, bars))
    ends = [
        y(bar.high) - 8 - LEADING * (len(v) - 1) for bar, v in zip(chart.bars, values, strict=True)
    ]
    groups.append(group("value", _centered("value", values, middles, ends, chart.bars)))
    for bar in chart.bars:
        for part in chart.inside(bar):
            x = places[bar.key][1] + GAP
            groups += _beside(part, x, y(part.high / 2), WIDE - int(x) - 1)
    below = [base + 20] * len(keys)
    groups.append(group("label", _centered("label", names, middles, below, chart.bars)))
    below = [base + 20 + LEADING * max(map(len, names))] * len(keys)
    groups.append(group("kind", _centered("kind", kinds, middles, below, chart.bars)))
    height = below[0] + SMALL_LEADING * max(map(len, kinds)) - 2
    return Drawing(width=WIDE, height=height, groups=tuple(groups))


def rows(chart: ChartView) -> Drawing:
    """Return lying bars from zero, each under its words."""
    x = linear(_highest(chart), 0, NARROW)
    tops, y = {}, 0
    labels: list[Label] = []
    values: list[Label] = []
    kinds: list[Label] = []
    within: list[Label] = []
    for bar in chart.bars:
        y += 16
        names = wrapped(plain(bar.label), NARROW, PLAIN)
        labels += about(bar.fact, lines("label", names, 0, y))
        y += LEADING * (len(names) - 1)
        figures = _value(bar, NARROW)
        if width_of(names[-1], PLAIN) + GAP + width_of(figures[0], PLAIN, strong=True) > NARROW:
            y += LEADING
        values += about(bar.fact, lines("value", figures, NARROW, y, anchor="end"))
        y += LEADING * (len(figures) - 1)
        tops[bar.key] = y + 7
        y += 41
        words = wrapped(bar.style_words, NARROW, SMALL)
        kinds += lines("kind", words, 0, y)
        y += SMALL_LEADING * (len(words) - 1)
        for part in chart.inside(bar):
            texts = wrapped(f"{plain(part.label)} {part.value}", NARROW, PLAIN)
            within += about(part.fact, lines("within", texts, 0, y + LEADING + 3))
            y += LEADING * len(texts) + 2
        y += 19
    base = y - 6
    groups = [
        group(
            "grid" if tick.value else "zero",
            [
                Line(x1=x(tick.value), y1=top - 4, x2=x(tick.value), y2=top + 24)
                for top in tops.values()
            ],
        )
        for tick in chart.ticks
    ]
    for name, is_hatched, spans in _bars(chart):
        bars = [
            Bar(x1=x(low), y1=tops[key], x2=x(high), y2=tops[key] + 20, hatched=is_hatched)
            for key, low, high in spans
        ]
        groups.append(group(name, bars))
    groups += [
        group("tick", _axis(((x(tick.value), tick.text) for tick in chart.ticks), base + 15)),
        group("label", labels),
        group("value", values),
        group("kind", kinds),
        group("within", within),
    ]
    return Drawing(width=NARROW, height=base + 24, groups=tuple(groups))


def _axis(ticks: Iterable[tuple[Length, str]], y: int) -> list[Label]:
    """Return the words of an axis that have room, each inside the drawing."""
    found: list[Label] = []
    free: Length = 0
    for x, words in ticks:
        width = width_of(words, SMALL)
        left = min(max(x - width // 2, 0), NARROW - width)
        if left >= free:
            found.append(Label(x=left, y=y, words=words))
            free = left + width + GAP
    return found


def _centered(
    name: str,
    texts: list[list[str]],
    middles: Iterable[Length],
    tops: Iterable[Length],
    bars: Iterable[PartView],
) -> list[Label]:
    """Return the words of each bar around its middle, the first line's baseline at its top."""
    return [
        label
        for words, middle, top, bar in zip(texts, middles, tops, bars, strict=True)
        for label in about(bar.fact, lines(name, words, middle, top, anchor="middle"))
    ]


def _beside(part: PartView, x: Length, y: Length, width: int) -> list[Group]:
    """Name what stands inside a bar, each line of words for itself, around a height."""
    texts = wrapped(plain(part.label), width, PLAIN) + wrapped(part.value, width, PLAIN)
    first = y - LEADING * (len(texts) - 1) // 2 + 4
    return [
        group("within", [label]) for label in about(part.fact, lines("within", texts, x, first))
    ]


def _bars(chart: ChartView) -> list[tuple[str, bool, list[Span]]]:
    """Return class, hatching and spans of the bars by style; a range is drawn from low to high."""
    zero = Decimal(0)
    printed = [(b.key, zero, b.low) for b in chart.bars if b.style == "printed"]
    others = [(b.key, zero, b.low) for b in chart.bars if b.style != "printed"]
    ranges = [(b.key, b.low, b.high) for b in chart.bars if b.low < b.high]
    inside = [(bar.key, zero, part.low) for bar in chart.bars for part in chart.inside(bar)]
    return [
        ("printed", False, printed),
        ("calculated", False, others),
        ("range", True, ranges),
        ("inside", True, inside),
    ]


def _value(bar: PartView, width: int) -> list[str]:
    """Break a value that is too wide: after its number, then where it may."""
    if width_of(bar.value, PLAIN, strong=True) <= width:
        return [bar.value]
    return [text for line in bar.lines for text in wrapped(plain(line), width, PLAIN, strong=True)]


def _highest(chart: ChartView) -> Decimal:
    return max(part.high for part in chart.parts)
