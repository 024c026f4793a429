"""Editions -> lasting addresses: f/<id>/ offers the languages, <lang>/f/<id>/ is the fact's page.

They are written beside MkDocs. A withdrawn fact keeps its address and says why; an earlier id of a
fact leads to the same page, which names the lasting address as its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup

from factsheet.cache.inputs import digest, digest_named
from factsheet.cache.shelf import Shelf
from factsheet.cache.values import digest_of
from factsheet.edition.overtime import SeriesView
from factsheet.edition.sheet import SAID, Edition
from factsheet.edition.views import FactView, FigureView, Rich, SourceView
from factsheet.searchpath import templates_in
from factsheet.settings import read_settings
from factsheet.site.embed import Kept, embed_pages, frame_snippet, snippet_of, without_facts
from factsheet.site.fresh import Fresh
from factsheet.site.jsonld import claim
from factsheet.site.references import BIBTEX, References, bibtex, cited, references_of
from factsheet.site.tables import Editions, address_of, where_printed
from factsheet.site.templating import PART, templates_of

FACT, ADDRESS = "fact.html.j2", "address.html.j2"
KIND, CHOICES = "factpages", "addresses"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What every page of a fact needs: the sheet, the site's root and what settings say.

    `around` are the editions without their facts: a page has of these what it is given, so that
    what it is kept by is all that it is made of.
    """

    editions: Editions
    around: Editions
    address: str
    policy: str
    settings: Mapping[str, Mapping[str, Any]]
    titles: Mapping[str, Mapping[str, str]]
    sections: Mapping[str, Mapping[str, str]]
    references: References
    series: Mapping[str, Mapping[str, SeriesView]]


class FactPages:
    """The pages of all facts of a site, to be written language by language."""

    def __init__(self, root: Path, editions: Editions, address: str, policy: str) -> None:
        """Look at what they have in common; `address` is the site's root."""
        around = {key: without_facts(edition) for key, edition in editions.items()}
        self._root = root
        self._site = site = Site(
            editions=editions,
            around=around,
            address=address,
            policy=Markup.escape(policy),  # once for all pages
            settings={k: read_settings(root, e.imprint.settings) for k, e in editions.items()},
            titles={k: {topic.key: topic.title for topic in e.topics} for k, e in editions.items()},
            sections={
                k: {part.key: part.title for part in e.sections} for k, e in editions.items()
            },
            references=references_of(around),
            series={k: {series.key: series for series in e.series} for k, e in editions.items()},
        )
        self._made_of = (
            address,
            digest_named((p.name, p) for p in templates_in(root, PART, "*.j2").values()),
            digest_of((around, site.settings, site.titles, site.sections, str(policy)), SAID),
        )

    def write(self, fresh: Fresh, language: str) -> None:
        """Write the pages of one language."""
        site, environment = self._site, templates_of(self._root)
        shelf = Shelf(self._root, KIND, language, *self._made_of)
        edition = site.editions[language]
        given = {"address": site.address, "policy": site.policy, "first": next(iter(site.editions))}
        frames = embed_pages(edition, site.around[language], environment, given)
        _write(fresh, shelf, (*_pages(site, environment, language), *frames))

    def write_choices(self, fresh: Fresh) -> None:
        """Write the pages that offer each fact in all languages."""
        shelf = Shelf(self._root, CHOICES, *self._made_of)
        _write(fresh, shelf, _choices(self._site, templates_of(self._root)))


def _write(fresh: Fresh, shelf: Shelf, pages: Iterable[Kept]) -> None:
    for path, key, make in pages:
        fresh.write(f"{path}/index.html", shelf.made(digest(path, key), make))
    shelf.close()


def addresses(edition: Edition) -> Iterator[tuple[str, FactView]]:
    """Yield each id that has an address with its fact: published, withdrawn, and earlier ones."""
    for fact in (*edition.facts.values(), *edition.withdrawn.values()):
        for id_ in (fact.id, *fact.was):
            yield id_, fact


