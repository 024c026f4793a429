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


class TooManyPagesError(Exception):
    """A chapter takes more pages than it may."""


def paginate(
    books: Mapping[str, Book],
    measures: Mapping[str, Measures],
    cover: Block,
    colophon: Block,
    filler: Block,
) -> dict[str, list[Page]]:
    """Divide all books into pages that hold the same blocks in every language.

    Raises DoesNotFitError for a block that no page holds, TooManyPagesError for a chapter that
    takes more pages than it may.
    """
    sheets = {key: Sheet(book, measures[key]) for key, book in books.items()}
    first = next(iter(books.values()))
    plans = [
        _Plan(index, {key: book.chapters[index] for key, book in books.items()}, sheets)
        for index in range(len(first.chapters))
    ]
    if any(plan.most and min(plan.options) > plan.most for plan in plans):
        raise TooManyPagesError
    chosen, fillers = _choose(plans)
    pages: dict[str, list[Page]] = {}
    for key, sheet in sheets.items():
        made = [Page(number=1, chapter="cover", running="", columns=(((cover, 0.0),),), foot=())]
        for plan, breaks in zip(plans, chosen, strict=True):
            chapter = sheet.book.chapters[plan.index]
            made += sheet.pages(chapter, breaks, len(made) + 1)
        made += [
            Page(
                number=len(made) + 1 + i,
                chapter="lines",
                running="",
                columns=(((filler, 0.0),),),
                foot=(),
            )
            for i in range(fillers)
        ]
        made.append(
            Page(
                number=len(made) + 1,
                chapter="colophon",
                running="",
                columns=(((colophon, 0.0),),),
                foot=(),
            )
        )
        pages[key] = made
    return pages


def pages_of(chapters: Mapping[str, Chapter], sheets: Mapping[str, Sheet]) -> int:
    """Return the fewest pages that hold a chapter in every language.

    Raises DoesNotFitError for a block that no page holds.
    """
    return min(_Plan(0, chapters, sheets).options)


class _Plan:
    """The best breaks of a chapter for each number of pages."""

    def __init__(
        self, index: int, chapters: Mapping[str, Chapter], sheets: Mapping[str, Sheet]
    ) -> None:
        chapter = next(iter(chapters.values()))
        self.index = index
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


def _choose(plans: Sequence[_Plan]) -> tuple[list[tuple[int, ...]], int]:
    """Choose a number of pages for each chapter, and how many pages of lines fill the sheet up."""
    fixed = 2  # cover and colophon
    states: dict[int, tuple[float, list[tuple[int, ...]]]] = {0: (0.0, [])}
    for plan in plans:
        least = min(plan.options)
        following: dict[int, tuple[float, list[tuple[int, ...]]]] = {}
        for (pages, (cost, chosen)), (more, (own, breaks)) in product(
            states.items(), plan.options.items()
        ):
            total = cost + own + 0.2 * (more - least)
            if pages + more not in following or total < following[pages + more][0]:
                following[pages + more] = (total, [*chosen, breaks])
        states = following
    ranked = [
        (cost + 1.5 * fillers, pages + fillers, fillers, chosen)
        for pages, (cost, chosen) in states.items()
        for fillers in range(SHEET)
        if (pages + fillers + fixed) % SHEET == 0
    ]
    _, _, fillers, chosen = min(ranked, key=lambda option: option[:3])
    return chosen, fillers
