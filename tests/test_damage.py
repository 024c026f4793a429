"""Damage done to a sheet: one clear message with its place, and nothing on disk is touched."""

import re
import shutil
import subprocess
import sys

import pytest

from factsheet.manifest import REQUIRED
from tests.support import ROOT, copy_small, edit, run, time_limit, tree

GOODS = "facts/trade/goods.yml"
MONEY = "facts/trade/investment.yml"
RAIL = "facts/channels/rail.yml"
NOTE = "The article does not state the basis."
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]\n"
    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)

# what is done, file, text, what is typed for it, lines between the text and the place, message
EDITS = [
    ("duplicate key", RAIL, "title: {zh: 铁路", "title: {zh: 铁, en: R}\ntitle: {zh: 铁路", 1, "stands twice"),
    ("tab", RAIL, "    status: plan", "\tstatus: plan", 0, "a tab stands in the indent"),
    ("wrong indent", RAIL, "    status: plan", "   status: plan", 0, "the indent differs"),
    ("bracket left open", RAIL, "evidence: [计划开通]", "evidence: [计划开通", 0, "is not closed"),
    ("colon without quotes", GOODS, "zh: 原文未印日期", "zh: 原文: 未印日期", 0, "put the text in quotes"),
    (
        "missing language",
        GOODS,
        '      en: "In {period}, exports of [[sample-province|short]] fell by {decline}."\n',
        "",
        -1,
        "the text is missing in 'en'",
    ),
    ("unknown language", GOODS, "en: the article prints", "fr: x\n      en: the article prints", 0, "not a language"),
    ("unknown field", GOODS, "    note:", "    notes:", 0, "did you mean note?"),
    ("missing field", RAIL, "    status: plan\n", "", -1, "the field 'status' is missing"),
    ("unknown status", RAIL, "status: plan", "status: planed", 0, "did you mean plan?"),
    ("unknown name", MONEY, "by: sample-bureau", "by: sampel-bureau", 0, "did you mean sample-bureau?"),
    ("unknown figure", RAIL, "班列{trains}", "班列{train}", 0, "did you mean trains?"),
    ("unknown source", MONEY, "second-article, at: 5", "secnd-article, at: 5", 0, "mean second-article or"),
    ("digit in a text", GOODS, NOTE, "It rests on 3 reports.", 0, "“3” is typed by hand (digit)"),
    ("number word", GOODS, NOTE, "It rests on three reports.", 0, "“three” is typed by hand (number"),
    ("scale word", GOODS, NOTE, "The basis is the billion.", 0, "“billion” is typed by hand (scale"),
    ("数量级", GOODS, "原文未载口径", "以亿元计", 0, "“亿” is typed by hand"),
    ("unreadable figure", MONEY, "7.86亿美元", "7.86亿美圆", 0, "understood “7.86亿” (786000000, no unit"),
    ("figure range turned round", MONEY, "7.86亿美元", "8—7亿美元", 0, "runs from 8亿 down to 7"),
    ("line outside the article", MONEY, "second-article, at: 5", "second-article, at: 99", 0, "line 99 is out"),
    ("line 0", MONEY, "second-article, at: 5", "second-article, at: 0", 0, "expected a number from 1"),
    ("id used twice", RAIL, "id: trains-rank-2024", "id: trains-2024", 0, "used twice"),
    ("id with spaces", GOODS, "id: exports-fell-2024", "id: exports fell", 0, "use small letters"),
    ("month 13", RAIL, "to 2024-09-18", "to 2024-13-18", 0, "there is no month 13"),
    ("February 30", RAIL, "to 2024-09-18", "to 2024-02-30", 0, "there is no day 2024-02-30"),
    ("period turned round", MONEY, 'text:\n      zh: "推算', 'periods: {p: "2025/2021"}\n    text:\n      zh: "推算', 0,
     "does not end after it starts"),
    ("period of a figure that the fact lacks", MONEY, 'printed: "7.86亿美元",', 'printed: "7.86亿美元", period: base,', 0,
     "the fact has no period 'base'"),
    ("brace left open", GOODS, "{partners}国家", "{partners国家", 0, "cannot read “"),
    ("text of 1 MB", GOODS, NOTE, "x" * 1_000_000, 0, "'en' is too long"),
    ("file of 2 MB", GOODS, NOTE, "x" * 2_000_000, None, "larger than 1 MiB"),
    ("formula that is a program", MONEY, "{investment-2025.total} /", "__import__('os') /", 0, "holds figures, n"),
    ("formula that is its own input", MONEY, "{investment-2025.total} /", "{investment-2024.total} /", 0, "its own"),
    ("a text in place of a list", "facts/topics.yml", "[rail]", "rail", 0, "expected a list"),
]  # fmt: skip

