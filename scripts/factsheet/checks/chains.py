"""Checks of reports that carry on older ones: in no circle, none newer, none computed."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.claims import DONE
from factsheet.facts.chains import computed, is_older, newer_facts, reached, series_of_fact
from factsheet.facts.factbook import Factbook
from factsheet.facts.records import FUTURE, Fact
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
            message = f"the series {names} tells by itself that it carries {fact.updates!r} on"
            yield Problem(
                place=fact.where.place("updates"),
                rule="updates-needed",
                message=message,
                hint="delete updates: here",
            )


def _circle(fact: Fact, older: Fact) -> Problem:
    if fact.id == older.id:
        message, hint = "a fact does not carry itself on", "name the older report"
    else:
        message = f"{older.id!r} itself carries {fact.id!r} on"
        hint = "the newer report names the older one, never the reverse"
    return Problem(
        place=fact.where.place("updates"), rule="updates-newer", message=message, hint=hint
    )


def _unfit(book: Factbook, fact: Fact, older: Fact) -> tuple[str, str]:
    """Say why a fact cannot carry another on, and what to do; empty where it can."""
    if not older.is_published:
        return f"{older.id!r} is held or withdrawn", "name a report that stands"
    if older.status in FUTURE and fact.status in DONE:
        message = f"{older.id!r} is a {older.status}, this report has the status {fact.status}"
        return message, "a plan names what became of it: fulfilled_by or reported_by"
    if is_older(book, fact, older):
        message = f"{older.id!r} ({older.period.text}) is newer than this one ({fact.period.text})"
        return message, f"write updates: {fact.id} there, or check period and articles"
    return "", ""
