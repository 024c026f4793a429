"""Facts -> the notes at a page's foot: what each article prints of them, and remarks on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, Rich, Run, plain
from factsheet.printing.blocks import Note
from factsheet.printing.runs import Typesetter, plain_runs


class Footnotes:
    """Gives facts their notes; remarks that many facts share stay apart, so that one serves all."""

    def __init__(
        self, edition: Edition, typesetter: Typesetter, numbers: Mapping[str, int]
    ) -> None:
        """Bind an edition and its facts' numbers; its full stop parts a quote from a remark."""
        self.space = edition.note_space
        self.set = typesetter
        self.numbers = numbers
        self.full_stop: str = edition.imprint.print["full_stop"]
        self.shared = Counter(
            plain(remark) for fact in edition.facts.values() for remark in fact.remarks
        )

    def notes(self, fact: FactView, *, table: bool = False) -> tuple[Note, ...]:
        """Return the notes of a fact; `table` where a column shows its figures as printed."""
        number = self.numbers[fact.id]
        own = [remark for remark in fact.remarks if self.shared[plain(remark)] == 1]
        notes = []
        told = set()
        for quote in fact.quotes:
            if (quote.source, plain(quote.text)) in told:
                continue  # an article that prints the same in two places
            told.add((quote.source, plain(quote.text)))
            if table and fact.printed:
                notes.append(Note(key="table", source=quote.source, fact=number, table=True))
                continue
            text = self._sentence(quote.text, *own)
            own = []
            notes.append(
                Note(
                    key=f"{quote.source} {plain_runs(text)}",
                    source=quote.source,
                    fact=number,
                    text=text,
                )
            )
        first = fact.quotes[0].source if fact.quotes else ""
        rest = [(remark,) for remark in fact.remarks if self.shared[plain(remark)] > 1]
        for remarks in ([tuple(own)] if own else []) + rest:
            text = self._sentence(*remarks)
            notes.append(
                Note(
                    key=f"{first} {plain_runs(text)}",
                    source=first,
                    fact=number,
                    text=text,
                    remark=True,
                )
            )
        return tuple(notes)

    def _sentence(self, *parts: Rich) -> tuple[Any, ...]:
        """Join a quote and remarks; a quote ends with a full stop before a remark."""
        joined: list[Run] = []
        for part in parts:
            if joined:
                joined.append(Run(text=self._stop(joined) + self.space))
            joined += part
        return tuple(self.set.rich(tuple(joined)))

    def _stop(self, before: Sequence[Run]) -> str:
        return "" if before[-1].text.endswith((".", "。")) else self.full_stop
