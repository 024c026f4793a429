"""The whole sheet in one language, every value finished text: what renderers receive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from factsheet.quantity import Quantity


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
    """A sign before a fact: its key, symbol and meaning."""

    key: str
    symbol: str
    title: str


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure in words: for running text, for tables, as printed."""

    name: str
    printed: str
    quantity: Quantity
    text: str
    table: str
    basis: str
    indicator: str


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
class Highlight:
    """An indicator's latest figure with the facts behind it; `earlier` are its other periods."""

    key: str
    title: str
    fact: FactView
    figure: FigureView
    earlier: tuple[tuple[FactView, FigureView], ...]
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
    """A name in words: this language's forms, the other languages' forms, gloss, use."""

    key: str
    kind: str
    kind_word: str
    full: str
    short: str
    others: tuple[Run, ...]
    gloss: str
    translation: str
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """An investor's question in words."""

    question: Rich
    answer: Rich
    href: str


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """A declared difference between facts, in neutral words."""

    id: str
    kind: str
    title: str
    text: Rich
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan and the later facts that report it; `due` tells that its period has passed."""

    fact: FactView
    fulfilled_by: tuple[FactView, ...]
    due: bool


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
class Statistics:
    """How much was verified, and when last."""

    facts: int
    figures: int
    calculated: int
    lines: int
    articles: int
    differences: int
    verified: str


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole sheet in one language."""

    language: str
    html: str
    name: str
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
    facts: Mapping[str, FactView]

    @property
    def sections(self) -> Iterator[SectionView]:
        """Iterate over all sections in page order."""
        for topic in self.topics:
            yield from topic.sections


def plain(text: Rich) -> str:
    """Return rich text without languages and links."""
    return "".join(run.text for run in text)
