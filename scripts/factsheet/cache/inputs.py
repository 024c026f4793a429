"""What something is made of -> a digest: texts, folders, the program and what it runs on."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
COMPILED = "__pycache__"


def digest(*parts: bytes | str) -> str:
    """Return the hash of some parts, each by its own: none runs into the next."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part if isinstance(part, bytes) else part.encode()).digest())
    return whole.hexdigest()


def digest_of(paths: Iterable[Path], folder: Path) -> str:
    """Return the hash of files, by their names from a folder and what they hold."""
    return digest_named((path.relative_to(folder).as_posix(), path) for path in sorted(paths))


def digest_named(files: Iterable[tuple[str, Path]]) -> str:
    """Return the hash of files, by the names they are given and what they hold, in this order.

    It is that of `digest` for each name and what its file holds.
    """
    whole = hashlib.sha256()
    for name, path in files:
        whole.update(hashlib.sha256(name.encode()).digest())
        whole.update(_held(path))
    return whole.hexdigest()


def state_of(path: Path) -> list[int]:
    """Return what the system tells of a file: size, two times in nanoseconds, inode."""
    state = path.stat()
    return [state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino]


def looked_at(path: Path, state: list[int], held: str) -> None:
    """Remember the hash of a file: it holds the same while its state is the same."""
    _looked[os.path.abspath(path)] = state, bytes.fromhex(held)  # noqa: PTH100 - of hundreds


def _held(path: Path) -> bytes:
    """Return the hash of what a file holds, which is read unless it was looked at before."""
    known = _looked.get(os.path.abspath(path))  # noqa: PTH100 - of hundreds
    if known is not None and known[0] == state_of(path):
        return known[1]
    return hashlib.sha256(path.read_bytes()).digest()


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder, those that Python keeps for itself aside."""
    for above, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [name for name in folders if name != COMPILED]
        yield from (Path(above, name) for name in names)


@cache
def program() -> str:
    """Return the hash of the program, its data, and the versions of all that it runs on."""
    return digest(digest_of(files_in(PACKAGE), PACKAGE), *runs_on())


def runs_on() -> tuple[str, ...]:
    """Return the versions of Python and of every package beside it, by the names of folders.

    And of the system, but nothing that another program would have to be asked for.
    """
    places = {path for path in sys.path if path.endswith("site-packages")}
    found = (path.name for at in places if Path(at).is_dir() for path in Path(at).iterdir())
    system = platform.system(), platform.release(), platform.machine(), *platform.libc_ver()
    return (sys.version, *system, *sorted(filter(_IS_PACKAGE, found)))


def variables(settings: str) -> dict[str, str]:
    """Return what the environment gives a build: by the settings' !ENV, and by its own names."""
    return {name: os.environ[name] for name in named_in(settings) if name in os.environ}


def named_in(settings: str) -> list[str]:
    """Return the names of variables that a build asks for."""
    named = {name for match in _ENV.finditer(settings) for name in _NAME.findall(match[1])}
    return sorted({*named, "SITE_URL", "SOURCE_DATE_EPOCH"})


_looked: dict[str, tuple[list[int], bytes]] = {}
_IS_PACKAGE = re.compile(r".*\.(?:dist|egg)-info").fullmatch
_ENV = re.compile(r"!ENV\s+(\[[^\]]*\]|\S+)")
_NAME = re.compile(r"[A-Za-z_]\w*")
