"""Checks of single records: ids, figures, bases, cells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from factsheet.checks.walk import marked_texts, plain_texts, source_texts
from factsheet.facts.contents import SHEET
from factsheet.facts.records import GAP, UNKNOWN
from factsheet.language.style import LOCALES
from factsheet.problems import Problem, suggest
from factsheet.project import Project
from factsheet.searchpath import TEMPLATES

PLAIN_FIGURES = 3  # a value, its growth and its share


def unique_ids(project: Project) -> Iterator[Problem]:
    """A fact's id is its address for ever: one fact, one id, and no section has the same."""
    seen: dict[str, str] = {}
    for section in project.book.sections:
        seen[section.key] = str(section.where.place())
    for topic in project.book.topics:
        seen.setdefault(topic.key, str(topic.where.place()))
    seen[SHEET] = "the program: {sheet.pages} counts pages"
    for fact in project.book.facts:
        if fact.id in seen:
            message = f"the id {fact.id!r} is used twice; first in {seen[fact.id]}"
            yield Problem(
                place=fact.where.place("id"),
                rule="unique-ids",
                message=message,
                hint="choose another id",
            )
        seen.setdefault(fact.id, str(fact.where.place()))
    differences: dict[str, str] = {}
    for difference in project.book.disagreements:
        if difference.id in differences:
            message = (
                f"the id {difference.id!r} is used twice; first in {differences[difference.id]}"
            )
            yield Problem(place=difference.where.place("id"), rule="unique-ids", message=message)
        differences.setdefault(difference.id, str(difference.where.place()))
    tables: dict[tuple[str, str], str] = {}
    for section in project.book.sections:
        for table in section.tables:
            key = (section.topic, table.key)
            if key in tables:
                message = f"the table {table.key!r} is declared twice; first in {tables[key]}"
                yield Problem(place=table.where.place("key"), rule="unique-ids", message=message)
            tables.setdefault(key, str(table.where.place()))


def earlier_ids(project: Project) -> Iterator[Problem]:
    """An earlier id is no fact's id now, and one fact's alone: an address leads to one fact."""
    facts = project.book.by_id()
    seen: dict[str, str] = {}
    for fact in project.book.facts:
        for earlier in fact.was:
            place = fact.where.place("was")
            if earlier in facts:
                whose = "its own id" if earlier == fact.id else "the id of a fact"
                message = f"the earlier id {earlier!r} of {fact.id!r} is {whose}"
                hint = "an id that was published names one fact for good; take another"
                yield Problem(place=place, rule="earlier-ids", message=message, hint=hint)
            if earlier in seen:
                message = f"the earlier id {earlier!r} is named by {seen[earlier]!r}, too"
                hint = "keep it at the fact that carries the same figures"
                yield Problem(place=place, rule="earlier-ids", message=message, hint=hint)
            seen.setdefault(earlier, fact.id)


def figure_count(project: Project) -> Iterator[Problem]:
    """At most three figures a fact, unless they are of one unit: a total with its parts."""
    for fact in project.book.facts:
        if len(fact.figures) <= PLAIN_FIGURES:
            continue
        units = {f.quantity.unit for f in fact.figures.values() if f.quantity}
        if len(units) > 1:
            message = f"{len(fact.figures)} figures of different units stand in one sentence"
            hint = "split the fact: one sentence, at most three figures, or a total with its parts"
            yield Problem(
                place=fact.where.place("figures"), rule="figure-count", message=message, hint=hint
            )


def figure_units(project: Project) -> Iterator[Problem]:
    """A figure's unit is its indicator's."""
    for fact in project.book.facts:
        for figure in fact.figures.values():
            indicator = project.book.indicators.get(figure.indicator)
            quantity = project.figures.quantities.get((fact.id, figure.name))
            if indicator and quantity and indicator.unit != quantity.unit:
                message = (
                    f"{{{figure.name}}} is read as {quantity.unit}, "
                    f"but {indicator.key} is counted in {indicator.unit}"
                )
                place = fact.where.place("figures", figure.name)
                yield Problem(place=place, rule="figure-units", message=message)


def unit_words(project: Project) -> Iterator[Problem]:
    """Every unit has words in every language: without them a figure would lose its unit."""
    for (key, name), quantity in project.figures.quantities.items():
        for language, style in project.styles.items():
            if quantity.unit not in style.units:
                fact = project.book.by_id()[key]
                message = f"{{{name}}} is in {quantity.unit}, which has no words in {language!r}"
                hint = f"add it to units: of {TEMPLATES}/{LOCALES}/{language}/style.yml"
                yield Problem(
                    place=fact.where.place("figures", name),
                    rule="unit-words",
                    message=message,
                    hint=hint,
                )


