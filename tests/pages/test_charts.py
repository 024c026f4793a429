"""What is drawn: as long as its figure, in the words of the sheet, and of nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from factsheet.checks import check
from factsheet.checks.drawings import charts_known, charts_whole
from factsheet.edition.drawn import ChartView
from factsheet.edition.localize import edition_of
from factsheet.edition.sheet import Edition
from factsheet.edition.views import Run, plain
from factsheet.pages.drawing import Drawing, Label, signed, wrapped
from factsheet.pages.poster import poster
from factsheet.pages.render import render_pages
from factsheet.pages.svg import Picture, draw, drawn
from factsheet.project import Project, open_project
from tests.projects import copy_frozen, edit

LANGUAGES = ("en", "zh")
FDI, GOODS = "fdi-by-year", "goods-by-mode"
MONEY = "facts/trade/foreign-investment.yml"


@pytest.fixture(scope="module")
def project(frozen_project: Project) -> Project:
    """The frozen sheet."""
    return frozen_project


@pytest.fixture(scope="module")
def editions(frozen_editions: Mapping[str, Edition]) -> Mapping[str, Edition]:
    """The sheet in every language."""
    return frozen_editions


@pytest.fixture(scope="module")
def pages(project: Project, editions: Mapping[str, Edition]) -> Mapping[str, str]:
    """The pages of every language, by language and name."""
    return {
        f"{language}/{name}": text
        for language, edition in editions.items()
        for name, text in render_pages(project.root, edition).items()
    }


def opened(folder: Path) -> Project:
    """Open a project whose files are sound."""
    project, problems = open_project(folder)
    assert project is not None, problems
    return project


def chart_of(edition: Edition, key: str) -> ChartView:
    """Return a chart of an edition."""
    return next(chart for chart in edition.charts if chart.key == key)


def picture_of(tree: ET.Element) -> ET.Element:
    """Return what of a drawing is one picture: all, or what lies below its links."""
    return tree if "role" in tree.attrib else tree[0]


def groups(svg: str) -> dict[str, list[ET.Element]]:
    """Return the shapes of a drawing by class."""
    found: dict[str, list[ET.Element]] = {}
    for group in parsed(svg).iter("g"):
        found.setdefault(group.attrib["class"], []).extend(group)
    return found


def parsed(text: str) -> ET.Element:
    """Read markup of the project's own making."""
    return ET.fromstring(text)  # noqa: S314


def lengths(shapes: list[ET.Element], side: str) -> list[Decimal]:
    """Return the lengths of rectangles along one side."""
    return [Decimal(shape.attrib[side]) for shape in shapes]


@pytest.mark.parametrize(("narrow", "side"), [(False, "height"), (True, "width")])
def test_bars_are_as_long_as_their_figures(
    editions: Mapping[str, Edition], narrow: bool, side: str
) -> None:
    """All bars have one scale that begins at zero, to a hundredth of a pixel."""
    chart = chart_of(editions["en"], FDI)
    shapes = groups(draw(chart, narrow=narrow))
    drawn = lengths(shapes["printed"], side) + lengths(shapes["calculated"], side)
    drawn += lengths(shapes["inside"], side) + lengths(shapes["range"], side)
    values = [bar.low for bar in chart.bars if bar.style == "printed"]
    values += [bar.low for bar in chart.bars if bar.style == "calculated"]
    values += [part.low for bar in chart.bars for part in chart.inside(bar)]
    values += [bar.high - bar.low for bar in chart.bars if bar.high > bar.low]
    scale = max(drawn) / max(values)
    assert len(drawn) == len(values) == 6
    for length, value in zip(drawn, values, strict=True):
        assert abs(length - value * scale) < Decimal("0.011")


def test_a_changed_figure_changes_the_drawing(tmp_path: Path) -> None:
    """The bar of a figure that grows by a tenth grows by a tenth against the tallest."""
    copy = copy_frozen(tmp_path / "sheet")
    before = chart_of(edition_of(opened(copy), "en"), FDI)
    edit(copy / MONEY, 'printed: "7.86亿美元"', 'printed: "8.06亿美元"')
    after = chart_of(edition_of(opened(copy), "en"), FDI)
    bar = {
        key: lengths(groups(draw(c))["printed"], "height")
        for key, c in (("a", before), ("b", after))
    }
    assert bar["a"][0] == bar["b"][0]
    assert abs(bar["b"][1] / bar["a"][1] - Decimal(806) / Decimal(786)) < Decimal("0.0001")
    assert "US$806\u00a0million" in draw(after)
    assert "US$786\u00a0million" not in draw(after)


