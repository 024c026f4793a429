"""The printed record, briefing, brief and topics, read back by readers that did not write them."""

import ctypes
import io
import pickle
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest

from factsheet.cache.inputs import PACKAGE, digest, digest_named, digest_of, files_in
from factsheet.cache.store import Store
from factsheet.edition.localize import editions_of
from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, Run, TableView, plain
from factsheet.printing.blocks import Block, Book, Chapter
from factsheet.printing.columns import Paragraph, in_columns
from factsheet.printing.galley import Measures
from factsheet.printing.pdf import KEPT, KIND, print_editions
from factsheet.printing.selection import Fitted, fitted
from factsheet.printing.shorter import shortening
from factsheet.problems import ProblemsFoundError
from factsheet.project import Project
from factsheet.searchpath import templates_in
from factsheet.site.opendata import facts_json
from tests.conftest import Shared
from tests.projects import ROOT_ADDRESS, copy_project
from tests.projects import run as run_there
from tests.support import ROOT, copy_small, edit, run, sound, tree

NOTE = "The article does not state the basis."
ADDRESS = "https://facts.example/deep/down/"
MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
# What Letter paper loses of A4 at each end, and 6 mm that printers leave white.
LETTER = (297 - 279.4) / 2 * MM + 6 * MM
CONTENTS = 3  # the page of the record with its contents
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
    editions: Mapping[str, Edition]
    facts: str
    records: dict[str, Reading]
    briefings: dict[str, Reading]
    briefs: dict[str, Reading]
    topics: dict[str, dict[str, Reading]]


def printed_of(
    project: Project, editions: Mapping[str, Edition], facts: str, made: Mapping[str, bytes]
) -> Printed:
    return Printed(
        project,
        editions,
        facts,
        *(
            {key: Reading(made[f"{key}/{name}.pdf"]) for key in editions}
            for name in ("record", "briefing", "brief")
        ),
        {
            key: {topic.key: Reading(made[f"{key}/{topic.key}.pdf"]) for topic in edition.topics}
            for key, edition in editions.items()
        },
    )


@pytest.fixture(scope="module")
def whole(
    frozen_project: Project,
    frozen_editions: Mapping[str, Edition],
    shared: Shared,
) -> Printed:
    """The frozen sheet, printed once for all workers."""

    def fill(folder: Path) -> None:
        facts = facts_json(frozen_editions)
        made = print_editions(frozen_project.root, frozen_editions, ADDRESS, facts)
        folder.mkdir()
        (folder / "made").write_bytes(pickle.dumps((facts, made)))

    kept = (shared("printed", fill) / "made").read_bytes()
    return printed_of(frozen_project, frozen_editions, *pickle.loads(kept))  # noqa: S301  # our own


@pytest.fixture(scope="module")
def small(sample: Path) -> Printed:
    """The sample as its build printed it."""
    project = sound(sample)
    editions = editions_of(project)
    facts = facts_json(editions)
    made = print_editions(project.root, editions, ROOT_ADDRESS, facts)
    return printed_of(project, editions, facts, made)


@pytest.fixture(scope="module")
def files(whole: Printed) -> list[Reading]:
    last = [list(topics.values())[-1] for topics in whole.topics.values()]
    return [*whole.records.values(), *whole.briefings.values(), *whole.briefs.values(), *last]


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
    for key, reading in whole.records.items():
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
    for key, reading in whole.records.items():
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
        text = "".join(whole.records[key].plain)
        wanted = [plain(gap) for s in edition.sections for gap in s.gaps]
        wanted += [plain(caveat.text) for s in edition.sections for caveat in s.caveats]
        wanted += [plain(d.text) for d in edition.differences]
        wanted += [plain(source.reference) for source in edition.sources]
        wanted += [plain(q.answer) for q in edition.questions]
        wanted += [plain(w) for w in edition.warnings]
        wanted += [mark.title for mark in edition.marks]
        wanted += [words for c in edition.corrections for words in (c.said, c.says, c.why)]
        wanted += [edition.texts[k] for k in ("publisher", "contact", "disclaimer")]
        for name in edition.names:
            wanted += [name.full, name.gloss, *(other.text for other in name.others)]
        missing = [words for words in wanted if bare(words) not in text]
        assert not missing, (key, missing[:3])


