"""The same for several things at once: the first here, others in processes forked off this one.

A fork has all that was loaded before, and hands back what it made or what it raised. Where a system
cannot fork, has one processor, or further threads run, one thing is made after the other.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain
from multiprocessing.connection import Connection
from typing import Any, NoReturn, TypeAlias, TypeVar

from factsheet.cache.values import packed, unpacked

K = TypeVar("K")
V = TypeVar("V")
FORK = "fork"
WIDTH = 2  # bytes of a number
Done: TypeAlias = dict[int, tuple[Any, Exception | None]]  # what was made, or the error, by number


def each(
    make: Callable[[K], V],
    keys: Iterable[K],
    *,
    niceness: int = 0,
    meanwhile: Callable[[], object] = lambda: None,
) -> dict[K, V]:
    """Return what is made of each key, in their order; what is made elsewhere comes as a copy.

    Whoever is done with one takes the next, so that the longest had better come first. Forks give
    way to others by their `niceness` (as of `os.nice`); `meanwhile` is done here before they are
    waited for. Raises what the first of them raised that failed.
    """
    asked = list(keys)
    hands = min(len(asked), at_once())
    if hands < 2:
        made = {key: make(key) for key in asked}
        meanwhile()
        return made

    def one(number: int) -> V:
        return make(asked[number])

    with closing(_Turns(range(hands, len(asked)))) as turns:
        forks = [_Fork(one, first, turns, niceness) for first in range(1, hands)]
        try:
            done = _done(one, 0, turns)
            meanwhile()
            for fork in forks:
                done |= fork.done()
        finally:
            for fork in forks:
                fork.end()
    made = {}
    for number, key in enumerate(asked):
        if number not in done:  # the system ended a process: what it made is made here
            made[key] = one(number)
            continue
        value, error = done[number]
        if error is not None:
            raise error
        made[key] = value
    return made


def at_once() -> int:
    """Return how many things are made at once, of as many as there are."""
    return len(os.sched_getaffinity(0)) if _can_fork() else 1


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


def end(code: int) -> NoReturn:
    """End this process at once: the system takes all of its memory back, nobody frees it by bits.

    What is still to be printed is printed before.
    """
    for stream in filter(None, (sys.stdout, sys.stderr)):  # None is one that is closed
        with suppress(OSError, ValueError):  # nobody reads it any more
            stream.flush()
    os._exit(code)


class _Turns:
    """Numbers that several processes take from one pipe, each one once, the lowest first."""

    def __init__(self, numbers: Iterable[int]) -> None:
        self._out, into = os.pipe()
        os.set_blocking(into, False)  # there is room for thousands
        try:
            told = b"".join(number.to_bytes(WIDTH, "big") for number in numbers)
            if told and os.write(into, told) < len(told):
                raise BlockingIOError
        finally:
            os.close(into)

    def __iter__(self) -> Iterator[int]:
        while taken := os.read(self._out, WIDTH):
            yield int.from_bytes(taken, "big")

    def close(self) -> None:
        os.close(self._out)


def _done(make: Callable[[int], Any], first: int, turns: Iterable[int]) -> Done:
    """Make what is first, then what nobody has begun; after an error nothing more.

    Numbers are taken in order, so that whatever fails first of all is always found.
    """
    done: Done = {}
    for number in chain((first,), turns):
        try:
            done[number] = make(number), None
        except Exception as error:  # noqa: BLE001 - raised again where it was asked for
            done[number] = None, error
            break
    return done


class _Fork:
    """A process that makes some of the things."""

    def __init__(
        self, make: Callable[[int], Any], first: int, turns: _Turns, niceness: int
    ) -> None:
        context: Any = multiprocessing.get_context(FORK)  # whose kind depends on the system
        self._answer, told = pipe = context.Pipe(duplex=False)
        given = (pipe, make, first, turns, niceness)
        self._process = context.Process(target=_work, args=given, daemon=True)
        with warnings.catch_warnings():
            # Of threads that are none of ours: those of the print engine, which no fork uses.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        told.close()

    def done(self) -> Done:
        """Return what was made or raised; nothing of a process that the system ended."""
        try:
            done: Done = unpacked(self._answer.recv_bytes())
        except EOFError:
            return {}
        return done

    def end(self) -> None:
        """End the process, whatever it does."""
        self._answer.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def _work(
    pipe: tuple[Connection, Connection],
    make: Callable[[int], Any],
    first: int,
    turns: _Turns,
    niceness: int,
) -> None:
    answer, told = pipe
    answer.close()  # so that nobody can read it once whoever asked is gone
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked ends this process
    os.nice(niceness)
    done = _done(make, first, turns)
    try:
        content = packed(done)
        if any(error for _, error in done.values()):
            unpacked(content)  # not every error can be carried over
    except Exception:  # noqa: BLE001 - without an answer it is made, and raised, over there
        return
    with suppress(OSError):  # nobody waits for it any more
        told.send_bytes(content)


def _can_fork() -> bool:
    if FORK not in multiprocessing.get_all_start_methods() or not hasattr(os, "sched_getaffinity"):
        return False
    return threading.active_count() == 1
