"""The checks: for each one the smallest damage that it alone reports."""

import json
import shutil

import pytest

from factsheet.checks import CHECKS
from factsheet.problems import Place, Problem, render_problems
from tests.support import LANGUAGES, copy_small, edit, problems_of, run, sound, style

GOODS = "facts/trade/goods.yml"
MONEY = "facts/trade/investment.yml"
RAIL = "facts/channels/rail.yml"
TOPICS = "facts/topics.yml"
INDICATORS = "facts/indicators.yml"
PLACES = "facts/names/place.yml"
EDITION = "facts/edition.yml"
DIFFERENCES = "facts/disagreements/trade.yml"
NOTE = "The article does not state the basis."
SOURCE = """\
title: {{zh: 样例, en: Sample}}
issued: "2025-02-10"
issued_basis: printed
letter: {letter}
"""
ARCHIVED = "archive: {file: third.txt, lines: [[1, 2]], sha256: " + "0" * 64 + "}\n"
FACT = """\
facts:
  - id: added
    status: outturn
    period: "{period}"
    text:
      zh: "{{period}}，另有{{value}}。"
      en: "There were another {{value}}, {{period}}."
    figures:
      value: {{{figure}}}
    cite:
      - {{source: second-article, at: 5}}

"""
CHART = """\
- id: money
  kind: {kind}
  section: investment
  table: {table}
  title: {{zh: 投资, en: Investment}}
  alt: {{zh: 投资, en: Investment}}
  figures: [{figures}]
"""
BARS = "investment-2024.total, investment-2025.total"
BRIEF = """\
brief:
  title: {{zh: 简报, en: Brief}}
  story: {{zh: 贸易, en: Trade}}
  figures: [{figure}]
"""
PLACES_DRAWN = """\
title: {{zh: 线路, en: Lines}}
note: {{zh: 不按比例, en: Not to scale}}
alt: {{zh: 线路, en: Lines}}
size: [20, 20]
places:
  - {{name: sample-zone, kind: station, at: [2, 2]}}
  - {{name: {name}, kind: {kind}, at: {at}}}
"""
STAGE = """\
- project: {{zh: 线路, en: Line}}
  stages:
    - {{fact: {fact}, stage: {stage}}}
"""
WITHDRAWN = """\
  - id: exports-fell-2024
    withdrawn:
      date: "{day}"
      reason: {{zh: 原文有误, en: the article was wrong}}
"""
SILENT = """\
    silent:
      through: [{article}]
      words: [新线路]
      basis: {{zh: 按名称检索, en: searched for the line}}
"""
CHARTS = "facts/charts.yml"
SCHEMATIC = "facts/schematic.yml"
STAGES = "facts/stages.yml"
CITIES, TIMELINE, PLACES = "facts/cities.yml", "facts/timeline.yml", "facts/names/place.yml"
PANEL = """\
section: {section}
title: {{zh: 图, en: Picture}}
alt: {{zh: 示意, en: A picture}}
"""


def chart(figures=BARS, kind="bars", table="investment", **more):
    """Return a file of charts with one chart."""
    lines = "".join(f"  {field}: {value}\n" for field, value in more.items())
    return CHARTS, "", CHART.format(kind=kind, table=table, figures=figures) + lines


def drawn(name="sample-province", kind="province", at="[9, 9]", more=""):
    """Return a schematic of two places."""
    return SCHEMATIC, "", PLACES_DRAWN.format(name=name, kind=kind, at=at) + more


def cities(name="sample-zone", fact="trains-2024", section="rail", more=""):
    """Return places by city, one of them."""
    rows = f"kinds:\n  - title: {{zh: 园区, en: Zones}}\n    places: [{{name: {name}, fact: {fact}{more}}}]\n"
    return CITIES, "", PANEL.format(section=section) + rows


def timeline(fact="line-plan", section="rail"):
    """Return a time line of one step."""
    rows = f"lanes:\n  - title: {{zh: 线路, en: Line}}\n    steps: [{{fact: {fact}, label: {{zh: 计划, en: Planned}}}}]\n"
    return TIMELINE, "", PANEL.format(section=section) + rows


def added(period, figure):
    """Return a further fact of a section, with one figure."""
    return "facts:\n", FACT.format(period=period, figure=figure)


def published(how):
    """Return French as a language of the sheet, published in this way."""
    chinese = "    - {name: 中文, lang: zh-Hans, link: zh/, locale: zh_CN}\n"
    french = f"    - {{name: Français, lang: fr, link: fr/, {how}}}\n"
    return [
        ("mkdocs.fr.yml", "", "INHERIT: mkdocs.yml\n"),
        ("mkdocs.yml", chinese, chinese + french),
    ]


def updates(fact, older):
    """Return a fact of the rail section that carries another on."""
    return RAIL, f"  - id: {fact}\n", f"  - id: {fact}\n    updates: {older}\n"


