"""The figure parser: what every way of printing a figure means, and what is no figure."""

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factsheet.figures.matching import Text, match
from factsheet.figures.parser import core, normalize, parse, scan
from factsheet.figures.quantity import QUALIFIERS, UnreadableError
from tests.support import steady, table

# printed, value or (low, high), unit, qualifier
PRINTED = [
    # money: 万, 亿 and 万亿 multiplied out, the currency kept
    ("1743.8 亿元", "174380000000", "CNY", "exact"),
    ("1743.8亿元", "174380000000", "CNY", "exact"),
    ("1.49 万亿元", "1490000000000", "CNY", "exact"),
    ("12000万元", "120000000", "CNY", "exact"),
    ("1.2亿元", "120000000", "CNY", "exact"),
    ("5百万元", "5000000", "CNY", "exact"),
    ("100元", "100", "CNY", "exact"),
    ("5000元人民币", "5000", "CNY", "exact"),
    ("12.84 亿美元", "1284000000", "USD", "exact"),
    ("4.1754亿美元", "417540000", "USD", "exact"),
    ("107.9亿美元", "10790000000", "USD", "exact"),
    ("2千万美元", "20000000", "USD", "exact"),
    # ratios: percent and percentage points are two units; a direction word may stand before
    ("55.41%", "55.41", "percent", "exact"),
    ("3%", "3", "percent", "exact"),
    ("209.3%", "209.3", "percent", "exact"),
    ("增长3.1%", "3.1", "percent", "exact"),
    ("增长了3.1%", "3.1", "percent", "exact"),
    ("下降12.2%", "-12.2", "percent", "exact"),
    ("减少12.2%", "-12.2", "percent", "exact"),
    ("↓5%", "-5", "percent", "exact"),
    ("↑5%", "5", "percent", "exact"),
    ("5.2个百分点", "5.2", "percentage-point", "exact"),
    ("提高5.2个百分点", "5.2", "percentage-point", "exact"),
    ("3.5百分点", "3.5", "percentage-point", "exact"),
    # multiples: 提高3倍 is 3 or 4 times, 提高到3倍 and 3倍 are 3 times
    ("提高3倍", "3", "times", "ambiguous"),
    ("增长了3倍", "3", "times", "ambiguous"),
    ("增长2.5倍", "2.5", "times", "ambiguous"),
    ("3倍", "3", "times", "exact"),
    ("达3倍", "3", "times", "exact"),
    ("提高到3倍", "3", "times", "exact"),
    ("超3倍", "3", "times", "more-than"),
    # counts with any measure word
    ("3132 个", "3132", "count", "exact"),
    ("1962家", "1962", "count", "exact"),
    ("22条", "22", "count", "exact"),
    ("721列", "721", "count", "exact"),
    ("136项", "136", "count", "exact"),
    ("4种", "4", "count", "exact"),
    ("12栋", "12", "count", "exact"),
    ("3场", "3", "count", "exact"),
    ("5届", "5", "count", "exact"),
    ("2台套", "2", "count", "exact"),
    ("7部门", "7", "count", "exact"),
    ("3000万人次", "30000000", "count", "exact"),
    ("1.2万架次", "12000", "count", "exact"),
    ("2千家", "2000", "count", "exact"),
    ("10亿", "1000000000", "count", "exact"),
    ("0", "0", "count", "exact"),
    ("净增3个", "3", "count", "exact"),
    ("累计达721列", "721", "count", "exact"),
    # ranks
    ("全国第5", "5", "rank", "exact"),
    ("第5", "5", "rank", "exact"),
    ("第1位", "1", "rank", "exact"),
    ("居全国第2位", "2", "rank", "exact"),
    ("位居全国第5", "5", "rank", "exact"),
    ("全国第二", "2", "rank", "exact"),
    ("第十三名", "13", "rank", "exact"),
    ("首位", "1", "rank", "exact"),
    ("居全国首位", "1", "rank", "exact"),
    # weights, areas, lengths, energy, times
    ("60万吨", "600000", "t", "exact"),
    ("1.1亿吨", "110000000", "t", "exact"),
    ("45吨", "45", "t", "exact"),
    ("10千克", "10", "kg", "exact"),
    ("500公斤", "500", "kg", "exact"),
    ("5163公顷", "5163", "ha", "exact"),
    ("300亩", "300", "mu", "exact"),
    ("2.52平方公里", "2.52", "km2", "exact"),
    ("4.8万平方米", "48000", "m2", "exact"),
    ("18565.41m<sup>2</sup>", "18565.41", "m2", "exact"),
    ("18565.41m²", "18565.41", "m2", "exact"),
    ("18565.41㎡", "18565.41", "m2", "exact"),
    ("5立方米", "5", "m3", "exact"),
    ("30公里", "30", "km", "exact"),
    ("100米", "100", "m", "exact"),
    ("0.7毫米", "0.7", "mm", "exact"),
    ("0.7mm", "0.7", "mm", "exact"),
    ("6.5亿千瓦时", "650000000", "kWh", "exact"),
    ("300千瓦", "300", "kW", "exact"),
    ("5兆瓦", "5", "MW", "exact"),
    ("14GW", "14", "GW", "exact"),
    ("56 GW", "56", "GW", "exact"),
    ("2吉瓦", "2", "GW", "exact"),
    ("113.3千克标准煤/吨", "113.3", "kgce/t", "exact"),
    ("240小时", "240", "h", "exact"),
    ("5分钟", "5", "min", "exact"),
    ("90天", "90", "d", "exact"),
    ("8个月", "8", "month", "exact"),
    ("1.5万标箱", "15000", "TEU", "exact"),
    ("1200TEU", "1200", "TEU", "exact"),
    # Chinese numerals
    ("三个", "3", "count", "exact"),
    ("两个", "2", "count", "exact"),
    ("九个", "9", "count", "exact"),
    ("十大", "10", "count", "exact"),
    ("二十二条", "22", "count", "exact"),
    ("一百三十六项", "136", "count", "exact"),
    ("一千零五个", "1005", "count", "exact"),
    ("二〇二四个", "2024", "count", "exact"),
    ("三亿元", "300000000", "CNY", "exact"),
    ("十五亿元", "1500000000", "CNY", "exact"),
    ("百万元", "1000000", "CNY", "exact"),
    ("十余项", "10", "count", "more-than"),
    ("百余家", "100", "count", "more-than"),
    ("两千余家", "2000", "count", "more-than"),
    ("上百家", "100", "count", "at-least"),
    ("上千家", "1000", "count", "at-least"),
    ("近千亿元", "100000000000", "CNY", "nearly"),
    ("至少三个", "3", "count", "at-least"),
    # neighboring numerals are a spoken range
    ("三四个小时", ("3", "4"), "h", "range"),
    ("两三个", ("2", "3"), "count", "range"),
    ("十二三个", ("12", "13"), "count", "range"),
    ("七八十家", ("70", "80"), "count", "range"),
    # printed ranges; unit and scale of the second number are those of the first, if it has none
    ("3至5天", ("3", "5"), "d", "range"),
    ("3到5个", ("3", "5"), "count", "range"),
    ("3~5天", ("3", "5"), "d", "range"),
    ("3～5天", ("3", "5"), "d", "range"),
    ("三至五天", ("3", "5"), "d", "range"),
    ("20—30%", ("20", "30"), "percent", "range"),
    ("20%—30%", ("20", "30"), "percent", "range"),
    ("1.2万-1.5万辆", ("12000", "15000"), "count", "range"),
    ("1.2—1.5万辆", ("12000", "15000"), "count", "range"),
    ("8000万—1.2亿元", ("80000000", "120000000"), "CNY", "range"),
    # qualifiers: more than
    ("超2350个", "2350", "count", "more-than"),
    ("超 2350 个", "2350", "count", "more-than"),
    ("超过2300亿元", "230000000000", "CNY", "more-than"),
    ("逾2000家", "2000", "count", "more-than"),
    ("突破4000亿元", "400000000000", "CNY", "more-than"),
    ("多于5个", "5", "count", "more-than"),
    ("高于3%", "3", "percent", "more-than"),
    ("500余家", "500", "count", "more-than"),
    ("30 余位", "30", "count", "more-than"),
    ("60多个", "60", "count", "more-than"),
    ("4000余亿元", "400000000000", "CNY", "more-than"),
    ("4000多亿元", "400000000000", "CNY", "more-than"),
    ("4000亿多元", "400000000000", "CNY", "more-than"),
    # at least
    ("40%以上", "40", "percent", "at-least"),
    ("不少于3个", "3", "count", "at-least"),
    ("不低于3%", "3", "percent", "at-least"),
    # nearly
    ("近10万平方米", "100000", "m2", "nearly"),
    ("接近4000亿元", "400000000000", "CNY", "nearly"),
    ("将近10个", "10", "count", "nearly"),
    # about
    ("约1400亿吨", "140000000000", "t", "about"),
    ("大约10个", "10", "count", "about"),
    ("大概10个", "10", "count", "about"),
    ("1400亿吨左右", "140000000000", "t", "about"),
    ("10个上下", "10", "count", "about"),
    # less than
    ("不足90天", "90", "d", "less-than"),
    ("不到100个", "100", "count", "less-than"),
    ("低于3%", "3", "percent", "less-than"),
    ("少于3个", "3", "count", "less-than"),
    # at most
    ("不超过5%", "5", "percent", "at-most"),
    ("不高于5%", "5", "percent", "at-most"),
    ("至多5个", "5", "count", "at-most"),
    ("最多5个", "5", "count", "at-most"),
    ("5%以内", "5", "percent", "at-most"),
    ("100万元以下", "1000000", "CNY", "at-most"),
    # as typed and as copied: full width, spaces, tags, Markdown marks, grouped digits
    ("１７４３．８亿元", "174380000000", "CNY", "exact"),
    ("３％", "3", "percent", "exact"),
    ("2 350 个", "2350", "count", "exact"),
    ("2\u30003\u00a0个", "23", "count", "exact"),
    ("1,743.8亿元", "174380000000", "CNY", "exact"),
    ("**1743.8** 亿元", "174380000000", "CNY", "exact"),
    ("`3`个", "3", "count", "exact"),
    ("[3](#note)个", "3", "count", "exact"),
]

