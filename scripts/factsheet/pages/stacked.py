"""A chart of parts -> `Drawing`: one bar of a whole, slivers named below it."""

from __future__ import annotations

from decimal import Decimal

from factsheet.edition.drawn import ChartView
from factsheet.pages.drawing import (
    LEADING,
    SMALL,
    Bar,
    Drawing,
    Label,
    Line,
    group,
    linear,
    wrapped,
)

LABELED = Decimal("0.15")  # a part at least this large is named above its own piece of the bar


def stacked(chart: ChartView, width: int) -> Drawing:
    """Return one bar of all parts; large ones are named above it, slivers below, by a line."""
    whole = chart.whole
    assert whole is not None
    ends = _stacked(chart)
    full = max(whole.high, ends[chart.bars[-1].key][2])
    x = linear(full, 0, width)
    total = "\u2002".join(t for t in (whole.label, whole.value, whole.growth) if t)
    large = [bar for bar in chart.bars if bar.high >= full * LABELED]
    small = [bar for bar in chart.bars if bar.high < full * LABELED]
    top = 34 + LEADING * 3
    bottom = top + 46
    groups = [
        group("whole", [Label(x=0, y=14, words=total)]),
        group("bracket", [Line(x1=0, y1=23, x2=x(whole.high), y2=23)]),
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
        texts = (("label", bar.label), ("value", bar.value), ("growth", bar.growth))
        for number, (name, words) in enumerate(texts):
            y = top - 10 - LEADING * (2 - number)
            groups.append(group(name, [Label(x=x(ends[bar.key][0]), y=y, words=words)]))
    y = bottom + 26
    for bar in reversed(small):
        start, low, high = ends[bar.key]
        middle = x((start + (low + high) / 2) / 2)
        words = "\u2002".join(t for t in (bar.label, bar.value, bar.growth) if t)
        groups += [
            group("leader", [Line(x1=middle, y1=bottom + 1, x2=middle, y2=y - 4)]),
            group("leader", [Line(x1=middle, y1=y - 4, x2=width - 30, y2=y - 4)]),
            group("sliver", [Label(x=width - 36, y=y, words=words, anchor="end")]),
        ]
        y += LEADING + 3
    source = wrapped(chart.source, width, SMALL)
    groups.append(
        group("source", [Label(x=0, y=y + 14 + 15 * i, words=t) for i, t in enumerate(source)])
    )
    return Drawing(width=width, height=y + 6 + 15 * len(source), groups=tuple(groups))


def _stacked(chart: ChartView) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    """Return where each part begins, and where it ends at least and at most."""
    ends, start = {}, Decimal(0)
    for bar in chart.bars:
        ends[bar.key] = (start, start + bar.low, start + bar.high)
        start += bar.high
    return ends
