"""One language's words at hand: style, catalog, names; a text with its slots -> finished text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from factsheet.edition.views import Rich, Run
from factsheet.facts.contents import COUNTS, SHEET, contents_of
from factsheet.facts.formulas import Figures
from factsheet.facts.markup import NameRef, Slot, Words, tokenize
from factsheet.facts.records import Fact, Factbook, Texts
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.language.catalog import Catalog
from factsheet.language.style import Style
from factsheet.language.wording import Wording

# Delimiters of marked runs inside a string; private-use characters, refused in facts/ by `load`.
OPEN, BETWEEN, CLOSE = "\ue000", "\ue001", "\ue002"
NAMES = "names"


class Lexicon:
    """Everything needed to put a fact into the words of one language."""

    def __init__(
        self, book: Factbook, style: Style, catalog: Catalog, html: Mapping[str, str]
    ) -> None:
        """Bind a language's style and catalog; `html` maps each language to its HTML tag."""
        self.book = book
        self.style = style
        self.catalog = catalog
        self.language = style.language
        self.wording = Wording(style)
        self._html = html
        self._facts = book.by_id()
        foreign = style.words.foreign
        self._foreign = re.compile(foreign) if foreign else None

    def html_of(self, language: str) -> str:
        """Return the HTML language tag of a language of the sheet."""
        return self._html[language]

    def name(self, key: str, *, short: bool = False) -> str:
        """Return a name's full or short form."""
        name = self.book.names[key]
        return (name.short if short else name.full)[self.language]

    def text(
        self,
        texts: Texts,
        fact: Fact | None,
        figures: Figures,
        *,
        table: bool = False,
        linked: bool = False,
    ) -> str:
        """Fill a text's slots; `fact` gives the figures that a slot without a fact names.

        With `linked`, the first mention of each listed name leads to its entry.
        """
        out = ""
        named: set[str] = set()
        tokens = tokenize(texts.get(self.language, texts.get("*", "")))
        signed = len(tokens) == 1  # beside words, a word tells the direction
        for token in tokens:
            match token:
                case Words(text):
                    out += text
                case NameRef(key, short):
                    words = self._sentence_case(out, self.name(key, short=short), table=table)
                    links = linked and key in self.listed and key not in named
                    out += self.link(words, f"{NAMES}#name-{key}") if links else words
                    named.add(key)
                case Slot():
                    words = self._slot(token, fact, figures, table=table, signed=signed)
                    out += self._sentence_case(out, words, table=table)
                    condition = self._condition(token)
                    out += condition if condition not in out else ""
        return out

    @cached_property
    def listed(self) -> frozenset[str]:
        """Return the keys of the names that have an entry, but of the subject of the sheet."""
        keys = {k for f in self.book.facts if f.is_published for k in self.names_in(f)}
        return frozenset(keys - {self.book.edition.subject})

    def names_in(self, fact: Fact) -> set[str]:
        """Return the keys of the names a fact uses, in its texts, cells, speakers and scopes."""
        keys = {*fact.by} | {f.scope for f in fact.figures.values() if f.scope}
        texts = [fact.text, fact.note or {}]
        texts += list(fact.cells.columns.values()) if fact.cells else []
        for text in texts:
            for words in text.values():
                keys |= {t.key for t in tokenize(words) if isinstance(t, NameRef)}
        return keys

    def original(self, text: str) -> str:
        """Mark a text of the articles' language as foreign where this language is another."""
        return self.foreign(text, SOURCE_LANGUAGE)

    def foreign(self, text: str, language: str) -> str:
        """Mark a text of another language as such."""
        if self.language == language:
            return text
        return f"{OPEN}lang={self._html.get(language, language)}{BETWEEN}{text}{CLOSE}"

    def link(self, text: str, href: str) -> str:
        """Mark a text as a link; marks inside it are kept."""
        return "".join(
            f"{OPEN}href={href};lang={run.lang}{BETWEEN}{run.text}{CLOSE}"
            for run in self.runs(text)
        )

    def sentence(self, text: str) -> str:
        """Capitalize the first word, where the language does so."""
        return self._sentence_case("", text, table=False)

    def copyable(self, text: str) -> str:
        """Mark a text of the articles' language as one to copy."""
        lang = "" if self.language == SOURCE_LANGUAGE else self._html[SOURCE_LANGUAGE]
        return f"{OPEN}copy=1;lang={lang}{BETWEEN}{text}{CLOSE}"

    def runs(self, text: str) -> Rich:
        """Split a marked string into runs."""
        runs: list[Run] = []
        position = 0
        for match in _MARKED.finditer(text):
            if match.start() > position:
                runs += self._marked(Run(text[position : match.start()]))
            marks = dict(part.split("=", 1) for part in match[1].split(";"))
            run = Run(match[2], marks.get("lang", ""), marks.get("href", ""), "copy" in marks)
            runs += self._marked(run)
            position = match.end()
        if position < len(text):
            runs += self._marked(Run(text[position:]))
        return tuple(runs)

    def _marked(self, run: Run) -> Iterator[Run]:
        """Split a run where it quotes the articles' language, and mark those parts as foreign."""
        if self._foreign is None or run.lang or run.copy:
            yield run
            return
        end = 0
        for match in self._foreign.finditer(run.text):
            if match.start() > end:
                yield replace(run, text=run.text[end : match.start()])
            yield replace(run, text=match[0], lang=self._html[SOURCE_LANGUAGE])
            end = match.end()
        if end < len(run.text):
            yield replace(run, text=run.text[end:])

    def _slot(
        self, slot: Slot, fact: Fact | None, figures: Figures, *, table: bool, signed: bool
    ) -> str:
        if slot.fact == SHEET:
            return self._sheet(slot.name)
        owner = self._facts[slot.fact] if slot.fact else fact
        assert owner is not None
        if slot.name in owner.periods:
            inferred = owner.period_basis is not None and slot.name == "period"
            return self.wording.period(owner.periods[slot.name], inferred=inferred)
        return self.wording.quantity(
            figures.quantities[owner.id, slot.name], table=table, signed=signed
        )

    def _condition(self, slot: Slot) -> str:
        """Return, in brackets, what another fact's figure holds under; empty without any."""
        figure = self._facts[slot.fact].figures.get(slot.name) if slot.fact in self._facts else None
        if figure is None or figure.condition is None:
            return ""
        condition = figure.condition
        pattern = self.catalog.gettext("%(text)s (%(marks)s)")
        return pattern % {"text": "", "marks": condition[self.language]}

    def _sheet(self, name: str) -> str:
        """Count the sheet's articles or pages, or date its first or last article."""
        contents = contents_of(self.book)
        if name in COUNTS:
            return self.wording.quantity(contents.count(name))
        source = contents.end(name)
        if source is None:
            return ""
        return self.wording.period(source.issued, inferred=source.issued_basis is not None)

    def _sentence_case(self, before: str, words: str, *, table: bool) -> str:
        """Capitalize words that open a sentence, where the language does so."""
        opens = not before or (not table and re.search(r"[.?!]\s$", before) is not None)
        if self.style.sentence_case and opens and words[:1].islower():
            return words[0].upper() + words[1:]
        return words


_MARKED = re.compile(f"{OPEN}([^{BETWEEN}]*){BETWEEN}([^{CLOSE}]*){CLOSE}")
