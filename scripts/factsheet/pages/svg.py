"""A picture -> SVG for a page: only shapes, words and class names, at fixed places.

The page's style sheet gives colors and faces, so that one drawing serves light, dark and print.
Nothing depends on the fonts of the machine: every text stands at a place of its own.
"""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree as ET

from factsheet.edition.drawn import ChartView, CitiesView, SchematicView, TimelineView
from factsheet.pages.answers import Answers
from factsheet.pages.bars import columns, rows
from factsheet.pages.cities import city_grid
from factsheet.pages.drawing import (
    NARROW,
    WIDE,
    Bar,
    Drawing,
    Group,
    Label,
    Length,
    Line,
    Path,
    Shape,
)
from factsheet.pages.markdown import BRACKETS
from factsheet.pages.schematic import line_plan
from factsheet.pages.stacked import stacked
from factsheet.pages.timeline import time_line

Picture = ChartView | SchematicView | CitiesView | TimelineView


def draw(picture: Picture, answers: Answers | None = None, *, narrow: bool = False) -> str:
    """Return a picture as SVG, its hatch of its own, below the links that answer for its signs.

    The schematic has one size for all screens, and scrolls on small ones.
    """
    drawing = drawn(picture, narrow=narrow)
    width = "narrow" if narrow else "wide"
    root = element(drawing, f"hatch-{picture.key}-{width}")
    for label in root.iter("text"):
        _dot(label)
    root.attrib["aria-label"] = picture.alt
    links = answers.over(drawing) if answers else None
    if links is not None:
        root = _answered(root, links)
    kind = "drawing" if isinstance(picture, SchematicView) else f"drawing {width}"
    root.attrib = {"class": kind, **root.attrib}
    return written(root)


def drawn(picture: Picture, *, narrow: bool = False) -> Drawing:
    """Return a picture's drawing, without words around it."""
    if isinstance(picture, SchematicView):
        return line_plan(picture)
    width = NARROW if narrow else WIDE
    if isinstance(picture, CitiesView):
        return city_grid(picture, width)
    if isinstance(picture, TimelineView):
        return time_line(picture, width)
    if picture.kind == "parts":
        return stacked(picture, width)
    return rows(picture) if narrow else columns(picture)


def element(drawing: Drawing, hatch: str) -> ET.Element:
    """Return a drawing as the root of an SVG; `hatch` is the id of its pattern of lines."""
    size = {"width": str(drawing.width), "height": str(drawing.height)}
    root = ET.Element(
        "svg", {"viewBox": f"0 0 {drawing.width} {drawing.height}", **size, "role": "img"}
    )
    if any(isinstance(s, Bar) and s.hatched for g in drawing.groups for s in g.shapes):
        root.append(_hatch(hatch))
    root.extend(_group(each, hatch) for each in drawing.groups if each.shapes)
    return root


def written(root: ET.Element) -> str:
    """Return an SVG as text, a line for each group and text."""
    text = ET.tostring(root, encoding="unicode", short_empty_elements=False)
    return text.replace("><g", ">\n<g").replace("></g>", ">\n</g>").replace("><text", ">\n<text")


def _answered(root: ET.Element, links: ET.Element) -> ET.Element:
    """Return a drawing as one picture in a group with its links, which no picture may hold."""
    whole = ET.Element("svg", {k: root.attrib.pop(k) for k in ("viewBox", "width", "height")})
    root.tag = "g"
    whole.extend((root, links))
    return whole


def _dot(label: ET.Element) -> None:
    """Put dots under what a label holds in brackets, inferred, instead of the brackets."""
    first, *parts = BRACKETS.split(label.text or "")
    label.text = first
    for inferred, after in zip(parts[::2], parts[1::2], strict=True):
        part = ET.SubElement(label, "tspan", {"class": "inferred"})
        part.text, part.tail = inferred, after


def _hatch(key: str) -> ET.Element:
    definitions = ET.Element("defs")
    pattern = ET.SubElement(
        definitions,
        "pattern",
        {
            "id": key,
            "class": "hatch",
            "width": "6",
            "height": "6",
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        },
    )
    ET.SubElement(pattern, "rect", {"width": "6", "height": "6"})
    ET.SubElement(pattern, "path", {"d": "M0 0V6"})
    return definitions


def _group(group: Group, hatch: str) -> ET.Element:
    found = ET.Element("g", {"class": group.name})
    if group.data is not None:
        found.set(f"data-{group.data[0]}", group.data[1])
    found.extend(_element(shape, hatch) for shape in group.shapes)
    return found


def _element(shape: Shape, hatch: str) -> ET.Element:
    match shape:
        case Bar():
            found = ET.Element("rect", {"class": shape.name} if shape.name else {})
            left, right = sorted((Fraction(shape.x1), Fraction(shape.x2)))
            top, bottom = sorted((Fraction(shape.y1), Fraction(shape.y2)))
            found.attrib |= {"x": _short(left), "y": _short(top)}
            found.attrib |= {"width": _short(right - left), "height": _short(bottom - top)}
            found.attrib |= {"rx": str(shape.rounded)} if shape.rounded else {}
            found.attrib |= {"fill": f"url(#{hatch})"} if shape.hatched else {}
            return found
        case Line(x1=x1, y1=y1, x2=x2, y2=y2):
            ends = {"x1": _short(x1), "y1": _short(y1), "x2": _short(x2), "y2": _short(y2)}
            return ET.Element("line", ends)
        case Path(points=points, closed=closed):
            places = " ".join(f"{_short(x)},{_short(y)}" for x, y in points)
            return ET.Element("polygon" if closed else "polyline", {"points": places})
        case Label():
            found = ET.Element("text", {"class": shape.name} if shape.name else {})
            found.attrib |= {"x": _short(shape.x), "y": _short(shape.y)}
            found.attrib |= {"font-size": str(shape.size)}
            found.attrib |= {"text-anchor": shape.anchor} if shape.anchor != "start" else {}
            found.text = shape.words
            return found


def _short(length: Length) -> str:
    """Write a length with at most two decimals: the only place where one becomes a float."""
    text = f"{float(length):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
