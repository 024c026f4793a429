"""Which facts are looked over: new or changed since the last edition, or all that wait."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.facts.records import Fact
from factsheet.project import Project
from factsheet.releases.compare import compare
from factsheet.releases.freeze import record_of
from factsheet.releases.kept import kept_editions
from factsheet.review.sheets import Sheets

NEW, CHANGED = "new", "changed"


def since(project: Project) -> tuple[str, Mapping[str, str]]:
    """Return the number of the last kept edition, and each published fact new or changed since.

    Before the first edition is kept, every fact is new.
    """
    facts = [fact.id for fact in project.book.facts if fact.is_published]
    editions, _ = kept_editions(project.root)
    if not editions:
        return "", dict.fromkeys(facts, NEW)
    found = compare(editions[-1], record_of(project), ())
    new = {fact.id for fact in found.added}
    touched = new | {change.after.id for change in (*found.changed, *found.renamed)}
    return editions[-1].number, {
        key: NEW if key in new else CHANGED for key in facts if key in touched
    }


def chosen(
    sheets: Sheets, topic: str, *, waiting: bool = False, everything: bool = False
) -> tuple[tuple[Fact, ...], int]:
    """Return the published facts of a topic, or of all, to look over, and how many more wait.

    These are new or changed since the last edition; with `waiting`, also what nobody has read or
    approved as it stands.
    """
    project = sheets.project
    _, touched = since(project)
    own = [f for f in project.book.facts if f.is_published and topic in ("", f.topic)]
    unread = [f for f in own if f.id not in touched and any(sheets.waiting(f))]
    if everything:
        return tuple(own), 0
    if waiting:
        return tuple(f for f in own if f.id in touched or f in unread), 0
    return tuple(f for f in own if f.id in touched), len(unread)
