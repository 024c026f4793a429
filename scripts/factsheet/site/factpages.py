"""Editions -> lasting addresses: f/<id>/ offers the languages, <lang>/f/<id>/ is the fact's page.

They are written beside MkDocs. A withdrawn fact keeps its address and says why; an earlier id of a
fact leads to the same page, which names the lasting address as its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup

from factsheet.edition.overtime import SeriesView
from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, FigureView, Rich
from factsheet.settings import read_settings
from factsheet.site.embed import embed_pages, frame_snippet, snippet_of
from factsheet.site.fresh import Fresh
from factsheet.site.jsonld import claim
from factsheet.site.references import BIBTEX, References, bibtex, cited, references_of
from factsheet.site.tables import Editions, address_of, where_printed
from factsheet.site.templating import templates_of

FACT, ADDRESS = "fact.html.j2", "address.html.j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What every page of a fact needs: the editions, the site's root and what settings say."""

    editions: Editions
    address: str
    policy: str
    settings: Mapping[str, Mapping[str, Any]]
    references: References
    series: Mapping[str, Mapping[str, SeriesView]]


def write_facts(root: Path, editions: Editions, fresh: Fresh, address: str, policy: str) -> None:
    """Write the pages of all facts of a site; `address` is its root."""
    environment = templates_of(root)
    policy = Markup.escape(policy)  # once for all pages
    site = Site(
        editions=editions,
        address=address,
        policy=policy,
        settings={k: read_settings(root, e.imprint.settings) for k, e in editions.items()},
        references=references_of(editions),
        series={k: {series.key: series for series in e.series} for k, e in editions.items()},
    )
    pages = {**_facts(site, environment), **embed_pages(editions, environment, address, policy)}
    for path, text in pages.items():
        fresh.write(f"{path}/index.html", text)


def addresses(edition: Edition) -> Iterator[tuple[str, FactView]]:
    """Yield each id that has an address with its fact: published, withdrawn, and earlier ones."""
    for fact in (*edition.facts.values(), *edition.withdrawn.values()):
        for id_ in (fact.id, *fact.was):
            yield id_, fact


def _facts(site: Site, environment: Environment) -> dict[str, str]:
    page, choice = environment.get_template(FACT), environment.get_template(ADDRESS)
    pages = {}
    for key, edition in site.editions.items():
        standing = _standing(site, edition)
        for id_, fact in addresses(edition):
            pages[f"{key}/f/{id_}"] = _page(page, site, edition, fact, standing)
    first = next(iter(site.editions.values()))
    for id_, fact in addresses(first):
        views = [(edition, _view(edition, fact.id)) for edition in site.editions.values()]
        pages[f"f/{id_}"] = choice.render(
            policy=site.policy, address=site.address, fact=fact, views=views, id=id_
        )
    return pages


def _standing(site: Site, edition: Edition) -> dict[str, Any]:
    """Return what all pages of a language have in common."""
    settings = site.settings[edition.language]
    extra = settings.get("extra", {})
    return {
        "policy": site.policy,
        "address": site.address,
        "edition": edition,
        "editions": list(site.editions.values()),
        "word": edition.word,
        "reading": json.dumps(extra.get("reading", {}), ensure_ascii=False).replace("<", "\\u003c"),
        "preview": extra.get("preview", {}),
        "titles": {topic.key: topic.title for topic in edition.topics},
        "sections": {section.key: section.title for section in edition.sections},
        "letters": {source.letter: source for source in edition.sources},
        "rich": rich_html,
    }


def _page(
    template: Template, site: Site, edition: Edition, fact: FactView, standing: Mapping[str, Any]
) -> str:
    others = [(e, _view(e, fact.id)) for e in site.editions.values() if e != edition]
    given: dict[str, Any] = {"series": [], "cited": [], "snippets": [], "data": "null"}
    if not fact.withdrawn:
        first = next(iter(site.editions.values()))
        entry = bibtex(first.facts[fact.id], first, site.references, site.address)
        given = {
            "series": list(_series(site.series[edition.language], fact)),
            "cited": [
                *(
                    (e.citation, e.html, marked(cited(fact, e, site.references, site.address), e))
                    for e in site.editions.values()
                ),
                (BIBTEX, first.html, marked(entry, first)),
            ],
            "snippets": [marked(text, edition) for text in snippets_of(fact, edition, site)],
            "data": json.dumps(
                claim(fact, edition, site.address), ensure_ascii=False, separators=(",", ":")
            ).replace("<", "\\u003c"),
        }
    return template.render(
        **standing,
        **given,
        fact=fact,
        others=others,
        lasting=address_of(fact.id),
        places={figure.name: where_printed(fact, figure) for figure in fact.figures},
        older=edition.facts.get(fact.updates),
        newer=edition.facts.get(fact.updated_by),
    )


def _view(edition: Edition, id_: str) -> FactView:
    return edition.facts.get(id_) or edition.withdrawn[id_]


def snippets_of(fact: FactView, edition: Edition, site: Site) -> Iterator[str]:
    """Yield the HTML that shows a fact on another page: plain, and as a frame where it has one."""
    yield snippet_of(fact, edition, site.address)
    if fact.figures:
        yield frame_snippet(edition, fact.id, fact.plain, site.address)


def _series(
    series: Mapping[str, SeriesView], fact: FactView
) -> Iterator[tuple[SeriesView, FigureView]]:
    """Yield the series of a fact's figures that have other figures, too."""
    for figure in fact.figures:
        found = series.get(figure.indicator)
        if found is not None and len(found.points) > 1:
            yield found, figure


def rich_html(text: Rich) -> str:
    """Return rich text as HTML of a fact's page: languages marked, links to pages beside it."""
    out = []
    for href, runs in groupby(text, key=lambda run: run.href):
        words = "".join(
            f'<span lang="{escape(run.lang)}">{escape(run.text)}</span>'
            if run.lang
            else escape(run.text)
            for run in runs
        )
        page, _, anchor = href.partition("#")
        out.append(f'<a href="../../{page}/#{anchor}">{words}</a>' if href else words)
    return "".join(out)


def marked(text: str, edition: Edition) -> str:
    """Return a text of an edition as HTML; what it quotes of the articles' language is marked."""
    pattern = edition.imprint.foreign
    words = escape(text)
    if not pattern:
        return words
    span = rf'<span lang="{edition.original_html}">\g<0></span>'
    return re.sub(pattern, span, words)
