"""What is kept with the records of a file is what would be found in them anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from factsheet.facts import kept, told
from factsheet.facts.told import names_in, told_before, told_of
from factsheet.project import Project, open_project
from tests.support import copy_small


@pytest.fixture
def read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The small sheet, read a second time by a process that knows nothing of the first."""
    sheet = copy_small(tmp_path / "sheet")
    (sheet / ".cache").unlink(missing_ok=True)
    open_project(sheet)
    monkeypatch.setattr(kept, "_sound", {})
    project, problems = open_project(sheet)
    assert project is not None
    assert not problems
    return project


def test_what_is_kept_is_what_would_be_found(read_again: Project) -> None:
    """Of facts, with the names that each uses, and of all that facts have in common."""
    book = read_again.book
    around = [*book.sources.values(), *book.names.values(), *book.indicators.values(), book.edition]
    known = told_before(around)
    assert known.keys() == set(map(id, around))
    assert all(known[id(record)] == told.told(record) for record in around)
    for section in book.sections:
        for fact, (digest, named, names) in zip(section.facts, told_of(section), strict=True):
            assert (digest, named, names) == told._told_fact(fact)
            assert names == names_in(fact)
            assert names <= book.names.keys()
    used = {name for section in book.sections for *_, names in told_of(section) for name in names}
    assert used


def test_nothing_is_found_anew_of_what_is_kept(
    read_again: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No record of a file that is as it was is taken apart again."""
    monkeypatch.setattr(told, "digest_and_texts", lambda *_: pytest.fail("taken apart"))
    assert all(told_of(section) for section in read_again.book.sections)
    assert told_before(read_again.book.names.values())