def bases(project: Project) -> Iterator[Problem]:
    """A figure's basis fits its unit."""
    for fact in project.book.facts:
        for figure in fact.figures.values():
            quantity = project.figures.quantities.get((fact.id, figure.name))
            if quantity is None:
                continue
            ratio = quantity.unit in ("percent", "percentage-point", "times")
            place = fact.where.place("figures", figure.name)
            if figure.basis in ("rate", "share") and not ratio and not figure.indicator:
                message = f"{{{figure.name}}} is a {figure.basis}, but its unit is {quantity.unit}"
                yield Problem(place=place, rule="bases", message=message)
            if (figure.basis == "rank") != (quantity.unit == "rank"):
                message = f"{{{figure.name}}}: a rank has basis: rank, and nothing else has"
                yield Problem(place=place, rule="bases", message=message)
            if figure.indicator and not figure.basis:
                message = f"{{{figure.name}}} belongs to an indicator and needs a basis"
                hint = "flow, stock, cumulative, capacity, rate, share, average-annual or pledge"
                yield Problem(place=place, rule="bases", message=message, hint=hint)


def cells(project: Project) -> Iterator[Problem]:
    """A fact's cells fill every column of a table of its section, and no other."""
    for section in project.book.sections:
        tables = {table.key: table for table in section.tables}
        for fact in section.facts:
            if fact.cells is None:
                continue
            table = tables.get(fact.cells.table)
            if table is None:
                hint = suggest(fact.cells.table, sorted(tables)) or "declare it under tables:"
                message = f"this section has no table {fact.cells.table!r}"
                yield Problem(
                    place=fact.where.place("cells"), rule="cells", message=message, hint=hint
                )
                continue
            columns = [column.key for column in table.columns]
            for missing in (c for c in columns if c not in fact.cells.columns):
                message = f"the cell {missing!r} is missing"
                hint = f'{missing}: "" leaves it empty'
                yield Problem(
                    place=fact.where.place("cells"), rule="cells", message=message, hint=hint
                )
            for extra in (c for c in fact.cells.columns if c not in columns):
                message = f"the table {table.key!r} has no column {extra!r}"
                hint = suggest(extra, columns)
                yield Problem(
                    place=fact.where.place("cells", extra), rule="cells", message=message, hint=hint
                )


def undated(project: Project) -> Iterator[Problem]:
    """An undated fact says how that is known, and rests on an article that dates its printing."""
    for fact in project.book.facts:
        if fact.period.form != "none":
            continue
        if fact.period_basis is None:
            message = "period: none needs a period_basis that says why no date can be given"
            yield Problem(place=fact.where.place("period"), rule="undated", message=message)
        if not fact.cite:
            yield Problem(
                place=fact.where.place(), rule="undated", message="an undated fact needs a citation"
            )


def unfinished(project: Project) -> Iterator[Problem]:
    """A text that a command left open, for somebody to type, is typed before pages are made."""
    of_sources = chain.from_iterable(map(source_texts, project.book.sources.values()))
    for written in chain(marked_texts(project), plain_texts(project), of_sources):
        for language, text in written.texts.items():
            if text.strip() == UNKNOWN or GAP in text:
                yield Problem(
                    place=written.where.place(*written.trail, language),
                    rule="unfinished",
                    message=f"“{text}” is not typed yet",
                    hint=f"type what {UNKNOWN} or {GAP} stands for",
                )


def dated_by_edition(project: Project) -> Iterator[Problem]:
    """What an edition withdraws or corrects is not later than the edition."""
    edition = project.book.edition
    dated = [
        (fact.withdrawn.date, fact.where.place("withdrawn", "date"))
        for fact in project.book.facts
        if fact.withdrawn is not None
    ]
    dated += [(c.date, c.where.place("date")) for c in project.book.corrections]
    for day, place in dated:
        if day > edition.date:
            message = f"{day} is later than the edition of {edition.date}"
            yield Problem(
                place=place,
                rule="dated-by-edition",
                message=message,
                hint="correct the day, or the edition's",
            )


def speakers(project: Project) -> Iterator[Problem]:
    """A proposal names who proposes."""
    for fact in project.book.facts:
        if fact.status == "proposal" and not fact.by:
            message = "a proposal names who proposes"
            yield Problem(
                place=fact.where.place(),
                rule="speakers",
                message=message,
                hint="add by: and a name's key",
            )
