"""A review: the workbook filled in and taken back, whatever cannot be taken told by its cell."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from factsheet.evidence.attestations import FOLDER, load_attestations
from tests.support import copy_small, edit, keep_edition, run, sound
from tests.support import tree as files_of

GOODS = "facts/trade/goods.yml"
BOOK = "build/review.xlsx"
FACT = "trade-2024"
OLD = "{period}，[[sample-province]]进出口总值达{total}，增长{growth}。"
NEW = "{period}，[[sample-province]]进出口总值为{total}，增长{growth}。"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sheet with its workbook: every fact is new, unread and unapproved."""
    root = copy_small(tmp_path_factory.mktemp("review") / "sheet")
    ran = run(root, "review", "export")
    assert ran.code == 0, ran.out
    assert f"written: {BOOK}" in ran.out
    return root


@pytest.fixture
def sheet(exported: Path, tmp_path: Path) -> Path:
    """A copy of it to fill in."""
    return shutil.copytree(exported, tmp_path / "sheet", symlinks=True)


def tree(root: Path) -> dict[str, bytes]:
    """Return the files of a sheet, what only commands keep for themselves aside."""
    kept = ("build/", ".cache/", "templates/")
    return {name: text for name, text in files_of(root).items() if not name.startswith(kept)}


def cell(book: Workbook, name: str, fact: str = FACT, key: str = "review") -> Cell:
    """Return a cell by its sheet, the name of its column, and the key of its row."""
    page = next(page for page in book if page["A1"].value == key)
    column = next(c.column for c in page[1] if c.value == name)
    row = next(c.row for c in page["A"] if c.value == fact)
    return page.cell(row, column)


def fill(
    sheet: Path, *cells: tuple[str, str | float | bool], fact: str = FACT, key: str = "review"
) -> list[str]:
    """Fill in cells as another program would; return their addresses."""
    book = load_workbook(sheet / BOOK)
    found = []
    for name, text in cells:
        one = cell(book, name, fact, key)
        one.value = text
        found.append(f"{one.parent.title}!{one.coordinate}")
    book.save(sheet / BOOK)
    return found


def take(sheet: Path, *options: str) -> tuple[int, str]:
    """Import the workbook; return exit code and output."""
    ran = run(sheet, "review", "import", BOOK, *options)
    return ran.code, ran.out


def visible(page: Worksheet) -> Iterator[Cell]:
    """Iterate over the cells of the first row of facts that a reader sees."""
    hidden = [(d.min, d.max) for d in page.column_dimensions.values() if d.hidden]
    for one in page[3]:
        if not any(first <= one.column <= last for first, last in hidden):
            yield one


def test_the_workbook_is_locked_but_for_what_is_filled_in(exported: Path) -> None:
    """Read by a library that did not write it: locks, frozen heads, filter, wrapped text, heads."""
    book = load_workbook(exported / BOOK)
    assert [page.title for page in book][:3] == ["审读", "判读（中文）", "判读（English）"]
    for page in book.worksheets[:3]:
        assert page.protection.sheet
        assert not page.protection.password
        assert page.row_dimensions[1].hidden
        assert page.freeze_panes.endswith("3")
        assert page.auto_filter.ref
        cells = list(visible(page))
        assert all(c.alignment.wrap_text for c in cells)
        assert all(page.column_dimensions[c.column_letter].width > 10 for c in cells[:1])
        named = {page.cell(1, c.column).value: c.protection.locked for c in page[3]}
        is_open = {name for name, locked in named.items() if not locked}
        if page["A1"].value == "review":
            assert is_open == {"text zh", "text en", "remark", "approved zh", "approved en"}
        else:
            assert is_open == {"value", "unit", "qualifier", "period", "status", "by", "remark"}
            assert len(page.data_validations.dataValidation) == 3
    heads = [page.cell(2, c.column).value for page in [book["审读"]] for c in visible(page)]
    assert heads == [
        "事实", "现文（中文）", "现文（English）", "原文", "原文行", "时间", "状态", "待办",
        "新文本（中文）", "新文本（English）", "备注", "审签人（中文）", "审签人（English）",
    ]  # fmt: skip
    assert cell(book, "printed").value == "total: 1743.8亿元\ngrowth: 3.1%"
    assert cell(book, "lines").value == "first-article: 3, 5\nsecond-article: 3"
    assert cell(book, "text zh").value == OLD


