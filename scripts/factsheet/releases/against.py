"""Factbook + kept editions -> problems: what readers were given and the sheet lost or misquotes.

Verified is not published: a draft may be renamed or dropped, an id of a kept edition never.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from factsheet.facts.factbook import Factbook
from factsheet.facts.records import Fact
from factsheet.messages import say
from factsheet.problems import Place, Problem, suggest
from factsheet.releases.compare import times_said
from factsheet.releases.kept import FACTS, FOLDER, KeptEdition


def unkept(book: Factbook, editions: Sequence[KeptEdition]) -> Iterator[Problem]:
    """Name what contradicts the kept editions: lost ids, unknown earlier ids, wrong quotations."""
    yield from vanished(book, editions)
    yield from unpublished(book, editions)
    yield from miscorrected(book, editions)


def vanished(book: Factbook, editions: Sequence[KeptEdition]) -> Iterator[Problem]:
    """Name each id of a kept edition that is no longer on the site, as a fact or withdrawn."""
    facts = addressed(book)
    told: set[str] = set()
    for edition in editions:
        for kept in edition.facts:
            fact = facts.get(kept.id)
            if kept.id in told or (fact is not None and not fact.hold):
                continue
            told.add(kept.id)
            whose = {"id": kept.id, "number": edition.number}
            if fact is None:
                place = Place(file=f"{FOLDER}/{edition.number}/{FACTS}")
                message = say(
                    "the fact {id!r} was published in edition {number} and is gone", **whose
                )
            else:
                place = fact.where.place("hold")
                message = say(
                    "the fact {id!r} was published in edition {number} and is held", **whose
                )
            hint = say(
                "an address is permanent: keep the fact and mark it withdrawn: {{date, "
                "reason}}, or name the fact that it became: was: [{id}]",
                id=kept.id,
            )
            yield Problem(place=place, rule="editions", message=message, hint=hint)


def unpublished(book: Factbook, editions: Sequence[KeptEdition]) -> Iterator[Problem]:
    """Name each earlier id that no kept edition published; before the first there is none to know.

    A draft has no address to keep.
    """
    published = {fact.id for edition in editions for fact in edition.facts}
    for fact in book.facts if editions else ():
        for earlier in fact.was:
            if earlier not in published:
                message = say(
                    "no kept edition published {earlier!r}, the earlier id of {id!r}",
                    earlier=earlier,
                    id=fact.id,
                )
                hint = suggest(earlier, sorted(published)) or say(
                    "a draft's id has no address to keep"
                )
                place = fact.where.place("was")
                yield Problem(place=place, rule="editions", message=message, hint=hint)


def addressed(book: Factbook) -> Mapping[str, Fact]:
    """Return the facts by each id that leads to them: their own and their earlier ones."""
    return {key: fact for fact in book.facts for key in (*fact.was, fact.id)}


def miscorrected(book: Factbook, editions: Sequence[KeptEdition]) -> Iterator[Problem]:
    """Name each correction that quotes what no kept edition said of its fact.

    What was said is a kept wording, a part of it, or a figure as printed or worded. Before the
    first edition is kept there is nothing to compare with.
    """
    facts = book.by_id()
    for correction in book.corrections if editions else ():
        ids = {correction.fact, *(facts[correction.fact].was if correction.fact in facts else ())}
        kept = [f for e in editions for f in e.facts if f.id in ids]
        for language, said in correction.said.items():
            if any(times_said(said, fact, language) for fact in kept):
                continue
            message = say(
                "no kept edition says “{said}” of {fact!r}", said=said, fact=correction.fact
            )
            wordings = [fact.text.get(language, "") for fact in kept]
            hint = (
                say("it said: {words}", words=wordings[-1])
                if wordings
                else say("it was not published")
            )
            place = correction.where.place("said", language)
            yield Problem(place=place, rule="editions", message=message, hint=hint)
