"""One language's words at hand: style, catalog, names; a text with its slots -> rich text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from factsheet.cache.last import Last
from factsheet.edition.rich import Piece, filled, rich
from factsheet.edition.views import Rich, Run, plain
from factsheet.facts.borrowed import Borrowed
from factsheet.facts.contents import COUNTS, ISSUED, SHEET, contents_of, newest_cited, places_of
from factsheet.facts.factbook import Factbook
from factsheet.facts.fields import Texts
from factsheet.facts.formulas import Figures
from factsheet.facts.markup import NameRef, Slot, Words, tokenize
from factsheet.facts.records import Fact, Section, Source
from factsheet.facts.told import told_of
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.quantity import Quantity
from factsheet.language.catalog import Catalog
from factsheet.language.style import Style
from factsheet.language.wording import HIGHEST, Wording

NAMES = "names"
SOURCES = "sources"


class Lexicon:
    """Everything needed to put a fact into the words of one language."""

    def __init__(
        self,
        book: Factbook,
        style: Style,
        catalog: Catalog,
        html: Mapping[str, str],
        lender: Lexicon | None = None,
    ) -> None:
        """Bind a language's style and catalog; `html` maps each language to its HTML tag.

        `lender` words the texts that this language lacks.
        """
        self.book = book
        self.lender = lender
        self.style = style
        self.catalog = catalog
        self.language = style.language
        self.wording = Wording(style)
        self.html = html
        self._facts = book.by_id()
        foreign = style.words.foreign
        self._foreign = re.compile(foreign) if foreign else None

    def html_of(self, language: str) -> str:
        """Return the HTML language tag of a language of the sheet."""
        return self.html[language]

    def of(self, texts: Texts) -> Lexicon:
        """Return what words a text: this language, or the one that lends it."""
        lends = isinstance(texts.get(self.language), Borrowed)
        return self.lender if lends and self.lender else self

    def name(self, key: str, *, short: bool = False) -> str:
        """Return a name's full or short form."""
        forms = self.book.names[key].forms[self.language]
        return (short and forms.short) or forms.full

    def text(
        self,
        texts: Texts,
        fact: Fact | None,
        figures: Figures,
        *,
        table: bool = False,
        linked: bool = False,
    ) -> Rich:
        """Fill a text's slots; `fact` gives the figures that a slot without a fact names.

        With `linked`, the first mention of each listed name leads to its entry.
        """
        if (other := self.of(texts)) is not self:
            words = other.text(texts, fact, figures, table=table, linked=linked)
            tag = self.html_of(other.language)
            return tuple(replace(run, lang=run.lang or tag) for run in other.runs(words))
        out: Rich = ()
        named: set[str] = set()
        tokens = tokenize(texts.get(self.language, texts.get("*", "")))
        signed = len(tokens) == 1  # beside words, a word tells the direction
        for token in tokens:
            match token:
                case Words(text):
                    ended = out and out[-1].text.endswith(".") and text[:1] == "."
                    out = rich(out, text[1:] if ended else text)  # Ltd. ends a sentence once
                case NameRef(key=key, short=short):
                    name = self._named(out, key, short=short, table=table)
                    links = linked and key in self.listed and key not in named
                    out = rich(out, self.link(name, f"{NAMES}#name-{key}") if links else name)
                    named.add(key)
                case Slot():
                    first, *rest = self._slot(token, fact, figures, table=table, signed=signed)
                    opening = self._sentence_case(out, first.text, table=table)
                    condition = self._condition(token)
                    out = rich(out, (first.saying(opening), *rest))
                    if condition not in plain(out):
                        out = rich(out, condition)
        return out

    def _named(self, before: Rich, key: str, *, short: bool, table: bool) -> Piece:
        """Return a name as a text holds it; one of another language is marked."""
        name = self.name(key, short=short)
        words = self._sentence_case(before, name, table=table)
        return self.foreign(words, name.language) if isinstance(name, Borrowed) else words

    @cached_property
    def listed(self) -> frozenset[str]:
        """Return the keys of the names that have an entry, but of the subject of the sheet."""
        return _listed_in(self.book) - {self.book.edition.subject}

    def names_in(self, fact: Fact) -> frozenset[str]:
        """Return the keys of the names a fact uses, in its texts, cells, speakers and scopes."""
        return _names_of(self.book)[fact.id]

    def cities(self, fact: Fact) -> tuple[str, ...]:
        """Return the keys of the cities that a fact names, or places in them, in their order."""
        named = {self.book.names[key].city for key in self.names_in(fact)}
        return tuple(sorted(named & self._places.keys(), key=self._places.__getitem__))

    @cached_property
    def pages(self) -> dict[tuple[str, str], str]:
        """Return the page of each section by its topic and key."""
        return places_of(self.book)

    @cached_property
    def _places(self) -> dict[str, int]:
        """Return the place of each name among the others, by its key."""
        return {key: place for place, key in enumerate(self.book.names)}

    def figure(
        self,
        quantity: Quantity,
        ref: tuple[str, str] | None = None,
        *,
        table: bool = False,
        signed: bool = True,
        most: int = HIGHEST,
    ) -> Rich:
        """Return the words of a figure with what no line may cut; in tables its number apart.

        `most` is the highest power of ten of its scale word, so that a series keeps to one.
        """
        before, parts, after = self.wording.kept(quantity, table=table, signed=signed, most=most)
        whole = [
            Run(text=text, figure=ref, is_whole=True, is_number=table and n == 1)
            for n, text in enumerate(parts)
        ]
        return rich((Run(text=before, figure=ref), *whole, Run(text=after, figure=ref)))

    def original(self, text: str) -> Rich:
        """Mark a text of the articles' language as foreign where this language is another."""
        return self.foreign(text, SOURCE_LANGUAGE)

    def foreign(self, text: str, language: str) -> Rich:
        """Mark a text of another language as such."""
        own = self.language == language
        return (Run(text=text, lang="" if own else self.html.get(language, language)),)

    def link(self, text: Piece, href: str) -> Rich:
        """Mark a text as a link; marks inside it are kept."""
        return tuple(replace(run, href=href) for run in self.runs(text))

    def list(self, items: Sequence[Piece]) -> Rich:
        """Join texts the way the language lists them."""
        pattern = self.wording.list([f"{{{number}}}" for number in range(len(items))])
        return filled(pattern, {str(number): item for number, item in enumerate(items)})

    def sentence(self, text: Piece) -> Rich:
        """Capitalize the first word, where the language does so and it is not marked."""
        first, *others = rich(text) or (Run(text=""),)
        if not (first.lang or first.href or first.copy):
            first = replace(first, text=self._sentence_case((), first.text, table=False))
        return rich((first, *others))

    def copyable(self, text: str) -> Rich:
        """Mark a text of the articles' language as one to copy."""
        lang = "" if self.language == SOURCE_LANGUAGE else self.html[SOURCE_LANGUAGE]
        return (Run(text=text, lang=lang, copy=True),)

    def runs(self, text: Piece) -> Rich:
        """Return a finished text: what it quotes of the articles' language is marked."""
        return tuple(part for run in rich(text) for part in self._marked(run))

    def _marked(self, run: Run) -> Iterator[Run]:
        """Split a run where it quotes the articles' language, and mark those parts as foreign."""
        if self._foreign is None or run.lang or run.copy:
            yield run
            return
        end = 0
        for match in self._foreign.finditer(run.text):
            if match.start() > end:
                yield run.saying(run.text[end : match.start()])
            yield replace(run, text=match[0], lang=self.html[SOURCE_LANGUAGE])
            end = match.end()
        if end < len(run.text):
            yield run.saying(run.text[end:]) if end else run

    def _slot(
        self, slot: Slot, fact: Fact | None, figures: Figures, *, table: bool, signed: bool
    ) -> Rich:
        """Return the words of a slot; those of a figure know it."""
        if slot.fact == SHEET:
            return self._sheet(slot.name)
        owner = self._facts[slot.fact] if slot.fact else fact
        assert owner is not None
        if slot.name in owner.periods:
            inferred = owner.period_basis is not None and slot.name == "period"
            words = self.wording.period(
                owner.periods[slot.name], inferred=inferred, within=not table
            )
            page = self.pages[owner.topic, owner.section]
            return (Run(text=words, known=f"{page}#{owner.id}" if inferred else ""),)
        if slot.name == ISSUED and slot.name not in owner.figures:
            source = newest_cited(self.book, owner)
            return self.issued(source) if source else ()
        figure = owner.id, slot.name
        return self.figure(figures.quantities[figure], figure, table=table, signed=signed)

    def _condition(self, slot: Slot) -> str:
        """Return, in brackets, what another fact's figure holds under; empty without any."""
        figure = self._facts[slot.fact].figures.get(slot.name) if slot.fact in self._facts else None
        if figure is None or figure.condition is None:
            return ""
        condition = figure.condition
        pattern = self.catalog.gettext("%(text)s (%(marks)s)")
        return pattern % {"text": "", "marks": condition[self.language]}

    def _sheet(self, name: str) -> Rich:
        """Count the sheet's articles or pages, or date its first or last article."""
        contents = contents_of(self.book)
        if name in COUNTS:
            return (Run(text=self.wording.quantity(contents.count(name))),)
        source = contents.end(name)
        return (Run(text=""),) if source is None else self.issued(source)

    def issued(self, source: Source) -> Rich:
        """Return the day of an article."""
        inferred = source.issued_basis is not None
        words = self.wording.period(source.issued, inferred=inferred)
        return (Run(text=words, known=f"{SOURCES}#{source.key}" if inferred else ""),)

    def _sentence_case(self, before: Rich, words: str, *, table: bool) -> str:
        """Capitalize words that open a sentence, where the language does so."""
        opens = not before or (not table and re.search(r"[.?!]\s$", plain(before)) is not None)
        if self.style.sentence_case and opens and words[:1].islower():
            return words[0].upper() + words[1:]
        return words


@lru_cache(maxsize=2)
def _names_of(book: Factbook) -> dict[str, frozenset[str]]:
    """Return the keys of the names that each fact uses: all languages share them."""
    names: dict[str, frozenset[str]] = {}
    for found in book.by_section(_named, _names_by_fact):
        names |= found
    return names


def _names_by_fact(section: Section) -> dict[str, frozenset[str]]:
    return {f.id: names for f, (*_, names) in zip(section.facts, told_of(section), strict=True)}


@lru_cache(maxsize=2)
def _listed_in(book: Factbook) -> frozenset[str]:
    """Return the keys of the names that published facts use."""
    names = _names_of(book)

    def listed(section: Section) -> frozenset[str]:
        return frozenset().union(*(names[fact.id] for fact in section.facts if fact.is_published))

    return frozenset().union(*book.by_section(_listed, listed))


_named: Last[Section, dict[str, frozenset[str]]] = Last()
_listed: Last[Section, frozenset[str]] = Last()
