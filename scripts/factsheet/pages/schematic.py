"""The channel schematic -> `Drawing`: places and lines on its grid, its signs explained below."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.edition.drawn import EdgeView, LegendView, PlaceView, SchematicView
from factsheet.pages.drawing import (
    LEADING,
    PLAIN,
    SMALL,
    Bar,
    Drawing,
    Group,
    Label,
    Path,
    Shape,
    group,
    type_of,
    width_of,
)

UNIT = 10  # pixels of a step of the grid
MARGIN = 10  # steps at the left where words above a place begin with it


def line_plan(view: SchematicView) -> Drawing:
    """Return the schematic: the province, then lines, places, letters and the legend."""
    width = view.width * UNIT
    groups = [_block(place) for place in view.places if place.kind == "block"]
    groups += [
        group("heading", [Label(x=h.x * UNIT, y=h.y * UNIT + 4, words=h.text)])
        for h in view.headings
    ]
    groups += [_edge(edge) for edge in view.edges]
    groups += [_place(place) for place in view.places if place.kind != "block"]
    groups += [_letter(edge) for edge in view.edges]
    legend, height = _legend(view.legend, width, view.height * UNIT + 24)
    return Drawing(width=width, height=height, groups=(*groups, *legend))


def _block(place: PlaceView) -> Group:
    left, top, right, bottom = (UNIT * at for at in (place.x, place.y, place.x2, place.y2))
    return group(
        "block",
        [
            Bar(x1=left, y1=top, x2=right, y2=bottom, rounded=6),
            Label(x=right - 12, y=top + 26, words=place.label, anchor="end"),
        ],
    )


def _edge(edge: EdgeView) -> Group:
    legs = [Path(points=tuple((x * UNIT, y * UNIT) for x, y in leg)) for leg in edge.legs]
    return group(f"line {edge.mode}", legs, ("link", edge.key))


def _letter(edge: EdgeView) -> Group:
    """Return the letter of the newest article on a patch of its line."""
    words = f"○ {edge.letter}" if edge.is_planned else edge.letter
    half = width_of(words, SMALL) // 2 + 4
    x, y = (UNIT * at for at in edge.letter_at)
    patch = Bar(x1=x - half, y1=y - 7, x2=x + half, y2=y + 7, rounded=3)
    fact = next((fact for fact in edge.facts if edge.letter in fact.letters), None)
    label = Label(x=x, y=y + 4, words=words, anchor="middle", fact=fact)
    return group("letter", [patch, label])


def _place(place: PlaceView) -> Group:
    shapes = [*_sign(place.kind, *(UNIT * at for at in (place.x, place.y, place.x2, place.y2)))]
    return group(f"place {place.kind}", [*shapes, *_words(place)], ("place", place.key))


def _sign(kind: str, left: int, top: int, right: int, bottom: int) -> Iterator[Shape]:
    """Yield the shapes of a kind of place around its box."""

    def around(room: int, rounded: int, name: str = "") -> Bar:
        return Bar(
            x1=left - room,
            y1=top - room,
            x2=right + room,
            y2=bottom + room,
            rounded=rounded,
            name=name,
        )

    if kind == "site":
        yield around(4, 0)
    elif kind == "station":
        yield around(6, 2)
    elif kind == "flag":
        points = ((-3, 6), (-3, -6), (6, -6), (3, -3), (6, 0), (-3, 0))
        yield Path(points=tuple((left + x, top + y) for x, y in points), closed=True)
    else:
        if kind == "airport-of-entry":
            yield around(9, 9, "ring")
        yield around(5, 5)


def _words(place: PlaceView) -> Iterator[Label]:
    """Yield a place's name and remark at the side where they are to stand."""
    left, top, right, bottom = (UNIT * at for at in (place.x, place.y, place.x2, place.y2))
    middle = (left + right) // 2
    if place.side in ("left", "right"):
        x, anchor = (left - 12, "end") if place.side == "left" else (right + 12, "start")
        yield Label(x=x, y=top + 5, words=place.label, anchor=anchor)
        yield Label(x=x, y=top + 19, words=place.remark, anchor=anchor, name="remark")
    elif place.side == "below":
        yield Label(x=middle, y=bottom + 24, words=place.label, anchor="middle")
        yield Label(x=middle, y=bottom + 38, words=place.remark, anchor="middle", name="remark")
    else:
        name, remark = width_of(place.label, PLAIN), width_of(place.remark, SMALL)
        whole = name + (6 + remark if remark else 0)
        start = left - 6 if place.x < MARGIN else middle - whole // 2
        yield Label(x=start, y=top - 13, words=place.label)
        yield Label(x=start + name + 6, y=top - 13, words=place.remark, name="remark")


def _legend(entries: tuple[LegendView, ...], width: int, top: int) -> tuple[list[Group], int]:
    """Return what each sign means, as many in a row as there is room for, and where it ends."""
    groups, x, y = [], 10, top
    size, _ = type_of("legend")
    column = max((width_of(e.words, size) for e in entries), default=0) + 44 + 24
    for entry in entries:
        if x > 10 and x + column - 24 > width:
            x, y = 10, y + 26
        groups.append(group("legend", [Label(x=x + 44, y=y + 4, words=entry.words)]))
        groups.append(_example(entry, x, y))
        x += column
    return groups, y + LEADING


def _example(entry: LegendView, x: int, y: int) -> Group:
    if entry.is_line:
        return group(f"line {entry.key}", [Path(points=((x, y), (x + 34, y)))])
    return group(f"place {entry.key}", _sign(entry.key, x + 17, y, x + 17, y))
