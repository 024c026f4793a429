"""`ChartView` -> Vega-Lite: scales, bars and words at fixed sizes, so that no font moves them.

Every layer is named after the CSS class of what it draws. Texts are broken by an estimate of
their width, never by a font that a machine happens to have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeAlias

from factsheet.edition import ChartView, PartView

Spec: TypeAlias = dict[str, Any]

WIDE, NARROW = 700, 340
SMALL, PLAIN = 11, 13
LEADING = 17
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
LABELED = Decimal("0.15")  # a part at least this large is labeled above its own piece of the bar


def spec_of(chart: ChartView, *, narrow: bool) -> Spec:
    """Return the drawing of a chart for a wide or for a narrow screen."""
    if chart.kind == "parts":
        return _parts(chart, NARROW if narrow else WIDE)
    return _rows(chart) if narrow else _columns(chart)


def wrapped(text: str, width: int, size: int) -> list[str]:
    """Break a text into lines of at most `width` pixels, as far as its words allow."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and _width(line + piece.rstrip(), size) > width:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()] if line.strip() else lines


def _columns(chart: ChartView) -> Spec:
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
            _layer(
                "grid" if tick.value else "zero",
                "rule",
                [{"v": tick.value}],
                x={"value": 0},
                x2={"value": WIDE},
                y=_number("v", **y),
            )
            for tick in chart.ticks
        ),
        _layer(
            "tick",
            "text",
            [{"v": tick.value, "words": tick.words} for tick in chart.ticks],
            {"dy": -5, "align": "left"},
            x={"value": 0},
            y=_number("v", **y),
            text={"field": "words"},
        ),
    ]
    for name, kind, spans in _bars(chart):
        layers.append(
            _layer(name, "bar", spans, kind, x=place, y=_number("from", **y), y2={"field": "to"})
        )
    lines = {bar.key: _value(bar.value, pitch) for bar in chart.bars}
    for number in range(max(len(each) for each in lines.values())):
        words = [
            {"key": bar.key, "v": bar.high, "words": lines[bar.key][-1 - number]}
            for bar in chart.bars
            if number < len(lines[bar.key])
        ]
        layers.append(
            _layer(
                "value",
                "text",
                words,
                {"dy": -8 - LEADING * number},
                x=place,
                y=_number("v", **y),
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
                    _layer(
                        "within",
                        "text",
                        [{"key": bar.key, "v": part.high / 2, "words": text}],
                        {
                            "align": "left",
                            "dx": 10,
                            "dy": LEADING * number - LEADING * (len(texts) - 1) // 2 + 4,
                        },
                        x={**place, "bandPosition": 1},
                        y=_number("v", **y),
                        text={"field": "words"},
                    )
                )
    for name, dy in (("label", 20), ("kind", 37)):
        words = [
            {"key": bar.key, "words": bar.label if name == "label" else bar.style_words}
            for bar in chart.bars
        ]
        layers.append(
            _layer(
                name, "text", words, {"dy": dy}, x=place, y={"value": base}, text={"field": "words"}
            )
        )
    first = base + 64
    layers.append(_texts("source", [(0, first + 15 * i, t) for i, t in enumerate(source)]))
    return _spec(WIDE, first + 15 * len(source) - 8, layers)


def _rows(chart: ChartView) -> Spec:
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
        _layer(
            "grid" if tick.value else "zero",
            "rule",
            [{"v": tick.value, "top": top - 4, "bottom": top + 24} for top in tops.values()],
            x=_number("v", **x),
            y=_pixel("top"),
            y2={"field": "bottom"},
        )
        for tick in chart.ticks
    ]
    for name, kind, spans in _bars(chart):
        placed = [
            {**span, "top": tops[span["key"]], "bottom": tops[span["key"]] + 20} for span in spans
        ]
        layers.append(
            _layer(
                name,
                "bar",
                placed,
                kind,
                x=_number("from", **x),
                x2={"field": "to"},
                y=_pixel("top"),
                y2={"field": "bottom"},
            )
        )
    for number, tick in enumerate(chart.ticks):
        layers.append(
            _layer(
                "tick",
                "text",
                [{"v": tick.value, "words": tick.words}],
                {"align": "center" if number else "left"},
                x=_number("v", **x),
                y={"value": base + 15},
                text={"field": "words"},
            )
        )
    source = wrapped(chart.source, NARROW, SMALL)
    first = base + 42
    layers += [
        _texts("label", labels),
        _texts("value", values, align="right"),
        _texts("kind", kinds),
        _texts("within", within),
        _texts("source", [(0, first + 15 * i, t) for i, t in enumerate(source)]),
    ]
    return _spec(NARROW, first + 15 * len(source) - 8, layers)