def test_pages_are_whole_sheets_and_in_step_between_the_languages(whole: Printed) -> None:
    counts = {len(reading.pages) for reading in whole.records.values()}
    assert len(counts) == 1
    assert counts.pop() % 4 == 0
    marks = [[page for _, page in reading.bookmarks] for reading in whole.records.values()]
    assert marks[0] == marks[1]
    english, chinese = whole.records["en"], whole.records["zh"]
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
        titles = [title for title, _ in whole.records[key].bookmarks]
        wanted = [
            t for topic in edition.topics for t in (topic.title, *(s.title for s in topic.sections))
        ]
        assert [title for title in titles if title in wanted][: len(wanted)] == wanted


def test_no_line_begins_or_ends_with_a_sign_that_may_not_stand_there(whole: Printed) -> None:
    for reading in (whole.records["zh"], whole.briefings["zh"], whole.briefs["zh"]):
        bad = [
            line
            for line in reading.lines
            if line.text and (line.text[0] in NOT_AT_START or (line.text[-1] in NOT_AT_END))
        ]
        assert not bad, bad[:5]


def test_no_figure_is_cut_from_its_unit_at_the_end_of_a_line(
    whole: Printed, files: list[Reading]
) -> None:
    """Over a column of a chart a figure may stand in two lines, as its Edition parts it."""
    charts = [chart for edition in whole.editions.values() for chart in edition.charts]
    parted = {
        tuple(bare(plain(line)) for line in part.lines) for chart in charts for part in chart.parts
    }
    for reading in files:
        for before, after in pairwise(reading.lines):
            if before.page != after.page or (bare(before.text), bare(after.text)) in parted:
                continue
            assert not before.text.endswith(("RMB", "US$")), before
            if re.search(r"\d$", before.text):
                assert not re.match(r"[万亿%％]|美元|million|billion|metric", after.text), (
                    before,
                    after,
                )


@dataclass(frozen=True)
class Glyph:
    """A character as it is drawn: its page, place and size in points, face and neighbors."""

    page: int
    text: str
    face: str
    left: float
    right: float
    bottom: float
    top: float
    beside: str


def glyphs(reading: Reading, only: int = 0, of: str = "") -> Iterator[Glyph]:
    """Return the characters of a file, or of one page, or some, as its reader finds them."""
    name = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    with pypdfium2.PdfDocument(reading.content) as document:
        for number, page in enumerate(document, 1):
            if only not in (0, number):
                continue
            text = page.get_textpage()
            count = text.count_chars()
            chars = "".join(chr(pypdfium2.raw.FPDFText_GetUnicode(text, i)) for i in range(count))
            for index, char in enumerate(chars):
                if of and char not in of:
                    continue
                size = pypdfium2.raw.FPDFText_GetFontInfo(text, index, name, 200, flags)
                face = name.raw[: max(size - 1, 0)].decode().partition("+")[2]
                left, bottom, right, top = text.get_charbox(index)
                beside = chars[index - 1 : index] + chars[index + 1 : index + 2]
                yield Glyph(number, char, face, left, right, bottom, top, beside)


def test_english_quotation_marks_come_from_latin_faces(whole: Printed) -> None:
    """A Chinese face would draw them as wide as a character."""
    latin = 0
    for reading in (whole.records["en"], whole.briefings["en"], whole.briefs["en"]):
        for glyph in glyphs(reading, of="‘’“”"):
            if glyph.beside.isascii() and glyph.beside.strip():
                latin += 1
                assert not glyph.face.endswith("SC"), glyph
                assert "CJKsc" not in glyph.face, glyph
    assert latin > 100


def test_marks_are_of_one_face_and_size_in_both_languages(whole: Printed) -> None:
    """The legend on page 2 shows all; each is large enough to be told apart."""
    heights, faces = [], set()
    for reading in whole.records.values():
        legend = {g.text: g for g in glyphs(reading, only=2, of="○◇≈†‡")}
        assert set(legend) == set("○◇≈†‡")
        faces |= {glyph.face for glyph in legend.values()}
        heights.append([legend[mark].top - legend[mark].bottom for mark in "○◇†‡"])
    assert len(faces) == 1
    assert min(map(min, heights)) > 5
    assert heights[0] == pytest.approx(heights[1], rel=0.15)


def test_no_page_is_half_empty(whole: Printed) -> None:
    """No band across a page is blank for a third of its height, though nothing is stretched."""
    for key, reading in whole.records.items():
        with pypdfium2.PdfDocument(reading.content) as document:
            for number, page in enumerate(document, 1):
                if number in (1, CONTENTS, len(document)):
                    continue
                spans = sorted(item.get_bounds()[1::2] for item in page.get_objects(max_depth=1))
                reached, blank = A4[1] - 275 * MM, 0.0
                for low, high in spans:
                    blank = max(blank, low - reached)
                    reached = max(reached, high)
                assert blank < A4[1] / 3, (key, number, blank / MM)


