"""The words for figures, periods and lists in both languages, and that no digit gets lost in them."""

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from factsheet.figures.parser import parse
from factsheet.figures.periods import PeriodError, parse_period
from factsheet.figures.quantity import QUALIFIERS, Quantity
from factsheet.figures.units import Unit, Units, package_units
from factsheet.language.style import WORDED
from factsheet.language.stylefile import load_style, unworded
from tests.support import NBSP, ROOT, steady, wordings

WORDINGS = wordings()
ZH, EN = WORDINGS["zh"], WORDINGS["en"]

# printed, Chinese text, English text; "_" stands for a no-break space
FIGURES = [
    # the table of the conventions
    ("1743.8 亿元", "1743.8亿元", "RMB_174.38_billion"),
    ("1.49 万亿元", "1.49万亿元", "RMB_1.49_trillion"),
    ("12.84 亿美元", "12.84亿美元", "US$1.284_billion"),
    ("4.1754亿美元", "4.1754亿美元", "US$417.54_million"),
    ("12000万元", "12000万元", "RMB_120_million"),
    ("55.41%", "55.41%", "55.41%"),
    ("超2350个", "超2350个", "more than 2,350"),
    ("接近4000亿元", "接近4000亿元", "nearly RMB_400_billion"),
    ("60万吨", "60万吨", "600,000_metric tons"),
    ("6.5亿千瓦时", "6.5亿千瓦时", "650_million_kWh"),
    ("300亩", "300亩", "300_mu (20_ha)"),
    ("三四个小时", "三四个小时", "three to four_hours"),
    # scale words
    ("9999个", "9999个", "9,999"),
    ("10000个", "10000个", "10,000"),
    ("99999999个", "99999999个", "99,999,999"),
    ("9999.9999万个", "9999.9999万个", "99.999999_million"),
    ("100000000个", "100000000个", "100_million"),
    ("999999个", "999999个", "999,999"),
    ("1000000个", "1000000个", "1_million"),
    ("1234567个", "1234567个", "1,234,567"),
    ("10000亿元", "10000亿元", "RMB_1_trillion"),
    ("2000亿元", "2000亿元", "RMB_200_billion"),
    ("200.08万吨", "200.08万吨", "2.0008_million_metric tons"),
    ("4.8万平方米", "4.8万平方米", "48,000_m²"),
    ("0.7毫米", "0.7毫米", "0.7_mm"),
    # counts: words below ten in English, Chinese numerals as printed
    ("1个", "1个", "one"),
    ("9家", "9家", "nine"),
    ("10家", "10家", "10"),
    ("三个", "三个", "three"),
    ("十大", "十大", "10"),
    ("一百三十六项", "一百三十六项", "136"),
    ("十余项", "十余项", "more than 10"),
    ("两千余家", "两千余家", "more than 2,000"),
    ("上百家", "上百家", "100 or more"),
    # units and their plurals
    ("1个百分点", "1个百分点", "1_percentage point"),
    ("5.2个百分点", "5.2个百分点", "5.2_percentage points"),
    ("1吨", "1吨", "1_metric ton"),
    ("1小时", "1小时", "one_hour"),
    ("240小时", "240小时", "240_hours"),
    ("90天", "90天", "90_days"),
    ("8个月", "8个月", "eight_months"),
    ("3倍", "3倍", "three_times"),
    ("2.5倍", "2.5倍", "2.5_times"),
    ("2.52平方公里", "2.52平方公里", "2.52_km²"),
    ("56GW", "56GW", "56_GW"),
    ("113.3千克标准煤/吨", "113.3千克标准煤/吨", "113.3_kg of coal equivalent per metric ton"),
    ("100亩", "100亩", "100_mu (about 6.67_ha)"),
    # ranks
    ("全国第5", "第5位", "fifth"),
    ("首位", "首位", "first"),
    ("第1位", "首位", "first"),
    ("第13位", "第13位", "13th"),
    ("第21位", "第21位", "21st"),
    # ranges
    ("3至5天", "3至5天", "three to five_days"),
    ("20—30%", "20—30%", "20% to 30%"),
    ("2—3亿元", "2—3亿元", "RMB_200_million to RMB_300_million"),
    ("1.2万-1.5万辆", "1.2万-1.5万辆", "12,000 to 15,000"),
    # qualifiers
    ("超过2300亿元", "超过2300亿元", "more than RMB_230_billion"),
    ("逾2000家", "逾2000家", "more than 2,000"),
    ("突破4000亿元", "突破4000亿元", "more than RMB_400_billion"),
    ("500余家", "500余家", "more than 500"),
    ("60多个", "60多个", "more than 60"),
    ("40%以上", "40%以上", "40% or more"),
    ("不少于3个", "不少于3个", "three or more"),
    ("近10万平方米", "近10万平方米", "nearly 100,000_m²"),
    ("约1400亿吨", "约1400亿吨", "about 140_billion_metric tons"),
    ("10个左右", "10个左右", "about 10"),
    ("不足90天", "不足90天", "less than 90_days"),
    ("不到100个", "不到100个", "fewer than 100"),
    ("低于3%", "低于3%", "less than 3%"),
    ("不超过5%", "不超过5%", "at most 5%"),
    ("5%以内", "5%以内", "at most 5%"),
    # a direction belongs to the sentence
    ("下降12.2%", "12.2%", "12.2%"),
    ("提高3倍", "3倍", "three_times"),
]

