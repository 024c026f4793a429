"""`Edition` -> Markdown pages, by the Jinja templates of templates/pages/."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, TemplateRuntimeError

from factsheet.edition.bibtex import ADDRESS, sheet_bibtex
from factsheet.edition.rich import filled, words_of
from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, Mark, Rich, TopicView, plain
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.messages import say
from factsheet.pages.answers import Answers
from factsheet.pages.folds import cities_proposed, folded, noted, stands_alone
from factsheet.pages.home import (
    asked,
    charts_of,
    facts_drawn,
    head_facts,
    headlines,
    home_facts,
    panels_of,
    sections_planned,
    told_later,
)
from factsheet.pages.markdown import (
    BRACKETS,
    SOURCES,
    Inferred,
    attribute,
    dotted,
    escape,
    html,
    markdown,
    opened,
    plain_markdown,
    way,
)
from factsheet.pages.svg import draw
from factsheet.pages.tables import BySection, cells
from factsheet.pages.templating import FILTERS, PART, templates_of
from factsheet.pages.ways import leading
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.searchpath import named, templates_in

TOPICS = "topics"  # the group of their pages
TOPIC_TEMPLATE = "topic.md.j2"
MOST_LINKED = 40  # facts of a name or article, where a topic is parted
PART_TEMPLATE = "part.md.j2"  # a section of a topic that is parted


def render_pages(root: Path, edition: Edition, only: str = "") -> Mapping[str, str]:
    """Return the Markdown of every page of an edition, or of one `only`, by its file name.

    Raises ProblemsFoundError for a template that is missing or cannot be filled.
    """
    page = renderer(root, edition)
    return {name: page(name) for name in page_names(root, edition) if only in ("", name)}


def renderer(root: Path, edition: Edition) -> Callable[[str], str]:
    """Return what gives the Markdown of a page by its file name, once what all need is at hand.

    It raises ProblemsFoundError as `render_pages` does.
    """
    environment = _environment(root, edition)
    original = "" if edition.language == SOURCE_LANGUAGE else f' lang="{edition.original_html}"'
    sign = _sign(edition)
    is_parted = any(topic.parts for topic in edition.topics)
    context = {
        "edition": edition,
        "front": _front_matter(edition),
        "original": original,
        "downloads": [
            {"href": name, "text": words} for name, words in edition.imprint.downloads.items()
        ],
        "section_titles": {f"{s.page}#{s.key}": s.title for s in edition.sections},
        "by_section": BySection(edition),
        "cells": partial(cells, sign=sign),
        "folded": folded,
        "stands_alone": partial(stands_alone, edition),
        "told_later": told_later(edition),
        "sections_planned": sections_planned(edition),
        "cities_proposed": partial(cities_proposed, edition),
        "charts_of": partial(charts_of, edition),
        "panels_of": partial(panels_of, edition),
        "facts_drawn": facts_drawn,
        "filled": filled,
        "asked": partial(asked, edition),
        "headlines": headlines(edition),
        "home_facts": partial(home_facts, edition),
        "head_facts": partial(head_facts, edition),
        "noted_facts": partial(noted, edition),
        "parts_of": _parts_of,
        "most_linked": MOST_LINKED if is_parted else len(edition.facts),
        "address": ADDRESS,
        "bibtex": sheet_bibtex(edition, ADDRESS),
    }
    templates = _templates(root, edition)

    def page(name: str) -> str:
        template, given = templates[name]
        text = environment.get_template(template).render({**context, **given})
        if not _FRONT.match(text):
            place = Place(file=named(root, f"{PART}/{template}"), line=1, column=1)
            message = say("a page begins with its front matter")
            hint = say("let the template begin with front(…), as the others do")
            problem = Problem(place=place, rule="template", message=message, hint=hint)
            raise ProblemsFoundError([problem])
        return text.rstrip("\n") + "\n"

    return page


def page_names(root: Path, edition: Edition) -> list[str]:
    """Return the file name of every page of an edition."""
    return list(_templates(root, edition))


def _templates(root: Path, edition: Edition) -> Mapping[str, tuple[str, Mapping[str, object]]]:
    """Return the template of each page by its file name, with what it is given of its own."""
    found: dict[str, tuple[str, Mapping[str, object]]] = {}
    for path in templates_in(root, PART, "*.md.j2").values():
        if path.name.startswith("_"):
            continue
        if path.name == TOPIC_TEMPLATE:
            for topic in edition.topics:
                found[f"{topic.key}.md"] = path.name, {"topic": topic}
        elif path.name == PART_TEMPLATE:
            for topic in edition.topics:
                for part in topic.parts:
                    found[f"{part.page}.md"] = path.name, {"topic": topic, "section": part}
        else:
            found[path.name.removesuffix(".j2")] = path.name, {}
    return found


def _parts_of(topic: TopicView) -> list[dict[str, str]]:
    """Return the parts of a topic as the theme lists them."""
    return [{"title": part.title, "page": part.page} for part in topic.parts]


def _environment(root: Path, edition: Edition) -> Environment:
    environment = templates_of(root)
    word = partial(_known, edition.word)
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        word, lambda one, many, n: word(one if n == 1 else many), newstyle=True
    )
    sign = _sign(edition)
    led = leading(edition)
    filters: dict[str, Callable[..., Any]] = {
        "e": escape,
        "md": lambda text: markdown(led(text), sign),
        "html": partial(html, sign=sign),
        "md_inside": partial(markdown, sign=replace(sign, is_linked=False)),
        "opened": partial(opened, sign=sign),
        "attr": attribute,
        "plain": words_of,
        "md_plain": partial(plain_markdown, sign=sign),
        "dots": partial(dotted, sign=sign),
        "dots_html": partial(dotted, sign=sign, escape=attribute),
    }
    assert filters.keys() == FILTERS
    environment.filters |= filters
    environment.globals |= {
        "_": partial(_worded, word),
        "marks": _marks,
        "note_ref": _note_ref,
        "codes_html": partial(
            _codes_html, {s.letter: s.key for s in edition.sources}, edition.word(", ")
        ),
        "codes": partial(_codes, {s.letter: s.key for s in edition.sources}, edition.word(", ")),
        "draw": draw,
        "answers": partial(Answers, sign=sign, articles={s.letter: s.key for s in edition.sources}),
    }
    return environment


def _known(word: Callable[[str], str], message: str) -> str:
    """Return an interface word; one that is put together may be in no catalog."""
    try:
        return word(message)
    except KeyError:
        raise TemplateRuntimeError(say("no translation of “{word}”", word=message)) from None


def _worded(word: Callable[[str], str], message: str, **values: object) -> str:
    """Return an interface word with its values: pages ask for thousands, and `gettext` is slow."""
    return word(message) % values


def _marks(fact: FactView, *, words: bool = False) -> str:
    """Return a fact's marks, each a link to its note, with what it means as label or in `words`.

    An inferred period is its own mark.
    """
    return "".join(_mark(fact, mark, words=words) for mark in fact.marks if mark.key != "inferred")


def _mark(fact: FactView, mark: Mark, *, words: bool) -> str:
    title = attribute(mark.title)
    told = f"{mark.symbol}\u00a0{attribute(mark.word)}" if words else mark.symbol
    label = "" if words else f' aria-label="{title}"'
    return (
        f'<a class="mark mark-{mark.key}" href="#fn:{fact.id}" data-mark="{mark.key}"'
        f'{label} data-means="{title}">{told}</a> '
    )


def _sign(edition: Edition) -> Inferred:
    """Return the sign of an inferred period in a language."""
    means = next(mark.title for mark in edition.marks if mark.key == "inferred")
    return Inferred(said=edition.word("inferred"), means=means)


def _codes(keys: Mapping[str, str], between: str, fact: FactView) -> str:
    """Return the codes of a fact's articles, each a link to the article."""
    return between.join(
        f"[{letter}](sources.md#{keys[letter]}){{: .code }}" for letter in fact.letters
    )


