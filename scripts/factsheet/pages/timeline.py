"""Steps by date -> `Drawing`: on years from left to right, or one list on a narrow screen."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from factsheet.edition.drawn import StepView, TimelineView
from factsheet.pages.drawing import (
    LEADING,
    NARROW,
    PLAIN,
    SMALL,
    SMALL_LEADING,
    WIDE,
    Bar,
    Drawing,
    Group,
    Label,
    Length,
    Line,
    about,
    group,
    lines,
    width_of,
    wrapped,
)
from factsheet.pages.markdown import BRACKETS

GAP = 7
DOT = 5  # half the height of a step's sign
APART = 8  # pixels between steps, whose signs and dates are targets of 24
EDGE = 8  # pixels left of the first year and right of the last


def time_line(view: TimelineView, width: int) -> Drawing:
    """Return each subject's steps, one a row; what is planned is hollow."""
    return _wide(view) if width == WIDE else _narrow(view)


def _wide(view: TimelineView) -> Drawing:
    steps = [step for lane in view.lanes for step in lane.steps]
    years = range(min(s.start.year for s in steps), max(s.end.year for s in steps) + 2)
    scale = _Years(years[0], years[-1])
    signs: list[Group] = []
    y = 24
    for lane in view.lanes:
        texts = wrapped(lane.title, WIDE - EDGE - 6, PLAIN, strong=True)
        signs.append(group("row", lines("row", texts, EDGE + 6, y + 16)))
        y += LEADING * len(texts) + 4
        for step in lane.steps:
            entry, height = _on_years(step, scale, y + 16)
            signs += entry
            y += height + APART
        y += 10
    grid = [
        group(
            "grid",
            [Line(x1=scale.at(date(year, 1, 1)), y1=18, x2=scale.at(date(year, 1, 1)), y2=y)],
        )
        for year in years
    ]
    ticks = [Label(x=scale.at(date(year, 1, 1)) + 4, y=12, words=str(year)) for year in years[:-1]]
    return Drawing(
        width=WIDE,
        height=y,
        groups=(*grid, group("tick", ticks), group("patch", _patches(signs)), *signs),
    )


def _patches(signs: list[Group]) -> list[Bar]:
    """Return a piece of paper behind each label, so that no year's line runs through it."""
    labels = (shape for each in signs for shape in each.shapes if isinstance(shape, Label))
    return [
        Bar(x1=left - 2, y1=top, x2=right + 2, y2=bottom)
        for left, top, right, bottom in (label.box for label in labels)
    ]


class _Years:
    """The scale of a time line: from the first day of a year to that of another."""

    def __init__(self, first: int, last: int) -> None:
        self.start = date(first, 1, 1).toordinal()
        self.length = date(last, 1, 1).toordinal() - self.start

    def at(self, day: date) -> Fraction:
        """Return where a day is, in pixels."""
        return EDGE + Fraction((day.toordinal() - self.start) * (WIDE - 2 * EDGE), self.length)


def _on_years(step: StepView, scale: _Years, y: int) -> tuple[list[Group], int]:
    """Return a step's sign and its words where there is more room, and the height they take."""
    left, right = scale.at(step.start), scale.at(step.end)
    if right - left < 2 * DOT:
        middle = (left + right) / 2
        left, right = middle - DOT, middle + DOT
    groups = [_sign(step, left, right, y)]
    space = int(WIDE - right) - GAP
    before = int(left) - GAP
    needed = width_of(step.label, PLAIN) + GAP + width_of(step.date, SMALL)
    is_right = needed <= space or space >= before
    room = space if is_right else before
    x: Length = right + GAP if is_right else left - GAP
    if needed <= room:
        name, day = width_of(step.label, PLAIN), width_of(step.date, SMALL)
        start = x if is_right else x - name - GAP - day
        groups.append(group("within", [Label(x=start, y=y, words=step.label, fact=step.fact)]))
        day_at = start + name + GAP
        groups.append(group("date", [Label(x=day_at, y=y, words=step.date, fact=step.fact)]))
        return groups, LEADING
    anchor = "start" if is_right else "end"
    name_lines = wrapped(step.label, room, PLAIN)
    day_lines = wrapped(step.date, room, SMALL)
    below = y + LEADING * len(name_lines) - 1
    groups.append(
        group("within", about(step.fact, lines("within", name_lines, x, y, anchor=anchor)))
    )
    groups.append(
        group("date", about(step.fact, lines("date", day_lines, x, below, anchor=anchor)))
    )
    return groups, LEADING * len(name_lines) + SMALL_LEADING * len(day_lines)


def _narrow(view: TimelineView) -> Drawing:
    groups: list[Group] = []
    y = 4
    for lane in view.lanes:
        groups.append(group("grid", [Line(x1=0, y1=y, x2=NARROW, y2=y)]))
        texts = wrapped(lane.title, NARROW, PLAIN, strong=True)
        groups.append(group("row", lines("row", texts, 0, y + 20)))
        y += 20 + LEADING * len(texts) + 4
        for step in lane.steps:
            days = wrapped(step.date, NARROW - 20, SMALL)
            name = wrapped(step.label, NARROW - 20, PLAIN)
            groups.append(_sign(step, 1, 1 + 2 * DOT, y))
            groups.append(group("date", about(step.fact, lines("date", days, 20, y))))
            y += SMALL_LEADING * len(days) + (
                14 if step.is_planned and BRACKETS.search(step.date) else 2
            )
            groups.append(group("within", about(step.fact, lines("within", name, 20, y))))
            y += LEADING * len(name) + (12 if step.is_planned else 6)
        y -= 6
    return Drawing(width=NARROW, height=y, groups=tuple(groups))


def _sign(step: StepView, left: Length, right: Length, y: int) -> Group:
    sign = Bar(x1=left, y1=y - 4 - DOT, x2=right, y2=y - 4 + DOT, rounded=DOT)
    return group("then" if step.is_planned else "now", [sign])
