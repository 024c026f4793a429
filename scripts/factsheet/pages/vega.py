"""The pieces of a drawing in Vega-Lite: layers, texts at fixed places, lines of text.

Texts are broken by an estimate of their width, never by a font that a machine happens to have.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, TypeAlias

Spec: TypeAlias = dict[str, Any]

WIDE, NARROW = 700, 340
SMALL, PLAIN = 11, 13
LEADING = 17
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def layer(
    name: str, mark: str, values: Sequence[Spec], looks: Spec | None = None, **encoding: Spec
) -> Spec:
    """Return one layer; its name becomes the CSS class of what it draws."""
    kind = {"type": mark, "aria": False, **(looks or {})}
    return {"name": name, "data": {"values": values}, "mark": kind, "encoding": encoding}


def words_at(name: str, texts: Sequence[tuple[int, int, str]], align: str = "left") -> Spec:
    """Return texts at fixed places, in pixels."""
    values = [{"x": x, "y": y, "words": words} for x, y, words in texts]
    return layer(
        name,
        "text",
        values,
        {"align": align},
        x=fixed("x"),
        y=fixed("y"),
        text={"field": "words"},
    )


def scaled(field: str, **more: Any) -> Spec:
    """Return the encoding of a field by a scale."""
    return {"field": field, "type": "quantitative", **more}


def fixed(field: str) -> Spec:
    """Return the encoding of a field in pixels."""
    return scaled(field, scale=None, axis=None)


def drawing(width: int, height: int, layers: Sequence[Spec]) -> Spec:
    """Return a drawing of fixed size without margins, axes and legends of its own."""
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


def wrapped(text: str, width: int, size: int) -> list[str]:
    """Break a text into lines of at most `width` pixels, as far as its words allow."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip(), size) > width:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()] if line.strip() else lines


def width_of(text: str, size: int) -> int:
    """Estimate a text's width in pixels, rather too wide than too narrow."""
    return sum(size * (100 if _is_full(char) else 55) for char in text) // 100


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


_NOT_FIRST = "，。；：、）》】！？％”’"
_NOT_LAST = "（《【“‘"
