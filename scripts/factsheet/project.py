"""The project in a folder: its languages, and everything the stages need, loaded together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from factsheet.facts.factbook import Factbook
from factsheet.facts.formulas import Figures, derive
from factsheet.facts.load import load
from factsheet.facts.lock import evidence_hashes, read_lock
from factsheet.facts.units import read_units
from factsheet.figures.units import Units
from factsheet.language.catalog import Catalog, load_catalog, used_words
from factsheet.language.style import Style
from factsheet.language.stylefile import load_style, unworded
from factsheet.manifest import missing, missing_templates
from factsheet.messages import say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.settings import read_settings

CONFIG = "mkdocs.yml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language of the sheet, as extra.alternate of mkdocs.yml lists it.

    `lender` is the language whose texts stand where its own are missing (`partial`);
    `unreviewed` says that it is published although no native reader has read its words.
    """

    key: str
    name: str
    config: str
    lender: str = ""
    unreviewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Project:
    """A sound factbook with its calculated figures and the styles and words of its languages.

    `prepared` are the languages that have settings and are not published yet.
    """

    root: Path
    languages: tuple[Language, ...]
    prepared: frozenset[str]
    book: Factbook
    figures: Figures
    styles: Mapping[str, Style]
    catalogs: Mapping[str, Catalog]
    verified: Mapping[str, str]
    units: Units


BRIEF = "brief-"  # what printing calls a part of the brief


def located(project: Project, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems, each at the place in facts/ of what it is about, where there is one."""
    return tuple(
        replace(problem, place=_place_of(project, problem.about) or problem.place, about="")
        for problem in problems
    )


def _place_of(project: Project, about: str) -> Place | None:
    """Return where something stands: a fact, table, part of the brief, …, else some words."""
    if not about:
        return None
    book = project.book
    places = {f"fact-{fact.id}": fact.where for fact in book.facts}
    places |= {f"topic-{topic.key}": topic.where for topic in book.topics}
    for section in book.sections:
        places[f"section-{section.key}"] = section.where
        places |= {f"table-{table.key}": table.where for table in section.tables}
        places |= {f"caveat-{caveat.id}": caveat.where for caveat in section.caveats}
    if about in places:
        return places[about].place()
    if about.startswith(BRIEF):
        name, *trail = about.removeprefix(BRIEF).split("-")
        steps = [int(step) if step.isdecimal() else step for step in trail]
        brief = book.printed.brief if book.printed else None
        return (brief or book.home).where.place(name, *steps)
    for path in sorted((project.root / "facts").rglob("*.yml")):
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
            if about in line:
                name = path.relative_to(project.root).as_posix()
                return Place(file=name, line=number, column=line.index(about) + 1)
    return None


def open_project(root: Path, *, stays: bool = False) -> tuple[Project | None, tuple[Problem, ...]]:
    """Load a project; None with the problems where a file is unsound.

    A process that `stays` holds what it has read, and writes nothing to the cache of facts.
    """
    try:
        languages, units = read_languages(root), read_units(root)
    except ProblemsFoundError as error:
        return None, error.problems
    keys = tuple(language.key for language in languages)
    problems: list[Problem] = []
    styles, catalogs = {}, {}
    loaded = load(root, keys, units, stays=stays)
    problems += loaded.problems
    try:
        used = used_words(root)
    except ProblemsFoundError as error:
        used = set()
        problems += error.problems
    for key in keys:
        style, file = load_style(root, key)
        problems += file.problems
        if style is not None:
            styles[key] = style
            problems += unworded(style, file, units)
        catalog, untranslated = load_catalog(root, key, used)
        catalogs[key] = catalog
        problems += untranslated
    topics = [topic.key for topic in loaded.factbook.topics] if loaded.factbook else None
    settings = {language.key: read_settings(root, language.config) for language in languages}
    problems += missing_templates(root, settings, topics)
    if loaded.factbook is None or len(styles) < len(keys):
        return None, tuple(sorted(set(problems)))
    figures = derive(loaded.factbook)
    problems += figures.problems
    entries, _ = read_lock(root)  # its own problems are reported with the lock
    verified = {
        key: entry.verified
        for key, evidence in evidence_hashes(loaded.factbook).items()
        if (entry := entries.get(key)) and entry.evidence == evidence
    }
    project = Project(
        root=root,
        languages=languages,
        prepared=_prepared(root, keys),
        book=loaded.factbook,
        figures=figures,
        styles=styles,
        catalogs=catalogs,
        verified=verified,
        units=units,
    )
    return project, tuple(sorted(set(problems)))


def read_languages(root: Path) -> tuple[Language, ...]:
    """Read the languages from extra.alternate; the first one's settings are mkdocs.yml itself.

    Raises ProblemsFoundError for a list that cannot be read and for settings that are missing.
    """
    try:
        entries = read_settings(root, CONFIG)["extra"]["alternate"]
        found = [
            Language(
                key=(key := str(entry["link"]).strip("/")),
                name=str(entry["name"]),
                config=f"mkdocs.{key}.yml" if position else CONFIG,
                lender=str(entry.get("partial", "")),
                unreviewed=entry.get("unreviewed") is True,
            )
            for position, entry in enumerate(entries)
        ]
    except FileNotFoundError:
        hint = say("run the command in the project's folder, or start one with: factsheet new DIR")
        raise ProblemsFoundError(
            [
                Problem(
                    place=Place(file=CONFIG),
                    rule="file",
                    message=say("the file is missing"),
                    hint=hint,
                )
            ]
        ) from None
    except (
        OSError,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:
        message = say(
            "the list of languages (extra.alternate) cannot be read: {name}",
            name=type(error).__name__,
        )
        hint = say("each entry has name, link and lang")
        raise ProblemsFoundError(
            [Problem(place=Place(file=CONFIG), rule="languages", message=message, hint=hint)]
        ) from None
    if lacking := missing(root, (language.config for language in found)):
        raise ProblemsFoundError(lacking)
    unread: list[Problem] = []
    for language in found:
        try:
            read_settings(root, language.config)
        except ProblemsFoundError as error:
            unread += error.problems
    if unread:
        raise ProblemsFoundError(unread)
    return tuple(found)


def _prepared(root: Path, published: Iterable[str]) -> frozenset[str]:
    """Return the languages that have settings and are not in the list."""
    found = {path.name.split(".")[1] for path in root.glob("mkdocs.*.yml")}
    return frozenset(found - set(published))
