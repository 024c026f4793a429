"""Facts -> which report of a subject carries on which: typed as `updates`, computed in a series.

Within one indicator, scope and basis, what ends later carries on what ends earlier; what is only
planned does not. "Newest" is said of the facts of this sheet alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from factsheet.cache.last import Last
from factsheet.facts.factbook import Factbook
from factsheet.facts.records import FUTURE, Fact, Section, Source

Series = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """For a published fact the older one that it carries on, and the newest that carries it on."""

    updates: Mapping[str, str]
    newest: Mapping[str, str]


def chains_of(book: Factbook) -> Chains:
    """Return the chains of the published facts; their typed links must have passed the checks.

    Where nothing has changed that they are made of, those of the last book are taken.
    """
    global _found  # noqa: PLW0603 - for a process that stays
    linked = book.by_section(_linked, lambda section: list(map(_links_of, section.facts)))
    made_of = linked, [*book.sources.values()]
    if _found is None or _found[0] != made_of:
        _found = made_of, _chains(book)
    return _found[1]


def _links_of(fact: Fact) -> tuple[object, ...]:
    """Return all of a fact that its chain is made of."""
    articles = [c.source for c in fact.cite if not c.proves_period_only]
    return fact.id, fact.is_published, fact.updates, fact.period, series_of_fact(fact), articles


def _chains(book: Factbook) -> Chains:
    facts = {fact.id: fact for fact in book.facts if fact.is_published}
    newer = newer_facts(facts.values())
    carried: dict[str, list[Fact]] = defaultdict(list)
    for key, found in newer.items():
        for other in found:
            carried[other].append(facts[key])
    updates, newest = {}, {}
    for fact in facts.values():
        older = carried[fact.id]
        if fact.updates in facts:
            updates[fact.id] = fact.updates
        elif older:
            updates[fact.id] = max(older, key=lambda f: _closeness(book, f, fact)).id
        last = [facts[key] for key in reached(newer, fact.id) if not newer[key]]
        if newer[fact.id] and last:
            newest[fact.id] = max(last, key=lambda f: _closeness(book, f, fact)).id
    return Chains(updates=updates, newest=newest)


def newer_facts(facts: Iterable[Fact]) -> dict[str, tuple[str, ...]]:
    """Return for each fact those that carry it on, as typed and as computed."""
    facts = list(facts)
    newer = {fact.id: dict[str, None]() for fact in facts}
    for older, newest in computed(facts):
        newer[older.id][newest.id] = None
    for fact in facts:
        if fact.updates in newer:
            newer[fact.updates][fact.id] = None
    return {key: tuple(found) for key, found in newer.items()}


def computed(facts: Iterable[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Iterate over the pairs of an older and a newer fact of one series."""
    series: dict[Series, list[Fact]] = defaultdict(list)
    for fact in facts:
        for key in series_of_fact(fact):
            series[key].append(fact)
    for found in series.values():
        for older in found:
            for newer in found:
                if older.period.end and newer.period.end and older.period.end < newer.period.end:
                    yield older, newer


def series_of_fact(fact: Fact) -> tuple[Series, ...]:
    """Return the series that a published, dated report has figures of."""
    if not fact.is_published or fact.status in FUTURE or fact.period.end is None:
        return ()
    figures = (f for f in fact.figures.values() if f.indicator)
    return tuple(dict.fromkeys((f.indicator, f.scope, f.basis) for f in figures))


def reached(newer: Mapping[str, Iterable[str]], start: str) -> tuple[str, ...]:
    """Return every fact that carries a fact on, itself only where the links run in a circle."""
    found: dict[str, None] = {}
    waiting = list(newer[start])
    while waiting:
        key = waiting.pop()
        if key not in found:
            found[key] = None
            waiting += newer[key]
    return tuple(found)


def told_on(book: Factbook, fact: Fact) -> date:
    """Return the last day of a fact's period, of its newest article where it is undated."""
    return fact.period.end or max(_issued(book, fact), default=date.min)


def is_older(book: Factbook, fact: Fact, other: Fact) -> bool:
    """Tell whether a fact is older than another: by periods, by articles where those do not tell.

    Periods do not tell where one is undated or lies within the other.
    """
    one, two = fact.period, other.period
    if one.start and one.end and two.start and two.end:
        if one.start < two.start and one.end < two.end:
            return True
        if one.start > two.start and one.end > two.end:
            return False
    ends, starts = _issued(book, fact), _issued(book, other)
    return bool(ends and starts) and max(ends) < max(starts)


def _closeness(book: Factbook, fact: Fact, other: Fact) -> tuple[date, bool, int]:
    """Return what puts facts in order: newest first, then alike in period, then shorter."""
    length = fact.period.recency[1]
    return told_on(book, fact), fact.period.rhythm == other.period.rhythm, -length


def _issued(book: Factbook, fact: Fact) -> list[date]:
    """Return the last days of the issues that print a fact."""
    sources = (book.sources.get(c.source) for c in fact.cite if not c.proves_period_only)
    return [source.issued.end for source in sources if source and source.issued.end]


_linked: Last[Section, list[tuple[object, ...]]] = Last()
_found: tuple[tuple[list[list[tuple[object, ...]]], list[Source]], Chains] | None = None
