"""The search of the built site: the golden lists and every fact; in a browser, the dialog by keys.

Queries go through the function that the dialog calls, many at a time.
"""

import gzip
import json
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView
from factsheet.site.pieces import FIRSTS, SIZE, coded, codes_of, pieces_of
from factsheet.site.search import search_index
from tests.built import ids, read_page
from tests.conftest import Shared
from tests.served import served
from tests.site.search.draw import DIGITS
from tests.site.search.golden import FIRST, Query, queries, readers
from tests.site.search.read import read_index

LANGUAGES = ("en", "zh")
HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[^\W\d_]+")
CLAUSE_END = re.compile(r"[，。；：、]|[,.;:](?=\s|$)")
MOST_BYTES = 57_000  # of an index, as a server sends it
FEWEST_WRITTEN = 1
NODE = Path(sys.executable).with_name("node")
CLOSEST = {"en": "What comes closest", "zh": "最接近的条目"}
FEWEST_READERS = 0.97

_FIND = """
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
const folder = process.argv[1]
const engine = await import(`file://${folder}/assets/search-engine.js`)
const index = engine.load(JSON.parse(readFileSync(`${folder}/search.json`)))
for await (const queries of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(JSON.parse(queries).map(query => {
    const { results, closest, missing, complete } = engine.find(index, query)
    return { found: results.map(({ entry }) => entry.anchor), kinds: results.map(({ entry }) => entry.kind), closest, missing, complete }
  })))
}
"""


@pytest.fixture(scope="module")
def editions(frozen_editions: Mapping[str, Edition]) -> Mapping[str, Edition]:
    return frozen_editions


@pytest.fixture(scope="session")
def everything(site: Path, frozen_editions: Mapping[str, Edition], shared: Shared) -> Path:
    """A folder with the search of the whole frozen sheet: its indexes and scripts."""

    def fill(folder: Path) -> None:
        for language, edition in frozen_editions.items():
            shutil.copytree(site / language / "assets", folder / language / "assets")
            (folder / language / "search.json").write_text(search_index(edition), "utf-8")

    return shared("everything", fill)


@pytest.fixture(scope="module", autouse=True)
def _engines() -> Iterator[None]:
    """End in the end whatever answers queries."""
    yield
    while _running:
        _, engine = _running.popitem()
        engine.end()


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# What is found


def test_the_golden_queries_are_answered_among_the_first_three(lang: str, everything: Path) -> None:
    asked, typed = queries(lang), readers(lang)
    answers = _ask(everything / lang, [query.text for query in asked + typed])

    def answered(query: Query) -> bool:
        answer = answers[query.text]
        place = query.rank([frozenset({anchor}) for anchor in answer["found"]])
        return 0 < place <= FIRST or query.is_told(answer["missing"], complete=answer["complete"])

    ranks = {q: q.rank([frozenset({a}) for a in answers[q.text]["found"]]) for q in asked}
    missed = [query for query, place in ranks.items() if not 0 < place <= FIRST]
    assert [query.text for query in missed if query.by_rule] == []
    written = [query for query in asked if not query.by_rule]
    assert len(missed) <= (1 - FEWEST_WRITTEN) * len(written), [query.text for query in missed]
    failed = [query.text for query in typed if not answered(query)]
    assert len(typed) == 100
    assert len(failed) <= (1 - FEWEST_READERS) * len(typed), failed
    assert len(asked) >= 60
    assert 2 * sum(query.by_rule for query in asked) >= len(asked)


# What readers typed of pages and codes: each leads, among the first three, to one of these.
TYPED = {
    "en": {
        "B1": "=", "A1": "=", "E2": "=", "report an error": "errors", "mistake": "errors",
        "corrections": "evidence", "download data": "data", "excel": "data", "csv": "data",
        "pdf": "overview", "publisher": "publisher", "sources": "sources", "what changed": "changes",
        "international passenger": "air-routes-2026-03", "passenger routes": "air-routes-2026-03",
        "Linfen proposals": "unnamed-", "proposals Datong": "unnamed-", "cars": "new-trio",
        "later articles": "plans", "names and terms": "names",
    },
    "zh": {
        "B1": "=", "C1": "=", "E2": "=", "报告差错": "errors", "报错": "errors",
        "更正": "evidence", "下载": "data", "表格": "data", "Excel": "data",
        "PDF": "overview", "资料来源": "sources", "版本变动": "changes", "术语": "names",
        "国际客运": "air-routes-2026-03", "国际客运航线": "air-routes-2026-03",
        "航线": "air-routes-2026-03", "临汾 建议": "unnamed-", "临汾建议": "unnamed-",
        "大同 建议": "unnamed-", "后续报道": "plans",
    },
}  # fmt: skip


