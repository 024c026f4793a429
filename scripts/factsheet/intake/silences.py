"""A curator's decision about a line that speaks of what was called silent -> the files it changes.

The line reports it (a fact that cites it is named), or it means something else (it is set aside).
An article whose lines are all decided joins those that were searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from factsheet.evidence.archive import Archive
from factsheet.evidence.searches import Spoken, choices, spoken_of, told_spoken
from factsheet.facts.lock import LOCK
from factsheet.facts.silence import ROW, claims
from factsheet.messages import NOTHING, Message, quoted, say
from factsheet.problems import Place, Problem, ProblemsFoundError, suggest
from factsheet.project import Project
from factsheet.writing.yaml import Trail, UnchangeableError, with_listed
from factsheet.writing.yaml import quoted as in_quotes

RULE = "silence"
REPORTED, FULFILLED = "reported_by", "fulfilled_by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """About which fact and which lines; the fact that reports it, or why it is set aside."""

    plan: str
    article: str
    lines: tuple[int, ...]
    field: str = ""
    report: str = ""
    reason: str = ""


def told_silences(project: Project, archive: Archive) -> Iterator[Message]:
    """Iterate over the lines to decide with their choices, then over articles to be added."""
    waiting = list(spoken_of(project, archive))
    for spoken in waiting:
        yield quoted(f"{spoken.claim.silent.where.place()}")
        yield say("  {message}", message=told_spoken(spoken))
        yield say("  {choices}", choices=choices(project, spoken))
    for key in dict.fromkeys(
        article.key for claim in claims(project.book) for article in claim.unsearched(project.book)
    ):
        yield say("searched to the end? then: factsheet silence --read {key}", key=key)


def decided(project: Project, archive: Archive, made: Decision) -> dict[Path, bytes]:
    """Return the files that a decision changes.

    Raises ProblemsFoundError for a line that is not waiting and a fact that does not report it.
    """
    waiting = [
        spoken
        for spoken in spoken_of(project, archive)
        if spoken.claim.fact == made.plan and spoken.source == made.article
    ]
    about = [spoken for spoken in waiting if set(spoken.at) & set(made.lines)]
    if not about or set(made.lines) - {line for spoken in about for line in spoken.at}:
        message = say(
            "no line {lines} of {source} waits to be decided for {fact!r}",
            lines=", ".join(map(str, made.lines)) or "0",
            source=made.article,
            fact=made.plan,
        )
        raise _refused(message, _waiting(project, archive))
    if not made.field:
        item = _aside(made.article, made.lines, made.reason)
        places = [(s.claim.silent.where, item) for s in about]
        return _written(project, [(w.file.name, (*w.trail, "aside"), i) for w, i in places])
    where = project.book.by_id()[made.plan].where
    _reports(project, made, about)
    return _written(project, [(where.file.name, (*where.trail, made.field), made.report)])


def read_on(project: Project, archive: Archive, key: str, reason: str = "") -> dict[Path, bytes]:
    """Return the files in which claims of silence are said to be searched for in an article.

    With a reason all lines of it that wait are set aside. Raises ProblemsFoundError while lines
    wait, and where nothing does.
    """
    waiting = [spoken for spoken in spoken_of(project, archive) if spoken.source == key]
    if waiting and not reason:
        raise ProblemsFoundError(
            Problem(
                place=spoken.claim.silent.where.place(),
                rule=RULE,
                message=told_spoken(spoken),
                hint=choices(project, spoken),
            )
            for spoken in waiting
        )
    added = [
        (claim.silent.where, "through", key)
        for claim in claims(project.book)
        if any(article.key == key for article in claim.unsearched(project.book))
    ]
    added += [(s.claim.silent.where, "aside", _aside(key, s.at, reason)) for s in waiting]
    if not added:
        known = {a.key for claim in claims(project.book) for a in claim.unsearched(project.book)}
        message = say("no claim of silence waits for the article {key!r}", key=key)
        raise _refused(message, suggest(key, sorted(known)))
    return _written(project, [(w.file.name, (*w.trail, field), item) for w, field, item in added])


def _aside(source: str, lines: Sequence[int], reason: str) -> str:
    """Return lines set aside as YAML types them."""
    at = str(lines[0]) if len(lines) == 1 else f"[{', '.join(map(str, lines))}]"
    return f"{{source: {source}, at: {at}, reason: {in_quotes(reason)}}}"


def lines_of(typed: str) -> tuple[str, tuple[int, ...]]:
    """Return source and lines of a place typed as key:4 or key:4,7; no line where it is none."""
    source, _, numbers = typed.replace("：", ":").rpartition(":")
    if re.fullmatch(r"\d{1,6}(?:[,，]\s*\d{1,6})*", numbers):
        return source, tuple(int(number) for number in re.split("[,，]", numbers))
    return typed, ()


def _reports(project: Project, made: Decision, about: Sequence[Spoken]) -> None:
    """Refuse a fact that is not there, or does not cite the line."""
    if all(spoken.claim.kind == ROW for spoken in about):
        message = say("{fact!r} is called silent by a row of stages", fact=made.plan)
        raise _refused(message, say("add the fact there as a stage: - {{fact: …, stage: …}}"))
    report = project.book.by_id().get(made.report)
    if report is None:
        drafted = any(fact.id == made.report for fact in project.book.drafts)
        message = say("there is no fact {id!r}", id=made.report)
        hint = (
            say("it is a draft: word it and delete its line draft: true")
            if drafted
            else suggest(made.report, sorted(project.book.by_id()))
        )
        raise _refused(message, hint)
    cited = {line for c in report.cite if c.source == made.article for line in c.at}
    if missing := sorted(set(made.lines) - cited):
        message = say(
            "the fact {id!r} does not cite line {line} of {source}",
            id=made.report,
            line=", ".join(map(str, missing)),
            source=made.article,
        )
        raise _refused(message, say("cite it there, or name the fact that does"))


def _written(project: Project, added: Sequence[tuple[str, Trail, str]]) -> dict[Path, bytes]:
    texts: dict[Path, str] = {}
    for name, trail, item in added:
        path = project.root / name
        try:
            before = texts[path] if path in texts else path.read_bytes().decode()
            texts[path] = with_listed(before, trail, item)
        except UnchangeableError as error:
            hint = say("type it there by hand: {item}", item=f"{trail[-1]}: [{item}]")
            message = say("{name}: {error}", name=name, error=error)
            raise _refused(message, hint, Place(file=name)) from None
    return {path: text.encode() for path, text in texts.items()}


def _waiting(project: Project, archive: Archive) -> Message:
    places = [
        f"{spoken.claim.fact} {spoken.source}:{','.join(map(str, spoken.at))}"
        for spoken in spoken_of(project, archive)
    ]
    return say("waiting: {places}", places="; ".join(places)) if places else NOTHING


def _refused(message: Message, hint: Message, place: Place | None = None) -> ProblemsFoundError:
    place = place or Place(file=LOCK.rpartition("/")[0])
    return ProblemsFoundError([Problem(place=place, rule=RULE, message=message, hint=hint)])
