"""The commands: each a short function over the stages; exit 0 fine, 1 problems, 2 wrong use."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from factsheet.checks import check
from factsheet.data import quantity_json
from factsheet.figures import UnreadableError, parse
from factsheet.problems import Problem, ProblemsFoundError, render_problems
from factsheet.project import Project, open_project, read_languages
from factsheet.render import render, stale
from factsheet.site import build
from factsheet.style import load_style
from factsheet.words import Wording

OK, PROBLEMS, WRONG_USE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command on the project in the current folder."""
    parser = _parser()
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except ProblemsFoundError as error:
        return _report(error.problems)
    except KeyboardInterrupt:
        return PROBLEMS


def sound_project(root: Path) -> Project:
    """Load the project and run all checks; raise ProblemsFoundError where anything is wrong."""
    project, problems = open_project(root)
    if project is not None:
        problems = (*problems, *check(project))
    if problems or project is None:
        raise ProblemsFoundError(problems)
    return project


def _check(options: argparse.Namespace) -> int:
    project, problems = open_project(Path())
    if project is not None:
        problems = (*problems, *check(project))
    return _report(problems, options.format)


def _render(options: argparse.Namespace) -> int:
    project = sound_project(Path())
    if options.check:
        return _report(stale(project))
    written = render(project)
    print(f"docs/: {written} pages changed")
    return OK


def _build(options: argparse.Namespace) -> int:
    site = build(sound_project(Path()))
    print(f"{site}/ is built; open {site}/index.html")
    return OK


def _figure(options: argparse.Namespace) -> int:
    try:
        quantity = parse(options.text)
    except UnreadableError as error:
        print(f"“{options.text}” cannot be read as a figure: {error}", file=sys.stderr)
        return PROBLEMS
    rendered = {}
    for language in read_languages(Path()):
        style, file = load_style(Path(), language.key)
        if style is None:
            return _report(tuple(file.problems))
        rendered[language.key] = Wording(style).quantity(quantity)
    if options.format == "json":
        data = {**quantity_json(quantity), "rendered": rendered}
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return OK
    data = quantity_json(quantity)
    value = data["value"] if data["value"] is not None else f"{data['low']} to {data['high']}"
    print(f"value      {value}\nunit       {data['unit']}\nqualifier  {data['qualifier']}")
    for key, text in rendered.items():
        print(f"{key:<10} {text}")
    return OK


def _report(problems: Sequence[Problem], form: str = "text") -> int:
    if form == "json" or problems:
        print(render_problems(problems, form))
    if not problems:
        if form == "text":
            print("no problems", file=sys.stderr)
        return OK
    if form == "text":
        files = len({p.place.file for p in problems})
        print(f"{len(set(problems))} problems in {files} files", file=sys.stderr)
    return PROBLEMS


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="factsheet", description="The generator of a multilingual fact sheet."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=run)
        return sub

    sub = add("check", _check, "Check facts/ and the templates; print every problem with its place.")
    sub.add_argument("--format", choices=("text", "json", "github"), default="text")
    sub = add("render", _render, "Write the Markdown pages of all languages into docs/.")
    sub.add_argument("--check", action="store_true", help="write nothing; fail if docs/ is stale")
    add("build", _build, "Check, render and build the whole site into site/.")
    sub = add("figure", _figure, "Read one printed figure and show how each language words it.")
    sub.add_argument("text", metavar="TEXT", help="a figure as printed, such as 超2350个")
    sub.add_argument("--format", choices=("text", "json"), default="text")
    return parser
