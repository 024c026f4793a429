"""Places by city and steps by date -> views: rows, columns and days, every word of them."""

from __future__ import annotations

from datetime import date

from factsheet.edition.captions import Captions
from factsheet.edition.drawn import (
    CitiesView,
    CityPlace,
    CityRow,
    LaneView,
    StepView,
    TimelineView,
)
from factsheet.edition.views import FactView
from factsheet.facts.drawn import Cities, Lane, Listed
from factsheet.facts.fields import Texts
from factsheet.facts.records import FUTURE, Fact


class Panels(Captions):
    """Words places by city and the time line; `shown` are the published facts by id."""

    def cities(self) -> CitiesView | None:
        """Return the places that rest on published facts, a row a city in the order of the file."""
        picture = self.book.cities
        if picture is None:
            return None
        rows: dict[str, list[list[CityPlace]]] = {}
        for number, kind in enumerate(picture.kinds):
            newest = max((self._last(p.fact) for p in kind.places), default=date.min)
            for place in kind.places:
                if place.fact not in self.shown:
                    continue
                row = rows.setdefault(self._city(place), [[] for _ in picture.kinds])
                row[number].append(self._place(place, newest))
        facts = {p.fact: self.shown[p.fact] for p in _listed(picture) if p.fact in self.shown}
        return CitiesView(
            **self.panel(picture, facts.values()),
            kinds=tuple(self.text(kind.title) for kind in picture.kinds),
            rows=tuple(
                CityRow(
                    city=self.lexicon.name(key, short=True),
                    cells=tuple(tuple(cell) for cell in cells),
                )
                for key, cells in rows.items()
            ),
        )

    def timeline(self) -> TimelineView | None:
        """Return the steps of published facts, each subject's in the order of their dates."""
        picture = self.book.timeline
        if picture is None:
            return None
        lanes = [lane for lane in map(self._lane, picture.lanes) if lane.steps]
        facts = {step.fact.id: step.fact for lane in lanes for step in lane.steps}
        return TimelineView(
            **self.panel(picture, facts.values()),
            lanes=tuple(lanes),
        )

    def _place(self, place: Listed, newest: date) -> CityPlace:
        view = self.shown[place.fact]
        own = place.name if self._city(place) != place.name else ""
        return CityPlace(
            label=self._sentence(own or place.name),
            period=view.period_words,
            is_older=self._last(place.fact) < newest,
            fact=view,
        )

    def _sentence(self, key: str) -> str:
        return self.text({self.lexicon.language: f"[[{key}|short]]"})

    def _city(self, place: Listed) -> str:
        """Return the city of a place's zone or of its own name; without one it stands by itself."""
        key = place.zone or place.name
        return self.book.names[key].city or key

    def _last(self, key: str) -> date:
        return self.facts[key].period.end or date.min if key in self.shown else date.min

    def _lane(self, lane: Lane) -> LaneView:
        steps = [
            self._step(self.facts[step.fact], self.shown[step.fact], step.label)
            for step in lane.steps
            if step.fact in self.shown
        ]
        return LaneView(
            title=self.text(lane.title), steps=tuple(sorted(steps, key=lambda s: (s.start, s.end)))
        )

    def _step(self, fact: Fact, view: FactView, label: Texts) -> StepView:
        """Return a step; what was so by a day is shown on that day."""
        start, end = fact.period.start, fact.period.end
        last = end or start
        first = last if fact.period.reach == "to" else start or last
        assert first is not None
        assert last is not None
        signs = [mark.symbol for mark in view.marks if mark.key in FUTURE_SIGNS]
        return StepView(
            label=" ".join((*signs, self.text(label))),
            date=view.period_words,
            start=first,
            end=last,
            is_planned=fact.status in FUTURE,
            fact=view,
        )


def _listed(picture: Cities) -> list[Listed]:
    return [place for kind in picture.kinds for place in kind.places]


FUTURE_SIGNS = frozenset(("plan", "proposal"))
