"""Lasting addresses: a page for each fact in each language, through renaming and withdrawal."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from factsheet.edition.localize import editions_of
from factsheet.edition.sheet import Edition
from factsheet.edition.views import plain
from factsheet.releases.kept import kept_editions
from factsheet.site.cards import cards_json
from factsheet.site.factpages import FactPages
from factsheet.site.fresh import Fresh
from factsheet.site.tables import note_of
from tests.built import ids, read_page, words
from tests.projects import ADDRESS
from tests.support import copy_small, edit, keep_edition, run, sound
from tests.web import Web, read_headers

Editions = Mapping[str, Edition]
GOODS = "facts/trade/goods.yml"
KEPT = "editions/1/facts.json"
OLD, NEW = "exports-fell-2024", "exports-2024"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sheet with its first edition kept, then a fact renamed."""
    sheet = copy_small(tmp_path_factory.mktemp("kept") / "sheet")
    number = sound(sheet).book.edition.number
    edit(sheet, "facts/edition.yml", f'number: "{number}"', 'number: "1"')
    assert run(sheet, "verify").code == 0
    keep_edition(sheet)
    text = (sheet / GOODS).read_text("utf-8")
    (sheet / GOODS).write_text(text.replace(f"id: {OLD}\n", f"id: {NEW}\n"), "utf-8")
    return sheet


def test_every_fact_of_every_kept_edition_has_its_addresses(
    site: Path, short_project: Any, short_editions: Editions
) -> None:
    """editions/1 among them: all its facts, each offered in all languages, each page there."""
    editions, _ = kept_editions(short_project.root)
    ids = {fact.id for edition in editions for fact in edition.facts}
    assert len(ids) > 70
    for folder in ("f", *(f"{lang}/f" for lang in short_editions)):
        assert ids - {path.name for path in (site / folder).iterdir()} == set()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_page_says_what_the_edition_says(lang: str, site: Path, short_editions: Editions) -> None:
    """Sentence, figures, note, other language, reports, citations, preview, metadata, claim."""
    edition = short_editions[lang]
    other = next(e for e in short_editions.values() if e != edition)
    some = [*list(edition.facts)[::9], "fdi-2025", "fdi-2024"]
    for id_ in some:
        fact = edition.facts[id_]
        page = read_page(site / f"{lang}/f/{id_}/index.html")
        said = words(next(page.iter("main")))
        assert words(next(page.iter("h1"))) == _single(fact.plain)
        assert _single(note_of(fact, edition)) in said
        assert _single(other.facts[id_].plain) in said
        for figure in fact.figures:
            assert _single(figure.table) in said
            assert figure.printed in said
        links = {a.get("href", "") for a in page.iter("a")}
        for report in filter(None, (fact.updates, fact.updated_by)):
            assert f"../../f/{report}/" in links
        assert f"../../{fact.page}/#{id_}" in links
        own = json.loads((site / f"data/facts/{id_}.json").read_text("utf-8"))
        for text in own["cite"].values():
            assert _single(text.replace("\n", " ")) in said
        meta = [(m.get("name") or m.get("property"), m.get("content")) for m in page.iter("meta")]
        told = dict(meta)
        assert told["citation_title"] == told["og:title"] == told["DC.title"] == fact.plain
        assert told["citation_public_url"] == told["DC.identifier"] == f"{ADDRESS}f/{id_}/"
        assert told["citation_author"] == edition.texts["publisher"]
        assert re.fullmatch(r"\d{4}/\d\d/\d\d", told["citation_publication_date"] or "")
        assert told["og:url"] == f"{ADDRESS}{lang}/f/{id_}/"
        assert (site / (told["og:image"] or "").removeprefix(ADDRESS)).is_file()
        sources = [s for s in edition.sources if s.letter in fact.letters]
        stated = [text for name, text in meta if name == "DC.source"]
        assert sorted(filter(None, stated)) == sorted(plain(s.reference) for s in sources)
        _check_claim(page, fact, f"{ADDRESS}{lang}/", [s.key for s in sources])


