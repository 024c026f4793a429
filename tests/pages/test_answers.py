"""What pages tell a reader who looks for more: other reports, cities, other parts, the alphabet."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest

from factsheet.edition.sheet import Edition
from factsheet.edition.views import Run, plain
from factsheet.figures.periods import parse_period
from factsheet.pages.folds import cities_proposed, folded, stands_alone
from factsheet.pages.render import render_pages
from factsheet.pages.ways import leading
from tests.support import style

LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def shown(frozen: Path, frozen_editions: Mapping[str, Edition]) -> dict[str, dict[str, str]]:
    """The Markdown of all pages of the frozen sheet."""
    return {key: dict(render_pages(frozen, frozen_editions[key])) for key in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fold_names_what_its_reports_count(
    lang: str, shown: Mapping[str, Mapping[str, str]], frozen_editions: Mapping[str, Edition]
) -> None:
    edition, folds = frozen_editions[lang], 0
    for section in edition.sections:
        for part in folded(section, edition.facts).standing:
            for subject, facts in part.subjects:
                folds += 1
                (line,) = (
                    line
                    for line in shown[lang][f"{section.page}.md"].split("\n")
                    if line.startswith("<summary>") and subject[:12] in line
                )
                told = re.sub(r'<span class="unseen">[^<]*</span>|<[^>]*>|\[|\]', "", line)
                assert all(re.sub(r"\[|\]", "", f.period_words) in told for f in facts), line
            told_of = [f.id for _, facts in part.subjects for f in facts]
            assert sorted(told_of) == sorted(f.id for f in part.earlier)
    assert folds


def test_only_what_is_reported_once_is_said_to_be(
    shown: Mapping[str, Mapping[str, str]], frozen_editions: Mapping[str, Edition]
) -> None:
    """Every figure of the indicators of such a fact is its own, whatever its scope and basis."""
    edition = frozen_editions["en"]
    words = edition.word("No other report with a figure for this in this sheet")
    reports: dict[str, set[str]] = {}
    for fact in edition.facts.values():
        for figure in fact.figures:
            reports.setdefault(figure.indicator, set()).add(fact.id)
    alone = {
        key
        for text in shown["en"].values()
        for said, key in re.findall(r"\n([^\n]+)\n\{: #(\S+) \.fact", text)
        if words in said
    }
    assert "air-routes-2026-03" in alone
    for key in alone:
        fact = edition.facts[key]
        assert {f for g in fact.figures if g.indicator for f in reports[g.indicator]} == {key}
        assert not fact.updates
        assert len(fact.letters) == 1
    fact = edition.facts["air-routes-2026-03"]
    other = replace(edition.series[0].points[0], fact=edition.facts["fdi-2025"])
    (series,) = (s for s in edition.series if s.key == "passenger-routes")
    twice = replace(series, points=(*series.points, other))
    assert stands_alone(edition, fact)
    assert not stands_alone(edition, replace(fact, letters=(*fact.letters, "B1")))
    assert not stands_alone(replace(edition, series=(twice,)), fact)


def test_cities_without_a_proposal_are_named(frozen_editions: Mapping[str, Edition]) -> None:
    """A proposal counts for each city that it names, in its note or by a place in it, too."""
    edition = frozen_editions["en"]
    proposals = [f for f in edition.facts.values() if f.status == "proposal"]
    named, unnamed = cities_proposed(edition, proposals)
    assert not {n.key for n in named} & {n.key for n in unnamed}
    for fact in proposals:
        assert not [n.key for n in unnamed if n.short in plain(fact.text)]
        assert [n.key for n in named if n.short in fact.cities] or not fact.cities
    cities = {n.city for n in edition.names if n.city}
    assert cities - {n.key for n in (*named, *unnamed)} <= {"taiyuan", "changzhi"}  # Taiyuan–Suide
    assert len(unnamed) > 5
    chinese = cities_proposed(frozen_editions["zh"], proposals)[1]
    assert {n.key for n in chinese} == {n.key for n in unnamed}


@pytest.mark.parametrize(
    ("lang", "text", "links"),
    [
        ("en", "For the plan, see Policy.", {"Policy": "policy#policy"}),
        ("en", "For sites, see Zones and industry; for plans, see Channels.",
         {"Zones and industry": "zones#zones", "Channels": "channels#channels"}),
        ("en", "See Policymakers see Policymaking.", {}),
        ("en", "The Policy of the province", {}),
        ("zh", "有关计划，见“政策”部分。", {"政策": "policy#policy"}),
        ("zh", "均见“开放通道”“政策”部分", {"开放通道": "channels#channels"}),
        ("zh", "“政策”一词", {}),
    ],
)  # fmt: skip
def test_a_text_that_sends_to_a_part_leads_there(
    lang: str, text: str, links: Mapping[str, str], frozen_editions: Mapping[str, Edition]
) -> None:
    led = leading(frozen_editions[lang])((Run(text=text),))
    assert plain(led) == text
    assert {run.text: run.href for run in led if run.href} == links


def test_pages_show_these_links(shown: Mapping[str, Mapping[str, str]]) -> None:
    linked = {text for text in shown["zh"].values() if re.search(r"见“\[[^]]+\]\(\w+\.md#", text)}
    assert linked
    assert not [text for text in linked if re.search("见“(?:政策|贸易与投资|园区与产业)”", text)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plans_open_with_what_is_done_and_what_is_reported_comes_first(
    lang: str, shown: Mapping[str, Mapping[str, str]], frozen_editions: Mapping[str, Edition]
) -> None:
    edition, page = frozen_editions[lang], shown[lang]["plans.md"]
    done = {plan.fact.id for plan in edition.plans if plan.fulfilled_by}
    head = page[: page.index(' id="plan-')]
    assert set(re.findall(r"\]\(#plan-([\w-]+)\)", head)) == done
    assert len(done) > 1
    told = {plan.fact.id: (not plan.later, plan.fact.period) for plan in edition.plans}
    rows = re.findall(r'<span id="plan-([\w-]+)"></span>', page)
    assert sorted(rows) == sorted(told)
    topics = groupby(rows, key=lambda id_: edition.facts[id_].topic)
    for _, found in topics:
        ranks = [told[id_] for id_ in found]
        newest_first = sorted(sorted(ranks, key=itemgetter(1), reverse=True), key=itemgetter(0))
        assert ranks == newest_first


def test_a_plan_is_said_to_be_ahead_only_where_its_last_day_is(
    shown: Mapping[str, Mapping[str, str]], frozen_editions: Mapping[str, Edition]
) -> None:
    told = {}
    for plan in frozen_editions["en"].plans:
        if not plan.is_told:
            page = shown["en"]["plans.md"]
            row = page[page.index(f' id="plan-{plan.fact.id}"') :].split("\n")[0]
            told[plan.fact.period] = row.split(" | ")[-1].split(" {: ")[0]
    assert told["none"] == "no due date is printed"
    assert told["2026"] == "not yet due at the date of this edition"
    assert told["2025"] == "—"


@pytest.mark.parametrize(
    ("period", "is_ahead"),
    [
        ("2026", True), ("2026-11", True), ("2026-11-28", True), ("2026/2030", True),
        ("2026-11-27", False), ("2025", False), ("none", False), ("to 2025-10", False),
        ("since 2025", False),
    ],
)  # fmt: skip
def test_a_period_is_ahead_until_its_last_day_has_passed(period: str, is_ahead: bool) -> None:
    assert parse_period(period).is_ahead(date(2026, 11, 28)) is is_ahead


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_are_listed_under_their_letters(
    lang: str, shown: Mapping[str, Mapping[str, str]], frozen_editions: Mapping[str, Edition]
) -> None:
    names = sorted(frozen_editions[lang].names, key=lambda name: name.rank)
    letters = [name.initial for name in names if name.initial]
    assert letters == sorted(letters)
    page = shown[lang]["names.md"]
    assert re.findall(r'<a href="#names-(\w)">', page) == re.findall(r' id="names-(\w)">', page)
    assert len(set(letters)) > 15


def test_chinese_letters_are_those_of_dictionaries() -> None:
    found = {name: style("zh").initial(name) for name in ("啊", "长治", "太原", "“五", "匝", "嗯")}
    assert list(found.values()) == ["A", "C", "T", "W", "Z", found["嗯"]]
    assert found["嗯"]
    assert [style("zh").initial(text) for text in ("RCEP园区", "9610")] == ["0", "0"]
    assert [style("en").initial(text) for text in ("“Élan”", "9610", "rail")] == ["E", "0", "R"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_value_of_a_program_is_shown(lang: str, shown: Mapping[str, Mapping[str, str]]) -> None:
    assert list(_values(shown[lang])) == []


def _values(pages: Mapping[str, str]) -> Iterator[str]:
    for name, text in pages.items():
        yield from (f"{name}: {found}" for found in re.findall(r"Run\(|&#?\w+;#39|object at", text))
