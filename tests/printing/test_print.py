"""The printed briefing and brief, read back by readers that did not write them."""

import ctypes
import io
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest

from factsheet.edition.localize import editions_of
from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, Run, TableView, plain
from factsheet.printing.columns import Paragraph, in_columns
from factsheet.printing.pdf import PACKAGE, print_editions, program_key
from factsheet.problems import ProblemsFoundError
from factsheet.project import Project
from factsheet.site.opendata import facts_json
from tests.projects import copy_project, run
from tests.support import ROOT, copy_small, edit, sound

NOTE = "The article does not state the basis."
ADDRESS = "https://facts.example/deep/down/"
MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
# What Letter paper loses of A4 at each end, and 6 mm that printers leave white.
LETTER = (297 - 279.4) / 2 * MM + 6 * MM
NOT_AT_START = "、。，；：？！）》”"
NOT_AT_END = "（《“"


@dataclass(frozen=True)
class Line:
    """Characters that stand on one line of one block."""

    page: int
    text: str


class Reading:
    """A PDF as a reader that did not write it sees it."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @cached_property
    def pages(self) -> list[str]:
        with pypdfium2.PdfDocument(self.content) as document:
            return [
                page.get_textpage().get_text_range().replace("\ufffe", "-") for page in document
            ]

    @cached_property
    def plain(self) -> list[str]:
        return [bare(page) for page in self.pages]

    @property
    def lines(self) -> Iterator[Line]:
        for number, page in enumerate(self.pages, 1):
            for line in re.split(r"[\r\n]+", page):
                yield Line(number, line.strip())

    @cached_property
    def pdf(self) -> pypdf.PdfReader:
        return pypdf.PdfReader(io.BytesIO(self.content))

    @cached_property
    def root(self) -> pypdf.generic.DictionaryObject:
        return self.pdf.trailer["/Root"].get_object()

    def page_of(self, text: str, start: int = 0) -> int:
        """Return the first page, from `start`, that holds a text; 0 where none does."""
        found = (
            i + 1 for i, page in enumerate(self.plain) if i + 1 >= start and bare(text) in page
        )
        return next(found, 0)

    @cached_property
    def bookmarks(self) -> list[tuple[str, int]]:
        def walk(entries: Sequence[object]) -> Iterator[tuple[str, int]]:
            for entry in entries:
                if isinstance(entry, list):
                    yield from walk(entry)
                else:
                    yield entry.title, self.pdf.get_destination_page_number(entry) + 1

        return list(walk(self.pdf.outline))


def bare(text: str) -> str:
    """Return a text without what a line break may add or take: spaces and hyphens."""
    return re.sub(r"[\s\u00ad\u2010\u200b\u2060-]", "", text)


@dataclass(frozen=True)
class Printed:
    """A project with its editions and what was printed of them."""

    project: Project
    editions: dict[str, Edition]
    facts: str
    briefings: dict[str, Reading]
    briefs: dict[str, Reading]


def printed(folder: Path) -> Printed:
    project = sound(folder)
    editions = dict(editions_of(project))
    facts = facts_json(editions)
    made = print_editions(project.root, editions, ADDRESS, facts)
    return Printed(
        project,
        editions,
        facts,
        {key: Reading(made[f"{key}/briefing.pdf"]) for key in editions},
        {key: Reading(made[f"{key}/brief.pdf"]) for key in editions},
    )


@pytest.fixture(scope="module")
def whole(built: Callable[[str], Path], frozen: Path) -> Printed:
    """The frozen sheet as its build printed it: its PDFs are kept by their content."""
    built(ADDRESS)
    return printed(frozen)


@pytest.fixture(scope="module")
def small(sample: Path) -> Printed:
    """The sample as its build printed it."""
    return printed(sample)


@pytest.fixture(scope="module")
def files(whole: Printed) -> list[Reading]:
    return [*whole.briefings.values(), *whole.briefs.values()]


def in_order(edition: Edition) -> list[tuple[FactView, tuple[str, ...]]]:
    """Return the facts in print order, each with its cells where it is a row of a table."""
    found = []
    for section in edition.sections:
        for part in section.parts:
            if isinstance(part, TableView):
                found += [(row.fact, tuple(map(plain, row.cells))) for row in part.rows]
            else:
                found.append((part, ()))
    return found


def test_every_fact_is_printed_in_both_languages_in_order(whole: Printed) -> None:
    for key, reading in whole.briefings.items():
        page = reading.page_of(whole.editions[key].topics[0].intro[0].text)
        at = 0
        for fact, cells in in_order(whole.editions[key]):
            texts = cells or (plain(fact.text),)
            while page <= len(reading.plain):
                text = reading.plain[page - 1]
                places = [text.find(bare(cell), at) for cell in texts]
                if min(places) >= 0:
                    break
                page, at = page + 1, 0
            assert page <= len(reading.plain), (key, fact.id, texts)
            at = min(places)


def test_every_note_stands_on_the_page_of_its_fact(whole: Printed) -> None:
    for key, reading in whole.briefings.items():
        sources = {source.key: source for source in whole.editions[key].sources}
        first = reading.page_of(whole.editions[key].topics[0].intro[0].text)
        for fact, cells in in_order(whole.editions[key]):
            told = cells or (plain(fact.text),)
            pages = [
                number
                for number, text in enumerate(reading.plain, 1)
                if number >= first and all(bare(cell) in text for cell in told)
            ]
            shown = cells and fact.printed
            notes = [plain(remark) for remark in fact.remarks]
            notes += [] if shown else [plain(quote.text) for quote in fact.quotes]
            notes += [fact.printed] if shown else []
            notes += [plain(sources[quote.source].short) for quote in fact.quotes]
            held = [
                number
                for number in pages
                if all(note_in(note, reading.plain[number - 1]) for note in notes)
            ]
            assert held, (key, fact.id, pages, notes)


def note_in(note: str, page: str) -> bool:
    """Tell whether a page holds a note; readers order quotation marks within others variously."""
    return without_quotes(note).rstrip(".。") in without_quotes(page)


def without_quotes(text: str) -> str:
    return re.sub("[“”‘’]", "", bare(text))


def test_every_register_is_printed_whole(whole: Printed) -> None:
    for key, edition in whole.editions.items():
        text = "".join(whole.briefings[key].plain)
        wanted = [plain(gap) for s in edition.sections for gap in s.gaps]
        wanted += [plain(caveat.text) for s in edition.sections for caveat in s.caveats]
        wanted += [plain(d.text) for d in edition.differences]
        wanted += [plain(source.reference) for source in edition.sources]
        wanted += [plain(q.answer) for q in edition.questions]
        wanted += [plain(w) for w in edition.warnings]
        wanted += [mark.title for mark in edition.marks]
        wanted += [edition.texts[k] for k in ("publisher", "contact", "disclaimer")]
        for name in edition.names:
            wanted += [name.full, name.gloss, *(other.text for other in name.others)]
        missing = [words for words in wanted if bare(words) not in text]
        assert not missing, (key, missing[:3])


def test_the_brief_holds_key_figures_with_notes_warnings_and_ten_gaps(whole: Printed) -> None:
    for key, edition in whole.editions.items():
        reading = whole.briefs[key]
        assert len(reading.pages) == 2
        for highlight in edition.highlights:
            assert bare(highlight.figure.table) in reading.plain[0]
            for quote in highlight.fact.quotes:
                assert note_in(plain(quote.text), reading.plain[0])
        for warning in edition.warnings:
            assert bare(plain(warning)) in reading.plain[1]
        gaps = {bare(plain(gap)) for s in edition.sections for gap in s.gaps}
        assert sum(gap in reading.plain[1] for gap in gaps) >= 10


def test_pages_are_whole_sheets_and_in_step_between_the_languages(whole: Printed) -> None:
    counts = {len(reading.pages) for reading in whole.briefings.values()}
    assert len(counts) == 1
    assert counts.pop() % 4 == 0
    marks = [[page for _, page in reading.bookmarks] for reading in whole.briefings.values()]
    assert marks[0] == marks[1]
    english, chinese = whole.briefings["en"], whole.briefings["zh"]
    for fact, cells in in_order(whole.editions["en"]):
        if cells:
            continue
        other = whole.editions["zh"].facts[fact.id]
        start = english.page_of(whole.editions["en"].topics[0].intro[0].text)
        assert english.page_of(plain(fact.text), start) == chinese.page_of(
            plain(other.text), start
        ), fact.id


def test_topics_and_sections_are_bookmarks(whole: Printed) -> None:
    for key, edition in whole.editions.items():
        titles = [title for title, _ in whole.briefings[key].bookmarks]
        wanted = [
            t for topic in edition.topics for t in (topic.title, *(s.title for s in topic.sections))
        ]
        assert [title for title in titles if title in wanted][: len(wanted)] == wanted


def test_no_line_begins_or_ends_with_a_sign_that_may_not_stand_there(whole: Printed) -> None:
    for reading in (whole.briefings["zh"], whole.briefs["zh"]):
        bad = [
            line
            for line in reading.lines
            if line.text and (line.text[0] in NOT_AT_START or (line.text[-1] in NOT_AT_END))
        ]
        assert not bad, bad[:5]


def test_no_figure_is_cut_from_its_unit_at_the_end_of_a_line(files: list[Reading]) -> None:
    for reading in files:
        for before, after in zip((lines := list(reading.lines)), lines[1:], strict=False):
            if before.page != after.page:
                continue
            assert not before.text.endswith(("RMB", "US$")), before
            if re.search(r"\d$", before.text):
                assert not re.match(r"[万亿%％]|美元|million|billion|metric", after.text), (
                    before,
                    after,
                )


@dataclass(frozen=True)
class Glyph:
    """A character as it is drawn: its page, place and size in points, and its face."""

    page: int
    text: str
    face: str
    left: float
    right: float
    bottom: float
    top: float


def glyphs(reading: Reading, only: int = 0) -> Iterator[Glyph]:
    """Return the characters of a file, or of one page of it, as its reader finds them."""
    name = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    with pypdfium2.PdfDocument(reading.content) as document:
        for number, page in enumerate(document, 1):
            if only not in (0, number):
                continue
            text = page.get_textpage()
            for index in range(text.count_chars()):
                size = pypdfium2.raw.FPDFText_GetFontInfo(text, index, name, 200, flags)
                face = name.raw[: max(size - 1, 0)].decode().partition("+")[2]
                char = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
                left, bottom, right, top = text.get_charbox(index)
                yield Glyph(number, char, face, left, right, bottom, top)


def test_english_quotation_marks_come_from_latin_faces(whole: Printed) -> None:
    """A Chinese face would draw them as wide as a character."""
    latin = 0
    for reading in (whole.briefings["en"], whole.briefs["en"]):
        found = list(glyphs(reading))
        for before, glyph, after in zip(found, found[1:], found[2:], strict=False):
            beside = f"{before.text}{after.text}"
            if glyph.text in "‘’“”" and beside.isascii() and beside.strip():
                latin += 1
                assert not glyph.face.endswith("SC"), (glyph, beside)
                assert "CJKsc" not in glyph.face, (glyph, beside)
    assert latin > 100


def test_marks_are_of_one_face_and_size_in_both_languages(whole: Printed) -> None:
    """The legend on page 2 shows all; each is large enough to be told apart."""
    heights, faces = [], set()
    for reading in whole.briefings.values():
        legend = {g.text: g for g in glyphs(reading, only=2) if g.text in "○◇≈†‡"}
        assert set(legend) == set("○◇≈†‡")
        faces |= {glyph.face for glyph in legend.values()}
        heights.append([legend[mark].top - legend[mark].bottom for mark in "○◇†‡"])
    assert len(faces) == 1
    assert min(map(min, heights)) > 5
    assert heights[0] == pytest.approx(heights[1], rel=0.15)


def test_no_page_is_half_empty(whole: Printed) -> None:
    """No band across a page but the foot of its last is blank for a quarter of its height."""
    for key, reading in whole.briefings.items():
        with pypdfium2.PdfDocument(reading.content) as document:
            for number, page in enumerate(document, 1):
                if number in (1, len(document)):
                    continue
                spans = sorted(item.get_bounds()[1::2] for item in page.get_objects(max_depth=1))
                reached, blank = A4[1] - 275 * MM, 0.0
                for low, high in spans:
                    blank = max(blank, low - reached)
                    reached = max(reached, high)
                assert blank < A4[1] / 4, (key, number, blank / MM)


def test_chinese_and_figures_are_parted_by_a_quarter_of_a_space(whole: Printed) -> None:
    """The engine parts them; where a figure is kept whole, the templates do."""
    for reading in (whole.briefings["zh"], whole.briefs["zh"]):
        shown = (glyph for glyph in glyphs(reading) if not glyph.text.isspace())
        gaps = [
            ((two.left - one.right) / max(one.top - one.bottom, two.top - two.bottom), one, two)
            for one, two in pairwise(shown)
            if (is_han(one.text) and is_digit(two.text))
            or (is_digit(one.text) and is_han(two.text))
            if abs(one.bottom - two.bottom) < 3 and two.left >= one.right - 1
        ]
        assert len(gaps) > 100
        tight = [(one.page, one.text + two.text) for gap, one, two in gaps if gap < 0.2]
        assert not tight, tight[:8]


def is_digit(text: str) -> bool:
    return text.isascii() and text.isdigit()


def is_han(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"


def test_everything_stands_where_letter_paper_prints_it(files: list[Reading]) -> None:
    for reading in files:
        with pypdfium2.PdfDocument(reading.content) as document:
            for page in document:
                assert page.get_size() == pytest.approx(A4, abs=0.5)
                for item in page.get_objects(max_depth=1):
                    left, bottom, right, top = item.get_bounds()
                    assert bottom > LETTER - 1, (item.type, bottom)
                    assert top < A4[1] - LETTER + 1, (item.type, top)
                    assert left > 14 * MM - 1, (item.type, left)
                    assert right < A4[0] - 14 * MM + 1, (item.type, right)


def test_files_are_tagged_titled_and_name_their_language(whole: Printed) -> None:
    for key, edition in whole.editions.items():
        for reading in (whole.briefings[key], whole.briefs[key]):
            root = reading.root
            assert root["/MarkInfo"]["/Marked"]
            assert root["/StructTreeRoot"]["/K"]
            assert root["/Lang"].split("-")[0] == whole.project.styles[key].print.lang
            assert root["/ViewerPreferences"]["/DisplayDocTitle"]
            assert reading.pdf.metadata is not None
            assert reading.pdf.metadata.title == edition.texts["title"]


def structure(node: object) -> Iterator[pypdf.generic.DictionaryObject]:
    """Walk over the structure elements of a file."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from structure(child)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from structure(node["/K"])


