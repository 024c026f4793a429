"""Checks of single records: ids, figures, bases, cells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from factsheet.checks.walk import marked_texts, plain_texts, source_texts
from factsheet.facts.contents import SHEET
from factsheet.facts.records import GAP, UNKNOWN
from factsheet.language.style import LOCALES
from factsheet.messages import say
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
            message = say(
                "the id {id!r} is used twice; first in {seen}", id=fact.id, seen=seen[fact.id]
            )
            yield Problem(
                place=fact.where.place("id"),
                rule="unique-ids",
                message=message,
                hint=say("choose another id"),
            )
        seen.setdefault(fact.id, str(fact.where.place()))
    differences: dict[str, str] = {}
    for difference in project.book.disagreements:
        if difference.id in differences:
            message = say(
                "the id {id!r} is used twice; first in {seen}",
                id=difference.id,
                seen=differences[difference.id],
            )
            yield Problem(place=difference.where.place("id"), rule="unique-ids", message=message)
        differences.setdefault(difference.id, str(difference.where.place()))
    tables: dict[tuple[str, str], str] = {}
    for section in project.book.sections:
        for table in section.tables:
            key = (section.topic, table.key)
            if key in tables:
                message = say(
                    "the table {key!r} is declared twice; first in {seen}",
                    key=table.key,
                    seen=tables[key],
                )
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
                if earlier == fact.id:
                    message = say("the earlier id of {id!r} is its own id", id=fact.id)
                else:
                    message = say(
                        "the earlier id {earlier!r} of {id!r} is the id of a fact",
                        earlier=earlier,
                        id=fact.id,
                    )
                hint = say("an id that was published names one fact for good; take another")
                yield Problem(place=place, rule="earlier-ids", message=message, hint=hint)
            if earlier in seen:
                message = say(
                    "the earlier id {earlier!r} is named by {seen!r}, too",
                    earlier=earlier,
                    seen=seen[earlier],
                )
                hint = say("keep it at the fact that carries the same figures")
                yield Problem(place=place, rule="earlier-ids", message=message, hint=hint)
            seen.setdefault(earlier, fact.id)


def figure_count(project: Project) -> Iterator[Problem]:
    """At most three figures a fact, unless they are of one unit: a total with its parts."""
    for fact in project.book.facts:
        if len(fact.figures) <= PLAIN_FIGURES:
            continue
        units = {f.quantity.unit for f in fact.figures.values() if f.quantity}
        if len(units) > 1:
            message = say(
                "{count} figures of different units stand in one sentence", count=len(fact.figures)
            )
            hint = say(
                "split the fact: one sentence, at most three figures, or a total with its parts"
            )
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
                message = say(
                    "{{{name}}} is read as {read}, but {key} is counted in {unit}",
                    name=figure.name,
                    read=quantity.unit,
                    key=indicator.key,
                    unit=indicator.unit,
                )
                place = fact.where.place("figures", figure.name)
                hint = say(
                    "type the unit in printed as the article prints it, or change the indicator"
                )
                yield Problem(place=place, rule="figure-units", message=message, hint=hint)


def unit_words(project: Project) -> Iterator[Problem]:
    """Every unit has words in every language: without them a figure would lose its unit."""
    for (key, name), quantity in project.figures.quantities.items():
        for language, style in project.styles.items():
            if quantity.unit not in style.units:
                fact = project.book.by_id()[key]
                message = say(
                    "{{{name}}} is in {unit}, which has no words in {language!r}",
                    name=name,
                    unit=quantity.unit,
                    language=language,
                )
                hint = say(
                    "add it to units: of {templates}/{locales}/{language}/style.yml",
                    templates=TEMPLATES,
                    locales=LOCALES,
                    language=language,
                )
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
                message = say(
                    "{{{name}}} is a {basis}, but its unit is {unit}",
                    name=figure.name,
                    basis=figure.basis,
                    unit=quantity.unit,
                )
                yield Problem(place=place, rule="bases", message=message)
            if (figure.basis == "rank") != (quantity.unit == "rank"):
                message = say(
                    "{{{name}}}: a rank has basis: rank, and nothing else has", name=figure.name
                )
                yield Problem(place=place, rule="bases", message=message)
            if figure.indicator and not figure.basis:
                message = say(
                    "{{{name}}} belongs to an indicator and needs a basis", name=figure.name
                )
                hint = say(
                    "flow, stock, cumulative, capacity, rate, share, average-annual or pledge"
                )
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
                hint = suggest(fact.cells.table, sorted(tables)) or say("declare it under tables:")
                message = say("this section has no table {table!r}", table=fact.cells.table)
                yield Problem(
                    place=fact.where.place("cells"), rule="cells", message=message, hint=hint
                )
                continue
            columns = [column.key for column in table.columns]
            for missing in (c for c in columns if c not in fact.cells.columns):
                message = say("the cell {missing!r} is missing", missing=missing)
                hint = say('{missing}: "" leaves it empty', missing=missing)
                yield Problem(
                    place=fact.where.place("cells"), rule="cells", message=message, hint=hint
                )
            for extra in (c for c in fact.cells.columns if c not in columns):
                message = say(
                    "the table {key!r} has no column {extra!r}", key=table.key, extra=extra
                )
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
            message = say("period: none needs a period_basis that says why no date can be given")
            yield Problem(place=fact.where.place("period"), rule="undated", message=message)
        if not fact.cite:
            yield Problem(
                place=fact.where.place(),
                rule="undated",
                message=say("an undated fact needs a citation"),
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
                    message=say("“{text}” is not typed yet", text=text),
                    hint=say("type what {unknown} or {gap} stands for", unknown=UNKNOWN, gap=GAP),
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
            message = say("{day} is later than the edition of {date}", day=day, date=edition.date)
            yield Problem(
                place=place,
                rule="dated-by-edition",
                message=message,
                hint=say("correct the day, or the edition's"),
            )


def speakers(project: Project) -> Iterator[Problem]:
    """A proposal names who proposes."""
    for fact in project.book.facts:
        if fact.status == "proposal" and not fact.by:
            message = say("a proposal names who proposes")
            yield Problem(
                place=fact.where.place(),
                rule="speakers",
                message=message,
                hint=say("add by: and a name's key"),
            )
