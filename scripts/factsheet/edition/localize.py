"""`Factbook` + one language's words -> `Edition`: all words chosen, none rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from itertools import islice
from typing import Any

from factsheet.cache.last import Last
from factsheet.cache.shelf import Shelf
from factsheet.edition.charts import Charts
from factsheet.edition.citing import cited_sheet, collected
from factsheet.edition.columns import on_screen
from factsheet.edition.highlights import Highlights
from factsheet.edition.imprint import Imprint
from factsheet.edition.kept import KIND, MadeOf, Views, views_of
from factsheet.edition.notes import Citer
from factsheet.edition.panels import Panels
from factsheet.edition.printed import PrintedWords
from factsheet.edition.registers import Registers, years_of
from factsheet.edition.rich import Piece, filled_at, patterns
from factsheet.edition.schematic import Schematics
from factsheet.edition.sheet import Edition
from factsheet.edition.stages import Stages
from factsheet.edition.text import Lexicon
from factsheet.edition.timeline import Timelines
from factsheet.edition.typography import TYPED, Typography, typographic
from factsheet.edition.views import (
    CaveatView,
    Cited,
    DifferenceView,
    FactView,
    NoticeView,
    QuestionView,
    Rich,
    Row,
    SectionView,
    SourceView,
    TableView,
    TopicView,
    plain,
)
from factsheet.edition.worded import FactWords
from factsheet.facts.borrowed import is_translated, lent
from factsheet.facts.fields import Texts
from factsheet.facts.frame import NOT_OFFICIAL
from factsheet.facts.markup import Slot, Words, tokenize
from factsheet.facts.records import Fact, Section, Source, Table
from factsheet.figures.grammar import SOURCE_HTML, SOURCE_LANGUAGE
from factsheet.figures.periods import Period, parse_period
from factsheet.language.readings import remembered
from factsheet.language.style import patterns as references
from factsheet.language.stylefile import pattern_at
from factsheet.language.vocabulary import (
    DATA_COLUMNS,
    DIFFERENCE_KINDS,
    MARKS,
    PARTIAL,
    PRINTED,
    UNREVIEWED,
)
from factsheet.processes import each, nothing_collected
from factsheet.project import Project


def edition_of(project: Project, language: str) -> Edition:
    """Return a project's sheet in one language; its facts must have passed the checks.

    What was worded before lies on a shelf.
    """
    shelf = Shelf(project.root, KIND, language)
    root = project.root
    where = partial(pattern_at, root, language)
    with remembered(root), patterns().kept(root), references().kept(root), filled_at(where):
        worded = Localizer(project, language, shelf, Known())
        edition = Edition(**{name: part() for name, part in worded.parts().items()})
        cited = worded.cited()
    shelf.close()
    return replace(typographic(edition, worded.apostrophe, worded.set_views()), cited=cited)


def editions_of(project: Project) -> Mapping[str, Edition]:
    """Return a project's sheet in every language."""
    with nothing_collected():
        return each(partial(edition_of, project), [language.key for language in project.languages])


