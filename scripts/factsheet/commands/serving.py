"""The command `serve`: a preview of all languages, rebuilt on every change."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from factsheet.commands.parsed import command
from factsheet.desk import OK, sound_project
from factsheet.edition.localize import edition_of
from factsheet.edition.sheet import Edition
from factsheet.messages import phrase
from factsheet.problems import ProblemsFoundError
from factsheet.project import open_project, read_languages
from factsheet.releases.history import editions_with_history
from factsheet.site.build import Asked, build
from factsheet.site.preview import Sheet, serve


def add(commands: Any, spoken: argparse.ArgumentParser) -> None:
    """Add this command to those of the program."""
    text = phrase("Preview all languages; rebuild on every change and show problems.")
    sub = command(commands, spoken, "serve", _serve, text)
    sub.add_argument("--host", default="127.0.0.1")
    sub.add_argument("--port", type=int, default=8000, help=phrase("0 takes any free port"))


def _serve(options: argparse.Namespace) -> int:
    def rebuild() -> object:
        project = sound_project(Path(), draft=True)
        asked = Asked(address=f"http://{options.host}:{options.port}/", draft=True)
        return build(project.root, editions_with_history(project), asked)

    read_languages(Path())  # without settings and folders there is nothing to watch
    sheet = Sheet(build=rebuild, edition=partial(_unchecked, Path()))
    serve(Path(), sheet, options.host, options.port)
    return OK


def _unchecked(root: Path, language: str) -> Edition:
    """Return a sheet in one language for a look at it, before its checks.

    Raises ProblemsFoundError for what cannot be read, errors of all kinds for what no check let by.
    """
    project, problems = open_project(root)
    if project is None or problems:
        raise ProblemsFoundError(problems)
    return edition_of(project, language)
