"""The form to sign -> a document for Word and WPS."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime, time

from docx import Document
from docx.document import Document as Page
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from factsheet.review.form import Form

FACE = "SimSun"  # what Word and WPS have for Chinese
ZIP_DAY = (1980, 1, 1, 0, 0, 0)


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
        cells = (
            str(number),
            row.fact,
            row.change,
            *row.sentences.values(),
            row.printed,
            row.lines,
            "",
            "",
        )
        _write(table, number, cells)
    for column, width in zip(table.columns, form.widths, strict=True):
        for cell in column.cells:
            cell.width = Mm(width)
    out = io.BytesIO()
    page.save(out)
    return _dated_alike(out.getvalue())


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


def _write(table: Table, number: int, texts: Sequence[str]) -> None:
    for cell, text in zip(table.rows[number].cells, texts, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.add_run(text).bold = number == 0


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