def test_printed_calculated_and_inner_bars_look_different(
    editions: Mapping[str, Edition],
) -> None:
    """What is calculated is hollow, what lies inside a year is hatched: known from the facts."""
    for edition in editions.values():
        chart = chart_of(edition, FDI)
        shapes = groups(draw(chart))
        derived = {bar.fact.id for bar in chart.bars if bar.fact.is_derived}
        assert derived == {bar.fact.id for bar in chart.bars if bar.style == "calculated"}
        assert len(shapes["calculated"]) == len(derived) == 2
        assert all("≈" in bar.value for bar in chart.bars if bar.style == "calculated")
        (inside,) = shapes["inside"]
        pattern = re.fullmatch(r"url\(#(.+)\)", inside.attrib["fill"])
        assert pattern is not None
        assert [p.attrib["id"] for p in parsed(draw(chart)).iter("pattern")] == [pattern[1]]
        (part,) = (part for bar in chart.bars for part in chart.inside(bar))
        outer = next(r for r in shapes["printed"] if r.attrib["x"] == inside.attrib["x"])
        assert part.within == "fdi-2025.total"
        assert float(inside.attrib["height"]) < float(outer.attrib["height"])


@pytest.mark.parametrize("narrow", [False, True])
def test_the_rest_is_the_whole_less_its_parts(
    editions: Mapping[str, Edition], narrow: bool
) -> None:
    """The parts touch, the rest begins where they end, and the range holds the whole's end."""
    chart = chart_of(editions["en"], GOODS)
    assert chart.whole is not None
    rest = chart.bars[-1]
    itemized = sum((bar.low for bar in chart.bars[:-1]), Decimal(0))
    assert rest.style == "rest"
    assert rest.low <= chart.whole.low - itemized <= rest.high
    shapes = groups(draw(chart, narrow=narrow))
    spans = [*shapes["printed"], *shapes["rest"], *shapes["range"]]
    assert len(spans) == len(chart.bars) + 1
    for one, other in pairwise(spans):
        end = Decimal(one.attrib["x"]) + Decimal(one.attrib["width"])
        assert abs(end - Decimal(other.attrib["x"])) < Decimal("0.021")


