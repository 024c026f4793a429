"""A chart of bars -> Vega-Lite: from zero, upright on a wide screen, lying on a narrow one."""

from __future__ import annotations

import re
from decimal import Decimal

from factsheet.edition.views import ChartView, PartView
from factsheet.pages.vega import (
    LEADING,
    NARROW,
    PLAIN,
    SMALL,
    WIDE,
    Spec,
    drawing,
    fixed,
    layer,
    scaled,
    width_of,
    words_at,
    wrapped,
)


def columns(chart: ChartView) -> Spec:
    """Return upright bars from zero; what stands inside the last one is named at its right."""
    source = wrapped(chart.source, WIDE, SMALL)
    top, base, left, right = 52, 330, 76, WIDE - 150
    y = {"scale": {"domain": [0, _highest(chart)], "range": [base, top]}, "axis": None}
    x: Spec = {"scale": {"range": [left, right], "paddingInner": 0.45, "paddingOuter": 0.22}}
    pitch = (right - left) // len(chart.bars)
    x["scale"]["domain"] = [bar.key for bar in chart.bars]
    place = {"field": "key", "type": "nominal", "axis": None, **x}
    layers = [
        *(
            layer(
                "grid" if tick.value else "zero",
                "rule",
                [{"v": tick.value}],
                x={"value": 0},
                x2={"value": WIDE},
                y=scaled("v", **y),
            )
            for tick in chart.ticks
        ),
        layer(
            "tick",
            "text",
            [{"v": tick.value, "words": tick.words} for tick in chart.ticks],
            {"dy": -5, "align": "left"},
            x={"value": 0},
            y=scaled("v", **y),
            text={"field": "words"},
        ),
    ]
    for name, kind, spans in _bars(chart):
        layers.append(
            layer(name, "bar", spans, kind, x=place, y=scaled("from", **y), y2={"field": "to"})
        )
    lines = {bar.key: _value(bar.value, pitch) for bar in chart.bars}
    for number in range(max(len(each) for each in lines.values())):
        words = [
            {"key": bar.key, "v": bar.high, "words": lines[bar.key][-1 - number]}
            for bar in chart.bars
            if number < len(lines[bar.key])
        ]
        layers.append(
            layer(
                "value",
                "text",
                words,
                {"dy": -8 - LEADING * number},
                x=place,
                y=scaled("v", **y),
                text={"field": "words"},
            )
        )
    for bar in chart.bars:
        for part in chart.inside(bar):
            texts = wrapped(part.label, WIDE - right, PLAIN) + wrapped(
                part.value, WIDE - right, PLAIN
            )
            for number, text in enumerate(texts):
                layers.append(
                    layer(
                        "within",
                        "text",
                        [{"key": bar.key, "v": part.high / 2, "words": text}],
                        {
                            "align": "left",
                            "dx": 10,
                            "dy": LEADING * number - LEADING * (len(texts) - 1) // 2 + 4,
                        },
                        x={**place, "bandPosition": 1},
                        y=scaled("v", **y),
                        text={"field": "words"},
                    )
                )
    for name, dy in (("label", 20), ("kind", 37)):
        words = [
            {"key": bar.key, "words": bar.label if name == "label" else bar.style_words}
            for bar in chart.bars
        ]
        layers.append(
            layer(
                name, "text", words, {"dy": dy}, x=place, y={"value": base}, text={"field": "words"}
            )
        )
    first = base + 64
    layers.append(words_at("source", [(0, first + 15 * i, t) for i, t in enumerate(source)]))
    return drawing(WIDE, first + 15 * len(source) - 8, layers)


def rows(chart: ChartView) -> Spec:
    """Return lying bars from zero, each under its words."""
    x = {"scale": {"domain": [0, _highest(chart)], "range": [0, NARROW]}, "axis": None}
    tops, y = {}, 0
    labels, values, kinds, within = [], [], [], []
    for bar in chart.bars:
        labels.append((0, y + 16, bar.label))
        values.append((NARROW, y + 16, bar.value))
        tops[bar.key] = y + 23
        y += 46
        kinds.append((0, y + 11, bar.style_words))
        for part in chart.inside(bar):
            y += LEADING + 2
            within.append((0, y + 12, f"{part.label}\u2002{part.value}"))
        y += 30
    base = y - 6
    layers = [
        layer(
            "grid" if tick.value else "zero",
            "rule",
            [{"v": tick.value, "top": top - 4, "bottom": top + 24} for top in tops.values()],
            x=scaled("v", **x),
            y=fixed("top"),
            y2={"field": "bottom"},
        )
        for tick in chart.ticks
    ]
    for name, kind, spans in _bars(chart):
        placed = [
            {**span, "top": tops[span["key"]], "bottom": tops[span["key"]] + 20} for span in spans
        ]
        layers.append(
            layer(
                name,
                "bar",
                placed,
                kind,
                x=scaled("from", **x),
                x2={"field": "to"},
                y=fixed("top"),
                y2={"field": "bottom"},
            )
        )
    for number, tick in enumerate(chart.ticks):
        layers.append(
            layer(
                "tick",
                "text",
                [{"v": tick.value, "words": tick.words}],
                {"align": "center" if number else "left"},
                x=scaled("v", **x),
                y={"value": base + 15},
                text={"field": "words"},
            )
        )
    source = wrapped(chart.source, NARROW, SMALL)
    first = base + 42
    layers += [
        words_at("label", labels),
        words_at("value", values, align="right"),
        words_at("kind", kinds),
        words_at("within", within),
        words_at("source", [(0, first + 15 * i, t) for i, t in enumerate(source)]),
    ]
    return drawing(NARROW, first + 15 * len(source) - 8, layers)


def _bars(chart: ChartView) -> list[tuple[str, Spec, list[Spec]]]:
    """Return class, mark and spans of the bars by style; a range runs from its low to its high."""
    printed = [_span(b) for b in chart.bars if b.style == "printed"]
    others = [_span(b) for b in chart.bars if b.style != "printed"]
    open_ = [{"key": b.key, "from": b.low, "to": b.high} for b in chart.bars if b.low < b.high]
    inside = [{**_span(p), "key": bar.key} for bar in chart.bars for p in chart.inside(bar)]
    groups = [
        ("printed", {}, printed),
        ("calculated", {}, others),
        ("range", {"fill": "url(#hatch)"}, open_),
        ("inside", {"fill": "url(#hatch)"}, inside),
    ]
    return [group for group in groups if group[2]]


def _span(part: PartView) -> Spec:
    return {"key": part.key, "from": Decimal(0), "to": part.low}


def _value(text: str, width: int) -> list[str]:
    """Break a value that is too wide, before its scale word only."""
    parts = re.split(r"(?<=\d)\s?(?=\D+$)", text, maxsplit=1)
    return [text] if width_of(text, PLAIN) <= width else parts


def _highest(chart: ChartView) -> Decimal:
    return max(part.high for part in chart.parts)
