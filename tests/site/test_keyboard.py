"""The keyboard alone over whole pages, forward and back: all is reached, seen and left again."""

from typing import Any
from xml.etree.ElementTree import Element

import pytest
from playwright.sync_api import Page

from tests.built import read_page
from tests.site.theme import themed
from tests.web import LANGUAGES, PHONE, TOPICS, WIDE, Web

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
  // The theme draws the focus of its hidden switch on the label beside it.
  const label = e.matches("$switch") ? e.nextElementSibling : null
  const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1
    || style.boxShadow !== "none"
  const faults = []
  if (!shown && !(label && getComputedStyle(label).outlineStyle !== "none")) faults.push("invisible focus")
  // What is wider or higher than the screen scrolls by itself.
  if (!e.matches(".scroll")) {
    if (shape.top < 0 || shape.bottom > innerHeight + 1 || shape.left < 0) faults.push("outside the screen")
    if (!(top && (e.contains(top) || top.contains(e) || label && label.contains(top))))
      faults.push("covered by " + (top ? top.outerHTML.slice(0, 80) : "nothing"))
  }
  return {
    name: e.tagName + "." + e.className + "#" + e.id + " " + (e.href || ""), faults,
    note: e.matches("article .footnote-ref"), back: e.matches("article .footnote-backref"),
    skip: e.matches("$skip"), header: !!e.closest("header"), nav: !!e.closest("nav"),
    article: !!e.closest("article"), table: !!e.closest("table") || !!e.querySelector("table"),
  }
}""")

# Hold Tab down until the keyboard leaves the page; tell of each stop. Presses come faster than a
# screen is drawn: what seems wrong is reached again, from the stop before and once all has settled.
WALK = f"""async most => {{
  const reached = {FOCUS}
  const settled = async () => {{ for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame) }}
  const stops = [], elements = []
  let begun = false, left = false
  const look = event => {{
    if (event.key !== "Tab") return
    const stop = begun && !left && reached()
    left ||= stop === null
    if (left) event.preventDefault()
    if (stop) elements.push(document.activeElement), stops.push(stop)
    begun = true
  }}
  addEventListener("keydown", look, true)
  while (!left && stops.length < most) await Promise.all(Array.from({{length: 50}}, () => press()))
  removeEventListener("keydown", look, true)
  for (let at = 1; at < stops.length; at++) {{
    if (!stops[at].faults.length) continue
    elements[at - 1].focus()
    await settled()
    await press()
    await settled()
    stops[at] = reached() ?? stops[at]
  }}
  elements.at(-1).focus()
  await press()
  const passed = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({{visibilityProperty: true}})
      && !(e.type === "radio" && !e.checked) && !elements.includes(e))
  return {{
    stops, left, twice: stops.length - new Set(elements).size,
    passed: passed.map(e => e.outerHTML.slice(0, 120)),
  }}
}}"""

# Whole pages with all folds open, wide and back on a phone; and as they open, the other way.
WALKS = [
    ("en", "trade", WIDE, PHONE, True),
    ("zh", "channels", WIDE, PHONE, True),
    ("zh", "zones", WIDE, PHONE, True),
    ("en", "policy", WIDE, PHONE, True),
    ("en", "channels", PHONE, WIDE, False),
    ("zh", "trade", PHONE, WIDE, False),
]


@pytest.fixture(scope="session")
def _press(desk: Page) -> None:
    """Let pages at the desk hold Tab down."""
    desk.expose_function("press", lambda: desk.keyboard.down("Tab"))


@pytest.mark.usefixtures("_press")
@pytest.mark.parametrize(
    ("lang", "topic", "there", "back", "is_open"),
    WALKS,
    ids=[f"{w[0]} {w[1]} {w[2][0]}" for w in WALKS],
)
def test_the_keyboard_reaches_everything_visibly_forward_and_back_and_is_never_trapped(
    lang: str,
    topic: str,
    there: tuple[int, int],
    back: tuple[int, int],
    is_open: bool,
    web_below: Web,
    page: Page,
) -> None:
    page.set_viewport_size({"width": there[0], "height": there[1]})
    page.goto(f"{web_below.address}{lang}/{topic}/")
    if is_open:
        page.evaluate(OPENED)
    ways = {"there": _reached(page, there)}
    page.keyboard.down("Shift")
    ways["back"] = _reached(page, back)
    page.keyboard.up("Shift")
    for way, (walked, notes, backs) in ways.items():
        stops = walked["stops"]
        assert walked["left"], "the keyboard never leaves the page"
        assert walked["twice"] == 0, "a trap, or a stop twice"
        assert walked["passed"] == [], way
        assert {stop["name"]: stop["faults"] for stop in stops if stop["faults"]} == {}, way
        assert stops[0 if way == "there" else -1]["skip"]
        assert any(stop["header"] and not stop["skip"] for stop in stops)
        assert any(stop["nav"] and not stop["header"] for stop in stops)
        assert any(stop["table"] for stop in stops)
        assert sum(stop["note"] for stop in stops) == notes > 10
        assert sum(stop["back"] for stop in stops) == backs
        assert backs > 10 or not is_open


def test_whatever_a_keyboard_meets_on_any_topic_page_is_of_a_kind_that_was_walked_over(
    web_below: Web,
) -> None:
    """So each language of a topic need not be: a page in the other differs in its words."""
    kinds = {
        (lang, topic): _kinds(read_page(web_below.folder / lang / topic / "index.html"))
        for lang in LANGUAGES
        for topic in TOPICS
    }
    walked = [kinds[lang, topic] for lang, topic, *_, is_open in WALKS if is_open]
    assert {topic for _, topic, *_, is_open in WALKS if is_open} == set(TOPICS)
    assert set().union(*kinds.values()) == set().union(*walked)
    assert len(set().union(*walked)) > 30


def _kinds(page: Element) -> set[tuple[str, ...]]:
    """Return what a keyboard may meet on a page: what it is, its classes, in which regions."""
    found = set()
    todo: list[tuple[Element, tuple[str, ...]]] = [(page, ())]
    while todo:
        element, regions = todo.pop()
        if element.tag in ("a", "button", "input", "label", "summary") or element.get("tabindex"):
            classes = sorted(element.get("class", "").split())
            found.add((element.tag, *classes, *regions))
        if element.tag in ("header", "nav", "article", "footer", "table", "details", "svg"):
            regions = tuple(sorted({*regions, element.tag}))
        todo += [(child, regions) for child in element]
    return found


def _reached(page: Page, size: tuple[int, int]) -> tuple[dict[str, Any], int, int]:
    """Hold Tab down until the keyboard leaves the page; return each stop, and the notes seen."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    notes = page.locator("article a.footnote-ref:visible").count()
    backs = page.locator("article a.footnote-backref:visible").count()
    walked: dict[str, Any] = page.evaluate(WALK, 3000)
    return walked, notes, backs
