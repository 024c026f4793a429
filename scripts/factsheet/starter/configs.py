"""`Plan` -> the MkDocs files of a new sheet: settings and words of this one, names of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from factsheet.language.style import LOCALES
from factsheet.language.stylefile import load_style
from factsheet.project import CONFIG
from factsheet.searchpath import PACKAGE, THEME, templates_in
from factsheet.settings import UNLISTED, merged, read_settings
from factsheet.starter.facts import description_of
from factsheet.starter.plan import Plan

SHIPPED = PACKAGE.parent  # a checkout, or the package: both hold the MkDocs files


def configs_of(plan: Plan) -> dict[str, bytes]:
    """Return mkdocs.yml of the first language, and of each other one what differs from it."""
    whole = {language: _whole(plan, language) for language in plan.languages}
    first, *others = plan.languages
    files = {CONFIG: _HEAD + _yaml(whole[first])}
    for language in others:
        own = {"INHERIT": CONFIG, **_differing(whole[language], whole[first])}
        files[f"mkdocs.{language}.yml"] = _yaml(own)
    return {name: text.encode() for name, text in files.items()}


def _whole(plan: Plan, language: str) -> dict[str, Any]:
    words = _words(language)
    extra, theme = words["extra"], words["theme"]
    address = f"https://example.org/{plan.slug}/{language}/"
    return {
        "site_name": plan.title[language],
        "site_description": description_of(plan, language),
        "site_url": _Env(("SITE_URL", address)),
        "docs_dir": f"docs/{language}",
        "site_dir": f"site/{language}",
        "theme": {**theme, "name": THEME, "language": _style(language)["lang"]},
        "nav": _navigation(plan, words["nav"]),
        "extra": {
            **extra,
            "draft": _Env(("FACTSHEET_DRAFT", "")),
            "printed": _Env(("FACTSHEET_PRINTED", "")),
            "alternate": [_style(each) for each in plan.languages],
            "preview": {**extra["preview"], "image": f"assets/preview-{language}.png"},
        },
        **{key: words[key] for key in ("plugins", "markdown_extensions", UNLISTED, "validation")},
    }


def _words(language: str) -> dict[str, Any]:
    """Return the settings in the words of a language: the locale's own over those of mkdocs.yml."""
    own = f"mkdocs.{language}.yml"
    if (SHIPPED / own).is_file():
        return read_settings(SHIPPED, own)
    words = read_settings(SHIPPED, CONFIG)
    locale = PACKAGE / LOCALES / language
    return merged(words, read_settings(locale, CONFIG)) if (locale / CONFIG).is_file() else words


def _style(language: str) -> dict[str, Any]:
    """Return how the list of languages names one; what nobody has read yet is said to be so."""
    style, _ = load_style(SHIPPED, language)
    assert style is not None, language
    return {
        "name": style.name,
        "lang": style.html,
        "link": f"{language}/",
        "locale": style.locale,
        **({} if style.reviewed else {"unreviewed": True}),
    }


def _navigation(plan: Plan, pages: list[str]) -> list[str]:
    """Return the home page, the topics, and the pages that every sheet has."""
    common = templates_in(SHIPPED, "pages", "*.md.j2")
    home, *others = (page for page in pages if f"{page}.j2" in common)
    return [home, *(f"{topic}.md" for topic in plan.topics), *others]


def _differing(own: Mapping[str, Any], first: Mapping[str, Any]) -> dict[str, Any]:
    """Return what settings do not inherit: mappings merge, all else is replaced."""
    found = {}
    for key, value in own.items():
        other = first.get(key)
        if isinstance(value, dict) and isinstance(other, dict):
            if inner := _differing(value, other):
                found[key] = inner
        elif value != other:
            found[key] = value
    return found


def _yaml(data: object) -> str:
    text: str = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text


class _Env(tuple[str, ...]):
    """A variable of the environment, and what holds where it is not set."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes settings, a list below a key indented."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent a list, too."""
        super().increase_indent(flow, False)


_Dumper.add_representer(
    _Env, lambda dumper, value: dumper.represent_sequence("!ENV", list(value), flow_style=True)
)

_HEAD = """\
# Settings all languages share, and the site of the first one. Each other language has a
# mkdocs.<lang>.yml that inherits this file and holds only what differs. The names of the site and
# the topics in the navigation follow from facts/edition.yml and facts/topics.yml: check compares.
"""
