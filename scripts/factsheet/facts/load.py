"""facts/ -> `Factbook`: every file read, every problem of all files collected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from factsheet.cache.last import Last
from factsheet.facts.drawn import Chart, Cities, Link, Schematic, Staged, Timeline
from factsheet.facts.factbook import Factbook
from factsheet.facts.fields import Key
from factsheet.facts.frame import (
    Correction,
    Disagreement,
    EditionInfo,
    Exclusion,
    Indicator,
    Name,
    Topic,
    TopicsFile,
)
from factsheet.facts.kept import Kept
from factsheet.facts.printed import PrintFile
from factsheet.facts.records import Section, Source
from factsheet.facts.validate import validate
from factsheet.facts.yamlfile import YamlFile
from factsheet.figures.units import Units
from factsheet.messages import Message, say
from factsheet.problems import Place, Problem, suggest

T = TypeVar("T")
FACTS = "facts"
SINGLE = ("edition", "topics", "indicators", "links", "exclusions", "corrections")
PICTURES = ("charts", "schematic", "stages", "cities", "timeline", "print")
FOLDERS = ("names", "sources", "disagreements")
ATTESTATIONS = "attestations"  # tables of what was read and approved
FORMER = {"readings": ATTESTATIONS}  # folders by what they are called now


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What loading gave: a factbook unless a file is unsound, and all problems."""

    factbook: Factbook | None
    problems: tuple[Problem, ...]
    files: Mapping[str, YamlFile] = field(default_factory=dict)


def load(root: Path, languages: tuple[str, ...], units: Units, *, stays: bool = False) -> Loaded:
    """Read everything under `root`/facts; never raises for what a curator wrote.

    A process that `stays` holds what it has read, and writes nothing to the cache.
    """
    return _Loader(root, languages, Kept(root, units, stays=stays), units).load()


