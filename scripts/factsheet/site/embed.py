"""Editions -> figures and charts for other sites: plain HTML, or a page that may stand in a frame.

All frames lie under embed/, whose server settings alone let others show them. Each holds its
source, its date and the way to the lasting address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from html import escape
from typing import Any, TypeAlias

from jinja2 import Environment

from factsheet.cache.values import digest_of
from factsheet.edition.drawn import ChartView
from factsheet.edition.sheet import SAID, Edition
from factsheet.edition.views import FactView, plain
from factsheet.pages.svg import draw
from factsheet.site.cards import sentence
from factsheet.site.tables import address_of

FRAME = "embed.html.j2"
FOLDER = "embed"
# A page by its path, with the digest of what of the facts it is made of, and what makes it.
Kept: TypeAlias = tuple[str, str, Callable[[], bytes]]
_LISTS = (
    "highlights", "notices", "warnings", "questions", "topics", "names", "differences", "plans",
    "corrections", "links", "charts", "series", "history",
)  # fmt: skip
_PARTS = ("schematic", "stages", "cities", "timeline", "statistics", "printed")


def without_facts(edition: Edition) -> Edition:
    """Return what stands around the facts of an edition, which are asked for one by one."""
    nothing: dict[str, Any] = dict.fromkeys(_PARTS)
    nothing |= dict.fromkeys(_LISTS, ())
    sources = tuple(replace(source, facts=()) for source in edition.sources)
    return replace(edition, **nothing, sources=sources, facts={}, withdrawn={})


def embed_pages(
    edition: Edition, around: Edition, environment: Environment, standing: Mapping[str, Any]
) -> Iterator[Kept]:
    """Yield the pages for frames of a language: facts with figures, and charts.

    `around` is the same edition without its facts; all pages are given what is `standing`.
    """
    template = environment.get_template(FRAME)
    root = f"{standing['address']}{edition.language}/"

    def made(**given: Any) -> bytes:
        return template.render(given, **standing).encode()

    for fact in framed(edition):
        href = f"{root}{address_of(fact.id)}"
        yield frame_of(edition, fact.id), fact.said, partial(_fact, made, fact, around, href)
    for chart in edition.charts:
        href = f"{root}{chart.page}/#chart-{chart.key}"
        make = partial(_chart, made, chart, around, href)
        yield frame_of(edition, chart_name(chart)), digest_of(chart, SAID), make


def _fact(made: Callable[..., bytes], fact: FactView, edition: Edition, href: str) -> bytes:
    text, source = sentence(fact, edition), source_of(fact, edition)
    return made(edition=edition, text=text, drawing="", source=source, href=href)


def _chart(made: Callable[..., bytes], chart: ChartView, edition: Edition, href: str) -> bytes:
    drawing = draw(chart) + draw(chart, narrow=True)
    text, source = plain(chart.title), plain(chart.source)
    return made(edition=edition, text=text, drawing=drawing, source=source, href=href)


def framed(edition: Edition) -> Iterator[FactView]:
    """Yield the facts that can be shown in a frame: those with figures."""
    return (fact for fact in edition.facts.values() if fact.figures)


def chart_name(chart: ChartView) -> str:
    """Return the name of a chart among the frames; no fact's id has a point."""
    return f"chart.{chart.key}"


def frame_of(edition: Edition, name: str) -> str:
    """Return the path of a frame."""
    return f"{FOLDER}/{edition.language}/{name}"


def source_of(fact: FactView, edition: Edition) -> str:
    """Say where a fact was printed and in which edition of the sheet it stands."""
    articles = "; ".join(
        "".join(run.text for run in source.short)
        for source in edition.sources
        if source.letter in fact.letters
    )
    return " ".join((articles, edition.collected))


def snippet_of(fact: FactView, edition: Edition, address: str) -> str:
    """Return a fact as plain HTML for another page, with its source, date and address."""
    link = f"{address}{edition.language}/{address_of(fact.id)}"
    return (
        f'<blockquote lang="{edition.html}" cite="{escape(link)}">\n'
        f"<p>{escape(sentence(fact, edition))}</p>\n"
        f'<footer><a href="{escape(link)}">{escape(source_of(fact, edition))}</a></footer>\n'
        "</blockquote>"
    )


def frame_snippet(edition: Edition, name: str, title: str, address: str) -> str:
    """Return the HTML that shows a frame in another page."""
    return (
        f'<iframe src="{escape(address)}{frame_of(edition, name)}/" title="{escape(title)}" '
        'width="100%" height="220" loading="lazy"></iframe>'
    )