def _codes_html(keys: Mapping[str, str], between: str, here: str, fact: FactView) -> str:
    """Return the same as HTML, where Markdown does not read it, on the page of this key."""
    return between.join(
        f'<a class="code" href="{way(here, SOURCES, keys[letter])}">{letter}</a>'
        for letter in fact.letters
    )


def _note_ref(fact: FactView) -> str:
    return f"[^{fact.id}]"


def _front_matter(edition: Edition) -> Callable[..., str]:
    """Return the function that writes a page's front matter: title, words, edition.

    Further settings are the theme's: `group` in the navigation, `hide`, `downloads`.
    """
    word = edition.word
    label = word("Edition %(number)s, %(date)s") % {"number": edition.number, "date": edition.date}
    standing = {
        "label": label,
        "cutoff": word("Data to %(date)s") % {"date": edition.cutoff},
        "publisher": edition.texts["publisher"],
        "contact": word("Contact") + word(": ") + edition.texts["contact"],
        "contact_url": edition.contact,
        "errors": word("Report an error"),
        "next": word("Next edition: %(date)s") % {"date": edition.next} if edition.next else "",
        "disclaimer": edition.texts["disclaimer"],
        # in pieces: each second one is inferred, and stands in brackets
        "not_official": BRACKETS.split(edition.texts["not_official"]),
    }
    articles = [[s.letter, [[r.text, r.lang] for r in s.short]] for s in edition.sources]
    key = {
        "sources": word("Sources"),
        "articles": articles,
        "told": word("Signs and codes are explained at the end"),
    }
    signs = {
        "title": word("Signs"),
        "close": word("Close"),
        "year": str(edition.imprint.date.year),  # an example of one
        "marks": [[mark.key, mark.symbol, mark.title] for mark in edition.marks],
    }

    def front(title: str, description: Rich | str, **settings: object) -> str:
        text = description if isinstance(description, str) else plain(description)
        data: dict[str, object] = {"title": title, "description": text}
        data |= {key: value for key, value in settings.items() if value}
        alike: dict[str, object] = {"edition": standing, "signs": signs}
        if settings.get("group") == TOPICS:  # what paper cannot open
            alike["key"] = key
        return f"---\n{_dumped(json.dumps(data))}{_dumped(json.dumps(alike))}---"

    return front


_FRONT = re.compile(r"---\n(?:.*\n)*?---\n")


@lru_cache(maxsize=64)  # what all pages have alike is most of it
def _dumped(data: str) -> str:
    """Return data, given as JSON, as YAML."""
    text: str = yaml.safe_dump(json.loads(data), allow_unicode=True, sort_keys=False, width=1000)
    return text
