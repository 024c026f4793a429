"""Editions -> the tables of the open data: each column declared once, and the rows.

CSV files, the workbook and the data package are made of them. A column whose name ends in `_` is
there once for each language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, FigureView, plain
from factsheet.figures.periods import parse_period

Editions: TypeAlias = Mapping[str, Edition]
Cell: TypeAlias = str | bool | int | Decimal | date | None
Row: TypeAlias = Mapping[str, Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its kind in the words of Data Package, and the column that its keys stand in."""

    name: str
    kind: str
    refers: str = ""
    is_long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its rows; `title` is its interface word, `key` its primary key."""

    name: str
    title: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def tables_of(editions: Editions) -> tuple[Table, ...]:
    """Return the tables of the published facts, their figures, names and articles."""
    return tuple(
        Table(
            name=name,
            title=title,
            key=tuple(key.split()),
            columns=tuple(_columns(declared, tuple(editions))),
            rows=tuple(rows(editions)),
        )
        for name, title, key, declared, rows in _TABLES
    )


def span(period: str) -> tuple[date | None, date | None]:
    """Return the first and last day of a period as typed, None where it is open or unknown."""
    read = parse_period(period)
    return (
        None if read.reach == "to" else read.start,
        None if read.reach == "since" else read.end,
    )


def address_of(id_: str) -> str:
    """Return the lasting address of a fact, below that of the sheet."""
    return f"f/{id_}/"


def words_of(column: Column, edition: Edition, editions: Editions) -> str:
    """Say in one language what a column holds, and in which language."""
    words = edition.imprint.columns
    if column.name in words:
        return words[column.name]
    stem, _, language = column.name.rpartition("_")
    named = {"text": words[f"{stem}_"], "marks": editions[language].name}
    return edition.word("%(text)s (%(marks)s)") % named


def _columns(declared: str, languages: tuple[str, ...]) -> Iterator[Column]:
    """Read a declaration: names, each with its kind and what it refers to after a colon."""
    for entry in declared.split():
        name, _, rest = entry.partition(":")
        kind, _, refers = rest.partition(">")
        is_long = kind == "long"
        kind = "string" if is_long else kind or "string"
        names = [f"{name}{key}" for key in languages] if name.endswith("_") else [name]
        for each in names:
            yield Column(name=each, kind=kind, refers=refers, is_long=is_long)


def _facts(editions: Editions) -> Iterator[Row]:
    for id_ in _first(editions).facts:
        views = {key: edition.facts[id_] for key, edition in editions.items()}
        fact = next(iter(views.values()))
        yield {
            **_standing(fact),
            "marks": " ".join(mark.key for mark in fact.marks),
            "figures": len(fact.figures),
            "address": address_of(id_),
            **_each(views, "text", lambda view: "" if view.lender else view.plain),
            **{f"note_{key}": note_of(view, editions[key]) for key, view in views.items()},
            **_each(views, "period_words", lambda view: view.period_words),
            **_each(views, "period_basis", lambda view: view.period_basis),
            **{f"url_{key}": f"{key}/{view.page}/#{id_}" for key, view in views.items()},
        }


def _figures(editions: Editions) -> Iterator[Row]:
    for id_ in _first(editions).facts:
        views = {key: edition.facts[id_] for key, edition in editions.items()}
        fact = next(iter(views.values()))
        for index, figure in enumerate(fact.figures):
            worded = {key: view.figures[index] for key, view in views.items()}
            source, line = where_printed(fact, figure)
            low, high = figure.quantity.bounds
            is_range = figure.quantity.value is None
            yield {
                **_standing(fact),
                **_when(figure.period),
                "figure": figure.name,
                "printed": figure.printed,
                "printed_number": figure.quantity.number if figure.printed else "",
                "printed_unit": figure.quantity.printed_unit if figure.printed else "",
                "value": figure.quantity.value,
                "low": low if is_range else None,
                "high": high if is_range else None,
                "unit": figure.quantity.unit,
                "qualifier": figure.quantity.qualifier,
                "basis": figure.basis,
                "indicator": figure.indicator,
                "scope": figure.scope,
                "inferred": is_inferred(fact, figure),
                "calculated": figure.is_calculated,
                "sources_differ": fact.is_marked("differs"),
                "source": source,
                "line": line,
                **_each(worded, "rendered", lambda view: view.text),
                **_each(worded, "measures", lambda view: "; ".join(view.measures)),
                **_each(views, "text", lambda view: "" if view.lender else view.plain),
                **{f"url_{key}": f"{key}/{view.page}/#{id_}" for key, view in views.items()},
            }


def note_of(fact: FactView, edition: Edition) -> str:
    """Return a fact's note as plain text."""
    return edition.note_space.join(plain(part) for part in fact.note)


