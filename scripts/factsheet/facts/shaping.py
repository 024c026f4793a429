"""Shapes -> records: what one file of facts/ says, in the frozen types of `factbook`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from factsheet.facts import schema
from factsheet.facts.records import (
    PERIOD,
    ArchiveRef,
    Cells,
    Citation,
    Column,
    Fact,
    Figure,
    Home,
    Misprint,
    Notice,
    Question,
    Remark,
    Section,
    Source,
    Table,
)
from factsheet.facts.report import Report, basis_of, frozen, optional, silent_of
from factsheet.facts.validate import validate
from factsheet.facts.yamlfile import Trail, Where, YamlFile
from factsheet.figures.periods import Period


def section_of(file: YamlFile, topic: str, key: str, report: Report) -> Section | None:
    """Return the section of a file; None where its structure is unsound."""
    shape = validate(schema.SectionShape, file)
    if shape is None:
        return None
    tables = tuple(
        Table(
            key=t.key,
            title=frozen(t.title),
            columns=tuple(Column(key=c.key, title=frozen(c.title)) for c in t.columns),
            where=Where(file=file, trail=("tables", i)),
            note=optional(t.note),
        )
        for i, t in enumerate(shape.tables)
    )
    facts = tuple(
        fact
        for i, f in enumerate(shape.facts)
        if (fact := _fact(f, Where(file=file, trail=("facts", i)), (topic, key), report))
    )
    gaps = tuple(
        Remark(texts=frozen(texts), where=Where(file=file, trail=("gaps", i)))
        for i, texts in enumerate(shape.gaps)
    )
    caveats = tuple(
        Remark(
            texts=frozen(c.__pydantic_extra__),
            where=Where(file=file, trail=("caveats", i)),
            id=c.id,
            facts=tuple(c.facts),
        )
        for i, c in enumerate(shape.caveats)
    )
    return Section(
        key=key,
        topic=topic,
        title=frozen(shape.title),
        where=Where(file=file),
        intro=optional(shape.intro),
        tables=tables,
        facts=facts,
        gaps=gaps,
        caveats=caveats,
    )


def source_of(key: str, file: YamlFile, report: Report) -> Source | None:
    """Return the article of a file; None where it is unsound."""
    shape = validate(schema.SourceShape, file)
    where = Where(file=file)
    if shape is None:
        return None
    issued = report.period(shape.issued, where, "issued")
    if issued is None:
        return None
    archive = None
    if shape.archive:
        spans = tuple((first, last) for first, last in shape.archive.lines)
        archive = ArchiveRef(file=shape.archive.file, lines=spans, sha256=shape.archive.sha256)
    return Source(
        key=key,
        where=where,
        letter=shape.letter,
        issued=issued,
        archive=archive,
        title=optional(shape.title),
        title_basis=basis_of(shape.title_basis),
        description=optional(shape.description),
        subtitle=optional(shape.subtitle),
        author=tuple(frozen(a) for a in shape.author),
        publication=optional(shape.publication),
        publication_basis=basis_of(shape.publication_basis),
        section=optional(shape.section),
        issued_basis=basis_of(shape.issued_basis),
        number=shape.number or "",
        page=shape.page or "",
        via=optional(shape.via),
        url=shape.url or "",
        identifier=optional(shape.identifier),
        note=optional(shape.note),
        kind=shape.kind,
        coverage=shape.coverage,
    )


def home_of(shape: schema.HomeShape, where: Where) -> Home:
    """Return the home page."""
    return Home(
        intro=frozen(shape.intro),
        where=where,
        pinned=tuple(shape.pinned),
        highlights=tuple(shape.highlights),
        warnings=tuple(
            Remark(
                texts=frozen(t), where=Where(file=where.file, trail=(*where.trail, "warnings", i))
            )
            for i, t in enumerate(shape.warnings)
        ),
        questions=tuple(
            Question(
                question=frozen(q.question),
                answer=frozen(q.answer),
                section=q.section,
                where=Where(file=where.file, trail=(*where.trail, "questions", i)),
            )
            for i, q in enumerate(shape.questions)
        ),
        notices=tuple(
            Notice(
                title=frozen(n.title),
                text=frozen(n.text),
                fact=n.fact,
                where=Where(file=where.file, trail=(*where.trail, "notices", i)),
            )
            for i, n in enumerate(shape.notices)
        ),
    )


def _fact(
    shape: schema.FactShape, where: Where, home: tuple[str, str], report: Report
) -> Fact | None:
    periods = _periods(shape, where, report)
    figures = {name: _figure(name, f, where, report) for name, f in shape.figures.items()}
    if periods is None or not _withdrawn_by_day(shape, where, report):
        report.sound = False
        return None
    return Fact(
        id=shape.id,
        topic=home[0],
        section=home[1],
        where=where,
        status=shape.status,
        text=frozen(shape.text),
        periods=MappingProxyType(periods),
        figures=MappingProxyType(figures),
        cite=tuple(_citation(c, where, i) for i, c in enumerate(shape.cite)),
        by=tuple(shape.by),
        period_basis=basis_of(shape.period_basis),
        note=optional(shape.note),
        cells=_cells(shape.cells),
        fulfilled_by=tuple(shape.fulfilled_by),
        reported_by=tuple(shape.reported_by),
        updates=shape.updates,
        silent=silent_of(shape.silent, where),
        apart=shape.apart.reason if shape.apart else "",
        reason=optional(shape.reason),
        hold=shape.hold.reason if shape.hold else "",
        withdrawn=(
            frozen({"date": shape.withdrawn.date, **shape.withdrawn.reason})
            if shape.withdrawn
            else None
        ),
    )


def _withdrawn_by_day(shape: schema.FactShape, where: Where, report: Report) -> bool:
    """Tell whether a withdrawal, if there is one, has a day."""
    if shape.withdrawn is None:
        return True
    day = report.period(shape.withdrawn.date, where, "withdrawn", "date")
    if day is not None and (day.form != "day" or day.reach):
        place = where.place("withdrawn", "date")
        message = f"{shape.withdrawn.date} is not a day"
        report.problem(place, "period", message, "write the day of the withdrawal: 2026-01-05")
        return False
    return day is not None


def _periods(shape: schema.FactShape, where: Where, report: Report) -> dict[str, Period] | None:
    typed = dict(shape.periods or {})
    if shape.period is not None:
        typed[PERIOD] = shape.period
    if PERIOD not in typed:
        report.problem(
            where.place(),
            "period",
            f"the fact {shape.id!r} has no period",
            'add period: "2024", or period: none with a period_basis where it is undated',
        )
        return None
    periods = {}
    for key, text in typed.items():
        trail: Trail = (PERIOD,) if key == PERIOD and shape.period else ("periods", key)
        period = report.period(text, where, *trail)
        if period is None:
            return None
        periods[key] = period
    return periods


def _figure(name: str, shape: schema.FigureShape, where: Where, report: Report) -> Figure:
    trail: Trail = ("figures", name)
    quantity = None
    if shape.printed is not None and shape.formula is None:
        quantity = report.quantity(shape.printed, where, (*trail, "printed"))
    elif shape.printed is not None or shape.formula is None:
        report.problem(
            where.place(*trail),
            "structure",
            f"the figure {name!r} needs either printed or formula",
            "printed holds the figure exactly as the article prints it",
        )
    return Figure(
        name=name,
        printed=shape.printed or "",
        quantity=quantity,
        indicator=shape.indicator or "",
        basis=shape.basis or "",
        scope=shape.scope or "",
        near=shape.near or "",
        formula=shape.formula or "",
        unit=shape.unit or "",
        digits=shape.digits or 0,
        condition=optional(shape.condition),
    )


def _citation(shape: schema.CitationShape, fact: Where, index: int) -> Citation:
    return Citation(
        source=shape.source,
        at=tuple(shape.at),
        where=Where(file=fact.file, trail=(*fact.trail, "cite", index)),
        printed=MappingProxyType(dict(shape.printed)),
        near=MappingProxyType(dict(shape.near)),
        evidence=tuple(shape.evidence),
        sic=tuple(
            Misprint(printed=s.printed, read=s.read, basis=frozen(s.basis)) for s in shape.sic
        ),
        proves_period_only=bool(shape.for_),
    )


def _cells(cells: Mapping[str, Mapping[str, str]] | None) -> Cells | None:
    if cells is None:
        return None
    columns = {k: frozen(v) for k, v in cells.items() if k != "table"}
    return Cells(table=cells.get("table", {}).get("*", ""), columns=MappingProxyType(columns))
