"""facts/ -> `Factbook`: every file read, every problem of all files collected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from factsheet import schema
from factsheet.factbook import (
    PERIOD,
    ArchiveRef,
    Basis,
    Cells,
    Citation,
    Column,
    Correction,
    Disagreement,
    EditionInfo,
    Exclusion,
    Fact,
    Factbook,
    Figure,
    Home,
    Indicator,
    Link,
    Misprint,
    Name,
    Notice,
    Question,
    Remark,
    Section,
    Source,
    Table,
    Texts,
    Topic,
    Where,
)
from factsheet.figures import UnreadableError, parse
from factsheet.periods import Period, PeriodError, parse_period
from factsheet.problems import Place, Problem
from factsheet.quantity import Quantity
from factsheet.validate import suggest, validate
from factsheet.yamlfile import Trail, YamlFile, load_yaml

T = TypeVar("T")
FACTS = "facts"
SINGLE = ("edition", "topics", "indicators", "links", "exclusions", "corrections")
FOLDERS = ("names", "sources", "disagreements")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading gave: a factbook unless a file is unsound, and all problems."""

    factbook: Factbook | None
    problems: tuple[Problem, ...]
    files: Mapping[str, YamlFile] = field(default_factory=dict)


def load(root: Path, languages: tuple[str, ...]) -> Loaded:
    """Read everything under `root`/facts; never raises for what a curator wrote."""
    return _Loader(root, languages).load()


