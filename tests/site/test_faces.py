"""The faces of the sheet: every letter of its pages in them, Chinese marks from Chinese faces."""

import re
from importlib import util
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import Locator, Page

from factsheet.pages.drawing import WIDTHS, Bar, Group, Label, width_of
from factsheet.pages.drawing import Path as Way
from factsheet.pages.looks import look_of
from tests.built import page_paths, read_page, spoken

FONTS = "templates/theme/assets/fonts"
HEADINGS = {"h1", "h2", "h3"}
# Characters of the articles' language, its punctuation and wide forms; and the theme's own way
# back from a note, which it draws as a picture.
CHINESE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\s\u21a9\ufe0e]")
MARKS = set("“”‘’—…·–")  # beside Chinese they are the Chinese face's


CROWDED = """svg => {
  const frame = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll("text")].map(t => [t.textContent, t.getBoundingClientRect()]);
  const bad = [];
  boxes.forEach(([words, box], i) => {
    if (box.left < frame.left - 1 || box.right > frame.right + 1) bad.push(["outside", words]);
    boxes.slice(i + 1).forEach(([others, other]) => {
      const x = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const y = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      if (x > 1 && y > 4) bad.push([words, others]);
    });
  });
  return bad;
}"""
LENGTHS = """svg => [...svg.querySelectorAll("text")].map(t => [t.textContent,
  +t.getAttribute("font-size"), +getComputedStyle(t).fontWeight > 500, t.getComputedTextLength()])"""

# Whether a face of the sheet has arrived; take them all away, as where they never come.
ARRIVED = "[...document.fonts].some(f => f.status == 'loaded' && !f.family.includes('Stand'))"
LOST = """() => {
  const drop = sheet => {
    for (let at = sheet.cssRules.length - 1; at >= 0; at--) {
      const rule = sheet.cssRules[at]
      if (rule instanceof CSSImportRule) drop(rule.styleSheet)
      else if (rule instanceof CSSFontFaceRule && rule.cssText.includes("woff2")) sheet.deleteRule(at)
    }
  }
  for (const sheet of document.styleSheets) drop(sheet)
}"""


LOOKS = """svg => [...svg.querySelectorAll("g:not([role], .answers) > *")].map(shape => {
  const style = getComputedStyle(shape);
  const lined = shape.tagName != "text" && style.stroke != "none";
  return [shape.parentElement.className.baseVal, shape.className.baseVal, shape.tagName,
    shape.hasAttribute("fill") ? "" : style.fill, lined ? style.stroke : "none",
    lined ? style.strokeWidth : "", lined ? style.strokeDasharray : ""];
})"""


def letters(name: str, root: Path) -> set[str]:
    """Return the characters of a face."""
    return set(map(chr, TTFont(root / FONTS / name).getBestCmap()))


def test_every_letter_and_sign_of_the_pages_is_in_the_faces(site: Path, root: Path) -> None:
    sans, serif = letters("sheet-sans.woff2", root), letters("sheet-serif.woff2", root)
    seen, missing = set(), set()
    for path in page_paths(site):
        for lang, text in spoken(read_page(site / path / "index.html"), ""):
            own = set(CHINESE.sub("", text)) - (MARKS if lang.startswith("zh") else set())
            seen |= own
            missing |= {(path, char) for char in own - sans}
        heads = (e for e in read_page(site / path / "index.html").iter() if e.tag in HEADINGS)
        for head in heads:
            own = set(CHINESE.sub("", "".join(head.itertext()))) - MARKS - set("¶")
            missing |= {(path, char) for char in own - serif}
    assert missing == set()
    assert seen > set("Az09’–≈○◇†‡")


