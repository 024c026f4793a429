"""What every record of facts/ is: an entry of a YAML file, typed once, frozen, with its place.

The annotations of a record are the shape of its entry; pydantic reads them, refuses fields that
are not declared, and finds all problems of a file at once. `Given` fields are those nobody types:
the place of the entry, what the place says, and what `settle` makes of typed ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field as DataclassField
from dataclasses import dataclass, fields
from functools import cache, partial
from typing import Annotated, Any, ClassVar, TypeAlias, TypeVar, get_args, get_type_hints

from pydantic import ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticOmit, core_schema

from factsheet.facts.yamlfile import Trail, Where
from factsheet.figures.units import Units
from factsheet.messages import Message

T = TypeVar("T")
# Aliases that nobody can type: strict YAML refuses the character.
OPEN = "\0open"  # of the field that takes the keys which are no field, such as languages
GIVEN = Field(init=False, default=None, alias="\0given")


class RefusedError(ValueError):
    """A value that its record does not take: the rule, the message, a hint, and where it stands.

    A `mild` one is reported, and the sheet is read all the same.
    """

    def __init__(
        self, *, rule: str, message: Message, hint: Message, at: Trail = (), mild: bool = False
    ) -> None:
        """Keep what a problem needs; `at` leads from the record to the value."""
        super().__init__(message)
        self.rule, self.message, self.hint, self.at, self.mild = rule, message, hint, at, mild


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What records are read by: the units known; `lenient` lets mild refusals pass."""

    units: Units
    lenient: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """Marks a field that nobody types; `of` reads it from the place of the record."""

    of: Callable[[Where], Any] | None = None

    def __get_pydantic_core_schema__(self, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        """Check nothing: no input reaches it."""
        return core_schema.any_schema()

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> Any:
        """Leave the field out of the schema that curators see."""
        raise PydanticOmit


At: TypeAlias = Annotated[Where, GIVEN, Given(lambda where: where)]
EntryKey: TypeAlias = Annotated[str, GIVEN, Given(lambda where: str(where.trail[-1]))]
FileKey: TypeAlias = Annotated[str, GIVEN, Given(lambda where: where.file.stem)]
FolderKey: TypeAlias = Annotated[str, GIVEN, Given(lambda where: where.file.folder)]


class Record:
    """Base of all records of facts/."""

    __slots__ = ()
    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    def settle(self, reading: Reading) -> None:
        """Make of the typed fields what is read from them; raise RefusedError."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Gather the open keys before a record is read, and settle it after."""
        schema: Any = handler.resolve_ref_schema(handler(source))
        name = schema.pop("ref", None)  # what refers to the record by name means all of this
        if any(part.key == OPEN for part in parts_of(source)):
            gather = partial(_gathered, frozenset(keys_of(source)))
            schema = core_schema.no_info_before_validator_function(gather, schema)
        if cls.settle is not Record.settle:
            schema = core_schema.with_info_after_validator_function(_settled, schema)
        return {**schema, "ref": name} if name else schema

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Say what open keys hold."""
        found = handler(schema)
        shape = handler.resolve_ref_schema(found)
        if OPEN in shape.get("properties", {}):
            shape["additionalProperties"] = shape["properties"].pop(OPEN)["additionalProperties"]
            shape["required"] = [key for key in shape.get("required", ()) if key != OPEN]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A field of a record: its name, the key it is typed under, its type."""

    name: str
    key: str
    hint: Any
    given: Given | None


@cache
def parts_of(kind: Any) -> tuple[Part, ...]:
    """Return the fields of a record."""
    hints = get_type_hints(kind, include_extras=True)
    return tuple(_part(field, hints[field.name]) for field in fields(kind))


def keys_of(kind: type) -> dict[str, Any]:
    """Return the keys that can be typed in an entry, with their types."""
    return {p.key: p.hint for p in parts_of(kind) if p.given is None and p.key != OPEN}


def placed(value: T, where: Where) -> T:
    """Give the records in a value their places; nobody has seen them yet."""
    if isinstance(value, Record):
        kind: Any = type(value)
        for name, of in _given(kind):
            give(value, **{name: of(where)})
        for name, trail in _holders(kind):
            placed(getattr(value, name), where.at(*trail))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            placed(item, where.at(key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            placed(item, where.at(index))
    return value


def give(record: Record, **values: Any) -> None:
    """Set given fields of a record that is still being read: afterwards nothing changes it."""
    for name, value in values.items():
        object.__setattr__(record, name, value)


@cache
def _given(kind: Any) -> tuple[tuple[str, Callable[[Where], Any]], ...]:
    """Return the fields that the place of a record gives."""
    given = ((part.name, part.given.of) for part in parts_of(kind) if part.given is not None)
    return tuple((name, of) for name, of in given if of is not None)


@cache
def _holders(kind: Any) -> tuple[tuple[str, Trail], ...]:
    """Return the fields that hold records, each with the way to it."""
    return tuple(
        (part.name, () if part.key == OPEN else (part.key,))
        for part in parts_of(kind)
        if part.given is None and _holds(part.hint)
    )


def _holds(hint: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, Record):
        return True
    return any(_holds(argument) for argument in get_args(hint))


def _part(field: DataclassField[Any], hint: Any) -> Part:
    marks: tuple[Any, ...] = getattr(hint, "__metadata__", ())
    given = next((mark for mark in marks if isinstance(mark, Given)), None)
    alias = next((mark.alias for mark in marks if isinstance(mark, FieldInfo) and mark.alias), None)
    return Part(name=field.name, key=alias or field.name, hint=hint, given=given)


def _gathered(known: frozenset[str], data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    typed = {key: value for key, value in data.items() if key in known}
    return typed | {OPEN: {key: value for key, value in data.items() if key not in known}}


def _settled(record: Record, info: ValidationInfo) -> Record:
    reading = info.context
    assert isinstance(reading, Reading)
    try:
        record.settle(reading)
    except RefusedError as refusal:
        if not (refusal.mild and reading.lenient):
            raise
    return record
