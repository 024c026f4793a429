"""Kept editions: written once, proved by their hash, compared with the sheet of today."""

import json
import re
import shutil
from hashlib import sha256

import pytest

from factsheet.releases.kept import kept_editions
from tests.support import ROOT, copy_small, edit, keep_edition, run, sound

GOODS = "facts/trade/goods.yml"
KEPT = "editions/1/facts.json"
WITHDRAWN = """\
  - id: exports-fell-2024
    withdrawn:
      date: "2026-01-05"
      reason: {zh: 原文有误, en: the article was wrong}
"""
DRAFT = """\
  - id: a-draft
    status: outturn
    period: "2024"
    text: {zh: "{period}，出口下降{decline}。", en: "In {period}, exports fell by {decline}."}
    figures:
      decline: {printed: "下降2.4%", basis: rate}
    cite:
      - {source: first-article, at: 7}

"""


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The small sheet with its first edition kept."""
    sheet = copy_small(tmp_path_factory.mktemp("kept") / "sheet")
    number = sound(sheet).book.edition.number
    edit(sheet, "facts/edition.yml", f'number: "{number}"', 'number: "1"')
    assert run(sheet, "verify").code == 0
    ran = run(sheet, "edition", "freeze")
    assert ran.code == 0, ran.out
    return sheet


@pytest.fixture
def sheet(kept, tmp_path):
    """A copy of it to change."""
    return shutil.copytree(kept, tmp_path / "sheet", symlinks=True)


def drop(sheet, file, start, end):
    """Delete a part of a file, from one text to before another."""
    text = (sheet / file).read_text("utf-8")
    first, last = text.index(start), text.index(end)
    (sheet / file).write_text(text[:first] + text[last:], "utf-8")


def diff(sheet):
    """Return which facts changed since edition 1, and how, without what did not."""
    ran = run(sheet, "edition", "diff", "1", "--format", "json")
    assert ran.code == 0, ran.out
    found = {}
    for what, facts in json.loads(ran.out).items():
        for fact in facts if isinstance(facts, list) else ():
            kinds = [kind for kind in fact.get("kinds", ()) if kind != "wording"]
            kinds += [f"wording {language}" for language in fact.get("languages", ())]
            for kind in kinds if what == "changed" else (what,):
                found.setdefault(kind, []).append(fact["id"])
    return found


def test_edition_1_is_kept():
    """The real edition 1: 352 facts in both languages, with hashes; the record is unedited."""
    editions, problems = kept_editions(ROOT)
    assert problems == ()
    first = editions[0]
    assert first.number == "1"
    assert len({fact.id for fact in first.facts}) == len(first.facts) == 352
    for fact in first.facts:
        assert set(fact.text) == set(fact.wording) == set(first.languages) == {"zh", "en"}
        assert all(fact.text.values())
        assert fact.verified
    assert sorted(p.name for p in (ROOT / "editions/1").iterdir()) == ["SHA256SUMS", "facts.json"]


def test_nothing_changed_since(sheet):
    """The sheet that was kept does not differ from itself, and `check` is content."""
    assert diff(sheet) == {}
    assert run(sheet, "check").code == 0


def test_an_edition_is_kept_once(sheet):
    """A second `freeze` is refused and changes no byte; another number is another edition."""
    before = (sheet / KEPT).read_bytes()
    ran = run(sheet, "edition", "freeze")
    assert ran.code == 1
    assert "editions/1: edition 1 is kept already" in ran.out
    assert (sheet / KEPT).read_bytes() == before
    edit(sheet, "facts/edition.yml", 'number: "1"', 'number: "2"')
    keep_edition(sheet)
    assert [edition.number for edition in kept_editions(sheet)[0]] == ["1", "2"]


def test_a_number_that_is_no_folder_is_refused(sheet):
    """The number may not lead out of editions/."""
    line = edit(sheet, "facts/edition.yml", 'number: "1"', 'number: "../1"')
    ran = run(sheet, "edition", "freeze")
    assert ran.code == 1
    assert f"facts/edition.yml:{line}:" in ran.out


def test_an_edited_record_is_a_problem(sheet):
    """Text, hash or structure: an edition that was edited is named by `check`."""
    path = sheet / KEPT
    path.write_text(path.read_text("utf-8").replace("2.4%", "2.5%"), "utf-8")
    ran = run(sheet, "check")
    assert ran.code == 1
    assert f"{KEPT}: this record of a published edition was edited" in ran.out
    path.write_text("{}", "utf-8")
    digest = sha256(b"{}").hexdigest()
    (sheet / "editions/1/SHA256SUMS").write_text(f"{digest}  facts.json\n", "utf-8")
    assert f"{KEPT}: this record cannot be read" in run(sheet, "check").out
    path.unlink()
    assert "is a folder of facts.json and SHA256SUMS" in run(sheet, "check").out


def test_a_published_id_never_vanishes(sheet):
    """A dropped, renamed or held fact of an edition is a problem; a withdrawn one is none."""
    text = (sheet / GOODS).read_text("utf-8")
    drop(sheet, GOODS, "  - id: exports-fell-2024", "  - id: trading-partners")
    message = "'exports-fell-2024' was published in edition 1 and is"
    for command in ("check", "verify"):
        ran = run(sheet, command)
        assert ran.code == 1
        assert f"{KEPT}: the fact {message} gone" in ran.out
    hold = "  - id: exports-fell-2024\n    hold: {reason: in doubt}\n"
    (sheet / GOODS).write_text(text.replace("  - id: exports-fell-2024\n", hold), "utf-8")
    assert f"{message} held" in run(sheet, "check").out
    (sheet / GOODS).write_text(text.replace("  - id: exports-fell-2024\n", WITHDRAWN), "utf-8")
    assert run(sheet, "check").code == 0
    assert diff(sheet) == {"withdrawn": ["exports-fell-2024"]}


def test_a_draft_may_be_dropped(sheet):
    """A fact that was verified but is in no edition goes, and its line of the lock with it."""
    edit(sheet, GOODS, "  - id: trading-partners\n", DRAFT + "  - id: trading-partners\n")
    assert run(sheet, "verify").code == 0
    assert diff(sheet) == {"added": ["a-draft"]}
    lock = sheet / "facts/evidence.lock"
    assert "\na-draft " in lock.read_text("utf-8")
    drop(sheet, GOODS, "  - id: a-draft", "  - id: trading-partners")
    assert run(sheet, "check").code == 0
    assert run(sheet, "verify").code == 0
    assert "a-draft" not in lock.read_text("utf-8")


CHANGES = [
    ("出口下降{decline}", "出口减少{decline}", {"wording zh": ["exports-fell-2024"]}),
    (", exports of [[", ", exports from [[", {"wording en": ["exports-fell-2024"]}),
    ("zh: 原文未载口径", "zh: 原文未注口径", {"wording zh": ["trade-2024"]}),
    (
        '"下降2.4%"',
        '"下降2.5%"',
        {
            "evidence": ["exports-fell-2024"],
            "figures": ["exports-fell-2024"],
            "wording en": ["exports-fell-2024"],
            "wording zh": ["exports-fell-2024"],
        },
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES)
def test_what_changed_is_told(sheet, old, new, expected):
    """Wording by language, evidence and figures, each by itself."""
    edit(sheet, GOODS, old, new)
    assert diff(sheet) == expected


def test_a_new_sheet_has_no_edition(tmp_path):
    """Without editions everything works, and `diff` says that there is none."""
    sheet = tmp_path / "sheet"
    assert run(tmp_path, "new", str(sheet)).code == 0
    assert run(sheet, "verify").code == 0
    assert run(sheet, "check").code == 0
    assert not (sheet / "editions").exists()
    ran = run(sheet, "edition", "diff")
    assert ran.code == 2
    assert "no edition is kept yet" in ran.err


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("增长3.1%", ""),
        ("1743.8亿元", ""),
        ("3.1%", ""),
        ("增长3.2%", "no kept edition says “增长3.2%” of 'trade-2024'"),
        ("下降2.4%", "no kept edition says “下降2.4%” of 'trade-2024'"),
        ("增长 3.1%", "no kept edition says “增长 3.1%” of 'trade-2024'"),
    ],
)
def test_a_correction_quotes_a_kept_edition(sheet, said, message):
    """What was said is a kept wording or figure of that fact; anything else was never said."""
    edit(sheet, "facts/corrections.yml", 'zh: "增长3.1%"', f'zh: "{said}"')
    ran = run(sheet, "check")
    assert (ran.code, message in ran.out) == (int(bool(message)), True), ran.out


def test_a_correction_says_what_the_sheet_says(sheet):
    """Its new words are slots of the fact: they change with the figure, and are never typed."""
    corrections = "facts/corrections.yml"
    edit(sheet, GOODS, '"3.1%"', '"3.4%"')
    assert run(sheet, "render").code == 0
    page = (sheet / "docs/en/evidence.md").read_text("utf-8")
    assert "| up 3.1% | up 3.4% | misread |" in re.sub(r" \{: [^}]*\}", "", page)
    edit(sheet, corrections, 'says: {zh: "增长{growth}"', 'says: {zh: "增长3.4%"')
    edit(sheet, corrections, 'en: "up {growth}"', 'en: "up 3.4%"')
    assert "is typed by hand" in run(sheet, "check").out


def test_a_correction_is_shown_where_a_language_changed(sheet):
    """What one language never said wrong is no correction on its page."""
    edit(sheet, GOODS, '"3.1%"', '"3.4%"')
    corrections = sheet / "facts/corrections.yml"
    first = corrections.read_text("utf-8")
    other = re.sub("said: .*", 'said: {zh: 进出口总值, en: "up"}', first)
    other = re.sub("says: .*", 'says: {zh: 进出口总额, en: "up"}', other)
    corrections.write_text(first + other, "utf-8")
    assert run(sheet, "render").code == 0
    pages = {lang: sheet / f"docs/{lang}/evidence.md" for lang in ("en", "zh")}
    rows = {
        lang: page.read_text("utf-8").count("](trade.md#trade-2024) |")
        for lang, page in pages.items()
    }
    assert rows == {"en": 1, "zh": 2}
