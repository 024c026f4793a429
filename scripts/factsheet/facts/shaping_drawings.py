"""Shapes -> records of what is drawn: charts, the channel schematic, stages of projects."""

from __future__ import annotations

from types import MappingProxyType

from factsheet.facts import schema
from factsheet.facts.records import (
    Bend,
    Chart,
    Drawn,
    Heading,
    Point,
    Schematic,
    SitePlace,
    Staged,
    StageEntry,
)
from factsheet.facts.report import frozen, optional, silent_of
from factsheet.facts.yamlfile import Trail, Where


def chart_of(shape: schema.ChartShape, where: Where) -> Chart:
    """Return a chart."""
    return Chart(
        shape.id,
        shape.kind,
        shape.section,
        frozen(shape.title),
        frozen(shape.alt),
        tuple(_drawn(d, ("figures", i)) for i, d in enumerate(shape.figures)),
        where,
        shape.table or "",
        optional(shape.subtitle),
        optional(shape.note),
        tuple(_drawn(d, ("inside", i)) for i, d in enumerate(shape.inside)),
        _drawn(shape.whole, ("whole",)) if shape.whole else None,
        _drawn(shape.rest, ("rest",)) if shape.rest else None,
    )


def schematic_of(shape: schema.SchematicShape, where: Where) -> Schematic:
    """Return the layout of the schematic."""
    return Schematic(
        frozen(shape.title),
        frozen(shape.note),
        frozen(shape.alt),
        _point(shape.size),
        where,
        tuple(
            SitePlace(
                p.name,
                p.kind,
                _point(p.at),
                _point(p.to or p.at),
                p.label,
                _entry(where, "places", i),
                p.full,
                optional(p.remark),
                p.fact or "",
            )
            for i, p in enumerate(shape.places)
        ),
        tuple(
            Heading(frozen(h.text), _point(h.at), _entry(where, "headings", i))
            for i, h in enumerate(shape.headings)
        ),
        tuple(
            Bend(b.from_, b.to, tuple(_point(p) for p in b.through), _entry(where, "bends", i))
            for i, b in enumerate(shape.bends)
        ),
        MappingProxyType({mode: frozen(texts) for mode, texts in shape.remarks.items()}),
    )


def staged_of(shape: schema.StagedShape, where: Where) -> Staged:
    """Return a project with the facts that tell its stages."""
    stages = tuple(
        StageEntry(s.fact, s.stage, _entry(where, "stages", i), optional(s.remark))
        for i, s in enumerate(shape.stages)
    )
    return Staged(
        frozen(shape.project),
        stages,
        where,
        optional(shape.note),
        silent_of(shape.silent, where),
    )


def _drawn(shape: schema.DrawnShape, trail: Trail) -> Drawn:
    fact, _, figure = shape.figure.partition(".")
    return Drawn(fact, figure, trail, optional(shape.label))


def _entry(where: Where, *trail: str | int) -> Where:
    return Where(where.file, (*where.trail, *trail))


def _point(numbers: list[int]) -> Point:
    x, y = numbers
    return x, y
