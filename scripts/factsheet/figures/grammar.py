"""The grammar of printed Chinese figures: words for scales, units, qualifiers, and the patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from factsheet.figures.numerals import CHARACTERS

SOURCE_LANGUAGE = "zh"  # the articles are Chinese: `printed` strings are in this language
SCALES = {"": 0, "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
UNITS = {
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
BEFORE = {
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
AFTER = {
    "以上": "at-least",
    "以内": "at-most",
    "以下": "at-most",
    "左右": "about",
    "上下": "about",
    "多": "more-than",
    "余": "more-than",
}
_UP = ("增长", "提高", "增加", "提升", "上升", "上涨", "扩大", "增", "↑", "净增", "净增加")
DOWN = ("下降", "减少", "降低", "回落", "下跌", "缩减", "降", "↓")
TO = ("达到", "达", "累计", "累计达", "共", "共计", "为", "至", "到", "增至", "增长到", "提高到")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_NUM = rf"(?:\d+(?:\.\d+)?|[{CHARACTERS}]+)"
_SCALE = r"(?:百万|千万|万亿|亿|万|(?<=\d)[百千](?![克瓦米]))"
_COUNTS = [m for m in _MEASURES.split() if m not in ("年", "多", "分", "点", "度", "成", "代")]
_UNIT = _any([*UNITS, *_COUNTS])
_START = rf"(?<![\d.{CHARACTERS}])"
_PRE = (
    r"(?P<pre>(?<![节公条签制合预契履缔违])约(?:占(?:全国|全省|全球|世界)?的?)?|(?<![附最邻靠亲临])近|(?<!以)上(?=[百千十])|"
    + _any(w for w in BEFORE if w not in ("约", "近", "上"))
    + ")?"
)
_POST = rf"(?P<post>{_any(AFTER)})?"
_DIR = rf"(?P<dir>(?:{_any([*_UP, *DOWN, *TO])})了?)?"
_END = rf"(?![\d{CHARACTERS}万亿]|\.\d)"

FIGURE = re.compile(
    rf"{_DIR}{_PRE}{_START}(?P<num>{_NUM})(?P<in1>[余多])?(?P<scale>{_SCALE})?(?P<in2>[余多])?"
    rf"(?P<unit>{_UNIT})?{_POST}{_END}"
)
RANGE = re.compile(
    rf"{_PRE}{_START}(?P<a>{_NUM})(?P<sa>{_SCALE})?(?P<ua>{_UNIT})?(?:至|到|—|–|-|~|―|−)"
    rf"(?P<b>{_NUM})(?P<sb>{_SCALE})?(?P<unit>{_UNIT})?{_POST}{_END}"
)
RANK = re.compile(
    r"(?P<dir>(?:位?居)?(?:全国|全省|全球|世界|亚洲|国内|中部|行业)?)"
    rf"(?:第(?P<rank>{_NUM})(?:位|名)?(?![\d{CHARACTERS}届期次批个条轮版季]|\.\d)|(?P<first>首位))"
)
