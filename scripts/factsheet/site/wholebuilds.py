"""Whole builds of a preview, each in a process of its own, so that no edit waits for one.

A newer build ends an older one, and of that nothing is heard any more. The process of a build forks
where the system can, since it has no threads, and ends with its build, so that what that took of
memory is given back.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from factsheet.messages import say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.site.exchange import repair
from factsheet.site.started import Engine
from factsheet.writing import refused

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
        self._now: _Build | None = None
        self._last: threading.Thread | None = None  # follows the last one to its end

    def supersede(self) -> None:
        """End the build that is under way: nobody asks for it any more."""
        with self._lock:
            if self._now is not None:
                self._now.stop()
            self._now = None

    def begin(self, address: str, ahead: float = 0) -> None:
        """Begin a build for an address `ahead` seconds from now; it ends the one under way."""
        with self._lock:
            self.supersede()
            self._now = _Build()
            given = (self._now, self._last, address, ahead)
            self._last = threading.Thread(target=self._follow, args=given, daemon=True)
            self._last.start()

    def end(self) -> None:
        """End all builds; return when their processes are gone and the last good site stands."""
        with self._lock:
            self.supersede()
            last = self._last
        if last is not None:
            last.join()

    def _follow(
        self, now: _Build, before: threading.Thread | None, address: str, ahead: float
    ) -> None:
        """Begin a build once the one before it is gone, and hear what it answers."""
        if before is not None:
            before.join()
        if not now.start(self._root, self._command, ahead):
            return
        done = False
        for done, problems in now.answers(address):
            self._tell(now, done, problems)
        code = now.end()
        if not done:
            repair(self._root)
            self._tell(now, True, (_broken_off(code),))

    def _tell(self, build: _Build, done: bool, problems: tuple[Problem, ...]) -> None:
        with self._lock:
            if build is self._now:
                self._hears(done, problems)


def work(build: Callable[[str, Engine, Callable[[], None]], object]) -> int:
    """Be the process of one build: wait to be asked, answer on standard output.

    `build` gets the address and the engine, and calls when its checks have found nothing. Where
    nobody hears the answer any more, the build ends.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks ends this process
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answer:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed is no answer
        address = sys.stdin.readline().strip()
        if not address:
            return 0
        found: tuple[Problem, ...] = ()
        try:
            with closing(Engine(Path())) as engine:
                build(address, engine, lambda: _answer(answer, False, ()))
        except ProblemsFoundError as error:
            found = error.problems
        except BrokenPipeError:
            return 1
        except OSError as error:  # a disk that is full now may have room at the next change
            found = (refused(error),)
        _answer(answer, True, found)
    return 0


def _answer(to: BinaryIO, done: bool, problems: tuple[Problem, ...]) -> None:
    pickle.dump((done, problems), to)
    to.flush()


def _broken_off(code: int) -> Problem:
    message = say("the build broke off (exit code {code})", code=code)
    hint = say("what it printed tells why; the next change begins another build")
    return Problem(place=Place(file="serve"), rule="serve", message=message, hint=hint)


class _Build:
    """A process that builds once, with those that it begins in a group where there are any."""

    def __init__(self) -> None:
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, root: Path, command: Sequence[str], ahead: float) -> bool:
        """Start the process `ahead` seconds from now; tell whether nobody has stopped it before."""
        self._stopped.wait(ahead)
        own: dict[str, Any] = {"process_group": 0} if hasattr(os, "killpg") else {}
        with self._lock:
            if not self._stopped.is_set():
                self._process = subprocess.Popen(
                    command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **own
                )
        return self._process is not None

    def stop(self) -> None:
        """End the process and what it has begun at once: a build that is killed hurts no site."""
        with self._lock:
            self._stopped.set()
            if self._process is not None and self._process.poll() is None:
                _kill(self._process)

    def answers(self, address: str) -> Iterator[tuple[bool, tuple[Problem, ...]]]:
        """Ask for the build; yield what the process answers, until it ends."""
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        with suppress(OSError):  # it was ended meanwhile
            process.stdin.write(f"{address}\n".encode())
            process.stdin.flush()
        with suppress(EOFError, pickle.UnpicklingError):  # it was ended in the middle of a word
            while True:
                yield pickle.load(process.stdout)  # noqa: S301 - our own process wrote it

    def end(self) -> int:
        """Wait for the end of the process, answered or stopped; return its exit code."""
        process = self._process
        assert process is not None
        code = process.wait()
        if code < 0:  # the system ended it, and it could not end its own
            _kill(process)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what nobody reads any more
                    pipe.close()
        return code


def _kill(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
