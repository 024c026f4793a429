"""`Factbook`: the whole of facts/, read and structurally sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from factsheet.cache.last import Last
from factsheet.facts.drawn import Chart, Cities, Link, Schematic, Staged, Timeline
from factsheet.facts.frame import (
    Correction,
    Disagreement,
    EditionInfo,
    Exclusion,
    Home,
    Indicator,
    Name,
    Topic,
)
from factsheet.facts.printed import PrintFile
from factsheet.facts.records import Fact, Section, Source

V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Factbook:
    """The whole of facts/, read and structurally sound; what is asked of it again is kept."""

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
    printed: PrintFile | None = None
    cities: Cities | None = None
    timeline: Timeline | None = None

    @property
    def sections(self) -> Iterator[Section]:
        """Iterate over all sections in page order."""
        for topic in self.topics:
            yield from topic.sections

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return all facts in page order, held and withdrawn ones included."""
        return _facts(self)

    @property
    def drafts(self) -> Iterator[Fact]:
        """Iterate over the facts that are still drafts, in page order."""
        for section in self.sections:
            yield from section.drafts

    def changed(self, change: Callable[[Fact], Fact]) -> Factbook:
        """Return the same book, with what `change` makes of each fact."""
        topics = tuple(
            replace(
                topic,
                sections=tuple(
                    replace(section, facts=tuple(map(change, section.facts)))
                    for section in topic.sections
                ),
            )
            for topic in self.topics
        )
        return replace(self, topics=topics)

    def by_id(self) -> Mapping[str, Fact]:
        """Return the facts by id."""
        return _by_id(self)

    def by_section(self, last: Last[Section, V], make: Callable[[Section], V]) -> list[V]:
        """Return what is made of each section, of those of the last time nothing again."""
        return last.each(((id(section), section) for section in self.sections), make)


@lru_cache(maxsize=4)
def _facts(book: Factbook) -> tuple[Fact, ...]:
    return tuple(fact for section in book.sections for fact in section.facts)


@lru_cache(maxsize=4)
def _by_id(book: Factbook) -> Mapping[str, Fact]:
    return MappingProxyType({fact.id: fact for fact in _facts(book)})
