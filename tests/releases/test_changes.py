"""What changed from edition to edition: the lists, their forms, the page, the feed."""

import json
import re
import shutil

import feedparser
import pytest

from factsheet.releases.compare import compare
from factsheet.releases.freeze import freeze as keep
from factsheet.releases.freeze import record_of
from factsheet.releases.history import editions_with_history
from factsheet.releases.kept import kept_editions
from factsheet.releases.wechat import ROOM
from factsheet.site.feed import write_feeds
from factsheet.site.fresh import Fresh
from tests.support import ROOT, copy_small, edit, keep_edition, run, sound

GOODS = "facts/trade/goods.yml"
EDITION = "facts/edition.yml"
LANGUAGES = ("en", "zh")
WITHDRAWN = """\
  - id: trading-partners
    withdrawn:
      date: "2026-01-05"
      reason: {zh: 原文有误, en: the article's figure is wrong}
"""
NEW = """\
  - id: exports-again-2024
    status: outturn
    period: "2024"
    text: {zh: "{period}，出口又下降{decline}。", en: "In {period}, exports fell again by {decline}."}
    figures:
      decline: {printed: "下降2.4%", basis: rate}
    cite:
      - {source: first-article, at: 7}

"""


def freeze(sheet, number):
    """Keep the sheet as an edition of this number."""
    text = (sheet / EDITION).read_text("utf-8")
    (sheet / EDITION).write_text(re.sub('number: ".*"', f'number: "{number}"', text), "utf-8")
    keep_edition(sheet)


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """The small sheet with two editions kept: one fact renamed, one withdrawn, one corrected, new."""
    sheet = copy_small(tmp_path_factory.mktemp("two") / "sheet")
    assert run(sheet, "verify").code == 0
    freeze(sheet, "1")
    text = (sheet / GOODS).read_text("utf-8")
    text = text.replace("  - id: trading-partners\n", NEW + WITHDRAWN)
    text = text.replace(
        "id: exports-fell-2024\n", "id: exports-2024\n    was: [exports-fell-2024]\n"
    )
    (sheet / GOODS).write_text(text.replace('"3.1%"', '"3.4%"'), "utf-8")
    edit(sheet, EDITION, 'number: "1"', 'number: "2"')
    keep(sound(sheet))  # the command would refuse the figure, which is printed nowhere
    return sheet


@pytest.fixture
def sheet(two, tmp_path):
    """A copy of it to change."""
    return shutil.copytree(two, tmp_path / "sheet", symlinks=True)


def told(sheet, *arguments):
    """Return the changes as data: by kind the ids."""
    ran = run(sheet, "edition", "diff", *arguments, "--format", "json")
    assert ran.code == 0, ran.out
    data = json.loads(ran.out)
    return {k: [f["id"] for f in v] for k, v in data.items() if isinstance(v, list) and v}, data


STEP = {
    "added": ["exports-again-2024"],
    "corrected": ["trade-2024"],
    "withdrawn": ["trading-partners"],
    "renamed": ["exports-2024"],
}


@pytest.mark.parametrize("order", [("1", "2"), ("2", "1"), ("1",)])
def test_each_kind_is_listed_once(two, order):
    """New, corrected, withdrawn, renamed; in whatever order editions are named, and to the sheet."""
    found, data = told(two, *order)
    assert found == STEP
    assert data["renamed"] == [{"id": "exports-2024", "was": "exports-fell-2024"}]
    (corrected,) = data["corrected"]
    assert corrected["kinds"][0] == "figures"
    assert corrected["corrections"][0]["said"]["zh"] == "增长3.1%"
    assert "3.1%" in corrected["before"]["text"]["zh"]
    assert "3.4%" in corrected["after"]["text"]["zh"]
    assert data["withdrawn"][0]["withdrawn"]["zh"] == "原文有误"


def test_by_default_the_last_edition_is_compared_with_the_sheet(sheet):
    """Nothing but what was changed since is told."""
    assert told(sheet)[0] == {}
    edit(sheet, GOODS, "出口又下降", "出口再下降")
    found, data = told(sheet)
    assert found == {"changed": ["exports-again-2024"]}
    assert (data["from"]["edition"], data["to"]["edition"]) == ("2", None)
    assert data["changed"][0]["languages"] == ["zh"]


