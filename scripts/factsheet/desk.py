"""What commands share: a project opened with its problems, the archive, and a report of both."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from factsheet import __version__
from factsheet.evidence.approvals import told_unapproved, unapproved
from factsheet.evidence.archive import FOLDER, VARIABLE, Archive, find_archive, read_archive
from factsheet.evidence.attestations import Attestation
from factsheet.evidence.readings import missing, told_missing
from factsheet.facts.lock import Entry, read_lock, unverified
from factsheet.messages import phrase, plural, say, told
from factsheet.problems import Place, Problem, ProblemsFoundError, render_problems
from factsheet.processes import each
from factsheet.project import Project, located, open_project

OK, PROBLEMS, WRONG_USE = 0, 1, 2
WORDS, CHECKS = "words", "checks"  # made side by side
V = TypeVar("V")
NICENESS = 10  # by how much checks give way to words that want the same processor


def sound_project(root: Path, *, draft: bool = False) -> Project:
    """Load the project and run all checks; raise ProblemsFoundError where anything is wrong.

    Evidence edited since its last verification is wrong too, unless it is a draft.
    """
    project, problems = open_project(root)
    if project is not None:
        tell_generator(project)
        problems = (*problems, *_checked(project, draft=draft))
    if problems or project is None:
        raise ProblemsFoundError(problems)
    return project


def sound_made(root: Path, worded: Callable[[Project], V], *, draft: bool) -> tuple[Project, V]:
    """Load the project, and have something made of it while all checks run.

    Raises ProblemsFoundError where anything is wrong, as `sound_project` does.
    """
    opened, problems = open_project(root)
    if problems or opened is None:
        found = () if opened is None else _checked(opened, draft=draft)
        raise ProblemsFoundError((*problems, *found))
    project = opened
    tell_generator(project)

    def made(what: str) -> Any:
        if what == CHECKS:
            return _checked(project, draft=draft)
        try:
            with at_places(project):
                return worded(project)
        except Exception as error:  # noqa: BLE001 - of facts that no check let by, or raised below
            return error

    # words take longer, and checks end beside what follows
    found, problems = each(made, (WORDS, CHECKS), niceness=NICENESS).values()
    if problems:
        raise ProblemsFoundError(problems)
    if isinstance(found, Exception):
        raise found
    return project, found


def _checked(project: Project, *, draft: bool) -> tuple[Problem, ...]:
    return (*_against_rules(project), *(() if draft else not_verified(project)))


def _against_rules(project: Project) -> tuple[Problem, ...]:
    """Return what breaks a rule; rules are loaded by the process that needs them."""
    from factsheet.checks import check  # noqa: PLC0415

    return (*check(project), *against_kept(project))


def tell_generator(project: Project) -> None:
    """Say in a line where the sheet was last built with another version of the program."""
    recorded = project.book.edition.generator
    if recorded and recorded != __version__:
        told = f"this sheet records factsheet {recorded}, and this is {__version__}"
        print(f"{told}; once its pages are right, record it in facts/edition.yml", file=sys.stderr)


@contextmanager
def at_places(project: Project) -> Iterator[None]:
    """Put the problems of a stage that knows no files at their places in facts/.

    Raises ProblemsFoundError with them.
    """
    try:
        yield
    except ProblemsFoundError as error:
        raise ProblemsFoundError(located(project, error.problems)) from None


def not_verified(project: Project) -> tuple[Problem, ...]:
    """Return the facts whose evidence was edited since it was last verified."""
    entries, damaged = read_lock(project.root)
    return (*damaged, *unverified(project.book, entries))


def against_kept(project: Project) -> tuple[Problem, ...]:
    """Return what a published edition held and is lost or falsely corrected."""
    from factsheet.releases.against import unkept  # noqa: PLC0415 - as the rules
    from factsheet.releases.kept import kept_editions  # noqa: PLC0415

    editions, damaged = kept_editions(project.root)
    return (*damaged, *unkept(project.book, editions))


def open_all(root: Path) -> tuple[Project, tuple[Problem, ...]]:
    """Load a project with the problems of its facts.

    Raises ProblemsFoundError where no factbook can be made.
    """
    project, problems = open_project(root)
    if project is None:
        raise ProblemsFoundError(problems)
    return project, (*problems, *_against_rules(project))


def tell_waiting(
    project: Project, entries: Mapping[str, Entry], approvals: Sequence[Attestation]
) -> None:
    """Tell what nobody has read or approved as it stands."""
    unread = told_missing(missing(project, entries))
    for line in (*unread, *told_unapproved(unapproved(project, approvals))):
        print(told(line), file=sys.stderr)


def report_left_out(problems: Sequence[Problem], left: frozenset[str], form: str = "text") -> int:
    """Report problems that did not stop a command, and the facts it left out for them."""
    if not problems:
        return OK
    if left:
        keys = ", ".join(sorted(left))
        print(phrase("left out, because they have problems: {keys}", keys=keys), file=sys.stderr)
    return report(problems, form)


def archive_of(project: Project) -> tuple[Archive, Path]:
    """Read the archive; a sheet of no article yet has an empty one, to be made.

    Raises ProblemsFoundError where the articles are not at hand or have changed.
    """
    folder = find_archive(project.root)
    if folder is None and any(source.archive for source in project.book.sources.values()):
        message, hint = (
            say("the archive is not at hand"),
            say("set {variable}, or put it in {folder}/", variable=VARIABLE, folder=FOLDER),
        )
        place = Place(file=FOLDER)
        raise ProblemsFoundError([Problem(place=place, rule="archive", message=message, hint=hint)])
    folder = folder or project.root / FOLDER
    archive, changed = read_archive(project, folder)
    if archive is None:
        raise ProblemsFoundError(changed)
    return archive, folder


def report(problems: Sequence[Problem], form: str = "text") -> int:
    """Print problems as text, json or github commands; return the exit code that they mean."""
    if form == "json" or problems:
        print(render_problems(problems, form))
    if not problems:
        if form == "text":
            print(phrase("no problems"), file=sys.stderr)
        return OK
    if form == "text":
        files = len({re.sub(r"(?<=\.xlsx):.+", "", p.place.file) for p in problems})
        found = plural("{count} problem", "{count} problems", len(set(problems)))
        where = plural("{count} file", "{count} files", files)
        print(phrase("{found} in {where}", found=found, where=where), file=sys.stderr)
    return PROBLEMS
