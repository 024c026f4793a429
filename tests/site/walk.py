"""One walk over the pages of the site in a wide window -> what each load told, for all who ask.

A page is loaded once: who complains, who is asked, what it weighs and moves, what axe-core finds
in both color schemes, and what does not fit at twice the size. Tests read what was kept.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias, TypedDict
from zlib import crc32

from playwright.sync_api import Browser, Page, Request

from tests.projects import ROOT
from tests.site.theme import themed
from tests.web import LANGUAGES, TOPICS, WIDE, Web

AXE = ROOT / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# A page differs between the color schemes in its colors only.
RULES: dict[str, dict[str, Any]] = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
# Told by the browser itself, so that no violation passes silently.
REPORT = """document.addEventListener("securitypolicyviolation",
  e => console.error("refused by policy: " + e.violatedDirective + " " + e.blockedURI))"""
# What has moved by itself since the page began to load, which the browser keeps: all of it, and what
# moved up or down or grew. Words that stand in for others are wider or narrower by a hair, and those
# after them in their line give way.
MOVED = """() => new Promise(done => {
  let all = 0, down = 0
  const fell = ({previousRect: a, currentRect: b}) => Math.abs(a.top - b.top) >= 1 || Math.abs(a.height - b.height) >= 1
  const add = list => {
    for (const e of list.getEntries()) if (!e.hadRecentInput) {
      all += e.value
      if (e.sources.some(fell)) down += e.value
    }
  }
  new PerformanceObserver(add).observe({type: "layout-shift", buffered: true})
  const stands = [...document.fonts].some(face => face.family.includes("Stand-in") && face.status === "loaded")
  setTimeout(() => done({all, down, stands}), 50)
})"""
# A line on which all comes late, in milliseconds; and faces later still, once a page is painted, in
# seconds: what stands in for them is seen until then.
SLOW = {"offline": False, "latency": 40, "downloadThroughput": -1, "uploadThroughput": -1}
LATE = 0.3
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
SPACED_AT = (1440, 820, 390, 320)
# Put a style sheet on an open page, and take it off again: the policy refuses an inline one.
WORN = """rules => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(rules)
  document.adoptedStyleSheets = rules ? [sheet] : []
}"""


class Seen(TypedDict):
    """What one load of a page told; `sizes` and `lost` of home and topics alone."""

    told: list[str]
    asked: int
    strangers: list[str]
    sizes: dict[str, int]
    moved: dict[str, Any]
    axe: dict[str, dict[str, Any]]
    lost: dict[str, list[str]]


Walked: TypeAlias = Callable[[str], dict[str, Seen]]


def paths_of(web: Web, lang: str) -> list[str]:
    """Return the pages of a language, one for wrong addresses among them, or those of none."""
    if lang not in LANGUAGES:
        return ["", "no/such", "f/fdi-2024/"]
    return [*web.pages(lang), *web.of_facts(lang), f"{lang}/no/such/page"]


@contextmanager
def walking(browser: Browser, web: Web, lang: str) -> Iterator[Callable[[str], Seen]]:
    """Open a window; give what loads a page of a language there once and tells what it saw.

    Each is loaded as by a reader who has nothing kept.
    """
    read = {f"{lang}/", *(f"{lang}/{topic}/" for topic in TOPICS)}
    with window(browser, WIDE) as page, _late(web):
        page.context.add_init_script(REPORT)
        page.context.add_init_script(path=AXE)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        listener = _Listener(page)
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

        def see(path: str) -> Seen:
            seen = _load(page, listener, web, path, whole=path in read)
            seen["axe"] = dict(_axe(page, [*RULES] if is_dark_in(lang, path) else ["light"]))
            if path in read:
                seen["lost"] = dict(_enlarged(page))
            page.evaluate("localStorage.clear()")  # the scheme that was chosen
            return seen

        yield see


@contextmanager
def _late(web: Web) -> Iterator[None]:
    """Let faces come late meanwhile."""
    web.late = LATE
    try:
        yield
    finally:
        web.late = 0


class _Listener:
    """Keeps what a window's pages complain of and ask for."""

    def __init__(self, page: Page) -> None:
        self.begin()
        page.on("console", lambda m: self.told.append(f"{m.type}: {m.text} {m.location['url']}"))
        page.context.on("weberror", lambda error: self.told.append(str(error.error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfinished", self._finish)

    def _finish(self, request: Request) -> None:
        self.got.append(request)

    def begin(self) -> None:
        self.told: list[str] = []
        self.asked: list[str] = []
        self.got: list[Request] = []


def _load(page: Page, listener: _Listener, web: Web, path: str, *, whole: bool) -> Seen:
    """Open a page and wait for what its scripts ask for and say after loading."""
    page.emulate_media(color_scheme="light")
    listener.begin()
    page.goto(web.address + path, wait_until="networkidle" if whole else "load")
    page.wait_for_timeout(400 if whole else 100)
    moved = page.evaluate(MOVED)
    got = listener.got if whole else []
    return Seen(
        told=list(listener.told),
        asked=len(listener.asked),
        strangers=strangers(listener.asked, web),
        sizes={request.url: request.sizes()["responseBodySize"] for request in got},
        moved=moved,
        axe={},
        lost={},
    )


def strangers(asked: list[str], web: Web) -> list[str]:
    """Return the addresses that were asked and are not the site's."""
    return [url for url in asked if not url.startswith((web.address, "data:"))]


def is_dark_in(lang: str, path: str) -> bool:
    """Tell whether a page is checked in the dark: in one of the languages, which share all colors."""
    own = path.replace(lang, "", 1)
    return lang not in LANGUAGES or [*LANGUAGES][crc32(own.encode()) % len(LANGUAGES)] == lang


def _axe(page: Page, schemes: Collection[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Let axe-core check an open page in these color schemes; look at it in both."""
    for scheme, rules in RULES.items():
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert page.evaluate(CHOSEN, scheme) == scheme
        found = page.evaluate(CHECKED, rules) if scheme in schemes else {}
        yield scheme, {**found, "look": page.evaluate(LOOK)}


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
    yield "text", unfit(page, 1280)
    page.evaluate("document.documentElement.style.fontSize = ''")
    zoomed = {"width": 640, "height": 400, "deviceScaleFactor": 2, "mobile": False}
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setDeviceMetricsOverride", zoomed)
    page.wait_for_timeout(50)
    assert page.evaluate("[innerWidth, devicePixelRatio]") == [640, 2]
    yield "zoom", unfit(page, 640)
    session.detach()
    page.evaluate(WORN, SPACED)
    for width in SPACED_AT:
        page.set_viewport_size({"width": width, "height": 800})
        yield f"spaced at {width}", unfit(page, width)
    page.evaluate(WORN, "")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.emulate_media(forced_colors="active", color_scheme="dark")
    yield "forced colors", page.evaluate(LOST)
    page.emulate_media(forced_colors="none")


def unfit(page: Page, most: int) -> list[str]:
    """Return what is wider than the screen or cut off on it."""
    width = page.evaluate("document.documentElement.scrollWidth")
    found: list[str] = page.evaluate(CRAMPED)
    return [*([f"{width} wide"] if width > most else []), *found[:4]]


@contextmanager
def window(browser: Browser, size: tuple[int, int], **options: object) -> Iterator[Page]:
    """Open a new window of this size, without a memory, and close it."""
    viewport = {"width": size[0], "height": size[1]}
    with browser.new_context(viewport=viewport, **options) as context:  # type: ignore[arg-type]
        context.set_default_timeout(60_000)
        yield context.new_page()
