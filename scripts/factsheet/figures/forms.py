"""The forms of a figure: a match of the grammar -> `Quantity`.

One reader a form: a rank, a ratio, a fraction, a fold, a range, a half, a single figure.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache

from factsheet.figures.grammar import (
    AFTER,
    BEFORE,
    DOWN,
    FOLD,
    FRACTION,
    INSIDE,
    RANK,
    RATIO,
    SCALES,
    TO,
    Patterns,
    figure_start,
)
from factsheet.figures.numerals import DIGITS, is_elided, read_numeral
from factsheet.figures.quantity import Quantity, UnreadableError
from factsheet.figures.units import COUNT, Form, Units
from factsheet.messages import say


def read_match(grammar: Patterns, match: re.Match[str]) -> Quantity | None:
    """Return the quantity of a match, if any; UnreadableError for a range turned round."""
    if grammar.figure.made(match):
        return _single(grammar.units, match.groups())
    if grammar.range.made(match):
        return _range(grammar.units, match)
    if grammar.half.made(match):
        return _half(grammar.units, match)
    return next(read for form, read in _READ if form.made(match))(match)


def number_and_unit(grammar: Patterns, match: re.Match[str], quantity: Quantity) -> tuple[str, str]:
    """Return a match's number and what is printed as its unit, with its scale: 7.86, 亿美元."""
    found = match.groupdict()
    if grammar.figure.made(match):
        parts = (found[key] or "" for key in ("scale", "bare", "unit", "spans", "half"))
        return found["num"] or "", "".join(parts)
    if grammar.range.made(match):
        return match.string[match.start("a") : match.end("b")], (found["sb"] or "") + found["unit"]
    if grammar.half.made(match):
        return "半", found["unit"]
    if RANK.made(match):
        number = found["rank"] or found["top"] or found["top2"] or found["share"] or "首"
        return number, found["of"] or quantity.measure
    if RATIO.made(match):
        return match.string[match.start("ratio") : match.end("to")], ""
    start = match.end("pre") if found["pre"] else figure_start(match)
    end = match.start("post") if found["post"] else match.end()
    return match.string[start:end], ""


def _rank(match: re.Match[str]) -> Quantity | None:
    if match["first"]:
        return Quantity(unit="rank", value=Decimal(1), measure="位", numeral="首")
    if match["share"]:
        unit = {"%": "top-percent", "‰": "top-per-mille"}[match["of"]]
        share = match["share"]
        return Quantity(unit=unit, value=Decimal(share), measure=match["of"], pointed="." in share)
    top = match["top"] or match["top2"]
    printed = match["rank"] or top
    read = _number(printed)
    if read is None or read[0] != read[1] or read[0] != int(read[0]):
        return None
    numeral = "" if printed[0].isdigit() else printed
    return Quantity(unit="top" if top else "rank", value=read[0], measure="位", numeral=numeral)


def _ratio(match: re.Match[str]) -> Quantity | None:
    return Quantity(unit="ratio", value=Decimal(match["ratio"]), pointed="." in match["ratio"])


def _fraction(match: re.Match[str]) -> Quantity | None:
    """Read 三分之一, 百分之五, 1/5, 一半 and 过半 as a share in percent."""
    above, below = match["above"] or match["above2"], match["below"] or match["below2"]
    if match["half"] or match["over"]:
        above, below = "1", "2"
    one, all_of_it = _number(above), _number("一万" if below == "万" else below)
    if one is None or all_of_it is None or one[0] != one[1] or not all_of_it[0]:
        return None
    inner = ("more-than", "过") if match["over"] else ("exact", "")
    if match["some"]:
        inner = ("more-than", match["some"])
    outer = _outer(match, *inner)
    if outer is None:
        return None
    share = 100 * one[0] / all_of_it[0]
    exact = share == round(share, 4)
    value = round(share, 4 if exact else 1).normalize()
    return Quantity(
        unit="percent",
        value=value.quantize(Decimal(1)) if value == int(value) else value,
        qualifier=outer[0],
        mark=outer[1],
        measure="%",
        numeral=match.group(0) if not match["below2"] else "",
        pointed=share != int(share) or "." in above or "点" in above,
        fraction="" if exact and all_of_it[0] >= 10 else f"{one[0]}/{all_of_it[0]}",
    )


