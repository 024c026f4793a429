"""Editions -> open data: facts.json, one file a fact and a series, and every table.

`data_files` and `workbook_file` give them all; what each holds is said in the table of outputs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from factsheet.edition.overtime import SeriesPoint, SeriesView
from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, FigureView, SourceView, plain
from factsheet.figures.quantity import quantity_json
from factsheet.site.csvfile import csv_text
from factsheet.site.package import data_package
from factsheet.site.references import citations_of, references_of, sources_bib, sources_json
from factsheet.site.schema import facts_schema
from factsheet.site.tables import (
    Editions,
    address_of,
    is_inferred,
    note_of,
    span,
    tables_of,
    where_printed,
)


def data_files(editions: Editions, address: str, facts: str) -> Iterator[tuple[str, bytes]]:
    """Yield the path below the site and the content of each file of the open data but the workbook.

    `address` is the site's root, with a slash at its end; `facts` is facts.json.
    """
    tables = tables_of(editions)
    texts = {
        "data/facts.json": facts,
        "data/facts.schema.json": facts_schema(),
        **{f"data/{table.name}.csv": csv_text(table) for table in tables},
        "data/sources.json": sources_json(editions),
        "data/sources.bib": sources_bib(editions, address),
        "data/datapackage.json": data_package(editions, tables, address),
    }
    for path, text in texts.items():
        yield path, text.encode()
    for id_, record in _alone(json.loads(facts), editions, address):
        yield f"data/facts/{id_}.json", _short(record).encode()
    for index, series in enumerate(_first(editions).series):
        record = _series({key: edition.series[index] for key, edition in editions.items()})
        yield f"data/series/{series.key}.json", _short(record).encode()


def workbook_file(editions: Editions, address: str) -> tuple[str, bytes]:
    """Return the path and the content of the workbook with all tables of the open data."""
    from factsheet.site.workbook import workbook  # noqa: PLC0415 - in the fork that writes it

    return "data/facts.xlsx", workbook(editions, tables_of(editions), address)


def facts_json(editions: Editions) -> str:
    """Return facts.json: every published fact with its figures, citations and wordings."""
    first = _first(editions)
    return _json(
        {
            "edition": _edition(editions),
            "languages": list(editions),
            "facts": [_fact(key, editions) for key in first.facts],
            "differences": _differences(editions),
            "sources": [_source(index, editions) for index, _ in enumerate(first.sources)],
        }
    )


def facts_csv(editions: Editions) -> str:
    """Return facts.csv: a row for each fact."""
    return csv_text(tables_of(editions)[0])


def _edition(editions: Editions) -> dict[str, Any]:
    first = _first(editions)
    return {
        "number": first.number,
        "date": first.imprint.date.isoformat(),
        "cutoff": first.imprint.cutoff,
        "title": {key: edition.texts["title"] for key, edition in editions.items()},
        "license": first.imprint.license,
    }


def _fact(id_: str, editions: Editions) -> dict[str, Any]:
    views: dict[str, FactView] = {key: edition.facts[id_] for key, edition in editions.items()}
    first = next(iter(views.values()))
    start, end = span(first.period)
    return {
        "id": id_,
        "topic": first.topic,
        "section": first.section,
        "status": first.status,
        "by": list(first.speakers),
        "marks": [mark.key for mark in first.marks],
        "period": first.period,
        "start": start.isoformat() if start else None,
        "end": end.isoformat() if end else None,
        "basis": {key: view.period_basis for key, view in views.items()}
        if first.period_basis
        else None,
        "updates": first.updates or None,
        "updated_by": first.updated_by or None,
        "text": {key: view.plain for key, view in views.items() if not view.lender},
        "note": {key: note_of(view, editions[key]) for key, view in views.items()},
        "derived": first.is_derived,
        "figures": [
            _figure(first, {key: view.figures[i] for key, view in views.items()})
            for i, _ in enumerate(first.figures)
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
        "address": address_of(id_),
        "url": {key: f"{key}/{view.page}/#{id_}" for key, view in views.items()},
    }


def _figure(fact: FactView, views: Mapping[str, FigureView]) -> dict[str, Any]:
    view = next(iter(views.values()))
    source, line = where_printed(fact, view)
    return {
        "name": view.name,
        "printed": view.printed,
        "printed_number": view.quantity.number if view.printed else "",
        "printed_unit": view.quantity.printed_unit if view.printed else "",
        **quantity_json(view.quantity),
        "basis": view.basis,
        "period": view.period,
        "indicator": view.indicator,
        "scope": view.scope,
        "inferred": is_inferred(fact, view),
        "calculated": view.is_calculated,
        "sources_differ": fact.is_marked("differs"),
        "source": source or None,
        "line": [int(number) for number in line.split()],
        "measures": {key: list(v.measures) for key, v in views.items()},
        "rendered": {key: v.text for key, v in views.items()},
        "rendered_table": {key: v.table for key, v in views.items()},
    }


def _alone(
    data: Mapping[str, Any], editions: Editions, address: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each fact of facts.json with its edition, articles and citations, to stand alone."""
    first = _first(editions)
    sources = {source["letter"]: source for source in data["sources"]}
    references = references_of(editions)
    for record in data["facts"]:
        fact = first.facts[record["id"]]
        yield (
            fact.id,
            {
                "edition": data["edition"],
                "fact": record,
                "sources": [sources[letter] for letter in fact.letters],
                "cite": citations_of(fact, editions, references, address),
            },
        )


def _series(views: Mapping[str, SeriesView]) -> dict[str, Any]:
    """Return a series; what is not comparable with its full periods says why."""
    first = next(iter(views.values()))
    return {
        "indicator": first.key,
        "title": {key: view.title for key, view in views.items()},
        "unit": first.unit,
        "rhythm": first.rhythm,
        "growth_of": first.growth_of or None,
        "points": [
            _point({key: view.points[i] for key, view in views.items()})
            for i, _ in enumerate(first.points)
        ],
    }


def _point(views: Mapping[str, SeriesPoint]) -> dict[str, Any]:
    first = next(iter(views.values()))
    start, end = span(first.figure.period)
    return {
        "fact": first.fact.id,
        "status": first.fact.status,
        "period": first.figure.period,
        "start": start.isoformat() if start else None,
        "end": end.isoformat() if end else None,
        "when": {key: view.when for key, view in views.items()},
        "headline": first.is_head,
        "comparable": not first.apart,
        "why_not": {key: list(view.apart) for key, view in views.items()},
        "figure": _figure(first.fact, {key: view.figure for key, view in views.items()}),
        "address": address_of(first.fact.id),
    }


def _differences(editions: Editions) -> list[dict[str, Any]]:
    """Return each declared difference or doubtful reading, with its kind."""
    first = _first(editions)
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


def _source(index: int, editions: Editions) -> dict[str, Any]:
    view: SourceView = _first(editions).sources[index]
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
        "reference": {key: plain(e.sources[index].reference) for key, e in editions.items()},
    }


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _short(data: object) -> str:
    """Return a file that only programs read, without line breaks."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _first(editions: Editions) -> Edition:
    return next(iter(editions.values()))
