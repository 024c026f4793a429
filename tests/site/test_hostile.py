"""Nothing in a text becomes markup: hostile signs in every text of the schema, one sheet built once.

Wherever the word of a sign stands, the whole sign must stand around it.
"""

from __future__ import annotations

import csv
import json
import pickle
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from playwright.sync_api import Browser, Page

from factsheet.site.csp import Reader, Scripts
from tests.built import page_paths
from tests.conftest import Shared
from tests.projects import copy_sample, edit, keep_code, own_settings
from tests.served import served
from tests.site.search.read import read_index
from tests.site.spoiled import SIGNS, Spoiler, spoil_folder, text_fields
from tests.support import keep_edition, run

DESK = {"width": 1280, "height": 900}
LANGUAGES = ("en", "zh", "ja")
TEXTS = "zh: 另有, en: More, ja: ほか"
# Records that the sample lacks: file, what they go before (nothing: a new file), what is typed.
MORE = (
    ("facts/disagreements/trade.yml", "", f"""\
- id: unlike
  kind: wording
  title: {{{TEXTS}}}
  facts: [goods-trade-2024]
  {TEXTS.replace(", ", chr(10) + "  ")}
"""),
    ("facts/links.yml", "", "- {id: road, mode: land, stops: [xingwan-port, qingchuan], facts: [transit-time]}\n"),
    ("facts/charts.yml", "", f"""\
- id: total
  kind: bars
  section: goods
  title: {{{TEXTS}}}
  alt: {{{TEXTS}}}
  figures:
    - {{figure: goods-trade-2024.total, label: {{{TEXTS}}}}}
"""),
    ("facts/cities.yml", "", f"""\
section: port
title: {{{TEXTS}}}
subtitle: {{{TEXTS}}}
note: {{{TEXTS}}}
alt: {{{TEXTS}}}
kinds: [{{title: {{{TEXTS}}}, places: [{{name: xingwan-port, fact: port-area-2024}}]}}]
"""),
    ("facts/timeline.yml", "", f"""\
section: goods
title: {{{TEXTS}}}
subtitle: {{{TEXTS}}}
note: {{{TEXTS}}}
alt: {{{TEXTS}}}
lanes: [{{title: {{{TEXTS}}}, steps: [{{fact: goods-trade-2024, label: {{{TEXTS}}}}}]}}]
"""),
    ("facts/print.yml", "brief:\n", f"fields: {{transport: {{{TEXTS}}}}}\n"),
    ("facts/schematic.yml", "", f"""\
title: {{{TEXTS}}}
note: {{{TEXTS}}}
alt: {{{TEXTS}}}
size: [60, 20]
remarks: {{land: {{{TEXTS}}}}}
headings: [{{at: [2, 2], text: {{{TEXTS}}}}}]
places:
  - {{name: xingwan-port, kind: station, at: [2, 12]}}
  - {{name: qingchuan, kind: station, at: [40, 12]}}
"""),
    ("facts/stages.yml", "", f"""\
- project: {{{TEXTS}}}
  stages: [{{fact: routes-plan-2026, stage: planned}}]
"""),
    ("facts/channels/port.yml", "facts:\n", f"caveats:\n  - {{id: care, {TEXTS}}}\n"),
    ("facts/trade/goods.yml", "  - id: goods-trade-2023\n", f"""\
  - id: gone
    status: outturn
    period: "2024"
    text: {{{TEXTS}}}
    withdrawn: {{date: "2025-06-01", reason: {{{TEXTS}}}}}
    cite: [{{source: opening-2025-01, at: 7, evidence: 外贸进出口总值}}]

"""),
    ("facts/channels/port.yml", "evidence: [《星湾港服务公约》]", f"""\
evidence: [《星湾港服务公约》], sic: [{{printed: 出台, read: 公布, basis: {{{TEXTS}}}}}], """),
    ("facts/channels/port.yml", "    status: plan\n", f"""\
    silent:
      through: [harbor]
      words: [航线]
      basis: {{{TEXTS}}}
"""),
    ("facts/topics.yml", "  questions:\n", f"""\
  notices: [{{title: {{{TEXTS}}}, text: {{{TEXTS}}}, fact: goods-trade-2024}}]
"""),
)  # fmt: skip
# Texts of the printed sheets alone, which no page says.
ON_PAPER = {
    ("Brief", "channels"),
    ("Brief", "story"),
    ("Brief", "title"),
    ("Point", "lead"),
    ("Point", "text"),
    ("Points", "title"),
    ("PrintFile", "fields"),
    ("Topic", "news"),
}
# Aliases are found by the search alone, descriptions stand for titles; no page prints a subtitle.
UNSEEN = ON_PAPER | {("Name", "aliases"), ("Source", "description"), ("Source", "subtitle")}
# What a page says, and every value of its attributes; its scripts are data and read apart.
READ = """() => {
  const said = [document.title], faults = []
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT)
  const dull = new Set(["SCRIPT", "STYLE", "TITLE"])
  for (let node; (node = walk.nextNode());) {
    if (!dull.has(node.parentElement.tagName)) said.push(node.data)
    else if (!["STYLE"].includes(node.parentElement.tagName)) said.push("\\n")
  }
  const values = []
  for (const made of document.querySelectorAll("*")) {
    for (const { name, value } of made.attributes) {
      if (name.startsWith("on") || name === "srcdoc" || name === "autofocus") faults.push(`${made.tagName} ${name}`)
      if (/^\\s*javascript:/i.test(value)) faults.push(`${made.tagName} ${name}=${value}`)
      if (/^(href|src|id|action|data-md|class)$/.test(name)) {
        if (/example.org.h/.test(value)) faults.push(`${made.tagName} ${name}=${value}`)
      } else values.push(value)
    }
    if (/^(x-.*|img|iframe|object|embed|del|kbd|abbr|math)$/i.test(made.tagName) && !made.matches("kbd.sheet-search-open__key")) {
      faults.push(made.outerHTML.slice(0, 90))
    }
  }
  const data = [...document.querySelectorAll("script[type='application/ld+json']")].map(s => s.textContent)
  return { said: said.join(""), values, data, faults }
}"""
# Press each item of each fact's menu; the last one puts the fact into the tray.
COPY_ALL = """async number => {
  const copied = []
  const until = async found => {
    for (let turn = 0; turn < 200; turn++) {
      const value = await found()
      if (value) return value
      await new Promise(done => setTimeout(done, 10))
    }
    throw new Error("it did not happen in time")
  }
  for (const button of document.querySelectorAll("article .take")) {
    for (let item = 0; item < number; item++) {
      await navigator.clipboard.writeText("")
      button.click()
      const items = await until(() => {
        const shown = document.querySelectorAll("[role=menuitem]")
        return shown.length === number && shown
      })
      items[item].click()
      if (item < number - 1) copied.push(await until(() => navigator.clipboard.readText()))
      if (document.querySelector(".box--report")) button.click()   // closes it
    }
  }
  return copied
}"""
FIND = """async ([site, queries]) => {
  const engine = await import(`${site}assets/search-engine.js`)
  const index = engine.load(await (await fetch(`${site}search.json`)).json())
  return queries.map(query => engine.find(index, query).results.length)
}"""