# check: the edits (file, text, what is typed for it) that only this check reports, and its words;
# an edit without a text is a new file
CASES = {
    "lenders_whole": (
        published("partial: de, unreviewed: true"),
        "'fr' borrows from 'de', which has not all texts",
    ),
    "reviewed": (
        published("partial: en"),
        "no native reader has read the words of 'fr'",
    ),
    "languages": (
        [(GOODS, f", en: {NOTE}}}", "}")],
        "the text is missing in 'en'",
    ),
    "markup": (
        [(GOODS, NOTE, '"The {basis is not stated."')],
        "cannot read “The {basis",
    ),
    "same_slots": (
        [(GOODS, "{trade-2024.period}的口径未载", "口径未载")],
        "{trade-2024.period} is used in en but not in zh",
    ),
    "known_slots": (
        [
            (GOODS, "{trade-2024.period}的口径", "{trade-2024.perod}的口径"),
            (GOODS, "basis of {trade-2024.period}", "basis of {trade-2024.perod}"),
        ],
        "has no figure or period 'perod'",
    ),
    "unused_figures": (
        [(GOODS, 'partners: {printed: "超200个"}', 'partners: {printed: "超200个"}\n      n: {printed: "3个"}')],
        "{n} is declared but not used",
    ),
    "typed_figures": (
        [(GOODS, NOTE, "The basis is billions.")],
        "“billions” is typed by hand (scale word)",
    ),
    "typed_qualifiers": (
        [(GOODS, "reached {total}", "reached nearly {total}")],
        "“nearly” is typed beside {total}",
    ),
    "confusions": (
        [(GOODS, NOTE, "Shaanxi does not state the basis.")],
        "“Shaanxi”: this sheet is on Shanxi",
    ),
    "titles_alike": (
        [("mkdocs.yml", "site_name: Sample sheet", "site_name: Other sheet")],
        "site_name is 'Other sheet', the title of the sheet 'Sample sheet'",
    ),
    "topics_listed": (
        [("mkdocs.yml", "  - trade.md\n  - channels.md\n", "  - channels.md\n  - trade.md\n")],
        "the navigation lists the topics as channels.md, trade.md",
    ),
    "parts_unlisted": (
        [("facts/edition.yml", 'number: "1"', 'number: "1"\npage_facts: 3'),
         ("mkdocs.yml", "not_in_nav:", "# not_in_nav:")],
        "topics of more facts than page_facts have a page for each section: trade",
    ),
    "silence_worded": (
        [(GOODS, NOTE, "Later articles do not state the basis.")],
        "“Later articles do not” says that later articles are silent, without a proof",
    ),
    "unreported_dated": (
        [(GOODS, NOTE, '"Up to {sheet.last} no basis is reported."'),
         (GOODS, "原文未载口径。", '"截至{sheet.last}的报道未提到口径。"')],
        "“no basis is reported” is dated by {sheet.last}, which moves with every new article",
    ),
    "raw_names": (
        [(GOODS, "原文未载口径", "样例局未载口径")],
        "the name “样例局” stands raw",
    ),
    "directions": (
        [(GOODS, "出口下降{decline}", "出口变动{decline}"), (GOODS, "fell by", "changed by")],
        "no word says that {decline} fell",
    ),
    "period_shown": (
        [(RAIL, "{period}，[[sample-province]]班列数", "[[sample-province]]班列数"),
         (RAIL, "In {period}, [[sample-province]] ranked", "[[sample-province]] ranked")],
        "no {period}",
    ),
    "prepositions": (
        [(RAIL, "[[sample-zone]] {period}", "[[sample-zone]] by {period}")],
        "“by” stands before a period",
    ),
    "status_words": (
        [(RAIL, "计划开通新线路", "开通新线路")],
        "no word of the sentence says that it is: plan",
    ),
    "glosses": (
        [(PLACES, "en: A made-up province", "en: A province of ten cities")],
        "the gloss holds “ten” (number word)",
    ),
    "unique_ids": (
        [(RAIL, "id: trains-rank-2024", "id: trains-2024")],
        "the id 'trains-2024' is used twice",
    ),
    "earlier_ids": (
        [(RAIL, "id: trains-rank-2024\n", "id: trains-rank-2024\n    was: trains-2024\n")],
        "the earlier id 'trains-2024' of 'trains-rank-2024' is the id of a fact",
    ),
    "figure_count": (
        [(GOODS, "增长{growth}。", "增长{growth}，{n}、{m}。"),
         (GOODS, "up {growth}.", "up {growth}, {n}, {m}."),
         (GOODS, '      growth: {printed: "3.1%"', '      n: {printed: "3个"}\n      m: {printed: "5天"}\n      growth: {printed: "3.1%"')],
        "4 figures of different units",
    ),
    "figure_units": (
        [(MONEY, "7.86亿美元", "7.86亿元")],
        "read as CNY, but foreign-investment is counted in USD",
    ),
    "bases": (
        [(RAIL, "basis: rank", "basis: stock")],
        "a rank has basis: rank",
    ),
    "unit_words": (
        [(MONEY, "        unit: USD\n        indicator: foreign-investment\n", "        unit: CNH\n")],
        "is in CNH, which has no words in 'en'",
    ),
    "cells": (
        [(MONEY, '      amount: "{total}"\n', "")],
        "the cell 'amount' is missing",
    ),
    "undated": (
        [(GOODS, "    period_basis:\n      zh: 原文未印日期\n      en: the article prints no date\n", "")],
        "period: none needs a period_basis",
    ),
    "speakers": (
        [(MONEY, "    by: sample-bureau\n", "")],
        "a proposal names who proposes",
    ),
    "unfinished": (
        [("facts/sources/first-article.yml", "en: Sample report}", 'en: "？"}')],
        "“？” is not typed yet",
    ),
    "names_known": (
        [(MONEY, "by: sample-bureau", "by: sample-office")],
        "there is no name 'sample-office'",
    ),
    "names_used": (
        [(PLACES, "sample-zone:", "other:\n  kind: place\n  zh: {full: 别处}\n  en: {full: Elsewhere}\nsample-zone:")],
        "the name 'other' is not used",
    ),
    "sources_known": (
        [(GOODS, "second-article, at: 3", "third-article, at: 3")],
        "there is no source 'third-article'",
    ),
    "sources_used": (
        [("facts/sources/third-article.yml", "", SOURCE.format(letter="C"))],
        "no fact cites the source 'third-article'",
    ),
    "originals": (
        [("facts/sources/first-article.yml", "title: {zh: 样例报道, en: Sample report}", "title: {en: Sample report}")],
        "title is missing in 'zh'",
    ),
    "letters": (
        [("facts/sources/second-article.yml", "letter: B", "letter: A")],
        "the letter A belongs to first-article",
    ),
    "indicators": (
        [(TOPICS, "highlights: [trains]", "highlights: [train]")],
        "there is no indicator 'train'",
    ),
    "rhythms": (
        [(INDICATORS, "  rhythm: date\n", "")],
        "'trains' is highlighted, but its rhythm is not known",
    ),
    "facts_known": (
        [(RAIL, "fulfilled_by: line-opened", "fulfilled_by: line-open")],
        "there is no fact 'line-open'",
    ),
    "inputs_published": (
        [(MONEY, "    period: \"2025\"\n    text:\n      zh: \"{period}，利用", "    hold: {reason: 待核}\n    period: \"2025\"\n    text:\n      zh: \"{period}，利用")],
        "{investment-2025.total} is held or withdrawn",
    ),
    "corrections_shown": (
        [(GOODS, "  - id: trade-2024\n", "  - id: trade-2024\n    hold: {reason: 待核}\n")],
        "is held, but a correction of it is published",
    ),
    "sections_known": (
        [(TOPICS, "section: goods", "section: good")],
        "there is no section 'good'",
    ),
    "print_known": (
        [("facts/print.yml", "", BRIEF.format(figure="train"))],
        "there is no indicator 'train'",
    ),
    "cited": (
        [(RAIL, "    cite:\n      - {source: second-article, at: 9}\n\n  - id: line-plan", "\n  - id: line-plan")],
        "the fact 'trains-rank-2024' cites no article",
    ),
    "lines": (
        [(MONEY, "second-article, at: 5", "second-article, at: 12")],
        "line 12 is outside the article second-article",
    ),
    "strings": (
        [(MONEY, ", evidence: [设立样例园区]", "")],
        "a citation without figures needs evidence",
    ),
    "citation_figures": (
        [(GOODS, "1743.8 亿元", "1743.9 亿元")],
        "“1743.9 亿元” does not mean the same as “1743.8亿元”",
    ),
    "conflicts": (
        [(MONEY, 'period: "2024"', 'period: "2025"')],
        "two values for one period",
    ),
    "falls": (
        [(RAIL, *added("to 2023", 'printed: "800列", indicator: trains, basis: cumulative'))],
        "the cumulative falls",
    ),
    "growth": (
        [(GOODS, *added("2023", 'printed: "1000亿元", indicator: goods-trade, basis: flow'))],
        "does not lead from added has 100000000000",
    ),
    "parts": (
        [(GOODS, *added("2024", 'printed: "1000亿元", indicator: general-trade, basis: flow')),
         (INDICATORS, "goods-trade:\n", "general-trade:\n  title: {zh: 一般, en: General}\n  unit: CNY\ngoods-trade:\n"),
         (INDICATORS, "  unit: CNY\ngoods-trade-growth", "  unit: CNY\n  parts: [general-trade]\ngoods-trade-growth")],
        "its parts add up to",
    ),
    "not_before": (
        [(MONEY, 'period: "2025"\n    text:\n      zh: "{period}，利用', 'period: "2026"\n    text:\n      zh: "{period}，利用')],
        "2026 is later than its article",
    ),
    "plans_not_past": (
        [(RAIL, 'period: "2025"\n    fulfilled_by', 'period: "2024"\n    fulfilled_by')],
        "a plan for 2024 is older than its article",
    ),
    "silence_current": (
        [(RAIL, "    fulfilled_by: line-opened\n", SILENT.format(article="first-article"))],
        "the article 'first-article' is not later",
    ),
    "reports_later": (
        [(RAIL, "fulfilled_by: line-opened", "fulfilled_by: investment-proposal")],
        "'investment-proposal' has the status proposal: that is not done",
    ),
    "statements_agree": (
        [(RAIL, "  - id: trains-rank-2024\n", "  - id: trains-rank-2024\n    by: sample-bureau\n")],
        "'trains-rank-2024' is said by sample-bureau, 'trains-2024' is said by the newspaper",
    ),
    "apart_needed": (
        [(RAIL, "  - id: trains-rank-2024\n", "  - id: trains-rank-2024\n    apart: {reason: other}\n")],
        "no fact of its lines has another speaker",
    ),
    "figures_once": (
        [(MONEY, *added("2025", 'printed: "7.86亿美元"'))],
        "“7.86亿美元” of line 5 of second-article is already",
    ),
    "sources_differ": (
        [(DIFFERENCES, "kind: scope", "kind: conflict"), (DIFFERENCES, "[trade-2024, trading-partners]", "[trading-partners]")],
        "a conflict needs two articles that disagree",
    ),
    "slips": (
        [(GOODS, NOTE, "The article does **not** state the basis.")],
        "“**” would be printed as it stands",
    ),
    "dated_by_edition": (
        [(GOODS, "  - id: exports-fell-2024\n", WITHDRAWN.format(day="2026-01-06"))],
        "2026-01-06 is later than the edition of 2026-01-05",
    ),
    "bare_figures": (
        [(TOPICS, "样例不作他用。, en: The sample serves nothing else.", '"样例为{investment-2024.total}。", en: "It is {investment-2024.total}."')],
        "no word says that {investment-2024.total} is calculated",
    ),
    "cutoff_current": (
        [(EDITION, 'cutoff: "2025-12"', 'cutoff: "2025-11"')],
        "the cut-off 2025-11 is older than",
    ),
    "newest_named": (
        [(MONEY, *added("2025", 'printed: "1800亿元", indicator: goods-trade, basis: flow'))],
        "{trade-2024.total} is older than 'added' (2025), which it leaves out",
    ),
    "charts_newest": (
        [chart("investment-2024.total")],
        "the chart 'money' leaves out 'investment-2025' of 2025",
    ),
    "charts_known": (
        [chart("investment-2026.total")],
        "there is no fact 'investment-2026'",
    ),
    "charts_alike": (
        [chart("trade-2024.total, investment-2025.total")],
        "{investment-2025.total} is in USD, not in CNY",
    ),
    "charts_periods": (
        [chart("investment-2025.total, investment-2025.total")],
        "is of 2025, like another bar",
    ),
    "charts_whole": (
        [chart(kind="parts")],
        "a chart of parts names its whole",
    ),
    "schematic_places": (
        [drawn(at="[2, 2]")],
        "'sample-province' stands where 'sample-zone' does",
    ),
    "schematic_stops": (
        [drawn("sample-bureau", more=""), (SCHEMATIC, "kind: province", "kind: province, fact: trains-2024")],
        "the stop 'sample-province' has no place in the schematic",
    ),
    "schematic_bends": (
        [drawn(more="bends:\n  - {from: sample-province, to: sample-zone, through: [[3, 3]]}\n")],
        "no link runs from 'sample-province' to 'sample-zone'",
    ),
    "updates_newer": (
        [(GOODS, "    status: outturn\n    period: none", "    status: outturn\n    updates: trains-2024\n    period: none")],
        "'trains-2024' (to 2024-09-18) is newer than this one (none)",
    ),
    "updates_needed": (
        [(MONEY, "  - id: investment-2025\n", "  - id: investment-2025\n    updates: investment-2024\n")],
        "the series foreign-investment tells by itself that it carries 'investment-2024' on",
    ),
    "stages_known": (
        [(STAGES, "", STAGE.format(fact="line-plan", stage="running"))],
        "'running' does not fit 'line-plan', whose status is plan",
    ),
    "cities_printed": (
        [cities(), (PLACES, "sample-zone:\n", "sample-zone:\n  city: sample-province\n")],
        "'样例园区' does not say that it lies in 'sample-province'",
    ),
    "cities_listed": (
        [cities("sample-province")],
        "the fact 'trains-2024' does not name 'sample-province'",
    ),
    "timeline_dated": (
        [timeline("trading-partners")],
        "the fact 'trading-partners' has no date",
    ),
}  # fmt: skip

