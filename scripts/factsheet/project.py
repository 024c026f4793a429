"""The project in a folder: its languages, and everything the stages need, loaded together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from factsheet.catalog import Catalog, load_catalog, used_words
from factsheet.derive import Figures, derive
from factsheet.edition import Edition
from factsheet.factbook import Factbook
from factsheet.lexicon import Lexicon
from factsheet.load import load
from factsheet.localize import localize
from factsheet.lock import evidence_hash, read_lock
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.settings import read_settings
from factsheet.style import Style, load_style, unworded
from factsheet.units import Units, read_units

CONFIG = "mkdocs.yml"


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the sheet, as extra.alternate of mkdocs.yml lists it."""

    key: str
    name: str
    config: str


@dataclass(frozen=True, slots=True)
class Project:
    """A sound factbook with its calculated figures and the styles and words of its languages."""

    root: Path
    languages: tuple[Language, ...]
    book: Factbook
    figures: Figures
    styles: Mapping[str, Style]
    catalogs: Mapping[str, Catalog]
    verified: Mapping[str, str]
    units: Units

    def lexicon(self, language: str) -> Lexicon:
        """Return the words of one language."""
        html = {key: style.html for key, style in self.styles.items()}
        return Lexicon(self.book, self.styles[language], self.catalogs[language], html)

    def edition(self, language: str) -> Edition:
        """Return the sheet in one language; the facts must have passed the checks."""
        return localize(self.book, self.figures, self.lexicon(language), self.verified)


def open_project(root: Path) -> tuple[Project | None, tuple[Problem, ...]]:
    """Load a project; None with the problems where a file is unsound."""
    try:
        languages, units = read_languages(root), read_units(root)
    except ProblemsFoundError as error:
        return None, error.problems
    keys = tuple(language.key for language in languages)
    problems: list[Problem] = []
    styles, catalogs = {}, {}
    used = used_words(root)
    for key in keys:
        style, file = load_style(root, key)
        problems += file.problems
        if style is not None:
            styles[key] = style
            problems += unworded(style, file, units)
        catalog, missing = load_catalog(root, key, used)
        catalogs[key] = catalog
        problems += missing
    loaded = load(root, keys, units)
    problems += loaded.problems
    if loaded.factbook is None or len(styles) < len(keys):
        return None, tuple(sorted(set(problems)))
    figures = derive(loaded.factbook)
    problems += figures.problems
    entries, _ = read_lock(root)  # its own problems are reported with the lock
    verified = {
        fact.id: entry.verified
        for fact in loaded.factbook.facts
        if (entry := entries.get(fact.id))
        and entry.evidence == evidence_hash(fact, loaded.factbook.sources)
    }
    project = Project(root, languages, loaded.factbook, figures, styles, catalogs, verified, units)
    return project, tuple(sorted(set(problems)))


def read_languages(root: Path) -> tuple[Language, ...]:
    """Read the languages from extra.alternate; the first one's settings are mkdocs.yml itself."""
    try:
        entries = read_settings(root, CONFIG)["extra"]["alternate"]
        found = [(str(entry["link"]).strip("/"), str(entry["name"])) for entry in entries]
    except FileNotFoundError:
        hint = "run the command in the project's folder, or start one with: factsheet new DIR"
        raise ProblemsFoundError(
            [Problem(Place(CONFIG), "file", "the file is missing", hint)]
        ) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        message = f"the list of languages (extra.alternate) cannot be read: {type(error).__name__}"
        hint = "each entry has name, link and lang"
        raise ProblemsFoundError([Problem(Place(CONFIG), "languages", message, hint)]) from None
    languages = []
    for key, name in found:
        own = f"mkdocs.{key}.yml"
        languages.append(Language(key, name, own if (root / own).exists() else CONFIG))
    return tuple(languages)
