"""Values -> bytes and back, and a digest: the same for equal values, in whatever process.

No reference is shared within the bytes, and sets are sorted, so that they depend on nothing but
what a value says. Trees only: a value that holds itself has no end.
"""

from __future__ import annotations

import copyreg
import pickle
from collections.abc import Callable, Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Any, TypeAlias

from factsheet.cache.inputs import digest

Stands: TypeAlias = Mapping[type, Callable[[Any], str]]


def packed(value: Any) -> bytes:
    """Return a value as bytes."""
    return _written(value)[0]


def unpacked(content: bytes) -> Any:
    """Return the value of these bytes, which the program itself has written."""
    return _Unpickler(BytesIO(content)).load()


def digest_of(value: Any, stands: Stands = MappingProxyType({})) -> str:
    """Return the digest of a value; for those of some types stands what is given for them."""
    return digest(_written(value, stands)[0])


def digest_and_texts(value: Any, stands: Stands) -> tuple[str, frozenset[str]]:
    """Return the digest of a value, and all texts in it."""
    content, texts = _written(value, stands)
    return digest(content), frozenset(texts)


def _written(value: Any, stands: Stands = MappingProxyType({})) -> tuple[bytes, set[str]]:
    content = BytesIO()
    pickler = _Pickler(content, stands)
    pickler.dump(value)
    return content.getvalue(), pickler.texts


class _Pickler(pickle.Pickler):
    def __init__(self, file: BytesIO, stands: Stands) -> None:
        super().__init__(file, PROTOCOL)
        self.fast = True  # no reference within the bytes
        self.texts: set[str] = set()
        self._stands = stands

    def persistent_id(self, value: Any) -> Any:
        kind = type(value)
        if kind is str:
            self.texts.add(value)
        elif kind in _SETS:
            return kind.__name__, sorted(value)
        elif kind in self._stands:
            return "stands", [self._stands[kind](value)]
        return None


class _Unpickler(pickle.Unpickler):
    def persistent_load(self, told: Any) -> Any:
        kind, values = told
        return frozenset(values) if kind == "frozenset" else set(values)


def _proxy(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(mapping)


def _reduced(mapping: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
    return _proxy, (dict(mapping),)


PROTOCOL = pickle.HIGHEST_PROTOCOL  # whoever names it can write frozen mappings, too
_SETS = (set, frozenset)
copyreg.pickle(MappingProxyType, _reduced)
