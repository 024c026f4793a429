"""The records of facts/, immutable: the shape of each entry, and what later stages read.

`drawn` holds those of links, charts, the schematic and stages, `frame` those about facts and those
of the sheet. The docstrings are the curators' documentation: `factsheet schema` prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from factsheet.facts.entry import (
    GIVEN,
    OPEN,
    At,
    EntryKey,
    FileKey,
    FolderKey,
    Given,
    Reading,
    Record,
    RefusedError,
    give,
)
from factsheet.facts.fields import (
    FILE,
    HASH,
    LETTER,
    CellTexts,
    Dated,
    Day,
    Frozen,
    Key,
    Keys,
    Line,
    Listed,
    Near,
    Printed,
    Slot,
    Span,
    Strings,
    Text,
    Texts,
    frozen,
    it_is_printed,
    none_printed,
    one_of,
    pattern,
    several,
)
from factsheet.figures.parser import parse
from factsheet.figures.periods import Period
from factsheet.figures.quantity import Quantity, UnreadableError
from factsheet.messages import say

FUTURE = ("plan", "target", "proposal", "estimate")
BASES = tuple("flow stock cumulative capacity rate share rank average-annual pledge".split())
STATUSES = ("outturn", "in-force", "underway", *FUTURE)
PERIOD = "period"
# What commands leave open in a text, for somebody to type: all of it, or a part.
UNKNOWN, GAP = "？", "？？"
RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Record):
    """A figure: `printed` exactly as in the article, or `formula` for a calculated one.

    `condition` is what it holds under; it follows the figure wherever that stands alone.
    `period` names the one of its fact's periods that it is of, the main one where it is empty.
    `quantity` is what the printed figure means, None where that cannot be read or is calculated.
    """

    name: EntryKey
    printed: Text = ""
    formula: Text = ""
    quantity: Annotated[Quantity | None, GIVEN, Given()]
    unit: Text = ""
    digits: Annotated[int, Field(ge=1, le=9)] = 0
    indicator: Key = ""
    basis: Annotated[
        str,
        one_of(*BASES),
    ] = ""
    scope: Key = ""
    condition: Texts | None = None
    period: Slot | Literal[""] = ""
    near: Near = ""

    def settle(self, reading: Reading) -> None:
        """Read the printed figure; raise RefusedError, mildly."""
        if bool(self.printed) == bool(self.formula):
            message = say("the figure needs either printed or formula")
            hint = say("printed holds the figure exactly as the article prints it")
            raise RefusedError(rule="structure", message=message, hint=hint, mild=True)
        if not self.printed:
            return
        try:
            give(self, quantity=parse(self.printed, reading.units))
        except UnreadableError as error:
            raise RefusedError(
                rule="figure",
                message=say(
                    "the figure “{printed}” cannot be read: {error}",
                    printed=self.printed,
                    error=error,
                ),
                hint=say(
                    "type number, scale, unit and qualifier as printed, and nothing else; a "
                    "unit that is not known yet goes into facts/units.yml"
                ),
                at=("printed",),
                mild=True,
            ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Misprint(Record):
    """A misprint: what stands there, how it is read, and why."""

    printed: Text
    read: Text
    basis: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Record):
    """A citation: article, lines (at most four), and what is to be found in them."""

    where: At
    source: Key
    at: Annotated[tuple[Line, ...], several(most=4), Listed]
    printed: Printed = field(default_factory=dict)
    near: Printed = field(default_factory=dict)
    evidence: Strings = ()
    sic: tuple[Misprint, ...] = ()
    proves: Annotated[tuple[Annotated[str, one_of(PERIOD)], ...], Listed, Field(alias="for")] = ()

    @property
    def proves_period_only(self) -> bool:
        """Tell whether it is there for the period alone."""
        return bool(self.proves)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis(Record):
    """How something inferred is known; `printed` holds the dating words of the article, if any."""

    texts: Annotated[Texts, Field(alias=OPEN)]
    printed: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason(Record):
    """Why a fact is kept but not published, or stands apart from others of its line."""

    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside(Record):
    """Lines of a later article that hold a word searched for and mean something else."""

    where: At
    source: Key
    at: Annotated[tuple[Line, ...], several(), Listed]
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent(Record):
    """A claim that later articles, up to those of `through`, do not mention a plan or project.

    `words` are searched for beside its names and figures.
    """

    where: At
    through: Annotated[tuple[Key, ...], several(), Listed]
    words: Annotated[tuple[Text, ...], several(), Listed]
    basis: Texts
    aside: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn(Record):
    """When and why a published fact was taken back; its address stays."""

    date: Day
    reason: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells(Record):
    """A fact's row of a declared table: a text for each column and language."""

    table: Text = ""
    columns: Annotated[Mapping[str, CellTexts], Frozen, Field(alias=OPEN)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Record):
    """A fact: one sentence in every language with its figures, period, status and citations.

    `period` is its main period, `periods` are named ones beside it; `was` are its earlier ids.
    `print: record` keeps it out of the briefing; `field`, `city` and `short` are a proposal's place
    and words in the table there.
    """

    where: At
    topic: FolderKey
    section: FileKey
    id: Key
    status: Annotated[str, one_of(*STATUSES)]
    text: Texts
    cite: tuple[Citation, ...] = ()
    main: Annotated[Dated | None, Field(alias=PERIOD)] = None
    others: Annotated[Mapping[Slot, Dated], Frozen, Field(alias="periods")] = field(
        default_factory=dict
    )
    periods: Annotated[Mapping[str, Period], GIVEN, Given()]
    period_basis: Basis | None = None
    figures: Annotated[Mapping[Slot, Figure], Frozen] = field(default_factory=dict)
    by: Keys = ()
    note: Texts | None = None
    cells: Cells | None = None
    fulfilled_by: Keys = ()
    reported_by: Keys = ()
    updates: Key = ""
    was: Keys = ()
    silent: Silent | None = None
    apart: Reason | None = None
    reason: Texts | None = None
    hold: Reason | None = None
    draft: bool = False
    withdrawn: Withdrawn | None = None
    print: Annotated[str, one_of(RECORD)] = ""
    domain: Annotated[Key, Field(alias="field")] = ""
    city: Key = ""
    short: Texts | None = None

    def settle(self, _: Reading) -> None:
        """Put the main period to the named ones; raise RefusedError where there is none."""
        periods = {**self.others, **({PERIOD: self.main} if self.main else {})}
        if PERIOD not in periods:
            message = say("the fact {id!r} has no period", id=self.id)
            hint = say(
                'add period: "2024", or period: none with a period_basis where it is undated'
            )
            raise RefusedError(rule="period", message=message, hint=hint)
        give(self, periods=frozen(periods))
        for name, figure in self.figures.items():
            if figure.period and figure.period not in periods:
                raise RefusedError(
                    rule="period",
                    message=say("the fact has no period {period!r}", period=figure.period),
                    hint=say("its periods: {periods}", periods=", ".join(periods)),
                    at=("figures", name, "period"),
                )

    def period_of(self, figure: Figure) -> Period:
        """Return the period that a figure of it is of."""
        return self.periods[figure.period or PERIOD]

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
        return self.hold is None and self.withdrawn is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Record):
    """A column of a table."""

    key: Slot
    title: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Record):
    """A table that facts of its section fill through `cells`."""

    where: At
    key: Key
    title: Texts
    columns: Annotated[tuple[Column, ...], several()]
    note: Texts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(Record):
    """Words beside facts that may use their figures; each language key holds a text."""

    where: At
    texts: Annotated[Texts, Field(alias=OPEN)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caveat(Remark):
    """A caution beside a section; any language key holds its text."""

    id: Key
    facts: Keys = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Record):
    """A file facts/<topic>/<section>.yml: facts, tables, caveats, and what is not known.

    `drafts` are typed among the facts with `draft: true`: no stage sees them until that is gone.
    `print: record` keeps all its facts out of the briefing.
    """

    where: At
    topic: FolderKey
    key: FileKey
    title: Texts
    intro: Texts | None = None
    tables: tuple[Table, ...] = ()
    facts: tuple[Fact, ...] = ()
    drafts: Annotated[tuple[Fact, ...], GIVEN, Given()] = ()
    gaps: tuple[Remark, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    print: Annotated[str, one_of(RECORD)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRef(Record):
    """Where the archived text of an article stands: its file, and its first and last lines."""

    file: Annotated[str, pattern(FILE)]
    lines: Annotated[tuple[Span, ...], several()]
    sha256: Annotated[str, pattern(HASH)]

    def holds(self, line: int) -> bool:
        """Tell whether a line belongs to the article."""
        return any(first <= line <= last for first, last in self.lines)


# `none` says that the article prints no title or no name of the paper, `printed` that it prints it.
_OptionalTexts: TypeAlias = Annotated[Texts | None, BeforeValidator(none_printed)]
_SourceBasis: TypeAlias = Annotated[Basis | None, BeforeValidator(it_is_printed)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """A file facts/sources/<key>.yml: one article in CSL's words; `letter` is a series: A, D12."""

    where: At
    key: FileKey
    kind: Annotated[str, one_of("article", "reference")] = "article"
    title: _OptionalTexts
    title_basis: _SourceBasis = None
    description: Texts | None = None
    subtitle: Texts | None = None
    author: tuple[Texts, ...] = ()
    publication: _OptionalTexts = None
    publication_basis: _SourceBasis = None
    section: Texts | None = None
    issued: Dated
    issued_basis: _SourceBasis
    number: Text = ""
    page: Text = ""
    via: Texts | None = None
    url: Text = ""
    identifier: Texts | None = None
    letter: Annotated[str, pattern(LETTER)]
    note: Texts | None = None
    coverage: Annotated[str, one_of("full", "partial")] = "full"
    archive: ArchiveRef | None = None

    @property
    def order(self) -> tuple[int, str, int]:
        """Return what puts articles in the order of their letters: A2 before A10, Z before AA."""
        series = self.letter.rstrip("0123456789")
        return (len(series), series, int(self.letter[len(series) :] or 0))


def holds(outer: Fact, inner: Fact) -> bool:
    """Tell whether one fact's period lies within another's."""
    one, other = outer.period, inner.period
    if not (one.start and one.end and other.start and other.end):
        return False
    return one.start <= other.start and other.end <= one.end
