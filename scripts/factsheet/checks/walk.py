"""All texts of a sheet with their owners and places, for the checks to walk over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from factsheet.facts.drawn import Cities, Lane, Timeline
from factsheet.facts.fields import Texts
from factsheet.facts.frame import NOT_OFFICIAL
from factsheet.facts.markup import MarkupError, Slot, Token, Words, tokenize
from factsheet.facts.printed import Brief, Point
from factsheet.facts.records import Fact, Source
from factsheet.facts.yamlfile import Trail, Where
from factsheet.problems import Place
from factsheet.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
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
        yield Written(
            texts=fact.text, where=fact.where, trail=("text",), fact=fact, kind="sentence"
        )
        if fact.note is not None:
            yield Written(
                texts=fact.note, where=fact.where, trail=("note",), fact=fact, kind="note"
            )
        if fact.short is not None:
            yield Written(texts=fact.short, where=fact.where, trail=("short",), fact=fact)
        if fact.cells is not None:
            for key, cell in fact.cells.columns.items():
                yield Written(
                    texts=cell, where=fact.where, trail=("cells", key), fact=fact, kind="cell"
                )


def other_texts(project: Project) -> Iterator[Written]:
    """Iterate over the texts that stand beside facts, and may name any fact's figures."""
    book = project.book
    yield from _home_texts(project)
    for topic in book.topics:
        yield Written(texts=topic.title, where=topic.where, trail=("title",), kind="title")
        yield Written(texts=topic.intro, where=topic.where, trail=("intro",))
        yield from _optional(topic.news, topic.where, "news", kind="claim")
    for section in book.sections:
        yield Written(texts=section.title, where=section.where, trail=("title",), kind="title")
        if section.intro is not None:
            yield Written(texts=section.intro, where=section.where, trail=("intro",))
        for table in section.tables:
            yield Written(texts=table.title, where=table.where, trail=("title",), kind="title")
            if table.note is not None:
                yield Written(texts=table.note, where=table.where, trail=("note",))
            for index, column in enumerate(table.columns):
                yield Written(
                    texts=column.title,
                    where=table.where,
                    trail=("columns", index, "title"),
                    kind="title",
                )
        for remark in section.gaps:
            yield Written(texts=remark.texts, where=remark.where, trail=())
        for remark in section.caveats:
            yield Written(texts=remark.texts, where=remark.where, trail=())
    for difference in book.disagreements:
        yield Written(
            texts=difference.title, where=difference.where, trail=("title",), kind="title"
        )
        yield Written(texts=difference.texts, where=difference.where, trail=())
    facts = book.by_id()
    for correction in book.corrections:
        fact = facts.get(correction.fact)
        yield Written(texts=correction.says, where=correction.where, trail=("says",), fact=fact)
    yield from picture_texts(project)
    yield from printed_texts(project)


def _home_texts(project: Project) -> Iterator[Written]:
    home, edition = project.book.home, project.book.edition
    if NOT_OFFICIAL in edition.texts:
        yield Written(
            texts=edition.texts[NOT_OFFICIAL],
            where=edition.where,
            trail=(NOT_OFFICIAL,),
            kind="standing",
        )
    yield Written(texts=home.intro, where=home.where, trail=("intro",))
    for remark in home.warnings:
        yield Written(texts=remark.texts, where=remark.where, trail=())
    for question in home.questions:
        yield Written(texts=question.question, where=question.where, trail=("question",))
        yield Written(texts=question.answer, where=question.where, trail=("answer",), kind="claim")
    for notice in home.notices:
        yield Written(texts=notice.title, where=notice.where, trail=("title",), kind="title")
        yield Written(texts=notice.text, where=notice.where, trail=("text",), kind="claim")


def picture_texts(project: Project) -> Iterator[Written]:
    """Iterate over the texts of everything drawn, and of the stages of projects."""
    for chart in project.book.charts:
        for key in ("title", "subtitle", "alt", "note"):
            yield from _optional(getattr(chart, key), chart.where, key)
        for drawn in chart.drawn:
            yield from _optional(drawn.label, drawn.where, "label", kind="title")
    for row in project.book.stages:
        yield from _optional(row.project, row.where, "project", kind="title")
        yield from _optional(row.note, row.where, "note")
        for entry in row.stages:
            yield from _optional(entry.remark, entry.where, "remark", kind="title")
    yield from _panel_texts(project.book.cities)
    yield from _panel_texts(project.book.timeline)
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


def printed_texts(project: Project) -> Iterator[Written]:
    """Iterate over the texts of the brief and the names of the fields of proposals."""
    printed = project.book.printed
    if printed is None:
        return
    for key in printed.fields:
        yield from _optional(printed.fields[key], printed.where, "fields", key, kind="title")
    brief = printed.brief
    if brief is None:
        return
    yield from _optional(brief.title, brief.where, "title", kind="title")
    yield from _optional(brief.story, brief.where, "story", kind="claim")
    yield from _optional(brief.channels, brief.where, "channels", kind="title")
    for remark in brief.questions:
        yield Written(texts=remark.texts, where=remark.where, trail=())
    for points in (*brief.columns, *([brief.proof] if brief.proof else [])):
        yield from _optional(points.title, points.where, "title", kind="title")
    for point in points_of(brief):
        yield from _optional(point.lead, point.where, "lead")
        yield from _optional(point.text, point.where, "text")


