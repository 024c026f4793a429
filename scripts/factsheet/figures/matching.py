"""Matching: does a printed figure stand in a line, whole, read the same, beside its `near`?"""

from __future__ import annotations

from dataclasses import dataclass

from factsheet.figures.parser import Found, core, normalize, parse, scan

SENTENCE_ENDS = frozenset("。;!?；！？")


@dataclass(frozen=True, slots=True)
class Match:
    """A figure found in a text, or why it was not."""

    found: Found | None
    message: str = ""
    hint: str = ""


class Text:
    """A normalized text with the figures that stand in it, scanned once."""

    def __init__(self, text: str) -> None:
        """Scan the text."""
        self.text = text
        self.figures = scan(text)


def match(text: Text, printed: str, near: str) -> Match:
    """Find a printed figure as a whole figure; raise UnreadableError where it is none."""
    wanted, quantity = core(printed), parse(printed)
    same = [f for f in text.figures if f.text == wanted]
    equal = [f for f in same if f.quantity.meaning == quantity.meaning]
    if not equal:
        return Match(None, *_absent(text, printed, wanted, same))
    alike = [f for f in text.figures if f.shape == equal[0].shape]
    if not near:
        if len(alike) > 1:
            shown = ", ".join(dict.fromkeys(f.text for f in alike))
            return Match(
                None,
                f"{len(alike)} figures of this shape stand there: {shown}",
                "add near: with words printed beside the figure, at most 12 characters",
            )
        return Match(equal[0])
    words = normalize(near)
    spans = _spans(text.text, words)
    if not spans:
        return Match(None, f"the words “{near}” are not printed there")
    for span in spans:
        figure = _nearest(text, span, alike)
        if figure in equal:
            return Match(figure)
    return Match(
        None,
        f"“{near}” does not stand with “{printed}”",
        "same sentence, and no other figure of the same shape as near to those words",
    )


def contains(text: str, evidence: str) -> bool:
    """Tell whether a short printed string stands in a normalized text."""
    words = normalize(evidence)
    return bool(words) and words in text


def _absent(text: Text, printed: str, wanted: str, same: list[Found]) -> tuple[str, str]:
    """Say why a figure is not there, and what stands there instead."""
    if same:
        reading = same[0].quantity
        return (
            f"“{printed}” is printed there, but reads as {reading.qualifier} {reading.unit}",
            "type the figure with its direction or qualifier as printed",
        )
    whole = [f.text for f in text.figures if wanted in f.text or f.text in wanted]
    if whole:
        return f"the line prints “{whole[0]}”, not “{printed}”", "type the whole figure"
    return f"“{printed}” is not printed there", ""


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
