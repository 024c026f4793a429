"""Every page for everyone: axe-core, the keyboard alone, a narrow screen, large text."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.site.theme import themed
from tests.site.walk import RULES, Walked, paths_of, unfit, window
from tests.web import LANGUAGES, TOPICS, Web

NARROW = (320, 568)

OPENED = "for (const fold of document.querySelectorAll('details.fold')) fold.open = true"

# What the keyboard has reached: where it stands, how it is shown, what lies over it.
FOCUS = themed("""() => {
  const e = document.activeElement
  if (!e || e === document.body) return null
  const style = getComputedStyle(e), box = e.getBoundingClientRect()
  // A link that wraps is as many boxes as it has lines: the first is enough to see it.
  const shape = [...e.getClientRects()].find(r => r.width && r.height) || box
  const x = shape.left + Math.min(shape.width / 2, 20), y = shape.top + shape.height / 2
  const top = document.elementFromPoint(x, y)
  const path = []
  for (let n = e; n && n.parentElement; n = n.parentElement)
    path.unshift([...n.parentElement.children].indexOf(n))
  // The theme draws the focus of its hidden switch on the label beside it.
  const label = e.matches("$switch") ? e.nextElementSibling : null
  const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
    || style.boxShadow !== "none"
  return {
    key: path.join("."), name: e.tagName + "." + e.className + "#" + e.id + " " + (e.href || ""),
    note: e.matches(".footnote-ref"), back: e.matches(".footnote-backref"),
    skip: e.matches("$skip"), header: !!e.closest("header"), nav: !!e.closest("nav"),
    table: !!e.closest("table") || !!e.querySelector("table"),
    shown: shown || !!label && getComputedStyle(label).outlineStyle !== "none",
    inside: shape.top >= 0 && shape.bottom <= innerHeight + 1 && shape.left >= 0,
    covered: !(top && (e.contains(top) || top.contains(e) || label && label.contains(top))),
  }
}""")

LOOKED_AT = """focus => {
  const look = eval(focus)
  window.stops = []
  addEventListener("keydown", () => stops.push(look()), true)
}"""


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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_keyboard_reaches_everything_visibly_and_is_never_trapped(
    lang: str, web_below: Web, page: Page
) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{web_below.address}{lang}/trade/")
    page.evaluate(OPENED)
    notes = page.locator("article a.footnote-ref:visible").count()
    backs = page.locator("article a.footnote-backref:visible").count()
    reached = list(_tabs(page))
    faults = {
        step["name"]: [fault for fault, wrong in _faults(step).items() if wrong]
        for step in reached
        if any(_faults(step).values())
    }
    assert faults == {}
    assert reached[0]["skip"]
    assert any(step["header"] and not step["skip"] for step in reached)
    assert any(step["nav"] and not step["header"] for step in reached)
    assert any(step["table"] for step in reached)
    assert sum(step["note"] for step in reached) == notes > 50
    assert sum(step["back"] for step in reached) == backs > 50
    assert len({step["key"] for step in reached}) == len(reached), "a trap, or a stop twice"


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


def _tabs(page: Page) -> Iterator[dict[str, object]]:
    """Hold Tab down until the keyboard leaves the page, and tell of each stop.

    A stop is looked at when the next press comes: by then, what it scrolled has settled.
    """
    page.evaluate(LOOKED_AT, FOCUS)
    page.keyboard.down("Tab")
    page.evaluate("stops.length = 0")  # before the first press, nothing had been reached
    for _ in range(30):
        for _ in range(100):
            page.keyboard.down("Tab")
        for step in page.evaluate("stops.splice(0)"):
            if step is None:
                return
            yield step
    raise AssertionError("the keyboard never leaves the page")


def _faults(step: dict[str, object]) -> dict[str, bool]:
    return {
        "invisible focus": not step["shown"],
        "outside the screen": not step["inside"],
        "covered": bool(step["covered"]),
    }
