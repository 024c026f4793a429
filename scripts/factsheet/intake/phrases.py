"""What looks like a count in an article and is none: set phrases, and figures of speech."""

from __future__ import annotations

import re
from collections.abc import Sequence

from factsheet.figures.numerals import CHARACTERS
from factsheet.figures.parser import Found

Span = tuple[int, int]


def set_phrases(lines: Sequence[str]) -> list[list[Span]]:
    """Return for each normalized line where set phrases with numerals stand.

    What an article puts in quotation marks once is a set phrase wherever it prints it.
    """
    quoted = {m[1] for line in lines for m in _QUOTED.finditer(line)}
    words = "|".join(map(re.escape, sorted(quoted, key=len, reverse=True)))
    patterns = [*_PATTERNS, *([re.compile(words)] if words else [])]
    return [[m.span() for p in patterns for m in p.finditer(line)] for line in lines]


def is_phrase(figure: Found, line: str, spans: Sequence[Span]) -> bool:
    """Tell whether a figure belongs to a set phrase, or names a class of size (百亿园区)."""
    if figure.quantity.unit in {"CNY", "USD", "percent", "percentage-point"}:
        return False
    inside = any(start < figure.end and figure.start < end for start, end in spans)
    sized = _SIZE.fullmatch(figure.text) and figure.quantity.unit == "count"
    return inside or bool(sized) or bool(_NAMED_TIME.match(line, figure.start))


def is_casual(figure: Found) -> bool:
    """Tell whether a figure seldom is one: 一张网, 三大板块."""
    return figure.quantity.unit == "count" and bool(_CASUAL.fullmatch(figure.text))


_N = f"[{CHARACTERS}万亿多]"
_PLACES = "省市县区旗州镇乡村"
_QUOTED = re.compile(rf"“((?=[^“”]{{0,11}}[{CHARACTERS}])[^\d“”。;]{{2,12}})”")
_PATTERNS = (
    # 两横四纵, 一村一品, 百县千镇, but 两市三县 counts
    re.compile(
        rf"(?<!{_N})(?:(?!{_N}[{_PLACES}]){_N}(?!{_N})[一-龥]{_N}(?!{_N})[一-龥]"
        rf"|[一百千万][{_PLACES}][一百千万多](?!{_N})[一-龥])(?:{_N}(?!{_N})[一-龥])*"
    ),
    re.compile("[百千万]年(?:变局|未有|大[计党]|奋斗|目标|名[校企城]|老[店校])"),
)
_SIZE = re.compile("[百千万亿]+[^百千万亿元]{1,2}")
_NAMED_TIME = re.compile(rf"(?:\d+|[{CHARACTERS}]+)(?:年|个?月|天|日)(?:行动|规划|计划|攻坚|会战)")
_CASUAL = re.compile(rf"一[^{CHARACTERS}\d万亿]{{1,2}}|[{CHARACTERS}]大")
