"""New and changed facts -> the form to sign, as PDF and as a document for Word and WPS."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from docx import Document
from docx.document import Document as Page
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.run import Run

from factsheet.printing.press import Job, run
from factsheet.review.choice import since
from factsheet.review.sheets import Sheets

TEMPLATE, LABEL = "review.typ", "done"
WIDTHS = (8, 40, 15, 65, 65, 40, 24, 22)  # millimeters, the languages in the middle
FACE = "SimSun"  # what Word and WPS have for Chinese
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the form: a fact, whether it is new, its sentences by language, where it stands."""

    fact: str
    change: str
    sentences: Mapping[str, str]
    lines: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form in words: its title, what it is of, its heads, its rows."""

    title: str
    subtitle: str
    author: str
    day: date
    languages: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[Line, ...]


def form_of(sheets: Sheets) -> Form:
    """Return the form of all facts that are new or changed since the last kept edition."""
    word, project = sheets.word, sheets.project
    number, touched = since(project)
    edition = sheets.editions[sheets.language]
    day = project.book.edition.date
    what = word("New and changed facts since edition %(number)s") % {"number": number}
    standing = word("Edition %(number)s, %(date)s") % {
        "number": project.book.edition.number,
        "date": day.isoformat(),
    }
    return Form(
        title=f"{edition.texts['title']} {word('Form of approval')}",
        subtitle=f"{standing}{word('; ')}{what if number else word('New facts')}",
        author=edition.texts["publisher"],
        day=day,
        languages=tuple(sheets.names),
        heads=(
            "",
            word("Fact"),
            word("Change"),
            *sheets.names.values(),
            word("Lines"),
            word("Signature"),
            word("Date of signing"),
        ),
        rows=tuple(
            Line(
                fact=fact.id,
                change=word(touched[fact.id]),
                sentences={key: sheets.sentence(fact, key) for key in sheets.names},
                lines=sheets.lines(fact),
            )
            for fact in project.book.facts
            if fact.id in touched
        ),
    )


def pdf(sheets: Sheets, form: Form) -> bytes:
    """Return the form as PDF; raise ProblemsFoundError for whatever cannot be set."""
    edition = sheets.editions[sheets.language]
    data: dict[str, Any] = {
        "language": sheets.language,
        "title": form.title,
        "subtitle": form.subtitle,
        "author": form.author,
        "description": form.subtitle,
        "keywords": [],
        "date": [form.day.year, form.day.month, form.day.day],
        "style": edition.imprint.print,
        "styles": {key: each.imprint.print for key, each in sheets.editions.items()},
        "words": dict(edition.imprint.words),
        "languages": form.languages,
        "heads": form.heads,
        "widths": _widths(form),
        "rows": [asdict(row) for row in form.rows],
    }
    moment = int(datetime.combine(form.day, time(), UTC).timestamp())
    (made,) = run(
        sheets.project.root, [Job(template=TEMPLATE, data=data, label=LABEL, moment=moment)]
    )
    return made.pdf


def docx(form: Form) -> bytes:
    """Return the form as a document: the same rows, the head on every page."""
    page = Document()
    _lay_out(page, form)
    page.add_heading(form.title, level=1)
    page.add_paragraph(form.subtitle)
    table = page.add_table(rows=1, cols=len(form.heads), style="Table Grid")
    table.autofit = False
    _write(table, 0, form.heads)
    _repeat(table)
    for number, row in enumerate(form.rows, 1):
        table.add_row()
        cells = (str(number), row.fact, row.change, *row.sentences.values(), row.lines, "", "")
        _write(table, number, cells)
    for column, width in zip(table.columns, _widths(form), strict=True):
        for cell in column.cells:
            cell.width = Mm(width)
    out = io.BytesIO()
    page.save(out)
    return _dated_alike(out.getvalue())


def _widths(form: Form) -> list[int]:
    """Return the widths of the columns; the languages share what two of them have."""
    own = WIDTHS[3] + WIDTHS[4]
    each = own // len(form.languages)
    return [*WIDTHS[:3], *(each for _ in form.languages), *WIDTHS[5:]]


def _lay_out(page: Page, form: Form) -> None:
    """Turn an A4 page on its side; name the faces, and the day of the edition."""
    section = page.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(9)
    section.top_margin = section.bottom_margin = Mm(15)
    for name in ("Normal", "Heading 1"):
        fonts = page.styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), FACE)
    page.styles["Normal"].font.size = Pt(9)
    properties = page.core_properties
    properties.title, properties.author = form.title, form.author
    properties.created = properties.modified = datetime.combine(form.day, time())
    properties.last_modified_by, properties.comments = "", ""


def _write(table: Table, number: int, texts: tuple[str, ...]) -> None:
    for cell, text in zip(table.rows[number].cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        written: Run = paragraph.add_run(text)
        written.bold = number == 0


def _repeat(table: Table) -> None:
    """Let the first row stand on every page, and no row break."""
    properties = table.rows[0]._tr.get_or_add_trPr()  # the library offers no other way
    properties.append(OxmlElement("w:tblHeader"))


def _dated_alike(content: bytes) -> bytes:
    """Return a package with one day on every part, so that the same form has the same bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as parts,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in parts.namelist():
            info = zipfile.ZipInfo(name, ZIP_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, parts.read(name))
    return out.getvalue()
