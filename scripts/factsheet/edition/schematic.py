"""Links and their layout -> `SchematicView`: places, lines and words on a grid."""

from __future__ import annotations

from itertools import pairwise

from factsheet.edition.captions import Captions
from factsheet.edition.drawn import EdgeView, HeadingView, LegendView, PlaceView, SchematicView
from factsheet.facts.drawn import Link, Schematic, SitePlace
from factsheet.facts.fields import Point
from factsheet.facts.records import FUTURE
from factsheet.language.vocabulary import LINK_MODES, PLACE_KINDS

Line = tuple[Point, ...]


class Schematics(Captions):
    """Words and lays out the channel schematic; `shown` are the published facts by id."""

    def schematic(self) -> SchematicView | None:
        """Return the schematic of the links that rest on published facts, if one is laid out."""
        layout = self.book.schematic
        if layout is None:
            return None
        links = [link for link in self.book.links if any(f in self.shown for f in link.facts)]
        edges = tuple(self._edge(link, layout) for link in links)
        stops = {key for link in links for key in link.stops}
        places = tuple(
            self._place(place)
            for place in layout.places
            if place.name in stops or place.fact in self.shown
        )
        facts = {fact.id: fact for edge in edges for fact in edge.facts}
        facts |= {fact.id: fact for place in places for fact in place.facts}
        width, height = layout.size
        return SchematicView(
            title=self.rich(layout.title),
            note=self.rich(layout.note),
            alt=self.text(layout.alt),
            source=self.citer.source_line(list(facts.values())),
            width=width,
            height=height,
            headings=tuple(
                HeadingView(text=self.text(h.text), x=h.at[0], y=h.at[1]) for h in layout.headings
            ),
            places=places,
            edges=edges,
            legend=self._legend(edges, places),
        )

    def _place(self, place: SitePlace) -> PlaceView:
        (x, y), (x2, y2) = place.at, place.to
        return PlaceView(
            key=place.name,
            kind=place.kind,
            label=self.lexicon.name(place.name, short=not place.is_full),
            side=place.side,
            remark=self.text(place.remark, inside=True),
            x=x,
            y=y,
            x2=x2,
            y2=y2,
            facts=(self.shown[place.fact],) if place.fact in self.shown else (),
        )

    def _edge(self, link: Link, layout: Schematic) -> EdgeView:
        facts = tuple(self.shown[key] for key in link.facts if key in self.shown)
        legs = legs_of(link, layout)
        longest = max((s for leg in legs for s in pairwise(leg)), key=_length)
        return EdgeView(
            key=link.id,
            mode=link.mode,
            mode_words=self.word(LINK_MODES[link.mode]),
            is_planned=any(fact.status in FUTURE for fact in facts),
            letter=self.citer.latest_letter(facts),
            legs=legs,
            letter_at=((longest[0][0] + longest[1][0]) // 2, (longest[0][1] + longest[1][1]) // 2),
            stops=tuple(self.lexicon.name(key, short=True) for key in link.stops),
            facts=facts,
        )

    def _legend(
        self, edges: tuple[EdgeView, ...], places: tuple[PlaceView, ...]
    ) -> tuple[LegendView, ...]:
        assert self.book.schematic is not None
        remarks = self.book.schematic.remarks
        legend = []
        for mode, words in LINK_MODES.items():
            if any(edge.mode == mode for edge in edges):
                text = self.word(words)
                if mode in remarks:
                    text = self.word("%(kind)s (%(remark)s)") % {
                        "kind": text,
                        "remark": self.text(remarks[mode], inside=True),
                    }
                legend.append(LegendView(key=mode, words=text, is_line=True))
        legend += [
            LegendView(key=kind, words=self.word(words), is_line=False)
            for kind, words in PLACE_KINDS.items()
            if any(place.kind == kind for place in places)
        ]
        return tuple(legend)


def legs_of(link: Link, layout: Schematic) -> tuple[Line, ...]:
    """Return a link's lines from stop to stop; each ends at the nearest edge of its place."""
    places = {place.name: place for place in layout.places}
    bends = {(bend.start, bend.end): bend.through for bend in layout.bends}
    legs = []
    for start, end in pairwise(link.stops):
        through = bends.get((start, end)) or tuple(reversed(bends.get((end, start), ())))
        first, last = places[start], places[end]
        head = _nearest(first, through[0] if through else _middle(last))
        tail = _nearest(last, through[-1] if through else head)
        legs.append((_nearest(first, tail) if not through else head, *through, tail))
    return tuple(tuple(dict.fromkeys(leg)) for leg in legs)


def _nearest(place: SitePlace, point: Point) -> Point:
    """Return the point of a place's box that is nearest to a point."""
    (left, top), (right, bottom) = place.at, place.to
    return min(max(point[0], left), right), min(max(point[1], top), bottom)


def _middle(place: SitePlace) -> Point:
    return (place.at[0] + place.to[0]) // 2, (place.at[1] + place.to[1]) // 2


def _length(segment: tuple[Point, Point]) -> int:
    (x1, y1), (x2, y2) = segment
    return max(abs(x2 - x1), abs(y2 - y1))
