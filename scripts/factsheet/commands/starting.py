"""The command `new`: a sheet of one made-up fact in an empty folder."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import Any

from factsheet.commands.parsed import command
from factsheet.desk import OK
from factsheet.messages import phrase
from factsheet.starter import add_options, new_project
from factsheet.starter.plan import plan_of


def add(commands: Any, spoken: argparse.ArgumentParser) -> None:
    """Add this command to those of the program."""
    text = phrase("Start a new sheet in an empty folder.")
    add_options(command(commands, spoken, "new", _new, text))


def _new(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    plan = plan_of(options.title, options.place, options.languages, options.topics)
    new_project(folder, plan)
    print(
        phrase(
            "{folder}/ is a sheet of one made-up fact; next: cd {quoted}, then make site",
            folder=folder,
            quoted=shlex.quote(str(folder)),
        )
    )
    return OK
