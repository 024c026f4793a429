"""A picture -> a drawing that stands by itself: title, note and source inside, colors named."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from factsheet.edition.views import plain
from factsheet.pages.drawing import (
    LEADING,
    PLAIN,
    SMALL,
    SMALL_LEADING,
    Bar,
    Drawing,
    Group,
    Label,
    group,
    is_full,
    lines,
    moved,
    signed,
    type_of,
    wrapped,
)
from factsheet.pages.looks import HATCH, look_of
from factsheet.pages.svg import Picture, drawn, element, written

MARGIN = 24
TITLE_LEADING = 23
# By name, for whoever has them; each label is held to its width with any other. Beside Chinese the
# Chinese faces come first: they bring the marks of its texts.
LATIN_FACES = "'Sheet Sans', 'Source Sans 3', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
HAN_FACES = "'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', " + LATIN_FACES


def poster(picture: Picture) -> Drawing:
    """Return a picture with its words, on paper of its own."""
    inside = drawn(picture)
    size, strong = type_of("title")
    titles = wrapped(plain(picture.title), inside.width, size, strong=strong)
    title = [
        Label(x=0, y=size + TITLE_LEADING * number, words=words)
        for number, words in enumerate(titles)
    ]
    y = size + TITLE_LEADING * (len(titles) - 1)
    subtitle = wrapped(plain(picture.subtitle), inside.width, PLAIN)
    below = y + LEADING * len(subtitle) + 14
    note = wrapped(plain(picture.note), inside.width, SMALL)
    at = below + inside.height + SMALL_LEADING + 6
    groups = [
        group("title", title),
        group("subtitle", lines("subtitle", subtitle, 0, y + LEADING + 3)),
        *moved(inside, 0, below),
        group("note", lines("note", note, 0, at)),
    ]
    height = at + SMALL_LEADING * (len(note) - 1) if note else below + inside.height
    whole = signed(
        Drawing(width=inside.width, height=height, groups=tuple(groups)), plain(picture.source)
    )
    return _on_paper(whole)


def poster_svg(picture: Picture, drawing: Drawing, language: str) -> str:
    """Return a picture's poster as an SVG that needs no style sheet, of words in a language."""
    hatch = f"hatch-{picture.key}"
    root = element(drawing, hatch)
    root.attrib |= {"xmlns": "http://www.w3.org/2000/svg", "xml:lang": language}
    has_han = any(is_full(char) for label in drawing.labels for char in label.words)
    root.attrib |= {"font-family": HAN_FACES if has_han else LATIN_FACES}
    root.attrib |= {"aria-label": picture.alt}
    for found, look in zip(root.iterfind("defs/pattern/*"), HATCH, strict=False):
        found.attrib |= look
    shown = (each for each in drawing.groups if each.shapes)
    for found, each in zip(root.iterfind("g"), shown, strict=True):
        _paint(found, each)
    return written(root) + "\n"


def _paint(found: ET.Element, each: Group) -> None:
    """Write the looks of a group's shapes, and the width and weight of its labels."""
    for item, shape in zip(found, each.shapes, strict=True):
        filled = {"fill": item.attrib["fill"]} if "fill" in item.attrib else {}
        item.attrib |= {**look_of(each, shape), **filled}
        if isinstance(shape, Label):
            left, _, right, _ = shape.box
            item.attrib |= {"font-weight": "600"} if shape.strong else {}
            item.attrib |= {"textLength": str(right - left), "lengthAdjust": "spacingAndGlyphs"}


def _on_paper(drawing: Drawing) -> Drawing:
    width, height = drawing.width + 2 * MARGIN, drawing.height + 2 * MARGIN
    paper = group("paper", [Bar(x1=0, y1=0, x2=width, y2=height)])
    return Drawing(width=width, height=height, groups=(paper, *moved(drawing, MARGIN, MARGIN)))
