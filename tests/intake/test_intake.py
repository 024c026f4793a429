"""A new article: taken in from any kind of file, its figures drafted, each step taken back."""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from factsheet.figures.parser import scan
from factsheet.figures.periods import parse_period
from factsheet.intake.article import issued_of, next_letter, publication_of, title_of
from factsheet.intake.dates import dated
from factsheet.intake.lists import Share, shares
from factsheet.intake.phrases import is_phrase, set_phrases
from factsheet.intake.texts import read_lines
from factsheet.problems import ProblemsFoundError
from tests.support import copy_small, edit, problems_of, run, sound

REPORT = """云海工作
某日报
2026-02-07
一、2025年工作回顾
生产总值增长5.1%，高于预期目标。甲、乙、丙业分别增长4.2%、5.6%、6.3%。待泊时间减少8.9小时。
"""
ARTICLE = """样例省外贸再上台阶

来源：样例晚报
时间：2026-05-06
一、2025年工作回顾
全省货物贸易进出口2345.6亿元，增长7.8%。新设门店12家。
"""
CLEAN = tuple(ARTICLE.rstrip("\n").split("\n"))
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(path: Path, paragraphs: list[str]) -> None:
    """Write the least that Word and WPS call a document, its text in two runs a paragraph."""
    body = "".join(
        f"<w:p><w:r><w:t>{p[:3]}</w:t></w:r><w:r><w:t>{p[3:]}</w:t></w:r></w:p>" for p in paragraphs
    )
    with zipfile.ZipFile(path, "w") as package:
        xml = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", xml)


def html(lines: tuple[str, ...]) -> str:
    """Return a page with the lines among what is no article: menu, script, styles."""
    body = "".join(f"<p>{line}</p>" for line in lines)
    return (
        "<html><head><title>x</title><style>p{}</style></head><body><nav>首页</nav>"
        f"<div>{body}</div><script>var a = '<p>1亿元</p>'</script></body></html>"
    )


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".txt", ARTICLE.encode()),
        (".txt", b"\xef\xbb\xbf" + ARTICLE.encode()),
        (".txt", ARTICLE.replace("\n", "\r\n").encode("gbk")),
        (".md", ARTICLE.replace("\n", "\r").encode("utf-16")),
        (".txt", ARTICLE.encode("utf-16-le")),
        (".txt", ARTICLE.replace("\n", " \u200b\u3000\n\n\n").encode()),
        (".html", html(CLEAN).encode("gb18030")),
        (".htm", html(CLEAN).encode()),
    ],
)
def test_a_file_becomes_the_same_lines(tmp_path: Path, suffix: str, content: bytes) -> None:
    """Whatever its kind, encoding, line ends and blanks, an article has the same printed lines."""
    file = tmp_path / f"a{suffix}"
    file.write_bytes(content)
    assert [line for line in read_lines(file) if line] == [line for line in CLEAN if line]
    assert "" not in (read_lines(file)[0], read_lines(file)[-1])


