"""The text of a facts file with entries more, or with other texts: all else stays as typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

Trail: TypeAlias = tuple[str | int, ...]


class UnchangeableError(ValueError):
    """A text that cannot be changed without changing others: the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """A value that stands in a file as text, or as `*` and the mark of one."""

    text: str
    start: int
    end: int


def quoted(text: str) -> str:
    """Return a text as YAML quotes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def with_facts(text: str, facts: Iterable[str]) -> str:
    """Return a section's text with facts put after its last one, or as its first."""
    lines = text.split("\n")
    entries = "\n".join(fact.rstrip("\n") + "\n" for fact in facts).rstrip("\n").split("\n")
    start = next((i for i, line in enumerate(lines) if re.match(r"facts:\s*(?:#.*)?$", line)), None)
    if start is None:
        while lines and not lines[-1].strip():
            lines.pop()
        return "\n".join([*lines, "facts:", *entries, ""])
    end = next(
        (i for i in range(start + 1, len(lines)) if re.match(r"[A-Za-z]", lines[i])), len(lines)
    )
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    rest = lines[end:]
    between = [""] if end > start + 1 else []
    return "\n".join([*lines[:end], *between, *entries, *(rest or [""])])


def with_texts(text: str, texts: Mapping[Trail, str]) -> str:
    """Return a file's text with other texts at some paths: every other character stays.

    Raises UnchangeableError for a path that leads to no text, and for a text that others repeat.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    before = dict(_values(body))
    if missing := [trail for trail in texts if trail not in before]:
        raise UnchangeableError(f"there is no text at {'.'.join(map(str, missing[0]))}")
    after = body
    for trail in sorted(texts, key=lambda trail: before[trail].start, reverse=True):
        value = before[trail]
        typed = body[value.start : value.end]
        behind = typed[len(typed.rstrip()) :]  # a block of lines ends behind its last line break
        after = after[: value.start] + quoted(texts[trail]) + behind + after[value.end :]
    expected = {trail: value.text for trail, value in before.items()} | dict(texts)
    try:
        found = {trail: value.text for trail, value in _values(after)}
    except yaml.YAMLError:
        found = {}
    if found != expected:
        raise UnchangeableError("the text is marked with & and repeated elsewhere")
    return mark + after


def _values(text: str) -> Iterator[tuple[Trail, _Value]]:
    """Iterate over the texts of a file by path, each with where it begins and ends."""
    stack: list[tuple[Trail, list[str | int]]] = []  # path of a holder, and where in it we are
    marked: dict[str, str] = {}

    def at() -> Trail:
        return (*stack[-1][0], stack[-1][1][-1]) if stack else ()

    def step() -> None:
        if stack and isinstance(number := stack[-1][1][-1], int):
            stack[-1][1][-1] = number + 1
        elif stack:
            stack[-1][1].append("")

    for event in yaml.parse(text, Loader=_LOADER):
        match event:
            case yaml.SequenceStartEvent():
                stack.append((at(), [0]))
            case yaml.MappingStartEvent():
                stack.append((at(), [""]))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                stack.pop()
                step()
            case yaml.ScalarEvent() if stack and stack[-1][1][-1] == "":
                stack[-1][1][-1] = str(event.value) or _NO_KEY
            case yaml.ScalarEvent() | yaml.AliasEvent():
                anchor = str(event.anchor or "")
                value = (
                    str(event.value)
                    if isinstance(event, yaml.ScalarEvent)
                    else marked.get(anchor, "")
                )
                if anchor:
                    marked[anchor] = value
                start, end = event.start_mark, event.end_mark
                assert start is not None
                assert end is not None
                yield at(), _Value(text=value, start=start.index, end=end.index)
                step()


_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NO_KEY = "\0"
