"""Checks of what is drawn: a chart joins only what is comparable, a line only what is placed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from factsheet.facts.contents import cited_pages
from factsheet.facts.drawn import Chart, Drawn, Panel
from factsheet.facts.records import Fact, Figure, holds
from factsheet.facts.yamlfile import Where
from factsheet.figures.quantity import Quantity
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
MONTH = 30


def charts_known(project: Project) -> Iterator[Problem]:
    """A chart has its own id, stands in a section, and draws published figures that exist."""
    sections = {section.key: section for section in project.book.sections}
    seen: set[str] = set()
    for chart in project.book.charts:
        if chart.id in seen:
            message = f"the id {chart.id!r} is used twice"
            yield Problem(
                place=chart.where.place("id"),
                rule="charts-known",
                message=message,
                hint="choose another id",
            )
        seen.add(chart.id)
        yield from unplaced(project, chart, "charts-known")
        section = sections.get(chart.section)
        if section and chart.table and chart.table not in (t.key for t in section.tables):
            message = f"the section {chart.section!r} has no table {chart.table!r}"
            hint = suggest(chart.table, [t.key for t in section.tables])
            yield Problem(
                place=chart.where.place("table"), rule="charts-known", message=message, hint=hint
            )
        for drawn in chart.drawn:
            yield from _unknown(project, drawn)


def charts_alike(project: Project) -> Iterator[Problem]:
    """A chart joins figures of one series, unit, basis and scope, none vague, none negative."""
    for chart, figures in _sound(project):
        first, one = figures[0]
        for drawn, other in figures:
            place = drawn.where.place()
            quantity = project.figures.quantities[drawn.ref]
            unit = project.figures.quantities[first.ref].unit
            reason = _unlike(one[1], other[1]) or _undrawable(quantity, unit)
            if not reason and chart.kind == "bars" and other[1].indicator != one[1].indicator:
                reason = "is of another series"
            if reason:
                message = f"{_name(drawn)} {reason}: it cannot stand in one chart with others"
                hint = f"the chart begins with {_name(first)}; give the others a chart of their own"
                yield Problem(place=place, rule="charts-alike", message=message, hint=hint)


def charts_periods(project: Project) -> Iterator[Problem]:
    """Bars are of different periods of one length; what stands inside lies in the last one."""
    for chart, figures in _sound(project):
        if chart.kind != "bars":
            continue
        bars = [fact for _, (fact, _) in figures[: len(chart.figures)]]
        lengths = [_length(fact) for fact in bars]
        for drawn, fact, length in zip(chart.figures, bars, lengths, strict=True):
            same = [other for other in bars if other.period.text == fact.period.text]
            reason = ""
            if not length or length != lengths[0]:
                reason = f"is of {fact.period.text}, a period of another length"
            elif len(same) > 1:
                reason = f"is of {fact.period.text}, like another bar"
            if reason:
                message = f"{_name(drawn)} {reason}: it cannot be a bar beside the others"
                hint = "a part of a bar's period goes under inside:"
                place = drawn.where.place()
                yield Problem(place=place, rule="charts-periods", message=message, hint=hint)
        for drawn, (fact, _) in figures[len(chart.figures) :]:
            if drawn in chart.inside and not holds(bars[-1], fact):
                message = f"{_name(drawn)} does not lie within the period of the last bar"
                place = drawn.where.place()
                yield Problem(
                    place=place,
                    rule="charts-periods",
                    message=message,
                    hint="only the last bar has room for it",
                )


def charts_whole(project: Project) -> Iterator[Problem]:
    """Parts are of the whole's series and period, and with the rest make it up."""
    for chart, figures in _sound(project):
        quantities = {d.ref: project.figures.quantities[d.ref] for d, _ in figures}
        if chart.kind == "bars":
            if chart.whole or chart.rest:
                message = "bars have neither whole nor rest"
                yield Problem(
                    place=chart.where.place(),
                    rule="charts-whole",
                    message=message,
                    hint="use kind: parts",
                )
            yield from _too_large(chart, quantities)
            continue
        if chart.whole is None or chart.inside:
            message = "a chart of parts names its whole, and has nothing inside its parts"
            yield Problem(
                place=chart.where.place(),
                rule="charts-whole",
                message=message,
                hint="add whole: fact.figure",
            )
            continue
        facts = {d.ref: pair for d, pair in figures}
        whole, series = facts[chart.whole.ref]
        known = project.book.indicators.get(series.indicator)
        low = high = Decimal(0)
        for drawn in (*chart.figures, *([chart.rest] if chart.rest else [])):
            fact, figure = facts[drawn.ref]
            place = drawn.where.place()
            if known is None or figure.indicator not in known.parts:
                message = f"{_name(drawn)} is not a part of {series.indicator or 'the whole'!r}"
                hint = "parts: of the whole's indicator name what belongs to it"
                yield Problem(place=place, rule="charts-whole", message=message, hint=hint)
            if fact.period.text != whole.period.text:
                message = (
                    f"{_name(drawn)} is of {fact.period.text}, the whole of {whole.period.text}"
                )
                yield Problem(place=place, rule="charts-whole", message=message)
            low, high = (
                low + quantities[drawn.ref].interval[0],
                high + quantities[drawn.ref].interval[1],
            )
        least, most = quantities[chart.whole.ref].interval
        if low > most:
            message = f"the parts come to {low:f} or more, the whole to {most:f} at most"
            yield Problem(place=chart.where.place("figures"), rule="charts-whole", message=message)
        elif high < least:
            message = f"the parts come to {high:f} at most, the whole to {least:f} or more"
            hint = "name what is left: rest: fact.figure"
            yield Problem(
                place=chart.where.place("figures"), rule="charts-whole", message=message, hint=hint
            )


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
            message = f"{place.name!r} has two places"
            yield Problem(
                place=place.where.place("name"),
                rule="schematic-places",
                message=message,
                hint="delete one",
            )
        names.add(place.name)
        other = taken.setdefault(place.at, place.name)
        if other != place.name:
            message = f"{place.name!r} stands where {other!r} does"
            hint = "give it a place of its own"
            yield Problem(
                place=place.where.place("at"), rule="schematic-places", message=message, hint=hint
            )
        (left, top), (right, bottom) = place.at, place.to
        if not (left <= right <= layout.size[0] and top <= bottom <= layout.size[1]):
            message = f"{place.name!r} ends before it begins, or outside the schematic"
            hint = f"at is the upper left corner, to the lower right; size is {list(layout.size)}"
            yield Problem(
                place=place.where.place(), rule="schematic-places", message=message, hint=hint
            )
        if not place.fact and place.name not in stops:
            message = f"no link stops at {place.name!r}"
            hint = "add fact: with the fact that it rests on"
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
                message = f"the stop {key!r} has no place in the schematic"
                hint = suggest(key, placed) or "add it to facts/schematic.yml"
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
            message = f"no link runs from {bend.start!r} to {bend.end!r}"
            hint = "name stops in the order of links.yml"
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
                message = (
                    f"{entry.stage!r} does not fit {entry.fact!r}, whose status is {fact.status}"
                )
                stages = [key for key, statuses in FITTING.items() if fact.status in statuses]
                hint = f"use {' or '.join(stages)}" if stages else "such a fact tells no stage"
                yield Problem(
                    place=entry.where.place("stage"),
                    rule="stages-known",
                    message=message,
                    hint=hint,
                )
            for page in sorted(cited_pages(project.book, fact)):
                if seen.setdefault(page, entry.stage) != entry.stage:
                    message = f"the page {page} already tells {seen[page]!r} of this project"
                    yield Problem(
                        place=entry.where.place("stage"), rule="stages-known", message=message
                    )


