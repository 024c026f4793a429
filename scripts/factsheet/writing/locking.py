"""A file that one process at a time may hold, on POSIX and on Windows."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import IO


def hold(file: IO[str]) -> None:
    """Lock an open file until it is closed; raise OSError where another process holds it.

    A system that knows neither way has no lock: there, nobody may build twice at a time.
    """
    if (posix := _module("fcntl")) is not None:
        posix.flock(file, posix.LOCK_EX | posix.LOCK_NB)
    elif (windows := _module("msvcrt")) is not None:
        windows.locking(file.fileno(), windows.LK_NBLCK, 1)


def _module(name: str) -> ModuleType | None:
    """Return a module of the system, None where the system has none of this name."""
    try:
        return import_module(name)
    except ImportError:
        return None