# More damage that one check reports: check, edits, words of the message
MORE = [
    ("typed_figures", [(EDITION, "Every figure is made up.", "All come from five newspaper pages.")], "“five” is typed by hand"),
    ("typed_figures", [(EDITION, "所载各数均系虚构。", "取自五个版面。")], "“五个” is typed by hand"),
    ("slips", [(GOODS, "en: Trade by country.", 'en: "Trade｛x｝."')], "“｛x｝” is written with full-width braces"),
    ("slips", [(GOODS, "zh: 分国别数据。", "zh: 【【sample-zone】】数据。")], "“【【sample-zone” is written with full-width brackets"),
    ("slips", [(EDITION, "For tests only.", "For **tests** only.")], "“**” would be printed"),
    ("period", [(GOODS, "  - id: exports-fell-2024\n", WITHDRAWN.format(day="2026-01"))], "2026-01 is not a day"),
    ("period", [(GOODS, "  - id: exports-fell-2024\n", WITHDRAWN.format(day="soon"))], "soon"),
    ("cutoff_current", [(EDITION, 'date: "2026-01-05"', 'date: "2026-01-02"')], "is older than its article 'second-article'"),
    ("known_slots", [(EDITION, "所载各数均系虚构。", '"共{sheet.page}个版面。"'), (EDITION, "Every figure is made up.", '"It has {sheet.page} pages."')], "the sheet has no 'page'"),
    ("unique_ids", [(GOODS, "id: trading-partners", "id: sheet")], "the id 'sheet' is used twice"),
    ("newest_named", [(MONEY, *added("2025", 'printed: "1800亿元", indicator: goods-trade, basis: flow')), (TOPICS, "样例不作他用。, en: The sample serves nothing else.", '"最新为{trade-2024.total}。", en: "The latest is {trade-2024.total}."')],
     "{trade-2024.total} is older than 'added' (2025)"),
    ("bare_figures", [(RAIL, "basis: cumulative", "basis: capacity"), (TOPICS, "样例不作他用。, en: The sample serves nothing else.", '"{trains-2024.trains}。", en: "{trains-2024.trains}."')], "no word says that {trains-2024.trains} is capacity"),
    ("silence_current", [(RAIL, "    fulfilled_by: line-opened\n", SILENT.format(article="third-article"))], "'third-article' does not exist"),
    ("silence_current", [(RAIL, "    fulfilled_by: line-opened\n", SILENT.format(article="second-article")), ("facts/sources/third-article.yml", "", SOURCE.format(letter="C").replace("2025-02-10", "2026-01-04") + ARCHIVED)],
     "the article 'third-article' is newer than those of through"),
    ("silence_current", [(RAIL, "    fulfilled_by: line-opened\n", SILENT.format(article="second-article") + "      aside: [{source: second-article, at: 12, reason: other}]\n")], "line 12 is outside"),
    ("silence_current", [(RAIL, "    fulfilled_by: line-opened\n", SILENT.format(article="second-article") + "      aside: [{source: first-article, at: 3, reason: other}]\n")], "'first-article' is not one of those searched"),
    ("silence_current", [(RAIL, "    status: in-force\n    period: \"2025\"\n", "    status: in-force\n    period: \"2025\"\n" + SILENT.format(article="second-article"))], "announces nothing"),
    ("reports_later", [(RAIL, "fulfilled_by: line-opened", "reported_by: trade-2024\n    fulfilled_by: trade-2024")], "stands in fulfilled_by and in reported_by"),
    ("reports_later", [(RAIL, "fulfilled_by: line-opened", "reported_by: line-plan")], "is the plan itself"),
    ("reports_later", [(MONEY, "    status: proposal\n", "    status: proposal\n    reported_by: exports-fell-2024\n")], "'exports-fell-2024' is of an older article"),
    ("facts_known", [(RAIL, "fulfilled_by: line-opened", "reported_by: line-open")], "there is no fact 'line-open'"),
    ("facts_known", [updates("trains-rank-2024", "trains-rank-2023")], "there is no fact 'trains-rank-2023'"),
    ("updates_newer", [updates("trains-rank-2024", "trains-rank-2024")], "a fact does not carry itself on"),
    ("updates_newer", [updates("line-opened", "line-plan")], "'line-plan' is a plan, this report has the status in-force"),
    ("updates_newer", [updates("trains-rank-2024", "line-opened")], "'line-opened' (2025) is newer than this one (2024)"),
    ("updates_newer", [(RAIL, "  - id: trains-rank-2024\n", "  - id: trains-rank-2024\n    hold: {reason: doubtful}\n"), updates("line-opened", "trains-rank-2024")],
     "'trains-rank-2024' is held or withdrawn"),
    ("statements_agree", [(RAIL, "  - id: trains-rank-2024\n    status: outturn\n", "  - id: trains-rank-2024\n    status: target\n")], "'trains-rank-2024' is announced, 'trains-2024' is reported"),
    ("sources_differ", [(DIFFERENCES, "kind: scope", "kind: conflict"), (DIFFERENCES, "[trade-2024, trading-partners]", "[exports-fell-2024, trading-partners]")],
     "a conflict needs two articles that disagree"),
    ("typed_qualifiers", [(GOODS, "总值达{total}", "总值超{total}")], "“超” is typed beside {total}"),
    ("typed_qualifiers", [(GOODS, "增长{growth}。", "增长{growth}以上。")], "“以上” is typed beside {growth}"),
    ("languages", [(GOODS, f"en: {NOTE}", f"en: {NOTE}, fr: x")], "'fr' is not a language"),
    ("languages", [(PLACES, "  en: {full: Sample Zone}\n", "")], "missing in 'en'"),
    ("languages", [(MONEY, ", en: Amount", "")], "missing in 'en'"),
    ("languages", [(GOODS, ", en: Trade by country.", "")], "missing in 'en'"),
    ("languages", [(TOPICS, ', en: "How large is trade?"', "")], "missing in 'en'"),
    ("markup", [(GOODS, NOTE, '"The [[basis] is not stated."')], "cannot read"),
    ("markup", [(GOODS, NOTE, '"The {{basis}} is not stated."')], "cannot read"),
    ("markup", [(GOODS, NOTE, '"The {a.b.c} is not stated."')], "cannot read"),
    ("known_slots", [(GOODS, NOTE, '"{total.x} is not stated."'), (GOODS, "原文未载口径。", '"{total.x}未载。"')],
     "{total.x} names no fact"),
    ("known_slots", [(GOODS, "[[sample-province]]与", "{period}，[[sample-province]]与"),
                     (GOODS, "[[sample-province]] trades", "{period}, [[sample-province]] trades")],
     "the fact is undated"),
    ("silence_worded", [(GOODS, "原文未载口径", "后续各版未提及")], "“后续各版未”"),
    ("silence_worded", [(GOODS, "原文未载口径", "此后的报道均未载口径")], "“此后的报道均未”"),
    ("silence_worded", [(GOODS, NOTE, "Not mentioned in later pages.")], "“Not mentioned”"),
    ("silence_worded", [(GOODS, NOTE, "The latter is no longer listed.")], "“no longer listed”"),
    ("silence_worded", [(GOODS, NOTE, "It is in no later page.")], "“no later page”"),
    ("confusions", [(GOODS, "原文未载口径", "陕西未载口径")], "陕西是其西邻省份"),
    ("raw_names", [(GOODS, "原文未载口径", "样例未载口径")], "the name “样例” stands raw"),
    ("directions", [(GOODS, "达{total}，增长{growth}", "达{total}，为{growth}")], "{growth} grew"),
    ("directions", [(GOODS, "fell by", "rose by")], "{decline} fell"),
    ("directions", [(MONEY, *added("2025", 'printed: "减少8.9小时"'))], "} fell"),
    ("prepositions", [(RAIL, 'zh: "{period}，[[sample-zone]]', 'zh: "截至{period}，[[sample-zone]]')],
     "“截至” stands before"),
    ("status_words", [(RAIL, "The new line opened in {period}.", "The new line will open in {period}.")],
     "“will” sounds like a plan"),
    ("bases", [(GOODS, ", basis: flow}\n      growth", "}\n      growth")], "needs a basis"),
    ("bases", [(GOODS, "basis: rate, scope", "basis: rank, scope"), (GOODS, "下降2.4%", "2.4%")],
     "a rank has basis: rank"),
    ("cells", [(MONEY, '      amount: "{total}"\n', '      amount: "{total}"\n      sum: ""\n')], "no column 'sum'"),
    ("cells", [(MONEY, "table: investment\n", "table: investments\n")], "no table 'investments'"),
    ("names_known", [(GOODS, "scope: sample-province", "scope: sample")], "there is no name 'sample'"),
    ("names_known", [("facts/edition.yml", 'cutoff: "2025-12"', 'cutoff: "2025-12"\nsubject: nowhere')], "there is no name 'nowhere'"),
    ("names_known", [("facts/links.yml", "stops: [sample-zone", "stops: [zone")], "there is no name 'zone'"),
    ("sources_known", [("facts/exclusions.yml", "first-article", "fist-article")], "no source 'fist-article'"),
    ("facts_known", [("facts/links.yml", "[trains-2024]", "[trains]")], "there is no fact 'trains'"),
    ("facts_known", [("facts/corrections.yml", "fact: trade-2024", "fact: trade")], "there is no fact 'trade'"),
    ("facts_known", [("facts/disagreements/trade.yml", "trading-partners]", "partners]")], "no fact 'partners'"),
    ("facts_known", [(GOODS, "facts: [trade-2024]", "facts: [trade-2025]")], "no fact 'trade-2025'"),
    ("cited", [("facts/sources/second-article.yml", "letter: B", "letter: B\nkind: reference")],
     "no fact rests on a reference alone"),
    ("lines", [(GOODS, "at: [3, 5]", "at: [3, 3]")], "a line is cited twice"),
    ("lines", [("facts/exclusions.yml", "at: 3", "at: 30")], "line 30 is outside"),
    ("strings", [(MONEY, "[设立样例园区]", f"[{'样' * 41}]")], "evidence of 41 characters"),
    ("citation_figures", [(GOODS, '{total: "1743.8 亿元"}', '{sum: "1743.8 亿元"}')], "has no figure 'sum'"),
    ("citation_figures", [(GOODS, "1743.8 亿元", "超1743.8 亿元")], "does not mean the same"),
    ("citation_figures", [(GOODS, "1743.8 亿元", "1743.8 亿美元")], "does not mean the same"),
    ("citation_figures", [(GOODS, "1743.8 亿元", "约许1743.8 亿元")], "cannot be read"),
    ("languages", [chart(), (CHARTS, "alt: {zh: 投资, en: Investment}", "alt: {zh: 投资}")], "missing in 'en'"),
    ("charts_known", [chart("investment-2025.sum")], "has no figure 'sum'"),
    ("charts_known", [chart(table="investments")], "has no table 'investments'"),
    ("charts_known", [chart(), (CHARTS, "section: investment", "section: money")], "no section 'money'"),
    ("charts_known", [chart("investment-2024.total"), (MONEY, "  - id: investment-2024\n", "  - id: investment-2024\n    hold: {reason: doubtful}\n")],
     "'investment-2024' is held or withdrawn"),
    ("charts_alike", [chart("investment-2025.total, investment-2025.growth", kind="bars"), (CHARTS, "[investment-2025.total, investment-2025.growth]", "[investment-2025.total]\n  inside: [investment-2025.growth]")],
     "{investment-2025.growth} is a rate, not a flow"),
    ("charts_alike", [chart("trade-2024.growth, exports-fell-2024.decline")], "{exports-fell-2024.decline} is of another scope"),
    ("charts_alike", [chart("trading-partners.partners")], "is “more-than”, which no length shows"),
    ("charts_periods", [chart("investment-2024.total", inside="[investment-2025.total]")],
     "does not lie within the period of the last bar"),
    ("charts_whole", [chart(whole="investment-2025.total")], "bars have neither whole nor rest"),
    ("charts_whole", [chart("investment-2025.total", kind="parts", whole="investment-2025.total")], "is not a part of 'foreign-investment'"),
    ("schematic_places", [drawn("sample-bureau"), (SCHEMATIC, "places:", "places:\n  - {name: sample-province, kind: block, at: [1, 1], to: [9, 9]}")],
     "no link stops at 'sample-bureau'"),
    ("schematic_places", [drawn(at="[9, 30]")], "outside the schematic"),
    ("schematic_places", [drawn(), (SCHEMATIC, "at: [9, 9]", "at: [9, 9], fact: trains")], "there is no fact 'trains'"),
    ("names_known", [drawn("sample"), (SCHEMATIC, "kind: province", "kind: province, fact: trains-2024"), (SCHEMATIC, "places:", "places:\n  - {name: sample-province, kind: block, at: [1, 1], to: [9, 9]}")], "there is no name 'sample'"),
    ("stages_known", [(STAGES, "", STAGE.format(fact="line-plans", stage="planned"))], "there is no fact 'line-plans'"),
    ("stages_known", [(STAGES, "", STAGE.format(fact="line-opened", stage="running") + "    - {fact: investment-proposal, stage: called}\n")],
     "already tells 'running' of this project"),
    ("cities_printed", [(PLACES, "sample-zone:\n", "sample-zone:\n  city: nowhere\n")], "there is no name 'nowhere'"),
    ("cities_listed", [cities(section="sea")], "there is no section 'sea'"),
    ("cities_listed", [cities(fact="trains")], "there is no fact 'trains'"),
    ("cities_listed", [cities(more=", zone: sample-province")], "does not name 'sample-province'"),
    ("timeline_dated", [timeline("trains")], "there is no fact 'trains'"),
    ("timeline_dated", [timeline(section="sea")], "there is no section 'sea'"),
]  # fmt: skip

