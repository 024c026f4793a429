"""A `Book` and its pages -> the data that the print templates read: text and numbers only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from factsheet.edition.sheet import Edition
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.printing.blocks import Block, Book, Chapter
from factsheet.printing.brief import marks_key
from factsheet.printing.columns import Paragraph, paragraphs
from factsheet.printing.galley import Measures, Page
from factsheet.printing.places import Stands
from factsheet.printing.runs import Typesetter, qr_code

COVER = Block(id="cover", kind="cover", data={})
COLOPHON = Block(id="colophon", kind="colophon", data={})
LINES = Block(id="lines", kind="lines", data={})
# How articles are set where a sheet has no Chinese style: in the faces of its own language, which
# hold Chinese signs, with the shapes of the mainland.
SOURCE_PRINT = {"lang": SOURCE_LANGUAGE, "region": "cn"}


class Manuscript:
    """Everything that the templates need of one language."""

    def __init__(
        self,
        editions: Mapping[str, Edition],
        book: Book,
        typesetter: Typesetter,
        address: str,
        cover: Mapping[str, Any],
    ) -> None:
        """Bind one of the editions with its book.

        `address` is the site's root, or empty; `cover` is what its cover shows beside the standing
        texts.
        """
        self.editions = editions
        self.edition = edition = editions[book.language]
        self.book = book
        self.root = address
        self.address = f"{address}{edition.language}/" if address else ""
        self.set = typesetter
        self.cover = dict(cover)
        self.common = self._common()

    def holding(self, chapters: Sequence[Chapter], elsewhere: Sequence[str] = ()) -> Manuscript:
        """Return the same of other chapters; `elsewhere` names what has no room among them."""
        book = replace(self.book, chapters=tuple(chapters))
        cover = self.cover | {"elsewhere": list(elsewhere)}
        return Manuscript(self.editions, book, self.set, self.root, cover)

    def to_measure(self) -> dict[str, Any]:
        """Return the data of the run that measures every block and every note."""
        letters = {key: str(source["letter"]) for key, source in self.book.sources.items()}
        blocks = self.book.blocks.values()
        notes = {p.key: p for block in blocks for p in paragraphs(block.notes, letters)}
        return self.common | {"notes": [_paragraph(p) for p in notes.values()]}

    def to_print(self, brief: Mapping[str, Any]) -> dict[str, Any]:
        """Return the data of the brief, which has no pages to choose."""
        return self.common | {"blocks": {}, "tables": {}, "brief": dict(brief)}

    def to_set(
        self, pages: Sequence[Page], places: Mapping[str, Stands], tables: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the data of the run that sets pages; `places` tells where each block stands."""
        return self.common | {
            "pages": [_page(page, tables) for page in pages],
            "places": dict(places),
        }

    def _common(self) -> dict[str, Any]:
        edition = self.edition
        day = edition.imprint.date
        return {
            "language": edition.language,
            "title": edition.texts["title"],
            "author": edition.texts["publisher"],
            "description": edition.texts["tagline"],
            "keywords": [topic.title for topic in edition.topics],
            "date": [day.year, day.month, day.day],
            "edition": self._edition(),
            "key": marks_key(edition),
            "space": edition.note_space,
            "subject": self._subject(),
            "original": edition.original_html,
            "style": edition.imprint.print,
            "tags": self._tags(),
            "words": dict(edition.imprint.words),
            "tables": self.book.tables,
            "sources": self.book.sources,
            "blocks": self._blocks(),
        }

    def _tags(self) -> dict[str, Any]:
        """Return how each language is set, also that of the articles where the sheet lacks it."""
        own = self.edition.imprint.print
        articles = {self.edition.original_html: {**own, **SOURCE_PRINT}}
        return articles | {each.html: each.imprint.print for each in self.editions.values()}

    def _blocks(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for chapter in self.book.chapters:
            if chapter.more:
                found[chapter.more.id] = _block(chapter.more, chapter.columns)
            for block in chapter.blocks:
                found[block.id] = _block(block, chapter.columns)
            if chapter.plate:
                found[chapter.plate.id] = _block(chapter.plate, 1)
        about = self.about()
        found[COVER.id] = about | self.cover
        found[COLOPHON.id] = found[COVER.id] | {
            "counts": self._counts(),
            "corrections": str(len(self.edition.corrections) or ""),
        }
        found[LINES.id] = {}
        for block in (COVER, COLOPHON, LINES):
            found[block.id] = {
                **found[block.id],
                "id": block.id,
                "kind": block.kind,
                "table": "",
                "columns": 1,
                "wide": False,
            }
        return found

    def about(self) -> dict[str, Any]:
        """Return the standing texts."""
        texts = self.edition.texts
        faces = [
            face["name"]
            for each in self.editions.values()
            for face in (*each.imprint.print["text"], *each.imprint.print["heads"])
        ]
        return {
            **texts,
            "tagline": self.set.text(texts["tagline"]),
            "not_official": self.set.text(texts["not_official"]),
            "edition": self._edition(),
            "cutoff": self.edition.word("Data to %(date)s") % {"date": self.edition.cutoff},
            "address": self.address,
            "code": qr_code(self.address) if self.address else [],
            "fonts": ", ".join(dict.fromkeys(faces)),
        }

    def _subject(self) -> str:
        """Return what the schematic calls the place that the sheet is about."""
        view = self.edition.schematic
        blocks = [place.label for place in view.places if place.kind == "block"] if view else []
        return blocks[0] if blocks else self.edition.texts["title"]

    def _edition(self) -> str:
        words = self.edition.word("Edition %(number)s, %(date)s")
        return words % {"number": self.edition.number, "date": self.edition.date}

    def _counts(self) -> list[list[str]]:
        counts = self.edition.statistics
        word = self.edition.word
        declared = word("Declared")
        return [
            [name, str(count)]
            for name, count in (
                (word("Facts"), counts.facts),
                (word("Printed figures, each found in its line"), counts.figures),
                (word("Figures calculated by us, marked as such"), counts.calculated),
                (word("Lines of articles cited"), counts.lines),
                (word("Articles cited"), counts.articles),
                *((f"{declared}{word(': ')}{kind}", n) for kind, n in counts.differences),
                (word("Last verification"), counts.verified or "–"),
            )
        ]


def measures_of(found: Mapping[str, Any]) -> Measures:
    """Return what the measuring run left."""
    tables = found["tables"]
    return Measures(
        heights=found["heights"],
        feet=found["feet"],
        heads={key: table["head"] for key, table in tables.items()},
        titles={key: table["title"] for key, table in tables.items()},
        above=found["above"],
        below=found["below"],
        live=found["live"],
        foot_gap=found["foot-gap"],
        note_gap=found["note-gap"],
        foot_most=found.get("foot-most", 1.0),
    )


def _block(block: Block, columns: int) -> dict[str, Any]:
    own = {"id": block.id, "kind": block.kind, "table": block.table, "columns": columns}
    own["wide"] = block.wide
    return {**block.data, **own}


def _paragraph(p: Paragraph) -> dict[str, Any]:
    return {
        "kind": p.kind,
        "key": p.key,
        "source": p.source,
        "facts": list(p.facts),
        "text": list(p.text),
    }


def _page(page: Page, tables: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "number": page.number,
        "chapter": page.chapter,
        "running": page.running,
        "head": _column(page.head, tables),
        "gap": page.gap,
        "columns": [_column(column, tables) for column in page.columns],
        "foot": [[_paragraph(p) for p in column] for column in page.foot],
    }


def _column(column: Sequence[tuple[Block, float]], tables: Mapping[str, Any]) -> list[Any]:
    """Return the items of a column; rows of a table that follow one another are one item."""
    items: list[Any] = []
    for block, space in column:
        if not block.table:
            items.append({"block": block.id, "space": round(space, 3)})
        elif items and items[-1].get("table") == block.table:
            items[-1]["rows"].append(block.id)
        else:
            items.append(
                {
                    "table": block.table,
                    "rows": [block.id],
                    "space": round(space, 3),
                    "opens": block.data["index"] == 0,
                    "widths": tables[block.table]["widths"],
                }
            )
    return items
