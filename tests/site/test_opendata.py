"""The files of the open data, each read back by a program that others wrote: equal to the Edition."""

import csv
import html
import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import frictionless
import jsonschema
import openpyxl
import pytest
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_file

from factsheet.edition.sheet import Edition
from factsheet.figures.parser import parse
from factsheet.site.csvfile import csv_text, guarded
from factsheet.site.references import printed_in
from factsheet.site.tables import Cell, Column, Table, note_of, tables_of
from tests.built import NUMBER, article, digits, page_paths, read_page, words
from tests.projects import ADDRESS

Editions = Mapping[str, Edition]


@pytest.fixture(scope="module")
def data(built: Callable[[str], Path]) -> Path:
    return built(ADDRESS) / "site/data"


@pytest.fixture(scope="module")
def tables(short_editions: Editions) -> dict[str, Table]:
    return {table.name: table for table in tables_of(short_editions)}


# CSV


def test_the_package_is_valid_and_its_rows_are_those_of_the_edition(
    data: Path, tables: dict[str, Table]
) -> None:
    """frictionless reads types, keys and foreign keys; values, days and flags come back equal."""
    package = frictionless.Package(str(data / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["title", "message"])
    assert {resource.name for resource in package.resources} == set(tables)
    assert sum(len(r.schema.foreign_keys) for r in package.resources) == 5
    for resource in package.resources:
        table = tables[resource.name]
        rows = resource.read_rows()
        assert [list(row.to_dict().values()) for row in rows] == [
            [_told(row[column.name]) for column in table.columns] for row in table.rows
        ]


def _told(cell: Cell) -> Cell:
    """Return a cell as a reader of CSV has it: nothing for an empty text, guards in place."""
    return (guarded(cell) or None) if isinstance(cell, str) else cell


@pytest.mark.parametrize("name", ["facts", "figures", "names", "sources"])
def test_a_table_has_a_byte_order_mark_and_one_form_of_line(name: str, data: Path) -> None:
    content = (data / f"{name}.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid," if name != "names" else b"\xef\xbb\xbfkey,")
    assert content.count(b"\xef\xbb\xbf") == 1
    assert b"\r" not in content


def test_a_guard_comes_off_and_leaves_the_text(data: Path, tables: dict[str, Table]) -> None:
    """One apostrophe at the beginning is no part of a text: without it the table is as it was."""
    for name, table in tables.items():
        with (data / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            read = list(csv.DictReader(file, strict=True))
        assert len(read) == len(table.rows) > 0
        for row, cells in zip(table.rows, read, strict=True):
            for key, cell in row.items():
                if isinstance(cell, str):
                    assert re.sub("^'", "", cells[key]) == cell


GUARDED = [
    "=1+1", "+A1", "-A1", "@SUM(A1)", "＝1+1", "＠a", "\t=1", "\r=1", " =1", "'quoted", "-1+1",
    "−A1", "2024-09", "2024/9", "2024-9-1", "1/3", "3-4", "9/10", "2024年9月", "9月6日", "9月",
    "10:30", "2时", "9:05 pm", "Sep-24", "September 2024", "March 6, 2025", "mar-1", "1-dec",
    "29 Oct 2023", "2024-Sep", "007", "12e5", "1 1/2", "2024.09.01",
]  # fmt: skip
FREE = [
    "", "1", "-3.1", "+3.1%", "-12.2%", "12.84", "1743.8 亿元", "2024", "2024-H1", "2021/2025",
    "2024-01/2024-08", "to 2024-09", "[2024-09]", "超300家", "三四个小时", "1.49万亿元", "march on",
    "fdi-2025", "9610", "1+N", "46 47", "2024年", "O'Brien", "0", "0.5", "—",
]  # fmt: skip


@pytest.mark.parametrize("text", GUARDED)
def test_a_text_that_a_spreadsheet_would_run_or_take_for_a_date_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", FREE)
def test_numbers_and_other_texts_are_untouched(text: str) -> None:
    assert guarded(text) == text


def test_number_cells_are_untouched() -> None:
    """A negative value is a number however it begins; a text beside it is guarded."""
    columns = (Column(name="value", kind="number"), Column(name="text", kind="string"))
    row: dict[str, Cell] = {"value": Decimal("-1.7438E+11"), "text": "-x"}
    table = Table(name="t", title="T", key=(), columns=columns, rows=(row,))
    assert csv_text(table) == "\ufeffvalue,text\n-174380000000,'-x\n"


def test_no_period_of_the_sheet_stands_as_a_date(data: Path, tables: dict[str, Table]) -> None:
    """Every month and day of the column of periods is guarded; start and end are days."""
    for name in ("facts", "figures"):
        with (data / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            read = list(csv.DictReader(file))
        months = [row["period"] for row in read if re.search(r"^'?\d{4}-\d\d", row["period"])]
        assert sum("/" not in month for month in months) > 4
        assert [m for m in months if m[0] != "'" and "/" not in m] == []
        days = [row[key] for row in read for key in ("start", "end") if row[key]]
        assert len(days) > 100
        assert all(date.fromisoformat(day) for day in days)
    assert {row["start"] for row in tables["facts"].rows if str(row["period"])[:2] == "to"} == {
        None
    }


# printed, its number, its unit
PARTS = [
    ("7.86亿美元", "7.86", "亿美元"),
    ("1743.8 亿元", "1743.8", "亿元"),
    ("1.49 万亿元", "1.49", "万亿元"),
    ("超 2350 个", "2350", "个"),
    ("10余种", "10", "种"),
    ("40%以上", "40", "%"),
    ("约2.52平方公里", "2.52", "平方公里"),
    ("113.3千克标准煤/吨", "113.3", "千克标准煤/吨"),
    ("三四个小时", "三四", "个小时"),
    ("十大", "十", "大"),
    ("首位", "首", "位"),
    ("全国第5", "5", "位"),
    ("11.4%～11.8%", "11.4%~11.8", "%"),
    ("三分之一", "三分之一", ""),
    ("提高3倍", "3", "倍"),
    ("半年", "半", "年"),
]


@pytest.mark.parametrize(("printed", "number", "unit"), PARTS)
def test_a_printed_figure_has_its_number_and_unit_as_printed(
    printed: str, number: str, unit: str
) -> None:
    quantity = parse(printed)
    assert (quantity.number, quantity.printed_unit) == (number, unit)


# The workbook


def test_the_workbook_holds_every_table(data: Path, tables: dict[str, Table]) -> None:
    """openpyxl reads rows, links, frozen heads and filters; no cell is a formula or an error."""
    book = openpyxl.load_workbook(data / "facts.xlsx")
    about, *sheets = book.worksheets
    assert [sheet.title.split()[0] for sheet in sheets] == ["Facts", "Figures", "Names", "Sources"]
    explained = {(row[0].value, row[1].value): row[2:] for row in about.iter_rows()}
    for sheet, table in zip(sheets, tables.values(), strict=True):
        head, *rows = sheet.iter_rows()
        assert [cell.value for cell in head] == [column.name for column in table.columns]
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", sheet.dimensions)
        assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "b", "d"}
        for cells, row in zip(rows, table.rows, strict=True):
            for cell, column in zip(cells, table.columns, strict=True):
                assert _same(cell.value, row[column.name]), (table.name, cell.coordinate)
        for column in table.columns:
            meanings = explained[table.name, column.name]
            assert all(cell.value for cell in meanings[:2]), column.name
    for sheet in sheets[:2]:
        links = [sheet.cell(row, 1).hyperlink.target for row in range(2, sheet.max_row + 1)]
        assert links == [
            f"{ADDRESS}f/{row['id']}/" for row in tables[sheet.title.split()[0].lower()].rows
        ]
    book.close()


def _same(value: Any, cell: Cell) -> bool:
    if isinstance(cell, Decimal):
        return math.isclose(value, cell, rel_tol=1e-14)
    if isinstance(cell, date):
        return bool(value.date() == cell)
    return bool((value or "") == (cell or "") and isinstance(value, bool) == isinstance(cell, bool))


# References


def test_articles_are_read_by_a_reference_manager(data: Path, short_editions: Editions) -> None:
    """citeproc reads the CSL-JSON, pybtex the BibTeX: titles, authors, newspapers, dates."""
    with (data / "sources.json").open(encoding="utf-8") as file:
        items = json.load(file)
    # `custom` came with CSL 1.0.2; this reader is of the version before.
    read = CiteProcJSON([{k: v for k, v in i.items() if k != "custom"} for i in items])
    entries = parse_file(str(data / "sources.bib"), bib_format="bibtex").entries
    sources = short_editions["zh"].sources
    assert list(entries)[1:] == [source.key for source in sources]
    for source, item in zip(sources, items, strict=True):
        article, entry = read[source.key], entries[source.key]
        title = source.data.original or f"[{source.data.title}]"
        assert str(article.title) == _plain(entry.fields["title"]) == title
        assert article.type == "article-newspaper"
        authors = [author["literal"] for author in article.get("author", [])]
        assert authors == [str(a).strip("{}") for a in entry.persons.get("author", [])]
        assert authors == list(source.data.authors)
        paper = printed_in(source.data)
        assert item.get("container-title", "") == entry.fields.get("journal", "") == paper
        (first, *_) = item["issued"]["date-parts"]
        assert source.data.issued.startswith("-".join(f"{part:02}" for part in first))
        assert item["issued"].get("circa", False) is source.data.is_issue_inferred
        year = f"[{first[0]}]" if source.data.is_issue_inferred else str(first[0])
        assert entry.fields["year"] == year


def test_a_fact_is_cited_in_each_style(
    data: Path, short_editions: Editions, tmp_path: Path
) -> None:
    """A fact's own file names its articles, the sheet and its lasting address in each style."""
    (tmp_path / "all.bib").write_text(
        "\n".join(
            json.loads(path.read_text("utf-8"))["cite"]["BibTeX"]
            for path in sorted((data / "facts").iterdir())
        ),
        "utf-8",
    )
    entries = parse_file(str(tmp_path / "all.bib"), bib_format="bibtex").entries
    edition = short_editions["en"]
    assert set(entries) == set(edition.facts)
    for id_, fact in edition.facts.items():
        own = json.loads((data / f"facts/{id_}.json").read_text("utf-8"))
        assert list(own["cite"]) == ["Chicago", "GB/T 7714", "BibTeX"]
        for each in short_editions.values():
            text = own["cite"][each.citation]
            assert text.endswith(f"{each.collected} {ADDRESS}f/{id_}/")
            assert text.count("\n") == len(fact.letters)
        assert _plain(entries[id_].fields["title"]) == fact.plain
        assert entries[id_].fields["url"] == f"{ADDRESS}f/{id_}/"
        assert [source["letter"] for source in own["sources"]] == list(fact.letters)


def _plain(text: str) -> str:
    """Return a field of BibTeX as it is set."""
    text = text.replace("~", "\u00a0")
    for name, sign in (("textasciitilde", "~"), ("textasciicircum", "^"), ("textbackslash", "\\")):
        text = text.replace(f"\\{name}{{}}", sign)
    return re.sub(r"\\([{}$&#_%])", r"\1", text)


# JSON


def test_facts_follow_their_schema(data: Path) -> None:
    """jsonschema finds no fault in facts.json, and one in each record that lacks a field."""
    schema = json.loads((data / "facts.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    facts = json.loads((data / "facts.json").read_text("utf-8"))
    whole = jsonschema.Draft202012Validator(schema)
    assert list(whole.iter_errors(facts)) == []
    one = whole.evolve(schema={**schema["$defs"]["fact"], "$defs": schema["$defs"]})
    fact = next(fact for fact in facts["facts"] if fact["figures"])
    assert one.is_valid(fact)
    for key in fact:
        assert not one.is_valid({k: v for k, v in fact.items() if k != key}), key
        assert not one.is_valid({**fact, f"{key}-x": 1})
    assert not one.is_valid({**fact, "figures": [{**fact["figures"][0], "value": "1,5"}]})


def test_a_file_of_a_fact_is_the_fact(data: Path) -> None:
    facts = json.loads((data / "facts.json").read_text("utf-8"))
    assert {path.stem for path in (data / "facts").iterdir()} == {f["id"] for f in facts["facts"]}
    for fact in facts["facts"]:
        own = json.loads((data / f"facts/{fact['id']}.json").read_text("utf-8"))
        assert own["fact"] == fact
        assert own["edition"] == facts["edition"]


def test_a_series_is_in_order_and_says_what_is_not_comparable(
    data: Path, short_editions: Editions
) -> None:
    edition = short_editions["en"]
    named = {f.indicator for fact in edition.facts.values() for f in fact.figures} - {""}
    assert {path.stem for path in (data / "series").iterdir()} == named
    reasons: dict[str, set[str]] = {}
    for path in (data / "series").iterdir():
        series = json.loads(path.read_text("utf-8"))
        ends = [point["end"] or point["start"] or "" for point in series["points"]]
        assert ends == sorted(ends), path.name
        for point in series["points"]:
            assert point["figure"]["unit"] == series["unit"]
            assert point["figure"]["indicator"] == series["indicator"]
            for reason in point["why_not"].values():
                assert bool(reason) != point["comparable"]
                reasons.setdefault(path.stem, set()).update(reason)
    assert "another length of period" in reasons["utilized-fdi"]
    told = {reason.partition(":")[0] for found in reasons.values() for reason in found}
    assert {"another scope", "another measure", "another length of period"} <= told


# The page about the data


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_about_the_data_links_and_counts_every_file(
    lang: str, data: Path, tables: dict[str, Table]
) -> None:
    page = article(read_page(data.parent / lang / "data/index.html"))
    links = [a.attrib["href"] for a in page.iter("a") if "../data/" in a.get("href", "")]
    linked = {link.rpartition("/")[2] for link in links}
    assert linked == {path.name for path in data.iterdir() if path.is_file()}
    counted = {words(row[0]): words(row[2]) for row in page.iter("tr")}
    for name, table in tables.items():
        assert counted[f"{name}.csv"] == str(len(table.rows))
    assert counted["facts.xlsx"] == str(sum(len(table.rows) for table in tables.values()))
    assert counted["sources.bib"] == str(len(tables["sources"].rows) + 1)
    assert "sheet.example" not in words(page)


def test_every_page_leads_to_the_data(data: Path) -> None:
    """The header does, and home, About and each topic in their own words."""
    for path in (data.parent / "en").glob("*/index.html"):
        header = next(read_page(path).iter("header"))
        assert [a for a in header.iter("a") if a.get("class") == "header-link"], path
    for name in ("", "about/", "trade/", "channels/", "zones/", "policy/"):
        page = article(read_page(data.parent / f"en/{name}index.html"))
        links = [a for a in page.iter("a") if re.fullmatch(r"(\.\./)?data/", a.get("href", ""))]
        assert [words(a) for a in links if words(a)], name


def test_the_lines_for_pandas_run(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The three lines of the page, as they stand there, print the series they name."""
    page = article(read_page(data.parent / "en/data/index.html"))
    (code,) = (
        words_of_code for words_of_code in map(_code, page.iter("pre")) if "pandas" in words_of_code
    )
    assert code.count("\n") == 2
    exec(code.replace(f"{ADDRESS}data/", f"{data}/"), {})  # noqa: S102  # a page of this project
    printed = capsys.readouterr().out
    series = json.loads((data / "series/goods-trade.json").read_text("utf-8"))
    for point in series["points"]:
        assert point["end"] in printed
    assert "1.743800e+11" in printed


def _code(element: Element) -> str:
    return "".join(element.itertext()).strip()


# Pages for programs


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_page_s_markdown_says_what_the_page_says(
    lang: str, data: Path, short_editions: Editions
) -> None:
    """Every sentence and every note stands in it, nothing of the layout does."""
    site, edition = data.parent / lang, short_editions[lang]
    texts = {path.stem: read_plain(site, path.stem) for path in page_files(site)}
    assert set(texts) == {path or "index" for path in page_paths(site)}
    for name, text in texts.items():
        prose = re.sub(r"^```.*?^```|^    .*?$", "", text, flags=re.DOTALL | re.MULTILINE)
        assert re.findall(r"</?[a-z]+\b|\{:|^!!!|///", prose, re.MULTILINE) == [], name
        assert text.startswith("# "), name
        assert edition.collected in text
    for fact in edition.facts.values():
        said = _bare(_said(texts[fact.page]))
        assert f"[^{fact.id}]:" in texts[fact.page]
        assert _bare(note_of(fact, edition)) in said, fact.id
        sentence = _bare(f"{fact.plain[fact.opening :]}[^{fact.id}]")  # its period stands beside it
        if sentence.casefold() not in said.casefold():  # a row says its figures
            lines = texts[fact.page].split("\n")
            row = next(x for x in lines if x.startswith("|") and f"[^{fact.id}]" in x)
            told = set(map(digits, re.findall(NUMBER, row)))  # in the scale of its head
            numbers = [re.findall(NUMBER, figure.table) for figure in fact.figures]
            assert {digits(n) for found in numbers for n in found} <= told, fact.id


def _bare(text: str) -> str:
    """Return a text without spaces: notes are parted by marks on a page."""
    return "".join(text.split())


def _said(text: str) -> str:
    """Return Markdown as a reader has it: links as their words, escaped signs as signs."""
    text = re.sub(r"(?<!\\)\[((?:\\.|[^\]\\^])*)\]\([^)]*\)", r"\1", text)
    return html.unescape(re.sub(r"\\([\\`*_\[\]#.()+-])", r"\1", text))


def page_files(site: Path) -> list[Path]:
    """Return a name for each page with its Markdown beside it: index, trade."""
    found = [path for path in site.glob("*/index.md") if (path.parent / "index.html").is_file()]
    return [Path("index"), *(Path(path.parent.name) for path in found)]


def read_plain(site: Path, name: str) -> str:
    """Return the Markdown beside a page."""
    return (site / ("" if name == "index" else name) / "index.md").read_text("utf-8")


def test_links_of_the_markdown_lead_to_markdown(data: Path) -> None:
    for path in data.parent.glob("*/**/index.md"):
        for link in re.findall(r"\]\(([^)#]+)", path.read_text("utf-8")):
            if "://" not in link and not link.endswith(".pdf"):
                assert (path.parent / link).is_file(), (path, link)


def test_programs_learn_what_the_sheet_holds(data: Path, short_editions: Editions) -> None:
    """llms.txt: title, summary, how to cite, each page of each language, and what is missing."""
    text = (data.parent / "llms.txt").read_text("utf-8")
    edition = short_editions["en"]
    assert text.startswith(f"# {edition.texts['title']}\n\n> {edition.texts['tagline']}\n")
    assert f"{ADDRESS}f/ID/" in text
    links = re.findall(r"^- \[[^\]]+\]\((\S+)\)", text, re.MULTILINE)
    assert [
        link for link in links if not (data.parent / link.removeprefix(ADDRESS)).is_file()
    ] == []
    assert len([link for link in links if link.endswith(".md")]) == 2 * len(
        page_files(data.parent / "en")
    )
    gaps = ["".join(run.text for run in gap) for s in edition.sections for gap in s.gaps]
    assert len(gaps) > 10
    assert [gap for gap in gaps if gap not in text] == []
