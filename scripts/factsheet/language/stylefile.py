"""templates/locales/<lang>/style.yml -> `Style`, with everything that is wrong in it.

A sound file is read once: the style that it gave is kept by what it holds and by the program.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator
from pathlib import Path

from factsheet.cache.inputs import digest, program
from factsheet.cache.store import Store
from factsheet.facts.validate import validate
from factsheet.facts.yamlfile import YamlFile, read_bytes, read_yaml
from factsheet.figures.quantity import QUALIFIERS
from factsheet.figures.units import COUNT, Units
from factsheet.language.style import LOCALES, WORDED, Style
from factsheet.messages import Message, say
from factsheet.problems import Place, Problem
from factsheet.searchpath import find, named

KIND, KEPT = "styles", 20
STYLE, REST = "style", "rest"


def load_style(root: Path, language: str) -> tuple[Style | None, YamlFile]:
    """Read a language's style.yml; what is wrong stands in the file's problems."""
    name = f"{LOCALES}/{language}/style.yml"
    name, path = named(root, name), find(root, name)
    file = YamlFile(name=name)
    raw = read_bytes(path, file)
    if raw is None:
        return None, file
    key = digest(program(), name, language, raw)
    if key not in _known:
        _known[key] = _kept(Store(root, KIND, KEPT), key, raw, name, language)
    return _known[key]


def _kept(
    store: Store, key: str, raw: bytes, name: str, language: str
) -> tuple[Style | None, YamlFile]:
    """Return the style that a file holds; a sound one is kept, to be read only."""
    if (held := store.get(key)) is not None:
        known: Style = pickle.loads(held[STYLE])  # noqa: S301  # the program's own
        return known, YamlFile(name=name, folded=held[REST])
    style, file = _style(raw, name, language)
    if style is not None:
        content = pickle.dumps(style, pickle.HIGHEST_PROTOCOL)
        store.put(key, {STYLE: content, REST: file.folded_up()})
    return style, file


def _style(raw: bytes, name: str, language: str) -> tuple[Style | None, YamlFile]:
    file = read_yaml(raw, name)
    style = validate(Style, file)
    if style is None:
        return None, file
    file.problems.extend(_unsound(style, file, language))
    return (None if file.problems else style), file


def pattern_at(root: Path, language: str, name: str) -> Place:
    """Return where a pattern of a language stands, by the digest of its text; else its file."""
    style, file = load_style(root, language)
    found = style.patterns.items() if style else ()
    keys = [key for key, text in found if digest(text) == name]
    return file.place(("patterns", keys[0])) if keys else Place(file=file.name)


def unworded(style: Style, file: YamlFile, units: Units) -> list[Problem]:
    """Return the units that a language has no words for, alone or under a stroke."""
    hint = say("add it to units (or per.names) of {name}", name=file.name)
    below = {key.lstrip("万") for key in units.below.values()}
    formed = (key for key, unit in units.units.items() if unit.forms)
    alone = {*formed, *(form.unit for form in units.products.values()), COUNT, *WORDED}
    missing = [("units", key) for key in sorted(alone - set(style.units))]
    missing += [("per", key) for key in sorted(below - set(style.per.names))]
    return [
        Problem(
            place=file.place((trail,)),
            rule="units",
            message=say("the unit {key!r} has no words", key=key),
            hint=hint,
        )
        for trail, key in missing
    ]


def _unsound(style: Style, file: YamlFile, language: str) -> list[Problem]:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - a kept style needs neither
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415

    problems = []

    def add(trail: tuple[str, ...], message: Message) -> None:
        problems.append(Problem(place=file.place(trail), rule="style", message=message))

    if style.language != language:
        add(
            ("language",),
            say(
                "the file is of {language!r}, but says {own!r}",
                language=language,
                own=style.language,
            ),
        )
    try:
        Locale.parse(style.locale)
    except (UnknownLocaleError, ValueError):
        add(("locale",), say("{locale!r} is not a locale that Babel knows", locale=style.locale))
    for key, pattern in style.patterns.items():
        try:
            style.pattern(key)
        except TemplateSyntaxError as error:
            add(
                ("patterns", key),
                say(
                    "the pattern cannot be read: {message}: {pattern}",
                    message=error.message,
                    pattern=pattern[:40],
                ),
            )
    expressions: dict[tuple[str, ...], str] = {
        **{("typed_figures", k): v for k, v in style.words.typed_figures.items()},
        **{("status", k): v for k, v in style.words.status.items()},
        ("foreign",): style.words.foreign,
        ("newest",): style.words.newest,
        **{("measures", k): v for k, v in style.words.measures.items()},
        ("up",): style.words.up,
        ("down",): style.words.down,
        ("not_in_results",): style.words.not_in_results,
        ("qualifiers_before",): style.words.qualifiers_before,
        ("qualifiers_after",): style.words.qualifiers_after,
    }
    patterns = {("words", *trail): expression for trail, expression in expressions.items()}
    patterns |= {("endings", key): key for key in style.endings}
    for trail, expression in patterns.items():
        try:
            re.compile(expression)
        except re.error as error:
            add(
                trail,
                say(
                    "{expression!r} is not a regular expression: {error}",
                    expression=expression,
                    error=error,
                ),
            )
    for trail, known, required in (
        (("periods", "patterns"), style.periods.patterns, PERIOD_FORMS),
        (("patterns",), style.patterns, PATTERNS),
        (("lists",), style.lists, LISTS),
    ):
        for key in sorted(required - set(known)):
            add(trail, say("the pattern for {key!r} is missing", key=key))
    for key in QUALIFIERS:
        if key not in style.qualifiers:
            add(("qualifiers",), say("the words for {key!r} are missing", key=key))
    for trail, message in _wordless(style):
        add(trail, message)
    return problems


def _wordless(style: Style) -> Iterator[tuple[tuple[str, ...], Message]]:
    """Find units without words, where they stand."""
    for unit, forms in style.units.items():
        if "other" not in forms:
            yield (
                ("units", unit),
                say("the words of {unit!r} for any number (other) are missing", unit=unit),
            )
    for unit, equivalent in style.equivalents.items():
        if equivalent.unit not in style.units:
            yield (
                ("equivalents", unit, "unit"),
                say("the unit {unit!r} has no words here", unit=equivalent.unit),
            )


PERIOD_FORMS = frozenset(
    "year half-1 half-2 quarter month months months-years years day days season "
    "to-year to-month to-day since-year since-month since-day none".split()
)
PATTERNS = frozenset(
    "reference reference_short reference_brief quoted quoted_period printed printed_item "
    "lines also by period_basis period_only misprint calculated calculated_input basis differs "
    "verified search inferred undated collected sheet".split()
)
LISTS = frozenset(("pair", "middle", "end"))
_known: dict[str, tuple[Style | None, YamlFile]] = {}
