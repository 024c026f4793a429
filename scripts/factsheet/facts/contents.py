"""`Factbook` -> what the sheet is made of: how many articles and pages, from when to when."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from factsheet.facts.factbook import Factbook
from factsheet.facts.records import Fact, Source
from factsheet.figures.quantity import Quantity

SHEET = "sheet"  # {sheet.pages} in a text: no fact may have this id
COUNTS = ("articles", "pages")
DATES = ("first", "last")
ISSUED = "issued"  # {fact-id.issued}: the day of the newest article that prints a fact


@dataclass(frozen=True, slots=True)
class Contents:
    """The archived articles in the order of their dates."""

    articles: tuple[Source, ...]

    def count(self, name: str) -> Quantity:
        """Return how many articles or printed pages there are."""
        found = {page_of(s) for s in self.articles} if name == "pages" else self.articles
        return Quantity(unit="count", value=Decimal(len(found)))

    def end(self, name: str) -> Source | None:
        """Return the first or the last article; None without any."""
        if not self.articles:
            return None
        return self.articles[0 if name == "first" else -1]


def contents_of(book: Factbook) -> Contents:
    """Return what the sheet is made of."""
    articles = [source for source in book.sources.values() if page_of(source)]
    return Contents(tuple(sorted(articles, key=lambda s: (s.issued.recency, s.order))))


def places_of(book: Factbook) -> dict[tuple[str, str], str]:
    """Return the page of each section: that of its topic, or its own where the topic is parted."""
    places = {}
    for topic in book.topics:
        count = sum(1 for section in topic.sections for fact in section.facts if not fact.hold)
        is_parted = count > book.edition.page_facts and len(topic.sections) > 1
        for section in topic.sections:
            own = f"{topic.key}.{section.key}"  # no key has a point
            places[topic.key, section.key] = own if is_parted else topic.key
    return places


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


def newest_cited(book: Factbook, fact: Fact) -> Source | None:
    """Return the newest article that prints a fact; None where none is known."""
    keys = {c.source for c in fact.cite if not c.proves_period_only}
    sources = (book.sources[key] for key in keys if key in book.sources)
    return max(sources, key=lambda s: (s.issued.recency, s.order), default=None)


def cited_pages(book: Factbook, fact: Fact) -> set[str]:
    """Return the printed pages that a fact rests on."""
    sources = (book.sources.get(c.source) for c in fact.cite if not c.proves_period_only)
    return {page_of(source) for source in sources if source is not None}
