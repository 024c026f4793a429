"""Draw queries by rule: an `Edition` -> the rows of tests/site/search/<lang>.tsv whose why is `rule`.

The rows are frozen in the lists. The draw is kept so that it can be read, and made again for a
new language: python -m tests.site.search.draw LANG. What is asked for is an anchor of the site.

Facts and names are taken in the order of a hash, so that nobody chose them. Eleven queries each:

- pair, word: the first pair of neighboring Han characters (or the first word of four letters or
  more) of a fact, in hash order. Every fact whose text contains it is a right answer.
- rare pair, rare word: the same, among those that one fact alone contains. Only it is right.
- name: an alias, a short form or the other language's form of a name. The name is right, and
  every fact that uses it or whose text contains the form.
- printed: the digits of a figure of three digits or more, as the newspaper prints them. Every fact
  that prints them is right, or that words a figure with them.
- worded: the same, as this edition words it, from its first digit on.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from factsheet.edition.localize import edition_of
from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView
from factsheet.facts.factbook import Factbook
from factsheet.project import open_project

EACH = 11
HAN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[^\W\d_]{4,}")
DIGITS = re.compile(r"\d[\d,.]*\d")
NAMED_BY_PAIRS = "zh"


def draw(book: Factbook, edition: Edition) -> list[tuple[str, str, str]]:
    """Return the rows drawn by rule: query, expected anchors, why."""
    texts = {key: fact.plain.casefold() for key, fact in edition.facts.items()}
    rows: dict[str, tuple[str, str, str]] = {}

    def take(why: str, found: Iterator[tuple[str, set[str]]]) -> None:
        before = len(rows)
        for query, right in found:
            if query not in rows:
                rows[query] = (query, "|".join(sorted(right)), f"rule: {why}")
            if len(rows) == before + EACH:
                return

    piece, pieces = ("pair", _pairs) if edition.language == NAMED_BY_PAIRS else ("word", _words)
    take(piece, _pieces(texts, pieces, most=len(texts)))
    take(f"rare {piece}", _pieces(texts, pieces, most=1))
    take("name", _names(book, edition, texts))
    take("printed", _figures(edition, texts, lambda printed, _: printed))
    take("worded", _figures(edition, texts, lambda _, worded: worded))
    return list(rows.values())


def _pieces(
    texts: dict[str, str], pieces: Callable[[str], list[str]], *, most: int
) -> Iterator[tuple[str, set[str]]]:
    holders: dict[str, set[str]] = {}
    for key, text in texts.items():
        for piece in pieces(text):
            holders.setdefault(piece, set()).add(key)
    for key in sorted(texts, key=lambda key: _hash(f"{most == 1}{key}")):
        for piece in sorted(pieces(texts[key]), key=_hash):
            if len(holders[piece]) <= most:
                yield piece, holders[piece]
                break


def _pairs(text: str) -> list[str]:
    return [run[i : i + 2] for run in HAN.findall(text) for i in range(len(run) - 1)]


def _words(text: str) -> list[str]:
    return WORD.findall(text)


def _names(
    book: Factbook, edition: Edition, texts: dict[str, str]
) -> Iterator[tuple[str, set[str]]]:
    for name in sorted(edition.names, key=lambda name: _hash(name.key)):
        forms = {*book.names[name.key].aliases, *(o.text for o in name.others), name.short}
        forms.discard(name.full)
        query = min(forms, key=_hash)
        using = {fact.id for fact in name.facts}
        holding = {key for key, text in texts.items() if query.casefold() in text}
        yield query, {f"name-{name.key}"} | using | holding


def _figures(
    edition: Edition, texts: dict[str, str], form: Callable[[str, str], str]
) -> Iterator[tuple[str, set[str]]]:
    def digits(fact: FactView) -> list[tuple[str, str]]:
        found = []
        for figure in fact.figures:
            printed = DIGITS.search(figure.printed)
            worded = DIGITS.search(figure.text)
            if printed and worded and len(re.sub(r"\D", "", printed[0])) >= 3:
                found.append((printed[0], figure.text[worded.start() :].replace("\u00a0", " ")))
        return found

    shown = {key: digits(fact) for key, fact in edition.facts.items()}
    for key in sorted(shown, key=lambda key: _hash(form("printed", "worded") + key)):
        for pair in shown[key][:1]:
            query = form(*pair)
            whole = re.compile(rf"(?<![\d.,]){re.escape(query.casefold())}(?!\d|[.,]\d)")
            right = {k for k, pairs in shown.items() if any(form(*p) == query for p in pairs)}
            right |= {k for k, t in texts.items() if whole.search(t.replace("\u00a0", " "))}
            yield query, right


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    project, _ = open_project(Path.cwd())
    assert project is not None
    for row in draw(project.book, edition_of(project, sys.argv[1])):
        print(*row, sep="\t")
