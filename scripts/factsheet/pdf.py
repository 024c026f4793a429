"""Editions -> the printed briefing and the two-page brief of every language, as PDF files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from factsheet.blocks import Block, Book
from factsheet.briefing import briefing
from factsheet.catalog import print_words
from factsheet.edition import Edition
from factsheet.faces import families
from factsheet.feet import paragraphs
from factsheet.paging import DoesNotFitError, Measures, Page, paginate
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.project import Project
from factsheet.typeset import TEMPLATES, Press

BRIEFING = "briefing.typ"
ROUNDING = 0.5  # points


class Printer:
    """Prints a project's editions; `address` is the site's root, `facts` the data to attach."""

    def __init__(
        self, project: Project, editions: Mapping[str, Edition], address: str, facts: str
    ) -> None:
        """Divide every edition into blocks."""
        self.project = project
        self.editions = editions
        self.address = address
        self.facts = facts
        self.words = sorted(print_words(project.root))
        self.books = {
            key: briefing(edition, project.styles[key], project.catalogs[key], address)
            for key, edition in editions.items()
        }

    def briefings(self) -> dict[str, bytes]:
        """Return the briefing of every language."""
        self._check_faces()
        keys = list(self.books)
        with ThreadPoolExecutor(len(keys)) as pool:
            measured = dict(zip(keys, pool.map(self._measure, keys), strict=True))
            pages = self._pages(measured)
            made = pool.map(lambda key: self._set(key, pages[key], measured[key]), keys)
            return dict(zip(keys, made, strict=True))

    def moment(self) -> int:
        """Return the edition's date in seconds since 1970."""
        day = self.project.book.edition.date
        return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())

    def _measure(self, key: str) -> dict[str, Any]:
        book = self.books[key]
        notes = {p.key: _paragraph(p) for p in self._every_note(book)}
        data = self._common(key) | {"blocks": self._blocks(key), "notes": list(notes.values())}
        (found,) = Press(self.project.root, BRIEFING, data).query("measured")
        problems = [
            self._problem(key, f"table {name}: {table['over']:.1f} pt too wide for the page")
            for name, table in found["tables"].items()
            if table["over"] > 0
        ]
        if problems:
            raise ProblemsFoundError(problems)
        return dict(found)

    def _every_note(self, book: Book) -> Sequence[Any]:
        letters = {key: str(source["letter"]) for key, source in book.sources.items()}
        found = []
        for block in book.blocks.values():
            found += paragraphs(block.notes, letters)
        return found

    def _pages(self, measured: Mapping[str, Any]) -> dict[str, list[Page]]:
        measures = {key: _measures(found) for key, found in measured.items()}
        try:
            return paginate(
                self.books,
                measures,
                Block("cover", "cover", {}),
                Block("colophon", "colophon", {}),
                Block("lines", "lines", {}),
            )
        except DoesNotFitError as error:
            problem = self._problem(error.language, f"{error.block.id} is higher than a page")
            raise ProblemsFoundError([problem]) from None

    def _set(self, key: str, pages: Sequence[Page], measured: Mapping[str, Any]) -> bytes:
        data = self._common(key) | {
            "blocks": self._blocks(key),
            "pages": [_page(page, measured["tables"]) for page in pages],
            "places": places(pages),
        }
        press = Press(self.project.root, BRIEFING, data, self.facts)
        made = press.pdf(self.moment())
        problems = [
            self._problem(key, f"page {page}: {over:.1f} pt more than it holds")
            for page, over in overfull(press.query("fit"))
        ]
        if problems:
            raise ProblemsFoundError(problems)
        return made

    def _blocks(self, key: str) -> dict[str, Any]:
        edition, book = self.editions[key], self.books[key]
        word = self.project.catalogs[key].gettext
        texts = edition.texts
        counts = edition.statistics
        set_by = {
            **texts,
            "edition": _label(edition, word),
            "cutoff": word("Data to %(date)s") % {"date": edition.cutoff},
            "tagline": [texts["tagline"]],
            "not_official": [texts["not_official"]],
            "address": f"{self.address}{key}/",
            "fonts": self._fonts(),
            "counts": [
                [name, str(count)]
                for name, count in (
                    ("Facts", counts.facts),
                    ("Printed figures, each found in its line", counts.figures),
                    ("Figures calculated by us, marked as such", counts.calculated),
                    ("Lines of articles cited", counts.lines),
                    ("Articles cited", counts.articles),
                    ("Differences between articles, declared", counts.differences),
                    ("Last verification", counts.verified),
                )
            ],
            "corrections": [
                {"date": c.date, "said": c.said, "says": c.says, "why": c.why}
                for c in edition.corrections
            ],
        }
        blocks: dict[str, Any] = {}
        for chapter in book.chapters:
            plates = (chapter.plate,) if chapter.plate else ()
            for block in (*chapter.blocks, *plates):
                columns = 1 if block in plates else chapter.columns
                blocks[block.id] = _block(block) | {"columns": columns}
        for kind in ("cover", "colophon", "lines"):
            blocks[kind] = {**set_by, "id": kind, "kind": kind, "columns": 1}
        return blocks

    def _common(self, key: str) -> dict[str, Any]:
        edition, book = self.editions[key], self.books[key]
        catalog = self.project.catalogs[key]
        day = self.project.book.edition.date
        style = self.project.styles[key].print
        original = next(iter(self.project.styles)) if not edition.original_html else ""
        return {
            "language": key,
            "title": edition.texts["title"],
            "author": edition.texts["publisher"],
            "description": edition.texts["tagline"],
            "keywords": [topic.title for topic in edition.topics],
            "date": [day.year, day.month, day.day],
            "edition": _label(edition, catalog.gettext),
            "original": edition.original_html or original,
            "style": style.model_dump(),
            "tags": {s.html: s.print.model_dump() for s in self.project.styles.values()},
            "words": {word: catalog.gettext(word) for word in self.words} | _counted(catalog),
            "tables": book.tables,
            "sources": book.sources,
        }

    def _fonts(self) -> str:
        faces = [f.name for s in self.project.styles.values() for f in (*s.print.text, *s.print.heads)]
        return ", ".join(dict.fromkeys(faces))

    def _check_faces(self) -> None:
        known = families()
        problems = [
            self._problem(key, f"the font {face.name!r} is not at hand", "one of: " + ", ".join(sorted(known)))
            for key, style in self.project.styles.items()
            for face in (*style.print.text, *style.print.heads)
            if face.name not in known
        ]
        if problems:
            raise ProblemsFoundError(sorted(set(problems)))

    def _problem(self, key: str, message: str, hint: str = "") -> Problem:
        return Problem(Place(f"{TEMPLATES}/{BRIEFING}"), "print", f"{key}: {message}", hint)


