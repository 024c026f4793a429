"""Books of the briefing and their measures -> what its pages hold; all else is in the record alone.

Where facts/ chooses more than fits, this gives way, one after the other, and the last first:
1. of a page that is a table or a list, what its height does not hold;
2. of a topic, the facts that its pages do not hold, the last of its longest section;
3. where the whole has too many pages: sources past a page, gaps past a page, then a page of the
   topic that has most, again and again; at last sources, gaps, differences, proposals and topics
   as wholes.
What gave way is counted where it would stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from factsheet.printing.blocks import Block, Book, Chapter
from factsheet.printing.galley import DoesNotFitError, Measures, Sheet
from factsheet.printing.paging import FIXED, Plan
from factsheet.printing.shorter import evenly

TOPIC = "topic-"
LISTS = ("sources", "gaps", "differences", "proposals")  # as they give way
FLOWING = LISTS[:2]
HEADS = ("section", "list-title")
ENTRIES = ("fact", "item", "source", "known")

Chapters = Mapping[str, Chapter]  # of one key, by language
Measuring = Callable[[Mapping[str, Book]], Mapping[str, Measures]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What of a chapter stands in the record alone: so many entries, or all where `whole`."""

    title: str
    count: int = 0
    facts: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The briefing's chapters, those of its topics alone, both planned, and what they left out."""

    chapters: tuple[Plan, ...]
    topics: tuple[Plan, ...]
    measures: Mapping[str, Measures]
    left: tuple[Left, ...]


def fitted(
    books: Mapping[str, Book], measures: Mapping[str, Measures], measure: Measuring, most: int
) -> Fitted:
    """Plan what `most` pages hold of books; `measure` tells the heights of further blocks.

    Raises DoesNotFitError for a block that no page holds.
    """
    fitting = _Fitting(books, measures)
    fitting.shorten(measure)
    for index in fitting.topics:
        if most_of_topic := _first(fitting.chapters[index]).most:
            fitting.hold(index, most_of_topic)
    topics = tuple(fitting.plans[index] for index in fitting.topics)
    fitting.give_way(most - FIXED)
    return Fitted(
        chapters=tuple(plan for plan in fitting.plans if plan.fewest),
        topics=topics,
        measures=fitting.measures,
        left=fitting.left,
    )


def candidates(chapter: Chapter, most: int) -> Chapter:
    """Return a chapter with no more facts than could ever fit: the rest needs no measuring."""
    order = _order(chapter)
    beyond = tuple(str(block.data["key"]) for block in order[most:])
    return replace(_holding(chapter, order[:most]), beyond=beyond)


