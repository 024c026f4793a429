"""Checks across facts: figures of one series agree, or a declared difference says why not.

All comparisons are of intervals: a printed 3.1% means 3.05 to 3.15.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from factsheet.facts.records import FUTURE, Fact, Figure
from factsheet.figures.quantity import Quantity
from factsheet.messages import NOTHING, Message, ranged, say
from factsheet.problems import Place, Problem
from factsheet.project import Project

RATES = ("rate", "share", "average-annual")
RUNNING = ("stock", "cumulative")
SUMS = ("flow", "rate", "average-annual", "pledge")


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value of a series."""

    fact: Fact
    figure: Figure
    quantity: Quantity

    @property
    def place(self) -> Place:
        """Return where the value is typed."""
        return self.fact.where.place("figures", self.figure.name)

    @property
    def words(self) -> Message:
        """Return the value and its period for a message."""
        value = ranged(*self.quantity.bounds)
        return say(
            "{id} has {value} ({period})",
            id=self.fact.id,
            value=value,
            period=self.fact.period.text,
        )


def conflicts(project: Project) -> Iterator[Problem]:
    """Two values of one series for one or overlapping periods differ only where declared."""
    declared = _declared(project)
    for series in _series(project).values():
        for one, other in combinations(series, 2):
            if frozenset((one.fact.id, other.fact.id)) in declared:
                continue
            reason = _conflict(one, other)
            if reason:
                message = say(
                    "{reason}: {one}, {other}",
                    reason=reason,
                    one=one.words,
                    other=other.words,
                )
                yield Problem(place=other.place, rule="conflicts", message=message, hint=_HINT)


def falls(project: Project) -> Iterator[Problem]:
    """A stock or running total does not fall over time, or a declared difference says why."""
    declared = _declared(project)
    for series in _series(project).values():
        points = [
            p
            for p in series
            if p.figure.basis in RUNNING and p.fact.period.reach == "to" and p.fact.period.end
        ]
        points.sort(key=lambda p: p.fact.period.end or date.min)
        for earlier, later in combinations(points, 2):
            pair = frozenset((earlier.fact.id, later.fact.id))
            if pair in declared or earlier.fact.period.end == later.fact.period.end:
                continue
            if _span(later.quantity)[1] < _span(earlier.quantity)[0]:
                message = say(
                    "the {basis} falls: {earlier}, {later}",
                    basis=later.figure.basis,
                    earlier=earlier.words,
                    later=later.words,
                )
                yield Problem(place=later.place, rule="falls", message=message, hint=_HINT)


def growth(project: Project) -> Iterator[Problem]:
    """A growth rate fits the values of its year and of the year before."""
    declared = _declared(project)
    series = _series(project)
    for points in series.values():
        for rate in points:
            indicator = project.book.indicators[rate.figure.indicator]
            if not indicator.growth_of or rate.quantity.qualifier != "exact":
                continue
            values = series.get((indicator.growth_of, rate.figure.scope), [])
            now = [p for p in values if p.fact.period.text == rate.fact.period.text]
            before = [p for p in values if _is_year_before(p.fact, rate.fact)]
            for value in now:
                for base in before:
                    if base.figure.formula or value.figure.formula:
                        continue
                    pair = frozenset((value.fact.id, base.fact.id))
                    if pair not in declared and not _grows(base, rate, value):
                        message = say(
                            "{rate}% does not lead from {base} to {value}",
                            rate=rate.words,
                            base=base.words,
                            value=value.words,
                        )
                        yield Problem(place=rate.place, rule="growth", message=message, hint=_HINT)


def parts(project: Project) -> Iterator[Problem]:
    """The parts of a total add up to it, where its indicator says what it sums."""
    series = _series(project)
    for indicator in project.book.indicators.values():
        if not indicator.parts:
            continue
        for total in series.get((indicator.key, ""), []):
            found = [
                [
                    p
                    for p in series.get((part, ""), [])
                    if p.fact.period.text == total.fact.period.text
                ]
                for part in indicator.parts
            ]
            if not all(found):
                continue
            low = sum((_span(p[0].quantity)[0] for p in found), Decimal(0))
            high = sum((_span(p[0].quantity)[1] for p in found), Decimal(0))
            first, last = _span(total.quantity)
            if high < first or last < low:
                message = say(
                    "its parts add up to {low:f} to {high:f}, but {total}",
                    low=low,
                    high=high,
                    total=total.words,
                )
                yield Problem(place=total.place, rule="parts", message=message, hint=_HINT)


