"""A chart of parts -> Vega-Lite: one bar of a whole, slivers named below it."""

from __future__ import annotations

from decimal import Decimal

from factsheet.edition.views import ChartView
from factsheet.pages.vega import (
    LEADING,
    SMALL,
    Spec,
    drawing,
    layer,
    scaled,
    words_at,
    wrapped,
)

LABELED = Decimal("0.15")  # a part at least this large is named above its own piece of the bar


def stacked(chart: ChartView, width: int) -> Spec:
    """Return one bar of all parts; large ones are named above it, slivers below, by a line."""
    whole = chart.whole
    assert whole is not None
    ends = _stacked(chart)
    full = max(whole.high, ends[chart.bars[-1].key][2])
    x = {"scale": {"domain": [0, full], "range": [0, width]}, "axis": None}
    total = "\u2002".join(t for t in (whole.label, whole.value, whole.growth) if t)
    large = [bar for bar in chart.bars if bar.high >= full * LABELED]
    small = [bar for bar in chart.bars if bar.high < full * LABELED]
    top = 34 + LEADING * 3
    bottom = top + 46
    layers = [
        words_at("whole", [(0, 14, total)]),
        layer(
            "bracket",
            "rule",
            [{"from": 0, "to": whole.high}],
            x=scaled("from", **x),
            x2={"field": "to"},
            y={"value": 23},
        ),
    ]
    spans: dict[str, list[Spec]] = {}
    for bar in chart.bars:
        start, low, high = ends[bar.key]
        spans.setdefault(bar.style, []).append({"key": bar.key, "from": start, "to": low})
        if high > low:
            spans.setdefault("range", []).append({"key": bar.key, "from": low, "to": high})
    for name, entries in spans.items():
        kind = {"fill": "url(#hatch)"} if name == "range" else {}
        layers.append(
            layer(
                name,
                "bar",
                entries,
                kind,
                x=scaled("from", **x),
                x2={"field": "to"},
                y={"value": top},
                y2={"value": bottom},
            )
        )
    for bar in large:
        for number, (name, words) in enumerate(
            (("label", bar.label), ("value", bar.value), ("growth", bar.growth))
        ):
            layers.append(
                layer(
                    name,
                    "text",
                    [{"v": ends[bar.key][0], "words": words}],
                    {"align": "left"},
                    x=scaled("v", **x),
                    y={"value": top - 10 - LEADING * (2 - number)},
                    text={"field": "words"},
                )
            )
    y = bottom + 26
    for bar in reversed(small):
        start, low, high = ends[bar.key]
        middle = (start + (low + high) / 2) / 2
        words = "\u2002".join(t for t in (bar.label, bar.value, bar.growth) if t)
        layers += [
            layer(
                "leader",
                "rule",
                [{"v": middle}],
                x=scaled("v", **x),
                y={"value": bottom + 1},
                y2={"value": y - 4},
            ),
            layer(
                "leader",
                "rule",
                [{"v": middle}],
                x=scaled("v", **x),
                x2={"value": width - 30},
                y={"value": y - 4},
            ),
            words_at("sliver", [(width - 36, y, words)], align="right"),
        ]
        y += LEADING + 3
    source = wrapped(chart.source, width, SMALL)
    layers.append(words_at("source", [(0, y + 14 + 15 * i, t) for i, t in enumerate(source)]))
    return drawing(width, y + 6 + 15 * len(source), layers)


def _stacked(chart: ChartView) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    """Return where each part begins, and where it ends at least and at most."""
    ends, start = {}, Decimal(0)
    for bar in chart.bars:
        ends[bar.key] = (start, start + bar.low, start + bar.high)
        start += bar.high
    return ends