def test_headings_tables_figures_and_foreign_words_have_their_tags(whole: Printed) -> None:
    for key, reading in whole.briefings.items():
        elements = list(structure(reading.root["/StructTreeRoot"]))
        kinds = Counter(str(element.get("/S", "")) for element in elements)
        assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Figure", "/Link"} <= set(kinds)
        figures = [element for element in elements if element.get("/S") == "/Figure"]
        assert all(element.get("/Alt") for element in figures), key
        spoken = set()
        with pikepdf.open(io.BytesIO(reading.content)) as pdf:
            for page in pdf.pages:
                spoken |= set(re.findall(rb"/Lang ?\((\w\w)", page.Contents.read_bytes()))
        assert {"en": b"zh", "zh": b"en"}[key] in spoken, key


def test_every_font_is_embedded_and_a_subset(files: list[Reading]) -> None:
    for reading in files:
        with pikepdf.open(io.BytesIO(reading.content)) as pdf:
            names = []
            for item in pdf.objects:
                if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                    names.append(str(item["/FontName"]))
                    assert any(f"/FontFile{n}" in item for n in ("", "2", "3")), names[-1]
            assert len(names) >= 3
            assert all(re.match(r"/[A-Z]{6}\+", name) for name in names), names


def test_files_say_that_they_are_pdf_a_3a_and_pdf_ua_1(files: list[Reading]) -> None:
    for reading in files:
        with pikepdf.open(io.BytesIO(reading.content)) as pdf:
            assert (
                not pdf.check_pdf_syntax() if hasattr(pdf, "check_pdf_syntax") else not pdf.check()
            )
            with pdf.open_metadata() as meta:
                assert meta["pdfaid:part"] == "3"
                assert meta["pdfaid:conformance"] == "A"
                assert meta["pdfuaid:part"] == "1"


