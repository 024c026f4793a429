"""The grammar of printed Chinese figures: words for scales and qualifiers, and the patterns.

A figure is whole, or it is not read. The patterns take the longest number, scale word, unit and
qualifier; what stands beside them then decides:

- Before a number stand no digit, point, numeral, scale word, stroke, operator, sign that is not
  read, nor letter (unless a percentage follows); not 第, 分之, 负, 几, 数 (before a Chinese
  numeral), nor a list separator behind a bare number (3、5万元). No word denies a qualifier (没超).
- After a number without unit stand no letter, digit, stroke, hyphen or operator; no word that
  begins a unit or names a currency; behind a number without 万 or 亿 no Chinese character.
- After a unit stand no second unit, stroke or 每 that would compound it, no class word (级, 型,
  制, 期), no half, no smaller unit (3小时20分); after letters no letter and no digit.
- After 多 or 余 stands no unit or scale word.

Any other continuation leaves the figure unreadable there: it is never read shorter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from factsheet.figures.expressions import Anchored, Expression
from factsheet.figures.numerals import CHARACTERS, DIGITS, NAMES
from factsheet.figures.units import Units

SOURCE_LANGUAGE = "zh"  # the articles are Chinese: `printed` strings are in this language
SOURCE_HTML = "zh-Hans"  # its tag where the sheet itself is not in it
SCALES = {
    "": 0, "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "百亿": 10, "千亿": 11,
    "万亿": 12, "亿亿": 16, "百亿亿": 18,
}  # fmt: skip
BEFORE = {
    "超过": "more-than",
    "超出": "more-than",
    "超": "more-than",
    "逾": "more-than",
    "突破": "more-than",
    "首破": "more-than",
    "破": "more-than",
    "过": "more-than",
    "多于": "more-than",
    "高于": "more-than",
    "大于": "more-than",
    "不少于": "at-least",
    "不低于": "at-least",
    "不小于": "at-least",
    "不下于": "at-least",
    "不下": "at-least",
    "至少": "at-least",
    "上": "at-least",
    "接近": "nearly",
    "将近": "nearly",
    "近": "nearly",
    "大约": "about",
    "约合": "about",
    "约": "about",
    "大概": "about",
    "大致": "about",
    "不足": "less-than",
    "不到": "less-than",
    "不满": "less-than",
    "不及": "less-than",
    "未满": "less-than",
    "低于": "less-than",
    "少于": "less-than",
    "小于": "less-than",
    "不超过": "at-most",
    "不超": "at-most",
    "未超过": "at-most",
    "不高于": "at-most",
    "不多于": "at-most",
    "不大于": "at-most",
    "至多": "at-most",
    "最多": "at-most",
}
AFTER = {
    "以上": "at-least",
    "及以上": "at-least",
    "或以上": "at-least",
    "以内": "at-most",
    "及以内": "at-most",
    "之内": "at-most",
    "内": "at-most",
    "内外": "about",
    "以下": "at-most",
    "及以下": "at-most",
    "或以下": "at-most",
    "有余": "more-than",
    "开外": "more-than",
    "左右": "about",
    "上下": "about",
    "多": "more-than",
    "余": "more-than",
}
INSIDE = {"多": "more-than", "余": "more-than", "来": "about"}
_UP = (
    "增长 提高 增加 提升 上升 上涨 扩大 增 ↑ 净增 净增加 微增 微升 同比增长 年均增长 "
    "高出 多出 增多".split()
)
DOWN = (
    "下降 减少 降低 回落 下跌 缩减 降 ↓ 微降 下滑 下调 缩小 收窄 压减 压降 缩水 萎缩 负增长 跌 "
    "精简 同比下降 贬值".split()
)
TO = tuple(
    "达到 达 累计 累计达 累计达到 共 共计 共达 合计 合计达 总计 总计达 总共 一共 已达 "
    "为 至 到 增至 增长到 提高到 降至 降到 减至 升至 下降到 减少到 "
    "降低到 上升到 缩短到 缩小到 增加到 提升到 扩大到 提升至 提高至 增长至 增加至 跃升至 "
    "扩大至 上升至 下降至 减少至 降低至 缩短至 缩小至 回落至".split()
)


def _any(words: Iterable[str]) -> str:
    """Return a pattern for the longest of some words, which looks at the first character first."""
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(head)}(?:{'|'.join(tails)})" for head, tails in groups.items())


def _heads(words: Iterable[str]) -> str:
    return "".join(dict.fromkeys(word[0] for word in words))


# 千 that opens a unit (千瓦, 千米, 千伏) is no scale word.
_KILO = r"(?![克瓦米伏卡赫帕])"
_HAN = rf"(?:[{CHARACTERS.replace('千', '')}]|千{_KILO})+"
_PART = rf"(?:\d+(?:\.\d+)?|{_HAN}(?:点[{''.join(DIGITS)}]+)?)"
# 1亿2000(万), 一万二千三百: a number with 万 or 亿 inside
NUM = rf"(?:{_PART}(?:(?:亿|万)零?{_PART})*)"
_SCALE = rf"(?:百亿亿|亿亿|百万|千万{_KILO}|百亿|千亿|万亿|亿|万|(?<=\d)(?:百|千{_KILO}))"
_BARE_SCALE = rf"(?<![\d{CHARACTERS}几数万亿])(?:万亿|亿|万)"
_SIGN = r"(?:(?<![\dA-Za-z%‰)万亿年月日])(?P<sign>[+−–-])(?=\d))?"
_PLACES = "全国|全省|全球|世界|全区|全市"
# 入超 and 出超 are balances of trade, but 收入超, 支出超 end in another word
_OVER = "(?<![反赶])(?<![^收投纳引买融嵌装流转注导]入)(?<![^支输产进演付流高多外]出)超"
_PRE = (
    rf"(?:(?=[{_heads(BEFORE)}])(?P<pre>(?<![节公条签制合预契履缔违])约(?:占(?:{_PLACES})?的?)?"
    rf"|(?<![附最邻靠亲临])近|(?<![以迈跨登踏站攀跃升])上(?=[百千十万亿])|{_OVER}"
    r"|(?<![打爆击识侦])破(?=[\d百千万亿])|(?<![经通路穿渡度透难不])过(?=[百千万亿])|"
    + _any(w for w in BEFORE if w not in ("约", "近", "上", "超", "破", "过"))
    + ")(?:[了为有达]|占(?:全国)?的?)?)?"
)
# 72小时内 and 3年内设立 are "within"; 3家内资企业 and 5年内需 are not
_WITHIN = (
    "(?<=[时天日钟周月年秒里米元倍%吨])内"
    "(?!资|需|地|外|部|容|河|蒙|陆(?!续)|涵|生(?!产)|销(?!售)|贸|循|控|存(?!放)"
    "|设(?![立置施])|科|在|港)"
)
_POST = rf"(?P<post>内外|(?!内)(?:{_any(AFTER)})|{_WITHIN})?"
_DIR_WORDS = (*_UP, *DOWN, *TO)
_DIR = rf"(?P<dir>(?=[{_heads(_DIR_WORDS)}])(?:{_any(_DIR_WORDS)})了?)?"
_DASH = "(?:至|到|—|–|-|~|―|−)"

# 第一书记, 第三通道 and the like put in order and rank nothing
_ORDERED = (
    "届期次批个条轮版季产方阶场年天步时代类章书议动要责手"
    "线现生资通极家所座颗部例艘列辆台架口件项梯战曲"
)
RANK = Anchored(
    r"(?P<dir>(?:位?居|升至|跃居|位列|排名)?(?:全国|全省|全球|世界|亚洲|国内|中部|行业)?)"
    rf"(?:第(?P<rank>{_PART})(?:位(?!数)|名(?!单))?(?![\d{CHARACTERS}{_ORDERED}]|\.\d)"
    r"|(?P<first>首位)"
    rf"|(?<![目此之以日年空提面当生先从眼跟史])前(?P<top>{_PART})(?:位|名|强)?(?![一-龥\d.%‰])"
    rf"|(?<![目此之以日年空提面当生先从眼跟史])前(?P<top2>{_PART})(?:位|名|强)"
    r"|(?<![目此之以日年空提面当生先从眼跟史])前(?P<share>\d+(?:\.\d+)?)(?P<of>[%‰]))",
    anchor=rf"第[\d{CHARACTERS}]|首位|前[\d{CHARACTERS}]",
)
RATIO = Anchored(
    r"(?P<dir>)(?<![\d.:∶/])(?P<ratio>\d+(?:\.\d+)?)[:∶比](?P<to>1)(?![\d.:∶月日年])",
    anchor=r"[:∶比]1(?<=\d..)",
)
FRACTION = Anchored(
    rf"(?P<dir>){_PRE}(?<![\d.{CHARACTERS}/])(?:(?P<below>[十百]?万|百|千|{_PART})分之(?P<above>{_PART})"
    rf"|(?P<above2>[1-9])/(?P<below2>[2-9])(?![\d/月.])|(?P<half>一半|(?<![过多])半数)|(?P<over>过半)数?)"
    rf"(?P<some>多|强)?{_POST}",
    anchor="分之|半(?<=[一过]半)|半数|/(?<=[1-9]/)[2-9]",
)
FOLD = Anchored(
    rf"{_DIR}{_PRE}(?:翻了?(?P<fold>{_HAN}|\d+)番|(?P<double>翻番)){_POST}", anchor="翻"
)


class Patterns:
    """The patterns that depend on units, and the rule of what may stand beside a figure."""

    def __init__(self, units: Units) -> None:
        """Compile the patterns for a sheet's units."""
        self.units = units
        simple = _any(units.forms)
        below = rf"万?(?:{_any(units.below)})"
        unit = rf"(?:{simple})(?:(?:/|每(?!年|月|天|日)){below}(?:/(?:{below}))?)?"
        scaled = rf"(?<=[万亿])(?:{_any(units.scaled)})|{unit}"
        each = rf"(?P<each>每(?:{_any(_eachable(units))}))?"
        self.figure = Anchored(
            rf"{_DIR}{each}{_PRE}{_SIGN}(?:(?P<num>{NUM})(?P<in1>[余多]|来(?=[{_firsts(units)}]))?"
            rf"(?P<scale>{_SCALE})?|(?P<bare>{_BARE_SCALE}))(?P<in2>[余多])?"
            rf"(?:(?P<spans>个半(?:小时|月))|(?P<unit>{scaled})?(?P<half>{_HALF})?){_POST}",
            anchor=rf"[\d{CHARACTERS}万亿]",
            lead=_LED | {*"".join(_eachable(units))},
        )
        self.half = Anchored(
            rf"(?P<dir>){_PRE}{_HALF_BEFORE}半(?P<unit>年|个?小时|个月|天)(?![制报期票薪]){_POST}",
            anchor=_HALF_TIME,
        )
        # it is looked for where a figure is found
        self.range = Anchored(
            rf"{_DIR}{each}{_PRE}(?P<a>{_PART})(?P<sa>{_SCALE})?(?P<ua>{unit})?{_DASH}"
            rf"(?P<b>{_PART})(?P<sb>{_SCALE})?(?P<unit>{scaled})?{_POST}",
            anchor=_DASH,
        )
        self.dash = re.compile(_DASH)
        self.searched = (RANK, FOLD, FRACTION, RATIO, self.half, self.figure)
        after_bare = (
            rf"[A-Za-z\d{CHARACTERS}/+\-~×*∶^_°#@&=−–′″²³%‰万亿]|—(?!—)|\.|:\d"
            rf"|[、和与及或]\d|[一-龥]{{0,3}}(?:元|币|镑|铢|盾|卢布|卢比|法郎|克朗)(?![件旦首])"
            rf"|[{_firsts(units)}{UNIT_CHARACTERS}]"
        )
        self._after_bare = Expression(after_bare)
        # 7万亿、8万亿、9万亿三个大台阶: each is one figure, unless the last one gives all a unit
        self._listed = Expression(
            rf"(?:[、和与及或]\d+(?:\.\d+)?(?:万亿|亿|万))*(?:[一二两三四五六七八九](?:个|大)"
            rf"|(?<=[万亿])(?!{after_bare}))"
        )

    def fitting(self) -> tuple[Anchored, ...]:
        """Return the patterns that may fit a whole text, in the order in which they count."""
        return RANK, self.range, FOLD, FRACTION, RATIO, self.half, self.figure

    def stopped(self, line: str, match: re.Match[str]) -> bool:
        """Tell whether what stands beside a match could belong to its figure."""
        start, end = figure_start(match), match.end()
        before = line[max(start - 4, 0) : start]  # no rule looks further back
        if RANK.made(match) and match["share"]:
            return bool(_AFTER_PERCENT.match(line, end))
        if RANK.made(match) or FOLD.made(match):
            return False
        if _BEFORE_ALL.search(before):
            return True
        if self.half.made(match):
            return False
        if FRACTION.made(match) or RATIO.made(match):
            return bool(_AFTER_PERCENT.match(line, end))
        first = match["a"] if self.range.made(match) else match["num"] or match["bare"]
        if not first[0].isdigit() and self._unnumbered(match, line, first):
            return True
        return self._before(match, first, before) or self._after(match, line, end)

    def _unnumbered(self, match: re.Match[str], line: str, numeral: str) -> bool:
        """Tell whether a numeral belongs to a name or set phrase, or puts in order as 二期."""
        start, end = figure_start(match), match.end()
        name = _NAMES.search(line, start - 2 if start > 1 else 0, end + 3)
        while name is not None:
            if name.start() < end and name.end() > start:
                return True
            name = _NAMES.search(line, name.end(), end + 3)
        unit = match["unit"] or ""
        if unit == "次" and _SESSION.search(line[max(start - 9, 0) : start]):
            return True
        counted = unit in self.units.measures
        ordered = counted and (unit == "期" or (numeral == "二" and unit not in "人字"))
        return ordered or numeral == "零"

    def _before(self, match: re.Match[str], first: str, before: str) -> bool:
        text = match.group(0)
        if match["pre"] and before[-1:] in _DENIALS:
            return True
        if before[-1:].isascii() and before[-1:].isalpha() and match["unit"] != "%":
            return True
        if _GROUPED.search(before) and re.match(r"\d{3}(?!\d)", first):
            return True
        sums = not first[0].isdigit() and before.endswith("数") and first[0] in "十百千万亿"
        return sums and not text.startswith("数")

    def _after(self, match: re.Match[str], line: str, end: int) -> bool:
        unit, post, following = match["unit"], match["post"], line[end : end + 1]
        if post:
            return post in "多余" and following in _AFTER_MORE
        if not unit:
            scale = match["sb"] if self.range.made(match) else match["scale"] or match["bare"]
            if scale and self._listed.match(line, end):
                return False
            if self._after_bare.match(line, end):
                return True
            if scale:
                return False
            start = figure_start(match)
            before = line[start - 1 : start] if start else ""
            if before == "双":
                return True
            if "一" <= following <= "龥":
                return before not in ("从", "由") or not _MOVES.match(line, end)
            return following in _CODE_ENDS or (before == "“" and following == "”")
        if unit[-1].isascii():
            return bool(_AFTER_PERCENT.match(line, end))
        if unit.endswith("个") and _AFTER_GE.match(line, end):
            return True
        if self.units.form(unit).unit in _DIVIDED and _SMALLER.match(line, end):
            return True
        return bool(_AFTER_UNIT.match(line, end))


