"""The commands: of those that are asked for, the module is loaded; exit 0, 1, 2.

0 is fine, 1 problems, 2 wrong use.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from factsheet.commands.parsed import Run
from factsheet.desk import PROBLEMS, report
from factsheet.messages import LANGUAGES, OPTION, chosen, phrase, speak
from factsheet.problems import ProblemsFoundError, render_problems
from factsheet.writing import refused

# Each module of commands adds those that it has; help and a word that is none load them all.
COMMANDS = {
    "checking": ("check", "verify", "readings", "coverage"),
    "building": ("render", "build", "pdf"),
    "serving": ("serve",),
    "publishing": ("edition", "publish", "keep"),
    "curating": ("article", "draft", "todo", "silence", "undo", "schema", "figure"),
    "review": ("review",),
    "starting": ("new",),
    "language": ("language",),
    "fleet": ("fleet",),
}


def main(arguments: Sequence[str] | None = None, **begun: object) -> int:
    """Run one command on the project in the current folder.

    `begun` is what a build has made ready before this was loaded: its `record` and its `engine`.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no Chinese
    given = sys.argv[1:] if arguments is None else list(arguments)
    speak(chosen(given, os.environ))
    ready = argparse.Namespace(**{"record": None, "engine": None, **begun})
    options = _parser(_asked(given)).parse_args(given, ready)
    command: Run = options.command
    try:
        try:
            code = command(options)
        except ProblemsFoundError as error:
            code = report(error.problems)
        except OSError as error:  # no room, no permission: nothing a stage could mend
            code = report((refused(error),))
        if sys.stdout:  # None is one that is closed
            sys.stdout.flush()
    except KeyboardInterrupt:
        return PROBLEMS
    except OSError as error:  # what is printed cannot be written, or nobody reads it any more
        _leave(error)
        return PROBLEMS
    return code


def _leave(error: OSError) -> None:
    """Tell what became of the output, and let the interpreter write no more of it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not isinstance(error, BrokenPipeError):
        print(render_problems((refused(error),)), file=sys.stderr)


def _asked(arguments: Sequence[str]) -> list[str]:
    """Return the modules of the command that is asked for, all of them where it is not known."""
    words = (word for word in arguments if not word.startswith("-") and word not in LANGUAGES)
    first = next(words, "")
    return [module for module, names in COMMANDS.items() if first in names] or list(COMMANDS)


def _parser(modules: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="factsheet", description=phrase("The generator of a multilingual fact sheet.")
    )
    spoken = argparse.ArgumentParser(add_help=False)
    text = phrase("the language of messages: {languages}", languages=", ".join(LANGUAGES))
    for every in (parser, spoken):
        every.add_argument(OPTION, choices=LANGUAGES, default=argparse.SUPPRESS, help=text)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in modules:
        import_module(f"factsheet.commands.{module}").add(commands, spoken)
    return parser