def test_codes_pages_and_cities_are_found(
    lang: str, everything: Path, editions: Mapping[str, Edition]
) -> None:
    """A code finds its article first; a city without a proposal what says so."""
    found = _find(everything / lang, TYPED[lang])
    keys = {source.letter: source.key for source in editions[lang].sources}
    missed = [
        typed
        for typed, anchor in TYPED[lang].items()
        if (
            found[typed][:1] != [keys[typed]] if anchor == "=" else not _leads(found[typed], anchor)
        )
    ]
    assert missed == []


def _leads(found: list[str], anchor: str) -> bool:
    begins = anchor.endswith("-")
    return any(key.startswith(anchor) if begins else anchor in key for key in found[:FIRST])


def test_the_golden_lists_ask_for_entries_that_exist(
    lang: str, site: Path, everything: Path
) -> None:
    index = read_index((everything / lang / "search.json").read_text("utf-8"))
    anchors = {row[0] for key in ("names", "facts") for row in index[key]}
    anchors |= {row[2] for row in index["others"]}
    anchors |= set(ids(read_page(site / lang / "index.html")))  # questions and key figures
    lists = queries(lang) + readers(lang)
    expected = {key for query in lists for key in query.expected if not key.startswith("?")}
    assert expected <= anchors


def test_every_two_neighboring_characters_and_every_word_find_every_fact_that_holds_them(
    lang: str, everything: Path, editions: Mapping[str, Edition]
) -> None:
    holders: dict[str, set[str]] = defaultdict(set)
    for fact in editions[lang].facts.values():
        for piece in _pieces(fact.plain, lang):
            holders[piece].add(fact.id)
    found = _find(everything / lang, holders)
    lost = {piece: right - set(found[piece]) for piece, right in holders.items()}
    assert {piece: keys for piece, keys in lost.items() if keys} == {}
    assert len(holders) > 1000


def test_the_words_a_fact_begins_with_find_it_among_the_first_three(
    lang: str, everything: Path, editions: Mapping[str, Edition]
) -> None:
    texts = [_bare(fact.plain) for fact in editions[lang].facts.values()]
    beginnings: dict[str, str] = {}
    for fact in editions[lang].facts.values():
        ends = [match.start() for match in CLAUSE_END.finditer(fact.plain)]
        clauses = (fact.plain[:end] for end in [*ends, len(fact.plain)])
        bare = ((clause, _bare(clause)) for clause in clauses)
        own = (clause for clause, words in bare if sum(words in text for text in texts) == 1)
        beginnings[fact.id] = next(own)
    found = _find(everything / lang, beginnings.values())
    assert {k: b for k, b in beginnings.items() if k not in found[b][:FIRST]} == {}


def test_every_figure_finds_its_fact_as_printed_as_worded_and_by_its_digits(
    lang: str, everything: Path, editions: Mapping[str, Edition]
) -> None:
    asked: dict[str, set[str]] = defaultdict(set)
    for fact in editions[lang].facts.values():
        for figure in fact.figures:
            for form in filter(None, (figure.printed, figure.text, figure.table)):
                asked[form].add(fact.id)
                digits = DIGITS.search(form)
                if digits:
                    asked[digits[0]].add(fact.id)
    found = _find(everything / lang, asked)
    lost = {form: right - set(found[form]) for form, right in asked.items()}
    assert {form: keys for form, keys in lost.items() if keys} == {}
    named = {_digits(name.full) for name in editions[lang].names}  # “1,000 Companies”
    long = {
        f: right for f, right in asked.items() if len(_digits(f)) > 3 and _digits(f) not in named
    }
    late = {form: right for form, right in long.items() if not right & set(found[form][:FIRST])}
    assert late == {}


def test_every_form_of_a_name_finds_the_name_and_the_facts_that_use_it(
    lang: str, everything: Path, editions: Mapping[str, Edition]
) -> None:
    names = editions[lang].names
    forms = {
        (name.key, form): {f"name-{name.key}", *(fact.id for fact in name.facts)}
        for name in names
        for form in (name.full, name.short, *name.aliases, *(o.text for o in name.others))
    }
    found = _find(everything / lang, [form for _, form in forms])
    lost = {key: right - set(found[key[1]]) for key, right in forms.items()}
    assert {key: right for key, right in lost.items() if right} == {}
    late = [(key, form) for key, form in forms if f"name-{key}" not in found[form][:FIRST]]
    assert late == []


