"""Project -> editions/<n>/: an edition's facts, kept for good; and what changed since.

facts.json holds each published fact as readers got it and as it was typed, with the hashes of its
evidence and of its words in each language; SHA256SUMS proves that nobody edited it. Verified is not
published: a draft may be renamed or dropped, an id of a kept edition never.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from factsheet.edition.localize import edition_of
from factsheet.edition.sheet import Edition
from factsheet.evidence.approvals import missing
from factsheet.evidence.readings import wording_hash
from factsheet.facts.factbook import Factbook
from factsheet.facts.lock import evidence_hash
from factsheet.facts.records import Fact
from factsheet.figures.quantity import quantity_json
from factsheet.problems import Place, Problem, ProblemsFoundError, suggest
from factsheet.project import Project
from factsheet.writing import write_all

FOLDER = "editions"
FACTS, SUMS = "facts.json", "SHA256SUMS"
NUMBER = r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*"


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KeptFigure(_Record):
    """A figure: as printed or calculated, and what was read in it; numbers as decimal strings."""

    name: str
    printed: str
    formula: str
    indicator: str
    basis: str
    scope: str
    unit: str
    qualifier: str
    value: str | None
    low: str | None
    high: str | None
    rendered: dict[str, str]


class KeptCitation(_Record):
    """A citation without its lines' text: article, lines, and the short strings found there."""

    source: str
    at: tuple[int, ...]
    printed: dict[str, str]
    evidence: tuple[str, ...]


class KeptFact(_Record):
    """A fact of an edition; texts by language, `typed` texts with their slots."""

    id: str
    topic: str
    section: str
    status: str
    by: tuple[str, ...]
    withdrawn: str
    periods: dict[str, str]
    text: dict[str, str]
    typed: dict[str, dict[str, str]]
    figures: tuple[KeptFigure, ...]
    cite: tuple[KeptCitation, ...]
    was: tuple[str, ...] = ()
    verified: str
    evidence: str
    wording: dict[str, str]


class KeptEdition(_Record):
    """An edition as it was published."""

    number: str
    date: date
    cutoff: str
    languages: tuple[str, ...]
    facts: tuple[KeptFact, ...]


def freeze(project: Project) -> str:
    """Write the record of the present edition; return its folder.

    A kept edition never changes: raises ProblemsFoundError where there is one of this number, and
    for what an official edition lacks an approval of.
    """
    number = project.book.edition.number
    if not re.fullmatch(NUMBER, number):
        place = project.book.edition.where.place("number")
        hint = "an edition's number is its folder: digits, letters, points, hyphens"
        message = f"an edition cannot be kept as {number!r}"
        raise ProblemsFoundError(
            [Problem(place=place, rule="editions", message=message, hint=hint)]
        )
    folder = project.root / FOLDER / number
    if folder.exists():
        message = f"edition {number} is kept already and never changes"
        hint = "give the next edition its number in facts/edition.yml"
        raise ProblemsFoundError(
            [
                Problem(
                    place=Place(file=f"{FOLDER}/{number}"),
                    rule="editions",
                    message=message,
                    hint=hint,
                )
            ]
        )
    if lacking := missing(project):
        raise ProblemsFoundError(lacking)
    content = (_edition(project).model_dump_json(indent=1) + "\n").encode()
    partial = folder.with_name(f".{number}.new")
    sums = f"{hashlib.sha256(content).hexdigest()}  {FACTS}\n"
    write_all({partial / FACTS: content, partial / SUMS: sums.encode()})
    try:
        partial.rename(folder)
    except OSError:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return f"{FOLDER}/{number}"


