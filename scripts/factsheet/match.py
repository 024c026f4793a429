"""Matching: does a printed figure stand in a line, whole, read the same, beside its `near`?"""

from __future__ import annotations

from dataclasses import dataclass

from factsheet.figures import Found, core, normalize, parse, scan

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
    for figure in equal:
        if any(_beside(text, figure, span, alike) for span in spans):
            return Match(figure)
    return Match(
        None,
        f"“{near}” does not stand with “{printed}”",
        "same sentence, and no other figure of the same shape between them",
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


def _beside(text: Text, figure: Found, span: tuple[int, int], alike: list[Found]) -> bool:
    start, end = span
    if end <= figure.start:
        first, last = end, figure.start
    elif figure.end <= start:
        first, last = figure.end, start
    else:
        return True
    if any(char in SENTENCE_ENDS for char in text.text[first:last]):
        return False
    return not any(f is not figure and first <= f.start and f.end <= last for f in alike)


def _spans(text: str, words: str) -> list[tuple[int, int]]:
    spans, position = [], text.find(words) if words else -1
    while position >= 0:
        spans.append((position, position + len(words)))
        position = text.find(words, position + 1)
    return spans
