"""The commands of a review: `export`, `import` and `sheet`, each a short function."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from factsheet.desk import OK, WRONG_USE, report, sound_project
from factsheet.edition.localize import editions_of
from factsheet.evidence.archive import FOLDER, VARIABLE, Archive, find_archive, read_archive
from factsheet.evidence.attestations import ARCHIVE, load_attestations
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.language.vocabulary import REVIEW_LINES
from factsheet.messages import Message, phrase, plural, say, told
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.project import Project
from factsheet.review.changes import changes_of
from factsheet.review.choice import chosen
from factsheet.review.filled import read_workbook
from factsheet.review.form import form_of, pdf
from factsheet.review.sheets import RULE, Sheets
from factsheet.review.taking import files_of, told_changes
from factsheet.review.workbook import workbook
from factsheet.writing import write_all
from factsheet.writing.steps import write_step

OUTPUT = "build/review.xlsx"


def add(commands: Any, spoken: argparse.ArgumentParser) -> None:
    """Add the commands to those of the program."""
    text = phrase("Let others look over facts: a workbook to fill in, a form to sign.")
    actions = commands.add_parser("review", help=text, description=text).add_subparsers(
        required=True, metavar="ACTION"
    )
    text = phrase("Write a workbook of what is new or changed since the last edition.")
    export = actions.add_parser("export", help=text, description=text, parents=[spoken])
    export.set_defaults(command=_export)
    export.add_argument("--all", action="store_true", help=phrase("every published fact"))
    shown = phrase("also what is older, and nobody has read or approved as it stands")
    export.add_argument("--waiting", action="store_true", help=shown)
    export.add_argument("--topic", default="", help=phrase("only facts of this topic"))
    shown = phrase("only the sheet for a reader of this: a language, or {archive}", archive=ARCHIVE)
    export.add_argument("--read", default="", metavar="KIND", help=shown)
    export.add_argument(
        "--output", default=OUTPUT, metavar="FILE", help=phrase("by default {file}", file=OUTPUT)
    )
    text = phrase("Show what a filled-in workbook changes; with --write, take it in.")
    taken = actions.add_parser("import", help=text, description=text, parents=[spoken])
    taken.set_defaults(command=_import)
    taken.add_argument("file", metavar="FILE")
    taken.add_argument("--write", action="store_true", help=phrase("change the files"))
    text = phrase("Print the form to sign, of new and changed facts, as PDF and DOCX.")
    form = actions.add_parser("sheet", help=text, description=text, parents=[spoken])
    form.set_defaults(command=_sheet)
    for sub in (export, form):
        sub.add_argument(
            "--language", default="", metavar="LANG", help=phrase("of heads and words")
        )


def _export(options: argparse.Namespace) -> int:
    project = sound_project(Path(), draft=True)
    kinds = (*project.book.languages, ARCHIVE)
    topics = [topic.key for topic in project.book.topics]
    if not (
        _known(say("topic"), options.topic, topics)
        and _known(say("reading"), options.read, kinds)
        and _known(say("language"), options.language, project.book.languages)
    ):
        return WRONG_USE
    archive = _archive(project)
    if options.read == ARCHIVE and archive is None:
        print(
            phrase(
                "the lines need the archive: set {variable}, or put it in {folder}/",
                variable=VARIABLE,
                folder=FOLDER,
            ),
            file=sys.stderr,
        )
        return WRONG_USE
    output = Path(options.output)
    if output.is_dir():
        message, hint = say("this is a folder"), say("name a file, such as {file}", file=OUTPUT)
        place = Place(file=options.output)
        return report((Problem(place=place, rule=RULE, message=message, hint=hint),))
    if output.exists():
        message = say("this workbook may have been filled in")
        hint = say("take it in or move it away, or name another one with --output")
        place = Place(file=options.output)
        return report((Problem(place=place, rule=RULE, message=message, hint=hint),))
    sheets = _sheets(project, options.language)
    facts, more = chosen(sheets, options.topic, waiting=options.waiting, everything=options.all)
    made = [] if options.read else [sheets.review(facts)]
    for kind in (options.read,) if options.read else sheets.names:
        unread = [f for f in facts if options.all or kind in sheets.waiting(f)[0]]
        made.append(sheets.reading(kind, unread, archive))
    made = [sheet for sheet in made if sheet.rows]
    if not made:
        print(phrase("nothing waits; --all takes every fact") if not more else _older(more))
        return OK
    words = (sheets.word("How to fill in"), [sheets.word(line) for line in REVIEW_LINES])
    write_all({output: workbook(made, words, project.book.edition.date)})
    print(phrase("written: {path}", path=output.as_posix()))
    for sheet in made:
        count = plural("{count} row", "{count} rows", len(sheet.rows))
        print(f"  {sheet.title}: {told(count)}")
    if more:
        print(_older(more))
    file = output.as_posix()
    print(phrase("next: let others fill it in, then: factsheet review import {file}", file=file))
    return OK


def _older(count: int) -> str:
    """Say that older facts wait for somebody, too."""
    older = plural(
        "{count} older fact is unread or unapproved: --waiting takes it along",
        "{count} older facts are unread or unapproved: --waiting takes them along",
        count,
    )
    return told(older)


def _import(options: argparse.Namespace) -> int:
    project = sound_project(Path(), draft=True)
    with _extra():
        filled = read_workbook(Path(options.file))
    languages = [each.language for each in filled if each.language in project.book.languages]
    sheets = _sheets(project, languages[0] if languages else "")
    today = date.today()  # noqa: DTZ011  # the curator's own day
    changes = changes_of(sheets, filled, today, _archive(project))
    files = files_of(project, changes)
    for line in told_changes(changes):
        print(told(line))
    if not files:
        print(phrase("nothing to write"))
    elif not options.write:
        print(phrase("nothing is written yet; take it in with --write"))
    else:
        write_step(project.root, f"review import {options.file}", files)
        for path in files:
            print(phrase("written: {path}", path=path.as_posix()))
        if changes.texts:
            print(phrase("next: factsheet render"))
    return OK


def _sheet(options: argparse.Namespace) -> int:
    with _extra():
        from factsheet.review.document import docx  # noqa: PLC0415 - slow to load, seldom used
    project = sound_project(Path(), draft=True)
    if not _known(say("language"), options.language, project.book.languages):
        return WRONG_USE
    sheets = _sheets(project, options.language)
    form = form_of(sheets)
    if not form.rows:
        print(phrase("nothing is new or changed"))
        return OK
    name = f"build/review-{project.book.edition.number}-{sheets.language}"
    files = {Path(f"{name}.pdf"): pdf(sheets, form), Path(f"{name}.docx"): docx(form)}
    write_all(files)
    for path in files:
        print(phrase("written: {path}", path=path.as_posix()))
    print(told(plural("{count} fact", "{count} facts", len(form.rows))))
    return OK


@contextmanager
def _extra() -> Iterator[None]:
    """Say what to install where a package that only reviews need is not there."""
    try:
        yield
    except ModuleNotFoundError as error:
        place = Place(file="review")
        message = say("{package} is not installed", package=error.name)
        hint = say(
            "in a clone: pip install -r requirements-review.lock; elsewhere the extra: review"
        )
        raise ProblemsFoundError(
            [Problem(place=place, rule=RULE, message=message, hint=hint)]
        ) from None


def _sheets(project: Project, language: str) -> Sheets:
    """Return the sheets with heads in a language, by default that of the articles."""
    attested, problems = load_attestations(project.root)
    if problems:
        raise ProblemsFoundError(problems)
    languages = project.book.languages
    usual = SOURCE_LANGUAGE if SOURCE_LANGUAGE in languages else languages[0]
    return Sheets(project, editions_of(project), attested, language or usual)


def _archive(project: Project) -> Archive | None:
    """Return the archive, where it is at hand and unchanged."""
    folder = find_archive(project.root)
    return read_archive(project, folder)[0] if folder else None


def _known(what: Message, typed: str, known: Any) -> bool:
    """Tell whether a choice is known, or left open."""
    if typed and typed not in known:
        choices = ", ".join(known)
        words = phrase(
            "there is no {what} {key}; known: {known}", what=what, key=typed, known=choices
        )
        print(words, file=sys.stderr)
        return False
    return True
