"""Views of what is drawn: charts, schematic, stages, cities, steps; every value finished text."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from factsheet.edition.rich import stripped
from factsheet.edition.views import FactView, Rich, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """An edge of the channel schematic in words; its topic is that of its first fact."""

    id: str
    topic: str
    mode: str
    stops: tuple[str, ...]
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark of an axis: its place in the chart's unit and its words."""

    value: Decimal
    words: Rich

    @property
    def text(self) -> str:
        """Return its words as plain text."""
        return plain(self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A bar, or a part of one: words, and what to draw in the chart's unit.

    `low` and `high` are equal unless the value is a range. `style` is printed, calculated or rest;
    `within` is the key of the bar that a part stands in.
    """

    key: str
    label: Rich
    period: str
    words: Rich
    low: Decimal
    high: Decimal
    style: str
    style_words: str
    growth: str
    fact: FactView
    within: str = ""
    measures: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """Return its figure as plain text."""
        return plain(self.words)

    @property
    def lines(self) -> tuple[Rich, ...]:
        """Return its figure in two lines, the number and its unit; in one where it has none."""
        end = 1 + next(n for n, run in enumerate(self.words) if run.is_number)
        return tuple(filter(None, (self.words[:end], stripped(self.words[end:]))))


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureView:
    """The words of a picture: what stands over, under and for it, and the articles it rests on."""

    key: str
    title: Rich
    subtitle: Rich = ()
    note: Rich
    alt: str
    source: Rich


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView(PictureView):
    """A picture that stands in a section of a topic; `page` is the section's."""

    topic: str
    page: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartView(PanelView):
    """A chart in words: bars from zero, or the parts of one whole. `table` is what it stands by."""

    kind: str
    table: str
    unit: str
    ticks: tuple[Tick, ...]
    parts: tuple[PartView, ...]
    whole: PartView | None = None

    @property
    def bars(self) -> tuple[PartView, ...]:
        """Return the parts that stand by themselves."""
        return tuple(part for part in self.parts if not part.within)

    def inside(self, bar: PartView) -> tuple[PartView, ...]:
        """Return the parts drawn inside a bar."""
        return tuple(part for part in self.parts if part.within == bar.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """A place of the schematic: from (`x`, `y`) to (`x2`, `y2`), in grid units, y downward."""

    key: str
    kind: str
    label: str
    side: str
    remark: str
    x: int
    y: int
    x2: int
    y2: int
    facts: tuple[FactView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeView:
    """A line of the schematic, one polyline for each leg between two stops."""

    key: str
    mode: str
    mode_words: str
    is_planned: bool
    letter: str
    legs: tuple[tuple[tuple[int, int], ...], ...]
    letter_at: tuple[int, int]
    stops: tuple[str, ...]
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingView:
    """Words over a part of the schematic."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendView:
    """What a sign of the schematic means: a mode of lines or a kind of places."""

    key: str
    words: str
    is_line: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SchematicView(PictureView):
    """The channel schematic in words, on a grid of `width` by `height`; not a map."""

    key: str = "channels"
    width: int
    height: int
    headings: tuple[HeadingView, ...]
    places: tuple[PlaceView, ...]
    edges: tuple[EdgeView, ...]
    legend: tuple[LegendView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageCell:
    """What one page says of a project; `level` is 0 (planned) to 4 (running), -1 otherwise.

    Its words are empty where nothing is claimed of that page.
    """

    stage: str
    words: str
    symbol: str
    level: int
    remark: Rich
    facts: tuple[FactView, ...]
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """A project and what each page says of it."""

    project: Rich
    note: Rich
    cells: tuple[StageCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """Stages of projects, a column for each page; `pages` are their dates in words."""

    pages: tuple[Rich, ...]
    rows: tuple[StageRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CityPlace:
    """A place and the fact that lists it; others of its kind are listed later if it `is_older`."""

    label: str
    period: str
    is_older: bool
    fact: FactView


@dataclass(frozen=True, slots=True, kw_only=True)
class CityRow:
    """A city, or a zone that its name puts in none, and its places: a cell a kind."""

    city: str
    cells: tuple[tuple[CityPlace, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitiesView(PanelView):
    """Places by city and kind, in words."""

    key: str = "cities"
    kinds: tuple[str, ...]
    rows: tuple[CityRow, ...]

    @property
    def places(self) -> tuple[tuple[str, str, CityPlace], ...]:
        """Return every place after its city and kind."""
        return tuple(
            (row.city, kind, place)
            for row in self.rows
            for kind, cell in zip(self.kinds, row.cells, strict=True)
            for place in cell
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step: what, its date in words, and the days between which it lies."""

    label: str
    date: str
    start: datetime.date
    end: datetime.date
    is_planned: bool
    fact: FactView


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneView:
    """A subject and its steps, the earliest first."""

    title: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineView(PanelView):
    """Subjects and their steps by date, in words."""

    key: str = "timeline"
    lanes: tuple[LaneView, ...]
