"""A fact -> the digest of what it says, and all in its texts that may be the id of another.

Of a file that was read before both are kept with its records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from sys import intern
from typing import TypeAlias

from factsheet.cache.values import Stands, digest_and_texts
from factsheet.facts.records import Fact, Section
from factsheet.facts.yamlfile import Where, YamlFile

Told: TypeAlias = tuple[str, frozenset[str]]
PLACED: Stands = {Where: lambda _: ""}  # where a record stands is no part of what it says
TOLD = "told"  # among the records of a file


def told_of(section: Section) -> list[Told]:
    """Return this of each fact of a section: what is kept of those that are as in its file."""
    known = _kept(section.where.file)
    return [known.get(id(fact)) or _told(fact) for fact in section.facts]


def keep_told(file: YamlFile) -> None:
    """Put this of the facts of a file beside its records, where it has any."""
    units, section = file.records.get(Section, (None, None))
    if section is not None and TOLD not in file.records:
        file.records[TOLD] = units, list(map(_told, section.facts))


def _kept(file: YamlFile) -> Mapping[int, Told]:
    """Return what is kept with a file, by which fact of its records it is about."""
    if TOLD not in file.records:
        return {}
    facts: Iterable[Fact] = file.records[Section][1].facts
    return dict(zip(map(id, facts), file.records[TOLD][1], strict=True))


def _told(fact: Fact) -> Told:
    own, texts = digest_and_texts(fact, PLACED)
    return own, frozenset({intern(match) for text in texts for match in _KEY.findall(text)})


_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
