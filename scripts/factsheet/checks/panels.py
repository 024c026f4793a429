"""Checks of places by city and of the time line: each rests on a fact, and says what it tells."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.drawings import unplaced, unpublished
from factsheet.checks.walk import tokens_of
from factsheet.facts.markup import NameRef
from factsheet.facts.records import Fact
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.messages import say
from factsheet.problems import Problem, suggest
from factsheet.project import Project


def cities_printed(project: Project) -> Iterator[Problem]:
    """The printed name of a place drawn by city holds that of the city that it lies in."""
    names, picture = project.book.names, project.book.cities
    kinds = picture.kinds if picture else ()
    drawn = {key for kind in kinds for place in kind.places for key in (place.name, place.zone)}
    for name in names.values():
        if not name.city or (name.city in names and name.key not in drawn):
            continue
        city = names.get(name.city)
        if city is None:
            message = say("there is no name {key!r}", key=name.city)
            hint = suggest(name.city, sorted(names))
        elif city.short[SOURCE_LANGUAGE] not in name.full[SOURCE_LANGUAGE]:
            message = say(
                "{full!r} does not say that it lies in {city!r}",
                full=name.full[SOURCE_LANGUAGE],
                city=name.city,
            )
            hint = say("leave city out: the place then stands by itself")
        else:
            continue
        yield Problem(
            place=name.where.place("city"), rule="cities-printed", message=message, hint=hint
        )


def cities_listed(project: Project) -> Iterator[Problem]:
    """Places by city stand in a section; each is named by the published fact that lists it."""
    picture = project.book.cities
    if picture is None:
        return
    yield from unplaced(project, picture, "cities-listed")
    facts = project.book.by_id()
    for listed in (place for kind in picture.kinds for place in kind.places):
        yield from unpublished(project, listed.fact, listed.where, "cities-listed")
        fact = facts.get(listed.fact)
        for key in filter(None, (listed.name, listed.zone)):
            if fact is not None and key not in _named(fact):
                message = say("the fact {fact!r} does not name {key!r}", fact=listed.fact, key=key)
                yield Problem(
                    place=listed.where.place("fact"),
                    rule="cities-listed",
                    message=message,
                    hint=say("name the fact that lists it"),
                )


def timeline_dated(project: Project) -> Iterator[Problem]:
    """The time line stands in a section; each step is a published fact with a date."""
    picture = project.book.timeline
    if picture is None:
        return
    yield from unplaced(project, picture, "timeline-dated")
    facts = project.book.by_id()
    for step in (step for lane in picture.lanes for step in lane.steps):
        yield from unpublished(project, step.fact, step.where, "timeline-dated")
        fact = facts.get(step.fact)
        if fact is not None and (fact.period.start is None and fact.period.end is None):
            message = say("the fact {fact!r} has no date", fact=step.fact)
            hint = say("a time line shows what is dated; leave it out")
            yield Problem(
                place=step.where.place("fact"), rule="timeline-dated", message=message, hint=hint
            )


def _named(fact: Fact) -> set[str]:
    """Return the names that a fact's sentences and its row of a table speak of."""
    texts = [fact.text, *(fact.cells.columns.values() if fact.cells else ())]
    return {
        token.key
        for own in texts
        for text in own.values()
        for token in tokens_of(text)
        if isinstance(token, NameRef)
    }
