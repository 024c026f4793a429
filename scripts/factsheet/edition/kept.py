"""`Fact`s -> `FactView`s: the words of a fact are kept by all that they are made of.

That is the fact itself, the facts that it and its differences name and those that these name, what
of its chain the others say, the day of its verification, and what all facts have in common:
articles, names, indicators, differences, style and catalog. A test words each fact with nothing
else at hand.
"""

from __future__ import annotations

import copyreg
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

from factsheet.cache.inputs import digest
from factsheet.cache.last import Last
from factsheet.cache.shelf import Shelf
from factsheet.cache.values import digest_of, packed, unpacked
from factsheet.edition.text import Lexicon
from factsheet.edition.typography import Typography
from factsheet.edition.views import FactView, Run
from factsheet.edition.worded import FactWords
from factsheet.facts.factbook import Factbook
from factsheet.facts.records import Fact, Section
from factsheet.facts.told import Told, told, told_before, told_of

KIND = "worded"
Key: TypeAlias = tuple[Hashable, ...]
# A section, what is found in each of its facts, and the ids of all facts of the sheet.
_Found: TypeAlias = tuple[Section, list[Told], frozenset[str]]


class Views:
    """The facts of a sheet in words, by section, as a process that stays last had them."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._sections: Last[Section, dict[Key, FactView]] = Last()
        self._before: dict[tuple[str, str], dict[Key, FactView]] = {}

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self._sections)

    def each(self, made_of: MadeOf, worded: Callable[[Fact], FactView]) -> dict[str, FactView]:
        """Return the facts by their ids, but for those held back; hold no others."""

        def of(section: Section) -> dict[Key, FactView]:
            before = self._before.get((section.topic, section.key), {})
            shown = ((made_of.key(fact), fact) for fact in section.facts if not fact.hold)
            return {key: before.get(key) or worded(fact) for key, fact in shown}

        sections = list(made_of.book.sections)
        keyed = ((made_of.facts_in(section), section) for section in sections)
        found = self._sections.each(keyed, of)
        self._before = {
            (section.topic, section.key): views
            for section, views in zip(sections, found, strict=True)
        }
        return {view.id: view for views in found for view in views.values()}


def views_of(made_of: MadeOf, shelf: Shelf | None, known: Views) -> dict[str, FactView]:
    """Return the facts of a sheet in words by their ids, but for those held back.

    Those `known` from the last time, and those that lie on a shelf, are not worded again. Their
    apostrophes are set, unless another language lends texts, which are known until all are worded.
    """
    words = made_of.words
    lexicon = words.lexicon
    set_by = lexicon.style.apostrophe, lexicon.lender.language if lexicon.lender else ""
    typography = Typography("" if lexicon.lender else lexicon.style.apostrophe)

    def worded(fact: Fact) -> FactView:
        key = digest(*made_of.key(fact))
        content = shelf.get(key) if shelf is not None else None
        if content is not None:
            kept: FactView = unpacked(content)
            return kept
        view: FactView = typography.put(words.of(fact))
        view = replace(view, said=digest(digest_of(view), *set_by))
        if shelf is not None:
            shelf.put(key, packed(view))
        return view

    return known.each(made_of, worded)


class MadeOf:
    """What the words of each fact are made of."""

    def __init__(self, book: Factbook, words: FactWords, verified: Mapping[str, str]) -> None:
        """Look at what all facts of a sheet have in common, and at what of facts it names."""
        self.book = book
        self.words = words
        self._verified = verified
        self._facts = book.by_id()
        self._parts = _parts_of(book)
        self._own = {key: own for part in self._parts.values() for key, own in part.own.items()}
        around, named, self._differing = _around(book)
        languages, own_named, _ = told(_languages(words.lexicon))
        self.named = frozenset(self.with_named((named | own_named) & self._facts.keys()))
        named_digests = (self._own[key][0] for key in sorted(self.named))
        self.base = digest(around, languages, *named_digests)

    def of_section(self, section: Section) -> Key:
        """Return all that the words of a section are made of, its facts with them."""
        _, named = self._parts[id(section)].around
        return (*self.facts_in(section), *self._digests(named & self._facts.keys()))

    def facts_in(self, section: Section) -> Key:
        """Return all that the words of the facts in a section are made of.

        That is the section itself, and what is said of other facts.
        """
        part, chains = self._parts[id(section)], self.words.chains
        differing = (self._differing[key] for key in self._differing.keys() & part.own.keys())
        said = (chains.updates, chains.newest, self._verified)
        others = part.others.union(*differing)
        told = (tuple(map(each.get, part.own)) for each in said)
        return (self.base, part, *told, *self._digests(others))

    def facts_for(self, item: Fact | Section) -> set[str]:
        """Return the facts that a fact or section is or has, or names, with all that they name."""
        if isinstance(item, Fact):
            return self.with_named({item.id, *self._differing.get(item.id, ())})
        _, named = _around_facts(item)
        held = {fact.id for fact in item.facts}
        return self.with_named({*held, *(named & self._facts.keys())})

    def key(self, fact: Fact) -> tuple[str, ...]:
        """Return all that the words of a fact are made of."""
        chains, (own, named) = self.words.chains, self._own[fact.id]
        links = chains.updates.get(fact.id, ""), chains.newest.get(fact.id, "")
        digests = [own]
        if named or fact.id in self._differing:
            digests = [self._own[key][0] for key in sorted(self.facts_for(fact))]
        return (self.base, fact.id, *links, self._verified.get(fact.id, ""), *digests)

    def _digests(self, keys: Iterable[str]) -> Iterator[str]:
        """Return the digests of facts, with those of all that they name."""
        return (self._own[key][0] for key in sorted(self.with_named(keys)))

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
    known = told_before(parts)
    found = _told_of.each(((id(p), p) for p in parts), lambda p: known.get(id(p)) or told(p))
    keys = [*book.sources], [*book.names], [*book.indicators], book.languages
    differing: dict[str, frozenset[str]] = defaultdict(frozenset)
    for difference in book.disagreements:
        _, named, _ = told(difference)
        for key in difference.facts:
            differing[key] |= named & book.by_id().keys()
    rest, _, _ = told((keys, book.disagreements))
    named = frozenset[str]().union(*(facts for _, facts, _ in found))
    return digest(rest, *(own for own, _, _ in found)), named, dict(differing)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Part:
    """A section of a sheet: the digests of its facts, and what they name of the sheet's.

    `others` are facts of other sections; `around` is the same of the section without its facts.
    """

    own: Mapping[str, tuple[str, frozenset[str]]]
    others: frozenset[str]
    around: tuple[str, frozenset[str]]


@lru_cache(maxsize=2)
def _parts_of(book: Factbook) -> dict[int, _Part]:
    """Return the parts of a book by the `id` of their sections: all languages share them."""
    now = frozenset(book.by_id())
    (ids,) = _ids.each([(now, now)], frozenset)  # one object as long as they are the same
    looked = book.by_section(_looked, told_of)

    def part(found: _Found) -> _Part:
        section, words, _ = found
        own = {
            fact.id: (digest, (named & ids) - {fact.id})
            for fact, (digest, named, _) in zip(section.facts, words, strict=True)
        }
        others = frozenset().union(*(named for _, named in own.values())) - own.keys()
        return _Part(own=own, others=others, around=_around_facts(section))

    sections = list(book.sections)
    keyed = [
        ((id(section), id(ids)), (section, words, ids))
        for section, words in zip(sections, looked, strict=True)
    ]
    return dict(zip(map(id, sections), _found_in.each(keyed, part), strict=True))


def _around_facts(section: Section) -> tuple[str, frozenset[str]]:
    own, named, _ = told(replace(section, facts=(), drafts=()))
    return own, named


def _languages(lexicon: Lexicon) -> list[object]:
    """Return what a language words facts by, its lender's after its own."""
    own: list[object] = [lexicon.style, lexicon.catalog, lexicon.html]
    own += [sorted(lexicon.listed), sorted(lexicon.pages.items())]
    return own if lexicon.lender is None else [*own, *_languages(lexicon.lender)]


@lru_cache(maxsize=100_000)  # three in four say what another does
def _run(*values: Any) -> Run:
    """Return a run of its text and how it is marked, in the order of its fields."""
    return Run(**dict(zip(_FIELDS, values, strict=False)))


def _reduced(run: Run) -> tuple[Any, ...]:
    """Say how a run is made again from bytes: a sheet has tens of thousands, most of them plain."""
    values = _values(run)
    return _run, values if any(values[1:]) else values[:1]


_told_of: Last[Any, Told] = Last()
_looked: Last[Section, list[Told]] = Last()
_found_in: Last[_Found, _Part] = Last()
_ids: Last[frozenset[str], frozenset[str]] = Last()
_FIELDS = tuple(field.name for field in fields(Run))
_values = attrgetter(*_FIELDS)
copyreg.pickle(Run, _reduced)
