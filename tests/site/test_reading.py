"""Reading with help: notes and names in place, facts taken along, the tray, paper, no scripts."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pypdfium2
import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from factsheet.settings import SettingsLoader, read_settings
from tests.built import notes_of, page_paths, read_page, with_class, words
from tests.conftest import DESK, PHONE
from tests.served import served

LANGUAGES = {"en": "mkdocs.yml", "zh": "mkdocs.zh.yml"}
FACT = "export-growth-goods"  # a sentence of the trade page
ROW = "fdi-2025"  # a row of a table of the trade page
SMALL = "goods-trade-2024"  # a sentence of the sample's trade page, of a fifth of the elements


def said(root: Path, lang: str) -> dict[str, str]:
    """Return the words of the scripts in a language."""
    return dict(read_settings(root, LANGUAGES[lang])["extra"]["reading"])


def cards(site: Path, lang: str) -> dict[str, Any]:
    return dict(json.loads((site / lang / "cards.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def small(sample: Path) -> Iterator[str]:
    """The address of the sample: the same scripts, on pages that open and answer at half the cost."""
    with served(sample / "site") as address:
        yield address


# Notes


def test_a_note_opens_under_the_mouse_and_closes_when_it_leaves(small: str, moving: Page) -> None:
    page = moving
    page.goto(f"{small}en/trade/")
    mark = page.locator(f"#{SMALL} a.footnote-ref")
    mark.hover()
    box = page.locator(".box--note")
    box.wait_for()  # an `expect` that finds nothing yet draws up a picture of the whole page
    assert "Printed:" in box.inner_text()
    box.hover()
    page.wait_for_timeout(500)
    expect(box).to_be_visible()  # the mouse may go into it
    page.locator("h1").hover()
    expect(box).to_have_count(0)


def test_a_note_opens_at_a_tap_and_leads_on_to_the_full_note(
    address: str, phone: Page, root: Path
) -> None:
    phone.goto(f"{address}zh/trade/")
    mark = phone.locator(f"#{FACT} a.footnote-ref")
    mark.tap()
    box = phone.locator(".box--note")
    expect(box).to_be_visible()
    assert "#fn" not in phone.url
    outside = box.bounding_box()
    assert outside is not None
    assert outside["x"] >= 0
    assert outside["x"] + outside["width"] <= PHONE["width"]
    phone.locator("h1").first.evaluate("h => window.scrollTo(0, 0)")
    phone.touchscreen.tap(20, 200)
    expect(box).to_have_count(0)  # a tap outside closes it
    date = phone.locator("article .figures a.inferred").first
    date.tap()
    told = phone.locator(".box--sign")
    expect(told).to_contain_text(str(date.get_attribute("data-means")))
    date.tap()
    expect(told).to_have_count(0)
    mark.tap()
    box.get_by_role("link", name=said(root, "zh")["full_note"]).tap()
    expect(phone.locator(f"[id='fn:{FACT}']")).to_be_in_viewport()


def test_a_note_opens_at_enter_not_at_focus_and_traps_nobody(small: str, page: Page) -> None:
    page.goto(f"{small}en/trade/")
    _focus_by_key(page, f"#{SMALL} a.footnote-ref")
    mark = page.locator(f"#{SMALL} a.footnote-ref")
    box = page.locator(".box--note")
    page.wait_for_timeout(300)
    expect(box).to_have_count(0)
    page.keyboard.press("Enter")
    expect(box).to_be_visible()
    expect(mark).to_have_attribute("aria-expanded", "true")
    assert mark.get_attribute("aria-describedby") == box.get_attribute("id")
    links = box.locator("a").count()
    assert links > 1
    for _ in range(links):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.box--note') !== null")
    page.keyboard.press("Tab")
    expect(box).to_have_count(0)
    expect(mark).to_have_attribute("aria-expanded", "false")


def test_escape_closes_a_note_and_gives_the_focus_back_to_its_mark(small: str, page: Page) -> None:
    page.goto(f"{small}en/trade/")
    _focus_by_key(page, f"#{SMALL} a.footnote-ref")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".box--note")).to_have_count(0)
    expect(page.locator(f"#{SMALL} a.footnote-ref")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".box--note")).to_be_visible()


# Names


@pytest.mark.parametrize(("lang", "other"), [("en", "zh-Hans"), ("zh", "en")])
def test_a_name_shows_its_form_in_the_other_language(
    lang: str, other: str, address: str, site: Path, page: Page, root: Path
) -> None:
    page.goto(f"{address}{lang}/trade/")
    link = page.locator("p.fact a.name").first
    key = str(link.get_attribute("href")).partition("#")[2]
    name = json.loads((site / lang / "names.json").read_text("utf-8"))[key.removeprefix("name-")]
    link.hover()
    form = page.locator(f".box--name [lang={other}]").first
    form.wait_for()
    expect(form).to_contain_text(name["others"][0]["full"])
    expect(page.locator(".box--name")).to_contain_text(name["origin"])
    page.get_by_role("link", name=said(root, lang)["all_facts"]).click()
    page.wait_for_url(f"{address}{lang}/names/#{key}")
    entry = page.locator(f"[id='{key}']")
    expect(entry.locator("details a").first).to_be_visible()
    page.locator(".filter input").fill({"en": "pilot free", "zh": "ziyoumaoyi"}[lang])
    shown = page.locator("article .entry:visible .own").all_inner_texts()
    assert 0 < len(shown) < 12
    assert all({"en": "ilot free", "zh": "自由贸易"}[lang] in name for name in shown)
    expect(page.locator(".initial:visible, .initials:visible")).to_have_count(0)


def test_a_name_is_linked_once_in_a_fact_and_the_subject_of_the_sheet_never(site: Path) -> None:
    linked = 0
    for path in page_paths(site):
        page = read_page(site / path / "index.html")
        for fact in with_class(page, "fact"):
            names = [a.attrib["href"].partition("#")[2] for a in with_class(fact, "name")]
            assert len(names) == len(set(names)), fact.attrib["id"]
            assert "shanxi" not in names
            linked += len(names)
    assert linked > 0


# Taking a fact along


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("fact", [FACT, ROW])
def test_a_fact_is_copied_as_link_citation_and_sentence(
    lang: str, fact: str, address: str, site: Path, page: Page, root: Path
) -> None:
    words_ = said(root, lang)
    data = cards(site, lang)
    card = data["facts"][fact]
    own = f"{address}f/{fact}/"
    references = data["sources"][card["sources"][0]]["references"]
    styles = {reference["style"]: reference["text"] for reference in references}
    assert set(styles) == {"Chicago", "GB/T 7714"}
    page.goto(f"{address}{lang}/trade/")

    assert _copied(page, fact, words_["copy_link"]) == own
    for style, text in styles.items():
        copied = _copied(page, fact, words_["copy_citation"].replace("{}", style))
        assert copied.startswith(text)
        assert copied.endswith(own)
    sentence = _copied(page, fact, words_["copy_sentence"])
    assert sentence.startswith(card["text"])
    assert styles["Chicago" if lang == "en" else "GB/T 7714"] in sentence
    assert sentence.endswith(own)

    text = _copied(page, fact, words_["report_copy"])  # an error report; nobody is told
    assert own in text
    assert card["text"] in text
    box = page.get_by_role("dialog", name=words_["report"])
    expect(box.locator("textarea")).to_have_value(text)
    expect(box.locator("textarea")).to_be_focused()
    expect(box).to_contain_text(words_["report_nowhere"])
    expect(page.locator(".said")).to_contain_text(words_["report_nowhere"])
    box.get_by_role("link", name=words_["report_more"]).click()
    page.wait_for_url(f"{address}{lang}/about/#errors")
    expect(page.locator("#errors")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("contact", "to"),
    [
        ("mailto:a@sheet.example", "mailto:a@sheet.example?subject={}&body="),
        (
            "https://sheet.example/new?kind=1#form",
            "https://sheet.example/new?kind=1&title={}&body=",
        ),
    ],
    ids=["letter", "form"],
)
def test_a_report_of_an_error_is_begun_where_an_address_is_set(
    contact: str, to: str, small: str, sample: Path, page: Page, root: Path
) -> None:
    words_ = said(root, "en")
    data = {**cards(sample / "site", "en"), "contact": contact}
    opened: list[str] = []
    page.route("**/cards.json", lambda route: route.fulfill(json=data))
    page.context.route("https://sheet.example/**", lambda route: opened.append(route.request.url))
    page.goto(f"{small}en/trade/")
    text = _copied(page, SMALL, words_["report"])
    link = page.get_by_role("dialog", name=words_["report"]).get_by_role("link").first
    href = str(link.get_attribute("href"))
    expected = [] if contact.startswith("mailto:") else [href.partition("#")[0]]
    for _ in range(50):
        if len(opened) < len(expected):
            page.wait_for_timeout(20)
    page.context.unroute_all()
    assert href.startswith(to.format(quote(words_["report"])))
    assert quote(text, safe="()'!*") in href
    assert opened == expected


def test_a_sentence_is_copied_with_its_marks_in_words(site: Path) -> None:
    for lang, meaning in (("en", "calculated by us"), ("zh", "本资料推算")):
        assert meaning in cards(site, lang)["facts"]["fdi-2024"]["text"]


def test_the_menu_of_a_fact_is_walked_with_arrows(small: str, page: Page) -> None:
    page.goto(f"{small}en/trade/")
    button = _button(page, SMALL)
    button.focus()
    page.keyboard.press("Enter")
    items = page.get_by_role("menuitem")
    expect(items.first).to_be_focused()
    page.keyboard.press("End")
    expect(items.last).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(items.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(items).to_have_count(0)
    expect(button).to_be_focused()


def test_facts_of_several_pages_and_both_languages_meet_in_the_tray(
    address: str, site: Path, moving: Page, root: Path
) -> None:
    page = moving
    english, chinese = said(root, "en"), said(root, "zh")
    page.goto(f"{address}en/trade/")
    _choose(page, FACT, english["add"])
    _choose(page, ROW, english["add"])
    page.goto(f"{address}zh/channels/")
    third = str(page.locator("p.fact").first.get_attribute("id"))
    _choose(page, third, chinese["add"])
    expect(page.locator(".said")).to_have_text(chinese["added"].replace("{}", "3"))

    page.locator(".tray__button").click()
    kept = page.locator(".tray__facts > li")
    data = cards(site, "zh")
    expect(kept).to_have_count(3)
    for index, key in enumerate((FACT, ROW, third)):
        expect(kept.nth(index)).to_contain_text(data["facts"][key]["text"])

    page.get_by_role("button", name=chinese["copy_all"]).click()
    expect(page.locator(".said")).to_have_text(chinese["copied"])
    lines = _clipboard(page).strip().split("\n")
    assert lines[0].startswith(f"1. {data['facts'][FACT]['text']} [1]")
    assert lines[1].strip() == f"{address}f/{FACT}/"
    notes = [line for line in lines if re.match(r"\[\d+\] ", line)]
    sources = dict.fromkeys(s for key in (FACT, ROW, third) for s in data["facts"][key]["sources"])
    assert [note.partition(" ")[2] for note in notes] == [
        next(r["text"] for r in data["sources"][key]["references"] if r["own"]) for key in sources
    ]


def test_the_tray_works_by_keyboard_alone(address: str, page: Page, root: Path) -> None:
    english = said(root, "en")
    page.goto(f"{address}en/trade/")
    for fact in (FACT, ROW):
        _button(page, fact).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("menuitem").first).to_be_focused()
        page.keyboard.press("End")
        page.keyboard.press("Enter")
        expect(_button(page, fact)).to_be_focused()
    opener = page.locator(".tray__button")
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tray-title")).to_be_focused()
    removers = page.locator(".tray__remove")
    removers.first.focus()
    page.keyboard.press("Enter")
    expect(removers).to_have_count(1)
    expect(removers.first).to_be_focused()
    expect(page.locator(".said")).to_have_text(english["removed"].replace("{}", "1"))
    page.keyboard.press("Escape")
    expect(page.locator("#tray")).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#tray").get_by_role("button", name=english["clear"]).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".tray__facts")).to_have_text(english["empty"])
    page.keyboard.press("Escape")
    expect(opener).to_be_hidden()


# Without scripts, on paper


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_scripts_notes_names_and_facts_are_reached_by_links(
    lang: str, address: str, browser: Browser
) -> None:
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(f"{address}{lang}/trade/")
        assert page.locator("button:visible:not([popovertarget])").count() == 0
        page.locator(f"#{FACT} a.footnote-ref").click()
        expect(page.locator(f"[id='fn:{FACT}']")).to_be_in_viewport()
        page.goto(f"{address}{lang}/trade/")
        link = page.locator("p.fact a.name").first
        key = str(link.get_attribute("href")).partition("#")[2]
        link.click()
        page.wait_for_url(f"{address}{lang}/names/#{key}")
        entry = page.locator(f"[id='{key}']")
        expect(entry).to_be_in_viewport()
        entry.locator("summary").click()
        expect(entry.locator("details a").first).to_be_visible()


def test_scripts_move_nothing(address: str, page: Page) -> None:
    """Without them a page is the same at a size, whichever it was loaded at."""
    paths = (
        "en/",
        "zh/",
        "en/trade/",
        "zh/trade/",
        "zh/names/",
        "en/plans/",
        "en/differences/",
        "en/about/",
    )
    _assert_still(address, page, paths)


def test_scripts_move_no_foot_of_a_short_page(small: str, page: Page) -> None:
    """Where the navigation is longer than the page, it has the same room without them."""
    _assert_still(small, page, ("zh/gaps/",))


def _assert_still(address: str, page: Page, paths: Sequence[str]) -> None:
    for path in paths:
        still = {}
        with _without_scripts(page):
            _load(page, address + path)
            for size in (DESK, PHONE):
                page.set_viewport_size(size)
                still[size["width"]] = _places(page)
            assert page.locator("html.no-js").count() == 1
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            _load(page, address + path)
            assert page.locator("html.js").count() == 1
            places, old = _places(page), still[size["width"]]
            assert places
            moved = {key: (at, old.get(key)) for key, at in places.items() if at != old.get(key)}
            assert moved == {}, (path, size)


def _load(page: Page, address: str) -> None:
    """Open a page and wait for what its scripts ask for."""
    page.goto(address)
    page.wait_for_load_state("networkidle")


@contextmanager
def _without_scripts(page: Page) -> Iterator[None]:
    """Let no page run a script, in a window that keeps what it has."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        yield
    finally:
        session.detach()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_printed_page_has_its_notes_and_none_of_the_controls(
    lang: str, address: str, site: Path, page: Page, root: Path
) -> None:
    words_ = said(root, lang)
    page.goto(f"{address}{lang}/trade/")
    _choose(page, FACT, words_["add"])
    page.locator(".tray__button").click()
    expect(page.locator(".tray__facts > li")).to_have_count(1)
    printed = _text(page.pdf(format="A4"))
    notes = notes_of(read_page(site / lang / "trade/index.html"))
    missing = [key for key, note in notes.items() if _bare(note)[:24] not in printed]
    assert missing == []
    controls = [_bare(words_[key]) for key in ("copy_all", "clear", "full_note", "empty")]
    assert [control for control in controls if control and control in printed] == []
    assert "http" not in printed
    assert not re.search("SVG|PNG|CSV", printed)
    footer = with_class(read_page(site / lang / "trade/index.html"), "edition__label")[0]
    assert _bare(words(footer)) in printed
    # A sheet of paper says at once of what it is, at last what its signs and codes mean.
    page_of = read_page(site / lang / "trade/index.html")
    top = _bare(words(with_class(page_of, "paper")[0]))
    assert printed.startswith(top)
    assert top.count("·") >= 3
    key = _bare(words(with_class(page_of, "key")[0]))
    assert key in printed
    authors = {"en": "LiRuonan", "zh": "李若男"}
    assert authors[lang] in key
    leading = page.locator(".to-data, .after-fold")  # nowhere, on paper
    assert leading.and_(page.locator(":visible")).count() > 0
    page.emulate_media(media="print")
    assert leading.and_(page.locator(":visible")).count() == 0
    page.emulate_media(media="null")


