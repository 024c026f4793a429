"""Editions -> a language's cards.json and names.json: what a page's scripts show and copy.

Pages work without them; a browser asks for one when a reader first takes a fact along, for the
other at the first look at a name. Everything in them is finished text: no script words anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, NameView, plain


def cards_json(edition: Edition, editions: Mapping[str, Edition]) -> str:
    """Return cards.json of one edition; `editions` give each source in every citation style."""
    titles = {section.key: section.title for section in edition.sections}
    keys = {source.letter: source.key for source in edition.sources}
    data = {
        "contact": edition.contact,
        "was": {earlier: fact.id for fact in edition.facts.values() for earlier in fact.was},
        "facts": {
            fact.id: {
                "text": sentence(fact, edition),
                "page": f"{fact.page}/#{fact.id}",
                "period": fact.period_words,
                "section": titles[fact.section],
                **({"known": plain(fact.inference)} if fact.inference else {}),
                "sources": [keys[letter] for letter in fact.letters],
            }
            for fact in edition.facts.values()
        },
        "differences": {d.id: plain(d.text) for d in edition.differences},
        "sources": {
            source.key: {
                "letter": source.letter,
                **({"known": source.dating} if source.dating else {}),
                "references": [
                    _reference(each, source.key, own=each.language == edition.language)
                    for each in editions.values()
                ],
            }
            for source in edition.sources
        },
    }
    return _json(data)


def names_json(edition: Edition, editions: Mapping[str, Edition]) -> str:
    """Return names.json of one edition: each name with its forms in every other language."""
    return _json({name.key: _name(name, edition, editions) for name in edition.names})


def sentence(fact: FactView, edition: Edition) -> str:
    """Return a fact's sentence with marks and measures in words: signs mean nothing elsewhere."""
    measures = {m for f in fact.figures for m in f.measures if m not in fact.plain}
    told = [mark.title for mark in fact.marks]
    told += [m for m in fact.measures if m in measures and not any(m in title for title in told)]
    if not told:
        return fact.plain
    marks = edition.word("; ").join(told)
    return edition.word("%(text)s (%(marks)s)") % {"text": fact.plain, "marks": marks}


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _reference(edition: Edition, key: str, *, own: bool) -> dict[str, Any]:
    source = next(source for source in edition.sources if source.key == key)
    return {
        "style": edition.citation,
        "lang": edition.html,
        "text": plain(source.reference),
        "in": edition.collected,
        "own": own,
    }


def _name(name: NameView, edition: Edition, editions: Mapping[str, Edition]) -> dict[str, Any]:
    others = [
        {"lang": other.html, "full": view.full, "short": view.short}
        for other in editions.values()
        for view in other.names
        if other.language != edition.language and view.key == name.key
    ]
    return {
        "full": name.full,
        "short": name.short,
        "kind": name.kind_word,
        "gloss": name.gloss,
        "origin": name.translation,
        "facts": len(name.facts),
        "others": others,
    }
