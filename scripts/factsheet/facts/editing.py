"""A factbook -> JSON Schemas for an editor: what may be typed, said in words, keys to complete.

The schema of `schema` says what records hold once they are read. Here stands what a curator may
type for it: one value for a list of one, a word such as `none`, a number without quotes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin

from pydantic import BeforeValidator, TypeAdapter

from factsheet.facts.described import descriptions
from factsheet.facts.drawn import as_drawn
from factsheet.facts.entry import OPEN, Record, parts_of
from factsheet.facts.factbook import Factbook
from factsheet.facts.fields import Listed, in_any_language, it_is_printed, none_printed
from factsheet.facts.schema import FILES
from factsheet.messages import spoken

Schema: TypeAlias = dict[str, Any]
NULL = {"type": "null"}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def editor_schemas(book: Factbook) -> Mapping[str, Schema]:
    """Return the schema of each kind of file by its path, as in `FILES`, for one sheet."""
    keys = _keys(book)
    return {path: _schema(kind, keys, book.languages) for path, kind in FILES.items()}


def files_of(path: str, book: Factbook) -> list[str]:
    """Return the files of a sheet that are of a kind, as an editor matches them."""
    if "<topic>/<section>" in path:
        return [f"facts/{topic.key}/*.yml" for topic in book.topics]
    folder, _, name = path.rpartition("/")
    return [f"{folder}/*.yml"] if name.startswith("<") else [path]


def _keys(book: Factbook) -> Mapping[str, list[str]]:
    """Return what there is to name in a sheet, by kind."""
    facts = [*book.facts, *book.drafts]
    return {
        "name": sorted(book.names),
        "source": sorted(book.sources),
        "indicator": sorted(book.indicators),
        "fact": sorted(fact.id for fact in facts),
        "figure": sorted(f"{fact.id}.{name}" for fact in facts for name in fact.figures),
        "section": sorted({key for topic in book.topics for key in topic.order}),
        "chart": sorted(chart.id for chart in book.charts),
        "field": sorted(book.printed.fields) if book.printed else [],
    }


def _schema(kind: Any, keys: Mapping[str, list[str]], languages: tuple[str, ...]) -> Schema:
    schema: Schema = TypeAdapter(kind).json_schema()
    shapes = {**schema.get("$defs", {})}
    if isinstance(kind, type) and issubclass(kind, Record):
        shapes[kind.__name__] = schema
    for record in _records(kind):
        shape = shapes.get(record.__name__)
        if shape is not None:
            _reword(record, shape, keys)
    if "Drawn" in shapes:
        named = shapes["Drawn"]["properties"]["figure"]
        schema["$defs"]["Drawn"] = {"anyOf": [named, shapes["Drawn"]]}
    _loosen(schema, languages)
    return {"$schema": DIALECT, **schema}


def _records(kind: Any) -> set[Any]:
    """Return the records that a type is made of."""
    found: set[Any] = set()
    waiting = [kind]
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, Record):
            record: Any = one
            if record not in found:
                found.add(record)
                waiting += [part.hint for part in parts_of(record) if part.given is None]
        else:
            waiting += get_args(one)
    return found


def _reword(record: Any, shape: Schema, keys: Mapping[str, list[str]]) -> None:
    """Make of a record's shape what is typed for it."""
    name, meant = record.__name__, descriptions()
    for part in parts_of(record):
        if part.given is not None:
            continue
        if part.key == OPEN:
            _, value = get_args(_bare(part.hint)[0])
            shape["additionalProperties"] = _as_typed(value, shape["additionalProperties"])
            continue
        own = shape["properties"][part.key]
        own.pop("default", None)
        if known := keys.get(REFERS.get((name, part.key), ""), []):
            _complete(own, known)
        own = _as_typed(part.hint, own)
        words = meant.get(f"{name}.{part.key}") or meant.get(part.key)
        told = {"description": words[spoken()]} if words else {}
        shape["properties"][part.key] = {**own, **told}
    shape["description"] = meant[name][spoken()] if name in meant else shape.get("description", "")