def test_chinese_and_figures_are_parted_by_a_quarter_of_a_space(whole: Printed) -> None:
    """The engine parts them; where a figure is kept whole, the templates do."""
    for reading in (whole.records["zh"], whole.briefings["zh"], whole.briefs["zh"]):
        short = reading is not whole.records["zh"]  # its titles stand close
        shown = (
            glyph
            for glyph in glyphs(reading)
            if not glyph.text.isspace() and (not short or "Serif" in glyph.face)
        )
        gaps = [
            ((two.left - one.right) / max(one.top - one.bottom, two.top - two.bottom), one, two)
            for one, two in pairwise(shown)
            if (is_han(one.text) and is_digit(two.text))
            or (is_digit(one.text) and is_han(two.text))
            if abs(one.bottom - two.bottom) < 3 and two.left >= one.right - 1
        ]
        assert len(gaps) > 30
        tight = [(one.page, one.text + two.text) for gap, one, two in gaps if gap < 0.2]
        assert not tight, tight[:8]


def is_digit(text: str) -> bool:
    return text.isascii() and text.isdigit()


def is_han(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"


def test_everything_stands_where_letter_paper_prints_it(
    whole: Printed, files: list[Reading]
) -> None:
    for reading in files:
        bleeds = 1 if reading in whole.briefings.values() else 0  # the cover's field
        with pypdfium2.PdfDocument(reading.content) as document:
            for page in list(document)[bleeds:]:
                assert page.get_size() == pytest.approx(A4, abs=0.5)
                for item in page.get_objects(max_depth=1):
                    left, bottom, right, top = item.get_bounds()
                    assert bottom > LETTER - 1, (item.type, bottom)
                    assert top < A4[1] - LETTER + 1, (item.type, top)
                    assert left > 14 * MM - 1, (item.type, left)
                    assert right < A4[0] - 14 * MM + 1, (
                        item.type,
                        right,
                        reading.name if hasattr(reading, "name") else "",
                        page.get_textpage().get_text_bounded(left, bottom, right, top),
                    )


def test_files_are_tagged_titled_and_name_their_language(whole: Printed) -> None:
    for key, edition in whole.editions.items():
        for reading in (whole.records[key], whole.briefings[key], whole.briefs[key]):
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
    for key, reading in whole.records.items():
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
        with pikepdf.open(io.BytesIO(reading.content)) as pdf, pdf.open_metadata() as meta:
            assert meta["pdfaid:part"] == "3"
            assert meta["pdfaid:conformance"] == "A"
            assert meta["pdfuaid:part"] == "1"


def test_the_facts_are_attached(whole: Printed) -> None:
    for reading in whole.records.values():
        attached = reading.pdf.attachments
        assert list(attached) == ["facts.json"]
        assert attached["facts.json"][0].decode() == whole.facts


def problems(folder: Path, first: str = "en") -> list[str]:
    """Return what is wrong with a print that sets one language before the others."""
    editions = editions_of(sound(folder))
    ordered = {first: editions[first], **editions}
    with pytest.raises(ProblemsFoundError) as raised:
        print_editions(folder, ordered, ADDRESS, facts_json(editions))
    return [f"{problem.place}: {problem.message}" for problem in raised.value.problems]


def test_a_character_that_no_font_has_is_an_error_with_its_language(tmp_path: Path) -> None:
    folder = copy_small(tmp_path / "small")
    text = (folder / "facts/edition.yml").read_text("utf-8")
    title = re.search(r"title:\s*\{\s*zh:\s*[\"']?(\S)", text)
    assert title is not None
    at = title.start(1)
    (folder / "facts/edition.yml").write_text(text[:at] + "\U00013000" + text[at:], "utf-8")
    found = problems(folder, "zh")
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
    assert run(folder, "verify").code == 0
    done = run(folder, "pdf")
    assert done.code == 1
    found = [line for line in done.out.splitlines() if "[print]" in line]
    assert len(found) == 1, done.out
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


def test_text_is_never_read_as_markup(kept: tuple[Project, dict[str, bytes]]) -> None:
    _, made = kept
    shown = "".join(Reading(made["en/record.pdf"]).plain)
    assert bare(ODD) in shown


def test_a_small_sheet_and_a_third_language_print_too(small: Printed) -> None:
    sample = small
    assert set(sample.records) == {"en", "zh", "ja"}
    assert len({len(r.pages) for r in sample.records.values()}) == 1
    for key, reading in sample.records.items():
        text = "".join(reading.plain)
        for fact, cells in in_order(sample.editions[key]):
            assert all(bare(c) in text for c in cells or (plain(fact.text),)), fact.id


def test_the_build_puts_the_files_into_the_site_with_the_same_facts(
    sample: Path,
) -> None:
    site = sample / "site"
    data = (site / "data/facts.json").read_text("utf-8")
    for key in ("en", "zh", "ja"):
        reading = Reading((site / key / "record.pdf").read_bytes())
        assert reading.pdf.attachments["facts.json"][0].decode() == data
        for name in ("brief", "briefing", "trade", "channels"):
            assert (site / key / f"{name}.pdf").is_file()


def test_the_command_prints_only_the_pdfs_the_same_again_and_nothing_twice(
    sample: Path, tmp_path: Path
) -> None:
    """Elsewhere, by another clock and order, without the kept files: the same bytes."""
    project = copy_project(sample, tmp_path / "elsewhere" / "deeper")
    other = {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    first = run_there(project, "factsheet", "pdf", SITE_URL=ROOT_ADDRESS, **other)
    assert first.returncode == 0, first.stdout
    assert "pdf: setting" in first.stdout
    made = tree(project / "build")
    assert {name.partition("/")[0] for name in made} == {"en", "zh", "ja"}
    assert {name: (sample / "site" / name).read_bytes() for name in made} == made
    assert len(made) == len(list((sample / "site").glob("*/*.pdf"))) == 3 * 5
    second = run(project, "pdf", SITE_URL=ROOT_ADDRESS)
    assert "pdf: unchanged" in second.err
    assert tree(project / "build") == made


def test_qpdf_finds_nothing_wrong(files: list[Reading]) -> None:
    for reading in files:
        with pikepdf.open(io.BytesIO(reading.content)) as pdf:  # the library of qpdf --check
            assert pdf.check_pdf_syntax() == []


def paragraph(key: str, kind: str = "quote") -> Paragraph:
    return Paragraph(kind=kind, key=key, source="s", facts=(1,))


@pytest.mark.parametrize(
    ("kinds", "sizes", "split"),
    [
        pytest.param("sq", (10, 10), "sq/", id="an article is not parted from its only note"),
        pytest.param("sqq", (10, 10, 10), "sq/sq", id="the columns are of like height"),
        pytest.param("sqsq", (10, 10, 10, 10), "sq/sq", id="each column has its article"),
        pytest.param("sqqqqq", (10,) * 6, "sqq/sqqq", id="an article that goes on is named again"),
        pytest.param("ss", (10, 10), "s/s", id="articles without notes stand side by side"),
    ],
)
def test_notes_stand_in_two_columns_of_like_height(
    kinds: str, sizes: Sequence[float], split: str
) -> None:
    found = [paragraph(str(i), "source" if k == "s" else "quote") for i, k in enumerate(kinds)]
    heights = {str(i): float(size) for i, size in enumerate(sizes)}
    _, (left, right) = in_columns(found, heights, 1.0)
    assert "/".join("".join(p.kind[0] for p in c) for c in (left, right)) == split


# What gives way where the briefing has no room


def chapter(key: str, sections: dict[str, int], most: int = 0) -> Chapter:
    """A chapter of two columns: so many facts of a section each, or entries of a list."""
    kinds = {"sources": "source", "gaps": "item"}
    kind, head = kinds.get(key, "fact"), "list-title" if key in kinds else "section"
    blocks = [Block(id=f"{key}-open", kind="topic", data={"more": ""}, wide=True)]
    for name, count in sections.items():
        blocks.append(Block(id=f"{key}-{name}", kind=head, data={}, keep=True))
        blocks += [
            Block(id=f"{key}-{name}-{n}", kind=kind, data={"key": f"{name}{n}"})
            for n in range(count)
        ]
    more = Block(id=f"more-{key}", kind="more", data={"count": "000"})
    return Chapter(key=key, title=key, blocks=tuple(blocks), columns=2, most=most, more=more)


def measured(books: dict[str, Book], heights: dict[str, float]) -> dict[str, Measures]:
    """Blocks of 100 points, or what `heights` says, on pages of 1,000."""
    return {
        key: Measures(
            heights={block: heights.get(block, 100.0) for block in book.blocks},
            feet={}, heads={}, titles={}, above={}, below={}, live=1000.0,
            foot_gap=1.0, note_gap=1.0,
        )
        for key, book in books.items()
    }  # fmt: skip


def fitting(chapters: list[Chapter], most: int, heights: dict[str, float] | None = None) -> Fitted:
    """Fit the same chapters in two languages; what is shorter is measured by its own number."""
    books = {
        key: Book(language=key, chapters=tuple(chapters), tables={}, sources={})
        for key in ("en", "zh")
    }

    def again(shorter: Mapping[str, Book]) -> Mapping[str, Measures]:
        left = {
            b: 1500.0 - 100 * int(b.partition("/")[2]) for b in shorter["en"].blocks if "/" in b
        }
        return measured(dict(shorter), left)

    return fitted(books, measured(books, heights or {}), again, most)


def test_what_comes_last_in_a_topics_longest_section_gives_way_and_is_counted() -> None:
    fit = fitting([chapter("topic-a", {"long": 40, "short": 3}, most=2)], 24)
    (plan,) = fit.chapters
    held = [block.id for block in plan.chapters["zh"].blocks]
    assert held == [block.id for block in plan.chapters["en"].blocks]
    assert plan.fewest == 2
    assert {f"topic-a-short-{n}" for n in range(3)} <= set(held)
    (left,) = fit.left
    assert left.facts == tuple(f"long{n}" for n in range(40 - left.count, 40))
    assert plan.chapters["en"].blocks[-1].data == {"count": str(left.count)}
    assert len(held) == 1 + 2 + (43 - left.count) + 1


# chapters, pages at most; pages of each chapter then, and what stands in the record alone
GIVING_WAY: list[tuple[list[tuple[str, int]], int, dict[str, int], set[str]]] = [
    ([("topic-a", 30), ("gaps", 30), ("sources", 30)], 24, {"topic-a": 2, "gaps": 2, "sources": 2}, set()),
    ([("topic-a", 30), ("gaps", 30), ("sources", 30)], 7, {"topic-a": 2, "gaps": 2, "sources": 1}, set()),
    ([("topic-a", 30), ("gaps", 30), ("sources", 30)], 6, {"topic-a": 2, "gaps": 1, "sources": 1}, set()),
    ([("topic-a", 30), ("gaps", 30), ("sources", 30)], 5, {"topic-a": 1, "gaps": 1, "sources": 1}, set()),
    ([("topic-a", 50), ("topic-b", 50)], 7, {"topic-a": 3, "topic-b": 2}, set()),
    ([("topic-a", 30), ("gaps", 30), ("sources", 30)], 4, {"topic-a": 1, "gaps": 1}, {"sources"}),
    ([("topic-a", 30), ("topic-b", 30), ("gaps", 3)], 3, {"topic-a": 1}, {"topic-b", "gaps"}),
]  # fmt: skip


@pytest.mark.parametrize(("given", "most", "pages", "whole"), GIVING_WAY)
def test_parts_of_the_briefing_give_way_in_a_stated_order(
    given: list[tuple[str, int]], most: int, pages: dict[str, int], whole: set[str]
) -> None:
    fit = fitting([chapter(key, {"s": count}) for key, count in given], most)
    assert {plan.chapters["en"].key: plan.fewest for plan in fit.chapters} == pages
    assert {left.title for left in fit.left if left.whole} == whole
    topics = {plan.chapters["en"].key: plan.fewest for plan in fit.topics}
    assert topics == {key: -(-count // 18) for key, count in given if key.startswith("topic-")}


def test_a_page_that_is_too_high_loses_its_last_entries() -> None:
    """The longest of the shorter ones that fit stands, under the same id, and says how many left."""
    rows = [list(range(9)), list(range(6))]
    page = shortening(
        rows,
        lambda held, left: Block(
            id="page-figures", kind="figures", data={"rows": held, "more": str(left or "")}
        ),
    )
    assert [sum(map(len, block.data["rows"])) for block in page.shorter] == list(range(14, -1, -1))
    assert page.shorter[3].data["rows"] == [list(range(6)), list(range(5))]
    fit = fitting([Chapter(key="figures", title="F", blocks=(page,))], 24, {page.id: 1500.0})
    (block,) = fit.chapters[0].chapters["en"].blocks
    assert (block.id, block.data["more"]) == ("page-figures", "5")
    assert [(left.title, left.count) for left in fit.left] == [("F", 5)]


# What is kept


def _kept_files(root: Path) -> list[Path]:
    return sorted((root / ".cache/print").iterdir())


def _print(project: Project) -> tuple[dict[str, bytes], list[str]]:
    """Print the small sheet; return its files and what the printer told."""
    told: list[str] = []
    editions = dict(editions_of(project))
    made = print_editions(project.root, editions, ADDRESS, "{}", told.append)
    return made, told


# The publisher of the small sheet that is printed: signs of the engine's own.
ODD = "#panic() *a* $b$ <c> @d `f`"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, dict[str, bytes]]:
    """The small sheet with the files that it keeps, and what was printed of it."""
    folder = copy_small(tmp_path_factory.mktemp("kept") / "sheet")
    text = (folder / "facts/edition.yml").read_text("utf-8")
    text = re.sub(r'(publisher:.*?en:\s*)("[^"]*"|[^,}\n]+)', rf'\1"{ODD}"', text, flags=re.DOTALL)
    (folder / "facts/edition.yml").write_text(text, "utf-8")
    project = sound(folder)
    made, told = _print(project)
    assert "unchanged" not in told
    assert _print(project) == (made, ["unchanged"])
    return project, made


class _Anew(Exception):  # noqa: N818  # no error: it ends a print that has begun
    """A file is about to be made anew."""


def _stop(told: str) -> None:
    """End a print at its first step."""
    if told != "unchanged":
        raise _Anew


DAMAGES: list[Callable[[bytes], bytes | None]] = [
    lambda content: content[: len(content) // 2],
    lambda _: b"",
    lambda content: _flip(content, len(content) - 1),
    lambda _: b"%PDF-1.7 garbage",
    lambda _: None,
]


def _flip(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def _damage(path: Path, damage: Callable[[bytes], bytes | None]) -> None:
    """Cut, empty, change or replace a file, or take it away."""
    content = damage(path.read_bytes())
    path.unlink()
    if content is not None:
        path.write_bytes(content)


def test_a_damaged_kept_pdf_is_made_anew(kept: tuple[Project, dict[str, bytes]]) -> None:
    """Any damage of any kept file is noticed; what is made then is the same and is kept."""
    project, made = kept
    editions = dict(editions_of(project))
    (path,) = _kept_files(project.root)  # one file holds them all
    whole = path.read_bytes()
    flips = [whole.index(content) + len(content) // 2 for content in made.values()]
    for damage in DAMAGES:
        _damage(path, damage)
        with pytest.raises(_Anew):
            print_editions(project.root, editions, ADDRESS, "{}", _stop)
        path.write_bytes(whole)
    store = Store(project.root, KIND, KEPT)
    assert store.get(path.name) == made
    assert len(flips) == len(made) >= len(DAMAGES)
    for at in flips:
        _damage(path, partial(_flip, at=at))
        assert store.get(path.name) is None
        path.write_bytes(whole)
    assert _print(project) == (made, ["unchanged"])
    _damage(path, partial(_flip, at=flips[-1]))
    again, told = _print(project)
    assert again == made
    assert "unchanged" not in told
    assert _print(project) == (made, ["unchanged"])


MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def test_another_program_keeps_no_pdf(tmp_path: Path) -> None:
    """Any module, any template: what a file is made of is the whole program.

    Of each folder's modules the first is changed; that all are among the files is seen at once.
    """
    project = sound(copy_small(tmp_path / "sheet"))
    templates = project.root / "templates"
    templates.unlink()
    shutil.copytree(ROOT / "templates", templates)
    program = shutil.copytree(PACKAGE, tmp_path / "program")
    found = templates_in(project.root, "print", "*")

    def key() -> str:
        return digest(digest_of(files_in(program), program), digest_named(found.items()))

    assert {program / name for name in MODULES} <= set(files_in(program))
    keys = {key()}
    firsts = {str(Path(name).parent): name for name in reversed(MODULES)}
    places = [*map(program.joinpath, firsts.values()), *found.values()]
    assert len(firsts) > 20
    for path in places:
        with path.open("ab") as file:
            file.write(b"\n")
        keys.add(key())
    assert len(keys) == 1 + len(places)
    assert "pdf.py" in {Path(name).name for name in MODULES}


# The brief, the briefing and the topics


@dataclass(frozen=True)
class Setting:
    """A character with its size in points, for measures of a page."""

    page: int
    text: str
    size: float
    left: float
    bottom: float


def settings(reading: Reading) -> Iterator[Setting]:
    """Return the characters of a file that show, in the order of its reader."""
    with pypdfium2.PdfDocument(reading.content) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            for index in range(text.count_chars()):
                char = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
                if not char.isspace():
                    size = pypdfium2.raw.FPDFText_GetFontSize(text, index)
                    left, bottom, _, _ = text.get_charbox(index)
                    yield Setting(number, char, round(size, 1), left, bottom)


@pytest.fixture(scope="module")
def set_pages(whole: Printed) -> dict[str, dict[str, list[Setting]]]:
    """The characters of the briefings and briefs, read once."""
    return {
        "briefing": {key: list(settings(r)) for key, r in whole.briefings.items()},
        "brief": {key: list(settings(r)) for key, r in whole.briefs.items()},
    }


# name, pages at most, smallest type, most frequent size at least
SHORT = [("briefing", 24, 7.0, 9.5), ("brief", 2, 7.0, 8.5)]


@pytest.mark.parametrize(("name", "pages", "smallest", "usual"), SHORT)
def test_short_print_keeps_its_measures(
    name: str,
    pages: int,
    smallest: float,
    usual: float,
    whole: Printed,
    set_pages: dict[str, dict[str, list[Setting]]],
) -> None:
    """Pages, the smallest type and the most frequent size, in both languages."""
    readings = {"briefing": whole.briefings, "brief": whole.briefs}[name]
    for key, reading in readings.items():
        assert len(reading.pages) <= pages
        sizes = Counter(item.size for item in set_pages[name][key])
        assert min(sizes) >= smallest, sizes
        assert sizes.most_common(1)[0][0] >= usual, sizes.most_common(4)


def test_short_print_shows_no_square_bracket(whole: Printed) -> None:
    """What is inferred is underlined; brackets stay in the record, in citations and in data."""
    for readings in (whole.briefings, whole.briefs):
        for key, reading in readings.items():
            text = "".join(reading.plain)
            assert not re.findall(r"[\[\]]", text), key
    assert all("[" in "".join(reading.plain) for reading in whole.records.values())


def test_lines_of_facts_hold_fifty_five_to_seventy_five_characters(
    whole: Printed, set_pages: dict[str, dict[str, list[Setting]]]
) -> None:
    """The longest lines of a column of facts; Chinese ones hold 22 to 38 characters."""
    limits = {"en": (55, 75), "zh": (22, 38)}
    for key, items in set_pages["briefing"].items():
        topics = {p for p, t in enumerate(whole.briefings[key].pages, 1) if 5 <= p <= 19}
        lines: Counter[tuple[int, int, bool]] = Counter()
        blanks = 1.19 if key == "en" else 1.0  # a space between words is a character, too
        for item in items:
            if item.page in topics and item.size == 9.5:
                lines[item.page, round(item.bottom / 3), item.left > A4[0] / 2] += 1
        full = sorted(lines.values())[-len(lines) // 4 :]
        usual = blanks * full[len(full) // 2]
        low, high = limits[key]
        assert low <= usual <= high, (key, usual)


def test_notes_take_fifteen_percent_of_a_page_at_most(whole: Printed) -> None:
    """From the rule above the notes to the end of the live area, over its height."""
    live = A4[1] - (28 + 23.5) * MM
    for key, reading in whole.briefings.items():
        measured = 0
        with pypdfium2.PdfDocument(reading.content) as document:
            for number, page in enumerate(document, 1):
                notes = [
                    item.get_bounds()
                    for item in page.get_objects(max_depth=1)
                    if 23.5 * MM - 1 < item.get_bounds()[1] < 23.5 * MM + 0.3 * live
                ]
                rules = [b for b in notes if b[2] - b[0] > 170 * MM and b[3] - b[1] < 2]
                if 4 <= number <= 19 and rules:
                    measured += 1
                    top = min(b[3] for b in rules)
                    assert (top - 23.5 * MM) / live <= 0.15, (key, number)
        assert measured > 10


def test_the_briefing_holds_what_facts_choose_and_nothing_else(whole: Printed) -> None:
    """Facts as sentences, as figures of a table, or as proposals; superseded ones stay out."""
    for key, edition in whole.editions.items():
        text = "".join(whole.briefings[key].plain)
        printed = edition.printed
        held = {h.fact.id for found in printed.latest.values() for h in found}
        held |= {part.fact.id for chart in edition.charts for part in chart.parts}
        proposed = {p.fact.id: p for _, found in printed.proposals for p in found}
        assert len(printed.chosen) > 190
        for fact in map(edition.facts.get, printed.chosen):
            assert fact is not None
            if fact.id in proposed:
                assert quiet(proposed[fact.id].text).rstrip(".。") in text, fact.id
            elif fact.id not in held:
                assert quiet(fact.text) in text, (key, fact.id)
        others = set(edition.facts) - set(printed.chosen) - held - set(proposed)
        assert len(others) > 20
        for fact in map(edition.facts.get, others):
            assert fact is not None
            assert quiet(fact.text) not in text, (key, fact.id)
        for topic in edition.topics:
            assert quiet(topic.news) in text
        for difference in edition.differences:
            assert (quiet(difference.text) in text) == difference.changes_number


def quiet(text: Sequence[Run]) -> str:
    """Return a text as short print sets it: without the brackets around what is inferred."""
    return re.sub(r"[\[\]]", "", bare(plain(tuple(text))))


def test_side_one_of_the_brief_tells_the_story(whole: Printed) -> None:
    """Story, large figures, chart, bullets, what to know and whom to ask, equal to the Edition."""
    for key, edition in whole.editions.items():
        front, back = whole.briefs[key].plain
        brief = edition.printed.brief
        assert quiet(brief.story) in front
        for highlight in brief.figures:
            assert bare(highlight.figure.parts[1]) in front
            assert highlight.change in front
        chart = next(c for c in edition.charts if c.key == brief.chart)
        for part in chart.parts:
            assert bare(part.value) in front, part.key
        points = [p for points in brief.columns for p in points.points]
        assert len(points) == 9
        assert brief.ask is not None
        for point in (*points, *brief.know, brief.ask):
            assert quiet(point.lead) in front
        for point in brief.warnings:
            assert quiet(point.lead) in back
        for question in brief.questions:
            assert quiet(question) in back
        assert bare(edition.texts["contact"]) in back
        assert edition.schematic is not None
        for place in edition.schematic.places:
            assert bare(place.label) in back


def test_a_topic_is_printed_alone_on_two_to_four_pages(whole: Printed) -> None:
    for key, topics in whole.topics.items():
        pages = {len(reading.pages) for reading in topics.values()}
        assert pages <= {2, 3, 4}, key
        for topic in whole.editions[key].topics:
            assert bare(topic.title) in topics[topic.key].plain[0]
            assert quiet(topic.news) in topics[topic.key].plain[0]


def test_short_print_has_tags_of_lists_captions_and_page_labels(whole: Printed) -> None:
    for key, reading in whole.briefs.items():
        kinds = {str(e.get("/S", "")) for e in structure(reading.root["/StructTreeRoot"])}
        assert {"/H1", "/H2", "/L", "/LI", "/Caption", "/Figure", "/P"} <= kinds, key
    for readings in (whole.records, whole.briefings):
        for key, reading in readings.items():
            assert "/PageLabels" in reading.root, key


def test_no_address_is_printed_where_none_is_known(
    kept: tuple[Project, dict[str, bytes]],
) -> None:
    """Neither its words nor its code; a known one stands in record and brief."""
    project, known = kept
    unknown = print_editions(project.root, dict(editions_of(project)), "", "{}")
    for made in (known, unknown):
        for name in ("record", "briefing", "brief"):
            text = "".join(Reading(made[f"en/{name}.pdf"]).plain)
            assert (bare(ADDRESS) in text) == (made is known), name
            assert "example.org" not in text


def test_the_index_is_in_the_order_of_pinyin(whole: Printed) -> None:
    names = [n.full for n in whole.editions["zh"].names if n.kind == "place"]
    cities = "长治 大同 晋城 临汾 吕梁 太原 忻州 运城".split()
    found = [name for name in names if name in cities]
    assert found == [city for city in cities if city in found]
    assert len(found) > 4


def test_what_the_brief_has_no_room_for_is_named(tmp_path: Path) -> None:
    folder = copy_small(tmp_path / "small")
    story = "A long story of trade that goes on and on. " * 60
    texts = {"zh": "很长。" * 600, "en": story.strip()[:1900]}
    lines = ["brief:", "  title: {zh: 简报, en: Brief}", "  story:"]
    lines += [f'    {key}: "{text}"' for key, text in texts.items()]
    (folder / "facts/print.yml").write_text("\n".join(lines) + "\n", "utf-8")
    assert run(folder, "verify").code == 0
    done = run(folder, "pdf")
    assert done.code == 1
    assert "facts/print.yml:" in done.out
    assert re.search(r"brief\.pdf page 1: \d lines too long", done.out)
    assert re.search(r"hint: shorten story by \d{3,} characters", done.out)
