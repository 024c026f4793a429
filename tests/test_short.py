"""The frozen sheet in short stands for the whole one: whatever is of a kind there, is here."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from factsheet.edition.sheet import Edition
from factsheet.pages.render import render_pages
from factsheet.project import Project
from tests.built import read_html

LANGUAGES = ("en", "zh")
# What Markdown itself marks: headings, lists, quotes, heads of tables, notes; classes of texts.
SIGNS = re.compile(r"^(?:#+|[-*]|\d+\.|>|\[\^|\|(?= ?:?-))", re.MULTILINE)
CLASSES = re.compile(r"\{:?[^{}\n]*?((?: ?\.[\w-]+)+)[^{}\n]*\}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_stands_on_a_page_stands_on_one_of_the_short_sheet(
    lang: str,
    frozen: Path,
    frozen_editions: Mapping[str, Edition],
    short_project: Project,
    short_editions: Mapping[str, Edition],
) -> None:
    """Each element with its classes in each other, each sign of Markdown; topics as one page."""
    whole = set(_markup(frozen, frozen_editions[lang]))
    short = set(_markup(short_project.root, short_editions[lang]))
    assert whole - short == set()
    assert len(whole) > 400


def test_every_kind_of_fact_and_figure_stands_in_the_short_sheet(
    frozen_editions: Mapping[str, Edition], short_editions: Mapping[str, Edition]
) -> None:
    whole, short = (set(_kinds(editions["en"])) for editions in (frozen_editions, short_editions))
    assert whole - short == set()
    assert len(whole) > 60
    assert 3 * len(short_editions["en"].facts) < len(frozen_editions["en"].facts)


def _markup(root: Path, edition: Edition) -> Iterator[tuple[str, ...]]:
    topics = {f"{topic.key}.md" for topic in edition.topics}
    for name, text in render_pages(root, edition).items():
        page = "topic" if name in topics else name
        body = text.partition("\n---\n")[2]
        yield from ((page, sign) for sign in SIGNS.findall(body))
        yield from ((page, classes.strip()) for classes in CLASSES.findall(body))
        todo: list[tuple[Element, str]] = [(read_html(body), "")]
        while todo:
            element, around = todo.pop()
            own = f"{element.tag}.{'.'.join(sorted(element.get('class', '').split()))}"
            yield page, around, own, element.get("data-mark", ""), *sorted(element.keys())
            todo += [(child, own) for child in element]


def _kinds(edition: Edition) -> Iterator[tuple[str, ...]]:
    """Yield what facts are by status and marks, and figures by unit, by qualifier and by basis."""
    for fact in edition.facts.values():
        marks = [mark.key for mark in fact.marks]
        yield "fact", fact.status, str(fact.is_derived), *marks
        yield "cited", str(min(len(fact.citations), 2))
        for figure in fact.figures:
            yield "unit", figure.quantity.unit
            yield "qualifier", figure.quantity.qualifier
            yield "basis", figure.basis
