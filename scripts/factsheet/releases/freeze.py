"""Project -> editions/<n>/: the record of an edition, written once."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping

from factsheet.edition.localize import editions_of
from factsheet.edition.sheet import Edition
from factsheet.evidence.approvals import missing
from factsheet.evidence.readings import wording_hash
from factsheet.facts.lock import evidence_hashes
from factsheet.facts.records import Fact
from factsheet.figures.quantity import quantity_json
from factsheet.messages import say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.project import Project
from factsheet.releases.compare import compare
from factsheet.releases.kept import (
    FACTS,
    FILES,
    FOLDER,
    SUMS,
    KeptCitation,
    KeptEdition,
    KeptFact,
    KeptFigure,
    kept_editions,
)
from factsheet.writing import write_all, write_whole

NUMBER = r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*"


def freeze(project: Project, files: str = "") -> str:
    """Write the record of the present edition; return its folder.

    `files` are the hashes of what was published with it; one kept without them takes them later,
    while the sheet says what it said. Otherwise a kept edition never changes: raises
    ProblemsFoundError.
    """
    number = freezable(project, releasing=bool(files))
    folder = project.root / FOLDER / number
    if folder.exists():
        write_whole(folder / FILES, files.encode())
        return f"{FOLDER}/{number}"
    content = (record_of(project).model_dump_json(indent=1) + "\n").encode()
    partial = folder.with_name(f".{number}.new")
    sums = f"{hashlib.sha256(content).hexdigest()}  {FACTS}\n"
    written = {partial / FACTS: content, partial / SUMS: sums.encode()}
    write_all(written | ({partial / FILES: files.encode()} if files else {}))
    try:
        partial.rename(folder)
    except OSError:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return f"{FOLDER}/{number}"


def freezable(project: Project, *, releasing: bool = False) -> str:
    """Return the number that the present edition is kept by.

    Raises ProblemsFoundError where it is no name of a folder, or is taken, and for what an official
    edition lacks an approval of. `releasing`, an edition that is kept without its files is not
    taken while the sheet says the same.
    """
    number = project.book.edition.number
    place = project.book.edition.where.place("number")
    if not re.fullmatch(NUMBER, number):
        hint = say("an edition's number is its folder: digits, letters, points, hyphens")
        message = say("an edition cannot be kept as {number!r}", number=number)
        raise ProblemsFoundError(
            [Problem(place=place, rule="editions", message=message, hint=hint)]
        )
    folder = project.root / FOLDER / number
    if not folder.exists():
        if lacking := missing(project):
            raise ProblemsFoundError(lacking)
        return number
    message = say("edition {number} is kept already and never changes", number=number)
    if releasing and not (folder / FILES).exists():
        kept = next((e for e in kept_editions(project.root)[0] if e.number == number), None)
        if kept is not None and not compare(kept, record_of(project), ()).found:
            return number
        message = say(
            "edition {number} is kept, and the sheet says something else by now", number=number
        )
    hint = say("give the next edition its number in facts/edition.yml")
    place = Place(file=f"{FOLDER}/{number}")
    raise ProblemsFoundError([Problem(place=place, rule="editions", message=message, hint=hint)])


def record_of(project: Project, editions: Mapping[str, Edition] | None = None) -> KeptEdition:
    """Return the record of the present edition; `editions` are its words where they are known."""
    info = project.book.edition
    editions = editions_of(project) if editions is None else editions
    hashes = evidence_hashes(project.book)
    return KeptEdition(
        number=info.number,
        date=info.date,
        cutoff=info.cutoff.text,
        languages=project.book.languages,
        facts=tuple(
            _fact(project, fact, editions, hashes[fact.id])
            for fact in project.book.facts
            if not fact.hold
        ),
    )


def _fact(project: Project, fact: Fact, editions: Mapping[str, Edition], evidence: str) -> KeptFact:
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
        evidence=evidence,
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
