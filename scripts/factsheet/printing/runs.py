"""Rich text -> runs for print: the language of each part, and what no line may cut."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import segno

from factsheet.edition.imprint import Imprint
from factsheet.edition.views import Rich, Run, looks

# A run is a string, or {"t": text, "l": language tag, "b": unbreakable, "s": space before it,
# "a": space after it, "j": joined to what follows, "i": inferred}.
Runs: TypeAlias = list[Any]


class Typesetter:
    """Splits texts of one language into runs; a figure and its unit stay together."""

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
        self._figure = re.compile(rf"{NUMBER}(?:{JOIN}{NUMBER})*(?:%| ?{han})?")

    def rich(self, text: Rich) -> Runs:
        """Return the runs of a rich text; links and copy marks are left to the screen."""
        runs: Runs = []
        before = ""
        for run in looks(text):
            runs += self._run(run, before)
            before = run.text[-1:] or before
        return _joined(_quieted(runs, *self.brackets) if self.brackets else runs)

    def text(self, text: str) -> Runs:
        """Return the runs of a plain text."""
        return self.rich((Run(text=text),))

    def tokens(self, *texts: str) -> list[str]:
        """Return the parts of texts that no line can cut, the longest ones."""
        words: set[str] = set()
        for run in (run for text in texts for run in self.text(text)):
            part = run if isinstance(run, str) else run["t"]
            whole = not isinstance(run, str) and "b" in run
            words |= {part} if whole else set(re.split(rf"[ \u200b]|(?<=[{HAN}])", part))
        return sorted(filter(None, words), key=lambda word: (-width(word), word))[:8]

    def _run(self, run: Run, before: str) -> Iterator[Any]:
        end = 0
        marks = {"l": run.lang} if run.lang else {}
        for match in self._figure.finditer(run.text):
            if not (_is_han(match[0]) or re.search(JOIN, match[0])):
                continue  # spaces that no line breaks at, and the engine, keep it whole
            if match.start() > end:
                yield {"t": run.text[end : match.start()], **marks}
            previous = run.text[match.start() - 1] if match.start() else before
            space = {"s": 1} if _is_han(previous) else {}
            end = match.end()
            following = run.text[end : end + 1]
            if _is_han(match[0][-1]) and following.isascii() and following.isalnum():
                space |= {"a": 1}
            join = {"j": 1} if following in STICKY else {}
            yield {"t": match[0], "b": 1, **space, **join, **marks}
        if end < len(run.text):
            yield {"t": run.text[end:], **marks}


def qr_code(address: str) -> list[str]:
    """Return a QR code as rows of 0 and 1, without its quiet zone."""
    code = segno.make(address, error="m", boost_error=False, micro=False)
    return ["".join(map(str, row)) for row in code.matrix]


def plain_runs(runs: Sequence[Any]) -> str:
    """Return runs as plain text."""
    return "".join(run if isinstance(run, str) else run["t"] for run in runs)


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


def _joined(runs: Runs) -> Runs:
    """Write runs without marks as strings."""
    return [run["t"] if len(run) == 1 else run for run in runs if run["t"]]


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
