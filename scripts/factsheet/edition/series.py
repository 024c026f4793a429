"""`Indicator` + facts -> `Series`: which figure is the headline, and what stands under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from factsheet.cache.last import Last
from factsheet.facts.factbook import Factbook
from factsheet.facts.formulas import Figures
from factsheet.facts.frame import Indicator
from factsheet.facts.records import FUTURE, Fact, Figure, Section
from factsheet.language.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A figure of a series and its fact."""

    fact: Fact
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The figures of an indicator on one basis.

    `head` is the latest full period of its rhythm, the latest of all where there is none; `since`
    is the latest newer part of a year and, if known, the same part of the year before; `earlier`
    are all others, latest first.
    """

    head: Point
    since: tuple[Point, ...]
    earlier: tuple[Point, ...]


def points_of(facts: Iterable[Fact]) -> Mapping[str, list[Point]]:
    """Return the figures of each indicator in these facts, in their order."""
    points: dict[str, list[Point]] = defaultdict(list)
    for fact in facts:
        for figure in fact.figures.values():
            points[figure.indicator].append(Point(fact=fact, figure=figure))
    return points


def published_points(book: Factbook) -> Mapping[str, list[Point]]:
    """Return the same of all published facts of a book."""

    def published(section: Section) -> Mapping[str, list[Point]]:
        return points_of(fact for fact in section.facts if fact.is_published)

    points: dict[str, list[Point]] = defaultdict(list)
    for found in book.by_section(_published, published):
        for key, own in found.items():
            points[key] += own
    return points


def series_of(indicator: Indicator, points: Iterable[Point]) -> Series | None:
    """Return an indicator's series of its points; what is only planned waits for results."""
    found = [point for point in points if not point.figure.scope]
    reported = [point for point in found if point.fact.status not in FUTURE] or found
    if not reported:
        return None
    reported.sort(key=lambda point: point.fact.period.recency, reverse=True)
    full = (point for point in reported if point.fact.period.rhythm == indicator.rhythm)
    head = next(full, reported[0])
    others = [p for p in reported if p is not head and p.figure.basis == head.figure.basis]
    since = _since(head, others) if head.fact.period.rhythm == indicator.rhythm else ()
    return Series(
        head=head, since=since, earlier=tuple(point for point in others if point not in since)
    )


def _since(head: Point, others: list[Point]) -> tuple[Point, ...]:
    newer = [p for p in others if p.fact.period.is_part_after(head.fact.period)]
    if not newer:
        return ()
    latest = newer[0]
    before = [p for p in others if p.fact.period.is_year_before(latest.fact.period)]
    return (latest, *before[:1])


def growth_printed(
    fact: Fact, indicator: str, book: Factbook, figures: Figures, wording: Wording
) -> str:
    """Return the growth of an indicator that a fact prints beside it, with its sign."""
    for figure in fact.figures.values():
        series = book.indicators.get(figure.indicator)
        quantity = figures.quantities.get((fact.id, figure.name))
        if indicator and series and series.growth_of == indicator and quantity:
            sign = "+" if quantity.bounds[0] > 0 else ""
            return sign + wording.quantity(quantity, table=True)
    return ""


_published: Last[Section, Mapping[str, list[Point]]] = Last()
