"""The commands that check: `check`, `verify`, `readings`, `coverage`."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from factsheet.checks import check
from factsheet.commands.parsed import command
from factsheet.commands.progress import Progress
from factsheet.desk import (
    OK,
    PROBLEMS,
    WRONG_USE,
    against_kept,
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
from factsheet.messages import phrase, plural, say
from factsheet.project import open_project
from factsheet.releases.against import addressed
from factsheet.releases.kept import kept_editions

FORMATS = ("text", "json", "github")


def add(commands: Any, spoken: argparse.ArgumentParser) -> None:
    """Add these commands to those of the program."""
    own = partial(command, commands, spoken)
    text = phrase("Check facts/ and the templates; print every problem with its place.")
    own("check", _check, text).add_argument("--format", choices=FORMATS, default="text")
    text = phrase("Prove every figure in the archived lines; write evidence.lock.")
    own("verify", _verify, text).add_argument("--format", choices=FORMATS, default="text")
    sub = own(
        "readings", _readings, phrase("Print the rows of readings that are missing, to fill in.")
    )
    text = phrase("a language of the sheet, or {archive}", archive=ARCHIVE)
    sub.add_argument("kind", metavar="KIND", help=text)
    sub = own("coverage", _coverage, phrase("Account for every numeral that the articles print."))
    text = phrase("list the numerals and lines left")
    sub.add_argument("--missing", action="store_true", help=text)


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
    with Progress(3) as progress:
        progress.tell(say("the archive"))
        archive, changed = read_archive(project, folder)
        if archive is None:
            return report((*found, *changed), options.format)
        progress.tell(say("figures in their lines"))
        left = unsound_facts(project, found)
        problems = (*Verifier(project, archive).verify(left), *unreadable)
        progress.tell(say("copies, searches and readings"))
        problems += (*copied(project, archive), *searches(project, archive))
        problems += (*compare(project, readings), *misplaced(project, approvals))
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
