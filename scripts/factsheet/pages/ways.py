"""Texts -> the same with links where they send a reader to another part of the sheet.

What sends there is the language's own phrase, “see %(title)s” of its catalog, before or around the
title of a topic, a section or the table of plans; no text types a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from factsheet.edition.sheet import Edition
from factsheet.edition.views import Rich, Run

SEE = "see %(title)s"
PLANS = "Planned, and what later articles report"


def leading(edition: Edition) -> Callable[[Rich], Rich]:
    """Return what links the titles that texts of an edition send to."""
    ways = {**dict(_ways(edition)), edition.word(PLANS): "plans#plans"}
    before, after = edition.word(SEE).split("%(title)s")
    titles = "|".join(map(re.escape, sorted(ways, key=len, reverse=True)))
    start, end = re.escape(before), re.escape(after) or r"(?!\w)"
    sends = re.compile(rf"{start}({titles}){end}")

    def led(text: Rich) -> Rich:
        if not any(before in run.text for run in text):
            return text
        return tuple(piece for run in text for piece in _parted(run, sends, ways))

    return led


def _ways(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the titles of sections and topics, each with where it leads; topics come last."""
    for section in edition.sections:
        yield section.title, f"{section.page}#{section.key}"
    for topic in edition.topics:
        yield topic.title, f"{topic.key}#{topic.key}"


def _parted(run: Run, sends: re.Pattern[str], ways: Mapping[str, str]) -> Iterator[Run]:
    """Yield the pieces of a run: what stands between titles, and titles as links."""
    at = 0
    if not run.href and run.figure is None:
        for found in sends.finditer(run.text):
            start, end = found.span(1)
            yield run.saying(run.text[at:start])
            yield replace(run, text=found[1], href=ways[found[1]])
            at = end
    yield run.saying(run.text[at:])
