"""Edition -> the same Edition with its typewriter apostrophes set as the language prints them.

Curators type the sign of their keyboards; the lock and the readings keep what they typed.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from operator import is_
from typing import Any

from factsheet.edition.imprint import ArticleData, CitationData, Imprint
from factsheet.edition.sheet import Edition
from factsheet.edition.views import Run

TYPED = "'"
DATA = (Imprint, CitationData, ArticleData)


def typographic(edition: Edition, apostrophe: str) -> Edition:
    """Return the edition with this apostrophe in all its texts; an empty one changes nothing."""
    if not apostrophe:
        return edition
    done: dict[int, tuple[object, object]] = {}  # a view stands in many places

    def put(value: Any) -> Any:
        """Return a value with its texts set; what has none to set stays the same object."""
        kind = type(value)
        if isinstance(value, str):  # what was borrowed is plain from here on
            return value.replace(TYPED, apostrophe)
        if kind is tuple:
            parts = tuple(map(put, value))
            return value if all(map(is_, parts, value)) else parts
        if kind is dict:
            return {key: put(part) for key, part in value.items()}
        if kind is Run:  # most of what there is
            set_text = put(value.text)
            return value if set_text is value.text else value.saying(set_text)
        names = _texts(kind)  # type: ignore[arg-type]  # a class is hashable
        if not names:
            return value
        if id(value) not in done:
            changed = {}
            for name in names:
                old = getattr(value, name)
                if old and type(old) not in _WITHOUT and (new := put(old)) is not old:
                    changed[name] = new
            done[id(value)] = (value, replace(value, **changed) if changed else value)
        return done[id(value)][1]

    set_edition: Edition = put(edition)
    return set_edition


@cache
def _texts(kind: type) -> tuple[str, ...]:
    """Return the fields of a view; data and other kinds have none."""
    if issubclass(kind, DATA):
        return ()
    return tuple(f.name for f in fields(kind) if f.init) if is_dataclass(kind) else ()


_WITHOUT = frozenset((bool, int, date))  # and whatever is empty
