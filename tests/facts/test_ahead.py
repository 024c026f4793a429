"""Many new sections are read side by side: the same records and problems as one after the other."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from factsheet import processes
from factsheet.facts import kept
from factsheet.facts.told import told_of
from factsheet.problems import Problem
from factsheet.project import open_project
from tests.projects import copy_frozen
from tests.support import edit

GOODS, AIR = "facts/trade/goods.yml", "facts/channels/air.yml"
UNSOUND = "facts:\n", "fact:\n"  # no records are made of such a section


def _read(sheet: Path) -> tuple[list[Any], tuple[Problem, ...]]:
    """Read a sheet of which nothing is kept: what each section says, where it stands, problems."""
    kept._sound.clear()
    shutil.rmtree(sheet / ".cache", ignore_errors=True)  # none before the first time
    project, problems = open_project(sheet)
    sections = project.book.sections if project else ()
    return [
        (section.key, told_of(section), [fact.where.place() for fact in section.facts])
        for section in sections
    ], problems


@pytest.mark.parametrize(
    "slips",
    [
        (),
        ((GOODS, "  - id: goods-trade-2024\n", "  - id: goods-trade-2024-jan-aug\n"),),
        ((GOODS, *UNSOUND), (AIR, *UNSOUND)),
    ],
    ids=["sound", "the same id twice", "unsound"],
)
def test_what_is_read_side_by_side_is_as_if_read_alone(
    slips: tuple[tuple[str, str, str], ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = copy_frozen(tmp_path / "sheet")
    (sheet / ".cache").unlink()  # it leads to where prints are kept, and more
    for slip in slips:
        edit(sheet, *slip)
    begun: list[int] = []
    real = processes._Fork

    def fork(*given: Any) -> processes._Fork:
        begun.append(given[1])
        return real(*given)

    monkeypatch.setattr(processes, "_Fork", fork)
    found = _read(sheet)
    assert len(begun) == processes.at_once() - 1  # a process for each further processor
    monkeypatch.setattr(processes, "_can_fork", lambda: False)
    assert _read(sheet) == found
    sections, problems = found
    assert len(sections) == (0 if "fact:" in str(slips) else 35)
    assert len({problem.place.file for problem in problems}) == len(slips)
