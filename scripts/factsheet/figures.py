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

from factsheet.numerals import CHARACTERS, read_numeral
from factsheet.quantity import Quantity


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
    for pattern in (_RANK, _RANGE, _FIGURE):
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
    ahead = {pattern: pattern.search(line) for pattern in (_RANK, _RANGE, _FIGURE)}
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
    match = _RANK.fullmatch(text) or _FIGURE.fullmatch(text)
    return text[len(match.group("dir") or "") :] if match else text


def _start(match: re.Match[str]) -> int:
    """Return where a figure begins, behind its direction word."""
    return match.start() if match.re is _RANGE else match.start() + len(match["dir"] or "")


def _quantity(pattern: re.Pattern[str], match: re.Match[str]) -> Quantity | None:
    if pattern is _RANK:
        return _rank(match)
    if pattern is _RANGE:
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
    low = first[0].scaleb(_SCALES[scale_a])
    high = second[1].scaleb(_SCALES[scale_b])
    if low >= high:
        raise UnreadableError(f"the range runs from {match['a']}{scale_a} down to {match['b']}")
    if match["ua"] and match["ua"] != match["unit"]:
        return None
    outer = _outer(match, "exact", "")
    if outer is None or outer[0] != "exact":
        return None
    han = not match["a"][0].isdigit()
    return Quantity(
        _UNITS.get(match["unit"], "count"),
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
    low, high = (n.scaleb(_SCALES[scale]) for n in read)
    unit = _UNITS.get(match["unit"] or "", "count")
    if unit == "times" and match["dir"] and match["dir"] not in _TO:
        qualifier = "ambiguous"
    if low != high and qualifier != "exact":
        return None
    down = match["dir"] and match["dir"].rstrip("了") in _DOWN
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
    for word, table in ((before, _BEFORE), (after, _AFTER)):
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
    bare = match.re is not _RANK and not match["unit"]
    if bare and after and after in "年月日号届期#版":
        return True
    if bare and (after in ("-", "+", "/", "@", ".") or before in ("-", "+", "/", ":")):
        return True
    return bare and bool(after or before) and (after.isascii() and after.isalpha())


def _understood(text: str) -> str:
    match = _FIGURE.search(text)
    if match is None or not match.group(0):
        return "no number stands in it"
    quantity = _quantity(_FIGURE, match)
    rest = [part for part in (text[: match.start()], text[match.end() :]) if part]
    if quantity is None or not rest:
        return f"“{match.group(0)}” does not make one figure (two qualifiers, or an odd numeral)"
    low, high = quantity.bounds
    number = f"{low:f}" if low == high else f"{low:f} to {high:f}"
    what = "no unit" if not quantity.measure else f"unit {quantity.unit}"
    left = " and ".join(f"“{part}”" for part in rest)
    return f"understood “{match.group(0)}” ({number}, {what}, {quantity.qualifier}) but not {left}"


_SCALES = {"": 0, "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
_UNITS = {
    "元": "CNY",
    "人民币": "CNY",
    "元人民币": "CNY",
    "美元": "USD",
    "%": "percent",
    "个百分点": "percentage-point",
    "百分点": "percentage-point",
    "倍": "times",
    "吨": "t",
    "千克": "kg",
    "公斤": "kg",
    "kg": "kg",
    "平方公里": "km2",
    "km2": "km2",
    "平方米": "m2",
    "m2": "m2",
    "立方米": "m3",
    "m3": "m3",
    "公顷": "ha",
    "亩": "mu",
    "公里": "km",
    "km": "km",
    "米": "m",
    "m": "m",
    "毫米": "mm",
    "mm": "mm",
    "千瓦时": "kWh",
    "kWh": "kWh",
    "千瓦": "kW",
    "兆瓦": "MW",
    "MW": "MW",
    "GW": "GW",
    "吉瓦": "GW",
    "小时": "h",
    "个小时": "h",
    "分钟": "min",
    "天": "d",
    "个月": "month",
    "千克标准煤/吨": "kgce/t",
    "标箱": "TEU",
    "TEU": "TEU",
}
_MEASURES = (
    "部门 个部门 个 家 条 列 项 种 类 款 件 座 台 位 名 人 户 处 栋 幢 场 届 次 艘 架 辆 "
    "所 间 套 只 头 匹 份 张 批 门 支 宗 笔 部 篇 册 卷 本 期 轮 组 队 对 双 副 层 级 枚 "
    "桩 项次 瓶 袋 桶 盒 包 把 束 股 门类 大 方面 国 省 市 县 城 港 园 区 馆 店 厂 站 线 "
    "路 班 趟 航班 架次 人次 列次 车次 标准箱 箱 车 船 节 台套 千米 株 棵 颗 粒 块 片 面 "
    "根 杆 盏 顶 口 眼 尊 幅 首 曲 字 句 段 章 员 代 辈 成 年 分 秒 度 点 亿次 多"
)
_BEFORE = {
    "超过": "more-than",
    "超": "more-than",
    "逾": "more-than",
    "突破": "more-than",
    "多于": "more-than",
    "高于": "more-than",
    "不少于": "at-least",
    "不低于": "at-least",
    "至少": "at-least",
    "上": "at-least",
    "接近": "nearly",
    "将近": "nearly",
    "近": "nearly",
    "大约": "about",
    "约": "about",
    "大概": "about",
    "不足": "less-than",
    "不到": "less-than",
    "低于": "less-than",
    "少于": "less-than",
    "不超过": "at-most",
    "不高于": "at-most",
    "至多": "at-most",
    "最多": "at-most",
}
_AFTER = {
    "以上": "at-least",
    "以内": "at-most",
    "以下": "at-most",
    "左右": "about",
    "上下": "about",
    "多": "more-than",
    "余": "more-than",
}
_UP = ("增长", "提高", "增加", "提升", "上升", "上涨", "扩大", "增", "↑", "净增", "净增加")
_DOWN = ("下降", "减少", "降低", "回落", "下跌", "缩减", "降", "↓")
_TO = ("达到", "达", "累计", "累计达", "共", "共计", "为", "至", "到", "增至", "增长到", "提高到")


def _any(words: object) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]


_NUM = rf"(?:\d+(?:\.\d+)?|[{CHARACTERS}]+)"
_SCALE = r"(?:百万|千万|万亿|亿|万|(?<=\d)[百千](?![克瓦米]))"
_COUNTS = [m for m in _MEASURES.split() if m not in ("年", "多", "分", "点", "度", "成", "代")]
_UNIT = _any([*_UNITS, *_COUNTS])
_START = rf"(?<![\d.{CHARACTERS}])"
_PRE = (
    r"(?P<pre>(?<![节公条签制合预契履缔违])约(?:占(?:全国|全省|全球|世界)?的?)?|(?<![附最邻靠亲临])近|(?<!以)上(?=[百千十])|"
    + _any(w for w in _BEFORE if w not in ("约", "近", "上"))
    + ")?"
)
_POST = rf"(?P<post>{_any(_AFTER)})?"
_DIR = rf"(?P<dir>(?:{_any([*_UP, *_DOWN, *_TO])})了?)?"
_END = rf"(?![\d{CHARACTERS}万亿]|\.\d)"

_FIGURE = re.compile(
    rf"{_DIR}{_PRE}{_START}(?P<num>{_NUM})(?P<in1>[余多])?(?P<scale>{_SCALE})?(?P<in2>[余多])?"
    rf"(?P<unit>{_UNIT})?{_POST}{_END}"
)
_RANGE = re.compile(
    rf"{_PRE}{_START}(?P<a>{_NUM})(?P<sa>{_SCALE})?(?P<ua>{_UNIT})?(?:至|到|—|–|-|~|―|−)"
    rf"(?P<b>{_NUM})(?P<sb>{_SCALE})?(?P<unit>{_UNIT})?{_POST}{_END}"
)
_RANK = re.compile(
    r"(?P<dir>(?:位?居)?(?:全国|全省|全球|世界|亚洲|国内|中部|行业)?)"
    rf"(?:第(?P<rank>{_NUM})(?:位|名)?(?![\d{CHARACTERS}届期次批个条轮版季]|\.\d)|(?P<first>首位))"
)
