"""The records of facts/, immutable: what `load` returns and every later stage reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from factsheet.facts.yamlfile import Where
from factsheet.figures.periods import Period
from factsheet.figures.quantity import Quantity

FUTURE = ("plan", "target", "proposal", "estimate")
PERIOD = "period"
NOT_OFFICIAL = "not_official"  # the standing text that says how many pages there are

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Misprint:
    """What a page prints wrong, and how it is to be read."""

    printed: str
    read: str
    basis: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """How something inferred is known; `printed` holds the dating words of the article, if any."""

    texts: Texts
    printed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Lines of a later article that a search finds and that mean something else."""

    source: str
    at: tuple[int, ...]
    reason: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """A claim that the articles up to those of `through` do not mention a plan or project again."""

    through: tuple[str, ...]
    words: tuple[str, ...]
    basis: Texts
    aside: tuple[Aside, ...]
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A fact's row of a declared table: a text for each column and language."""

    table: str
    columns: Mapping[str, Texts]


@dataclass(frozen=True, slots=True, kw_only=True)
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
    updates: str = ""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a declared table."""

    key: str
    title: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table that facts of a section fill row by row."""

    key: str
    title: Texts
    columns: tuple[Column, ...]
    where: Where
    note: Texts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A caveat, gap or other text that stands beside facts and may use their figures."""

    texts: Texts
    where: Where
    id: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A page of the sheet."""

    key: str
    title: Texts
    intro: Texts
    where: Where
    highlights: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An investor's question with its one-line answer and the section that says more."""

    question: Texts
    answer: Texts
    section: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A key statement of the home page in words, resting on a fact."""

    title: Texts
    text: Texts
    fact: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What the home page shows; highlights name indicators, pinned ones come first."""

    intro: Texts
    where: Where
    pinned: tuple[str, ...] = ()
    highlights: tuple[str, ...] = ()
    warnings: tuple[Remark, ...] = ()
    questions: tuple[Question, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRef:
    """Where the archived text of an article stands."""

    file: str
    lines: tuple[tuple[int, int], ...]
    sha256: str

    def holds(self, line: int) -> bool:
        """Tell whether a line belongs to the article."""
        return any(first <= line <= last for first, last in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A statistical series; `rhythm` is the kind of its full periods, one of RHYTHMS."""

    key: str
    title: Texts
    unit: str
    where: Where
    rhythm: str = ""
    growth_of: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A declared difference between facts."""

    id: str
    kind: str
    facts: tuple[str, ...]
    title: Texts
    texts: Texts
    where: Where


Point = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A numeral of an article that no fact uses, and why."""

    source: str
    at: tuple[int, ...]
    printed: str
    reason: str
    note: str
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a published fact said wrongly."""

    date: date
    fact: str
    said: Texts
    says: Texts
    why: Texts
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionInfo:
    """Number, dates and standing texts of the sheet; `subject` is the name it is about."""

    number: str
    date: date
    cutoff: Period
    texts: Mapping[str, Texts]
    where: Where
    subject: str = ""
    license: str = ""


def holds(outer: Fact, inner: Fact) -> bool:
    """Tell whether one fact's period lies within another's."""
    one, other = outer.period, inner.period
    if not (one.start and one.end and other.start and other.end):
        return False
    return one.start <= other.start and other.end <= one.end
