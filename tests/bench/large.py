"""A number of facts -> a sheet of that many, made up, with the archive that proves them.

The same number gives the same bytes. Each section tells of counties and goods: a series of four years,
two counts of which the second carries on the first, and a plan; every fourth section has a table.
"""

from __future__ import annotations

import hashlib
import random
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from tests.projects import own_settings
from tests.support import ROOT

LINES = 40  # of facts in an article
YEARS = ("2021", "2022", "2023", "2024")
SECTIONS = 10  # in each topic


@dataclass(kw_only=True)
class Sheet:
    """What is written of a sheet: entries of facts by topic and section, lines by article."""

    sections: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    articles: list[list[str]] = field(default_factory=list)

    def cite(self, line: str) -> dict[str, Any]:
        """Print a line in the newest article, or in a new one; return where it stands."""
        if not self.articles or len(self.articles[-1]) == LINES:
            self.articles.append([])
        self.articles[-1].append(line)
        return {"source": f"article-{len(self.articles)}", "at": 2 * len(self.articles[-1]) + 1}


def write_large(folder: Path, facts: int) -> Path:
    """Write a sheet of so many facts into a new folder, with the project's templates."""
    folder.mkdir(parents=True)
    (folder / "templates").symlink_to(ROOT / "templates")
    for name in ("mkdocs.yml", "mkdocs.zh.yml"):
        shutil.copyfile(ROOT / name, folder / name)
    sheet = _sheet(facts)
    for name, data in _files(sheet).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = data if isinstance(data, str) else _yaml(data)
        path.write_text(text, "utf-8", newline="\n")
    own_settings(folder)
    return folder


def _sheet(facts: int) -> Sheet:
    """Make up the facts: so many in all, as many in each section as in the others, about."""
    sheet = Sheet()
    chance = random.Random(facts)  # noqa: S311  # no secret
    places = [(topic, f"{topic}-{number + 1}") for topic in TOPICS for number in range(SECTIONS)]
    for index, (topic, section) in enumerate(places):
        share = facts // len(places) + (index < facts % len(places))
        table = f"table-{section}" if index % 4 == 0 else ""
        made = _entries(sheet, chance, topic, index % SECTIONS, table)
        entries = list(islice(made, share))
        head: dict[str, Any] = {
            "title": _both(*SUBJECTS[topic][index % SECTIONS]),
            "intro": {"zh": "各县逐年情况。", "en": "County by county and year by year."},
        }
        if table:
            head["tables"] = [_table(table)]
        gaps = [{"zh": "分月数据。", "en": "Figures by month."}]
        sheet.sections[topic, section] = {**head, "facts": entries, "gaps": gaps}
    return sheet


def _entries(
    sheet: Sheet, chance: random.Random, topic: str, number: int, table: str
) -> Iterator[dict[str, Any]]:
    """Yield the facts of a section, county after county: a series, two counts and a plan."""
    key = f"{topic}-{number + 1}"
    for county in range(len(COUNTIES)):
        goods = (county * 7 + number * 3) % len(GOODS)
        id_ = f"{key}-county-{county + 1}"
        total = chance.randrange(100, 9000)  # tenths of 亿元
        for year in YEARS:
            before, total = total, total + total * chance.randrange(11, 200) // 1000 + 1
            entry = _report(chance, f"{id_}-{year}", county, goods)
            growth = f"{(total - before) / before:.1%}"
            _prove(sheet, entry, year, {"total": f"{total / 10}亿元", "growth": growth})
            for name, indicator in (("total", "value"), ("growth", "growth")):
                entry["figures"][name] |= {
                    "indicator": f"{indicator}-{key}",
                    "basis": "flow" if name == "total" else "rate",
                    **({"scope": f"county-{county + 1}"} if county else {}),  # the first leads
                }
            if table:
                entry["cells"] = {
                    "table": table,
                    "place": f"[[county-{county + 1}]]",
                    "year": "{period}",
                    "amount": "{total}",
                    "growth": "{growth}",
                }
            yield entry
        for year in YEARS[-2:]:
            zh, en = COUNTED
            entry = _entry(f"{id_}-companies-{year}", zh, en, county, goods)
            _prove(sheet, entry, year, {"n": f"{chance.randrange(11, 900)}家"})
            if year != YEARS[-2]:
                entry["updates"] = f"{id_}-companies-{YEARS[-2]}"
            yield entry
        yield _plan(sheet, chance, f"{id_}-plan", county, goods)