class _Fitting:
    """Plans of chapters while parts of them give way."""

    def __init__(self, books: Mapping[str, Book], measures: Mapping[str, Measures]) -> None:
        self.books = books
        self.measures = dict(measures)
        chapters = zip(*(book.chapters for book in books.values()), strict=True)
        self.chapters: list[Chapters] = [dict(zip(books, own, strict=True)) for own in chapters]
        self.keys = [_first(own).key for own in self.chapters]
        self.topics = [i for i, key in enumerate(self.keys) if key.startswith(TOPIC)]
        self.plans: list[Plan] = []
        self.cut: dict[int, int] = {}  # entries of the block that opens a chapter
        self.gone: dict[int, Left] = {}

    @property
    def left(self) -> tuple[Left, ...]:
        """Return what gave way, by chapter."""
        found = []
        for index, own in enumerate(self.chapters):
            left = self.gone.get(index, Left(title=_first(own).title))
            left = replace(left, count=left.count + self.cut.get(index, 0))
            if left.whole or left.count:
                found.append(left)
        return tuple(found)

    def shorten(self, measure: Measuring) -> None:
        """Put in the place of each block that no page holds a shorter one that a page holds."""
        high = [i for i, own in enumerate(self.chapters) if not self._opens(own)]
        high = [i for i in high if _first(self.chapters[i]).blocks[0].shorter]
        for key, found in measure(self._shorter(high)).items() if high else ():
            own = self.measures[key]
            heights, feet = {**own.heights, **found.heights}, {**own.feet, **found.feet}
            self.measures[key] = replace(own, heights=heights, feet=feet)
        for index in high:
            self._replace(index)
        self.plans = [self._plan(own) for own in self.chapters]

    def hold(self, index: int, most: int) -> None:
        """Let go what so many pages of a chapter do not hold; all of it where there are none."""
        whole, first = self.chapters[index], _first(self.chapters[index])
        if not most:
            self.gone[index] = Left(title=first.title, whole=True)
            self.plans[index] = self._plan({k: replace(c, blocks=()) for k, c in whole.items()})
            return
        if not first.beyond and self.plans[index].fewest <= most:
            return
        order = {key: _order(chapter) for key, chapter in whole.items()}
        entries = order[next(iter(order))]
        low, high = 0, len(entries) - (not first.beyond)
        plans: dict[int, Plan] = {}
        while low < high or low not in plans:
            count = (low + high + 1) // 2
            cut = {key: _cut(chapter, order[key], count) for key, chapter in whole.items()}
            plans[count] = self._plan(cut)
            if plans[count].fewest <= most or not count:
                low = count
            else:
                high = count - 1
        self.plans[index] = plans[low]
        facts = [str(block.data["key"]) for block in entries[low:] if block.kind == "fact"]
        self.gone[index] = Left(
            title=first.title,
            count=_count(entries[low:]) + len(first.beyond),
            facts=(*facts, *first.beyond),
        )

    def give_way(self, most: int) -> None:
        """Let parts go in their order until the chapters take no more than `most` pages."""
        for index, pages in self._steps():
            if sum(plan.fewest for plan in self.plans) <= most:
                return
            self.hold(index, pages)

    def _steps(self) -> Iterator[tuple[int, int]]:
        """Yield which chapter is to give way next, and to how many pages."""
        places = {key: index for index, key in enumerate(self.keys)}
        lists = [places[key] for key in LISTS if key in places]
        yield from ((places[key], 1) for key in FLOWING if key in places)
        pages = {index: self.plans[index].fewest for index in reversed(self.topics)}
        while pages and max(pages.values()) > 1:
            longest = max(pages, key=lambda index: pages[index])
            pages[longest] -= 1
            yield longest, pages[longest]
        yield from ((index, 0) for index in (*lists, *reversed(self.topics)))

    def _plan(self, chapters: Chapters) -> Plan:
        sheets = {key: Sheet(book, self.measures[key]) for key, book in self.books.items()}
        return Plan(chapters, sheets)

    def _opens(self, chapters: Chapters) -> bool:
        """Tell whether a page holds what opens a chapter, and the line that counts the rest."""
        opening = {
            key: replace(c, blocks=(*c.blocks[:1], *([c.more] if c.more else [])))
            for key, c in chapters.items()
        }
        try:
            return self._plan(opening).fewest == 1
        except DoesNotFitError:
            return False

    def _shorter(self, high: Sequence[int]) -> dict[str, Book]:
        """Return books of what may stand for the blocks that open these chapters."""
        chapters = {
            key: [
                replace(self.chapters[i][key], blocks=self.chapters[i][key].blocks[0].shorter)
                for i in high
            ]
            for key in self.books
        }
        return {k: replace(b, chapters=tuple(chapters[k])) for k, b in self.books.items()}

    def _replace(self, index: int) -> None:
        """Let a chapter open with the longest of its shorter blocks that a page holds."""
        whole = self.chapters[index]
        for blocks in zip(*(chapter.blocks[0].shorter for chapter in whole.values()), strict=True):
            given = dict(zip(whole, blocks, strict=True))
            if not self._opens({k: replace(whole[k], blocks=(b,)) for k, b in given.items()}):
                continue
            self.cut[index] = int(blocks[0].data["more"])
            self.chapters[index] = {k: self._opened(k, whole[k], b) for k, b in given.items()}
            return

    def _opened(self, key: str, chapter: Chapter, block: Block) -> Chapter:
        """Return a chapter that opens with another block, which takes the first one's id."""
        own, opening = self.measures[key], chapter.blocks[0]
        heights = {**own.heights, opening.id: own.heights[block.id]}
        self.measures[key] = replace(own, heights=heights)
        return replace(chapter, blocks=(replace(block, id=opening.id), *chapter.blocks[1:]))


def _first(chapters: Chapters) -> Chapter:
    return next(iter(chapters.values()))


def _order(chapter: Chapter) -> list[Block]:
    """Return the entries; those at the end leave first: the last of the longest section does.

    Sources leave from their end, after how dates are known.
    """
    groups: list[list[Block]] = [[]]
    for block in chapter.blocks:
        if block.kind in HEADS:
            groups.append([])
        elif block.kind in ENTRIES:
            groups[-1].append(block)
    if chapter.key == "sources":
        return [block for group in groups for block in group]
    return [groups[place].pop() for place in evenly([len(group) for group in groups])][::-1]


def _cut(chapter: Chapter, order: Sequence[Block], count: int) -> Chapter:
    """Return a chapter with its first entries by order, and a line that counts the others."""
    held = _holding(chapter, order[:count])
    left = _count(order[count:]) + len(chapter.beyond)
    if not left or chapter.more is None:
        return held
    more = replace(chapter.more, data={"count": str(left)})
    return replace(held, blocks=(*held.blocks, more))


def _count(blocks: Sequence[Block]) -> int:
    """Count entries; a piece of a list holds several."""
    return sum(len(block.data["rows"]) if block.kind == "known" else 1 for block in blocks)


def _holding(chapter: Chapter, entries: Sequence[Block]) -> Chapter:
    """Return a chapter with these entries alone, and the heads that still have some."""
    held = {block.id for block in entries}
    blocks: list[Block] = []
    for block in reversed(chapter.blocks):
        if block.kind in ENTRIES and block.id not in held:
            continue
        if block.kind in HEADS and not (blocks and blocks[-1].kind in ENTRIES):
            continue
        blocks.append(block)
    return replace(chapter, blocks=tuple(reversed(blocks)))
