"""Editions -> figures and charts for other sites: plain HTML, or a page that may stand in a frame.

All frames lie under embed/, whose server settings alone let others show them. Each holds its
source, its date and the way to the lasting address.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from jinja2 import Environment

from factsheet.edition.drawn import ChartView
from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, plain
from factsheet.pages.svg import draw
from factsheet.site.cards import sentence
from factsheet.site.tables import Editions, address_of

FRAME = "embed.html.j2"
FOLDER = "embed"


def embed_pages(
    editions: Editions, environment: Environment, address: str, policy: str
) -> dict[str, str]:
    """Return the pages for frames by their paths: facts with figures, and charts."""
    template = environment.get_template(FRAME)
    pages = {}
    first = next(iter(editions))
    for edition in editions.values():
        standing = {"edition": edition, "address": address, "policy": policy, "first": first}
        for fact in framed(edition):
            pages[frame_of(edition, fact.id)] = template.render(
                **standing,
                text=sentence(fact, edition),
                drawing="",
                source=source_of(fact, edition),
                href=f"{address}{edition.language}/{address_of(fact.id)}",
            )
        for chart in edition.charts:
            pages[frame_of(edition, chart_name(chart))] = template.render(
                **standing,
                text=plain(chart.title),
                drawing=draw(chart) + draw(chart, narrow=True),
                source=plain(chart.source),
                href=f"{address}{edition.language}/{chart.topic}/#chart-{chart.key}",
            )
    return pages


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
