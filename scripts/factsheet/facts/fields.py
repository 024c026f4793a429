"""The types of typed fields: texts, keys, lines, periods and days, checked while they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, TypeAlias, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetPydanticSchema,
    StringConstraints,
)
from pydantic_core import CoreSchema, core_schema

from factsheet.facts.entry import RefusedError
from factsheet.figures.periods import Period, PeriodError, parse_period
from factsheet.messages import said, say

K = TypeVar("K")
V = TypeVar("V")


def typed_as(kind: Any, read: Callable[[Any], Any]) -> GetPydanticSchema:
    """Return the mark of a field that is typed as one kind and read into another."""

    def schema(_: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(read, handler.generate_schema(kind))

    return GetPydanticSchema(schema)


def several(least: int = 1, most: int | None = None) -> GetPydanticSchema:
    """Return the mark of a tuple that has so many entries, however many of them are wrong."""
    return GetPydanticSchema(
        lambda source, handler: _tuple(handler.generate_schema(get_args(source)[0]), least, most)
    )


def pair_of(kind: Any) -> GetPydanticSchema:
    """Return the mark of a pair that is typed as a list of two."""
    return GetPydanticSchema(lambda _, handler: _tuple(handler.generate_schema(kind), 2, 2))


def one_of(*words: str) -> GetPydanticSchema:
    """Return the mark of a field that takes one of these words."""
    return GetPydanticSchema(lambda _, __: core_schema.literal_schema(list(words)))


def pattern(expression: str, longest: int | None = None) -> StringConstraints:
    """Return the mark of a text that matches an expression."""
    return StringConstraints(pattern=expression, max_length=longest)


def frozen(mapping: Mapping[K, V]) -> Mapping[K, V]:
    """Return a mapping that nothing can change."""
    return MappingProxyType(dict(mapping))


def _tuple(entry: CoreSchema, least: int, most: int | None) -> CoreSchema:
    """Return the schema of a list that is kept as a tuple; a tuple's own counts no wrong entry."""
    entries = core_schema.list_schema(entry, min_length=least, max_length=most)
    return core_schema.no_info_after_validator_function(tuple, entries)


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def in_any_language(value: Any) -> Any:
    """Read a text that stands for every language."""
    return {"*": value} if isinstance(value, str) else value


def none_printed(typed: Any) -> Any:
    """Read `none`: the article prints nothing of the kind."""
    return None if typed == "none" else typed


def it_is_printed(typed: Any) -> Any:
    """Read `printed`: the article prints it, so that it needs no basis."""
    return None if typed == "printed" else typed


def _period(text: str) -> Period:
    try:
        return parse_period(text)
    except PeriodError as error:
        raise RefusedError(rule="period", message=said(error), hint=_PERIODS) from None


def _day(text: str) -> date:
    period = _period(text)
    if period.form != "day" or period.reach or period.start is None:
        message = say("{text} is not a day", text=text)
        raise RefusedError(rule="period", message=message, hint=say("write a day: 2026-01-05"))
    return period.start


_PERIODS = say(
    "write 2024, 2024-H1, 2024-Q3, 2024-09, 2024-01/2024-08, 2021/2025, "
    "2023-10-29, 2025-spring, to 2024-09-18, since 2023 or none"
)

# Forms of texts; `validate` says each in words.
WORD, FIGURE = r"^[a-z][a-z0-9_-]*$", r"^[a-z0-9-]+\.[a-z][a-z0-9_-]*$"
FILE, HASH, LETTER = r"^[A-Za-z0-9._-]+$", r"^[0-9a-f]{64}$", r"^[A-Z]{1,2}([1-9][0-9]*)?$"
WEB, CONTACT = r"^https://\S+$", r"^(https?://\S+|[^\s@:/]+@[^\s@:/]+)$"

Listed = BeforeValidator(_listed)  # one value stands for a list of one
Frozen = AfterValidator(frozen)

Text: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)
]
Key: TypeAlias = Annotated[str, pattern(r"^[a-z0-9]+(-[a-z0-9]+)*$", 80)]
Slot: TypeAlias = Annotated[str, pattern(WORD, 40)]
FigureRef: TypeAlias = Annotated[str, pattern(FIGURE, 120)]
Near: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=12)]
Line: TypeAlias = Annotated[int, Field(ge=1)]
Lines: TypeAlias = Annotated[tuple[Line, ...], Listed]
Keys: TypeAlias = Annotated[tuple[Key, ...], Listed]
Strings: TypeAlias = Annotated[tuple[Text, ...], Listed]
Texts: TypeAlias = Annotated[Mapping[str, Text], Field(min_length=1), Frozen]
Printed: TypeAlias = Annotated[Mapping[Slot, Text], Frozen]
# A label or cell that reads alike in every language is typed once and kept under "*".
AnyTexts: TypeAlias = Annotated[Texts, BeforeValidator(in_any_language)]
CellTexts: TypeAlias = Annotated[Mapping[str, str], Frozen, BeforeValidator(in_any_language)]
Dated: TypeAlias = Annotated[Period, typed_as(Text, _period)]
Day: TypeAlias = Annotated[date, typed_as(Text, _day)]
_Coordinate = Annotated[int, Field(ge=0, le=400)]
Point: TypeAlias = Annotated[tuple[int, int], pair_of(_Coordinate)]
Span: TypeAlias = Annotated[tuple[int, int], pair_of(Line)]
