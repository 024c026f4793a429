"""Checks of what paper alone says: what the brief names exists, proposals have their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from factsheet.checks.walk import points_of
from factsheet.messages import Message, say
from factsheet.problems import Place, Problem, suggest
from factsheet.project import Project


def print_known(project: Project) -> Iterator[Problem]:
    """Everything that the brief and a proposal's place name exists."""
    book = project.book
    fields = book.printed.fields if book.printed else {}
    brief = book.printed.brief if book.printed else None
    facts = book.by_id()
    for fact in facts.values():
        if fact.domain:
            yield from _unknown(say("field"), fact.domain, fields, fact.where.place("field"))
        if fact.domain and not fact.short:
            message = say("the fact has a field, but no short words for the table of proposals")
            yield Problem(
                place=fact.where.place("field"),
                rule="print-known",
                message=message,
                hint=say("add short: {{…}} with a text in each language"),
            )
        if fact.city:
            yield from _unknown(say("name"), fact.city, book.names, fact.where.place("city"))
    if brief is None:
        return
    charts = [chart.id for chart in book.charts]
    for key, chart in (("chart", brief.chart), ("modes", brief.modes)):
        if chart:
            yield from _unknown(say("chart"), chart, charts, brief.where.place(key))
    for index, indicator in enumerate(brief.figures):
        place = brief.where.place("figures", index)
        yield from _unknown(say("indicator"), indicator, book.indicators, place)
    for point in points_of(brief):
        for index, key in enumerate(point.facts):
            yield from _unknown(say("fact"), key, facts, point.where.place("facts", index))


def _unknown(kind: Message, key: str, known: Iterable[str], place: Place) -> Iterator[Problem]:
    if key not in known:
        message = say("there is no {kind} {key!r}", kind=kind, key=key)
        hint = suggest(key, sorted(known)) or say("known: {known}", known=", ".join(sorted(known)))
        yield Problem(place=place, rule="print-known", message=message, hint=hint)
