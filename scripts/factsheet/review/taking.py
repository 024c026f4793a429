"""Changes -> the files they change, in whole, and the lines that say what would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from factsheet.evidence.attestations import APPROVED, FOLDER, Attestation, with_rows
from factsheet.problems import Problem, ProblemsFoundError, counted
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
            message, hint = f"{name}: {error}", "change this text in the file itself"
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


def told(changes: Changes) -> Iterator[str]:
    """Iterate over the lines that show what a workbook changes."""
    for new in changes.texts:
        yield f"{new.fact.where.place('text', new.language)} {new.fact.id} {new.language}"
        yield f"  - {new.fact.text[new.language]}"
        yield f"  + {new.text}"
    for row in changes.attested:
        if row.act == APPROVED:
            yield f"approved  {row.fact} in {row.kind}, by {row.by}"
        else:
            meant = (row.value, row.unit, row.qualifier, row.period, row.status)
            what = f"{row.fact}.{row.figure}" if row.figure else row.fact
            yield f"read      {what} in {row.kind}: {' '.join(filter(None, meant))}, by {row.by}"
    for problem in changes.contradictions:
        yield f"contradicted  {problem.place}: {problem.message}"
    for remark in changes.remarks:
        yield f"remark    {remark.fact} ({remark.cell}): {remark.text}"
    approvals = sum(row.act == APPROVED for row in changes.attested)
    counts = (
        counted(len(changes.texts), "text"),
        counted(len(changes.attested) - approvals, "reading"),
        counted(approvals, "approval"),
        counted(len(changes.remarks), "remark"),
    )
    yield ", ".join(counts)