# What else is said of a damaged text or figure: it lacks what the other language has, and so on.
FOLLOW_ONS = {"[lock]", "[same-slots]", "[directions]", "[derived]"}

# what is done, content of the file, place, message
CONTENTS = [
    ("alias bomb", BOMB.encode(), ":5:36", "more than 100000 values"),
    ("recursive alias", b"facts: &a [*a]\n", ":1:12", "*a refers to itself"),
    ("undefined alias", b"title: *a\n", ":1:8", "starts with *"),
    ("Python tag", b"title: !!python/object/apply:os.system [id]\n", ":1:8", "is not allowed"),
    ("brackets, 5000 deep", b"title: " + b"[" * 5000, ":1:31", "nested more than 24 deep"),
    ("empty file", b"", ":1:1", "the file is empty"),
    ("binary junk", bytes(range(256)) * 8, ":2:118", "not UTF-8"),
    ("zero bytes", bytes(100), ":1:1", "U+0000"),
    ("GBK", "title: {zh: 铁路, en: Rail}\n".encode("gbk"), ":1:13", "GBK is not read"),
    ("UTF-16", "title: {zh: 铁路, en: Rail}\n".encode("utf-16"), ":1:1", "not UTF-8"),
    ("a list in place of fields", b"- a\n", ":1:1", "expected fields"),
    ("a text in place of fields", b"a\n", ":1:1", "expected fields"),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """The small sheet, verified, with its pages and a site that an earlier build left."""
    root = copy_small(tmp_path_factory.mktemp("good") / "sheet")
    assert run(root, "verify").code == 0
    assert run(root, "render").code == 0
    (root / "site").mkdir()
    (root / "site/index.html").write_text("the last good site", "utf-8")
    return root


@pytest.fixture
def sheet(good, tmp_path):
    """A copy of the small sheet to damage."""
    return shutil.copytree(good, tmp_path / "sheet", symlinks=True)


def refused(root, place, message):
    """Prove that `check` says this at this place, once, and nothing else but what follows from it."""
    with time_limit(20):
        ran = run(root, "check")
    assert ran.code == 1
    findings = re.split(r"\n(?!    hint: )", ran.out.strip())
    assert max(map(len, findings)) < 600
    found = [f for f in findings if f.startswith(f"{place}:") and message in f]
    assert len(found) == 1, ran.out
    others = {f.splitlines()[0].rpartition(" ")[2] for f in findings if f not in found}
    assert others <= FOLLOW_ONS, ran.out


def untouched(root):
    """Prove that a failing build leaves pages and site as they were, and nothing beside them.

    What is kept by its digest may be more: words, pages and templates are made while checks run.
    """
    before = _own_tree(root)
    with time_limit(20):
        ran = run(root, "build")
    assert ran.code == 1
    assert _own_tree(root) == before


def _own_tree(root):
    kept = tuple(f".cache/{kind}/" for kind in ("worded", "readings", "docs", "templates", "words"))
    return {
        name: content
        for name, content in tree(root).items()
        if name != ".site.lock" and not name.startswith(kept)
    }


def test_the_sheet_itself_is_sound(sheet):
    """Without damage there is nothing to report."""
    assert run(sheet, "check").code == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "offset", "message"),
    [pytest.param(*row[1:], id=row[0]) for row in EDITS],
)
def test_slip_in_a_file_is_one_message_at_its_line(sheet, file, old, new, offset, message):
    """Each slip of a curator is one message at its line, and no build touches the disk."""
    line = edit(sheet, file, old, new)
    refused(sheet, file if offset is None else f"{file}:{line + offset}", message)
    untouched(sheet)