def not_before(project: Project) -> Iterator[Problem]:
    """A result is not later than the latest article that reports it.

    The end of the period counts where a figure sums over it, its start where it only dates.
    """
    for fact in project.book.facts:
        if fact.status in FUTURE or fact.is_derived:
            continue
        sums = any(f.basis in SUMS for f in fact.figures.values())
        period = fact.period
        last = period.end if sums and period.reach != "to" else period.start
        if period.reach == "to" and period.form == "year":
            last = period.end
        issued = [
            source.issued
            for c in fact.cite
            if not c.proves_period_only and (source := project.book.sources.get(c.source))
        ]
        ends = [i.end for i in issued if i.end is not None]
        if last is not None and ends and last > max(ends):
            message = say(
                "{period} is later than its article ({issued})",
                period=period.text,
                issued=issued[0].text,
            )
            hint = say("a result cannot be later; is it a plan, or another year?")
            yield Problem(
                place=fact.where.place("period"), rule="not-before", message=message, hint=hint
            )


def plans_not_past(project: Project) -> Iterator[Problem]:
    """A plan does not lie wholly before the article that announces it."""
    for fact in project.book.facts:
        if fact.status not in ("plan", "target") or fact.period.end is None or fact.period.reach:
            continue
        issued = [
            source.issued.start
            for c in fact.cite
            if not c.proves_period_only
            and (source := project.book.sources.get(c.source))
            and source.issued.start
        ]
        if issued and fact.period.end < min(issued):
            message = say("a plan for {period} is older than its article", period=fact.period.text)
            yield Problem(place=fact.where.place("period"), rule="plans-not-past", message=message)


def _conflict(one: Point, other: Point) -> Message:
    """Say how two values of a series contradict each other; empty where they do not."""
    first, second = one.fact.period, other.fact.period
    a, b = _span(one.quantity), _span(other.quantity)
    agree = a[0] <= b[1] and b[0] <= a[1]
    if agree or one.fact.id == other.fact.id:
        return NOTHING
    rate = one.figure.basis in RATES or other.figure.basis in RATES
    if "none" in (first.form, second.form):
        return say("an undated value differs from a dated one")
    if first.text == second.text or (first.start, first.end) == (second.start, second.end):
        return say("two values for one period")
    if rate or not first.overlaps(second):
        return NOTHING
    if first.reach or second.reach:
        if first.reach == second.reach == "to":
            return NOTHING
        return say("values of overlapping spans differ")
    assert first.start
    assert first.end
    assert second.start
    assert second.end
    if first.start <= second.start and second.end <= first.end:
        return say("a part is larger than the whole") if b[0] > a[1] else NOTHING
    if second.start <= first.start and first.end <= second.end:
        return say("a part is larger than the whole") if a[0] > b[1] else NOTHING
    return say("values of overlapping spans differ")


def _series(project: Project) -> dict[tuple[str, str], list[Point]]:
    series: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for fact in project.book.facts:
        if fact.status in FUTURE or fact.withdrawn:
            continue
        for figure in fact.figures.values():
            quantity = project.figures.quantities.get((fact.id, figure.name))
            if quantity is not None and figure.indicator in project.book.indicators:
                series[figure.indicator, figure.scope].append(
                    Point(fact=fact, figure=figure, quantity=quantity)
                )
    return series


def _declared(project: Project) -> set[frozenset[str]]:
    return {
        frozenset(pair)
        for difference in project.book.disagreements
        for pair in combinations(difference.facts, 2)
    }


def _span(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """Return the interval a value may have; a qualifier opens it on its side."""
    low, high = quantity.interval
    match quantity.qualifier:
        case "more-than" | "at-least":
            return low, Decimal("Infinity")
        case "less-than" | "at-most" | "nearly":
            return (low * Decimal("0.8") if quantity.qualifier == "nearly" else Decimal(0)), high
        case "about":
            return low * Decimal("0.9"), high * Decimal("1.1")
    return low, high


def _grows(base: Point, rate: Point, value: Point) -> bool:
    low, high = (1 + bound / 100 for bound in _span(rate.quantity))
    first, last = _span(base.quantity)
    wanted = _span(value.quantity)
    return first * low <= wanted[1] and wanted[0] <= last * high


def _is_year_before(base: Fact, fact: Fact) -> bool:
    one, two = base.period, fact.period
    if one.form != two.form or one.form == "none" or one.reach or two.reach:
        return False
    assert one.start
    assert two.start
    assert one.end
    assert two.end
    return (one.start.year + 1, one.start.month, one.end.month) == (
        two.start.year,
        two.start.month,
        two.end.month,
    )


_HINT = say("read both lines again; if the articles differ, declare it in facts/disagreements/")