def _fold(match: re.Match[str]) -> Quantity | None:
    """Read 翻一番 as twice and 翻两番 as four times."""
    read = _number(match["fold"]) if match["fold"] else (Decimal(1), Decimal(1))
    outer = _outer(match, "exact", "")
    if read is None or read[0] != read[1] or not 0 < read[0] < 10 or outer is None:
        return None
    start = match.end("pre") if match["pre"] else figure_start(match)
    fold = match.string[start : match.start("post") if match["post"] else match.end()]
    return Quantity(
        unit="times",
        value=2 ** read[0],
        qualifier=outer[0],
        mark=outer[1],
        measure="番",
        numeral=fold,
    )


def _range(units: Units, match: re.Match[str]) -> Quantity | None:
    if not match["unit"]:
        return None
    form = units.form(match["unit"])
    first, second = _number(match["a"]), _number(match["b"])
    if first is None or second is None or (form.unit == "year" and first[0] >= FIRST_YEAR):
        return None
    scale_b = match["sb"] or ""
    scale_a = match["sa"] or ("" if match["ua"] else scale_b)
    low = first[0].scaleb(SCALES[scale_a]) * form.each
    high = second[1].scaleb(SCALES[scale_b]) * form.each
    if low >= high:
        raise UnreadableError(
            say(
                "the range runs from {first} down to {last}",
                first=f"{match['a']}{scale_a}",
                last=match["b"],
            )
        )
    if match["ua"] and units.form(match["ua"]) != form:
        return None
    outer = _outer(match, "exact", "")
    if outer is None or outer[0] not in ("exact", "about"):
        return None
    han = not match["a"][0].isdigit()
    low, high = (-high, -low) if _falls(match["dir"]) else (low, high)
    return Quantity(
        unit=_per(units, form, match["each"]),
        low=low,
        high=high,
        qualifier="range",
        measure=match["unit"],
        numeral=match.string[figure_start(match) : match.start("unit")] if han else "",
        scaled=bool(scale_b or scale_a),
        pointed="." in match["a"] and "." in match["b"],
        increase=_is_increase(form, match["dir"]),
    )


def _half(units: Units, match: re.Match[str]) -> Quantity | None:
    """Read 半年 and 半小时."""
    outer = _outer(match, "exact", "")
    if outer is None:
        return None
    return Quantity(
        unit=units.form(match["unit"]).unit,
        value=HALF,
        qualifier=outer[0],
        mark=outer[1],
        measure=match["unit"],
        pointed=True,
    )


def _per(units: Units, form: Form, each: str | None) -> str:
    """Return the unit of a figure that 每吨 or the like stands before."""
    return f"{form.unit}/{units.below[each.removeprefix('每')]}" if each else form.unit


def _falls(direction: str | None) -> bool:
    return direction is not None and direction.rstrip("了") in DOWN


def _is_increase(form: Form, direction: str | None) -> bool:
    """Tell whether 倍 follows a verb of change: then “to” and “by” are not told apart."""
    return form.unit == "times" and bool(direction) and str(direction).rstrip("了") not in TO


@lru_cache(maxsize=8192)
def _single(units: Units, parts: tuple[str | None, ...]) -> Quantity | None:
    """Read the parts of `Patterns.figure`, in their order; articles print the same ones often."""
    direction, each, pre, sign, printed, in1, scaled, bare, in2, spans, printed_unit, half, post = (
        parts
    )
    outer = _inside(in1, in2, pre, post)
    printed_unit = spans.replace("半", "") if spans else printed_unit
    scale = scaled or bare or ""
    number = printed or "1"
    read = _scaled(number, scale)
    if read is None or outer is None or (bare and outer[0] == "exact"):
        return None
    han = not number[0].isdigit()
    elided = is_elided(number)
    named = scale and outer[0] != "exact"
    if (han and not (printed_unit or named or elided)) or (
        elided and (printed_unit or scale or in1)
    ):
        return None
    form = units.form(printed_unit) if printed_unit else Form(unit=COUNT)
    if form.unit == "year" and read[0] >= FIRST_YEAR and not scale:
        return None
    halved = bool(half or spans)
    if halved and (form.unit == COUNT or scale or in1 or read[0] != read[1]):
        return None
    if halved:
        read = (read[0] + HALF,) * 2
    qualifier, mark = outer
    low, high = (n * form.each for n in read)
    if form.each > 1 and low == int(low) and high == int(high):
        low, high = Decimal(int(low)), Decimal(int(high))  # 八成半 is 85%, not 85.0%
    increase = _is_increase(form, direction)
    if increase and qualifier == "exact":
        qualifier = "ambiguous"
    if low != high and qualifier != "exact":
        return None
    down = _falls(direction)
    minus = sign is not None and sign != "+"
    if sign and direction in DOWN:
        return None
    if down or minus:
        low, high = -high, -low
    numeral = (printed or "") + scale
    return Quantity(
        unit=_per(units, form, each),
        value=None if low != high else low,
        low=low if low != high else None,
        high=high if low != high else None,
        qualifier="range" if low != high else qualifier,
        mark=mark,
        measure=printed_unit or "",
        numeral=numeral if (han or bare) and not halved else "",
        scaled=bool(scale),
        pointed=halved or "." in number or "点" in number,
        increase=increase,
    )


