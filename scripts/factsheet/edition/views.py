"""Parts of the sheet in one language, every value finished text: what renderers receive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from factsheet.edition.imprint import ArticleData, CitationData
from factsheet.figures.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of text: in another language if `lang`, a link if `href` (a page key and anchor).

    `figure` is the fact and the name of the figure that its words are of, in a table parted into
    what stands before its number, the number (`is_number`) and what stands after it. `known` is,
    of a period in brackets, which no article prints, the page and id of the fact or article that
    says how it is known. No line may cut what `is_whole`: a number and unit, not its qualifier.
    """

    text: str
    lang: str = ""
    href: str = ""
    copy: bool = False
    figure: tuple[str, str] | None = None
    is_number: bool = False
    known: str = ""
    is_whole: bool = False

    @property
    def is_inferred(self) -> bool:
        """Tell whether it is a period that no article prints."""
        return self.known != ""

    def saying(self, text: str) -> Run:
        """Return a run of other words marked like this one; `replace` takes four times as long."""
        return Run(
            text=text,
            lang=self.lang,
            href=self.href,
            copy=self.copy,
            figure=self.figure,
            is_number=self.is_number,
            known=self.known,
            is_whole=self.is_whole,
        )


Rich: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A sign before a fact: its key, symbol, meaning, and the meaning in a word or two."""

    key: str
    symbol: str
    title: str
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A figure in words: for running text, as printed, and for tables what no line may cut of it.

    `measures` say what it must not be shown without: basis, scope, calculation, condition.
    """

    name: str
    printed: str
    quantity: Quantity
    text: str
    words: Rich
    basis: str
    indicator: str
    period: str
    scope: str = ""
    is_calculated: bool = False
    measures: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """Return the words for tables as plain text."""
        return plain(self.words)

    @property
    def parts(self) -> tuple[str, str, str]:
        """Return these words as what stands before the number, the number, and what follows."""
        at = next(n for n, run in enumerate(self.words) if run.is_number)
        return plain(self.words[:at]), self.words[at].text, plain(self.words[at + 1 :])


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What an article prints of a fact, with its reading, for notes grouped by article."""

    source: str
    text: Rich


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """A fact in words; `speakers` are the keys of the names that `by` words.

    `updates` is the older fact that it carries on, `updated_by` the newest that carries it on;
    `period_basis` and `inference` say how a period that is not printed is known; `was` are its
    earlier ids; `lender` is the language of its text, where that is another than the edition's.
    `cities` words the cities that its text names. `when` is its period; its text opens with it (its
    first `opening` characters say no more), or `names_period` tells that it holds it elsewhere.
    `label` names it, `counts` the series that it is of. Its newest article, dated in `printed_in`,
    has the key `newest`; `said` is a digest of all of it.
    """

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
    speakers: tuple[str, ...]
    citations: tuple[CitationData, ...]
    withdrawn: str = ""
    updates: str = ""
    updated_by: str = ""
    period_basis: str = ""
    was: tuple[str, ...] = ()
    lender: str = ""
    cities: str = ""
    when: Rich = ()
    opening: int = 0
    names_period: bool = False
    label: str = ""
    counts: str = ""
    printed_in: Rich = ()
    newest: str = ""
    note_kinds: tuple[str, ...] = ()
    is_table: bool = False
    inference: Rich = ()
    said: str = ""

    @property
    def measures(self) -> tuple[str, ...]:
        """Return what its figures must not be shown without."""
        return tuple(dict.fromkeys(m for figure in self.figures for m in figure.measures))

    def is_marked(self, key: str) -> bool:
        """Tell whether it bears a mark: inferred, calculated, differs."""
        return any(mark.key == key for mark in self.marks)

    @property
    def plain(self) -> str:
        """Return the sentence as plain text."""
        return plain(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: the fact and a cell for each column."""

    fact: FactView
    cells: tuple[Rich, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableView:
    """A table in words; the columns of evidence are the renderer's.

    `screen` is the table as a screen shows it, where this differs.
    """

    key: str
    title: str
    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[Row, ...]
    note: Rich = ()
    screen: TableView | None = None
    is_table: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaveatView:
    """A caution beside a section."""

    id: str
    text: Rich
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section in words; `page` is its topic's, or its own where the topic is parted."""

    key: str
    topic: str
    page: str
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A figure of a series under its headline: `when` names its period, `change` its growth."""

    when: str
    dated: Rich
    fact: FactView
    figure: FigureView
    change: str = ""
    on_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """An indicator's latest full period with the fact behind it.

    `since` is a newer part of a year and the same part of the year before; `earlier` are its
    other periods. Its `change` is on the year before where `on_year` tells so.
    """

    key: str
    title: str
    fact: FactView
    figure: FigureView
    since: tuple[Reported, ...]
    earlier: tuple[Reported, ...]
    change: str = ""
    on_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A key statement in words."""

    title: str
    text: Rich
    fact: FactView


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A topic page in words."""

    key: str
    title: str
    intro: Rich
    highlights: tuple[Highlight, ...]
    sections: tuple[SectionView, ...]
    news: Rich = ()

    @property
    def parts(self) -> tuple[SectionView, ...]:
        """Return the sections that have pages of their own: all of them, or none."""
        return tuple(section for section in self.sections if section.page != self.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """An article in words; `brief` is its newspaper and date, `dating` how its date is known."""

    key: str
    letter: str
    reference: Rich
    short: Rich
    brief: Rich
    notes: tuple[Rich, ...]
    dating: str
    facts: tuple[FactView, ...]
    file: str
    lines: str
    data: ArticleData


@dataclass(frozen=True, slots=True, kw_only=True)
class NameView:
    """A name in words: this language's forms, the other languages' forms, gloss, use.

    `aliases` are what else a reader may call it, in any language, and `readings` how it is typed
    in letters: for the search. `rank` is its place among all names in the order of the language,
    `initial` the letter that it is listed under; `city` is the key of the city that it lies in,
    its own of a city.
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
    readings: tuple[str, ...] = ()
    rank: int = 0
    initial: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """The sheet as cited in a style; `lang` is the HTML tag of the language of its words."""

    style: str
    lang: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """An investor's question in words; `anchor` is where it stands on the home page."""

    anchor: str
    question: Rich
    answer: Rich
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """A declared difference between facts, or a doubtful reading, in neutral words."""

    id: str
    kind: str
    kind_word: str
    title: str
    text: Rich
    facts: tuple[FactView, ...]
    changes_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """A plan and the later facts that report it as done, or as taken up.

    `silent` words the proved claim that no other later article mentions it; `due` tells that its
    period has passed, `ahead` that it ends later; `later` are all reports in order, each with its
    kind in words.
    """

    fact: FactView
    fulfilled_by: tuple[FactView, ...]
    reported_by: tuple[FactView, ...]
    silent: Rich
    due: bool
    ahead: bool
    later: tuple[tuple[str, FactView], ...]

    @property
    def is_told(self) -> bool:
        """Tell whether anything of later articles is said of it."""
        return bool(self.fulfilled_by or self.reported_by or self.silent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """How much was verified, and when last; `differences` are counted by kind, in words."""

    facts: int
    figures: int
    calculated: int
    lines: int
    articles: int
    differences: tuple[tuple[str, int], ...]
    verified: str


def plain(text: Rich) -> str:
    """Return rich text without languages and links."""
    return "".join(run.text for run in text)
