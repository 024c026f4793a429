"""Rich text keeps its marks and figures wherever it is put, and no mark is a character."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

import pytest

from factsheet.edition.rich import filled, filled_at, joined, looks, rendered, rich, stripped
from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, Rich, Run, plain
from factsheet.facts.contents import SHEET
from factsheet.facts.markup import Slot, tokenize
from factsheet.facts.records import Fact
from factsheet.language.stylefile import pattern_at
from factsheet.pages.markdown import markdown
from factsheet.pages.tables import cells
from factsheet.problems import ProblemsFoundError
from factsheet.project import Project
from factsheet.site.outputs import paths_of
from tests.support import ROOT

HAN = (Run(text="太原", lang="zh-Hans"),)
ONE = (Run(text="1.5%", figure=("trade", "growth")),)


@pytest.mark.parametrize(
    ("made", "runs"),
    [
        (rich("a", "", "b"), (Run(text="ab"),)),
        (rich("a ", HAN, HAN), (Run(text="a "), Run(text="太原太原", lang="zh-Hans"))),
        (rich(ONE, "x", ONE), (*ONE, Run(text="x"), *ONE)),
        (joined([HAN, "b", ONE], ", "), (*HAN, Run(text=", b, "), *ONE)),
        (filled("“{x}” {y}{x}", {"x": HAN, "y": ""}), (Run(text="“"), *HAN, Run(text="” "), *HAN)),
        (filled("%(text)s (%(marks)s)", {"text": ONE, "marks": "{x}"}), (*ONE, Run(text=" ({x})"))),
        (
            stripped((Run(text="  "), Run(text=" a", lang="en"), *ONE, Run(text=" "))),
            (Run(text="a", lang="en"), *ONE),
        ),
        (stripped((Run(text="  "),)), ()),
        (
            rendered(
                " {% if no %}x{% endif %}{{ a | join('; ') }}{{ '.' if no }}\n",
                {"a": [HAN, ONE], "no": ()},
            ),
            (*HAN, Run(text="; "), *ONE),
        ),
        (
            rendered("{{ a | replace('原', '谷') }}", {"a": (*HAN, *ONE)}),
            (Run(text="太谷", lang="zh-Hans"), *ONE),
        ),
        (looks((Run(text="a "), *ONE, Run(text=" b"), *HAN)), (Run(text="a 1.5% b"), *HAN)),
    ],
    ids=lambda value: plain(value) if isinstance(value, tuple) else "",
)
def test_pieces_keep_their_marks(made: Rich, runs: Rich) -> None:
    assert made == runs


def test_a_figure_does_not_change_how_its_words_are_escaped() -> None:
    assert markdown((Run(text="~ a "), Run(text="~5", figure=("f", "x")))) == markdown(
        (Run(text="~ a ~5"),)
    )


def test_every_figure_of_a_text_is_a_run_that_knows_it(
    frozen_project: Project, frozen_editions: Mapping[str, Edition]
) -> None:
    found = 0
    for language, edition in frozen_editions.items():
        rows = {row.fact.id: row for s in edition.sections for t in s.tables for row in t.rows}
        for fact in frozen_project.book.facts:
            if fact.id not in edition.facts:
                continue
            view = edition.facts[fact.id]
            texts = [(fact.text, view.text)]
            if fact.id in rows and fact.cells:
                given = list(fact.cells.columns.values())
                texts.append(
                    (
                        _joined(given, language),
                        tuple(run for cell in rows[fact.id].cells for run in cell),
                    )
                )
            for typed, shown in texts:
                named = sorted(_figures_of(typed.get(language, typed.get("*", "")), fact))
                assert sorted(f for f, _ in groupby(run.figure for run in shown) if f) == named
                found += len(named)
            _assert_worded(view, edition)
    assert found > 100


def test_a_number_that_is_no_figure_moves_no_figure(frozen_editions: Mapping[str, Edition]) -> None:
    """A condition beside a figure may hold digits of its own; decimal points still meet."""
    table = next(
        t for s in frozen_editions["en"].sections for t in s.tables if any(t.numeric) and t.rows
    )
    at = table.numeric.index(True)
    row = table.rows[0]

    def with_cell(*cells: Rich):
        rows = tuple(
            replace(row, cells=(*row.cells[:at], cell, *row.cells[at + 1 :])) for cell in cells
        )
        return replace(table, rows=rows)

    figure = ("f", "x")

    def _number(text: str) -> Run:
        return Run(text=text, figure=figure, is_number=True)

    made = with_cell(
        (_number("5"), Run(text="%", figure=figure), Run(text=" (of 2019)")),
        (_number("2.5"), Run(text="%", figure=figure), Run(text=" (of 2019)")),
    )
    assert [shown[at] for shown in cells(made)] == [
        '<span class="room-point-1">5%</span> <span class="condition">(of 2019)</span>',
        '2.5% <span class="condition">(of 2019)</span>',
    ]


def test_no_text_of_an_edition_holds_a_private_character(
    frozen_editions: Mapping[str, Edition],
) -> None:
    for edition in frozen_editions.values():
        held = {
            c for text in _texts(edition, set()) for c in text if unicodedata.category(c) == "Co"
        }
        assert held == set()


def test_printed_files_are_the_downloads_and_the_outputs(
    frozen_editions: Mapping[str, Edition],
) -> None:
    for key, edition in frozen_editions.items():
        topics = [topic.key for topic in edition.topics]
        outputs = paths_of([key], topics).items()
        printed = [path for path, output in outputs if output.writer == "pdf"]
        taken = list(edition.imprint.downloads)
        assert printed == [f"{key}/{name}" for name in (*taken, *(f"{t}.pdf" for t in topics))]


def _figures_of(text: str, fact: Fact) -> Iterator[tuple[str, str]]:
    for token in tokenize(text):
        if not isinstance(token, Slot) or token.fact == SHEET:
            continue
        is_period = token.name.startswith("period") if token.fact else token.name in fact.periods
        if not is_period:
            yield token.fact or fact.id, token.name


def _joined(texts, language: str) -> dict[str, str]:
    return {language: "".join(text.get(language, text.get("*", "")) for text in texts)}


def _assert_worded(view: FactView, edition: Edition) -> None:
    for run in view.text:
        if run.figure:
            owner = edition.facts[run.figure[0]]
            words = next(f for f in owner.figures if f.name == run.figure[1])
            ours = {words.text.casefold(), words.table.casefold()}
            assert run.text.casefold() in ours or run.text.lstrip("−") in words.table


def _texts(value: object, seen: set[int]) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each, seen)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each, seen)
    elif is_dataclass(value) and id(value) not in seen:
        seen.add(id(value))
        for field in fields(value):
            yield from _texts(getattr(value, field.name), seen)


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("{{ nothing }}", "a pattern cannot be filled: 'nothing' is undefined"),
        ("{% include 'x' %}", "a pattern cannot be filled: a pattern takes in no other file: x"),
    ],
)
def test_a_pattern_that_cannot_be_filled_is_told_at_its_place(
    tmp_path: Path, pattern: str, told: str
) -> None:
    style = tmp_path / "templates/locales/en/style.yml"
    style.parent.mkdir(parents=True)
    good = (ROOT / "templates/locales/en/style.yml").read_text("utf-8")
    typed = f"  collected: {json.dumps(pattern)}"
    style.write_text(re.sub(r"(?m)^  collected: .*$", lambda _: typed, good), "utf-8")
    line = style.read_text("utf-8").split("\n").index(typed) + 1
    at = partial(pattern_at, tmp_path, "en")
    with pytest.raises(ProblemsFoundError) as found, filled_at(at):
        rendered(pattern, {})
    (problem,) = found.value.problems
    place = f"templates/locales/en/style.yml:{line}:14"
    assert (str(problem.place), problem.message) == (place, told)
