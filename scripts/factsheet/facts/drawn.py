"""The records of what is drawn: links, charts, the schematic, stages, cities, the time line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field

from factsheet.facts.entry import At, Record
from factsheet.facts.fields import AnyTexts, FigureRef, Frozen, Key, Point, Texts, one_of, several
from factsheet.facts.records import Silent

PLACES = tuple(
    "block airport airport-of-entry station site border sea gateway abroad province flag".split()
)
_Mode: TypeAlias = Annotated[
    str, one_of("freighter", "air-feeder", "land", "train", "rail-sea", "plan")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Record):
    """An edge of the channel schematic."""

    where: At
    id: Key
    mode: _Mode
    stops: Annotated[tuple[Key, ...], several(2)]
    facts: Annotated[tuple[Key, ...], several()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn(Record):
    """A figure of a chart, named as fact.figure; bars are labeled with their period."""

    where: At
    named: Annotated[FigureRef, Field(alias="figure")]
    label: AnyTexts | None = None

    @property
    def fact(self) -> str:
        """Return the id of the fact."""
        return self.ref[0]

    @property
    def figure(self) -> str:
        """Return the name of the figure in its fact."""
        return self.ref[1]

    @property
    def ref(self) -> tuple[str, str]:
        """Return fact and figure."""
        fact, _, figure = self.named.partition(".")
        return fact, figure


def as_drawn(typed: Any) -> Any:
    """Read a figure that is named without more."""
    return {"figure": typed} if isinstance(typed, str) else typed


_Drawn: TypeAlias = Annotated[Drawn, BeforeValidator(as_drawn)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel(Record):
    """A picture of a section, and its words."""

    where: At
    section: Key
    title: Texts
    subtitle: Texts | None = None
    alt: Texts
    note: Texts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart(Panel):
    """A chart: bars from zero, or one bar of the parts of a whole. It types no number."""

    id: Key
    kind: Annotated[str, one_of("bars", "parts")]
    table: Key = ""
    figures: Annotated[tuple[_Drawn, ...], several()]
    inside: tuple[_Drawn, ...] = ()
    whole: _Drawn | None = None
    rest: _Drawn | None = None

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """Return every figure that the chart draws."""
        others = (self.rest, self.whole)
        return (*self.figures, *self.inside, *(d for d in others if d is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePlace(Record):
    """A place of the schematic; `to` makes it a box, `fact` is for a place without a link."""

    where: At
    name: Key
    kind: Annotated[str, one_of(*PLACES)]
    at: Point
    corner: Annotated[Point | None, Field(alias="to")] = None
    side: Annotated[str, one_of("left", "right", "above", "below"), Field(alias="label")] = "right"
    is_full: Annotated[bool, Field(alias="full")] = False
    remark: Texts | None = None
    fact: Key = ""

    @property
    def to(self) -> tuple[int, int]:
        """Return the corner across from `at`: the point itself where it is no box."""
        return self.corner or self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading(Record):
    """Words over a part of the schematic."""

    where: At
    at: Point
    text: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Bend(Record):
    """The points that the line from one stop to the next runs through."""

    where: At
    start: Annotated[Key, Field(alias="from")]
    end: Annotated[Key, Field(alias="to")]
    through: Annotated[tuple[Point, ...], several()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schematic(Record):
    """The file facts/schematic.yml: where the stops of links.yml stand, on a grid."""

    where: At
    title: Texts
    note: Texts
    alt: Texts
    size: Point
    remarks: Annotated[Mapping[_Mode, Texts], Frozen] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    places: Annotated[tuple[SitePlace, ...], several()]
    bends: tuple[Bend, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StageEntry(Record):
    """What a fact says of a project's stage."""

    where: At
    fact: Key
    stage: Annotated[str, one_of("called", "planned", "started", "building", "built", "running")]
    remark: Texts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged(Record):
    """A project followed over the pages; a page is silent where `silent` proves it."""

    where: At
    project: Texts
    note: Texts | None = None
    silent: Silent | None = None
    stages: Annotated[tuple[StageEntry, ...], several()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Record):
    """A place of a kind, and the fact that lists it; `zone` is where it lies, if not in a city."""

    where: At
    name: Key
    fact: Key
    zone: Key = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceKind(Record):
    """A kind of places: a column."""

    where: At
    title: Texts
    places: Annotated[tuple[Listed, ...], several()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cities(Panel):
    """The file facts/cities.yml: places by kind; their city is that of their name."""

    kinds: Annotated[tuple[PlaceKind, ...], several()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Record):
    """A step of a subject: its fact tells when, and whether it is still a plan."""

    where: At
    fact: Key
    label: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane(Record):
    """A subject followed over time."""

    where: At
    title: Texts
    steps: Annotated[tuple[Step, ...], several()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline(Panel):
    """The file facts/timeline.yml: subjects and their steps by date."""

    lanes: Annotated[tuple[Lane, ...], several()]
