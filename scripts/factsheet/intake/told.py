"""What `article` says: what was taken in, where it stands, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.figures.quantity import quantity_json
from factsheet.intake.article import TakenIn
from factsheet.intake.contents import contents_of
from factsheet.problems import counted
from factsheet.project import Project


def told_article(project: Project, taken: TakenIn) -> Iterator[str]:
    """Say what was taken in, where it stands, and what it holds."""
    for path in taken.files:
        yield f"written      {path}"
    for what in ("title", "issued", "publication"):
        found = getattr(taken.proposals, what)
        yield f"{what:<12} {f'line {found.line}: {found.text}' if found else 'not printed'}"
    held = contents_of(project, taken.lines)
    yield f"{counted(len(held.figures), 'figure')}:"
    for one in held.figures:
        data = quantity_json(one.figure.quantity)
        value = data["value"] if data["value"] is not None else f"{data['low']} to {data['high']}"
        series = f"  [{one.indicator}?]" if one.indicator else ""
        yield f"  line {one.line}: …{one.before}{one.figure.text}  = {value} {data['unit']}{series}"
    yield f"names known: {', '.join(held.known) or 'none'}"
    yield f"names perhaps new: {', '.join(held.unknown) or 'none'}"
    yield f"next: replace each ？ in {taken.record}, then: factsheet draft {taken.key}"
