"""Periods: `2024-01/2024-08` or `to 2024-09-18` -> `Period`, the span of days it names."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from factsheet.messages import say

SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 12)}
RHYTHMS = ("year", "half", "quarter", "month", "years", "date")
_MONTHS = {12: "year", 6: "half", 3: "quarter", 1: "month"}


class PeriodError(ValueError):
    """A text that names no period; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A period as typed, its form, and its first and last day where it has them.

    `form` names the wording in style.yml: year, half, quarter, month, months, years, day, days,
    season, or none. `reach` is `to` (up to its end, start unknown), `since` (its start, open end)
    or empty.
    """

    text: str
    form: str
    start: date | None = None
    end: date | None = None
    reach: str = ""
    part: str = ""

    @property
    def years(self) -> frozenset[int]:
        """Return the years it names: what a cited line has to print."""
        return frozenset(d.year for d in (self.start, self.end) if d is not None)

    @property
    def last(self) -> date:
        """Return the last day that may belong to it: a period that is `since` a day is open."""
        return date.max if self.reach == "since" or self.end is None else self.end

    def is_over(self, day: date) -> bool:
        """Tell whether it ended before a day; one `to` a day says when something was so."""
        return self.last < day and self.reach != "to"

    def is_ahead(self, day: date) -> bool:
        """Tell whether it has a last day, and this has not passed on a day."""
        return day <= self.last < date.max

    @property
    def recency(self) -> tuple[date, int]:
        """Return what puts periods in order: the last day, then the length; undated ones first."""
        if self.start is None or self.end is None:
            return (date.min, 0)
        return (self.end, (self.end - self.start).days)

    @property
    def rhythm(self) -> str:
        """Return how often such a period comes: one of RHYTHMS, empty for parts of none."""
        if self.start is None or self.end is None or self.reach == "since":
            return ""
        if self.reach == "to" or self.start == self.end:
            return "date"
        after = self.end + timedelta(days=1)
        months = (after.year - self.start.year) * 12 + after.month - self.start.month
        whole = self.start.day == after.day == 1 and (self.start.month - 1) % min(months, 12) == 0
        if not whole:
            return ""
        return "years" if months > 12 and months % 12 == 0 else _MONTHS.get(months, "")

    def is_part_after(self, other: Period) -> bool:
        """Tell whether it is a part of a year, or a date, that ends after another period."""
        if None in (self.start, self.end, other.start, other.end) or self.reach == "since":
            return False
        assert self.start
        assert self.end
        assert other.end
        begins = self.reach == "to" or self.start > other.end
        part = self.start.year == self.end.year and self.rhythm not in ("year", "years")
        return part and begins and self.end > other.end

    def is_year_before(self, other: Period) -> bool:
        """Tell whether it is the same part of the year before another part of a year."""
        if (self.reach, self.rhythm) != (other.reach, other.rhythm):
            return False
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return False
        same_start = _in_year(other.start, -1) == _in_year(self.start)
        both_last = _is_month_end(self.end) and _is_month_end(other.end)
        end = _in_year(other.end, -1)
        same_end = end[:2] == _in_year(self.end)[:2] if both_last else end == _in_year(self.end)
        return same_start and same_end

    def overlaps(self, other: Period) -> bool:
        """Tell whether a day belongs to both; an undated period overlaps any."""
        if self.form == "none" or other.form == "none":
            return True
        if self.reach == "to" and other.reach == "to":
            return self.end == other.end
        assert self.start
        assert other.start
        return self.start <= other.last and other.start <= self.last


def parse_period(text: str) -> Period:
    """Read a period; raise PeriodError with a reason a curator understands."""
    text = text.strip()
    if text == "none":
        return Period(text=text, form="none")
    reach, _, rest = text.partition(" ")
    if reach in ("to", "since") and rest:
        base = _span(rest.strip())
        if base.form not in ("year", "month", "day"):
            raise PeriodError(say("after “{reach}” stands a year, a month or a day", reach=reach))
        return Period(text=text, form=base.form, start=base.start, end=base.end, reach=reach)
    return _span(text)


def _span(text: str) -> Period:
    for pattern, read in _FORMS:
        match = re.fullmatch(pattern, text)
        if match:
            return read(text, *match.groups())
    raise PeriodError(say("“{text}” is not a period", text=text))


def _year(text: str, year: str) -> Period:
    return Period(text=text, form="year", start=_day(year, 1, 1), end=_day(year, 12, 31))


def _half(text: str, year: str, half: str) -> Period:
    first = 1 if half == "1" else 7
    return Period(
        text=text, form="half", start=_day(year, first, 1), end=_last(year, first + 5), part=half
    )


def _quarter(text: str, year: str, quarter: str) -> Period:
    first = int(quarter) * 3 - 2
    return Period(
        text=text,
        form="quarter",
        start=_day(year, first, 1),
        end=_last(year, first + 2),
        part=quarter,
    )


def _month(text: str, year: str, month: str) -> Period:
    return Period(text=text, form="month", start=_day(year, month, 1), end=_last(year, month))


def _months(text: str, year: str, month: str, year2: str, month2: str) -> Period:
    first, last = _day(year, month, 1), _last(year2, month2)
    return _ordered(Period(text=text, form="months", start=first, end=last), last.replace(day=1))


def _years(text: str, year: str, year2: str) -> Period:
    first, last = _day(year, 1, 1), _day(year2, 12, 31)
    return _ordered(
        Period(text=text, form="years", start=first, end=last), last.replace(month=1, day=1)
    )


def _single_day(text: str, year: str, month: str, day: str) -> Period:
    found = _day(year, month, day)
    return Period(text=text, form="day", start=found, end=found)


def _days(text: str, first: str, last: str) -> Period:
    one, two = _span(first), _span(last)
    if first[:4] != last[:4]:
        raise PeriodError(
            say("“{text}” runs over the end of a year; write months or years", text=text)
        )
    return _ordered(Period(text=text, form="days", start=one.start, end=two.end), two.start)


def _season(text: str, year: str, season: str) -> Period:
    first, last = SEASONS[season]
    return Period(
        text=text, form="season", start=_day(year, first, 1), end=_last(year, last), part=season
    )


def _ordered(period: Period, last: date | None) -> Period:
    """Return the period if its last year, month or day begins after its first one."""
    assert period.start
    assert last
    if period.start >= last:
        raise PeriodError(say("“{text}” does not end after it starts", text=period.text))
    return period


def _day(year: str | int, month: str | int, day: str | int) -> date:
    if not 1 <= int(month) <= 12:
        raise PeriodError(say("there is no month {month}", month=month))
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise PeriodError(
            say(
                "there is no day {year}-{month}-{day} in the calendar",
                year=year,
                month=month,
                day=day,
            )
        ) from None


def _last(year: str, month: str | int) -> date:
    if not 1 <= int(month) <= 12:  # a year has twelve months
        raise PeriodError(say("there is no month {month}", month=month))
    return _day(year, month, monthrange(int(year), int(month))[1])


def _in_year(day: date, shift: int = 0) -> tuple[int, int, int]:
    return (day.year + shift, day.month, day.day)


def _is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


_FORMS = (
    (r"((?:19|20)\d\d)", _year),
    (r"((?:19|20)\d\d)-H([12])", _half),
    (r"((?:19|20)\d\d)-Q([1-4])", _quarter),
    (r"((?:19|20)\d\d)-(\d\d)", _month),
    (r"((?:19|20)\d\d)-(\d\d)/((?:19|20)\d\d)-(\d\d)", _months),
    (r"((?:19|20)\d\d)/((?:19|20)\d\d)", _years),
    (r"((?:19|20)\d\d)-(\d\d)-(\d\d)", _single_day),
    (r"((?:19|20)\d\d-\d\d-\d\d)/((?:19|20)\d\d-\d\d-\d\d)", _days),
    (r"((?:19|20)\d\d)-(spring|summer|autumn|winter)", _season),
)