# printed, what the message says
UNREADABLE = [
    ("", "empty"),
    ("  \n", "empty"),
    ("亿元", "no number"),
    ("超", "no number"),
    ("山西", "no number"),
    ("12.5.3个", "understood “12.5” (12.5, no unit, exact) but not “.3个”"),
    ("50个国家", "understood “50个” (50, unit count, exact) but not “国家”"),
    ("2024年", "is a date"),
    ("一百五家", "may leave out its last place"),
    ("三百五六家", "odd numeral"),
    ("新增超2350个", "understood “增超2350个” (2350, unit count, more-than) but not “新”"),
    ("30公里/杯", "understood “30公里” (30, unit km, exact) but not “/杯”"),
    ("数十家", "but not “数”"),
    ("几十家", "but not “几”"),
    ("3个5", "but not “5”"),
    ("约5个和", "but not “和”"),
    ("超过2300余亿元", "two qualifiers"),
    ("约1400亿吨左右", "two qualifiers"),
    ("超40%以上", "two qualifiers"),
    ("九十九百家", "odd numeral"),
    ("十百家", "odd numeral"),
    ("三", "odd numeral"),
    ("5-3天", "runs from 5 down to 3"),
    ("5—5天", "runs from 5 down to 5"),
    ("2亿—3万元", "down to 3"),
]

