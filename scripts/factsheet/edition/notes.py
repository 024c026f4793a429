"""References and notes in one language's words, by the patterns of its style.yml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from factsheet.edition.rich import Piece, filled, rendered, rich
from factsheet.edition.text import SOURCES, Lexicon
from factsheet.edition.views import FactView, Quote, Rich, Run, plain
from factsheet.facts.borrowed import Borrowed
from factsheet.facts.factbook import Factbook
from factsheet.facts.fields import Texts
from factsheet.facts.formulas import Figures, inputs_of
from factsheet.facts.frame import Disagreement
from factsheet.facts.records import Basis, Citation, Fact, Figure, Source
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.parser import normalize
from factsheet.figures.periods import parse_period
from factsheet.language.vocabulary import BASIS_WORDS, DIFFERENCE_KINDS
from factsheet.language.wording import Wording

DIFFERENCES = "differences"
PLAIN_BASES = ("", "flow", "stock", "rate", "share", "rank")


class Citer:
    """Words sources and citations; `book` and `figures` give what notes refer to."""

    def __init__(
        self, book: Factbook, figures: Figures, lexicon: Lexicon, verified: Mapping[str, str]
    ) -> None:
        """Bind the sheet, one language's words, and the day each fact was last verified."""
        self.book = book
        self.verified = verified
        self.figures = figures
        self.lexicon = lexicon
        self.wording: Wording = lexicon.wording
        self._facts = book.by_id()
        self._references: dict[str, Rich] = {}
        self._places: dict[tuple[int, ...], Rich] = {}
        self._items: tuple[Citation | None, list[Rich]] = None, []
        self._differing: dict[str, list[Disagreement]] = defaultdict(list)
        for difference in book.disagreements:
            for key in difference.facts:
                self._differing[key].append(difference)

    def reference(self, source: Source) -> Rich:
        """Return the full reference of an article."""
        return self.lexicon.runs(self._reference(source))

    def short_reference(self, source: Source) -> Rich:
        """Return what identifies an article at the foot of a page."""
        return self.lexicon.runs(self._compose(source, "reference_short"))

    def brief_reference(self, source: Source) -> Rich:
        """Return an article's newspaper and date alone."""
        return self.lexicon.runs(self._compose(source, "reference_brief"))

    def inference(self, fact: Fact) -> Rich:
        """Say how a fact's period is known where no article prints it."""
        if fact.period_basis is None:
            return ()
        return self.lexicon.runs(self.lexicon.sentence(self._dating(fact.period_basis)))

    def period_basis(self, fact: Fact) -> str:
        """Return the words of the file for it alone, for data; empty where it is printed."""
        if fact.period_basis is None:
            return ""
        return plain(self.lexicon.runs(self._own(fact.period_basis.texts)))

    def source_notes(self, source: Source) -> tuple[Rich, ...]:
        """Return what a reader must know of an article: what is inferred, and how."""
        bases = {
            "title": source.title_basis,
            "newspaper": source.publication_basis,
            "date": source.issued_basis,
        }
        own = (source.note, source.identifier)
        return (
            *(self._inferred(what, basis) for what, basis in bases.items() if basis is not None),
            *(
                self.lexicon.runs(self.lexicon.sentence(self._own(text)))
                for text in own
                if text is not None
            ),
        )

    def source_dating(self, source: Source) -> str:
        """Say how an article's date is known where it prints none."""
        if source.issued_basis is None:
            return ""
        return plain(self._inferred("date", source.issued_basis))

    def undated(self, fact: Fact) -> Rich:
        """Say that a fact is undated and when its first article was printed."""
        source = self.book.sources[fact.cite[0].source]
        return self._fill("undated", issued=self.lexicon.issued(source))

    def newest(self, fact: Fact) -> Source | None:
        """Return the newest article that prints a fact, or what it is calculated from."""
        keys = {c.source for f in self._with_inputs(fact) for c in f.cite}
        sources = (self.book.sources[key] for key in keys)
        return max(sources, key=lambda s: (s.issued.recency, s.order), default=None)

    def letters(self, fact: Fact) -> tuple[str, ...]:
        """Return the letters of a fact's articles, of its inputs' where it is calculated."""
        keys = dict.fromkeys(c.source for f in self._with_inputs(fact) for c in f.cite)
        return tuple(self.book.sources[key].letter for key in keys)

    def latest_letter(self, facts: Sequence[FactView]) -> str:
        """Return the letter of the latest article among those of some facts."""
        letters = {letter for fact in facts for letter in fact.letters}
        found = [s for s in self.book.sources.values() if s.letter in letters]
        return max(found, key=lambda s: (s.issued.recency, s.order)).letter if found else ""

    def source_line(self, facts: Sequence[FactView]) -> Rich:
        """Say on which articles a picture rests, each by its code, and from which sheet it is."""
        letters = {letter for fact in facts for letter in fact.letters}
        articles = [
            filled(
                self.lexicon.catalog.gettext("%(kind)s (%(remark)s)"),
                {
                    "kind": self.lexicon.link(source.letter, f"{SOURCES}#{source.key}"),
                    "remark": self.lexicon.issued(source),
                },
            )
            for source in sorted(self.book.sources.values(), key=lambda s: s.order)
            if source.letter in letters
        ]
        line = self.lexicon.catalog.gettext("Source: %(articles)s; %(sheet)s")
        sheet = self.book.edition.texts["title"][self.lexicon.language]
        return filled(line, {"articles": self.lexicon.list(articles), "sheet": sheet})

    def measures(self, figure: Figure, *, calculated: bool = True) -> tuple[str, ...]:
        """Return what a figure must not be shown without: basis, scope, calculation, condition."""
        word = self.lexicon.catalog.gettext
        words = []
        if figure.basis not in PLAIN_BASES:
            words.append(word(BASIS_WORDS[figure.basis]))
        if figure.scope:
            words.append(self.lexicon.name(figure.scope, short=True))
        if figure.formula and calculated:
            words.append(word("calculated"))
        if figure.condition is not None:
            words.append(figure.condition[self.lexicon.language])
        return tuple(words)

    def beside(self, words: Rich, measures: Sequence[str]) -> Rich:
        """Return words with measures in brackets after them."""
        if not measures:
            return words
        between = self.lexicon.catalog.gettext("; ")
        pattern = self.lexicon.catalog.gettext("%(text)s (%(marks)s)")
        return filled(pattern, {"text": words, "marks": between.join(dict.fromkeys(measures))})

    def printed(self, fact: Fact) -> str:
        """Return a fact's figures as printed, for a table's last columns."""
        return self.lexicon.catalog.gettext("; ").join(
            f.printed for f in fact.figures.values() if f.printed
        )

    def note(self, fact: Fact) -> tuple[tuple[str, Rich], ...]:
        """Return the sentences of a fact's footnote, each with the mark that it explains."""
        notes = [("calculated", n) for n in self._calculation(fact)] if fact.is_derived else []
        for index, citation in enumerate(fact.cite):
            notes.append(("", self._citation(fact, citation, first=index == 0)))
        notes += self._remarks(fact)
        notes += [("differs", note) for note in self._differences(fact)]
        return tuple((mark, self.lexicon.runs(note)) for mark, note in notes)

    def quotes(self, fact: Fact) -> tuple[Quote, ...]:
        """Return what each article prints of a fact, without article and line."""
        quotes = []
        for citation in fact.cite:
            pattern = "quoted_period" if citation.proves_period_only else "quoted"
            text = self._fill(pattern, items=self._printed_items(fact, citation))
            quotes.append(Quote(source=citation.source, text=self.lexicon.runs(text)))
        return tuple(quotes)

    def remarks(self, fact: Fact) -> tuple[Rich, ...]:
        """Return what a reader must know of a fact beside its quotes, without archive lines."""
        notes = self._calculation(fact, lines=False) if fact.is_derived else []
        notes += [note for _, note in self._cautions(fact)]
        return tuple(self.lexicon.runs(note) for note in notes)

    def _differences(self, fact: Fact) -> Iterable[Rich]:
        """Say once for each kind of difference what the fact differs in, and where it is told.

        A misprint that the note has told already is not told again.
        """
        told = any(citation.sic for citation in fact.cite)
        for kind, words in DIFFERENCE_KINDS.items():
            links = [
                filled(
                    self.lexicon.style.quote,
                    {
                        "x": self.lexicon.link(
                            self.lexicon.text(d.title, None, self.figures), f"{DIFFERENCES}#{d.id}"
                        )
                    },
                )
                for d in self._differing.get(fact.id, ())
                if d.kind == kind
            ]
            if links and not (kind == "misprint" and told):
                said = self.lexicon.sentence(self.lexicon.catalog.gettext(words))
                yield self._fill("differs", kind=said, title=self.lexicon.list(links))

    def _citation(self, fact: Fact, citation: Citation, *, first: bool) -> Rich:
        source = self.book.sources[citation.source]
        link = self.lexicon.link(self._reference(source), f"{SOURCES}#{source.key}")
        items = self._printed_items(fact, citation)
        lines = self._lines(citation.at)
        if citation.proves_period_only:
            return self._fill("period_only", reference=link, items=items, lines=lines)
        text = link if first else self._fill("also", reference=link)
        return rich(text, self.lexicon.style.space, self._fill("printed", items=items, lines=lines))

    def _printed_items(self, fact: Fact, citation: Citation) -> list[Rich]:
        if self._items[0] is not citation:  # note and quotes of a fact follow on each other
            self._items = citation, self._items_of(fact, citation)
        return self._items[1]

    def _items_of(self, fact: Fact, citation: Citation) -> list[Rich]:
        items = []
        if not citation.proves_period_only:
            for figure in fact.figures.values():
                printed = citation.printed.get(figure.name, figure.printed)
                if printed and figure.quantity is not None:
                    items.append(self._item(printed, self.wording.reading(figure.quantity)))
        items += [self._item(text, "") for text in citation.evidence]
        return items

    def _item(self, printed: str, reading: str) -> Rich:
        if self.lexicon.language == SOURCE_LANGUAGE or reading == normalize(printed):
            reading = ""
        return self._fill("printed_item", printed=self.lexicon.original(printed), reading=reading)

    def _calculation(self, fact: Fact, *, lines: bool = True) -> list[Rich]:
        sums = []
        for figure in fact.figures.values():
            quantity = self.figures.quantities.get((fact.id, figure.name))
            if not figure.formula or quantity is None:
                continue
            formula = figure.formula.replace("*", "×").replace("/", "÷").replace("-", "−")
            inputs = inputs_of(figure.formula)
            for number, ref in enumerate(inputs):
                slot = "{" + f"{ref[0]}.{ref[1]}" + "}"
                formula = formula.replace(slot.replace("-", "−"), f"{{{number}}}")
            values = {str(n): self._input(ref, lines=lines) for n, ref in enumerate(inputs)}
            result = self.wording.quantity(quantity, table=True)
            sums.append((filled(formula, values), result))
        return [self._fill("calculated", sums=sums)] if sums else []

    def _input(self, ref: tuple[str, str], *, lines: bool) -> Rich:
        fact = self._facts[ref[0]]
        words = self.wording.quantity(self.figures.quantities[ref], table=True)
        reading = (Run(text=words, figure=ref),)
        if fact.is_derived or not fact.cite:
            return reading
        citation = fact.cite[0]
        return self._fill(
            "calculated_input",
            reading=reading,
            printed=self.lexicon.original(fact.figures[ref[1]].printed),
            source=self.book.sources[citation.source].letter,
            lines=self._lines(citation.at) if lines else "",
        )

    def _remarks(self, fact: Fact) -> list[tuple[str, Rich]]:
        notes = self._cautions(fact)
        if fact.id in self.verified:
            day = self.wording.period(parse_period(self.verified[fact.id]))
            notes.append(("", self._fill("verified", day=day)))
        if fact.cite:
            search = self._search(self.book.sources[fact.cite[0].source])
            notes.append(("", self._fill("search", text=self.lexicon.copyable(search))))
        return notes

    def _cautions(self, fact: Fact) -> list[tuple[str, Rich]]:
        """Return what a reader must know of a fact, each with the mark that it explains."""
        notes: list[tuple[str, Rich]] = []
        if fact.by:
            names = self.wording.list([self.lexicon.name(key) for key in fact.by])
            notes.append(("statement", self._fill("by", by=names)))
        bases = {f.basis for f in fact.figures.values() if f.basis not in PLAIN_BASES}
        if bases:
            words = [self.lexicon.catalog.gettext(BASIS_WORDS[b]) for b in sorted(bases)]
            notes.append(("", self._fill("basis", basis=self.wording.list(words))))
        if fact.period_basis is not None:
            notes.append(("inferred", self._dating(fact.period_basis)))
        notes += [
            (
                "",
                self._fill(
                    "misprint",
                    printed=self.lexicon.original(misprint.printed),
                    read=self.lexicon.original(misprint.read),
                    basis=self._own(misprint.basis),
                ),
            )
            for citation in fact.cite
            for misprint in citation.sic
        ]
        notes += [
            ("calculated" if fact.is_derived else "", self.lexicon.text(texts, fact, self.figures))
            for texts in (fact.note, fact.reason)
            if texts is not None
        ]
        return notes

    def _issued(self, source: Source) -> str:
        return self.wording.period(source.issued, inferred=source.issued_basis is not None)

    def _search(self, source: Source) -> str:
        """Return Chinese words that find the article in a search engine."""
        texts = source.title or source.description or {}
        paper = source.via or source.publication or {}
        words = [texts.get(SOURCE_LANGUAGE, ""), paper.get(SOURCE_LANGUAGE, "")]
        return " ".join(word for word in words if word)

    def _reference(self, source: Source) -> Rich:
        if source.key not in self._references:
            self._references[source.key] = self._compose(source, "reference")
        return self._references[source.key]

    def _compose(self, source: Source, pattern: str) -> Rich:
        original = self.lexicon.original
        titles = source.title
        issued = source.issued
        return self._fill(
            pattern,
            authors=self.lexicon.list([self._own(a) for a in source.author]),
            title=original(titles[SOURCE_LANGUAGE]) if titles else "",
            title_translated=self._own(titles) if titles else "",
            description=self._own(source.description) if source.description else "",
            publication=self._own(source.publication) if source.publication else "",
            publication_original=self._foreign(source.publication),
            publication_inferred=source.publication_basis is not None,
            section=self._own(source.section) if source.section else "",
            via=self._own(source.via) if source.via else "",
            via_original=self._foreign(source.via),
            issued=self.wording.period(issued),
            issued_iso=issued.text,
            issued_inferred=source.issued_basis is not None,
            number=source.number,
            page=source.page,
        )

    def _foreign(self, texts: Texts | None) -> Piece:
        return self.lexicon.original(texts[SOURCE_LANGUAGE]) if texts else ""

    def _own(self, texts: Texts) -> Piece:
        """Return the text in this language; else the original with English beside it."""
        language = self.lexicon.language
        text = texts.get(language)
        if text is not None:
            lender = text.language if isinstance(text, Borrowed) else language
            return self.lexicon.foreign(text, lender) if lender != language else text
        first = self.lexicon.original(texts.get(SOURCE_LANGUAGE, ""))
        return (
            rich(first, " [", self.lexicon.foreign(texts["en"], "en"), "]")
            if "en" in texts
            else first
        )

    def _with_inputs(self, fact: Fact) -> Iterable[Fact]:
        yield fact
        for figure in fact.figures.values():
            for ref in inputs_of(figure.formula):
                if ref[0] in self._facts and ref[0] != fact.id:
                    yield from self._with_inputs(self._facts[ref[0]])

    def _lines(self, at: tuple[int, ...]) -> Rich:
        if at not in self._places:
            lines = [str(line) for line in at]
            self._places[at] = self._fill("lines", lines=lines, count=len(at))
        return self._places[at]

    def _inferred(self, what: str, basis: Basis) -> Rich:
        """Say how something of an article is known that it does not print."""
        word = self.lexicon.catalog.gettext
        note = self._fill("inferred", what=word(what), basis=self._own(basis.texts))
        return self.lexicon.runs(self.lexicon.sentence(note))

    def _dating(self, basis: Basis) -> Rich:
        return self._fill("period_basis", basis=self._own(basis.texts))

    def _fill(self, pattern: str, **values: object) -> Rich:
        return rendered(self.lexicon.style.patterns[pattern], values)
