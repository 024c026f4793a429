"""Strict YAML: one file -> plain data whose every value is text, and the place of every value.

YAML's conveniences change what a curator typed (`no` becomes false, `1:30` a number, a repeated
key silently wins). Here scalars stay text, repeated keys are refused, and size, depth and aliases
are bounded, so that no content can hang or crash the program.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

import yaml

from factsheet.facts.yamlfaults import fault, foreign_signs
from factsheet.messages import NOTHING, Message, say
from factsheet.problems import Place, Problem, no_text

_FAST_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_BYTES = 1 << 20
MAX_DEPTH = 24
MAX_VALUES = 100_000

Data: TypeAlias = "str | list[Data] | dict[str, Data]"
Trail: TypeAlias = tuple[str | int, ...]
At: TypeAlias = tuple[int, int]  # line and column, from 1


@dataclass(slots=True, kw_only=True)
class YamlFile:
    """One parsed file: its data, line and column of each value by path, what was wrong with it.

    A file that was read before holds data and places `folded` until they are asked for.
    """

    name: str
    data: Data | None = None
    places: dict[Trail, At] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    records: dict[Any, Any] = field(default_factory=dict)  # what was made of its data, by kind
    folded: bytes = b""

    def place(self, path: Trail = ()) -> Place:
        """Return the place of the value at `path`, or of its nearest parent that has one."""
        self.unfold()
        for end in range(len(path), -1, -1):
            if (found := self.places.get(path[:end])) is not None:
                return self.at(found)
        return Place(file=self.name, line=1, column=1)

    def at(self, found: At) -> Place:
        """Return a line and column of the file as a place."""
        return Place(file=self.name, line=found[0], column=found[1])

    def folded_up(self) -> bytes:
        """Return data and places as bytes, to be unfolded."""
        return self.folded or pickle.dumps((self.data, self.places), pickle.HIGHEST_PROTOCOL)

    def unfold(self) -> None:
        """Read data and places, where they are still folded."""
        if self.folded:
            self.data, self.places = pickle.loads(self.folded)  # noqa: S301  # the program's own
            self.folded = b""

    @property
    def stem(self) -> str:
        """Return the file's own name: goods of facts/trade/goods.yml."""
        return PurePosixPath(self.name).stem

    @property
    def folder(self) -> str:
        """Return the name of its folder: trade of facts/trade/goods.yml."""
        return PurePosixPath(self.name).parent.name


def load_yaml(path: Path, name: str) -> YamlFile:
    """Read one file strictly; every problem is recorded with its place, nothing is raised."""
    result = YamlFile(name=name)
    raw = read_bytes(path, result)
    return result if raw is None else read_yaml(raw, name)


def read_yaml(raw: bytes, name: str) -> YamlFile:
    """Read the content of a file strictly, as `load_yaml` does."""
    result = YamlFile(name=name)
    text = _decoded(raw, result)
    if text is None:
        return result
    result.problems.extend(foreign_signs(text, name))
    if result.problems:
        return result
    try:
        try:
            _Builder(result).build(text, _FAST_LOADER)
        except yaml.YAMLError as error:
            result.places.clear()
            _build_again(text, result, error)
    except yaml.YAMLError as error:
        result.problems.append(fault(error, text, name))
    except _RefusedError as refusal:
        result.problems.append(refusal.problem(result))
    if result.problems:
        result.data = None
    elif result.data is None:
        result.problems.append(
            Problem(
                place=Place(file=name, line=1, column=1),
                rule="yaml",
                message=say("the file is empty"),
                hint=say("write its entries or delete it"),
            )
        )
    return result


def read_bytes(path: Path, result: YamlFile) -> bytes | None:
    """Return what a file holds; None where it cannot be read, with the problem in `result`."""
    try:
        if not (path.exists() or path.is_symlink()):
            _refuse(result, say("the file is missing"), say("every sheet has one"))
        elif not path.is_file():
            hint = say("a folder or link stands where a YAML file belongs")
            _refuse(result, say("this is not a file"), hint)
        elif path.stat().st_size > MAX_BYTES:
            _refuse(result, say("the file is larger than 1 MiB"), say("split it by section"))
        else:
            return path.read_bytes()
    except OSError as error:
        _refuse(result, say("the file cannot be read: {strerror}", strerror=error.strerror))
    return None


def _build_again(text: str, result: YamlFile, first: yaml.YAMLError) -> None:
    """Read a refused text with the loader written in Python, for its clearer messages."""
    try:
        _Builder(result).build(text, yaml.SafeLoader)
    except (ValueError, OverflowError):  # it reads \UFFFFFFFF without a look
        raise first from None


def _refuse(
    result: YamlFile, message: Message, hint: Message = NOTHING, line: int = 0, column: int = 0
) -> None:
    place = Place(file=result.name, line=line, column=column)
    result.problems.append(Problem(place=place, rule="file", message=message, hint=hint))


def _decoded(raw: bytes, result: YamlFile) -> str | None:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        result.problems.append(no_text(result.name, error))
        return None
    for number, line_text in enumerate(text.split("\n"), 1):
        if odd := _odd(line_text):
            _refuse(
                result,
                say("the character U+{char:04X} cannot stand in a text file", char=ord(odd)),
                say("delete it and type the text again"),
                number,
                line_text.index(odd) + 1,
            )
            return None
    return text


class _RefusedError(Exception):
    def __init__(self, at: At, message: Message, hint: Message) -> None:
        self.at, self.message, self.hint = at, message, hint
        super().__init__(message)

    def problem(self, file: YamlFile) -> Problem:
        """Return the refusal as a problem of a file."""
        return Problem(place=file.at(self.at), rule="yaml", message=self.message, hint=self.hint)


