"""The commands that build: `render`, `build`, `pdf`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from factsheet.cache.record import UP_TO_DATE, Record, told_changes
from factsheet.commands.parsed import command
from factsheet.commands.progress import Progress
from factsheet.desk import OK, at_places, report, sound_made, sound_project
from factsheet.messages import Message, phrase, plural, say, told
from factsheet.processes import nothing_collected
from factsheet.project import Project
from factsheet.settings import may_read_elsewhere
from factsheet.site.asked import STAGES, Asked, silent
from factsheet.site.exchange import repair
from factsheet.site.started import Engine

if TYPE_CHECKING:
    from factsheet.edition.sheet import Edition

TOLD_APART = 16  # digits of a digest
Facts: TypeAlias = Mapping[str, str]  # the digest of what each says, by its id


def add(commands: Any, spoken: argparse.ArgumentParser) -> None:
    """Add these commands to those of the program."""
    own = partial(command, commands, spoken)
    sub = own("render", _render, phrase("Write the Markdown pages of all languages into docs/."))
    text = phrase("write nothing; fail if docs/ is stale")
    sub.add_argument("--check", action="store_true", help=text)
    sub = own("build", _build, phrase("Check, render and build the whole site into site/."))
    for option, text in (
        ("--draft", phrase("build unverified facts, with a banner")),
        ("--no-pdf", phrase("leave out the PDFs, and links to them")),
        ("--why", phrase("say what is made anew, and for what")),
    ):
        sub.add_argument(option, action="store_true", help=text)
    own("pdf", _pdf, phrase("Print the briefing and the brief of every language as PDF files."))


def _render(options: argparse.Namespace) -> int:
    from factsheet.pages.docs import render, stale  # noqa: PLC0415 - as of _worded

    with nothing_collected():
        project, editions = sound_made(Path(), _editions, draft=not options.check)
        if options.check:
            return report(stale(project.root, editions))
        written = render(project.root, editions)
    print(told(plural("docs/: {count} page changed", "docs/: {count} pages changed", written)))
    return OK


def _build(options: argparse.Namespace) -> int:
    record, engine = options.record, options.engine
    if repair(Path()) or record is None:
        record = Record(Path(), draft=options.draft, no_pdf=options.no_pdf)
    # all of it takes a look at the whole site: it is told where that is asked for
    changed = [] if options.why else record.given_anew
    if not (changed := changed or record.changed()):
        print(told(UP_TO_DATE))
        return OK
    tell = print if options.why else silent
    tell(f"changed: {told_changes(changed)}")
    engine = engine or Engine(Path())
    with Progress(STAGES + 1) as progress, closing(engine), nothing_collected():
        progress.tell(say("the checks, and the words of all languages"))
        project, (editions, pages) = sound_made(Path(), _worded, draft=options.draft)
        said = {language: _said(edition) for language, edition in editions.items()}
        for line in _reworded(record.said(), said):
            tell(line)
        asked = Asked(
            made_of=record.made_of(),
            draft=options.draft,
            pdfs=not options.no_pdf,
            tell=tell,
            begin=progress.tell,
        )
        from factsheet.site.build import build  # noqa: PLC0415 - as of _worded

        with at_places(project):
            site = build(project.root, editions, asked, engine, pages)
        configs = {each.config for each in project.languages}
        elsewhere = any(may_read_elsewhere(project.root, config) for config in configs)
        elsewhere = elsewhere or any(map(Path.is_symlink, project.root.glob("docs/**/[!.]*")))
        record.write(said, elsewhere=elsewhere)
    print(phrase("{site}/ is built; open {site}/index.html", site=site))
    return OK


def _editions(
    project: Project, meanwhile: Callable[[], object] = lambda: None
) -> Mapping[str, Edition]:
    """Return a sheet in every language; what words it is loaded here, while checks run."""
    from factsheet.releases.history import editions_with_history  # noqa: PLC0415

    return editions_with_history(project, meanwhile)


def _worded(project: Project) -> tuple[Mapping[str, Edition], Mapping[str, str]]:
    """Return a sheet in every language, and its pages of Markdown, before anything is written."""
    editions = _editions(project, partial(import_module, "factsheet.site.build"))
    from factsheet.pages.docs import kept_pages_of  # noqa: PLC0415

    return editions, kept_pages_of(project.root, editions)


def _said(edition: Edition) -> dict[str, str]:
    """Return what tells apart what each fact says, withdrawn ones too."""
    facts = {**edition.facts, **edition.withdrawn}
    return {key: fact.said[:TOLD_APART] for key, fact in facts.items()}


def _reworded(before: Mapping[str, Facts], now: Mapping[str, Facts]) -> Iterator[str]:
    """Tell of each language the facts that are not as they were before."""
    for language, facts in now.items():
        if (old := before.get(language)) is None:
            yield f"facts of {language}: none are on record"
            continue
        others = [key for key, said in facts.items() if old.get(key) != said]
        gone = f"; gone: {told_changes(sorted(lost))}" if (lost := old.keys() - facts) else ""
        yield f"facts of {language} that are not as before: {told_changes(others) or 'none'}{gone}"


def _pdf(_options: argparse.Namespace) -> int:
    project = sound_project(Path())
    from factsheet.site.build import print_only  # noqa: PLC0415 - as of _worded

    with at_places(project):
        written = print_only(project.root, _editions(project), _tell_step)
    for path in written:
        print(path)
    return OK


def _tell_step(step: Message) -> None:
    print(phrase("pdf: {step}", step=step), file=sys.stderr)