def test_the_faces_keep_their_license_and_give_up_its_reserved_name(root: Path) -> None:
    told = (root / FONTS / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in told
    for name in ("sheet-sans.woff2", "sheet-serif.woff2"):
        names = {record.nameID: str(record) for record in TTFont(root / FONTS / name)["name"].names}
        assert names[0] in told
        assert "openfontlicense" in names[14] or "OFL" in names[14]
        assert not any("Source" in names[number] for number in (1, 2, 3, 4, 6))
    for name, most in (("sheet-sans.woff2", 24_000), ("sheet-serif.woff2", 18_000)):
        assert (root / FONTS / name).stat().st_size < most


def test_what_stands_in_for_a_face_has_all_that_the_face_has(root: Path) -> None:
    """A sign that it lacked would be of the Chinese face, a whole character wide."""
    text = (root / "templates/theme/assets/faces.css").read_text("utf-8")
    ranges: dict[str, set[str]] = {}
    for rule in re.findall(r"@font-face \{(.*?)\}", text):
        (family,) = re.findall(r'font-family: "([^"]+)"', rule)
        found = re.search(r"unicode-range: ([^;]+)", rule)
        face = re.sub(r"( Wide)? Stand-in$", "", family)
        ranges.setdefault(face, set()).add(found[1] if found else "")
    assert len(ranges) == 4
    assert {face: found for face, found in ranges.items() if len(found) > 1} == {}


def test_the_widths_of_labels_are_those_of_the_faces(root: Path) -> None:
    """The table is what the script makes of the face that is committed, in print and on the web."""
    spec = util.spec_from_file_location("subset_fonts", root / "scripts/subset_fonts.py")
    assert spec is not None
    assert spec.loader is not None
    script = util.module_from_spec(spec)
    spec.loader.exec_module(script)
    printed = TTFont(root / "scripts/factsheet/printing/faces/sheet-sans.ttf")
    assert script.widths(printed) == (root / "scripts/factsheet/pages/widths.json").read_bytes()
    web = TTFont(root / FONTS / "sheet-sans.woff2")
    assert web.getBestCmap() == printed.getBestCmap()
    assert web["hmtx"].metrics == printed["hmtx"].metrics
    assert set(WIDTHS["400"]) == letters("sheet-sans.woff2", root)


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("en/", ".lead"),  # an apostrophe
        ("en/", "h1"),
        ("zh/about/", "article p"),  # quotation marks and a dash
        ("zh/names/", '[lang="en"]'),  # English quotation marks on a Chinese page
        ("en/sources/", '.sheet [lang="zh-Hans"]'),
    ],
)
def test_letters_come_from_the_sheet_and_chinese_from_the_system(
    path: str, selector: str, address: str, page: Page
) -> None:
    """In a browser: no Latin letter from the machine, no Chinese mark from the Latin face."""
    page.goto(address + path)
    page.evaluate("document.fonts.ready")
    for element in page.locator(selector).all()[:9]:
        text = element.inner_text()
        is_chinese = element.evaluate("e => e.closest('[lang]').lang") == "zh-Hans"
        others = [c for c in text if CHINESE.match(c) or (is_chinese and c in MARKS)]
        assert system_glyphs(page, element) == len("".join("".join(others).split())), text


def system_glyphs(page: Page, element: Locator) -> int:
    """Return how many glyphs of an element come from faces that the page did not bring."""
    element.evaluate("e => e.id = 'asked'")
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    tree = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": tree, "selector": "#asked"})["nodeId"]
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    session.detach()
    element.evaluate("e => e.removeAttribute('id')")
    return round(sum(font["glyphCount"] for font in fonts if not font["isCustomFont"]))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("screen", ["page", "phone"])
def test_drawn_words_have_room_in_a_browser_with_the_faces_and_without(
    lang: str, screen: str, address: str, request: pytest.FixtureRequest
) -> None:
    """No label meets another or is cut, and none is wider than the program took it to be."""
    page: Page = request.getfixturevalue(screen)
    for topic in ("trade", "channels", "zones", "policy"):
        page.goto(f"{address}{lang}/{topic}/")
        page.evaluate("document.fonts.ready")
        _check_drawings(page, lang)
        page.evaluate(LOST)
        assert not page.evaluate(ARRIVED)
        assert crowded(page) == [], f"{topic}, in what stands in"


def _check_drawings(page: Page, lang: str) -> None:
    assert page.evaluate(ARRIVED)
    assert crowded(page) == []
    looks = {tuple(look) for look in of_drawings(page, LOOKS)} if lang == "en" else set()
    assert {look for look in looks if not same_look(*look)} == set()
    widths = of_drawings(page, LENGTHS)
    assert widths
    wider = [w for *w, length in widths if length > width_of(*w[:2], strong=w[2]) + 0.5]
    assert wider == []


def crowded(page: Page) -> list[list[Any]]:
    """Return which labels of the drawings that are shown meet or are cut."""
    return of_drawings(page, CROWDED)


def of_drawings(page: Page, asked: str) -> list[list[Any]]:
    """Ask all drawings that are shown."""
    drawings = page.locator("svg.drawing:visible")
    found: list[list[Any]] = drawings.evaluate_all(f"all => all.flatMap({asked})")
    return found


def same_look(group: str, name: str, tag: str, *computed: str) -> bool:
    """Tell whether the style sheet draws a shape as files to take along do."""
    shape = (
        Bar(x1=0, y1=0, x2=0, y2=0, name=name)
        if tag == "rect"
        else Label(x=0, y=0, words="", name=name)
    )
    look = look_of(
        Group(name=group, shapes=()), shape if tag in ("rect", "text") else Way(points=())
    )
    fill, stroke, width, dashes = computed
    return (
        (tag == "line" or fill in ("", rgb(look["fill"])))
        and stroke == rgb(look.get("stroke", "none"))
        and width in ("", f"{float(look.get('stroke-width', 1)):g}px")
        and dashes
        in (
            "",
            "none"
            if "stroke-dasharray" not in look
            else "px, ".join(look["stroke-dasharray"].split()) + "px",
        )
    )


def rgb(color: str) -> str:
    """Return a color as a browser tells it."""
    parts = [int(color[at : at + 2], 16) for at in (1, 3, 5)] if color != "none" else []
    return f"rgb({', '.join(map(str, parts))})" if parts else color
