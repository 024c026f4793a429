"""`Edition` -> what home page and parted topics show beside figures: their charts, the notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from factsheet.edition.drawn import ChartView, PanelView
from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, Highlight, NoticeView, TopicView
from factsheet.pages.folds import PLANNED, PROPOSED

LEADING = 3


def headlines(edition: Edition) -> tuple[Sequence[Highlight], Sequence[Highlight]]:
    """Return the highlights that head the home page, and those that stand with their topics."""
    return edition.highlights[:LEADING], edition.highlights[LEADING:]


def charts_of(edition: Edition, highlights: Sequence[Highlight]) -> tuple[ChartView, ...]:
    """Return the charts that draw the figure of a highlight beside others of its series."""
    keys = {f"{h.fact.id}.{h.figure.name}" for h in highlights}
    return tuple(c for c in edition.charts if any(bar.key in keys for bar in c.bars))


def panels_of(edition: Edition, topic: str) -> tuple[PanelView, ...]:
    """Return the pictures of places and steps that stand on the pages of a topic."""
    panels = (edition.cities, edition.timeline)
    return tuple(panel for panel in panels if panel is not None and panel.topic == topic)


def facts_drawn(charts: Iterable[ChartView]) -> frozenset[str]:
    """Return the ids of the facts that charts draw."""
    return frozenset(part.fact.id for chart in charts for part in chart.parts)


def asked(edition: Edition, topic: str) -> tuple[NoticeView, ...]:
    """Return a topic's notices of what is only planned or proposed, for which investors ask."""
    return tuple(
        n
        for n in edition.notices
        if n.fact.topic == topic and n.fact.status in (*PLANNED, PROPOSED)
    )


def told_later(edition: Edition) -> frozenset[str]:
    """Return the ids of the plans that later articles report, as the table of plans says."""
    return frozenset(p.fact.id for p in edition.plans if p.fulfilled_by or p.reported_by)


def sections_planned(edition: Edition) -> Mapping[str, str]:
    """Return the topics of the sections that hold only plans, some told later, by their place."""
    told = told_later(edition)
    return {
        f"{section.page}#{section.key}": section.topic
        for section in edition.sections
        if all(fact.status in PLANNED for fact in section.facts)
        and any(fact.id in told for fact in section.facts)
    }


def home_facts(edition: Edition) -> tuple[FactView, ...]:
    """Return every fact that has a mark on the home page, once, in the order of the page."""
    leading, others = headlines(edition)
    facts = _shown(leading, charts_of(edition, leading))
    facts += [notice.fact for notice in edition.notices]
    for topic in edition.topics:
        facts += _shown([h for h in others if h.fact.topic == topic.key] or topic.highlights)
    return _once(facts)


def head_facts(edition: Edition, topic: TopicView) -> tuple[FactView, ...]:
    """Return every fact that has a mark on the head of a parted topic, in the order of the page."""
    facts = [notice.fact for notice in asked(edition, topic.key)]
    facts += _shown(topic.highlights, charts_of(edition, topic.highlights))
    facts += [fact for link in edition.links if link.topic == topic.key for fact in link.facts]
    schematic = edition.schematic
    if schematic and schematic.edges[0].facts[0].topic == topic.key:
        facts += [fact for place in schematic.places for fact in place.facts]
    return _once(facts)


def _shown(highlights: Iterable[Highlight], charts: Iterable[ChartView] = ()) -> list[FactView]:
    """Return the facts of headlines and of what stands under them, unless charts draw it."""
    drawn = facts_drawn(charts)
    facts = []
    for each in highlights:
        under = each.since if each.fact.id in drawn else (*each.since, *each.earlier)
        facts += [each.fact, *(reported.fact for reported in under)]
    return facts


def _once(facts: Iterable[FactView]) -> tuple[FactView, ...]:
    return tuple({fact.id: fact for fact in facts}.values())
