"""Many small things of one kind -> one entry of a store: read at once, written when one is new."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from factsheet.cache.inputs import digest, program
from factsheet.cache.store import Store

KEPT = 4


class Shelf:
    """What the program made before, each by a key of all else that it is made of.

    When something new was made, the shelf is written: what nobody has asked for meanwhile goes.
    """

    def __init__(self, root: Path, kind: str, *made_of: str) -> None:
        """Take what lies there from the store of a project; `made_of` counts for all of it."""
        self._store = Store(root, kind, KEPT)
        self._key = digest(program(), *made_of)
        self._held = self._store.get(self._key) or {}
        self._used: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return what was made before; None where it was not."""
        if (found := self._held.get(key)) is not None:
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