class Known:
    """What a process that stays has of a language since it last looked: facts, sections."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self.views = Views()
        self.sections: Last[Section, SectionView] = Last()
        self.sources: Last[Source, SourceView] = Last()
        self.typography: Typography | None = None


class Localizer:
    """Chooses the words of one language for a sheet, in which languages lend each other texts."""

    def __init__(self, project: Project, language: str, shelf: Shelf | None, known: Known) -> None:
        """Word the facts; `shelf` and `known` hold those in words of before."""
        lenders = {each.key: each.lender for each in project.languages if each.lender}
        self.project = project
        self.book = book = lent(project.book, lenders, project.prepared.union(project.styles))
        self.lexicon = self._lexicon(language, lenders.get(language, ""))
        self.figures, self.verified = project.figures, project.verified
        self.lang = language
        self.word = self.lexicon.catalog.gettext
        self.citer = Citer(book, self.figures, self.lexicon, self.verified)
        self.words = FactWords(book, self.figures, self.lexicon, self.citer)
        self.known = known
        self.made_of = MadeOf(book, self.words, self.verified)
        self.views = views_of(self.made_of, shelf, known.views)
        self.shown = {k: v for k, v in self.views.items() if not v.withdrawn}
        # what is borrowed is made plain all the same
        self.apostrophe = self.lexicon.style.apostrophe or (TYPED if self.lexicon.lender else "")

    def set_views(self) -> Iterable[FactView]:
        """Return the facts whose apostrophes are set."""
        return () if self.lexicon.lender else self.views.values()

    def _lexicon(self, language: str, lender: str) -> Lexicon:
        """Return the words of a language, with those of the one that lends it texts."""
        styles, catalogs = self.project.styles, self.project.catalogs
        html = {SOURCE_LANGUAGE: SOURCE_HTML, **{key: style.html for key, style in styles.items()}}
        own = Lexicon(self.book, styles[language], catalogs[language], html)
        if lender:
            own.lender = Lexicon(self.book, styles[lender], catalogs[lender], html)
        return own

    def parts(self) -> Mapping[str, Callable[[], Any]]:
        """Return what words each part of the edition, by the name of its field."""
        book, lexicon, shown = self.book, self.lexicon, self.shown
        info, style, wording = book.edition, lexicon.style, lexicon.wording
        bound = (book, self.figures, lexicon, self.citer, shown)
        registers = Registers(book, lexicon, self.citer, shown, self.verified)
        return {
            "imprint": self._imprint,
            "language": lambda: self.lang,
            "html": lambda: style.html,
            "name": lambda: style.name,
            "note_space": lambda: style.space,
            "citation": lambda: style.citation,
            "collected": lambda: collected(info, style),
            "cited": lambda: (),
            "original_html": lambda: lexicon.html_of(SOURCE_LANGUAGE),
            "texts": self._texts,
            "contact": lambda: f"mailto:{info.contact}" if "@" in info.contact else info.contact,
            "next": lambda: wording.period(info.next) if info.next else "",
            "number": lambda: info.number,
            "date": lambda: wording.period(_day(info.date)),
            "cutoff": lambda: wording.period(info.cutoff),
            "home_intro": lambda: self._rich(book.home.intro),
            "highlights": lambda: self.highlights.of((*book.home.pinned, *book.home.highlights)),
            "notices": self._notices,
            "warnings": lambda: tuple(self._rich(w.texts, linked=True) for w in book.home.warnings),
            "questions": self._questions,
            "topics": self._topics,
            "sources": lambda: registers.sources(self.made_of.base, self.known.sources),
            "names": registers.names,
            "marks": lambda: tuple(self.words.mark(key) for key in MARKS),
            "differences": self._differences,
            "plans": registers.plans,
            "corrections": lambda: registers.corrections(
                {key: view.page for key, view in self.views.items()}
            ),
            "statistics": registers.statistics,
            "links": registers.links,
            "charts": lambda: Charts(*bound).charts(),
            "schematic": lambda: Schematics(*bound).schematic(),
            "stages": lambda: Stages(*bound).stages(),
            "cities": lambda: Panels(*bound).cities(),
            "timeline": lambda: Panels(*bound).timeline(),
            "series": lambda: Timelines(*bound).series(),
            "facts": lambda: shown,
            "withdrawn": lambda: {k: v for k, v in self.views.items() if v.withdrawn},
            "printed": lambda: PrintedWords(*bound).printed(self.highlights),
            "history": lambda: (),
        }

    def cited(self) -> tuple[Cited, ...]:
        """Return how each language's style cites the sheet; nothing of it is set otherwise."""
        return tuple(cited_sheet(self.book.edition, s) for s in self.project.styles.values())

    @cached_property
    def highlights(self) -> Highlights:
        """Return what words the headlines of pages."""
        return Highlights(self.book, self.figures, self.lexicon, self.shown)

    def _texts(self) -> dict[str, str]:
        info = self.book.edition
        texts = {
            key: self._standing(texts) if key == NOT_OFFICIAL else texts[self.lang]
            for key, texts in info.texts.items()
        }
        return texts | {"contact": info.contact or self.word("not given in this edition")}

    def _notices(self) -> tuple[NoticeView, ...]:
        return tuple(
            NoticeView(
                title=self._plain(n.title),
                text=self._rich(n.text, linked=True),
                fact=self.shown[n.fact],
            )
            for n in self.book.home.notices
            if n.fact in self.shown
        )

    def _questions(self) -> tuple[QuestionView, ...]:
        home = self.book.home
        return tuple(
            QuestionView(
                anchor=anchor,
                question=self._rich(q.question),
                answer=self._rich(q.answer),
                href=self._section_link(q.section),
            )
            for q, anchor in zip(home.questions, home.question_anchors, strict=True)
        )

    def _topics(self) -> tuple[TopicView, ...]:
        book = self.book
        keyed = ((self.made_of.of_section(section), section) for section in book.sections)
        sections = iter(self.known.sections.each(keyed, self.section))
        return tuple(
            TopicView(
                key=topic.key,
                title=self._plain(topic.title),
                intro=self._rich(topic.intro),
                highlights=self.highlights.of(topic.highlights),
                sections=tuple(islice(sections, len(topic.sections))),
                news=self._rich(topic.news),
            )
            for topic in book.topics
        )

    def _differences(self) -> tuple[DifferenceView, ...]:
        return tuple(
            DifferenceView(
                id=d.id,
                kind=d.kind,
                kind_word=self.word(DIFFERENCE_KINDS[d.kind]),
                title=self._plain(d.title),
                text=self._rich(d.texts),
                facts=tuple(self.shown[f] for f in d.facts if f in self.shown),
                changes_number=d.changes_number,
            )
            for kind in DIFFERENCE_KINDS
            for d in self.book.disagreements
            if d.kind == kind
        )

    def _standing(self, texts: Texts) -> str:
        """Return what every page says of the sheet, with how far its words can be relied on."""
        lender, style = self.lexicon.lender, self.lexicon.style
        said = [self._plain(texts)]
        if lender is not None:
            facts = [fact for fact in self.book.facts if fact.id in self.shown]
            own = sum(is_translated(fact, self.lang) for fact in facts)
            share = {"count": own, "total": len(facts), "language": lender.style.name}
            said.append(self.word(PARTIAL) % share)
        if not style.reviewed:
            said.append(self.word(UNREVIEWED))
        return style.space.join(said)

    def _imprint(self) -> Imprint:
        info, style = self.book.edition, self.lexicon.style
        (settings,) = (each.config for each in self.project.languages if each.key == self.lang)
        return Imprint(
            date=info.date,
            cutoff=info.cutoff.text,
            years=years_of(self.book),
            license=info.license,
            settings=settings,
            words=self.lexicon.catalog.messages,
            downloads={name: self.word(words) for name, words in PRINTED.items()},
            columns={name: self.word(words) for name, words in DATA_COLUMNS.items()},
            print=style.print.model_dump(),
            inferred=style.periods.inferred,
            units=frozenset(word for forms in style.units.values() for word in forms.values()),
            scales=frozenset(scale.word["other"] for scale in style.numbers.scales),
            foreign=style.words.foreign,
            endings=style.endings,
            search={**style.search.model_dump(), "synonyms": self._synonyms()},
        )

    def _synonyms(self) -> dict[str, list[str]]:
        """Return what readers search for; the sheet's own words stand last."""
        own = self.book.edition.synonyms.get(self.lexicon.style.language, {})
        given = self.lexicon.style.search.synonyms
        kept = {said: words for said, words in given.items() if said not in own}
        return kept | {said: list(words) for said, words in own.items()}

    def section(self, section: Section) -> SectionView:
        """Return a section in words."""
        return SectionView(
            key=section.key,
            topic=section.topic,
            page=self.lexicon.pages[section.topic, section.key],
            title=self._plain(section.title),
            intro=self._rich(section.intro),
            parts=self._items(section),
            caveats=tuple(
                CaveatView(id=c.id, text=self._rich(c.texts, linked=True), facts=c.facts)
                for c in section.caveats
            ),
            gaps=tuple(self._rich(gap.texts, linked=True) for gap in section.gaps),
        )

    def _items(self, section: Section) -> tuple[FactView | TableView, ...]:
        """Return facts in order; a table stands where its first fact does."""
        tables = {table.key: table for table in section.tables}
        items: list[FactView | TableView] = []
        for fact in section.facts:
            if fact.id not in self.views:
                continue
            if fact.withdrawn or fact.cells is None:
                items.append(self.views[fact.id])
            elif fact.cells.table in tables:
                items.append(self._table(section, tables.pop(fact.cells.table)))
        return tuple(items)

    def _table(self, section: Section, table: Table) -> TableView:
        rows = []
        for fact in section.facts:
            if fact.cells is None or fact.cells.table != table.key or fact.id not in self.shown:
                continue
            cells = self._cells(table, fact)
            rows.append(Row(fact=self.shown[fact.id], cells=cells))
        facts = [f for f in section.facts if f.id in self.shown and f.cells]
        numeric = tuple(
            bool(rows) and all(_is_figure(f, column.key) for f in facts if _fills(f, table))
            for column in table.columns
        )
        view = TableView(
            key=table.key,
            title=self._plain(table.title),
            columns=tuple(self._plain(column.title) for column in table.columns),
            numeric=numeric,
            rows=tuple(rows),
            note=self._rich(table.note),
        )
        return replace(view, screen=on_screen(view, self.lexicon))

    def _cells(self, table: Table, fact: Fact) -> tuple[Rich, ...]:
        """Return a row's cells; a basis or scope that neither row nor heads tell stands beside."""
        assert fact.cells is not None
        given = [fact.cells.columns.get(column.key, {}) for column in table.columns]
        cells = [self.lexicon.text(c, fact, self.figures, table=True) if c else () for c in given]
        heads = [self._plain(table.title), *(self._plain(c.title) for c in table.columns)]
        told = " ".join((*map(plain, cells), *heads)).casefold()
        for index, cell in enumerate(given):
            used = {t.name for text in cell.values() for t in tokenize(text) if isinstance(t, Slot)}
            measures = [
                measure
                for figure in fact.figures.values()
                if figure.name in used
                for measure in self.citer.measures(figure, calculated=False)
                if measure.casefold() not in told
            ]
            cells[index] = self.citer.beside(cells[index], measures)
        return tuple(cells)

    def _section_link(self, key: str) -> str:
        for section in self.book.sections:
            if section.key == key:
                return f"{self.lexicon.pages[section.topic, key]}#{key}"
        return ""

    def _rich(self, texts: Texts | None, *, linked: bool = False) -> Rich:
        if texts is None:
            return ()
        return self._runs(self.lexicon.text(texts, None, self.figures, linked=linked))

    def _plain(self, texts: Texts) -> str:
        return plain(self._rich(texts))

    def _runs(self, text: Piece) -> Rich:
        return self.lexicon.runs(text)


def _day(day: date) -> Period:
    return parse_period(day.isoformat())


def _fills(fact: Fact, table: Table) -> bool:
    return fact.cells is not None and fact.cells.table == table.key


def _is_figure(fact: Fact, column: str) -> bool:
    """Tell whether a cell holds nothing but a figure, or nothing at all."""
    cell = fact.cells.columns.get(column, {}) if fact.cells else {}
    tokens = [token for text in cell.values() for token in tokenize(text)]
    return all(isinstance(t, Slot) and t.name in fact.figures for t in tokens if t != Words("—"))
