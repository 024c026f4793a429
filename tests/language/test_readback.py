"""Figures there and back: what each language words is read again by readers of the test's own."""

import re
from decimal import Decimal

from factsheet.figures.parser import parse
from factsheet.figures.units import package_units
from factsheet.language.style import WORDED, load_style
from factsheet.language.wording import Wording
from tests.support import NBSP, ROOT, table, wordings

WORDS = {row[0]: row[1:] for row in table("words.tsv")}
QUALIFIED = [
    # printed before and after, qualifier, English and Japanese around x
    ("", "", "exact", "x", "x"),
    ("超", "", "more-than", "more than x", "x超"),
    ("", "以上", "at-least", "x or more", "x以上"),
    ("近", "", "nearly", "nearly x", "x近く"),
    ("约", "", "about", "about x", "約x"),
    ("不足", "", "less-than", "less than x|fewer than x", "x未満"),
    ("不超过", "", "at-most", "at most x", "x以下"),
]
SCALED = {"": 0, "万": 4, "亿": 8, "万亿": 12}
SPELLED = "one two three four five six seven eight nine".split()
ENGLISH = {"": 0, "million": 6, "billion": 9, "trillion": 12}
JAPANESE = {"": 0, "万": 4, "億": 8, "兆": 12}
MONEY_OR_SHARE = re.compile(r"[%‰$€£]|\b[A-Z]{3} ")
NUMBER = {
    "en": rf"\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(SPELLED)})\b",
    "ja": r"\d+(?:\.\d+)?",
}
RANGED = {"en": " to |–", "ja": "～"}
SCALE = {"en": " (million|billion|trillion)", "ja": "(万|億|兆)"}
BRACKETS = {"en": r" \((about )?(.+)\)", "ja": r"（(約)?(.+)）"}
# second units in brackets: what they stand for, and how many make one
EQUIVALENT = {"jin": ("t", 2000), "mu": ("ha", 15)}


def test_what_is_printed_is_worded_and_read_back_in_every_language():
    """12,000 printed numerals over every unit, form and qualifier keep value, unit and qualifier."""
    state, seen, forms = 2_024, set(), printed_forms()
    words = wordings()
    style, _ = load_style(ROOT / "tests/sample", "ja")
    words["ja"] = Wording(style)
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
        for language in ("en", "ja"):
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
    text = text.replace(NBSP, " ")
    brackets = re.search(BRACKETS[language] + "$", text)
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
    for *_, qualifier, english, japanese in QUALIFIED[1:] + QUALIFIED[:1]:
        around = {"en": english, "ja": japanese}[language]
        for pattern in around.split("|"):
            inner = re.fullmatch(re.escape(pattern).replace("x", "(.+)", 1), text)
            if inner:
                unit, low, high = bare(language, inner[1])
                return unit, "range" if low != high else qualifier, low, high
    raise AssertionError(text)


def bare(language, text):
    """Read number and unit: digits times the scale word; money and shares name both ends whole."""
    ends = text.split(" to ")
    if language == "en" and len(ends) == 2 and MONEY_OR_SHARE.search(ends[0]):
        (unit, low, _), (same, high, _) = (bare(language, end) for end in ends)
        assert unit == same.split("/")[0], text
        return same, low, high
    one = f"(?:{NUMBER[language]})"
    found = re.search(rf"({one})(?:(?:{RANGED[language]})({one}))?(?:{SCALE[language]})?", text)
    scale = {**ENGLISH, **JAPANESE}[found[3] or ""]
    low, high = (number(found[i] or found[1]).scaleb(scale) for i in (1, 2))
    pattern = text[: found.start()] + "N" + text[found.end() :]
    return UNITS[language][pattern], low, high


def number(text):
    """Read digits or an English number word."""
    return Decimal(SPELLED.index(text) + 1 if text in SPELLED else text.replace(",", ""))


def patterns(column):
    """Return unit by pattern, those with a unit below a stroke included."""
    english = column == "en"
    forms = {}
    for key, (one, other, japanese, *_) in WORDS.items():
        for pattern in (one, other) if english else (japanese,):
            assert forms.setdefault(pattern, key) == key or pattern == "-", pattern
    for head in ("CNY", "t"):
        for key, (*_, below_en, below_ja) in WORDS.items():
            one, other, japanese = WORDS[head][:3]
            stroke = f" per {below_en}" if english else f"/{below_ja}"
            for pattern in (one, other) if english else (japanese,):
                forms[pattern + stroke] = f"{head}/{key}"
    return forms


UNITS = {"en": patterns("en"), "ja": patterns("ja")}


def test_the_words_of_every_unit_are_listed():
    """The test's own words cover every unit that a language words."""
    style, _ = load_style(ROOT, "en")
    assert set(style.units) - set(WORDED) - {"kgce/t"} <= set(WORDS)


def test_an_equivalent_is_read_back():
    """The reader above reads the second unit in brackets and checks it."""
    words = wordings()["en"]
    assert words.quantity(parse("840亿斤")).replace(NBSP, " ") == (
        "84 billion jin (42 million metric tons)"
    )
    assert read("en", words.quantity(parse("近840亿斤"))) == parse("近840亿斤").meaning
