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
    """Return a section's text with facts put after its last one, or as its first.

    They are typed with their list at two spaces, and stand where the list of the section does.
    """
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
    items = (re.match(r"( *)- ", line) for line in lines[start + 1 : end])
    own = next((found[1] for found in items if found), "  ")
    entries = [f"{own}{entry[2:]}" if entry else entry for entry in entries]
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


def with_listed(text: str, trail: Trail, item: str) -> str:
    """Return a file's text with an item, as YAML types it, put last into the list at a path.

    A single value becomes a list; a list that is not there comes last into what would hold it.
    Raises UnchangeableError where that is not there, or where others would change.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix(mark)
    parts = _parts(body)
    wanted = _with_item(_plain(body), trail, yaml.load(item, Loader=_TEXTS))  # noqa: S506  # texts alone
    part, holder = parts.get(trail), parts.get(trail[:-1])
    if part is not None and part.kind == "list":
        after = _grown(body, part, item, f"- {item}")
    elif part is not None and part.kind == "text":
        typed = body[part.start : part.end]
        after = f"{body[: part.start]}[{typed}, {item}]{body[part.end :]}"
    elif part is None and holder is not None and holder.kind == "map":
        after = _grown(body, holder, f"{trail[-1]}: [{item}]", f"{trail[-1]}: [{item}]")
    else:
        raise UnchangeableError(f"there is no list at {'.'.join(map(str, trail))}")
    try:
        found = _plain(after)
    except yaml.YAMLError:
        found = None
    if found != wanted:
        raise UnchangeableError("the list is written in a way that cannot be added to")
    return mark + after


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A value of a file: a map, a list or a text, where it stands, whether in brackets."""

    kind: str
    start: int
    end: int
    bracketed: bool
    column: int
    empty: bool


def _grown(body: str, part: _Part, within: str, beneath: str) -> str:
    """Put an entry last into a value: within its brackets, or on a line beneath the others."""
    if part.bracketed:
        inner = body[: part.end - 1].rstrip()
        between = "" if part.empty else " " if inner.endswith(",") else ", "
        return f"{inner}{between}{within}{body[part.end - 1 :]}"
    stop = body.find("\n", max(part.end - 1, 0))
    head, rest = (f"{body}\n", "") if stop < 0 else (body[: stop + 1], body[stop + 1 :])
    ends = "\r\n" if head.endswith("\r\n") else "\n"
    return f"{head}{' ' * part.column}{beneath}{ends}{rest}"


def _plain(text: str) -> Any:
    return yaml.load(text, Loader=_TEXTS)  # noqa: S506  # texts alone


def _with_item(data: Any, trail: Trail, item: Any) -> Any:
    """Return data with an item more in the list at a path."""
    if not trail:
        return [*(data if isinstance(data, list) else [] if data is None else [data]), item]
    key, *rest = trail
    if isinstance(data, list) and isinstance(key, int) and key < len(data):
        return [*data[:key], _with_item(data[key], tuple(rest), item), *data[key + 1 :]]
    if isinstance(data, dict) and (key in data or not rest):
        return {**data, key: _with_item(data.get(key), tuple(rest), item)}
    raise UnchangeableError(f"there is nothing at {'.'.join(map(str, trail))}")


def _parts(text: str) -> dict[Trail, _Part]:
    """Return every value of a file by path; one in lines ends with the last that it holds."""
    found: dict[Trail, _Part] = {}

    def walk(node: yaml.Node, trail: Trail) -> int:
        inside = (
            [(str(key.value), value) for key, value in node.value]
            if isinstance(node, yaml.MappingNode)
            else list(enumerate(node.value))
            if isinstance(node, yaml.SequenceNode)
            else []
        )
        ends = [walk(value, (*trail, key)) for key, value in inside]
        bracketed = bool(getattr(node, "flow_style", False))
        kind = "list" if isinstance(node, yaml.SequenceNode) else "text"
        end = node.end_mark.index if bracketed or not ends else max(ends)
        found[trail] = _Part(
            kind="map" if isinstance(node, yaml.MappingNode) else kind,
            start=node.start_mark.index,
            end=end,
            bracketed=bracketed,
            column=node.start_mark.column,
            empty=not inside,
        )
        return end

    node = yaml.compose(text, Loader=_TEXTS)
    if node is not None:
        walk(node, ())
    return found


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
_TEXTS = yaml.BaseLoader  # every value a text, as facts are read
_NO_KEY = "\0"
