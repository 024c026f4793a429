"""The shape of facts.json as a JSON Schema, which holds for the files of single facts, too."""

from __future__ import annotations

import json
from typing import Any

from factsheet.figures.quantity import QUALIFIERS

Schema = dict[str, Any]


def facts_schema() -> str:
    """Return facts.schema.json, of draft 2020-12."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "facts.json",
        **_record(
            edition=_record(
                number=_TEXT, date=_DAY, cutoff=_TEXT, title=_TEXTS, license=_format("uri")
            ),
            languages=_list(_TEXT),
            facts=_list(_refer("fact")),
            differences=_list(
                _record(
                    id=_TEXT, kind=_TEXT, title=_TEXTS, text=_TEXTS, facts=_list(_ID), url=_TEXTS
                )
            ),
            sources=_list(_refer("source")),
        ),
        "$defs": {"fact": _FACT, "figure": _FIGURE, "source": _SOURCE},
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _record(**fields: Schema) -> Schema:
    """Return the schema of an object that has these fields and no other."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _none_or(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _format(name: str) -> Schema:
    return {"type": "string", "format": name}


def _by_key(schema: Schema) -> Schema:
    return {"type": "object", "additionalProperties": schema}


def _refer(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_DAY = _format("date")
_ID: Schema = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_NUMBER: Schema = {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}
_LINES = _list({"type": "integer", "minimum": 1})
_TEXTS = _by_key(_TEXT)
_FIGURE = _record(
    name=_TEXT,
    printed=_TEXT,
    printed_number=_TEXT,
    printed_unit=_TEXT,
    value=_none_or(_NUMBER),
    unit=_TEXT,
    qualifier={"enum": list(QUALIFIERS)},
    low=_none_or(_NUMBER),
    high=_none_or(_NUMBER),
    basis=_TEXT,
    period=_TEXT,
    indicator=_TEXT,
    scope=_TEXT,
    inferred=_FLAG,
    calculated=_FLAG,
    sources_differ=_FLAG,
    source=_none_or(_TEXT),
    line=_LINES,
    measures=_by_key(_list(_TEXT)),
    rendered=_TEXTS,
    rendered_table=_TEXTS,
)
_FACT = _record(
    id=_ID,
    topic=_TEXT,
    section=_TEXT,
    status=_TEXT,
    by=_list(_TEXT),
    marks=_list(_TEXT),
    period=_TEXT,
    start=_none_or(_DAY),
    end=_none_or(_DAY),
    basis=_none_or(_TEXTS),
    updates=_none_or(_ID),
    updated_by=_none_or(_ID),
    text=_TEXTS,
    note=_TEXTS,
    derived=_FLAG,
    figures=_list(_refer("figure")),
    citations=_list(
        _record(
            source=_TEXT,
            at=_LINES,
            **{"for": _list({"const": "period"})},
            printed=_TEXTS,
            evidence=_list(_TEXT),
        )
    ),
    address=_TEXT,
    url=_TEXTS,
)
_SOURCE = _record(
    key=_TEXT,
    letter=_TEXT,
    kind=_TEXT,
    issued=_TEXT,
    issued_inferred=_FLAG,
    coverage=_TEXT,
    archive=_none_or(_record(file=_TEXT, lines=_list(_LINES))),
    reference=_TEXTS,
)
