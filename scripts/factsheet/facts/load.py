"""facts/ -> `Factbook`: every file read, every problem of all files collected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from factsheet.facts import schema
from factsheet.facts.drawn import Link, Schematic
from factsheet.facts.factbook import Factbook
from factsheet.facts.records import (
    Correction,
    Disagreement,
    EditionInfo,
    Exclusion,
    Indicator,
    Name,
    Source,
    Topic,
)
from factsheet.facts.report import Report, frozen, optional
from factsheet.facts.shaping import home_of, section_of, source_of
from factsheet.facts.shaping_drawings import chart_of, schematic_of, staged_of
from factsheet.facts.validate import validate
from factsheet.facts.yamlfile import Where, YamlFile, load_yaml
from factsheet.figures.units import Units
from factsheet.problems import Place, Problem, suggest

T = TypeVar("T")
FACTS = "facts"
SINGLE = ("edition", "topics", "indicators", "links", "exclusions", "corrections")
PICTURES = ("charts", "schematic", "stages")
FOLDERS = ("names", "sources", "disagreements")
READINGS = "readings"  # tables that `readings` reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading gave: a factbook unless a file is unsound, and all problems."""

    factbook: Factbook | None
    problems: tuple[Problem, ...]
    files: Mapping[str, YamlFile] = field(default_factory=dict)


def load(root: Path, languages: tuple[str, ...], units: Units) -> Loaded:
    """Read everything under `root`/facts; never raises for what a curator wrote."""
    return _Loader(root, languages, units).load()


