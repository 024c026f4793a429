"""Shapes -> records of what is drawn: charts, the channel schematic, stages of projects."""

from __future__ import annotations

from types import MappingProxyType

from factsheet.facts import schema
from factsheet.facts.drawn import (
    Bend,
    Chart,
    Drawn,
    Heading,
    Schematic,
    SitePlace,
    Staged,
    StageEntry,
)
from factsheet.facts.records import Point
from factsheet.facts.report import frozen, optional, silent_of
from factsheet.facts.yamlfile import Trail, Where


def chart_of(shape: schema.ChartShape, where: Where) -> Chart:
    """Return a chart."""
    return Chart(
        id=shape.id,
        kind=shape.kind,
        section=shape.section,
        title=frozen(shape.title),
        alt=frozen(shape.alt),
        figures=tuple(_drawn(d, ("figures", i)) for i, d in enumerate(shape.figures)),
        where=where,
        table=shape.table or "",
        subtitle=optional(shape.subtitle),
        note=optional(shape.note),
        inside=tuple(_drawn(d, ("inside", i)) for i, d in enumerate(shape.inside)),
        whole=_drawn(shape.whole, ("whole",)) if shape.whole else None,
        rest=_drawn(shape.rest, ("rest",)) if shape.rest else None,
    )


def schematic_of(shape: schema.SchematicShape, where: Where) -> Schematic:
    """Return the layout of the schematic."""
    return Schematic(
        title=frozen(shape.title),
        note=frozen(shape.note),
        alt=frozen(shape.alt),
        size=_point(shape.size),
        where=where,
        places=tuple(
            SitePlace(
                name=p.name,
                kind=p.kind,
                at=_point(p.at),
                to=_point(p.to or p.at),
                side=p.label,
                where=_entry(where, "places", i),
                is_full=p.full,
                remark=optional(p.remark),
                fact=p.fact or "",
            )
            for i, p in enumerate(shape.places)
        ),
        headings=tuple(
            Heading(text=frozen(h.text), at=_point(h.at), where=_entry(where, "headings", i))
            for i, h in enumerate(shape.headings)
        ),
        bends=tuple(
            Bend(
                start=b.from_,
                end=b.to,
                through=tuple(_point(p) for p in b.through),
                where=_entry(where, "bends", i),
            )
            for i, b in enumerate(shape.bends)
        ),
        remarks=MappingProxyType({mode: frozen(texts) for mode, texts in shape.remarks.items()}),
    )


def staged_of(shape: schema.StagedShape, where: Where) -> Staged:
    """Return a project with the facts that tell its stages."""
    stages = tuple(
        StageEntry(
            fact=s.fact, stage=s.stage, where=_entry(where, "stages", i), remark=optional(s.remark)
        )
        for i, s in enumerate(shape.stages)
    )
    return Staged(
        project=frozen(shape.project),
        stages=stages,
        where=where,
        note=optional(shape.note),
        silent=silent_of(shape.silent, where),
    )


def _drawn(shape: schema.DrawnShape, trail: Trail) -> Drawn:
    fact, _, figure = shape.figure.partition(".")
    return Drawn(fact=fact, figure=figure, trail=trail, label=optional(shape.label))


def _entry(where: Where, *trail: str | int) -> Where:
    return Where(file=where.file, trail=(*where.trail, *trail))


def _point(numbers: list[int]) -> Point:
    x, y = numbers
    return x, y