def where_printed(fact: FactView, figure: FigureView) -> tuple[str, str]:
    """Return the first article that prints a figure, and its lines there; both may be empty."""
    if not figure.printed:
        return "", ""
    proofs = [c for c in fact.citations if not c.proves_period_only]
    return (proofs[0].source, " ".join(map(str, proofs[0].at))) if proofs else ("", "")


def is_inferred(fact: FactView, figure: FigureView) -> bool:
    """Tell whether the period of a figure is inferred: a fact says so of its main period."""
    return fact.is_marked("inferred") and figure.period == fact.period


def _when(period: str) -> dict[str, Cell]:
    start, end = span(period)
    return {"period": period, "start": start, "end": end}


def _standing(fact: FactView) -> dict[str, Cell]:
    """Return what facts and figures have in common."""
    return {
        "id": fact.id,
        "topic": fact.topic,
        "section": fact.section,
        "status": fact.status,
        "by": " ".join(fact.speakers),
        **_when(fact.period),
        "derived": fact.is_derived,
        "updates": fact.updates,
        "updated_by": fact.updated_by,
        "sources": " ".join(dict.fromkeys(c.source for c in fact.citations)),
    }


def _names(editions: Editions) -> Iterator[Row]:
    held = {k: {name.key: name for name in e.names} for k, e in editions.items()}
    for name in _first(editions).names:
        views = {key: names[name.key] for key, names in held.items()}
        yield {
            "key": name.key,
            "kind": name.kind,
            **_each(views, "full", lambda view: view.full),
            **_each(views, "short", lambda view: view.short),
            **_each(views, "gloss", lambda view: view.gloss),
            "aliases": "; ".join(dict.fromkeys(a for view in views.values() for a in view.aliases)),
            "facts": " ".join(fact.id for fact in name.facts),
        }


def _sources(editions: Editions) -> Iterator[Row]:
    for index, source in enumerate(_first(editions).sources):
        views = {key: edition.sources[index] for key, edition in editions.items()}
        yield {
            "id": source.key,
            "letter": source.letter,
            "kind": source.data.kind,
            "issued": source.data.issued,
            "issued_inferred": source.data.is_issue_inferred,
            **_each(views, "title", lambda view: view.data.title),
            **_each(views, "reference", lambda view: plain(view.reference)),
        }


def _each(views: Mapping[str, object], name: str, read: Callable[..., str]) -> dict[str, Cell]:
    return {f"{name}_{key}": read(view) for key, view in views.items()}


def _first(editions: Editions) -> Edition:
    return next(iter(editions.values()))


_FACTS = (
    "id topic section status by period start:date end:date marks derived:boolean "
    "figures:integer updates:string>facts.id updated_by:string>facts.id sources address "
    "text_:long note_:long period_words_ period_basis_:long url_"
)
_FIGURES = (
    "id:string>facts.id figure topic section status by period start:date end:date updates "
    "updated_by printed printed_number printed_unit value:number low:number high:number unit "
    "qualifier basis indicator scope:string>names.key inferred:boolean calculated:boolean "
    "derived:boolean sources_differ:boolean source:string>sources.id line sources rendered_ "
    "measures_ text_:long url_"
)
_NAMES = "key kind full_ short_ gloss_:long aliases facts:long"
_SOURCES = "id letter kind issued issued_inferred:boolean title_ reference_:long"
_TABLES: tuple[tuple[str, str, str, str, Callable[[Editions], Iterator[Row]]], ...] = (
    ("facts", "Facts", "id", _FACTS, _facts),
    ("figures", "Figures", "id figure", _FIGURES, _figures),
    ("names", "Names", "key", _NAMES, _names),
    ("sources", "Sources", "id", _SOURCES, _sources),
)
