"""Readings -> what someone else understood, compared with the facts.

`seen` is the hash of what was read, so that a reading is current until exactly that changes.
Figures, period and status are not part of the hash: the row itself holds what was read of them,
and a fact that says otherwise is a problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from factsheet.evidence.attestations import ARCHIVE, FOLDER, READ, Attestation, table
from factsheet.facts.fields import Texts
from factsheet.facts.lock import Entry, hash_of, lines_hash
from factsheet.facts.markup import NameRef, Slot, Words, tokenize
from factsheet.facts.records import PERIOD, Fact
from factsheet.figures.periods import PeriodError, parse_period
from factsheet.messages import Message, plural, ranged, say
from factsheet.problems import Place, Problem
from factsheet.project import Project

FEW = 3


def wording_hash(project: Project, fact: Fact, language: str) -> str:
    """Return the hash of a fact's words in one language: sentence, note, cells, conditions.

    Names count as they are written there, other facts' figures by what they mean. The fact's own
    figures and its main period stay open.
    """
    known, key = _known(project), (fact.id, language)
    of, found = known.get(key, (None, ""))
    if of is not fact:
        found = _wording_hash(project, fact, language)
        known[key] = fact, found
    return found


def know_wordings(project: Project, found: Mapping[str, Mapping[str, str]]) -> None:
    """Take over the hashes of facts' words, by language and id, that other processes worked out."""
    facts, known = project.book.by_id(), _known(project)
    for language, hashes in found.items():
        known |= {(key, language): (facts[key], own) for key, own in hashes.items()}


@lru_cache(maxsize=4)
def _known(_: Project) -> dict[tuple[str, str], tuple[Fact, str]]:
    """Return the hashes of a project's words that were asked for before, each with its fact."""
    return {}


def _wording_hash(project: Project, fact: Fact, language: str) -> str:
    words = {
        "text": _words(project, fact, fact.text, language),
        "note": _words(project, fact, fact.note or {}, language),
        "cells": {
            column: _words(project, fact, texts, language)
            for column, texts in (fact.cells.columns if fact.cells else {}).items()
        },
    }
    conditions = {
        figure.name: figure.condition.get(language, "")
        for figure in fact.figures.values()
        if figure.condition is not None
    }
    return hash_of({**words, "conditions": conditions} if conditions else words)


def seen_hash(project: Project, fact: Fact, kind: str) -> str:
    """Return the hash of what a reading of this kind sees of a fact at present."""
    if kind == ARCHIVE:
        return lines_hash(fact, project.book.sources)
    return wording_hash(project, fact, kind)


def kinds_of(project: Project, fact: Fact) -> tuple[str, ...]:
    """Return the readings that a fact should have: a language that it is not in has none.

    A calculated one has no lines to read.
    """
    written = (language for language in project.book.languages if language in fact.text)
    return (*written, *(() if fact.is_derived else (ARCHIVE,)))


def current(project: Project, readings: tuple[Attestation, ...]) -> dict[str, dict[str, str]]:
    """Return for each fact the hash that each kind of reading saw: those current and complete.

    A reading is complete if it has every figure of the fact, and agrees with it in all of them.
    """
    bad = {problem.place for problem in compare(project, readings)}
    facts = project.book.by_id()
    read: dict[tuple[str, str, str], set[str]] = {}
    for reading in readings:
        if reading.place not in bad:
            row = (reading.fact, reading.kind, reading.seen)
            read.setdefault(row, set()).add(reading.figure)
    found: dict[str, dict[str, str]] = {}
    for (key, kind, seen), figures in read.items():
        fact = facts[key]
        if seen == seen_hash(project, fact, kind) and figures == (set(fact.figures) or {""}):
            found.setdefault(key, {})[kind] = seen
    return found


