"""Every page for everyone: axe-core, the keyboard alone, a narrow screen, large text."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.site.theme import themed
from tests.site.walk import RULES, Walked, is_dark_in, paths_of, unfit, window
from tests.web import LANGUAGES, TOPICS, Web

NARROW = (320, 568)
# The colors that a page wears, of its header, and those that it tells the browser for its bar.
WORN = """() => [
  getComputedStyle(document.body).colorScheme,
  getComputedStyle(document.querySelector("header")).backgroundColor,
  document.querySelector("meta[name=theme-color]")?.content,
]"""


@pytest.mark.parametrize("lang", [*LANGUAGES, "root"])
def test_axe_finds_no_violation_on_any_page_and_nothing_is_lost_at_twice_the_size(
    lang: str, web_below: Web, walked: Walked
) -> None:
    pages = walked(lang)
    assert list(pages) == paths_of(web_below, lang)
    for scheme in RULES:
        found = {path: page["axe"][scheme] for path, page in pages.items()}
        if scheme == "dark":
            found = {path: axe for path, axe in found.items() if is_dark_in(lang, path)}
            assert len(found) >= 3
        assert {path: axe["violations"] for path, axe in found.items() if axe["violations"]} == {}
        assert [path for path, axe in found.items() if not axe["passed"]] == []
    enlarged = {path: page["lost"] for path, page in pages.items() if page["lost"]}
    assert len(enlarged) == (len(TOPICS) + 1 if lang in LANGUAGES else 0)
    assert {path: lost for path, lost in enlarged.items() if any(lost.values())} == {}
    for scheme in RULES:
        assert len({page["axe"][scheme]["look"] for page in pages.values()}) == 1, scheme


COLORED = re.compile(
    r"(?:^|[;{\s])(?:[\w-]*color|background|fill|stroke|border|outline|opacity)\s*:"
    r"|#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|light-dark|color-mix)\(",
    re.IGNORECASE,
)
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")


def test_no_rule_of_color_is_of_one_language(root: Path) -> None:
    """So each page is looked at in the dark in one of them."""
    rules = [
        (" ".join(selector.split()), declared)
        for path in sorted((root / "templates").rglob("*.css"))
        for selector, declared in RULE.findall(path.read_text("utf-8"))
    ]
    palette = (root / "templates/theme/assets/palette.css").read_text("utf-8")
    colors = set(re.findall(r"--sheet-[\w-]+(?=\s*:)", palette))
    assert {"--sheet-ink", "--sheet-accent"} < colors
    of_languages = [(s, declared) for s, declared in rules if ":lang(" in s or "[lang" in s]
    assert len(of_languages) > 5
    assert [rule for rule in of_languages if COLORED.search(rule[1])] == []
    named = re.compile(r"--[\w-]+")
    assert [rule for rule in of_languages if colors & set(named.findall(rule[1]))] == []
    for colored in ("x: y; background-color: red", "--own: #123", "--own: rgb(1 2 3)"):
        assert COLORED.search(colored), colored


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_keyboard_skips_to_the_content_and_goes_to_a_note_and_back(
    lang: str, web_below: Web, page: Page
) -> None:
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


def test_colors_are_switched_by_mouse_and_keyboard_and_kept(web_below: Web, moving: Page) -> None:
    """On this page, at the next load and in the other language; the browser's bar follows."""
    page = moving
    shown = page.locator(themed("$switch + label:visible"))

    def worn() -> str:
        scheme, header, bar = page.evaluate(WORN)
        assert bar == header
        return str(scheme)

    page.goto(f"{web_below.address}en/about/")
    page.wait_for_function(f"({WORN})()[2]")
    assert worn() == "light"
    shown.click()
    assert worn() == "dark"
    page.locator(themed("$switch")).first.focus()
    page.keyboard.press("Enter")
    assert worn() == "light"
    shown.click()
    page.reload()
    page.wait_for_function(f"({WORN})()[2]")
    assert worn() == "dark"
    page.locator("[data-other-language]:visible").first.click()
    page.wait_for_url(f"{web_below.address}zh/about/")
    page.wait_for_function(f"({WORN})()[2]")
    assert worn() == "dark"


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
