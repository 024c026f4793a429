"""A key of all that something is made of -> its files, as they were made; damaged ones are lost.

Each entry is one file behind its own digest. Builds of several sheets and of several processes may
share a store: an entry takes its place whole, and one that is cleared meanwhile is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

CACHE = ".cache"
DIGEST = hashlib.sha256().digest_size


class Store:
    """The entries of one kind, the last `kept` of them."""

    def __init__(self, root: Path, kind: str, kept: int) -> None:
        """Name the folder of a project's entries; it is made with the first of them."""
        self.folder = root / CACHE / kind
        self.kept = kept
        self._cleared = False

    def get(self, key: str) -> dict[str, bytes] | None:
        """Return the files of an entry by name; None where there is none that is whole."""
        path = self.folder / key
        try:
            whole = path.read_bytes()
            found = unpacked(whole)
            if found is not None:
                os.utime(path)  # the last used stay
        except OSError:
            return None
        return found

    def put(self, key: str, files: Mapping[str, bytes]) -> None:
        """Keep files; a store that cannot be written is none."""
        path = self.folder / key
        partial = path.with_name(f".{key}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_bytes(packed(files))
            partial.replace(path)
            self._clear()
        except OSError:
            with suppress(OSError):
                partial.unlink(missing_ok=True)

    def _clear(self) -> None:
        """Take away the entries that were not used for longest, once a process."""
        if self._cleared:
            return
        self._cleared = True
        entries = [entry for entry in os.scandir(self.folder) if entry.is_file()]
        if len(entries) > self.kept:
            entries.sort(key=lambda entry: entry.stat().st_mtime)
            for entry in entries[: -self.kept]:
                Path(entry).unlink(missing_ok=True)


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as one: their digest, a line with their names and lengths, what they hold."""
    head = json.dumps({name: len(content) for name, content in files.items()}, ensure_ascii=False)
    whole = b"".join((head.encode(), b"\n", *files.values()))
    return hashlib.sha256(whole).digest() + whole


def unpacked(whole: bytes) -> dict[str, bytes] | None:
    """Return the files that were packed; None where a byte is not what it was.

    They may be megabytes: nothing is copied but what they hold.
    """
    if hashlib.sha256(memoryview(whole)[DIGEST:]).digest() != whole[:DIGEST]:
        return None
    end = whole.index(b"\n", DIGEST)
    found, start = {}, end + 1
    for name, length in json.loads(whole[DIGEST:end]).items():
        found[name] = whole[start : start + length]
        start += length
    return found
