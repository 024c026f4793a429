"""What no line may cut: a figure's runs tell it, other numbers are read from their words."""

from collections.abc import Mapping
from typing import Any

import pytest

from factsheet.edition.sheet import Edition
from factsheet.edition.views import Run
from factsheet.printing.runs import Typesetter, plain_runs

TRADE, GROWTH = ("trade", "value"), ("trade", "growth")


def whole(text: str, figure: tuple[str, str] = TRADE, *, is_number: bool = False) -> Run:
    """Return words of a figure that no line may cut."""
    return Run(text=text, figure=figure, is_whole=True, is_number=is_number)


def kept(runs: list[Any]) -> list[str]:
    """Return what of some runs no line may cut."""
    return [run["t"] for run in runs if not isinstance(run, str) and "b" in run]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # In a table a figure is in parts; its unit stays with its number, its qualifier need not.
        ([Run(text="超", figure=TRADE), whole("1743.8", is_number=True), whole("亿元")], ["1743.8亿元"]),
        ([whole("11.4—"), whole("11.8", is_number=True), whole("%")], ["11.4—11.8%"]),
        # A unit that no list holds, and a word that only begins like one.
        ([Run(text="会同"), whole("7部门"), Run(text="制定")], ["7部门"]),
        # What a curator types after a bare number is its measure word.
        ([Run(text="共"), whole("1755"), Run(text="家（推算）")], ["1755家"]),
        ([whole("12"), Run(text="家、"), whole("3", GROWTH), Run(text="家。")], ["12家", "3家"]),
        # Two figures beside each other are two.
        ([whole("48个"), whole("17个", GROWTH)], ["48个", "17个"]),
        # A Chinese numeral breaks as any word; so does what has spaces that no line breaks at.
        ([Run(text="约"), whole("三四个小时")], []),
        ([Run(text="was "), whole("RMB\N{NO-BREAK SPACE}174.38\N{NO-BREAK SPACE}billion")], []),
        ([whole("RMB\N{NO-BREAK SPACE}2.04–2.08\N{NO-BREAK SPACE}billion")], ["RMB\N{NO-BREAK SPACE}2.04–2.08\N{NO-BREAK SPACE}billion"]),
        # Words that are nobody's figure: a period, a document's name.
        ([Run(text="2025年1—8月，《2026年一号文件》")], ["2025年", "1—8月", "2026年"]),
        ([Run(text="in 2021–2025")], ["2021–2025"]),
        ([], []),
    ],
)  # fmt: skip
def test_no_line_cuts_a_number_from_its_unit(
    text: list[Run], expected: list[str], frozen_editions: Mapping[str, Edition]
) -> None:
    """What is kept whole is all that is, and no word is lost or doubled."""
    typesetter = Typesetter(*(edition.imprint for edition in frozen_editions.values()))
    runs = typesetter.rich(tuple(text))
    assert kept(runs) == expected
    assert plain_runs(runs) == "".join(run.text for run in text)


def test_every_figure_of_a_fact_knows_what_no_line_may_cut(
    frozen_editions: Mapping[str, Edition],
) -> None:
    """All words of a figure in texts and cells are its runs, its number and unit one whole."""
    for edition in frozen_editions.values():
        for fact in edition.facts.values():
            own = {run.figure for run in fact.text if run.figure}
            assert own == {run.figure for run in fact.text if run.is_whole}