def unplaced(project: Project, picture: Panel, rule: str) -> Iterator[Problem]:
    """Yield a problem where the section of a picture is not there."""
    keys = sorted(section.key for section in project.book.sections)
    if picture.section not in keys:
        yield Problem(
            place=picture.where.place("section"),
            rule=rule,
            message=f"there is no section {picture.section!r}",
            hint=suggest(picture.section, keys),
        )


def unpublished(project: Project, key: str, where: Where, rule: str) -> Iterator[Problem]:
    """Yield a problem where a picture's fact is not there, or not published."""
    facts = project.book.by_id()
    if key not in facts:
        hint = suggest(key, sorted(facts))
        yield Problem(
            place=where.place("fact"), rule=rule, message=f"there is no fact {key!r}", hint=hint
        )
    elif not facts[key].is_published:
        yield Problem(
            place=where.place("fact"), rule=rule, message=f"the fact {key!r} is held or withdrawn"
        )


def _unknown(project: Project, drawn: Drawn) -> Iterator[Problem]:
    facts = project.book.by_id()
    place = drawn.where.place()
    fact = facts.get(drawn.fact)
    if fact is None:
        hint = suggest(drawn.fact, sorted(facts))
        yield Problem(
            place=place, rule="charts-known", message=f"there is no fact {drawn.fact!r}", hint=hint
        )
    elif drawn.figure not in fact.figures:
        message = f"the fact {drawn.fact!r} has no figure {drawn.figure!r}"
        hint = suggest(drawn.figure, sorted(fact.figures))
        yield Problem(place=place, rule="charts-known", message=message, hint=hint)
    elif not fact.is_published:
        message = f"the fact {drawn.fact!r} is held or withdrawn: it cannot be drawn"
        yield Problem(place=place, rule="charts-known", message=message)


def _sound(project: Project) -> Iterator[tuple[Chart, list[tuple[Drawn, tuple[Fact, Figure]]]]]:
    """Iterate over charts whose figures can all be read, the drawn ones with fact and figure."""
    facts = project.book.by_id()
    for chart in project.book.charts:
        if all(drawn.ref in project.figures.quantities for drawn in chart.drawn):
            yield (
                chart,
                [(d, (facts[d.fact], facts[d.fact].figures[d.figure])) for d in chart.drawn],
            )


def _unlike(one: Figure, other: Figure) -> str:
    if one.scope != other.scope:
        return "is of another scope"
    if one.basis != other.basis:
        return f"is a {other.basis or 'figure'}, not a {one.basis or 'figure'}"
    return ""


def _undrawable(quantity: Quantity, unit: str) -> str:
    if quantity.unit != unit:
        return f"is in {quantity.unit}, not in {unit}"
    if quantity.qualifier not in ("exact", "range"):
        return f"is “{quantity.qualifier}”, which no length shows"
    if quantity.bounds[0] < 0:
        return "is negative"
    return ""


def _too_large(chart: Chart, quantities: dict[tuple[str, str], Quantity]) -> Iterator[Problem]:
    last = quantities[chart.figures[-1].ref]
    for drawn in chart.inside:
        if quantities[drawn.ref].interval[0] > last.interval[1]:
            message = f"{_name(drawn)} is larger than the bar that it stands in"
            yield Problem(place=drawn.where.place(), rule="charts-whole", message=message)


def _length(fact: Fact) -> int:
    """Return the length of a period in months, 0 where it has no start or no end."""
    start, end = fact.period.start, fact.period.end
    if not isinstance(start, date) or not isinstance(end, date) or fact.period.reach:
        return 0
    return round(((end - start).days + 1) / MONTH)


def _name(drawn: Drawn) -> str:
    return f"{{{drawn.fact}.{drawn.figure}}}"
