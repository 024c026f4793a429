"""facts/evidence.lock: for each fact the hash of what was verified and of what was read.

The evidence hash covers what proves a fact (printed figures, citations, period, status,
misprints, formulas) and is set only by `verify`; the wording hash covers its texts and is set by
a recorded reading. A date changes only with its hash, so an unchanged sheet is never rewritten.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from factsheet.facts.records import Citation, Fact, Factbook, Source
from factsheet.problems import Place, Problem

LOCK = "facts/evidence.lock"
DIGITS = 16
HEADER = (
    "# Written by `factsheet verify`; never edit by hand.\n"
    "# fact  evidence-hash verified-on  wording-hash read-on\n"
)
UNREAD = "-"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is locked of a fact: two hashes, each with the day it was set."""

    evidence: str
    verified: str
    wording: str = UNREAD
    read: str = UNREAD


def evidence_hash(fact: Fact, sources: Mapping[str, Source]) -> str:
    """Return the hash of what proves a fact."""
    return _hash(
        {
            "status": fact.status,
            "by": fact.by,
            "periods": {key: period.text for key, period in fact.periods.items()},
            "basis": fact.period_basis.printed if fact.period_basis else None,
            "inferred": fact.period_basis is not None,
            "figures": {
                f.name: [f.printed, f.near, f.indicator, f.basis, f.scope, f.formula, f.unit]
                for f in fact.figures.values()
            },
            "cite": [_citation(c, sources.get(c.source)) for c in fact.cite],
        }
    )


def wording_hash(fact: Fact) -> str:
    """Return the hash of a fact's texts in all languages."""
    cells = {} if fact.cells is None else {k: dict(v) for k, v in fact.cells.columns.items()}
    return _hash({"text": dict(fact.text), "note": dict(fact.note or {}), "cells": cells})


def read_lock(root: Path) -> tuple[dict[str, Entry], tuple[Problem, ...]]:
    """Read the lock; a missing one is empty, an unreadable line a problem."""
    path = root / LOCK
    entries: dict[str, Entry] = {}
    problems = []
    if not path.is_file():
        return entries, ()
    for number, line in enumerate(path.read_text("utf-8", errors="replace").split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None or match["id"] in entries:
            place = Place(LOCK, number, 1)
            hint = "never edit it by hand; run: factsheet verify"
            problems.append(Problem(place, "lock", "this line of the lock cannot be read", hint))
            continue
        entries[match["id"]] = Entry(*match.group("evidence", "verified", "wording", "read"))
    return entries, tuple(problems)


def write_lock(root: Path, entries: Mapping[str, Entry]) -> bool:
    """Write the lock if it changed; return whether it did."""
    lines = [
        f"{key} {e.evidence} {e.verified} {e.wording} {e.read}\n"
        for key, e in sorted(entries.items())
    ]
    text = HEADER + "".join(lines)
    path = root / LOCK
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    partial = path.with_name(f".{path.name}.new")
    partial.write_text(text, "utf-8")
    partial.replace(path)
    return True


def locked(
    book: Factbook, old: Mapping[str, Entry], readings: Mapping[str, str], today: date
) -> dict[str, Entry]:
    """Return the lock of a verified sheet; `readings` gives the wording hash each reading saw."""
    entries = {}
    for fact in book.facts:
        before = old.get(fact.id)
        evidence = evidence_hash(fact, book.sources)
        same = before is not None and before.evidence == evidence
        verified = before.verified if before is not None and same else today.isoformat()
        wording, read = (before.wording, before.read) if before else (UNREAD, UNREAD)
        seen = readings.get(fact.id)
        if seen == wording_hash(fact) and seen != wording:
            wording, read = seen, today.isoformat()
        entries[fact.id] = Entry(evidence, verified, wording, read)
    return entries


def unverified(book: Factbook, entries: Mapping[str, Entry]) -> Iterator[Problem]:
    """Compare facts with the lock: evidence edited since its last verification, by name."""
    hint = "run: factsheet verify, with the archive at hand"
    if not entries:
        yield Problem(Place(LOCK), "lock", "no fact has been verified yet", hint)
        return
    for fact in book.facts:
        entry = entries.get(fact.id)
        if entry is None:
            message = f"the fact {fact.id!r} has never been verified"
            yield Problem(fact.where.place("id"), "lock", message, hint)
        elif entry.evidence != evidence_hash(fact, book.sources):
            message = f"the evidence of {fact.id!r} was edited since {entry.verified}"
            yield Problem(fact.where.place("id"), "lock", message, hint)
    known = {fact.id for fact in book.facts}
    for key in sorted(set(entries) - known):
        message = f"the fact {key!r} was published and is gone"
        hint = "an address is permanent: keep the fact and mark it withdrawn: {date, reason}"
        yield Problem(Place(LOCK), "lock", message, hint)


def unread(book: Factbook, entries: Mapping[str, Entry]) -> tuple[str, ...]:
    """Return the facts whose wording changed since its last reading, or was never read."""
    return tuple(
        fact.id
        for fact in book.facts
        if (entry := entries.get(fact.id)) is None or entry.wording != wording_hash(fact)
    )


def _citation(citation: Citation, source: Source | None) -> list[object]:
    archive = source.archive if source else None
    return [
        citation.source,
        archive.sha256 if archive else None,
        citation.at,
        sorted(citation.printed.items()),
        sorted(citation.near.items()),
        citation.evidence,
        citation.proves_period_only,
        [(m.printed, m.read) for m in citation.sic],
    ]


def _hash(data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


_LINE = re.compile(
    rf"(?P<id>[a-z0-9-]+) (?P<evidence>[0-9a-f]{{{DIGITS}}}) (?P<verified>\d{{4}}-\d\d-\d\d) "
    rf"(?P<wording>[0-9a-f]{{{DIGITS}}}|-) (?P<read>\d{{4}}-\d\d-\d\d|-)"
)
