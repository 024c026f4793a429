"""Blocks of a chapter and their heights in one language -> pages with spaces and notes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from factsheet.printing.blocks import Block, Book, Chapter, Note
from factsheet.printing.columns import Paragraph, in_columns, paragraphs


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What the engine measured for one language, in points; `foot_most` is a share of a page."""

    heights: Mapping[str, float]
    feet: Mapping[str, float]
    heads: Mapping[str, float]
    titles: Mapping[str, float]
    above: Mapping[str, float]
    below: Mapping[str, float]
    live: float
    foot_gap: float
    note_gap: float
    foot_most: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page in one language: blocks with the space above each, by column, and its notes.

    `head` are blocks that span the columns above them, `gap` the space below these.
    """

    number: int
    chapter: str
    running: str
    columns: tuple[tuple[tuple[Block, float], ...], ...]
    foot: tuple[Sequence[Paragraph], ...]
    head: tuple[tuple[Block, float], ...] = ()
    gap: float = 0.0


class DoesNotFitError(Exception):
    """A block that is higher than a page in some language."""

    def __init__(self, language: str, block: Block) -> None:
        """Keep the language and the block."""
        super().__init__(f"{language}: {block.id}")
        self.language = language
        self.block = block


class Sheet:
    """Heights of runs of blocks in one language."""

    def __init__(self, book: Book, measures: Measures) -> None:
        """Bind a book and its measures."""
        self.book = book
        self.m = measures
        self.letters = {key: str(source["letter"]) for key, source in book.sources.items()}

    def spaces(self, blocks: Sequence[Block]) -> list[float]:
        """Return the space above each block of a column."""
        m = self.m
        return [0.0][: len(blocks)] + [
            max(m.above.get(b.kind, 0.0), m.below.get(a.kind, 0.0))
            if not (a.table and a.table == b.table)
            else 0.0
            for a, b in pairwise(blocks)
        ]

    def body(self, blocks: Sequence[Block]) -> float:
        """Return the height of a column, the heads of its tables included."""
        total = sum(self.spaces(blocks)) + sum(self.m.heights[b.id] for b in blocks)
        before = ""
        for block in blocks:
            if block.table and block.table != before:
                total += self.m.heads[block.table]
                total += self.m.titles[block.table]
            before = block.table
        return total

    def foot(self, notes: Sequence[Note]) -> tuple[float, tuple[Sequence[Paragraph], ...]]:
        """Return the height of the notes, the rule above them included, and their columns.

        Where notes may fill but a part of the page, remarks give way, the last ones first.
        """
        if not notes:
            return 0.0, ()
        found = paragraphs(notes, self.letters)
        while True:
            height, columns = in_columns(found, self.m.feet, self.m.note_gap)
            height += 2 * self.m.foot_gap
            remarks = [p for p in found if p.kind == "remark"]
            if height <= self.m.foot_most * self.m.live or not remarks:
                return height, columns
            found.remove(remarks[-1])

    def fill(self, blocks: Sequence[Block]) -> float:
        """Return how much of a page of one column blocks take; more than 1 does not fit."""
        height = self.body(blocks)
        if height <= self.m.live:
            height += self.foot([note for block in blocks for note in block.notes])[0]
        return height / self.m.live

    def pages(self, chapter: Chapter, breaks: Sequence[int], number: int) -> list[Page]:
        """Set a chapter on pages that begin at these blocks; `number` is the first one's."""
        made: list[Page] = []
        plate = chapter.plate
        running = chapter.title
        for start, end in pairwise((*breaks, len(chapter.blocks))):
            if plate and made and number % 2 == 0:
                made.append(_plate_page(chapter.key, plate, number, running))
                number, plate = number + 1, None
            blocks = chapter.blocks[start:end]
            titles = [str(b.data["title"]) for b in blocks if b.kind == "title"]
            running = titles[0] if titles and blocks[0].kind == "title" else running
            made.append(
                self.halves(chapter.key, blocks, number, running)
                if chapter.columns > 1
                else self.page(chapter.key, blocks, number, running)
            )
            running = titles[-1] if titles else running
            number += 1
        if plate:
            made.append(_plate_page(chapter.key, plate, number, running))
        return made

    def page(self, chapter: str, blocks: Sequence[Block], number: int, running: str) -> Page:
        """Set blocks on a page of one column, their notes at its foot."""
        _, foot = self.foot([note for block in blocks for note in block.notes])
        column = self._spaced(blocks)
        return Page(number=number, chapter=chapter, running=running, columns=(column,), foot=foot)

    def halves(self, chapter: str, blocks: Sequence[Block], number: int, running: str) -> Page:
        """Set blocks on a page of two columns, wide ones above them, their notes at its foot."""
        columns = Columns(self, blocks)
        first = columns.first(0, len(blocks))
        at = columns.halves(first, len(blocks))[1]
        parts = [part for part in (blocks[first:at], blocks[at:]) if part]
        _, foot = self.foot([note for block in blocks for note in block.notes])
        return Page(
            number=number,
            chapter=chapter,
            running=running,
            columns=tuple(self._spaced(p) for p in parts),
            foot=foot,
            head=self._spaced(blocks[:first]),
            gap=columns.spaces[first] if 0 < first < len(blocks) else 0.0,
        )

    def _spaced(self, blocks: Sequence[Block]) -> tuple[tuple[Block, float], ...]:
        return tuple(zip(blocks, self.spaces(blocks), strict=True)) if blocks else ()


def _plate_page(chapter: str, plate: Block, number: int, running: str) -> Page:
    """Return a page that a drawing fills."""
    columns = (((plate, 0.0),),)
    return Page(number=number, chapter=chapter, running=running, columns=columns, foot=())


class Columns:
    """Heights of runs of blocks that stand in two columns."""

    def __init__(self, sheet: Sheet, blocks: Sequence[Block]) -> None:
        """Add up the heights of these blocks."""
        self.sheet = sheet
        self.blocks = blocks
        self.spaces = sheet.spaces(blocks)
        sizes = (
            sheet.m.heights[b.id] + space for b, space in zip(blocks, self.spaces, strict=True)
        )
        self.sums = [0.0, *accumulate(sizes)]

    def first(self, start: int, end: int) -> int:
        """Return where the columns begin: after the wide blocks that open a run."""
        return next((at for at in range(start, end) if not self.blocks[at].wide), end)

    def halves(self, start: int, end: int) -> tuple[float, int]:
        """Return the least height of two columns, and where the second begins."""
        if start == end:
            return 0.0, end
        sums, first = self.sums, self.sums[start] + self.spaces[start]
        middle = bisect_left(sums, (first + sums[end]) / 2, start, end)
        best = (sums[end] - first, end)
        for at in range(max(start + 1, middle - 5), min(end, middle + 6)):
            if not self.blocks[at - 1].keep:
                right = sums[end] - sums[at] - self.spaces[at]
                best = min(best, (max(sums[at] - first, right), at))
        return best

    def fill(self, start: int, end: int) -> float:
        """Return how much of a page a run of blocks takes; more than 1 does not fit."""
        live, first = self.sheet.m.live, self.first(start, end)
        height = self.halves(first, end)[0]
        if first > start:
            height += self.sums[first] - self.sums[start] - self.spaces[start]
            height += self.spaces[first] if first < end else 0.0
        if height > live:
            return height / live
        notes = [note for block in self.blocks[start:end] for note in block.notes]
        foot = self.sheet.foot(notes)[0]
        share = foot / live / self.sheet.m.foot_most
        return share if share > 1 else (height + foot) / live
