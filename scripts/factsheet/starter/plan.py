"""What the maker of a sheet says of it -> a `Plan`: place, titles, languages, topics, checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from factsheet.language.style import LOCALES
from factsheet.messages import Message, say
from factsheet.problems import Place, Problem, ProblemsFoundError, suggest
from factsheet.searchpath import PACKAGE, templates_in

HERE = Path(__file__).parent
EXAMPLE = "yunhai"  # the made-up place of the example, and of a sheet that names none
FALLBACK = "en"
# Provinces that differ by a letter or a character, each way.
APART = (("shanxi", "shaanxi"), ("henan", "hunan"), ("hebei", "hubei"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a new sheet is to be: all texts by language, `place` short and `full`.

    `apart` are places that are easily taken for its own.
    """

    languages: tuple[str, ...]
    topics: tuple[str, ...]
    key: str
    place: Mapping[str, str]
    full: Mapping[str, str]
    title: Mapping[str, str]
    apart: tuple[str, ...]

    @property
    def slug(self) -> str:
        """Return the sheet's name in an address."""
        return f"{self.key}-fact-sheet"


def plan_of(title: str, place: str, languages: str, topics: str) -> Plan:
    """Read what was asked for; raise ProblemsFoundError with all that cannot be made."""
    keys = _several(languages)
    wanted = _several(topics)
    problems = [*_unknown_languages(keys), *_unsound_topics(wanted)]
    named = _typed(place)
    key = _known(place, named)
    names = _names(key, named, keys)
    problems += _unnamed(place, names, keys)
    if problems:
        raise ProblemsFoundError(problems)
    shorts = {language: forms[0] for language, forms in names.items()}
    return Plan(
        languages=keys,
        topics=wanted,
        key=key or _slug(names),
        place=shorts,
        full={language: forms[-1] for language, forms in names.items()},
        title=_titles(title, shorts),
        apart=tuple(other for pair in APART if key in pair for other in pair if other != key),
    )


def words_of(language: str) -> dict[str, Any]:
    """Return the standing words of a new sheet in a language; English where it has none."""
    own = HERE / "words" / f"{language.lower()}.yml"
    return _table(own if own.is_file() else HERE / "words" / f"{FALLBACK}.yml")


def name_of(key: str, language: str) -> str:
    """Return a known place's short name in a language."""
    forms: list[str] = _in(_places()[key], language)
    return forms[0]


def topic_title(topic: str, language: str) -> str:
    """Return a topic's title; one that is not known is called by its key."""
    known = _table(HERE / "topics.yml").get(topic)
    return str(_in(known, language)) if known else topic.replace("-", " ").capitalize()


def _several(typed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,，、]", typed) if part.strip())


def _typed(text: str) -> dict[str, str]:
    """Return texts that are typed by language, as in `zh=四川,en=Sichuan`, and no others."""
    parts = re.split(r"[,，](?=\s*[A-Za-z-]+=)", text)
    pairs = [part.split("=", 1) for part in parts if "=" in part]
    return {language.strip(): words.strip() for language, words in pairs if words.strip()}


def _known(place: str, named: Mapping[str, str]) -> str:
    """Return the key of a place that the table lists, by any of its names; else nothing."""
    if not place:
        return EXAMPLE
    asked = {_plain(text) for text in (named.values() if named else (place,))}
    for key, names in _places().items():
        forms = {_plain(form) for each in names.values() for form in each}
        if asked <= forms | {key}:
            return key
    return ""


def _plain(name: str) -> str:
    return re.sub(r"\s+province$|^province of\s+", "", name.strip().casefold())


def _names(
    key: str, named: Mapping[str, str], languages: Sequence[str]
) -> dict[str, Sequence[str]]:
    """Return the forms of the place in each language, short and full, where they are known."""
    found: dict[str, Sequence[str]] = {}
    for language in languages:
        if key == EXAMPLE:
            found[language] = words_of(language)["example"]["place"]
        elif key:
            found[language] = _in(_places()[key], language)
        elif language in named:
            found[language] = (named[language],)
    return found


def _in(names: Mapping[str, Any], language: str) -> Any:
    return names.get(language.lower(), names[FALLBACK])


def _slug(names: Mapping[str, Sequence[str]]) -> str:
    """Return an address of Latin letters, where any name of the place has some."""
    for forms in names.values():
        words = re.sub(r"[^a-z0-9]+", "-", forms[0].casefold()).strip("-")
        if words and forms[0].isascii():
            return words
    return "place"


def _titles(title: str, places: Mapping[str, str]) -> dict[str, str]:
    """Return the titles: as typed by language, or for the languages of its script; else made."""
    title = " ".join(title.split())  # a line break would end the setting that it becomes
    typed = _typed(title)
    return {
        language: typed.get(language)
        or (title if title and not typed and _fits(title, language) else "")
        or words_of(language)["title"].format(place=place)
        for language, place in places.items()
    }


def _fits(text: str, language: str) -> bool:
    return bool(re.search(r"[\u3400-\u9fff]", text)) == language.startswith(("zh", "ja"))


def _unknown_languages(languages: Sequence[str]) -> Iterator[Problem]:
    known = sorted(path.parent.name for path in (PACKAGE / LOCALES).glob("*/style.yml"))
    for language in languages:
        if language not in known:
            hint = suggest(language, known) or say("known: {known}", known=", ".join(known))
            yield _problem(say("there is no locale {language!r}", language=language), hint)
    if not languages or len(set(languages)) < len(languages):
        yield _problem(
            say("a sheet has one language or more, each once"), say("such as --languages zh,en")
        )


def _unsound_topics(topics: Sequence[str]) -> Iterator[Problem]:
    pages = {name.removesuffix(".md.j2") for name in templates_in(PACKAGE.parent, "pages", "*.j2")}
    for topic in topics:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", topic):
            yield _problem(
                say("{topic!r} is no key of a topic", topic=topic), say("use a-z, 0-9 and hyphens")
            )
        elif topic in pages:
            yield _problem(
                say("{topic!r} is a page of every sheet", topic=topic), say("choose another key")
            )
    if not topics or len(set(topics)) < len(topics):
        yield _problem(
            say("a sheet has one topic or more, each once"), say("such as --topics trade,zones")
        )


def _unnamed(
    place: str, names: Mapping[str, Sequence[str]], languages: Sequence[str]
) -> Iterator[Problem]:
    lacking = [language for language in languages if language not in names]
    if lacking:
        every = ",".join(f"{language}=NAME" for language in languages)
        message = say(
            "no name of {place} is known in {languages}",
            place=place,
            languages=", ".join(lacking),
        )
        yield _problem(message, say('write it in each language: --place "{every}"', every=every))


def _problem(message: Message, hint: Message) -> Problem:
    return Problem(place=Place(file="new"), rule="new", message=message, hint=hint)


def _places() -> dict[str, dict[str, list[str]]]:
    return _table(HERE / "places.yml")


@cache
def _table(path: Path) -> dict[str, Any]:
    table: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return table