class _Loader:
    """Reads the files one by one and keeps their problems."""

    def __init__(self, root: Path, languages: tuple[str, ...]) -> None:
        self.root = root
        self.languages = languages
        self.problems: list[Problem] = []
        self.files: dict[str, YamlFile] = {}
        self.sound = True

    def load(self) -> Loaded:
        home = self.root / FACTS
        if not home.is_dir():
            place = Place(FACTS)
            hint = "run the command in the project's folder, or start one with: factsheet new DIR"
            self.problems.append(Problem(place, "file", "there is no folder facts/ here", hint))
            return Loaded(None, tuple(self.problems))
        parts = self._parts()
        for file in self.files.values():
            self.problems.extend(file.problems)
            self.sound = self.sound and not any(
                p.rule in ("yaml", "structure", "file") for p in file.problems
            )
        factbook = None if not self.sound or parts is None else parts
        return Loaded(factbook, tuple(sorted(set(self.problems))), MappingProxyType(self.files))

    def _parts(self) -> Factbook | None:
        edition = self._edition()
        topics_file = self._open("topics.yml")
        topics_shape = validate(schema.TopicsShape, topics_file)
        names = self._names()
        sources = self._sources()
        indicators = self._indicators()
        topics = self._topics(topics_shape, topics_file)
        self._strays([t.key for t in topics_shape.topics] if topics_shape else None)
        disagreements = tuple(self._disagreements())
        links = tuple(
            Link(s.id, s.mode, tuple(s.stops), tuple(s.facts), w)
            for s, w in self._list("links.yml", schema.LinkShape)
        )
        exclusions, patterns = self._exclusions()
        corrections = tuple(self._corrections())
        if edition is None or topics_shape is None:
            return None
        where = Where(topics_file, ("home",))
        return Factbook(
            self.languages,
            edition,
            _home(topics_shape.home, where),
            topics,
            MappingProxyType(sources),
            MappingProxyType(names),
            MappingProxyType(indicators),
            disagreements,
            links,
            exclusions,
            patterns,
            corrections,
        )

    # files

    def _open(self, relative: str) -> YamlFile:
        name = f"{FACTS}/{relative}"
        file = load_yaml(self.root / FACTS / relative, name)
        self.files[name] = file
        return file

    def _folder(self, name: str) -> Iterator[tuple[str, YamlFile]]:
        """Open the YAML files of a folder, or the single file of that name."""
        folder = self.root / FACTS / name
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if path.name.startswith("."):
                    continue
                if path.suffix != ".yml":
                    self._stray(f"{name}/{path.name}", "files here end in .yml")
                    continue
                if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem):
                    self._stray(
                        f"{name}/{path.name}", "name it in small letters, digits and hyphens"
                    )
                    continue
                yield path.stem, self._open(f"{name}/{path.name}")
        elif (self.root / FACTS / f"{name}.yml").exists():
            yield name, self._open(f"{name}.yml")

    def _stray(self, relative: str, hint: str) -> None:
        place = Place(f"{FACTS}/{relative}")
        self.problems.append(Problem(place, "file", "this file is not part of the sheet", hint))
        self.sound = False

    def _strays(self, topics: list[str] | None) -> None:
        """Report files and folders that nothing would read."""
        if topics is None:
            return
        known_files = {f"{name}.yml" for name in (*SINGLE, *FOLDERS)} | {"evidence.lock"}
        known = sorted({*topics, *FOLDERS})
        for path in sorted((self.root / FACTS).iterdir()):
            if path.name.startswith("."):
                continue
            if path.is_dir() and path.name not in known:
                self._stray(path.name, suggest(path.name, known) or "topics.yml has no such topic")
            elif path.is_file() and path.name not in known_files:
                hint = suggest(path.name, sorted(known_files))
                self._stray(path.name, hint or f"known here: {', '.join(sorted(known_files))}")

    def _list(self, relative: str, shape: type[T]) -> Iterator[tuple[T, Where]]:
        """Read a file that is a list of records; a missing file is an empty list."""
        if not (self.root / FACTS / relative).exists():
            return
        file = self._open(relative)
        for index, record in enumerate(validate(list[shape], file) or []):  # type: ignore[valid-type]
            yield record, Where(file, (index,))

    # records

    def _edition(self) -> EditionInfo | None:
        file = self._open("edition.yml")
        shape = validate(schema.EditionShape, file)
        if shape is None:
            return None
        where = Where(file)
        dated = self._period(shape.date, where, "date")
        cutoff = self._period(shape.cutoff, where, "cutoff")
        if dated is None or dated.form != "day" or dated.start is None or cutoff is None:
            if dated is not None and cutoff is not None:
                self._problem(where.place("date"), "period", "the edition's date is not a day")
            self.sound = False
            return None
        keys = ("title", "tagline", "publisher", "contact", "disclaimer", "not_official")
        texts = {key: _texts(getattr(shape, key)) for key in keys}
        return EditionInfo(shape.number, dated.start, cutoff, MappingProxyType(texts), where)

    def _topics(self, shape: schema.TopicsShape | None, file: YamlFile) -> tuple[Topic, ...]:
        topics = []
        for index, topic in enumerate(shape.topics if shape else []):
            where = Where(file, ("topics", index))
            found = dict(self._folder(topic.key))
            sections = []
            for position, key in enumerate(topic.sections):
                if key not in found:
                    self._problem(
                        where.place("sections", position),
                        "unknown",
                        f"there is no file {FACTS}/{topic.key}/{key}.yml",
                        suggest(key, sorted(found)),
                    )
                    self.sound = False
                elif section := self._section(found[key], topic.key, key):
                    sections.append(section)
            for key in sorted(set(found) - set(topic.sections)):
                self._section(found[key], topic.key, key)
                self._problem(
                    found[key].place(),
                    "unknown",
                    f"the section {key!r} is not listed under {topic.key!r} in topics.yml",
                    "add it to that topic's sections, in the order of the page",
                )
            topics.append(
                Topic(
                    topic.key,
                    _texts(topic.title),
                    _texts(topic.intro),
                    where,
                    tuple(topic.highlights),
                    tuple(sections),
                )
            )
        return tuple(topics)

    def _section(self, file: YamlFile, topic: str, key: str) -> Section | None:
        shape = validate(schema.SectionShape, file)
        if shape is None:
            return None
        tables = tuple(
            Table(
                t.key,
                _texts(t.title),
                tuple(Column(c.key, _texts(c.title)) for c in t.columns),
                Where(file, ("tables", i)),
                _optional(t.note),
            )
            for i, t in enumerate(shape.tables)
        )
        facts = tuple(
            fact
            for i, f in enumerate(shape.facts)
            if (fact := self._fact(f, Where(file, ("facts", i)), topic, key))
        )
        gaps = tuple(
            Remark(_texts(texts), Where(file, ("gaps", i))) for i, texts in enumerate(shape.gaps)
        )
        caveats = tuple(
            Remark(_texts(c.__pydantic_extra__), Where(file, ("caveats", i)), c.id, tuple(c.facts))
            for i, c in enumerate(shape.caveats)
        )
        return Section(
            key,
            topic,
            _texts(shape.title),
            Where(file),
            _optional(shape.intro),
            tables,
            facts,
            gaps,
            caveats,
        )

    def _fact(self, shape: schema.FactShape, where: Where, topic: str, section: str) -> Fact | None:
        periods = self._periods(shape, where)
        figures = {name: self._figure(name, f, where) for name, f in shape.figures.items()}
        if periods is None:
            self.sound = False
            return None
        return Fact(
            id=shape.id,
            topic=topic,
            section=section,
            where=where,
            status=shape.status,
            text=_texts(shape.text),
            periods=MappingProxyType(periods),
            figures=MappingProxyType(figures),
            cite=tuple(_citation(c, where, i) for i, c in enumerate(shape.cite)),
            by=tuple(shape.by),
            period_basis=_basis(shape.period_basis),
            note=_optional(shape.note),
            cells=_cells(shape.cells),
            fulfilled_by=tuple(shape.fulfilled_by),
            reason=_optional(shape.reason),
            hold=shape.hold.reason if shape.hold else "",
            withdrawn=(
                _texts({"date": shape.withdrawn.date, **shape.withdrawn.reason})
                if shape.withdrawn
                else None
            ),
        )

    def _periods(self, shape: schema.FactShape, where: Where) -> dict[str, Period] | None:
        typed = dict(shape.periods or {})
        if shape.period is not None:
            typed[PERIOD] = shape.period
        if PERIOD not in typed:
            self._problem(
                where.place(),
                "period",
                f"the fact {shape.id!r} has no period",
                'add period: "2024", or period: none with a period_basis where it is undated',
            )
            return None
        periods = {}
        for key, text in typed.items():
            trail: Trail = (PERIOD,) if key == PERIOD and shape.period else ("periods", key)
            period = self._period(text, where, *trail)
            if period is None:
                return None
            periods[key] = period
        return periods

    def _period(self, text: str, where: Where, *trail: str | int) -> Period | None:
        try:
            return parse_period(text)
        except PeriodError as error:
            hint = (
                "write 2024, 2024-H1, 2024-Q3, 2024-09, 2024-01/2024-08, 2021/2025, 2023-10-29, "
                "2025-spring, to 2024-09-18, since 2023 or none"
            )
            self._problem(where.place(*trail), "period", str(error), hint)
            self.sound = False
            return None

    def _figure(self, name: str, shape: schema.FigureShape, where: Where) -> Figure:
        trail: Trail = ("figures", name)
        quantity = None
        if shape.printed is not None and shape.formula is None:
            quantity = self._quantity(shape.printed, where, (*trail, "printed"))
        elif shape.printed is not None or shape.formula is None:
            self._problem(
                where.place(*trail),
                "structure",
                f"the figure {name!r} needs either printed or formula",
                "printed holds the figure exactly as the article prints it",
            )
        return Figure(
            name,
            shape.printed or "",
            quantity,
            shape.indicator or "",
            shape.basis or "",
            shape.scope or "",
            shape.near or "",
            shape.formula or "",
            shape.unit or "",
            shape.digits or 0,
        )

    def _quantity(self, printed: str, where: Where, trail: Trail) -> Quantity | None:
        try:
            return parse(printed)
        except UnreadableError as error:
            self._problem(
                where.place(*trail),
                "figure",
                f"the figure “{printed}” cannot be read: {error}",
                "type number, scale, unit and qualifier exactly as printed, and nothing else",
            )
            return None

    def _names(self) -> dict[str, Name]:
        names: dict[str, Name] = {}
        for _, file in self._folder("names"):
            for key, shape in (validate(dict[schema.Key, schema.NameShape], file) or {}).items():
                where = Where(file, (key,))
                if key in names:
                    self._problem(
                        where.place(),
                        "names",
                        f"the name {key!r} is also in {names[key].where.place()}",
                        "delete one of them",
                    )
                forms = shape.__pydantic_extra__ or {}
                names[key] = Name(
                    key,
                    shape.kind,
                    where,
                    _texts({lang: f.full for lang, f in forms.items()}),
                    _texts({lang: f.short or f.full for lang, f in forms.items()}),
                    _optional(shape.gloss),
                    tuple(shape.aliases),
                    shape.english,
                    shape.by or "",
                )
        return names

    def _sources(self) -> dict[str, Source]:
        sources = {}
        for key, file in self._folder("sources"):
            shape = validate(schema.SourceShape, file)
            where = Where(file)
            if shape is None:
                continue
            issued = self._period(shape.issued, where, "issued")
            if issued is None:
                continue
            archive = None
            if shape.archive:
                spans = tuple((first, last) for first, last in shape.archive.lines)
                archive = ArchiveRef(shape.archive.file, spans, shape.archive.sha256)
            sources[key] = Source(
                key,
                where,
                shape.letter,
                issued,
                archive,
                _optional(shape.title),
                _basis(shape.title_basis),
                _optional(shape.description),
                _optional(shape.subtitle),
                tuple(_texts(a) for a in shape.author),
                _optional(shape.publication),
                _basis(shape.publication_basis),
                _optional(shape.section),
                _basis(shape.issued_basis),
                shape.number or "",
                shape.page or "",
                _optional(shape.via),
                shape.url or "",
                _optional(shape.identifier),
                _optional(shape.note),
                shape.kind,
                shape.coverage,
            )
        return sources

    def _indicators(self) -> dict[str, Indicator]:
        file = self._open("indicators.yml")
        shapes = validate(dict[schema.Key, schema.IndicatorShape], file) or {}
        return {
            key: Indicator(
                key,
                _texts(s.title),
                s.unit,
                Where(file, (key,)),
                s.growth_of or "",
                tuple(s.parts),
            )
            for key, s in shapes.items()
        }

    def _disagreements(self) -> Iterator[Disagreement]:
        for _, file in self._folder("disagreements"):
            for index, shape in enumerate(validate(list[schema.DisagreementShape], file) or []):
                texts = _texts(shape.__pydantic_extra__ or {})
                where = Where(file, (index,))
                yield Disagreement(
                    shape.id,
                    shape.kind,
                    tuple(shape.facts),
                    _texts(shape.title),
                    texts,
                    where,
                )

    def _exclusions(self) -> tuple[tuple[Exclusion, ...], tuple[Exclusion, ...]]:
        exclusions: list[Exclusion] = []
        patterns: list[Exclusion] = []
        for shape, where in self._list("exclusions.yml", schema.ExclusionShape):
            if shape.pattern is None and (shape.source is None or not shape.at):
                self._problem(
                    where.place(),
                    "structure",
                    "an exclusion needs source, at and printed, or a pattern",
                    "a pattern stands for an idiom wherever it is printed",
                )
                continue
            for printed in shape.printed or [shape.pattern or ""]:
                exclusion = Exclusion(
                    shape.source or "",
                    tuple(shape.at),
                    printed,
                    shape.reason,
                    shape.note or "",
                    where,
                )
                (patterns if shape.pattern else exclusions).append(exclusion)
        return tuple(exclusions), tuple(patterns)

    def _corrections(self) -> Iterator[Correction]:
        for shape, where in self._list("corrections.yml", schema.CorrectionShape):
            day = self._period(shape.date, where, "date")
            if day is not None and isinstance(day.start, date):
                yield Correction(
                    day.start,
                    shape.fact,
                    _texts(shape.said),
                    _texts(shape.says),
                    _texts(shape.why),
                    where,
                )

    def _problem(self, place: Place, rule: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(place, rule, message, hint))


