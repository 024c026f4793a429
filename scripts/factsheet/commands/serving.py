"""The command `serve`: a preview of all languages, rebuilt on every change."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from factsheet.commands.parsed import command
from factsheet.desk import OK, at_places, sound_made
from factsheet.edition.look import look_at
from factsheet.edition.sheet import Edition
from factsheet.messages import phrase
from factsheet.problems import ProblemsFoundError
from factsheet.processes import nothing_collected
from factsheet.project import open_project, read_languages
from factsheet.releases.history import editions_with_history
from factsheet.site.asked import Asked
from factsheet.site.build import build
from factsheet.site.preview import Sheet, serve
from factsheet.site.started import Engine
from factsheet.site.wholebuilds import work


def add(commands: Any, spoken: argparse.ArgumentParser) -> None:
    """Add this command to those of the program."""
    text = phrase("Preview all languages; rebuild on every change and show problems.")
    sub = command(commands, spoken, "serve", _serve, text)
    sub.add_argument("--host", default="127.0.0.1")
    sub.add_argument("--port", type=int, default=8000, help=phrase("0 takes any free port"))


def _serve(options: argparse.Namespace) -> int:
    read_languages(Path())  # without settings and folders there is nothing to watch
    command = (sys.executable, "-m", __name__)
    serve(
        Path(),
        Sheet(command=command, look=partial(_unchecked, Path())),
        options.host,
        options.port,
    )
    return OK


def _whole(address: str, engine: Engine, checked: Callable[[], None]) -> None:
    """Check the sheet and build its site; raise ProblemsFoundError where anything is wrong."""
    with nothing_collected():
        project, editions = sound_made(Path(), editions_with_history, draft=True)
        checked()
        with at_places(project):
            build(project.root, editions, Asked(address=address, draft=True), engine)


def _unchecked(root: Path, language: str) -> Edition:
    """Return a sheet in one language for a look at it, before its checks.

    Raises ProblemsFoundError for what cannot be read, errors of all kinds for what no check let by.
    """
    project, problems = open_project(root, stays=True)
    if project is None or problems:
        raise ProblemsFoundError(problems)
    return look_at(project, language)


if __name__ == "__main__":
    raise SystemExit(work(_whole))