def test_the_facts_are_attached(whole: Printed) -> None:
    for reading in whole.briefings.values():
        attached = reading.pdf.attachments
        assert list(attached) == ["facts.json"]
        assert attached["facts.json"][0].decode() == whole.facts


def test_the_same_facts_give_the_same_bytes(small: Printed, sample: Path, tmp_path: Path) -> None:
    """Without the kept files; the second build of test_site does the same with the whole sheet."""
    again = printed(copy_project(sample, tmp_path / "elsewhere" / "deeper"))
    assert set(again.editions) == {"en", "zh", "ja"}
    for key in small.editions:
        assert again.briefings[key].content == small.briefings[key].content
        assert again.briefs[key].content == small.briefs[key].content


def problems(folder: Path) -> list[str]:
    with pytest.raises(ProblemsFoundError) as raised:
        printed(folder)
    return [f"{problem.place}: {problem.message}" for problem in raised.value.problems]


def test_a_character_that_no_font_has_is_an_error_with_its_language(tmp_path: Path) -> None:
    folder = copy_small(tmp_path / "small")
    text = (folder / "facts/edition.yml").read_text("utf-8")
    title = re.search(r"title:\s*\{\s*zh:\s*[\"']?(\S)", text)
    assert title is not None
    at = title.start(1)
    (folder / "facts/edition.yml").write_text(text[:at] + "\U00013000" + text[at:], "utf-8")
    found = problems(folder)
    assert any("templates/print" in line and "zh: " in line for line in found), found
    assert any("\U00013000" in line or "font" in line or "glyph" in line for line in found), found


