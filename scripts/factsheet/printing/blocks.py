"""What a printed book is made of: blocks, in chapters, with the facts whose notes they need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A paragraph at a page's foot: what a source prints of a fact, or a remark on facts.

    `table` marks a fact whose figure as printed stands in its table's own column.
    """

    key: str
    source: str
    fact: int
    text: tuple[Any, ...] = ()
    remark: bool = False
    table: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece that stands on one page: `data` for the template, notes for the page's foot.

    `keep` holds it on one page with the next block; `table` names the table that it is a row of,
    whose head is repeated where the row opens a page. A `wide` one spans the columns; it opens a
    page. `shorter` are the same with ever fewer entries, for when no page holds it.
    """

    id: str
    kind: str
    data: Mapping[str, Any]
    notes: tuple[Note, ...] = ()
    keep: bool = False
    table: str = ""
    wide: bool = False
    shorter: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Blocks that begin on a page of their own, in one or more columns.

    `plate` is a block that fills a page by itself, a left one, among the chapter's pages; `most`
    is the number of pages that it may take, 0 for any. `more` counts what has no room in it;
    `beyond` are the ids of facts that it leaves out, because they never have.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]
    columns: int = 1
    plate: Block | None = None
    most: int = 0
    more: Block | None = None
    beyond: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A printed book in one language before it has pages."""

    language: str
    chapters: tuple[Chapter, ...]
    tables: Mapping[str, Any]
    sources: Mapping[str, Any]
    numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def blocks(self) -> dict[str, Block]:
        """Return all blocks by id."""
        return {
            block.id: block
            for chapter in self.chapters
            for block in (*filter(None, (chapter.more, chapter.plate)), *chapter.blocks)
        }