def test_all_slips_of_a_file_are_told_at_once(sheet):
    """What is wrong in one file is told in one run: field, period, figure, key and list."""
    slips = [
        ('period: "2024"', 'period: "2024-13"', "there is no month 13"),
        ("7.86亿美元", "7.86亿美圆", "the figure “7.86亿美圆” cannot be read"),
        ("    by: sample-bureau", "    bi: sample-bureau", "unknown field 'bi'"),
        ("second-article, at: 5", "second-article, at: 0", "expected a number from 1"),
    ]
    places = [(edit(sheet, MONEY, old, new), message) for old, new, message in slips]
    out = run(sheet, "check").out
    for line, message in places:
        assert re.search(rf"^{MONEY}:{line}:\d+: .*{re.escape(message)}", out, re.MULTILINE), out


def test_a_figure_that_cannot_be_read_hides_nothing_else(sheet):
    """A figure is reported beside what the checks find: the sheet is read all the same."""
    edit(sheet, MONEY, "7.86亿美元", "7.86亿美圆")
    edit(sheet, MONEY, "by: sample-bureau", "by: sampel-bureau")
    out = run(sheet, "check").out
    assert "cannot be read" in out
    assert "did you mean sample-bureau?" in out


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [pytest.param(*row[1:], id=row[0]) for row in CONTENTS],
)
def test_strange_content_is_one_message_at_its_line(sheet, content, place, message):
    """Content that is no fact file is one message, without a hang, and no build touches the disk."""
    (sheet / RAIL).write_bytes(content)
    refused(sheet, f"{RAIL}{place}", message)
    untouched(sheet)


def test_file_name_with_spaces_is_refused(sheet):
    """A file that nothing would read is named in one message."""
    (sheet / "facts/trade/new goods.yml").write_text("title: x\n", "utf-8")
    refused(sheet, "facts/trade/new goods.yml", "not part of the sheet")
    untouched(sheet)


@pytest.mark.parametrize("name", ["notes.txt", "goods.yaml", "Goods.yml", "货物.yml", "a\nb.yml"])
def test_other_file_names_are_refused(sheet, name):
    """Files of another kind or name are named too, on one line."""
    (sheet / "facts/trade" / name).write_text("title: x\n", "utf-8")
    ran = run(sheet, "check")
    assert ran.code == 1
    assert ran.out.count("not part of the sheet") == 1
    assert ran.out.splitlines()[0].startswith("facts/trade/")
    assert "[file]" in ran.out.splitlines()[0]


def test_unlisted_section_is_refused(sheet):
    """A section that topics.yml does not list would be on no page."""
    (sheet / "facts/trade/more.yml").write_text("title: {zh: 其他, en: More}\n", "utf-8")
    refused(sheet, "facts/trade/more.yml", "is not listed under 'trade'")


def test_folder_in_place_of_a_file_is_refused(sheet):
    """A folder with the name of a section is one message."""
    (sheet / RAIL).unlink()
    (sheet / RAIL).mkdir()
    refused(sheet, RAIL, "this is not a file")
    untouched(sheet)


def test_missing_file_is_refused(sheet):
    """A section without its file is one message where topics.yml lists it."""
    (sheet / RAIL).unlink()
    refused(sheet, "facts/topics.yml:20:16", "there is no file facts/channels/rail.yml")
    untouched(sheet)


def test_empty_folder_has_no_sheet(tmp_path):
    """Outside a project, the command says where it must run."""
    ran = run(tmp_path, "check")
    assert ran.code == 1
    assert "run the command in the project's folder" in ran.out
    assert not list(tmp_path.iterdir())


