"""The records of facts/print.yml: what only the printed brief and briefing say, in short words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from factsheet.facts.entry import At, Record
from factsheet.facts.fields import Frozen, Key, Keys, Texts, several
from factsheet.facts.records import Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(Record):
    """A statement in one or two lines: its strong first words, the rest, the facts it rests on.

    The facts of its slots need not be named.
    """

    where: At
    lead: Texts
    text: Texts
    facts: Keys = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Points(Record):
    """Statements under a title."""

    where: At
    title: Texts
    points: Annotated[tuple[Point, ...], several()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(Record):
    """The two-page brief; `figures` names three indicators, `chart` and `modes` charts.

    `proof` stands beside the chart, `ask` says whom to ask, `channels` heads the second side.
    """

    where: At
    title: Texts
    story: Texts
    figures: Keys = ()
    chart: Key = ""
    proof: Points | None = None
    columns: tuple[Points, ...] = ()
    know: tuple[Point, ...] = ()
    ask: Point | None = None
    channels: Texts | None = None
    modes: Key = ""
    warnings: tuple[Point, ...] = ()
    questions: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintFile(Record):
    """The file facts/print.yml: the brief, and the fields of proposals in their order."""

    where: At
    brief: Brief | None = None
    fields: Annotated[Mapping[Key, Texts], Frozen] = field(default_factory=dict)