SYNONYMS = [
    ("en", "FTZ", "name-pilot-free-trade-zone"),
    ("en", "ev", "name-new-trio"),
    ("en", "exports to the US", "first-export-daylily-us"),
    ("en", "hotline", "question-foreign-investors"),
    ("en", "nonstop flight", "air-routes-2026-03"),
    ("zh", "签证", "name-240-hour-visa-free-transit"),
    ("zh", "太原有国际航班吗", "air-routes-2026-03"),
    ("zh", "热线", "gaps-foreign-investors"),
]


def test_what_readers_call_a_thing_finds_it(lang: str, everything: Path) -> None:
    found = _find(everything / lang, [query for key, query, _ in SYNONYMS if key == lang])
    late = [q for key, q, anchor in SYNONYMS if key == lang and anchor not in found[q][:FIRST]]
    assert late == []


def test_plans_come_after_what_is_reported_and_proposals_after_plans(
    lang: str, everything: Path, editions: Mapping[str, Edition]
) -> None:
    edition = editions[lang]
    asked = [name.full for name in edition.names] + [s.title for s in edition.sections]
    later = {"plan": 1, "target": 1, "estimate": 1, "proposal": 2}
    facts = set(edition.facts)
    mixed = 0
    for query, answer in _ask(everything / lang, asked).items():
        whole = len(answer["found"]) - answer["closest"]
        pairs = zip(answer["found"][:whole], answer["kinds"], strict=False)
        order = [later.get(kind, 0) for anchor, kind in pairs if anchor in facts]
        assert order == sorted(order), query
        mixed += len(set(order)) > 1
    assert mixed > 20


PINYIN = [
    ("changzhi", "name-changzhi"),
    ("lvliang", "name-luliang"),
    ("lu liang", "name-luliang"),
    ("changsanjiao", "name-yangtze-river-delta"),
    ("zhong ou ban lie", "name-china-europe-freight-train"),
    ("wusu zongbaoqu", "name-wusu-bonded-zone"),
]


def test_chinese_names_are_found_by_their_pinyin_joined_or_spaced(
    everything: Path, editions: Mapping[str, Edition]
) -> None:
    named = [name for name in editions["zh"].names if HAN_RUN.search(name.full)]
    assert [name.full for name in named if not name.readings] == []
    syllables = {
        f"name-{name.key}": [way.split("/")[0] for way in name.readings[0].split()]
        for name in named
    }
    spelled = {join.join(way): key for key, way in syllables.items() for join in ("", " ")}
    found = _find(everything / "zh", [*spelled, *(query for query, _ in PINYIN)])
    assert [query for query, key in spelled.items() if key not in found[query]] == []
    assert [query for query, key in PINYIN if key not in found[query][:FIRST]] == []
    assert _find(everything / "zh", ["wulumuqi"]) == {"wulumuqi": []}


def test_what_no_entry_holds_is_named_and_what_comes_closest_follows(
    lang: str, everything: Path, editions: Mapping[str, Edition]
) -> None:
    queries = {"en": ["vinegar", "Kazakstan", "email of TISCO"], "zh": ["老陈醋", "太钢不锈钢"]}
    answers = _ask(everything / lang, queries[lang])
    texts = " ".join(fact.plain for fact in editions[lang].facts.values()).casefold()
    for query, answer in answers.items():
        assert not answer["complete"]
        assert answer["missing"], query
        assert answer["closest"] == len(answer["found"])
        assert not [word for word in answer["missing"] if word.casefold() in texts]
    assert answers[queries[lang][0]]["found"] == []
    assert answers[queries[lang][-1]]["found"] != []


def test_words_are_folded_but_figures_are_not(everything: Path) -> None:
    same = [("luliang", "LÜLIANG"), ("bonded zones", "bonded zone"), ("1743.8", "１，７４３．８")]
    found = _find(everything / "en", [query for pair in same for query in pair])
    for one, other in same:
        assert set(found[one]) & set(found[other]), (one, other)
        assert found[one][0] == found[other][0]
    assert _find(everything / "en", ["78.6", "174.39", "9999"]) == {
        "78.6": [],
        "174.39": [],
        "9999": [],
    }


def test_an_index_holds_the_pages_of_its_language_and_is_small(
    lang: str, site: Path, everything: Path, short_editions: Mapping[str, Edition]
) -> None:
    index = read_index((site / lang / "search.json").read_text("utf-8"))
    assert {row[0]: row[1] for row in index["facts"]} == {
        fact.id: fact.plain for fact in short_editions[lang].facts.values()
    }
    places = [(index["places"][row[4]][0], row[0]) for row in index["facts"]]
    places += [("names", row[0]) for row in index["names"]]
    places += [(row[1], row[2]) for row in index["others"]]
    paths = {path for path, _ in places}
    anchors = {path: set(ids(read_page(site / lang / path / "index.html"))) for path in paths}
    assert [place for place in places if place[1] not in anchors[place[0]]] == []
    whole = (everything / lang / "search.json").read_bytes()
    assert len(gzip.compress(whole, 9)) <= MOST_BYTES


