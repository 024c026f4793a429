"""Interface words: templates/locales/<lang>/messages.po -> a gettext `Catalog`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from factsheet.cache.inputs import digest, program
from factsheet.cache.shelf import Shelf
from factsheet.cache.store import Store
from factsheet.cache.used import key_of, laid, shelf_of, taken, words_in
from factsheet.language.style import LOCALES
from factsheet.language.vocabulary import PROGRAM_WORDS
from factsheet.messages import say
from factsheet.problems import Place, Problem, ProblemsFoundError, no_text
from factsheet.processes import each
from factsheet.searchpath import TEMPLATES, folders, named, templates_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """The interface words of one language."""

    language: str
    messages: Mapping[str, str]

    def gettext(self, message: str) -> str:
        """Return the word in this language; KeyError where the catalog lacks it."""
        return self.messages[message]


class CatalogError(ValueError):
    """What is wrong with a catalog, and in which line."""

    def __init__(self, message: str, line: int) -> None:
        """Keep both."""
        super().__init__(message)
        self.line = line


def load_catalog(root: Path, language: str, used: set[str]) -> tuple[Catalog, tuple[Problem, ...]]:
    """Read a language's catalog and compare it with the words that the sheet uses.

    The words of a sheet's own catalog stand before those of the package.
    """
    name = f"{LOCALES}/{language}/messages.po"
    place = Place(file=named(root, name))
    paths = [folder / MESSAGES for folder in folders(root, f"{LOCALES}/{language}")]
    messages: dict[str, str] = {}
    try:
        for path in filter(Path.is_file, reversed(paths)):
            messages |= _messages(root, path.read_bytes())
    except UnicodeDecodeError as error:
        return Catalog(language=language, messages={}), (no_text(place.file, error),)
    except ValueError as error:
        line = getattr(error, "line", 1)
        message = say("the catalog cannot be read: {error}", error=error)
        return Catalog(language=language, messages={}), (
            Problem(place=replace(place, line=line, column=1), rule="messages", message=message),
        )
    if not any(map(Path.is_file, paths)):
        return Catalog(language=language, messages={}), (
            Problem(place=place, rule="messages", message=say("the file is missing")),
        )
    missing = [
        Problem(
            place=place,
            rule="messages",
            message=say("no translation of “{word}”", word=word),
            hint=say("add it to {templates}/{name}", templates=TEMPLATES, name=name),
        )
        for word in sorted(used - set(messages))
    ]
    return Catalog(language=language, messages=messages), tuple(missing)


@lru_cache(maxsize=16)
def _messages(root: Path, raw: bytes) -> Mapping[str, str]:
    """Return the translations of a catalog; the same for the same content, which are kept."""
    store, key = Store(root, "catalogs", 50), digest(program(), raw)
    kept = store.get(key)
    if kept is None:
        kept = {WORDS: json.dumps(_read(raw)).encode()}
        store.put(key, kept)
    return MappingProxyType(json.loads(kept[WORDS]))


def _read(raw: bytes) -> dict[str, str]:
    """Read a catalog; raise ValueError where it is none, UnicodeDecodeError where it is no text."""
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415 - seldom needed

    raw.decode()
    try:
        entries = read_po(BytesIO(raw), locale=None, abort_invalid=True)
    except PoFileError as error:
        told = str(error).removesuffix(f" on {error.lineno}")
        raise CatalogError(told, error.lineno + 1) from None
    return {str(m.id): str(m.string) for m in entries if m.id and m.string and not m.fuzzy}


def used_words(root: Path) -> set[str]:
    """Return every interface word of the templates and the program.

    Raises ProblemsFoundError for each template that cannot be read.
    """
    shelf = shelf_of(root)
    ways: dict[str, Words] = {}
    for part, pattern, read in (("pages", "*.j2", _page_words), ("print", "*.typ", _filled_in)):
        for name, path in templates_in(root, part, pattern).items():
            text = path.read_bytes()
            where = named(root, f"{part}/{name}")
            ways[key_of(path.suffix, text)] = partial(read, where, text)
    _read_ahead(shelf, ways)
    found, problems = set(PROGRAM_WORDS), list[Problem]()
    for key, words in ways.items():
        try:
            found |= _kept_words(shelf, key, words)
        except ProblemsFoundError as error:
            problems += error.problems
    shelf.close()
    if problems:
        raise ProblemsFoundError(problems)
    return found


def _read_ahead(shelf: Shelf, templates: Mapping[str, Words]) -> None:
    """Read new templates side by side, where they are many: most of loading a small sheet."""

    def tried(key: str) -> frozenset[str] | None:
        try:
            return templates[key]()
        except ProblemsFoundError:  # told by whoever looks at one after the other
            return None

    new = [key for key in templates if key not in _known and shelf.get(key) is None]
    if len(new) >= MANY:
        for key, words in each(tried, new).items():
            if words is not None:
                shelf.put(key, laid(words))


def _kept_words(shelf: Shelf, key: str, words: Words) -> frozenset[str]:
    """Return the words of one template."""
    kept = shelf.made(key, lambda: laid(_known.get(key) or words()))
    if key not in _known:
        _known[key] = taken(kept)
    return _known[key]


@lru_cache(maxsize=64)
def _page_words(where: str, template: bytes) -> frozenset[str]:
    """Return the words of one template; raise ProblemsFoundError where it cannot be read."""
    from factsheet.templating import guarded, of_pages  # noqa: PLC0415 - seldom needed

    return words_in(guarded(of_pages(), str).parse(_text(where, template), where))


@lru_cache(maxsize=64)
def _filled_in(where: str, template: bytes) -> frozenset[str]:
    """Return the words of one print template; raise ProblemsFoundError where it cannot be read."""
    found = _WORD.finditer(_text(where, template))
    return frozenset(re.sub(r"\\(.)", r"\1", match[1]) for match in found)


def _text(where: str, template: bytes) -> str:
    try:
        return template.decode()
    except UnicodeDecodeError as error:
        raise ProblemsFoundError([no_text(where, error)]) from None


Words: TypeAlias = Callable[[], frozenset[str]]
MANY = 8  # templates that are worth a process of their own
_known: dict[str, frozenset[str]] = {}
WORDS = "words.json"
MESSAGES = "messages.po"
_WORD = re.compile(r'\b(?:word|fill)\("((?:[^"\\]|\\.)*)"')
