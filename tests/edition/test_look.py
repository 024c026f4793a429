"""A look at a sheet says what the whole says, whatever was edited since the last look."""

from __future__ import annotations

from copy import copy
from dataclasses import fields
from pathlib import Path

import pytest

from factsheet.edition.localize import Known, Localizer, edition_of
from factsheet.edition.look import look_at
from factsheet.edition.sheet import Edition
from factsheet.project import Project
from tests.edition.test_kept import only, words_in
from tests.support import LANGUAGES, copy_small, edit, sound

GOODS, RAIL = "facts/trade/goods.yml", "facts/channels/rail.yml"
ARTICLE, PLACES = "facts/sources/first-article.yml", "facts/names/place.yml"
NEW = """  - id: partners-more
    status: outturn
    period: "2024"
    text: {zh: "{period}，另有往来。", en: "In {period}, it's more."}
    cite: [{source: first-article, at: 9}]

gaps:
"""
LATER = """  - id: trade-2025
    status: outturn
    period: "2025"
    text: {zh: "{period}，达{total}。", en: "In {period}, {total}."}
    figures:
      total: {printed: "1800亿元", indicator: goods-trade, basis: flow}
    cite: [{source: second-article, at: 9}]

"""
# one after the other: words, figures, what other facts and pages show of a fact, what is no fact
EDITS = [
    (GOODS, "reached {total}", "came to {total}, the province's most"),
    (GOODS, 'printed: "下降2.4%"', 'printed: "下降2.5%"'),
    (GOODS, "en: Goods trade}", "en: Trade in goods}"),
    (GOODS, "The basis of", "What's the basis of"),
    (GOODS, "en: Trade by country.", "en: Trade by its country."),
    (GOODS, "gaps:\n", NEW),
    (GOODS, NEW, "gaps:\n"),
    (RAIL, "status: outturn", "status: plan"),
    (ARTICLE, "letter: ", "letter: Z"),
    (PLACES, "Sample Province", "Province of Samples"),
    ("facts/indicators.yml", "rhythm: year", "rhythm: month"),
    (
        "facts/topics.yml",
        "The sample serves nothing else.",
        '"It\'s for {trade-2024.period} only."',
    ),
    # what a fact or a section says of another section's fact, and what carries that one on
    (RAIL, "in China by trains", "in China, which traded {trade-2024.total}"),
    (GOODS, '"1743.8亿元"', '"1743.9亿元"'),
    (
        RAIL,
        "en: Rail}",
        'en: Rail}\nintro: {zh: 铁路。, en: "Beside {exports-fell-2024.decline}."}',
    ),
    (GOODS, 'printed: "下降2.5%"', 'printed: "下降2.6%"'),
    (RAIL, "  - id: line-plan", f"{LATER}  - id: line-plan"),
    (RAIL, LATER, EARLIER := LATER.replace('period: "2025"', 'period: "2023"')),
    (RAIL, EARLIER, ""),
]


def test_a_look_says_what_the_whole_says(tmp_path: Path) -> None:
    """After each edit every part is that of an edition worded from nothing, in both languages."""
    sheet = copy_small(tmp_path / "sheet")
    _compare(sheet)
    for file, old, new in EDITS:
        path = sheet / file
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
        assert new in path.read_text("utf-8")
        _compare(sheet)


def test_a_fact_may_be_named_before_it_is_there(tmp_path: Path) -> None:
    """Then it cannot be worded; once it is there, what names it follows its edits."""
    sheet = copy_small(tmp_path / "sheet")
    edit(sheet, RAIL, "opened in {period}.", "opened in {period}, beside {partners-more.period}.")
    with pytest.raises(LookupError):
        look_at(sound(sheet), "en")
    edit(sheet, GOODS, "gaps:\n", NEW)
    _compare(sheet)
    edit(sheet, GOODS, NEW, NEW.replace('"2024"', '"2023"'))
    _compare(sheet)


def _compare(sheet: Path) -> None:
    project = sound(sheet)
    for language in LANGUAGES:
        look, whole = look_at(project, language), edition_of(project, language)
        for field in fields(Edition):
            assert getattr(look, field.name) == getattr(whole, field.name), field.name


def test_what_nothing_changed_is_not_worded_again(tmp_path: Path) -> None:
    """Facts and sections that an edit does not touch are the very ones of the last look."""
    sheet = copy_small(tmp_path / "sheet")
    before = look_at(sound(sheet), "en")
    goods, investment = (section for section in before.topics[0].sections)
    edit(sheet, GOODS, "fell by {decline}", "went down by {decline}")
    after = look_at(sound(sheet), "en")
    assert after.topics[0].sections[0] != goods
    assert after.topics[0].sections[1] is investment
    changed = {key for key, view in after.facts.items() if view is not before.facts[key]}
    assert changed == {"exports-fell-2024"}
    assert not hasattr(after, "no_such_part")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_section_is_worded_from_what_it_is_kept_by(
    frozen_project: Project, language: str
) -> None:
    """With no other fact at hand than those of its key, each section reads the same."""
    whole = Localizer(frozen_project, language, None, Known())
    for section in whole.book.sections:
        keys = {*whole.made_of.facts_for(section), *whole.made_of.named}
        words = words_in(frozen_project, only(whole.book, keys), language)
        for name in ("listed", "pages"):  # what counts of these is in the key itself
            words.lexicon.__dict__[name] = getattr(whole.lexicon, name)
        alone = copy(whole)
        alone.book, alone.lexicon, alone.citer = words.lexicon.book, words.lexicon, words.citer
        assert alone.section(section) == whole.section(section), section.key
