"""A third language without a line of Python: the sample sheet in English, Chinese and Japanese.

Japanese is a locale of the package, a MkDocs settings file, an entry in the list of languages and
its texts in facts/. Its articles have no Japanese titles.
"""

import json
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from tests.built import (
    article,
    by_id,
    facts_of,
    notes_of,
    page_paths,
    read_page,
    spoken,
    with_class,
    words,
)
from tests.projects import ROOT_ADDRESS, SAMPLE, edit
from tests.support import run

LANGUAGES = {"en": "en", "zh": "zh-Hans", "ja": "ja"}

# fact, its sentence in each language
SENTENCES = {
    "goods-trade-2024": {
        "en": "In 2024, Yunhai’s imports and exports totaled "
        "RMB\u00a0174.38\u00a0billion, up 3.1%.",
        "zh": "2024年，云海省外贸进出口总值达1743.8亿元，增长3.1%。",
        "ja": "2024年の雲海省の輸出入総額は1743.8億元で、3.1%増加した。",
    },
    "goods-trade-2023": {
        "en": "Imports and exports in 2023 were RMB\u00a0169\u00a0billion (calculated).",
        "zh": "推算2023年外贸进出口总值为1690亿元。",
        "ja": "計算によれば、2023年の輸出入総額は1690億元だった。",
    },
    "exporters-2024": {
        "en": "As of September 18, 2024, Yunhai had more than 2,350 e-commerce exporters.",
        "zh": "截至2024年9月18日，云海省跨境电商企业超2350个。",
        "ja": "2024年9月18日時点の雲海省の越境EC企業数は2350超。",
    },
    "signed-2024": {
        "en": "In [2024], projects signed in Yunhai had a contracted value of "
        "RMB\u00a01.49\u00a0trillion.",
        "zh": "[2024年]，云海省招商引资签约金额为1.49万亿元。",
        "ja": "［2024年］の雲海省の投資契約額は1.49兆元。",
    },
    "port-area-2024": {
        "en": "In 2024, Xingwan Port covered 2.52\u00a0km².",
        "zh": "2024年，星湾港占地2.52平方公里。",
        "ja": "2024年の星湾港の面積は2.52平方キロメートル。",
    },
    "warehouse-area-2024": {
        "en": "In 2024, the bonded warehouse covered 300\u00a0mu (20\u00a0ha).",
        "zh": "2024年，保税仓库占地300亩。",
        "ja": "2024年の保税倉庫の面積は300ムー（20ヘクタール）。",
    },
    "transit-time": {
        "en": "Goods take three to four\u00a0hours from Xingwan Port to Qingchuan.",
        "zh": "货物从星湾港到晴川需三四个小时。",
        "ja": "貨物は星湾港から晴川まで3～4時間で届く。",
    },
    "routes-plan-2026": {
        "en": "Yunhai plans to open eight international air routes in 2026.",
        "zh": "云海省计划于2026年开通8条国际航线。",
        "ja": "雲海省は2026年に国際航空路線8本の開設を計画している。",
    },
    "service-pledge-issued": {
        "en": "Yunhai has issued the Xingwan Port Service Pledge.",
        "zh": "云海省出台《星湾港服务公约》。",
        "ja": "雲海省は星湾港サービス公約を定めた。",
    },
}

# article, its reference in each language: only the original and English are in its record
REFERENCES = {
    "opening-2025-01": {
        "en": "Lin Xi. “云海：开放再上新台阶” [Yunhai: Another step in opening up]. "
        "Yunhai Daily (云海日报), January 8, 2025. In Chinese.",
        "zh": "林溪. 云海：开放再上新台阶[N]. 云海日报，2025-01-08.",
        "ja": "林溪 [Lin Xi]。「云海：开放再上新台阶 [Yunhai: Another step in opening up]」、"
        "云海日报 [Yunhai Daily]、2025年1月8日。中国語。",
    },
    "harbor": {
        "en": "“星湾港的新速度” [Xingwan Port gets faster]. [about January 2025]. In Chinese.",
        "zh": "星湾港的新速度[N]. [2025-01].",
        "ja": "「星湾港的新速度 [Xingwan Port gets faster]」、［2025年1月ごろ］。中国語。",
    },
}


@pytest.fixture(scope="module")
def project(sample: Path) -> Path:
    """The sample, built."""
    return sample


@pytest.fixture(scope="module")
def pages(project: Path) -> dict[str, dict[str, Element]]:
    """Every page by language and path."""
    site = project / "site"
    return {
        lang: {
            path: read_page(site / lang / path / "index.html") for path in page_paths(site / lang)
        }
        for lang in LANGUAGES
    }


