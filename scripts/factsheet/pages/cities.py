"""Places by city -> `Drawing`: a row a city and a column a kind, or one list on a narrow screen."""

from __future__ import annotations

from factsheet.edition.drawn import CitiesView, CityPlace
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
    Line,
    about,
    group,
    lines,
    type_of,
    width_of,
    wrapped,
)

GAP = 12
DOT = 5  # the radius of a dot
WORDS = 16  # from the left of a dot's room to its words


def city_grid(view: CitiesView, width: int) -> Drawing:
    """Return the places of each city; a hollow dot is an older list than others of its kind."""
    return _wide(view) if width == WIDE else _narrow(view)


def _wide(view: CitiesView) -> Drawing:
    first = max(width_of(row.city, PLAIN, strong=True) for row in view.rows) + GAP
    column = (WIDE - first) // len(view.kinds)
    lefts = [first + column * number for number in range(len(view.kinds))]
    size, strong = type_of("heading")
    heads = [wrapped(kind, column - GAP, size, strong=strong) for kind in view.kinds]
    groups = [
        group("heading", lines("heading", texts, left, 14))
        for texts, left in zip(heads, lefts, strict=True)
    ]
    y = 14 + LEADING * (max(map(len, heads)) - 1) + 10
    for row in view.rows:
        groups.append(group("grid", [Line(x1=0, y1=y, x2=WIDE, y2=y)]))
        groups.append(group("row", [Label(x=0, y=y + 20, words=row.city)]))
        ends = [y + 20]
        for left, cell in zip(lefts, row.cells, strict=True):
            end = y + 20
            for place in cell:
                entry, end = _entry(place, left, end, column - GAP)
                groups += entry
            ends.append(end)
        y = max(*ends[1:], y + 20 + LEADING) - 6
    return Drawing(width=WIDE, height=y, groups=tuple(groups))


def _narrow(view: CitiesView) -> Drawing:
    groups: list[Group] = []
    y = 4
    for row in view.rows:
        groups.append(group("grid", [Line(x1=0, y1=y, x2=NARROW, y2=y)]))
        groups.append(group("row", [Label(x=0, y=y + 20, words=row.city)]))
        y += 40
        for kind, cell in zip(view.kinds, row.cells, strict=True):
            if cell:
                texts = wrapped(kind, NARROW, SMALL)
                groups.append(group("kind", lines("kind", texts, 0, y)))
                y += SMALL_LEADING * (len(texts) - 1) + LEADING + 2
            for place in cell:
                entry, y = _entry(place, 0, y, NARROW)
                groups += entry
        y -= 8
    return Drawing(width=NARROW, height=y, groups=tuple(groups))


def _entry(place: CityPlace, left: int, y: int, width: int) -> tuple[list[Group], int]:
    """Return a dot and its words, and where the next one's baseline is."""
    dot = Bar(x1=left + 1, y1=y - 4 - DOT, x2=left + 1 + 2 * DOT, y2=y - 4 + DOT, rounded=DOT)
    name = wrapped(place.label, width - WORDS, PLAIN)
    groups = [
        group("then" if place.is_older else "now", [dot]),
        group("within", lines("within", name, left + WORDS, y)),
    ]
    y += LEADING * len(name)
    if place.is_older:
        period = wrapped(place.period, width - WORDS, SMALL)
        groups.append(group("date", about(place.fact, lines("date", period, left + WORDS, y - 2))))
        y += SMALL_LEADING * len(period)
    return groups, y + 3
