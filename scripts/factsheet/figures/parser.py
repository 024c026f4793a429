"""The figure parser: a printed Chinese string -> `Quantity`, or what of it was understood.

`parse` reads one whole string; `scan` finds every figure of a line by the same grammar, so that
what a curator types and what an article prints are read by one reader. Both expect text that
`normalize` has cleaned.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

from factsheet.figures.forms import number_and_unit, read_match
from factsheet.figures.grammar import (
    Patterns,
    figure_start,
    patterns,
)
from factsheet.figures.nearest import nearest
from factsheet.figures.numerals import is_elided
from factsheet.figures.quantity import Quantity, UnreadableError
from factsheet.figures.units import Units, package_units
from factsheet.messages import Message, both, ranged, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A figure in a line: its text without a direction word, its span, and its reading."""

    text: str
    start: int
    end: int
    quantity: Quantity

    @property
    def shape(self) -> tuple[str, str, bool]:
        """Return what figures of one line must share to be mistaken for one another."""
        return shape(self.quantity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What looks like a figure of a line but is not whole: a date, a code, a longer unit."""

    text: str
    start: int
    end: int


def shape(quantity: Quantity) -> tuple[str, str, bool]:
    """Return unit, measure word of a count, and whether the number is a Chinese numeral."""
    measure = quantity.measure if quantity.unit == "count" else ""
    return (quantity.unit, measure, bool(quantity.numeral))


@lru_cache(maxsize=4096)
def normalize(text: str) -> str:
    """Clean a printed text for reading: NFKC; no white space, tags, Markdown marks, grouping."""
    text = re.sub(r"\[([^\]\n]*)\]\(([^)\n]*)\)", r"\1", text)
    text = re.sub(r"<[^<>\n]*>", "", text)
    text = re.sub(r"^\s*#+\s", "", text, flags=re.MULTILINE)
    text = text.replace("**", "").replace("`", "")
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"\s+", "", text)
    if _COMMA.search(text):
        text = _GROUPED.sub(lambda match: match[0].replace(",", ""), text)
    return text


@lru_cache(maxsize=4096)
def parse(printed: str, units: Units | None = None) -> Quantity:
    """Read a printed figure; raise UnreadableError where any part of it is not understood."""
    text = normalize(printed)
    if not text:
        raise UnreadableError(say("it is empty"))
    grammar = patterns(units or package_units())
    quantity = _whole(grammar, text)
    if quantity is not None:
        return quantity
    raise UnreadableError(_understood(grammar, text))


def _whole(grammar: Patterns, text: str) -> Quantity | None:
    """Read a normalized text as one figure."""
    for pattern in grammar.fitting():
        match = pattern.fullmatch(text)
        if match:
            quantity = read_match(grammar, match)
            if quantity is not None:
                number, unit = number_and_unit(grammar, match, quantity)
                printed = _as_printed(text[figure_start(match) :])
                return replace(quantity, printed=printed, number=number, printed_unit=unit)
    return None


def _as_printed(text: str) -> str:
    """Return a figure for its own language's sentences: of 约占全国的45% the sentence says 占."""
    return re.sub("^约占(?:全国|全省|全球|世界|全区|全市)?的?", "约", text)


def scan(line: str, units: Units | None = None) -> tuple[Found, ...]:
    """Find every whole figure in a normalized line, from left to right, none overlapping."""
    return tuple(found for found in survey(line, units) if isinstance(found, Found))


@lru_cache(maxsize=4096)
def survey(line: str, units: Units | None = None) -> tuple[Found | Broken, ...]:
    """Find every figure in a normalized line, and what looks like one but is not whole."""
    grammar = patterns(units or package_units())
    found: list[Found | Broken] = []
    first = [(kind, kind.next(line, 0)) for kind in grammar.searched]
    ahead = [(kind, match) for kind, match in first if match is not None]
    ranged = grammar.dash.search(line) is not None
    while ahead:
        best = ahead[0][1] if len(ahead) == 1 else min((m for _, m in ahead), key=figure_start)
        if ranged and grammar.figure.made(best):
            best = grammar.range.match(line, best.start()) or best
        position = max(best.end(), figure_start(best) + 1)
        found.append(_found(grammar, line, best))
        later = [(k, k.next(line, position) if m.start() < position else m) for k, m in ahead]
        ahead = [(kind, match) for kind, match in later if match is not None]
    return tuple(found)


def _found(grammar: Patterns, line: str, match: re.Match[str]) -> Found | Broken:
    """Read a match where it is a whole figure and no date or code."""
    start, end = figure_start(match), match.end()
    counted = grammar.figure.made(match) or grammar.range.made(match)
    if not (counted and _is_date_or_code(line, match)) and not grammar.stopped(line, match):
        try:
            quantity = read_match(grammar, match)
        except UnreadableError:
            quantity = None
        if quantity is not None:
            return Found(text=line[start:end], start=start, end=end, quantity=quantity)
    return Broken(text=line[start:end], start=start, end=end)


@lru_cache(maxsize=4096)
def core(printed: str, units: Units | None = None) -> str:
    """Return a printed figure as `scan` gives its text: normalized, no direction word before it."""
    text = normalize(printed)
    for pattern in patterns(units or package_units()).fitting():
        match = pattern.fullmatch(text)
        if match:
            return text[figure_start(match) :]
    return text


def _is_date_or_code(line: str, match: re.Match[str]) -> bool:
    """Tell a year, month, day, model number or code from a figure."""
    if match["unit"]:
        return False
    after = line[match.end() : match.end() + 1]
    before = line[match.start() - 1 : match.start()] if match.start() else ""
    return (after != "" and after in "年月日号届期#版") or (before != "" and before in "-+/:")


def _understood(grammar: Patterns, text: str) -> Message:
    """Say what was understood of a text, what was not, and which form near it would be read."""
    if _DATED.fullmatch(text):
        return say("“{text}” is a date; type it as a period", text=text)
    hint = nearest(text, grammar, lambda new: _reads(grammar, new))
    read = _told(grammar, text)
    return say("{read}; {hint}", read=read, hint=hint) if hint else read


def _reads(grammar: Patterns, text: str) -> bool:
    try:
        return _whole(grammar, text) is not None
    except UnreadableError:
        return False


def _told(grammar: Patterns, text: str) -> Message:
    match = grammar.figure.search(text)
    if match is None or not match["num"]:
        return say("no number stands in it")
    try:
        quantity = read_match(grammar, match)
    except UnreadableError:
        quantity = None
    number = match["num"]
    if is_elided(number) and match["unit"]:
        return say(
            "“{number}” before a unit may leave out its last place; no article prints it so",
            number=number,
        )
    rest = [part for part in (text[: match.start()], text[match.end() :]) if part]
    if quantity is None or not rest:
        words = [match[g] for g in ("pre", "in1", "in2", "post") if match[g]]
        if len(words) > 1:
            return say("“{figure}” has two qualifiers, {words}", figure=match[0], words=both(words))
        return say("“{figure}” is no figure alone: no unit, or an odd numeral", figure=match[0])
    unit = say("unit {unit}", unit=quantity.unit) if quantity.measure else say("no unit")
    return say(
        "understood “{figure}” ({value}, {unit}, {qualifier}) but not {left}",
        figure=match[0],
        value=ranged(*quantity.bounds),
        unit=unit,
        qualifier=quantity.qualifier,
        left=both(f"“{part}”" for part in rest),
    )


_COMMA = re.compile(r",(?<=\d,)\d{3}")
_GROUPED = re.compile(r"(?<![\d.,第])\d{1,3}(?:,\d{3})+(?!,?\d)")  # 第5,320家 is two figures
_DATED = re.compile(r"(?:19|20)\d\d年")