# printed, Chinese and English in a table
CELLS = [
    ("三个", "3个", "3"),
    ("9家", "9家", "9"),
    ("十大", "十大", "10"),
    ("十余项", "10余项", "more than 10"),
    ("三四个小时", "3—4个小时", "3–4_hours"),
    ("20—30%", "20—30%", "20–30%"),
    ("首位", "第1位", "1st"),
    ("第5", "第5位", "5th"),
    ("第22位", "第22位", "22nd"),
    ("第23位", "第23位", "23rd"),
    ("第11位", "第11位", "11th"),
    ("下降12.2%", "−12.2%", "−12.2%"),
    ("12000万元", "1.2亿元", "RMB_120_million"),
]

# as typed, Chinese, English, and both where the date is inferred
PERIODS = [
    ("2024", "2024年", "2024", "[2024年]", "[2024]"),
    (
        "2025-H1",
        "2025年上半年",
        "the first half of 2025",
        "[2025年]上半年",
        "the first half of [2025]",
    ),
    (
        "2025-H2",
        "2025年下半年",
        "the second half of 2025",
        "[2025年]下半年",
        "the second half of [2025]",
    ),
    (
        "2024-Q3",
        "2024年第3季度",
        "the third quarter of 2024",
        "[2024年]第3季度",
        "the third quarter of [2024]",
    ),
    ("2024-09", "2024年9月", "September 2024", "[2024年9月]", "[September 2024]"),
    (
        "2024-01/2024-08",
        "2024年1—8月",
        "January–August 2024",
        "[2024年1—8月]",
        "[January–August 2024]",
    ),
    (
        "2024-11/2025-02",
        "2024年11月—2025年2月",
        "November 2024–February 2025",
        "[2024年11月—2025年2月]",
        "[November 2024–February 2025]",
    ),
    ("2020/2022", "2020—2022年", "2020–2022", "[2020—2022年]", "[2020–2022]"),
    (
        "2021/2025",
        "“十四五”时期（2021—2025年）",
        "the 14th Five-Year Plan period (2021–2025)",
        "[“十四五”时期（2021—2025年）]",
        "[the 14th Five-Year Plan period (2021–2025)]",
    ),
    ("2023-10-29", "2023年10月29日", "October 29, 2023", "[2023年10月29日]", "[October 29, 2023]"),
    (
        "2023-10-24/2023-11-02",
        "2023年10月24日—11月2日",
        "October 24–November 2, 2023",
        "[2023年10月24日—11月2日]",
        "[October 24–November 2, 2023]",
    ),
    ("2025-spring", "2025年春季", "spring 2025", "[2025年]春季", "[spring 2025]"),
    ("2025-autumn", "2025年秋季", "fall 2025", "[2025年]秋季", "[fall 2025]"),
    (
        "to 2023",
        "截至2023年底",
        "as of the end of 2023",
        "截至[2023年底]",
        "as of the end of [2023]",
    ),
    (
        "to 2024-09",
        "截至2024年9月",
        "as of September 2024",
        "截至[2024年9月]",
        "as of [September 2024]",
    ),
    (
        "to 2024-09-18",
        "截至2024年9月18日",
        "as of September 18, 2024",
        "截至[2024年9月18日]",
        "as of [September 18, 2024]",
    ),
    ("since 2023", "2023年以来", "since 2023", "[2023年]以来", "since [2023]"),
    ("since 2023-05", "2023年5月以来", "since May 2023", "[2023年5月]以来", "since [May 2023]"),
    ("none", "未注日期", "undated", "未注日期", "undated"),
]