class _Loader:
    """Reads the files one by one and keeps their problems."""

    def __init__(self, root: Path, languages: tuple[str, ...], units: Units) -> None:
        self.root = root
        self.languages = languages
        self.report = Report(units)
        self.files: dict[str, YamlFile] = {}

    def load(self) -> Loaded:
        home = self.root / FACTS
        if not home.is_dir():
            place = Place(file=FACTS)
            hint = "run the command in the project's folder, or start one with: factsheet new DIR"
            self.report.problems.append(
                Problem(
                    place=place, rule="file", message="there is no folder facts/ here", hint=hint
                )
            )
            return Loaded(factbook=None, problems=tuple(self.report.problems))
        parts = self._parts()
        for file in self.files.values():
            self.report.problems.extend(file.problems)
            self.report.sound = self.report.sound and not any(
                p.rule in ("yaml", "structure", "file") for p in file.problems
            )
        factbook = None if not self.report.sound or parts is None else parts
        return Loaded(
            factbook=factbook,
            problems=tuple(sorted(set(self.report.problems))),
            files=MappingProxyType(self.files),
        )

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
            Link(id=s.id, mode=s.mode, stops=tuple(s.stops), facts=tuple(s.facts), where=w)
            for s, w in self._list("links.yml", schema.LinkShape)
        )
        exclusions, patterns = self._exclusions()
        corrections = tuple(self._corrections())
        charts = tuple(chart_of(s, w) for s, w in self._list("charts.yml", schema.ChartShape))
        stages = tuple(staged_of(s, w) for s, w in self._list("stages.yml", schema.StagedShape))
        schematic = self._schematic()
        if edition is None or topics_shape is None:
            return None
        where = Where(file=topics_file, trail=("home",))
        return Factbook(
            languages=self.languages,
            edition=edition,
            home=home_of(topics_shape.home, where),
            topics=topics,
            sources=MappingProxyType(sources),
            names=MappingProxyType(names),
            indicators=MappingProxyType(indicators),
            disagreements=disagreements,
            links=links,
            exclusions=exclusions,
            patterns=patterns,
            corrections=corrections,
            charts=charts,
            schematic=schematic,
            stages=stages,
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
        place = Place(file=f"{FACTS}/{relative}")
        self.report.problems.append(
            Problem(
                place=place, rule="file", message="this file is not part of the sheet", hint=hint
            )
        )
        self.report.sound = False

    def _strays(self, topics: list[str] | None) -> None:
        """Report files and folders that nothing would read."""
        if topics is None:
            return
        known_files = {f"{name}.yml" for name in (*SINGLE, *PICTURES, *FOLDERS)}
        known_files |= {"evidence.lock", "units.yml"}
        known = sorted({*topics, *FOLDERS, READINGS})
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
            yield record, Where(file=file, trail=(index,))

    # records

    def _edition(self) -> EditionInfo | None:
        file = self._open("edition.yml")
        shape = validate(schema.EditionShape, file)
        if shape is None:
            return None
        where = Where(file=file)
        dated = self.report.period(shape.date, where, "date")
        cutoff = self.report.period(shape.cutoff, where, "cutoff")
        if dated is None or dated.form != "day" or dated.start is None or cutoff is None:
            if dated is not None and cutoff is not None:
                self.report.problem(
                    where.place("date"), "period", "the edition's date is not a day"
                )
            self.report.sound = False
            return None
        keys = ("title", "tagline", "publisher", "contact", "disclaimer", "not_official", "place")
        texts = {key: frozen(given) for key in keys if (given := getattr(shape, key))}
        return EditionInfo(
            number=shape.number,
            date=dated.start,
            cutoff=cutoff,
            texts=MappingProxyType(texts),
            where=where,
            subject=shape.subject,
            license=shape.license,
        )

    def _topics(self, shape: schema.TopicsShape | None, file: YamlFile) -> tuple[Topic, ...]:
        topics = []
        for index, topic in enumerate(shape.topics if shape else []):
            where = Where(file=file, trail=("topics", index))
            found = dict(self._folder(topic.key))
            sections = []
            for position, key in enumerate(topic.sections):
                if key not in found:
                    self.report.problem(
                        where.place("sections", position),
                        "unknown",
                        f"there is no file {FACTS}/{topic.key}/{key}.yml",
                        suggest(key, sorted(found)),
                    )
                    self.report.sound = False
                elif section := section_of(found[key], topic.key, key, self.report):
                    sections.append(section)
            for key in sorted(set(found) - set(topic.sections)):
                section_of(found[key], topic.key, key, self.report)
                self.report.problem(
                    found[key].place(),
                    "unknown",
                    f"the section {key!r} is not listed under {topic.key!r} in topics.yml",
                    "add it to that topic's sections, in the order of the page",
                )
            topics.append(
                Topic(
                    key=topic.key,
                    title=frozen(topic.title),
                    intro=frozen(topic.intro),
                    where=where,
                    highlights=tuple(topic.highlights),
                    sections=tuple(sections),
                )
            )
        return tuple(topics)

    def _names(self) -> dict[str, Name]:
        names: dict[str, Name] = {}
        for _, file in self._folder("names"):
            for key, shape in (validate(dict[schema.Key, schema.NameShape], file) or {}).items():
                where = Where(file=file, trail=(key,))
                if key in names:
                    self.report.problem(
                        where.place(),
                        "names",
                        f"the name {key!r} is also in {names[key].where.place()}",
                        "delete one of them",
                    )
                forms = shape.__pydantic_extra__ or {}
                names[key] = Name(
                    key=key,
                    kind=shape.kind,
                    where=where,
                    full=frozen({lang: f.full for lang, f in forms.items()}),
                    short=frozen({lang: f.short or f.full for lang, f in forms.items()}),
                    gloss=optional(shape.gloss),
                    aliases=tuple(shape.aliases),
                    english=shape.english,
                    by=shape.by or "",
                )
        return names

    def _sources(self) -> dict[str, Source]:
        found = ((key, source_of(key, file, self.report)) for key, file in self._folder("sources"))
        return {key: source for key, source in found if source is not None}

    def _indicators(self) -> dict[str, Indicator]:
        file = self._open("indicators.yml")
        shapes = validate(dict[schema.Key, schema.IndicatorShape], file) or {}
        return {
            key: Indicator(
                key=key,
                title=frozen(s.title),
                unit=s.unit,
                where=Where(file=file, trail=(key,)),
                rhythm=s.rhythm or "",
                growth_of=s.growth_of or "",
                parts=tuple(s.parts),
            )
            for key, s in shapes.items()
        }

    def _disagreements(self) -> Iterator[Disagreement]:
        for _, file in self._folder("disagreements"):
            for index, shape in enumerate(validate(list[schema.DisagreementShape], file) or []):
                texts = frozen(shape.__pydantic_extra__ or {})
                where = Where(file=file, trail=(index,))
                yield Disagreement(
                    id=shape.id,
                    kind=shape.kind,
                    facts=tuple(shape.facts),
                    title=frozen(shape.title),
                    texts=texts,
                    where=where,
                )

    def _schematic(self) -> Schematic | None:
        if not (self.root / FACTS / "schematic.yml").exists():
            return None
        file = self._open("schematic.yml")
        shape = validate(schema.SchematicShape, file)
        return None if shape is None else schematic_of(shape, Where(file=file))

    def _exclusions(self) -> tuple[tuple[Exclusion, ...], tuple[Exclusion, ...]]:
        exclusions: list[Exclusion] = []
        patterns: list[Exclusion] = []
        for shape, where in self._list("exclusions.yml", schema.ExclusionShape):
            if shape.pattern is None and (shape.source is None or not shape.at):
                self.report.problem(
                    where.place(),
                    "structure",
                    "an exclusion needs source, at and printed, or a pattern",
                    "a pattern stands for an idiom wherever it is printed",
                )
                continue
            for printed in shape.printed or [shape.pattern or ""]:
                exclusion = Exclusion(
                    source=shape.source or "",
                    at=tuple(shape.at),
                    printed=printed,
                    reason=shape.reason,
                    note=shape.note or "",
                    where=where,
                )
                (patterns if shape.pattern else exclusions).append(exclusion)
        return tuple(exclusions), tuple(patterns)

    def _corrections(self) -> Iterator[Correction]:
        for shape, where in self._list("corrections.yml", schema.CorrectionShape):
            day = self.report.period(shape.date, where, "date")
            if day is not None and isinstance(day.start, date):
                yield Correction(
                    date=day.start,
                    fact=shape.fact,
                    said=frozen(shape.said),
                    says=frozen(shape.says),
                    why=frozen(shape.why),
                    where=where,
                )
