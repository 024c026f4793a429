"""All texts of a sheet with their owners and places, for the checks to walk over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.facts.markup import MarkupError, Slot, Token, tokenize
from factsheet.facts.records import NOT_OFFICIAL, Fact, Texts
from factsheet.facts.yamlfile import Trail, Where
from factsheet.problems import Place
from factsheet.project import Project


@dataclass(frozen=True, slots=True)
class Written:
    """One text in all its languages; `fact` is the fact whose slots it may use.

    `kind` is sentence, note, cell, title, plain, text, claim (an answer or notice) or standing
    (what every page says of the sheet).
    """

    texts: Texts
    where: Where
    trail: Trail
    fact: Fact | None = None
    kind: str = "text"

    def place(self, language: str = "") -> Place:
        """Return the place of the text in one language."""
        return (
            self.where.place(*self.trail, language) if language else self.where.place(*self.trail)
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages it is written in; `*` stands for all."""
        return tuple(self.texts)


def fact_texts(project: Project) -> Iterator[Written]:
    """Iterate over the texts of facts: sentence, note, cells."""
    for fact in project.book.facts:
        yield Written(fact.text, fact.where, ("text",), fact, "sentence")
        if fact.note is not None:
            yield Written(fact.note, fact.where, ("note",), fact, "note")
        if fact.cells is not None:
            for key, cell in fact.cells.columns.items():
                yield Written(cell, fact.where, ("cells", key), fact, "cell")


def other_texts(project: Project) -> Iterator[Written]:
    """Iterate over the texts that stand beside facts, and may name any fact's figures."""
    book = project.book
    yield from _home_texts(project)
    for topic in book.topics:
        yield Written(topic.title, topic.where, ("title",), kind="title")
        yield Written(topic.intro, topic.where, ("intro",))
    for section in book.sections:
        yield Written(section.title, section.where, ("title",), kind="title")
        if section.intro is not None:
            yield Written(section.intro, section.where, ("intro",))
        for table in section.tables:
            yield Written(table.title, table.where, ("title",), kind="title")
            if table.note is not None:
                yield Written(table.note, table.where, ("note",))
            for index, column in enumerate(table.columns):
                yield Written(column.title, table.where, ("columns", index, "title"), kind="title")
        for remark in section.gaps:
            yield Written(remark.texts, remark.where, ())
        for remark in section.caveats:
            yield Written(remark.texts, remark.where, ())
    for difference in book.disagreements:
        yield Written(difference.title, difference.where, ("title",), kind="title")
        yield Written(difference.texts, difference.where, ())
    facts = book.by_id()
    for correction in book.corrections:
        fact = facts.get(correction.fact)
        yield Written(correction.says, correction.where, ("says",), fact)
    yield from picture_texts(project)


def _home_texts(project: Project) -> Iterator[Written]:
    home, edition = project.book.home, project.book.edition
    if NOT_OFFICIAL in edition.texts:
        yield Written(edition.texts[NOT_OFFICIAL], edition.where, (NOT_OFFICIAL,), kind="standing")
    yield Written(home.intro, home.where, ("intro",))
    for remark in home.warnings:
        yield Written(remark.texts, remark.where, ())
    for question in home.questions:
        yield Written(question.question, question.where, ("question",))
        yield Written(question.answer, question.where, ("answer",), kind="claim")
    for notice in home.notices:
        yield Written(notice.title, notice.where, ("title",), kind="title")
        yield Written(notice.text, notice.where, ("text",), kind="claim")


def picture_texts(project: Project) -> Iterator[Written]:
    """Iterate over the texts of charts, the schematic and the stages of projects."""
    for chart in project.book.charts:
        for key in ("title", "subtitle", "alt", "note"):
            yield from _optional(getattr(chart, key), chart.where, key)
        for drawn in chart.drawn:
            yield from _optional(drawn.label, chart.where, *drawn.trail, "label", kind="title")
    for row in project.book.stages:
        yield from _optional(row.project, row.where, "project", kind="title")
        yield from _optional(row.note, row.where, "note")
        for entry in row.stages:
            yield from _optional(entry.remark, entry.where, "remark", kind="title")
    schematic = project.book.schematic
    if schematic is not None:
        for key in ("title", "note", "alt"):
            yield from _optional(getattr(schematic, key), schematic.where, key)
        for mode, texts in schematic.remarks.items():
            yield from _optional(texts, schematic.where, "remarks", mode, kind="title")
        for heading in schematic.headings:
            yield from _optional(heading.text, heading.where, "text", kind="title")
        for place in schematic.places:
            yield from _optional(place.remark, place.where, "remark", kind="title")


def _optional(
    texts: Texts | None, where: Where, *trail: str | int, kind: str = "text"
) -> Iterator[Written]:
    if texts is not None:
        yield Written(texts, where, trail, kind=kind)


def plain_texts(project: Project) -> Iterator[Written]:
    """Iterate over texts without markup: they need all languages, nothing else."""
    book = project.book
    for key, texts in book.edition.texts.items():
        if key == NOT_OFFICIAL:
            continue
        yield Written(texts, book.edition.where, (key,), kind="plain")
    for name in book.names.values():
        yield Written(name.full, name.where, (), kind="plain")
        if name.gloss is not None:
            yield Written(name.gloss, name.where, ("gloss",), kind="plain")
    for indicator in book.indicators.values():
        yield Written(indicator.title, indicator.where, ("title",), kind="plain")
    for fact in book.facts:
        yield from _plain_of(fact)
    for row in book.stages:
        if row.silent is not None:
            yield Written(row.silent.basis, row.silent.where, ("basis",), kind="plain")
    for correction in book.corrections:
        for key in ("said", "why"):
            yield Written(getattr(correction, key), correction.where, (key,), kind="plain")


def _plain_of(fact: Fact) -> Iterator[Written]:
    trail: Trail
    if fact.period_basis is not None:
        yield Written(fact.period_basis.texts, fact.where, ("period_basis",), kind="plain")
    if fact.withdrawn is not None:
        reasons = {k: v for k, v in fact.withdrawn.items() if k != "date"}
        yield Written(reasons, fact.where, ("withdrawn", "reason"), kind="plain")
    for name, figure in fact.figures.items():
        if figure.condition is not None:
            trail = ("figures", name, "condition")
            yield Written(figure.condition, fact.where, trail, kind="plain")
    if fact.silent is not None:
        yield Written(fact.silent.basis, fact.silent.where, ("basis",), kind="plain")
    if fact.reason is not None:
        yield Written(fact.reason, fact.where, ("reason",), kind="plain")
    for index, citation in enumerate(fact.cite):
        for number, misprint in enumerate(citation.sic):
            trail = ("cite", index, "sic", number, "basis")
            yield Written(misprint.basis, fact.where, trail, kind="plain")


def marked_texts(project: Project) -> Iterator[Written]:
    """Iterate over all texts that hold markup."""
    yield from fact_texts(project)
    yield from other_texts(project)


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return a text's tokens; none where its markup cannot be read (another check says so)."""
    try:
        return tokenize(text)
    except MarkupError:
        return ()


def slots_of(text: str) -> list[Slot]:
    """Return a text's slots."""
    return [token for token in tokens_of(text) if isinstance(token, Slot)]