# file, text, what is typed for it, place, message
FAULTS = [
    ("facts/trade/goods.yml", NOTE, f"{NOTE[:-1]}\U00013000.", "facts/trade/goods.yml:13:", "en: the text"),
    ("facts/edition.yml", "For tests only.", "For tests only\U00013000.", "facts/edition.yml:", "en: the text"),
    ("facts/trade/investment.yml", "en: Amount", f"en: {'W' * 160}", "facts/trade/investment.yml:3:5", "en: table investment: "),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "place", "message"), FAULTS)
def test_a_print_problem_names_the_place_in_facts(
    file: str, old: str, new: str, place: str, message: str, tmp_path: Path
) -> None:
    """A character without a glyph, a table too wide: where it is typed, not where it is set."""
    folder = copy_small(tmp_path / "small")
    edit(folder, file, old, new)
    assert run(folder, "factsheet", "verify").returncode == 0
    done = run(folder, "factsheet", "pdf")
    assert done.returncode == 1
    found = [line for line in done.stdout.splitlines() if "[print]" in line]
    assert len(found) == 1, done.stdout
    assert found[0].startswith(place), found
    assert message in found[0]


def test_a_font_that_is_not_at_hand_is_an_error_with_those_that_are(tmp_path: Path) -> None:
    folder = own_templates(tmp_path)
    edit(folder, "templates/locales/en/style.yml", "[{name: Libertinus Serif}", "[{name: Nowhere}")
    assert any("'Nowhere' is not at hand" in line for line in problems(folder))


