"""What an edition carries as data, as typed: its imprint, citations, articles. None is reworded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What outputs need of an edition beside its texts.

    `cutoff` and `years` are its last day and the years it has figures of, as data; `words` are
    the interface words by message, `downloads` what a reader can take along, in words by file,
    `columns` what the columns of the open data hold. `inferred` is the pattern around what is
    inferred, `print` says how its language is set on paper, `units` and `scales` what follows a
    number there. `foreign` and `endings` are the search's patterns, `search` is what readers type
    in it, `settings` its MkDocs file.
    """

    date: date
    cutoff: str
    years: tuple[int, int] | None
    license: str
    settings: str
    words: Mapping[str, str]
    downloads: Mapping[str, str]
    columns: Mapping[str, str]
    print: Mapping[str, Any]
    inferred: str
    units: frozenset[str]
    scales: frozenset[str]
    foreign: str
    endings: Mapping[str, str]
    search: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationData:
    """Where an article proves a fact: its lines and the strings found there."""

    source: str
    at: tuple[int, ...]
    proves_period_only: bool
    printed: Mapping[str, str]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleData:
    """An article for machines: what is inferred of it is left out, but the day it was issued.

    `title` is in the edition's language, `original` as printed, where it has one; `spans` are its
    lines in the archive; `via` is the newspaper that it says it is reprinted from.
    """

    kind: str
    issued: str
    is_issue_inferred: bool
    coverage: str
    spans: tuple[tuple[int, int], ...] | None
    title: str
    original: str
    authors: tuple[str, ...]
    publication: str
    inferred_publication: str
    via: str
    section: str
    number: str
    page: str
    url: str