LISTS = [
    ((), "", ""),
    (("a",), "a", "a"),
    (("a", "b"), "a和b", "a and b"),
    (("a", "b", "c"), "a、b和c", "a, b, and c"),
    (("a", "b", "c", "d"), "a、b、c和d", "a, b, c, and d"),
]

VALUES = st.decimals(min_value=0, max_value=10**15, allow_nan=False, allow_infinity=False, places=0)
DECIMALS = st.integers(0, 10**9).flatmap(
    lambda n: st.integers(0, 6).map(lambda places: Decimal(n).scaleb(-places))
)
UNITS = sorted(set(EN.style.units) - set(WORDED))
# a printed number, with or without scale, and what may stand around it
PRINTED = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(
            ["", "超", "超过", "逾", "接近", "近", "约", "不足", "不到", "不超过", "至少"]
        ),
        st.one_of(
            st.integers(0, 10**10).map(str),
            DECIMALS.map(lambda d: format(d, "f")),
            st.sampled_from(["三", "十", "二十二", "一百三十六", "两千", "三四", "七八十"]),
        ),
        st.sampled_from(["", "", "余", "多"]),
        st.sampled_from(["", "", "万", "亿", "万亿"]),
        st.sampled_from(
            "元 美元 % 个百分点 倍 吨 亩 公顷 平方公里 平方米 千瓦时 GW 小时 天 毫米 个 家 大 位".split()
        ),
        st.sampled_from(["", "", "以上", "左右", "以内"]),
    ),
)


def bare(text):
    """Return a text with its no-break spaces as the tables above show them."""
    return text.replace(NBSP, "_")


@pytest.mark.parametrize(("printed", "zh", "en"), FIGURES)
def test_figure_in_running_text(printed, zh, en):
    """Every printed figure has its words in both languages, no-break spaces included."""
    quantity = parse(printed)
    assert (bare(ZH.quantity(quantity)), bare(EN.quantity(quantity))) == (zh, en)


@pytest.mark.parametrize(("printed", "zh", "en"), CELLS)
def test_figure_in_a_table(printed, zh, en):
    """A table shows digits, and the sign where no word tells the direction."""
    quantity = parse(printed)
    words = [bare(w.quantity(quantity, table=True)) for w in (ZH, EN)]
    assert words == [zh, en]


def test_negative_figure_beside_words_has_no_sign():
    """A cell whose words tell the direction shows the figure without its sign."""
    quantity = parse("下降12.2%")
    assert {w.quantity(quantity, table=True, signed=False) for w in (ZH, EN)} == {"12.2%"}


@pytest.mark.parametrize(("typed", "zh", "en", "zh_inferred", "en_inferred"), PERIODS)
def test_period(typed, zh, en, zh_inferred, en_inferred):
    """Every form of a period has its words; what is inferred of it stands in brackets."""
    period = parse_period(typed)
    assert (ZH.period(period), EN.period(period)) == (zh, en)
    assert ZH.period(period, inferred=True) == zh_inferred
    assert EN.period(period, inferred=True) == en_inferred


