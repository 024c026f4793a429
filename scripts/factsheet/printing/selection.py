"""Books of the briefing and their measures -> what fits its pages, and the facts left out.

A topic takes only so many pages. Where facts/ chooses more, what comes last in its longest section
stands in the record alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from factsheet.printing.blocks import Block, Book, Chapter
from factsheet.printing.galley import Measures, Sheet
from factsheet.printing.paging import pages_of

TOPIC = "topic-"


def fitted(
    books: Mapping[str, Book], measures: Mapping[str, Measures]
) -> tuple[dict[str, Book], list[Block]]:
    """Return the books with as many facts as their topics have room for, and those left out.

    Raises DoesNotFitError for a block that no page holds.
    """
    first = next(iter(books.values()))
    left: list[Block] = []
    kept: dict[int, frozenset[str]] = {}
    for index, chapter in enumerate(first.chapters):
        if chapter.key.startswith(TOPIC):
            order = _order(chapter.blocks)
            count = _most(books, measures, index, order)
            left += order[count:]
            kept[index] = frozenset(block.id for block in order[:count])
    made = {
        key: replace(
            book,
            chapters=tuple(
                _holding(chapter, kept[index]) if index in kept else chapter
                for index, chapter in enumerate(book.chapters)
            ),
        )
        for key, book in books.items()
    }
    return made, left


def candidates(chapter: Chapter, most: int) -> Chapter:
    """Return a chapter with no more facts than could ever fit: the rest needs no measuring."""
    order = _order(chapter.blocks)[:most]
    return _holding(chapter, frozenset(block.id for block in order))


def _most(
    books: Mapping[str, Book], measures: Mapping[str, Measures], index: int, order: list[Block]
) -> int:
    """Return how many facts of a topic fit its pages in every language."""
    sheets = {key: Sheet(book, measures[key]) for key, book in books.items()}
    low, high = 0, len(order)
    count = high
    while low < high:
        kept = frozenset(block.id for block in order[:count])
        chapters = {key: _holding(book.chapters[index], kept) for key, book in books.items()}
        if pages_of(chapters, sheets) <= _limit(chapters):
            low = count
        else:
            high = count - 1
        count = (low + high + 1) // 2
    return low


def _limit(chapters: Mapping[str, Chapter]) -> int:
    """Return how many pages a chapter may take."""
    return min(chapter.most for chapter in chapters.values())


def _order(blocks: Sequence[Block]) -> list[Block]:
    """Return the facts; those at the end leave first: the last of the longest section does."""
    sections: dict[str, list[Block]] = {}
    section = ""
    for block in blocks:
        if block.kind == "section":
            section = block.id
        elif block.kind == "fact":
            sections.setdefault(section, []).append(block)
    gone: list[Block] = []
    while any(sections.values()):
        longest = max(reversed(list(sections)), key=lambda key: len(sections[key]))
        gone.append(sections[longest].pop())
    return gone[::-1]


def _holding(chapter: Chapter, facts: frozenset[str]) -> Chapter:
    """Return a chapter with these facts alone, and the sections that still have some."""
    blocks: list[Block] = []
    for block in reversed(chapter.blocks):
        if block.kind == "fact" and block.id not in facts:
            continue
        if block.kind == "section" and not (blocks and blocks[-1].kind == "fact"):
            continue
        blocks.append(block)
    return replace(chapter, blocks=tuple(reversed(blocks)))
