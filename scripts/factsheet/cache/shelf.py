"""Many small things of one kind -> one entry of a store: read at once, written when one is new."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from factsheet.cache.inputs import digest, program
from factsheet.cache.store import Store

KEPT = 4


class Shelf:
    """What the program made before, each by a key of all else that it is made of.

    When something new was made, the shelf is written: what nobody has asked for meanwhile goes.
    """

    def __init__(self, root: Path, kind: str, *made_of: str) -> None:
        """Name the store of a project; `made_of` counts for all that lies there."""
        self._store = Store(root, kind, KEPT)
        self._key = digest(program(), *made_of)
        self._used: dict[str, bytes] = {}

    @cached_property
    def _held(self) -> dict[str, bytes]:
        """Return what lies there: read when it is first asked for, since a shelf may be large."""
        return self._store.get(self._key) or {}

    @property
    def is_new(self) -> bool:
        """Tell whether nothing lies there yet."""
        return not self._held

    def get(self, key: str) -> bytes | None:
        """Return what was made before, or was laid there since; None where it was not."""
        if (found := self._held.get(key, self._used.get(key))) is not None:
            self._used[key] = found
        return found

    def put(self, key: str, content: bytes) -> None:
        """Lay something there."""
        self._used[key] = content

    def made(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return what was made before, else make it."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found)
        return found

    def close(self) -> None:
        """Write what was asked for, unless all of it lies there already."""
        if self._used.keys() - self._held.keys():
            self._store.put(self._key, self._used)
            self._held = dict(self._used)
