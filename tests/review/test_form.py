"""The form to sign: new and changed facts in a PDF and a document, read back by other programs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from factsheet.intake.texts import read_lines
from tests.support import copy_small, edit, keep_edition, run, sound

GOODS = "facts/trade/goods.yml"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sheet, one fact of it reworded since its edition was kept."""
    root = copy_small(tmp_path_factory.mktemp("form") / "sheet")
    assert run(root, "verify").code == 0
    keep_edition(root)
    assert "nothing is new or changed" in run(root, "review", "sheet").out
    edit(root, "facts/edition.yml", 'number: "1"', 'number: "2"')
    edit(root, GOODS, "进出口总值达", "进出口总值为")
    ran = run(root, "review", "sheet")
    assert ran.code == 0, ran.out
    assert ran.out.splitlines()[-1] == "1 fact"
    return root


HEADS = ["", "事实", "变动", "中文", "English", "原文", "原文行", "签字", "签署日期"]


def test_the_document_holds_the_changed_facts(sheet: Path) -> None:
    """Read by the library and by our own reader of Word files: heads, the row, room to sign."""
    path = sheet / "build/review-2-zh.docx"
    page = Document(str(path))
    (table,) = page.tables
    heads, row = ([cell.text for cell in row.cells] for row in table.rows)
    assert heads == HEADS
    assert row[:3] == ["1", "trade-2024", "修改"]
    assert "进出口总值为1743.8亿元" in row[3]
    assert "reached RMB\u00a0174.38\u00a0billion" in row[4]
    assert row[5:] == [
        "total: 1743.8亿元\ngrowth: 3.1%",
        "first-article: 3, 5\nsecond-article: 3",
        "",
        "",
    ]
    assert table.rows[0]._tr.trPr.xpath("w:tblHeader")
    text = "\n".join(read_lines(path))
    assert "审签单" in text
    assert "第1版以来新增和修改的事实" in text


def test_the_pdf_holds_the_changed_facts(sheet: Path) -> None:
    """The same in print, with tags for who hears it."""
    reader = PdfReader(sheet / "build/review-2-zh.pdf")
    text = "".join(page.extract_text() for page in reader.pages)
    text = re.sub(r"[\s\u200b]", "", text)
    for words in ("审签单", "签署日期", "trade-2024", "1743.8亿元", "first-article:3,5"):
        assert words in text
    assert len(sound(sheet).book.by_id()) > 1
    assert "exports-fell-2024" not in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_same_form_has_the_same_bytes(sheet: Path) -> None:
    """Nothing of the clock is in either file."""
    names = ("build/review-2-zh.docx", "build/review-2-zh.pdf")
    before = [(sheet / name).read_bytes() for name in names]
    assert run(sheet, "review", "sheet").code == 0
    assert [(sheet / name).read_bytes() for name in names] == before
    assert run(sheet, "review", "sheet", "--language", "fr").code == 2