@dataclass(frozen=True)
class Hostile:
    """The built sheet, its signs by their own words, and the fields they stand in."""

    site: Path
    signs: Mapping[str, str]
    fields: Mapping[str, tuple[str, str]]


@pytest.fixture(scope="module")
def hostile(root: Path, shared: Shared) -> Hostile:
    """The sample with a different hostile sign in each text; verified, kept and built once."""

    def fill(folder: Path) -> None:
        spoiler = _build(keep_code(copy_sample(root, folder)))
        (folder / "spoiled").write_bytes(pickle.dumps((spoiler.signs, spoiler.fields)))

    project = shared("hostile", fill)
    signs, fields = pickle.loads((project / "spoiled").read_bytes())  # noqa: S301  # from above
    return Hostile(project / "site", signs, fields)


def _build(project: Path) -> Spoiler:
    """Spoil a sheet and what it lacks, verify, keep and build it; return what it was spoiled by."""
    for file, before, text in MORE:
        path = project / file
        path.parent.mkdir(exist_ok=True)
        if before:
            edit(path, before, text + (before if text.endswith("\n") else ""))
        else:
            path.write_text(text, "utf-8")
    spoiler = spoil_folder(project)
    own_settings(project)
    done = run(project, "verify")
    assert done.code == 0, done.out
    keep_edition(project)
    kept = json.loads((project / "editions/1/facts.json").read_text("utf-8"))
    said = next(fact["text"] for fact in kept["facts"] if fact["id"] == "service-pledge-issued")
    corrections = [
        {"date": "2025-06-29", "fact": "service-pledge-issued", "said": said,
         **{field: dict.fromkeys(LANGUAGES, "Words") for field in ("says", "why")}}
    ]  # fmt: skip
    (project / "facts/corrections.yml").write_text(
        spoiler.spoil("facts/corrections.yml", yaml.safe_dump(corrections, allow_unicode=True)),
        "utf-8",
    )
    done = run(project, "build")
    assert done.code == 0, done.out
    return spoiler


