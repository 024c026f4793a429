"""`factsheet new`: sheets of several places, whole as they are written; nothing of another sheet."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path

import pypdfium2
import pytest
import yaml

from factsheet import __version__
from factsheet.cache.record import Record
from factsheet.problems import ProblemsFoundError
from factsheet.settings import read_settings
from factsheet.starter.plan import plan_of
from factsheet.starter.wheel import WHEEL, wheel
from tests.built import article, read_page, words
from tests.projects import ROOT, build
from tests.site import theme
from tests.support import run, tree

Shared = Callable[[str, Callable[[Path], object]], Path]

SHEETS = {
    "sichuan": ("--place", "四川", "--topics", "trade,zones"),
    "guizhou": ("--place", "Guizhou", "--languages", "en", "--topics", "energy"),
    "newtown": ("--place", "zh=新市,en=Newtown", "--languages", "en,zh", "--title", "Newtown in Figures"),
}  # fmt: skip


@pytest.fixture(scope="module")
def sheets(shared: Shared) -> Path:
    """A folder of new sheets, to be read only."""

    def fill(folder: Path) -> None:
        folder.mkdir()
        for name, options in SHEETS.items():
            ran = run(folder, "new", name, *options)
            assert ran.code == 0, ran.out

    return shared("sheets", fill)


@pytest.mark.parametrize("name", SHEETS)
def test_a_new_sheet_is_whole(sheets: Path, name: str) -> None:
    """It is verified and its pages are current, and all that publishes it is there."""
    sheet = sheets / name
    for command in ("check", "verify", "coverage", "render --check"):
        ran = run(sheet, *command.split())
        assert ran.code == 0, (command, ran.out)
    assert "records factsheet" not in run(sheet, "check").err
    for file in ("README.md", "LICENSE.md", "Makefile", "requirements.lock", f"wheels/{WHEEL}"):
        assert (sheet / file).is_file(), file
    ignored = (sheet / ".gitignore").read_text("utf-8").split()
    assert {"/archive/", "/site/", "/.venv/"} <= set(ignored)


def test_names_are_those_of_the_place(sheets: Path) -> None:
    """Site, header, pages and READMEs are named in each language; the first one's settings lead."""
    settings = {
        "mkdocs.yml": ("四川事实手册", "zh-Hans"),
        "mkdocs.en.yml": ("Sichuan Fact Sheet", "en"),
    }
    for file, (title, language) in settings.items():
        own = read_settings(sheets / "sichuan", file)
        assert (own["site_name"], own["theme"]["language"]) == (title, language)
        assert own["nav"][:4] == ["index.md", "trade.md", "zones.md", "plans.md"]
    heads = {file: (sheets / "sichuan" / file).read_text("utf-8") for file in ("README.md", "README.zh.md")}  # fmt: skip
    assert heads["README.md"].startswith("# Sichuan Fact Sheet\n")
    assert heads["README.zh.md"].startswith("# 四川事实手册\n")
    typed = yaml.safe_load((sheets / "newtown/facts/edition.yml").read_text("utf-8"))
    assert typed["title"] == {"en": "Newtown in Figures", "zh": "新市事实手册"}


def test_no_sheet_holds_a_place_of_this_one(sheets: Path) -> None:
    """No file of a new sheet has a name of a place that this repository is about."""
    names = yaml.safe_load((ROOT / "facts/names/place.yml").read_text("utf-8")).values()
    own = {form for name in names for form in (*name["zh"].values(), *name["en"].values())}
    own |= {"山西", "Shanxi", "太原", "Taiyuan"}
    # What lies in no province, or in the articles of every one, says nothing of this one.
    own = {form for form in own if re.search("山西|Shanxi|太原|Taiyuan|大同|Datong|运城|Yuncheng", form)}  # fmt: skip
    assert len(own) > 8
    told = re.compile("|".join(map(re.escape, own)))
    for name, content in tree(sheets).items():
        if not name.endswith((".png", ".whl")) and "/.cache/" not in name:
            assert told.findall(content.decode("utf-8")) == [], name


