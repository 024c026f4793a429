"""`Edition` -> the data of the two-page brief: its points, figures, charts and the schematic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from factsheet.edition.paper import PointsView, PointView
from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, Highlight, Reported
from factsheet.printing.drawings import chart_block, schematic_block
from factsheet.printing.runs import Typesetter

# The marks of short print, which its foot explains; what is inferred is underlined.
MARKED = ("calculated", "plan", "proposal")


class Short:
    """Puts what only short print says into data: points, key figures, drawings, the key."""

    def __init__(
        self, edition: Edition, typesetter: Typesetter, numbers: Mapping[str, int]
    ) -> None:
        """Bind an edition, a typesetter that marks what is inferred, and the facts' numbers."""
        self.edition = edition
        self.set = typesetter
        self.numbers = numbers

    def brief(self, about: Mapping[str, Any]) -> dict[str, Any]:
        """Return the brief; `about` holds the standing texts."""
        brief = self.edition.printed.brief
        return {
            **about,
            "title": brief.title,
            "story": self.set.rich(brief.story),
            "figures": [self.figure(h) for h in brief.figures],
            "chart": self.chart(brief.chart),
            "proof": self.points(brief.proof) if brief.proof else None,
            "columns": [self.points(points) for points in brief.columns],
            "know": [self._point(point) for point in brief.know],
            "ask": self.ask(),
            "channels": brief.channels,
            "modes": self.chart(brief.modes),
            "schematic": self.schematic(),
            "warnings": [self._point(point) for point in brief.warnings],
            "questions": [self.set.rich(question) for question in brief.questions],
        }

    def figure(self, highlight: Highlight) -> dict[str, Any]:
        """Return a key figure, its number apart from what stands before and after it."""
        fact, figure = highlight.fact, highlight.figure
        return {
            "title": self.set.text(highlight.title),
            "parts": [part.strip() for part in figure.parts],
            "value": self.set.rich(figure.words),
            "change": highlight.change,
            "period": self.beside(fact.period_words, figure.measures),
            "marks": marked(fact),
            "no": self.numbers[fact.id],
            "since": [self._reported(other) for other in highlight.since],
            "earlier": [self._reported(other) for other in highlight.earlier],
        }

    def ask(self) -> dict[str, Any] | None:
        """Return whom to ask; None where the sheet does not say."""
        ask = self.edition.printed.brief.ask
        return self._point(ask) if ask else None

    def chart(self, key: str) -> dict[str, Any] | None:
        """Return a chart by its key; None where the sheet has none."""
        charts = (chart for chart in self.edition.charts if chart.key == key)
        found = next(charts, None)
        return dict(chart_block(found, self.set, self.numbers).data) if found else None

    def schematic(self) -> dict[str, Any] | None:
        """Return the channel schematic; None where the sheet has none."""
        view = self.edition.schematic
        return dict(schematic_block(view, self.set, self.numbers).data) if view else None

    def beside(self, period: str, measures: Sequence[str]) -> list[Any]:
        """Return a period with what its figure must not be shown without."""
        return self.set.text(self.edition.word(" · ").join((period, *measures)))

    def _reported(self, other: Reported) -> dict[str, Any]:
        return {
            "period": self.set.text(other.when),
            "value": self.set.rich(other.figure.words),
            "change": other.change,
            "marks": marked(other.fact),
            "no": self.numbers[other.fact.id],
        }

    def points(self, points: PointsView) -> dict[str, Any]:
        """Return statements under their title."""
        title = self.set.rich(points.title)
        return {"title": title, "points": [self._point(point) for point in points.points]}

    def _point(self, point: PointView) -> dict[str, Any]:
        return {
            "lead": self.set.rich(point.lead),
            "text": self.set.rich(point.text),
            "nos": [self.numbers[fact.id] for fact in point.facts],
        }


def marks_key(edition: Edition) -> list[tuple[str, str]]:
    """Return the signs of short print with their meaning; that of what is inferred is empty."""
    marks = {mark.key: mark for mark in edition.marks}
    found = [("", edition.word("date inferred"))]
    return found + [(marks[key].symbol, marks[key].word) for key in MARKED if key in marks]


def marked(fact: FactView) -> list[str]:
    """Return the marks that short print shows of a fact."""
    return [mark.symbol for mark in fact.marks if mark.key in MARKED]
