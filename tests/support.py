"""The small sheet in tests/small as a project to damage: copied, edited as text, checked, run.

Its facts and its archive are made up; templates and settings are the project's own.
"""

import shutil
import signal
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import settings

from factsheet.checks import CHECKS, Check, check
from factsheet.cli import main
from factsheet.evidence.archive import VARIABLE
from factsheet.language.style import Style
from factsheet.language.stylefile import load_style
from factsheet.language.wording import Wording
from factsheet.messages import speak
from factsheet.messages.tongue import VARIABLE as LANGUAGE
from factsheet.problems import Problem
from factsheet.project import Project, open_project
from factsheet.releases.freeze import freeze
from tests.projects import own_settings

ROOT = Path(__file__).resolve().parents[1]
SMALL = Path(__file__).resolve().parent / "small"
# The same examples on every machine, however slow it is.
steady = settings(deadline=None, derandomize=True, database=None)
LANGUAGES = ("zh", "en")
NBSP = "\u00a0"
NARROW = "\u202f"


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command answered: its exit code and what it printed."""

    code: int
    out: str
    err: str


def copy_small(folder: Path) -> Path:
    """Copy the small sheet into a new folder, with the project's templates and settings."""
    shutil.copytree(SMALL, folder)
    (folder / "templates").symlink_to(ROOT / "templates")
    for name in ("mkdocs.yml", "mkdocs.zh.yml"):
        shutil.copyfile(ROOT / name, folder / name)
    own_settings(folder)
    return folder


def edit(root: Path, file: str, old: str, new: str) -> int:
    """Replace a text that stands once in a file; return its line."""
    path = root / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), "utf-8")
    return text.count("\n", 0, text.index(old)) + 1


def sound(root: Path) -> Project:
    """Open a project that has no problems."""
    project, problems = open_project(root)
    assert not problems, problems
    assert project is not None
    return project


def keep_edition(root: Path) -> None:
    """Keep the present edition as `edition freeze` does, but print nothing first."""
    freeze(sound(root))


def problems_of(root: Path, checks: Sequence[Check] = CHECKS) -> tuple[Problem, ...]:
    """Return everything that is wrong with a project, its lock aside."""
    project, problems = open_project(root)
    if project is not None:
        problems = (*problems, *check(project, checks))
    return tuple(sorted(set(problems)))


def run(root: Path, *arguments: str, **environment: str) -> Ran:
    """Run a command in a project's folder, in English unless it says otherwise.

    No archive but the project's own is looked at. Much cheaper than a process of its own, which
    reads the whole program before it begins.
    """
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as own:
        own.delenv(VARIABLE, raising=False)
        for name, value in {LANGUAGE: "en", **environment}.items():
            own.setenv(name, value)
        with chdir(root), redirect_stdout(out), redirect_stderr(err):
            try:
                code = main(arguments)
            finally:
                speak("en")
    return Ran(code, out.getvalue(), err.getvalue())


def style(language: str) -> Style:
    """Return the project's style of a language."""
    found, file = load_style(ROOT, language)
    assert found is not None, file.problems
    return found


def wordings() -> dict[str, Wording]:
    """Return the project's words of both languages."""
    return {language: Wording(style(language)) for language in LANGUAGES}


def table(name: str) -> list[tuple[str, ...]]:
    """Return the rows of a table of figures."""
    lines = (ROOT / "tests/figures" / name).read_text("utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if not line.startswith("#")]


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Fail what runs longer than this."""

    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"it ran longer than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def tree(folder: Path) -> dict[str, bytes]:
    """Return the content of every file under a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
