"""A record -> the digest of what it says, and what its texts name.

Of a file that was read before this is kept with its records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from sys import intern
from typing import Any, TypeAlias

from factsheet.cache.values import Stands, digest_and_texts
from factsheet.facts.markup import MarkupError, NameRef, tokenize
from factsheet.facts.records import Fact, Section
from factsheet.facts.yamlfile import Where, YamlFile

# A digest and, of a fact, all in its texts that may be the id of another and the names it uses; of
# other records the facts that slots may name, and nothing more.
Told: TypeAlias = tuple[str, frozenset[str], frozenset[str]]
PLACED: Stands = {Where: lambda _: ""}  # where a record stands is no part of what it says
TOLD = "told"  # among the records of a file


def told_of(section: Section) -> list[Told]:
    """Return this of each fact of a section: what is kept of those that are as in its file."""
    known = _kept([section.where.file])
    return [known.get(id(fact)) or _told_fact(fact) for fact in section.facts]


def told_before(records: Iterable[Any]) -> Mapping[int, Told]:
    """Return what is kept of records with their files, by the `id` of each."""
    files = {id(record.where.file): record.where.file for record in records}
    return _kept(files.values())


def told(value: object) -> Told:
    """Return the digest of a value, and the facts that the slots in its texts may name."""
    own, texts = digest_and_texts(value, PLACED)
    named = frozenset({intern(match) for text in texts for match in _SLOT.findall(text)})
    return own, named, frozenset()


def names_in(fact: Fact) -> frozenset[str]:
    """Return the keys of the names a fact uses, in its texts, cells, speakers and scopes."""
    keys = {*fact.by} | {f.scope for f in fact.figures.values() if f.scope}
    texts = [fact.text, fact.note or {}]
    texts += list(fact.cells.columns.values()) if fact.cells else []
    for text in texts:
        for words in text.values():
            keys |= {t.key for t in tokenize(words) if isinstance(t, NameRef)}
    return frozenset(map(intern, keys))


def keep_told(file: YamlFile) -> None:
    """Put this of what a file holds beside its records, where it has any."""
    if TOLD not in file.records:
        found = [_told_fact(r) if isinstance(r, Fact) else told(r) for r in _held(file)]
        for units, _ in [*file.records.values()][:1]:
            file.records[TOLD] = units, found


def _kept(files: Iterable[YamlFile]) -> Mapping[int, Told]:
    """Return what is kept with files, by which record of them it is about."""
    return {
        id(record): found
        for file in files
        if TOLD in file.records
        for record, found in zip(_held(file), file.records[TOLD][1], strict=True)
    }


def _held(file: YamlFile) -> list[Any]:
    """Return the records of a file: the facts of a section, all of a list, else the one."""
    held: list[Any] = []
    for kind, (_, record) in file.records.items():
        if kind == TOLD:
            continue
        if isinstance(record, Section):
            held += record.facts
        elif isinstance(record, Mapping):
            held += record.values()
        else:
            held += record if isinstance(record, list | tuple) else [record]
    return held


def _told_fact(fact: Fact) -> Told:
    own, texts = digest_and_texts(fact, PLACED)
    named = frozenset({intern(match) for text in texts for match in _KEY.findall(text)})
    try:
        return own, named, names_in(fact)
    except MarkupError:  # a check tells where, and the fact is not put into words
        return own, named, frozenset()


_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLOT = re.compile(r"\{([a-z0-9-]+)\.")
