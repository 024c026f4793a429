"""`Edition` -> `Book`: the chapters of the complete record, block by block."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from factsheet.edition.sheet import Edition
from factsheet.edition.views import CaveatView, FactView, SectionView, TableView, TopicView
from factsheet.printing.blocks import Block, Book, Chapter
from factsheet.printing.drawings import chart_block, schematic_block, stages_block
from factsheet.printing.notes import Footnotes
from factsheet.printing.registers import Lists
from factsheet.printing.runs import Typesetter, qr_code, signs
from factsheet.printing.tables import Rows


def record(edition: Edition, typesetter: Typesetter, address: str) -> Book:
    """Divide an edition into chapters; `address` is the site's root, empty where none is known."""
    return _Record(edition, typesetter, address).book()


def numbered(edition: Edition) -> dict[str, int]:
    """Give the facts numbers in the order of print, which is the same in every language."""
    order: dict[str, int] = {}
    for section in edition.sections:
        for part in section.parts:
            for fact in _facts_of(part):
                order.setdefault(fact.id, len(order) + 1)
    return order


class _Record:
    def __init__(self, edition: Edition, typesetter: Typesetter, address: str) -> None:
        self.edition = edition
        self.word = edition.word
        self.set = typesetter
        self.address = address
        self.numbers = numbered(edition)
        self.footnotes = Footnotes(edition, typesetter, self.numbers)
        self.rows = Rows(typesetter, self.word, self.numbers, self.footnotes)
        self.lists = Lists(edition, self.set, self.word, self.numbers)

    def book(self) -> Book:
        edition, lists = self.edition, self.lists
        topics = tuple(
            Chapter(
                key=f"topic-{topic.key}",
                title=topic.title,
                blocks=tuple(self._topic(topic)),
                plate=self._plate(topic),
            )
            for topic in edition.topics
        )
        chapters = (*lists.before(), *topics, *lists.after())
        return Book(
            language=edition.language,
            chapters=tuple(chapter for chapter in chapters if chapter.blocks),
            tables={**self.rows.tables, **lists.tables},
            sources={
                source.key: {"letter": source.letter, "text": self.set.rich(source.short)}
                for source in edition.sources
            },
            numbers=self.numbers,
        )

    def _topic(self, topic: TopicView) -> Iterator[Block]:
        address = f"{self.address}{self.edition.language}/{topic.key}/" if self.address else ""
        opener = {
            "key": topic.key,
            "title": topic.title,
            "intro": self.set.rich(topic.intro),
            "address": address,
            "code": qr_code(address) if address else [],
        }
        yield Block(id=f"topic-{topic.key}", kind="opener", data=opener, keep=True)
        for section in topic.sections:
            yield from self._section(section)
        stages = self.edition.stages
        if stages and stages.rows and topic is self.edition.topics[-1]:
            yield stages_block(stages, self.set, self.numbers)
        links = [link for link in self.edition.links if link.topic == topic.key]
        if links:
            yield from self.rows.links(topic.key, links)

    def _plate(self, topic: TopicView) -> Block | None:
        """Return the schematic for the topic that its lines belong to."""
        schematic = self.edition.schematic
        if schematic and any(link.topic == topic.key for link in self.edition.links):
            return schematic_block(schematic, self.set, self.numbers)
        return None

    def _section(self, section: SectionView) -> Iterator[Block]:
        if not section.parts and not section.caveats:
            return
        head = {
            "key": section.key,
            "title": self.set.text(section.title),
            "intro": self.set.rich(section.intro),
        }
        yield Block(id=f"section-{section.key}", kind="section", data=head, keep=True)
        waiting = _by_last_part(section)
        yield from map(self._caveat, waiting[-1])
        for index, part in enumerate(section.parts):
            caveats = waiting[index]
            if isinstance(part, TableView):
                yield from self.rows.table(part, keep=bool(caveats))
            else:
                yield self._fact(part, keep=bool(caveats))
            yield from map(self._caveat, caveats)
            if isinstance(part, TableView):
                for chart in self.edition.charts:
                    if chart.section == section.key and chart.table == part.key:
                        yield chart_block(chart, self.set, self.numbers)

    def _caveat(self, caveat: CaveatView) -> Block:
        return Block(
            id=f"caveat-{caveat.id}", kind="caveat", data={"text": self.set.rich(caveat.text)}
        )

    def _fact(self, fact: FactView, *, keep: bool) -> Block:
        data = {
            "key": fact.id,
            "no": self.numbers[fact.id],
            "text": self.set.rich(fact.text),
            "marks": signs(fact),
            "period": self.set.text(fact.period_words),
        }
        notes = () if fact.withdrawn else self.footnotes.notes(fact)
        return Block(id=f"fact-{fact.id}", kind="fact", data=data, notes=notes, keep=keep)


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