def test_who_reads_sees_nothing_but_the_sentence(sheet: Path) -> None:
    """No figure as printed, line, period or status stands where a reading is typed."""
    ran = run(sheet, "review", "export", "--read", "en", "--language", "en", "--output", "en.xlsx")
    assert ran.code == 0, ran.out
    book = load_workbook(sheet / "en.xlsx")
    assert [page.title for page in book] == ["Reading (English)", "How to fill in", "lists"]
    page = book["Reading (English)"]
    texts = {page.cell(1, c.column).value: c.value for c in visible(page) if c.value}
    assert set(texts) == {"sentence", "figure"}
    facts = {c.value.split(".")[0] for c in page["A"][2:]}
    assert facts == {fact.id for fact in sound(sheet).book.facts}
    for row in page.iter_rows(min_row=3, values_only=True):
        assert "亿元" not in "".join(text for text in row if text)
    ran = run(sheet, "review", "export", "--read", "archive", "--output", "lines.xlsx")
    assert ran.code == 0, ran.out
    rows = load_workbook(sheet / "lines.xlsx").worksheets[0]
    assert "1743.8亿元" in "".join(str(c.value) for c in rows["D"])
    assert run(sheet, "review", "export", "--read", "fr").code == 2


def saved_again(book: Path) -> None:
    """Write a workbook by another library."""
    load_workbook(book).save(book)


