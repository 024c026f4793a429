"""`Fact` -> `FactView`: one fact in the words of a language, with its figures, note and marks."""

from __future__ import annotations

from factsheet.edition.labels import counted, label_of, names_period, opening_of
from factsheet.edition.notes import Citer
from factsheet.edition.registers import citation_data
from factsheet.edition.text import Lexicon
from factsheet.edition.views import FactView, FigureView, Mark, Rich, Run, plain
from factsheet.facts.chains import chains_of
from factsheet.facts.factbook import Factbook
from factsheet.facts.formulas import Figures
from factsheet.facts.records import FUTURE, Fact, Figure
from factsheet.figures.periods import parse_period
from factsheet.figures.quantity import Quantity
from factsheet.language.vocabulary import CONFLICT, MARK_WORDS, MARKS


class FactWords:
    """Words the facts of a sheet, those that are not published, too."""

    def __init__(self, book: Factbook, figures: Figures, lexicon: Lexicon, citer: Citer) -> None:
        """Bind the records, their calculated figures, one language's words and its notes."""
        self.figures = figures
        self.lexicon = lexicon
        self.lang = lexicon.language
        self.word = lexicon.catalog.gettext
        self.citer = citer
        self.differing = {f for d in book.disagreements if d.kind == CONFLICT for f in d.facts}
        self.chains = chains_of(book)

    def of(self, fact: Fact) -> FactView:
        """Return a fact in words; a withdrawn one says why."""
        words = self.lexicon
        figures = tuple(
            self._figure(fact, figure, self.figures.quantities[fact.id, figure.name])
            for figure in fact.figures.values()
            if (fact.id, figure.name) in self.figures.quantities
        )
        inferred = fact.period_basis is not None
        period = words.wording.period(fact.period, inferred=inferred)
        page = words.pages[fact.topic, fact.section]
        known = f"{page}#{fact.id}" if inferred else ""
        when: Rich = (Run(text=period, known=known),)
        if fact.period.form == "none":
            when = self.citer.undated(fact)
            period = plain(when)
        text = self._withdrawal(fact) if fact.withdrawn else self._sentence(fact)
        note, newest = self.citer.note(fact), self.citer.newest(fact)
        return FactView(
            id=fact.id,
            topic=fact.topic,
            section=fact.section,
            page=page,
            status=fact.status,
            marks=tuple(self.mark(key) for key in self._mark_keys(fact)),
            text=text,
            period=fact.period.text,
            period_words=period,
            by=words.wording.list([words.name(key) for key in fact.by]),
            note=tuple(sentence for _, sentence in note),
            note_kinds=tuple(mark for mark, _ in note),
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
            period_basis=self.citer.period_basis(fact),
            was=fact.was,
            lender="" if words.of(fact.text) is words else words.of(fact.text).language,
            when=when,
            opening=0 if fact.withdrawn or fact.cells else opening_of(words, fact),
            names_period=names_period(words, fact),
            label=self._short(fact) or label_of(words, fact, text, period),
            counts=counted(words, fact),
            printed_in=words.issued(newest) if newest else (),
            newest=newest.key if newest else "",
            cities=words.wording.list([words.name(key, short=True) for key in words.cities(fact)]),
        )

    def _sentence(self, fact: Fact) -> Rich:
        return self.lexicon.runs(self.lexicon.text(fact.text, fact, self.figures, linked=True))

    def _short(self, fact: Fact) -> str:
        """Return the short words of a fact that has some, as a label without a stop."""
        if fact.short is None or fact.withdrawn:
            return ""
        short = self.lexicon.runs(self.lexicon.text(fact.short, fact, self.figures))
        return plain(short).rstrip(".。")

    def _withdrawal(self, fact: Fact) -> Rich:
        """Say when and why a fact was taken back; its address stays."""
        assert fact.withdrawn is not None
        day = self.lexicon.wording.period(parse_period(fact.withdrawn.date.isoformat()))
        words = self.word("Withdrawn on %(date)s: %(reason)s.")
        return self.lexicon.runs(words % {"date": day, "reason": fact.withdrawn.reason[self.lang]})

    def _figure(self, fact: Fact, figure: Figure, quantity: Quantity) -> FigureView:
        wording = self.lexicon.wording
        return FigureView(
            name=figure.name,
            printed=figure.printed,
            quantity=quantity,
            text=wording.quantity(quantity),
            words=self.lexicon.figure(quantity, (fact.id, figure.name), table=True),
            basis=figure.basis,
            indicator=figure.indicator,
            period=fact.period_of(figure).text,
            scope=figure.scope,
            is_calculated=bool(figure.formula),
            measures=self.citer.measures(figure),
        )

    def _mark_keys(self, fact: Fact) -> list[str]:
        """Return the signs of a fact; each leads to its note, which a withdrawn one has not."""
        keys: list[str] = []
        if fact.withdrawn:
            return keys
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

    def mark(self, key: str) -> Mark:
        """Return a sign with what it means."""
        symbol, title = MARKS[key]
        return Mark(key=key, symbol=symbol, title=self.word(title), word=self.word(MARK_WORDS[key]))