def test_a_word_document_becomes_the_same_lines(tmp_path: Path) -> None:
    """A paragraph of a Word document is a line, however many runs it has."""
    docx(tmp_path / "a.docx", list(CLEAN))
    assert [line for line in read_lines(tmp_path / "a.docx") if line] == [x for x in CLEAN if x]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", b"%PDF", "is not read"),
        ("a.txt", b" \n\n", "holds no text"),
        ("a.txt", b"\xff\xfe\x00", "cannot be read"),
        ("a.txt", "全省貨物進出口總值達到一千億元".encode("big5"), "cannot be read"),
        ("a.txt", b"%PDF-1.7\n1 0 obj", "whatever its name says"),
        ("a.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0\1" * 40, "whatever its name says"),
        ("a.doc", b"\xd0\xcf", "kind .doc is not read"),
        ("a.wps", b"\xd0\xcf", "kind .wps is not read"),
        ("a.png", b"\x89PNG", "kind .png is not read"),
        ("a.docx", b"PK", "damaged"),
        ("b.txt", None, "no such file"),
    ],
)
def test_a_file_that_is_no_article(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    """A file that cannot be an article is told with its name, and never ends in a traceback."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ProblemsFoundError) as refused:
        read_lines(tmp_path / name)
    (problem,) = refused.value.problems
    assert message in problem.message
    assert problem.place.file.endswith(name)
    assert problem.hint


BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Choice><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
    "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)


def cell(words: str, marks: str = "", inner: str = "") -> str:
    """Return a cell of a Word table, a paragraph for each part between strokes."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in words.split("/") if p)
    return f"<w:tc><w:tcPr>{marks}</w:tcPr>{inner}{paragraphs}</w:tc>"


def table(*rows: str) -> str:
    """Return a Word table of rows of cells."""
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_tables_and_boxes_of_a_word_document_are_lines_in_reading_order(tmp_path: Path) -> None:
    """A row is a line; a text box is read once, after the paragraph it hangs on."""
    moved = "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
    rows = (
        cell("指标", '<w:vMerge w:val="restart"/>') + cell("2025年", '<w:gridSpan w:val="2"/>'),
        cell("", "<w:vMerge/>") + cell("总值") + cell("增长"),
        cell("进出口") + cell("2345.6亿元") + cell("7.8%"),
        cell("出口")
        + cell("", "", table(cell("省内") + cell("1亿元"), cell("省外") + cell("2亿元"))),
    )
    body = (
        f"<w:p><w:r><w:t>表前</w:t></w:r>{moved}{BOX}</w:p>{table(*rows)}"
        f"{table(cell('版式一/版式二'))}<w:p><w:r><w:t>表后</w:t></w:r></w:p>"
    )
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        xml = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        package.writestr("word/document.xml", xml)
    assert read_lines(tmp_path / "a.docx") == (
        "表前",
        "框内",
        "指标 | 2025年",
        "指标 | 总值 | 增长",
        "进出口 | 2345.6亿元 | 7.8%",
        "出口 | 省内 | 1亿元",
        "出口 | 省外 | 2亿元",
        "版式一",
        "版式二",
        "表后",
    )


HTML_TABLE = (
    "<table><caption>表一</caption><tr><th rowspan=2>指标<th colspan='2'>2025年<tr><th>总值<th>增长"
    "<tr><td>进出口<td>2345.6亿元<td>7.8%<tr><td>出口<td><p>1亿元</p><p>2亿元</p></table>"
)
TABLE_LINES = (
    "表一",
    "指标 | 2025年",
    "指标 | 总值 | 增长",
    "进出口 | 2345.6亿元 | 7.8%",
    "出口 | 1亿元 ¦ 2亿元",
)
NESTED = "<table><tr><td rowspan=2>2025年<td><table><tr><td>出口<td>1亿元<tr><td>进口<td>2亿元</table><tr><td>外资<td>3亿元</table>"
PAGE = "<table><tr><td><p>标题</p><p>正文</p><table><tr><td>甲<td>1亿元</table></td></tr></table>"


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("a.html", HTML_TABLE, TABLE_LINES),
        ("a.md", f"文\n\n{HTML_TABLE}\n", ("文", *TABLE_LINES)),
        ("a.html", NESTED, ("2025年 | 出口 | 1亿元", "2025年 | 进口 | 2亿元", "2025年 | 外资 | 3亿元")),
        ("a.html", PAGE, ("标题", "正文", "甲 | 1亿元")),
        ("a.html", "<p>甲<table><tr><td>乙<td colspan=x>丙</p>", ("甲", "乙 | 丙")),
        ("a.md", "| 指标 | 2025年 |\n|---|:-:|\n| 甲 | 1亿元 |\n\n乙 | 丙\n", ("指标 | 2025年", "甲 | 1亿元", "乙 | 丙")),
        ("a.md", "指标 | 值\n---|---\n | 1亿元\n", ("指标 | 值", "| 1亿元")),
        ("a.txt", "\t文\n指标\t2025年\n甲\t 1亿元\t\n", ("文", "指标 | 2025年", "甲 | 1亿元")),
    ],
)  # fmt: skip
def test_a_row_of_a_table_is_a_line(
    tmp_path: Path, name: str, content: str, lines: tuple[str, ...]
) -> None:
    """Heads and figures of a row stand together, in whatever kind of file, merged or nested."""
    (tmp_path / name).write_text(content, "utf-8")
    assert tuple(line for line in read_lines(tmp_path / name) if line) == lines