# typed, the nearest form that the refusal names; N stands for the number
NEAREST = [
    ("增长十二又半%", "nearest readable: 增长12.5%"),
    ("3又二分之一倍", "nearest readable: 3.5倍"),
    ("叁亿圓", "nearest readable: 三亿元"),
    ("俩", "nearest readable: 两个"),
    ("¥5亿", "nearest readable: 5亿元"),
    ("US$5亿", "nearest readable: 5亿美元"),
    ("增长3.1percent", "nearest readable: 增长3.1%"),
    ("一百五家", "nearest readable: 一百零五家 or 一百五十家"),
    ("1.2.3亿", "a number has one decimal point, as N.N亿"),
    ("5亿多元左右", "nearest readable form: N亿多元 or N亿元左右"),
    ("约1400亿吨左右", "nearest readable form: 约N亿吨 or N亿吨左右"),
    ("30平方公理", "nearest readable form: N平方公里"),
    ("3千瓦小时", "nearest readable form: N千瓦时"),
    ("3.5个点", "N个百分点"),
    ("50个国家", "nearest readable form: N个"),
    ("5亿美圆", "nearest readable: 5亿美元"),
    ("新增超2350个", "nearest readable form: 超N个"),
    ("亿元", "nearest readable form: N亿元"),
    ("数十家", "几, 数 and 若干 name no number"),
]

