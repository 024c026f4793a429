"""A drawing by Vega -> SVG for a page: only shapes, words and class names, at fixed places.

The page's style sheet gives colors and faces, so that one drawing serves light, dark and print.
Nothing depends on the fonts of the machine: every text stands at a place of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from xml.etree import ElementTree as ET

import vl_convert

from factsheet.edition.views import ChartView
from factsheet.pages.bars import columns, rows
from factsheet.pages.stacked import stacked
from factsheet.pages.vega import NARROW, SMALL, WIDE

SVG = "{http://www.w3.org/2000/svg}"
SMALL_CLASSES = ("tick", "kind", "source")


def draw(chart: ChartView, *, narrow: bool = False) -> str:
    """Return a chart as SVG, its size and hatch of its own."""
    width = "narrow" if narrow else "wide"
    if chart.kind == "parts":
        spec = stacked(chart, NARROW if narrow else WIDE)
    else:
        spec = rows(chart) if narrow else columns(chart)
    hatch = f"hatch-{chart.key}-{width}"
    drawn = ET.fromstring(_vega(json.dumps(spec, default=_number, ensure_ascii=False)))  # noqa: S314  # our own drawing
    root = ET.Element(
        "svg",
        {
            "class": f"drawing {width}",
            "viewBox": f"0 0 {spec['width']} {spec['height']}",
            "width": str(spec["width"]),
            "height": str(spec["height"]),
            "role": "img",
            "aria-label": chart.alt,
        },
    )
    pattern = ET.SubElement(
        ET.SubElement(root, "defs"),
        "pattern",
        {
            "id": hatch,
            "class": "hatch",
            "width": "6",
            "height": "6",
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        },
    )
    ET.SubElement(pattern, "rect", {"width": "6", "height": "6"})
    ET.SubElement(pattern, "path", {"d": "M0 0V6"})
    for group in drawn.iter(f"{SVG}g"):
        name = _name(group)
        if name:
            shapes = ET.SubElement(root, "g", {"class": name})
            shapes.extend(_shapes(group, name, hatch))
    text = ET.tostring(root, encoding="unicode", short_empty_elements=False)
    return text.replace("><g", ">\n<g").replace("></g>", ">\n</g>").replace("><text", ">\n<text")


def _shapes(group: ET.Element, name: str, hatch: str) -> Iterator[ET.Element]:
    for shape in group:
        x, y = _moved(shape)
        match shape.tag.removeprefix(SVG):
            case "path":
                rect = _RECT.fullmatch(shape.attrib["d"])
                assert rect is not None, shape.attrib["d"]
                left, top, width, height = (float(n) for n in rect.groups()[:4])
                attributes = _rect(left, top, width, height)
                if "url" in shape.attrib.get("fill", ""):
                    attributes["fill"] = f"url(#{hatch})"
                yield ET.Element("rect", attributes)
            case "line":
                ends = {
                    "x1": _short(x),
                    "y1": _short(y),
                    "x2": _short(x + float(shape.attrib.get("x2", "0"))),
                    "y2": _short(y + float(shape.attrib.get("y2", "0"))),
                }
                yield ET.Element("line", ends)
            case "text":
                size = SMALL if name in SMALL_CLASSES else 13
                attributes = {"x": _short(x), "y": _short(y), "font-size": str(size)}
                anchor = shape.attrib.get("text-anchor", "start")
                if anchor != "start":
                    attributes["text-anchor"] = anchor
                text = ET.Element("text", attributes)
                text.text = shape.text
                yield text


def _rect(left: float, top: float, width: float, height: float) -> dict[str, str]:
    return {
        "x": _short(min(left, left + width)),
        "y": _short(min(top, top + height)),
        "width": _short(abs(width)),
        "height": _short(abs(height)),
    }


def _moved(shape: ET.Element) -> tuple[float, float]:
    found = re.match(r"translate\(([-\d.e]+),([-\d.e]+)\)", shape.attrib.get("transform", ""))
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)


def _name(group: ET.Element) -> str:
    """Return the name of the layer that a group of marks belongs to, if it is one."""
    found = re.search(r"role-mark (.+?)_marks", group.attrib.get("class", ""))
    return re.sub(r"_\d+$", "", found[1]) if found else ""


def _short(number: float) -> str:
    """Write a length with at most two decimals."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _number(value: object) -> float:
    """Write an exact number for the drawing: the only place where one becomes a float."""
    assert isinstance(value, Decimal)
    return float(value)


@cache
def _vega(spec: str) -> str:
    return str(vl_convert.vegalite_to_svg(spec))


_N = r"(-?[\d.]+(?:e-?\d+)?)"
_RECT = re.compile(f"M{_N},{_N}h{_N}v{_N}h{_N}Z")
