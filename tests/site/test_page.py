"""The page that a reader finishes: figures first, the newest stands, every sign answers.

What opens a moment after the mouse is on it is waited for: an `expect` that finds nothing draws up
a picture of the whole page each time.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.built import article, by_id, facts_of, ids, page_paths, read_page, with_class, words
from tests.site.theme import themed
from tests.site.walk import MOVED
from tests.web import LANGUAGES, TOPICS

# The tallest a topic of the short sheet may be at a width. A topic of the whole sheet, twice as long
# and more, is to keep within 12,000 and 20,000 px (trade), 14,000 and 24,000 px (the others): these
# leave it the same room.
HEIGHTS = {1440: {"trade": 6_650, "": 9_100}, 390: {"trade": 9_600, "": 14_100}}
# How far down the first figure may stand.
TOPS = {(1440, 900): 260, (390, 844): 300, (320, 640): 300}
WIDTHS = ((390, 844), (1440, 900), (820, 1180), (320, 640))  # the first as pages are opened

# Where the first figure stands; how high and how wide the page is.
SIZES = """() => {
  scrollTo(0, 0)
  const first = document.querySelector("article .figures :is(.value, .statement)")
  const {scrollHeight, scrollWidth} = document.documentElement
  return [first.getBoundingClientRect().top + scrollY, scrollHeight, scrollWidth]
}"""
# Whatever answers inside a row is hit 11 px beside its middle, unless the like of it is there.
MISSED = """() => {
  const rows = "article :is(p.fact, td, .figures li)", kinds = "a.mark, a.code, a.footnote-ref, a.inferred, .take"
  const missed = []
  for (const e of document.querySelectorAll(`:is(${rows}) :is(${kinds})`)) {
    if (!e.checkVisibility()) continue
    e.scrollIntoView({block: "center"})
    const box = e.getClientRects()[0], x = box.left + box.width / 2, y = box.top + box.height / 2
    for (const [dx, dy] of [[0, 0], [-11, 0], [11, 0], [0, -11], [0, 11]]) {
      const hit = document.elementFromPoint(x + dx, y + dy)
      if (!hit || !(hit === e || e.contains(hit) || hit.closest(kinds))) missed.push(e.outerHTML.slice(0, 90) + [dx, dy])
    }
  }
  return missed
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_figures_stand_first_nothing_moves_pages_end_and_targets_are_hit(
    lang: str, address: str, moving: Page
) -> None:
    page = moving
    tops, heights, wide, missed, moved = {}, {}, {}, {}, {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})  # a reader has nothing kept
    for topic in ("", *TOPICS):
        page.set_viewport_size({"width": WIDTHS[0][0], "height": WIDTHS[0][1]})
        page.goto(f"{address}{lang}/{topic}/".replace("//", "/").replace(":/", "://"))
        page.wait_for_timeout(400)
        moved[topic] = page.evaluate(MOVED)["all"]
        missed[topic] = page.evaluate(MISSED)
        for width, height in WIDTHS:
            if (width, height) != WIDTHS[0]:
                page.set_viewport_size({"width": width, "height": height})
            top, heights[topic, width], whole = page.evaluate(SIZES)
            if (width, height) in TOPS:
                tops[topic, width] = top
            wide[topic, width] = whole - width
    session.detach()
    page.wait_for_timeout(600)  # what moves just after a window became another is not counted
    unmoved = page.evaluate(MOVED)["all"]
    page.evaluate("document.body.prepend(document.createElement('hr'), 'x')")
    page.wait_for_timeout(100)
    assert page.evaluate(MOVED)["all"] > unmoved + 0.001, "what moves is measured"
    assert {topic: shift for topic, shift in moved.items() if shift > 0.001} == {}
    limits = {width: limit for (width, _), limit in TOPS.items()}
    assert {key: top for key, top in tops.items() if top > limits[key[1]]} == {}
    allowed = {(t, w): own.get(t, own[""]) for w, own in HEIGHTS.items() for t in TOPICS}
    assert {key: heights[key] for key, limit in allowed.items() if heights[key] > limit} == {}
    assert {key: more for key, more in wide.items() if more > 0} == {}
    assert {topic: found for topic, found in missed.items() if found} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_folded_opens_by_its_address_without_scripts_and_on_paper(
    lang: str, address: str, site: Path, page: Page
) -> None:
    tree = read_page(site / lang / "channels/index.html")
    fold = with_class(tree, "earlier")[0]
    older = next(e.attrib["id"] for e in fold.iter() if "fact" in e.get("class", "").split())
    plan = next(
        e.attrib["id"]
        for f in with_class(tree, "fold")
        if f is not fold
        for e in f.iter()
        if "plan" in e.get("class", "").split()
    )
    page.goto(f"{address}{lang}/channels/")
    for key in (older, plan, "gaps-air", f"fn:{older}"):
        target = page.locator(f"[id='{key}']")
        expect(target).to_be_hidden()
        page.evaluate("key => { location.hash = key }", key)
        expect(target).to_be_visible()
        expect(target).to_be_in_viewport()
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = false")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article details:not([open])").count() == 0
    key = page.locator(".key")
    expect(key).to_be_hidden()
    page.emulate_media(media="print")
    codes = {e.text or "" for e in with_class(tree, "code") if e.tag == "a"}
    told = key.locator("dt").all_inner_texts()
    assert {code for code in codes if re.fullmatch(r"[A-Z]\d+", code)} <= set(told)
    assert {"†", "≈", "‡"} < set(told)
    assert all(key.locator("dd").all_inner_texts())
    page.emulate_media(media="null")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("article details[open]").count() == 0