def test_drawings_bring_no_styles_no_fonts_and_no_empty_lines(pages: Mapping[str, str]) -> None:
    """The page's style sheet alone gives colors and faces; ids are used once a page."""
    seen = 0
    for name, page in pages.items():
        for figure in re.findall(r"<figure.*?</figure>", page, re.S):
            seen += 1
            assert "\n\n" not in figure, name
            for svg in re.findall(r"<svg.*?</svg>", figure, re.S):
                picture = picture_of(parsed(svg))
                assert picture.attrib["role"] == "img"
                assert picture.attrib["aria-label"]
                for item in picture.iter():
                    assert item.tag not in {"style", "script", "foreignObject", "image"}
                    assert not {"style", "font-family", "stroke", "onclick"} & set(item.attrib)
                    assert item.attrib.get("fill", "url(#").startswith("url(#")
        ids = re.findall(r'<(?:pattern|figure)[^>]* id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), name
    assert seen == 12  # the home pages show one beside its figure


def test_pictures_are_the_same_bytes_again_and_without_fonts(
    editions: Mapping[str, Edition], frozen: Path, tmp_path: Path
) -> None:
    """A second program that finds no font of the system draws the same."""
    config = tmp_path / "fonts.conf"
    config.write_text("<fontconfig><dir>/nowhere</dir></fontconfig>", "utf-8")
    program = (
        "import sys; from pathlib import Path; from factsheet.project import open_project; from factsheet.edition.localize import edition_of\n"
        "from factsheet.pages.svg import draw; p, _ = open_project(Path('.'))\n"
        "sys.stdout.buffer.write(''.join(draw(c, narrow=n) for k in ('en', 'zh')\n"
        "for c in edition_of(p, k).charts for n in (False, True)).encode())"
    )
    environment = {**os.environ, "FONTCONFIG_FILE": str(config), "HOME": str(tmp_path)}
    again = subprocess.run(
        [sys.executable, "-c", program],
        cwd=frozen,
        env=environment,
        capture_output=True,
        check=True,
    )
    here = "".join(
        draw(c, narrow=n) for k in LANGUAGES for c in editions[k].charts for n in (False, True)
    )
    assert again.stdout.decode() == here


def test_the_table_behind_a_chart_holds_the_same_values(
    editions: Mapping[str, Edition], pages: Mapping[str, str]
) -> None:
    """Every figure drawn is a row, worded as in the drawing, linked to its fact."""
    for language, edition in editions.items():
        page = pages[f"{language}/trade.md"]
        for chart in edition.charts:
            figure = re.search(
                rf'<figure class="chart" id="chart-{chart.key}"[^>]*>.*?</figure>', page, re.S
            )
            assert figure is not None
            rows = {
                row.attrib["data-figure"]: ["".join(cell.itertext()) for cell in row]
                for row in parsed(figure[0]).iter("tr")
                if "data-figure" in row.attrib
            }
            parts = [*chart.parts, *([chart.whole] if chart.whole else [])]
            assert set(rows) == {part.key for part in parts}
            words = re.sub(r"\s+", "", "".join(parsed(draw(chart)).itertext()))
            for part in parts:
                assert rows[part.key][2] == part.value
                assert rows[part.key][4] == part.style_words
                assert f'href="#{part.fact.id}"' in figure[0]
                for text in re.split(r"\s|(?<=\d)(?=\D+$)", part.value):
                    assert text in words


def test_every_chart_tells_its_articles_inside_what_is_taken_along(
    editions: Mapping[str, Edition],
) -> None:
    """Without its page, a picture still says where it is from."""
    for edition in editions.values():
        for chart in edition.charts:
            letters = {letter for part in chart.parts for letter in part.fact.letters}
            shapes = next(each.shapes for each in poster(chart).groups if each.name == "source")
            source = "".join(shape.words for shape in shapes if isinstance(shape, Label))
            assert letters == set(re.findall(r"[A-E]\d", source))
            assert edition.texts["title"].split()[0] in source


def test_signs_dates_and_codes_in_drawings_are_links_over_them(pages: Mapping[str, str]) -> None:
    """Each leads to what says what it means, beside the picture; no date shows its brackets."""
    found = Counter[str]()
    for name, page in pages.items():
        for svg in re.findall(r'<svg class="drawing.*?</svg>', page, re.S):
            tree = parsed(svg)
            picture = picture_of(tree)
            links = [*tree.iter("a")]
            shown = ["".join(text.itertext()) for text in picture.iter("text")]
            kinds = Counter(link.attrib["class"].split()[0] for link in links)
            dots = [part.attrib.get("class") for part in picture.iter("tspan")]
            assert not [words for words in shown if "[" in words], name
            assert kinds["inferred"] == dots.count("inferred"), name
            assert kinds["mark"] == sum(len(re.findall("[≈○◇◊†‡]", words)) for words in shown), name
            assert kinds["code"] == len(re.findall('class="letter"', svg)), name
            assert not [link for link in links if "#" not in link.attrib["href"]]
            found += kinds
    assert set(found) == {"mark", "inferred", "code"}


def test_every_link_is_drawn_once_and_every_place_is_named(
    project: Project, editions: Mapping[str, Edition], pages: Mapping[str, str]
) -> None:
    """Each edge of links.yml is one group with a line a leg; each place has its label and shape."""
    for language, edition in editions.items():
        view = edition.schematic
        assert view is not None
        found = re.search(r'<svg class="drawing" .*?</svg>', pages[f"{language}/channels.md"], re.S)
        assert found is not None
        tree = parsed(found[0])
        lines = {g.attrib["data-link"]: len(g) for g in tree.iter("g") if "data-link" in g.attrib}
        assert lines == {link.id: len(link.stops) - 1 for link in project.book.links}
        letters = [
            "".join(g.itertext()).strip()
            for g in tree.iter("g")
            if g.attrib.get("class") == "letter"
        ]
        assert [text.removeprefix("○ ") for text in letters] == [e.letter for e in view.edges]
        assert [text.startswith("○") for text in letters] == [e.is_planned for e in view.edges]
        texts = [text.text for text in tree.iter("text")]
        for place in view.places:
            assert texts.count(place.label) == 1, place.key
        drawn = {g.attrib["data-place"] for g in tree.iter("g") if "data-place" in g.attrib}
        assert drawn == {place.key for place in view.places if place.kind != "block"}


def test_lines_run_from_place_to_place(editions: Mapping[str, Edition]) -> None:
    """Every leg begins and ends at the box of its stops, so a route through a hub stays one."""
    view = editions["en"].schematic
    assert view is not None
    by_label: dict[str, list[tuple[int, int, int, int]]] = {}
    for place in view.places:
        by_label[place.key] = [(place.x, place.y, place.x2, place.y2)]
    route = next(edge for edge in view.edges if edge.key == "mexico-chicago")
    assert len(route.legs) == 3
    for (start, end), leg in zip(
        pairwise(("mexico-city", "taiyuan", "pudong", "chicago")), route.legs, strict=True
    ):
        for (x, y), ((left, top, right, bottom),) in (
            (leg[0], by_label[start]),
            (leg[-1], by_label[end]),
        ):
            assert left <= x <= right
            assert top <= y <= bottom


def test_a_page_without_a_fact_is_silent_or_empty(editions: Mapping[str, Edition]) -> None:
    """Each project has a cell for every page: what a fact says, proved silence, or nothing."""
    for edition in editions.values():
        view = edition.stages
        assert view is not None
        assert len(view.pages) == 5
        assert len(view.rows) == 6
        for row in view.rows:
            assert len(row.cells) == len(view.pages)
            for cell in row.cells:
                told = cell.stage not in ("silent", "untold")
                assert told == bool(cell.facts) == bool(cell.letters)
                assert bool(cell.words) == (cell.stage != "untold")
        airport = view.rows[1]
        assert [cell.stage for cell in airport.cells] == ["building", "building", *["silent"] * 3]
        liaison = view.rows[3]
        assert [cell.stage for cell in liaison.cells][:2] == ["untold", "untold"]


def test_parts_larger_than_the_whole_are_refused(tmp_path: Path) -> None:
    """The message tells both sums and stands at the chart's figures."""
    copy = copy_frozen(tmp_path / "sheet")
    edit(copy / "facts/trade/goods.yml", 'printed: "585.9亿元"', 'printed: "685.9亿元"')
    _without_rest(copy)
    line = (
        (copy / "facts/charts.yml").read_text("utf-8").split("- id: goods-by-mode")[0].count("\n")
    )
    (problem,) = check(opened(copy), [charts_whole])
    assert "the parts come to" in problem.message
    assert problem.place.file == "facts/charts.yml"
    assert problem.place.line > line


def test_parts_that_leave_something_need_a_rest(tmp_path: Path) -> None:
    """Without its rest a chart of parts is refused."""
    copy = copy_frozen(tmp_path / "sheet")
    _without_rest(copy)
    (problem,) = check(opened(copy), [charts_whole])
    assert "at most, the whole to" in problem.message
    assert "rest" in problem.hint


def test_a_withdrawn_fact_is_refused_and_never_drawn(tmp_path: Path) -> None:
    """The check names it; an edition made all the same has no such chart."""
    copy = copy_frozen(tmp_path / "sheet")
    edit(copy / MONEY, "  - id: fdi-2022\n", "  - id: fdi-2022\n    hold: {reason: doubtful}\n")
    project = opened(copy)
    (problem,) = check(project, [charts_known])
    assert "'fdi-2022' is held or withdrawn" in problem.message
    assert [chart.key for chart in edition_of(project, "en").charts] == [GOODS]


def test_a_sheet_without_pictures_has_none(tmp_path: Path) -> None:
    """Charts, schematic and stages are optional files."""
    copy = copy_frozen(tmp_path / "sheet")
    for name in ("charts", "schematic", "stages", "cities", "timeline"):
        (copy / f"facts/{name}.yml").unlink()
    edition = edition_of(opened(copy), "zh")
    assert (edition.charts, edition.schematic, edition.stages) == ((), None, None)
    assert (edition.cities, edition.timeline) == (None, None)
    text = "".join(render_pages(copy, edition).values())
    assert "<figure" not in text
    assert "{: #stages }" not in text


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("a short line", 200, ["a short line"]),
        ("US$825.8\u00a0million", 70, ["US$825.8", "million"]),
        ("≈\u00a0US$656", 30, ["≈\u00a0US$656"]),
        ("来源：甲（乙）、丙", 60, ["来源：甲", "（乙）、", "丙"]),
        ("", 100, []),
    ],
)
def test_lines_break_where_the_language_lets_them(text: str, width: int, lines: list[str]) -> None:
    """At spaces, before a scale word, between Chinese characters, never before a closing mark."""
    assert wrapped(text, width, 13) == lines


