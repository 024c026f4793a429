"""Editions -> structured data: what a search engine reads of a page, in schema.org's words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from factsheet.edition.views import Edition, TopicView, plain
from factsheet.facts.records import Factbook, Source
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.site.outputs import paths_of

Data = dict[str, Any]


def structured_data(
    book: Factbook, editions: Mapping[str, Edition], address: str, folder: Path
) -> Mapping[str, Data]:
    """Return the data of home and topic pages by file name; `folder` holds what is offered."""
    data: dict[str, Data] = {}
    for key, edition in editions.items():
        home = f"{address}{key}/"
        offered = {
            name: output.media
            for name, output in paths_of([key]).items()
            if output.offered and (folder / name).is_file()
        }
        data[f"{key}/index.html"] = _dataset(book, edition, address, offered)
        for topic in edition.topics:
            data[f"{key}/{topic.key}/index.html"] = _topic(edition, topic, home)
    return data


def _dataset(book: Factbook, edition: Edition, address: str, offered: Mapping[str, str]) -> Data:
    info = book.edition
    home = f"{address}{edition.language}/"
    publisher = {"@type": "Organization", "name": edition.texts["publisher"]}
    sources = sorted(book.sources.values(), key=lambda source: source.order)
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
            "temporalCoverage": _years(book),
            "spatialCoverage": _named("Place", edition.texts.get("place", "")),
            "isBasedOn": [
                _article(source, edition, home) for source in sources if source.kind == "article"
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


def _article(source: Source, edition: Edition, home: str) -> Data:
    """Return an article as printed; an inferred date or newspaper is not stated."""
    texts = source.title or source.description or {}
    own = edition.language
    paper = None if source.publication_basis is not None else source.publication
    original = source.title is not None and bool(texts.get(SOURCE_LANGUAGE))
    return _given(
        {
            "@type": "NewsArticle",
            "@id": f"{home}sources/#{source.key}",
            "name": texts.get(SOURCE_LANGUAGE if original else own, ""),
            "alternateName": texts.get(own, "") if original and own != SOURCE_LANGUAGE else "",
            "inLanguage": edition.original_html,
            "author": [_named("Person", author.get(own, "")) for author in source.author],
            "datePublished": "" if source.issued_basis is not None else source.issued.text,
            "isPartOf": _named("Periodical", (paper or {}).get(own, "")),
            "url": source.url,
        }
    )


def _years(book: Factbook) -> str:
    """Return the first and the last year that published facts have figures of, as an interval."""
    years = {
        year
        for fact in book.facts
        if fact.is_published
        for period in fact.periods.values()
        if period is fact.period or period.form != "years"  # else growth is measured against it
        for year in period.years
    }
    return f"{min(years)}/{max(years)}" if years else ""


def _named(kind: str, name: str) -> Data:
    return {"@type": kind, "name": name} if name else {}


def _given(data: Data) -> Data:
    """Leave out what is not known."""
    return {key: value for key, value in data.items() if value not in ("", [], {})}


CONTEXT = "https://schema.org"
