"""Every page for everyone: axe-core, the keyboard alone, a narrow screen, large text."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from tests.projects import ROOT
from tests.site.theme import themed
from tests.web import LANGUAGES, TOPICS, WIDE, Web

AXE = ROOT / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# A page differs between the color schemes in its colors only.
RULES = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
# Press the theme's switch for a scheme, where a page has one; return the scheme that is seen.
CHOSEN = themed("""async scheme => {
  document.querySelector(`$switch_for`)?.click()
  await Promise.all(document.getAnimations().map(animation => animation.finished))
  const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g)
  return +red + +green + +blue > 382 ? "light" : "dark"
}""")
CHECKED = """rules => axe.run(document, {
  runOnly: rules, resultTypes: ["violations"], rules: {"target-size": {enabled: rules.type === "tag"}},
}).then(
  ({passes, violations}) => ({passed: passes.length, violations: violations.map(
    rule => [rule.id, rule.nodes.slice(0, 3).map(node => node.html.slice(0, 120))])}))"""
NARROW = (320, 568)
SPACED_AT = (1440, 820, 390, 320)

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

# Texts that are cut off by their own box, and boxes of the header that overlap.
CRAMPED = themed("""() => {
  const found = []
  const seen = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true})
  for (const e of document.querySelectorAll(
    "h1, h2, .figures li, .figures li *, .topics li, .card, .card *, header a, main li > a"
  )) {
    if (!seen(e) || !e.textContent.trim() || e.closest("svg, .unseen, .aloud, .bracket")) continue
    const style = getComputedStyle(e)
    if (style.overflow !== "visible" && style.display !== "inline" &&
        (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 2))
      found.push("cut: " + e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 40))
    const box = e.getBoundingClientRect()
    if (!e.closest("table, $sidebar") && (box.right > innerWidth + 1 || box.left < -1))
      found.push("outside: " + e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 40))
  }
  for (const e of document.querySelectorAll("td[data-label]")) {
    const box = e.getBoundingClientRect()
    if (innerWidth < 720 && seen(e) && (box.right > innerWidth + 1 || e.scrollWidth > e.clientWidth + 1))
      found.push("cell outside: " + e.textContent.trim().slice(0, 40))
  }
  const bar = document.querySelector("header nav")
  const items = bar ? [...bar.children].filter(e => seen(e) && e.getBoundingClientRect().width) : []
  const boxes = items.map(e => [e.className, e.getBoundingClientRect()])
  boxes.forEach(([name, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
    if (wide > 1 && high > 1) found.push("overlap: " + name + " and " + other)
  }))
  const cards = [...document.querySelectorAll(".figures li, .topics li, .card")].filter(seen)
    .map(e => e.getBoundingClientRect())
  cards.forEach((a, i) => cards.slice(i + 1).forEach(b => {
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1 ) found.push("cards overlap")
  }))
  return found
}""")


# The paper, ink and face of a page.
LOOK = """() => {
  const look = getComputedStyle(document.body)
  return [look.backgroundColor, look.color, look.fontFamily].join("; ")
}"""


# What a reader's own colors make of drawings, signs and buttons: what can no more be told apart.
LOST = """() => {
  const found = [], body = getComputedStyle(document.body)
  for (const e of document.querySelectorAll("article .drawing :is(text, rect, polyline, circle)")) {
    const look = getComputedStyle(e)
    if (!e.checkVisibility() || e.closest(".patch, defs")) continue
    const seen = [look.fill, e.tagName === "text" ? look.fill : look.stroke]
    if (seen.every(color => color === body.backgroundColor || color === "none"))
      found.push(e.parentElement.getAttribute("class") + " " + e.outerHTML.slice(0, 60))
  }
  for (const e of document.querySelectorAll(".signs__close, .take, summary")) {
    const own = getComputedStyle(e, "::before")
    const [drawn, behind] = [own.backgroundImage === "none" ? own.backgroundColor : own.color, body.backgroundColor]
    const lined = own.borderTopStyle !== "none" || own.borderRightStyle !== "none"
    if (own.content !== "none" && !lined && drawn === behind) found.push(e.outerHTML.slice(0, 60))
  }
  return found.slice(0, 5)
}"""
# What a reader may set (WCAG 1.4.12).
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""


@contextmanager
def _page(browser: Browser, size: tuple[int, int], **options: object) -> Iterator[Page]:
    viewport = {"width": size[0], "height": size[1]}
    with browser.new_context(viewport=viewport, **options) as context:  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        yield context.new_page()


@pytest.mark.parametrize("lang", [*LANGUAGES, "root"])
def test_axe_finds_no_violation_on_any_page_and_nothing_is_lost_at_twice_the_size(
    lang: str, web_below: Web, browser: Browser
) -> None:
    paths = (
        [*web_below.pages(lang), *web_below.of_facts(lang), f"{lang}/no/such/page"]
        if lang in LANGUAGES
        else ["", "no/such", "f/fdi-2024/"]
    )
    enlarged = {f"{lang}/", *(f"{lang}/{topic}/" for topic in TOPICS)} & set(paths)
    assert len(enlarged) == (len(TOPICS) + 1 if lang in LANGUAGES else 0)
    found = {}
    lost = {}
    looks: dict[str, set[str]] = {scheme: set() for scheme in RULES}
    with _page(browser, WIDE, bypass_csp=True) as page:
        page.context.add_init_script(path=AXE)
        for path in paths:
            page.goto(web_below.address + path)
            for scheme, rules in RULES.items():
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate(CHOSEN, scheme) == scheme
                result = page.evaluate(CHECKED, rules)
                assert result["passed"], (path, scheme)
                looks[scheme].add(page.evaluate(LOOK))
                if result["violations"]:
                    found[path, scheme] = result["violations"]
            if path in enlarged:
                lost |= {(path, how): faults for how, faults in _enlarged(page) if faults}
    assert found == {}
    assert lost == {}
    assert {scheme: len(found) for scheme, found in looks.items()} == {"light": 1, "dark": 1}


def _enlarged(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Enlarge an open page's text, then all of it, space its text, take the reader's colors.

    Tell what does not fit or cannot be seen any more.
    """
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate(
        "document.documentElement.style.fontSize ="
        " 2 * parseFloat(getComputedStyle(document.documentElement).fontSize) + 'px'"
    )
    page.wait_for_timeout(50)
    yield "text", _unfit(page, 1280)
    page.evaluate("document.documentElement.style.fontSize = ''")
    zoomed = {"width": 640, "height": 400, "deviceScaleFactor": 2, "mobile": False}
    page.context.new_cdp_session(page).send("Emulation.setDeviceMetricsOverride", zoomed)
    page.wait_for_timeout(50)
    assert page.evaluate("[innerWidth, devicePixelRatio]") == [640, 2]
    yield "zoom", _unfit(page, 640)
    style = page.add_style_tag(content=SPACED)
    for width in SPACED_AT:
        page.set_viewport_size({"width": width, "height": 800})
        yield f"spaced at {width}", _unfit(page, width)
    style.evaluate("style => style.remove()")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.emulate_media(forced_colors="active", color_scheme="dark")
    yield "forced colors", page.evaluate(LOST)
    page.emulate_media(forced_colors="none")


def _unfit(page: Page, most: int) -> list[str]:
    """Return what is wider than the screen or cut off on it."""
    width = page.evaluate("document.documentElement.scrollWidth")
    found: list[str] = page.evaluate(CRAMPED)
    return [*([f"{width} wide"] if width > most else []), *found[:4]]


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
    with _page(browser, NARROW) as page:
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
    return _unfit(page, NARROW[0])


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