def test_byte_order_mark_and_windows_lines_are_read(sheet):
    """A file saved on Windows is the same file."""
    before = {name: (sheet / "docs" / name).read_bytes() for name in tree(sheet / "docs")}
    for file in (GOODS, RAIL):
        text = (sheet / file).read_bytes().replace(b"\n", b"\r\n")
        (sheet / file).write_bytes(b"\xef\xbb\xbf" + text)
    assert run(sheet, "check").code == 0
    assert run(sheet, "render").code == 0
    assert tree(sheet / "docs") == before


def test_script_in_a_text_is_shown_as_text(sheet):
    """Markup typed into a text stands on the page as the characters that were typed."""
    edit(sheet, GOODS, NOTE, "<script>alert(document.domain)</script> <img src=x onerror=alert()>")
    assert run(sheet, "check").code == 0
    assert run(sheet, "render").code == 0
    pages = b"".join(tree(sheet / "docs").values())
    assert b"&lt;script&gt;alert" in pages
    assert b"<script" not in pages
    assert b"<img src=x" not in pages


def test_damaged_style_is_one_message_at_its_line(sheet, root):
    """A slip in a language's style is one message at its line."""
    (sheet / "templates").unlink()
    shutil.copytree(root / "templates", sheet / "templates")
    file = "templates/locales/en/style.yml"
    line = edit(sheet, file, "scale_from: 1000000", "scale_form: 1000000")
    ran = run(sheet, "check")
    assert ran.code == 1
    assert f"{file}:{line}:" in ran.out
    assert "did you mean scale_from" in ran.out


@pytest.mark.parametrize("damage", ["file name of no encoding", "GBK", "brackets"])
def test_program_prints_no_traceback(sheet, damage):
    """Run as a program, damage gives exit code 1, its message and no traceback."""
    environment = {"PATH": "/usr/bin:/bin", "PYTHONWARNINGS": "error", "PYTHONIOENCODING": "utf-8"}
    if damage == "file name of no encoding":
        (sheet.joinpath("facts/trade").absolute() / "\udcff.yml").write_bytes(b"a")
    elif damage == "GBK":
        (sheet / RAIL).write_bytes("title: 铁路".encode("gbk"))
    else:
        (sheet / RAIL).write_bytes(b"title: " + b"[" * 5000)
    ran = subprocess.run(
        [sys.executable, "-m", "factsheet", "check"],
        cwd=sheet,
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1
    assert b"Traceback" not in ran.stderr
    assert ran.stdout.startswith(b"facts/")


# A sheet needs none of these of its own: languages that it does not have, the words that a new one
# begins with, what only the package and a folder of sheets take.
UNNEEDED = re.compile(
    r"templates/(locales/(?!(en|zh)/)|locales/.*mkdocs\.yml|theme/mkdocs_theme\.yml|site/portal\.)"
)
TEMPLATES = sorted(
    name
    for path in (ROOT / "templates").rglob("*")
    if path.is_file() and not UNNEEDED.match(name := path.relative_to(ROOT).as_posix())
)
SETTINGS = ["mkdocs.yml", "mkdocs.zh.yml"]
FACTS = ["facts/edition.yml", "facts/topics.yml", RAIL]
LOST = [*TEMPLATES, *SETTINGS, *FACTS]
COMMANDS = ["check", "build", "verify", "coverage", "render", "render --check", "pdf"]
# All commands open a sheet alike: of each folder's files the first is tried with every one.
FIRSTS = {name.rpartition("/")[0]: name for name in reversed(LOST)}


@pytest.fixture(scope="module")
def whole(good, tmp_path_factory):
    """The small sheet with templates of its own, sound until a test takes a file away."""
    root = shutil.copytree(good, tmp_path_factory.mktemp("whole") / "sheet", symlinks=True)
    (root / "templates").unlink()
    shutil.copytree(ROOT / "templates", root / "templates")
    assert run(root, "check").code == 0
    return root


@pytest.fixture
def lost(request, whole):
    """The name of a file that was taken away, and is put back."""
    file = whole / request.param
    content = file.read_bytes()
    file.unlink()
    yield request.param
    file.write_bytes(content)


@pytest.mark.parametrize("lost", LOST, indirect=True)
def test_every_command_names_a_missing_file(lost, whole):
    """Whatever file is missing, each command that reads the sheet names it and writes nothing."""
    before = tree(whole)
    for command in COMMANDS if lost in FIRSTS.values() else COMMANDS[:2]:
        ran = run(whole, *command.split())
        assert ran.code == 1, command
        assert lost in ran.out, command
    after = tree(whole)
    kept = (".site.lock", ".cache/")  # what was read well is known the next time
    assert {k: v for k, v in after.items() if not k.startswith(kept)} == {
        k: v for k, v in before.items() if not k.startswith(kept)
    }


@pytest.mark.parametrize("lost", [*SETTINGS, TEMPLATES[0]], indirect=True)
def test_the_preview_of_a_sheet_without_settings_stops(lost, whole):
    """Without settings there is nothing to serve; without a template the problem is shown."""
    if lost in TEMPLATES:
        assert lost in run(whole, "build", "--draft").out
        return
    ran = run(whole, "serve", "--port", "0")
    assert (ran.code, ran.out.startswith(f"{lost}: ")) == (1, True)


@pytest.mark.parametrize(
    "lost",
    SETTINGS,
    indirect=True,
)
def test_reading_a_figure_names_a_missing_file(lost, whole):
    """`figure` reads settings, and styles, which the package has, too."""
    ran = run(whole, "figure", "超2350个")
    assert (ran.code, lost in ran.out) == (1, True)


@pytest.mark.parametrize("config", SETTINGS)
@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"nav: [a, b\n", 1),
        (b"a: b\n\tc: d\n", 2),
        (b"a: b\nsite_name: \xb2\xe2\n", 2),
        (b"- a\n- b\n", 1),
        (b"words alone\n", 1),
        (b"", 1),
    ],
    ids=["bracket left open", "tab", "GBK", "a list", "no keys", "empty"],
)
def test_settings_that_cannot_be_read_are_told(config, content, line, sheet):
    """Settings saved damaged are named with the line, and no command goes on."""
    (sheet / config).write_bytes(content)
    for command in ("check", "render", "figure 超2350个"):
        ran = run(sheet, *command.split())
        assert (ran.code, ran.out.startswith(f"{config}:{line}:")) == (1, True), ran.out