def test_codes_of_every_length_are_read_as_they_were_written(address: str, page: Page) -> None:
    most = sum(firsts * SIZE**digits for digits, firsts in enumerate(FIRSTS[:-1])) + 50
    words = [f"w{n}" for n in range(most)]
    texts = [
        "",
        " ".join(words),
        "once",
        "1,743.8亿\n[2025] once more",
        " ".join(words),
        "晋A-1 晋",
    ]
    pieces = pieces_of(texts)
    codes = codes_of(pieces)
    assert {len(code) for code in codes.values()} == {1, 2, 3, 4}
    assert "1,743.8" in pieces.once
    page.goto(f"{address}en/assets/search.css")
    read = page.evaluate(
        """async ([coded, once, texts]) => {
          const { Texts } = await import("./search-pieces.js")
          const index = new Texts(coded, once)
          return texts.map(index.of).map(n => [n, index.written(n)])
        }""",
        [pieces.coded, pieces.once, [coded(text, codes) for text in texts]],
    )
    assert [text for _, text in read] == texts
    assert [n for n, _ in read] == [0, 1, 2, 3, 1, 4]


def test_a_third_language_is_searched_without_a_word_of_code(sample: Path, page: Page) -> None:
    site = sample / "site"
    facts = json.loads((site / "data/facts.json").read_text("utf-8"))["facts"]
    pairs = {fact["text"]["ja"][n : n + 2]: fact["id"] for fact in facts for n in (0, 4)}
    pairs = {pair: key for pair, key in pairs.items() if pair.isalpha()}
    assert pairs
    found = _find(site / "ja", pairs)
    assert [pair for pair, key in pairs.items() if key not in found[pair]] == []
    with served(site) as address:
        page.goto(f"{address}ja/")
        page.keyboard.press("/")
        expect(page.locator("[role=option]").first).to_be_visible()


# The dialog


def test_keys_open_the_search_choose_a_fact_and_lead_to_it(address: str, moving: Page) -> None:
    page = moving
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}en/policy/")
    assert not [url for url in asked if url.endswith(("search.json", "search-engine.js"))]
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.type("fdi 2024")
    options = page.locator("[role=option]")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    expect(options.nth(0).locator("mark").first).to_have_text("2024")
    expect(options.nth(0).locator(".sheet-search__where")).to_have_text(
        "Calculated · 2024 · Trade and investment › Foreign investment"
    )
    expect(page.locator(".sheet-search [role=status]")).to_have_text(re.compile(r"^\d+ results$"))
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    active = box.get_attribute("aria-activedescendant")
    assert active == options.nth(1).get_attribute("id")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}en/f/fdi-2024/")
    expect(page.locator("h1")).to_contain_text("2024")


def test_the_search_closes_and_gives_the_focus_back(address: str, page: Page) -> None:
    page.goto(f"{address}zh/trade/")
    opener = page.locator("[data-search-open]")
    opener.focus()
    page.keyboard.press("Control+k")
    dialog = page.locator("dialog[data-search]")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    page.locator("[data-search-close]").click()
    expect(dialog).to_be_hidden()


def test_a_result_on_the_same_page_is_shown_and_shown_again(address: str, page: Page) -> None:
    page.goto(f"{address}zh/trade/")
    for _ in range(2):
        page.evaluate("scrollTo(0, 0)")
        page.keyboard.press("/")
        page.locator(".sheet-search__input").fill("外商投资")
        page.locator("[role=option][href$='zh/trade/#foreign-investment']").first.click()
        page.wait_for_url(f"{address}zh/trade/#foreign-investment")
        expect(page.locator("#foreign-investment")).to_be_in_viewport()


def test_an_alias_that_was_meant_is_shown_and_another_language_is_marked(
    address: str, page: Page
) -> None:
    page.goto(f"{address}en/")
    page.keyboard.press("/")
    page.locator(".sheet-search__input").fill("太原海关")
    reason = page.locator("[role=option]").first.locator("[lang=zh-Hans]")
    expect(reason).to_have_text("太原海关")


