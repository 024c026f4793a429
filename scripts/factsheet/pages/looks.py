"""The colors of drawings that stand by themselves: those of the page in its light scheme.

On a page `palette.css` and `figures.css` give them; tests compare.
"""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.pages.drawing import Bar, Group, Label, Shape

Look = Mapping[str, str]  # attributes of SVG

PAPER, TINT, INK, SOFT = "#fdfcf8", "#f5f2e9", "#1d2421", "#59625d"
LINE, GREEN = "#e0dccf", "#1d5b54"


def look_of(group: Group, shape: Shape) -> Look:
    """Return how a shape of a group is filled and drawn."""
    if isinstance(shape, Label):
        return {"fill": SOFT if (shape.name or group.name) in QUIET else INK}
    look = LOOKS.get(group.name) or LOOKS[group.name.partition(" ")[0]]
    return {**look, **(RING if isinstance(shape, Bar) and shape.name == "ring" else {})}


def _line(color: str, width: str, dashes: str = "") -> Look:
    look = {"fill": "none", "stroke": color, "stroke-width": width}
    return {**look, "stroke-dasharray": dashes} if dashes else look


def _area(color: str, line: str = "none", width: str = "", dashes: str = "") -> Look:
    look = {"fill": color, "stroke": line}
    look |= {"stroke-width": width} if width else {}
    return {**look, "stroke-dasharray": dashes} if dashes else look


QUIET = frozenset(
    "tick kind source note remark subtitle heading block letter date".split()
)  # labels in the color of what is said beside
RING: Look = {"stroke-width": "1.2"}
HATCH = (_area(GREEN), _line(PAPER, "4"))
LOOKS: Mapping[str, Look] = {
    "paper": _area(PAPER),
    "patch": _area(PAPER),
    "grid": _line(LINE, "1"),
    "zero": _line(INK, "1"),
    "bracket": _line(SOFT, "1"),
    "leader": _line(SOFT, "1"),
    "printed": _area(GREEN, PAPER, "1"),
    "calculated": _area(PAPER, GREEN, "1.5", "5 3"),
    "rest": _area(PAPER, GREEN, "1.5"),
    "range": _area(GREEN, GREEN, "1"),
    "inside": _area(GREEN, PAPER, "1.5"),
    "block": _area(TINT, LINE, "1"),
    "letter": _area(PAPER, LINE, "0.75"),
    "line freighter": _line(GREEN, "3.5"),
    "line air-feeder": _line(GREEN, "1.3"),
    "line land": _line(INK, "5"),
    "line train": _line(INK, "2.2", "9 5"),
    "line rail-sea": _line(INK, "3", "2.5 3"),
    "line plan": _line(SOFT, "1.5", "5 4"),
    "place": _area(PAPER, INK, "2"),
    "place province": _area(PAPER, SOFT, "1.5"),
    "place site": _area(INK),
    "place flag": _area(SOFT, SOFT, "1.2"),
    "now": _area(GREEN, GREEN, "1.5"),
    "then": _area(PAPER, GREEN, "1.5"),
}
