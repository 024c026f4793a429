"""`Project` -> `Edition` for a look at some of it: a page after an edit, in a process that stays.

It says what the edition of the whole says. Facts and sections that nothing of what they are made of
has changed are those of the last look; every other part is worded when it is first asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any

from factsheet.cache.shelf import Shelf
from factsheet.edition.kept import KIND
from factsheet.edition.localize import Known, Localizer
from factsheet.edition.sheet import Edition, Unfolding
from factsheet.edition.typography import Typography
from factsheet.language.readings import remembered
from factsheet.project import Project


def look_at(project: Project, language: str) -> Edition:
    """Return the same sheet for a look at some of it, whether or not it has passed the checks.

    Each part is worded when it is asked for, facts and sections once in a process that stays.
    """
    known = _known[language]
    shelf = None if known.views else Shelf(project.root, KIND, language)
    worded = Localizer(project, language, shelf, known)
    known.typography = typography = Typography(worded.apostrophe, known.typography)
    typography.leave(worded.set_views())

    def part(make: Callable[[], Any]) -> Any:
        with remembered(project.root):
            return typography.put(make())

    parts = {name: partial(part, make) for name, make in worded.parts().items()}
    return Unfolding(parts={**parts, "cited": worded.cited})


_known: defaultdict[str, Known] = defaultdict(Known)