@pytest.mark.parametrize(("items", "zh", "en"), LISTS)
def test_list(items, zh, en):
    """Lists are joined the way each language does it."""
    assert (ZH.list(items), EN.list(items)) == (zh, en)


@pytest.mark.parametrize(
    "printed",
    "增长3倍 增长2倍多 增长超12倍 增长近2倍 增长了约275倍 增长不足2倍 增长2倍以上 增长不超过2倍 "
    "增长1—2倍 增长一倍半 高出3倍 下降1倍".split(),
)
def test_what_times_leave_open_is_told_for_every_qualifier(printed):
    """增长N倍 may be a rise to or by N times, whatever its qualifier; 3倍 and 提高到3倍 are not."""
    quantity = parse(printed)
    assert quantity.increase
    for wording in (ZH, EN):
        told = wording.style.qualifiers["ambiguous"].note
        assert told
        assert wording.reading(quantity) == wording.quantity(quantity) + told
    for plain in (printed[2:].lstrip("了"), "提高到3倍", "达2倍多", "增长3%"):
        quantity = parse(plain)
        assert EN.reading(quantity) == EN.quantity(quantity)


def test_every_unit_and_qualifier_has_words_in_every_language():
    """The styles know the same units, and all qualifiers there are."""
    assert set(ZH.style.units) == set(EN.style.units)
    for wording in (ZH, EN):
        assert set(wording.style.qualifiers) == set(QUALIFIERS)


@steady
@given(PRINTED)
@example("9999.9999万个")
@example("99999999元")
@example("三四个小时")
@example("4000多亿元")
def test_chinese_words_mean_what_was_printed(printed):
    """Reading the Chinese words again gives the meaning of what was printed."""
    try:
        quantity = parse(printed)
    except ValueError:
        assume(False)
    for table in (False, True):
        assert parse(ZH.quantity(quantity, table=table)).meaning == quantity.meaning


@steady
@given(VALUES | DECIMALS, st.sampled_from(UNITS), st.sampled_from(QUALIFIERS), st.booleans())
@example(Decimal("99999999"), "count", "exact", False)
@example(Decimal("9.99999999E+11"), "CNY", "exact", True)
@example(Decimal("1E+6"), "CNY", "exact", True)
def test_chinese_words_mean_the_value(value, unit, qualifier, scaled):
    """Reading the Chinese words of any value gives value, unit and qualifier back."""
    quantity = quantity_of(value, unit, qualifier, scaled=scaled)
    for table in (False, True):
        read = parse(ZH.quantity(quantity, table=table))
        kind = "exact" if qualifier == "ambiguous" else qualifier
        assert read.meaning == (unit, kind, *quantity.bounds)


@steady
@given(VALUES | DECIMALS, st.sampled_from(UNITS), st.booleans(), st.booleans())
@example(Decimal("1.7438E+11"), "CNY", True, False)
@example(Decimal("99999999"), "count", False, False)
@example(Decimal("9.9999999995E+11"), "USD", True, True)
def test_english_number_times_its_scale_word_is_the_value(value, unit, scaled, table):
    """No digit of a value is lost or added in English."""
    quantity = quantity_of(value, unit, "exact", scaled=scaled)
    assert english_number(EN.quantity(quantity, table=table)) == value


def test_a_unit_without_words_is_told(root):
    """A unit that a sheet adds is missed in the languages that have no words for it."""
    style, file = load_style(root, "en")
    units = Units(
        package_units().units
        | {"ct": Unit(forms=("克拉",), dimension="mass", factor="1/5000", per=True)},
        package_units().measures,
    )
    messages = [problem.message for problem in unworded(style, file, units)]
    assert messages == ["the unit 'ct' has no words"] * 2
    assert parse("3万克拉", units).meaning == ("ct", "exact", Decimal(30000), Decimal(30000))
    assert parse("5元/克拉", units).unit == "CNY/ct"