# language: kind of typed figure, texts that hold it
TYPED = {
    "en": {
        "digit": ["3 ports", "in 2024", "the 14th plan", "４ ports", "A1"],
        "number word": [
            "nine ports",
            "Ten ports",
            "twenty ports",
            "hundreds of ports",
            "a dozen ports",
        ],
        "multiple": [
            "exports doubled",
            "twice the amount",
            "half of it",
            "a threefold rise",
            "tripling",
        ],
        "scale word": ["a million", "some billions", "one-off trillion"],
        "currency word": ["in RMB", "in yuan", "US$ values", "in dollars", "€ values", "in CNY"],
        "percent word": ["% of it", "per cent of it", "a few percent", "percentage points"],
    },
    "zh": {
        "数字": ["3个口岸", "2024年", "４个口岸"],
        "中文数字加量词": [
            "三个口岸",
            "十大工程",
            "两家企业",
            "十余项",
            "百余种",
            "五年",
            "一百三十六项",
        ],
        "倍数": ["翻番", "倍增", "减半", "过半", "一半", "翻一番"],
        "数量级": ["亿元", "以万计"],
        "货币": ["美元计价", "人民币", "欧元", "￥"],
        "百分比": ["%", "百分之多少", "百分点"],
    },
}
UNTYPED = {
    "en": [
        "someone",
        "tenant",
        "often",
        "the Belt and Road",
        "behalf",
        "weight",
        "more than before",
    ],
    "zh": ["万象更新", "一体化", "百姓", "统一", "万里", "三晋"],
}
# text, what is typed for it: a qualifier beside a figure
TYPED_QUALIFIERS = [
    *(
        ("，增长{growth}", f"，增长{word}{{growth}}")
        for word in "超 超过 逾 近 约 不足 至少".split()
    ),
    *(("，增长{growth}", f"，增长{{growth}}{word}") for word in "以上 左右 以内".split()),
    *((", up {growth}", f", up {word} {{growth}}") for word in ("nearly", "About", "more than")),
    *((", up {growth}", f", up {{growth}} {word}") for word in ("or more", "or so")),
]
# file, text, what is typed for it: a place where a digit may be typed by hand
TYPED_PLACES = [
    (GOODS, "en: Goods trade}\nintro", "en: Goods trade 9}\nintro"),
    (GOODS, "en: Imports and exports of goods.", "en: The 9 goods."),
    (GOODS, "of [[sample-province]] reached", "of 9 [[sample-province]] reached"),
    (GOODS, "en: Trade by country.", "en: Trade by 9."),
    (GOODS, "is not stated", "is not 9"),
    (MONEY, "Calculated rows are our own", "The 9 rows are our own"),
    (MONEY, "en: Amount", "en: Amount 9"),
    (MONEY, '      amount: "{total}"', '      amount: "9"'),
    (TOPICS, "Trade and channels of", "The 9 channels of"),
    (TOPICS, "The sample serves nothing else", "The 9 samples serve nothing else"),
    (TOPICS, "How large is trade?", "How large are 9 trades?"),
    (TOPICS, 'en: "It was', 'en: "9 was'),
    (TOPICS, "en: Trade}", "en: Trade 9}"),
    (TOPICS, "Goods trade and investment.", "Goods trade and 9."),
    ("facts/disagreements/trade.yml", "en: Basis", "en: Basis 9"),
    ("facts/disagreements/trade.yml", "is not stated", "is not 9"),
]

