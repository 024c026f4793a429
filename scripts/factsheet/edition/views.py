"""The whole sheet in one language, every value finished text: what renderers receive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from factsheet.figures.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text: in another language if `lang`, a link if `href` (a page key and anchor)."""

    text: str
    lang: str = ""
    href: str = ""
    copy: bool = False


Rich: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign before a fact: its key, symbol, meaning, and the meaning in a word or two."""

    key: str
    symbol: str
    title: str
    word: str = ""


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure in words: for running text, for tables, as printed.

    `measures` say what it must not be shown without: basis, scope, calculation, condition.
    """

    name: str
    printed: str
    quantity: Quantity
    text: str
    table: str
    basis: str
    indicator: str
    scope: str = ""
    is_calculated: bool = False
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """What an article prints of a fact, with its reading, for notes grouped by article."""

    source: str
    text: Rich


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact in words."""

    id: str
    topic: str
    section: str
    page: str
    status: str
    marks: tuple[Mark, ...]
    text: Rich
    period: str
    period_words: str
    by: str
    note: tuple[Rich, ...]
    quotes: tuple[Quote, ...]
    remarks: tuple[Rich, ...]
    figures: tuple[FigureView, ...]
    letters: tuple[str, ...]
    printed: str
    is_derived: bool
    withdrawn: str = ""
    is_table: bool = False

    @property
    def measures(self) -> tuple[str, ...]:
        """Return what its figures must not be shown without."""
        return tuple(dict.fromkeys(m for figure in self.figures for m in figure.measures))

    @property
    def plain(self) -> str:
        """Return the sentence as plain text."""
        return plain(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the fact and a cell for each column."""

    fact: FactView
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table in words; the columns of evidence are the renderer's."""

    key: str
    title: str
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[Row, ...]
    note: Rich = ()
    is_table: bool = True


@dataclass(frozen=True, slots=True)
class CaveatView:
    """A caution beside a section."""

    id: str
    text: Rich
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section in words."""

    key: str
    topic: str
    title: str
    intro: Rich
    parts: tuple[FactView | TableView, ...]
    caveats: tuple[CaveatView, ...]
    gaps: tuple[Rich, ...]

    @property
    def facts(self) -> tuple[FactView, ...]:
        """Return the facts that stand as sentences."""
        return tuple(item for item in self.parts if isinstance(item, FactView))

    @property
    def tables(self) -> tuple[TableView, ...]:
        """Return the tables."""
        return tuple(item for item in self.parts if isinstance(item, TableView))


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure of a series under its headline: `when` names its period, `change` its growth."""

    when: str
    fact: FactView
    figure: FigureView
    change: str = ""