def places(pages: Sequence[Page]) -> dict[str, int]:
    """Return the page of every block and of every numbered fact."""
    found: dict[str, int] = {}
    for page in pages:
        for block, _ in (item for column in page.columns for item in column):
            found[block.id] = page.number
            if block.kind in ("fact", "row") and block.data["no"]:
                found[f"no-{block.data['no']}"] = page.number
    return found


def overfull(fits: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, float]]:
    """Find pages whose text meets their notes or runs off the page, by what the engine set."""
    found: dict[int, dict[str, Any]] = {}
    for fit in fits:
        found.setdefault(fit["page"], {})[fit["what"]] = fit
    for page, marks in found.items():
        over = marks["body"]["y"] - marks["foot"]["y"]
        if any(fit["at"] != page for fit in marks.values()):
            yield page, max(over, 0.0)
        elif over > ROUNDING:
            yield page, over


def _counted(catalog: Any) -> dict[str, str]:
    names = (
        "Facts",
        "Printed figures, each found in its line",
        "Figures calculated by us, marked as such",
        "Lines of articles cited",
        "Articles cited",
        "Differences between articles, declared",
        "Last verification",
    )
    return {name: catalog.gettext(name) for name in names}


def _label(edition: Edition, word: Any) -> str:
    label: str = word("Edition %(number)s, %(date)s")
    return label % {"number": edition.number, "date": edition.date}


def _block(block: Block) -> dict[str, Any]:
    return {**block.data, "id": block.id, "kind": block.kind, "table": block.table}


def _paragraph(p: Any) -> dict[str, Any]:
    return {
        "kind": p.kind,
        "key": p.key,
        "source": p.source,
        "facts": list(p.facts),
        "named": list(p.named),
        "text": list(p.text),
    }


def _page(page: Page, tables: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "number": page.number,
        "chapter": page.chapter,
        "running": page.running,
        "columns": [_column(column, tables) for column in page.columns],
        "foot": [[_paragraph(p) for p in column] for column in page.foot],
    }


def _column(column: Sequence[tuple[Block, float]], tables: Mapping[str, Any]) -> list[Any]:
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


def _measures(found: Mapping[str, Any]) -> Measures:
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
    )