def _report(chance: random.Random, id_: str, county: int, goods: int) -> dict[str, Any]:
    zh, en = chance.choice(SENTENCES)
    tail_zh, tail_en = chance.choice(TAILS)
    return _entry(id_, zh + tail_zh + "。", en + tail_en + ".", county, goods)


def _entry(id_: str, zh: str, en: str, county: int, goods: int) -> dict[str, Any]:
    text = {"zh": _filled(zh, county, goods), "en": _filled(en, county, goods)}
    return {"id": id_, "status": "outturn", "text": text}


def _prove(sheet: Sheet, entry: dict[str, Any], year: str, figures: dict[str, str]) -> None:
    """Give a fact its period and figures, and an article that prints them."""
    entry["period"] = year
    entry["figures"] = {name: {"printed": printed} for name, printed in figures.items()}
    said = entry["text"]["zh"].format(period=f"{year}年", **figures)
    entry["cite"] = [sheet.cite(_said(said))]


def _plan(sheet: Sheet, chance: random.Random, id_: str, county: int, goods: int) -> dict[str, Any]:
    zh, en = chance.choice(PLANS)
    text = {"zh": _filled(zh, county, goods) + "。", "en": _filled(en, county, goods) + "."}
    said = _said(text["zh"].format(period="2026年"))
    evidence = [said.partition("，")[2].rstrip("。")[:12]]
    cite = {**sheet.cite(said), "evidence": evidence}
    return {"id": id_, "status": "plan", "period": "2026", "text": text, "cite": [cite]}


def _filled(text: str, county: int, goods: int) -> str:
    return text.replace("COUNTY", f"[[county-{county + 1}]]").replace(
        "GOODS", f"[[goods-{goods + 1}]]"
    )


def _said(text: str) -> str:
    """Return a sentence as an article prints it: names by their Chinese."""
    for number, (zh, _) in reversed(list(enumerate(COUNTIES, 1))):
        text = text.replace(f"[[county-{number}]]", zh)
    for number, (zh, _) in reversed(list(enumerate(GOODS, 1))):
        text = text.replace(f"[[goods-{number}]]", zh)
    return text


def _files(sheet: Sheet) -> dict[str, Any]:
    """Return the content of every file of a sheet by its name."""
    files: dict[str, Any] = {
        "facts/edition.yml": {**EDITION, "title": _both("大样例资料", "Large sample sheet")},
        "facts/topics.yml": _topics(sheet),
        "facts/indicators.yml": _indicators(sheet),
        "facts/exclusions.yml": [],
        "facts/links.yml": [],
        "facts/corrections.yml": [],
        "facts/names/place.yml": _names(sheet, "county", "place", COUNTIES),
        "facts/names/term.yml": _names(sheet, "goods", "term", GOODS),
    }
    by_topic: dict[str, list[str]] = defaultdict(list)
    for (topic, section), entry in sheet.sections.items():
        files[f"facts/{topic}/{section}.yml"] = entry
        by_topic[topic].append(section)
    for topic, sections in by_topic.items():
        files[f"facts/disagreements/{topic}.yml"] = list(_differences(sheet, topic, sections))
    for number, lines in enumerate(sheet.articles, 1):
        text = "\n\n".join([f"样例日报第{CHARACTERS[number % 10]}版", *lines]) + "\n"
        files[f"archive/article-{number}.txt"] = text
        files[f"facts/sources/article-{number}.yml"] = _source(number, text)
    return files


def _source(number: int, text: str) -> dict[str, Any]:
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(number - 1) // 99] + str((number - 1) % 99 + 1)
    return {
        "title": _both("各县开放数据", "Figures of opening-up by county"),
        "author": [_both("张三", "Zhang San")],
        "publication": _both("样例日报", "Yangli Ribao"),
        "issued": f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "issued_basis": "printed",
        "letter": letter,
        "archive": {
            "file": f"article-{number}.txt",
            "lines": [[1, text.count("\n")]],
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
        },
    }


def _differences(sheet: Sheet, topic: str, sections: list[str]) -> Iterator[dict[str, Any]]:
    for section in sections:
        first, second = sheet.sections[topic, section]["facts"][:2]
        yield {
            "id": f"difference-{section}",
            "kind": "scope",
            "title": _both("口径", "Basis"),
            "facts": [first["id"], second["id"]],
            "zh": "口径未载。",
            "en": "The basis is not stated.",
        }


