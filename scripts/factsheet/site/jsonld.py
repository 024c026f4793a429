"""Editions -> structured data: what a search engine reads of a page, in schema.org's words."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, SourceView, TopicView, plain
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.site.outputs import paths_of
from factsheet.site.tables import address_of

Data = dict[str, Any]


def structured_data(
    editions: Mapping[str, Edition], address: str, names: Container[str]
) -> Mapping[str, Data]:
    """Return the data of home and topic pages by file name; `names` are the files of the site."""
    data: dict[str, Data] = {}
    for key, edition in editions.items():
        home = f"{address}{key}/"
        offered = {
            name: output.media
            for name, output in paths_of([key], ()).items()
            if output.offered and name in names
        }
        data[f"{key}/index.html"] = _dataset(edition, address, offered)
        for topic in edition.topics:
            data[f"{key}/{topic.key}/index.html"] = _topic(edition, topic, home)
    return data


def claim(fact: FactView, edition: Edition, address: str) -> Data:
    """Return the data of a fact's page: a claim, and the articles that print it.

    A calculated fact appears in no article; it is based on those of its inputs.
    """
    home = f"{address}{edition.language}/"
    articles = [_article(s, edition, home) for s in edition.sources if s.letter in fact.letters]
    return _given(
        {
            "@context": CONTEXT,
            "@type": "Claim",
            "@id": f"{address}{address_of(fact.id)}",
            "url": f"{home}{address_of(fact.id)}",
            "name": fact.plain,
            "text": fact.plain,
            "inLanguage": edition.html,
            "datePublished": edition.imprint.date.isoformat(),
            "license": edition.imprint.license,
            "publisher": {"@type": "Organization", "name": edition.texts["publisher"]},
            "isPartOf": {"@id": f"{home}#dataset"},
            ("isBasedOn" if fact.is_derived else "appearance"): articles,
        }
    )


def _dataset(edition: Edition, address: str, offered: Mapping[str, str]) -> Data:
    info = edition.imprint
    home = f"{address}{edition.language}/"
    publisher = {"@type": "Organization", "name": edition.texts["publisher"]}
    return _given(
        {
            "@context": CONTEXT,
            "@type": "Dataset",
            "@id": f"{home}#dataset",
            "url": home,
            "name": edition.texts["title"],
            "description": edition.note_space.join(
                (plain(edition.home_intro), edition.texts["not_official"])
            ),
            "inLanguage": edition.html,
            "version": edition.number,
            "datePublished": info.date.isoformat(),
            "license": info.license,
            "isAccessibleForFree": True,
            "creator": publisher,
            "publisher": publisher,
            "temporalCoverage": "/".join(map(str, info.years or ())),
            "spatialCoverage": _named("Place", edition.texts.get("place", "")),
            "isBasedOn": [
                _article(source, edition, home)
                for source in edition.sources
                if source.data.kind == "article"
            ],
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": form, "contentUrl": address + name}
                for name, form in offered.items()
            ],
        }
    )


def _topic(edition: Edition, topic: TopicView, home: str) -> Data:
    trail = [(edition.texts["title"], home), (topic.title, f"{home}{topic.key}/")]
    return {
        "@context": CONTEXT,
        "@type": "WebPage",
        "url": f"{home}{topic.key}/",
        "name": topic.title,
        "description": plain(topic.intro),
        "inLanguage": edition.html,
        "isPartOf": {"@id": f"{home}#dataset"},
        "breadcrumb": {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": position, "name": name, "item": item}
                for position, (name, item) in enumerate(trail, 1)
            ],
        },
    }


def _article(source: SourceView, edition: Edition, home: str) -> Data:
    """Return an article as printed; an inferred date or newspaper is not stated."""
    data = source.data
    is_translated = bool(data.original) and edition.language != SOURCE_LANGUAGE
    return _given(
        {
            "@type": "NewsArticle",
            "@id": f"{home}sources/#{source.key}",
            "name": data.original or data.title,
            "alternateName": data.title if is_translated else "",
            "inLanguage": edition.original_html,
            "author": [_named("Person", author) for author in data.authors if author],
            "datePublished": "" if data.is_issue_inferred else data.issued,
            "isPartOf": _named("Periodical", data.publication),
            "url": data.url,
        }
    )


def _named(kind: str, name: str) -> Data:
    return {"@type": kind, "name": name} if name else {}


def _given(data: Data) -> Data:
    """Leave out what is not known."""
    return {key: value for key, value in data.items() if value not in ("", [], {})}


CONTEXT = "https://schema.org"
