"""What all commands share: how one is added to those of the program."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any, TypeAlias

Run: TypeAlias = Callable[[argparse.Namespace], int]


def command(
    commands: Any, spoken: argparse.ArgumentParser, name: str, run: Run, text: str
) -> argparse.ArgumentParser:
    """Add a command that runs a function; return its parser, for its own options."""
    sub: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=text, parents=[spoken]
    )
    sub.set_defaults(command=run)
    return sub