def _topics(sheet: Sheet) -> dict[str, Any]:
    first = {topic: f"value-{topic}-1" for topic in TOPICS}
    return {
        "home": {
            "intro": _both("样例省各县情况。", "Counties of a sample province."),
            "warnings": [_both("样例不作他用。", "The sample serves nothing else.")],
            "questions": [
                {
                    "question": _both("规模如何？", "How large is it?"),
                    "answer": _both("各县不一。", "It differs by county."),
                    "section": section,
                }
                for _, section in list(sheet.sections)[:5]
            ],
        },
        "topics": [
            {
                "key": topic,
                "title": _both(*titles),
                "intro": _both("各县逐年情况。", "County by county and year by year."),
                "highlights": [first[topic]],
                "sections": [section for at, section in sheet.sections if at == topic],
            }
            for topic, titles in TOPICS.items()
        ],
    }


def _indicators(sheet: Sheet) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, (topic, section) in enumerate(sheet.sections):
        zh, en = SUBJECTS[topic][number % SECTIONS]
        found[f"value-{section}"] = {"title": _both(zh, en), "rhythm": "year", "unit": "CNY"}
        found[f"growth-{section}"] = {
            "title": _both(f"{zh}增幅", f"{en}, growth"),
            "rhythm": "year",
            "unit": "percent",
            "growth_of": f"value-{section}",
        }
    return found


