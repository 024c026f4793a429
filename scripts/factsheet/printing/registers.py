"""The briefing's lists: key figures, questions, plans, differences, gaps, sources, names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from factsheet.edition.sheet import Edition
from factsheet.edition.views import (
    FactView,
    FigureView,
    Highlight,
    NameView,
    PlanView,
    Reported,
)
from factsheet.printing.blocks import Block, Chapter
from factsheet.printing.runs import Typesetter, signs

ARTICLES = 40  # that stand in one block of two columns


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
        yield Chapter(key="guide", title=self.word("Before you quote"), blocks=tuple(self._guide()))
        yield Chapter(
            key="contents", title=self.word("Contents"), blocks=tuple(self._contents()), columns=2
        )
        yield Chapter(
            key="key-figures", title=self.word("Key figures"), blocks=tuple(self._key_figures())
        )
        yield Chapter(
            key="questions",
            title=self.word("Investor's questions"),
            blocks=tuple(self._questions()),
        )

    def after(self) -> Iterator[Chapter]:
        """Return what stands after the topics."""
        blocks: list[Block] = []
        for key, title, found in (
            ("plans", "Planned, and what later articles report", self._plans()),
            ("differences", "Differences and readings", self._differences()),
            ("gaps", "Not in this sheet", self._gaps()),
            ("sources", "Sources", self._sources()),
            ("corrections", "Corrections", self._corrections()),
            ("names", "Names and terms", self._names()),
        ):
            entries = list(found)
            if entries:
                blocks += [self._title(key, self.word(title)), *entries]
        yield Chapter(
            key="registers", title=self.word("Registers"), blocks=tuple(blocks), columns=2
        )

    def _title(self, key: str, title: str) -> Block:
        data = {"key": key, "title": title, "lead": key}
        return Block(id=f"title-{key}", kind="title", data=data, keep=True)

    def _guide(self) -> Iterator[Block]:
        edition = self.edition
        yield self._title("guide", self.word("Before you quote"))
        for index, warning in enumerate(edition.warnings):
            data = {"index": index + 1, "text": self.set.rich(warning)}
            yield Block(id=f"warning-{index}", kind="warning", data=data)
        marks = [{"key": m.key, "symbol": m.symbol, "title": m.title} for m in edition.marks]
        yield Block(id="legend", kind="legend", data={"marks": marks})
        articles = [{"letter": s.letter, "text": self.set.rich(s.short)} for s in edition.sources]
        for at in range(0, max(len(articles), 1), ARTICLES):
            data = {"articles": articles[at : at + ARTICLES], "opens": at == 0}
            yield Block(id=f"articles-{at}" if at else "articles", kind="articles", data=data)
        yield Block(
            id="method",
            kind="method",
            data={"disclaimer": self.set.text(edition.texts["disclaimer"])},
        )

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
        return Block(id=f"entry-{target}", kind="entry", data=data, keep=keep)

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
            yield Block(id=f"notice-{notice.fact.id}", kind="notice", data=data)
        for highlight in edition.highlights:
            yield Block(id=f"key-{highlight.key}", kind="key", data=self._key(highlight))

    def short(self, highlight: Highlight) -> dict[str, Any]:
        """Return a key figure without its article and earlier values."""
        fact = highlight.fact
        return {
            "title": self.set.text(highlight.title),
            "value": self.set.rich(highlight.figure.words),
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
            "value": self.set.rich(other.figure.words),
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
            yield Block(id=f"question-{index}", kind="question", data=data)

    def _plans(self) -> Iterator[Block]:
        for topic in self.edition.topics:
            plans = [plan for plan in self.edition.plans if plan.fact.topic == topic.key]
            told = [plan for plan in plans if plan.is_told or plan.due]
            pending = [self.numbers[p.fact.id] for p in plans if not (p.is_told or p.due)]
            if plans:
                yield self._subtitle(f"plans-{topic.key}", topic.title)
            for index, plan in enumerate(told, 1):
                keep = bool(pending) and index == len(told)
                yield Block(
                    id=f"plan-{plan.fact.id}", kind="plan", data=self._plan(plan), keep=keep
                )
            if pending:
                yield Block(id=f"pending-{topic.key}", kind="pending", data={"facts": pending})

    def _plan(self, plan: PlanView) -> dict[str, Any]:
        later = [{"sort": sort, **self._mention(fact)} for sort, fact in plan.later]
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
            yield Block(id=f"difference-{difference.id}", kind="difference", data=data)

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
                yield Block(id=f"gaps-of-{section.key}", kind="gaps", data=data)

    def _sources(self) -> Iterator[Block]:
        for source in self.edition.sources:
            data = {
                "letter": source.letter,
                "text": self.set.rich(source.reference),
                "notes": [self.set.rich(note) for note in source.notes],
            }
            yield Block(id=f"source-{source.key}", kind="source", data=data)

    def _corrections(self) -> Iterator[Block]:
        for index, own in enumerate(self.edition.corrections):
            data = {"date": own.date, "said": own.said, "says": own.says, "why": own.why}
            yield Block(id=f"correction-{index}", kind="correction", data=data)

    def _names(self) -> Iterator[Block]:
        for kind, names in groupby(self.edition.names, key=lambda name: name.kind):
            entries = list(names)
            yield self._subtitle(f"names-{kind}", entries[0].kind_word.capitalize())
            for name in entries:
                yield Block(id=f"name-{name.key}", kind="name", data=self._name(name))

    def _name(self, name: NameView) -> dict[str, Any]:
        return {
            "name": self.set.text(name.full),
            "others": [self.set.rich((other,)) for other in name.others],
            "gloss": self.set.text(name.gloss),
            "facts": sorted(self.numbers[fact.id] for fact in name.facts),
        }

    def _subtitle(self, key: str, title: str) -> Block:
        return Block(id=f"sub-{key}", kind="subtitle", data={"key": key, "title": title}, keep=True)
