"""A process that stays holds the files of facts/ as they are, and leaves the cache to builds."""

from __future__ import annotations

from pathlib import Path

from factsheet.facts import kept
from factsheet.project import open_project
from tests.support import copy_small, edit

GOODS = "facts/trade/goods.yml"


def test_a_process_that_stays_holds_no_file_of_before(tmp_path: Path) -> None:
    """However often a fact is edited: unchanged files give the very same records."""
    sheet = copy_small(tmp_path / "sheet")
    held = []
    for old, new in (("reached", "came to"), ("came to", "rose to"), ("rose to", "made")):
        edit(sheet, GOODS, f"{old} {{total}}", f"{new} {{total}}")
        project, problems = open_project(sheet, stays=True)
        assert project is not None
        assert problems == ()
        facts = {fact.id: fact for fact in project.book.facts}
        assert f"{new} {{total}}" in facts["trade-2024"].text["en"]
        held.append((len(kept._sound), facts))
    files = {section.where.file.name for section in project.book.sections}
    assert {count for count, _ in held[1:]} == {held[0][0]}
    assert held[0][0] > len(files)
    others = {key for key, fact in held[0][1].items() if held[2][1][key] is fact}
    assert others == {f.id for s in project.book.sections if s.key != "goods" for f in s.facts}
    assert not (sheet / ".cache/facts").exists()
