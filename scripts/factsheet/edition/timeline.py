"""Indicators of the factbook -> `SeriesView`: all figures of each, in order of time."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.edition.captions import Captions
from factsheet.edition.overtime import SeriesPoint, SeriesView
from factsheet.edition.series import Point, published_points, series_of
from factsheet.facts.frame import Indicator
from factsheet.facts.records import FUTURE
from factsheet.language.vocabulary import BASIS_WORDS


class Timelines(Captions):
    """Words the series; `shown` are the published facts by id."""

    def series(self) -> tuple[SeriesView, ...]:
        """Return the indicators that published facts have figures of, in their file's order."""
        found = published_points(self.book)
        views = []
        for indicator in self.book.indicators.values():
            points = sorted(
                found.get(indicator.key, ()),
                key=lambda point: point.fact.period_of(point.figure).recency,
            )
            if points:
                series = series_of(indicator, found[indicator.key])
                views.append(self._series(indicator, points, series.head if series else points[-1]))
        return tuple(views)

    def _series(self, indicator: Indicator, points: list[Point], head: Point) -> SeriesView:
        return SeriesView(
            key=indicator.key,
            title=self.text(indicator.title),
            unit=indicator.unit,
            rhythm=indicator.rhythm,
            growth_of=indicator.growth_of,
            points=tuple(
                SeriesPoint(
                    fact=self.shown[point.fact.id],
                    figure=next(
                        view
                        for view in self.shown[point.fact.id].figures
                        if view.name == point.figure.name
                    ),
                    when=self._when(point),
                    is_head=(point.fact.id, point.figure.name) == (head.fact.id, head.figure.name),
                    apart=tuple(self._apart(point, head)),
                )
                for point in points
            ),
        )

    def _when(self, point: Point) -> str:
        period = point.fact.period_of(point.figure)
        is_inferred = point.fact.period_basis is not None and period == point.fact.period
        return self.lexicon.wording.period(period, inferred=is_inferred)

    def _apart(self, point: Point, head: Point) -> Iterator[str]:
        """Say what sets a figure apart from the headline of its series."""
        period = point.fact.period_of(point.figure)
        if point.figure.scope != head.figure.scope:
            key = point.figure.scope or self.book.edition.subject
            scope = self.lexicon.name(key, short=True) if key else "–"
            yield self.word("another scope: %(scope)s") % {"scope": scope}
        if point.figure.basis != head.figure.basis and point.figure.basis:
            basis = self.word(BASIS_WORDS[point.figure.basis])
            yield self.word("another measure: %(basis)s") % {"basis": basis}
        if (point.fact.status in FUTURE) != (head.fact.status in FUTURE):
            yield self.word("still planned")
        if period.form == "none":
            yield self.word("undated")
        elif period.rhythm != head.fact.period_of(head.figure).rhythm:
            yield self.word("another length of period")
