"""Matching: does a printed figure stand in a line, whole, read the same, beside its `near`?

What may stand beside a whole figure is the rule of `grammar`.
"""

from __future__ import annotations

from dataclasses import dataclass

from factsheet.figures.parser import Broken, Found, core, normalize, parse, survey
from factsheet.figures.units import Units
from factsheet.messages import NOTHING, Message, say

LONGEST_NEAR = 12
_AROUND = 4
SENTENCE_ENDS = frozenset("。;!?；！？")


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A figure found in a text, or why it was not."""

    found: Found | None
    message: Message = NOTHING
    hint: Message = NOTHING


class Text:
    """A normalized text with the figures that stand in it, scanned once."""

    def __init__(self, text: str, units: Units | None = None) -> None:
        """Scan the text by a sheet's units."""
        self.text = text
        self.units = units
        seen = survey(text, units)
        self.figures = tuple(f for f in seen if isinstance(f, Found))
        self.broken = tuple(f for f in seen if isinstance(f, Broken))


def match(text: Text, printed: str, near: str) -> Match:
    """Find a printed figure as a whole figure; raise UnreadableError where it is none."""
    wanted, quantity = core(printed, text.units), parse(printed, text.units)
    same = [f for f in text.figures if f.text == wanted]
    equal = [f for f in same if f.quantity.meaning == quantity.meaning]
    if not equal:
        return _absent(text, printed, wanted, same)
    alike = [f for f in text.figures if f.shape == equal[0].shape]
    if not near:
        if len(alike) > 1:
            shown = ", ".join(dict.fromkeys(f.text for f in alike))
            return Match(
                found=None,
                message=say(
                    "{count} figures of this shape stand there: {shown}",
                    count=len(alike),
                    shown=shown,
                ),
                hint=_beside(text, equal, printed),
            )
        return Match(found=equal[0])
    words = normalize(near)
    spans = _spans(text.text, words)
    if not spans:
        return Match(found=None, message=say("the words “{near}” are not printed there", near=near))
    for span in spans:
        figure = _nearest(text, span, alike)
        if figure in equal:
            return Match(found=figure)
    return Match(
        found=None,
        message=say("“{near}” does not stand with “{printed}”", near=near, printed=printed),
        hint=say("same sentence, and no other figure of the same shape as near to those words"),
    )


def contains(text: str, evidence: str) -> bool:
    """Tell whether a short printed string stands in a normalized text."""
    words = normalize(evidence)
    return bool(words) and words in text


def _absent(text: Text, printed: str, wanted: str, same: list[Found]) -> Match:
    """Say why a figure is not there, and what stands there instead."""
    if same:
        return Match(
            found=None,
            message=say(
                "“{printed}” stands there as …{shown}…, which reads otherwise",
                printed=printed,
                shown=text.text[max(0, same[0].start - _AROUND) : same[0].end + _AROUND],
            ),
            hint=say("type the figure with its direction or qualifier as printed"),
        )
    whole = [f.text for f in text.figures if wanted in f.text]
    if whole:
        message = say("the line prints “{whole}”, not “{printed}”", whole=whole[0], printed=printed)
        return Match(found=None, message=message, hint=say("type the whole figure"))
    part = next((f for f in text.broken if wanted in f.text or f.text in wanted), None)
    if part is not None and wanted in text.text:
        shown = text.text[max(0, part.start - _AROUND) : part.end + _AROUND]
        return Match(
            found=None,
            message=say(
                "“{printed}” is only part of what stands there: …{shown}…",
                printed=printed,
                shown=shown,
            ),
            hint=say("what stands beside it belongs to it; a longer figure is never typed shorter"),
        )
    return Match(found=None, message=say("“{printed}” is not printed there", printed=printed))


def near_for(text: Text, found: Found, printed: str) -> str:
    """Return the shortest words before a figure that single it out, else with it; else empty."""
    before, figure = text.text[: found.start], text.text[found.start : found.end]
    alone = [before[-n:] for n in range(2, LONGEST_NEAR + 1)]
    within = [before[-n:] + figure for n in range(1, LONGEST_NEAR - len(figure) + 1)]
    for words in (*(w for w in alone if any(map(str.isalpha, w))), *within):
        if not SENTENCE_ENDS & set(words) and match(text, printed, words).found == found:
            return words
    return ""


def _beside(text: Text, equal: list[Found], printed: str) -> Message:
    """Say which words to type beside a figure that stands among its like."""
    words = near_for(text, equal[0], printed) if len(equal) == 1 else ""
    if words:
        return say("add near: with words printed beside the figure, such as “{words}”", words=words)
    return say("add near: with words printed beside the figure, at most 12 characters")


def _nearest(text: Text, span: tuple[int, int], alike: list[Found]) -> Found | None:
    """Return the figure of this shape nearest to the words, in their sentence; None at a tie."""
    distances = sorted(
        (distance, index)
        for index, figure in enumerate(alike)
        if (distance := _distance(text.text, span, figure)) is not None
    )
    if not distances:
        return None
    nearest = [alike[i] for distance, i in distances if distance == distances[0][0]]
    return nearest[0] if len({f.text for f in nearest}) == 1 else None


def _distance(text: str, span: tuple[int, int], figure: Found) -> int | None:
    """Count the characters between words and figure, -1 where they overlap; None across a stop."""
    start, end = span
    if start < figure.end and figure.start < end:
        return -1
    first, last = (end, figure.start) if end <= figure.start else (figure.end, start)
    return None if any(char in SENTENCE_ENDS for char in text[first:last]) else last - first


def _spans(text: str, words: str) -> list[tuple[int, int]]:
    spans, position = [], text.find(words) if words else -1
    while position >= 0:
        spans.append((position, position + len(words)))
        position = text.find(words, position + 1)
    return spans
