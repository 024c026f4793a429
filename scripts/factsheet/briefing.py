"""`Edition` -> `Book`: the chapters of the printed briefing, block by block."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import segno

from factsheet.blocks import Block, Book, Chapter, Note
from factsheet.catalog import Catalog
from factsheet.drawings import chart_block, schematic_block, stages_block
from factsheet.edition import (
    CaveatView,
    Edition,
    FactView,
    Highlight,
    Rich,
    Run,
    SectionView,
    TableView,
    TopicView,
    plain,
)
from factsheet.lists import Lists, signs
from factsheet.runs import Typesetter, plain_runs


def briefing(
    edition: Edition, typesetter: Typesetter, catalog: Catalog, address: str, full_stop: str
) -> Book:
    """Divide an edition into chapters; `address` is the site's root, for the QR codes."""
    return _Briefing(edition, typesetter, catalog, address, full_stop).book()


def numbered(edition: Edition) -> dict[str, int]:
    """Give the facts numbers in the order of print, which is the same in every language."""
    order: dict[str, int] = {}
    for section in edition.sections:
        for part in section.parts:
            for fact in _facts_of(part):
                order.setdefault(fact.id, len(order) + 1)
    return order


class _Briefing:
    def __init__(
        self,
        edition: Edition,
        typesetter: Typesetter,
        catalog: Catalog,
        address: str,
        full_stop: str,
    ) -> None:
        self.edition = edition
        self.word = catalog.gettext
        self.set = typesetter
        self.address = address
        self.numbers = numbered(edition)
        self.tables: dict[str, Any] = {}
        self.full_stop = full_stop
        self.shared = Counter(
            plain(remark) for fact in edition.facts.values() for remark in fact.remarks
        )

    def book(self) -> Book:
        edition = self.edition
        lists = Lists(edition, self.set, self.word, self.numbers)
        topics = tuple(
            Chapter(
                f"topic-{topic.key}",
                topic.title,
                tuple(self._topic(topic)),
                plate=self._plate(topic),
            )
            for topic in edition.topics
        )
        chapters = (*lists.before(), *topics, *lists.after())
        return Book(
            edition.language,
            tuple(chapter for chapter in chapters if chapter.blocks),
            {**self.tables, **lists.tables},
            {
                source.key: {"letter": source.letter, "text": self.set.rich(source.short)}
                for source in edition.sources
            },
            self.numbers,
            tuple(self._front(lists)),
        )

    def _front(self, lists: Lists) -> Iterator[Block]:
        """Return the key figures again, with the notes that the two-page brief gives them."""
        edition = self.edition
        facts = [n.fact for n in edition.notices] + [h.fact for h in edition.highlights]
        for block, fact in zip(lists.figures(), facts, strict=True):
            kind = f"brief-{block.kind}"
            yield replace(block, id=f"front-{block.id}", kind=kind, notes=self._notes(fact))

    def _topic(self, topic: TopicView) -> Iterator[Block]:
        address = f"{self.address}{self.edition.language}/{topic.key}/"
        opener = {
            "key": topic.key,
            "title": topic.title,
            "intro": self.set.rich(topic.intro),
            "address": address,
            "code": qr_code(address),
            "short": [self._highlight(h) for h in topic.highlights],
        }
        yield Block(f"topic-{topic.key}", "opener", opener, keep=True)
        for section in topic.sections:
            yield from self._section(section)
        stages = self.edition.stages
        if stages and stages.rows and topic is self.edition.topics[-1]:
            yield stages_block(stages, self.set, self.numbers)
        links = [link for link in self.edition.links if link.topic == topic.key]
        if links:
            yield from self._links(topic.key, links)

    def _plate(self, topic: TopicView) -> Block | None:
        """Return the schematic for the topic that its lines belong to."""
        schematic = self.edition.schematic
        if schematic and any(link.topic == topic.key for link in self.edition.links):
            return schematic_block(schematic, self.set)
        return None

    def _highlight(self, highlight: Highlight) -> dict[str, Any]:
        fact = highlight.fact
        return {
            "title": self.set.text(highlight.title),
            "value": self.set.text(highlight.figure.table),
            "change": highlight.change,
            "period": self.set.text(fact.period_words),
            "marks": signs(fact),
            "no": self.numbers[fact.id],
        }

    def _section(self, section: SectionView) -> Iterator[Block]:
        if not section.parts and not section.caveats:
            return
        head = {
            "key": section.key,
            "title": self.set.text(section.title),
            "intro": self.set.rich(section.intro),
        }
        yield Block(f"section-{section.key}", "section", head, keep=True)
        waiting = _by_last_part(section)
        yield from map(self._caveat, waiting[-1])
        for index, part in enumerate(section.parts):
            caveats = waiting[index]
            if isinstance(part, TableView):
                yield from self._table(part, keep=bool(caveats))
            else:
                yield self._fact(part, keep=bool(caveats))
            yield from map(self._caveat, caveats)
            if isinstance(part, TableView):
                for chart in self.edition.charts:
                    if chart.section == section.key and chart.table == part.key:
                        yield chart_block(chart, self.set, self.numbers)

    def _caveat(self, caveat: CaveatView) -> Block:
        return Block(f"caveat-{caveat.id}", "caveat", {"text": self.set.rich(caveat.text)})

    def _fact(self, fact: FactView, *, keep: bool) -> Block:
        data = {
            "key": fact.id,
            "no": self.numbers[fact.id],
            "text": self.set.rich(fact.text),
            "marks": signs(fact),
            "period": self.set.text(fact.period_words),
            "noted": not fact.withdrawn,
        }
        notes = () if fact.withdrawn else self._notes(fact)
        return Block(f"fact-{fact.id}", "fact", data, notes, keep=keep)

    def _table(self, table: TableView, *, keep: bool) -> Iterator[Block]:
        if not table.rows:
            return
        key = f"table-{table.key}"
        printed = any(row.fact.printed for row in table.rows)
        self.tables[key] = {
            "title": self.set.text(table.title),
            "columns": [self.set.text(column) for column in table.columns],
            "head-tokens": [self.set.tokens(column) for column in table.columns],
            "numeric": list(table.numeric),
            "printed": printed,
            "sourced": True,
            "numbered": True,
        }
        last = len(table.rows) - 1
        for index, row in enumerate(table.rows):
            data = {
                "key": row.fact.id,
                "no": self.numbers[row.fact.id],
                "marks": signs(row.fact),
                "cells": [self.set.text(cell) for cell in row.cells],
                "printed": self.set.text(row.fact.printed),
                "letters": ", ".join(row.fact.letters),
                "tokens": [self.set.tokens(cell) for cell in row.cells],
                "printed-tokens": self.set.tokens(row.fact.printed),
                "index": index,
            }
            notes = self._notes(row.fact, table=True)
            tied = bool(table.note) or keep if index == last else index in (0, last - 1)
            yield Block(f"fact-{row.fact.id}", "row", data, notes, keep=tied, table=key)
        if table.note:
            data = {"text": self.set.rich(table.note)}
            yield Block(f"{key}-note", "caption", data, keep=keep)

    def _links(self, topic: str, links: Sequence[Any]) -> Iterator[Block]:
        key = f"links-{topic}"
        self.tables[key] = {
            "title": self.set.text(self.word("Links at a glance")),
            "columns": [self.set.text(self.word(name)) for name in LINK_COLUMNS],
            "head-tokens": [self.set.tokens(self.word(name)) for name in LINK_COLUMNS],
            "numeric": [False, False, False, False],
            "printed": False,
            "sourced": True,
            "numbered": False,
        }
        for index, link in enumerate(links):
            cells = [
                " – ".join(link.stops),
                link.mode,
                ", ".join(str(self.numbers[fact.id]) for fact in link.facts),
                "; ".join(dict.fromkeys(fact.period_words for fact in link.facts)),
            ]
            letters = dict.fromkeys(letter for fact in link.facts for letter in fact.letters)
            data = {
                "key": link.id,
                "no": "",
                "marks": signs(link.facts[0]),
                "cells": [self.set.text(cell) for cell in cells],
                "printed": [],
                "letters": ", ".join(letters),
                "tokens": [self.set.tokens(cell) for cell in cells],
                "printed-tokens": [],
                "index": index,
            }
            keep = index == 0 or index == len(links) - 2
            yield Block(f"link-{link.id}", "row", data, keep=keep, table=key)

    def _notes(self, fact: FactView, *, table: bool = False) -> tuple[Note, ...]:
        number = self.numbers[fact.id]
        own = [remark for remark in fact.remarks if self.shared[plain(remark)] == 1]
        notes = []
        told = set()
        for quote in fact.quotes:
            if (quote.source, plain(quote.text)) in told:
                continue  # an article that prints the same in two places
            told.add((quote.source, plain(quote.text)))
            if table and fact.printed:
                notes.append(Note("table", quote.source, number, table=True))
                continue
            text = self._sentence(quote.text, *own)
            own = []
            notes.append(Note(f"{quote.source} {plain_runs(text)}", quote.source, number, text))
        first = fact.quotes[0].source if fact.quotes else ""
        rest = [(remark,) for remark in fact.remarks if self.shared[plain(remark)] > 1]
        for remarks in ([tuple(own)] if own else []) + rest:
            text = self._sentence(*remarks)
            notes.append(Note(f"{first} {plain_runs(text)}", first, number, text, remark=True))
        return tuple(notes)

    def _sentence(self, *parts: Rich) -> tuple[Any, ...]:
        """Join a quote and remarks; a quote ends with a full stop before a remark."""
        space = self.edition.note_space
        joined: list[Run] = []
        for part in parts:
            if joined:
                joined.append(Run(self._stop(joined) + space))
            joined += part
        return tuple(self.set.rich(tuple(joined)))

    def _stop(self, before: Sequence[Run]) -> str:
        return "" if before[-1].text.endswith((".", "。")) else self.full_stop


def qr_code(address: str) -> list[str]:
    """Return a QR code as rows of 0 and 1, without its quiet zone."""
    code = segno.make(address, error="m", boost_error=False, micro=False)
    return ["".join(map(str, row)) for row in code.matrix]


def _facts_of(part: FactView | TableView) -> Sequence[FactView]:
    return [row.fact for row in part.rows] if isinstance(part, TableView) else [part]


def _by_last_part(section: SectionView) -> dict[int, list[CaveatView]]:
    """Return each part's caveats: a caveat stands after the last part that it speaks of."""
    places: dict[str, int] = {}
    for index, part in enumerate(section.parts):
        places |= {fact.id: index for fact in _facts_of(part)}
    waiting: dict[int, list[CaveatView]] = defaultdict(list)
    for caveat in section.caveats:
        named = [places[fact] for fact in caveat.facts if fact in places]
        waiting[max(named) if named else len(section.parts) - 1].append(caveat)
    return waiting


LINK_COLUMNS = ("Link", "Kind", "Facts", "Period")
