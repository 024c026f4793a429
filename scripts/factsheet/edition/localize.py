"""`Factbook` + one language's words -> `Edition`: all words chosen, none rendered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from factsheet.edition.charts import Charts
from factsheet.edition.highlights import Highlights
from factsheet.edition.imprint import Imprint
from factsheet.edition.notes import Citer
from factsheet.edition.printed import PrintedWords
from factsheet.edition.registers import Registers, citation_data, years_of
from factsheet.edition.rich import Piece
from factsheet.edition.schematic import Schematics
from factsheet.edition.sheet import Edition
from factsheet.edition.stages import Stages
from factsheet.edition.text import Lexicon
from factsheet.edition.typography import typographic
from factsheet.edition.views import (
    CaveatView,
    DifferenceView,
    FactView,
    FigureView,
    Mark,
    NoticeView,
    QuestionView,
    Rich,
    Row,
    SectionView,
    TableView,
    TopicView,
    plain,
)
from factsheet.facts.chains import chains_of
from factsheet.facts.factbook import Factbook
from factsheet.facts.fields import Texts
from factsheet.facts.formulas import Figures
from factsheet.facts.frame import NOT_OFFICIAL
from factsheet.facts.markup import Slot, Words, tokenize
from factsheet.facts.records import FUTURE, Fact, Figure, Section, Table
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.periods import Period, parse_period
from factsheet.figures.quantity import Quantity
from factsheet.language.vocabulary import CONFLICT, DIFFERENCE_KINDS, MARK_WORDS, MARKS, PRINTED
from factsheet.project import Project


def localize(
    book: Factbook,
    figures: Figures,
    lexicon: Lexicon,
    verified: Mapping[str, str],
    settings: str,
) -> Edition:
    """Choose the words of one language for the whole sheet.

    `verified` gives the day each fact was last verified, as YYYY-MM-DD; `settings` is the MkDocs
    file of the language.
    """
    edition = _Localizer(book, figures, lexicon, verified).edition(settings)
    return typographic(edition, lexicon.style.apostrophe)


def edition_of(project: Project, language: str) -> Edition:
    """Return a project's sheet in one language; its facts must have passed the checks."""
    html = {key: style.html for key, style in project.styles.items()}
    style, catalog = project.styles[language], project.catalogs[language]
    lexicon = Lexicon(project.book, style, catalog, html)
    (settings,) = (each.config for each in project.languages if each.key == language)
    return localize(project.book, project.figures, lexicon, project.verified, settings)


def editions_of(project: Project) -> Mapping[str, Edition]:
    """Return a project's sheet in every language."""
    return {language.key: edition_of(project, language.key) for language in project.languages}