# line, the figures found in it
LINES = [
    ("全省进出口总值1743.8亿元,增长3.1%。", ["1743.8亿元", "3.1%"]),
    ("超2350个", ["超2350个"]),
    ("企业超2350个、项目2350个", ["超2350个", "2350个"]),
    ("1743.8亿元与743.8亿元", ["1743.8亿元", "743.8亿元"]),
    ("单位焦炭能耗113.3千克标准煤/吨,低于标准", ["113.3千克标准煤/吨"]),
    ("通关由三四个小时缩短到1小时", ["三四个小时", "1小时"]),
    ("建筑面积18565.41m2、2269.04m2", ["18565.41m2", "2269.04m2"]),
    ("产量11.46亿吨,居全国第1位", ["11.46亿吨", "第1位"]),
    ("实现三个突破、十大工程", ["三个", "十大"]),
    ("降幅为20—30%", ["20—30%"]),
    # dates, codes and numbers of models are no figures
    ("2024年9月18日", []),
    ("1—8月", []),
    ("“1+N”政策体系", []),
    ("737-800飞机", []),
    ("1#厂房", []),
    ("CN14-0015", []),
    ("国家5A级", []),
    # 约, 近 and 上 at the end of another word qualify nothing
    ("节约2000万元", ["2000万元"]),
    ("签约20个项目", ["20个"]),
    ("附近3个村", ["3个"]),
    ("以上100家", ["100家"]),
    # a direction word belongs to the reading, not to the text
    ("下降12.2%", ["12.2%"]),
]


@pytest.mark.parametrize(("printed", "value", "unit", "qualifier"), PRINTED)
def test_printed_figure_is_read(printed, value, unit, qualifier):
    """Every printed figure is read as its value or range, its unit and its qualifier."""
    low, high = (value, value) if isinstance(value, str) else value
    assert parse(printed).meaning == (unit, qualifier, Decimal(low), Decimal(high))


@pytest.mark.parametrize(("printed", "values", "unit", "qualifier"), table("printed.tsv"))
def test_figure_of_a_real_report_is_read(printed, values, unit, qualifier):
    """Figures that reports print are read as a careful reader reads them."""
    quantity = parse(printed)
    accepted = [tuple(map(Decimal, value.split(".."))) for value in values.split("|")]
    assert quantity.bounds in [(ends[0], ends[-1]) for ends in accepted]
    assert quantity.qualifier == qualifier
    assert unit in ("*", quantity.unit)


@pytest.mark.parametrize(("printed", "value", "unit", "qualifier"), table("sampled.tsv"))
def test_figure_read_by_eye_is_read(printed, value, unit, qualifier):
    """Figures drawn from real reports are read as a reader's eye read them."""
    ends = [Decimal(end) for end in value.split("..")]
    quantity = parse(printed)
    kind = "exact" if qualifier == "ambiguous" else qualifier  # the verb stands before it
    assert quantity.meaning == (unit, kind, ends[0], ends[-1])


@pytest.mark.parametrize(("line", "figures"), table("lines.tsv"))
def test_figures_of_a_line_are_read_with_value_unit_and_qualifier(line, figures):
    """Dates, codes, names and set phrases hold no figure; everything else is read whole."""
    found = [
        f"{q.unit}:{_ends(q)}:{q.qualifier}" for q in (f.quantity for f in scan(normalize(line)))
    ]
    assert found == ([] if figures == "-" else figures.split())


def _ends(quantity):
    return "..".join(dict.fromkeys(f"{end:f}" for end in quantity.bounds))


@pytest.mark.parametrize(("line", "cut", "whole"), table("whole.tsv"))
def test_only_a_whole_figure_stands_in_a_line(line, cut, whole):
    """A piece of a figure is neither found nor offered; the whole figure is found."""
    text = Text(normalize(line))
    try:
        found = match(text, cut, "")
    except UnreadableError:
        pass
    else:
        assert found.found is None
        assert f"“{cut}”" not in found.hint
    if whole != "-":
        assert match(text, whole, "").found is not None


def test_every_qualifier_is_read():
    """The table above has a figure for each qualifier there is."""
    assert {row[3] for row in PRINTED} == set(QUALIFIERS)


@pytest.mark.parametrize(("printed", "message"), UNREADABLE)
def test_unreadable_figure_says_what_was_understood(printed, message):
    """A string that is no whole figure is refused, saying what of it was understood."""
    with pytest.raises(UnreadableError) as caught:
        parse(printed)
    assert message in str(caught.value)


