"""Editions -> open data: facts.json and facts.csv, one row a figure."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any

from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, FigureView, SourceView, plain
from factsheet.figures.quantity import quantity_json


def facts_json(editions: Mapping[str, Edition]) -> str:
    """Return facts.json: every published fact with its figures, citations and wordings."""
    first = next(iter(editions.values()))
    data = {
        "edition": {
            "number": first.number,
            "date": first.imprint.date.isoformat(),
            "cutoff": first.imprint.cutoff,
            "title": {key: edition.texts["title"] for key, edition in editions.items()},
        },
        "languages": list(editions),
        "facts": [_fact(key, editions) for key in first.facts],
        "differences": _differences(editions),
        "sources": [
            _source(source, {k: plain(e.sources[i].reference) for k, e in editions.items()})
            for i, source in enumerate(first.sources)
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def facts_csv(editions: Mapping[str, Edition]) -> str:
    """Return facts.csv: a row for each figure; a fact without figures has one row."""
    out = io.StringIO()
    columns = (
        "id topic section status by period updates updated_by figure printed value low high "
        "unit qualifier basis indicator scope calculated derived sources"
    ).split()
    columns += [
        f"{what}_{key}" for key in editions for what in ("rendered", "measures", "text", "url")
    ]
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    for id_ in next(iter(editions.values())).facts:
        record = _fact(id_, editions)
        row = {key: record[key] for key in ("id", "topic", "section", "status", "period")}
        row |= {key: record[key] or "" for key in ("updates", "updated_by")}
        row |= {"by": " ".join(record["by"]), "derived": str(record["derived"]).lower()}
        row["sources"] = " ".join(dict.fromkeys(c["source"] for c in record["citations"]))
        for key in editions:
            row |= {f"text_{key}": record["text"][key], f"url_{key}": record["url"][key]}
        for figure in record["figures"] or [{}]:
            own = {
                name: figure.get(name) or ""
                for name in "printed value low high unit qualifier basis indicator scope".split()
            }
            own["figure"] = figure.get("name", "")
            own["calculated"] = str(figure["calculated"]).lower() if figure else ""
            own |= {
                f"measures_{k}": "; ".join(figure["measures"][k]) if figure else ""
                for k in editions
            }
            own |= {f"rendered_{k}": figure.get("rendered", {}).get(k, "") for k in editions}
            writer.writerow({key: _inert(cell) for key, cell in {**row, **own}.items()})
    return out.getvalue()


def _inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: behind an apostrophe, but for numbers.

    Spreadsheets calculate what begins with one of these signs.
    """
    return f"'{cell}" if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell


def _fact(id_: str, editions: Mapping[str, Edition]) -> dict[str, Any]:
    views: dict[str, FactView] = {key: edition.facts[id_] for key, edition in editions.items()}
    first = next(iter(views.values()))
    return {
        "id": id_,
        "topic": first.topic,
        "section": first.section,
        "status": first.status,
        "by": list(first.speakers),
        "period": first.period,
        "updates": first.updates or None,
        "updated_by": first.updated_by or None,
        "text": {key: view.plain for key, view in views.items()},
        "note": {
            key: editions[key].note_space.join(plain(part) for part in view.note)
            for key, view in views.items()
        },
        "derived": first.is_derived,
        "figures": [
            _figure(figure.name, {key: view.figures[i] for key, view in views.items()})
            for i, figure in enumerate(first.figures)
        ],
        "citations": [
            {
                "source": citation.source,
                "at": list(citation.at),
                "for": ["period"] if citation.proves_period_only else [],
                "printed": dict(citation.printed),
                "evidence": list(citation.evidence),
            }
            for citation in first.citations
        ],
        "url": {key: f"{key}/{view.page}/#{id_}" for key, view in views.items()},
    }


def _differences(editions: Mapping[str, Edition]) -> list[dict[str, Any]]:
    """Return each declared difference or doubtful reading, with its kind."""
    first = next(iter(editions.values()))
    return [
        {
            "id": view.id,
            "kind": view.kind,
            "title": {key: edition.differences[i].title for key, edition in editions.items()},
            "text": {key: plain(edition.differences[i].text) for key, edition in editions.items()},
            "facts": [fact.id for fact in view.facts],
            "url": {key: f"{key}/differences/#{view.id}" for key in editions},
        }
        for i, view in enumerate(first.differences)
    ]


def _figure(name: str, views: Mapping[str, FigureView]) -> dict[str, Any]:
    view = next(iter(views.values()))
    return {
        "name": name,
        "printed": view.printed,
        **quantity_json(view.quantity),
        "basis": view.basis,
        "period": view.period,
        "indicator": view.indicator,
        "scope": view.scope,
        "calculated": view.is_calculated,
        "measures": {key: list(v.measures) for key, v in views.items()},
        "rendered": {key: v.text for key, v in views.items()},
        "rendered_table": {key: v.table for key, v in views.items()},
    }


def _source(view: SourceView, references: Mapping[str, str]) -> dict[str, Any]:
    data = view.data
    archive = None
    if data.spans is not None:
        archive = {"file": view.file, "lines": [list(span) for span in data.spans]}
    return {
        "key": view.key,
        "letter": view.letter,
        "kind": data.kind,
        "issued": data.issued,
        "issued_inferred": data.is_issue_inferred,
        "coverage": data.coverage,
        "archive": archive,
        "reference": dict(references),
    }


_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d[\d.,]*%?")