def test_a_table_too_wide_for_the_page_is_an_error_with_its_name(small: Printed) -> None:
    edition = small.editions["en"]
    broken = with_cell(edition, "W" * 160)
    with pytest.raises(ProblemsFoundError, match="problem") as raised:
        print_editions(small.project.root, {**small.editions, "en": broken}, ADDRESS, small.facts)
    assert re.search(r"^en: table \S+: [\d.]+ pt too wide", raised.value.problems[0].message)


def test_what_is_higher_than_a_page_is_an_error_with_its_name(small: Printed) -> None:
    edition = small.editions["zh"]
    topic = edition.topics[0]
    section = next(s for s in topic.sections if s.caveats)
    caveat = section.caveats[0]
    long = replace(caveat, text=(replace(caveat.text[0], text="长" * 9000),))
    changed = replace(section, caveats=(long, *section.caveats[1:]))
    sections = tuple(changed if s is section else s for s in topic.sections)
    topics = (replace(topic, sections=sections), *edition.topics[1:])
    editions = {**small.editions, "zh": replace(edition, topics=topics)}
    with pytest.raises(ProblemsFoundError) as raised:
        print_editions(small.project.root, editions, ADDRESS, small.facts)
    assert f"zh: caveat-{caveat.id}: higher than a page" in raised.value.problems[0].message