def _check_claim(page: Any, fact: Any, home: str, sources: list[str]) -> None:
    """The claim names its articles, and what it is part of is the page's dataset."""
    (script,) = (s for s in page.iter("script") if s.get("type") == "application/ld+json")
    data = json.loads(script.text)
    assert (data["@type"], data["text"]) == ("Claim", fact.plain)
    assert data["@id"] == f"{ADDRESS}f/{fact.id}/"
    assert data["isPartOf"] == {"@id": f"{home}#dataset"}
    articles = data["isBasedOn" if fact.is_derived else "appearance"]
    assert {a["@id"] for a in articles} == {f"{home}sources/#{key}" for key in sources}
    assert {a["@type"] for a in articles} == {"NewsArticle"}


def _single(text: str) -> str:
    return re.sub(r"[ \n\t]+", " ", text)


def test_links_of_facts_and_frames_lead_to_a_file_and_an_anchor(site: Path) -> None:
    paths = [*site.glob("*/f/fdi-*/index.html"), *site.glob("f/fdi-*/index.html")]
    paths += site.glob("embed/*/fdi-*/index.html")
    assert len(paths) > 20
    for path in paths:
        for element in read_page(path).iter():
            link = element.get("href") or element.get("src") or ""
            name, _, anchor = link.removeprefix(ADDRESS).partition("#")
            place = (site if link.startswith(ADDRESS) else path.parent) / name
            if not link or "://" in name:
                continue
            place = place / "index.html" if name.endswith("/") else place
            assert place.is_file(), (path, link)
            assert not anchor or anchor in ids(read_page(place)), (path, link)


def test_an_address_says_the_fact_in_each_language(site: Path, short_editions: Editions) -> None:
    """Its sentence heads and leads on, with its signs in words: it may be calculated, or planned."""
    assert short_editions["en"].facts["airports-of-entry-2024-10"].updated_by
    for id_ in ("fdi-2025", "fdi-2024", "airports-of-entry-2024-10"):
        page = read_page(site / f"f/{id_}/index.html")
        links = [a.attrib["href"] for a in page.iter("a")]
        assert links == [
            link for edition in short_editions.values() for link in _ways(edition, id_)
        ]
        for heading, edition in zip(page.iter("h1"), short_editions.values(), strict=True):
            assert words(heading) == _single(edition.facts[id_].plain)
            assert len(list(heading.iter("a"))) == 1
            for mark in edition.facts[id_].marks:
                assert mark.title in words(page)


def test_texts_to_copy_hold_the_address_of_the_page_where_none_is_settled(
    page: Page, site: Path, address: str
) -> None:
    def unsettled(route: Route) -> None:
        built = site / route.request.url.removeprefix(address) / "index.html"
        body = built.read_text("utf-8").replace(ADDRESS, "https://example.org/sheet/")
        route.fulfill(body=body, content_type="text/html")

    for path in ("en/f/fdi-2025/", "zh/data/"):
        page.route(f"**/{path}", unsettled)
        page.goto(f"{address}{path}")
        told = page.locator("article :is(pre, code)").all_inner_texts()
        assert not [text for text in told if "example.org" in text]
        assert [text for text in told if address in text]


# Renamed and withdrawn


def renamed(kept: Path, folder: Path, was: str) -> Path:
    """Return a copy of the sheet whose renamed fact has these earlier ids."""
    sheet = folder / "sheet"
    copy_small(sheet)
    for name in ("facts", "editions"):
        for path in (kept / name).rglob("*"):
            if path.is_file():
                place = sheet / path.relative_to(kept)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(path.read_bytes())
    edit(sheet, GOODS, f"  - id: {NEW}\n", f"  - id: {NEW}\n    was: {was}\n")
    return sheet


