"""One YamlFile -> its validated shape, with every structural problem in a curator's words."""

from __future__ import annotations

from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from factsheet.facts.yamlfile import Trail, YamlFile
from factsheet.problems import Problem, suggest

T = TypeVar("T")


def validate(shape: type[T], file: YamlFile) -> T | None:
    """Return the file's data as `shape`, or None after recording why in `file.problems`."""
    if file.problems or file.data is None:
        return None
    try:
        return TypeAdapter(shape).validate_python(file.data)
    except ValidationError as failure:
        for error in failure.errors(include_url=False):
            file.problems.append(_problem(shape, file, error))
        return None


def _problem(shape: Any, file: YamlFile, error: Any) -> Problem:
    trail: Trail = tuple(part for part in error["loc"] if part != "[key]")
    context = error.get("ctx", {})
    kind, value = error["type"], error.get("input")
    field = str(trail[-1]) if trail else "the file"
    hint = ""
    if kind == "extra_forbidden":
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
    """Return the field names of the model that stands at `trail` in `shape`."""
    for part in trail:
        shape = _model(shape)
        if isinstance(shape, type) and issubclass(shape, BaseModel):
            names = {(f.alias or name): f.annotation for name, f in shape.model_fields.items()}
            shape = names.get(str(part), Any)
        else:
            arguments = get_args(shape)
            shape = arguments[-1] if arguments else Any
    shape = _model(shape)
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return [f.alias or name for name, f in shape.model_fields.items()]
    return []


def _model(shape: Any) -> Any:
    """Look through Annotated and optional to the type that holds fields or items."""
    while True:
        if hasattr(shape, "__metadata__"):
            shape = get_args(shape)[0]
            continue
        arguments = [a for a in get_args(shape) if a is not type(None)]
        if len(arguments) == 1 and get_origin(shape) not in (list, dict):
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
    "list_type": "a list",
    "model_type": "fields (key: value)",
    "model_attributes_type": "fields (key: value)",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "greater_than_equal": "a number from 1",
}
