"""Which figure of a series is the headline, what stands under it, and dates in their order."""

from pathlib import Path

import pytest

from factsheet.edition.localize import edition_of
from factsheet.edition.series import points_of, series_of
from factsheet.figures.periods import RHYTHMS, parse_period
from tests.support import copy_small, sound

FACT = """\
  - id: series-{number}
    status: {status}
    period: {period}
    text:
      zh: "{{period}}，总值{{value}}。"
      en: "In {{period}}, it was {{value}}."
    figures:
      value: {{printed: "{number}亿元", indicator: series, basis: {basis}}}
      growth: {{printed: "5.{number}%", indicator: series-growth, basis: rate}}
    cite:
      - {{source: second-article, at: 5}}
"""
INDICATORS = """\
series:
  title: {{zh: 系列, en: Series}}
  unit: CNY
  rhythm: {rhythm}
series-growth:
  title: {{zh: 增幅, en: Growth of the series}}
  unit: percent
  growth_of: series
"""

# rhythm, the periods typed, the headline, what is newer with the year before, the others
SERIES = [
    ("year", "2024, 2025", "2025", "", "2024"),
    # within one year and one end the longer period is the later
    ("year", "2025-H2, 2025-Q4, 2025-12, 2025", "2025", "", "2025-H2, 2025-Q4, 2025-12"),
    ("month", "2025-01/2025-12, 2025-12, 2025-11", "2025-12", "", "2025-01/2025-12, 2025-11"),
    # a part of a year never replaces the last full year
    ("year", "2026-H1, 2025, 2024", "2025", "2026-H1", "2024"),
    ("year", "2026-01/2026-08, 2025-01/2025-08, 2025", "2025", "2026-01/2026-08, 2025-01/2025-08", ""),
    ("year", "2025-H1, 2026-H1, 2024, 2026-Q1", "2024", "2026-H1, 2025-H1", "2026-Q1"),
    ("year", "2025-H1, 2025, 2024", "2025", "", "2025-H1, 2024"),
    ("year", "2023, 2024-02, 2023-02, 2022-02", "2023", "2024-02, 2023-02", "2022-02"),
    # a year may be typed as its months or days
    ("year", "2024-01/2024-12, 2023, 2025-Q1", "2024-01/2024-12", "2025-Q1", "2023"),
    # the year before is of the same part, not of another of the same length
    ("year", "2024, 2025-Q1, 2024-Q2", "2024", "2025-Q1", "2024-Q2"),
    ("half", "2025-H1, 2025-Q3, 2024-Q3, 2025", "2025-H1", "2025-Q3, 2024-Q3", "2025"),
    ("quarter", "2025-Q1, 2025-Q2, 2025-04", "2025-Q2", "", "2025-04, 2025-Q1"),
    ("years", "2021/2025, 2025, 2016/2020", "2021/2025", "", "2025, 2016/2020"),
    ("date", "to 2025-10, to 2024", "to 2025-10", "", "to 2024"),
    ("date", "2025-spring, to 2025-10-20, 2025-11", "to 2025-10-20", "2025-11", "2025-spring"),
    # no full period: the latest of all
    ("year", "2025-01/2025-08, 2024-01/2024-08", "2025-01/2025-08", "", "2024-01/2024-08"),
    ("year", "2025-spring, 2025-10-20", "2025-10-20", "", "2025-spring"),
    ("year", "none, 2025-H1", "2025-H1", "", "none"),
]  # fmt: skip

# periods in the order of their recency; as texts they would stand otherwise
ORDER = [
    "none",
    "2024-winter",
    "2024",
    "2025-01/2025-02",
    "2025-spring",
    "2025-H1",
    "2025-09",
    "2025-Q3",
    "2025-10-20",
    "2025-10-01/2025-10-21",
    "2025",
    "2021/2025",
    "to 2026-01-01",
]

