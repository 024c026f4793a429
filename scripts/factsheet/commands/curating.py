"""The commands of a curator's desk: an article, its drafts, what waits, one step back, a figure."""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from factsheet.commands.editor import write_editor
from factsheet.commands.parsed import command
from factsheet.desk import OK, PROBLEMS, WRONG_USE, archive_of, open_all, report
from factsheet.evidence.archive import find_archive, read_archive
from factsheet.facts.schema import json_schema
from factsheet.facts.units import read_units
from factsheet.figures.lookup import whole_in
from factsheet.figures.parser import parse
from factsheet.figures.quantity import UnreadableError, quantity_json
from factsheet.intake.article import Shelf, take_in
from factsheet.intake.draft import Choice
from factsheet.intake.draft import draft as drafts_of
from factsheet.intake.silences import (
    FULFILLED,
    REPORTED,
    Decision,
    decided,
    lines_of,
    read_on,
    told_silences,
)
from factsheet.intake.todo import todo as waiting
from factsheet.intake.told import told_article
from factsheet.language.stylefile import load_style
from factsheet.language.wording import Wording
from factsheet.messages import phrase, plural, ranged, say, told
from factsheet.problems import Problem
from factsheet.project import read_languages
from factsheet.writing.steps import undo as take_back
from factsheet.writing.steps import write_step


def add(commands: Any, spoken: argparse.ArgumentParser) -> None:
    """Add these commands to those of the program."""
    own = partial(command, commands, spoken)
    sub = own(
        "article",
        _article,
        phrase("Take a new article into the archive; show what it holds."),
    )
    sub.add_argument("file", metavar="FILE", help=phrase("text, Markdown, HTML or DOCX"))
    sub.add_argument(
        "--key", default="", help=phrase("its name in the sheet; by default that of the file")
    )
    sub.add_argument(
        "--issued", default="", metavar="PERIOD", help=phrase("its day, where none is printed")
    )
    sub = own(
        "draft",
        _draft,
        phrase("Write drafts of facts for the figures of an article not yet used."),
    )
    sub.add_argument("source", metavar="SOURCE", help=phrase("the key of an article"))
    sub.add_argument(
        "--line", type=int, default=0, help=phrase("only for the figures of this line")
    )
    text = phrase("only these, as printed, such as 超2350个")
    sub.add_argument("--figure", nargs="+", default=(), metavar="TEXT", help=text)
    sub.add_argument("--section", default="", help=phrase("where they go, such as trade/goods"))
    own(
        "todo",
        _todo,
        phrase("List what waits: drafts, readings, plans that are due, names, and more."),
    )
    sub = own(
        "silence",
        _silence,
        phrase("List lines that speak of what was called silent; write what is decided of one."),
    )
    sub.add_argument("fact", nargs="?", metavar="FACT", help=phrase("the fact called silent"))
    sub.add_argument(
        "place",
        nargs="?",
        metavar="SOURCE:LINE",
        help=phrase("the line, such as {line}", line="a:4"),
    )
    for option, shown, text in (
        ("--aside", "WHY", phrase("the line means something else: what")),
        ("--reported-by", "NEW", phrase("the line reports it: the fact that cites the line")),
        ("--fulfilled-by", "NEW", phrase("the line reports it done: the fact that cites the line")),
        (
            "--read",
            "SOURCE",
            phrase("the article was searched; with --aside all its open lines mean something else"),
        ),
    ):
        sub.add_argument(option, default="", metavar=shown, help=text)
    text = phrase("Take back what article, draft, silence or review import wrote last.")
    own("undo", _undo, text)
    sub = own(
        "schema",
        _schema,
        phrase("Print the JSON Schema of the files in facts/, for editors."),
    )
    text = phrase("write them into .vscode/, with the keys of this sheet to complete")
    sub.add_argument("--write", action="store_true", help=text)
    sub = own(
        "figure",
        _figure,
        phrase("Read one printed figure and show how each language words it."),
    )
    shown = phrase(
        "a figure as printed, such as 超2350个; one that begins with a minus comes after --"
    )
    sub.add_argument("text", metavar="TEXT", help=shown)
    sub.add_argument("--line", help=phrase("say whether TEXT stands whole in this printed line"))
    sub.add_argument("--format", choices=("text", "json"), default="text")


def _article(options: argparse.Namespace) -> int:
    """Take a new article into the archive; say what it holds."""
    project, _ = open_all(Path())
    archive, folder = archive_of(project)
    shelf = Shelf(project=project, archive=archive, folder=folder)
    taken = take_in(shelf, Path(options.file), options.key, options.issued)
    for line in told_article(project, taken):
        print(told(line))
    return OK