def test_the_schema_says_what_is_a_text(hostile: Hostile) -> None:
    """Each field of the schema that holds a text is spoiled, by signs that differ."""
    assert text_fields() - set(hostile.fields.values()) == set()
    assert len(SIGNS) >= 30
    assert len(set(hostile.signs.values())) == len(hostile.signs) >= 100


def test_pages_show_every_sign_and_run_none(hostile: Hostile, browser: Browser) -> None:
    """Each page says the signs as typed, makes no element of them and asks no other host."""
    seen: list[str] = []
    with _watched(hostile, browser) as (page, host):
        for language in LANGUAGES:
            for path in page_paths(hostile.site / language):
                page.goto(f"{host}{language}/{path}/")
                read = page.evaluate(READ)
                assert read["faults"] == [], path
                seen += [read["said"], *read["values"]]
                seen += [text for data in read["data"] for text in _strings(json.loads(data))]
    assert _torn(hostile.signs, seen) == []
    whole = "\n".join(map(_plain, seen))
    shown = {hostile.fields[w] for w, sign in hostile.signs.items() if _plain(sign) in whole}
    assert set(hostile.fields.values()) - shown == UNSEEN


def test_what_opens_over_a_page_shows_signs_as_text(hostile: Hostile, browser: Browser) -> None:
    """Notes, names, the search, the tray and what is copied hold the signs whole."""
    with _watched(hostile, browser) as (page, host):
        for language in LANGUAGES:
            page.goto(f"{host}{language}/trade/")
            page.evaluate("localStorage.clear()")
            seen = [*_opened(page, "a.footnote-ref"), *_opened(page, "article a.name")]
            assert len(seen) > 5
            seen += _taken(page)
            seen += _searched(page, f"{host}{language}/", list(hostile.signs))
            read = page.evaluate(READ)
            assert read["faults"] == []
            assert _torn(hostile.signs, seen) == []


def test_files_hold_every_sign_whole(hostile: Hostile) -> None:
    """Data, search index and what scripts ask for hold signs as typed, as a program reads them."""
    files = [hostile.site / "data" / name for name in ("facts.json", "sources.json")]
    files += [
        hostile.site / language / f"{name}.json"
        for language in LANGUAGES
        for name in ("search", "cards", "names")
    ]
    for file in files:
        read = read_index if file.name == "search.json" else json.loads
        texts = list(_strings(read(file.read_text("utf-8"))))
        assert _torn(hostile.signs, texts) == [], file
        assert len(_words(texts)) > 20, file


