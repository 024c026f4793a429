"""What was made of immutable objects the last time -> the same again, by which objects they are.

For a process that stays: a file that did not change gives the same records, and what was made of
them need not be made again. Only what was asked for the last time is held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Last(Generic[K, V]):
    """What was made of each of some objects the last time; the objects are held with it."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._held: dict[int, tuple[K, V]] = {}

    def each(self, objects: Iterable[K], make: Callable[[K], V]) -> list[V]:
        """Return what is made of each of these objects, in their order, and hold no others."""
        asked = list(objects)
        held = {}
        for value in asked:
            key = id(value)
            if key not in held:
                held[key] = self._held.get(key) or (value, make(value))
        self._held = held
        return [held[id(value)][1] for value in asked]
