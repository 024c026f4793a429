"""Changes -> the files they change, in whole, and the lines that say what would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from factsheet.evidence.attestations import APPROVED, FOLDER, Attestation, with_rows
from factsheet.messages import Message, plural, quoted, say
from factsheet.problems import Problem, ProblemsFoundError
from factsheet.project import Project
from factsheet.review.changes import Changes
from factsheet.review.sheets import RULE
from factsheet.writing.yaml import Trail, UnchangeableError, with_texts


def files_of(project: Project, changes: Changes) -> dict[Path, bytes]:
    """Return the changed files; raise ProblemsFoundError for texts that others repeat."""
    texts = defaultdict[str, dict[Trail, str]](dict)
    for new in changes.texts:
        where = new.fact.where
        texts[where.file.name][*where.trail, "text", new.language] = new.text
    files: dict[Path, bytes] = {}
    problems = []
    for name, own in texts.items():
        path = project.root / name
        try:
            files[path] = with_texts(path.read_bytes().decode(), own).encode()
        except UnchangeableError as error:
            cells = [new.cell for new in changes.texts if new.fact.where.file.name == name]
            message, hint = (
                say("{name}: {error}", name=name, error=error),
                say("change this text in the file itself"),
            )
            problems.append(Problem(place=cells[0], rule=RULE, message=message, hint=hint))
    if problems:
        raise ProblemsFoundError(problems)
    rows = defaultdict[str, list[Attestation]](list)
    facts = project.book.by_id()
    for row in changes.attested:
        rows[facts[row.fact].section].append(row)
    for section, added in rows.items():
        path = project.root / FOLDER / f"{section}.tsv"
        before = path.read_bytes().decode() if path.exists() else ""
        files[path] = with_rows(before, added).encode()
    return files


def told_changes(changes: Changes) -> Iterator[Message]:
    """Iterate over the lines that show what a workbook changes."""
    for new in changes.texts:
        place = new.fact.where.place("text", new.language)
        yield quoted(f"{place} {new.fact.id} {new.language}")
        yield quoted(f"  - {new.fact.text[new.language]}")
        yield quoted(f"  + {new.text}")
    for row in changes.attested:
        if row.act == APPROVED:
            yield say(
                "approved: {fact} in {kind}, by {name}", fact=row.fact, kind=row.kind, name=row.by
            )
        else:
            meant = (row.value, row.unit, row.qualifier, row.period, row.status)
            what = f"{row.fact}.{row.figure}" if row.figure else row.fact
            yield say(
                "read: {what} in {kind}: {meant}, by {name}",
                what=what,
                kind=row.kind,
                meant=" ".join(filter(None, meant)),
                name=row.by,
            )
    for problem in changes.contradictions:
        yield say("contradicted: {place}: {message}", place=problem.place, message=problem.message)
    for remark in changes.remarks:
        yield say(
            "remark: {fact} ({cell}): {words}",
            fact=remark.fact,
            cell=remark.cell,
            words=remark.text,
        )
    approvals = sum(row.act == APPROVED for row in changes.attested)
    yield say(
        "{texts}, {readings}, {approvals}, {remarks}",
        texts=plural("{count} text", "{count} texts", len(changes.texts)),
        readings=plural("{count} reading", "{count} readings", len(changes.attested) - approvals),
        approvals=plural("{count} approval", "{count} approvals", approvals),
        remarks=plural("{count} remark", "{count} remarks", len(changes.remarks)),
    )