def missing(project: Project, entries: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    """Return by kind the facts whose lock has no reading of what they are at present."""
    found: dict[str, list[str]] = {kind: [] for kind in (*project.book.languages, ARCHIVE)}
    for fact in project.book.facts:
        entry = entries.get(fact.id)
        for kind in kinds_of(project, fact):
            read = entry.readings.get(kind) if entry else None
            if read is None or read.seen != seen_hash(project, fact, kind):
                found[kind].append(fact.id)
    return {kind: tuple(keys) for kind, keys in found.items()}


def told_missing(unread: Mapping[str, tuple[str, ...]]) -> Iterator[Message]:
    """Iterate over the lines that say which readings are missing, and what to do about it."""
    open_kinds = [kind for kind, keys in unread.items() if keys]
    for kind in open_kinds:
        keys = unread[kind]
        yield plural(
            "no current reading in {kind}: {count} fact ({shown})",
            "no current reading in {kind}: {count} facts ({shown})",
            len(keys),
            kind=kind,
            shown=few(keys),
        )
    if open_kinds:
        yield say(
            "    hint: fill in the rows that factsheet readings {kind} prints, into {folder}/",
            kind=open_kinds[0],
            folder=FOLDER,
        )


def few(keys: Sequence[str]) -> str:
    """Return the first of some keys, and whether there are more."""
    return ", ".join(keys[:FEW]) + (", …" if len(keys) > FEW else "")


def blank_rows(project: Project, facts: tuple[str, ...], kind: str) -> str:
    """Return the rows that readings of these facts would have, as a table to fill in."""
    book = project.book.by_id()
    return table(
        Attestation(
            fact=key,
            act=READ,
            kind=kind,
            figure=figure,
            seen=seen_hash(project, book[key], kind),
            by="",
            on="",
            place=Place(file=FOLDER),
        )
        for key in facts
        for figure in book[key].figures or ("",)
    )


def compare(project: Project, readings: tuple[Attestation, ...]) -> Iterator[Problem]:
    """Compare every reading of what a fact is at present with the fact; stale ones are open."""
    facts = project.book.by_id()
    kinds = (*project.book.languages, ARCHIVE)
    for reading in readings:
        fact = facts.get(reading.fact)
        if fact is None:
            hint = say("rename its rows, or delete them with the fact")
            yield Problem(
                place=reading.place,
                rule="attestations",
                message=say("there is no fact {key!r}", key=reading.fact),
                hint=hint,
            )
        elif reading.kind not in kinds:
            message = say("there is no reading {key!r}", key=reading.kind)
            hint = say("what can be read: {kinds}", kinds=", ".join(kinds))
            yield Problem(place=reading.place, rule="attestations", message=message, hint=hint)
        elif reading.seen == seen_hash(project, fact, reading.kind):
            yield from _compared(project, fact, reading)


def _compared(project: Project, fact: Fact, reading: Attestation) -> Iterator[Problem]:
    quantity = project.figures.quantities.get((fact.id, reading.figure))
    if reading.figure and quantity is None:
        message = say(
            "the fact {key!r} has no figure {figure!r}", key=fact.id, figure=reading.figure
        )
        yield Problem(place=reading.place, rule="attestations", message=message)
        return
    figure = fact.figures.get(reading.figure)
    period = fact.period_of(figure) if figure else fact.period
    expected = {"period": period.text, "status": fact.status}
    read = {"period": reading.period, "status": reading.status}
    if reading.kind == ARCHIVE and _same_time(project, fact, reading.period):
        read["period"] = period.text
    if quantity is not None:
        expected |= {"unit": quantity.unit, "qualifier": quantity.qualifier}
        read |= {"unit": reading.unit, "qualifier": reading.qualifier}
        bounds = tuple(abs(bound) for bound in quantity.bounds)
        if _numbers(reading.value) != tuple(sorted(bounds)):
            message = say(
                "{id}.{figure}: read {value}, the fact has {expected}",
                id=fact.id,
                figure=reading.figure,
                value=reading.value,
                expected=ranged(min(bounds), max(bounds)),
            )
            yield Problem(place=reading.place, rule="attestations", message=message)
    for what, value in read.items():
        if value != expected[what]:
            message = say(
                "{id}: {what} read {value!r}, the fact has {expected!r}",
                id=fact.id,
                what=what,
                value=value,
                expected=expected[what],
            )
            hint = say("mend the fact, or have it read again and replace the row")
            yield Problem(place=reading.place, rule="attestations", message=message, hint=hint)


def _words(project: Project, fact: Fact, texts: Texts, language: str) -> str:
    """Return a text as its readers see it, but for the fact's own figures and main period."""
    words = ""
    for token in tokenize(texts.get(language, texts.get("*", ""))):
        match token:
            case Words(text):
                words += text
            case NameRef(key=key, short=short):
                name = project.book.names[key]
                words += (name.short if short else name.full).get(language, "")
            case Slot():
                words += _slot(project, fact, token)
    return words


def _slot(project: Project, fact: Fact, slot: Slot) -> str:
    owner = project.book.by_id()[slot.fact] if slot.fact else fact
    own = owner is fact
    if slot.name in owner.periods:
        open_ = own and slot.name == PERIOD
        return f"{{{PERIOD}}}" if open_ else f"{{{owner.periods[slot.name].text}}}"
    if own:
        return f"{{{slot.name}}}"
    unit, qualifier, low, high = project.figures.quantities[owner.id, slot.name].meaning
    return f"{{{qualifier} {low:f} to {high:f} {unit}}}"


def _same_time(project: Project, fact: Fact, text: str) -> bool:
    """Tell whether a reader of the lines meant the fact's time, in whatever form.

    Lines that print no date are dated by their article: a reader may call a state undated, as of
    its printing, or of that month. The sentence of a language has to be read exactly.
    """
    try:
        end = parse_period(text).end
    except PeriodError:
        return False
    printed = [
        source.issued.end
        for citation in fact.cite
        if (source := project.book.sources.get(citation.source))
    ]
    months = {(day.year, day.month) for day in printed if day is not None}
    own = fact.period.end
    if end is None or own is None:
        known = end or own
        return known is None or (known.year, known.month) in months
    one, other = (end.year, end.month), (own.year, own.month)
    return one == other or {one, other} <= months


def _numbers(text: str) -> tuple[Decimal, ...]:
    """Read `3` or `3 to 4`; bounds sorted, one number twice."""
    try:
        parts = [Decimal(part) for part in text.split(" to ")]
    except InvalidOperation:
        return ()
    return tuple(sorted((parts[0], parts[-1])))