class _Loader:
    """Reads the files one by one and keeps their problems; `sound` while a factbook can be made."""

    def __init__(self, root: Path, languages: tuple[str, ...], kept: Kept, units: Units) -> None:
        self.root = root
        self.languages = languages
        self.units = units
        self.kept = kept
        self.files: dict[str, YamlFile] = {}
        self.problems: list[Problem] = []
        self.sound = True

    def load(self) -> Loaded:
        if not (self.root / FACTS).is_dir():
            hint = say(
                "run the command in the project's folder, or start one with: factsheet new DIR"
            )
            self._unsound(Place(file=FACTS), "file", say("there is no folder facts/ here"), hint)
            return Loaded(factbook=None, problems=tuple(self.problems))
        factbook = self._factbook()
        if self.sound:
            self.kept.close()
        for file in self.files.values():
            self.problems.extend(file.problems)
        return Loaded(
            factbook=factbook if self.sound else None,
            problems=tuple(sorted(set(self.problems))),
            files=MappingProxyType(self.files),
        )

    def _factbook(self) -> Factbook | None:
        edition = self._read(EditionInfo, self._open("edition.yml"))
        sheet = self._read(TopicsFile, self._open("topics.yml"))
        self._ahead(sheet)
        topics = _without_drafts([self._topic(topic) for topic in sheet.topics]) if sheet else ()
        if sheet is not None:
            self._strays([topic.key for topic in topics])
        names, sources, indicators = self._names(), self._sources(), self._indicators()
        disagreements = tuple(self._disagreements())
        links = self._list("links.yml", Link)
        charts = self._list("charts.yml", Chart)
        stages = self._list("stages.yml", Staged)
        schematic = self._optional(Schematic, "schematic.yml")
        printed = self._optional(PrintFile, "print.yml")
        cities = self._optional(Cities, "cities.yml")
        timeline = self._optional(Timeline, "timeline.yml")
        excluded = self._list("exclusions.yml", Exclusion)
        corrections = self._list("corrections.yml", Correction)
        if edition is None or sheet is None:
            return None
        return Factbook(
            languages=self.languages,
            edition=edition,
            home=sheet.home,
            topics=topics,
            sources=MappingProxyType(sources),
            names=MappingProxyType(names),
            indicators=MappingProxyType(indicators),
            disagreements=disagreements,
            links=links,
            exclusions=_each(entry for entry in excluded if entry.at and not entry.pattern),
            patterns=_each(entry for entry in excluded if entry.pattern),
            corrections=corrections,
            charts=charts,
            schematic=schematic,
            stages=stages,
            printed=printed,
            cities=cities,
            timeline=timeline,
        )

    # files

    def _ahead(self, sheet: TopicsFile | None) -> None:
        """Have the sections of all topics read at once, where many are new: most of all work."""
        folders = [self.root / FACTS / topic.key for topic in sheet.topics] if sheet else []
        files = (path for folder in folders for path in folder.glob("*.yml"))
        paths = [path for path in files if _is_name(path.stem)]
        named = {path: f"{FACTS}/{path.parent.name}/{path.name}" for path in paths}
        self.kept.ahead(named, lambda file: validate(Section, file, self.units))

    def _open(self, relative: str) -> YamlFile:
        name = f"{FACTS}/{relative}"
        file = self.kept.open(self.root / FACTS / relative, name)
        self.files[name] = file
        return file

    def _read(self, kind: type[T], file: YamlFile) -> T | None:
        """Return what a file holds; None where it is unsound."""
        found = validate(kind, file, self.units)
        self.sound = self.sound and found is not None
        return found

    def _list(self, relative: str, kind: type[T]) -> tuple[T, ...]:
        """Read a file that is a list of records; a missing file is an empty list."""
        if not (self.root / FACTS / relative).exists():
            return ()
        return tuple(self._read(list[kind], self._open(relative)) or ())  # type: ignore[valid-type]

    def _unsound(self, place: Place, rule: str, message: Message, hint: Message) -> None:
        """Report what leaves no factbook."""
        self.problems.append(Problem(place=place, rule=rule, message=message, hint=hint))
        self.sound = False

    def _folder(self, name: str) -> Iterator[tuple[str, YamlFile]]:
        """Open the YAML files of a folder, or the single file of that name."""
        folder = self.root / FACTS / name
        if folder.is_dir():
            for path in sorted(folder.iterdir()):
                if path.name.startswith("."):
                    continue
                if path.suffix != ".yml":
                    self._stray(
                        f"{name}/{path.name}",
                        say("files here end in .yml"),
                    )
                    continue
                if not _is_name(path.stem):
                    self._stray(
                        f"{name}/{path.name}",
                        say("name it in small letters, digits and hyphens"),
                    )
                    continue
                yield path.stem, self._open(f"{name}/{path.name}")
        elif (self.root / FACTS / f"{name}.yml").exists():
            yield name, self._open(f"{name}.yml")

    def _stray(self, relative: str, hint: Message) -> None:
        place = Place(file=f"{FACTS}/{relative}")
        self._unsound(place, "file", say("this file is not part of the sheet"), hint)

    def _strays(self, topics: list[str]) -> None:
        """Report files and folders that nothing would read."""
        known_files = {f"{name}.yml" for name in (*SINGLE, *PICTURES, *FOLDERS)}
        known_files |= {"evidence.lock", "units.yml"}
        known = sorted({*topics, *FOLDERS, ATTESTATIONS})
        for path in sorted((self.root / FACTS).iterdir()):
            if path.name.startswith("."):
                continue
            if path.is_dir() and (now := FORMER.get(path.name)):
                message = say("this folder is called {folder} now", folder=f"{FACTS}/{now}")
                hint = say(
                    "move its rows there; each also says what was done, by whom and on which day"
                )
                self._unsound(Place(file=f"{FACTS}/{path.name}"), "file", message, hint)
            elif path.is_dir() and path.name not in known:
                self._stray(
                    path.name, suggest(path.name, known) or say("topics.yml has no such topic")
                )
            elif path.is_file() and path.name not in known_files:
                hint = suggest(path.name, sorted(known_files))
                self._stray(
                    path.name,
                    hint or say("known here: {known}", known=", ".join(sorted(known_files))),
                )

    # records

    def _topic(self, topic: Topic) -> Topic:
        """Return a topic with its sections."""
        found = dict(self._folder(topic.key))
        read = {key: self._read(Section, file) for key, file in found.items()}
        for position, key in enumerate(topic.order):
            if key not in found:
                self._unsound(
                    topic.where.place("sections", position),
                    "unknown",
                    say(
                        "there is no file {facts}/{topic}/{key}.yml",
                        facts=FACTS,
                        topic=topic.key,
                        key=key,
                    ),
                    suggest(key, sorted(found))
                    or say("put the file back, or take its name out of sections"),
                )
        for key in sorted(set(found) - set(topic.order)):
            message = say(
                "the section {key!r} is not listed under {topic!r} in topics.yml",
                key=key,
                topic=topic.key,
            )
            hint = say("add it to that topic's sections, in the order of the page")
            place = found[key].place()
            self.problems.append(Problem(place=place, rule="unknown", message=message, hint=hint))
        sections = (section for key in topic.order if (section := read.get(key)))
        return replace(topic, sections=tuple(sections))

    def _names(self) -> dict[str, Name]:
        names: dict[str, Name] = {}
        for _, file in self._folder("names"):
            for key, name in (self._read(dict[Key, Name], file) or {}).items():
                if key in names:
                    message = say(
                        "the name {key!r} is also in {where}",
                        key=key,
                        where=names[key].where.place(),
                    )
                    hint = say("delete one of them")
                    place = name.where.place()
                    self.problems.append(
                        Problem(place=place, rule="names", message=message, hint=hint)
                    )
                names[key] = name
        return names

    def _sources(self) -> dict[str, Source]:
        read = ((key, self._read(Source, file)) for key, file in self._folder("sources"))
        return {key: source for key, source in read if source is not None}

    def _indicators(self) -> dict[str, Indicator]:
        return self._read(dict[Key, Indicator], self._open("indicators.yml")) or {}

    def _disagreements(self) -> Iterator[Disagreement]:
        for _, file in self._folder("disagreements"):
            yield from self._read(list[Disagreement], file) or ()

    def _optional(self, kind: type[T], relative: str) -> T | None:
        """Read a file that is one record; None where it is missing."""
        if not (self.root / FACTS / relative).exists():
            return None
        return self._read(kind, self._open(relative))


def _without_drafts(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """Return topics with their sections parted; a section of a file read before stays the same."""
    topics = tuple(topics)
    keyed = ((id(section), section) for topic in topics for section in topic.sections)
    parted = iter(_sections.each(keyed, _parted))
    return tuple(replace(t, sections=tuple(islice(parted, len(t.sections)))) for t in topics)


def _parted(section: Section) -> Section:
    """Return a section with its drafts apart from its facts."""
    drafts = tuple(fact for fact in section.facts if fact.draft)
    facts = tuple(fact for fact in section.facts if not fact.draft)
    return replace(section, facts=facts, drafts=drafts)


def _each(entries: Iterable[Exclusion]) -> tuple[Exclusion, ...]:
    """Return an exclusion for each string that an entry lists, or for its pattern."""
    return tuple(
        replace(entry, printed=printed)
        for entry in entries
        for printed in entry.listed or (entry.pattern,)
    )


_sections: Last[Section, Section] = Last()
_is_name = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*").fullmatch
