"""Checks of reports that carry on older ones: in no circle, none newer, none computed."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.claims import DONE
from factsheet.facts.chains import computed, is_older, newer_facts, reached, series_of_fact
from factsheet.facts.factbook import Factbook
from factsheet.facts.records import FUTURE, Fact
from factsheet.messages import NOTHING, Message, say
from factsheet.problems import Problem
from factsheet.project import Project


def updates_newer(project: Project) -> Iterator[Problem]:
    """What a report carries on stands, is another fact, not newer, and not carried on by it."""
    facts = project.book.by_id()
    newer = newer_facts(project.book.facts)
    for fact in project.book.facts:
        older = facts.get(fact.updates)
        if older is None:
            continue
        if fact.id in reached(newer, fact.id):
            yield _circle(fact, older)
            continue
        message, hint = _unfit(project.book, fact, older)
        if message:
            yield Problem(
                place=fact.where.place("updates"), rule="updates-newer", message=message, hint=hint
            )


def updates_needed(project: Project) -> Iterator[Problem]:
    """What a series tells by itself is not typed."""
    facts = project.book.by_id()
    pairs = {(newer.id, older.id) for older, newer in computed(project.book.facts)}
    for fact in project.book.facts:
        if (fact.id, fact.updates) in pairs:
            shared = set(series_of_fact(fact)) & set(series_of_fact(facts[fact.updates]))
            names = ", ".join(sorted(indicator for indicator, _, _ in shared))
            message = say(
                "the series {names} tells by itself that it carries {updates!r} on",
                names=names,
                updates=fact.updates,
            )
            yield Problem(
                place=fact.where.place("updates"),
                rule="updates-needed",
                message=message,
                hint=say("delete updates: here"),
            )


def _circle(fact: Fact, older: Fact) -> Problem:
    if fact.id == older.id:
        message, hint = say("a fact does not carry itself on"), say("name the older report")
    else:
        message = say("{older!r} itself carries {id!r} on", older=older.id, id=fact.id)
        hint = say("the newer report names the older one, never the reverse")
    return Problem(
        place=fact.where.place("updates"), rule="updates-newer", message=message, hint=hint
    )


def _unfit(book: Factbook, fact: Fact, older: Fact) -> tuple[Message, Message]:
    """Say why a fact cannot carry another on, and what to do; empty where it can."""
    if not older.is_published:
        return say("{id!r} is held or withdrawn", id=older.id), say("name a report that stands")
    if older.status in FUTURE and fact.status in DONE:
        message = say(
            "{id!r} is a {status}, this report has the status {own}",
            id=older.id,
            status=older.status,
            own=fact.status,
        )
        return message, say("a plan names what became of it: fulfilled_by or reported_by")
    if is_older(book, fact, older):
        message = say(
            "{id!r} ({period}) is newer than this one ({own})",
            id=older.id,
            period=older.period.text,
            own=fact.period.text,
        )
        return message, say("write updates: {id} there, or check period and articles", id=fact.id)
    return NOTHING, NOTHING
