"""Figures there and back: what each language words is read again by readers of the test's own."""

import re
from decimal import Decimal

from factsheet.figures.parser import parse
from factsheet.figures.units import package_units
from factsheet.language.style import WORDED
from factsheet.language.wording import Wording
from tests.support import NARROW, NBSP, style, table, wordings

WORDS = {row[0]: row[1:] for row in table("words.tsv")}
# columns of the table: patterns of a unit, behind a scale word, below a stroke
COLUMNS = {
    "en": ((0, 1), (0, 1), 3),
    "ja": ((2,), (2,), 4),
    "fr": ((5, 6), (7,), 8),
    "zh-Hant": ((9,), (9,), 10),
}
QUALIFIED = [
    # printed before and after, qualifier, and how each language says it of x
    ("", "", "exact", {"en": "x", "ja": "x", "fr": "x", "zh-Hant": "x"}),
    ("超", "", "more-than",
     {"en": "more than x", "ja": "x超", "fr": "plus de x", "zh-Hant": "超x"}),
    ("", "以上", "at-least",
     {"en": "x or more", "ja": "x以上", "fr": "x ou plus", "zh-Hant": "x以上"}),
    ("近", "", "nearly", {"en": "nearly x", "ja": "x近く", "fr": "près de x", "zh-Hant": "近x"}),
    ("约", "", "about", {"en": "about x", "ja": "約x", "fr": "environ x", "zh-Hant": "約x"}),
    ("不足", "", "less-than",
     {"en": "less than x|fewer than x", "ja": "x未満", "fr": "moins de x", "zh-Hant": "不足x"}),
    ("不超过", "", "at-most",
     {"en": "at most x", "ja": "x以下", "fr": "au plus x", "zh-Hant": "不超過x"}),
]  # fmt: skip
SCALED = {"": 0, "万": 4, "亿": 8, "万亿": 12}
SPELLED = {
    "en": "one two three four five six seven eight nine".split(),
    "ja": [],
    "fr": "- deux trois quatre cinq six sept huit neuf".split(),
    "zh-Hant": [],
}
SCALES = {
    "en": {" million": 6, " billion": 9, " trillion": 12},
    "ja": {"万": 4, "億": 8, "兆": 12},
    "fr": {" million": 6, " millions": 6, " milliard": 9, " milliards": 9},
    "zh-Hant": {"萬億": 12, "萬": 4, "億": 8},
}
DIGITS = {
    "en": r"\d{1,3}(?:,\d{3})*(?:\.\d+)?",
    "ja": r"\d+(?:\.\d+)?",
    "fr": rf"\d{{1,3}}(?:{NARROW}\d{{3}})*(?:,\d+)?",
    "zh-Hant": r"\d+(?:\.\d+)?",
}
RANGED = {"en": " to |–", "ja": "～", "fr": " à |–", "zh-Hant": "至|—"}
# ranges in sentences that name both ends whole: what parts them, and the units that do so
WHOLE = {
    "en": (" to ", r"[%‰$€£]|\b[A-Z]{3} "),
    "zh-Hant": ("至", "[%‰元鎊銖布]|新臺幣"),
}
BRACKETS = {"en": r" \((about )?(.+)\)", "ja": r"（(約)?(.+)）", "fr": r" \((environ )?(.+)\)"}
# second units in brackets: what they stand for, and how many make one
EQUIVALENT = {"jin": ("t", 2000), "mu": ("ha", 15)}