@pytest.mark.parametrize(
    ("lines", "figure", "period", "line"),
    [
        (("2023年回顾", "指标|2025年|2024年", "进出口|2亿元|1亿元"), "2亿元", "2025", 2),
        (("2023年回顾", "指标|2025年|2024年", "进出口|2亿元|1亿元"), "1亿元", "2024", 2),
        (("2023年回顾", "年份|进出口", "2025年|2亿元", "2024年|1亿元"), "1亿元", "2024", 4),
        (("指标|2025年||2024年", "指标|总值|增长|总值", "甲|2亿元|3%|1亿元"), "3%", "2025", 1),
        (("月份|2025年", "1月|2亿元"), "2亿元", "2025-01", 1),
        (("2023年回顾", "指标|总值", "甲|2亿元"), "2亿元", "2023", 1),
        (("2023年回顾", "2025年|2亿元", "此后新增3亿元"), "3亿元", "2023", 1),
        (("指标|2025年", "甲|2亿元", "小结", "指标|总值", "乙|3亿元"), "3亿元", "none", 0),
    ],
)
def test_a_year_in_a_cell_dates_its_row_and_column(
    lines: tuple[str, ...], figure: str, period: str, line: int
) -> None:
    """And nothing beneath the table, where the heading goes on to date."""
    number = next(n for n, text in enumerate(lines, 1) if figure in text)
    found = dated(lines, number, lines[number - 1].index(figure), parse_period("2026-02"))
    assert (found.period, found.line) == (period, line)


LISTED = "甲、乙和丙业分别增长4.2%、5.6%和6.3%。甲、乙分别为3亿元、4亿元，同比分别增长1.1%、2.2%。"
AGAIN = "规模达5亿元。进口、出口分别为3亿元、4亿元，增长1.1%、2.2%，占7%、8%。"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (LISTED, ["甲增长", "乙增长", "丙业增长", "甲为", "乙为", "甲增长 3亿元", "乙增长 4亿元"]),
        (AGAIN, ["", "进口为", "出口为", "进口增长 3亿元", "出口增长 4亿元", "", ""]),
        ("甲、乙、丙分别增长1%、2%。", ["", ""]),
        ("甲、乙分别增长1%、2%；丙、丁分别下降3%、4%。", ["甲增长", "乙增长", "丙下降", "丁下降"]),
        ("甲增加值、乙增加值，分别增长1%、2%。", ["", ""]),
    ],
)
def test_each_figure_of_a_list_is_told_of_its_own_subject(line: str, told: list[str]) -> None:
    """Also in a second list of the sentence, whose figures are the growth of the first."""
    figures = scan(line)
    found = shares(line, figures)
    values = {figure.start: figure.text for figure in figures}
    seen = [
        f"{one.subject}{one.verb} {values.get(one.of, '')}".strip()
        for figure in figures
        for one in [found.get(figure.start) or Share(subject="", verb="")]
    ]
    assert seen == told


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("推进两横四纵建设，落实“十四五”规划，入选百强3个。", ["3个"]),
        ("办好“三件实事”，三件实事全部完成。新增三件专利。", ["三件"]),
        ("建设百亿园区2个，服务一带一路、三农和双碳。", ["2个"]),
        ("一村一品，百县千镇，办成一件事，涉及两市三县。", ["两市", "三县"]),
        ("实施三年行动计划，三年建成5公里。", ["三年", "5公里"]),
        ("落实八项规定、四个自信、两个维护，破百亿元。", ["破百亿元"]),
    ],
)
def test_set_phrases_are_no_figures(line: str, left: list[str]) -> None:
    """What counts nothing is not offered, though it holds a numeral and a counter."""
    (spans,) = set_phrases([line])
    assert [f.text for f in scan(line) if not is_phrase(f, line, spans)] == left


