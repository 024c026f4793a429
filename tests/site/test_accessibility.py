"""Every page for everyone: axe-core, the keyboard alone, a narrow screen, large text."""

import pytest
from playwright.sync_api import Browser, Page

from tests.site.walk import RULES, Walked, paths_of, unfit, window
from tests.web import LANGUAGES, TOPICS, Web

NARROW = (320, 568)


@pytest.mark.parametrize("lang", [*LANGUAGES, "root"])
def test_axe_finds_no_violation_on_any_page_and_nothing_is_lost_at_twice_the_size(
    lang: str, web_below: Web, walked: Walked
) -> None:
    pages = walked(lang)
    assert list(pages) == paths_of(web_below, lang)
    for scheme in RULES:
        found = {path: page["axe"][scheme] for path, page in pages.items()}
        assert {path: axe["violations"] for path, axe in found.items() if axe["violations"]} == {}
        assert [path for path, axe in found.items() if not axe["passed"]] == []
    enlarged = {path: page["lost"] for path, page in pages.items() if page["lost"]}
    assert len(enlarged) == (len(TOPICS) + 1 if lang in LANGUAGES else 0)
    assert {path: lost for path, lost in enlarged.items() if any(lost.values())} == {}
    for scheme in RULES:
        assert len({page["axe"][scheme]["look"] for page in pages.values()}) == 1, scheme


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_keyboard_skips_to_the_content_and_goes_to_a_note_and_back(
    lang: str, web_below: Web, page: Page
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{web_below.address}{lang}/trade/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('article')")
    mark = page.locator("article a.footnote-ref").nth(5)
    mark.focus()
    page.keyboard.press("Enter")
    page.locator(".box--note .box__more a").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    at_note = page.evaluate("document.activeElement.closest('li[id^=\"fn:\"]')?.id")
    assert f"#{at_note}" == mark.get_attribute("href")
    note = page.locator(f"[id='{at_note}']")
    note.locator("a.footnote-backref").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == f"#{at_note}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_load_on_a_phone_without_errors_strangers_sideways_scrolling_or_cuts(
    lang: str, web_below: Web, browser: Browser
) -> None:
    faults = {}
    told: list[str] = []
    asked: set[str] = set()
    with window(browser, NARROW) as page:
        page.on("console", lambda message: told.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: asked.add(request.url))
        for path in ["", "f/fdi-2024/", *web_below.pages(lang), *web_below.of_facts(lang)[:2]]:
            faults[path] = _cramped(page, web_below.address + path)
        assert told == []
        for path in ["no/such", f"{lang}/no/such"]:
            faults[path] = _cramped(page, web_below.address + path)
    assert [url for url in asked if not url.startswith((web_below.address, "data:"))] == []
    assert {path: found for path, found in faults.items() if found} == {}


def _cramped(page: Page, address: str) -> list[str]:
    page.goto(address)
    return unfit(page, NARROW[0])
