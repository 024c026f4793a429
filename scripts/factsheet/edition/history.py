"""What each edition of a sheet brought, in one language, every value finished text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedView:
    """A fact that an edition added, changed, corrected or withdrew; `told` says what or why.

    `id` leads to its page, `label` names it in a few words.
    """

    id: str
    label: str
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeList:
    """The facts of one kind of change by sections, each with its title; `words` count them."""

    kind: str
    words: str
    count: int
    sections: tuple[tuple[str, tuple[ChangedView, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseView:
    """An edition and what it changed: `summary` counts it, `day` is its date as data.

    Without a number, it is what changed since the newest edition was kept.
    """

    number: str
    day: str
    anchor: str
    title: str
    summary: str
    lists: tuple[ChangeList, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionView:
    """A correction in words; `day` is its date as data."""

    day: str
    date: str
    fact: str
    page: str
    said: str
    says: str
    why: str


def numbered(labels: Sequence[str], pattern: str) -> list[str]:
    """Return labels with those that are alike numbered by a pattern."""
    alike = Counter(labels)
    counts: Counter[str] = Counter()
    out = []
    for label in labels:
        counts[label] += 1
        values = {"label": label, "number": counts[label]}
        out.append(pattern % values if alike[label] > 1 else label)
    return out
