"""What is wrong and where: `Problem`, and how a list of problems is printed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from factsheet.messages import NOTHING, Message, plural, say, told


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Place:
    """A position in a file of the project; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return `file:line:column`, as editors and terminals link it."""
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Problem:
    """One finding of a check: where, what, which rule, and what to do about it.

    `about` is what a stage that knows no files says instead of a place: an id or printed words.
    """

    place: Place
    rule: str
    message: Message
    hint: Message = NOTHING
    about: str = ""


class ProblemsFoundError(Exception):
    """Raised where a stage cannot return its product because of the problems it holds."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, sorted by place."""
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__(plural("{count} problem", "{count} problems", len(self.problems)))

    def __reduce__(self) -> tuple[type[ProblemsFoundError], tuple[tuple[Problem, ...]]]:
        """Go from one process to another by the problems."""
        return ProblemsFoundError, (self.problems,)


def no_text(file: str, error: UnicodeDecodeError) -> Problem:
    """Return what is said of a file that is not UTF-8, at the first sign that is none."""
    before = error.object[: error.start]
    line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
    message = say("the file is not UTF-8 text")
    hint = say("save it as UTF-8 (in the editor: Save as, encoding UTF-8; GBK is not read)")
    place = Place(file=file, line=line, column=column)
    return Problem(place=place, rule="file", message=message, hint=hint)


def render_problems(problems: Sequence[Problem], form: str = "text") -> str:
    """Return the problems as `text`, `json` or `github` workflow commands, one finding each."""
    ordered = sorted(set(problems))
    if form == "json":
        rows = [
            {
                "file": p.place.file,
                "line": p.place.line,
                "column": p.place.column,
                "rule": p.rule,
                "message": told(p.message),
                "hint": told(p.hint),
            }
            for p in ordered
        ]
        return json.dumps(rows, ensure_ascii=False, indent=2)
    if form == "github":
        return "\n".join(_github(p) for p in ordered)
    return "\n".join(_text(p) for p in ordered)


def _text(problem: Problem) -> str:
    place = _printable(str(problem.place))
    line = f"{place}: {_printable(told(problem.message))} [{problem.rule}]"
    hint = say("hint: {hint}", hint=problem.hint)
    return f"{line}\n    {_printable(told(hint))}" if problem.hint else line


def _github(problem: Problem) -> str:
    body = told(problem.message)
    if problem.hint:
        body += " " + told(say("Hint: {hint}", hint=problem.hint))
    place = f"file={_property(problem.place.file)}"
    if problem.place.line:
        place += f",line={problem.place.line},col={problem.place.column}"
    return f"::error {place},title={problem.rule}::{_data(body)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _printable(text: str) -> str:
    """Keep a place or message on one line and free of control characters."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def suggest(word: str, known: list[str]) -> Message:
    """Return “did you mean …?” for the known words nearest to `word`, or nothing."""
    near = get_close_matches(word, known, n=2, cutoff=0.6)
    if len(near) == 2:
        return say("did you mean {one} or {other}?", one=near[0], other=near[1])
    return say("did you mean {one}?", one=near[0]) if near else NOTHING