def with_cell(edition: Edition, text: str) -> Edition:
    """Return the edition with one cell of its first table changed."""
    for t, topic in enumerate(edition.topics):
        for s, section in enumerate(topic.sections):
            for p, part in enumerate(section.parts):
                if isinstance(part, TableView):
                    row = replace(part.rows[0], cells=((Run(text=text),), *part.rows[0].cells[1:]))
                    table = replace(part, rows=(row, *part.rows[1:]))
                    parts = (*section.parts[:p], table, *section.parts[p + 1 :])
                    sections = (
                        *topic.sections[:s],
                        replace(section, parts=parts),
                        *topic.sections[s + 1 :],
                    )
                    topics = (
                        *edition.topics[:t],
                        replace(topic, sections=sections),
                        *edition.topics[t + 1 :],
                    )
                    return replace(edition, topics=topics)
    raise AssertionError("the edition has no table")


def own_templates(tmp_path: Path) -> Path:
    """Copy the small sheet with templates of its own."""
    folder = copy_small(tmp_path / "small")
    templates = (folder / "templates").resolve()
    (folder / "templates").unlink()
    shutil.copytree(templates, folder / "templates")
    return folder


def test_a_template_error_is_a_problem_with_its_place(tmp_path: Path) -> None:
    folder = own_templates(tmp_path)
    line = edit(folder, "templates/print/style.typ", "list.map(sign)", "list.unknown(sign)")
    assert f"templates/print/style.typ:{line}:" in problems(folder)[0]
    edit(folder, "templates/print/style.typ", "#let signs(list)", "#let signs(list")
    assert problems(folder)[0].startswith("templates/print/style.typ:")


def test_text_is_never_read_as_markup(tmp_path: Path) -> None:
    folder = copy_small(tmp_path / "small")
    text = (folder / "facts/edition.yml").read_text("utf-8")
    odd = "#panic() *a* $b$ <c> @d `f`"
    text = re.sub(r'(publisher:.*?en:\s*)("[^"]*"|[^,}\n]+)', rf'\1"{odd}"', text, flags=re.DOTALL)
    (folder / "facts/edition.yml").write_text(text, "utf-8")
    shown = "".join(printed(folder).briefings["en"].plain)
    assert bare("#panic() *a* $b$ <c> @d `f`") in shown


def test_a_small_sheet_and_a_third_language_print_too(small: Printed) -> None:
    sample = small
    assert set(sample.briefings) == {"en", "zh", "ja"}
    assert len({len(r.pages) for r in sample.briefings.values()}) == 1
    for key, reading in sample.briefings.items():
        text = "".join(reading.plain)
        for fact, cells in in_order(sample.editions[key]):
            assert all(bare(c) in text for c in cells or (plain(fact.text),)), fact.id


def test_the_build_puts_the_files_into_the_site_with_the_same_facts(
    sample: Path,
) -> None:
    site = sample / "site"
    data = (site / "data/facts.json").read_text("utf-8")
    for key in ("en", "zh", "ja"):
        reading = Reading((site / key / "briefing.pdf").read_bytes())
        assert reading.pdf.attachments["facts.json"][0].decode() == data
        assert (site / key / "brief.pdf").is_file()