def saved_by_office(book: Path) -> None:
    """Write a workbook by LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice here")
    out, own = book.parent / "office", f"-env:UserInstallation=file://{book.parent}/profile"
    command = [office, "--headless", own, "--convert-to", "xlsx", "--outdir", str(out), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    shutil.copyfile(out / book.name, book)


@pytest.mark.parametrize(
    "save",
    [Path.exists, saved_again, saved_by_office],
    ids=["as written", "openpyxl", "LibreOffice"],
)
def test_what_is_taken_back_as_it_was_changes_nothing(
    sheet: Path, save: Callable[[Path], object]
) -> None:
    """Export and import change no byte, whichever program wrote the workbook meanwhile."""
    before = tree(sheet)
    save(sheet / BOOK)
    code, out = take(sheet, "--write")
    assert code == 0, out
    assert out == "0 texts, 0 readings, 0 approvals, 0 remarks\nnothing to write\n"
    assert tree(sheet) == before


def test_the_same_sheet_gives_the_same_bytes(sheet: Path) -> None:
    """Nothing of the clock is in the workbook; one that may be filled in is not written over."""
    first = (sheet / BOOK).read_bytes()
    ran = run(sheet, "review", "export")
    assert ran.code == 1
    assert f"{BOOK}: this workbook may have been filled in" in ran.out
    assert run(sheet, "review", "export", "--output", "build/again.xlsx").code == 0
    assert (sheet / "build/again.xlsx").read_bytes() == first


def test_texts_readings_and_approvals_are_taken(sheet: Path) -> None:
    """They are shown first, written on demand, stand in the record with name and day, and go again."""
    before = tree(sheet)
    fill(
        sheet,
        ("text zh", NEW),
        ("remark", "“达”改为“为”\n请核"),
        ("approved zh", "张三"),
        ("approved en", "Li Si"),
    )
    fill(
        sheet,
        ("value", "174380000000"),
        ("unit", "元"),
        ("qualifier", "确数"),
        ("period", "2024"),
        ("status", "outturn 已发生"),
        ("by", "王五"),
        fact=f"{FACT}.total",
        key="read en",
    )
    fill(
        sheet,
        ("value", "3.1%"),
        ("period", "2024"),
        ("status", "outturn"),
        ("by", "王五"),
        fact=f"{FACT}.growth",
        key="read en",
    )
    code, out = take(sheet)
    assert code == 0, out
    assert f"  - {OLD}\n  + {NEW}\n" in out
    assert f"approved: {FACT} in zh, by 张三" in out
    assert f"read: {FACT}.growth in en: 3.1 percent exact 2024 outturn, by 王五" in out
    assert "“达”改为“为” 请核" in out
    assert "1 text, 2 readings, 2 approvals, 1 remark" in out
    assert "nothing is written yet" in out
    assert tree(sheet) == before
    code, out = take(sheet, "--write")
    assert code == 0, out
    assert f"written: {GOODS}" in out
    assert (sheet / GOODS).read_bytes() == before[GOODS].replace(OLD.encode(), NEW.encode())
    attested, problems = load_attestations(sheet)
    assert problems == ()
    assert {(r.kind, r.by) for r in attested.approvals} == {("zh", "张三"), ("en", "Li Si")}
    assert {(r.figure, r.value, r.by) for r in attested.readings} == {
        ("total", "174380000000", "王五"),
        ("growth", "3.1", "王五"),
    }
    ran = run(sheet, "verify")
    assert ran.code == 0, ran.out
    facts = len(list(sound(sheet).book.facts))
    for waits in ("approval in zh", "approval in en", "reading in en"):
        assert f"no current {waits}: {facts - 1} facts" in ran.err
    code, out = take(sheet, "--write")
    assert (code, out.splitlines()[-1]) == (0, "nothing to write")
    (sheet / "facts/evidence.lock").unlink()
    assert run(sheet, "undo").code == 0
    assert tree(sheet) == before


def test_a_reading_that_contradicts_is_kept_and_told(sheet: Path) -> None:
    """What a reader understood is no slip of the workbook: `verify` then asks to mend the fact."""
    fill(
        sheet,
        ("value", "近1743亿元"),
        ("period", "2024"),
        ("status", "outturn"),
        ("by", "王五"),
        fact=f"{FACT}.total",
        key="read zh",
    )
    code, out = take(sheet, "--write")
    assert code == 0, out
    assert "contradicted" in out
    ran = run(sheet, "verify")
    assert ran.code == 1
    assert f"{FOLDER}/goods.tsv:2:1: {FACT}.total: read 174300000000" in ran.out


REFUSED = [
    # cells filled in, in the first sheet unless a key is given; the message
    ([("text zh", OLD.replace("{total}", "{total"))], "cannot read"),
    ([("text zh", OLD.replace("{total}", "{totla}"))], "totla"),
    ([("text en", "In {period}, [[nobody]] reached {total}, up {growth}.")], "there is no name 'nobody'"),
    ([("text zh", OLD.replace("{growth}", "3.1%"))], "is typed by hand"),
    ([("text zh", OLD + "\n另行。")], "cannot stand in a text"),
    ([("text zh", " ")], "the text was emptied"),
    ([("text zh", "=A1")], "holds no text or number"),
    ([("approved zh", "张\t三")], "cannot stand in a text"),
    ([("approved zh", True)], "holds no text or number"),
    ([("approved zh", "√")], "“√” is no name"),
    ([("approved zh", "同意")], "“同意” is no name"),
    ([("approved en", "OK")], "“OK” is no name"),
    ([("printed", "1743.9亿元")], "this locked cell was changed"),
    ([("sentence en", "Something else.")], "this locked cell was changed"),
    ([("fact", "other")], "this locked cell was changed"),
    ([("shown", "0" * 16)], "this locked cell was changed"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "message"), REFUSED)
def test_what_cannot_be_taken_is_told_by_its_cell(
    sheet: Path, cells: list[tuple[str, str | bool]], message: str
) -> None:
    """Each slip is told with the address of its cell, and nothing of the workbook is written."""
    before = tree(sheet)
    (address,) = fill(sheet, *cells)
    fill(sheet, ("approved en", "Li Si"), fact="exports-fell-2024")
    code, out = take(sheet, "--write")
    assert code == 1
    told = [line for line in out.splitlines() if line.startswith(f"{BOOK}:{address}: ")]
    assert any(message in line for line in told), out
    assert tree(sheet) == before


READ = {
    "value": "3.1",
    "unit": "percent",
    "qualifier": "exact",
    "period": "2024",
    "status": "outturn",
    "by": "王五",
}
UNREADABLE = [
    ("value", "many", "this is no value"),
    ("unit", "euro", "'euro' is no unit"),
    ("unit", "", "the unit is missing"),
    ("qualifier", "surely", "'surely' is no qualifier"),
    ("period", "2024年", "this is no period"),
    ("period", "", "the period is missing"),
    ("status", "done", "'done' is no status"),
    ("by", "", "the reading does not say whose it is"),
]  # fmt: skip


def test_every_slip_of_a_workbook_is_told_at_once(sheet: Path) -> None:
    """Each cell of a reading is looked at; all of them are told together with the other sheets'."""
    keys = [f"{fact.id}.{figure}" for fact in sound(sheet).book.facts for figure in fact.figures]
    assert len(keys) >= len(UNREADABLE)
    told = []
    for key, (name, text, message) in zip(keys, UNREADABLE, strict=False):
        addresses = fill(sheet, *{**READ, name: text}.items(), fact=key, key="read en")
        told.append((addresses[list(READ).index(name)], message))
    plain = next(fact.id for fact in sound(sheet).book.facts if not fact.figures)
    (address, _) = fill(sheet, ("value", "3"), ("by", "王五"), fact=plain, key="read zh")
    told.append((address, "no figure of this fact is asked for"))
    fill(sheet, ("text en", "In {period}, {total"))
    before = tree(sheet)
    code, out = take(sheet, "--write")
    assert code == 1
    for address, message in told:
        assert f"{BOOK}:{address}: {message}" in out
    assert tree(sheet) == before


