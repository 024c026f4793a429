"""Whole builds of a preview, each in a process of its own, so that no edit waits for one.

A newer build ends an older one, and of that nothing is heard any more. The process of a build loads
the program while an edit is shown; it forks where the system can, since it has no threads, and ends
with its build, so that what a build took of memory is given back.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from factsheet.messages import say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.site.build import repair
from factsheet.site.made import Engine
from factsheet.writing import refused

SOON = 0.01  # seconds
AT_EASE = 5  # seconds that a process has to end by itself, and to clear what it left half

# Hears of the build begun last that its checks found nothing (not done), then what it ended with.
Hears: TypeAlias = Callable[[bool, tuple[Problem, ...]], None]


class Builds:
    """The builds of one folder, one at a time; whoever asks is never kept waiting."""

    def __init__(self, root: Path, command: Sequence[str], hears: Hears) -> None:
        """Bind the folder, the command that runs `work`, and who hears what builds give."""
        self._root = root
        self._command = command
        self._hears = hears
        self._lock = threading.RLock()
        self._now: _Process | None = None
        self._next: _Process | None = None
        self._last: _Begun | None = None  # the one under way, or one that is about to end

    def supersede(self) -> None:
        """End the build that is under way, for nobody asks for it any more; prepare the next."""
        with self._lock:
            self._stop()
            self._next = self._next or _Process(self._root, self._command)

    def begin(self, address: str, ahead: float = 0) -> None:
        """Begin a build for an address `ahead` seconds from now; it ends the one under way."""
        given = {"address": address, "ahead": ahead}
        with self._lock:
            self._stop()
            self._now = now = self._next or _Process(self._root, self._command)
            self._next = None
            thread = threading.Thread(target=self._follow, args=(now, given, self._last))
            thread.daemon = True
            self._last = _Begun(process=now, thread=thread)
            thread.start()

    def end(self) -> None:
        """End all processes; return when they are gone."""
        with self._lock:
            self._stop()
            idle, self._next = self._next, None
        if idle is not None:
            idle.stop()
            idle.end()
            idle.close()
        self._cleared(self._last)

    def _stop(self) -> None:
        """End the build that is under way."""
        if self._now is not None:
            self._now.stop()
        self._now = None

    def _follow(self, now: _Process, given: Any, before: _Begun | None) -> None:
        """Hear what a build answers, once the one before it is gone with all that it left."""
        self._cleared(before)
        now.ask(given)
        done = False
        for done, problems in now.answers():
            self._tell(now, done, problems)
        code = now.end()
        if not done:
            repair(self._root)
            self._tell(now, True, (_broken_off(code),))
        now.close()

    def _cleared(self, begun: _Begun | None) -> None:
        """Return when a build, with all before it, is gone and the last good site stands."""
        if begun is not None:
            begun.process.end()
            begun.thread.join()
            repair(self._root)

    def _tell(self, process: _Process, done: bool, problems: tuple[Problem, ...]) -> None:
        with self._lock:
            if process is self._now:
                self._hears(done, problems)


def work(build: Callable[[str, Engine, Callable[[], None]], object]) -> int:
    """Be the process of one build: wait to be asked, answer on standard output.

    `build` gets the address and the engine, and calls when its checks have found nothing. Where
    nobody hears the answer any more, the build ends.
    """
    _end_when_asked()
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answer:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed is no answer
        given = json.loads(sys.stdin.readline() or "{}")
        if not given:
            return 0
        time.sleep(given["ahead"])
        found: tuple[Problem, ...] = ()
        try:
            with closing(Engine(Path())) as engine:
                build(given["address"], engine, lambda: _answer(answer, False, ()))
        except ProblemsFoundError as error:
            found = error.problems
        except BrokenPipeError:
            return 1
        except OSError as error:  # a disk that is full now may have room at the next change
            found = (refused(error),)
        _answer(answer, True, found)
    return 0


def _end_when_asked() -> None:
    """Let only whoever asks for a build end this process, and its own processes with it.

    Python passes over what is raised while it forks or clears an object away: it is raised again.
    """

    def leave(*_: object) -> None:
        sys.exit(1)

    def passed_over(what: sys.UnraisableHookArgs) -> None:
        if what.exc_type is not SystemExit:
            sys.__unraisablehook__(what)
        elif hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, SOON)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, leave)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, leave)
    sys.unraisablehook = passed_over


def _answer(to: BinaryIO, done: bool, problems: tuple[Problem, ...]) -> None:
    pickle.dump((done, problems), to)
    to.flush()


def _broken_off(code: int) -> Problem:
    message = say("the build broke off (exit code {code})", code=code)
    hint = say("what it printed tells why; the next change begins another build")
    return Problem(place=Place(file="serve"), rule="serve", message=message, hint=hint)


class _Process:
    """A process that waits to be asked for a build, in a group of its own where there are any."""

    def __init__(self, root: Path, command: Sequence[str]) -> None:
        own: dict[str, Any] = {"process_group": 0} if hasattr(os, "killpg") else {}
        self._ending = threading.Lock()
        self._process = subprocess.Popen(
            command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **own
        )

    def ask(self, given: Any) -> None:
        """Ask for a build, once."""
        assert self._process.stdin is not None
        with suppress(OSError):  # it was ended meanwhile
            self._process.stdin.write(json.dumps(given).encode() + b"\n")
            self._process.stdin.flush()

    def answers(self) -> Iterator[tuple[bool, tuple[Problem, ...]]]:
        """Yield what the process answers, until it ends."""
        assert self._process.stdout is not None
        with suppress(EOFError, pickle.UnpicklingError):  # it was ended in the middle of a word
            while True:
                yield pickle.load(self._process.stdout)  # noqa: S301 - our own process wrote it

    def stop(self) -> None:
        """Let the process end; what it began ends with it."""
        self._process.terminate()

    def end(self) -> int:
        """Wait for the end of the process, answered or stopped; return its exit code."""
        with self._ending:
            try:
                code = self._process.wait(AT_EASE)
            except subprocess.TimeoutExpired:
                self._kill()
                code = self._process.wait()
            if code < 0:  # the system ended it, and it could not end its own
                self._kill()
            return code

    def close(self) -> None:
        """Let go of what led to the process, after its end."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what nobody reads any more
                    pipe.close()

    def _kill(self) -> None:
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """A build that was begun: its process, and the thread that follows it to its end."""

    process: _Process
    thread: threading.Thread
