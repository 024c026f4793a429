"""The files of facts/ and the records they hold, and their JSON Schema for curators' editors."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from factsheet.facts.drawn import Chart, Cities, Link, Schematic, Staged, Timeline
from factsheet.facts.fields import Key
from factsheet.facts.frame import (
    Correction,
    Disagreement,
    EditionInfo,
    Exclusion,
    Indicator,
    Name,
    TopicsFile,
)
from factsheet.facts.printed import PrintFile
from factsheet.facts.records import Section, Source

FILES: dict[str, Any] = {
    "facts/edition.yml": EditionInfo,
    "facts/topics.yml": TopicsFile,
    "facts/<topic>/<section>.yml": Section,
    "facts/names/<kind>.yml": dict[Key, Name],
    "facts/sources/<key>.yml": Source,
    "facts/indicators.yml": dict[Key, Indicator],
    "facts/disagreements/<topic>.yml": list[Disagreement],
    "facts/links.yml": list[Link],
    "facts/charts.yml": list[Chart],
    "facts/schematic.yml": Schematic,
    "facts/stages.yml": list[Staged],
    "facts/print.yml": PrintFile,
    "facts/cities.yml": Cities,
    "facts/timeline.yml": Timeline,
    "facts/exclusions.yml": list[Exclusion],
    "facts/corrections.yml": list[Correction],
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of each kind of file in facts/, by its path."""
    return {path: TypeAdapter(kind).json_schema() for path, kind in FILES.items()}