def test_nothing_found_leads_to_the_topics(lang: str, address: str, page: Page) -> None:
    page.goto(f"{address}{lang}/")
    page.keyboard.press("/")
    page.locator(".sheet-search__input").fill("qqqqq")
    status = page.locator(".sheet-search [role=status]")
    expect(status).to_contain_text("qqqqq")
    expect(page.locator("[role=option]")).to_have_count(4)
    page.locator(".sheet-search__input").fill("qqqqq 2024")
    expect(page.locator(".sheet-search__kind")).to_have_text(CLOSEST[lang])
    expect(status).to_contain_text("qqqqq")


def test_the_search_works_from_a_wrong_address_and_says_when_it_cannot(
    address: str, site: Path, page: Page
) -> None:
    (site / "en/deep/down").mkdir(parents=True, exist_ok=True)
    lost = (site / "en/404.html").read_text("utf-8")
    root = re.search(r'href="(/[^"]*)assets/search\.css"', lost)
    assert root is not None
    own = "/" + address.split("/", 3)[3] + "en/"
    (site / "en/deep/down/index.html").write_text(lost.replace(root[1], own), "utf-8")
    page.goto(f"{address}en/deep/down/")
    page.keyboard.press("/")
    page.locator(".sheet-search__input").fill("Almaty")
    link = page.locator("[role=option]").first
    expect(link).to_have_attribute("href", f"{address}en/names/#name-almaty")

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/search.json", refuse)
    page.goto(f"{address}en/")
    page.keyboard.press("/")
    expect(page.locator(".sheet-search [role=status]")).to_contain_text("could not be loaded")


def test_without_scripts_no_search_is_offered(address: str, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}en/")
        expect(page.locator("[data-search-open]")).to_be_hidden()
        expect(page.locator("[data-search]")).to_be_hidden()


def test_the_dialog_fits_a_phone(lang: str, address: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(f"{address}{lang}/trade/")
    page.locator("[data-search-open]").click()
    page.locator(".sheet-search__input").fill("2024")
    expect(page.locator("[role=option]").nth(5)).to_be_attached()
    wide: list[Any] = page.evaluate(
        """[...document.querySelectorAll(".sheet-search, .sheet-search *")]
             .filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.className)"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def _find(folder: Path, queries: Iterable[str]) -> dict[str, list[str]]:
    """Return the anchors found for each query, best first, by the index and script of a folder."""
    return {query: answer["found"] for query, answer in _ask(folder, queries).items()}


def _ask(folder: Path, queries: Iterable[str]) -> dict[str, Any]:
    """Return what is found for each query, of which kinds, and what is said of the rest."""
    if folder not in _running:
        _running[folder] = _Engine(folder)
    return _running[folder].answers(queries)


class _Engine:
    """The script and the index of a folder, as pages load them, run by Node as long as asked.

    Of thousands of queries it makes fast code. What was asked before is known.
    """

    def __init__(self, folder: Path) -> None:
        self._known: dict[str, Any] = {}
        self._process = subprocess.Popen(
            [NODE, "--input-type=module", "--eval", _FIND, folder.as_posix()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def answers(self, queries: Iterable[str]) -> dict[str, Any]:
        asked = list(dict.fromkeys(queries))
        new = [query for query in asked if query not in self._known]
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(new) + "\n")
        self._process.stdin.flush()
        told = self._process.stdout.readline()
        assert told, "the script broke off"
        self._known |= dict(zip(new, json.loads(told), strict=True))
        return {query: self._known[query] for query in asked}

    def end(self) -> None:
        self._process.communicate()


_running: dict[Path, _Engine] = {}


def _digits(text: str) -> str:
    """Return the digits of a text's first number."""
    found = DIGITS.search(text)
    return "".join(filter(str.isdigit, found[0])) if found else ""


def _bare(text: str) -> str:
    """Return a text without punctuation."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _pieces(text: str, lang: str) -> Iterator[str]:
    if lang == "zh":
        for run in HAN_RUN.findall(text):
            yield from (run[n : n + 2] for n in range(len(run) - 1))
    else:
        yield from WORD.findall(text.casefold())


class _Facts(Mapping[str, FactView]):
    """Facts that count how often all of them are gone through."""

    def __init__(self, facts: Mapping[str, FactView]) -> None:
        self.facts = facts
        self.rounds = 0

    def __getitem__(self, key: str) -> FactView:
        return self.facts[key]

    def __len__(self) -> int:
        return len(self.facts)

    def __iter__(self) -> Iterator[str]:
        self.rounds += 1
        return iter(self.facts)


def test_the_index_goes_through_all_facts_once(
    everything: Path, editions: Mapping[str, Edition]
) -> None:
    facts = _Facts(editions["en"].facts)
    index = search_index(replace(editions["en"], facts=facts))
    assert facts.rounds == 1
    assert index == (everything / "en/search.json").read_text("utf-8")