PROBLEMS = [
    Problem(
        place=Place(file="facts/a.yml", line=3, column=7),
        rule="typed-figures",
        message="“50%” is typed\nby hand",
        hint="write {x}: 1, 2",
    ),
    Problem(place=Place(file="facts/b:c,d.yml"), rule="file", message="this is not a file"),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """The small sheet."""
    return copy_small(tmp_path_factory.mktemp("good") / "sheet")


@pytest.fixture
def sheet(good, tmp_path):
    """A copy of the small sheet to damage."""
    return shutil.copytree(good, tmp_path / "sheet", symlinks=True)


def damage(root, edits):
    """Make the edits in a project."""
    for file, old, new in edits:
        if old:
            edit(root, file, old, new)
        else:
            (root / file).write_text(new, "utf-8")


def test_the_sheet_itself_is_sound(good):
    """No check reports anything of the sheet that the cases damage."""
    assert problems_of(good) == ()


def test_every_check_has_a_case():
    """A check without a case, or a case without its check, fails here."""
    assert sorted(CASES) == sorted(rule.__name__ for rule in CHECKS)


def test_every_check_says_what_it_wants():
    """A check's docstring is its rule."""
    assert all(rule.__doc__ for rule in CHECKS)


@pytest.mark.parametrize("name", CASES)
def test_check_reports_its_case_alone(sheet, name):
    """The damage of each case is reported by its check and, without it, by none."""
    edits, message = CASES[name]
    damage(sheet, edits)
    problems = problems_of(sheet)
    assert {p.rule for p in problems} == {name.replace("_", "-")}
    assert any(message in p.message for p in problems)
    assert all(p.place.line for p in problems)
    others = tuple(rule for rule in CHECKS if rule.__name__ != name)
    assert problems_of(sheet, others) == ()


@pytest.mark.parametrize(
    ("name", "edits", "message"),
    [pytest.param(*row, id=f"{n}: {row[0]}") for n, row in enumerate(MORE, 1)],
)
def test_check_reports_other_damage(sheet, name, edits, message):
    """Each further case is reported by its check too."""
    damage(sheet, edits)
    found = [p for p in problems_of(sheet) if p.rule == name.replace("_", "-")]
    assert any(message in p.message for p in found), found


@pytest.mark.parametrize(
    ("language", "kind", "text"),
    [
        (key, kind, text)
        for key, kinds in TYPED.items()
        for kind, texts in kinds.items()
        for text in texts
    ],
)
def test_typed_figure_is_reported(sheet, language, kind, text):
    """Every kind of figure typed by hand is reported in each language, with its kind."""
    old = {"en": NOTE, "zh": "原文未载口径。"}[language]
    edit(sheet, GOODS, old, json.dumps(text, ensure_ascii=False))
    found = [p for p in problems_of(sheet) if p.rule == "typed-figures"]
    assert any(f"({kind})" in p.message for p in found), found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_typed_figure_has_a_case(language):
    """The table above has all kinds that a style looks for."""
    assert list(TYPED[language]) == list(style(language).words.typed_figures)


@pytest.mark.parametrize(
    ("language", "text"), [(k, t) for k, texts in UNTYPED.items() for t in texts]
)
def test_words_that_are_no_figures_are_not_reported(sheet, language, text):
    """Words that only contain the letters of a number are left alone."""
    old = {"en": NOTE, "zh": "原文未载口径。"}[language]
    edit(sheet, GOODS, old, json.dumps(text, ensure_ascii=False))
    assert problems_of(sheet) == ()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [pytest.param(*row, id=f"{n}: {row[0]}") for n, row in enumerate(TYPED_PLACES, 1)],
)
def test_typed_figure_is_reported_wherever_it_stands(sheet, file, old, new):
    """A digit typed into any text is reported at its line."""
    line = edit(sheet, file, old, new) + new.count("\n", 0, new.index("9"))
    (problem,) = {(p.rule, p.place.file, p.place.line) for p in problems_of(sheet)}
    assert problem == ("typed-figures", file, line)