def _names(sheet: Sheet, key: str, kind: str, names: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the names of a kind that the facts use."""
    used = {
        found
        for section in sheet.sections.values()
        for fact in section["facts"]
        for found in re.findall(rf"\[\[{key}-(\d+)\]\]", fact["text"]["zh"])
    }
    return {
        f"{key}-{number}": {
            "kind": kind,
            "zh": {"full": zh},
            "en": {"full": en},
            "gloss": _both("虚构的名称", "A made-up name"),
        }
        for number, (zh, en) in enumerate(names, 1)
        if str(number) in used
    }


def _table(key: str) -> dict[str, Any]:
    heads = {"place": ("地方", "Place"), "year": ("年份", "Year")}
    heads |= {"amount": ("金额", "Amount"), "growth": ("增幅", "Growth")}
    columns = [{"key": name, "title": _both(*titles)} for name, titles in heads.items()]
    return {"key": key, "title": _both("各县逐年", "Counties by year"), "columns": columns}


def _both(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def _yaml(data: object) -> str:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text: str = yaml.dump(data, Dumper=dumper, allow_unicode=True, sort_keys=False, width=1000)
    return text


CHARACTERS = "零一二三四五六七八九"
EDITION = {
    "number": "1",
    "date": "2026-01-05",
    "cutoff": "2025-12",
    "tagline": _both("供测量所用", "Made for measurements"),
    "publisher": _both("样例编者", "Sample publisher"),
    "contact": "https://sheet.example/contact",
    "disclaimer": _both("仅供测试。", "For tests only."),
    "not_official": _both("所载各数均系虚构。", "Every figure is made up."),
}
TOPICS = {
    "trade": ("贸易", "Trade"),
    "channels": ("通道", "Channels"),
    "zones": ("园区", "Zones"),
    "policy": ("政策", "Policy"),
}
SUBJECTS = {
    "trade": [
        ("货物出口", "Goods exports"),
        ("货物进口", "Goods imports"),
        ("服务贸易", "Services trade"),
        ("跨境电商", "Cross-border e-commerce"),
        ("加工贸易", "Processing trade"),
        ("一般贸易", "Ordinary trade"),
        ("边境贸易", "Border trade"),
        ("展会成交", "Sales at fairs"),
        ("使用外资", "Foreign investment"),
        ("对外投资", "Investment abroad"),
    ],
    "channels": [
        ("铁路货运", "Rail freight"),
        ("航空货运", "Air freight"),
        ("公路货运", "Road freight"),
        ("水路货运", "Water freight"),
        ("口岸通关", "Clearance at ports"),
        ("邮政快递", "Mail and parcels"),
        ("海外仓", "Overseas warehouses"),
        ("冷链物流", "Cold chain"),
        ("多式联运", "Multimodal transport"),
        ("仓储", "Storage"),
    ],
    "zones": [
        ("综合保税区", "Bonded zones"),
        ("开发区", "Development zones"),
        ("物流园", "Logistics parks"),
        ("合作园区", "Cooperation parks"),
        ("高新区", "High-tech zones"),
        ("出口基地", "Export bases"),
        ("产业集群", "Clusters"),
        ("标准厂房", "Standard workshops"),
        ("孵化器", "Incubators"),
        ("循环园区", "Recycling parks"),
    ],
    "policy": [
        ("出口退税", "Tax refunds on exports"),
        ("信用保险", "Credit insurance"),
        ("贷款贴息", "Interest subsidies"),
        ("培训支出", "Spending on training"),
        ("人才引进", "Recruitment"),
        ("专项资金", "Special funds"),
        ("参展补助", "Support for fairs"),
        ("检验检疫", "Inspection and quarantine"),
        ("知识产权", "Intellectual property"),
        ("营商环境", "Business environment"),
    ],
}
FIRST = [
    ("清", "Qing"), ("安", "An"), ("临", "Lin"), ("平", "Ping"), ("宁", "Ning"), ("永", "Yong"),
    ("长", "Chang"), ("和", "He"), ("武", "Wu"), ("灵", "Ling"),
]  # fmt: skip
SECOND = [("河", "he"), ("川", "chuan"), ("泉", "quan"), ("岭", "ling"), ("原", "yuan")]
COUNTIES = [(f"样{a}{b}县", f"Yang{c.lower()}{d} County") for a, c in FIRST for b, d in SECOND]
MATTER = [
    ("铝", "aluminum"), ("镁", "magnesium"), ("钢", "steel"), ("玻璃", "glass"),
    ("陶瓷", "ceramic"), ("棉", "cotton"), ("丝", "silk"), ("橡胶", "rubber"),
]  # fmt: skip
FORM = [("板材", "sheets"), ("管件", "fittings"), ("零件", "parts"), ("制品", "products")]
GOODS = [(a + b, f"{c} {d}") for a, c in MATTER for b, d in FORM]
SENTENCES = [
    (
        "{period}，COUNTYGOODS相关业务完成{total}，增长{growth}",
        "In {period}, business in GOODS of COUNTY came to {total}, up {growth}",
    ),
    (
        "{period}，据海关统计，COUNTY经营GOODS的企业实现交易额{total}，增长{growth}",
        "In {period}, companies of COUNTY dealing in GOODS had a turnover of {total}, up {growth}, "
        "according to customs",
    ),
    (
        "{period}，COUNTY以GOODS为主的项目合计{total}，比上年增长{growth}",
        "In {period}, projects of COUNTY, mainly in GOODS, came to {total} in all, up {growth} on "
        "the year before",
    ),
    (
        "{period}，COUNTY推动GOODS扩大销路，规模达到{total}，同比增长{growth}",
        "In {period}, COUNTY found more buyers for its GOODS: {total}, up {growth} year on year",
    ),
    (
        "{period}，受市场需求带动，COUNTYGOODS板块收入为{total}，增长{growth}",
        "In {period}, driven by demand, the GOODS of COUNTY earned {total}, up {growth}",
    ),
]
TAILS = [
    ("", ""),
    ("，带动就业稳步增加", ", and employment rose steadily with it"),
    ("，主要销往中亚和东南亚", ", sold mainly to Central Asia and Southeast Asia"),
    ("，民营企业是主力", ", with private companies leading"),
    ("，物流成本继续下降", ", while the cost of logistics went on falling"),
    ("，新建仓库陆续投用", ", and new warehouses came into use"),
    ("，海外客户明显增多", ", with clearly more customers abroad"),
    ("，铁路运输保障有力", ", well served by rail"),
    ("，产品质量得到认可", ", and the quality of the products was recognized"),
    ("，绿色转型取得进展", ", with progress in the green transition"),
]
COUNTED = (
    "{period}，COUNTY经营GOODS的企业有{n}。",
    "In {period}, there were {n} companies dealing in GOODS in COUNTY.",
)
PLANS = [
    (
        "{period}，计划在COUNTY建设GOODS仓库",
        "For {period}, a warehouse for GOODS was planned in COUNTY",
    ),
    (
        "{period}，计划由COUNTY开通GOODS专列",
        "For {period}, a train for GOODS was planned from COUNTY",
    ),
    (
        "{period}，计划组织COUNTY企业推介GOODS",
        "For {period}, companies of COUNTY were to present GOODS",
    ),
]
