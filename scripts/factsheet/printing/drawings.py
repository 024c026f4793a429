"""Charts, schematic and stages of an edition -> blocks that the print templates draw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from factsheet.edition.drawn import (
    ChartView,
    PartView,
    PlaceView,
    SchematicView,
    StageView,
    TimelineView,
)
from factsheet.edition.views import plain
from factsheet.printing.blocks import Block
from factsheet.printing.runs import Typesetter


def chart_block(chart: ChartView, typesetter: Typesetter, numbers: Mapping[str, int]) -> Block:
    """Return a chart, its lengths as shares of its longest bar or of its whole."""
    if chart.kind == "parts":
        full = sum((part.high for part in chart.parts), Decimal(0))
    else:
        full = max((part.high for part in chart.parts), default=Decimal(1))

    def share(value: Decimal) -> float:
        return round(float(value / full), 6)

    def part_of(part: PartView) -> dict[str, Any]:
        return {
            "label": typesetter.rich(part.label),
            "value": typesetter.rich(part.words),
            "lines": [typesetter.rich(line) for line in part.lines],
            "low": share(part.low),
            "high": share(part.high),
            "style": part.style,
            "growth": part.growth,
            "no": numbers[part.fact.id],
            "inside": [part_of(inner) for inner in chart.inside(part)],
        }

    styles = {part.style: part.style_words for part in chart.parts}
    data = {
        "form": chart.kind,
        "title": typesetter.rich(chart.title),
        "subtitle": typesetter.rich(chart.subtitle),
        "note": typesetter.rich(chart.note),
        "alt": chart.alt,
        "source": typesetter.text(plain(chart.source)),
        "ticks": [
            {"at": share(tick.value), "words": typesetter.rich(tick.words)}
            for tick in chart.ticks
            if tick.value <= full
        ],
        "parts": [part_of(part) for part in chart.bars],
        "styles": styles,
    }
    return Block(id=f"chart-{chart.key}", kind="chart", data=data)


def schematic_block(
    view: SchematicView, typesetter: Typesetter, numbers: Mapping[str, int]
) -> Block:
    """Return the channel schematic on its grid."""
    provinces = [place for place in view.places if place.kind == "block"]
    data = {
        "title": typesetter.rich(view.title),
        "note": typesetter.rich(view.note),
        "alt": view.alt,
        "source": typesetter.text(plain(view.source)),
        "width": view.width,
        "height": view.height,
        "headings": [{"text": h.text, "at": [h.x, h.y]} for h in view.headings],
        "places": [
            {
                "kind": place.kind,
                "label": place.label,
                "side": place.side,
                "remark": place.remark,
                "at": [place.x, place.y],
                "to": [place.x2, place.y2],
            }
            for place in view.places
        ],
        "edges": [
            {
                "mode": edge.mode,
                "letter": edge.letter,
                "legs": [list(map(list, leg)) for leg in edge.legs],
                "letter_at": list(edge.letter_at),
                "nos": [numbers[fact.id] for fact in edge.facts],
                "inside": any(_holds(place, edge.letter_at) for place in provinces),
            }
            for edge in view.edges
        ],
        "legend": [{"key": e.key, "words": e.words, "line": e.is_line} for e in view.legend],
    }
    return Block(id="schematic", kind="schematic", data=data)


def _holds(place: PlaceView, point: tuple[int, int]) -> bool:
    return place.x < point[0] < place.x2 and place.y < point[1] < place.y2


def time_line(
    view: TimelineView, typesetter: Typesetter, numbers: Mapping[str, int]
) -> dict[str, Any]:
    """Return steps by date, each from and to a share of the years that they lie in."""
    steps = [step for lane in view.lanes for step in lane.steps]
    years = range(min(s.start.year for s in steps), max(s.end.year for s in steps) + 2)
    first, last = (date(years[at], 1, 1).toordinal() for at in (0, -1))

    def share(day: date) -> float:
        return round((day.toordinal() - first) / (last - first), 6)

    return {
        "title": typesetter.rich(view.title),
        "subtitle": typesetter.rich(view.subtitle),
        "note": typesetter.rich(view.note),
        "alt": view.alt,
        "years": [{"at": share(date(y, 1, 1)), "words": str(y)} for y in years[:-1]],
        "lanes": [
            {
                "title": typesetter.text(lane.title),
                "steps": [
                    {
                        "label": typesetter.text(step.label),
                        "date": typesetter.text(step.date),
                        "from": share(step.start),
                        "to": share(step.end),
                        "planned": step.is_planned,
                        "no": numbers[step.fact.id],
                    }
                    for step in lane.steps
                ],
            }
            for lane in view.lanes
        ],
    }


def stages_block(view: StageView, typesetter: Typesetter, numbers: Mapping[str, int]) -> Block:
    """Return the table of stages: a row a project, a column a page."""
    data = {
        "pages": [typesetter.rich(page) for page in view.pages],
        "rows": [
            {
                "project": typesetter.rich(row.project),
                "note": typesetter.rich(row.note),
                "cells": [
                    {
                        "words": typesetter.text(cell.words),
                        "level": cell.level,
                        "stage": cell.stage,
                        "remark": typesetter.rich(cell.remark),
                        "facts": [numbers[fact.id] for fact in cell.facts],
                        "letters": ", ".join(cell.letters),
                    }
                    for cell in row.cells
                ],
            }
            for row in view.rows
        ],
    }
    return Block(id="stages", kind="stages", data=data)