@pytest.fixture(scope="module")
def data(project: Path) -> Any:
    return json.loads((project / "site/data/facts.json").read_text("utf-8"))


def test_the_third_language_is_data() -> None:
    assert not list(SAMPLE.rglob("*.py"))
    assert not (SAMPLE / "templates").exists()  # its Japanese is the package's


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", SENTENCES)
def test_facts_are_worded_in_every_language(key: str, lang: str, data: Any) -> None:
    (fact,) = (fact for fact in data["facts"] if fact["id"] == key)
    assert fact["text"] == SENTENCES[key]
    assert fact["url"][lang] == f"{lang}/{fact['topic']}/#{key}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_show_the_sentences(lang: str, pages: dict[str, dict[str, Element]]) -> None:
    shown = facts_of(pages[lang]["trade"]) | facts_of(pages[lang]["channels"])
    assert set(shown) == set(SENTENCES)
    for key, text in shown.items():
        if not key.endswith("-area-2024"):  # rows of a table
            assert text == SENTENCES[key][lang]


@pytest.mark.parametrize(
    ("lang", "rows"),
    {
        "en": [
            "Xingwan Port 2.52\u00a0km² B1",
            "Bonded warehouse 300\u00a0mu (20\u00a0ha) B1",
        ],
        "zh": ["星湾港 2.52平方公里 B1", "保税仓库 300亩 B1"],
        "ja": [
            "星湾港 2.52平方キロメートル B1",
            "保税倉庫 300ムー（20ヘクタール） B1",
        ],
    }.items(),
)
def test_tables_show_the_figures(
    lang: str, rows: list[str], pages: dict[str, dict[str, Element]]
) -> None:
    shown = facts_of(pages[lang]["channels"])
    assert [shown["port-area-2024"], shown["warehouse-area-2024"]] == rows


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("source", REFERENCES)
def test_references_fall_back_to_the_original_and_english(
    source: str, lang: str, data: Any, pages: dict[str, dict[str, Element]]
) -> None:
    (record,) = (record for record in data["sources"] if record["key"] == source)
    assert record["reference"] == REFERENCES[source]
    assert REFERENCES[source][lang] in words(article(pages[lang]["sources"]))


@pytest.mark.parametrize(
    ("lang", "printed"),
    {
        "en": "Printed: “1743.8亿元” (= RMB\u00a0174.38\u00a0billion), “3.1%” (line 7).",
        "zh": "原文：“1743.8亿元”“3.1%”（第7行）。",
        "ja": "原文：「1743.8亿元」（＝1743.8億元）、「3.1%」（7行目）。",
    }.items(),
)
def test_notes_read_the_printed_figure(
    lang: str, printed: str, pages: dict[str, dict[str, Element]]
) -> None:
    note = notes_of(pages[lang]["trade"])["fn:goods-trade-2024"]
    assert note.startswith(REFERENCES["opening-2025-01"][lang])
    assert printed in note


def test_foreign_words_are_marked_in_a_language_of_the_same_script(
    pages: dict[str, dict[str, Element]],
) -> None:
    note = by_id(pages["ja"]["trade"], "fn:goods-trade-2024")
    marked = {(lang, text) for lang, text in spoken(note, "ja") if text.strip()}
    assert {
        ("zh-Hans", "林溪"),
        ("en", "Lin Xi"),
        ("zh-Hans", "云海：开放再上新台阶"),
        ("en", "Yunhai: Another step in opening up"),
        ("zh-Hans", "云海日报"),
        ("zh-Hans", "1743.8亿元"),
    } <= marked
    names = list(spoken(article(pages["ja"]["names"]), "ja"))
    assert ("en", "Yunhai Province") in names
    assert ("zh-Hans", "云海省") in names


@pytest.mark.parametrize(("lang", "html"), LANGUAGES.items())
def test_each_language_leads_to_the_two_others(
    lang: str, html: str, pages: dict[str, dict[str, Element]]
) -> None:
    others = {LANGUAGES[key]: f"../../{key}/trade/" for key in LANGUAGES if key != lang}
    page = pages[lang]["trade"]
    assert next(page.iter("html")).attrib["lang"] == html
    switches = [a for a in page.iter("a") if "data-other-language" in a.attrib]
    assert {a.attrib["lang"]: a.attrib["href"] for a in switches} == others
    alternates = {
        e.attrib["hreflang"]: e.attrib["href"] for e in page.iter("link") if "hreflang" in e.attrib
    }
    assert alternates == {
        "x-default": ROOT_ADDRESS,
        **{tag: f"{ROOT_ADDRESS}{key}/trade/" for key, tag in LANGUAGES.items()},
    }


