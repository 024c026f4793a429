"""The letters of articles: as many of a series as there are, in the order of their numbers."""

from itertools import pairwise
from pathlib import Path

import pytest

from factsheet.edition.localize import edition_of
from tests.support import copy_small, edit, problems_of, sound

LETTERS = ("A", "A1", "A9", "A10", "A99", "A100", "B", "Z2", "AA", "AB12")


def test_letters_stand_in_the_order_of_series_and_number(tmp_path: Path) -> None:
    root = copy_small(tmp_path / "sheet")
    shown = []
    for first, second in pairwise(LETTERS):
        letters = {"first": second, "second": first}
        for name, letter in letters.items():
            path = root / f"facts/sources/{name}-article.yml"
            lines = path.read_text("utf-8").split("\n")
            at = next(i for i, line in enumerate(lines) if line.startswith("letter:"))
            lines[at] = f"letter: {letter}"
            path.write_text("\n".join(lines), "utf-8")
        shown.append(tuple(s.letter for s in edition_of(sound(root), "en").sources))
    assert shown == list(pairwise(LETTERS))


@pytest.mark.parametrize("letter", ["a1", "A0", "A01", "1", "ABC1", "A-1", "甲"])
def test_other_letters_are_refused(letter: str, tmp_path: Path) -> None:
    root = copy_small(tmp_path / "sheet")
    edit(root, "facts/sources/first-article.yml", "letter: A", f'letter: "{letter}"')
    assert any("is not allowed as 'letter'" in problem.message for problem in problems_of(root))
