"""A topic of many facts: its head, its parts, and that everything still leads right."""

import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from playwright.sync_api import Page

from tests.built import dead_links, facts_of, heads_of, ids, notes_of, page_paths, read_page, words
from tests.projects import ROOT_ADDRESS
from tests.served import served
from tests.site.search.read import read_index
from tests.support import LANGUAGES, copy_small, edit, run, sound

PARTS = ("trade.goods/", "trade.investment/")
OLD = "trade-of-2024"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sheet with pages of at most three facts: its first topic is parted."""
    root = copy_small(tmp_path_factory.mktemp("parted") / "sheet")
    edit(root, "facts/edition.yml", 'number: "1"', 'number: "1"\npage_facts: 3')
    edit(root, "facts/edition.yml", "contact: https://sheet.example/contact\n", "")
    edit(root, "facts/trade/goods.yml", "id: trade-2024", f"id: trade-2024\n    was: [{OLD}]")
    assert run(root, "verify").code == 0
    ran = run(root, "build", "--no-pdf", SITE_URL=ROOT_ADDRESS)
    assert ran.code == 0, ran.out
    return root / "site"


@pytest.fixture(scope="module")
def pages(site: Path) -> Mapping[str, Element]:
    paths = [f"{path}/" if path else "" for path in page_paths(site)]
    return {path: read_page(site / path / "index.html") for path in paths}


def test_every_link_of_a_parted_sheet_leads_right(site: Path, pages: Mapping[str, Element]) -> None:
    facts = {
        f"{path.parent.relative_to(site).as_posix()}/": read_page(path)
        for path in site.glob("*/f/*/index.html")
    }
    assert dead_links(site, {**pages, **facts}, ROOT_ADDRESS) == []
    for path, page in pages.items():
        assert len(ids(page)) == len(set(ids(page))), path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_facts_and_their_notes_stand_on_the_parts(
    lang: str, site: Path, pages: Mapping[str, Element]
) -> None:
    book = sound(site.parent).book
    places = {key: path for path in pages for key in facts_of(pages[path]) if path[:2] == lang}
    goods, investment, rail = (
        [fact.id for fact in section.facts if fact.is_published] for section in book.sections
    )
    expected = dict.fromkeys(goods, f"{lang}/trade.goods/")
    expected |= dict.fromkeys(investment, f"{lang}/trade.investment/")
    assert places == expected | dict.fromkeys(rail, f"{lang}/channels/")  # too few to be parted
    for part, own in zip(PARTS, (goods, investment), strict=True):
        assert {f"fn:{key}" for key in own} <= set(notes_of(pages[f"{lang}/{part}"]))
    head = pages[f"{lang}/trade/"]
    assert {"in-short", "goods", "investment", "tab-investment", "gaps-goods"} <= set(ids(head))
    assert "fn:trade-2024" in notes_of(head)  # of the newest figure


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_follow_each_other_through_the_parts(lang: str, pages: Mapping[str, Element]) -> None:
    def turned(path: str, rel: str) -> list[str]:
        found = [e.attrib["href"].split("../")[-1] for e in heads_of(pages[f"{lang}/{path}"], rel)]
        footer = next(pages[f"{lang}/{path}"].iter("footer"))
        shown = [a.attrib["href"].split("../")[-1] for a in next(footer.iter("nav")).iter("a")]
        assert set(found) <= set(shown)
        return found

    order = ["trade/", *PARTS, "channels/"]
    for before, after in pairwise(order):
        assert turned(before, "next") == [after]
        assert turned(after, "prev") == [before]
    listed = [
        [a.attrib["href"].split("../")[-1] for a in nav.iter("a")]
        for nav in pages[f"{lang}/{PARTS[0]}"].iter("ul")
        if nav.get("class") == "nav-parts"
    ]
    assert listed == [["./", PARTS[1]]]
    assert not any(ul.get("class") == "nav-parts" for ul in pages[f"{lang}/channels/"].iter("ul"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_else_names_a_place_names_the_part(lang: str, site: Path) -> None:
    """Search, data, cards, sitemap, plain pages and the page of a fact."""
    index = read_index((site / lang / "search.json").read_text("utf-8"))
    assert [place[:2] for place in index["places"]] == [
        ["trade.goods", "goods"],
        ["trade.investment", "investment"],
        ["channels", "rail"],
    ]
    places = {(kind, page, anchor) for kind, page, anchor, *_ in index["others"]}
    assert ("section", "trade.goods", "goods") in places
    assert ("table", "trade.investment", "tab-investment") in places
    facts = json.loads((site / "data/facts.json").read_text("utf-8"))["facts"]
    (fact,) = (fact for fact in facts if fact["id"] == "trade-2024")
    assert fact["url"][lang] == f"{lang}/trade.goods/#trade-2024"
    cards = json.loads((site / lang / "cards.json").read_text("utf-8"))
    assert cards["facts"]["trade-2024"]["page"] == "trade.goods/#trade-2024"
    assert f"{lang}/trade.goods/</loc>" in (site / lang / "sitemap.xml").read_text("utf-8")
    head = (site / lang / "trade/index.md").read_text("utf-8")
    assert "](../trade.goods/index.md)" in head
    assert "trade.goods/index.md" in (site / "llms.txt").read_text("utf-8")
    fact_page = read_page(site / lang / "f/trade-2024/index.html")
    (crumb,) = (p for p in fact_page.iter("p") if p.get("class") == "crumb")
    assert [a.attrib["href"] for a in crumb.iter("a")] == [
        "../../trade/",
        "../../trade.goods/#goods",
        "../../trade.goods/#trade-2024",
    ]
    assert words(crumb)


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    with served(site) as address:
        yield address


def test_an_old_address_leads_to_the_part(host: str, page: Page) -> None:
    """A fact, its note and an earlier id; what stands on the head stays there."""
    for old, new in (
        ("trade/#exports-fell-2024", "trade.goods/#exports-fell-2024"),
        ("trade/#fn:investment-2024", "trade.investment/#fn:investment-2024"),
        (f"trade/#{OLD}", "trade.goods/#trade-2024"),
        ("trade/#goods", "trade/#goods"),
    ):
        page.goto(f"{host}zh/{old}")
        page.wait_for_url(re.compile(re.escape(f"zh/{new}") + "$"))