def test_a_row_is_refused_once_its_fact_has_changed(sheet: Path) -> None:
    """What was typed for other words is not taken; rows that ask for nothing do not matter."""
    old = cell(load_workbook(sheet / BOOK), "text en").value
    addresses = fill(
        sheet,
        ("text en", "In {period}, [[sample-province]]: {total}, up {growth}."),
        ("approved zh", "张三"),
    )
    edit(sheet, GOODS, "进出口总值达", "进出口总值是")
    code, out = take(sheet, "--write")
    assert code == 1
    for address in addresses:
        assert f"{BOOK}:{address}: the fact was changed since" in out
    fill(sheet, ("text en", old), ("approved zh", None))
    code, out = take(sheet, "--write")
    assert (code, out.splitlines()[-1]) == (0, "nothing to write")
    edit(
        sheet,
        GOODS,
        "- id: exports-fell-2024\n",
        "- id: exports-fell-2024\n    hold: {reason: 复核}\n",
    )
    (address,) = fill(sheet, ("approved zh", "张三"), fact="exports-fell-2024")
    code, out = take(sheet)
    assert f"{BOOK}:{address}: there is no published fact 'exports-fell-2024'" in out


def spoil_names(book: Workbook) -> str:
    book["审读"]["R1"].value = "mine"
    return "审读!A1: the sheet has no column approved en"


def spoil_rows(book: Workbook) -> str:
    page = book["审读"]
    page["A4"].value = page["A3"].value
    return "审读!A4: the row of trade-2024 stands here twice"


def spoil_keys(book: Workbook) -> str:
    page = book["审读"]
    page["A3"].value = None
    return "审读!A3: this row belongs to no fact"


def spoil_sheets(book: Workbook) -> str:
    for page in book:
        page["A1"].value = None
    return ": the workbook has no sheet of a review"


def spoil_first_row(book: Workbook) -> str:
    book["审读"].delete_rows(1)
    return "审读!A1: the sheet has lost its first row"


def spoil_twice(book: Workbook) -> str:
    page = book["审读"]
    page.cell(1, page.max_column + 1).value = "text zh"
    return f"审读!{page.cell(1, page.max_column).coordinate}: the column text zh stands here twice"


def spoil_beside(book: Workbook) -> str:
    page = book["审读"]
    one = page.cell(4, page.max_column + 2)
    one.value = "旁注"
    return f"审读!{one.coordinate}: this column belongs to no review"


SPOILT = [
    *(spoil_names, spoil_rows, spoil_keys, spoil_sheets),
    *(spoil_first_row, spoil_twice, spoil_beside),
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_workbook_of_another_shape(sheet: Path, spoil: Callable[[Workbook], str]) -> None:
    """Columns, rows and sheets that went lost or twice are told, never a traceback."""
    book = load_workbook(sheet / BOOK)
    told = spoil(book)
    book.save(sheet / BOOK)
    code, out = take(sheet, "--write")
    assert code == 1
    assert f"{BOOK}{told}" in out or f"{BOOK}:{told}" in out, out


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xlsx", None, "there is no such file"),
        ("a.xlsx", b"PK", "no workbook of the kind"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1"), "of the old kind (.xls, .et)"),
    ],
)
def test_a_file_that_is_no_workbook(
    sheet: Path, name: str, content: bytes | None, message: str
) -> None:
    """Whatever is given, it is told with its name."""
    if content is not None:
        (sheet / name).write_bytes(content)
    ran = run(sheet, "review", "import", name)
    assert ran.code == 1
    assert f"{name}: " in ran.out
    assert message in ran.out


def test_what_waits_is_chosen(sheet: Path) -> None:
    """What is new or changed since the last edition; older facts that wait, or all, if asked."""
    names = [f"approved {key}" for key in ("zh", "en")]
    for fact in sound(sheet).book.facts:
        if fact.topic == "trade":
            fill(sheet, *((name, "张三") for name in names), fact=fact.id)
    assert take(sheet, "--write")[0] == 0
    edit(sheet, "facts/edition.yml", 'number: "1"', 'number: "0"')
    assert run(sheet, "verify").code == 0
    keep_edition(sheet)

    def rows(*options: str) -> list[str]:
        (sheet / BOOK).unlink(missing_ok=True)
        ran = run(sheet, "review", "export", *options)
        assert ran.code == 0
        return ran.out.splitlines()

    trade = sum(fact.topic == "trade" for fact in sound(sheet).book.facts)
    older = f"{trade} older facts are unread or unapproved: --waiting takes them along"
    assert rows("--topic", "trade") == [older]
    assert rows("--topic", "trade", "--waiting")[1] == f"  审读: {trade} rows", "they are unread"
    edit(sheet, GOODS, "]]出口下降", "]]出口额下降")
    told = rows("--topic", "trade")
    assert told[1] == "  审读: 1 row"
    assert told[-2] == older.replace(str(trade), str(trade - 1))
    everything = len(list(sound(sheet).book.facts))
    assert rows("--all")[1] == f"  审读: {everything} rows"
    assert run(sheet, "review", "export", "--topic", "zones").code == 2