def test_a_renamed_fact_keeps_its_earlier_address(kept: Path, tmp_path: Path) -> None:
    """Both addresses show the fact and name the new one as theirs; page, tray, diff know it."""
    sheet = renamed(kept, tmp_path, OLD)
    assert run(sheet, "verify").code == 0
    lock = (sheet / "facts/evidence.lock").read_text("utf-8")
    assert (f"\n{NEW} " in lock, f"\n{OLD} " in lock) == (True, False)
    assert run(sheet, "check").code == 0
    told = json.loads(run(sheet, "edition", "diff", "1", "--format", "json").out)
    assert {kind: found for kind, found in told.items() if found and isinstance(found, list)} == {
        "renamed": [{"id": NEW, "was": OLD}]
    }
    editions = editions_of(sound(sheet))
    folder = tmp_path / "site"
    _write_facts(sheet, editions, folder)
    for lang in editions:
        pages = [read_page(folder / f"{lang}/f/{id_}/index.html") for id_ in (OLD, NEW)]
        assert len({words(page) for page in pages}) == 1
        for page in pages:
            canonical = next(x for x in page.iter("link") if x.get("rel") == "canonical")
            assert canonical.get("href") == f"{ADDRESS}{lang}/f/{NEW}/"
    offered = [a.get("href") for a in read_page(folder / f"f/{OLD}/index.html").iter("a")]
    assert offered == [link for edition in editions.values() for link in _ways(edition, NEW)]
    assert json.loads(cards_json(editions["en"], editions))["was"] == {OLD: NEW}
    assert run(sheet, "render").code == 0
    assert f'<span id="{OLD}"></span>' in (sheet / "docs/en/trade.md").read_text("utf-8")
    edit(sheet, "facts/edition.yml", 'number: "1"', 'number: "2"')
    keep_edition(sheet)
    (second,) = (e for e in kept_editions(sheet)[0] if e.number == "2")
    assert next(fact.was for fact in second.facts if fact.id == NEW) == (OLD,)


def _write_facts(sheet: Path, editions: Mapping[str, Edition], folder: Path) -> None:
    pages = FactPages(sheet, editions, ADDRESS, "default-src 'none'")
    for language in editions:
        pages.write(Fresh(folder), language)
    pages.write_choices(Fresh(folder))


@pytest.mark.parametrize(
    ("was", "message"),
    [
        (
            "exports-never-2024",
            f"no kept edition published 'exports-never-2024', the earlier id of '{NEW}'",
        ),
        (
            "[exports-fell-2024, trade-2024]",
            f"the earlier id 'trade-2024' of '{NEW}' is the id of a fact",
        ),
        (NEW, f"the earlier id of '{NEW}' is its own id"),
        (f"[{OLD}, {OLD}]", f"the earlier id '{OLD}' is named by '{NEW}', too"),
    ],
)
def test_an_earlier_id_that_leads_nowhere_is_told_with_its_line(
    kept: Path, tmp_path: Path, was: str, message: str
) -> None:
    """Unknown, clashing or named twice: file, line and what is wrong."""
    sheet = renamed(kept, tmp_path, was)
    text = (sheet / GOODS).read_text("utf-8")
    line = text[: text.index("    was: ")].count("\n") + 1
    ran = run(sheet, "check")
    assert ran.code == 1
    assert re.search(rf"{GOODS}:{line}:\d+: {re.escape(message)}", ran.out), ran.out


def test_two_facts_cannot_have_one_earlier_id(kept: Path, tmp_path: Path) -> None:
    sheet = renamed(kept, tmp_path, OLD)
    edit(sheet, GOODS, "  - id: trading-partners\n", f"  - id: trading-partners\n    was: {OLD}\n")
    out = run(sheet, "check").out
    assert f"the earlier id '{OLD}' is named by '{NEW}', too" in out


def test_without_its_earlier_id_a_renamed_fact_is_gone(kept: Path) -> None:
    out = run(kept, "check").out
    assert f"{KEPT}: the fact '{OLD}' was published in edition 1 and is gone" in out
    assert f"was: [{OLD}]" in out


def test_a_withdrawn_fact_keeps_its_address_and_says_why(kept: Path, tmp_path: Path) -> None:
    sheet = renamed(kept, tmp_path, OLD)
    reason = (
        '    withdrawn: {date: "2026-01-05", reason: {zh: 原文有误, en: the article was wrong}}\n'
    )
    edit(sheet, GOODS, f"    was: {OLD}\n", f"    was: {OLD}\n{reason}")
    editions = editions_of(sound(sheet))
    _write_facts(sheet, editions, tmp_path / "site")
    for id_ in (OLD, NEW):
        page = words(read_page(tmp_path / f"site/en/f/{id_}/index.html"))
        assert "Withdrawn on January 5, 2026: the article was wrong" in page
        assert "2.4%" not in page
    assert not (tmp_path / f"site/embed/en/{NEW}").exists()


