"""Books in every language -> pages: the same breaks in all of them.

A page holds what fits in every language. Breaks are chosen for the whole of a chapter, so that
its pages are filled alike, and over all chapters, so that the pages are a multiple of four.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from factsheet.printing.blocks import Block, Book, Chapter
from factsheet.printing.galley import Columns, DoesNotFitError, Measures, Page, Sheet

SHEET = 4
FIXED = 2  # pages that are no chapter's: cover and colophon
FILLER = 0.9  # what a page for notes costs: less than three pages that are half empty
MORE = 0.2  # what a page more costs, where the fewest are all full


def paginate(
    plans: Sequence[Plan], cover: Block, colophon: Block, filler: Block, most: int = 0
) -> dict[str, list[Page]]:
    """Divide a book of planned chapters into pages that hold the same blocks in every language.

    There are no more than `most`, 0 for any, where the fewest pages of the chapters allow it.
    """
    chosen, fillers = _choose(plans, most)
    pages: dict[str, list[Page]] = {}
    for key in plans[0].sheets:
        made = [_single(cover, 1)]
        for plan, breaks in zip(plans, chosen, strict=True):
            made += plan.pages(key, breaks, len(made) + 1)
        for block in (*[filler] * fillers, colophon):
            made.append(_single(block, len(made) + 1))
        pages[key] = made
    return pages


def pages_alone(plan: Plan) -> dict[str, list[Page]]:
    """Divide one chapter into pages of its own."""
    _, breaks = min((plan.cost(n), breaks) for n, (_, breaks) in plan.options.items())
    return {key: plan.pages(key, breaks, 1) for key in plan.sheets}


def plans_of(books: Mapping[str, Book], measures: Mapping[str, Measures]) -> list[Plan]:
    """Plan all chapters of books; raise DoesNotFitError for a block that no page holds."""
    sheets = {key: Sheet(book, measures[key]) for key, book in books.items()}
    chapters = zip(*(book.chapters for book in books.values()), strict=True)
    return [Plan(dict(zip(books, own, strict=True)), sheets) for own in chapters]


def _single(block: Block, number: int) -> Page:
    """Return the page of a block that is no chapter's."""
    columns = (((block, 0.0),),)
    return Page(number=number, chapter=block.id, running="", columns=columns, foot=())


class Plan:
    """The best breaks of a chapter for each number of pages."""

    def __init__(self, chapters: Mapping[str, Chapter], sheets: Mapping[str, Sheet]) -> None:
        """Plan a chapter, given in each language; raise DoesNotFitError."""
        chapter = next(iter(chapters.values()))
        self.chapters = chapters
        self.plate = 1 if chapter.plate else 0
        self.most = chapter.most
        self.blocks = {key: own.blocks for key, own in chapters.items()}
        self.sheets = sheets
        self.columns = {
            key: Columns(sheet, self.blocks[key])
            for key, sheet in sheets.items()
            if chapter.columns > 1
        }
        self.options = self._options(len(chapter.blocks), self._costs(chapter.blocks))

    @property
    def fewest(self) -> int:
        """Return the fewest pages that hold the chapter in every language."""
        return min(self.options)

    def cost(self, pages: int) -> float:
        """Return what so many pages cost, the more so the more they are."""
        return self.options[pages][0] + MORE * (pages - self.fewest)

    def pages(self, key: str, breaks: Sequence[int], number: int) -> list[Page]:
        """Set the chapter in a language on pages that begin at these blocks."""
        return self.sheets[key].pages(self.chapters[key], breaks, number)

    def _costs(self, blocks: Sequence[Block]) -> dict[int, dict[int, float]]:
        """Return the cost of each page that fits, by its first block and the next page's."""
        count = len(blocks)
        costs: dict[int, dict[int, float]] = {start: {} for start in range(count)}
        for start in range(count):
            if start and blocks[start - 1].keep:
                continue
            for end in range(start + 1, count + 1):
                if end < count and blocks[end - 1].keep:
                    continue
                fills = {key: self._fill(key, start, end) for key in self.sheets}
                worst = max(fills, key=lambda key: fills[key])
                if fills[worst] > 1:
                    if not costs[start]:
                        heights = self.sheets[worst].m.heights
                        tied = self.blocks[worst][start:end]
                        raise DoesNotFitError(worst, max(tied, key=lambda b: heights[b.id]))
                    break
                costs[start][end] = sum((1 - fill) ** 2 for fill in fills.values())
        return costs

    def _fill(self, key: str, start: int, end: int) -> float:
        if self.columns:
            return self.columns[key].fill(start, end)
        return self.sheets[key].fill(self.blocks[key][start:end])

    def _options(
        self, count: int, costs: Mapping[int, Mapping[int, float]]
    ) -> dict[int, tuple[float, tuple[int, ...]]]:
        """Return cost and breaks by number of pages, for the fewest pages and three more."""
        best: dict[int, dict[int, tuple[float, tuple[int, ...]]]] = {count: {0: (0.0, ())}}
        for start in reversed(range(count)):
            found: dict[int, tuple[float, tuple[int, ...]]] = {}
            for end, cost in costs[start].items():
                for pages, (rest, breaks) in best.get(end, {}).items():
                    option = (cost + rest, (start, *breaks))
                    if pages + 1 not in found or option < found[pages + 1]:
                        found[pages + 1] = option
            least = min(found, default=0)
            best[start] = {pages: found[pages] for pages in found if pages <= least + 3}
        made = {pages + self.plate: option for pages, option in best[0].items()}
        fewest = min(made)
        return {n: o for n, o in made.items() if n == fewest or not self.most or n <= self.most}


def _choose(plans: Sequence[Plan], most: int) -> tuple[list[tuple[int, ...]], int]:
    """Choose a number of pages for each chapter, and how many pages of lines fill the sheet up."""
    states: dict[int, tuple[float, list[tuple[int, ...]]]] = {0: (0.0, [])}
    for plan in plans:
        following: dict[int, tuple[float, list[tuple[int, ...]]]] = {}
        for (pages, (cost, chosen)), (more, (_, breaks)) in product(
            states.items(), plan.options.items()
        ):
            total = cost + plan.cost(more)
            if pages + more not in following or total < following[pages + more][0]:
                following[pages + more] = (total, [*chosen, breaks])
        states = following
    ranked = [
        (cost + FILLER * fillers, pages + fillers, fillers, chosen)
        for pages, (cost, chosen) in states.items()
        for fillers in range(SHEET)
        if (pages + fillers + FIXED) % SHEET == 0
    ]
    held = [option for option in ranked if not most or option[1] + FIXED <= most]
    _, _, fillers, chosen = min(held or ranked, key=lambda option: option[:3])
    return chosen, fillers