def _draft(options: argparse.Namespace) -> int:
    """Write drafts of the figures of an article into their sections."""
    project, _ = open_all(Path())
    archive, _ = archive_of(project)
    choice = Choice(line=options.line, figures=tuple(options.figure), section=options.section)
    drafts = drafts_of(project, archive, options.source, choice)
    files = {path: text.encode() for path, text in drafts.files.items()}
    if files:
        write_step(project.root, f"draft {options.source}", files)
    for path in files:
        print(phrase("written: {path}", path=path.as_posix()))
    count = plural(
        "{count} draft; word each, then delete its line draft: true",
        "{count} drafts; word each, then delete its line draft: true",
        drafts.count,
    )
    print(told(count))
    if drafts.left:
        left = plural(
            "{count} figure left; --line N drafts all of a line, --figure TEXT one of it:",
            "{count} figures left; --line N drafts all of a line, --figure TEXT one of it:",
            len(drafts.left),
        )
        print(told(left))
        print(f"  {', '.join(str(n) for n in dict.fromkeys(held.line for held in drafts.left))}")
    return OK


def _todo(_options: argparse.Namespace) -> int:
    """List what waits in a sheet."""
    project, found = open_all(Path())
    folder = find_archive(project.root)
    archive = read_archive(project, folder)[0] if folder else None
    for line in waiting(project, archive, found):
        print(told(line))
    return OK


def _silence(options: argparse.Namespace) -> int:
    """List lines that speak of what was called silent, or write a decision about one."""
    project, _ = open_all(Path())
    archive, _ = archive_of(project)
    if options.read:
        files = read_on(project, archive, options.read, options.aside)
    elif options.fact:
        field = REPORTED if options.reported_by else FULFILLED if options.fulfilled_by else ""
        report = options.reported_by or options.fulfilled_by or ""
        given = (options.aside, options.reported_by, options.fulfilled_by)
        if not options.place or sum(bool(each) for each in given) != 1:
            words = phrase(
                "say of a line SOURCE:LINE one of --aside, --reported-by and --fulfilled-by"
            )
            print(words, file=sys.stderr)
            return WRONG_USE
        source, at = lines_of(options.place)
        made = Decision(
            plan=options.fact,
            article=source,
            lines=at,
            field=field,
            report=report,
            reason=options.aside or "",
        )
        files = decided(project, archive, made)
    else:
        lines = list(told_silences(project, archive))
        print("\n".join(map(told, lines or [say("no article speaks of what is called silent")])))
        return OK
    write_step(project.root, f"silence {options.fact or options.read}", files)
    for path in files:
        print(phrase("written: {path}", path=path.as_posix()))
    print(phrase("next: factsheet verify"))
    return OK


def _undo(_options: argparse.Namespace) -> int:
    """Take back what a command wrote last."""
    read_languages(Path())  # outside a sheet there is nothing to take back
    name, files = take_back(Path())
    print(phrase("taken back: {name}", name=name))
    for path in files:
        print(f"  {path}")
    return OK


def _schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema of the files in facts/, or write it for an editor."""
    if options.write:
        project, _ = open_all(Path())
        for path in write_editor(project.root, project.book):
            print(phrase("written: {path}", path=path.as_posix()))
        return OK
    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return OK


def _figure(options: argparse.Namespace) -> int:
    """Read one printed figure; show what each language words."""
    units = read_units(Path())
    try:
        quantity = parse(options.text, units)
        if options.line is not None:
            stands, words = whole_in(options.line, options.text, units)
            print("\n".join(map(told, words)), file=sys.stdout if stands else sys.stderr)
            return OK if stands else PROBLEMS
    except UnreadableError as error:
        shown = phrase(
            "“{text}” cannot be read as a figure: {error}", text=options.text, error=error
        )
        print(shown, file=sys.stderr)
        return PROBLEMS
    rendered: dict[str, str] = {}
    problems: list[Problem] = []
    for language in read_languages(Path()):
        style, file = load_style(Path(), language.key)
        problems += file.problems
        if style is not None and quantity.unit in style.units:
            rendered[language.key] = Wording(style).quantity(quantity)
        elif style is not None:
            message = say("{unit} has no words in {key!r}", unit=quantity.unit, key=language.key)
            place, hint = file.place(("units",)), say("add it there")
            problems.append(Problem(place=place, rule="unit-words", message=message, hint=hint))
    if problems:
        return report(tuple(problems))
    if options.format == "json":
        whole = {**quantity_json(quantity), "rendered": rendered}
        print(json.dumps(whole, ensure_ascii=False, indent=2))
        return OK
    print(phrase("value: {value}", value=ranged(*quantity.bounds)))
    print(phrase("unit: {unit}", unit=quantity.unit))
    print(phrase("qualifier: {qualifier}", qualifier=quantity.qualifier))
    for key, text in rendered.items():
        print(f"{key}: {text}")
    return OK
