"""Reports of one subject: which carries on which, as typed and as computed, and where it shows."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from factsheet.checks import check
from factsheet.checks.chains import updates_needed, updates_newer
from factsheet.edition.localize import editions_of
from factsheet.facts.chains import chains_of
from factsheet.pages.render import render_pages
from factsheet.site.opendata import facts_csv, facts_json
from factsheet.site.search import search_index
from tests.support import ROOT, copy_small, edit, sound

GOODS = "facts/trade/goods.yml"
FACT = """\
  - id: {id}
    status: {status}
    period: "{period}"
    period_basis: {basis}
    updates: {updates}
    text:
      zh: "[[sample-province]]第{value}份报告。"
      en: "Report {value} of [[sample-province]]."
    figures:
      value: {{printed: "{number}个"{series}}}
    cite:
      - {{source: {source}, at: 5}}
"""
SERIES = ", indicator: reports, basis: {basis}, scope: {scope}"
INDICATOR = "reports:\n  title: {zh: 报告, en: Reports}\n  unit: count\n"

# facts as id, period, and what else differs from a result of the second article without a series;
# what each carries on; the newest of each chain
CHAINS: list[tuple[str, str, str]] = [
    # typed, one after the other, and two that carry on the same
    ("a 2023; b 2024 updates=a; c 2025 updates=b", "b>a c>b", "a:c b:c"),
    ("a 2023; b 2024 updates=a; c 2025 updates=a", "b>a c>a", "a:c"),
    ("a 2023; b 2025 updates=a; c 2024 updates=a", "b>a c>a", "a:b"),
    # the order of the file does not count
    ("c 2025 updates=b; a 2023; b 2024 updates=a", "b>a c>b", "a:c b:c"),
    # an undated report is as new as its article
    ("a 2024 source=first-article; b none updates=a", "b>a", "a:b"),
    ("a none source=first-article; b none updates=a", "b>a", "a:b"),
    # computed within a series: each carries on the one before
    ("a 2023 series; b 2024 series; c 2025 series", "b>a c>b", "a:c b:c"),
    ("a 2024 series; b 2025-H1 series", "b>a", "a:b"),
    ("a 2024 series; b 2025-H1 series; c 2025 series", "b>a c>b", "a:c b:c"),
    # what ends on one day is newer for neither: the newest is what is alike in period
    ("a 2024 series; b 2021/2025 series; c 2025 series", "b>a c>a", "a:c"),
    ("a 2016/2020 series; b 2021/2025 series; c 2025 series", "b>a c>a", "a:b"),
    # another scope, basis or an indicator of no series, a plan: no link
    ("a 2024 series; b 2025 series scope=sample-zone", "", ""),
    ("a 2024 series; b 2025 series basis=cumulative", "", ""),
    ("a 2024; b 2025", "", ""),
    ("a 2024 series; b 2025 series status=target", "", ""),
    # an undated figure of a series carries nothing on
    ("a 2024 series; b none series", "", ""),
    # typed and computed are one chain
    ("a 2023 series; b 2024 series; c 2025 updates=b", "b>a c>b", "a:c b:c"),
    ("z 2022; a 2023 series updates=z; b 2024 series", "a>z b>a", "z:b a:b"),
    # what is held tells nothing
    ("a 2023 series; b 2024 series hold; c 2025 series", "c>a", "a:c"),
]  # fmt: skip

# facts, and what a check says of them
REFUSED = [
    ("a 2024 updates=b; b 2024 updates=a", "'fact-b' itself carries 'fact-a' on"),
    ("a 2024 updates=c; b 2024 updates=a; c 2024 updates=b", "'fact-c' itself carries 'fact-a' on"),
    ("a 2025-10 series updates=b; b 2025 series", "'fact-b' itself carries 'fact-a' on"),
    ("a 2024 updates=b; b 2025", "'fact-b' (2025) is newer than this one (2024)"),
    (
        "a none updates=b source=first-article; b none",
        "'fact-b' (none) is newer than this one (none)",
    ),
    ("a 2024-10 updates=b source=first-article; b 2024", "'fact-b' (2024) is newer than this one"),
    ("a 2025 series updates=b; b 2023 series; c 2024 series", "the series reports tells by itself"),
    ("a 2025 updates=a", "a fact does not carry itself on"),
    (
        "a 2025 updates=b; b 2024 status=plan",
        "'fact-b' is a plan, this report has the status outturn",
    ),
]
ALLOWED = [
    "a 2024-10 updates=b; b 2024 source=first-article",  # within its period, of a later article
    "a 2024 updates=b; b 2024",
    "a 2025 status=plan updates=b; b 2024 status=plan",
    "a 2025 status=underway updates=b; b 2024 status=plan",
    "a 2025 series updates=b; b 2024 series scope=sample-zone",
]


def sheet_of(folder: Path, facts: str) -> Path:
    """Return the small sheet with further facts, written as in CHAINS."""
    sheet = copy_small(folder)
    for fact in reversed(facts.split("; ")):
        edit(sheet, GOODS, "\nfacts:\n", f"\nfacts:\n{_typed(fact)}")
    path = sheet / "facts/indicators.yml"
    path.write_text(path.read_text("utf-8") + INDICATOR, "utf-8")
    return sheet


def _typed(fact: str) -> str:
    key, period, *more = fact.split()
    given = dict(each.partition("=")[::2] for each in more)
    series = SERIES.format(basis=given.get("basis", "flow"), scope=given.get("scope", '""'))
    text = FACT.format(
        id=f"fact-{key}",
        period=period,
        status=given.get("status", "outturn"),
        basis="{zh: 未印, en: not printed}" if period == "none" else "null",
        updates=f"fact-{given['updates']}" if "updates" in given else "null",
        source=given.get("source", "second-article"),
        number=ord(key),
        value="{value}",
        series=series.replace(', scope: ""', "") if "series" in given else "",
    )
    lines = [line for line in text.splitlines() if not line.endswith(": null")]
    return "\n".join([*lines, *(["    hold: {reason: doubtful}"] if "hold" in given else []), ""])


@pytest.mark.parametrize(("facts", "updates", "newest"), CHAINS, ids=[c[0] for c in CHAINS])
def test_chains(facts: str, updates: str, newest: str, tmp_path: Path) -> None:
    """Each report carries on the one before it, and the newest of its chain is known."""
    project = sound(sheet_of(tmp_path / "sheet", facts))
    assert not [*updates_newer(project), *updates_needed(project)]
    chains = chains_of(project.book)
    own = {k: v for k, v in chains.updates.items() if k.startswith("fact-")}
    last = {k: v for k, v in chains.newest.items() if k.startswith("fact-")}
    assert own == _pairs(updates, ">")
    assert last == _pairs(newest, ":")


@pytest.mark.parametrize(("facts", "words"), REFUSED, ids=[c[0] for c in REFUSED])
def test_refused(facts: str, words: str, tmp_path: Path) -> None:
    """A circle, an older or a computed link is told at its place, with a hint."""
    sheet = sheet_of(tmp_path / "sheet", facts)
    project = sound(sheet)
    problems = check(project, (updates_newer, updates_needed))
    assert any(words in problem.message for problem in problems), problems
    lines = (sheet / GOODS).read_text("utf-8").splitlines()
    for problem in problems:
        assert problem.hint
        assert "updates: " in lines[problem.place.line - 1]


@pytest.mark.parametrize("facts", ALLOWED)
def test_allowed(facts: str, tmp_path: Path) -> None:
    """What is as new as the other, or of a later article within its period, carries it on."""
    project = sound(sheet_of(tmp_path / "sheet", facts))
    assert check(project, (updates_newer, updates_needed)) == ()


def test_pages_and_data_know_the_newest(tmp_path: Path) -> None:
    """Older facts fold under the newest, latest first; the data names both."""
    sheet = sheet_of(tmp_path / "sheet", CHAINS[0][0])
    project = sound(sheet)
    editions = editions_of(project)
    page = next(t for p, t in render_pages(sheet, editions["en"]).items() if "trade" in str(p))
    folded = "Report 98 of Sample Province (2024); Report 97 of Sample Province (2023)"
    newest, fold = page.index("{: #fact-c "), page.index(f"<summary>Earlier reports: {folded}</")
    assert newest < fold < page.index("{: #fact-b ") < page.index("{: #fact-a ")
    assert "</details>" not in page[fold : page.index("{: #fact-a ")]
    assert ".newer" not in page
    page = next(t for p, t in render_pages(sheet, editions["zh"]).items() if "trade" in str(p))
    assert "<summary>此前报道：样例省第98个份报告（2024年）；样例省第97个份报告（2023年）</" in page
    assert "<summary>此前报道：利用外资（2024年）</" in page  # of a series, by its title
    facts = {fact["id"]: fact for fact in json.loads(facts_json(editions))["facts"]}
    rows = {
        row["id"]: row for row in csv.DictReader(io.StringIO(facts_csv(editions).lstrip("\ufeff")))
    }
    for key, older, newest in (("a", "", "c"), ("b", "a", "c"), ("c", "b", "")):
        expected = [f"fact-{each}" if each else "" for each in (older, newest)]
        assert [rows[f"fact-{key}"][c] for c in ("updates", "updated_by")] == expected
        fact = facts[f"fact-{key}"]
        assert [fact["updates"], fact["updated_by"]] == [each or None for each in expected]


def test_a_row_beside_the_newest_needs_no_way_to_it(tmp_path: Path) -> None:
    """Years of one table are not linked to the newest year, which stands among them."""
    sheet = copy_small(tmp_path / "sheet")
    row = '    cells: {table: investment, year: "{period}", amount: "{total}"}\n'
    edit(
        sheet,
        "facts/trade/investment.yml",
        "  - id: investment-2024\n",
        f"  - id: investment-2024\n{row}",
    )
    project = sound(sheet)
    edition = editions_of(project)["en"]
    assert edition.facts["investment-2024"].updated_by == "investment-2025"
    assert not any(".newer" in text for text in render_pages(sheet, edition).values())


def test_the_search_puts_the_newest_first(tmp_path: Path, browser: Browser) -> None:
    """Where all hold the words, the newest of a chain stands before the older ones."""
    order = "a 2024 source=first-article; b none updates=a; c 2024-10 updates=b"
    project = sound(sheet_of(tmp_path / "sheet", order))
    index = search_index(editions_of(project)["en"])
    assets = ROOT / "templates/theme/assets"
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/*", lambda route: route.fulfill(path=assets / Path(route.request.url).name))
        page.goto("http://sheet.test/search.css")
        found: Iterable[str] = page.evaluate(
            """async ([index, queries]) => {
              const engine = await import("/search-engine.js")
              const loaded = engine.load(JSON.parse(index))
              return queries.map(q => engine.find(loaded, q).results.map(r => r.entry.anchor)
                .filter(a => a.startsWith("fact-")).join(" "))
            }""",
            [index, ["report", "sample province report", "97", "report 97", "98"]],
        )
    assert found == ["fact-c fact-a fact-b", "fact-c fact-a fact-b", "fact-a", "fact-a", "fact-b"]


def _pairs(text: str, between: str) -> dict[str, str]:
    pairs = (pair.split(between) for pair in text.split())
    return {f"fact-{one}": f"fact-{other}" for one, other in pairs}
