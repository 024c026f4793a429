"""A printed string that is no figure -> the nearest form that would be read.

The whole string is written anew with every digit kept, or a form is named with N for the number;
a piece of what was typed is never offered, for a figure is typed whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches

from factsheet.figures.grammar import Patterns
from factsheet.figures.numerals import CHARACTERS, is_elided, read_numeral
from factsheet.messages import NOTHING, Message, either, say


def nearest(text: str, grammar: Patterns, reads: Callable[[str], bool]) -> Message:
    """Say which form near a normalized text would be read; empty where none is near."""
    whole = list(dict.fromkeys(new for new in _anew(text) if new != text and reads(new)))
    if whole:
        return say("nearest readable: {forms}", forms=either(whole))
    if re.search(r"\d+(?:\.\d+){2,}", text):
        return say("a number has one decimal point, as N.N{tail}", tail=_tail(text, grammar))
    if re.search("若干|[几数][十百千万亿个家项种]", text):
        return say("几, 数 and 若干 name no number")
    match = grammar.figure.search(text)
    if match is None or not match["num"]:
        unit = next(
            (form for form in sorted(grammar.units.forms, key=len)[::-1] if form in text), ""
        )
        return (
            say("nearest readable form: {forms}", forms=f"N{_scale(text)}{unit}")
            if unit
            else NOTHING
        )
    known = _close(text[match.end() :], match["unit"] or "", grammar)
    forms = [_form(match, unit, *around) for unit in known for around in _qualified(match)]
    shown = either(form for form in dict.fromkeys(forms) if form != "N")
    return say("nearest readable form: {forms}", forms=shown) if shown else NOTHING


def _anew(text: str) -> list[str]:
    """Write the whole text anew in the ways that keep its value."""
    text = text.translate(_VARIANTS)
    text = text.replace("俩", "两个").replace("仨", "三个")
    text = re.sub(rf"(\d+|[{CHARACTERS}]+)(?:又二分之一|又半)", _and_half, text)
    text = re.sub(r"^((?:US)?\$)(\d[\d.]*[百千万亿]*)$", r"\2美元", text)
    text = re.sub(r"^(?:RMB|CNY|[¥￥])(\d[\d.]*[百千万亿]*)(?:元|人民币)?$", r"\1元", text)
    text = re.sub(r"(\d)个?(?:percent|pct)$", r"\1%", text)
    elided = re.search(rf"[{CHARACTERS}]+", text)
    if elided and is_elided(elided[0]):
        head, last, end = text[: elided.end() - 1], elided[0][-1], text[elided.end() :]
        below = {"百": "十", "千": "百"}[elided[0][-2]]
        return [f"{head}零{last}{end}", f"{head}{last}{below}{end}"]
    return [text]


def _and_half(match: re.Match[str]) -> str:
    number = match[1]
    if number.isdigit():
        return f"{number}.5"
    read = read_numeral(number)
    return match[0] if read is None or read[0] != read[1] else f"{read[0]}.5"


def _close(rest: str, unit: str, grammar: Patterns) -> list[str]:
    """Return the known units nearest to what was typed; the unit itself where words follow it."""
    below = re.match(r"(?:/|每)(.+)", rest)
    if unit and below:
        return [f"{unit}/{near}" for near in _alike(below[1], grammar.units.below)] or [unit]
    if not rest or re.match("[、,。;和]", rest):
        return [unit]
    return [form for form in _alike(unit + rest, grammar.units.forms) if form != unit] or [unit]


def _alike(typed: str, forms: Iterable[str]) -> list[str]:
    return get_close_matches(typed, forms, n=3, cutoff=0.6)


def _qualified(match: re.Match[str]) -> list[tuple[str, str, str]]:
    """Return the qualifiers before, inside and after a figure, one at a time."""
    pre, post = match["pre"] or "", match["post"] or ""
    inside = match["in1"] or match["in2"] or ""
    alone = ((pre, "", ""), ("", inside, ""), ("", "", post))
    return [around for around in alone if any(around)] or [("", "", "")]


def _form(match: re.Match[str], unit: str, pre: str, inside: str, post: str) -> str:
    scale = "" if unit.startswith(match["scale"] or "?") else match["scale"] or ""
    return f"{pre}N{scale}{inside}{unit}{post}"


def _scale(text: str) -> str:
    found = re.search("万亿|[百千]?[万亿]", text)
    return found[0] if found else ""


def _tail(text: str, grammar: Patterns) -> str:
    found = re.search(r"[\d.]+(.*)$", text)
    unit = found[1].lstrip("百千万亿") if found else ""
    return _scale(text) + (unit if unit in grammar.units.forms else "")


# characters that mean what another one means: variants, and the numerals of checks
_VARIANTS = str.maketrans(
    "壹贰叁肆伍陆柒捌玖拾佰仟萬億圓圆點餘個", "一二三四五六七八九十百千万亿元元点余个"
)