COMPOUND = [
    ("625元/吨", "RMB_625 per metric ton"),
    ("每吨559元", "RMB_559 per metric ton"),
    ("28.5微克/立方米", "28.5_µg per m³"),
    ("75.91美元/桶", "US$75.91 per barrel"),
    ("65.8亿吨公里", "6.58_billion metric ton-kilometers"),
    ("10712.32亿人公里", "1.071232_trillion passenger-kilometers"),
    ("30.5欧元/兆瓦时", "€30.5 per MWh"),
    ("近七成", "nearly 70%"),
    ("三分之一", "a third"),
    ("840亿斤", "84_billion jin (42_million metric tons)"),
    ("前3位", "top 3"),
    ("前1%", "top 1%"),
    ("前1‰", "top 1‰"),
    ("3年半", "3.5_years"),
    ("半年", "0.5_years"),
    ("两个半小时", "2.5_hours"),
    ("半数以上", "half or more"),
    ("万分之三", "0.03%"),
    ("翻两番以上", "four_times or more"),
]


@pytest.mark.parametrize(("printed", "english"), COMPOUND)
def test_compound_units_are_worded_from_parts(printed, english):
    """A unit built from parts is worded from them; Chinese prints it as printed."""
    assert EN.quantity(parse(printed)).replace(NBSP, " ") == english.replace("_", " ")
    assert ZH.quantity(parse(printed)) == printed


@steady
@given(DECIMALS, st.sampled_from(UNITS), st.booleans())
def test_english_range_keeps_both_ends(value, unit, table):
    """Both ends of a range keep every digit in English."""
    low, high = value, value * 2 + 1
    quantity = Quantity(unit=unit, low=low, high=high, qualifier="range", scaled=True, pointed=True)
    text = EN.quantity(quantity, table=table)
    text = re.sub(r"\(.*\)", "", text)
    first, last = re.split(" to |–", text)
    scale = re.search("million|billion|trillion", last)
    shared = f"{NBSP}{scale[0]}" if scale else ""
    assert (english_number(first + shared), english_number(last)) == (low, high)


@steady
@given(DECIMALS, st.sampled_from(UNITS))
def test_digits_printed_are_digits_shown(value, unit):
    """A decimal zero that was printed is shown: 12.0 is not 12."""
    quantity = Quantity(
        unit=unit, value=value, measure=measure_of(unit), pointed=value.as_tuple().exponent < 0
    )
    shown = re.sub(r"\(.*\)", "", EN.quantity(quantity, table=True)).replace(",", "")
    assume("illion" not in shown)
    assert re.search(r"\d+(\.\d+)?", shown.replace("US$", ""))[0] == format(value, "f")


@steady
@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_no_english_figure_breaks_in_two_lines(value):
    """Number, scale word and currency are held together by no-break spaces."""
    for unit in ("CNY", "USD", "kWh", "km2"):
        text = EN.quantity(Quantity(unit=unit, value=value, scaled=True, pointed=True), table=True)
        assert " " not in text


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "24",
        "2024-13",
        "2024-00",
        "2024-02-30",
        "2023-02-29",
        "2024-H3",
        "2024-Q5",
        "2024-8",
        "2024-1/2024-8",
        "2024-08/2024-01",
        "2025/2021",
        "2024/2024",
        "2024-08/2024-08",
        "2024-08-01/2024-08-01",
        "2024-10-29/2024-10-24",
        "2023-12-30/2024-01-02",
        "2024-monsoon",
        "to",
        "to none",
        "to 2024-H1",
        "since 2021/2025",
        "until 2024",
        "1743",
        "２０２４",
        "2024年",
        "2024-01/2024-13",
    ],
)
def test_what_is_no_period_is_refused(typed):
    """A text that names no day of the calendar or runs backwards is no period."""
    with pytest.raises(PeriodError) as caught:
        parse_period(typed)
    assert str(caught.value)


