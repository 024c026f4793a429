"""`Edition`: the whole sheet in one language, every value finished text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from factsheet.cache.values import Stands
from factsheet.edition.drawn import (
    ChartView,
    CitiesView,
    LinkView,
    SchematicView,
    StageView,
    TimelineView,
)
from factsheet.edition.history import CorrectionView, ReleaseView
from factsheet.edition.imprint import Imprint
from factsheet.edition.overtime import SeriesView
from factsheet.edition.paper import PrintedView
from factsheet.edition.views import (
    Cited,
    DifferenceView,
    FactView,
    Highlight,
    Mark,
    NameView,
    NoticeView,
    PlanView,
    QuestionView,
    Rich,
    SectionView,
    SourceView,
    Statistics,
    TopicView,
)

SAID: Stands = {FactView: attrgetter("said")}  # for a digest, a fact is what it says


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The whole sheet in one language.

    `citation` names the style of its references; `collected` cites the sheet itself, `cited` in
    each language's style by its name; `imprint` is what outputs need beside the texts. `contact` is
    where its contact leads, `next` dates the next edition; both may be empty. `history` is
    what each edition changed, newest first; `releases` gives it.
    """

    imprint: Imprint
    language: str
    html: str
    name: str
    citation: str
    collected: str
    cited: tuple[Cited, ...]
    note_space: str
    original_html: str
    texts: Mapping[str, str]
    number: str
    date: str
    cutoff: str
    contact: str
    next: str
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
    series: tuple[SeriesView, ...]
    cities: CitiesView | None
    timeline: TimelineView | None
    facts: Mapping[str, FactView]
    withdrawn: Mapping[str, FactView]
    printed: PrintedView
    history: tuple[ReleaseView, ...] = ()

    def word(self, message: str) -> str:
        """Return an interface word in this language; KeyError where its catalog lacks it."""
        return self.imprint.words[message]

    @property
    def sections(self) -> Iterator[SectionView]:
        """Iterate over all sections in page order."""
        for topic in self.topics:
            yield from topic.sections


class Unfolding(Edition):
    """An edition for a look at some of it: each part is worded when it is first asked for."""

    __slots__ = ("_parts",)
    _parts: Mapping[str, Callable[[], Any]]

    def __init__(self, *, parts: Mapping[str, Callable[[], Any]]) -> None:
        """Bind what words each part, by the name of its field."""
        object.__setattr__(self, "_parts", parts)

    def __getattr__(self, name: str) -> Any:
        """Return a part that nobody has asked for before."""
        if name not in (parts := object.__getattribute__(self, "_parts")):
            raise AttributeError(name)
        part = parts[name]()
        object.__setattr__(self, name, part)
        return part
