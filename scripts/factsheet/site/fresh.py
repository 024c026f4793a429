"""What a build writes -> the folder of a new site; files of the one before last are its ground.

A site is exchanged whole, and the old one is set aside. The next build writes into that folder,
each file only where it holds something else, and takes away what it did not write: so it creates
and deletes hardly a file, which takes longer than all the rest where a disk is slow. What the
ground lacks gets the second name of a file of the present site that says the same: no file of a
site is ever written into, it gives way to another.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from factsheet.cache.store import CACHE
from factsheet.processes import each

SPARE = f"{CACHE}/spare"
_BINARY, _NO_LINK = getattr(os, "O_BINARY", 0), getattr(os, "O_NOFOLLOW", 0)  # not everywhere


class Fresh:
    """A new site: the names of its files are those that were written, and no others."""

    def __init__(
        self, folder: Path, spare: Path | None = None, present: Path | None = None
    ) -> None:
        """Make the folder, or take that of a site that was set aside.

        Files may be shared with the `present` site.
        """
        self.folder = folder
        self._place = os.fspath(folder)
        self._present = os.fspath(present) if present and present.is_dir() else None
        self._names: set[str] = set()
        self._folders: set[str] = set()
        try:
            if spare is None:
                raise FileNotFoundError
            spare.rename(folder)
        except OSError:
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def names(self) -> Iterable[str]:
        """Return the files written so far, by their names from the folder."""
        return self._names

    def write(self, name: str, content: bytes | str) -> None:
        """Write a file: thousands of them, so that no `Path` is made."""
        raw = content.encode() if isinstance(content, str) else content
        self._names.add(name)
        place = f"{self._place}/{name}"
        if _holds(place, raw):
            return
        self._make(name.rpartition("/")[0])
        if os.path.lexists(place):  # it may be a link to elsewhere
            _remove(place)
        if not self._has_shared(name, raw):
            with open(place, "xb") as file:  # noqa: PTH123
                file.write(raw)

    def write_each(
        self, write: Callable[[str], None], keys: Iterable[str], *, niceness: int = 0
    ) -> None:
        """Let `write` write the files of each key, side by side where the system has forks.

        These give way to others by their `niceness`.
        """

        def written(key: str) -> frozenset[str]:
            before = frozenset(self._names)
            write(key)
            return frozenset(self._names - before)

        self._names.update(*each(written, keys, niceness=niceness).values())

    def sweep(self) -> None:
        """Take away all that was not written."""
        parted = [name.split("/") for name in self._names]
        above = {"/".join(parts[:end]) for parts in parted for end in range(len(parts))}
        todo = [""]
        for within in todo:
            for entry in list(os.scandir(f"{self._place}/{within}")):
                name = f"{within}/{entry.name}".removeprefix("/")
                if entry.is_dir(follow_symlinks=False) and name in above:
                    todo.append(name)
                elif name not in self._names:
                    _remove(entry.path)

    def _has_shared(self, name: str, raw: bytes) -> bool:
        """Give a file of the present site a second name here, where it holds the same."""
        place = f"{self._present}/{name}"
        if self._present is None or not _holds(place, raw, _NO_LINK):
            return False
        if not _NO_LINK and os.path.islink(place):  # noqa: PTH114
            return False
        try:
            os.link(place, f"{self._place}/{name}")
        except OSError:  # not every disk can
            return False
        return True

    def _make(self, folder: str) -> None:
        """Make a folder and those above it; what stands in the way goes."""
        if not folder or folder in self._folders:
            return
        self._make(folder.rpartition("/")[0])
        place = f"{self._place}/{folder}"
        with suppress(FileExistsError):  # it stands there, or another process made it meanwhile
            os.mkdir(place)  # noqa: PTH102
        if os.path.islink(place) or not os.path.isdir(place):  # noqa: PTH112, PTH114
            # Never a folder: another process may have put one here since, with files.
            with suppress(FileNotFoundError, IsADirectoryError, PermissionError):
                os.unlink(place)  # noqa: PTH108
            with suppress(FileExistsError):
                os.mkdir(place)  # noqa: PTH102
        self._folders.add(folder)


def set_aside(root: Path, folder: Path) -> None:
    """Keep a folder as the ground of the next site, in the place of none; else take it away."""
    spare = root / SPARE
    with suppress(OSError):
        if not spare.exists():
            spare.parent.mkdir(exist_ok=True)
            folder.rename(spare)
    shutil.rmtree(folder, ignore_errors=True)


def _holds(place: str, raw: bytes, flags: int = 0) -> bool:
    """Tell whether a file is there and holds just this; it is asked of thousands."""
    try:
        file = os.open(place, os.O_RDONLY | _BINARY | flags)
    except OSError:
        return False
    try:
        return os.read(file, len(raw) + 1) == raw
    except OSError:  # a folder
        return False
    finally:
        os.close(file)


def _remove(place: str) -> None:
    if os.path.isdir(place) and not os.path.islink(place):  # noqa: PTH112, PTH114
        shutil.rmtree(place)
    else:
        os.unlink(place)  # noqa: PTH108
