"""MkDocs settings read as data: INHERIT followed, !ENV as where nothing is set."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path
from posixpath import normpath
from typing import Any

import yaml

from factsheet.cache.record import SETTINGS as LOOKED_AT
from factsheet.messages import NOTHING, Message, say
from factsheet.problems import Place, Problem, ProblemsFoundError, no_text
from factsheet.searchpath import TEMPLATES, THEME

UNLISTED = "not_in_nav"  # pages that no list names: the parts of topics
PARTS = "*.*.md"
DOCS = "docs"
PYTHON = object()  # what a tag of Python stands for
TAKING_IN = ("pymdownx.snippets", "pymdownx.b64", "pymdownx.emoji")
OF_MARKDOWN = frozenset(
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs"
    " legacy_em md_in_html meta nl2br sane_lists smarty tables toc wikilinks".split()
)


def read_settings(root: Path, name: str) -> dict[str, Any]:
    """Return the settings of a config file over those it inherits, merged key by key.

    What stands at a key is shared with whoever asks next: it may not be changed.
    Raises ProblemsFoundError where it is no settings, or inherits from a file that is missing, or
    in the end from itself.
    """
    return _inherited(root, name)[0]


def _inherited(root: Path, name: str) -> tuple[dict[str, Any], list[str]]:
    """Return settings, and the files that they are of."""
    settings = _read(root, name)
    heirs = [name]
    while parent := str(settings.pop("INHERIT", None) or ""):
        if not (root / parent).is_file():
            raise _problem(Place(file=parent), "file", say("the file is missing"))
        if parent in heirs:
            place = Place(file=heirs[-1], line=1, column=1)
            raise _problem(place, "settings", say("INHERIT leads back to {name}", name=parent))
        heirs.append(parent)
        settings = merged(_read(root, parent), settings)
    return settings, heirs


def _read(root: Path, name: str) -> dict[str, Any]:
    """Return the settings of a file alone."""
    line, column = 1, 1
    hint = say("bring it back as it was, or compare with mkdocs.yml of a new sheet")
    try:
        text = (root / name).read_text("utf-8")
        found = _parsed(text)
        if isinstance(found, dict):
            return dict(found)
        message = say("these are no settings, each a key and a value")
    except UnicodeDecodeError as error:
        raise ProblemsFoundError([no_text(name, error)]) from None
    except yaml.YAMLError as error:
        if mark := getattr(error, "problem_mark", None):
            last = text.rstrip("\n").count("\n") + 1
            line, column = (mark.line + 1, mark.column + 1) if mark.line < last else (last, 1)
        message = say("these settings cannot be read here, or from a line above")
    raise _problem(Place(file=name, line=line, column=column), "settings", message, hint)


def _problem(
    place: Place, rule: str, message: Message, hint: Message = NOTHING
) -> ProblemsFoundError:
    return ProblemsFoundError([Problem(place=place, rule=rule, message=message, hint=hint)])


@lru_cache(maxsize=16)  # a build asks for the same settings two dozen times
def _parsed(text: str) -> Any:
    return yaml.load(text, SettingsLoader)  # noqa: S506  # a SafeLoader


def read_words(root: Path, name: str, *keys: str) -> tuple[str, ...]:
    """Return the texts at keys such as `extra.notes.back`.

    Raises ProblemsFoundError for those missing.
    """
    settings = read_settings(root, name)
    found, problems = [], []
    for key in keys:
        value: Any = settings
        for part in key.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if isinstance(value, str):
            found.append(value)
        else:
            hint = say("write it as mkdocs.yml of the project does, in the language of the file")
            problems.append(
                Problem(
                    place=Place(file=name),
                    rule="settings",
                    message=say("the text {key} is missing", key=key),
                    hint=hint,
                )
            )
    if problems:
        raise ProblemsFoundError(problems)
    return tuple(found)


def may_read_elsewhere(root: Path, name: str) -> bool:
    """Tell whether settings may have MkDocs make pages of files that no build looks at.

    Plugins, hooks and functions of Python do what they like; settings, pages and themes of another
    folder, and extensions that take in files, have theirs. Raises ProblemsFoundError as
    `read_settings` does.
    """
    settings, files = _inherited(root, name)
    theme = settings.get("theme")
    theme = theme if isinstance(theme, dict) else {"name": theme}
    custom = theme.get("custom_dir")
    return bool(
        settings.get("plugins", ["search"])  # MkDocs' own, where none are named
        or settings.get("hooks")
        or not all(fnmatch(each, LOOKED_AT) for each in files)
        or not _is_in(settings.get("docs_dir"), DOCS)
        or theme.get("name") not in (None, THEME, "material")
        or (custom and not _is_in(custom, TEMPLATES))
        or any(map(_takes_in_files, _named(settings.get("markdown_extensions"))))
        or _is_of_python(settings)
    )


def _is_in(folder: Any, above: str) -> bool:
    return isinstance(folder, str) and normpath(folder).startswith(f"{above}/")


def _is_of_python(settings: Any) -> bool:
    """Tell whether anything in settings is a function or another thing of Python."""
    if isinstance(settings, dict):
        return any(map(_is_of_python, settings.values()))
    return any(map(_is_of_python, settings)) if isinstance(settings, list) else settings is PYTHON


def _takes_in_files(extension: str) -> bool:
    """Tell whether an extension of Markdown may read files, as any may that is not known here."""
    name = extension.removeprefix("markdown.extensions.")
    is_harmless = name.startswith(("pymdownx.", "material.")) and name not in TAKING_IN
    return name not in OF_MARKDOWN and not is_harmless


def _named(extensions: Any) -> Iterator[str]:
    """Yield the names of extensions, of which each may come with settings."""
    for each in extensions or ():
        yield from each if isinstance(each, dict) else [str(each)]


def merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Return two settings in one, as MkDocs inherits: mappings merge, all else is replaced."""
    both = {**below, **above}
    for key in below.keys() & above.keys():
        if isinstance(below[key], dict) and isinstance(above[key], dict):
            both[key] = merged(below[key], above[key])
    return both


class SettingsLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads settings without acting on their tags."""


def _ignore(_loader: yaml.Loader, _suffix: str, _node: yaml.Node) -> object:
    return None


def _python(_loader: yaml.Loader, _suffix: str, _node: yaml.Node) -> object:
    return PYTHON


def _default(loader: yaml.Loader, node: yaml.Node) -> object:
    """Return what stands last in a list of variables: the value where none of them is set."""
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        return None
    return loader.construct_object(node.value[-1])


SettingsLoader.add_multi_constructor("tag:yaml.org,2002:python/", _python)
SettingsLoader.add_multi_constructor("", _ignore)  # the first that fits counts
SettingsLoader.add_constructor("!ENV", _default)
