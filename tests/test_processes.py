"""The same for several things at once: forks answer, fail and vanish as if nobody had forked."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from factsheet.messages import say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.processes import each

PROBLEM = Problem(
    place=Place(file="facts/a.yml", line=3, column=5),
    rule="some",
    message=say("{count} is typed by hand", count=4),
    hint=say("type {name}", name="{name}"),
)


def _whose(key: str) -> tuple[str, int]:
    return key.upper(), os.getpid()


def _ran(module: Path, text: str) -> str:
    """Run a module by itself: the tests' own processes have threads, and never fork."""
    module.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", str(module)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_each_is_made_in_order_by_as_many_processes_as_there_are_processors(tmp_path: Path) -> None:
    told = _ran(
        tmp_path / "alone.py",
        "import os\n"
        "from factsheet.processes import each\n"
        "made = each(lambda key: (key.upper(), os.getpid()), ['a', 'b', 'c'])\n"
        "assert list(made) == ['a', 'b', 'c']\n"
        "assert [words for words, _ in made.values()] == ['A', 'B', 'C']\n"
        "assert made['a'][1] == os.getpid()\n"
        "hands = {number for _, number in made.values()}\n"
        "assert len(hands) == min(3, len(os.sched_getaffinity(0))), hands\n"
        "assert each(str, []) == {}\n"
        "print('made')\n",
    )
    assert told == "made\n"


def test_whoever_is_done_takes_the_next(tmp_path: Path) -> None:
    """Nobody waits with a part of its own; of two that fail the first is told, however late."""
    told = _ran(
        tmp_path / "alone.py",
        "import os, time\n"
        "from factsheet.processes import each\n"
        "def made(key):\n"
        "    time.sleep(0.5 if key == 'a' else 0)\n"
        "    return os.getpid()\n"
        "hands = list(each(made, 'abcdefgh').values())\n"
        "if len(os.sched_getaffinity(0)) > 1:\n"
        "    assert hands.count(os.getpid()) == 1, hands\n"
        "def fails(key):\n"
        "    time.sleep(0.5 if key == 'a' else 0)\n"
        "    raise ValueError(key)\n"
        "for keys in ('abc', 'ba', 'bca'):\n"
        "    try:\n"
        "        each(fails, keys)\n"
        "    except ValueError as error:\n"
        "        print(error)\n",
    )
    assert told == "a\nb\nb\n"


def test_what_a_fork_raises_is_raised_and_a_fork_that_vanishes_is_stood_in_for(
    tmp_path: Path,
) -> None:
    """Problems come with their places and words; after a fork that was killed, it is made here."""
    told = _ran(
        tmp_path / "alone.py",
        "import os, signal\n"
        "from factsheet.messages import say, told\n"
        "from factsheet.problems import Place, Problem, ProblemsFoundError, render_problems\n"
        "from factsheet.processes import each\n"
        "here = os.getpid()\n"
        "def fails(key):\n"
        "    if key == 'b':\n"
        "        message = say('{count} is typed', count=4)\n"
        "        place = Place(file='facts/a.yml', line=3, column=5)\n"
        "        raise ProblemsFoundError([Problem(place=place, rule='some', message=message)])\n"
        "    return key\n"
        "try:\n"
        "    each(fails, 'ab')\n"
        "except ProblemsFoundError as error:\n"
        "    print(render_problems(error.problems))\n"
        "    assert error.problems[0].message.values == {'count': 4}\n"
        "class TwoError(Exception):\n"
        "    def __init__(self, one, two):\n"
        "        super().__init__(one + two)\n"
        "def cannot(key):\n"
        "    if key == 'b':\n"
        "        raise TwoError('not ', 'carried')\n"
        "    return key\n"
        "try:\n"
        "    each(cannot, 'ab')\n"
        "except TwoError as error:\n"
        "    print(error)\n"
        "def vanishes(key):\n"
        "    if os.getpid() != here:\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return key * 2\n"
        "print(each(vanishes, 'ab'))\n",
    )
    assert told == "facts/a.yml:3:5: 4 is typed [some]\nnot carried\n{'a': 'aa', 'b': 'bb'}\n"


def test_a_fork_ends_when_nobody_waits_for_it_any_more(tmp_path: Path) -> None:
    """More than a pipe holds is left to be taken: whoever asked was killed, and so nobody will."""
    script = tmp_path / "alone.py"
    script.write_text(
        "import os, signal, time\n"
        "from factsheet.processes import each\n"
        "here = os.getpid()\n"
        "def made(key):\n"
        "    if os.getpid() == here:\n"
        "        time.sleep(0.5)\n"
        "        os.kill(here, signal.SIGKILL)\n"
        "    return 'x' * 1_000_000\n"
        "each(made, 'ab')\n",
        "utf-8",
    )
    command = [sys.executable, str(script)]
    # Their standard output ends when all of them have ended.
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False, timeout=30)
    assert done.returncode == -signal.SIGKILL


def test_with_further_threads_nothing_is_forked() -> None:
    """A fork beside a thread may wait forever for what that thread held."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert {number for _, number in each(_whose, "abc").values()} == {os.getpid()}
        with pytest.raises(ProblemsFoundError) as told:
            each(_fails, "ab")
    finally:
        done.set()
        thread.join()
    assert told.value.problems == (PROBLEM,)


def _fails(_: str) -> None:
    raise ProblemsFoundError([PROBLEM])
