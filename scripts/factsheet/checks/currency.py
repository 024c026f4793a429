"""Checks of what a newer article makes untrue: cut-off, newest figures, ends of charts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from factsheet.checks.walk import Written, other_texts, slots_of
from factsheet.facts.drawn import Chart
from factsheet.facts.formulas import inputs_of
from factsheet.facts.records import FUTURE, Fact, Figure
from factsheet.messages import say
from factsheet.problems import Problem
from factsheet.project import Project

Series = tuple[str, str]


def cutoff_current(project: Project) -> Iterator[Problem]:
    """The cut-off is not older than the newest fact, nor the edition than its newest article."""
    edition = project.book.edition
    facts = {fact.id: _day(project, fact) for fact in project.book.facts if fact.is_published}
    if facts:
        newest = max(facts, key=lambda key: facts[key])
        if edition.cutoff.last < facts[newest]:
            message = say(
                "the cut-off {cutoff} is older than {newest!r} of {day}",
                cutoff=edition.cutoff.text,
                newest=newest,
                day=facts[newest],
            )
            hint = say(
                'write cutoff: "{day:%Y-%m}", or check the period of that fact',
                day=facts[newest],
            )
            yield Problem(
                place=edition.where.place("cutoff"),
                rule="cutoff-current",
                message=message,
                hint=hint,
            )
    for source in project.book.sources.values():
        if source.issued.start and source.issued.start > edition.date:
            message = say(
                "the edition of {date} is older than its article {key!r}",
                date=edition.date,
                key=source.key,
            )
            yield Problem(place=edition.where.place("date"), rule="cutoff-current", message=message)


def newest_named(project: Project) -> Iterator[Problem]:
    """An answer or notice, and any text that speaks of the newest, names the newest of a series."""
    newest = _newest(project)
    for text in other_texts(project):
        if not _claims_newest(project, text):
            continue
        for series, (end, slot) in _named(project, text).items():
            fact = newest.get(series)
            if fact is None or fact.period.end is None or fact.period.end <= end:
                continue
            message = say(
                "{slot} is older than {id!r} ({period}), which it leaves out",
                slot=slot,
                id=fact.id,
                period=fact.period.text,
            )
            name = next(f.name for f in fact.figures.values() if (f.indicator, f.scope) == series)
            hint = say("write {{{id}.{name}}} there, too, or instead", id=fact.id, name=name)
            yield Problem(place=text.place(), rule="newest-named", message=message, hint=hint)


def charts_newest(project: Project) -> Iterator[Problem]:
    """A chart goes on to the newest figure of its series of that length of period."""
    for chart in project.book.charts:
        if all(drawn.ref in project.figures.quantities for drawn in chart.drawn):
            yield from _ended(project, chart)


def _ended(project: Project, chart: Chart) -> Iterator[Problem]:
    facts = project.book.by_id()
    drawn = [(facts[d.fact], facts[d.fact].figures[d.figure]) for d in chart.figures]
    ends: dict[tuple[str, str, str, int], date] = {}
    for fact, figure in drawn:
        if figure.indicator and fact.period.end:
            key = (figure.indicator, figure.scope, figure.basis, _days(fact))
            ends[key] = max(ends.get(key, date.min), fact.period.end)
    for fact, figure in _points(project):
        key = (figure.indicator, figure.scope, figure.basis, _days(fact))
        if fact.period.end and key in ends and fact.period.end > ends[key]:
            message = say(
                "the chart {chart!r} leaves out {id!r} of {period}",
                chart=chart.id,
                id=fact.id,
                period=fact.period.text,
            )
            hint = say(
                "add {id}.{name}: it is newer than what the chart ends with",
                id=fact.id,
                name=figure.name,
            )
            yield Problem(
                place=chart.where.place("figures"), rule="charts-newest", message=message, hint=hint
            )


def _day(project: Project, fact: Fact) -> date:
    """Return the day up to which a fact tells: its period's end, unless it is still to come."""
    issued = [
        source.issued.last
        for citation in fact.cite
        if not citation.proves_period_only and (source := project.book.sources.get(citation.source))
    ]
    printed = max(issued, default=date.max)
    if fact.period.form == "none" or fact.period.end is None:
        return printed if issued else date.min
    return fact.period.end if fact.period.end <= printed else date.min


def _newest(project: Project) -> dict[Series, Fact]:
    newest: dict[Series, Fact] = {}
    for fact, figure in _points(project):
        key = (figure.indicator, figure.scope)
        held = newest.get(key)
        if held is None or (held.period.end or date.min) < (fact.period.end or date.min):
            newest[key] = fact
    return newest


def _points(project: Project) -> Iterator[tuple[Fact, Figure]]:
    """Iterate over the published, dated figures of series, what is planned aside."""
    for fact in project.book.facts:
        if fact.is_published and fact.status not in FUTURE and fact.period.end:
            for figure in fact.figures.values():
                if figure.indicator:
                    yield fact, figure


def _named(project: Project, text: Written) -> dict[Series, tuple[date, str]]:
    """Return up to when a text names each series, and by which slot.

    A calculated figure stands for the series that it is calculated from.
    """
    facts = project.book.by_id()
    named: dict[Series, tuple[date, str]] = {}
    for slot in dict.fromkeys(s for words in text.texts.values() for s in slots_of(words)):
        fact = facts.get(slot.fact)
        figure = fact.figures.get(slot.name) if fact else None
        if fact is None or figure is None or fact.period.end is None:
            continue
        for series in _series(facts, figure):
            found = (fact.period.end, f"{{{slot.fact}.{slot.name}}}")
            named[series] = max(named.get(series, found), found)
    return named


def _series(facts: Mapping[str, Fact], figure: Figure) -> Iterable[Series]:
    if figure.indicator:
        return [(figure.indicator, figure.scope)]
    inputs = [
        facts[key].figures[name]
        for key, name in inputs_of(figure.formula)
        if key in facts and name in facts[key].figures
    ]
    return [(each.indicator, each.scope) for each in inputs if each.indicator]


def _claims_newest(project: Project, text: Written) -> bool:
    if text.kind == "claim":
        return True
    return any(
        style.words.newest and re.search(style.words.newest, text.texts.get(language, ""))
        for language, style in project.styles.items()
    )


def _days(fact: Fact) -> int:
    """Return the length of a period, months counted as alike; 0 where it has no start."""
    start, end = fact.period.start, fact.period.end
    return round(((end - start).days + 1) / 30) if start and end else 0
