"""What was made the last time -> the same again, for a process that stays.

A file that did not change gives the same records, and what was made of them need not be made again.
Only what was asked for the last time is held.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Last(Generic[K, V]):
    """What was made of each of some immutable objects the last time; they are held with it."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._held: dict[Hashable, tuple[K, V]] = {}

    def __bool__(self) -> bool:
        """Tell whether anything was made the last time."""
        return bool(self._held)

    def each(self, keyed: Iterable[tuple[Hashable, K]], make: Callable[[K], V]) -> list[V]:
        """Return what is made of each of these objects, in their order, and hold no others.

        The key of each says all that counts. Where that is which object it is, `id` does: what is
        held keeps its place.
        """
        held: dict[Hashable, tuple[K, V]] = {}
        made = []
        for key, value in keyed:
            if key not in held:
                held[key] = self._held.get(key) or (value, make(value))
            made.append(held[key][1])
        self._held = held
        return made
