"""Indicators -> `Highlight`: the headline of each series, what came since, and what went before."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.edition.rich import filled
from factsheet.edition.series import Point, growth_printed, published_points, series_of
from factsheet.edition.text import Lexicon
from factsheet.edition.views import FactView, Highlight, Reported
from factsheet.facts.factbook import Factbook
from factsheet.facts.formulas import Figures
from factsheet.facts.frame import Indicator
from factsheet.facts.records import Fact


class Highlights:
    """Words the highlights of a page; `shown` are the published facts by id."""

    def __init__(
        self, book: Factbook, figures: Figures, lexicon: Lexicon, shown: Mapping[str, FactView]
    ) -> None:
        """Bind the records, their calculated figures and one language's words."""
        self.book = book
        self.figures = figures
        self.lexicon = lexicon
        self.shown = shown
        self._points = published_points(book)

    def of(self, indicators: tuple[str, ...]) -> tuple[Highlight, ...]:
        """Return the highlights of indicators; one without a published figure has none."""
        found = (self._highlight(self.book.indicators[key]) for key in indicators)
        return tuple(highlight for highlight in found if highlight is not None)

    def _highlight(self, indicator: Indicator) -> Highlight | None:
        series = series_of(indicator, self._points.get(indicator.key, ()))
        if series is None:
            return None
        newer = self.lexicon.catalog.gettext("since then, %(period)s")
        since = (
            self._reported(indicator, point, "%(period)s" if at else newer)
            for at, point in enumerate(series.since)
        )
        head = self._reported(indicator, series.head)
        return Highlight(
            key=indicator.key,
            title=indicator.title[self.lexicon.language],
            fact=head.fact,
            figure=head.figure,
            since=tuple(since),
            earlier=tuple(self._reported(indicator, point) for point in series.earlier),
            change=head.change,
            on_year=head.on_year,
        )

    def _reported(self, indicator: Indicator, point: Point, words: str = "%(period)s") -> Reported:
        fact = self.shown[point.fact.id]
        figure = next(view for view in fact.figures if view.name == point.figure.name)
        when = words % {"period": fact.period_words}
        return Reported(
            when=when,
            dated=filled(words, {"period": fact.when}),
            fact=fact,
            figure=figure,
            change=growth_printed(
                point.fact, indicator.key, self.book, self.figures, self.lexicon.wording
            ),
            on_year=_within_a_year(point.fact),
        )


def _within_a_year(fact: Fact) -> bool:
    """Tell whether a fact's growth is on the year before: its period lies within one year."""
    start, end = fact.period.start, fact.period.end
    return start is not None and end is not None and start.year == end.year
