"""The briefing's lists: key figures, questions, plans, differences, gaps, sources, names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from factsheet.edition.views import (
    Edition,
    FactView,
    FigureView,
    Highlight,
    NameView,
    PlanView,
    Reported,
    signs,
)
from factsheet.language.vocabulary import DONE, TAKEN_UP
from factsheet.printing.blocks import Block, Chapter
from factsheet.printing.runs import Typesetter


class Lists:
    """Builds the chapters before and after the topics; `tables` are filled on the way."""

    def __init__(
        self,
        edition: Edition,
        typesetter: Typesetter,
        word: Callable[[str], str],
        numbers: Mapping[str, int],
    ) -> None:
        """Bind an edition, its interface words and the numbers of its facts."""
        self.edition = edition
        self.set = typesetter
        self.word = word
        self.numbers = numbers
        self.tables: dict[str, Any] = {}

    def before(self) -> Iterator[Chapter]:
        """Return what stands before the topics."""
        yield Chapter("guide", self.word("Before you quote"), tuple(self._guide()))
        yield Chapter("contents", self.word("Contents"), tuple(self._contents()), columns=2)
        yield Chapter("key-figures", self.word("Key figures"), tuple(self._key_figures()))
        yield Chapter("questions", self.word("Investor's questions"), tuple(self._questions()))

    def after(self) -> Iterator[Chapter]:
        """Return what stands after the topics."""
        blocks: list[Block] = []
        for key, title, found in (
            ("plans", "Planned, and what later articles report", self._plans()),
            ("differences", "Differences and readings", self._differences()),
            ("gaps", "Not in this sheet", self._gaps()),
            ("sources", "Sources", self._sources()),
            ("names", "Names and terms", self._names()),
        ):
            entries = list(found)
            if entries:
                blocks += [self._title(key, self.word(title)), *entries]
        yield Chapter("registers", self.word("Registers"), tuple(blocks), columns=2)

    def _title(self, key: str, title: str) -> Block:
        data = {"key": key, "title": title, "lead": key}
        return Block(f"title-{key}", "title", data, keep=True)

    def _guide(self) -> Iterator[Block]:
        edition = self.edition
        yield self._title("guide", self.word("Before you quote"))
        for index, warning in enumerate(edition.warnings):
            data = {"index": index + 1, "text": self.set.rich(warning)}
            yield Block(f"warning-{index}", "warning", data)
        marks = [{"key": m.key, "symbol": m.symbol, "title": m.title} for m in edition.marks]
        yield Block("legend", "legend", {"marks": marks})
        articles = [{"letter": s.letter, "text": self.set.rich(s.short)} for s in edition.sources]
        yield Block("articles", "articles", {"articles": articles})
        yield Block("method", "method", {"disclaimer": self.set.text(edition.texts["disclaimer"])})

    def _contents(self) -> Iterator[Block]:
        yield self._title("contents", self.word("Contents"))
        entries = [("title-key-figures", self.word("Key figures"))]
        if self.edition.questions:
            entries.append(("title-questions", self.word("Investor's questions")))
        for target, title in entries:
            yield self._entry(target, title, 1)
        for topic in self.edition.topics:
            yield self._entry(f"topic-{topic.key}", topic.title, 1, keep=True)
            for section in topic.sections:
                if section.parts or section.caveats:
                    yield self._entry(f"section-{section.key}", section.title, 2)
        for chapter in self.after():
            for block in chapter.blocks:
                if block.kind == "title":
                    yield self._entry(block.id, block.data["title"], 1)
        yield self._entry("colophon", self.word("Colophon"), 1)

    def _entry(self, target: str, title: str, level: int, *, keep: bool = False) -> Block:
        data = {"target": target, "title": self.set.text(title), "level": level}
        return Block(f"entry-{target}", "entry", data, keep=keep)

    def _key_figures(self) -> Iterator[Block]:
        edition = self.edition
        if not (edition.highlights or edition.notices):
            return
        yield self._title("key-figures", self.word("Key figures"))
        yield from self.figures()

    def figures(self) -> Iterator[Block]:
        """Return the home page's statements and figures."""
        edition = self.edition
        for notice in edition.notices:
            data = {
                "title": self.set.text(notice.title),
                "text": self.set.rich(notice.text),
                "no": self.numbers[notice.fact.id],
                "marks": signs(notice.fact),
            }
            yield Block(f"notice-{notice.fact.id}", "notice", data)
        for highlight in edition.highlights:
            yield Block(f"key-{highlight.key}", "key", self._key(highlight))

    def short(self, highlight: Highlight) -> dict[str, Any]:
        """Return a key figure without its article and earlier values."""
        fact = highlight.fact
        return {
            "title": self.set.text(highlight.title),
            "value": self.set.text(highlight.figure.table),
            "change": highlight.change,
            "period": self.set.text(self._beside(fact.period_words, highlight.figure)),
            "marks": signs(fact),
            "no": self.numbers[fact.id],
            "since": [self._reported(other, newer=True) for other in highlight.since],
        }

    def _beside(self, period: str, figure: FigureView) -> str:
        """Return a period with what the figure must not be shown without."""
        return self.word(" · ").join((period, *figure.measures))

    def _key(self, highlight: Highlight) -> dict[str, Any]:
        return self.short(highlight) | {
            "letters": ", ".join(highlight.fact.letters),
            "earlier": [self._reported(other) for other in highlight.earlier],
        }

    def _reported(self, other: Reported, *, newer: bool = False) -> dict[str, Any]:
        return {
            "period": self.set.text(self._beside(other.when, other.figure)),
            "value": self.set.text(other.figure.table),
            "change": other.change if newer else "",
            "marks": signs(other.fact),
            "no": self.numbers[other.fact.id],
        }

    def _questions(self) -> Iterator[Block]:
        if not self.edition.questions:
            return
        yield self._title("questions", self.word("Investor's questions"))
        for index, question in enumerate(self.edition.questions):
            data = {
                "question": self.set.rich(question.question),
                "answer": self.set.rich(question.answer),
                "target": f"section-{question.href.partition('#')[2]}" if question.href else "",
            }
            yield Block(f"question-{index}", "question", data)

    def _plans(self) -> Iterator[Block]:
        for topic in self.edition.topics:
            plans = [plan for plan in self.edition.plans if plan.fact.topic == topic.key]
            told = [plan for plan in plans if plan.is_told or plan.due]
            pending = [self.numbers[p.fact.id] for p in plans if not (p.is_told or p.due)]
            if plans:
                yield self._subtitle(f"plans-{topic.key}", topic.title)
            for index, plan in enumerate(told, 1):
                keep = bool(pending) and index == len(told)
                yield Block(f"plan-{plan.fact.id}", "plan", self._plan(plan), keep=keep)
            if pending:
                yield Block(f"pending-{topic.key}", "pending", {"facts": pending})

    def _plan(self, plan: PlanView) -> dict[str, Any]:
        later = [
            {"sort": self.word(sort), **self._mention(fact)}
            for sort, facts in ((DONE, plan.fulfilled_by), (TAKEN_UP, plan.reported_by))
            for fact in facts
        ]
        silent = self.set.rich(plan.silent)
        return {"fact": self._mention(plan.fact), "later": later, "silent": silent}

    def _mention(self, fact: FactView) -> dict[str, Any]:
        return {
            "no": self.numbers[fact.id],
            "text": self.set.rich(fact.text),
            "letters": ", ".join(fact.letters),
        }

    def _differences(self) -> Iterator[Block]:
        for difference in self.edition.differences:
            facts = [
                {
                    "no": self.numbers[fact.id],
                    "period": self.set.text(fact.period_words),
                    "printed": self.set.text(fact.printed),
                    "letters": ", ".join(fact.letters),
                }
                for fact in difference.facts
            ]
            data = {
                "title": self.set.text(difference.title),
                "sort": difference.kind_word,
                "text": self.set.rich(difference.text),
                "facts": facts,
            }
            yield Block(f"difference-{difference.id}", "difference", data)

    def _gaps(self) -> Iterator[Block]:
        for topic in self.edition.topics:
            sections = [section for section in topic.sections if section.gaps]
            if sections:
                yield self._subtitle(f"gaps-{topic.key}", topic.title)
            for section in sections:
                data = {
                    "title": self.set.text(section.title),
                    "target": f"section-{section.key}",
                    "items": [self.set.rich(gap) for gap in section.gaps],
                }
                yield Block(f"gaps-of-{section.key}", "gaps", data)

    def _sources(self) -> Iterator[Block]:
        for source in self.edition.sources:
            data = {
                "letter": source.letter,
                "text": self.set.rich(source.reference),
                "notes": [self.set.rich(note) for note in source.notes],
            }
            yield Block(f"source-{source.key}", "source", data)

    def _names(self) -> Iterator[Block]:
        for kind, names in groupby(self.edition.names, key=lambda name: name.kind):
            entries = list(names)
            yield self._subtitle(f"names-{kind}", entries[0].kind_word.capitalize())
            for name in entries:
                yield Block(f"name-{name.key}", "name", self._name(name))

    def _name(self, name: NameView) -> dict[str, Any]:
        return {
            "name": self.set.text(name.full),
            "others": [self.set.rich((other,)) for other in name.others],
            "gloss": self.set.text(name.gloss),
            "facts": sorted(self.numbers[fact.id] for fact in name.facts),
        }

    def _subtitle(self, key: str, title: str) -> Block:
        return Block(f"sub-{key}", "subtitle", {"key": key, "title": title}, keep=True)