@dataclass(frozen=True, slots=True)
class Highlight:
    """An indicator's latest full period with the fact behind it.

    `since` is a newer part of a year and the same part of the year before; `earlier` are its
    other periods.
    """

    key: str
    title: str
    fact: FactView
    figure: FigureView
    since: tuple[Reported, ...]
    earlier: tuple[Reported, ...]
    change: str = ""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A key statement in words."""

    title: str
    text: Rich
    fact: FactView


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic page in words."""

    key: str
    title: str
    intro: Rich
    highlights: tuple[Highlight, ...]
    sections: tuple[SectionView, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """An article in words."""

    key: str
    letter: str
    reference: Rich
    short: Rich
    notes: tuple[Rich, ...]
    facts: tuple[FactView, ...]
    file: str
    lines: str


@dataclass(frozen=True, slots=True)
class NameView:
    """A name in words: this language's forms, the other languages' forms, gloss, use.

    `aliases` are what else a reader may call it, in any language: for the search.
    """

    key: str
    kind: str
    kind_word: str
    full: str
    short: str
    others: tuple[Run, ...]
    gloss: str
    translation: str
    facts: tuple[FactView, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionView:
    """An investor's question in words."""

    question: Rich
    answer: Rich
    href: str


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """A declared difference between facts, or a doubtful reading, in neutral words."""

    id: str
    kind: str
    kind_word: str
    title: str
    text: Rich
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan and the later facts that report it as done, or as taken up.

    `silent` words the proved claim that no other later article mentions it; `due` tells that its
    period has passed.
    """

    fact: FactView
    fulfilled_by: tuple[FactView, ...]
    reported_by: tuple[FactView, ...]
    silent: Rich
    due: bool

    @property
    def is_told(self) -> bool:
        """Tell whether anything of later articles is said of it."""
        return bool(self.fulfilled_by or self.reported_by or self.silent)


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction in words."""

    date: str
    fact: str
    page: str
    said: str
    says: str
    why: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """An edge of the channel schematic in words; its topic is that of its first fact."""

    id: str
    topic: str
    mode: str
    stops: tuple[str, ...]
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: its place in the chart's unit and its words."""

    value: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A bar, or a part of one: words, and what to draw in the chart's unit.

    `low` and `high` are equal unless the value is a range. `style` is printed, calculated or rest;
    `within` is the key of the bar that a part stands in.
    """

    key: str
    label: str
    period: str
    value: str
    low: Decimal
    high: Decimal
    style: str
    style_words: str
    growth: str
    fact: FactView
    within: str = ""
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartView:
    """A chart in words: bars from zero, or the parts of one whole. `table` is what it stands by."""

    key: str
    kind: str
    topic: str
    section: str
    table: str
    title: str
    subtitle: str
    note: str
    alt: str
    source: str
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class HeadingView:
    """Words over a part of the schematic."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class LegendView:
    """What a sign of the schematic means: a mode of lines or a kind of places."""

    key: str
    words: str
    is_line: bool


@dataclass(frozen=True, slots=True)
class SchematicView:
    """The channel schematic in words, on a grid of `width` by `height`; not a map."""

    title: str
    note: str
    alt: str
    source: str
    width: int
    height: int
    headings: tuple[HeadingView, ...]
    places: tuple[PlaceView, ...]
    edges: tuple[EdgeView, ...]
    legend: tuple[LegendView, ...]


@dataclass(frozen=True, slots=True)
class StageCell:
    """What one page says of a project; `level` is 0 (planned) to 4 (running), -1 otherwise.

    Its words are empty where nothing is claimed of that page.
    """

    stage: str
    words: str
    symbol: str
    level: int
    remark: str
    facts: tuple[FactView, ...]
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageRow:
    """A project and what each page says of it."""

    project: str
    note: str
    cells: tuple[StageCell, ...]


@dataclass(frozen=True, slots=True)
class StageView:
    """Stages of projects, a column for each page; `pages` are their dates in words."""

    pages: tuple[str, ...]
    rows: tuple[StageRow, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """How much was verified, and when last; `differences` are counted by kind, in words."""

    facts: int
    figures: int
    calculated: int
    lines: int
    articles: int
    differences: tuple[tuple[str, int], ...]
    verified: str


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole sheet in one language.

    `citation` names the style of its references; `collected` cites the sheet itself.
    """

    language: str
    html: str
    name: str
    citation: str
    collected: str
    note_space: str
    original_html: str
    texts: Mapping[str, str]
    number: str
    date: str
    cutoff: str
    home_intro: Rich
    highlights: tuple[Highlight, ...]
    notices: tuple[NoticeView, ...]
    warnings: tuple[Rich, ...]
    questions: tuple[QuestionView, ...]
    topics: tuple[TopicView, ...]
    sources: tuple[SourceView, ...]
    names: tuple[NameView, ...]
    marks: tuple[Mark, ...]
    differences: tuple[DifferenceView, ...]
    plans: tuple[PlanView, ...]
    corrections: tuple[CorrectionView, ...]
    statistics: Statistics
    links: tuple[LinkView, ...]
    charts: tuple[ChartView, ...]
    schematic: SchematicView | None
    stages: StageView | None
    facts: Mapping[str, FactView]

    @property
    def sections(self) -> Iterator[SectionView]:
        """Iterate over all sections in page order."""
        for topic in self.topics:
            yield from topic.sections


def plain(text: Rich) -> str:
    """Return rich text without languages and links."""
    return "".join(run.text for run in text)


def signs(fact: FactView) -> list[str]:
    """Return the marks beside a fact; brackets around its period are the mark of inference."""
    return [mark.symbol for mark in fact.marks if mark.key != "inferred"]
