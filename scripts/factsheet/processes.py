"""The same for several things at once: the first here, others in processes forked off this one.

A fork has all that was loaded before, and hands back what it made or what it raised. Where a system
cannot fork, has one processor, or further threads run, one thing is made after the other.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")
FORK = "fork"


def each(make: Callable[[K], V], keys: Iterable[K]) -> dict[K, V]:
    """Return what is made of each key, in their order; what is made elsewhere comes as a copy.

    Raises what the first of them raised that failed.
    """
    asked = list(keys)
    hands = min(len(asked), len(os.sched_getaffinity(0))) if _can_fork() else 1
    parts = [asked[hand::hands] for hand in range(hands)]
    forks = [_Fork(make, part) for part in parts[1:]]
    made: dict[K, V] = {}
    try:
        made |= {key: make(key) for key in parts[0]} if parts else {}
        for fork in forks:
            made |= fork.made()
    finally:
        for fork in forks:
            fork.end()
    return {key: made[key] for key in asked}


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Let nobody look for garbage meanwhile: nearly all that is made is kept."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Fork:
    """A process that makes some of the things."""

    def __init__(self, make: Callable[[Any], Any], keys: Sequence[Any]) -> None:
        self._make, self._keys = make, keys
        context: Any = multiprocessing.get_context(FORK)  # whose kind depends on the system
        self._answer, told = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(told, make, keys), daemon=True)
        with warnings.catch_warnings():
            # Of threads that are none of ours: those of the print engine, which no fork uses.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        told.close()

    def made(self) -> dict[Any, Any]:
        """Return what was made; a process that the system ended is stood in for."""
        try:
            raised, value = pickle.loads(self._answer.recv_bytes())  # noqa: S301 - our own process wrote it
        except EOFError:
            return {key: self._make(key) for key in self._keys}
        if raised:
            raise value
        return dict(zip(self._keys, value, strict=True))

    def end(self) -> None:
        """End the process, whatever it does."""
        self._answer.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _work(told: Connection, make: Callable[[Any], Any], keys: Sequence[Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked ends this process
    try:
        answer = pickle.dumps((False, [make(key) for key in keys]), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - raised again where it was asked for
        try:
            answer = pickle.dumps((True, error))
            pickle.loads(answer)  # noqa: S301 - our own bytes: not every error can be carried over
        except Exception:  # noqa: BLE001 - without an answer it is made, and raised, over there
            return
    with suppress(OSError):  # nobody waits for it any more
        told.send_bytes(answer)


def _can_fork() -> bool:
    if FORK not in multiprocessing.get_all_start_methods() or not hasattr(os, "sched_getaffinity"):
        return False
    return threading.active_count() == 1
