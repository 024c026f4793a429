"""Attestations -> which words are approved as they stand; an official edition needs all of them.

What is approved is one language's sentence with its figures, period and status: whatever of these
changes afterwards has to be approved again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from factsheet.evidence.attestations import FOLDER, Attestation, load_attestations
from factsheet.evidence.readings import few, wording_hash
from factsheet.facts.frame import OFFICIAL
from factsheet.facts.lock import hash_of
from factsheet.facts.records import Fact
from factsheet.messages import Message, plural, say
from factsheet.problems import Problem
from factsheet.project import Project

HINT = say(
    "who approves writes the name into the workbook of: factsheet review export --waiting; "
    "take it in with: factsheet review import"
)


def approved_hash(project: Project, fact: Fact, language: str) -> str:
    """Return the hash of what an approval of a fact in one language is of at present."""
    figures = {}
    for figure in fact.figures.values():
        quantity = project.figures.quantities.get((fact.id, figure.name))
        unit, qualifier, low, high = quantity.meaning if quantity else ("", "", 0, 0)
        meaning = [unit, qualifier, f"{low:f}", f"{high:f}"]
        figures[figure.name] = [figure.printed, figure.basis, figure.scope, *meaning]
    return hash_of(
        {
            "wording": wording_hash(project, fact, language),
            "figures": figures,
            "periods": {key: period.text for key, period in fact.periods.items()},
            "status": fact.status,
            "by": fact.by,
        }
    )


def approvers(
    project: Project, approvals: Iterable[Attestation]
) -> Mapping[tuple[str, str], tuple[Attestation, ...]]:
    """Return the current approvals by fact and language."""
    facts = project.book.by_id()
    found: dict[tuple[str, str], tuple[Attestation, ...]] = {}
    for row in approvals:
        fact = facts.get(row.fact)
        if fact is None or row.kind not in project.book.languages:
            continue
        if row.seen == approved_hash(project, fact, row.kind):
            found[row.fact, row.kind] = (*found.get((row.fact, row.kind), ()), row)
    return found


def unapproved(
    project: Project, approvals: Iterable[Attestation]
) -> Mapping[str, tuple[Fact, ...]]:
    """Return by language the published facts that are in it and have no current approval."""
    current = approvers(project, approvals)
    return {
        language: tuple(
            fact
            for fact in project.book.facts
            if fact.is_published and language in fact.text and (fact.id, language) not in current
        )
        for language in project.book.languages
    }


def misplaced(project: Project, approvals: Iterable[Attestation]) -> Iterator[Problem]:
    """Name each approval of a fact or language that the sheet does not have."""
    facts = project.book.by_id()
    for row in approvals:
        if row.fact not in facts:
            message, hint = (
                say("there is no fact {key!r}", key=row.fact),
                say("rename its rows, or delete them"),
            )
        elif row.kind not in project.book.languages:
            message = say("{language!r} is not a language of the sheet", language=row.kind)
            hint = say("languages: {expected}", expected=", ".join(project.book.languages))
        else:
            continue
        yield Problem(place=row.place, rule="attestations", message=message, hint=hint)


def missing(project: Project) -> tuple[Problem, ...]:
    """Return a problem for each fact that an official edition lacks an approval of."""
    if project.book.edition.kind != OFFICIAL:
        return ()
    attested, problems = load_attestations(project.root)
    found = [*problems, *misplaced(project, attested.approvals)]
    for language, facts in unapproved(project, attested.approvals).items():
        for fact in facts:
            message = say(
                "{id!r} is not approved in {language!r} as it stands", id=fact.id, language=language
            )
            place = fact.where.place("text", language)
            found.append(Problem(place=place, rule="approval", message=message, hint=HINT))
    return tuple(found)


def told_unapproved(waiting: Mapping[str, tuple[Fact, ...]]) -> Iterator[Message]:
    """Iterate over the lines that say which approvals are missing, and what to do about it."""
    for language, facts in waiting.items():
        if facts:
            keys = [fact.id for fact in facts]
            yield plural(
                "no current approval in {language}: {count} fact ({shown})",
                "no current approval in {language}: {count} facts ({shown})",
                len(keys),
                language=language,
                shown=few(keys),
            )
    if any(waiting.values()):
        yield say("    hint: {hint}; {folder}/ keeps it", hint=HINT, folder=FOLDER)
