"""facts/evidence.lock: for each fact the hash of what was verified, and of what each reading saw.

The evidence hash covers what proves a fact (printed figures, citations, period, status,
misprints, formulas) and is set only by `verify`. Behind it stand the readings that were current
when `verify` last ran, one a kind: a language, or the archive. A day changes only with its hash,
so an unchanged sheet is never rewritten. The hash of a proved silence (its words, its articles, the
lines linked or set aside) stands as a kind of its own. What was published is no business of the
lock.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from factsheet.cache.last import Last
from factsheet.facts.factbook import Factbook
from factsheet.facts.records import Citation, Fact, Section, Source
from factsheet.facts.silence import PLAN, ROW, Claim, claims
from factsheet.messages import Message, say
from factsheet.problems import Place, Problem
from factsheet.writing import write_whole

# A section and the articles that its facts cite: all that their hashes are of.
_Proved: TypeAlias = tuple[Section, tuple[Source | None, ...]]

LOCK = "facts/evidence.lock"
DIGITS = 16
HEADER = (
    "# Written by `factsheet verify`; never edit by hand.\n"
    "# fact  evidence-hash verified-on  kind-of-reading=hash-of-what-was-read@read-on ...\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The hash of what a reading saw, and the day it was first taken in."""

    seen: str
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is locked of a fact: its evidence and day, and its readings by kind."""

    evidence: str
    verified: str
    readings: Mapping[str, Read] = field(default_factory=dict)


def evidence_hash(fact: Fact, sources: Mapping[str, Source]) -> str:
    """Return the hash of what proves a fact."""
    return hash_of(
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


def evidence_hashes(book: Factbook) -> Mapping[str, str]:
    """Return the same of every fact by its id; in a process that stays, of unchanged ones once."""
    cited = book.by_section(_cited, _sources_of)

    def keyed(section: Section, keys: Iterable[str]) -> tuple[Hashable, _Proved]:
        sources = tuple(map(book.sources.get, keys))
        return (id(section), *map(id, sources)), (section, sources)

    def hashed(proved: _Proved) -> dict[str, str]:
        return {fact.id: evidence_hash(fact, book.sources) for fact in proved[0].facts}

    hashes: dict[str, str] = {}
    for found in _last.each(map(keyed, book.sections, cited), hashed):
        hashes |= found
    return hashes


def _sources_of(section: Section) -> tuple[str, ...]:
    """Return the keys of the articles that the facts of a section cite."""
    return tuple(dict.fromkeys(cited.source for fact in section.facts for cited in fact.cite))


def read_lock(root: Path) -> tuple[dict[str, Entry], tuple[Problem, ...]]:
    """Read the lock; a missing one is empty, an unreadable line a problem."""
    path = root / LOCK
    if not path.is_file():
        return {}, ()
    entries, problems = _read(path.read_text("utf-8", errors="replace"))
    return dict(entries), problems


@lru_cache(maxsize=2)
def _read(text: str) -> tuple[Mapping[str, Entry], tuple[Problem, ...]]:
    """Return what a lock holds; the same for the same text."""
    entries: dict[str, Entry] = {}
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None or match["id"] in entries:
            place = Place(file=LOCK, line=number, column=1)
            hint = say("never edit it by hand; run: factsheet verify")
            problems.append(
                Problem(
                    place=place,
                    rule="lock",
                    message=say("this line of the lock cannot be read"),
                    hint=hint,
                )
            )
            continue
        readings = {
            m["kind"]: Read(seen=m["seen"], on=m["on"]) for m in _READ.finditer(match["readings"])
        }
        entries[match["id"]] = Entry(
            evidence=match["evidence"], verified=match["verified"], readings=readings
        )
    return MappingProxyType(entries), tuple(problems)


def write_lock(root: Path, entries: Mapping[str, Entry]) -> bool:
    """Write the lock if it changed; return whether it did."""
    text = HEADER + "".join(_line(key, entry) for key, entry in sorted(entries.items()))
    path = root / LOCK
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    write_whole(path, text.encode())
    return True


def locked(
    book: Factbook,
    old: Mapping[str, Entry],
    readings: Mapping[str, Mapping[str, str]],
    today: date,
) -> dict[str, Entry]:
    """Return the lock of a verified sheet: only of facts that it holds.

    `readings` gives for each fact the hash that each kind of reading saw, where it is current.
    """
    entries = {}
    for fact in book.facts:
        before = old.get(fact.id, Entry(evidence="", verified=""))
        evidence = evidence_hash(fact, book.sources)
        verified = before.verified if before.evidence == evidence else today.isoformat()
        kept = {kind: before.readings[kind] for kind in (PLAN, ROW) if kind in before.readings}
        for kind, seen in readings.get(fact.id, {}).items():
            read = before.readings.get(kind)
            if read is None or read.seen != seen:
                read = Read(seen=seen, on=today.isoformat())
            kept[kind] = read
        entries[fact.id] = Entry(evidence=evidence, verified=verified, readings=kept)
    _lock_silence(book, entries, today)
    return entries


def _lock_silence(book: Factbook, entries: dict[str, Entry], today: date) -> None:
    """Set the hashes of proved silence, and drop those of what is no longer claimed."""
    proved = {(claim.fact, claim.kind): silence_hash(claim) for claim in claims(book)}
    for key, entry in entries.items():
        readings = dict(entry.readings)
        for kind in (PLAN, ROW):
            seen = proved.get((key, kind))
            if seen is None:
                readings.pop(kind, None)
            elif kind not in readings or readings[kind].seen != seen:
                readings[kind] = Read(seen=seen, on=today.isoformat())
        entries[key] = Entry(evidence=entry.evidence, verified=entry.verified, readings=readings)


def silence_hash(claim: Claim) -> str:
    """Return the hash of what proves that later articles do not mention a plan or project."""
    return hash_of(
        {
            "terms": sorted(claim.terms),
            "through": sorted(claim.silent.through),
            "articles": [
                (s.key, s.issued.text, s.archive.sha256, s.archive.lines)
                for s in claim.articles
                if s.archive
            ],
            "named": sorted(claim.named),
            "aside": sorted(claim.aside),
        }
    )


def unverified(book: Factbook, entries: Mapping[str, Entry]) -> Iterator[Problem]:
    """Compare facts with the lock: evidence edited since its last verification, by name."""
    hint = say("run: factsheet verify, with the archive at hand")
    if not entries:
        yield Problem(
            place=Place(file=LOCK),
            rule="lock",
            message=say("no fact has been verified yet"),
            hint=hint,
        )
        return
    for fact in book.facts:
        entry = entries.get(fact.id)
        if entry is None:
            message = say("the fact {id!r} has never been verified", id=fact.id)
            yield Problem(place=fact.where.place("id"), rule="lock", message=message, hint=hint)
        elif entry.evidence != evidence_hash(fact, book.sources):
            message = say(
                "the evidence of {id!r} was edited since {verified}",
                id=fact.id,
                verified=entry.verified,
            )
            yield Problem(place=fact.where.place("id"), rule="lock", message=message, hint=hint)
    yield from _unproved(book, entries)


def _unproved(book: Factbook, entries: Mapping[str, Entry]) -> Iterator[Problem]:
    """Compare claims of silence with the lock: what was never proved, or edited since."""
    hint = say("run: factsheet verify, with the archive at hand")
    facts = book.by_id()
    claimed = {(claim.fact, claim.kind): claim for claim in claims(book)}
    for (key, kind), claim in claimed.items():
        entry = entries.get(key)
        read = entry.readings.get(kind) if entry else None
        if entry is not None and (read is None or read.seen != silence_hash(claim)):
            message = _unproved_since(key, claim, read)
            yield Problem(place=claim.silent.where.place(), rule="lock", message=message, hint=hint)
    for key, entry in entries.items():
        for kind in (PLAN, ROW):
            if kind in entry.readings and (key, kind) not in claimed and key in facts:
                message = say(
                    "the silence about {key!r} was proved and is no longer claimed", key=key
                )
                yield Problem(
                    place=facts[key].where.place("id"), rule="lock", message=message, hint=hint
                )


def _unproved_since(key: str, claim: Claim, read: Read | None) -> Message:
    """Say why a claim is unproved: never searched for, articles that came in, or an edit."""
    if read is None:
        return say("the silence about {key!r} has never been proved", key=key)
    newest = sorted(claim.articles, key=lambda source: source.order)
    for count in range(1, len(newest) + 1):
        older = tuple(source for source in claim.articles if source not in newest[-count:])
        if silence_hash(replace(claim, articles=older)) == read.seen:
            names = ", ".join(source.key for source in newest[-count:])
            return say(
                "{key!r} is called silent, and {articles} came in since {day}: not yet searched",
                key=key,
                articles=names,
                day=read.on,
            )
    return say("the silence about {key!r} was edited since {day}", key=key, day=read.on)


def lines_hash(fact: Fact, sources: Mapping[str, Source]) -> str:
    """Return the hash of the cited lines: all that a reader of them alone sees."""
    cited = [(c.source, sources.get(c.source), c.at) for c in fact.cite]
    return hash_of(
        [
            (key, source.archive.sha256 if source and source.archive else None, at)
            for key, source, at in cited
        ]
    )


def hash_of(data: object) -> str:
    """Return the first 16 hex digits of the SHA-256 of data as JSON with sorted keys."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _line(key: str, entry: Entry) -> str:
    readings = [f" {kind}={r.seen}@{r.on}" for kind, r in sorted(entry.readings.items())]
    return f"{key} {entry.evidence} {entry.verified}{''.join(readings)}\n"


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


_LINE = re.compile(
    rf"(?P<id>[a-z0-9-]+) (?P<evidence>[0-9a-f]{{{DIGITS}}}) (?P<verified>\d{{4}}-\d\d-\d\d)"
    rf"(?P<readings>(?: [a-z][A-Za-z-]*=[0-9a-f]{{{DIGITS}}}@\d{{4}}-\d\d-\d\d)*)"
)
_last: Last[_Proved, dict[str, str]] = Last()
_cited: Last[Section, tuple[str, ...]] = Last()
_READ = re.compile(r"(?P<kind>\S+)=(?P<seen>\S+)@(?P<on>\S+)")
