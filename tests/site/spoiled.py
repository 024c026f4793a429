"""A sheet with a hostile sign in every text: which fields are texts, the schema of facts/ says.

What the schema allows and the sheet leaves out is filled in, so that a new field of the schema is
spoiled without a word here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from factsheet.facts.schema import json_schema

schemas = cache(json_schema)
# Sound Markdown, HTML, attribute lists, formulas, and pieces that would end what they stand in;
# `{n}` becomes a word of its own in each.
SIGNS = (
    "<script>alert('{n}')</script>",
    '"><img src=x onerror=alert({n})>',
    "'\" onfocus=alert({n}) autofocus x='",
    "</script><svg onload=alert({n})>",
    "</title></style></textarea><x-{n}>",
    "<!-- {n} -->",
    "--><iframe srcdoc={n}>",
    "]><a href=javascript:alert({n})>",
    "`code {n}` __bold__ _em_",
    "[x {n}](javascript:alert)",
    "![x {n}](https://example.org/h)",
    "[{n}]: https://example.org/h",
    "[^{n}] [^{n}]: note",
    "&lt;b {n}&gt; &amp;amp; &lsqb;i&rsqb;",
    "<https://example.org/h{n}>",
    "https://example.org/h{n} h{n}@example.org",
    "^sup {n}^ ~sub~ ~~del~~ ==mark== ^^ins^^",
    "\\*x {n}\\* | y \\| z",
    "| a {n} | b | --- |",
    "# {n} ## h",
    "> {n} >> q",
    "- {n} - l",
    "+ {n} + l",
    "!!! note {n}",
    "??? note {n}",
    '=== "tab {n}"',
    "``` sh {n} ```",
    "~~~ sh {n} ~~~",
    "--x<-- {n}",
    "\\(x {n}\\) \\[y\\]",
    ":material-home: ++ctrl+{n}++",
    "*[{n}]: abbr",
    "--- {n} * * *",
    '=HYPERLINK("https://example.org/h {n}")',
    "=cmd|' /C {n}'!A",
    "@SUM({n})",
    "-x+{n}",
    "#set page(fill: {n}) @ref <label>",
    "//{n} /* c */ \\u",
    "on{n}=alert(this)",
)
# What has a grammar of its own, or is to be found in an article: no text to be shown as it is.
GRAMMAR = {
    "printed", "formula", "unit", "near", "read", "evidence", "words", "period", "periods",
    "issued", "next", "date", "cutoff", "pattern", "said", "table", "url",
}  # fmt: skip
# Texts for curators and the search alone, as record and field.
INTERNAL = {("Reason", "reason"), ("Aside", "reason"), ("Exclusion", "note"),
            ("EditionInfo", "number"), ("EditionInfo", "generator"),
            ("EditionInfo", "confusions"), ("EditionInfo", "synonyms")}  # fmt: skip
LANGUAGES = ("zh", "en", "ja")
Field = tuple[str, str]


@dataclass(slots=True)
class Spoiler:
    """Puts a different sign into each text; remembers signs, and which fields it has seen."""

    signs: dict[str, str] = field(default_factory=dict)  # by their own words
    fields: dict[str, Field] = field(default_factory=dict)  # by the signs' words

    def spoil(self, path: str, text: str) -> str:
        """Return a file of facts/ with a sign in each of its texts."""
        schema = schemas()[kind_of(path)]
        data = yaml.load(text, yaml.BaseLoader)  # noqa: S506  # texts only
        spoiled = self._value(data, schema, schema.get("$defs", {}), ("", ""))
        return yaml.safe_dump(spoiled, allow_unicode=True, sort_keys=False, width=10_000)

    def _value(self, value: Any, schema: Any, shapes: Mapping[str, Any], place: Field) -> Any:
        shape = _fitting(value, schema, shapes)
        if is_text(shape) and isinstance(value, str):
            return self._sign(value, place)
        if isinstance(value, list):
            return [self._value(v, shape.get("items", {}), shapes, place) for v in value]
        if isinstance(value, dict):
            return self._record(value, shape, shapes, place)
        return value

    def _record(
        self, record: dict[str, Any], shape: Any, shapes: Mapping[str, Any], place: Field
    ) -> dict[str, Any]:
        title = shape.get("title", place[0]) if "properties" in shape else ""
        own = shape.get("properties", {})
        more = _others(shape)
        for key, wanted in own.items():
            if key not in record and key not in GRAMMAR and (title, key) not in LEFT_OUT:
                filled = _filling(wanted, shapes)
                if filled is not None:
                    record[key] = filled
        return {
            key: value
            if key in GRAMMAR or (title, key) in INTERNAL
            else self._value(
                value,
                own.get(key, more),
                shapes,
                (title, key if key in own else "*") if title else place,
            )
            for key, value in record.items()
        }

    def _sign(self, text: str, place: Field) -> str:
        number = len(self.signs)
        word = "zq" + "".join("abcdefghij"[int(digit)] for digit in f"{number:03}") + "q"
        sign = SIGNS[number % len(SIGNS)].replace("{n}", word)
        self.signs[word], self.fields[word] = sign, place
        return f"{sign} {text}" if number % 3 == 2 else f"{text} {sign}"


# Optional texts that would make another statement of a record, or that another field excludes.
LEFT_OUT = {("Fact", "period_basis"), ("Source", "url"), ("Name", "by")}


def text_fields() -> set[Field]:
    """Return every field of the schema that holds a text to be shown."""
    found: set[Field] = set()
    for schema in schemas().values():
        for title, shape in schema.get("$defs", {}).items():
            found |= set(_texts_of(title, shape, schema["$defs"]))
        found |= set(_texts_of(schema.get("title", ""), schema, schema.get("$defs", {})))
    return {f for f in found if f[1] not in GRAMMAR and f not in INTERNAL and f not in LEFT_OUT}


def is_text(shape: Any) -> bool:
    """Tell whether a shape is that of a free text."""
    closed = shape.keys() & {"pattern", "enum", "const"}
    return shape.get("type") == "string" and not closed and shape.get("maxLength", 2000) == 2000


def kind_of(path: str) -> str:
    """Return which kind of file of facts/ a path is, as the schema names it."""
    for kind in sorted(schemas(), key=lambda kind: kind.count("<")):
        pattern = re.sub(r"<\w+>", "[^/]+", kind)
        if re.fullmatch(pattern, path):
            return kind
    if path == "facts/names.yml":
        return "facts/names/<kind>.yml"
    raise KeyError(path)


def spoil_folder(project: Path) -> Spoiler:
    """Spoil every file of a project's facts/."""
    spoiler = Spoiler()
    for path in sorted((project / "facts").rglob("*.yml")):
        name = path.relative_to(project).as_posix()
        path.write_text(spoiler.spoil(name, path.read_text("utf-8")), "utf-8")
    return spoiler