def test_the_command_prints_only_the_pdfs_and_nothing_twice(sample: Path, tmp_path: Path) -> None:
    project = copy_project(sample, tmp_path / "sample")
    first = run(project, "factsheet", "pdf")
    assert first.returncode == 0, first.stdout
    assert "pdf: setting" in first.stdout
    assert (project / "build/en/briefing.pdf").is_file()
    before = (project / "build/en/briefing.pdf").read_bytes()
    second = run(project, "factsheet", "pdf")
    assert "pdf: unchanged" in second.stdout
    assert (project / "build/en/briefing.pdf").read_bytes() == before


def test_qpdf_finds_nothing_wrong(files: list[Reading]) -> None:
    for reading in files:
        with pikepdf.open(io.BytesIO(reading.content)) as pdf:  # the library of qpdf --check
            assert pdf.check_pdf_syntax() == []


def paragraph(key: str, kind: str = "quote") -> Paragraph:
    return Paragraph(kind=kind, key=key, source="s", facts=(1,))


@pytest.mark.parametrize(
    ("kinds", "sizes", "split"),
    [
        pytest.param("sq", (10, 10), 2, id="an article is not parted from its only note"),
        pytest.param("sqq", (10, 10, 10), 2, id="the columns are of like height"),
        pytest.param("sqsq", (10, 10, 10, 10), 2, id="each column has its article"),
        pytest.param("sqqqqq", (10,) * 6, 3, id="a long article goes on in the second column"),
    ],
)
def test_notes_stand_in_two_columns_of_like_height(
    kinds: str, sizes: Sequence[float], split: int
) -> None:
    found = [paragraph(str(i), "source" if k == "s" else "quote") for i, k in enumerate(kinds)]
    heights = {str(i): float(size) for i, size in enumerate(sizes)}
    _, (left, right) = in_columns(found, heights, 1.0)
    assert (len(left), len(right)) == (split, len(kinds) - split)


# What is kept


def _kept_files(root: Path) -> list[Path]:
    return sorted(path for path in (root / ".cache/print").rglob("*.pdf"))


def _print(project: Project) -> tuple[dict[str, bytes], list[str]]:
    """Print the small sheet; return its files and what the printer told."""
    told: list[str] = []
    editions = dict(editions_of(project))
    made = print_editions(project.root, editions, ADDRESS, "{}", told.append)
    return made, told


@pytest.mark.parametrize("damage", ["cut", "emptied", "changed", "replaced", "gone"])
def test_a_damaged_kept_pdf_is_made_anew(damage: str, tmp_path: Path) -> None:
    project = sound(copy_small(tmp_path / "sheet"))
    made, _ = _print(project)
    assert _print(project) == (made, ["unchanged"])
    path = _kept_files(project.root)[0]
    content = path.read_bytes()
    middle = len(content) // 2
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(
            {
                "cut": content[:middle],
                "emptied": b"",
                "changed": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
                "replaced": b"%PDF-1.7 garbage",
            }[damage]
        )
    again, told = _print(project)
    assert again == made
    assert "unchanged" not in told
    assert _print(project) == (made, ["unchanged"])


MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def test_another_program_keeps_no_pdf(tmp_path: Path) -> None:
    """Any module, any template: what a file is made of is the whole program."""
    project = sound(copy_small(tmp_path / "sheet"))
    templates = project.root / "templates"
    templates.unlink()
    shutil.copytree(ROOT / "templates", templates)
    program = shutil.copytree(PACKAGE, tmp_path / "program")
    keys = {program_key(program, templates / "print")}
    places = [program / name for name in MODULES]
    places += sorted(path for path in (templates / "print").rglob("*") if path.is_file())
    for path in places:
        with path.open("ab") as file:
            file.write(b"\n")
        keys.add(program_key(program, templates / "print"))
    assert len(keys) == 1 + len(places)
    assert "pdf.py" in {Path(name).name for name in MODULES}
