"""`Edition` -> `Book`: the briefing, at most 24 pages, chosen by what facts/ says of each fact.

Cover and contact stand around it. A topic opens with its picture and its newest figures; what
stands there, or in the table of proposals, is not said again as a sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from factsheet.edition.drawn import ChartView
from factsheet.edition.paper import ProposalView
from factsheet.edition.sheet import Edition
from factsheet.edition.views import (
    FactView,
    FigureView,
    Highlight,
    Rich,
    SectionView,
    TableView,
    TopicView,
    plain,
)
from factsheet.printing.blocks import Block, Book, Chapter, Note
from factsheet.printing.brief import Short, marked
from factsheet.printing.columns import CITED
from factsheet.printing.drawings import time_line
from factsheet.printing.runs import Typesetter, plain_runs
from factsheet.printing.shorter import shortening

PIECES = 6  # that the list of how dates are known may be cut into
TOPIC_PAGES = 4
PARTS = ("schematic", "charts", "timeline", "rows")  # of what opens a topic
SHARED = 3  # so many facts known in the same way are explained once, among the sources


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A picture or a row of what opens a topic, with the facts that it tells."""

    part: str
    data: Mapping[str, Any]
    facts: Sequence[FactView] = ()


class Briefing:
    """Divides an edition into the chapters of the briefing."""

    def __init__(self, edition: Edition, typesetter: Typesetter, short: Short) -> None:
        """Bind an edition, a typesetter that marks what is inferred, and its short print."""
        self.edition = edition
        self.set = typesetter
        self.short = short
        self.word = edition.word
        self.numbers = short.numbers
        self.proposals = {p.fact.id for _, found in edition.printed.proposals for p in found}
        issues: dict[str, str] = {}
        self.issues = {
            source.letter: issues.setdefault(plain(source.brief), source.key)
            for source in edition.sources
        }
        chosen = (edition.facts[key] for key in edition.printed.chosen)
        told = Counter(plain(fact.inference) for fact in chosen if fact.inference)
        self.shared = {words for words, count in told.items() if count >= SHARED}

    def book(self) -> Book:
        """Return the chapters between cover and contact."""
        chapters = (
            self._questions(),
            self._figures(),
            *(self._topic(topic) for topic in self.edition.topics),
            self._proposals(),
            self._differences(),
            self._list("gaps", self.word("Not in this sheet"), self._gaps()),
            self._list("sources", self.word("Sources"), self._sources()),
        )
        return Book(
            language=self.edition.language,
            chapters=tuple(chapter for chapter in chapters if chapter.blocks),
            tables={},
            sources={
                source.key: {"letter": source.letter, "text": self.set.rich(source.brief)}
                for source in self.edition.sources
            },
            numbers=self.numbers,
        )

    def cover(self) -> dict[str, Any]:
        """Return what the cover shows beside the standing texts."""
        figures = self.edition.printed.brief.figures
        story = self.edition.printed.brief.story
        return {
            "figure": self.short.figure(figures[0]) if figures else None,
            "story": self.set.rich(story),
            "routes": self._routes(),
            "elsewhere": [],
            "ask": self.short.ask(),
        }

    def _routes(self) -> list[dict[str, Any]]:
        """Return where links end abroad or at a border, by mode; planned ones are left out."""
        view = self.edition.schematic
        inside = {place.label for place in view.places if place.kind == "block"} if view else set()
        found: dict[str, dict[str, Any]] = {}
        for edge in view.edges if view else ():
            if edge.is_planned:
                continue
            own = found.setdefault(edge.mode, {"mode": edge.mode, "ends": {}})
            own["words"] = edge.mode_words
            own["ends"].setdefault(edge.stops[-1] if edge.stops[-1] not in inside else "", None)
        return [{**own, "ends": [end for end in own["ends"] if end]} for own in found.values()]

    def _page(
        self,
        key: str,
        title: str,
        groups: Sequence[Sequence[Any]],
        data: Callable[[list[list[Any]]], dict[str, Any]],
    ) -> Chapter:
        """Return a chapter that is one page of entries; none where there is nothing to show."""
        block = shortening(
            groups,
            lambda held, left: Block(
                id=f"page-{key}",
                kind=key,
                data={"title": title, "more": str(left or ""), **data(held)},
            ),
        )
        return Chapter(key=key, title=title, blocks=(block,) if any(groups) else ())

    def _list(self, key: str, title: str, blocks: Iterable[Block]) -> Chapter:
        """Return a chapter of two columns under its title."""
        found = tuple(blocks)
        head = Block(
            id=f"head-{key}", kind="list-head", data={"title": title}, wide=True, keep=True
        )
        return Chapter(
            key=key,
            title=title,
            blocks=(head, *found) if found else (),
            columns=2,
            more=_more(key),
        )

    def _questions(self) -> Chapter:
        rows = [
            {
                "question": self.set.rich(question.question),
                "answer": self.set.rich(question.answer),
                "target": f"topic-{question.href.partition('#')[0]}" if question.href else "",
            }
            for question in self.edition.questions
        ]
        title = self.word("Questions")
        return self._page("questions", title, [rows], lambda held: {"rows": held[0]})

    def _figures(self) -> Chapter:
        edition = self.edition
        notices = [
            {
                "lead": self.set.text(notice.title),
                "text": self.set.rich(notice.text),
                "nos": [self.numbers[notice.fact.id]],
            }
            for notice in edition.notices
        ]
        groups = [
            [self.short.figure(h) for h in edition.highlights if h.fact.topic == topic.key]
            for topic in edition.topics
        ]
        titles = [topic.title for topic in edition.topics]

        def data(held: list[list[Any]]) -> dict[str, Any]:
            rows = zip(titles, held[1:], strict=True)
            named = [{"title": title, "rows": own} for title, own in rows if own]
            return {"notices": held[0], "groups": named}

        return self._page("figures", self.word("Key figures"), [notices, *groups], data)

    def _topic(self, topic: TopicView) -> Chapter:
        latest = self.edition.printed.latest.get(topic.key, ())
        charts = [c for c in self.edition.charts if c.topic == topic.key]
        told = {p.fact.id for chart in charts for p in chart.parts} | self.proposals
        told |= {highlight.fact.id for highlight in latest}
        blocks = [self._opener(topic, latest, charts)]
        for section in topic.sections:
            facts = [f for f in _facts(section) if f.id in self.edition.printed.chosen]
            facts = [fact for fact in facts if fact.id not in told]
            if facts:
                blocks.append(self._section(section))
                blocks += map(self._fact, facts)
        return Chapter(
            key=f"topic-{topic.key}",
            title=topic.title,
            blocks=tuple(blocks),
            columns=2,
            most=TOPIC_PAGES,
            more=_more(topic.key),
        )

    def _opener(
        self, topic: TopicView, latest: Sequence[Highlight], charts: Sequence[ChartView]
    ) -> Block:
        """Return what opens a topic: its news, pictures and newest figures, figures go first."""
        linked = any(link.topic == topic.key for link in self.edition.links)
        schematic, timeline = self.short.schematic() if linked else None, self._timeline(topic)
        pieces = [
            *([_Piece(part="schematic", data=schematic)] if schematic else []),
            *(
                _Piece(part="charts", data=self._chart(c.key), facts=[p.fact for p in c.parts])
                for c in charts
            ),
            *([_Piece(part="timeline", data=timeline)] if timeline else []),
            *(_Piece(part="rows", data=self.short.figure(h), facts=[h.fact]) for h in latest),
        ]

        def make(held: list[list[_Piece]], left: int) -> Block:
            found: dict[str, list[Any]] = {part: [] for part in PARTS}
            for piece in held[0]:
                found[piece.part].append(piece.data)
            noted = sorted(held[0], key=lambda piece: piece.part != "rows")
            facts = {fact.id: fact for piece in noted for fact in piece.facts}
            return Block(
                id=f"topic-{topic.key}",
                kind="topic",
                data={
                    "key": topic.key,
                    "title": topic.title,
                    "news": self.set.rich(topic.news or topic.intro),
                    "more": str(left or ""),
                    **found,
                },
                notes=tuple(note for fact in facts.values() for note in self._notes(fact)),
                wide=True,
            )

        return shortening([pieces], make)

    def _chart(self, key: str) -> dict[str, Any]:
        """Return a chart, with what the brief says beside it."""
        brief = self.edition.printed.brief
        proof = self.short.points(brief.proof) if brief.proof and brief.chart == key else None
        return {**(self.short.chart(key) or {}), "proof": proof}

    def _timeline(self, topic: TopicView) -> dict[str, Any] | None:
        """Return the steps of a topic by date; None where it has none."""
        view = self.edition.timeline
        if view is None or view.topic != topic.key:
            return None
        return time_line(view, self.set, self.numbers)

    def _section(self, section: SectionView) -> Block:
        data = {"key": section.key, "title": self.set.text(section.title)}
        return Block(id=f"section-{section.key}", kind="section", data=data, keep=True)

    def _fact(self, fact: FactView) -> Block:
        data = {
            "key": fact.id,
            "no": self.numbers[fact.id],
            "text": self.set.rich(fact.text),
            "marks": marked(fact),
        }
        return Block(id=f"fact-{fact.id}", kind="fact", data=data, notes=tuple(self._notes(fact)))

    def _notes(self, fact: FactView) -> Iterator[Note]:
        """Yield a note for each newspaper issue, and one on how the period is known."""
        number = self.numbers[fact.id]
        for key in dict.fromkeys(self.issues[letter] for letter in fact.letters):
            yield Note(key=CITED, source=key, fact=number)
        if fact.inference and plain(fact.inference) not in self.shared:
            text = tuple(self.set.rich(fact.inference))
            first = self.issues[fact.letters[0]] if fact.letters else ""
            key = f"{first} {plain_runs(text)}"
            yield Note(key=key, source=first, fact=number, text=text, remark=True)

    def _proposals(self) -> Chapter:
        printed = self.edition.printed
        cities = (*printed.cities, "")

        def cell(proposal: ProposalView) -> dict[str, Any]:
            nos = [self.numbers[proposal.fact.id]]
            return {"text": self.set.rich(proposal.text), "nos": nos}

        def data(held: list[list[ProposalView]]) -> dict[str, Any]:
            fields = zip(printed.proposals, held, strict=True)
            rows = [
                {
                    "field": field,
                    "cells": [[cell(p) for p in own if p.city == city] for city in cities],
                }
                for (field, _), own in fields
                if own
            ]
            return {"cities": list(printed.cities), "rows": rows}

        groups = [found for _, found in printed.proposals]
        return self._page("proposals", self.word("Proposals"), groups, data)

    def _differences(self) -> Chapter:
        rows = [
            {
                "title": self.set.text(difference.title),
                "text": self.set.rich(difference.text),
                "figures": [self._differing(f, difference.text) for f in difference.facts],
            }
            for difference in self.edition.differences
            if difference.changes_number
        ]
        others = str(sum(1 for d in self.edition.differences if not d.changes_number))
        return self._page(
            "differences",
            self.word("Differences"),
            [rows],
            lambda held: {"rows": held[0], "others": others},
        )

    def _differing(self, fact: FactView, text: Rich) -> dict[str, Any]:
        return {
            "values": [self.set.rich(figure.words) for figure in _told(fact, text)],
            "period": self.set.text(fact.period_words),
            "marks": marked(fact),
            "no": self.numbers[fact.id],
        }

    def _gaps(self) -> Iterator[Block]:
        """Yield what is missing first of all: the first gap of each section."""
        for topic in self.edition.topics:
            gaps = [section.gaps[0] for section in topic.sections if section.gaps]
            if gaps:
                title = {"title": topic.title}
                yield Block(id=f"gaps-{topic.key}", kind="list-title", data=title, keep=True)
            for index, gap in enumerate(gaps):
                yield self._item(f"gap-{topic.key}-{index}", gap)

    def _sources(self) -> Iterator[Block]:
        """Yield the articles, a line or two each, then how shared inferences are known."""
        for source in self.edition.sources:
            data = {"letter": source.letter, "text": self.set.rich(source.short)}
            yield Block(id=f"source-{source.key}", kind="source", data=data)
        known: dict[str, tuple[Rich, list[int]]] = {}
        for fact in self.edition.facts.values():
            words = plain(fact.inference)
            if words in self.shared and fact.id in self.edition.printed.chosen:
                known.setdefault(words, (fact.inference, []))[1].append(self.numbers[fact.id])
        if any(fact.inference for fact in self.edition.facts.values()):
            title = {"title": self.word("How inferred dates are known")}
            yield Block(id="known", kind="list-title", data=title, keep=True)
            rows = [
                {"text": self.set.rich(text), "nos": sorted(numbers)}
                for text, numbers in known.values()
            ]
            size = -(-len(rows) // PIECES) or 1
            for index in range(PIECES):  # as many in every language, whatever its words share
                data = {"rows": rows[index * size : (index + 1) * size]}
                yield Block(id=f"known-{index}", kind="known", data=data)

    def _item(self, key: str, text: Rich) -> Block:
        return Block(id=key, kind="item", data={"text": self.set.rich(text)})


def _more(key: str) -> Block:
    """Return the line that counts what a chapter has no room for, as wide as it may become."""
    return Block(id=f"more-{key}", kind="more", data={"count": "000"})


def _told(fact: FactView, text: Rich) -> list[FigureView]:
    """Return the figures of a fact that a text tells, its first where it tells none."""
    told = {run.figure for run in text if run.figure}
    found = [figure for figure in fact.figures if (fact.id, figure.name) in told]
    return found or list(fact.figures[:1])


def _facts(section: SectionView) -> Iterator[FactView]:
    for part in section.parts:
        if isinstance(part, TableView):
            yield from (row.fact for row in part.rows)
        else:
            yield part
