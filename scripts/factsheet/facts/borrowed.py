"""A sheet whose languages lack texts -> the same sheet, each missing text lent by another language.

A text that is lent knows whose it is, so that it is worded as there and marked as such.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from itertools import islice
from typing import Any

from factsheet.cache.last import Last
from factsheet.facts.entry import Record
from factsheet.facts.factbook import Factbook
from factsheet.facts.fields import Texts, frozen
from factsheet.facts.frame import Forms
from factsheet.facts.records import Fact, Section, Source

_WALKED: Any = (Record, Factbook)
ANY = "*"  # of a text that reads alike in every language


class Borrowed(str):
    """A text of another language, which stands where its own is missing."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> Borrowed:
        """Keep the language beside the text."""
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __reduce__(self) -> tuple[type[Borrowed], tuple[str, str]]:
        """Say how it is made again from bytes."""
        return Borrowed, (str(self), self.language)


def lent(book: Factbook, lenders: Mapping[str, str], known: frozenset[str]) -> Factbook:
    """Return the sheet with a text in every language of `lenders`, whose values lend them.

    `known` are all languages that a text may be in. Records of articles stay as they are: their
    originals stand in for what they lack.
    """
    for language, lender in lenders.items():
        book = _Lender(language=language, lender=lender, known=known).lend(book)
    return book


def is_translated(fact: Fact, language: str) -> bool:
    """Tell whether all texts that a fact shows are in a language, or need none."""
    cells = fact.cells.columns.values() if fact.cells else ()
    shown = (fact.text, fact.note, fact.short, *cells)
    return all(_is_own(texts, language) for texts in shown if texts)


def _is_own(texts: Texts, language: str) -> bool:
    text = texts.get(language, texts.get(ANY))
    return text is not None and not isinstance(text, Borrowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lender:
    """Walks over records and fills the texts of one language."""

    language: str
    lender: str
    known: frozenset[str]

    def lend(self, book: Factbook) -> Factbook:
        """Return a book with its texts filled; a section of the last time stays the same."""
        keyed = (((id(each), self.lender, self.known), each) for each in book.sections)
        sections = iter(_lent_to[self.language].each(keyed, self._lent))
        bare = replace(book, topics=tuple(replace(each, sections=()) for each in book.topics))
        filled: Factbook = self._lent(bare)
        topics = (
            replace(topic, sections=tuple(islice(sections, len(before.sections))))
            for topic, before in zip(filled.topics, book.topics, strict=True)
        )
        return replace(filled, topics=tuple(topics))

    def _lent(self, value: Any) -> Any:
        found = value
        if isinstance(value, _WALKED) and not isinstance(value, Source):
            changed = {
                field.name: new
                for field in fields(value)
                if (new := self._lent(old := getattr(value, field.name))) is not old
            }
            found = replace(value, **changed) if changed else value
        elif isinstance(value, Mapping):
            found = self._mapping(value)
        elif type(value) is tuple:
            new = tuple(map(self._lent, value))
            found = value if all(a is b for a, b in zip(new, value, strict=True)) else new
        return found

    def _mapping(self, value: Mapping[Any, Any]) -> Mapping[Any, Any]:
        if self.lender in value and set(value) <= self.known and self.language not in value:
            return frozen({**value, self.language: self._borrow(value[self.lender])})
        changed = {key: new for key, old in value.items() if (new := self._lent(old)) is not old}
        return frozen({**value, **changed}) if changed else value

    def _borrow(self, value: Any) -> Any:
        """Lend a text, or the forms of a name."""
        if isinstance(value, Forms):
            full, short = self._borrow(value.full), self._borrow(value.short or value.full)
            return replace(value, full=full, short=short)
        return Borrowed(value, self.lender)


_lent_to: defaultdict[str, Last[Section, Section]] = defaultdict(Last)
