"""One YamlFile -> its records, with everything that is wrong in it in a curator's words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from factsheet.facts.entry import OPEN, Reading, Record, RefusedError, keys_of, placed
from factsheet.facts.yamlfile import Trail, Where, YamlFile
from factsheet.figures.units import Units, package_units
from factsheet.problems import Problem, suggest

T = TypeVar("T")


def validate(shape: type[T], file: YamlFile, units: Units | None = None) -> T | None:
    """Return the file's data as `shape`; what is wrong is recorded in `file.problems`.

    None where it is unsound: a figure that cannot be read is recorded, and its record made.
    """
    if file.problems or file.data is None:
        return None
    kind: Any = shape
    units = units or package_units()
    for_units, known = file.records.get(kind, (None, None))
    if known is not None and for_units == units:
        return known  # type: ignore[no-any-return]
    adapter: TypeAdapter[T] = _adapter(kind)
    for lenient in (False, True):
        try:
            reading = Reading(units=units, lenient=lenient)
            found = adapter.validate_python(file.data, context=reading)
        except ValidationError as failure:
            errors = failure.errors(include_url=False)
            file.problems.extend(_problem(shape, file, error) for error in errors)
            if not all(_is_mild(error) for error in errors):
                return None
        else:
            record = placed(found, Where(file=file))
            file.records[kind] = units, record
            return record
    return None


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def _is_mild(error: Any) -> bool:
    refusal = error.get("ctx", {}).get("error")
    return isinstance(refusal, RefusedError) and refusal.mild


def _problem(shape: Any, file: YamlFile, error: Any) -> Problem:
    trail: Trail = tuple(part for part in error["loc"] if part not in ("[key]", OPEN))
    context = error.get("ctx", {})
    if isinstance(refusal := context.get("error"), RefusedError):
        return Problem(
            place=file.place((*trail, *refusal.at)),
            rule=refusal.rule,
            message=refusal.message,
            hint=refusal.hint,
        )
    kind, value = error["type"], error.get("input")
    field = str(trail[-1]) if trail else "the file"
    hint = ""
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        known = _fields(shape, trail[:-1])
        message = f"unknown field {field!r}"
        hint = suggest(field, known) or f"known here: {', '.join(known)}"
    elif kind == "missing":
        message, trail = f"the field {field!r} is missing", trail[:-1]
    elif kind == "literal_error":
        message = f"{value!r} is not allowed for {field!r}"
        expected = str(context.get("expected", "")).replace("'", "")
        hint = suggest(str(value), expected.replace(" or ", ", ").split(", ")) or f"use {expected}"
    elif kind in _EXPECTED:
        message = f"{field!r}: expected {_EXPECTED[kind]}, found {_describe(value)}"
        hint = "put a text that starts with { or [ in quotes" if kind == "string_type" else ""
    elif kind == "string_pattern_mismatch":
        message = f"{_shorten(value)} is not allowed as {field!r}"
        hint = (
            "use small letters, digits and hyphens"
            if field in ("id", "key")
            else (f"it must match {context.get('pattern')}")
        )
    elif kind in ("string_too_short", "string_too_long", "too_short", "too_long"):
        limit = context.get("max_length", context.get("min_length"))
        few = "too_short" in kind
        message = f"{field!r} is {'empty or too short' if few else 'too long'}"
        hint = f"at {'least' if few else 'most'} {limit}"
    else:
        message = f"{field!r}: {error['msg'].lower()}"
    return Problem(place=file.place(trail), rule="structure", message=message, hint=hint)


def _fields(shape: Any, trail: Trail) -> list[str]:
    """Return the keys that the record at `trail` in `shape` takes."""
    for part in trail:
        shape = _model(shape)
        if keys := _keys(shape):
            shape = keys.get(str(part), Any)
        else:
            arguments = [a for a in get_args(shape) if a is not Ellipsis]
            shape = arguments[-1] if arguments else Any
    return list(_keys(_model(shape)))


def _keys(shape: Any) -> Mapping[str, Any]:
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return {name: field.annotation for name, field in shape.model_fields.items()}
    return keys_of(shape) if isinstance(shape, type) and issubclass(shape, Record) else {}


def _model(shape: Any) -> Any:
    """Look through Annotated and optional to the type that holds fields or items."""
    while True:
        if hasattr(shape, "__metadata__"):
            shape = get_args(shape)[0]
            continue
        arguments = [a for a in get_args(shape) if a is not type(None)]
        if len(arguments) == 1 and get_origin(shape) in (Union, UnionType):
            shape = arguments[0]
            continue
        return shape


def _describe(value: Any) -> str:
    if isinstance(value, dict):
        return "fields (key: value)"
    if isinstance(value, list):
        return "a list"
    return _shorten(value)


def _shorten(value: Any) -> str:
    text = str(value)
    return repr(text if len(text) <= 40 else text[:40] + "…")  # one line of a message


_EXPECTED = {
    "string_type": "a text",
    "dict_type": "fields (key: value)",
    "mapping_type": "fields (key: value)",
    "dataclass_type": "fields (key: value)",
    "list_type": "a list",
    "tuple_type": "a list",
    "model_type": "fields (key: value)",
    "model_attributes_type": "fields (key: value)",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "greater_than_equal": "a number from 1",
}