@pytest.mark.parametrize(("old", "new"), TYPED_QUALIFIERS)
def test_typed_qualifier_is_reported(sheet, old, new):
    """A qualifier typed before or after a figure is reported in each language."""
    edit(sheet, GOODS, old, new)
    assert {p.rule for p in problems_of(sheet)} == {"typed-qualifiers"}


def test_figures_of_a_name_are_no_typed_figures(sheet):
    """A number that belongs to a name stands in the name and is written as its key."""
    edit(sheet, PLACES, "zh: {full: 样例园区}", "zh: {full: 9610园区}")
    edit(sheet, PLACES, "en: {full: Sample Zone}", "en: {full: Zone 9610}")
    assert problems_of(sheet) == ()


def test_declared_difference_explains_a_conflict(sheet):
    """Two values of one series and period are no problem once the difference is declared."""
    damage(sheet, CASES["conflicts"][0])
    assert problems_of(sheet)
    edit(
        sheet,
        "facts/disagreements/trade.yml",
        "facts: [trade-2024, trading-partners]",
        "facts: [investment-2024, investment-2025]",
    )
    assert problems_of(sheet) == ()


def test_two_undated_values_are_compared(sheet):
    """Undated facts of a growth series and of its base are compared without an error."""
    edit(
        sheet,
        GOODS,
        'partners: {printed: "超200个"}',
        'partners: {printed: "200个", indicator: goods, basis: stock}',
    )
    edit(
        sheet,
        INDICATORS,
        "goods-trade:\n",
        "goods:\n  title: {zh: 甲, en: A}\n  unit: count\n  growth_of: goods\ngoods-trade:\n",
    )
    found = {p.rule for p in problems_of(sheet)}
    assert found <= {"directions", "growth"}


