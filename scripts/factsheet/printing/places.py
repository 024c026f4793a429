"""Pages -> where each block, fact and note stands on paper, for links.

A link to a place needs no search of the whole print: one to a label makes the engine set all that
holds it a second time, at a third more memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from factsheet.printing.blocks import Block
from factsheet.printing.columns import Paragraph
from factsheet.printing.galley import Measures, Page

# A page and the points from the top of its live area.
Stands = tuple[int, float]


def places(pages: Sequence[Page], measures: Measures) -> dict[str, Stands]:
    """Return where blocks stand by id, facts as `no-3`, their first notes as `note-3`."""
    found: dict[str, Stands] = {}
    for page in pages:
        below = max((end for _, _, end in _tops(page.head, measures)), default=0.0) + page.gap
        for column, start in ((page.head, 0.0), *((column, below) for column in page.columns)):
            for block, top, _ in _tops(column, measures):
                found[block.id] = (page.number, round(start + top, 1))
                if block.kind in ("fact", "row") and block.data["no"]:
                    found[f"no-{block.data['no']}"] = found[block.id]
        for number, top in _notes(page, measures):
            found[f"note-{number}"] = (page.number, round(top, 1))
    return found


def _tops(
    column: Sequence[tuple[Block, float]], measures: Measures
) -> Iterator[tuple[Block, float, float]]:
    """Yield the blocks of a column with where they begin and end, heads of tables included."""
    at, before = 0.0, ""
    for block, space in column:
        at += space
        top = at
        if block.table and block.table != before:
            at += measures.heads[block.table] + measures.titles[block.table]
        at += measures.heights.get(block.id, 0.0)
        yield block, top, at
        before = block.table


def _notes(page: Page, measures: Measures) -> Iterator[tuple[int, float]]:
    """Yield the facts whose first notes stand on a page, with where these begin."""
    heights = [_heights(column, measures.feet) for column in page.foot]
    gap = measures.note_gap
    start = measures.live - max((sum(own) + gap * (len(own) - 1) for own in heights), default=0.0)
    for column, own in zip(page.foot, heights, strict=True):
        for index, paragraph in enumerate(column):
            top = start + sum(own[:index]) + gap * index
            yield from ((number, top) for number in paragraph.named)


def _heights(column: Sequence[Paragraph], feet: Mapping[str, float]) -> list[float]:
    return [feet[paragraph.key] for paragraph in column]
