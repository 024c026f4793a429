"""A chart of bars -> `Drawing`: from zero, upright on a wide screen, lying on a narrow one."""

from __future__ import annotations

from decimal import Decimal

from factsheet.edition.drawn import ChartView, PartView
from factsheet.pages.drawing import (
    LEADING,
    NARROW,
    PLAIN,
    SMALL,
    WIDE,
    Bar,
    Drawing,
    Group,
    Label,
    Length,
    Line,
    bands,
    group,
    linear,
    width_of,
    wrapped,
)

Span = tuple[str, Decimal, Decimal]  # the key of a bar, from, to


def columns(chart: ChartView) -> Drawing:
    """Return upright bars from zero; what stands inside the last one is named at its right."""
    top, base, left, right = 52, 330, 76, WIDE - 150
    y = linear(_highest(chart), base, top)
    keys = [bar.key for bar in chart.bars]
    places = dict(zip(keys, bands(len(keys), left, right), strict=True))
    middles = {key: (start + end) / 2 for key, (start, end) in places.items()}
    groups = [
        group(
            "grid" if tick.value else "zero",
            [Line(x1=0, y1=y(tick.value), x2=WIDE, y2=y(tick.value))],
        )
        for tick in chart.ticks
    ]
    groups.append(
        group("tick", [Label(x=0, y=y(tick.value) - 5, words=tick.words) for tick in chart.ticks])
    )
    for name, is_hatched, spans in _bars(chart):
        bars = [
            Bar(x1=places[key][0], y1=y(low), x2=places[key][1], y2=y(high), hatched=is_hatched)
            for key, low, high in spans
        ]
        groups.append(group(name, bars))
    pitch = (right - left) // len(chart.bars)
    lines = [(bar, _value(bar, pitch)) for bar in chart.bars]
    for number in range(max(len(texts) for _, texts in lines)):
        above = 8 + LEADING * number
        words = [
            Label(
                x=middles[bar.key], y=y(bar.high) - above, words=texts[-1 - number], anchor="middle"
            )
            for bar, texts in lines
            if number < len(texts)
        ]
        groups.append(group("value", words))
    for bar in chart.bars:
        for part in chart.inside(bar):
            groups += _beside(part, places[bar.key][1] + 10, y(part.high / 2), WIDE - right)
    for name, below in (("label", 20), ("kind", 37)):
        words = [
            Label(
                x=middles[bar.key],
                y=base + below,
                words=bar.label if name == "label" else bar.style_words,
                anchor="middle",
            )
            for bar in chart.bars
        ]
        groups.append(group(name, words))
    first = base + 64
    source = wrapped(chart.source, WIDE, SMALL)
    groups.append(
        group("source", [Label(x=0, y=first + 15 * i, words=t) for i, t in enumerate(source)])
    )
    return Drawing(width=WIDE, height=first + 15 * len(source) - 8, groups=tuple(groups))


def rows(chart: ChartView) -> Drawing:
    """Return lying bars from zero, each under its words."""
    x = linear(_highest(chart), 0, NARROW)
    tops, y = {}, 0
    labels, values, kinds, within = [], [], [], []
    for bar in chart.bars:
        labels.append(Label(x=0, y=y + 16, words=bar.label))
        values.append(Label(x=NARROW, y=y + 16, words=bar.value, anchor="end"))
        tops[bar.key] = y + 23
        y += 46
        kinds.append(Label(x=0, y=y + 11, words=bar.style_words))
        for part in chart.inside(bar):
            y += LEADING + 2
            within.append(Label(x=0, y=y + 12, words=f"{part.label}\u2002{part.value}"))
        y += 30
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
    for number, tick in enumerate(chart.ticks):
        anchor = "middle" if number else "start"
        groups.append(
            group("tick", [Label(x=x(tick.value), y=base + 15, words=tick.words, anchor=anchor)])
        )
    source = wrapped(chart.source, NARROW, SMALL)
    first = base + 42
    groups += [
        group("label", labels),
        group("value", values),
        group("kind", kinds),
        group("within", within),
        group("source", [Label(x=0, y=first + 15 * i, words=t) for i, t in enumerate(source)]),
    ]
    return Drawing(width=NARROW, height=first + 15 * len(source) - 8, groups=tuple(groups))


def _beside(part: PartView, x: Length, y: Length, width: int) -> list[Group]:
    """Name what stands inside a bar, each line of words for itself, around a height."""
    texts = wrapped(part.label, width, PLAIN) + wrapped(part.value, width, PLAIN)
    first = y - LEADING * (len(texts) - 1) // 2 + 4
    return [
        group("within", [Label(x=x, y=first + LEADING * number, words=text)])
        for number, text in enumerate(texts)
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


def _value(bar: PartView, width: int) -> tuple[str, ...]:
    """Break a value that is too wide, after its number only."""
    return (bar.value,) if width_of(bar.value, PLAIN) <= width else bar.lines


def _highest(chart: ChartView) -> Decimal:
    return max(part.high for part in chart.parts)