def _home(shape: schema.HomeShape, where: Where) -> Home:
    return Home(
        _texts(shape.intro),
        where,
        tuple(shape.pinned),
        tuple(shape.highlights),
        tuple(
            Remark(_texts(t), Where(where.file, (*where.trail, "warnings", i)))
            for i, t in enumerate(shape.warnings)
        ),
        tuple(
            Question(
                _texts(q.question),
                _texts(q.answer),
                q.section,
                Where(where.file, (*where.trail, "questions", i)),
            )
            for i, q in enumerate(shape.questions)
        ),
        tuple(
            Notice(
                _texts(n.title),
                _texts(n.text),
                n.fact,
                Where(where.file, (*where.trail, "notices", i)),
            )
            for i, n in enumerate(shape.notices)
        ),
    )


def _citation(shape: schema.CitationShape, fact: Where, index: int) -> Citation:
    return Citation(
        shape.source,
        tuple(shape.at),
        Where(fact.file, (*fact.trail, "cite", index)),
        MappingProxyType(dict(shape.printed)),
        MappingProxyType(dict(shape.near)),
        tuple(shape.evidence),
        tuple(Misprint(s.printed, s.read, _texts(s.basis)) for s in shape.sic),
        bool(shape.for_),
    )


def _cells(cells: Mapping[str, Mapping[str, str]] | None) -> Cells | None:
    if cells is None:
        return None
    columns = {k: _texts(v) for k, v in cells.items() if k != "table"}
    return Cells(cells.get("table", {}).get("*", ""), MappingProxyType(columns))


def _basis(texts: Mapping[str, str] | None) -> Basis | None:
    if texts is None:
        return None
    return Basis(
        _texts({k: v for k, v in texts.items() if k != "printed"}), texts.get("printed", "")
    )


def _optional(texts: Mapping[str, str] | None) -> Texts | None:
    return None if texts is None else _texts(texts)


def _texts(texts: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Texts:
    return MappingProxyType(dict(texts))
