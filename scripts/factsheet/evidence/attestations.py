"""facts/attestations/*.tsv -> who attested what: what somebody read, and what somebody approved.

A row is what one person attested on a day of exactly what stood there then, known by its hash
(`seen`). A reading is what a reader, who saw nothing else, took from one figure of a fact (from a
fact without figures: the fact); its kind is the language of the sentence read, or `archive` for
the cited lines. An approval is of one language's sentence with its figures, period and status, and
leaves the columns of a reading empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

from factsheet.messages import NOTHING, Message, say
from factsheet.problems import Place, Problem

FOLDER = "facts/attestations"
READ, APPROVED = "read", "approved"
ARCHIVE = "archive"
UNNAMED = "-"  # by whom, where that was not kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """One row: an act of somebody on a day, of what `seen` is the hash of."""

    fact: str
    act: str
    kind: str
    figure: str = ""
    value: str = ""
    unit: str = ""
    qualifier: str = ""
    period: str = ""
    status: str = ""
    seen: str
    by: str
    on: str
    place: Place

    @property
    def row(self) -> tuple[str, ...]:
        """Return the cells of its row."""
        return astuple(self)[: len(COLUMNS)]


COLUMNS = tuple(field.name for field in fields(Attestation))[:-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """All rows of a sheet, by what was done."""

    readings: tuple[Attestation, ...]
    approvals: tuple[Attestation, ...]


def load_attestations(root: Path) -> tuple[Attested, tuple[Problem, ...]]:
    """Read all rows; one that cannot be read is a problem."""
    rows: list[Attestation] = []
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*.tsv")):
        name = f"{FOLDER}/{path.name}"
        for number, cells in _rows(path.read_text("utf-8", errors="replace")):
            place = Place(file=name, line=number, column=1)
            message, hint = _fault(cells)
            if message:
                problems.append(
                    Problem(place=place, rule="attestations", message=message, hint=hint)
                )
            else:
                rows.append(Attestation(**dict(zip(COLUMNS, cells, strict=True)), place=place))
    readings = tuple(row for row in rows if row.act == READ)
    approvals = tuple(row for row in rows if row.act == APPROVED)
    return Attested(readings=readings, approvals=approvals), tuple(problems)


def with_rows(text: str, rows: Iterable[Attestation]) -> str:
    """Return a table with rows added; one that attests the same again takes the earlier's place."""
    ends = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(ends)
    while lines and not lines[-1]:
        lines.pop()
    at = {}
    for number, cells in _rows(text):
        if not _fault(cells)[0]:
            old = Attestation(**dict(zip(COLUMNS, cells, strict=True)), place=Place(file=""))
            at[_subject(old)] = number - 1
    for row in rows:
        line = "\t".join(row.row)
        if (known := at.get(_subject(row))) is None:
            at[_subject(row)] = len(lines) or 1
            lines += [line] if lines else ["\t".join(COLUMNS), line]
        else:
            lines[known] = line
    return "".join(line + ends for line in lines)


def table(rows: Iterable[Attestation]) -> str:
    """Return rows as a table of their own."""
    return with_rows("", rows) or "\t".join(COLUMNS) + "\n"


def _subject(row: Attestation) -> tuple[str, ...]:
    """Return what a row attests: a later reading replaces an earlier one, a second name does not.

    The rest of a corrected reading goes with its figures.
    """
    own = (row.fact, row.act, row.kind, row.figure, row.seen)
    return (*own, row.by) if row.act == APPROVED else own


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Iterate over the rows below the heads, by line."""
    for number, line in enumerate(text.split("\n"), 1):
        cells = line.rstrip("\r").split("\t")
        if any(cells) and tuple(cells) != COLUMNS:
            yield number, cells


def _fault(cells: list[str]) -> tuple[Message, Message]:
    """Return what is wrong with a row, and what to do about it."""
    if len(cells) != len(COLUMNS):
        columns = " ".join(COLUMNS)
        return say("this row is no attestation"), say(
            "columns, with tabs: {columns}", columns=columns
        )
    row = dict(zip(COLUMNS, cells, strict=True))
    if row["act"] not in (READ, APPROVED):
        message = say("nobody can have {act!r} a fact", act=row["act"])
        return message, say("write {read} or {approved}", read=READ, approved=APPROVED)
    if not row["by"].strip() or (row["by"] == UNNAMED and row["act"] == APPROVED):
        return say("the row does not say by whom"), say("write the name under by")
    try:
        date.fromisoformat(row["on"])
    except ValueError:
        message = say("{day!r} is not a day", day=row["on"])
        return message, say("write a day under on: 2026-01-05")
    return NOTHING, NOTHING