def kept_editions(root: Path) -> tuple[tuple[KeptEdition, ...], tuple[Problem, ...]]:
    """Read all kept editions, oldest first; one that was edited or cannot be read is a problem."""
    editions: list[KeptEdition] = []
    problems: list[Problem] = []
    home = root / FOLDER
    for folder in sorted(home.iterdir()) if home.is_dir() else ():
        if folder.name.startswith("."):
            continue
        place = Place(file=f"{FOLDER}/{folder.name}/{FACTS}")
        hint = f"bring editions/ back from git: git checkout {FOLDER}/{folder.name}"
        try:
            content = (folder / FACTS).read_bytes()
            proof = (folder / SUMS).read_text("utf-8", errors="replace")
        except OSError:
            message = f"a kept edition is a folder of {FACTS} and {SUMS}"
            problems.append(Problem(place=place, rule="editions", message=message, hint=hint))
            continue
        if proof != f"{hashlib.sha256(content).hexdigest()}  {FACTS}\n":
            message = f"this record of a published edition was edited: {SUMS} has another hash"
            problems.append(Problem(place=place, rule="editions", message=message, hint=hint))
            continue
        try:
            edition = KeptEdition.model_validate_json(content)
        except ValidationError as error:
            message = f"this record cannot be read: {error.errors()[0]['msg']}"
            problems.append(Problem(place=place, rule="editions", message=message, hint=hint))
            continue
        if edition.number != folder.name:
            message = f"edition {edition.number} stands in the folder of another"
            problems.append(Problem(place=place, rule="editions", message=message, hint=hint))
        editions.append(edition)
    return tuple(sorted(editions, key=lambda e: (e.date, e.number))), tuple(problems)


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
            is_gone = "is gone" if fact is None else "is held"
            place = Place(file=f"{FOLDER}/{edition.number}/{FACTS}")
            if fact is not None:
                place = fact.where.place("hold")
            message = (
                f"the fact {kept.id!r} was published in edition {edition.number} and {is_gone}"
            )
            hint = (
                "an address is permanent: keep the fact and mark it withdrawn: {date, reason}, "
                f"or name the fact that it became: was: [{kept.id}]"
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
                message = f"no kept edition published {earlier!r}, the earlier id of {fact.id!r}"
                hint = suggest(earlier, sorted(published)) or "a draft's id has no address to keep"
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
            wordings = [fact.text.get(language, "") for fact in kept]
            figures = [
                text
                for fact in kept
                for figure in fact.figures
                for text in (figure.printed, figure.rendered.get(language, ""))
            ]
            if said in figures or any(said in wording for wording in wordings):
                continue
            message = f"no kept edition says “{said}” of {correction.fact!r}"
            hint = f"it said: {wordings[-1]}" if wordings else "it was not published"
            place = correction.where.place("said", language)
            yield Problem(place=place, rule="editions", message=message, hint=hint)


def changes(project: Project, kept: KeptEdition) -> dict[str, list[str]]:
    """Return the ids that changed since a kept edition, by what changed, in page order.

    `wording xx` is of a language that the edition had; `figures` are values, period and status.
    """
    before = {fact.id: fact for fact in kept.facts}
    shared = [key for key in kept.languages if key in project.book.languages]
    kinds = (
        "added",
        "renamed",
        "withdrawn",
        "evidence",
        "figures",
        *(f"wording {key}" for key in shared),
    )
    found: dict[str, list[str]] = {kind: [] for kind in kinds}
    editions = {key: edition_of(project, key) for key in project.book.languages}
    for fact in project.book.facts:
        if fact.hold:
            continue
        earlier = next((key for key in (fact.id, *fact.was) if key in before), "")
        old, new = before.get(earlier), _fact(project, fact, editions)
        if old is not None and old.id != fact.id:
            found["renamed"].append(fact.id)
        if old is None or (old.withdrawn and not new.withdrawn):
            found["added"].append(fact.id)
        elif new.withdrawn:
            if not old.withdrawn:
                found["withdrawn"].append(fact.id)
        else:
            for kind in _changed(old, new, shared):
                found[kind].append(fact.id)
    return found


def _changed(old: KeptFact, new: KeptFact, languages: Sequence[str]) -> Iterator[str]:
    if old.evidence != new.evidence:
        yield "evidence"
    if _meant(old) != _meant(new):
        yield "figures"
    for key in languages:
        if old.wording[key] != new.wording[key]:
            yield f"wording {key}"


def _meant(fact: KeptFact) -> tuple[object, ...]:
    figures = [(f.name, f.unit, f.qualifier, f.value, f.low, f.high) for f in fact.figures]
    return fact.status, fact.by, fact.periods, figures


def _edition(project: Project) -> KeptEdition:
    info = project.book.edition
    editions = {key: edition_of(project, key) for key in project.book.languages}
    return KeptEdition(
        number=info.number,
        date=info.date,
        cutoff=info.cutoff.text,
        languages=project.book.languages,
        facts=tuple(_fact(project, f, editions) for f in project.book.facts if not f.hold),
    )


def _fact(project: Project, fact: Fact, editions: Mapping[str, Edition]) -> KeptFact:
    views = {key: e.facts[fact.id] for key, e in editions.items() if fact.id in e.facts}
    cells = fact.cells.columns if fact.cells else {}
    return KeptFact(
        id=fact.id,
        topic=fact.topic,
        section=fact.section,
        status=fact.status,
        by=fact.by,
        withdrawn=fact.withdrawn.date.isoformat() if fact.withdrawn else "",
        periods={key: period.text for key, period in fact.periods.items()},
        text={key: view.plain for key, view in views.items()},
        typed={
            "text": dict(fact.text),
            "note": dict(fact.note or {}),
            **{f"cell {key}": dict(texts) for key, texts in cells.items()},
        },
        figures=() if fact.withdrawn else tuple(_figures(project, fact, editions)),
        cite=tuple(
            KeptCitation(source=c.source, at=c.at, printed=dict(c.printed), evidence=c.evidence)
            for c in fact.cite
        ),
        was=fact.was,
        verified=project.verified.get(fact.id, ""),
        evidence=evidence_hash(fact, project.book.sources),
        wording={key: wording_hash(project, fact, key) for key in project.book.languages},
    )


def _figures(project: Project, fact: Fact, editions: Mapping[str, Edition]) -> Iterator[KeptFigure]:
    words = {key: {v.name: v.text for v in e.facts[fact.id].figures} for key, e in editions.items()}
    for name, figure in fact.figures.items():
        yield KeptFigure(
            name=name,
            printed=figure.printed,
            formula=figure.formula,
            indicator=figure.indicator,
            basis=figure.basis,
            scope=figure.scope,
            rendered={key: texts[name] for key, texts in words.items()},
            **quantity_json(project.figures.quantities[fact.id, name]),  # type: ignore[arg-type]
        )