@pytest.mark.parametrize("parent", ["mkdocs.zh.yml", "mkdocs.yml"])
def test_settings_that_inherit_from_themselves_are_told(parent, sheet):
    """Settings whose chain has no end stop each command, by the file that closes the ring."""
    (sheet / "mkdocs.yml").write_text(
        "INHERIT: mkdocs.zh.yml\n" + (sheet / "mkdocs.yml").read_text("utf-8"), "utf-8"
    )
    words = re.sub(
        "(?m)^INHERIT: .*", f"INHERIT: {parent}", (sheet / "mkdocs.zh.yml").read_text("utf-8")
    )
    (sheet / "mkdocs.zh.yml").write_text(words, "utf-8")
    ran = run(sheet, "check")
    assert (ran.code, ran.out.startswith("mkdocs.zh.yml:1:1: INHERIT leads back to ")) == (
        1,
        True,
    ), ran.out


def test_the_preview_without_facts_stops(sheet):
    """A folder that is not there is named."""
    (sheet / "facts").rename(sheet / "elsewhere")
    ran = run(sheet, "serve", "--port", "0")
    assert (ran.code, ran.out.startswith("facts: ")) == (1, True)


def test_the_list_of_templates_is_that_of_the_project():
    """Every template but the locales and the pages, which the navigation lists, is in the list."""
    own = {name.removeprefix("templates/") for name in TEMPLATES}
    pages = {name for name in own if re.match("pages/(?!_|topic|part)", name)}
    others = ("locales/", "theme/assets/preview-")
    assert set(REQUIRED) == {name for name in own - pages if not name.startswith(others)}
