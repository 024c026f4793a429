"""How names are typed in letters."""

import pytest

from factsheet.language.readings import listed, pinyin_of, readings_of

PINYIN = [
    ("长治", {"chang zhi", "zhang zhi"}),
    ("吕梁", {"lv liang"}),
    ("武宿综保区", {"wu su zong bao qu"}),
    ("RCEP国际", {"guo ji"}),
    ("MLED", {""}),
]


@pytest.mark.parametrize(("text", "expected"), PINYIN, ids=[text for text, _ in PINYIN])
def test_a_name_is_read_in_every_way_that_a_character_has(text: str, expected: set[str]) -> None:
    ways = {""}
    for syllable in pinyin_of(text).split():
        ways = {f"{way} {each}".strip() for way in ways for each in syllable.split("/")}
    assert expected <= ways


def test_a_form_that_is_part_of_another_is_read_with_it() -> None:
    assert readings_of(["太原", "太原武宿"]) == (pinyin_of("太原武宿"),)


@pytest.mark.parametrize(
    "names",
    [
        "A1 Z9 隰县 阳泉",  # what is no Han character stands first
        "崞县 绛县 岢岚 离石 衢州 芮城 隰县 忻州 盂县 浙江",  # most are outside the set's first part
        "长江 长治 崇明",  # 长 stands under chang alone
        "太原 太原武宿 太重",
    ],
)
def test_names_stand_in_the_order_of_chinese_dictionaries(names: str) -> None:
    right = names.split()
    turned = right[::-1]
    assert sorted(turned, key=listed) == right