def _pages(site: Site, environment: Environment, key: str) -> Iterator[Kept]:
    edition, page, standing = (
        site.editions[key],
        environment.get_template(FACT),
        _standing(site, key),
    )
    told = {name: digest_of(series, SAID) for name, series in site.series[key].items()}
    for id_, fact in addresses(edition):
        given = _given(site, edition, fact)
        made = partial(_page, page, site, key, given, standing)
        yield f"{key}/f/{id_}", _made_of(given, told), made


def _made_of(given: Mapping[str, Any], told: Mapping[str, str]) -> str:
    """Return a digest of what a page shows; `told` are those of series: many facts share one."""
    views = (*given["views"].values(), given["older"], given["newer"])
    said = (view.said if view else "" for view in views)
    series = (part for one, figure in given["series"] for part in (told[one.key], figure.name))
    return digest(*said, *series)


def _choices(site: Site, environment: Environment) -> Iterator[Kept]:
    """Yield the pages that offer a fact in each language."""
    choice = environment.get_template(ADDRESS)
    for id_, fact in addresses(next(iter(site.editions.values()))):
        views = [_offered(site, key, fact.id) for key in site.editions]
        shown = {"policy": site.policy, "address": site.address, "fact": fact, "id": id_}
        told = (each for _, view, _, newer in views for each in (view, newer) if each)
        said = digest(*(each.said for each in told))
        yield f"f/{id_}", said, partial(_rendered, choice, views=views, **shown)


def _offered(
    site: Site, key: str, id_: str
) -> tuple[Edition, FactView, list[SourceView], FactView | None]:
    """Return a language, a fact in it, the articles that it is from, and its later report."""
    edition, around = site.editions[key], site.around[key]
    view = _view(edition, id_)
    articles = [source for source in around.sources if source.letter in view.letters]
    return around, view, articles, edition.facts.get(view.updated_by)


def _standing(site: Site, key: str) -> dict[str, Any]:
    """Return what all pages of a language have in common."""
    extra, edition = site.settings[key].get("extra", {}), site.around[key]
    return {
        "policy": site.policy,
        "address": site.address,
        "edition": edition,
        "editions": list(site.around.values()),
        "word": edition.word,
        "reading": json.dumps(extra.get("reading", {}), ensure_ascii=False).replace("<", "\\u003c"),
        "preview": extra.get("preview", {}),
        "titles": site.titles[key],
        "sections": site.sections[key],
        "letters": {source.letter: source for source in edition.sources},
        "rich": rich_html,
    }


def _given(site: Site, edition: Edition, fact: FactView) -> dict[str, Any]:
    """Return what a page shows of facts: its own in all languages, its chain and its series."""
    views = {key: _view(each, fact.id) for key, each in site.editions.items()}
    series = [] if fact.withdrawn else list(_series(site.series[edition.language], fact))
    return {
        "fact": fact,
        "views": views,
        "series": series,
        "older": edition.facts.get(fact.updates),
        "newer": edition.facts.get(fact.updated_by),
    }


def _page(
    template: Template, site: Site, key: str, given: dict[str, Any], standing: Mapping[str, Any]
) -> bytes:
    fact, views, edition = given["fact"], given["views"], site.around[key]
    others = [(site.around[other], view) for other, view in views.items() if other != key]
    told: dict[str, Any] = {"cited": [], "snippets": [], "data": "null"}
    if not fact.withdrawn:
        first = next(iter(site.around))
        entry = bibtex(views[first], site.around[first], site.references, site.address)
        told = {
            "cited": [
                *(
                    (e.citation, e.html, marked(cited(fact, e, site.references, site.address), e))
                    for e in site.around.values()
                ),
                (BIBTEX, site.around[first].html, marked(entry, site.around[first])),
            ],
            "snippets": [marked(text, edition) for text in snippets_of(fact, edition, site)],
            "data": json.dumps(
                claim(fact, edition, site.address), ensure_ascii=False, separators=(",", ":")
            ).replace("<", "\\u003c"),
        }
    return _rendered(
        template,
        **standing,
        **given,
        **told,
        others=others,
        lasting=address_of(fact.id),
        places={figure.name: where_printed(fact, figure) for figure in fact.figures},
    )


def _rendered(template: Template, **given: Any) -> bytes:
    return template.render(given).encode()


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
