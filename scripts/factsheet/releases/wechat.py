"""`Changes` -> a short text to paste into a message, in the language of the articles.

It holds words of the catalogs, counts, and sentences of facts as the sheet has them, whole: those
of headline figures first, then corrected ones, then what else is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from factsheet.edition.sheet import Edition
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.periods import parse_period
from factsheet.project import Project
from factsheet.releases.compare import FIGURES, Changes
from factsheet.releases.history import compared
from factsheet.releases.kept import KeptFact

ROOM = 500  # characters


def as_wechat(
    changes: Changes, project: Project, editions: Mapping[str, Edition], address: str
) -> str:
    """Return the text; `address` is the sheet's root, empty where it is unknown."""
    language = SOURCE_LANGUAGE if SOURCE_LANGUAGE in editions else next(iter(editions))
    edition = editions[language]
    head = [edition.texts["title"], _named(changes, edition), compared(changes, edition)]
    foot = [f"{address}{language}/changes/"] if address else []
    lines, length = [], sum(len(line) + 1 for line in (*head, *foot))
    for text in dict.fromkeys(fact.text.get(language, "") for fact in _chosen(changes, project)):
        line = f"· {text}"
        if text and length + len(line) + 1 <= ROOM:
            lines.append(line)
            length += len(line) + 1
    return "\n".join((*filter(None, head), *lines, *foot))


def _named(changes: Changes, edition: Edition) -> str:
    """Name the edition that the text is of, with its date."""
    for release in edition.history:
        if release.number == changes.after.number:
            return release.title
    return edition.word("Edition %(number)s, %(date)s") % {
        "number": edition.number,
        "date": edition.date,
    }


def _chosen(changes: Changes, project: Project) -> Iterator[KeptFact]:
    """Yield facts by weight: new headline figures in the order of the pages, corrected, new ones.

    Of an indicator only the newest of its changed figures counts.
    """
    corrected = sorted((c.after for c in changes.corrected), key=lambda fact: not fact.figures)
    changed = [c.after for c in changes.changed if FIGURES in c.kinds]
    news = (*changes.added, *changed, *corrected)
    home = project.book.home
    topics = (key for topic in project.book.topics for key in topic.highlights)
    for indicator in dict.fromkeys((*home.pinned, *home.highlights, *topics)):
        own = [
            fact
            for fact in news
            if any(f.indicator == indicator and not f.scope for f in fact.figures)
        ]
        if own:
            yield max(own, key=lambda fact: parse_period(fact.periods["period"]).recency)
    yield from (*changed, *corrected, *changes.added)
