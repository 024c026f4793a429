"""Chinese numerals: 一百三十六 -> 136, 三四 -> 3 to 4, 两千六 -> 2600."""

from __future__ import annotations

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
TENS = {"廿": "二十", "卅": "三十"}
CHARACTERS = "".join(DIGITS) + "".join(PLACES) + "".join(TENS)
LONGEST = 20
# Words that hold a numeral but no number: names, set phrases, what is vague.
NAMES = (
    "统一 同一 唯一 单一 万一 专一 划一 逐一 如一 一批 一些 一系列 一揽子 一起 一路 一线 "
    "一次性 一对一 一把手 一口气 一站式 一大批 一大步 一大截 一大半 一大早 一大堆 一大片 一片 "
    "一面 一头 一方面 一带 一部分 一个个 新一轮 零部件 零距离 二人转 二十四节气 千家万户 "
    "百家争鸣 百家姓 百家讲坛 千头万绪 千方百计 三番五次 四面八方 五湖四海 十字路口 红十字 "
    "十字会 四套班子 四面体 两面人 一国两制 双百双新 三包 三星堆 三门峡 三门县 三门核电 "
    "金七门 五台山 五台县 九曲 百克生物 长春百克 千岛湖 百色市 七里峪 六盘水 八路军 五四运动 "
    "十堰 百团大战 百度 三峡 二十大 十九大 十八大 三次产业 三区三线 三重一大 百年未有 百年变局 "
    "两个维护 两个确立 两个毫不 两个健康 两个没有 两个务必 两个结合 三个区分 三个务必 四个意识 "
    "四个自信 四个全面 四个革命 四个最严 四个看住 四个转变 五个一 五个统筹 五个必由 八项规定 "
    "五大发展 三大攻坚 三大球 一件事 一次办 跑一次 一枚印章 一张蓝图 一张网 一把尺子"
).split()


def read_numeral(text: str) -> tuple[int, int] | None:
    """Return the lowest and highest number a numeral below ten thousand means, or None.

    二十二 is (22, 22); neighboring digits such as 三四 are a spoken range, (3, 4); a last digit
    without its place counts tens or hundreds, as in 两千六.
    """
    if len(text) > LONGEST:
        return None
    for short, long in TENS.items():
        text = text.replace(short, long)
    spoken = _spoken_range(text)
    if spoken:
        return spoken
    total, digit, floor = 0, None, 10_000
    for position, char in enumerate(text):
        if char in DIGITS:
            if digit is not None and digit != 0:
                return _digit_by_digit(text)
            digit = DIGITS[char]
        elif char in PLACES:
            place = PLACES[char]
            if place >= floor or digit == 0:
                return None
            if digit is None and position:
                return None
            total += (1 if digit is None else digit) * place
            digit, floor = None, place
        else:
            return None
    if not text:
        return None
    last = digit or 0
    number = total + (last * floor // 10 if is_elided(text) else last)
    return (number, number)


def is_elided(text: str) -> bool:
    """Tell whether a numeral leaves out its last place: 一百二 is 120, 一百零二 is not elided."""
    return len(text) > 2 and text[-2] in "百千" and DIGITS.get(text[-1], 0) > 0


def _spoken_range(text: str) -> tuple[int, int] | None:
    """Read 三四, 七八十, 十二三: two digits that follow one another."""
    head = text.rstrip("十百千")
    place = 1
    for char in text[len(head) :]:
        place *= PLACES[char]
    first, second = (DIGITS.get(c, 0) for c in head[-2:]) if len(head) > 1 else (0, 0)
    if not first or second != first + 1 or "两" in head[-1]:
        return None
    rest = 0
    if head[:-2]:
        before = read_numeral(head[:-2])
        if before is None or head[-3] != "十" or place != 1:
            return None  # 三百五六 may be 350 to 360 or 305 to 306
        rest = before[0]
    return (rest + first * place, rest + second * place)


def _digit_by_digit(text: str) -> tuple[int, int] | None:
    """Read a year-like numeral, 二〇二四, of at least three digits."""
    if len(text) < 3 or any(c not in DIGITS for c in text):
        return None
    number = int("".join(str(DIGITS[c]) for c in text))
    return (number, number)
