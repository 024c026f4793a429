"""`Book`s and their measures -> the two pages of the brief, the same in every language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from factsheet.edition.sheet import Edition
from factsheet.edition.views import Rich
from factsheet.printing.blocks import Block, Book
from factsheet.printing.galley import DoesNotFitError, Measures, Page, Sheet

GAPS = 10


def brief_pages(
    books: Mapping[str, Book], measures: Mapping[str, Measures], title: Block, back: Block
) -> dict[str, list[Page]]:
    """Set the key figures on one page, as many as fit in every language, and the rest behind.

    Raises DoesNotFitError where the rest fills more than a page.
    """
    sheets = {key: Sheet(book, measures[key]) for key, book in books.items()}
    count = min(len(book.front) for book in books.values())
    while count and any(
        sheet.fill([title, *sheet.book.front[:count]]) > 1 for sheet in sheets.values()
    ):
        count -= 1
    made = {}
    for key, sheet in sheets.items():
        if sheet.fill([back]) > 1:
            raise DoesNotFitError(key, back)
        front = [title, *sheet.book.front[:count]]
        made[key] = [
            sheet.page("brief", front, 1, ""),
            sheet.page("brief", [back], 2, ""),
        ]
    return made


def first_gaps(edition: Edition) -> list[Rich]:
    """Return what is missing first of all: the first gaps of the sections, topic by topic."""
    topics: list[Sequence[Rich]] = [
        [section.gaps[0] for section in topic.sections if section.gaps] for topic in edition.topics
    ]
    turns = zip_longest(*topics)
    return [gap for turn in turns for gap in turn if gap is not None][:GAPS]
