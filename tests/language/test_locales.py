"""The languages that the package brings beside English and Chinese: their words, as tables.

No native reader has read them yet, and their style says so.
"""

from pathlib import Path

import pytest

from factsheet.figures.parser import parse
from factsheet.figures.periods import parse_period
from factsheet.figures.units import package_units
from factsheet.language.catalog import load_catalog, used_words
from factsheet.language.stylefile import load_style, unworded
from factsheet.language.wording import Wording
from factsheet.searchpath import PACKAGE
from tests.support import NARROW, NBSP, ROOT, style

READ = {"en": True, "zh": True, "fr": False, "ja": False, "zh-Hant": False}
WORDINGS = {language: Wording(style(language)) for language in READ}

# printed, French, Traditional Chinese, Japanese; "_" is a no-break space, "~" a narrow one
FIGURES = [
    ("1743.8 亿元", "174,38_milliards_de yuans", "1743.8億元", "1743.8億元"),
    ("1.49 万亿元", "1~490_milliards_de yuans", "1.49萬億元", "1.49兆元"),
    ("15亿元", "1,5_milliard_de yuans", "15億元", "15億元"),
    ("20亿元", "2_milliards_de yuans", "20億元", "20億元"),
    ("12.84 亿美元", "1,284_milliard_de dollars américains", "12.84億美元", "12.84億米ドル"),
    ("199万吨", "1,99_million_de tonnes", "199萬噸", "199万トン"),
    ("200万吨", "2_millions_de tonnes", "200萬噸", "200万トン"),
    ("60万吨", "600~000_tonnes", "60萬噸", "60万トン"),
    ("6.5亿千瓦时", "650_millions_de kWh", "6.5億千瓦時", "6.5億キロワット時"),
    ("1000000个", "1_million", "100萬個", "100万"),
    ("55.41%", "55,41~%", "55.41%", "55.41%"),
    ("3‰", "3~‰", "3‰", "3‰"),
    ("超2350个", "plus de 2~350", "超2350個", "2350超"),
    ("接近4000亿元", "près de 400_milliards_de yuans", "接近4000億元", "4000億元近く"),
    ("约1400亿吨", "environ 140_milliards_de tonnes", "約1400億噸", "約1400億トン"),
    ("40%以上", "40~% ou plus", "40%以上", "40%以上"),
    ("不足90天", "moins de 90_jours", "不足90天", "90日未満"),
    ("不超过5%", "au plus 5~%", "不超過5%", "5%以下"),
    ("500余家", "plus de 500", "500餘家", "500超"),
    ("两千余家", "plus de 2~000", "2000餘家", "2000超"),
    ("三四个小时", "trois à quatre_heures", "3至4小時", "3～4時間"),
    ("20—30%", "20 à 30~%", "20%至30%", "20～30%"),
    (
        "2—3亿元",
        "200 à 300_millions_de yuans",
        "2億元至3億元",
        "2～3億元",
    ),
    ("1小时", "1_heure", "1小時", "1時間"),
    ("8个月", "huit_mois", "8個月", "8か月"),
    ("0.5个百分点", "0,5_point de pourcentage", "0.5個百分點", "0.5ポイント"),
    ("1.5个百分点", "1,5_point de pourcentage", "1.5個百分點", "1.5ポイント"),
    ("2个百分点", "2_points de pourcentage", "2個百分點", "2ポイント"),
    ("100亩", "100_mu (environ 6,67_ha)", "100畝", "100ムー（約6.67ヘクタール）"),
    ("625元/吨", "625_yuans par tonne", "625元/噸", "625元/トン"),
    ("三分之一", "un tiers", "三分之一", "3分の1"),
    ("首位", "premier", "首位", "1位"),
    ("第21位", "21e", "第21位", "21位"),
]

# typed; French alone, within a sentence, and there with an inferred date
PERIODS = [
    ("2024", "2024", "en 2024", "en [2024]"),
    ("2025-H1", "premier semestre 2025", "au premier semestre 2025", "au premier semestre [2025]"),
    ("2025-H2", "second semestre 2025", "au second semestre 2025", "au second semestre [2025]"),
    (
        "2024-Q3",
        "troisième trimestre 2024",
        "au troisième trimestre 2024",
        "au troisième trimestre [2024]",
    ),
    ("2024-08", "août 2024", "en août 2024", "en [août 2024]"),
    (
        "2024-01/2024-08",
        "janvier–août 2024",
        "de janvier à août 2024",
        "de [janvier à août 2024]",
    ),
    (
        "2024-11/2025-02",
        "novembre 2024–février 2025",
        "de novembre 2024 à février 2025",
        "de [novembre 2024 à février 2025]",
    ),
    ("2020/2022", "2020–2022", "de 2020 à 2022", "de [2020 à 2022]"),
    (
        "2021/2025",
        "14e plan quinquennal (2021–2025)",
        "pendant le 14e plan quinquennal (2021–2025)",
        "[pendant le 14e plan quinquennal (2021–2025)]",
    ),
    ("2023-10-29", "29 octobre 2023", "le 29 octobre 2023", "le [29 octobre 2023]"),
    ("2025-01-01", "1er janvier 2025", "le 1er janvier 2025", "le [1er janvier 2025]"),
    (
        "2025-01-01/2025-03-31",
        "1er janvier–31 mars 2025",
        "du 1er janvier au 31 mars 2025",
        "du [1er janvier au 31 mars 2025]",
    ),
    ("2025-spring", "printemps 2025", "au printemps 2025", "au [printemps 2025]"),
    ("2025-autumn", "automne 2025", "à l’automne 2025", "à l’[automne 2025]"),
    ("to 2023", "fin 2023", "à la fin de 2023", "à la fin de [2023]"),
    ("to 2024-09", "à fin septembre 2024", "à fin septembre 2024", "à fin [septembre 2024]"),
    (
        "to 2024-09-01",
        "au 1er septembre 2024",
        "au 1er septembre 2024",
        "au [1er septembre 2024]",
    ),
    ("since 2023", "depuis 2023", "depuis 2023", "depuis [2023]"),
    (
        "since 2023-05-01",
        "depuis le 1er mai 2023",
        "depuis le 1er mai 2023",
        "depuis le [1er mai 2023]",
    ),
    ("none", "sans date", "sans date", "sans date"),
]