@pytest.mark.parametrize(
    ("lines", "issued"),
    [
        (("标题", "二〇二六年五月六日", "正文"), ("2026-05-06", 2)),
        (("标题", "正文", "（二○二六年一月二十七日）"), ("2026-01-27", 3)),
        (("标题", "时间：二零二六年十二月三十一日 来源：样例晚报"), ("2026-12-31", 2)),
        (("标题", "二○二六年"), ("2026", 2)),
        (("标题", "２０２６年５月６日"), ("2026-05-06", 2)),
        (("标题", "二〇二六年三月", "2026年1月27日召开会议，部署下一步工作并要求各地抓好落实"), ("2026-03", 2)),
        (("2026年工作要点", "2026年2月30日"), None),
    ],
)  # fmt: skip
def test_the_day_of_an_article(lines: tuple[str, ...], issued: tuple[str, int] | None) -> None:
    """Chinese numerals, circles for zero, months and years alone are read with their lines."""
    found = issued_of(lines)
    assert (found and (found.text, found.line)) == issued


def test_what_an_article_prints_of_itself() -> None:
    """Title, newspaper and day are proposed with the lines that print them, or not at all."""
    assert (title_of(CLEAN), publication_of(CLEAN), issued_of(CLEAN)) != (None, None, None)
    assert [(p.text, p.line) for p in (title_of(CLEAN), publication_of(CLEAN), issued_of(CLEAN)) if p] == [
        ("样例省外贸再上台阶", 1), ("样例晚报", 3), ("2026-05-06", 4),
    ]  # fmt: skip
    told = ("2026年5月6日，全省召开会议，部署下一步工作，要求各地抓好落实并按时上报进展情况。",)
    assert issued_of(told) is None
    assert publication_of(told) is None
    assert title_of(told) is None


@pytest.mark.parametrize(
    ("words", "period", "inferred"),
    [
        ("2024年上半年，进出口", "2024-H1", False),
        ("2024年1—8月，进出口", "2024-01/2024-08", False),
        ("今年前8个月，进出口", "2026-01/2026-08", True),
        ("去年上半年，进出口", "2025-H1", True),
        ("去年，进出口", "2025", True),
        ("目前，全省共有", "to 2026-05-06", True),
        ("“十四五”时期，累计", "2021/2025", False),
        ("2025年，进出口比“十三五”末增长", "2025", False),
        ("累计比“十三五”时期增长", "none", True),
        ("截至2024年底，累计", "to 2024", False),
        ("全省共有", "none", True),
        ("二〇二五年，进出口", "2025", False),
        ("二○二五年一至", "2025", False),
        ("二〇二五年十二月三十一日，全省共有", "2025-12-31", False),
        ("2025年一季度，进出口", "2025-Q1", False),
        ("2026年3月15日，开行", "2026-03-15", False),
        ("截至2026年3月底，全省共有", "to 2026-03", False),
        ("3月，进出口", "2026-03", True),
        ("4月20日，首列班列开行，", "2026-04-20", True),
        ("截至4月底，全省共有", "to 2026-04", True),
        ("截至去年11月底，全省共有", "to 2025-11", True),
        ("12月，全省进出口", "2025-12", True),
        ("12月将开通航线", "2026-12", True),
        ("一季度，进出口", "2026-Q1", True),
        ("13月，进出口", "none", True),
        ("增速高于上年同期，进出口", "none", True),
    ],
)
def test_a_period_is_argued(words: str, period: str, inferred: bool) -> None:
    """The words before a figure date it; what dates nothing leaves the period open."""
    found = dated((words,), 1, len(words), parse_period("2026-05-06"))
    assert (found.period, found.inferred) == (period, inferred)