@cache
def patterns(units: Units) -> Patterns:
    """Return the patterns for a sheet's units, compiled once."""
    return Patterns(units)


def figure_start(match: re.Match[str]) -> int:
    """Return where a figure begins, behind its direction word."""
    end = match.end("dir")
    return match.start() if end < 0 else end


def _eachable(units: Units) -> list[str]:
    times = ("month", "year", "d", "h", "min", "s", "km", "count")
    return [form for form, key in units.below.items() if key not in times]


def _firsts(units: Units) -> str:
    return "".join(sorted({form[0] for form in units.forms if "一" <= form[0] <= "龥"}))


# Characters that begin a unit somewhere, though the sheet may not know it.
UNIT_CHARACTERS = (
    "斤两钱升瓦伏安赫兹度成分角厘毫里尺寸丈顷摄华氏纳微兆吉太帕比特秒岁番级角块磅盎司旬"
)
_HALF = "半(?![导成数岛壁山程年径决自封])"
_HALF_BEFORE = rf"(?<![上下前后大小多每\d{CHARACTERS}个年天月])"
_HALF_TIME = rf"半(?<![上下前后大小多每\d{CHARACTERS}个年天月]半)[年个小天]"
_NAMES = Expression(_any(NAMES))
_SESSION = Expression(r"届(?:人大|政协|[^,。;、]{0,4}委员?会|.{1,3}次、)?$")
_GROUPED = Expression(r"\d,$")
_MOVES = Expression("提[高升]|缩[小减]|下降|降低|上升|增[加长]|减少|扩大|回落|跃升")
_CODE_ENDS = frozenset("》·")
_DENIALS = frozenset("不未没无非")
_BEFORE_ALL = Expression(
    rf"[\d.{CHARACTERS}万亿几_/×·*+±<>≥≤=@#&$¥€£^−–~-]$|\d[:比]$|(?:电话|热线|邮编|编号|号码|代码|传真|微信):?$|(?<!—)—$|第$|党的$|分之$|零下$"
    rf"|(?<![减担肩背胜自抱])负$|(?<![A-Za-z第])[\d{CHARACTERS}][、和或]$|每[吨亩桶升]$"
    r"|(?<![目此之以日年空提面当生先从眼跟史])前$"
)
_AFTER_PERCENT = Expression(r"[A-Za-z\d%‰/²³×∶·]|[-—–~−](?=\d)|每(?![年月天日个家])")
_AFTER_UNIT = Expression(
    r"[/×^∶²³·]|[-—–~−](?=\d)|每(?:平方|立方|公顷|亩|吨|升|千|公斤|小时|秒|人|户|桶)"
    r"|半(?![导成数岛壁山程年径决自封])|级(?![别差])|型(?!号)|制(?![造药定度品作氢订成种冷备裁])|式(?!样)"
    r"|期(?![间待望权货末刊满盼限])|龄|分之|位数|数(?![据字量控学码智])"
    r"|次(?![日年生级要新数第会区])|公里|千米|海里|标准?煤|油当量|人次"
    r"|[(]次[)]|[港美]?[元币](?![件旦])|新?台币|[美日欧]元|英镑|(?<=[瓦安])时|(?<=年)[代度]|(?<=[国省县村])道|(?<=国)[家有际内企资标产债]|(?<=大)促|(?<=节)[气能日约目水假]"
    r"|(?<=成)[一二三四五六七八九]|(?<=届)(?:历次|.{1,3}[中次])|(?<=次)全会"
)
_AFTER_GE = Expression(
    r"[亿万](?![元吨千家户人级亩亿])|[百千](?!亿|万|强)|[多余半来]|小时|月|基点|百分点"
    r"|[、和]\d+(?:\.\d+)?个(?:百分点|基点)"
    r"|[一-龥]{1,4}(?:[以之]内|左右|以上|以下)|工作日内"  # the qualifier is behind the noun
)
_AFTER_MORE = frozenset("月小百千万亿元吨年天点级次")
_DIVIDED = ("year", "month", "d", "h", "min", "CNY", "km", "m")
_SMALLER = Expression(rf"(?:\d+|[{CHARACTERS}]+)(?:个多?月|天|个?小时|分钟?|秒|角|厘米|米(?!粉))")
# What stands before the number of a figure: direction, 每 with a unit, qualifier, sign.
_LED = frozenset("".join((*_DIR_WORDS, *BEFORE, _PLACES, "了每为有达占的+−–-")))