@pytest.mark.parametrize(("typed", "told"), NEAREST)
def test_refusal_names_the_nearest_readable_form(typed, told):
    """A refusal names a form that is read: all that was typed, or N for its number."""
    with pytest.raises(UnreadableError) as caught:
        parse(typed)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "typed", sorted({row[0] for row in (*NEAREST, *UNREADABLE, *table("whole.tsv"))} - {"  \n"})
)
def test_refusal_never_offers_a_piece_of_what_was_typed(typed):
    """What a refusal offers to type is read whole, and keeps every digit."""
    try:
        parse(typed)
    except UnreadableError as error:
        _, _, offered = str(error).partition("nearest readable: ")
        _, _, forms = str(error).partition("nearest readable form: ")
        assert not re.search(r"\d", forms)
        for form in filter(None, forms.split(" or ")):
            parse(form.replace("N", "3", 1))
        for text in filter(None, offered.split(" or ")):
            assert parse(text)
            digits = re.sub(r"\D", "", normalize(typed))
            assert re.sub(r"\D", "", text).startswith(digits)


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [
        ("3.1%", "3.05", "3.15"),
        ("3%", "2.5", "3.5"),
        ("1743.8亿元", "174375000000", "174385000000"),
        ("12000万元", "119995000", "120005000"),
        ("7.86亿美元", "785500000", "786500000"),
        ("2350个", "2350", "2350"),
        ("1.2万个", "11500", "12500"),
        ("第5位", "5", "5"),
        ("3至5天", "2.5", "5.5"),
    ],
)
def test_printed_digits_leave_an_interval(printed, low, high):
    """A measured figure stands for all numbers that round to it, a full count for itself."""
    assert parse(printed).interval == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("printed", ["1743.8亿元", "1743.80亿元", "55.41%", "12000万元"])
def test_printed_precision_is_kept(printed):
    """A value has exactly the digits that were printed."""
    digits = printed.rstrip("亿万元%")
    assert "".join(map(str, parse(printed).value.as_tuple().digits)) == digits.replace(".", "")


@pytest.mark.parametrize(("line", "found"), LINES)
def test_figures_of_a_line(line, found):
    """A line gives its whole figures, and no part of a longer number, date or code."""
    assert [f.text for f in scan(normalize(line))] == found


@pytest.mark.parametrize(
    ("line", "printed"),
    [("超2350个", "2350个"), ("1743.8亿元", "743.8亿元"), ("十三个", "三个"), ("50余家", "50家")],
)
def test_part_of_a_figure_is_not_found(line, printed):
    """A figure that stands only within another one is not found in the line."""
    assert parse(printed).meaning not in {f.quantity.meaning for f in scan(line)}


def test_found_figure_reads_the_same_alone():
    """A figure found in a line means what its text means alone; its span holds this text."""
    for line, _ in LINES:
        for found in scan(normalize(line)):
            assert normalize(line)[found.start : found.end].endswith(found.text)
            if "下降" not in line:
                assert parse(found.text).meaning == found.quantity.meaning


@pytest.mark.parametrize(
    ("printed", "text"),
    [("下降 12.2%", "12.2%"), ("提高3倍", "3倍"), ("超 2350 个", "超2350个"), ("?", "?")],
)
def test_core_is_the_text_that_scan_gives(printed, text):
    """The core of a printed figure is its normalized text without a direction word."""
    assert core(printed) == text


PIECES = st.sampled_from(
    "0 1 9 . , ３ 三 十 百 千 零 两 万 亿 余 多 超 约 近 不足 以上 左右 第 位 首位 全国 元 美元 % 个 个百分点 "
    "倍 提高 下降 至 — - ~ 年 月 号 家 大 m <sup>2</sup> ** [ ](x) / 小时 GW".split()
)


@steady
@given(st.text() | st.lists(PIECES, max_size=12).map("".join))
@example("²³")
@example("٣个")
@example("9" * 5000 + "万亿元")
@example("十" * 3000)
def test_parse_raises_nothing_but_unreadable(text):
    """Whatever is typed is read or refused, never an error of another kind."""
    try:
        quantity = parse(text)
    except UnreadableError:
        return
    assert quantity.bounds[0] <= quantity.bounds[1]


@steady
@given(st.text() | st.lists(PIECES, max_size=30).map("".join))
@example("1" * 2000 + "个")
@example("三四" * 2000 + "个")
def test_scan_raises_nothing(text):
    """Whatever a line holds, its figures stand in order and apart."""
    end = 0
    for found in scan(normalize(text)):
        assert end <= found.start < found.end
        end = found.end