def test_text_and_markdown_show_both_sides_in_both_languages(two):
    """What was said and what is said, with the reason of a correction and of a withdrawal."""
    text = run(two, "edition", "diff", "1", "2").out
    lines = [line.strip() for line in text.split("\n")]
    assert lines[0] == "edition 1 to edition 2"
    assert [line for line in lines if re.fullmatch(r"[a-z]+: \d+", line)] == [
        "added: 1",
        "changed: 0",
        "corrected: 1",
        "withdrawn: 1",
        "renamed: 1",
    ]
    for language, was, now in (("zh", "增长3.1%", "增长3.4%"), ("en", "up 3.1%", "up 3.4%")):
        before = next(line for line in lines if line.startswith(f"{language} -") and was in line)
        assert lines[lines.index(before) + 1] == before.replace(" - ", " + ").replace(was, now)
    assert "2026-01-05: 原文有误" in lines
    markdown = run(two, "edition", "diff", "1", "2", "--format", "markdown").out
    (row,) = (line for line in markdown.split("\n") if line.startswith("| zh |") and "3.1%" in line)
    assert "3.4%" in row
    assert row.count(" | ") == 2
    assert "|  | edition 1 | edition 2 |" in markdown


def test_heads_are_the_curators_and_keys_of_data_are_english(two):
    """Text and Markdown are told in the language of messages; JSON and the message are not."""
    ask = ("edition", "diff", "1", "2", "--lang", "zh")
    text = run(two, *ask).out
    assert text.startswith("第 1 版与第 2 版相比\n新增：1\n")
    assert "数字" in text
    assert "## 已更正：1" in run(two, *ask, "--format", "markdown").out
    for form in ("json", "wechat"):
        assert run(two, *ask, "--format", form) == run(two, *ask[:-2], "--format", form)


def test_an_edition_that_is_not_kept_is_wrong_use(two):
    """The editions that there are stand in the message."""
    for arguments in (("3",), ("1", "3")):
        ran = run(two, "edition", "diff", *arguments)
        assert ran.code == 2
        assert "no kept edition 3; kept: 1, 2" in ran.err


@pytest.mark.parametrize(
    ("said", "old", "new", "made"),
    [
        ("增长3.1%", "增长{growth}", "增幅{growth}", True),
        ("1743.8亿元", "增长{growth}", "增幅{growth}", False),
        ("增长3.1%", "{period}", "于{period}", False),
    ],
)
def test_a_correction_belongs_where_its_quotation_goes(tmp_path, said, old, new, made):
    """Only what a record said and the next says less often was corrected between them."""
    sheet = copy_small(tmp_path / "sheet")
    assert run(sheet, "verify").code == 0
    freeze(sheet, "1")
    text = (sheet / GOODS).read_text("utf-8")
    at = text.index(old, text.index("- id: trade-2024"))
    (sheet / GOODS).write_text(text[:at] + new + text[at + len(old) :], "utf-8")
    corrections = (sheet / "facts/corrections.yml").read_text("utf-8")
    corrections = re.sub("said: .*", f"said: {{zh: {said}, en: nothing}}", corrections)
    (sheet / "facts/corrections.yml").write_text(corrections, "utf-8")
    project = sound(sheet)
    changes = compare(kept_editions(sheet)[0][0], record_of(project), project.book.corrections)
    kind = changes.corrected if made else changes.changed
    assert [change.after.id for change in kind] == ["trade-2024"]


def test_edition_2_against_edition_1():
    """The real editions: no id of the first is missing, each fact stands in one list."""
    project = sound(ROOT)
    first, second = kept_editions(ROOT)[0][:2]
    changes = compare(first, second, project.book.corrections)
    assert len(changes.added) == 6
    assert len(changes.withdrawn) == 10
    assert len(changes.corrected) == 43
    assert len(changes.changed) == 280
    listed = [
        *(f.id for f in (*changes.added, *changes.withdrawn)),
        *(c.after.id for c in (*changes.changed, *changes.corrected)),
    ]
    assert len(set(listed)) == len(listed)
    assert {f.id for f in second.facts} - {f.id for f in first.facts} == {
        f.id for f in changes.added
    }
    for change in changes.corrected:
        for correction in change.corrections:
            assert any(said in change.before.text[k] for k, said in correction.said.items())


