"""The records of the sheet, immutable: everything `load` returns and every later stage reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from factsheet.facts.yamlfile import Trail, Where
from factsheet.figures.periods import Period
from factsheet.figures.quantity import Quantity

FUTURE = ("plan", "target", "proposal", "estimate")
PERIOD = "period"
NOT_OFFICIAL = "not_official"  # the standing text that says how many pages there are

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a fact: printed and read, or calculated by a formula."""

    name: str
    printed: str
    quantity: Quantity | None
    indicator: str = ""
    basis: str = ""
    scope: str = ""
    near: str = ""
    formula: str = ""
    unit: str = ""
    digits: int = 0
    condition: Texts | None = None


@dataclass(frozen=True, slots=True)
class Misprint:
    """What a page prints wrong, and how it is to be read."""

    printed: str
    read: str
    basis: Texts


@dataclass(frozen=True, slots=True)
class Citation:
    """A fact's use of an article: the lines it stands on and the strings to be found in them."""

    source: str
    at: tuple[int, ...]
    where: Where
    printed: Mapping[str, str]
    near: Mapping[str, str]
    evidence: tuple[str, ...] = ()
    sic: tuple[Misprint, ...] = ()
    proves_period_only: bool = False


@dataclass(frozen=True, slots=True)
class Basis:
    """How something inferred is known; `printed` holds the dating words of the article, if any."""

    texts: Texts
    printed: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """Lines of a later article that a search finds and that mean something else."""

    source: str
    at: tuple[int, ...]
    reason: str
    where: Where


@dataclass(frozen=True, slots=True)
class Silent:
    """A claim that the articles up to those of `through` do not mention a plan or project again."""

    through: tuple[str, ...]
    words: tuple[str, ...]
    basis: Texts
    aside: tuple[Aside, ...]
    where: Where


@dataclass(frozen=True, slots=True)
class Cells:
    """A fact's row of a declared table: a text for each column and language."""

    table: str
    columns: Mapping[str, Texts]


@dataclass(frozen=True, slots=True)
class Fact:
    """One bilingual sentence with its figures, period, status and citations."""

    id: str
    topic: str
    section: str
    where: Where
    status: str
    text: Texts
    periods: Mapping[str, Period]
    figures: Mapping[str, Figure]
    cite: tuple[Citation, ...]
    by: tuple[str, ...] = ()
    period_basis: Basis | None = None
    note: Texts | None = None
    cells: Cells | None = None
    fulfilled_by: tuple[str, ...] = ()
    reported_by: tuple[str, ...] = ()
    silent: Silent | None = None
    apart: str = ""
    reason: Texts | None = None
    hold: str = ""
    withdrawn: Mapping[str, str] | None = None

    @property
    def period(self) -> Period:
        """Return the main period."""
        return self.periods[PERIOD]

    @property
    def is_derived(self) -> bool:
        """Tell whether a figure of it is calculated."""
        return any(f.formula for f in self.figures.values())

    @property
    def is_published(self) -> bool:
        """Tell whether pages show it."""
        return not self.hold and self.withdrawn is None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a declared table."""

    key: str
    title: Texts


@dataclass(frozen=True, slots=True)
class Table:
    """A table that facts of a section fill row by row."""

    key: str
    title: Texts
    columns: tuple[Column, ...]
    where: Where
    note: Texts | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A caveat, gap or other text that stands beside facts and may use their figures."""

    texts: Texts
    where: Where
    id: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a topic: facts, tables, caveats, and what is not known."""

    key: str
    topic: str
    title: Texts
    where: Where
    intro: Texts | None = None
    tables: tuple[Table, ...] = ()
    facts: tuple[Fact, ...] = ()
    gaps: tuple[Remark, ...] = ()
    caveats: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of the sheet."""

    key: str
    title: Texts
    intro: Texts
    where: Where
    highlights: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """An investor's question with its one-line answer and the section that says more."""

    question: Texts
    answer: Texts
    section: str
    where: Where