@steady
@given(
    st.text()
    | st.from_regex(r"(to |since )?\d{4}(-\d\d)?(-\d\d)?(/\d{4}(-\d\d)?)?", fullmatch=True)
)
def test_period_is_read_or_refused(typed):
    """Whatever is typed as a period is worded in every language, or refused."""
    try:
        period = parse_period(typed)
    except PeriodError:
        return
    for wording in (ZH, EN):
        for inferred in (False, True):
            text = wording.period(period, inferred=inferred)
            assert text
            assert not set("{}<>") & set(text)


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("2024", "2024-01/2024-08", True),
        ("2024", "2025", False),
        ("2024-H1", "2024-H2", False),
        ("2021/2025", "2024-Q3", True),
        ("none", "2024", True),
        ("since 2023", "2025", True),
        ("since 2023", "2022", False),
        ("to 2024-09-18", "to 2024-09-18", True),
        ("to 2023", "to 2024", False),
        ("2025-spring", "2025-04", True),
        ("2025-spring", "2025-06", False),
    ],
)
def test_periods_overlap(one, other, overlap):
    """Two periods overlap where a day may belong to both, whichever comes first."""
    first, second = parse_period(one), parse_period(other)
    assert (first.overlaps(second), second.overlaps(first)) == (overlap, overlap)


def test_styles_name_no_language_in_code():
    """The words of a language stand in its style, none in the code that puts them together."""
    code = (ROOT / "scripts/factsheet/language/wording.py").read_text("utf-8")
    assert not re.search(r"[\u4e00-\u9fff]|million|RMB", code)


def quantity_of(value, unit, qualifier, *, scaled):
    """Build a quantity as the parser would; a range runs up from the value."""
    pointed = value.as_tuple().exponent < 0
    quantity = Quantity(
        unit=unit,
        value=value,
        qualifier=qualifier,
        measure=measure_of(unit),
        scaled=scaled,
        pointed=pointed,
    )
    if qualifier == "range":
        return replace(quantity, value=None, low=value, high=value + 1)
    return quantity


def measure_of(unit):
    """Return a printed unit word where the style takes it from the page."""
    return {"count": "个", "h": "小时"}.get(unit, "")


def english_number(text):
    """Read an English figure without the program: its number times its scale word."""
    text = re.sub(r"\(.*\)", "", text)
    powers = {"million": 6, "billion": 9, "trillion": 12}
    words = dict(
        zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True)
    )
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    scale = next((p for word, p in powers.items() if re.search(rf"\d{NBSP}{word}", text)), 0)
    if digits is None:
        return Decimal(next(n for word, n in words.items() if re.search(rf"\b{word}\b", text)))
    return Decimal(digits[0].replace(",", "")).scaleb(scale)


def test_a_unit_without_words_is_never_worded_as_a_count() -> None:
    for wording in WORDINGS.values():
        with pytest.raises(KeyError, match="furlong"):
            wording.quantity(Quantity(unit="furlong", value=Decimal(3)))


@pytest.mark.parametrize(
    ("old", "new", "key", "message"),
    [
        ('count: {other: "{n}"}', 'count: {one: "{n}"}', "count:", "for any number (other)"),
        ("mu: {unit: ha,", "mu: {unit: acre,", "mu: {unit", "the unit 'acre' has no words"),
    ],
)
def test_what_units_lack_is_told_with_its_place(
    old: str, new: str, key: str, message: str, tmp_path: Path
) -> None:
    name = "templates/locales/en/style.yml"
    text = (ROOT / name).read_text("utf-8")
    assert text.count(old) == 1
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(old, new), "utf-8")
    found, file = load_style(tmp_path, "en")
    assert found is None
    (problem,) = file.problems
    assert message in problem.message
    assert key in path.read_text("utf-8").split("\n")[(problem.place.line or 0) - 1]