def test_a_printed_page_shows_what_is_folded_on_the_screen(
    address: str, site: Path, page: Page
) -> None:
    page.goto(f"{address}en/names/")
    printed = _text(page.pdf(format="A4"))
    entries = with_class(read_page(site / "en/names/index.html"), "fact-links")
    first = next(entry for entry in entries if entry.tag == "details")
    link = next(first.iter("a"))
    assert _bare(words(link)) in printed


def test_all_languages_have_the_same_words_for_scripts(root: Path) -> None:
    for key in ("reading", "notes", "groups"):
        found = {
            config: set(_own_settings(root / config)["extra"][key])
            for config in (*LANGUAGES.values(), "templates/locales/ja/mkdocs.yml")
        }
        assert len(set(map(frozenset, found.values()))) == 1, found


def _own_settings(config: Path) -> dict[str, Any]:
    """Return what a settings file itself says, without the one it leans on."""
    return dict(yaml.load(config.read_text("utf-8"), SettingsLoader))  # noqa: S506  # a SafeLoader


def _focus_by_key(page: Page, selector: str) -> None:
    """Go to an element as a keyboard does: by Tab, from what stands before it."""
    page.keyboard.press("Tab")
    page.locator(selector).focus()


def _button(page: Page, fact: str) -> Locator:
    """Return the button of a fact: a sentence's own, or that of a row."""
    return page.locator(f"p#{fact} .take, tr:has(> td > span#{fact}) .take")


def _choose(page: Page, fact: str, words_: str) -> None:
    _button(page, fact).click()
    page.get_by_role("menuitem", name=words_, exact=True).click()


def _copied(page: Page, fact: str, words_: str) -> str:
    page.evaluate("navigator.clipboard.writeText('')")
    _choose(page, fact, words_)
    page.wait_for_function("navigator.clipboard.readText().then(text => text !== '')")
    return _clipboard(page)


def _clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def _places(page: Page) -> dict[str, list[float]]:
    """Return where what has an id, is a cell or a heading stands, unless it is folded away."""
    found: dict[str, list[float]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(
             "article :is([id], td, li, .fact, h1, h2, h3), footer .edition"
             )].filter(e => !e.closest("details:not([open]) > :not(summary)")).map((e, i) => {
             const at = e.getBoundingClientRect()
             return [`${i} ${e.tagName} ${e.id}`, [at.x, at.y, at.width, at.height].map(Math.round)]
           }))"""
    )
    return found


def _text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    document.close()
    return _bare(text)


def _bare(text: str) -> str:
    """Return a text without what a line break may change."""
    return re.sub(r"[\s\u00ad\u2060\ufffe\ufeff-]+", "", text)