RHYTHM = {
    "2024": "year", "2024-01/2024-12": "year", "2024-01-01/2024-12-31": "year", "2024-H2": "half",
    "2024-07/2024-12": "half", "2024-Q1": "quarter", "2024-04/2024-06": "quarter", "2024-02": "month",
    "2024-02-01/2024-02-29": "month", "2021/2025": "years", "to 2024": "date", "to 2024-09-18": "date",
    "2024-09-18": "date", "since 2024": "", "2024-01/2024-08": "", "2024-02/2024-04": "",
    "2024-spring": "", "2024-07/2025-06": "", "none": "",
}  # fmt: skip


@pytest.mark.parametrize(("rhythm", "typed", "head", "since", "earlier"), SERIES)
def test_the_headline_is_the_latest_full_period(
    rhythm: str, typed: str, head: str, since: str, earlier: str, tmp_path: Path
) -> None:
    root = _project(tmp_path, rhythm, [(text, "outturn") for text in _split(typed)])
    book = sound(root).book
    series = series_of(book.indicators["series"], points_of(book.facts)["series"])
    assert series is not None
    assert series.head.fact.period.text == head
    assert [p.fact.period.text for p in series.since] == _split(since)
    assert [p.fact.period.text for p in series.earlier] == _split(earlier)


def test_what_is_planned_waits_for_results(tmp_path: Path) -> None:
    root = _project(tmp_path, "year", [("2026", "target"), ("2025", "outturn")])
    book = sound(root).book
    series = series_of(book.indicators["series"], points_of(book.facts)["series"])
    assert series is not None
    assert series.head.fact.period.text == "2025"
    assert series.since == series.earlier == ()


def test_a_newer_part_of_a_year_stands_under_the_headline(tmp_path: Path) -> None:
    periods = ["2025", "2026-H1", "2025-H1", "2024"]
    root = _project(tmp_path, "year", [(text, "outturn") for text in periods])
    for language, when in (
        ("en", ["since then, the first half of 2026", "the first half of 2025"]),
        ("zh", ["此后2026年上半年", "2025年上半年"]),
    ):
        (shown,) = (h for h in edition_of(sound(root), language).highlights if h.key == "series")
        assert shown.fact.period == "2025"
        assert [other.when for other in shown.since] == when
        assert [other.change for other in shown.since] == ["+5.2%", "+5.3%"]
        assert [other.fact.period for other in shown.earlier] == ["2024"]


def test_periods_stand_in_the_order_of_their_days() -> None:
    found = sorted(map(parse_period, sorted(ORDER)), key=lambda period: period.recency)
    assert [period.text for period in found] == ORDER


def test_each_period_has_its_rhythm() -> None:
    assert {text: parse_period(text).rhythm for text in RHYTHM} == RHYTHM
    assert set(RHYTHM.values()) == {"", *RHYTHMS}


def _project(folder: Path, rhythm: str, facts: list[tuple[str, str]]) -> Path:
    root = copy_small(folder / "sheet")
    section = root / "facts/trade/goods.yml"
    typed = ""
    for number, (period, status) in enumerate(facts, 1):
        basis = "stock" if rhythm == "date" else "flow"
        fact = FACT.format(number=number, period=f'"{period}"', status=status, basis=basis)
        undated = "    period_basis: {zh: 未注日期, en: No date is given}\n    cite:"
        typed += fact.replace("    cite:", undated) if period == "none" else fact
    text = section.read_text("utf-8").replace("facts:\n", f"facts:\n{typed}\n")
    section.write_text(text, "utf-8")
    indicators = root / "facts/indicators.yml"
    series = INDICATORS.format(rhythm=rhythm)
    indicators.write_text(indicators.read_text("utf-8").rstrip() + "\n" + series, "utf-8")
    topics = root / "facts/topics.yml"
    text = topics.read_text("utf-8").replace("highlights: [trains]", "highlights: [trains, series]")
    topics.write_text(text, "utf-8")
    return root


def _split(typed: str) -> list[str]:
    return typed.split(", ") if typed else []
