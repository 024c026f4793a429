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
from factsheet.problems import Place, Problem, ProblemsFoundError, counted
from factsheet.project import Project
from factsheet.review.changes import changes_of
from factsheet.review.choice import chosen
from factsheet.review.filled import read_workbook
from factsheet.review.form import form_of, pdf
from factsheet.review.sheets import RULE, Sheets
from factsheet.review.taking import files_of, told
from factsheet.review.workbook import workbook
from factsheet.writing import write_all
from factsheet.writing.steps import write_step

OUTPUT = "build/review.xlsx"


def add_review(commands: Any) -> None:
    """Add the commands to those of the program."""
    text = "Let others look over facts: a workbook to fill in, a form to sign."
    actions = commands.add_parser("review", help=text, description=text).add_subparsers(
        required=True, metavar="ACTION"
    )
    text = "Write a workbook of what is new, changed, unread or unapproved, to be filled in."
    export = actions.add_parser("export", help=text, description=text)
    export.set_defaults(command=_export)
    export.add_argument("--all", action="store_true", help="every published fact")
    export.add_argument("--topic", default="", help="only facts of this topic")
    shown = f"only the sheet for a reader of this: a language, or {ARCHIVE}"
    export.add_argument("--read", default="", metavar="KIND", help=shown)
    export.add_argument("--output", default=OUTPUT, metavar="FILE", help=f"by default {OUTPUT}")
    text = "Show what a filled-in workbook changes; with --write, take it in."
    taken = actions.add_parser("import", help=text, description=text)
    taken.set_defaults(command=_import)
    taken.add_argument("file", metavar="FILE")
    taken.add_argument("--write", action="store_true", help="change the files")
    text = "Print the form to sign, of new and changed facts, as PDF and DOCX."
    form = actions.add_parser("sheet", help=text, description=text)
    form.set_defaults(command=_sheet)
    for sub in (export, form):
        sub.add_argument("--language", default="", metavar="LANG", help="of heads and words")


def _export(options: argparse.Namespace) -> int:
    project = sound_project(Path(), draft=True)
    kinds = (*project.book.languages, ARCHIVE)
    topics = [topic.key for topic in project.book.topics]
    if not (
        _known("topic", options.topic, topics)
        and _known("reading", options.read, kinds)
        and _known("language", options.language, project.book.languages)
    ):
        return WRONG_USE
    archive = _archive(project)
    if options.read == ARCHIVE and archive is None:
        print(
            f"the lines need the archive: set {VARIABLE}, or put it in {FOLDER}/", file=sys.stderr
        )
        return WRONG_USE
    output = Path(options.output)
    if output.exists():
        message = "this workbook may have been filled in"
        hint = "take it in or move it away, or name another one with --output"
        place = Place(file=options.output)
        return report((Problem(place=place, rule=RULE, message=message, hint=hint),))
    sheets = _sheets(project, options.language)
    facts = chosen(sheets, options.topic, everything=options.all)
    made = [] if options.read else [sheets.review(facts)]
    for kind in (options.read,) if options.read else sheets.names:
        unread = [f for f in facts if options.all or kind in sheets.waiting(f)[0]]
        made.append(sheets.reading(kind, unread, archive))
    made = [sheet for sheet in made if sheet.rows]
    if not made:
        print("nothing waits; --all takes every fact")
        return OK
    words = (sheets.word("How to fill in"), [sheets.word(line) for line in REVIEW_LINES])
    write_all({output: workbook(made, words, project.book.edition.date)})
    print(f"written  {output}")
    for sheet in made:
        print(f"  {sheet.title}: {counted(len(sheet.rows), 'row')}")
    print(f"next: let others fill it in, then: factsheet review import {output}")
    return OK


def _import(options: argparse.Namespace) -> int:
    project = sound_project(Path(), draft=True)
    with _extra():
        filled = read_workbook(Path(options.file))
    languages = [each.language for each in filled if each.language in project.book.languages]
    sheets = _sheets(project, languages[0] if languages else "")
    today = date.today()  # noqa: DTZ011  # the curator's own day
    changes = changes_of(sheets, filled, today, _archive(project))
    files = files_of(project, changes)
    for line in told(changes):
        print(line)
    if not files:
        print("nothing to write")
    elif not options.write:
        print("nothing is written yet; take it in with --write")
    else:
        write_step(project.root, f"review import {options.file}", files)
        for path in files:
            print(f"written  {path}")
        if changes.texts:
            print("next: factsheet render")
    return OK


def _sheet(options: argparse.Namespace) -> int:
    with _extra():
        from factsheet.review.document import docx  # noqa: PLC0415 - slow to load, seldom used
    project = sound_project(Path(), draft=True)
    if not _known("language", options.language, project.book.languages):
        return WRONG_USE
    sheets = _sheets(project, options.language)
    form = form_of(sheets)
    if not form.rows:
        print("nothing is new or changed")
        return OK
    name = f"build/review-{project.book.edition.number}-{sheets.language}"
    files = {Path(f"{name}.pdf"): pdf(sheets, form), Path(f"{name}.docx"): docx(form)}
    write_all(files)
    for path in files:
        print(f"written  {path}")
    print(counted(len(form.rows), "fact"))
    return OK


@contextmanager
def _extra() -> Iterator[None]:
    """Say what to install where a package that only reviews need is not there."""
    try:
        yield
    except ModuleNotFoundError as error:
        place = Place(file="review")
        message = f"{error.name} is not installed"
        hint = "install the program with its extra: factsheet[review]"
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


def _known(what: str, typed: str, known: Any) -> bool:
    """Tell whether a choice is known, or left open."""
    if typed and typed not in known:
        print(f"there is no {what} {typed}; known: {', '.join(known)}", file=sys.stderr)
        return False
    return True
