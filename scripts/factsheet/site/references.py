"""Editions -> references: articles as CSL-JSON and BibTeX, facts and sheet in every style.

What is inferred stands in square brackets, a date also as `circa`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

from factsheet.edition.bibtex import entry, escaped, fielded, sheet_bibtex
from factsheet.edition.imprint import ArticleData
from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, SourceView, plain
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.periods import Period, parse_period
from factsheet.site.tables import Editions, address_of

BIBTEX = "BibTeX"
References: TypeAlias = Mapping[str, Mapping[str, str]]


def sources_json(editions: Editions) -> str:
    """Return sources.json: the articles in CSL-JSON, as printed; translations in `custom`."""
    original = original_edition(editions)
    items = [_csl(index, original, editions) for index, _ in enumerate(original.sources)]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def sources_bib(editions: Editions, address: str) -> str:
    """Return sources.bib: the sheet and the articles in BibTeX; `address` is the site's root."""
    original = original_edition(editions)
    entries = [sheet_bibtex(next(iter(editions.values())), address)]
    entries += [_article(source) for source in original.sources]
    return "\n".join(entries)


def references_of(editions: Editions) -> References:
    """Return the reference of each article by language and letter, as plain text."""
    return {
        key: {source.letter: plain(source.reference) for source in edition.sources}
        for key, edition in editions.items()
    }


def cited(fact: FactView, edition: Edition, references: References, address: str) -> str:
    """Return a fact's references in the style of an edition, then the sheet and the address."""
    own = (references[edition.language][letter] for letter in fact.letters)
    return "\n".join((*own, f"{edition.collected} {address}{address_of(fact.id)}"))


def bibtex(fact: FactView, edition: Edition, references: References, address: str) -> str:
    """Return a fact as an entry of BibTeX, with its articles as a note."""
    return entry(
        "misc",
        fact.id,
        {
            "author": edition.texts["publisher"],
            "year": str(edition.imprint.date.year),
            "title": fact.plain,
            "howpublished": edition.collected,
            "note": " ".join(references[edition.language][letter] for letter in fact.letters),
        },
        f"{address}{address_of(fact.id)}",
    )


def citations_of(
    fact: FactView, editions: Editions, references: References, address: str
) -> dict[str, str]:
    """Return a fact's citation by style: each edition's own, then BibTeX in the first language."""
    first = next(iter(editions.values()))
    styles = {
        e.citation: cited(e.facts[fact.id], e, references, address) for e in editions.values()
    }
    return {**styles, BIBTEX: bibtex(first.facts[fact.id], first, references, address)}


def original_edition(editions: Editions) -> Edition:
    """Return the edition in the articles' language, the first where there is none."""
    return editions.get(SOURCE_LANGUAGE) or next(iter(editions.values()))


def printed_in(data: ArticleData) -> str:
    """Return the newspaper of an article: in brackets where inferred, else the one it names."""
    inferred = f"[{data.inferred_publication}]" if data.inferred_publication else ""
    return data.publication or inferred or data.via


def _csl(index: int, original: Edition, editions: Editions) -> dict[str, Any]:
    source = original.sources[index]
    data = source.data
    views = {key: edition.sources[index] for key, edition in editions.items()}
    issued: dict[str, Any] = {"date-parts": _parts(parse_period(data.issued))}
    if data.is_issue_inferred:
        issued["circa"] = True
    item = {
        "id": source.key,
        "type": "article-newspaper" if data.kind == "article" else "webpage",
        "title": data.original or f"[{data.title}]",
        "author": [{"literal": author} for author in data.authors],
        "container-title": printed_in(data),
        "section": data.section,
        "issued": issued,
        "issue": data.number,
        "page": data.page,
        "URL": data.url,
        "language": original.original_html,
        "custom": {
            "letter": source.letter,
            "coverage": data.coverage,
            "title": {key: view.data.title for key, view in views.items()},
            "reference": {key: plain(view.reference) for key, view in views.items()},
        },
    }
    return {key: value for key, value in item.items() if value not in ("", [])}


def _parts(issued: Period) -> list[list[int]]:
    """Return the parts of a date that are printed: a year, a month, a day, or a span of months."""
    assert issued.start
    assert issued.end
    start, end = issued.start, issued.end
    if start == end:
        return [[start.year, start.month, start.day]]
    if (start.year, start.month) == (end.year, end.month):
        return [[start.year, start.month]]
    if issued.form == "year":
        return [[start.year]]
    return [[start.year, start.month], [end.year, end.month]]


def _article(source: SourceView) -> str:
    data = source.data
    first = _parts(parse_period(data.issued))[0]
    fields = {
        "author": " and ".join(f"{{{escaped(author)}}}" for author in data.authors),
        "title": escaped(data.original or f"[{data.title}]"),
        "journal": escaped(printed_in(data)),
        "year": f"[{first[0]}]" if data.is_issue_inferred else str(first[0]),
        "month": str(first[1]) if len(first) > 1 else "",
        "day": str(first[2]) if len(first) > 2 else "",
        "number": escaped(data.number),
        "pages": escaped(data.page),
        "url": data.url,
    }
    return fielded("article", source.key, fields)
