"""Checks of what is drawn: a chart joins only what is comparable, a line only what is placed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from factsheet.facts.drawn import Chart, Drawn, Panel
from factsheet.facts.records import Fact, Figure, holds
from factsheet.facts.yamlfile import Where
from factsheet.figures.quantity import Quantity
from factsheet.messages import NOTHING, Message, say
from factsheet.problems import Problem, suggest
from factsheet.project import Project

MONTH = 30


def charts_known(project: Project) -> Iterator[Problem]:
    """A chart has its own id, stands in a section, and draws published figures that exist."""
    sections = {section.key: section for section in project.book.sections}
    seen: set[str] = set()
    for chart in project.book.charts:
        if chart.id in seen:
            message = say("the id {id!r} is used twice", id=chart.id)
            yield Problem(
                place=chart.where.place("id"),
                rule="charts-known",
                message=message,
                hint=say("choose another id"),
            )
        seen.add(chart.id)
        yield from unplaced(project, chart, "charts-known")
        section = sections.get(chart.section)
        if section and chart.table and chart.table not in (t.key for t in section.tables):
            message = say(
                "the section {section!r} has no table {table!r}",
                section=chart.section,
                table=chart.table,
            )
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
                reason = say("is of another series")
            if reason:
                message = say(
                    "{drawn} {reason}: it cannot stand in one chart with others",
                    drawn=_name(drawn),
                    reason=reason,
                )
                hint = say(
                    "the chart begins with {first}; give the others a chart of their own",
                    first=_name(first),
                )
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
            reason = NOTHING
            if not length or length != lengths[0]:
                reason = say("is of {period}, a period of another length", period=fact.period.text)
            elif len(same) > 1:
                reason = say("is of {period}, like another bar", period=fact.period.text)
            if reason:
                message = say(
                    "{drawn} {reason}: it cannot be a bar beside the others",
                    drawn=_name(drawn),
                    reason=reason,
                )
                hint = say("a part of a bar's period goes under inside:")
                place = drawn.where.place()
                yield Problem(place=place, rule="charts-periods", message=message, hint=hint)
        for drawn, (fact, _) in figures[len(chart.figures) :]:
            if drawn in chart.inside and not holds(bars[-1], fact):
                message = say(
                    "{drawn} does not lie within the period of the last bar", drawn=_name(drawn)
                )
                place = drawn.where.place()
                yield Problem(
                    place=place,
                    rule="charts-periods",
                    message=message,
                    hint=say("only the last bar has room for it"),
                )


def charts_whole(project: Project) -> Iterator[Problem]:
    """Parts are of the whole's series and period, and with the rest make it up."""
    for chart, figures in _sound(project):
        quantities = {d.ref: project.figures.quantities[d.ref] for d, _ in figures}
        if chart.kind == "bars":
            if chart.whole or chart.rest:
                message = say("bars have neither whole nor rest")
                yield Problem(
                    place=chart.where.place(),
                    rule="charts-whole",
                    message=message,
                    hint=say("use kind: parts"),
                )
            yield from _too_large(chart, quantities)
            continue
        if chart.whole is None or chart.inside:
            message = say("a chart of parts names its whole, and has nothing inside its parts")
            yield Problem(
                place=chart.where.place(),
                rule="charts-whole",
                message=message,
                hint=say("add whole: fact.figure"),
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
                message = say(
                    "{drawn} is not a part of {whole!r}",
                    drawn=_name(drawn),
                    whole=series.indicator or say("the whole"),
                )
                hint = say("parts: of the whole's indicator name what belongs to it")
                yield Problem(place=place, rule="charts-whole", message=message, hint=hint)
            if fact.period.text != whole.period.text:
                message = say(
                    "{drawn} is of {period}, the whole of {whole}",
                    drawn=_name(drawn),
                    period=fact.period.text,
                    whole=whole.period.text,
                )
                yield Problem(place=place, rule="charts-whole", message=message)
            low, high = (
                low + quantities[drawn.ref].interval[0],
                high + quantities[drawn.ref].interval[1],
            )
        least, most = quantities[chart.whole.ref].interval
        if low > most:
            message = say(
                "the parts come to {low:f} or more, the whole to {most:f} at most",
                low=low,
                most=most,
            )
            yield Problem(place=chart.where.place("figures"), rule="charts-whole", message=message)
        elif high < least:
            message = say(
                "the parts come to {high:f} at most, the whole to {least:f} or more",
                high=high,
                least=least,
            )
            hint = say("name what is left: rest: fact.figure")
            yield Problem(
                place=chart.where.place("figures"), rule="charts-whole", message=message, hint=hint
            )


def unplaced(project: Project, picture: Panel, rule: str) -> Iterator[Problem]:
    """Yield a problem where the section of a picture is not there."""
    keys = sorted(section.key for section in project.book.sections)
    if picture.section not in keys:
        yield Problem(
            place=picture.where.place("section"),
            rule=rule,
            message=say("there is no section {key!r}", key=picture.section),
            hint=suggest(picture.section, keys),
        )


def unpublished(project: Project, key: str, where: Where, rule: str) -> Iterator[Problem]:
    """Yield a problem where a picture's fact is not there, or not published."""
    facts = project.book.by_id()
    if key not in facts:
        hint = suggest(key, sorted(facts))
        yield Problem(
            place=where.place("fact"),
            rule=rule,
            message=say("there is no fact {key!r}", key=key),
            hint=hint,
        )
    elif not facts[key].is_published:
        yield Problem(
            place=where.place("fact"),
            rule=rule,
            message=say("the fact {key!r} is held or withdrawn", key=key),
        )


def _unknown(project: Project, drawn: Drawn) -> Iterator[Problem]:
    facts = project.book.by_id()
    place = drawn.where.place()
    fact = facts.get(drawn.fact)
    if fact is None:
        hint = suggest(drawn.fact, sorted(facts))
        yield Problem(
            place=place,
            rule="charts-known",
            message=say("there is no fact {key!r}", key=drawn.fact),
            hint=hint,
        )
    elif drawn.figure not in fact.figures:
        message = say(
            "the fact {key!r} has no figure {figure!r}", key=drawn.fact, figure=drawn.figure
        )
        hint = suggest(drawn.figure, sorted(fact.figures))
        yield Problem(place=place, rule="charts-known", message=message, hint=hint)
    elif not fact.is_published:
        message = say("the fact {fact!r} is held or withdrawn: it cannot be drawn", fact=drawn.fact)
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


def _unlike(one: Figure, other: Figure) -> Message:
    if one.scope != other.scope:
        return say("is of another scope")
    if one.basis != other.basis:
        return say(
            "is a {other}, not a {one}",
            other=other.basis or say("figure"),
            one=one.basis or say("figure"),
        )
    return NOTHING


def _undrawable(quantity: Quantity, unit: str) -> Message:
    if quantity.unit != unit:
        return say("is in {own}, not in {unit}", own=quantity.unit, unit=unit)
    if quantity.qualifier not in ("exact", "range"):
        return say("is “{qualifier}”, which no length shows", qualifier=quantity.qualifier)
    if quantity.bounds[0] < 0:
        return say("is negative")
    return NOTHING


def _too_large(chart: Chart, quantities: dict[tuple[str, str], Quantity]) -> Iterator[Problem]:
    last = quantities[chart.figures[-1].ref]
    for drawn in chart.inside:
        if quantities[drawn.ref].interval[0] > last.interval[1]:
            message = say("{drawn} is larger than the bar that it stands in", drawn=_name(drawn))
            yield Problem(place=drawn.where.place(), rule="charts-whole", message=message)


def _length(fact: Fact) -> int:
    """Return the length of a period in months, 0 where it has no start or no end."""
    start, end = fact.period.start, fact.period.end
    if not isinstance(start, date) or not isinstance(end, date) or fact.period.reach:
        return 0
    return round(((end - start).days + 1) / MONTH)


def _name(drawn: Drawn) -> str:
    return f"{{{drawn.fact}.{drawn.figure}}}"
