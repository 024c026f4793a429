"""The commands: each a short function over the stages; exit 0 fine, 1 problems, 2 wrong use."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path

from factsheet.archive import FOLDER, VARIABLE, find_archive, read_archive
from factsheet.checks import check
from factsheet.copies import copied
from factsheet.coverage import cover, coverage_table, missing_table
from factsheet.data import quantity_json
from factsheet.figures import UnreadableError, core, normalize, parse
from factsheet.lock import LOCK, locked, read_lock, unread, unverified, write_lock
from factsheet.match import Text, match, near_for
from factsheet.new import new_project
from factsheet.problems import Problem, ProblemsFoundError, render_problems
from factsheet.project import Project, open_project, read_languages
from factsheet.readings import compare, current, load_readings
from factsheet.render import render, stale
from factsheet.schema import json_schema
from factsheet.serve import serve
from factsheet.site import build, print_only, repair
from factsheet.style import load_style
from factsheet.units import read_units
from factsheet.verify import Verifier, unsound_facts
from factsheet.words import Wording

OK, PROBLEMS, WRONG_USE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command on the project in the current folder."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no Chinese
    parser = _parser()
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except ProblemsFoundError as error:
        return _report(error.problems)
    except KeyboardInterrupt:
        return PROBLEMS


def sound_project(root: Path, *, draft: bool = False) -> Project:
    """Load the project and run all checks; raise ProblemsFoundError where anything is wrong.

    Evidence edited since its last verification is wrong too, unless it is a draft.
    """
    project, problems = open_project(root)
    if project is not None:
        problems = (*problems, *check(project))
        if not draft:
            problems = (*problems, *_unverified(project))
    if problems or project is None:
        raise ProblemsFoundError(problems)
    return project


def _unverified(project: Project) -> tuple[Problem, ...]:
    entries, damaged = read_lock(project.root)
    return (*damaged, *unverified(project.book, entries))


def _check(options: argparse.Namespace) -> int:
    project, problems = open_project(Path())
    if project is not None:
        problems = (*problems, *check(project), *_unverified(project))
    return _report(problems, options.format)


def _verify(options: argparse.Namespace) -> int:
    root = Path()
    project, found = _open_all(root)
    entries, damaged = read_lock(root)
    readings, unreadable = load_readings(root)
    folder = find_archive(root)
    if folder is None:
        problems = (*found, *damaged, *unverified(project.book, entries))
        print(f"no archive ({VARIABLE} or {FOLDER}/): compared with {LOCK} only", file=sys.stderr)
        return _report(problems, options.format)
    archive, changed = read_archive(project, folder)
    if archive is None:
        return _report((*found, *changed), options.format)
    left = unsound_facts(project, found)
    problems = (*Verifier(project, archive).verify(left), *copied(project, archive), *unreadable)
    problems += tuple(compare(project, readings))
    if problems:
        return _report((*found, *problems), options.format)
    fresh = locked(project.book, entries, current(project, readings), date.today())  # noqa: DTZ011  # the curator's own day
    kept = {key: entry for key, entry in entries.items() if key in left}
    changed_lock = write_lock(root, {k: v for k, v in fresh.items() if k not in left} | kept)
    facts = [fact for fact in project.book.facts if fact.id not in left]
    lines = {(c.source, line) for fact in facts for c in fact.cite for line in c.at}
    figures = sum(1 for fact in facts for f in fact.figures.values() if f.printed)
    print(f"{len(facts)} facts, {figures} printed figures, {len(lines)} cited lines: all verified")
    print(f"{LOCK}: {'written' if changed_lock else 'unchanged'}")
    _list_unread(unread(project.book, fresh))
    return _left_out(found, left, options.format)


def _open_all(root: Path) -> tuple[Project, tuple[Problem, ...]]:
    """Load a project with the problems of its facts; raise where no factbook can be made."""
    project, problems = open_project(root)
    if project is None:
        raise ProblemsFoundError(problems)
    return project, (*problems, *check(project))


def _left_out(problems: Sequence[Problem], left: frozenset[str], form: str = "text") -> int:
    """Report problems that did not stop a command, and the facts it left out for them."""
    if not problems:
        return OK
    if left:
        print(f"left out, because they have problems: {', '.join(sorted(left))}", file=sys.stderr)
    return _report(problems, form)


def _list_unread(keys: Sequence[str]) -> None:
    if keys:
        print(f"{len(keys)} facts whose wording has no current reading:", file=sys.stderr)
        for key in keys:
            print(f"  {key}", file=sys.stderr)


def _coverage(options: argparse.Namespace) -> int:
    root = Path()
    project, found = _open_all(root)
    folder = find_archive(root)
    if folder is None:
        print(
            f"coverage needs the archive: set {VARIABLE}, or put it in {FOLDER}/", file=sys.stderr
        )
        return WRONG_USE
    archive, changed = read_archive(project, folder)
    if archive is None:
        return _report((*found, *changed))
    left = unsound_facts(project, found)
    coverage = cover(project, archive, left)
    print(coverage_table(coverage))
    if options.missing:
        print(missing_table(coverage))
    if coverage.problems:
        _report(coverage.problems)
    return max(_left_out(found, left), OK if coverage.complete else PROBLEMS)


def _render(options: argparse.Namespace) -> int:
    project = sound_project(Path(), draft=not options.check)
    if options.check:
        return _report(stale(project))
    written = render(project)
    print(f"docs/: {written} pages changed")
    return OK


def _build(options: argparse.Namespace) -> int:
    repair(Path())
    site = build(sound_project(Path(), draft=options.draft), draft=options.draft)
    print(f"{site}/ is built; open {site}/index.html")
    return OK


def _pdf(_: argparse.Namespace) -> int:
    project = sound_project(Path())
    written = print_only(project, lambda step: print(f"pdf: {step}", file=sys.stderr))
    for path in written:
        print(path)
    return OK


def _serve(options: argparse.Namespace) -> int:
    def rebuild() -> object:
        project = sound_project(Path(), draft=True)
        return build(project, f"http://{options.host}:{options.port}/", draft=True)

    serve(Path(), rebuild, options.host, options.port)
    return OK


def _schema(_: argparse.Namespace) -> int:
    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return OK


def _new(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    new_project(folder)
    print(f"{folder}/ is a sheet of one fact; next: cd {folder}, then factsheet verify")
    return OK


def _figure(options: argparse.Namespace) -> int:
    units = read_units(Path())
    try:
        quantity = parse(options.text, units)
        if options.line is not None:
            return _stands(options.text, Text(normalize(options.line), units))
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
        whole = {**quantity_json(quantity), "rendered": rendered}
        print(json.dumps(whole, ensure_ascii=False, indent=2))
        return OK
    data = quantity_json(quantity)
    value = data["value"] if data["value"] is not None else f"{data['low']} to {data['high']}"
    print(f"value      {value}\nunit       {data['unit']}\nqualifier  {data['qualifier']}")
    for key, text in rendered.items():
        print(f"{key:<10} {text}")
    return OK


def _stands(printed: str, text: Text) -> int:
    """Say whether a figure stands whole in a line, and the words that single it out there."""
    found = match(text, printed, "")
    if found.found is not None:
        print(f"“{found.found.text}” stands whole in the line; it needs no near")
        return OK
    wanted, meaning = core(printed, text.units), parse(printed, text.units).meaning
    places = [f for f in text.figures if f.text == wanted and f.quantity.meaning == meaning]
    for place in places:
        words = near_for(text, place, printed)
        needs = f"near: {words}" if words else "no words before it single it out"
        print(f"“{place.text}” stands whole in the line, among figures of its shape; {needs}")
    if places:
        return OK
    print(found.message + (f" ({found.hint})" if found.hint else ""), file=sys.stderr)
    shown = ", ".join(f.text for f in text.figures)
    print(f"whole figures of the line: {shown or 'none'}", file=sys.stderr)
    return PROBLEMS


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

    def add(
        name: str, run: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=run)
        return sub

    sub = add(
        "check", _check, "Check facts/ and the templates; print every problem with its place."
    )
    sub.add_argument("--format", choices=("text", "json", "github"), default="text")
    sub = add("render", _render, "Write the Markdown pages of all languages into docs/.")
    sub.add_argument("--check", action="store_true", help="write nothing; fail if docs/ is stale")
    sub = add("verify", _verify, "Prove every figure in the archived lines; write evidence.lock.")
    sub.add_argument("--format", choices=("text", "json", "github"), default="text")
    sub = add("coverage", _coverage, "Account for every numeral that the articles print.")
    sub.add_argument("--missing", action="store_true", help="list the numerals and lines left")
    sub = add("build", _build, "Check, render and build the whole site into site/.")
    sub.add_argument("--draft", action="store_true", help="build unverified facts, with a banner")
    add("pdf", _pdf, "Print the briefing and the brief of every language as PDF files.")
    sub = add("serve", _serve, "Preview all languages; rebuild on every change and show problems.")
    sub.add_argument("--host", default="127.0.0.1")
    sub.add_argument("--port", type=int, default=8000, help="0 takes any free port")
    add("schema", _schema, "Print the JSON Schema of the files in facts/, for editors.")
    sub = add("new", _new, "Start a new sheet in an empty folder.")
    sub.add_argument("folder", metavar="DIR")
    sub = add("figure", _figure, "Read one printed figure and show how each language words it.")
    shown = "a figure as printed, such as 超2350个; one that begins with a minus comes after --"
    sub.add_argument("text", metavar="TEXT", help=shown)
    sub.add_argument("--line", help="say whether TEXT stands whole in this printed line")
    sub.add_argument("--format", choices=("text", "json"), default="text")
    return parser
