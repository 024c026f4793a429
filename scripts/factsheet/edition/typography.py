"""Edition -> the same Edition with its typewriter apostrophes set as the language prints them.

Curators type the sign of their keyboards; the lock and the readings keep what they typed.
"""

from __future__ import annotations

from collections.abc import Iterable
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


def typographic(edition: Edition, apostrophe: str, ready: Iterable[object] = ()) -> Edition:
    """Return the edition with this apostrophe in all its texts; an empty one changes nothing.

    Views that are `ready` have it already.
    """
    typography = Typography(apostrophe)
    typography.leave(ready)
    set_edition: Edition = typography.put(edition)
    return set_edition


class Typography:
    """Sets the texts of parts of one edition; a view that stands in many places is set once."""

    def __init__(self, apostrophe: str, before: Typography | None = None) -> None:
        """Bind a language's apostrophe, empty where nothing changes; take what was set `before`."""
        self._apostrophe = apostrophe
        self._done: dict[int, tuple[object, object]] = {}
        is_alike = before is not None and before._apostrophe == apostrophe
        self._before = before._done if before is not None and is_alike else {}

    def leave(self, ready: Iterable[object]) -> None:
        """Take views as they are."""
        self._done.update((id(view), (view, view)) for view in ready)

    def put(self, value: Any) -> Any:
        """Return a value with its texts set; what has none to set stays the same object."""
        return self._put(value) if self._apostrophe else value

    def _put(self, value: Any) -> Any:
        kind = type(value)
        if isinstance(value, str):  # what was borrowed is plain from here on
            return value.replace(TYPED, self._apostrophe)
        if kind is tuple:
            parts = tuple(map(self._put, value))
            return value if all(map(is_, parts, value)) else parts
        if kind is dict:
            return {key: self._put(part) for key, part in value.items()}
        if kind is Run:  # most of what there is
            set_text = self._put(value.text)
            return value if set_text is value.text else value.saying(set_text)
        names = _texts(kind)  # type: ignore[arg-type]  # a class is hashable
        if not names:
            return value
        key = id(value)
        if key not in self._done:  # what is held keeps its place, so that none other has its id
            self._done[key] = self._before.get(key) or (value, self._reset(value, names))
        return self._done[key][1]

    def _reset(self, value: Any, names: tuple[str, ...]) -> Any:
        """Return a view with the texts of these fields set."""
        changed = {}
        for name in names:
            old = getattr(value, name)
            if old and type(old) not in _WITHOUT and (new := self._put(old)) is not old:
                changed[name] = new
        return replace(value, **changed) if changed else value


@cache
def _texts(kind: type) -> tuple[str, ...]:
    """Return the fields of a view; data and other kinds have none."""
    if issubclass(kind, DATA):
        return ()
    return tuple(f.name for f in fields(kind) if f.init) if is_dataclass(kind) else ()


_WITHOUT = frozenset((bool, int, date))  # and whatever is empty
