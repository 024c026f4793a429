"""A picture's texts -> finished words: what charts, schematic and stages have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypedDict

from factsheet.edition.notes import Citer
from factsheet.edition.text import Lexicon
from factsheet.edition.views import FactView, Rich, plain
from factsheet.facts.drawn import Panel
from factsheet.facts.factbook import Factbook
from factsheet.facts.fields import Texts
from factsheet.facts.formulas import Figures


class Heads(TypedDict):
    """The words of a `PanelView` and where it stands, but for its key."""

    topic: str
    page: str
    section: str
    title: Rich
    subtitle: Rich
    note: Rich
    alt: str
    source: Rich


class Captions:
    """The sheet in one language as a picture needs it; `shown` are the published facts by id."""

    def __init__(
        self,
        book: Factbook,
        figures: Figures,
        lexicon: Lexicon,
        citer: Citer,
        shown: Mapping[str, FactView],
    ) -> None:
        """Bind the sheet, one language's words and its facts."""
        self.book = book
        self.figures = figures
        self.lexicon = lexicon
        self.word = lexicon.catalog.gettext
        self.citer = citer
        self.shown = shown
        self.facts = book.by_id()

    def panel(self, picture: Panel, facts: Iterable[FactView]) -> Heads:
        """Return where a picture stands and its words; it rests on these facts."""
        topic = next(s.topic for s in self.book.sections if s.key == picture.section)
        return {
            "topic": topic,
            "page": self.lexicon.pages[topic, picture.section],
            "section": picture.section,
            "title": self.rich(picture.title),
            "subtitle": self.rich(picture.subtitle),
            "note": self.rich(picture.note),
            "alt": self.text(picture.alt),
            "source": self.citer.source_line([*facts]),
        }

    def rich(self, texts: Texts | None, *, inside: bool = False) -> Rich:
        """Return a text with its slots filled, capitalized unless it stands `inside` another."""
        if texts is None:
            return ()
        text = self.lexicon.text(texts, None, self.figures)
        return text if inside else self.lexicon.sentence(text)

    def text(self, texts: Texts | None, *, inside: bool = False) -> str:
        """Return such a text without its figures: what no print sets, or as one label."""
        return plain(self.rich(texts, inside=inside))
