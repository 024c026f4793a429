"""A drawing's labels -> the links that lie over their signs, dates and codes.

Each is an HTML link in a frame of its own (`foreignObject`), so that a reader's mouse, touch and
keyboard meet what they meet in a text; the drawing below stays one picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree as ET

from factsheet.edition.views import FactView
from factsheet.pages.drawing import NARROW, WIDE, Drawing, Label, width_of
from factsheet.pages.markdown import BRACKETS, SOURCES, Inferred, place_of, way

# Units of a drawing that are 24 pixels: of a wide one, of a narrow one on a screen of 320, of one
# that scrolls, wider than both, by its least width.
LEAST, ON_NARROW, SCROLLING = 24, 29, 27


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A link over the characters of a label from `start` to `end`, and its other attributes."""

    start: int
    end: int
    href: str
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the links of a page need: its key, the sign of inferred dates, articles by code."""

    here: str
    sign: Inferred
    articles: Mapping[str, str]

    def over(self, drawing: Drawing) -> ET.Element | None:
        """Return the links that lie over a drawing, in the order of its labels."""
        found = ET.Element("g", {"class": "answers"})
        least = {NARROW: ON_NARROW, WIDE: LEAST}.get(drawing.width, SCROLLING)
        for label in drawing.labels:
            if label.fact is not None:
                found.extend(_beside(_framed(label, least, t) for t in self._of(label, label.fact)))
        return found if len(found) else None

    def _of(self, label: Label, fact: FactView) -> Iterator[Target]:
        for mark in fact.marks:
            at = label.words.find(mark.symbol)
            if mark.key != "inferred" and at >= 0:
                yield Target(
                    start=at,
                    end=at + 1,
                    href=way(self.here, fact.page, f"fn:{fact.id}"),
                    given={
                        "class": f"mark mark-{mark.key}",
                        "data-mark": mark.key,
                        "data-sign": mark.symbol,
                        "aria-label": mark.title,
                        "data-means": mark.title,
                    },
                )
        for match in BRACKETS.finditer(label.words):
            known = next((run.known for run in fact.when if run.is_inferred), "")
            yield Target(
                start=match.start(),
                end=match.end(),
                href=way(self.here, *place_of(known or f"{fact.page}#{fact.id}")),
                given={
                    "class": "inferred",
                    "aria-label": f"{self.sign.said} {match[1]}",
                    "data-means": self.sign.means,
                },
            )
        code = label.words.split(" ")[-1]
        if code in self.articles and code in fact.letters:
            yield Target(
                start=len(label.words) - len(code),
                end=len(label.words),
                href=way(self.here, SOURCES, self.articles[code]),
                given={"class": "code", "aria-label": code},
            )


def _beside(frames: Iterable[ET.Element]) -> list[ET.Element]:
    """Return the frames of one label, each moved to the left of the next where it would meet it."""
    found = sorted(frames, key=lambda frame: int(frame.attrib["x"]))
    for frame, following in reversed([*pairwise(found)]):
        most = int(following.attrib["x"]) - int(frame.attrib["width"])
        frame.attrib["x"] = str(min(int(frame.attrib["x"]), most))
    return found


def _framed(label: Label, least: int, target: Target) -> ET.Element:
    """Return a link over some characters of a label, at least so wide and high."""
    left, top, _, bottom = label.box
    left += width_of(label.words[: target.start], label.size, strong=label.strong)
    width = width_of(label.words[target.start : target.end], label.size, strong=label.strong)
    middle, height = (top + bottom) / 2, bottom - top
    wide, high = max(Fraction(width), Fraction(least)), max(height, Fraction(least))
    frame = ET.Element(
        "foreignObject",
        {
            "x": _whole(left + (width - wide) / 2),
            "y": _whole(middle - high / 2),
            "width": _whole(wide),
            "height": _whole(high),
        },
    )
    ET.SubElement(frame, "a", {"href": target.href, **target.given})
    return frame


def _whole(length: Fraction) -> str:
    return str(round(length))