def _texts_of(title: str, shape: Any, shapes: Mapping[str, Any]) -> Iterator[Field]:
    for key, wanted in shape.get("properties", {}).items():
        if any(_holds_text(way, shapes) for way in _ways(wanted, shapes)):
            yield title, key
    if "properties" in shape and is_text(_others(shape)):
        yield title, "*"


def _holds_text(shape: Any, shapes: Mapping[str, Any]) -> bool:
    if is_text(shape):
        return True
    inner = shape.get("items") or _others(shape)
    if not inner or "properties" in shape:
        return False
    return any("properties" not in way and _holds_text(way, shapes) for way in _ways(inner, shapes))


def _ways(shape: Any, shapes: Mapping[str, Any]) -> Iterator[Any]:
    """Iterate over the shapes that a value may have, references followed."""
    if "$ref" in shape:
        yield from _ways(shapes[shape["$ref"].rpartition("/")[2]], shapes)
    elif "anyOf" in shape:
        for way in shape["anyOf"]:
            yield from _ways(way, shapes)
    else:
        yield shape


def _others(shape: Any) -> Any:
    """Return the shape of values whose keys the schema does not name."""
    by_pattern = shape.get("patternProperties") or {}
    return shape.get("additionalProperties") or next(iter(by_pattern.values()), {})


def _fitting(value: Any, schema: Any, shapes: Mapping[str, Any]) -> Any:
    """Return the shape of a value among those it may have."""
    kind = {str: "string", list: "array", dict: "object"}.get(type(value), "null")
    ways = list(_ways(schema, shapes))
    return next((way for way in ways if way.get("type") == kind), ways[0] if ways else {})


@cache
def _plain() -> dict[str, str]:
    return dict(zip(LANGUAGES, ("文字", "Words", "文字"), strict=True))


def _filling(wanted: Any, shapes: Mapping[str, Any]) -> Any:
    """Return a text for a field that is left out, where it holds nothing else."""
    for way in _ways(wanted, shapes):
        if is_text(way):
            return "Words"
        if way.get("type") == "object" and "properties" not in way:
            inner = list(_ways(_others(way), shapes))
            if any(is_text(each) for each in inner):
                return dict(_plain())
        if way.get("type") == "array":
            items = list(_ways(way.get("items") or {}, shapes))
            if any(is_text(each) for each in items):
                return ["Words"]
            if any(each.get("type") == "object" and "properties" not in each for each in items):
                return [dict(_plain())]
    return None
