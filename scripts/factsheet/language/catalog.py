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
from factsheet.messages import quoted, say
from factsheet.problems import Place, Problem, ProblemsFoundError
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
    except ValueError as error:
        message = say("the catalog cannot be read: {error}", error=error)
        return Catalog(language=language, messages={}), (
            Problem(place=replace(place, line=1, column=1), rule="messages", message=message),
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
    """Read a catalog; raise ValueError where it is none."""
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415 - seldom needed

    try:
        entries = read_po(BytesIO(raw), locale=None, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(str(error)) from None
    return {str(m.id): str(m.string) for m in entries if m.id and m.string and not m.fuzzy}


def used_words(root: Path) -> set[str]:
    """Return every interface word of the templates and the program.

    Raises ProblemsFoundError for each template that cannot be read.
    """
    shelf = shelf_of(root)
    pages, prints = templates_in(root, "pages", "*.j2"), templates_in(root, "print", "*.typ")
    read = {f"pages/{name}": (path, _page_words) for name, path in pages.items()}
    read |= {f"print/{name}": (path, _filled_in) for name, path in prints.items()}
    texts = {name: path.read_bytes() for name, (path, _) in read.items()}
    keys = {name: key_of(path.suffix, texts[name]) for name, (path, _) in read.items()}
    ways = {name: partial(words, texts[name]) for name, (_, words) in read.items()}
    _read_ahead(shelf, {keys[name]: words for name, words in ways.items()})
    found, problems = set(PROGRAM_WORDS), []
    for name, words in ways.items():
        try:
            found |= _kept_words(shelf, keys[name], words)
        except ValueError as error:
            problems.append(_unread(named(root, name), error))
    shelf.close()
    if problems:
        raise ProblemsFoundError(problems)
    return found


def _read_ahead(shelf: Shelf, templates: Mapping[str, Words]) -> None:
    """Read new templates side by side, where they are many: most of loading a small sheet."""

    def tried(key: str) -> frozenset[str] | None:
        try:
            return templates[key]()
        except ValueError:  # told by whoever looks at one after the other
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


class _SlipError(ValueError):
    """What the engine of templates says of one that it cannot read, and of which line."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message, self.line = message, line


def _unread(name: str, error: ValueError) -> Problem:
    if isinstance(error, _SlipError):
        place = Place(file=name, line=error.line, column=1)
        return Problem(place=place, rule="template", message=quoted(error.message))
    hint = say("save it as UTF-8 and try again")
    message = say("the file is not UTF-8 text")
    return Problem(place=Place(file=name), rule="file", message=message, hint=hint)


@lru_cache(maxsize=64)
def _page_words(template: bytes) -> frozenset[str]:
    """Return the words of one template; raise ValueError where it cannot be read."""
    from jinja2 import Environment, TemplateSyntaxError  # noqa: PLC0415 - seldom needed

    environment = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])  # nothing is printed
    environment.policies["ext.i18n.trimmed"] = True
    try:
        return words_in(environment.parse(template.decode()))
    except TemplateSyntaxError as error:
        raise _SlipError(error.message or "", error.lineno) from None


@lru_cache(maxsize=64)
def _filled_in(template: bytes) -> frozenset[str]:
    """Return the words of one print template; raise ValueError where it cannot be read."""
    found = _WORD.finditer(template.decode())
    return frozenset(re.sub(r"\\(.)", r"\1", match[1]) for match in found)


Words: TypeAlias = Callable[[], frozenset[str]]
MANY = 8  # templates that are worth a process of their own
_known: dict[str, frozenset[str]] = {}
WORDS = "words.json"
MESSAGES = "messages.po"
_WORD = re.compile(r'\b(?:word|fill)\("((?:[^"\\]|\\.)*)"')