def _as_typed(hint: Any, own: Schema) -> Schema:
    """Return the schema of what may be typed for a type, from that of what it holds."""
    kind, reads = _bare(hint)
    arguments = [argument for argument in get_args(kind) if argument is not type(None)]
    if get_origin(kind) in (Union, UnionType) and len(arguments) == 1:
        ways = own.get("anyOf", [])
        own = {**own, "anyOf": [w if w == NULL else _as_typed(arguments[0], w) for w in ways]}
    elif get_origin(kind) is Mapping:
        if isinstance(own.get("additionalProperties"), dict):
            value = _as_typed(arguments[1], own["additionalProperties"])
            own = {**own, "additionalProperties": value}
        elif "patternProperties" in own:
            values = own["patternProperties"].items()
            typed = {key: _as_typed(arguments[1], value) for key, value in values}
            own = {**own, "patternProperties": typed}
    for read in reads:
        if read in _OTHERWISE:
            own = {"anyOf": [*_OTHERWISE[read](own), own]}
    return own


def _bare(hint: Any) -> tuple[Any, list[Callable[..., Any]]]:
    """Return a type without its marks, and what reads its values first."""
    marks = getattr(hint, "__metadata__", ())
    reads = [mark.func for mark in marks if isinstance(mark, BeforeValidator)]
    return (get_args(hint)[0] if marks else hint), reads


def _complete(shape: Any, known: Iterable[str]) -> None:
    """Let every key of a shape be one of those known."""
    if isinstance(shape, list):
        for each in shape:
            _complete(each, known)
    elif isinstance(shape, dict):
        if shape.get("type") == "string":
            shape.pop("pattern", None)
            shape["enum"] = list(known)
        for each in shape.values():
            _complete(each, known)


def _loosen(shape: Any, languages: tuple[str, ...]) -> None:
    """Take numbers and true for texts, as YAML reads them without quotes; offer the languages."""
    if isinstance(shape, list):
        for each in shape:
            _loosen(each, languages)
    if not isinstance(shape, dict):
        return
    shape.pop("title", None) if isinstance(shape.get("title"), str) else None
    for each in shape.values():
        _loosen(each, languages)
    if shape.get("type") == "string":
        shape["type"] = ["string", "number", "boolean"]
    texts = shape.get("additionalProperties")
    if isinstance(texts, dict) and ("type" in texts or "Forms" in texts.get("$ref", "")):
        shape["properties"] = dict.fromkeys(languages, texts) | shape.get("properties", {})


_OTHERWISE: Mapping[Callable[..., Any], Callable[[Schema], list[Schema]]] = {
    Listed.func: lambda own: [own["items"]],
    in_any_language: lambda _: [{"type": "string"}],
    as_drawn: lambda _: [],  # stands at the record
    none_printed: lambda _: [{"const": "none"}],
    it_is_printed: lambda _: [{"const": "printed"}],
}
# Which fields name what, by record and key.
REFERS = {
    ("Figure", "indicator"): "indicator",
    ("Figure", "scope"): "name",
    ("Citation", "source"): "source",
    ("Aside", "source"): "source",
    ("Silent", "through"): "source",
    ("Exclusion", "source"): "source",
    ("Fact", "by"): "name",
    ("Fact", "city"): "name",
    ("Fact", "field"): "field",
    ("Fact", "fulfilled_by"): "fact",
    ("Fact", "reported_by"): "fact",
    ("Fact", "updates"): "fact",
    ("Caveat", "facts"): "fact",
    ("Name", "city"): "name",
    ("Indicator", "growth_of"): "indicator",
    ("Indicator", "parts"): "indicator",
    ("Home", "pinned"): "indicator",
    ("Home", "highlights"): "indicator",
    ("Topic", "highlights"): "indicator",
    ("Topic", "sections"): "section",
    ("Notice", "fact"): "fact",
    ("Question", "section"): "section",
    ("EditionInfo", "subject"): "name",
    ("Disagreement", "facts"): "fact",
    ("Correction", "fact"): "fact",
    ("Link", "stops"): "name",
    ("Link", "facts"): "fact",
    ("Drawn", "figure"): "figure",
    ("Chart", "section"): "section",
    ("Cities", "section"): "section",
    ("Timeline", "section"): "section",
    ("SitePlace", "name"): "name",
    ("SitePlace", "fact"): "fact",
    ("Bend", "from"): "name",
    ("Bend", "to"): "name",
    ("StageEntry", "fact"): "fact",
    ("Listed", "name"): "name",
    ("Listed", "fact"): "fact",
    ("Listed", "zone"): "name",
    ("Step", "fact"): "fact",
    ("Point", "facts"): "fact",
    ("Brief", "figures"): "indicator",
    ("Brief", "chart"): "chart",
    ("Brief", "modes"): "chart",
}
