"""`Fact`s -> `FactView`s: the words of a fact are kept by all that they are made of.

That is the fact itself, the facts that it and its differences name and those that these name, what
of its chain the others say, the day of its verification, and what all facts have in common:
articles, names, indicators, differences, style and catalog. A test words each fact with nothing
else at hand.
"""

from __future__ import annotations

import copyreg
import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import fields, replace
from functools import lru_cache
from sys import intern
from typing import Any, TypeAlias

from factsheet.cache.inputs import digest
from factsheet.cache.last import Last
from factsheet.cache.shelf import Shelf
from factsheet.cache.values import Stands, digest_and_texts, packed, unpacked
from factsheet.edition.text import Lexicon
from factsheet.edition.views import FactView, Run
from factsheet.edition.worded import FactWords
from factsheet.facts.factbook import Factbook
from factsheet.facts.records import Fact, Section
from factsheet.facts.yamlfile import Where

KIND = "worded"
Key: TypeAlias = tuple[Hashable, ...]
PLACED: Stands = {Where: lambda _: ""}  # where a record stands is no part of what it says


def views_of(
    made_of: MadeOf, shelf: Shelf | None, known: Last[Fact, FactView]
) -> dict[str, FactView]:
    """Return the facts of a sheet in words by their ids, but for those held back.

    Those `known` from the last time, and those that lie on a shelf, are not worded again.
    """
    words, facts = made_of.words, [fact for fact in made_of.book.facts if not fact.hold]
    lexicon = words.lexicon
    set_by = lexicon.style.apostrophe, lexicon.lender.language if lexicon.lender else ""

    def worded(fact: Fact) -> FactView:
        key = digest(*made_of.keys[fact.id])
        content = shelf.get(key) if shelf is not None else None
        view: FactView = words.of(fact) if content is None else unpacked(content)
        if content is None:
            content = packed(view)
            if shelf is not None:
                shelf.put(key, content)
        return replace(view, said=digest(content, *set_by))

    views = known.each(((made_of.keys[fact.id], fact) for fact in facts), worded)
    return {fact.id: view for fact, view in zip(facts, views, strict=True)}


class MadeOf:
    """What the words of each fact are made of."""

    def __init__(self, book: Factbook, words: FactWords, verified: Mapping[str, str]) -> None:
        """Look at what all facts of a sheet have in common, and at what of facts it names."""
        self.book = book
        self.words = words
        self._verified = verified
        self._facts = book.by_id()
        self._own = _own_of(book)
        around, named, self._differing = _around(book)
        languages, own_named = _told(_languages(words.lexicon))
        self.named = frozenset(self.with_named((named | own_named) & self._facts.keys()))
        named_digests = (self._own[key][0] for key in sorted(self.named))
        self._base = digest(around, languages, *named_digests)
        self.keys = {fact.id: self._key(fact) for fact in book.facts}

    def of_section(self, section: Section) -> Key:
        """Return all that the words of a section are made of, its facts with them."""
        around, _ = _told(replace(section, facts=(), drafts=()))
        own = (self._own[key][0] for key in sorted(self.facts_for(section)))
        return (self._base, around, *own, *(self.keys[fact.id] for fact in section.facts))

    def facts_for(self, item: Fact | Section) -> set[str]:
        """Return the facts that a fact or section is or has, or names, with all that they name."""
        if isinstance(item, Fact):
            return self.with_named({item.id, *self._differing.get(item.id, ())})
        _, named = _told(replace(item, facts=(), drafts=()))
        held = {fact.id for fact in item.facts}
        return self.with_named({*held, *(named & self._facts.keys())})

    def _key(self, fact: Fact) -> tuple[str, ...]:
        """Return all that the words of a fact are made of."""
        chains, (own, named) = self.words.chains, self._own[fact.id]
        links = chains.updates.get(fact.id, ""), chains.newest.get(fact.id, "")
        digests = [own]
        if named or fact.id in self._differing:
            digests = [self._own[key][0] for key in sorted(self.facts_for(fact))]
        return (self._base, fact.id, *links, self._verified.get(fact.id, ""), *digests)

    def with_named(self, keys: Iterable[str]) -> set[str]:
        """Return facts by their ids, with all that they name and that these name."""
        found, todo = set(keys), list(keys)
        while todo:
            new = self._own[todo.pop()][1] - found
            found |= new
            todo += new
        return found


@lru_cache(maxsize=2)
def _around(book: Factbook) -> tuple[str, frozenset[str], Mapping[str, frozenset[str]]]:
    """Return the digest of what all facts have in common, and the facts that it may name.

    Those that a difference names come by the facts that it is about: no others tell of it.
    """
    parts = [*book.sources.values(), *book.names.values(), *book.indicators.values(), book.edition]
    told = _told_of.each(((id(part), part) for part in parts), _told)
    keys = [*book.sources], [*book.names], [*book.indicators], book.languages
    differing: dict[str, frozenset[str]] = defaultdict(frozenset)
    for difference in book.disagreements:
        _, named = _told(difference)
        for key in difference.facts:
            differing[key] |= named & book.by_id().keys()
    rest, _ = _told((keys, book.disagreements))
    named = frozenset[str]().union(*(found for _, found in told))
    return digest(rest, *(own for own, _ in told)), named, dict(differing)


def _told(value: object) -> tuple[str, frozenset[str]]:
    """Return the digest of a value, and the facts that the slots in its texts may name."""
    own, texts = digest_and_texts(value, PLACED)
    return own, frozenset(match for text in texts for match in _SLOT.findall(text))


@lru_cache(maxsize=2)
def _own_of(book: Factbook) -> dict[str, tuple[str, frozenset[str]]]:
    """Return the digest of each fact, and the facts that it names: all languages share it."""
    facts = book.by_id()
    found = _looked.each(((id(fact), fact) for fact in facts.values()), _looked_at)
    return {
        key: (own, frozenset(other for other in words if other in facts and other != key))
        for key, (own, words) in zip(facts, found, strict=True)
    }


def _looked_at(fact: Fact) -> tuple[str, tuple[str, ...]]:
    """Return the digest of a fact, and all in whatever field that may be the id of another."""
    own, texts = digest_and_texts(fact, PLACED)
    return own, tuple({intern(match) for text in texts for match in _KEY.findall(text)})


def _languages(lexicon: Lexicon) -> list[object]:
    """Return what a language words facts by, its lender's after its own."""
    own: list[object] = [lexicon.style, lexicon.catalog, lexicon.html]
    own += [sorted(lexicon.listed), sorted(lexicon.pages.items())]
    return own if lexicon.lender is None else [*own, *_languages(lexicon.lender)]


def _run(*values: Any) -> Run:
    """Return a run of its text and how it is marked, in the order of its fields."""
    return Run(**dict(zip(_FIELDS, values, strict=False)))


def _reduced(run: Run) -> tuple[Any, ...]:
    """Say how a run is made again from bytes: a sheet has tens of thousands, most of them plain."""
    values = tuple(getattr(run, name) for name in _FIELDS)
    return _run, values if any(values[1:]) else values[:1]


_told_of: Last[object, tuple[str, frozenset[str]]] = Last()
_looked: Last[Fact, tuple[str, tuple[str, ...]]] = Last()
_FIELDS = tuple(field.name for field in fields(Run))
copyreg.pickle(Run, _reduced)
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLOT = re.compile(r"\{([a-z0-9-]+)\.")