def _parts(chart: ChartView, width: int) -> Spec:
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
        _texts("whole", [(0, 14, total)]),
        _layer(
            "bracket",
            "rule",
            [{"from": 0, "to": whole.high}],
            x=_number("from", **x),
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
            _layer(
                name,
                "bar",
                entries,
                kind,
                x=_number("from", **x),
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
                _layer(
                    name,
                    "text",
                    [{"v": ends[bar.key][0], "words": words}],
                    {"align": "left"},
                    x=_number("v", **x),
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
            _layer(
                "leader",
                "rule",
                [{"v": middle}],
                x=_number("v", **x),
                y={"value": bottom + 1},
                y2={"value": y - 4},
            ),
            _layer(
                "leader",
                "rule",
                [{"v": middle}],
                x=_number("v", **x),
                x2={"value": width - 30},
                y={"value": y - 4},
            ),
            _texts("sliver", [(width - 36, y, words)], align="right"),
        ]
        y += LEADING + 3
    source = wrapped(chart.source, width, SMALL)
    layers.append(_texts("source", [(0, y + 14 + 15 * i, t) for i, t in enumerate(source)]))
    return _spec(width, y + 6 + 15 * len(source), layers)


def _stacked(chart: ChartView) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    """Return where each part begins, and where it ends at least and at most."""
    ends, start = {}, Decimal(0)
    for bar in chart.bars:
        ends[bar.key] = (start, start + bar.low, start + bar.high)
        start += bar.high
    return ends


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


def _value(text: str, width: int) -> list[str]:
    """Break a value that is too wide, before its scale word only."""
    parts = re.split(r"(?<=\d)\s?(?=\D+$)", text, maxsplit=1)
    return [text] if _width(text, PLAIN) <= width else parts


def _span(part: PartView) -> Spec:
    return {"key": part.key, "from": Decimal(0), "to": part.low}


def _highest(chart: ChartView) -> Decimal:
    return max(part.high for part in chart.parts)


def _layer(
    name: str, mark: str, values: Sequence[Spec], looks: Spec | None = None, **encoding: Spec
) -> Spec:
    kind = {"type": mark, "aria": False, **(looks or {})}
    return {"name": name, "data": {"values": values}, "mark": kind, "encoding": encoding}


def _texts(name: str, texts: Sequence[tuple[int, int, str]], align: str = "left") -> Spec:
    """Return texts at fixed places, in pixels."""
    values = [{"x": x, "y": y, "words": words} for x, y, words in texts]
    return _layer(
        name,
        "text",
        values,
        {"align": align},
        x=_pixel("x"),
        y=_pixel("y"),
        text={"field": "words"},
    )


def _number(field: str, **more: Any) -> Spec:
    return {"field": field, "type": "quantitative", **more}


def _pixel(field: str) -> Spec:
    return _number(field, scale=None, axis=None)


def _spec(width: int, height: int, layers: Sequence[Spec]) -> Spec:
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "background": None,
        "layer": [
            {**layer, "name": f"{layer['name']}_{number}"}  # Vega wants every name once
            for number, layer in enumerate(layers)
            if layer["data"]["values"]
        ],
        "config": {"view": {"stroke": None}, "text": {"baseline": "alphabetic"}},
        "resolve": {"scale": {"x": "shared", "y": "shared"}},
    }


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


def _width(text: str, size: int) -> int:
    """Estimate a text's width in pixels, rather too wide than too narrow."""
    return sum(size * (100 if _is_full(char) else 55) for char in text) // 100


def _is_full(char: str) -> bool:
    return "\u2e80" <= char <= "\uffef"


_NOT_FIRST = "，。；：、）》】！？％”’"
_NOT_LAST = "（《【“‘"
