"""A fact -> what names it in a few words, and how much of its sentence only says when."""

from __future__ import annotations

import re

from factsheet.edition.text import Lexicon
from factsheet.edition.views import Rich
from factsheet.facts.markup import Slot, Words, tokenize
from factsheet.facts.records import Fact

PERIOD = Slot(name="period")  # of the fact itself
ROOM = 48  # of a label, in Latin letters
LEAST = 24  # of it, before a label may end


def opening_of(lexicon: Lexicon, fact: Fact) -> int:
    """Return how many characters at the beginning of a fact's text say its period, no more."""
    lexicon = lexicon.of(fact.text)
    periods = lexicon.style.periods
    first, *others = tokenize(fact.text.get(lexicon.language, "")) or (Words(""),)
    before = ""
    if isinstance(first, Words) and others:
        before, (first, *others) = first.text, others
    if first != PERIOD or before not in periods.openings or not others:
        return 0
    after = others[0]
    if not (isinstance(after, Words) and after.text.startswith(periods.opened)):
        return 0
    inferred = fact.period_basis is not None
    period = lexicon.wording.period(fact.period, inferred=inferred, within=True)
    return len(before) + len(period) + len(periods.opened)


def names_period(lexicon: Lexicon, fact: Fact) -> bool:
    """Tell whether a fact's text says its period."""
    return PERIOD in tokenize(fact.text.get(lexicon.language, ""))


def counted(lexicon: Lexicon, fact: Fact) -> str:
    """Return what a fact counts for the whole sheet: the title of its first series, or nothing."""
    for figure in fact.figures.values():
        if figure.indicator and not figure.scope:
            return lexicon.book.indicators[figure.indicator].title[lexicon.language]
    return ""


def label_of(lexicon: Lexicon, fact: Fact, text: Rich, period: str) -> str:
    """Name a fact in a few words: what it counts and when, else how it begins."""
    if title := counted(lexicon, fact):
        label = lexicon.catalog.gettext("%(title)s, %(period)s")
        return label % {"title": title, "period": period}
    opening = opening_of(lexicon, fact)
    own = shortened(text, opening)
    return own[:1].upper() + own[1:] if opening else own  # as the page begins it


def shortened(text: Rich, start: int = 0) -> str:
    """Return the beginning of a text, cut between words, never in a figure, period or name.

    A name that is longer than the room stands whole where little of it is filled: an
    article alone names nothing.
    """
    out, width, at = "", 0, 0
    for run in text:
        whole = run.figure is not None or run.is_inferred or run.href != ""
        for piece in [run.text] if whole else _PIECE.findall(run.text):
            at += len(piece)
            if at <= start:
                continue
            filled, width = width, width + sum(2 if _HAN.match(c) else 1 for c in piece)
            if width > ROOM and filled >= LEAST:
                return out.rstrip(" \u00a0,;:，、；：") + "…"
            out += piece
    return out.rstrip(".。")


_HAN = re.compile("[\u2e80-\u9fff\uff00-\uff60]")
_PIECE = re.compile(r"[\u2e80-\u9fff\uff00-\uff60]|[^\s\u2e80-\u9fff\uff00-\uff60]+|\s+")