def points_of(brief: Brief) -> Iterator[Point]:
    """Iterate over the statements of the brief."""
    for points in (*brief.columns, *([brief.proof] if brief.proof else [])):
        yield from points.points
    yield from (*brief.know, *([brief.ask] if brief.ask else []), *brief.warnings)


def _panel_texts(panel: Cities | Timeline | None) -> Iterator[Written]:
    if panel is None:
        return
    for key in ("title", "subtitle", "alt", "note"):
        yield from _optional(getattr(panel, key), panel.where, key)
    for part in panel.kinds if isinstance(panel, Cities) else panel.lanes:
        yield from _optional(part.title, part.where, "title", kind="title")
        for step in part.steps if isinstance(part, Lane) else ():
            yield from _optional(step.label, step.where, "label", kind="title")


def _optional(
    texts: Texts | None, where: Where, *trail: str | int, kind: str = "text"
) -> Iterator[Written]:
    if texts is not None:
        yield Written(texts=texts, where=where, trail=trail, kind=kind)


def plain_texts(project: Project) -> Iterator[Written]:
    """Iterate over texts without markup: they need all languages, nothing else."""
    book = project.book
    for key, texts in book.edition.texts.items():
        if key == NOT_OFFICIAL:
            continue
        yield Written(texts=texts, where=book.edition.where, trail=(key,), kind="plain")
    for name in book.names.values():
        yield Written(texts=name.full, where=name.where, trail=(), kind="plain")
        if name.gloss is not None:
            yield Written(texts=name.gloss, where=name.where, trail=("gloss",), kind="plain")
    for indicator in book.indicators.values():
        yield Written(texts=indicator.title, where=indicator.where, trail=("title",), kind="plain")
    for fact in book.facts:
        yield from _plain_of(fact)
    for row in book.stages:
        if row.silent is not None:
            yield Written(
                texts=row.silent.basis, where=row.silent.where, trail=("basis",), kind="plain"
            )
    for correction in book.corrections:
        for key in ("said", "why"):
            yield Written(
                texts=getattr(correction, key), where=correction.where, trail=(key,), kind="plain"
            )


def source_texts(source: Source) -> Iterator[Written]:
    """Iterate over what a record of an article says; not all of it needs all languages."""
    for key in _OF_SOURCES:
        yield from _optional(getattr(source, key), source.where, key, kind="plain")
    for key in ("title_basis", "publication_basis", "issued_basis"):
        basis = getattr(source, key)
        if basis is not None:
            yield Written(texts=basis.texts, where=source.where, trail=(key,), kind="plain")
    for index, author in enumerate(source.author):
        yield Written(texts=author, where=source.where, trail=("author", index), kind="plain")


def _plain_of(fact: Fact) -> Iterator[Written]:
    trail: Trail
    if fact.period_basis is not None:
        yield Written(
            texts=fact.period_basis.texts, where=fact.where, trail=("period_basis",), kind="plain"
        )
    if fact.withdrawn is not None:
        trail = ("withdrawn", "reason")
        yield Written(texts=fact.withdrawn.reason, where=fact.where, trail=trail, kind="plain")
    for name, figure in fact.figures.items():
        if figure.condition is not None:
            trail = ("figures", name, "condition")
            yield Written(texts=figure.condition, where=fact.where, trail=trail, kind="plain")
    if fact.silent is not None:
        yield Written(
            texts=fact.silent.basis, where=fact.silent.where, trail=("basis",), kind="plain"
        )
    if fact.reason is not None:
        yield Written(texts=fact.reason, where=fact.where, trail=("reason",), kind="plain")
    for index, citation in enumerate(fact.cite):
        for number, misprint in enumerate(citation.sic):
            trail = ("cite", index, "sic", number, "basis")
            yield Written(texts=misprint.basis, where=fact.where, trail=trail, kind="plain")


@lru_cache(maxsize=4)  # a dozen checks walk over them
def marked_texts(project: Project) -> tuple[Written, ...]:
    """Return all texts that hold markup."""
    return (*fact_texts(project), *other_texts(project))


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return a text's tokens; none where its markup cannot be read (another check says so)."""
    try:
        return tokenize(text)
    except MarkupError:
        return ()


def slots_of(text: str) -> list[Slot]:
    """Return a text's slots."""
    return [token for token in tokens_of(text) if isinstance(token, Slot)]


_OF_SOURCES = (
    "title", "description", "subtitle", "publication", "section", "via", "identifier", "note",
)  # fmt: skip


def typed_words(text: str, between: str = " ") -> str:
    """Return the words of a text that were typed, its slots and names taken out."""
    return between.join(t.text for t in tokens_of(text) if isinstance(t, Words))


def braced(slot: Slot) -> str:
    """Return a slot as it is typed."""
    return "{" + (f"{slot.fact}.{slot.name}" if slot.fact else slot.name) + "}"