def test_what_is_printed_is_worded_and_read_back_in_every_language():
    """12,000 printed numerals over every unit, form and qualifier keep value, unit and qualifier.

    Each is worded in Chinese and in one of the other languages, which take turns.
    """
    state, seen, forms = 2_024, set(), printed_forms()
    languages = tuple(COLUMNS)
    words = {language: Wording(style(language)) for language in ("zh", *COLUMNS)}
    for index in range(12_000):
        state = (state * 1_103_515_245 + 12_345) % 2**31
        form, unit, each, scales = forms[index % len(forms)]
        scale = scales[index // len(forms) % len(scales)]
        value = Decimal(state % 10 ** (1 + index % 5) + 1).scaleb(-(index // 3 % 3))
        if unit == "year":
            scale, value = "", value % 1800 + 1  # 2024年 is a date
        before, after, qualifier, *_ = QUALIFIED[state // 7 % len(QUALIFIED)]
        printed = f"{before}{value:f}{scale}{form}{after}"
        low = high = value.scaleb(SCALED[scale]) * each
        if qualifier == "exact" and index % 5 == 0:
            high = (value + 2).scaleb(SCALED[scale]) * each
            qualifier = "range"
            printed = f"{value:f}—{value + 2:f}{scale}{form}"
        quantity = parse(printed)
        assert quantity.meaning == (unit, qualifier, low, high), printed
        shown = bool(index % 2)
        assert parse(words["zh"].quantity(quantity, table=True)).meaning == quantity.meaning
        language = languages[(index + index // len(forms)) % len(languages)]
        worded = words[language].quantity(quantity, table=shown)
        assert read(language, worded) == quantity.meaning, (printed, worded)
        seen.add(unit)
    assert {unit for _, unit, *_ in forms} == seen


def printed_forms():
    """Return every printed unit, what it means, how many it counts, and the scales it takes."""
    units = package_units()
    every = tuple(SCALED)
    forms = [(word, form.unit, form.each, every) for word, form in units.forms.items()]
    forms += [(word, form.unit, form.each, ("万", "亿")) for word, form in units.scaled.items()]
    forms = [row for row in forms if row[1] != "count"] + [("个", "count", 1, every)]
    below = [word for word, key in units.below.items() if key != "count"]
    return forms + [(f"{head}/{word}", f"{key}/{units.below[word]}", 1, every)
                    for head, key in (("元", "CNY"), ("吨", "t")) for word in below]  # fmt: skip


def read(language, text):
    """Read a worded figure as unit, qualifier, low and high; check what stands in brackets."""
    text = text.replace(NBSP, " ").replace(f"{NARROW}%", "%").replace(f"{NARROW}‰", "‰")
    brackets = language in BRACKETS and re.search(BRACKETS[language] + "$", text)
    if brackets:
        unit, qualifier, low, high = read(language, text[: brackets.start()])
        second, _, shown, _ = read(language, brackets[2])
        other, count = EQUIVALENT[unit]
        assert second == other, text
        exact = low / count
        step = Decimal(1).scaleb(shown.normalize().as_tuple().exponent)
        assert abs(exact - shown) <= step / 2, text
        assert bool(brackets[1]) == (exact != shown), text
        return unit, qualifier, low, high
    for *_, qualifier, around in QUALIFIED[1:] + QUALIFIED[:1]:
        for pattern in around[language].split("|"):
            inner = re.fullmatch(re.escape(pattern).replace("x", "(.+)", 1), text)
            if inner:
                unit, low, high = bare(language, inner[1])
                return unit, "range" if low != high else qualifier, low, high
    raise AssertionError(text)


def bare(language, text):
    """Read number and unit: digits times the scale word; some ranges name both ends whole."""
    between, named = WHOLE.get(language, ("\0", ""))
    ends = text.split(between)
    if len(ends) == 2 and re.search(named, ends[0]):
        (unit, low, _), (same, high, _) = (bare(language, end) for end in ends)
        assert unit == same.split("/")[0], text
        return same, low, high
    one = f"(?:{'|'.join([DIGITS[language], *spelled(language)])})"
    scales = "|".join(sorted(SCALES[language], key=len, reverse=True))
    found = re.search(rf"({one})(?:(?:{RANGED[language]})({one}))?({scales})?", text)
    scale = found[3] or ""
    low, high = (number(language, found[i] or found[1]) for i in (1, 2))
    if language == "fr" and scale:
        assert scale.endswith("s") == (high >= 2), text
    pattern = text[: found.start()] + "N" + text[found.end() :]
    power = SCALES[language].get(scale, 0)
    return UNITS[language, bool(scale)][pattern], low.scaleb(power), high.scaleb(power)


def number(language, text):
    """Read digits or a number word."""
    if text in spelled(language):
        return Decimal(SPELLED[language].index(text) + 1)
    point = "," if language == "fr" else "."
    return Decimal("".join(c for c in text if c.isdigit() or c == point).replace(point, "."))


def spelled(language):
    """Return the numbers that a language writes as words."""
    return [word for word in SPELLED[language] if word != "-"]


def patterns(language, *, scaled):
    """Return unit by pattern, those with a unit below a stroke included."""
    alone, behind, below = COLUMNS[language]
    columns = behind if scaled else alone
    stroke = {"en": " per ", "fr": " par "}.get(language, "/")
    forms = {}
    for key, row in WORDS.items():
        for pattern in (row[column] for column in columns):
            assert forms.setdefault(pattern, key) == key or pattern == "-", pattern
    for head in ("CNY", "t"):
        for key, row in WORDS.items():
            for pattern in (WORDS[head][column] for column in columns):
                forms[pattern + stroke + row[below]] = f"{head}/{key}"
    return forms


UNITS = {
    (language, scaled): patterns(language, scaled=scaled)
    for language in COLUMNS
    for scaled in (False, True)
}


def test_the_words_of_every_unit_are_listed():
    """The test's own words cover every unit that a language words."""
    for language in COLUMNS:
        assert set(style(language).units) - set(WORDED) - {"kgce/t"} <= set(WORDS)


def test_an_equivalent_is_read_back():
    """The reader above reads the second unit in brackets and checks it."""
    words = wordings()["en"]
    assert words.quantity(parse("840亿斤")).replace(NBSP, " ") == (
        "84 billion jin (42 million metric tons)"
    )
    assert read("en", words.quantity(parse("近840亿斤"))) == parse("近840亿斤").meaning