@pytest.mark.parametrize("narrow", [False, True])
def test_no_words_of_a_drawing_touch_or_leave_it(
    editions: Mapping[str, Edition], narrow: bool
) -> None:
    """Each label has its room: none meets another, the letters of lines included, none is cut."""
    seen = set()
    for language, edition in editions.items():
        for picture in pictures(edition):
            drawing = signed(drawn(picture, narrow=narrow), plain(picture.source))
            assert crowded(drawing) == [], (language, picture.key)
            seen |= {label.words for label in drawing.labels}
    assert seen >= {
        "Zhoushan Port",
        "Datong Land Port center",
        "freight train (border port not printed)",
    }


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(
    "words",
    ["x", "Exports of mechanical and electrical products, year by year", "机电产品出口" * 5],
)
def test_long_words_of_a_chart_are_broken_into_lines(
    editions: Mapping[str, Edition], words: str, narrow: bool
) -> None:
    """Whatever a curator calls a bar, its words stay in its room."""
    for edition in editions.values():
        for chart in edition.charts:
            figure = (Run(text=words, is_number=True),)
            for name, said in (("label", figure), ("words", figure), ("style_words", words)):
                parts = tuple(replace(part, **{name: said}) for part in chart.parts)
                drawing = signed(drawn(replace(chart, parts=parts), narrow=narrow), words * 3)
                assert crowded(drawing) == [], (chart.key, name)


