"""The commands: each a short function over the stages; exit 0 fine, 1 problems, 2 wrong use."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path

from factsheet.checks import check
from factsheet.commands.fleet import add_fleet
from factsheet.desk import (
    OK,
    PROBLEMS,
    WRONG_USE,
    against_kept,
    archive_of,
    at_places,
    not_verified,
    open_all,
    report,
    report_left_out,
    sound_project,
    tell_generator,
    tell_waiting,
)
from factsheet.evidence.approvals import misplaced
from factsheet.evidence.archive import FOLDER, VARIABLE, find_archive, read_archive
from factsheet.evidence.attestations import ARCHIVE, load_attestations
from factsheet.evidence.copies import copied
from factsheet.evidence.coverage import cover, coverage_table, missing_table
from factsheet.evidence.readings import blank_rows, compare, current, missing
from factsheet.evidence.searches import searches
from factsheet.evidence.verify import Verifier, unsound_facts
from factsheet.facts.lock import LOCK, locked, read_lock, unverified, write_lock
from factsheet.facts.schema import json_schema
from factsheet.facts.units import read_units
from factsheet.figures.lookup import whole_in
from factsheet.figures.parser import parse
from factsheet.figures.quantity import UnreadableError, quantity_json
from factsheet.intake.article import Shelf, take_in
from factsheet.intake.draft import draft
from factsheet.intake.todo import todo
from factsheet.intake.told import told_article
from factsheet.language.style import load_style
from factsheet.language.wording import Wording
from factsheet.pages.docs import render, stale
from factsheet.problems import Problem, ProblemsFoundError, counted, render_problems
from factsheet.project import open_project, read_languages
from factsheet.publishing.commands import add_commands
from factsheet.releases.against import addressed
from factsheet.releases.history import editions_with_history
from factsheet.releases.kept import kept_editions
from factsheet.review.commands import add_review
from factsheet.site.build import build, print_only, repair
from factsheet.site.preview import serve
from factsheet.starter import add_options, new_project
from factsheet.starter.plan import plan_of
from factsheet.writing import refused
from factsheet.writing.steps import undo, write_step


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command on the project in the current folder."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no Chinese
    parser = _parser()
    options = parser.parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        try:
            code = command(options)
        except ProblemsFoundError as error:
            code = report(error.problems)
        except OSError as error:  # no room, no permission: nothing a stage could mend
            code = report((refused(error),))
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


def _check(options: argparse.Namespace) -> int:
    project, problems = open_project(Path())
    if project is not None:
        tell_generator(project)
        problems = (*problems, *check(project), *against_kept(project), *not_verified(project))
    return report(problems, options.format)


def _verify(options: argparse.Namespace) -> int:
    root = Path()
    project, found = open_all(root)
    entries, damaged = read_lock(root)
    attested, unreadable = load_attestations(root)
    readings, approvals = attested.readings, attested.approvals
    folder = find_archive(root)
    if folder is None:
        problems = (*found, *damaged, *unverified(project.book, entries))
        print(f"no archive ({VARIABLE} or {FOLDER}/): compared with {LOCK} only", file=sys.stderr)
        tell_waiting(project, entries, approvals)
        return report(problems, options.format)
    archive, changed = read_archive(project, folder)
    if archive is None:
        return report((*found, *changed), options.format)
    left = unsound_facts(project, found)
    problems = (*Verifier(project, archive).verify(left), *copied(project, archive), *unreadable)
    problems += (*searches(project, archive), *compare(project, readings))
    problems += tuple(misplaced(project, approvals))
    if problems:
        return report((*found, *problems), options.format)
    fresh = locked(project.book, entries, current(project, readings), date.today())  # noqa: DTZ011  # the curator's own day
    published = {fact.id for edition in kept_editions(root)[0] for fact in edition.facts}
    held = left | (published - set(addressed(project.book)))  # nothing of these is lost meanwhile
    kept = {key: entry for key, entry in entries.items() if key in held}
    changed_lock = write_lock(root, {k: v for k, v in fresh.items() if k not in left} | kept)
    facts = [fact for fact in project.book.facts if fact.id not in left]
    lines = {(c.source, line) for fact in facts for c in fact.cite for line in c.at}
    figures = sum(1 for fact in facts for f in fact.figures.values() if f.printed)
    verified = (
        counted(len(facts), "fact"),
        counted(figures, "printed figure"),
        counted(len(lines), "cited line"),
    )
    print(f"{', '.join(verified)}: verified")
    print(f"{LOCK}: {'written' if changed_lock else 'unchanged'}")
    tell_waiting(project, fresh, approvals)
    return report_left_out(found, left, options.format)


def _readings(options: argparse.Namespace) -> int:
    project = sound_project(Path(), draft=True)
    attested, problems = load_attestations(project.root)
    problems += tuple(compare(project, attested.readings))
    fresh = locked(project.book, {}, current(project, attested.readings), date.min)
    unread = missing(project, fresh)
    if options.kind not in unread:
        print(f"there is no reading {options.kind}; known: {', '.join(unread)}", file=sys.stderr)
        return WRONG_USE
    if problems:
        return report(problems)
    print(blank_rows(project, unread[options.kind], options.kind), end="")
    return OK


def _coverage(options: argparse.Namespace) -> int:
    root = Path()
    project, found = open_all(root)
    folder = find_archive(root)
    if folder is None:
        print(
            f"coverage needs the archive: set {VARIABLE}, or put it in {FOLDER}/", file=sys.stderr
        )
        return WRONG_USE
    archive, changed = read_archive(project, folder)
    if archive is None:
        return report((*found, *changed))
    left = unsound_facts(project, found)
    coverage = cover(project, archive, left)
    print(coverage_table(coverage))
    if options.missing:
        print(missing_table(coverage))
    if coverage.problems:
        report(coverage.problems)
    return max(report_left_out(found, left), OK if coverage.complete else PROBLEMS)


def _render(options: argparse.Namespace) -> int:
    project = sound_project(Path(), draft=not options.check)
    if options.check:
        return report(stale(project.root, editions_with_history(project)))
    written = render(project.root, editions_with_history(project))
    print(f"docs/: {counted(written, 'page')} changed")
    return OK


def _build(options: argparse.Namespace) -> int:
    repair(Path())
    project = sound_project(Path(), draft=options.draft)
    with at_places(project):
        site = build(project.root, editions_with_history(project), draft=options.draft)
    print(f"{site}/ is built; open {site}/index.html")
    return OK


def _pdf(_: argparse.Namespace) -> int:
    project = sound_project(Path())
    with at_places(project):
        written = print_only(project.root, editions_with_history(project), _tell_step)
    for path in written:
        print(path)
    return OK


def _tell_step(step: str) -> None:
    print(f"pdf: {step}", file=sys.stderr)


def _serve(options: argparse.Namespace) -> int:
    def rebuild() -> object:
        project = sound_project(Path(), draft=True)
        address = f"http://{options.host}:{options.port}/"
        return build(project.root, editions_with_history(project), address, draft=True)

    read_languages(Path())  # without settings and folders there is nothing to watch
    serve(Path(), rebuild, options.host, options.port)
    return OK


def _article(options: argparse.Namespace) -> int:
    project, _ = open_all(Path())
    archive, folder = archive_of(project)
    shelf = Shelf(project=project, archive=archive, folder=folder)
    taken = take_in(shelf, Path(options.file), options.key, options.issued)
    for line in told_article(project, taken):
        print(line)
    return OK


def _draft(options: argparse.Namespace) -> int:
    project, _ = open_all(Path())
    archive, _ = archive_of(project)
    drafts = draft(project, archive, options.source, options.line, options.section)
    files = {path: text.encode() for path, text in drafts.files.items()}
    if files:
        write_step(project.root, f"draft {options.source}", files)
    for path in files:
        print(f"written      {path}")
    print(f"{counted(drafts.count, 'draft')}; word each, then delete its line draft: true")
    if drafts.left:
        print(f"{counted(len(drafts.left), 'figure')} left; --line N drafts all of a line:")
        print(f"  {', '.join(str(n) for n in dict.fromkeys(held.line for held in drafts.left))}")
    return OK


def _todo(_: argparse.Namespace) -> int:
    project, found = open_all(Path())
    folder = find_archive(project.root)
    archive = read_archive(project, folder)[0] if folder else None
    for line in todo(project, archive, found):
        print(line)
    return OK


def _undo(_: argparse.Namespace) -> int:
    name, files = undo(Path())
    print(f"taken back: {name}")
    for path in files:
        print(f"  {path}")
    return OK


def _schema(_: argparse.Namespace) -> int:
    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return OK


def _new(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    plan = plan_of(options.title, options.place, options.languages, options.topics)
    new_project(folder, plan)
    print(f"{folder}/ is a sheet of one made-up fact; next: cd {folder}, then make site")
    return OK


def _figure(options: argparse.Namespace) -> int:
    units = read_units(Path())
    try:
        quantity = parse(options.text, units)
        if options.line is not None:
            stands, told = whole_in(options.line, options.text, units)
            print("\n".join(told), file=sys.stdout if stands else sys.stderr)
            return OK if stands else PROBLEMS
    except UnreadableError as error:
        print(f"“{options.text}” cannot be read as a figure: {error}", file=sys.stderr)
        return PROBLEMS
    rendered: dict[str, str] = {}
    problems: list[Problem] = []
    for language in read_languages(Path()):
        style, file = load_style(Path(), language.key)
        problems += file.problems
        if style is not None and quantity.unit in style.units:
            rendered[language.key] = Wording(style).quantity(quantity)
        elif style is not None:
            message = f"{quantity.unit} has no words in {language.key!r}"
            place, hint = file.place(("units",)), "add it there"
            problems.append(Problem(place=place, rule="unit-words", message=message, hint=hint))
    if problems:
        return report(tuple(problems))
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
    sub = add("readings", _readings, "Print the rows of readings that are missing, to fill in.")
    sub.add_argument("kind", metavar="KIND", help=f"a language of the sheet, or {ARCHIVE}")
    add_commands(commands)
    sub = add("coverage", _coverage, "Account for every numeral that the articles print.")
    sub.add_argument("--missing", action="store_true", help="list the numerals and lines left")
    sub = add("build", _build, "Check, render and build the whole site into site/.")
    sub.add_argument("--draft", action="store_true", help="build unverified facts, with a banner")
    add("pdf", _pdf, "Print the briefing and the brief of every language as PDF files.")
    sub = add("serve", _serve, "Preview all languages; rebuild on every change and show problems.")
    sub.add_argument("--host", default="127.0.0.1")
    sub.add_argument("--port", type=int, default=8000, help="0 takes any free port")
    sub = add("article", _article, "Take a new article into the archive; show what it holds.")
    sub.add_argument("file", metavar="FILE", help="text, Markdown, HTML or DOCX")
    sub.add_argument("--key", default="", help="its name in the sheet; by default that of the file")
    sub.add_argument(
        "--issued", default="", metavar="PERIOD", help="its day, where none is printed"
    )
    sub = add("draft", _draft, "Write drafts of facts for the figures of an article not yet used.")
    sub.add_argument("source", metavar="SOURCE", help="the key of an article")
    sub.add_argument("--line", type=int, default=0, help="only for the figures of this line")
    sub.add_argument("--section", default="", help="where they go, such as trade/goods")
    add("todo", _todo, "List what waits: drafts, readings, plans that are due, names, and more.")
    add_review(commands)
    add_fleet(commands)
    add("undo", _undo, "Take back what article, draft or review import wrote last.")
    add("schema", _schema, "Print the JSON Schema of the files in facts/, for editors.")
    add_options(add("new", _new, "Start a new sheet in an empty folder."))
    sub = add("figure", _figure, "Read one printed figure and show how each language words it.")
    shown = "a figure as printed, such as 超2350个; one that begins with a minus comes after --"
    sub.add_argument("text", metavar="TEXT", help=shown)
    sub.add_argument("--line", help="say whether TEXT stands whole in this printed line")
    sub.add_argument("--format", choices=("text", "json"), default="text")
    return parser