@dataclass(slots=True, kw_only=True)
class _Open:
    """A list or mapping that is being read."""

    data: list[Data] | dict[str, Data]
    path: Trail
    anchor: str | None
    key: str | None = None


class _Builder:
    """Builds data from PyYAML's event stream without recursion."""

    def __init__(self, result: YamlFile) -> None:
        self.result = result
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Data, int]] = {}
        self.count = 0
        self.documents = 0

    def build(self, text: str, loader: type[Any]) -> None:
        for event in yaml.parse(text, Loader=loader):
            mark = event.start_mark
            assert mark is not None
            at = (mark.line + 1, mark.column + 1)
            match event:
                case yaml.ScalarEvent():
                    self._tag(event.tag, event.implicit[0] or event.implicit[1], at)
                    self._scalar(event, at)
                case yaml.DocumentStartEvent():
                    self.documents += 1
                    if self.documents > 1:
                        raise _RefusedError(
                            at, say("a second document starts here"), say("delete the line ---")
                        )
                case yaml.AliasEvent():
                    self._alias(str(event.anchor), at)
                case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                    self._tag(event.tag, event.implicit, at)
                    self._open(event, at)
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    closed = self.stack.pop()
                    if closed.anchor:
                        self.anchors[closed.anchor] = (closed.data, _size(closed.data))

    def _tag(self, tag: str | None, implicit: bool, at: At) -> None:
        if tag is not None and not implicit:
            raise _RefusedError(
                at,
                say("the tag {tag} is not allowed", tag=tag),
                say("delete the word after the !"),
            )

    def _scalar(self, event: yaml.ScalarEvent, at: At) -> None:
        value = str(event.value)
        if odd := _odd(value):  # written as an escape: the file itself holds none
            raise _RefusedError(
                at,
                say("the character U+{odd:04X} cannot stand in a text", odd=ord(odd)),
                say("delete the escape that starts with a backslash"),
            )
        holder = self.stack[-1] if self.stack else None
        if holder is not None and isinstance(holder.data, dict) and holder.key is None:
            if value in holder.data:
                raise _RefusedError(
                    at,
                    say("the key {value!r} stands twice in the same entry", value=value),
                    say("delete one of them, or rename it"),
                )
            holder.key = value
            self.result.places[(*holder.path, value)] = at
            return
        if event.anchor:
            self.anchors[event.anchor] = (value, 1)
        if event.style is None and not value and not self.stack:
            return
        self._add(value, at, 1)

    def _alias(self, anchor: str, at: At) -> None:
        if any(part.anchor == anchor for part in self.stack):
            raise _RefusedError(
                at,
                say("*{anchor} refers to itself", anchor=anchor),
                say("write the text out instead of using *"),
            )
        if anchor not in self.anchors:
            raise _RefusedError(
                at,
                say("nothing is marked &{anchor}", anchor=anchor),
                say("put the text in quotes: it starts with *"),
            )
        value, size = self.anchors[anchor]
        self._add(value, at, size)

    def _open(self, event: yaml.SequenceStartEvent | yaml.MappingStartEvent, at: At) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise _RefusedError(
                at,
                say("brackets or indents are nested more than {most} deep", most=MAX_DEPTH),
                say("look for a bracket that is not closed"),
            )
        data: Data = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        path = self._add(data, at, 1)
        assert not isinstance(data, str)
        self.stack.append(_Open(data=data, path=path, anchor=event.anchor))

    def _add(self, value: Data, at: At, size: int) -> Trail:
        self.count += size
        if self.count > MAX_VALUES:
            raise _RefusedError(
                at,
                say("the file holds more than {most} values", most=MAX_VALUES),
                say("write texts out instead of repeating them with * and &"),
            )
        if not self.stack:
            self.result.data = value
            self.result.places[()] = at
            return ()
        holder = self.stack[-1]
        if isinstance(holder.data, list):
            holder.data.append(value)
            path: Trail = (*holder.path, len(holder.data) - 1)
        elif holder.key is None:
            raise _RefusedError(
                at,
                say("a key must be a plain word"),
                say('quote a text that starts with {{ or [ with "…"'),
            )
        else:
            holder.data[holder.key] = value
            path = (*holder.path, holder.key)
            holder.key = None
        self.result.places[path] = at
        return path


def _odd(text: str) -> str:
    """Return the first character of a text that is none of a text; empty where there is none."""
    if text.isprintable():
        return ""
    return next((char for char in text if not (char.isprintable() or char in _SPACES)), "")


def _size(data: Data) -> int:
    """Count the values in `data`; shared parts count each time, up to the limit."""
    count, todo = 0, [data]
    while todo and count <= MAX_VALUES:
        part = todo.pop()
        count += 1
        if isinstance(part, list):
            todo.extend(part)
        elif isinstance(part, dict):
            todo.extend(part.values())
    return count


_SPACES = "\n\t\r\u3000\u00a0\u2009\u200b\ufeff\u202f"  # these are not printable, but text


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where a record stands: its file and the path of its entry in it."""

    file: YamlFile = field(compare=False, repr=False)
    trail: Trail = ()

    def at(self, *trail: str | int) -> Where:
        """Return where an entry inside the record stands."""
        return Where(file=self.file, trail=(*self.trail, *trail))

    def place(self, *trail: str | int) -> Place:
        """Return the place of a value of the record, or of the record."""
        return self.file.place((*self.trail, *trail))