def test_no_cell_of_the_table_is_a_formula(hostile: Hostile) -> None:
    """A text that a spreadsheet would calculate stands behind an apostrophe; numbers stay."""
    cells = []
    for path in sorted((hostile.site / "data").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as table:
            cells += [cell for row in csv.reader(table) for cell in row]
    assert [c for c in cells if re.match(r"[=+@＝＋－＠\t\r-](?![\d.]+%?$)", c)] == []
    assert any(re.match(r"'[=+@-]", cell) for cell in cells)
    assert _torn(hostile.signs, cells) == []


def test_print_sets_every_sign_whole(hostile: Hostile) -> None:
    """A record holds the signs of its facts and titles; none is read as the engine's markup."""
    for language in LANGUAGES:
        with pypdfium2.PdfDocument(hostile.site / language / "record.pdf") as document:
            text = "".join(page.get_textpage().get_text_range() for page in document)
        found = _words([_bare(text)])
        assert len(found) > 60
        torn = [
            hostile.signs[word]
            for word in sorted(found)
            if _bare(hostile.signs[word]) not in _bare(text)
        ]
        assert torn == [], language


@contextmanager
def _watched(hostile: Hostile, browser: Browser) -> Iterator[tuple[Page, str]]:
    """Give a browser page and the site's address; tell in the end what must not have happened."""
    faults: list[str] = []
    with served(hostile.site) as host, browser.new_context(viewport=DESK) as context:
        context.set_default_timeout(10_000)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=host.rstrip("/"))
        page = context.new_page()
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        letter = "Not allowed to launch 'mailto:"  # the test presses without a reader's gesture
        page.on(
            "console",
            lambda said: (
                said.type != "error" or said.text.startswith(letter) or faults.append(said.text)
            ),
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        own = (host, "mailto:")  # a letter that the reader begins asks no host
        page.on("request", lambda asked: asked.url.startswith(own) or faults.append(asked.url))
        yield page, host
    assert faults == []


def _opened(page: Page, links: str) -> list[str]:
    """Return what the boxes of these links say."""
    said: list[str] = page.evaluate(
        """async links => {
          const said = []
          for (const link of document.querySelectorAll(links)) {
            link.click()
            await new Promise(done => setTimeout(done, 20))
            said.push(document.querySelector(".box").textContent)
          }
          return said
        }""",
        links,
    )
    return said


def _taken(page: Page) -> list[str]:
    """Return what the tray shows and what each item of the menus copies."""
    page.locator("article .take").first.click()
    items = page.get_by_role("menuitem")
    items.first.wait_for()
    number = items.count()
    page.keyboard.press("Escape")
    copied: list[str] = page.evaluate(COPY_ALL, number)
    assert len(copied) == (number - 1) * page.locator("article .take").count()
    page.locator(".tray__button").click()
    page.locator(".tray__remove").first.wait_for()
    shown = page.locator(".tray").inner_text()
    labels = page.eval_on_selector_all(".tray__remove", "all => all.map(one => one.ariaLabel)")
    page.evaluate("navigator.clipboard.writeText('')")
    page.locator(".tray__copy").click()
    page.wait_for_function("navigator.clipboard.readText().then(text => text !== '')")
    copied.append(str(page.evaluate("navigator.clipboard.readText()")))
    return [shown, *labels, *copied]


def _searched(page: Page, site: str, words: list[str]) -> list[str]:
    """Return what the search shows for the signs' words; each is found by the engine."""
    hits: list[int] = page.evaluate(FIND, [site, words])
    found = [word for word, number in zip(words, hits, strict=True) if number]
    assert len(found) > 60
    page.locator("[data-search-open]").first.click()
    shown = []
    for word in found[:: max(1, len(found) // 20)]:
        page.locator(".sheet-search__input").fill(word)
        page.wait_for_timeout(60)
        shown += page.locator(".sheet-search__option").all_text_contents()
    return shown


def _strings(value: Any) -> Iterator[str]:
    """Iterate over every text of read JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _strings(held)
    elif isinstance(value, list):
        for held in value:
            yield from _strings(held)


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"zq[a-j]{3}q", text)}


def _torn(signs: Mapping[str, str], texts: Iterable[str]) -> list[tuple[str, str]]:
    """Return the signs whose word stands in a text that does not hold all of them whole."""
    torn = []
    for text in (_plain(_WRITTEN.sub("", text)) for text in texts):
        for word in _words([text]):
            sign = _plain(signs[word])
            if text.count(sign) * sign.count(word) != text.count(word):
                at = text.index(word)
                torn.append((sign, text[max(0, at - 60) : at + 60]))
    return torn


# BibTeX and HTML to copy, where signs are written as LaTeX and HTML have them: test_addresses
# reads both back.
_WRITTEN = re.compile(
    r"@\w+\{[\w-]+,.*?\n\}|<figure lang=.*?</figure>|<iframe src=\"[^\"]*embed/.*?</iframe>",
    re.DOTALL,
)


def _plain(text: str) -> str:
    """Return a text with single spaces, the apostrophe of keyboards (print sets its own), no capitals."""
    return " ".join(text.replace("’", "'").split()).casefold()


def _bare(text: str) -> str:
    """Return a text without what the break of a line may add or take."""
    return re.sub(r"[\s\u00ad\u2010\u200b\u2060\ufffe-]", "", text.replace("’", "'")).casefold()


def test_a_value_in_a_known_script_may_be_an_address_only() -> None:
    known = Scripts(['x = new URL("{{ base_url }}")'])
    assert 'x = new URL("../..")' in known
    assert 'x = new URL(""); evil(); ("")' not in known
    assert "evil()" not in known


def test_a_script_is_known_as_long_as_a_template_holds_it(tmp_path: Path) -> None:
    """What was read before is kept; templates without the script make it unknown again."""
    own, page = tmp_path / "theme", "<p>\n<script>a()</script>"
    for held, is_known in ((page, True), (page, True), ("<p>", False), (page, True)):
        own.mkdir(exist_ok=True)
        (own / "base.html").write_text(held, "utf-8")
        reader = Reader(tmp_path, [own], partial(Path, tmp_path / "none"))
        inside = reader.inside(page)
        assert (inside.scripts, inside.lines, inside.refused) == (["a()"], [2], [])
        assert reader.knows("a()") == is_known
        assert not reader.knows("evil()")
        reader.close()


def test_a_site_that_is_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    project = keep_code(copy_sample(root, tmp_path / "sheet"))
    (tmp_path / "elsewhere").mkdir()
    (project / "site").symlink_to(tmp_path / "elsewhere")
    done = run(project, "build", "--draft")
    assert done.code == 1
    assert "site: site is a symbolic link" in done.out
