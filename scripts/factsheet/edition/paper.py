"""Views of what the printed brief and briefing alone say; every value finished text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from factsheet.edition.views import FactView, Highlight, Rich


@dataclass(frozen=True, slots=True, kw_only=True)
class PointView:
    """A statement in words: its strong first words, the rest, the facts it rests on."""

    lead: Rich
    text: Rich
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsView:
    """Statements under a title."""

    title: Rich
    points: tuple[PointView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefView:
    """The two-page brief in words; `chart` and `modes` are keys of charts.

    `of_home` says that the sheet types none, and that it is made of the home page's words.
    """

    title: str
    story: Rich
    figures: tuple[Highlight, ...]
    chart: str
    proof: PointsView | None
    columns: tuple[PointsView, ...]
    know: tuple[PointView, ...]
    ask: PointView | None
    channels: str
    modes: str
    warnings: tuple[PointView, ...]
    questions: tuple[Rich, ...]
    of_home: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A proposal in short words, with the city it is for, empty where for several or all."""

    city: str
    text: Rich
    fact: FactView


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedView:
    """What paper needs beside the sheet's texts.

    `chosen` are the facts of the briefing in page order, `latest` the newest figures by topic,
    `proposals` those by field, `cities` the cities that they name.
    """

    chosen: tuple[str, ...]
    latest: Mapping[str, tuple[Highlight, ...]]
    cities: tuple[str, ...]
    proposals: tuple[tuple[str, tuple[ProposalView, ...]], ...]
    brief: BriefView
