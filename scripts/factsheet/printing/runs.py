"""Rich text -> runs for print: the language of each part, and what no line may cut.

A figure's runs tell themselves what of them no line may cut. In words that are nobody's figure,
such as a period, a date, a name or what a curator typed, a number stays with the unit or character
after it, as the rules of Chinese composition have it: that is read from the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, TypeAlias

import segno

from factsheet.edition.imprint import Imprint
from factsheet.edition.rich import looks
from factsheet.edition.views import FactView, Rich, Run, plain

# A run is a string, or {"t": text, "l": language tag, "b": unbreakable, "s": space before it,
# "a": space after it, "j": joined to what follows, "i": inferred}.
Runs: TypeAlias = list[Any]


class Typesetter:
    """Splits texts of one language into runs; a number and its unit stay together."""

    def __init__(self, *imprints: Imprint, quiet: bool = False) -> None:
        """Learn the unit words of an edition's language, and of that of what is quoted.

        A quiet one marks what is inferred instead of bracketing it.
        """
        before, _, after = imprints[0].inferred.partition("{x}")
        self.brackets = (before, after) if quiet and before and after else None
        units = {re.sub(r"\{\w+\}", "", word).strip() for i in imprints for word in i.units}
        scales = {word.strip() for imprint in imprints for word in imprint.scales}
        after = "|".join(map(re.escape, sorted(filter(_is_han, units), key=len, reverse=True)))
        scale = "|".join(map(re.escape, sorted(filter(_is_han, scales), key=len, reverse=True)))
        han = f"(?:{scale or '[万亿]'})?[余多]?(?:{after + '|' if after else ''}[%％{HAN}])"
        self._number = re.compile(rf"{NUMBER}(?:{JOIN}{NUMBER})*(?:%| ?{han})?")

    def rich(self, text: Rich) -> Runs:
        """Return the runs of a rich text; links and copy marks are left to the screen."""
        runs: Runs = []
        before = ""
        pieces = list(_pieces(text))
        for number, (is_whole, run) in enumerate(pieces, start=1):
            after = pieces[number][1].text if number < len(pieces) else ""
            runs += [_kept(run, before, after)] if is_whole else self._run(run, before, after)
            before = run.text[-1:] or before
        return _joined(_quieted(runs, *self.brackets) if self.brackets else runs)

    def text(self, text: str) -> Runs:
        """Return the runs of a plain text."""
        return self.rich((Run(text=text),))

    def tokens(self, *texts: Rich | str) -> list[str]:
        """Return the parts of texts that no line can cut, the longest ones."""
        words: set[str] = set()
        found = (self.text(text) if isinstance(text, str) else self.rich(text) for text in texts)
        for run in (run for runs in found for run in runs):
            part = run if isinstance(run, str) else run["t"]
            whole = not isinstance(run, str) and "b" in run
            words |= {part} if whole else set(re.split(rf"[ \u200b]|(?<=[{HAN}])", part))
        return sorted(filter(None, words), key=lambda word: (-width(word), word))[:8]

    def _run(self, run: Run, before: str, after: str) -> Iterator[Any]:
        end = 0
        marks = {"l": run.lang} if run.lang else {}
        for match in self._number.finditer(run.text):
            if not _is_kept(match[0]):
                continue
            if match.start() > end:
                yield {"t": run.text[end : match.start()], **marks}
            previous = run.text[match.start() - 1] if match.start() else before
            end = match.end()
            yield _kept(replace(run, text=match[0]), previous, run.text[end:] or after)
        if end < len(run.text):
            yield {"t": run.text[end:], **marks}


def qr_code(address: str) -> list[str]:
    """Return a QR code as rows of 0 and 1, without its quiet zone."""
    code = segno.make(address, error="m", boost_error=False, micro=False)
    return ["".join(map(str, row)) for row in code.matrix]


def plain_runs(runs: Sequence[Any]) -> str:
    """Return runs as plain text."""
    return "".join(run if isinstance(run, str) else run["t"] for run in runs)


def signs(fact: FactView) -> list[str]:
    """Return the marks beside a fact; brackets around its period are the mark of inference."""
    return [mark.symbol for mark in fact.marks if mark.key != "inferred"]


def _quieted(runs: Runs, before: str, after: str) -> Runs:
    """Mark what stands in brackets, which are left out; a bracket may close in a later run."""
    found: Runs = []
    inside = False
    for run in runs:
        for part in re.split(f"({re.escape(before)}|{re.escape(after)})", run["t"]):
            if part in (before, after):
                inside = part == before
            elif part:
                own = {**run, "t": part, **({"i": 1} if inside else {})}
                if inside and part[0].isdigit() and found and _is_han(found[-1]["t"][-1]):
                    own["s"] = 1  # the engine parts no text from what is underlined
                found.append(own)
    return found


def _pieces(text: Rich) -> Iterator[tuple[bool, Run]]:
    """Part a text into what no line may cut of its figures, each in one run, and the rest."""
    measure = ""
    groups = [(key, looks(tuple(runs))) for key, runs in groupby(text, key=_whole)]
    for number, (figure, runs) in enumerate(groups):
        first = replace(runs[0], text=runs[0].text.removeprefix(measure))
        measure = ""
        if figure is None:
            yield from ((False, run) for run in (first, *runs[1:]))
            continue
        words = first.text + plain(runs[1:])
        if number + 1 < len(groups) and words[-1].isdigit():
            after = groups[number + 1][1][0].text[:1]
            measure = after if _is_han(after) else ""  # a curator typed it: {companies}家
        yield True, replace(first, text=words + measure)


def _whole(run: Run) -> tuple[str, str] | None:
    """Return the figure that a run is of, where no line may cut it."""
    return (run.figure or ("", "")) if run.is_whole else None


def _kept(run: Run, before: str, following: str) -> dict[str, Any]:
    """Return a run that no line may cut, with the space that the engine would set around text."""
    marks: dict[str, Any] = {"l": run.lang} if run.lang else {}
    if not _is_kept(run.text):
        return {"t": run.text, **marks}
    space = {"s": 1} if _is_han(before) and not _is_han(run.text[0]) else {}
    if _is_han(run.text[-1]) and following[:1].isascii() and following[:1].isalnum():
        space |= {"a": 1}
    join = {"j": 1} if following[:1] in STICKY else {}
    return {"t": run.text, "b": 1, **space, **join, **marks}


def _is_kept(text: str) -> bool:
    """Tell whether a line may not cut a number with its unit, but could.

    Spaces that no line breaks at keep others whole; a Chinese numeral breaks as any word.
    """
    return not text.isalpha() and (_is_han(text) or re.search(JOIN, text) is not None)


def _joined(runs: Runs) -> Runs:
    """Write runs without marks as strings, as few as there can be."""
    out: Runs = []
    for run in runs:
        if len(run) > 1:
            out.append(run)
        elif out and isinstance(out[-1], str):
            out[-1] += run["t"]
        elif run["t"]:
            out.append(run["t"])
    return out


def _is_han(text: str) -> bool:
    return re.search(f"[{HAN}]", text) is not None


def width(text: str) -> float:
    """Return about how wide a text is, in ems."""
    return sum(1 if ord(char) > 0x2E7F else 0.5 for char in text)


HAN = "\u3400-\u9fff"
NUMBER = r"\d[\d.,]*(?<![.,])"
JOIN = "[–—~～至]"
# The engine lets a line begin with these after something unbreakable, though not after text.
STICKY = frozenset("：；‼⁇・")