def test_a_heading_dates_what_stands_under_it() -> None:
    """The last heading above with a year counts; one with two times counts for nothing."""
    issued = parse_period("2026-05-06")
    assert dated(("一、2025年工作回顾", "全省共有"), 2, 4, issued).line == 1
    assert (
        dated(("一、2025年工作回顾", "二、“十四五”和2026年", "共有"), 3, 2, issued).period == "none"
    )
    assert dated(("2026年5月6日", "共有"), 2, 2, issued).period == "none"


def test_a_year_that_is_compared_with_dates_nothing() -> None:
    """“高于2023年” tells of another year than the figure's; “于2024年” is its year."""
    issued = parse_period("2026-05-06")
    assert dated(("2025年产值增长6%，高于2023年2.5个百分点",), 1, 19, issued).period == "2025"
    assert dated(("该项目于2024年投资3亿元",), 1, 10, issued).period == "2024"


def test_an_article_is_taken_in_once_and_taken_back(tmp_path: Path) -> None:
    """Text, original and record are written; a second time is refused; undo leaves no trace."""
    root = copy_small(tmp_path / "sheet")
    before = tree(root)
    file = tmp_path / "trade-2026.txt"
    file.write_text(ARTICLE, "utf-8")
    ran = run(root, "article", str(file))
    assert ran.code == 0, ran.err + ran.out
    assert "line 6: …全省货物贸易进出口2345.6亿元" in ran.out
    record = yaml.safe_load((root / "facts/sources/trade-2026.yml").read_text("utf-8"))
    content = (root / "archive/trade-2026.txt").read_bytes()
    assert record["archive"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert record["letter"] == next_letter(sound(copy_small(tmp_path / "other")).book.sources)
    assert record["title"] == {"zh": "样例省外贸再上台阶", "en": "？"}
    assert (root / "archive/originals/trade-2026.txt").read_bytes() == file.read_bytes()
    rules = {(p.rule, p.place.file) for p in problems_of(root)}
    assert ("unfinished", "facts/sources/trade-2026.yml") in rules
    again = run(root, "article", str(file), "--key", "again")
    assert again.code == 1
    assert "the article is in the archive: trade-2026.txt" in again.out
    assert run(root, "undo").code == 0
    assert tree(root) == before
    assert run(root, "undo").code == 1


def shelved(folder: Path, key: str, text: str) -> tuple[Path, Path]:
    """Take an article into a new sheet, its record filled in; return sheet and first section."""
    root = copy_small(folder / "sheet")
    file = folder / f"{key}.txt"
    file.write_text(text, "utf-8")
    assert run(root, "article", str(file)).code == 0
    record = root / f"facts/sources/{key}.yml"
    record.write_text(record.read_text("utf-8").replace("？", "Sample"), "utf-8")
    return root, min((root / "facts/trade").glob("*.yml"))


def test_an_article_without_a_day_needs_one(tmp_path: Path) -> None:
    """A day that no line prints is given by the curator, who then has to say how it is known."""
    root = copy_small(tmp_path / "sheet")
    file = tmp_path / "undated.txt"
    file.write_text("样例省外贸再上台阶\n全省新设门店12家。\n", "utf-8")
    ran = run(root, "article", str(file))
    assert ran.code == 1
    assert "--issued" in ran.out
    yearless = tmp_path / "yearless.txt"
    yearless.write_text("样例省外贸再上台阶\n本报5月6日讯\n全省新设门店12家。\n", "utf-8")
    told = run(root, "article", str(yearless)).out
    assert "yearless.txt:2:3: line 2 prints “5月6日” without its year" in told
    yearless.write_text("样例省外贸再上台阶\n本报五月六日讯\n全省新设门店12家。\n", "utf-8")
    told = run(root, "article", str(yearless)).out
    assert "yearless.txt:2:3: line 2 prints “五月六日” without its year" in told
    assert run(root, "article", str(file), "--issued", "2026-13").code == 1
    assert run(root, "article", str(file), "--issued", "2026-05").code == 0
    record = yaml.safe_load((root / "facts/sources/undated.yml").read_text("utf-8"))
    assert record["issued"] == "2026-05"
    assert record["issued_basis"] == {"zh": "？", "en": "？"}


def test_figures_become_drafts_that_no_page_shows(tmp_path: Path) -> None:
    """A draft is whole and verified once it is worded; until then nothing but todo knows it."""
    root, section = shelved(tmp_path, "trade-2026", ARTICLE)
    published = [fact.id for fact in sound(root).book.facts]
    old = {path: path.read_text("utf-8") for path in (root / "facts/trade").glob("*.yml")}
    place = f"trade/{section.stem}"
    ran = run(root, "draft", "trade-2026", "--line", "6", "--section", place)
    assert ran.code == 0, ran.out
    assert "2 drafts" in ran.out
    project = sound(root)
    assert [fact.id for fact in project.book.facts] == published
    first, second = project.book.drafts
    assert first.period.text == "2025"
    assert [f.printed for f in first.figures.values()] == ["2345.6亿元", "7.8%"]
    assert [f.printed for f in second.figures.values()] == ["12家"]
    assert first.id in run(root, "todo").out
    assert (
        "has no unused figure"
        in run(root, "draft", "trade-2026", "--line", "6", "--section", place).out
    )
    for line in old[section].split("\n"):
        assert line in section.read_text("utf-8").split("\n")
    assert run(root, "undo").code == 0
    assert {path: path.read_text("utf-8") for path in old} == old


def test_a_chosen_figure_that_is_like_no_section_asks_for_one(tmp_path: Path) -> None:
    """What was asked for is drafted, or it is said what lacks; nothing else is written either."""
    text = "邻省工作报告\n2026-02-07\n新设门店12家，改建门店7家。\n"
    root, section = shelved(tmp_path, "report-2026", text)
    before = {path: path.read_text("utf-8") for path in (root / "facts/trade").glob("*.yml")}
    known = f"--section: trade/{section.stem}"
    for asked, told in (
        (("--line", "3"), ["12家", "7家"]),
        (("--figure", "7家"), ["7家"]),
    ):
        ran = run(root, "draft", "report-2026", *asked)
        assert ran.code == 1
        assert re.findall(r"no section is like “(.+)” in line 3", ran.out) == told
        assert known in ran.out
    assert {path: path.read_text("utf-8") for path in before} == before
    assert run(root, "draft", "report-2026", "--line", "3", "--section", known.split()[1]).code == 0


def test_a_source_is_named_as_printed_where_the_sheet_has_no_chinese(tmp_path: Path) -> None:
    """Title and newspaper stand in the language of the article beside those of the sheet."""
    assert run(tmp_path, "new", "sheet", "--languages", "en", "--place", "Guizhou").code == 0
    file = tmp_path / "trade-2026.txt"
    file.write_text(ARTICLE, "utf-8")
    assert run(tmp_path / "sheet", "article", str(file)).code == 0
    typed = (tmp_path / "sheet/facts/sources/trade-2026.yml").read_text("utf-8")
    record = yaml.safe_load(typed)
    assert record["title"] == {"zh": "样例省外贸再上台阶", "en": "？"}
    assert record["publication"] == {"zh": "样例晚报", "en": "？"}
    told = run(tmp_path / "sheet", "check").out
    assert "is missing in" not in told
    assert told.count("is not typed yet") == 2


def test_drafts_are_cited_as_they_verify(tmp_path: Path) -> None:
    """A figure of a list, one that falls and one dated by its heading are found once worded."""
    root, section = shelved(tmp_path, "report-2026", REPORT)
    place = f"trade/{section.stem}"
    ran = run(root, "draft", "report-2026", "--line", "5", "--section", place)
    assert "5 drafts" in ran.out, ran.out
    drafts = list(sound(root).book.drafts)
    figures = [figure for fact in drafts for figure in fact.figures.values()]
    assert [f.printed for f in figures] == ["5.1%", "4.2%", "5.6%", "6.3%", "减少8.9小时"]
    assert [f.near for f in figures[2:4]] == ["、5.6%", "、6.3%"]
    assert {fact.status for fact in drafts} == {"outturn"}
    typed = section.read_text("utf-8").replace("？？", "x")
    section.write_text(re.sub(" +draft: true.*\n", "", typed), "utf-8")
    assert "verified\n" in run(root, "verify").out


def test_a_draft_under_a_heading_cites_it_and_is_no_outcome_before_its_time(
    tmp_path: Path,
) -> None:
    """What a heading dates is cited with it; what is still to come is a plan."""
    text = f"{ARTICLE.rstrip()}\n三、“十五五”时期安排\n全省口岸达到19个。\n"
    root, first = shelved(tmp_path, "plans-2026", text)
    text = (root / "archive/plans-2026.txt").read_text("utf-8").split("\n")
    line = next(n for n, words in enumerate(text, 1) if "19个" in words)
    section = f"trade/{first.stem}"
    ran = run(root, "draft", "plans-2026", "--line", str(line), "--section", section)
    assert ran.code == 0, ran.out
    (draft,) = sound(root).book.drafts
    assert (draft.status, draft.period.text) == ("plan", "2026/2030")
    assert [citation.at for citation in draft.cite] == [(line,), (line - 1,)]


def test_chosen_figures_are_drafted_as_of_their_series_unless_of_another_place(
    tmp_path: Path,
) -> None:
    """A series and its basis are proposed for the sheet's own place alone."""
    text = "邻省工作报告\n2026-02-07\n2025年，货物进出口总值2345.6亿元，增长7.8%。新设门店12家。\n"
    root, section = shelved(tmp_path, "report-2026", text)
    ask = ("draft", "report-2026", "--line", "3", "--section", f"trade/{section.stem}", "--figure")
    assert "line 3 has: 2345.6亿元, 7.8%, 12家" in run(root, *ask, "2345.6亿").out
    assert "1 draft;" in run(root, *ask, "2345.6亿元").out
    (own,) = sound(root).book.drafts
    assert [(f.indicator, f.basis) for f in own.figures.values()] == [
        ("goods-trade", "flow"),
        ("goods-trade-growth", "rate"),
    ]
    assert run(root, "undo").code == 0
    edit(root, "facts/edition.yml", 'number: "1"\n', 'number: "1"\nsubject: sample-province\n')
    assert run(root, *ask, "2345.6亿元").code == 0
    (other,) = sound(root).book.drafts
    assert {(f.indicator, f.basis) for f in other.figures.values()} == {("", "")}
    assert "# of goods-trade, if it is this sheet's place" in section.read_text("utf-8")


def test_a_changed_file_is_not_taken_back(tmp_path: Path) -> None:
    """What somebody has typed since is never lost by an undo."""
    root = copy_small(tmp_path / "sheet")
    file = tmp_path / "trade-2026.txt"
    file.write_text(ARTICLE, "utf-8")
    assert run(root, "article", str(file)).code == 0
    record = root / "facts/sources/trade-2026.yml"
    record.write_text(record.read_text("utf-8") + "# mine\n", "utf-8")
    ran = run(root, "undo")
    assert ran.code == 1
    assert "facts/sources/trade-2026.yml" in ran.out
    assert record.read_text("utf-8").endswith("# mine\n")


@pytest.mark.parametrize(
    ("used", "expected"),
    [((), "A1"), (("A", "B2"), "C1"), (("Z3",), "AA1"), (("Z", "AA9"), "AB1"), (("AZ",), "BA1")],
)
def test_the_next_letter(tmp_path: Path, used: tuple[str, ...], expected: str) -> None:
    """Letters go on after the last page of articles."""
    sources = sound(copy_small(tmp_path / "sheet")).book.sources
    one = next(iter(sources.values()))
    assert next_letter({letter: replace(one, letter=letter) for letter in used}) == expected


def tree(root: Path) -> dict[str, bytes]:
    """Return the files of a sheet, what only commands keep for themselves aside."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".cache" not in path.parts and "templates" not in path.parts
    }