# Whether a section can be scrolled up to the header: the last ones lie too near the end of the page.
REACHES = """key => document.getElementById(key).getBoundingClientRect().top + scrollY
  < document.documentElement.scrollHeight - innerHeight"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_menu_marks_the_section_that_was_gone_to(lang: str, address: str, page: Page) -> None:
    """Whoever follows the menu finds the same line of it marked, and not the one before."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{address}{lang}/trade/")
    entries = page.locator("nav a[href^='#']:visible").all()
    keys = list(dict.fromkeys(entry.get_attribute("href") for entry in entries))
    assert len(keys) > 5
    reached = [key for key in keys if page.evaluate(REACHES, str(key)[1:])]
    assert len(reached) > len(keys) - 4
    for key in reached:
        page.locator(f"nav a[href='{key}']:visible").first.click()
        marked = page.locator(themed("nav $marked:visible")).last
        expect(marked).to_have_attribute("href", key or "")


def test_the_newest_of_a_subject_never_folds(site: Path) -> None:
    """What folds under another is older, or planned, or proposed."""
    for lang in LANGUAGES:
        for topic in TOPICS:
            tree = read_page(site / lang / topic / "index.html")
            for fold in with_class(tree, "fold"):
                kinds = [set(e.get("class", "").split()) for e in fold.iter()]
                facts = [kind for kind in kinds if "fact" in kind]
                if "earlier" in fold.attrib["class"].split():
                    assert not any({"plan", "target", "proposal"} & kind for kind in facts)
                else:
                    assert all({"plan", "target", "estimate", "withdrawn"} & kind for kind in facts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wider_than_a_phone_says_that_it_scrolls(
    lang: str, address: str, phone: Page
) -> None:
    """It opens at its beginning; the name of the sheet is whole, the legend's button a word."""
    for path, box in (("plans", ".stages"), ("channels", ".schematic .scroll")):
        phone.goto(f"{address}{lang}/{path}/")
        wide = phone.locator(f"{box} :is(table, svg:not(.dot))").first
        room = phone.locator("article")
        assert wide.evaluate("e => e.scrollWidth") > room.evaluate("e => e.clientWidth")
        hint = phone.locator("article .scrolls:visible")
        expect(hint).to_have_count(1)
        tops = [e.bounding_box() or {} for e in (hint, phone.locator(box).first)]
        assert 0 <= tops[1]["y"] - tops[0]["y"] - tops[0]["height"] < 40
        assert wide.evaluate("e => Math.round(e.getBoundingClientRect().left)") >= 0
    phone.goto(f"{address}{lang}/zones/")
    assert _cut(phone.locator("article figure.chart details")) == []
    name = phone.locator(themed("$title")).first
    assert name.evaluate(
        "e => [...e.querySelectorAll('span')].every(s => s.scrollWidth <= s.clientWidth + 1)"
    )
    expect(phone.locator(".signs-open__word")).to_be_visible()
    expect(phone.locator(".signs-open__sign")).to_be_hidden()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_period_and_a_mark_are_said_once(lang: str, site: Path) -> None:
    """The margin says a period that opens the sentence; the sentence keeps it for who copies it."""
    opened = 0
    for topic in TOPICS:
        for fact in with_class(read_page(site / lang / topic / "index.html"), "fact"):
            whens, marks = with_class(fact, "when"), with_class(fact, "mark")
            openings = with_class(fact, "opening")
            kinds = [e.attrib["data-mark"] for e in marks]
            assert len(kinds) == len(set(kinds)), fact.attrib["id"]
            if openings:
                opened += 1
                (when,) = whens
                assert "unsaid" in when.attrib["class"].split()
                period = words(when, without="unseen bracket").casefold()
                assert period in words(openings[0], without="unseen bracket").casefold()
    assert opened > 20


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sign_answers_to_mouse_and_keyboard(lang: str, address: str, page: Page) -> None:
    if lang == "zh":  # and where things move, in one of the languages
        page.emulate_media(reduced_motion="no-preference")
    cards = json.loads(page.request.get(f"{address}{lang}/cards.json").text())
    for topic, kinds in {
        "trade": ("calculated", "differs", "statement"),
        "policy": ("plan", "proposal"),
    }.items():
        page.goto(f"{address}{lang}/{topic}/")
        for kind in kinds:
            sign = page.locator(f"article a.mark[data-mark={kind}]:visible").first
            box = page.locator(".box--sign")
            sign.focus()
            page.wait_for_timeout(200)
            expect(box).to_have_count(0)
            page.keyboard.press("Enter")
            expect(box).to_contain_text(str(sign.get_attribute("data-means")))
            told = page.locator(f"[id='{str(sign.get_attribute('href'))[1:]}'] .tells-{kind}")
            for text in told.all_text_contents():
                expect(box).to_contain_text(text)
            assert told.count() or kind in {"plan", "proposal"}
            if kind == "differs":
                where = told.locator("a").first.get_attribute("href")
                expect(box).to_contain_text(cards["differences"][str(where).partition("#")[2]])
            page.keyboard.press("Escape")
            expect(sign).to_be_focused()
            page.evaluate("document.activeElement.blur()")
            sign.hover()
            box.wait_for()
            page.mouse.move(0, 0)
            expect(box).to_have_count(0)
        code = page.locator("article td a.code:visible").first
        code.click()
        expect(page.locator(".box--source p").first).not_to_be_empty()
        page.keyboard.press("Escape")
        legend = page.locator("#signs")
        page.locator(".signs-open").click()
        expect(legend).to_be_visible()
        assert legend.locator("dt").count() == 6
        page.keyboard.press("Escape")
        expect(legend).to_be_hidden()


# What of a drawing's links is too small for a finger, or lies over another.
CROSSED = """() => {
  const all = [...document.querySelectorAll("article .answers a")].filter(a => a.checkVisibility())
  const boxes = all.map(a => [a.getAttribute("aria-label"), a.getBoundingClientRect()])
  const found = boxes.filter(([, box]) => box.width < 23.9 || box.height < 23.9).map(([name]) => name)
  boxes.forEach(([name, a], at) => boxes.slice(at + 1).forEach(([other, b]) => {
    if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > .5 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > .5) found.push(`${name} | ${other}`)
  }))
  return [all.length, found]
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_stands_in_a_drawing_answers_mouse_touch_and_keyboard(
    lang: str, address: str, page: Page
) -> None:
    box = page.locator(".box")
    for path, kinds in {"policy": ("mark", "inferred"), "channels": ("code",)}.items():
        page.goto(f"{address}{lang}/{path}/")
        for width in (1440, 820, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            count, crossed = page.evaluate(CROSSED)
            assert count > 4
            assert crossed == [], width
            for kind in kinds if width in (1440, 390) else ():
                link = page.locator(f"article .answers a.{kind}:visible").first
                link.focus()
                page.wait_for_timeout(150)
                expect(box).to_have_count(0)
                page.keyboard.press("Enter")
                expect(box).to_contain_text(link.get_attribute("data-means") or "")
                expect(box.locator("p").first).not_to_be_empty()
                page.keyboard.press("Tab")
                assert page.evaluate("document.activeElement.closest('.box') !== null")
                page.keyboard.press("Escape")
                expect(link).to_be_focused()
                page.evaluate("document.activeElement.blur()")
                link.hover()
                box.wait_for()
                page.mouse.move(0, 0)
                expect(box).to_have_count(0)


# Where a line of what is not running text ends inside a word, though its clause had room.
TORN = """() => {
  const words = new Intl.Segmenter("zh", {granularity: "word"}), found = []
  for (const e of document.querySelectorAll("article :is(h1, h2, h3, figcaption strong, .subtitle, .table-title, .caption, th)")) {
    if (!e.checkVisibility() || e.getBoundingClientRect().width < 8) continue
    const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), tops = []
    let text = ""
    for (let node; (node = texts.nextNode());) {
      if (node.parentElement.closest(".unseen, .bracket, .headerlink, .aloud")) continue
      for (let at = 0; at < node.length; at++) {
        const range = document.createRange()
        range.setStart(node, at)
        range.setEnd(node, at + 1)
        const [box] = range.getClientRects()
        text += node.data[at]
        tops.push(box?.width ? box.top : tops.at(-1))
      }
    }
    const starts = new Set([...words.segment(text)].map(word => word.index))
    const em = parseFloat(getComputedStyle(e).fontSize)
    for (let at = 1; at < text.length; at++) {
      if (!(tops[at] > tops[at - 1] + 8) || starts.has(at)) continue
      const from = Math.max(...[..."，；：。、 （"].map(mark => text.lastIndexOf(mark, at - 1)))
      const rest = text.slice(from + 1), clause = rest.slice(0, (rest.search(/[，；：。、（ ]/) + 1 || rest.length + 1) - 1)
      if (clause.length * em * .9 < e.clientWidth) found.push(text.slice(Math.max(0, at - 6), at) + " / " + text.slice(at, at + 6))
    }
  }
  return found
}"""


def test_chinese_titles_and_captions_break_between_words(address: str, page: Page) -> None:
    for path in ("", "trade/", "channels/", "zones/", "policy/", "plans/", "f/fdi-2024/"):
        page.goto(f"{address}zh/{path}")
        for width in (1440, 820, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate(TORN) == [], (path, width)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_inferred_date_in_a_text_answers(lang: str, site: Path) -> None:
    """It is a link to what says how it is known, or stands in what a reader opens anyway."""
    found = 0
    for path in page_paths(site / lang):
        pages = {name: ids(read_page(site / lang / name / "index.html")) for name in TOPICS}
        pages["sources"] = ids(read_page(site / lang / "sources/index.html"))
        for date in dated(article(read_page(site / lang / path / "index.html"))):
            found += 1
            assert date.tag == "a", (path, words(date))
            page, _, anchor = date.attrib["href"].partition("#")
            assert anchor in pages[page.strip("./") or path], (path, date.attrib["href"])
    assert found > 100


def dated(element: Element) -> Iterator[Element]:
    """Yield the inferred dates that a reader sees, but those in links, folds' heads and drawings."""
    kinds = element.get("class", "").split()
    if "inferred" in kinds:
        yield element
    elif element.tag not in ("a", "summary", "svg") and "aloud" not in kinds:
        for child in element:
            yield from dated(child)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_inferred_date_says_how_it_is_known(lang: str, address: str, page: Page) -> None:
    """That of a fact of this page, of another page, and of an article."""
    cards = json.loads((page.request.get(f"{address}{lang}/cards.json")).text())
    for path, wanted in {
        "trade/": "p.fact a.inferred, .figures a.inferred",
        "differences/": "a.inferred[href*='policy']",
        "plans/": "th a.inferred[href*='sources']",
    }.items():
        page.goto(f"{address}{lang}/{path}")
        date = page.locator(f"article :is({wanted}):visible").first
        box = page.locator(".box--sign")
        date.focus()
        page.wait_for_timeout(200)
        expect(box).to_have_count(0)
        page.keyboard.press("Enter")
        expect(box).to_contain_text(str(date.get_attribute("data-means")))
        key = str(date.get_attribute("href")).partition("#")[2]
        known = cards["facts"].get(key.removeprefix("fn:")) or cards["sources"][key]
        expect(box).to_contain_text(known["known"])
        expect(box.locator("a").last).to_be_visible()
        page.keyboard.press("Escape")
        expect(date).to_be_focused()
        page.evaluate("document.activeElement.blur()")
        date.hover()
        box.wait_for()
        expect(box).to_contain_text(known["known"])
        page.mouse.move(0, 0)
        expect(box).to_have_count(0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_menus_are_seen_and_name_their_fact_at_home_too(
    lang: str, address: str, page: Page
) -> None:
    page.goto(f"{address}{lang}/")
    labels = page.locator("article .label[data-fact]")
    takes = page.locator("article .figures .take")
    assert takes.count() == labels.count() > 8
    for at in range(takes.count()):
        expect(takes.nth(at)).to_have_css("opacity", "1")
        name = str(takes.nth(at).get_attribute("aria-label"))
        assert name.endswith(str(labels.nth(at).get_attribute("data-label")))
    names = [
        str(e.get_attribute("aria-label")) for e in page.locator("article .take").element_handles()
    ]
    assert len(names) == len(set(names))
    takes.first.click()
    expect(page.get_by_role("menuitem").first).to_be_focused()


def test_whoever_arrives_at_a_row_sees_the_head_of_its_table(
    address: str, site: Path, page: Page
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    last = list(facts_of(read_page(site / "en/trade/index.html")))
    assert "fdi-2022" in last
    page.goto(f"{address}en/trade/#fdi-2022")
    table = page.locator("table:has(#fdi-2022)")
    expect(table.locator("thead th").first).to_be_in_viewport(ratio=1)
    row = table.locator("tr:has(#fdi-2022)").bounding_box()
    head = table.locator("thead").bounding_box()
    assert row is not None
    assert head is not None
    assert row["y"] >= 48 + head["height"] - 2
    # Further down, dates and signs pass below the head, not before it.
    table.evaluate("e => scrollBy(0, e.getBoundingClientRect().top - 20)")
    over = """heads => heads.flatMap(head => {
      const {left, right, top, bottom} = head.getBoundingClientRect(), found = new Set()
      for (let x = left + 2; x < right; x += 8)
        for (let y = top + 4; y < bottom; y += 4) {
          const seen = document.elementFromPoint(x, y)
          if (seen && !head.parentElement.contains(seen)) found.add(seen.outerHTML.slice(0, 80))
        }
      return [...found]
    })"""
    assert table.locator("thead th").evaluate_all(over) == []
    # A picture's table has room, or its rows are blocks.
    page.goto(f"{address}en/")
    assert _cut(page.locator("article figure.chart details")) == []


@pytest.mark.parametrize(
    ("lang", "heads", "row"),
    [
        ("en", ("Amount (US$ million)", "Year on year"), ("786", "+19.81%")),
        ("zh", ("金额（亿美元）", "同比"), ("7.86", "+19.81%")),
    ],
)
def test_a_table_has_its_unit_in_the_head_and_growth_by_its_sign(
    lang: str, heads: tuple[str, str], row: tuple[str, str], site: Path
) -> None:
    tree = read_page(site / lang / "trade/index.html")
    table = next(t for t in tree.iter("table") if any(e.get("id") == "fdi-2025" for e in t.iter()))
    assert heads == tuple(words(th) for th in table.iter("th"))[1:3]
    cells = next(
        [words(td) for td in tr.iter("td")]
        for tr in table.iter("tr")
        if any(e.get("id") == "fdi-2025" for e in tr.iter())
    )
    assert row == tuple(cells[1:3])
    assert by_id(tree, "fdi-2024") is not None


def _cut(drawn: Locator) -> list[str]:
    """Open the tables of pictures; return what of them is wider than its place."""
    assert drawn.locator("td").count() > 0
    found: list[str] = drawn.evaluate_all("""all => all.flatMap(details => {
      details.open = true
      const right = details.getBoundingClientRect().right
      return [...details.querySelectorAll("td, th")].filter(cell => cell.checkVisibility())
        .filter(cell => cell.scrollWidth > cell.clientWidth + 1 || cell.getBoundingClientRect().right > right + 1)
        .map(cell => cell.textContent)
    })""")
    return found
