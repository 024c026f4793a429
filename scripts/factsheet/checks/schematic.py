"""Checks of the schematic and of stages: every stop has its place, every stage its fact."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from factsheet.checks.drawings import unpublished
from factsheet.facts.contents import cited_pages
from factsheet.messages import either, say
from factsheet.problems import Problem, suggest
from factsheet.project import Project

FITTING = {
    "called": ("proposal",),
    "planned": ("plan", "target"),
    "started": ("underway",),
    "building": ("underway",),
    "built": ("outturn", "in-force"),
    "running": ("outturn", "in-force"),
}


def schematic_places(project: Project) -> Iterator[Problem]:
    """Every place of the schematic is its own; without a link it rests on a published fact."""
    layout = project.book.schematic
    if layout is None:
        return
    names: set[str] = set()
    taken: dict[tuple[int, int], str] = {}
    stops = {key for link in project.book.links for key in link.stops}
    for place in layout.places:
        if place.name in names:
            message = say("{name!r} has two places", name=place.name)
            yield Problem(
                place=place.where.place("name"),
                rule="schematic-places",
                message=message,
                hint=say("delete one"),
            )
        names.add(place.name)
        other = taken.setdefault(place.at, place.name)
        if other != place.name:
            message = say("{name!r} stands where {other!r} does", name=place.name, other=other)
            hint = say("give it a place of its own")
            yield Problem(
                place=place.where.place("at"), rule="schematic-places", message=message, hint=hint
            )
        (left, top), (right, bottom) = place.at, place.to
        if not (left <= right <= layout.size[0] and top <= bottom <= layout.size[1]):
            message = say(
                "{name!r} ends before it begins, or outside the schematic", name=place.name
            )
            hint = say(
                "at is the upper left corner, to the lower right; size is {size}",
                size=list(layout.size),
            )
            yield Problem(
                place=place.where.place(), rule="schematic-places", message=message, hint=hint
            )
        if not place.fact and place.name not in stops:
            message = say("no link stops at {name!r}", name=place.name)
            hint = say("add fact: with the fact that it rests on")
            yield Problem(
                place=place.where.place("name"), rule="schematic-places", message=message, hint=hint
            )
        if place.fact:
            yield from unpublished(project, place.fact, place.where, "schematic-places")


def schematic_stops(project: Project) -> Iterator[Problem]:
    """Where there is a schematic, every stop of a link has a place in it."""
    if project.book.schematic is None:
        return
    placed = sorted(place.name for place in project.book.schematic.places)
    for link in project.book.links:
        for index, key in enumerate(link.stops):
            if key not in placed:
                message = say("the stop {key!r} has no place in the schematic", key=key)
                hint = suggest(key, placed) or say("add it to facts/schematic.yml")
                yield Problem(
                    place=link.where.place("stops", index),
                    rule="schematic-stops",
                    message=message,
                    hint=hint,
                )


def schematic_bends(project: Project) -> Iterator[Problem]:
    """A bend belongs to a line between two stops that follow one another."""
    layout = project.book.schematic
    if layout is None:
        return
    legs = {leg for link in project.book.links for leg in pairwise(link.stops)}
    for bend in layout.bends:
        if (bend.start, bend.end) not in legs:
            message = say("no link runs from {start!r} to {end!r}", start=bend.start, end=bend.end)
            hint = say("name stops in the order of links.yml")
            yield Problem(
                place=bend.where.place(), rule="schematic-bends", message=message, hint=hint
            )


def stages_known(project: Project) -> Iterator[Problem]:
    """A stage rests on a published fact of that status, and a page tells one stage of a project."""
    facts = project.book.by_id()
    for row in project.book.stages:
        seen: dict[str, str] = {}
        for entry in row.stages:
            yield from unpublished(project, entry.fact, entry.where, "stages-known")
            fact = facts.get(entry.fact)
            if fact is None:
                continue
            if fact.status not in FITTING[entry.stage]:
                message = say(
                    "{stage!r} does not fit {fact!r}, whose status is {status}",
                    stage=entry.stage,
                    fact=entry.fact,
                    status=fact.status,
                )
                stages = [key for key, statuses in FITTING.items() if fact.status in statuses]
                hint = (
                    say("use {stages}", stages=either(stages))
                    if stages
                    else say("such a fact tells no stage")
                )
                yield Problem(
                    place=entry.where.place("stage"),
                    rule="stages-known",
                    message=message,
                    hint=hint,
                )
            for page in sorted(cited_pages(project.book, fact)):
                if seen.setdefault(page, entry.stage) != entry.stage:
                    message = say(
                        "the page {page} already tells {seen!r} of this project",
                        page=page,
                        seen=seen[page],
                    )
                    yield Problem(
                        place=entry.where.place("stage"), rule="stages-known", message=message
                    )
