"""Projects followed over the pages -> `StageView`: what each page says, and where it is silent."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.edition.captions import Captions
from factsheet.edition.drawn import StageCell, StageRow, StageView
from factsheet.facts.contents import cited_pages, page_of, pages_of
from factsheet.facts.drawn import Staged
from factsheet.facts.records import Source
from factsheet.facts.silence import claim_of_row
from factsheet.language.vocabulary import SILENT, STAGES, UNTOLD


class Stages(Captions):
    """Words the stages of projects; `shown` are the published facts by id."""

    def stages(self) -> StageView | None:
        """Return the projects with a column for every page of the archive; None without any."""
        pages = pages_of(self.book)
        if not self.book.stages:
            return None
        return StageView(
            pages=tuple(self.lexicon.issued(first) for first in pages.values()),
            rows=tuple(self._row(row, pages) for row in self.book.stages),
        )

    def _row(self, row: Staged, pages: Mapping[str, Source]) -> StageRow:
        cells = tuple(self._cell(row, page) for page in pages)
        return StageRow(project=self.rich(row.project), note=self.rich(row.note), cells=cells)

    def _cell(self, row: Staged, page: str) -> StageCell:
        entries = [
            entry
            for entry in row.stages
            if entry.fact in self.shown and page in cited_pages(self.book, self.facts[entry.fact])
        ]
        if not entries and page not in self._silent(row):
            return StageCell(
                stage=UNTOLD, words="", symbol="", level=-1, remark=(), facts=(), letters=()
            )
        key = entries[0].stage if entries else SILENT
        symbol, words, level = STAGES[key]
        remarks = [self.rich(e.remark, inside=True) for e in entries if e.remark is not None]
        letters = dict.fromkeys(
            self.book.sources[c.source].letter
            for entry in entries
            for c in self.facts[entry.fact].cite
            if page_of(self.book.sources[c.source]) == page
        )
        return StageCell(
            stage=key,
            words=self.word(words),
            symbol=symbol,
            level=level,
            remark=self.lexicon.list(remarks),
            facts=tuple(self.shown[entry.fact] for entry in entries),
            letters=tuple(letters),
        )

    def _silent(self, row: Staged) -> set[str]:
        """Return the pages of which a row claims that they do not mention its project."""
        claim = claim_of_row(self.book, row)
        if claim is None:
            return set()
        unsearched = {page_of(source) for source in claim.unsearched(self.book)}
        return {page_of(source) for source in claim.articles} - unsearched
