"""The figure parser: a printed Chinese string -> `Quantity`, or what of it was understood.

`parse` reads one whole string; `scan` finds every figure of a line by the same grammar, so that
what a curator types and what an article prints are read by one reader. Both expect text that
`normalize` has cleaned.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from factsheet.figures.grammar import AFTER, BEFORE, DOWN, FIGURE, RANGE, RANK, SCALES, TO, UNITS
from factsheet.figures.numerals import read_numeral
from factsheet.figures.quantity import Quantity


class UnreadableError(ValueError):
    """A printed string that is no figure; the message says what of it was understood."""


@dataclass(frozen=True, slots=True)
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


def shape(quantity: Quantity) -> tuple[str, str, bool]:
    """Return unit, measure word of a count, and whether the number is a Chinese numeral."""
    measure = quantity.measure if quantity.unit == "count" else ""
    return (quantity.unit, measure, bool(quantity.numeral))


def normalize(text: str) -> str:
    """Clean a printed text for reading: NFKC; no white space, tags, Markdown marks, grouping."""
    text = re.sub(r"\[([^\]\n]*)\]\(([^)\n]*)\)", r"\1", text)
    text = re.sub(r"<[^<>\n]*>", "", text)
    text = re.sub(r"^\s*#+\s", "", text, flags=re.MULTILINE)
    text = text.replace("**", "").replace("`", "")
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", text)


@lru_cache(maxsize=4096)
def parse(printed: str) -> Quantity:
    """Read a printed figure; raise UnreadableError where any part of it is not understood."""
    text = normalize(printed)
    if not text:
        raise UnreadableError("it is empty")
    for pattern in (RANK, RANGE, FIGURE):
        match = pattern.fullmatch(text)
        if match:
            quantity = _quantity(pattern, match)
            if quantity is not None:
                return quantity
    raise UnreadableError(_understood(text))


def scan(line: str) -> tuple[Found, ...]:
    """Find every figure in a normalized line, from left to right, none overlapping."""
    found: list[Found] = []
    position = 0
    ahead = {pattern: pattern.search(line) for pattern in (RANK, RANGE, FIGURE)}
    while True:
        best: re.Match[str] | None = None
        for pattern, match in ahead.items():
            if match is not None and match.start() < position:
                match = ahead[pattern] = pattern.search(line, position)  # noqa: PLW2901  # the next one
            if match is not None and (best is None or _start(match) < _start(best)):
                best = match
        if best is None:
            return tuple(found)
        position = max(best.end(), position + 1)
        if _is_date_or_code(line, best):
            continue
        try:
            quantity = _quantity(best.re, best)
        except UnreadableError:
            continue
        if quantity is not None:
            start = _start(best)
            found.append(Found(line[start : best.end()], start, best.end(), quantity))


@lru_cache(maxsize=4096)
def core(printed: str) -> str:
    """Return a printed figure as `scan` gives its text: normalized, no direction word before it."""
    text = normalize(printed)
    match = RANK.fullmatch(text) or FIGURE.fullmatch(text)
    return text[len(match.group("dir") or "") :] if match else text


def _start(match: re.Match[str]) -> int:
    """Return where a figure begins, behind its direction word."""
    return match.start() if match.re is RANGE else match.start() + len(match["dir"] or "")


def _quantity(pattern: re.Pattern[str], match: re.Match[str]) -> Quantity | None:
    if pattern is RANK:
        return _rank(match)
    if pattern is RANGE:
        return _range(match)
    return _single(match)


def _rank(match: re.Match[str]) -> Quantity | None:
    if match["first"]:
        return Quantity("rank", Decimal(1), measure="位", numeral="首")
    read = _number(match["rank"])
    if read is None or read[0] != read[1]:
        return None
    numeral = "" if match["rank"][0].isdigit() else match["rank"]
    return Quantity("rank", read[0], measure="位", numeral=numeral)


def _range(match: re.Match[str]) -> Quantity | None:
    if not match["unit"]:
        return None
    first, second = _number(match["a"]), _number(match["b"])
    if first is None or second is None:
        return None
    scale_b = match["sb"] or ""
    scale_a = match["sa"] or scale_b
    low = first[0].scaleb(SCALES[scale_a])
    high = second[1].scaleb(SCALES[scale_b])
    if low >= high:
        raise UnreadableError(f"the range runs from {match['a']}{scale_a} down to {match['b']}")
    if match["ua"] and match["ua"] != match["unit"]:
        return None
    outer = _outer(match, "exact", "")
    if outer is None or outer[0] != "exact":
        return None
    han = not match["a"][0].isdigit()
    return Quantity(
        UNITS.get(match["unit"], "count"),
        low=low,
        high=high,
        qualifier="range",
        measure=match["unit"],
        numeral=match.group(0)[: match.start("unit") - match.start()] if han else "",
        scaled=bool(scale_b or scale_a),
        pointed="." in match["a"] and "." in match["b"],
    )


def _single(match: re.Match[str]) -> Quantity | None:
    read = _number(match["num"])
    if read is None:
        return None
    scale = match["scale"] or ""
    han = not match["num"][0].isdigit()
    if han and not (match["unit"] or scale):
        return None
    marks = [m for m in (match["in1"], match["in2"]) if m]
    qualifier, mark = ("more-than", marks[0]) if marks else ("exact", "")
    if len(marks) > 1:
        return None
    outer = _outer(match, qualifier, mark)
    if outer is None:
        return None
    qualifier, mark = outer
    low, high = (n.scaleb(SCALES[scale]) for n in read)
    unit = UNITS.get(match["unit"] or "", "count")
    if unit == "times" and match["dir"] and match["dir"] not in TO:
        qualifier = "ambiguous"
    if low != high and qualifier != "exact":
        return None
    down = match["dir"] and match["dir"].rstrip("了") in DOWN
    return Quantity(
        unit,
        value=None if low != high else -low if down else low,
        low=low if low != high else None,
        high=high if low != high else None,
        qualifier="range" if low != high else qualifier,
        mark=mark,
        measure=match["unit"] or "",
        numeral=match["num"] + scale if han else "",
        scaled=bool(scale),
        pointed="." in match["num"],
    )


def _outer(match: re.Match[str], qualifier: str, mark: str) -> tuple[str, str] | None:
    """Add the qualifiers around the figure; two different ones cannot be read as one."""
    before, after = match["pre"], match["post"]
    for word, table in ((before, BEFORE), (after, AFTER)):
        if not word:
            continue
        if qualifier != "exact":
            return None
        mark = "约" if word.startswith("约占") else word
        qualifier = table[mark]
    return qualifier, mark


def _number(text: str) -> tuple[Decimal, Decimal] | None:
    if text[0].isdigit():
        return Decimal(text), Decimal(text)
    read = read_numeral(text)
    return None if read is None else (Decimal(read[0]), Decimal(read[1]))


def _is_date_or_code(line: str, match: re.Match[str]) -> bool:
    """Tell a year, month, day, model number or code from a figure."""
    after = line[match.end() : match.end() + 1]
    before = line[match.start() - 1 : match.start()] if match.start() else ""
    if before == "第" and match.re is not RANK:
        return True  # an ordinal: 第135届 counts nothing
    bare = match.re is not RANK and not match["unit"]
    if bare and after and after in "年月日号届期#版":
        return True
    if bare and (after in ("-", "+", "/", "@", ".") or before in ("-", "+", "/", ":")):
        return True
    return bare and bool(after or before) and (after.isascii() and after.isalpha())


def _understood(text: str) -> str:
    match = FIGURE.search(text)
    if match is None or not match.group(0):
        return "no number stands in it"
    quantity = _quantity(FIGURE, match)
    rest = [part for part in (text[: match.start()], text[match.end() :]) if part]
    if quantity is None or not rest:
        return f"“{match.group(0)}” does not make one figure (two qualifiers, or an odd numeral)"
    low, high = quantity.bounds
    number = f"{low:f}" if low == high else f"{low:f} to {high:f}"
    what = "no unit" if not quantity.measure else f"unit {quantity.unit}"
    left = " and ".join(f"“{part}”" for part in rest)
    return f"understood “{match.group(0)}” ({number}, {what}, {quantity.qualifier}) but not {left}"