def test_the_chooser_and_the_data_know_three_languages(project: Path, data: Any) -> None:
    chooser = read_page(project / "site/index.html")
    assert [a.attrib["href"] for a in chooser.iter("a")] == [f"{key}/" for key in LANGUAGES]
    assert words(chooser).count("雲海ファクトシート") >= 1
    assert data["languages"] == list(LANGUAGES)
    for fact in data["facts"]:
        assert list(fact["note"]) == list(LANGUAGES)
        assert all(list(figure["rendered"]) == list(LANGUAGES) for figure in fact["figures"])


def test_interface_words_are_japanese(pages: dict[str, dict[str, Element]]) -> None:
    for path, page in pages["ja"].items():
        texts = [t for lang, t in spoken(article(page), "ja") if lang == "ja"]
        assert [t for t in texts if re.search(r"[A-Z]?[a-z]+ [a-z]+", t)] == [], path
    assert words(with_class(pages["ja"][""], "edition")[0]).startswith("第1版、2025年6月30日")


STYLE = "templates/locales/ja/style.yml"


# what lacks, the edit that takes it away, what is told of it
LACKS = {
    "period": (
        (STYLE, '    none: "日付なし"\n', ""),
        "the pattern for 'none' is missing",
    ),
    "note": (
        (STYLE, '  search: "記事の', '  look: "記事の'),
        "the pattern for 'search' is missing",
    ),
    "qualifier": (
        (STYLE, '  more-than: {around: "{x}超"}\n', ""),
        "the words for 'more-than' are missing",
    ),
    "ending": (
        (STYLE, "locale: ja_JP\n", 'locale: ja_JP\nendings: {"(s$": ""}\n'),
        "'(s$' is not a regular expression",
    ),
    "locale": (
        (STYLE, "locale: ja_JP", "locale: xx_YY"),
        "not a locale that Babel knows",
    ),
    "name": (
        ("facts/names.yml", "  ja: {full: 晴川}\n", ""),
        "the text is missing in 'ja'",
    ),
}


@pytest.mark.parametrize("lack", LACKS)
def test_what_the_third_language_lacks_is_told(lack: str, project: Path, tmp_path: Path) -> None:
    change, told = LACKS[lack]
    (problem,) = _problems(project, tmp_path, *change)
    assert problem.startswith(change[0])
    assert told in problem


@pytest.mark.parametrize(
    ("old", "new", "told"),
    {
        "slot": ("{growth}増加した", "増加した", "{growth} is used in en, zh but not in ja"),
        "typed": ("は{total}で、", "は{total}、1743.8億元で、", "“1” is typed by hand"),
        "direction": ("{growth}増加した", "{growth}変わった", "no word says that {growth} grew"),
        "status": ("増加した", "増加する計画している", "sounds like a plan"),
    }.values(),
    ids=["slot", "typed", "direction", "status"],
)
def test_texts_of_the_third_language_pass_the_same_checks(
    old: str, new: str, told: str, project: Path, tmp_path: Path
) -> None:
    problems = _problems(project, tmp_path, "facts/trade/goods.yml", old, new)
    assert any(told in problem for problem in problems), problems


def test_a_unit_without_words_is_told_before_a_figure_loses_it(
    project: Path, tmp_path: Path
) -> None:
    problems = _problems(project, tmp_path, STYLE, '  mu: {other: "{n}ムー"}\n', "")
    assert any("{area} is in mu, which has no words in 'ja'" in problem for problem in problems)
    assert any(problem.startswith(STYLE) for problem in problems)
    assert all("mu" in problem for problem in problems), problems


def _problems(project: Path, folder: Path, file: str, old: str, new: str) -> list[str]:
    """Check a copy of the project with one edit; return its problems but those of the lock."""
    for part in ("facts", "templates"):
        shutil.copytree(project / part, folder / part)
    for config in project.glob("mkdocs*.yml"):
        shutil.copyfile(config, folder / config.name)
    edit(folder / file, old, new)
    done = run(folder, "check")
    assert done.code == 1
    lines = [line for line in done.out.split("\n") if re.search(r" \[[a-z-]+\]$", line)]
    return [line for line in lines if not line.endswith(" [lock]")]
