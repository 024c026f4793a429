"""Files on disk, written whole: all of a set take their places, or none and nothing is left."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path, PurePath

from factsheet.messages import quoted, say
from factsheet.problems import Place, Problem


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files beside their places, then put all there; make the folders they need.

    Raises OSError where the system refuses; what was made for them is taken away again.
    """
    staged = {path: path.with_name(f".{path.name}.{os.getpid()}.new") for path in files}
    made: list[Path] = []
    path = Path()
    try:
        for path, content in files.items():
            made += _make(path.parent)
            staged[path].write_bytes(content)
        for path, partial in staged.items():
            partial.replace(path)
    except OSError as error:
        _clear(staged.values(), made)
        error.filename, error.filename2 = str(path), None  # never what stands beside it
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Write one file in one step."""
    write_all({path: content})


def refused(error: OSError) -> Problem:
    """Return in words what the system would not do: the file, relative where it lies here."""
    hint = say("make room on the disk or give this user the right to write there, then try again")
    told = _REFUSALS.get(error.errno or 0) or quoted(error.strerror or str(error))
    message = say("the system refused: {error}", error=told)
    place = Place(file=shown(Path(error.filename or "."), Path.cwd()))
    return Problem(place=place, rule="system", message=message, hint=hint)


def shown(path: PurePath, here: PurePath) -> str:
    """Return a path as messages write it: relative where it lies in a folder, with slashes."""
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def _make(folder: Path) -> list[Path]:
    """Make a folder and those above it; return the new ones, outermost first."""
    lacking = [each for each in (folder, *folder.parents) if not each.exists()][::-1]
    for new in lacking:
        new.mkdir()
    return lacking


def _clear(partials: Iterable[Path], folders: list[Path]) -> None:
    for partial in partials:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


# What the system says of a file, in the words of POSIX, to be put into the curator's language.
_REFUSALS = {
    errno.ENOSPC: say("No space left on device"),
    errno.EDQUOT: say("Disk quota exceeded"),
    errno.EACCES: say("Permission denied"),
    errno.EPERM: say("Operation not permitted"),
    errno.EROFS: say("Read-only file system"),
    errno.ENOENT: say("No such file or directory"),
    errno.ENOTDIR: say("Not a directory"),
    errno.EISDIR: say("Is a directory"),
    errno.EEXIST: say("File exists"),
    errno.EBUSY: say("Device or resource busy"),
    errno.ENAMETOOLONG: say("File name too long"),
}
