"""`Edition` -> what the home page shows beside its figures: their charts, and the notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from factsheet.edition.drawn import ChartView
from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, Highlight, NoticeView
from factsheet.pages.folds import PLANNED, PROPOSED

LEADING = 3


def headlines(edition: Edition) -> tuple[Sequence[Highlight], Sequence[Highlight]]:
    """Return the highlights that head the home page, and those that stand with their topics."""
    return edition.highlights[:LEADING], edition.highlights[LEADING:]


def charts_of(edition: Edition, highlights: Sequence[Highlight]) -> tuple[ChartView, ...]:
    """Return the charts that draw the figure of a highlight beside others of its series."""
    keys = {f"{h.fact.id}.{h.figure.name}" for h in highlights}
    return tuple(c for c in edition.charts if any(bar.key in keys for bar in c.bars))


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


def home_facts(edition: Edition) -> tuple[FactView, ...]:
    """Return every fact that has a mark on the home page, once, in the order of the page."""
    leading, others = headlines(edition)
    drawn = facts_drawn(charts_of(edition, leading))
    facts = [f for h in leading for f in (_shown(h) if h.fact.id not in drawn else (h.fact,))]
    facts += [notice.fact for notice in edition.notices]
    for topic in edition.topics:
        own = [h for h in others if h.fact.topic == topic.key] or topic.highlights
        facts += [f for h in own for f in _shown(h)]
    return tuple({fact.id: fact for fact in facts}.values())


def _shown(highlight: Highlight) -> tuple[FactView, ...]:
    """Return the facts of a headline and of what stands under it."""
    return highlight.fact, *(r.fact for r in (*highlight.since, *highlight.earlier))
