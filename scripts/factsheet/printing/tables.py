"""Tables of facts and of links -> rows, each a block: a table may go on over pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from factsheet.edition.drawn import LinkView
from factsheet.edition.views import Rich, Run, TableView, plain
from factsheet.printing.blocks import Block
from factsheet.printing.notes import Footnotes
from factsheet.printing.runs import Typesetter, signs, width


class Rows:
    """Builds the rows of tables; `tables` holds what the rows of each share."""

    def __init__(
        self,
        typesetter: Typesetter,
        word: Callable[[str], str],
        numbers: Mapping[str, int],
        footnotes: Footnotes,
    ) -> None:
        """Bind a language's words, the numbers of the facts and their notes."""
        self.set = typesetter
        self.word = word
        self.numbers = numbers
        self.footnotes = footnotes
        self.tables: dict[str, Any] = {}

    def table(self, table: TableView, *, keep: bool) -> Iterator[Block]:
        """Return a table of facts and its note; `keep` holds its end with what follows."""
        if not table.rows:
            return
        key = f"table-{table.key}"
        printed = any(row.fact.printed for row in table.rows)
        self.tables[key] = {
            "title": self.set.text(table.title),
            "columns": [self.set.text(column) for column in table.columns],
            "head-tokens": [self.set.tokens(column) for column in table.columns],
            "numeric": list(table.numeric),
            "printed": printed,
            **self._shape([row.cells for row in table.rows], [r.fact.printed for r in table.rows]),
            "sourced": True,
            "numbered": True,
        }
        last = len(table.rows) - 1
        for index, row in enumerate(table.rows):
            data = {
                "key": row.fact.id,
                "no": self.numbers[row.fact.id],
                "marks": signs(row.fact),
                "cells": [self.set.rich(cell) for cell in row.cells],
                "printed": self.set.text(row.fact.printed),
                "letters": ", ".join(row.fact.letters),
                "index": index,
            }
            notes = self.footnotes.notes(row.fact, table=True)
            tied = bool(table.note) or keep if index == last else index in (0, last - 1)
            yield Block(
                id=f"fact-{row.fact.id}", kind="row", data=data, notes=notes, keep=tied, table=key
            )
        if table.note:
            data = {"text": self.set.rich(table.note)}
            yield Block(id=f"{key}-note", kind="caption", data=data, keep=keep)

    def links(self, topic: str, links: Sequence[LinkView]) -> Iterator[Block]:
        """Return the table of a topic's links."""
        key = f"links-{topic}"
        rows = [self._link(link) for link in links]
        self.tables[key] = {
            "title": self.set.text(self.word("Links at a glance")),
            "columns": [self.set.text(self.word(name)) for name in LINK_COLUMNS],
            "head-tokens": [self.set.tokens(self.word(name)) for name in LINK_COLUMNS],
            "numeric": [False, False, False, False],
            "printed": False,
            **self._shape([tuple((Run(text=c),) for c in cells) for cells in rows], []),
            "sourced": True,
            "numbered": False,
        }
        for index, (link, cells) in enumerate(zip(links, rows, strict=True)):
            letters = dict.fromkeys(letter for fact in link.facts for letter in fact.letters)
            data = {
                "key": link.id,
                "no": "",
                "marks": signs(link.facts[0]),
                "cells": [self.set.text(cell) for cell in cells],
                "printed": [],
                "letters": ", ".join(letters),
                "index": index,
            }
            keep = index == 0 or index == len(links) - 2
            yield Block(id=f"link-{link.id}", kind="row", data=data, keep=keep, table=key)

    def _link(self, link: LinkView) -> list[str]:
        return [
            " – ".join(link.stops),
            link.mode,
            ", ".join(str(self.numbers[fact.id]) for fact in link.facts),
            "; ".join(dict.fromkeys(fact.period_words for fact in link.facts)),
        ]

    def _shape(self, rows: Sequence[Sequence[Rich]], printed: Sequence[str]) -> dict[str, Any]:
        """Return what a table's widths follow from: how long cells are, what no line can cut."""
        columns = list(zip(*rows, strict=True))
        return {
            "lengths": [[width(plain(cell)) for cell in column] for column in columns],
            "tokens": [self.set.tokens(*column) for column in columns],
            "printed-lengths": [width(text) for text in printed],
            "printed-tokens": self.set.tokens(*printed),
        }


LINK_COLUMNS = ("Link", "Kind", "Facts", "Period")