def test_problems_as_text():
    """Text is one line per problem with its place, and one line for its hint."""
    assert render_problems(PROBLEMS).split("\n") == [
        "facts/a.yml:3:7: “50%” is typed\\x0aby hand [typed-figures]",
        "    hint: write {x}: 1, 2",
        "facts/b:c,d.yml: this is not a file [file]",
    ]


def test_problems_as_json():
    """JSON has every part of every problem, sorted by place."""
    first, second = json.loads(render_problems(PROBLEMS[::-1], "json"))
    assert first == {
        "file": "facts/a.yml",
        "line": 3,
        "column": 7,
        "rule": "typed-figures",
        "message": "“50%” is typed\nby hand",
        "hint": "write {x}: 1, 2",
    }
    assert (second["file"], second["line"], second["hint"]) == ("facts/b:c,d.yml", 0, "")


def test_problems_as_github_commands():
    """GitHub's commands are one line each, escaped as its runner reads them."""
    assert render_problems(PROBLEMS, "github").split("\n") == [
        "::error file=facts/a.yml,line=3,col=7,title=typed-figures"
        "::“50%25” is typed%0Aby hand Hint: write {x}: 1, 2",
        "::error file=facts/b%3Ac%2Cd.yml,title=file::this is not a file",
    ]


def test_check_prints_the_format_asked_for(sheet):
    """The command prints the same findings in every format, and an empty list where all is well."""
    sound(sheet)
    assert run(sheet, "verify").code == 0
    assert json.loads(run(sheet, "check", "--format", "json").out) == []
    assert run(sheet, "check", "--format", "github").out == ""
    line = edit(sheet, GOODS, NOTE, "It rests on nine reports.")
    (finding,) = json.loads(run(sheet, "check", "--format", "json").out)
    assert (finding["file"], finding["line"], finding["rule"]) == (GOODS, line, "typed-figures")
    printed = run(sheet, "check", "--format", "github")
    assert printed.out.startswith(f"::error file={GOODS},line={line},")
    assert printed.code == 1
