"""The period of a figure, argued from the words before it and the day of its article.

Nearest first: its sentence, its line, then the last heading above that prints a year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factsheet.figures.dating import PLAN_YEARS, RELATIVE_YEARS, in_digits
from factsheet.figures.numerals import DIGITS
from factsheet.figures.periods import Period, PeriodError, parse_period
from factsheet.intake.rows import Said, beside, is_row, over, own_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating:
    """A period as typed, the words that date it with their line, and whether it is inferred."""

    period: str
    words: str = ""
    line: int = 0
    inferred: bool = True


def dated(lines: Sequence[str], number: int, start: int, issued: Period) -> Dating:
    """Return the period of what stands in a normalized line (from 1) at an offset.

    In a table a year dates its own row and column only.
    """
    if is_row(lines[number - 1]):
        return _in_row(lines, number, start, issued) or _under_heading(lines, number, "")
    lead = in_digits(lines[number - 1][:start])
    for words in (re.split("[。；;]", lead)[-1], lead):
        found = _printed(words) or _relative(words, issued)
        if found:
            period, said, inferred = found
            return Dating(period=period, words=said, line=number, inferred=inferred)
    return _under_heading(lines, number, lead)


def _in_row(lines: Sequence[str], number: int, start: int, issued: Period) -> Dating | None:
    """Return the period of a cell: its own, that of both its heads together, or of one."""
    own = Said(words=own_words(lines[number - 1], start), line=number)
    heads, row = over(lines, number, start), beside(lines[number - 1], number, start)
    both = [
        Said(words=f"{one.words}{other.words}", line=one.line)
        for head in heads
        for cell in row
        for one, other in ((head, cell), (cell, head))
        if _year_in(one.words) and not _year_in(other.words)
    ]
    for said in (own, *both, *heads, *row):
        words = in_digits(said.words)
        if found := _printed(words) or _relative(words, issued):
            period, told, inferred = found
            return Dating(period=period, words=told, line=said.line, inferred=inferred)
    return None


def _year_in(words: str) -> bool:
    return _YEARS[-1][0].search(in_digits(words)) is not None


def _under_heading(lines: Sequence[str], number: int, lead: str) -> Dating:
    """Return the period of the nearest short line above that prints a year or a plan.

    Where it prints both, a line that speaks of five years is of the plan.
    """
    for above in range(number - 1, 0, -1):
        heading = in_digits(lines[above - 1])
        if 0 < len(heading) <= _HEADING and not _DAY.search(heading) and not is_row(heading):
            years, plan = _last(_YEARS[-1][0], heading), _plan(heading)
            if years and not plan:
                return Dating(period=years[1], words=years[0], line=above, inferred=False)
            if plan and (not years or "五年" in lead):
                return Dating(period=plan[0], words=plan[1], line=above, inferred=False)
            if years or plan:
                break
    return Dating(period="none")


def _printed(words: str) -> tuple[str, str, bool] | None:
    for pattern, form in _YEARS:
        match = _last(pattern, words)
        if match and (period := _read(form, *match.groups())):
            return period.text, match[0], False
    plan = _plan(words)
    return (*plan, False) if plan else None


def _plan(words: str) -> tuple[str, str] | None:
    """Return the years of the last plan named, but for one that something is compared with."""
    found = [
        (match.start(), plan)
        for plan in PLAN_YEARS
        for match in re.finditer(rf"(?<![比较]“)(?<![比较]){plan}", words)
    ]
    if not found:
        return None
    _, plan = max(found)
    first, last = PLAN_YEARS[plan]
    return f"{first}/{last}", plan


def _relative(words: str, issued: Period) -> tuple[str, str, bool] | None:
    if issued.end is None:
        return None
    year = issued.end.year
    for pattern, form in _PARTS:
        if match := _last(pattern, words):
            named = _NAMED_YEAR.search(match[0])
            shift = -1 if named and named[0] in _LAST_YEAR else 0
            period = _read(form, year + shift, *match.groups())
            if not named and period and _begins_after(period, issued) and not _AHEAD.search(words):
                period = _read(form, year - 1, *match.groups())
            if period:
                return period.text, match[0], True
    for said, shift in sorted(RELATIVE_YEARS.items(), key=lambda item: -len(item[0])):
        if re.search(f"(?<![比较于]){said}(?!同期)", words):
            now = f"to {issued.text.removeprefix('to ')}"
            return (now if said in _NOW else str(year + shift)), said, True
    return None


def _read(form: str, *parts: str | int) -> Period | None:
    """Return the period of printed numbers, None where the calendar has none such."""
    numbers = [int(p) if str(p).isdecimal() else DIGITS[str(p)] for p in parts]
    try:
        return parse_period(form.format(*numbers))
    except PeriodError:
        return None


def _begins_after(period: Period, issued: Period) -> bool:
    """Tell whether a period begins, or one up to a day ends, after an article was issued."""
    first = period.start if period.reach != "to" else period.end
    assert first
    assert issued.end
    return first > issued.end


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return found[-1] if found else None


_HEADING = 40  # characters
_DAY = re.compile(r"\d月\d{1,2}日")
_YEAR = r"(?<![比较])(?<![快高低多少优好]于)((?:19|20)\d\d)年"  # none that is compared with
_MONTH, _DAY_OF = r"(?<![\d—–~-])(?<!\d[至到])(\d{1,2})月(?:份|底|末)?", r"(\d{1,2})日"
_YEARS = (
    (re.compile(_YEAR + "上半年"), "{0}-H1"),
    (re.compile(_YEAR + "下半年"), "{0}-H2"),
    (re.compile(_YEAR + r"(?:前|1[—–-])(\d{1,2})(?:个月|月)"), "{0}-01/{0}-{1:02d}"),
    (re.compile(_YEAR + "第?([一二三四1-4])季度"), "{0}-Q{1}"),
    (re.compile(f"(?:截至|截止){_YEAR}{_MONTH}{_DAY_OF}"), "to {0}-{1:02d}-{2:02d}"),
    (re.compile(f"(?:截至|截止){_YEAR}{_MONTH}"), "to {0}-{1:02d}"),
    (re.compile(f"(?:截至|截止){_YEAR}底?"), "to {0}"),
    (re.compile(f"{_YEAR}{_MONTH}{_DAY_OF}"), "{0}-{1:02d}-{2:02d}"),
    (re.compile(_YEAR + _MONTH), "{0}-{1:02d}"),
    (re.compile(_YEAR), "{0}"),
)
_THIS = "(?:今年|去年|上年|当年|本年)?"
_NAMED_YEAR, _LAST_YEAR = re.compile("今年|去年|上年|当年|本年"), ("去年", "上年")
_AHEAD = re.compile("力争|目标|计划|预期|预计|将|争取|拟")  # a month to come is of this year
_PARTS = (
    (re.compile(f"{_THIS}上半年"), "{0}-H1"),
    (re.compile(f"{_THIS}下半年"), "{0}-H2"),
    (re.compile(_THIS + "第?([一二三四1-4])季度"), "{0}-Q{1}"),
    (re.compile(_THIS + r"(?:前|1[—–-])(\d{1,2})(?:个月|月)"), "{0}-01/{0}-{1:02d}"),
    (re.compile(f"(?:截至|截止){_THIS}{_MONTH}{_DAY_OF}"), "to {0}-{1:02d}-{2:02d}"),
    (re.compile(f"(?:截至|截止){_THIS}{_MONTH}"), "to {0}-{1:02d}"),
    (re.compile(f"{_THIS}{_MONTH}{_DAY_OF}"), "{0}-{1:02d}-{2:02d}"),
    (re.compile(_THIS + _MONTH), "{0}-{1:02d}"),
)
_NOW = frozenset(("目前", "当前", "如今", "近日", "日前", "近期"))
