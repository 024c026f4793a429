"""One YamlFile -> its records, with everything that is wrong in it in a curator's words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError

from factsheet.facts.entry import OPEN, Reading, Record, RefusedError, keys_of, placed
from factsheet.facts.fields import CONTACT, FIGURE, FILE, HASH, LETTER, WEB, WORD
from factsheet.facts.yamlfile import Trail, Where, YamlFile
from factsheet.figures.units import Units, package_units
from factsheet.messages import NOTHING, Message, either, quoted, say
from factsheet.problems import Problem, suggest

T = TypeVar("T")


def validate(shape: type[T], file: YamlFile, units: Units | None = None) -> T | None:
    """Return the file's data as `shape`; what is wrong is recorded in `file.problems`.

    None where it is unsound: a figure that cannot be read is recorded, and its record made.
    """
    if file.problems:
        return None
    kind: Any = shape
    units = units or package_units()
    for_units, known = file.records.get(kind, (None, None))
    if known is not None and for_units == units:
        return known  # type: ignore[no-any-return]
    file.unfold()
    if file.data is None:
        return None
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
    named = next((str(part) for part in reversed(trail) if isinstance(part, str)), "")
    field = named or say("the file")
    hint = NOTHING
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        known = _fields(shape, trail[:-1])
        message = say("unknown field {field!r}", field=field)
        hint = suggest(field, known) or say("known here: {known}", known=", ".join(known))
        if ":" in field:
            hint = say("type a space after the colon")
    elif kind == "missing":
        message, trail = say("the field {field!r} is missing", field=field), trail[:-1]
        hint = say("add {field}: with the same indent as the other fields", field=field)
    elif kind == "literal_error":
        message = say("{value!r} is not allowed for {field!r}", value=value, field=field)
        known = re.findall("'([^']*)'", str(context.get("expected", "")))
        hint = suggest(str(value), known) or say("use {expected}", expected=either(known))
    elif kind in _EXPECTED:
        message = say(
            "{field!r}: expected {expected}, found {found}",
            field=field,
            expected=_EXPECTED[kind],
            found=_describe(value),
        )
        hint = _CURES.get(kind, _INDENT)
    elif kind == "string_pattern_mismatch":
        message = say("{value} is not allowed as {field!r}", value=_shorten(value), field=field)
        hint = _FORMS.get(str(context.get("pattern")), _KEYS)
    elif kind in ("string_too_short", "string_too_long", "too_short", "too_long"):
        if "too_short" in kind:
            message = say("{field!r} is empty or too short", field=field)
            hint = say("at least {limit}", limit=context.get("min_length"))
        else:
            message = say("{field!r} is too long", field=field)
            limit = context.get("max_length")
            characters = kind == "string_too_long"
            hint = (
                say("at most {limit} characters", limit=limit)
                if characters
                else say("at most {limit}", limit=limit)
            )
    else:
        message = say("{field!r}: {error}", field=field, error=error["msg"].lower())
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


def _describe(value: Any) -> Message:
    if isinstance(value, dict):
        return _FIELDS
    if isinstance(value, list):
        return _LIST
    return quoted(_shorten(value))


def _shorten(value: Any) -> str:
    text = str(value)
    return repr(text if len(text) <= 40 else text[:40] + "…")  # one line of a message


_FIELDS, _TEXT, _LIST = say("fields (key: value)"), say("a text"), say("a list")
_NUMBER = say("a whole number")
_KEYS = say("use small letters, digits and hyphens")
_FORMS = {
    WORD: say("use small letters, digits, hyphens and _; a letter first"),
    FIGURE: say("write the fact and its figure: goods-trade-2024.total"),
    LETTER: say("one or two capital letters and a number: F1"),
    HASH: say("64 digits that the program writes; leave it as it was"),
    FILE: say("the name of a file without folder, in letters, digits, points and hyphens"),
    WEB: say("write an address that begins with https://"),
    CONTACT: say("write an e-mail address, such as desk@example.org, or one with https://"),
}
_EXPECTED = {
    "string_type": _TEXT,
    "dict_type": _FIELDS,
    "mapping_type": _FIELDS,
    "dataclass_type": _FIELDS,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "model_type": _FIELDS,
    "model_attributes_type": _FIELDS,
    "int_parsing": _NUMBER,
    "int_type": _NUMBER,
    "greater_than_equal": say("a number from 1"),
}
_DIGITS = say("type a number in half-width digits, such as 37, and nothing else")
_INDENT = say("compare with a similar entry: the indent, a - before each item, a space after :")
_CURES = {
    "string_type": say("put a text that starts with {{ or [ in quotes"),
    "int_parsing": _DIGITS,
    "int_type": _DIGITS,
    "greater_than_equal": _DIGITS,
}
