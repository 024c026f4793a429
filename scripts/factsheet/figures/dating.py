"""How articles print dates: which words name a year, and what of a period a text does not print."""

from __future__ import annotations

import re
from collections.abc import Iterable

from factsheet.figures.numerals import DIGITS, read_numeral
from factsheet.figures.periods import Period
from factsheet.messages import NOTHING, Message, say

# Plan periods that a line names instead of printing their years.
PLAN_YEARS = {"十三五": (2016, 2020), "十四五": (2021, 2025), "十五五": (2026, 2030)}
# Words that date a statement by its article: years from the year of issue.
RELATIVE_YEARS = {
    "今年": 0, "本年": 0, "当年": 0, "去年": -1, "上年": -1, "过去的一年": -1, "过去一年": -1,
    "前年": -2, "明年": 1, "目前": 0, "当前": 0, "如今": 0, "近日": 0, "日前": 0, "近期": 0,
    "新的一年": 0, "今春": 0, "去年春天": -1, "下一步": 0,
}  # fmt: skip


def in_digits(text: str) -> str:
    """Return a text whose dates in Chinese numerals, such as 二〇二六年五月, stand in digits."""
    return _NUMERAL_DATE.sub(_date_in_digits, text)


def _date_in_digits(match: re.Match[str]) -> str:
    year = "".join(str(_DIGITS[c]) for c in match["year"] or "")
    told = f"{year or match['digits']}年"
    for part, sign in ((match["month"], "月"), (match["day"], "日")):
        if part:
            number = read_numeral(part) if not part.isdigit() else (int(part),)
            if number is None:
                return match[0]
            told += f"{number[0]}{sign}"
    return told


def missing_from(period: Period, text: str) -> Message:
    """Return what of a period a normalized text does not print: its years, months or half."""
    if period.form == "none":
        return say("a date")
    text = in_digits(text)
    named = {y for word, years in PLAN_YEARS.items() if word in text for y in years}
    years = {year for year in period.years if not re.search(rf"(?<!\d){year}(?!\d)", text)} - named
    if years:
        return say("the year {years}", years=", ".join(map(str, sorted(years))))
    assert period.start
    assert period.end
    if period.form == "half" and ("上半年", "下半年")[int(period.part) - 1] not in text:
        return say("the half")
    month, last = period.start.month, period.end.month
    if period.form == "day" and period.reach != "since":
        last, day = period.end.month, period.end.day
        if not re.search(rf"(?<!\d){last}月{day}日", text):
            return say("the day {day}", day=f"{last}月{day}日")
    elif period.form == "month" and not re.search(rf"(?<!\d){last}月", text):
        return say("the month {month}", month=f"{last}月")
    elif period.form == "months":
        span = rf"(?<!\d){month}[—–\-至到]{last}月"
        whole = month == 1 and re.search(rf"前{last}个月", text)
        if not (whole or re.search(span, text)):
            return say("the months {months}", months=f"{month}—{last}月")
    return NOTHING


def date_pattern(periods: Iterable[Period]) -> re.Pattern[str]:
    """Return a pattern for the dates of periods as articles print them."""
    parts = []
    for period in periods:
        for day in (period.start, period.end):
            if day is not None:
                parts += [rf"{day.year}年(?:底|末|初)?", rf"{day.month}月(?:{day.day}日)?"]
                parts += [rf"{day.month}[—–\-至到]\d+月", rf"前{day.month}个月"]
    return re.compile("|".join(parts) if parts else r"(?!)")


# Typists write the zero of a year with whatever circle they find.
_DIGITS = {c: n for c, n in DIGITS.items() if n != 2 or c == "二"} | dict.fromkeys("○◯OＯ0０", 0)
_PARTS = "[一二三四五六七八九十廿卅]{1,3}"
_NUMERAL_DATE = re.compile(
    rf"(?:(?P<year>[一二][{''.join(_DIGITS)}]{{3}})|(?P<digits>(?:19|20)\d\d))年"
    rf"(?:(?P<month>{_PARTS}|\d{{1,2}})月(?:(?P<day>{_PARTS}|\d{{1,2}})日)?)?"
)