def test_workflows_are_pinned_by_hash(sheets: Path) -> None:
    """A tag of an action can be moved by others; a commit cannot."""
    text = (sheets / "sichuan/.github/workflows/site.yml").read_text("utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    used = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert len(used) == 7
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", action) for action in used)
    gitlab = yaml.safe_load((sheets / "sichuan/.gitlab-ci.yml").read_text("utf-8"))
    assert gitlab["pages"]["artifacts"]["paths"] == ["public"]
    assert ".nojekyll" in text
    assert "touch site/.nojekyll" in gitlab["pages"]["script"]


def test_the_makefile_has_the_two_commands(sheets: Path) -> None:
    """What make would run is the program, by the sheet's own environment or the one at hand."""
    ran = subprocess.run(
        [shutil.which("make") or "", "-n", "site", "test", "FACTSHEET=factsheet"],
        cwd=sheets / "sichuan",
        capture_output=True,
        text=True,
        check=True,
    )
    commands = re.findall(r"factsheet (\w[\w -]*)$", ran.stdout, re.MULTILINE)
    assert commands == ["build", "check", "verify", "render --check", "build"]


def test_the_kept_wheel_is_the_program(sheets: Path) -> None:
    """It holds every module and template, and the list of packages pins it by its hash."""
    made = (sheets / "sichuan/wheels" / WHEEL).read_bytes()
    assert made == wheel()
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        held = set(archive.namelist())
        record = archive.read(f"factsheet-{__version__}.dist-info/RECORD").decode()
    modules = (ROOT / "scripts/factsheet").rglob("*.py")
    assert {f"factsheet/{path.relative_to(ROOT / 'scripts/factsheet')}" for path in modules} <= held
    assert "factsheet/templates/theme/main.html" in held
    assert "factsheet/mkdocs.yml" in held
    assert not [name for name in held if "preview-" in name]
    assert {row.split(",")[0] for row in record.splitlines()} == held
    assert distribution("factsheet").version == __version__
    lock = (sheets / "sichuan/requirements.lock").read_text("utf-8")
    assert f"./wheels/{WHEEL} \\\n    --hash=sha256:" in lock


@pytest.mark.slow
def test_a_new_sheet_builds_and_its_unverified_facts_only_as_a_draft(
    sheets: Path, tmp_path: Path
) -> None:
    """Evidence edited since its verification stops `build` by name; --draft says so on each page."""
    folder = shutil.copytree(sheets / "sichuan", tmp_path / "sheet")
    facts = folder / "facts/trade/example.yml"
    text = facts.read_text("utf-8")
    facts.write_text(text.replace("at: 3", "at: 1"), "utf-8")
    ran = run(folder, "build")
    assert (ran.code, "evidence of 'goods-trade-2024' was edited" in ran.out) == (1, True)
    assert not (folder / "site").exists()
    assert run(folder, "build", "--draft").code == 0
    for language in ("en", "zh"):
        assert theme.BANNER in (folder / f"site/{language}/trade/index.html").read_text("utf-8")
        assert "briefing.pdf" not in (folder / f"site/{language}/index.html").read_text("utf-8")
    ran = run(folder, "verify")
    assert (ran.code, "it stands in line 3 of the article" in ran.out) == (1, True)
    facts.write_text(text, "utf-8")
    before = Record(folder).made_of()
    site = build(folder)
    made = json.loads((site / "build.json").read_text("utf-8"))
    assert made["made_of"] == before  # not of what it might have become meanwhile
    assert theme.BANNER not in (site / "en/trade/index.html").read_text("utf-8")
    assert 'href="briefing.pdf"' in (site / "en/index.html").read_text("utf-8")
    assert (site / "en/briefing.pdf").is_file()
    assert words(article(read_page(site / "zh/index.html"))).startswith("四川事实手册")
    assert "Sichuan Fact Sheet" in (site / "en/zones/index.html").read_text("utf-8")
    assert (site / "en/assets/theme.css").is_file()


@pytest.mark.slow
def test_a_sheet_without_chinese_is_printed(sheets: Path, tmp_path: Path) -> None:
    """What articles print stays Chinese in it, set in faces of the sheet's own language."""
    folder = shutil.copytree(sheets / "guizhou", tmp_path / "sheet")
    ran = run(folder, "pdf")
    assert ran.code == 0, ran.out
    record = pdf_text(next(folder.rglob("record.pdf")))
    assert "“1200.5 亿元”" in record
    brief = pdf_text(next(folder.rglob("brief.pdf")))
    assert ("Questions to ask" in brief, "Before you quote" in brief) == (True, False)


def pdf_text(path: Path) -> str:
    """Return the words of a PDF."""
    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


REFUSED = [
    (("--languages", "zh,xx"), "there is no locale 'xx'"),
    (("--languages", "zh,zh"), "each once"),
    (("--topics", "trade,Big Trade"), "'Big Trade' is no key of a topic"),
    (("--topics", "trade,gaps"), "'gaps' is a page of every sheet"),
    (("--place", "新市"), "no name of 新市 is known in zh, en"),
    (("--place", "zh=新市"), "no name of zh=新市 is known in en"),
]


@pytest.mark.parametrize(("options", "told"), REFUSED)
def test_what_cannot_be_made_is_told(tmp_path: Path, options: tuple[str, ...], told: str) -> None:
    """Nothing is written."""
    ran = run(tmp_path, "new", "sheet", *options)
    assert (ran.code, told in ran.out) == (1, True), ran.out
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_files_is_refused(tmp_path: Path) -> None:
    """What lies there stays as it is."""
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    ran = run(tmp_path, "new", ".")
    assert (ran.code, "the folder is not empty" in ran.out) == (1, True)
    assert tree(tmp_path) == {"mine.txt": b"mine"}


PLACES = [
    ("陕西", "陕西", "Shaanxi", ("shanxi",)),
    ("Shaanxi Province", "陕西", "Shaanxi", ("shanxi",)),
    ("Inner Mongolia", "内蒙古", "Inner Mongolia", ()),
    ("湖南省", "湖南", "Hunan", ("henan",)),
    ("zh=湖北,en=Hubei", "湖北", "Hubei", ("hebei",)),
    ("zh=新市,en=Newtown", "新市", "Newtown", ()),
    ("", "云海", "Yunhai", ()),
]


@pytest.mark.parametrize(("place", "chinese", "english", "apart"), PLACES)
def test_a_place_has_its_names(
    place: str, chinese: str, english: str, apart: tuple[str, ...]
) -> None:
    """A province is known by any of its names, and by what it is easily taken for."""
    plan = plan_of("", place, "zh,en", "trade")
    assert (plan.place, plan.apart) == ({"zh": chinese, "en": english}, apart)


def test_a_look_alike_is_told(tmp_path: Path) -> None:
    """A sheet of Hunan refuses Henan, and one of Guizhou neither."""
    assert run(tmp_path, "new", "sheet", "--place", "Hunan").code == 0
    topics = tmp_path / "sheet/facts/topics.yml"
    text = topics.read_text("utf-8").replace("report of Hunan", "report of Henan")
    topics.write_text(text, "utf-8")
    ran = run(tmp_path / "sheet", "check")
    assert "“Henan”: this sheet is on Hunan; Henan is another province" in ran.out


def test_another_version_of_the_program_is_told_in_a_line(tmp_path: Path) -> None:
    """A sheet records what it was built with; another version says so and goes on."""
    assert run(tmp_path, "new", "sheet").code == 0
    edition = tmp_path / "sheet/facts/edition.yml"
    text = edition.read_text("utf-8")
    edition.write_text(text.replace(f"generator: {__version__}", "generator: 0.1.0"), "utf-8")
    ran = run(tmp_path / "sheet", "check")
    assert ran.code == 0
    told = [line for line in ran.err.splitlines() if "0.1.0" in line]
    assert told == [
        f"this sheet records factsheet 0.1.0, and this is {__version__}; "
        "once its pages are right, record it in facts/edition.yml"
    ]


def test_a_title_stands_in_the_languages_of_its_script() -> None:
    """A Chinese title names no English site; the other language's is made of the place."""
    plan = plan_of("四川开放观察", "四川", "zh,en", "trade")
    assert plan.title == {"zh": "四川开放观察", "en": "Sichuan Fact Sheet"}
    assert plan_of("新区\n数据", "四川", "zh", "trade").title == {"zh": "新区 数据"}
    with pytest.raises(ProblemsFoundError):
        plan_of("", "四川", "", "trade")
