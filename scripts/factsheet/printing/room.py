"""What the engine set -> what a file has no room for: which text, by how much, what to shorten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from factsheet.messages import NOTHING, Message, both, plural, quoted, say

ROUNDING = 0.5  # points
LINE = 11.0  # points, of small texts
ALONE = ("story", "intro", "ask")  # texts that are no list of points
HOME = {"story": "intro", "know": "notices"}  # what a brief that nobody types is made of


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrun:
    """What does not fit a page, what to do about it, and the text that it is about."""

    page: int
    message: Message
    hint: Message = NOTHING
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """A text that is to lose so many lines of so many characters."""

    at: tuple[str | int, ...]
    lines: int
    line: float

    @property
    def characters(self) -> int:
        return ceil(self.lines * self.line)


def overlong(
    fits: Sequence[Mapping[str, Any]], language: str, *, of_home: bool
) -> Iterator[Overrun]:
    """Find the sides of the brief that hold too much, and which texts to shorten how far.

    `of_home` says that the brief is made of the home page's words, whose names are told then.
    """
    over = [fit for fit in fits if fit["over"] > ROUNDING]
    over = over or [fit for fit in fits if fit["at"] != fit["page"]][:1]
    for fit in over:
        ways = sorted(_ways(fit), key=lambda cuts: sum(cut.characters for cut in cuts))
        cuts = ways[0] if ways else []
        if of_home:
            cuts = [
                replace(cut, at=(HOME.get(str(cut.at[0]), cut.at[0]), *cut.at[1:])) for cut in cuts
            ]
        at = "-".join(map(str, cuts[0].at)) if cuts else ""
        yield Overrun(
            page=fit["page"],
            message=plural(
                "{count} line too long", "{count} lines too long", _most_lines(cuts, fit["over"])
            ),
            hint=_advice(cuts),
            about=f"brief-{at}-text-{language}" if cuts else "",
        )


def overfull(fits: Sequence[Mapping[str, Any]]) -> Iterator[Overrun]:
    """Find pages whose text meets their notes or runs off the page."""
    found: dict[int, dict[str, Any]] = {}
    for fit in fits:
        found.setdefault(fit["page"], {})[fit["what"]] = fit
    for page, marks in found.items():
        over = marks["body"]["y"] - marks["foot"]["y"]
        beyond = marks["end"]["y"] - marks["end"]["limit"]
        runs_on = any(fit["at"] != page for fit in marks.values())
        if runs_on or max(over, beyond) > ROUNDING:
            last = str(marks["body"].get("last", ""))
            points = max(over, beyond, 0.0)
            room = say("{points:.1f} pt more than it holds", points=points)
            told = say("{last}: {room}", last=last, room=room) if last else room
            yield Overrun(page=page, message=told, about=last)


def _ways(fit: Mapping[str, Any]) -> Iterator[list[_Cut]]:
    """Yield what each part of a side would have to lose for the side to fit, if it can.

    A part is as high as its highest text: only what is higher than it may be counts. Where no part
    alone can give as much, all lose what they can.
    """
    can = False
    most: list[_Cut] = []
    for part in fit["parts"]:
        high = max([cell["height"] for cell in part["cells"]] + [part["beside"]])
        least = high - fit["over"]
        cuts = [
            _Cut(
                at=tuple(cell["at"]),
                lines=ceil((cell["height"] - least) / cell["lead"]),
                line=cell["line"],
            )
            for cell in part["cells"]
            if cell["height"] > least
        ]
        heights = {tuple(cell["at"]): cell["height"] / cell["lead"] for cell in part["cells"]}
        if cuts and part["beside"] <= least and all(c.lines < heights[c.at] - 1 for c in cuts):
            can = True
            yield cuts
        most += cuts
    if not can and most:
        yield most


def _most_lines(cuts: Sequence[_Cut], over: float) -> int:
    """Return how many lines a side is too long."""
    return max((cut.lines for cut in cuts), default=ceil(over / LINE))


def _advice(cuts: Sequence[_Cut]) -> Message:
    """Say what to shorten by how much; of points, one may go as well."""
    if not cuts:
        return NOTHING
    shorter = say("shorten {texts}", texts=both(map(_named, cuts)))
    if all(cut.at[0] in ALONE for cut in cuts):
        return shorter
    return say("{advice}, or take out a point", advice=shorter)


def _named(cut: _Cut) -> Message:
    name, *index = cut.at
    told = " ".join((str(name), *(str(int(i) + 1) for i in index)))
    return say("{text} by {count} characters", text=quoted(told), count=cut.characters)
