"""Values -> bytes and back, and a digest: the same for equal values, in whatever process.

For a digest no reference is shared within the bytes, and sets are sorted, so that they depend on
nothing but what a value says: trees only, for a value that holds itself has no end. Sets stand in
the fields of records, for a digest alone in no tuple and no mapping.
"""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache, partial
from io import BytesIO
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeAlias

from factsheet.cache.inputs import digest

Stands: TypeAlias = Mapping[type, Callable[[Any], str]]
Reduce: TypeAlias = Callable[[Any], Any]


class _Reductions(dict[type, Reduce]):
    """How values are taken apart: as `copyreg` has it, and records with slots by their fields.

    A frozen record with slots is put together field by field in Python, half as fast.
    """

    def __missing__(self, kind: type) -> Reduce:
        if issubclass(kind, type):
            raise KeyError(kind)  # a class is known by its name
        self[kind] = copyreg.dispatch_table.get(kind) or self.by_fields(kind) or _by_itself
        return self[kind]

    def by_fields(self, kind: type) -> Reduce | None:
        values = _values(kind)
        return values and (lambda value: (_record, (kind, *values(value))))


class _Ordered(_Reductions):
    """The same with the sets of records in order."""

    def by_fields(self, kind: type) -> Reduce | None:
        values = _values(kind)
        return values and (lambda value: (_record, (kind, *map(_in_order, values(value)))))


class Pickler(pickle.Pickler):
    """Writes values that the program itself reads again, with `pickle`."""

    dispatch_table = _Reductions()


def packed(value: Any) -> bytes:
    """Return a value as bytes."""
    content = BytesIO()
    Pickler(content, PROTOCOL).dump(value)
    return content.getvalue()


def unpacked(content: bytes) -> Any:
    """Return the value of these bytes, which the program itself has written."""
    return pickle.loads(content)  # noqa: S301 - our own bytes


def digest_of(value: Any, stands: Stands = MappingProxyType({})) -> str:
    """Return the digest of a value; for those of some types stands what is given for them."""
    content = BytesIO()
    _Digester(content, _ordered(tuple(stands.items()))).dump(value)
    return digest(content.getvalue())


def digest_and_texts(value: Any, stands: Stands) -> tuple[str, frozenset[str]]:
    """Return the digest of a value, and all texts in it."""
    content = BytesIO()
    reader = _Reader(content, _ordered(tuple(stands.items())))
    reader.dump(value)
    return digest(content.getvalue()), frozenset(reader.texts)


class _Digester(Pickler):
    def __init__(self, file: BytesIO, reductions: _Reductions) -> None:
        self.dispatch_table = reductions
        super().__init__(file, PROTOCOL)
        self.fast = True  # no reference within the bytes


class _Reader(_Digester):
    """Looks at all that is written: it takes half as long again."""

    def __init__(self, file: BytesIO, reductions: _Reductions) -> None:
        super().__init__(file, reductions)
        self.texts: set[str] = set()

    def persistent_id(self, value: Any) -> Any:
        kind = type(value)
        if kind is str:
            self.texts.add(value)
        elif kind in _SETS:
            return kind.__name__, sorted(value)
        return None


@cache
def _ordered(stands: tuple[tuple[type, Callable[[Any], str]], ...]) -> _Reductions:
    """Return how values are taken apart for a digest: sets in order, some values by what stands."""
    return _Ordered({kind: partial(_stood, stand) for kind, stand in stands})


def _stood(stand: Callable[[Any], str], value: Any) -> Any:
    return str, (stand(value),)


def _values(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return what gives the values of a record with slots; None for other types."""
    if not is_dataclass(kind) or "__slots__" not in kind.__dict__:
        return None
    names = [field.name for field in fields(kind)]
    if len(names) < 2:
        return lambda value: tuple(getattr(value, name) for name in names)
    return attrgetter(*names)


def _in_order(value: Any) -> Any:
    return (type(value).__name__, sorted(value)) if type(value) in _SETS else value


def _by_itself(value: Any) -> Any:
    return value.__reduce_ex__(PROTOCOL)


def _record(kind: type, *values: Any) -> Any:
    record: Any = object.__new__(kind)
    for put, value in zip(_setters(kind), values, strict=True):
        put(record, value)
    return record


@cache
def _setters(kind: type) -> tuple[Callable[[Any, Any], None], ...]:
    """Return what puts a value in each field of a record that nobody has seen yet."""
    return tuple(getattr(kind, field.name).__set__ for field in fields(kind))


def _proxy(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


def _reduced(mapping: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _proxy, (dict(mapping),)


PROTOCOL = pickle.HIGHEST_PROTOCOL
_SETS = (set, frozenset)
copyreg.pickle(MappingProxyType, _reduced)