def _inside(
    first: str | None, second: str | None, pre: str | None, post: str | None
) -> tuple[str, str] | None:
    if first and second:
        return None
    mark = first or second or ""
    return _around(pre, post, INSIDE[mark] if mark else "exact", mark)


def _outer(match: re.Match[str], qualifier: str, mark: str) -> tuple[str, str] | None:
    return _around(match["pre"], match["post"], qualifier, mark)


def _around(pre: str | None, post: str | None, qualifier: str, mark: str) -> tuple[str, str] | None:
    """Add the qualifiers around the figure; two different ones cannot be read as one."""
    for word, table in ((pre, BEFORE), (post, AFTER)):
        if not word:
            continue
        if qualifier != "exact":
            return None
        mark = "约" if word.startswith("约占") else word
        qualifier = table[mark]
    return qualifier, mark


@lru_cache(maxsize=4096)
def _scaled(number: str, scale: str) -> tuple[Decimal, Decimal] | None:
    """Read a number and its scale word; of 1亿2000万 the scale is that of 2000 alone."""
    head = max(number.rfind("亿"), number.rfind("万")) + 1
    if not head or not scale:
        read = _number(number)
        return read and (read[0].scaleb(SCALES[scale]), read[1].scaleb(SCALES[scale]))
    first, last = _number(number[:head]), _number(number[head:].lstrip("零"))
    if first is None or last is None or first[0] != first[1] or "." in number[:head]:
        return None
    if last[1].scaleb(SCALES[scale]) >= Decimal(10) ** SCALES[number[head - 1]]:
        return None
    ends = (n.scaleb(SCALES[scale]) for n in last)
    low, high = ((first[0] + n).quantize(n, context=_WIDE) for n in ends)
    return low, high


def _number(text: str) -> tuple[Decimal, Decimal] | None:
    """Read digits, a numeral, or a number with 万 or 亿 inside, such as 一万二千."""
    if "万" not in text and "亿" not in text:
        return _plain_number(text)
    parts = re.split("(万|亿)", text)
    low = high = Decimal(0)
    power = 20
    for number, scale in zip(parts[::2], [*parts[1::2], ""], strict=True):
        if not number and not scale:
            continue  # 1亿 ends in its scale
        read = _plain_number(number.lstrip("零") or number)
        if read is None or SCALES[scale] >= power or (read[0] != read[1] and scale):
            return None
        if not scale and number in DIGITS:
            read = (read[0].scaleb(power - 1),) * 2  # 三万五 is 35,000
        elif not scale and read[1] >= Decimal(10) ** min(power, 8):
            return None
        elif not scale and number.isdigit() and len(number) < min(power, 4):
            return None  # 3万5 does not say what the 5 counts
        low, high = (
            total + n.scaleb(SCALES[scale]) for total, n in zip((low, high), read, strict=True)
        )
        power = SCALES[scale]
    return low, high


def _plain_number(text: str) -> tuple[Decimal, Decimal] | None:
    if text[:1].isdigit():
        return Decimal(text), Decimal(text)
    text, _, decimals = text.partition("点")
    read = read_numeral(text)
    if decimals and read is not None and read[0] == read[1]:
        digits = "".join(str(DIGITS[c]) for c in decimals)
        return (Decimal(f"{read[0]}.{digits}"),) * 2
    return None if read is None else (Decimal(read[0]), Decimal(read[1]))


HALF = Decimal("0.5")
FIRST_YEAR = 1900  # 1900年 and later are dates, 30年 is a time
_WIDE = Context(prec=60)  # quantize keeps the exponent of the printed digits


_READ = ((RANK, _rank), (RATIO, _ratio), (FRACTION, _fraction), (FOLD, _fold))
