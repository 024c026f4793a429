"""The key of a language -> the locale and the settings that a sheet needs to be put into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from factsheet.language.catalog import MESSAGES
from factsheet.language.style import LOCALES
from factsheet.language.stylefile import load_style
from factsheet.messages import NOTHING, Message, say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.project import CONFIG, read_languages
from factsheet.searchpath import TEMPLATES, THEME, find
from factsheet.settings import read_settings
from factsheet.writing import write_all

STYLE = "style.yml"
PARTS = (MESSAGES, STYLE, CONFIG)  # of a locale; the last one words the settings
MODEL = "en"  # the locale that a new one begins with


def add_language(root: Path, key: str) -> tuple[str, ...]:
    """Write what a sheet needs for a language that it does not publish yet; return the files.

    Raises ProblemsFoundError for what is no language, or is one of the sheet already.
    """
    languages = read_languages(root)
    config = f"mkdocs.{key}.yml"
    if any(language.key == key for language in languages):
        message = say("the sheet is published in {language!r} already", language=key)
        raise _refused(CONFIG, message, NOTHING)
    if (root / config).exists():
        hint = say("list what is left to translate: factsheet language todo {key}", key=key)
        raise _refused(config, say("{language!r} is prepared already", language=key), hint)
    files = dict(_locale_files(root, key, _locale(key)))
    style = files.get(_path(key, STYLE)) or find(root, _name(key, STYLE)).read_bytes()
    words = files.get(_path(key, CONFIG)) or find(root, _name(key, CONFIG)).read_bytes()
    called = re.findall(r"^name: (.+)$", style.decode(), re.MULTILINE)[0]
    files[config] = _settings(root, key, called, languages[0].key, words.decode()).encode()
    write_all({root / name: content for name, content in files.items()})
    return tuple(files)


def entry_of(root: Path, key: str, lender: str) -> str:
    """Return the entry of extra.alternate that publishes a language in part.

    Raises ProblemsFoundError for a locale that cannot be read.
    """
    style, file = load_style(root, key)
    if style is None:
        raise ProblemsFoundError(file.problems)
    unreviewed = "" if style.reviewed else ", unreviewed: true"
    return (
        f"{{name: {style.name}, lang: {style.html}, link: {key}/, locale: {style.locale}, "
        f"partial: {lender}{unreviewed}}}"
    )


def _locale(key: str) -> Locale:
    try:
        return Locale.parse(key, sep="-")
    except (UnknownLocaleError, ValueError):
        message = say("{language!r} is no language", language=key)
        hint = say("write a tag such as fr, pt-BR or zh-Hant")
        raise _refused(CONFIG, message, hint) from None


def _capital(name: str) -> str:
    """Return a name with a capital first; names of countries inside it keep theirs."""
    return name[:1].upper() + name[1:]


def _locale_files(root: Path, key: str, locale: Locale) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a locale that the sheet needs of its own.

    The package's are found where they are, unless the sheet builds without its theme.
    """
    theme: Any = read_settings(root, CONFIG).get("theme")
    packaged = isinstance(theme, dict) and theme.get("name") == THEME
    for part in PARTS:
        found = find(root, _name(key, part))
        if found.is_file() and (packaged or found == root / _path(key, part)):
            continue
        content = found.read_bytes() if found.is_file() else _begun(root, part, key, locale)
        yield _path(key, part), content


def _begun(root: Path, part: str, key: str, locale: Locale) -> bytes:
    """Return a file of a locale that nobody has written yet: the English one, to be replaced."""
    model = find(root, _name(MODEL, part)).read_bytes()
    if part == MESSAGES:
        return _untranslated(model)
    text = model.decode()
    if part == CONFIG:
        return re.sub(r"^  language: .*$", f"  language: {key}", text, flags=re.MULTILINE).encode()
    own = {
        "language": key,
        "html": key,
        "locale": str(locale),
        "name": _capital(locale.display_name or key),
        "reviewed": "false",
    }
    for field, value in own.items():
        text = re.sub(rf"^{field}: .*$", f"{field}: {value}", text, flags=re.MULTILINE)
    return (f"# To be replaced: these are the rules of {MODEL!r}.\n" + text).encode()


def _untranslated(model: bytes) -> bytes:
    """Return a catalog with the same words to translate, and no translation."""
    catalog = Catalog()
    for message in read_po(BytesIO(model)):
        if message.id:
            catalog.add(message.id)
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=True)
    return b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n' + out.getvalue()


def _settings(root: Path, key: str, called: str, first: str, words: str) -> str:
    """Return the settings: the names of the sheet as they are, folders and words of its own."""
    base = (root / CONFIG).read_text("utf-8")
    head = [
        f"# The site in {called}: {CONFIG}, and the lines that differ.",
        f"INHERIT: {CONFIG}",
        "",
    ]
    for field in ("site_name", "site_description"):
        head += re.findall(rf"^{field}: .*$", base, re.MULTILINE)[:1]
    address = re.findall(r"^site_url: .*$", base, re.MULTILINE)[:1]
    head += [line.replace(f"/{first}/", f"/{key}/") for line in address]
    head += [f"docs_dir: docs/{key}", f"site_dir: site/{key}", ""]
    own = re.sub(r"\A(?:#.*\n)+", "", words)
    return "\n".join(head) + "\n" + own


def _name(key: str, part: str) -> str:
    return f"{LOCALES}/{key}/{part}"


def _path(key: str, part: str) -> str:
    return f"{TEMPLATES}/{_name(key, part)}"


def _refused(file: str, message: Message, hint: Message) -> ProblemsFoundError:
    problem = Problem(place=Place(file=file), rule="language", message=message, hint=hint)
    return ProblemsFoundError([problem])
