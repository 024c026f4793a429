"""What a reader takes along from a page: it says by itself what it shows and where it is from."""

import csv
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from factsheet.edition.drawn import ChartView
from factsheet.edition.sheet import Edition
from factsheet.edition.views import plain
from factsheet.problems import ProblemsFoundError
from factsheet.site.downloads import drawn, pictures
from tests.built import NUMBER, digits, read_page, with_class, words
from tests.support import ROOT

LANGUAGES = ("en", "zh")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_picture_stands_by_itself(
    lang: str, site: Path, short_editions: Mapping[str, Edition]
) -> None:
    """Its SVG names title, note, source, colors and faces, and asks for nothing else."""
    for picture in pictures(short_editions[lang]):
        text = (site / lang / f"charts/{picture.key}.svg").read_text("utf-8")
        assert not re.search(r"\sstyle=|<style|href|<script|var\(", text), picture.key
        tree = ET.fromstring(text)  # noqa: S314  # of the project's own making
        told = "".join(label.text or "" for label in tree.iter(f"{SVG}text"))
        for said in (plain(picture.title), plain(picture.note), plain(picture.source)):
            assert bare(said) in bare(told), picture.key
        assert "'Sheet Sans'" in tree.attrib["font-family"]
        for tag in ("text", "rect", "line", "polyline", "polygon"):
            for shape in tree.iter(SVG + tag):
                assert re.fullmatch(r"#[0-9a-f]{6}|none|url\(#.+\)", shape.attrib["fill"])
        labels = [*tree.iter(f"{SVG}text")]
        assert all(float(label.attrib["textLength"]) > 0 for label in labels)
        png = (site / lang / f"charts/{picture.key}.png").read_bytes()
        assert png.startswith(b"\x89PNG\r\n")
        size = [int.from_bytes(png[at : at + 4], "big") for at in (16, 20)]
        assert size == [2 * int(tree.attrib[side]) for side in ("width", "height")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figures_of_a_chart_are_the_rows_of_its_file(
    lang: str, site: Path, short_editions: Mapping[str, Edition]
) -> None:
    edition = short_editions[lang]
    charts = [p for p in pictures(edition) if isinstance(p, ChartView)]
    assert charts
    for chart in charts:
        head, *rows = read(site / lang / f"charts/{chart.key}.csv")
        drawn = (*chart.parts, *([chart.whole] if chart.whole else []))
        assert len(rows) == len(drawn)
        for row, part in zip(rows, drawn, strict=True):
            told = dict(zip(head, row, strict=True))
            assert bare(part.value) == bare(told[edition.word("Value")])
            assert told[edition.word("Period")] == part.period.replace("\u00a0", " ")
            assert (float(told["low"]), float(told["high"])) == (part.low, part.high)
            assert told[edition.word("Fact")] == part.fact.id
            assert edition.collected in row


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_picture_has_its_files_at_hand_and_its_facts(
    lang: str, site: Path, short_editions: Mapping[str, Edition]
) -> None:
    """At each picture three links; what it shows is a table of links to facts, too."""
    edition = short_editions[lang]
    for picture in pictures(edition):
        links = [
            a.attrib["href"]
            for topic in edition.topics
            for box in with_class(read_page(site / lang / topic.key / "index.html"), "files")
            for a in box.iter("a")
            if f"/{picture.key}." in a.attrib["href"]
        ]
        assert links == [f"../charts/{picture.key}.{kind}" for kind in ("svg", "png", "csv")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_table_of_a_topic_leads_to_its_rows(
    lang: str, site: Path, short_editions: Mapping[str, Edition]
) -> None:
    """Every table that is shown has its file: the same cells, with fact, articles and edition."""
    edition = short_editions[lang]
    seen = 0
    for topic in edition.topics:
        page = read_page(site / lang / topic.key / "index.html")
        links = [a.attrib["href"] for a in with_class(page, "files") if a.tag == "a"]
        tables = [t for section in topic.sections for t in section.parts if t.is_table and t.rows]
        assert links == [f"../tables/{topic.key}-{table.key}.csv" for table in tables]
        for table in tables:
            seen += 1
            head, *rows = read(site / lang / f"tables/{topic.key}-{table.key}.csv")
            assert tuple(head[: len(table.columns)]) == table.columns
            assert [row[head.index(edition.word("Fact"))] for row in rows] == [
                row.fact.id for row in table.rows
            ]
            shown = bare(words(page))
            told = {digits(number) for number in re.findall(NUMBER, words(page))}
            for cell in (cell for row in rows for cell in row[: len(table.columns)]):
                numbers = {digits(number) for number in re.findall(NUMBER, cell)}
                assert numbers <= told, cell  # in the scale of the head
                assert numbers or bare(cell) in shown, cell
    assert seen > 10


def test_a_template_that_draws_beside_its_pages_is_told(
    tmp_path: Path, short_editions: Mapping[str, Edition]
) -> None:
    """What stands outside of pages would be a picture that nobody asked for."""
    own = shutil.copytree(ROOT / "templates/print", tmp_path / "templates/print")
    template = own / "drawing.typ"
    template.write_text(template.read_text("utf-8") + "\nx\n", "utf-8")
    edition = short_editions["en"]
    with pytest.raises(ProblemsFoundError) as raised:
        list(drawn(tmp_path, edition))
    (problem,) = raised.value.problems
    count = len(pictures(edition))
    assert problem.place.file == "templates/print/drawing.typ"
    assert problem.message == f"pages drawn: {count + 1}; pictures: {count}"


def read(path: Path) -> list[list[str]]:
    """Read a file as a spreadsheet does: by its mark, it is Unicode."""
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    return [*csv.reader(path.read_text("utf-8-sig").splitlines())]


def bare(text: str) -> str:
    """Return a text without spaces, and without what keeps a spreadsheet from calculating."""
    return re.sub(r"\s", "", text).removeprefix("'")
