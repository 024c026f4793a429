"""The frozen records of what is drawn: links, charts, the schematic, stages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from factsheet.facts.records import Point, Silent, Texts
from factsheet.facts.yamlfile import Trail, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An edge of the channel schematic."""

    id: str
    mode: str
    stops: tuple[str, ...]
    facts: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A figure that a chart draws, with its label where it is not the figure's period."""

    fact: str
    figure: str
    trail: Trail
    label: Texts | None = None

    @property
    def ref(self) -> tuple[str, str]:
        """Return fact and figure."""
        return self.fact, self.figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart: which figures are drawn, and its words."""

    id: str
    kind: str
    section: str
    title: Texts
    alt: Texts
    figures: tuple[Drawn, ...]
    where: Where
    table: str = ""
    subtitle: Texts | None = None
    note: Texts | None = None
    inside: tuple[Drawn, ...] = ()
    whole: Drawn | None = None
    rest: Drawn | None = None

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """Return every figure that the chart draws."""
        others = (self.rest, self.whole)
        return (*self.figures, *self.inside, *(d for d in others if d is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlace:
    """Where a name stands in the schematic: a point, or a box from `at` to `to`."""

    name: str
    kind: str
    at: Point
    to: Point
    side: str
    where: Where
    is_full: bool = False
    remark: Texts | None = None
    fact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Words over a part of the schematic."""

    text: Texts
    at: Point
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Bend:
    """The points that a leg between two stops runs through."""

    start: str
    end: str
    through: tuple[Point, ...]
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Schematic:
    """The layout of the channel schematic: places, bends and words on a grid."""

    title: Texts
    note: Texts
    alt: Texts
    size: Point
    where: Where
    places: tuple[SitePlace, ...]
    headings: tuple[Heading, ...] = ()
    bends: tuple[Bend, ...] = ()
    remarks: Mapping[str, Texts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEntry:
    """What a fact says of a project's stage."""

    fact: str
    stage: str
    where: Where
    remark: Texts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A project followed over the pages."""

    project: Texts
    stages: tuple[StageEntry, ...]
    where: Where
    note: Texts | None = None
    silent: Silent | None = None
