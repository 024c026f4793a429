"""facts/print.yml and the marks of facts for paper -> `PrintedView`.

A sheet that types no brief gets one of what its home page says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from factsheet.edition.captions import Captions
from factsheet.edition.highlights import Highlights
from factsheet.edition.paper import BriefView, PointsView, PointView, PrintedView, ProposalView
from factsheet.edition.views import FactView, Highlight, Rich
from factsheet.facts.fields import Texts
from factsheet.facts.markup import Slot, tokenize
from factsheet.facts.printed import Brief, Point, Points
from factsheet.facts.records import RECORD, Fact

LARGE, WARNINGS, QUESTIONS = 3, 3, 5


class PrintedWords(Captions):
    """Words what paper alone says; `shown` are the published facts by id."""

    def printed(self, highlights: Highlights) -> PrintedView:
        """Return what the brief and the briefing hold beside the sheet's texts."""
        typed = self.book.printed
        brief = typed.brief if typed else None
        proposed = [
            fact
            for fact in self.book.facts
            if fact.id in self.shown and fact.short and fact.domain and fact.print != RECORD
        ]
        fields = typed.fields if typed else {}
        latest = self._latest(highlights)
        return PrintedView(
            chosen=tuple(self._chosen()),
            latest={
                topic.key: tuple(h for h in latest if h.fact.topic == topic.key)
                for topic in self.book.topics
            },
            cities=tuple(
                self.lexicon.name(key, short=True)
                for key in dict.fromkeys(f.city for f in proposed if f.city)
            ),
            proposals=tuple(
                (self._words(title), tuple(self._proposal(f) for f in proposed if f.domain == key))
                for key, title in fields.items()
                if any(f.domain == key for f in proposed)
            ),
            brief=self._brief(brief, highlights) if brief else self._plain_brief(highlights),
        )

    def _chosen(self) -> Iterator[str]:
        """Yield the facts of the briefing: not superseded, and kept for the record by nobody."""
        for section in self.book.sections:
            for fact in section.facts:
                kept = RECORD in (section.print, fact.print)
                if fact.id in self.shown and not kept and not self.shown[fact.id].updated_by:
                    yield fact.id

    def _latest(self, highlights: Highlights) -> tuple[Highlight, ...]:
        """Return the newest figure of every series.

        Growth stands beside its figure, and parts of a series are for its chart.
        """
        parts = {part for i in self.book.indicators.values() for part in i.parts}
        own = (k for k, i in self.book.indicators.items() if not i.growth_of and k not in parts)
        return highlights.of(tuple(own))

    def _proposal(self, fact: Fact) -> ProposalView:
        city = self.lexicon.name(fact.city, short=True) if fact.city else ""
        return ProposalView(city=city, text=self._rich(fact.short, fact), fact=self.shown[fact.id])

    def _brief(self, brief: Brief, highlights: Highlights) -> BriefView:
        return BriefView(
            title=self._words(brief.title),
            story=self._rich(brief.story),
            figures=highlights.of(brief.figures)[:LARGE],
            chart=brief.chart,
            proof=self._points(brief.proof) if brief.proof else None,
            columns=tuple(map(self._points, brief.columns)),
            know=tuple(map(self._point, brief.know)),
            ask=self._point(brief.ask) if brief.ask else None,
            channels=self.text(brief.channels),
            modes=brief.modes,
            warnings=tuple(map(self._point, brief.warnings)),
            questions=tuple(self._rich(question.texts) for question in brief.questions),
        )

    def _plain_brief(self, highlights: Highlights) -> BriefView:
        """Return a brief of the home page's own words."""
        home = self.book.home
        charts = {chart.kind: chart.id for chart in reversed(self.book.charts)}
        gaps = (section.gaps[0].texts for section in self.book.sections if section.gaps)
        return BriefView(
            title=self.book.edition.title[self.lexicon.language],
            story=self._rich(home.intro),
            figures=highlights.of((*home.pinned, *home.highlights))[:LARGE],
            chart=next((key for kind, key in charts.items() if kind != "parts"), ""),
            proof=None,
            columns=(),
            know=tuple(
                PointView(
                    lead=self._rich(n.title), text=self._rich(n.text), facts=(self.shown[n.fact],)
                )
                for n in home.notices
                if n.fact in self.shown
            ),
            ask=None,
            channels="",
            modes=charts.get("parts", ""),
            warnings=tuple(
                PointView(lead=(), text=self._rich(w.texts), facts=())
                for w in home.warnings[:WARNINGS]
            ),
            questions=tuple(map(self._rich, gaps))[:QUESTIONS],
            of_home=True,
        )

    def _points(self, points: Points) -> PointsView:
        title = self._rich(points.title)
        return PointsView(title=title, points=tuple(map(self._point, points.points)))

    def _point(self, point: Point) -> PointView:
        return PointView(
            lead=self._rich(point.lead),
            text=self._rich(point.text),
            facts=tuple(self._resting(point)),
        )

    def _resting(self, point: Point) -> Iterable[FactView]:
        """Return the facts whose figures a statement uses, and those named with it."""
        language = self.lexicon.language
        tokens = [t for texts in (point.lead, point.text) for t in tokenize(texts[language])]
        used = [t.fact for t in tokens if isinstance(t, Slot)]
        keys = dict.fromkeys((*used, *point.facts))
        return [self.shown[key] for key in keys if key in self.shown]

    def _rich(self, texts: Texts | None, fact: Fact | None = None) -> Rich:
        if texts is None:
            return ()
        return self.lexicon.runs(self.lexicon.text(texts, fact, self.figures))

    def _words(self, texts: Texts) -> str:
        return self.text(texts, inside=True)