@pytest.mark.parametrize(("printed", "fr", "hant", "ja"), FIGURES)
def test_figure_in_running_text(printed: str, fr: str, hant: str, ja: str) -> None:
    quantity = parse(printed)
    words = (WORDINGS[language].quantity(quantity) for language in ("fr", "zh-Hant", "ja"))
    assert [text.replace(NBSP, "_").replace(NARROW, "~") for text in words] == [fr, hant, ja]


@pytest.mark.parametrize(("typed", "alone", "within", "inferred"), PERIODS)
def test_period_in_french(typed: str, alone: str, within: str, inferred: str) -> None:
    """Alone a period has no preposition, in a sentence its own."""
    french, period = WORDINGS["fr"], parse_period(typed)
    assert french.period(period) == alone
    assert french.period(period, within=True) == within
    assert french.period(period, inferred=True, within=True) == inferred


def test_all_periods_in_traditional_chinese_are_those_of_chinese_in_its_characters() -> None:
    hant = WORDINGS["zh-Hant"]
    found = [
        hant.period(parse_period(typed)) for typed in ("2021/2025", "to 2023", "since 2023-05")
    ]
    assert found == ["「十四五」時期（2021—2025年）", "截至2023年底", "2023年5月以來"]


def test_french_quotes_stand_between_guillemets_with_spaces() -> None:
    assert WORDINGS["fr"].style.quote == f"«{NBSP}{{x}}{NBSP}»"
    assert WORDINGS["fr"].list(["a", "b", "c"]) == "a, b et c"


@pytest.mark.parametrize("language", READ)
def test_a_locale_of_the_package_is_complete(language: str) -> None:
    """It has all words of the interface, of units and of qualifiers, and says who has read it."""
    found, file = load_style(ROOT, language)
    assert found is not None
    assert unworded(found, file, package_units()) == []
    _, untranslated = load_catalog(ROOT, language, used_words(ROOT))
    assert untranslated == ()
    assert found.reviewed == READ[language]


def test_the_words_of_a_template_are_those_it_asks_for(tmp_path: Path) -> None:
    """One and many are two words; what stands over several lines is one."""
    pages = tmp_path / "templates/pages"
    before = used_words(tmp_path)
    pages.mkdir(parents=True)
    asked = '{{ _("One") }}{{ ngettext("a fact", "facts", n) }}{{ _(x) }}{% trans %} To\n go {% endtrans %}'
    asked += "{% trans notrimmed %}\n  As\n  it is\n{% endtrans %}"
    (pages / "own.md.j2").write_text(asked, "utf-8")
    as_it_is = "  As\n  it is\n"  # as the page asks for it, where lines of tags alone leave no line
    assert used_words(tmp_path) - before == {"One", "a fact", "facts", "To go", as_it_is}


def test_a_slip_in_a_catalog_is_told_at_its_line(tmp_path: Path) -> None:
    own = tmp_path / "templates/locales/en/messages.po"
    own.parent.mkdir(parents=True)
    own.write_text('msgid "a"\nmsgstr "b"\n\nmsgid "c\n', "utf-8")
    _, (problem,) = load_catalog(tmp_path, "en", set())
    assert str(problem.place) == "templates/locales/en/messages.po:4:1"
    assert problem.message == "the catalog cannot be read: missing msgstr for msgid ''"


def test_the_package_brings_these_languages() -> None:
    assert {path.name for path in (PACKAGE / "locales").iterdir()} == set(READ)


@pytest.mark.parametrize("language", READ)
def test_punctuation_of_interface_words_is_the_languages(language: str) -> None:
    """French sets its spaces without a break, Traditional Chinese no simplified quotation marks."""
    catalog, _ = load_catalog(ROOT, language, used_words(ROOT))
    signs = {"fr": (" ;", " :", " !", " ?", " »", "« ", "'"), "zh-Hant": ("“", "”", "'")}
    wrong = [w for w in catalog.messages.values() for sign in signs.get(language, ()) if sign in w]
    assert wrong == []