@dataclass(frozen=True, slots=True)
class Notice:
    """A key statement of the home page in words, resting on a fact."""

    title: Texts
    text: Texts
    fact: str
    where: Where


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows; highlights name indicators, pinned ones come first."""

    intro: Texts
    where: Where
    pinned: tuple[str, ...] = ()
    highlights: tuple[str, ...] = ()
    warnings: tuple[Remark, ...] = ()
    questions: tuple[Question, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ArchiveRef:
    """Where the archived text of an article stands."""

    file: str
    lines: tuple[tuple[int, int], ...]
    sha256: str

    def holds(self, line: int) -> bool:
        """Tell whether a line belongs to the article."""
        return any(first <= line <= last for first, last in self.lines)


@dataclass(frozen=True, slots=True)
class Source:
    """One article, in the words of CSL; `letter` is a series of letters with a number: A, D12."""

    key: str
    where: Where
    letter: str
    issued: Period
    archive: ArchiveRef | None
    title: Texts | None = None
    title_basis: Basis | None = None
    description: Texts | None = None
    subtitle: Texts | None = None
    author: tuple[Texts, ...] = ()
    publication: Texts | None = None
    publication_basis: Basis | None = None
    section: Texts | None = None
    issued_basis: Basis | None = None
    number: str = ""
    page: str = ""
    via: Texts | None = None
    url: str = ""
    identifier: Texts | None = None
    note: Texts | None = None
    kind: str = "article"
    coverage: str = "full"

    @property
    def order(self) -> tuple[int, str, int]:
        """Return what puts articles in the order of their letters: A2 before A10, Z before AA."""
        series = self.letter.rstrip("0123456789")
        return (len(series), series, int(self.letter[len(series) :] or 0))


@dataclass(frozen=True, slots=True)
class Name:
    """A term or proper name: full and short form in each language."""

    key: str
    kind: str
    where: Where
    full: Texts
    short: Texts
    gloss: Texts | None = None
    aliases: tuple[str, ...] = ()
    english: str = "ours"
    by: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A statistical series; `rhythm` is the kind of its full periods, one of RHYTHMS."""

    key: str
    title: Texts
    unit: str
    where: Where
    rhythm: str = ""
    growth_of: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A declared difference between facts."""

    id: str
    kind: str
    facts: tuple[str, ...]
    title: Texts
    texts: Texts
    where: Where


@dataclass(frozen=True, slots=True)
class Link:
    """An edge of the channel schematic."""

    id: str
    mode: str
    stops: tuple[str, ...]
    facts: tuple[str, ...]
    where: Where


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Heading:
    """Words over a part of the schematic."""

    text: Texts
    at: Point
    where: Where


@dataclass(frozen=True, slots=True)
class Bend:
    """The points that a leg between two stops runs through."""

    start: str
    end: str
    through: tuple[Point, ...]
    where: Where


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class StageEntry:
    """What a fact says of a project's stage."""

    fact: str
    stage: str
    where: Where
    remark: Texts | None = None


@dataclass(frozen=True, slots=True)
class Staged:
    """A project followed over the pages."""

    project: Texts
    stages: tuple[StageEntry, ...]
    where: Where
    note: Texts | None = None
    silent: Silent | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A numeral of an article that no fact uses, and why."""

    source: str
    at: tuple[int, ...]
    printed: str
    reason: str
    note: str
    where: Where


@dataclass(frozen=True, slots=True)
class Correction:
    """What a published fact said wrongly."""

    date: date
    fact: str
    said: Texts
    says: Texts
    why: Texts
    where: Where


@dataclass(frozen=True, slots=True)
class EditionInfo:
    """Number, dates and standing texts of the sheet; `subject` is the name it is about."""

    number: str
    date: date
    cutoff: Period
    texts: Mapping[str, Texts]
    where: Where
    subject: str = ""
    license: str = ""


@dataclass(frozen=True, slots=True)
class Factbook:
    """The whole of facts/, read and structurally sound."""

    languages: tuple[str, ...]
    edition: EditionInfo
    home: Home
    topics: tuple[Topic, ...]
    sources: Mapping[str, Source]
    names: Mapping[str, Name]
    indicators: Mapping[str, Indicator]
    disagreements: tuple[Disagreement, ...] = ()
    links: tuple[Link, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    patterns: tuple[Exclusion, ...] = ()
    corrections: tuple[Correction, ...] = ()
    charts: tuple[Chart, ...] = ()
    schematic: Schematic | None = None
    stages: tuple[Staged, ...] = ()

    @property
    def sections(self) -> Iterator[Section]:
        """Iterate over all sections in page order."""
        for topic in self.topics:
            yield from topic.sections

    @property
    def facts(self) -> Iterator[Fact]:
        """Iterate over all facts in page order, held and withdrawn ones included."""
        for section in self.sections:
            yield from section.facts

    def by_id(self) -> dict[str, Fact]:
        """Return the facts by id."""
        return {fact.id: fact for fact in self.facts}


def holds(outer: Fact, inner: Fact) -> bool:
    """Tell whether one fact's period lies within another's."""
    one, other = outer.period, inner.period
    if not (one.start and one.end and other.start and other.end):
        return False
    return one.start <= other.start and other.end <= one.end


def page_of(source: Source) -> str:
    """Return the printed page of an article: its file in the archive."""
    return source.archive.file if source.archive else ""


def pages_of(book: Factbook) -> dict[str, Source]:
    """Return the printed pages by date, each with its first article."""
    pages: dict[str, Source] = {}
    for source in sorted(book.sources.values(), key=lambda s: (s.issued.recency, s.order)):
        if page_of(source):
            pages.setdefault(page_of(source), source)
    return pages


def cited_pages(book: Factbook, fact: Fact) -> set[str]:
    """Return the printed pages that a fact rests on."""
    sources = (book.sources.get(c.source) for c in fact.cite if not c.proves_period_only)
    return {page_of(source) for source in sources if source is not None}