# Frames


def test_only_frames_may_be_shown_by_other_sites(web_below: Web) -> None:
    """One path has a framing header of its own, for each server; all other pages refuse.

    Those of earlier editions state the rest of their policy themselves: their scripts are others.
    """
    rules = read_headers(web_below.folder / "_headers")
    stated = {p: v for p, name, v in rules if name == "Content-Security-Policy"}
    assert list(stated) == [
        f"{web_below.path}*",
        f"{web_below.path}embed/*",
        f"{web_below.path}e/*",
    ]
    whole, framed, earlier = stated.values()
    assert whole.replace("frame-ancestors 'none'", "frame-ancestors *") == framed
    assert earlier == "frame-ancestors 'none'"
    headers = (web_below.folder / "_headers").read_text("utf-8")
    assert "\n  ! Content-Security-Policy\n" in headers.partition("embed/*")[2]
    for name in (".htaccess", "server/nginx.conf"):
        text = (web_below.folder / name).read_text("utf-8")
        assert text.count("frame-ancestors *") == 1
        assert re.search(r"/e/(?:#\)\"|)[^\n]*\n[^\n]*\"frame-ancestors 'none'\"", text)
        assert re.search(r"embed/(?:#\)\"|)[^\n]*\n(?:[^\n]*\n){0,2}[^\n]*frame-ancestors \*", text)


def test_a_frame_is_shown_and_a_page_is_not(page: Page, web_below: Web, address: str) -> None:
    """In a page of another host the frame holds figure, source, date and the way to the fact."""
    page.goto(f"{address}robots.txt")
    for path in ("embed/en/fdi-2025/", "embed/en/chart.fdi-by-year/", "en/f/fdi-2025/"):
        page.evaluate(
            """src => new Promise(done => {
              const frame = document.createElement("iframe")
              frame.onload = frame.onerror = done
              frame.src = src
              document.body.append(frame)
            })""",
            f"{web_below.address}{path}",
        )
    shown = [frame for frame in page.frames[1:] if frame.locator("main").count()]
    assert [frame.url.removeprefix(web_below.address) for frame in shown] == [
        "embed/en/fdi-2025/",
        "embed/en/chart.fdi-by-year/",
    ]
    figure, chart = (frame.locator("main") for frame in shown)
    for text in ("US$786\u00a0million", "Shanxi Daily, [about March 2026]", "edition 1"):
        assert text in figure.inner_text()
    assert chart.locator("svg:visible").count() == 1
    link = figure.locator("a").get_attribute("href") or ""
    assert link.endswith("/en/f/fdi-2025/")


def test_a_snippet_is_plain_and_says_where_it_is_from(site: Path, short_editions: Editions) -> None:
    """What the page gives to copy is HTML without script or style, with source, date, address."""
    page = read_page(site / "en/f/fdi-2025/index.html")
    snippets = ["".join(pre.itertext()) for pre in page.iter("pre")][-2:]
    assert snippets[0].startswith('<blockquote lang="en" cite="')
    assert snippets[1].startswith(f'<iframe src="{ADDRESS}embed/en/fdi-2025/"')
    assert not re.search("script|style", "".join(snippets))
    for text in (
        "US$786",
        "from Shanxi Daily, [about March 2026]",
        short_editions["en"].collected,
    ):
        assert text in snippets[0]
    assert f'href="{ADDRESS}en/f/fdi-2025/"' in snippets[0]


def _ways(edition: Edition, id_: str) -> list[str]:
    """Return where the address of a fact leads in a language: its page, articles, later report."""
    fact, up = edition.facts[id_], f"../../{edition.language}"
    keys = [source.key for source in edition.sources if source.letter in fact.letters]
    later = [f"{up}/f/{fact.updated_by}/"] if fact.updated_by else []
    return [f"{up}/f/{id_}/", *(f"{up}/sources/#{key}" for key in keys), *later]