def test_the_page_tells_every_edition_newest_first(two):
    """Counts as the comparison gives them, links to the pages of facts, reasons; in both languages."""
    assert run(two, "render").code == 0
    for language, new, withdrawn in (
        ("en", "New: 1", "the article’s figure is wrong"),
        ("zh", "新增1条", "原文有误"),
    ):
        page = (two / f"docs/{language}/changes.md").read_text("utf-8")
        assert re.findall(r"\{: #(edition-.*?) \}", page) == ["edition-2", "edition-1"]
        assert f"<summary>{new}</summary>" in page
        assert withdrawn in page
        linked = re.findall(r'href="\.\./f/(.*?)/"', page)
        assert linked == ["exports-again-2024", "trade-2024", "trading-partners"]
        assert "](changes.md)" in (two / f"docs/{language}/about.md").read_text("utf-8")


def test_the_page_tells_what_changed_since_the_last_edition(sheet):
    """A sheet that says something else than its kept edition says so, without a new number."""
    edit(sheet, GOODS, "出口又下降", "出口再下降")
    assert run(sheet, "render").code == 0
    page = (sheet / "docs/en/changes.md").read_text("utf-8")
    assert re.findall(r"^## (.*?) \{", page, re.M)[0] == "Since edition 2"
    since = page.split("#edition-2")[0]
    assert "Changed wording: 1" in since
    assert re.findall(r"\.\./f/(.*?)/", since) == ["exports-again-2024"]


def test_the_message_is_short_and_whole_sentences_of_facts(two):
    """Chinese, at most 500 characters: title, counts, then sentences as the sheet has them."""
    text = run(two, "edition", "diff", "1", "2", "--format", "wechat").out.rstrip("\n")
    assert len(text) <= ROOM
    lines = text.split("\n")
    edition = editions_with_history(sound(two))["zh"]
    assert lines[0] == edition.texts["title"]
    assert lines[1].startswith("第2版，")
    assert lines[2] == "与第1版相比：新增1条；更正1条；撤回1条"
    sentences = {fact.plain for fact in edition.facts.values()}
    assert lines[3:]
    assert {line.removeprefix("· ") for line in lines[3:]} <= sentences
    assert "3.4%" in lines[3]  # the headline of a series comes first


def test_a_feed_is_read_back(two, tmp_path):
    """Atom by another program's reading: ids, dates, links; moving the sheet changes no id."""
    editions = editions_with_history(sound(two))
    for language in LANGUAGES:
        (tmp_path / language).mkdir()
    found = []
    for address in ("", "https://facts.example/deep/"):
        write_feeds(two, editions, Fresh(tmp_path), address)
        ids = [id_ for key in LANGUAGES for id_ in read_feed(tmp_path, editions[key], address)]
        assert len(set(ids)) == len(ids)
        found.append(ids)
    assert found[0] == found[1]


def read_feed(folder, edition, address):
    """Read a language's feed; return the ids of it and of its entries."""
    feed = feedparser.parse((folder / edition.language / "feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.title == edition.texts["title"]
    assert feed.feed.author == edition.texts["publisher"]
    home = f"{address}{edition.language}/" if address else ""
    assert {link.rel: link.href for link in feed.feed.links} == {
        "self": f"{home}feed.xml",
        "alternate": f"{home}changes/",
    }
    assert [(entry.link, entry.updated) for entry in feed.entries] == [
        (f"{home}changes/#edition-2", "2026-01-05T00:00:00Z"),
        (f"{home}changes/#edition-1", "2026-01-05T00:00:00Z"),
        (f"{home}f/trade-2024/", "2026-01-04T00:00:00Z"),
    ]
    assert feed.feed.updated == feed.entries[0].updated
    assert all(entry.title and entry.summary for entry in feed.entries)
    assert f'href="{home}f/exports-again-2024/"' in feed.entries[0].content[0].value
    return [feed.feed.id, *(entry.id for entry in feed.entries)]
