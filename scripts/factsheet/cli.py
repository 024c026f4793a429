"""The commands: each a short function over the stages; exit 0 fine, 1 problems, 2 wrong use."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import TypeAlias

from factsheet.cache.record import UP_TO_DATE, Record, told_changes
from factsheet.checks import check
from factsheet.commands import curating
from factsheet.commands.fleet import add_fleet
from factsheet.commands.language import add_languages
from factsheet.commands.publishing import add_publishing
from factsheet.commands.review import add_review
from factsheet.desk import (
    OK,
    PROBLEMS,
    WRONG_USE,
    against_kept,
    at_places,
    not_verified,
    open_all,
    report,
    report_left_out,
    sound_project,
    tell_generator,
    tell_waiting,
    unchecked_edition,
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
from factsheet.messages import LANGUAGES, OPTION, Message, chosen, phrase, plural, speak, told
from factsheet.pages.docs import render, stale
from factsheet.problems import ProblemsFoundError, render_problems
from factsheet.project import open_project, read_languages
from factsheet.releases.against import addressed
from factsheet.releases.history import editions_with_history
from factsheet.releases.kept import kept_editions
from factsheet.site.build import Asked, build, print_only, repair, silent
from factsheet.site.preview import Sheet, serve
from factsheet.starter import add_options, new_project
from factsheet.starter.plan import plan_of
from factsheet.writing import refused

Command: TypeAlias = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command on the project in the current folder."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no Chinese
    given = sys.argv[1:] if arguments is None else list(arguments)
    speak(chosen(given, os.environ))
    options = _parser().parse_args(given)
    command: Command = options.command
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
        compared = phrase(
            "no archive ({variable} or {folder}/): compared with {lock} only",
            variable=VARIABLE,
            folder=FOLDER,
            lock=LOCK,
        )
        print(compared, file=sys.stderr)
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
    verified = phrase(
        "{facts}, {figures}, {lines}: verified",
        facts=plural("{count} fact", "{count} facts", len(facts)),
        figures=plural("{count} printed figure", "{count} printed figures", figures),
        lines=plural("{count} cited line", "{count} cited lines", len(lines)),
    )
    print(verified)
    print(
        phrase("{file}: written", file=LOCK)
        if changed_lock
        else phrase("{file}: unchanged", file=LOCK)
    )
    tell_waiting(project, fresh, approvals)
    return report_left_out(found, left, options.format)


def _readings(options: argparse.Namespace) -> int:
    project = sound_project(Path(), draft=True)
    attested, problems = load_attestations(project.root)
    problems += tuple(compare(project, attested.readings))
    fresh = locked(project.book, {}, current(project, attested.readings), date.min)
    unread = missing(project, fresh)
    if options.kind not in unread:
        known = phrase(
            "there is no reading {kind}; known: {known}",
            kind=options.kind,
            known=", ".join(unread),
        )
        print(known, file=sys.stderr)
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
        needed = phrase(
            "coverage needs the archive: set {variable}, or put it in {folder}/",
            variable=VARIABLE,
            folder=FOLDER,
        )
        print(needed, file=sys.stderr)
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
    print(told(plural("docs/: {count} page changed", "docs/: {count} pages changed", written)))
    return OK


def _build(options: argparse.Namespace) -> int:
    repair(Path())
    record = Record(Path(), draft=options.draft, no_pdf=options.no_pdf)
    if not (changed := record.changed()):
        print(told(UP_TO_DATE))
        return OK
    tell = print if options.why else silent
    tell(f"changed: {told_changes(changed)}")
    project = sound_project(Path(), draft=options.draft)
    asked = Asked(draft=options.draft, pdfs=not options.no_pdf, tell=tell)
    with at_places(project):
        site = build(project.root, editions_with_history(project), asked)
    record.write()
    print(phrase("{site}/ is built; open {site}/index.html", site=site))
    return OK


def _pdf(_options: argparse.Namespace) -> int:
    project = sound_project(Path())
    with at_places(project):
        written = print_only(project.root, editions_with_history(project), _tell_step)
    for path in written:
        print(path)
    return OK


def _tell_step(step: Message) -> None:
    print(phrase("pdf: {step}", step=step), file=sys.stderr)


def _serve(options: argparse.Namespace) -> int:
    def rebuild() -> object:
        project = sound_project(Path(), draft=True)
        asked = Asked(address=f"http://{options.host}:{options.port}/", draft=True)
        return build(project.root, editions_with_history(project), asked)

    read_languages(Path())  # without settings and folders there is nothing to watch
    sheet = Sheet(build=rebuild, edition=partial(unchecked_edition, Path()))
    serve(Path(), sheet, options.host, options.port)
    return OK


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="factsheet", description=phrase("The generator of a multilingual fact sheet.")
    )
    spoken = argparse.ArgumentParser(add_help=False)
    text = phrase("the language of messages: {languages}", languages=", ".join(LANGUAGES))
    for every in (parser, spoken):
        every.add_argument(OPTION, choices=LANGUAGES, default=argparse.SUPPRESS, help=text)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text, parents=[spoken])
        sub.set_defaults(command=run)
        return sub

    sub = add(
        "check",
        _check,
        phrase("Check facts/ and the templates; print every problem with its place."),
    )
    sub.add_argument("--format", choices=("text", "json", "github"), default="text")
    sub = add("render", _render, phrase("Write the Markdown pages of all languages into docs/."))
    sub.add_argument(
        "--check", action="store_true", help=phrase("write nothing; fail if docs/ is stale")
    )
    sub = add(
        "verify", _verify, phrase("Prove every figure in the archived lines; write evidence.lock.")
    )
    sub.add_argument("--format", choices=("text", "json", "github"), default="text")
    sub = add(
        "readings", _readings, phrase("Print the rows of readings that are missing, to fill in.")
    )
    sub.add_argument(
        "kind",
        metavar="KIND",
        help=phrase("a language of the sheet, or {archive}", archive=ARCHIVE),
    )
    add_publishing(commands, spoken)
    sub = add("coverage", _coverage, phrase("Account for every numeral that the articles print."))
    sub.add_argument(
        "--missing", action="store_true", help=phrase("list the numerals and lines left")
    )
    sub = add("build", _build, phrase("Check, render and build the whole site into site/."))
    for option, text in (
        ("--draft", phrase("build unverified facts, with a banner")),
        ("--no-pdf", phrase("leave out the PDFs, and links to them")),
        ("--why", phrase("say what is made anew, and for what")),
    ):
        sub.add_argument(option, action="store_true", help=text)
    add("pdf", _pdf, phrase("Print the briefing and the brief of every language as PDF files."))
    sub = add(
        "serve", _serve, phrase("Preview all languages; rebuild on every change and show problems.")
    )
    sub.add_argument("--host", default="127.0.0.1")
    sub.add_argument("--port", type=int, default=8000, help=phrase("0 takes any free port"))
    curating.add_curating(add)
    add_options(add("new", _new, phrase("Start a new sheet in an empty folder.")))
    add_review(commands, spoken)
    add_fleet(commands, spoken)
    add_languages(commands, spoken)
    return parser