def test_places_stand_with_the_city_of_their_name(editions: Mapping[str, Edition]) -> None:
    """A row a city; one whose name says none stands alone; an older list is hollow and dated."""
    view = editions["en"].cities
    assert view is not None
    cities = {(place.label, kind): city for city, kind, place in view.places}
    assert {city for (label, _), city in cities.items() if "Wusu" in label} == {"Taiyuan"}
    assert "Qixian" in cities.values()
    older = [place for _, _, place in view.places if place.is_older]
    assert older
    shapes = groups(draw(view))
    assert len(shapes["then"]) == len(older)
    assert len(shapes["now"]) == len(view.places) - len(older)
    dated = "".join(words for text in shapes["date"] for words in text.itertext())
    assert all(place.period.strip("[]") in dated for place in older)


def test_steps_stand_where_their_dates_are(editions: Mapping[str, Edition]) -> None:
    """A later day lies further right, a year is as long as another; plans and proposals are hollow."""
    for edition in editions.values():
        view = edition.timeline
        assert view is not None
        steps = [step for lane in view.lanes for step in lane.steps]
        shapes = groups(draw(view))
        assert len(shapes["then"]) == sum(step.is_planned for step in steps) > 0
        assert {step.fact.status for step in steps if step.is_planned} <= {
            "plan",
            "proposal",
            "target",
        }
        signs = [g[0] for g in parsed(draw(view)).iter("g") if g.attrib["class"] in ("now", "then")]
        middles = [float(sign.attrib["x"]) + float(sign.attrib["width"]) / 2 for sign in signs]
        days = [(step.start.toordinal() + step.end.toordinal()) / 2 for step in steps]
        scale = (max(middles) - min(middles)) / (max(days) - min(days))
        for middle, day in zip(middles, days, strict=True):
            assert abs(middle - min(middles) - (day - min(days)) * scale) < 0.1
        for lane in view.lanes:
            assert [s.start for s in lane.steps] == sorted(s.start for s in lane.steps)


def pictures(edition: Edition) -> list[Picture]:
    """Return all that is drawn of an edition."""
    assert edition.schematic is not None
    assert edition.cities is not None
    assert edition.timeline is not None
    return [*edition.charts, edition.schematic, edition.cities, edition.timeline]


def crowded(drawing: Drawing) -> list[tuple[str, str]]:
    """Return the pairs of labels that touch, and those that do not lie inside the drawing."""
    found = [
        ("outside", label.words)
        for label in drawing.labels
        for left, top, right, bottom in [label.box]
        if left < 0 or top < 0 or right > drawing.width or bottom > drawing.height
    ]
    for one, other in combinations(drawing.labels, 2):
        (left, top, right, bottom), (west, north, east, south) = one.box, other.box
        if min(right, east) > max(left, west) and min(bottom, south) > max(top, north):
            found.append((one.words, other.words))
    return found


def _without_rest(copy: Path) -> None:
    path = copy / "facts/charts.yml"
    path.write_text(re.sub(r"\n  rest: .*", "", path.read_text("utf-8")), "utf-8")
