"""A chart -> SVG for a page: only shapes, words and class names, at fixed places.

The page's style sheet gives colors and faces, so that one drawing serves light, dark and print.
Nothing depends on the fonts of the machine: every text stands at a place of its own.
"""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree as ET

from factsheet.edition.drawn import ChartView
from factsheet.pages.bars import columns, rows
from factsheet.pages.drawing import NARROW, PLAIN, SMALL, WIDE, Bar, Drawing, Label, Length, Line
from factsheet.pages.stacked import stacked

SMALL_CLASSES = ("tick", "kind", "source")


def draw(chart: ChartView, *, narrow: bool = False) -> str:
    """Return a chart as SVG, its size and hatch of its own."""
    width = "narrow" if narrow else "wide"
    drawing = _drawing(chart, narrow=narrow)
    hatch = f"hatch-{chart.key}-{width}"
    root = ET.Element(
        "svg",
        {
            "class": f"drawing {width}",
            "viewBox": f"0 0 {drawing.width} {drawing.height}",
            "width": str(drawing.width),
            "height": str(drawing.height),
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
    for group in drawing.groups:
        if group.shapes:
            shapes = ET.SubElement(root, "g", {"class": group.name})
            size = SMALL if group.name in SMALL_CLASSES else PLAIN
            shapes.extend(_element(shape, size, hatch) for shape in group.shapes)
    text = ET.tostring(root, encoding="unicode", short_empty_elements=False)
    return text.replace("><g", ">\n<g").replace("></g>", ">\n</g>").replace("><text", ">\n<text")


def _drawing(chart: ChartView, *, narrow: bool) -> Drawing:
    if chart.kind == "parts":
        return stacked(chart, NARROW if narrow else WIDE)
    return rows(chart) if narrow else columns(chart)


def _element(shape: Bar | Line | Label, size: int, hatch: str) -> ET.Element:
    match shape:
        case Bar():
            left, right = sorted((Fraction(shape.x1), Fraction(shape.x2)))
            top, bottom = sorted((Fraction(shape.y1), Fraction(shape.y2)))
            attributes = {"x": _short(left), "y": _short(top)}
            attributes |= {"width": _short(right - left), "height": _short(bottom - top)}
            attributes |= {"fill": f"url(#{hatch})"} if shape.hatched else {}
            return ET.Element("rect", attributes)
        case Line(x1=x1, y1=y1, x2=x2, y2=y2):
            ends = {"x1": _short(x1), "y1": _short(y1), "x2": _short(x2), "y2": _short(y2)}
            return ET.Element("line", ends)
        case Label(x=x, y=y, words=words, anchor=anchor):
            attributes = {"x": _short(x), "y": _short(y), "font-size": str(size)}
            attributes |= {"text-anchor": anchor} if anchor != "start" else {}
            text = ET.Element("text", attributes)
            text.text = words
            return text


def _short(length: Length) -> str:
    """Write a length with at most two decimals: the only place where one becomes a float."""
    text = f"{float(length):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