class _Localizer:
    def __init__(
        self, book: Factbook, figures: Figures, lexicon: Lexicon, verified: Mapping[str, str]
    ) -> None:
        self.book = book
        self.verified = verified
        self.figures = figures
        self.lexicon = lexicon
        self.lang = lexicon.language
        self.word = lexicon.catalog.gettext
        self.citer = Citer(book, figures, lexicon, verified)
        self.differing = {f for d in book.disagreements if d.kind == CONFLICT for f in d.facts}
        self.chains = chains_of(book)
        self.views = {fact.id: self._fact(fact) for fact in book.facts if not fact.hold}
        self.shown = {k: v for k, v in self.views.items() if not v.withdrawn}

    def edition(self, settings: str) -> Edition:
        """Return the edition; `settings` is the MkDocs file of its language."""
        book, info = self.book, self.book.edition
        wording = self.lexicon.wording
        bound = (book, self.figures, self.lexicon, self.citer, self.shown)
        highlights = Highlights(book, self.figures, self.lexicon, self.shown)
        registers = Registers(book, self.lexicon, self.citer, self.shown, self.verified)
        return Edition(
            imprint=self._imprint(settings),
            language=self.lang,
            html=self.lexicon.style.html,
            name=self.lexicon.style.name,
            note_space=self.lexicon.style.space,
            citation=self.lexicon.style.citation,
            collected=self._collected(),
            original_html=self.lexicon.html_of(SOURCE_LANGUAGE),
            texts={
                key: self._plain(texts) if key == NOT_OFFICIAL else texts[self.lang]
                for key, texts in info.texts.items()
            },
            number=info.number,
            date=wording.period(_day(info.date)),
            cutoff=wording.period(info.cutoff),
            home_intro=self._rich(book.home.intro),
            highlights=highlights.of((*book.home.pinned, *book.home.highlights)),
            notices=tuple(
                NoticeView(
                    title=self._plain(n.title),
                    text=self._rich(n.text, linked=True),
                    fact=self.shown[n.fact],
                )
                for n in book.home.notices
                if n.fact in self.shown
            ),
            warnings=tuple(self._rich(w.texts, linked=True) for w in book.home.warnings),
            questions=tuple(
                QuestionView(
                    question=self._rich(q.question),
                    answer=self._rich(q.answer),
                    href=self._section_link(q.section),
                )
                for q in book.home.questions
            ),
            topics=tuple(
                TopicView(
                    key=topic.key,
                    title=self._plain(topic.title),
                    intro=self._rich(topic.intro),
                    highlights=highlights.of(topic.highlights),
                    sections=tuple(self._section(section) for section in topic.sections),
                    news=self._rich(topic.news),
                )
                for topic in book.topics
            ),
            sources=registers.sources(),
            names=registers.names(),
            marks=tuple(self._mark(key) for key in MARKS),
            differences=tuple(
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
                for d in book.disagreements
                if d.kind == kind
            ),
            plans=registers.plans(),
            corrections=registers.corrections({key: view.page for key, view in self.views.items()}),
            statistics=registers.statistics(),
            links=registers.links(),
            charts=Charts(*bound).charts(),
            schematic=Schematics(*bound).schematic(),
            stages=Stages(*bound).stages(),
            facts=self.shown,
            printed=PrintedWords(*bound).printed(highlights),
        )

    def _imprint(self, settings: str) -> Imprint:
        info, style = self.book.edition, self.lexicon.style
        return Imprint(
            date=info.date,
            cutoff=info.cutoff.text,
            years=years_of(self.book),
            license=info.license,
            settings=settings,
            words=self.lexicon.catalog.messages,
            downloads={name: self.word(words) for name, words in PRINTED.items()},
            print=style.print.model_dump(),
            inferred=style.periods.inferred,
            units=frozenset(word for forms in style.units.values() for word in forms.values()),
            scales=frozenset(scale.word["other"] for scale in style.numbers.scales),
            foreign=style.words.foreign,
            endings=style.endings,
        )

    def _collected(self) -> str:
        """Name this sheet as what a fact was found in, by the language's way of citing."""
        info = self.book.edition
        return (
            self.lexicon.style.pattern("collected")
            .render(
                title=info.texts["title"][self.lang],
                number=info.number,
                date=self.lexicon.wording.period(_day(info.date)),
                date_iso=info.date,
            )
            .strip()
        )

    def _fact(self, fact: Fact) -> FactView:
        words = self.lexicon
        figures = tuple(
            self._figure(fact, figure, self.figures.quantities[fact.id, figure.name])
            for figure in fact.figures.values()
            if (fact.id, figure.name) in self.figures.quantities
        )
        inferred = fact.period_basis is not None
        period = words.wording.period(fact.period, inferred=inferred)
        if fact.period.form == "none":
            period = self.citer.undated(fact)
        return FactView(
            id=fact.id,
            topic=fact.topic,
            section=fact.section,
            page=fact.topic,
            status=fact.status,
            marks=tuple(self._mark(key) for key in self._mark_keys(fact)),
            text=self._withdrawal(fact) if fact.withdrawn else self._sentence(fact),
            period=fact.period.text,
            period_words=period,
            by=words.wording.list([words.name(key) for key in fact.by]),
            note=self.citer.note(fact),
            quotes=self.citer.quotes(fact),
            remarks=self.citer.remarks(fact),
            figures=figures,
            letters=self.citer.letters(fact),
            printed=self.citer.printed(fact),
            is_derived=fact.is_derived,
            inference=self.citer.inference(fact),
            speakers=fact.by,
            citations=tuple(citation_data(citation) for citation in fact.cite),
            withdrawn=fact.withdrawn.date.isoformat() if fact.withdrawn else "",
            updates=self.chains.updates.get(fact.id, ""),
            updated_by=self.chains.newest.get(fact.id, ""),
        )

    def _sentence(self, fact: Fact) -> Rich:
        return self._runs(self.lexicon.text(fact.text, fact, self.figures, linked=True))

    def _withdrawal(self, fact: Fact) -> Rich:
        """Say when and why a fact was taken back; its address stays."""
        assert fact.withdrawn is not None
        day = self.lexicon.wording.period(_day(fact.withdrawn.date))
        words = self.word("Withdrawn on %(date)s: %(reason)s.")
        return self._runs(words % {"date": day, "reason": fact.withdrawn.reason[self.lang]})

    def _figure(self, fact: Fact, figure: Figure, quantity: Quantity) -> FigureView:
        wording = self.lexicon.wording
        return FigureView(
            name=figure.name,
            printed=figure.printed,
            quantity=quantity,
            text=wording.quantity(quantity),
            table=wording.quantity(quantity, table=True),
            basis=figure.basis,
            indicator=figure.indicator,
            period=fact.period_of(figure).text,
            scope=figure.scope,
            is_calculated=bool(figure.formula),
            measures=self.citer.measures(figure),
            parts=wording.parts(quantity, table=True),
        )

    def _mark_keys(self, fact: Fact) -> list[str]:
        keys = []
        if fact.status in FUTURE:
            keys.append("proposal" if fact.status == "proposal" else "plan")
        if fact.is_derived:
            keys.append("calculated")
        if fact.id in self.differing:
            keys.append("differs")
        if fact.by:
            keys.append("statement")
        if fact.period_basis is not None and fact.period.form != "none":
            keys.append("inferred")
        return keys

    def _mark(self, key: str) -> Mark:
        symbol, title = MARKS[key]
        return Mark(key=key, symbol=symbol, title=self.word(title), word=self.word(MARK_WORDS[key]))

    def _section(self, section: Section) -> SectionView:
        return SectionView(
            key=section.key,
            topic=section.topic,
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
        return TableView(
            key=table.key,
            title=self._plain(table.title),
            columns=tuple(self._plain(column.title) for column in table.columns),
            numeric=numeric,
            rows=tuple(rows),
            note=self._rich(table.note),
        )

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
                return f"{section.topic}#{key}"
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
