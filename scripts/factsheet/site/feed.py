"""`Edition` -> feed.xml of its language: an Atom feed (RFC 4287) of editions and corrections.

An entry is known by a name-based UUID, made of the record of the first kept edition, the language
and what the entry is of: it stays when the sheet moves to another address. Links are absolute where
the address is known; otherwise they are relative to the feed, as the standard allows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from factsheet.edition.history import ReleaseView
from factsheet.edition.sheet import Edition
from factsheet.releases.kept import FOLDER, SUMS
from factsheet.site.fresh import Fresh
from factsheet.site.templating import templates_of

FEED, TEMPLATE = "feed.xml", "feed.xml.j2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry: `id` is its URN, `day` its date, `href` leads from the folder of the language."""

    id: str
    day: str
    title: str
    href: str
    summary: str
    release: ReleaseView | None = None


def write_feeds(root: Path, editions: Mapping[str, Edition], fresh: Fresh, address: str) -> None:
    """Write the feed of each language; `address` is the site's root, empty where it is unknown."""
    template = templates_of(root).get_template(TEMPLATE)
    for key, edition in editions.items():
        space = _space(root, edition)
        entries = sorted(_entries(edition, space), key=lambda entry: entry.day, reverse=True)
        text = template.render(
            edition=edition,
            id=uuid5(space, key).urn,
            home=f"{address}{key}/" if address else "",
            feed=FEED,
            entries=entries,
            updated=max((entry.day for entry in entries), default=edition.imprint.date.isoformat()),
        )
        fresh.write(f"{key}/{FEED}", text)


def _space(root: Path, edition: Edition) -> UUID:
    """Return what all names of the sheet are made in: the first record, once there is one."""
    kept = [release.number for release in edition.history if release.number]
    sums = root / FOLDER / (kept[-1] if kept else "") / SUMS
    seed = sums.read_text("utf-8") if kept and sums.is_file() else edition.texts["title"]
    return uuid5(NAMESPACE_URL, seed)


def _entries(edition: Edition, space: UUID) -> Iterator[Entry]:
    word = edition.word
    for release in edition.history:
        if release.number:
            yield Entry(
                id=uuid5(space, f"{edition.language}/edition/{release.number}").urn,
                day=release.day,
                title=release.title,
                href=f"changes/#{release.anchor}",
                summary=release.summary,
                release=release,
            )
    for correction in edition.corrections:
        fact = edition.facts.get(correction.fact)
        told = tuple(
            f"{word(head)}{word(': ')}{text}"
            for head, text in (
                ("It said", correction.said),
                ("It says", correction.says),
                ("Why", correction.why),
            )
        )
        name = f"{edition.language}/correction/{correction.day}/{correction.fact}/{correction.said}"
        label = fact.label if fact else correction.fact
        yield Entry(
            id=uuid5(space, name).urn,
            day=correction.day,
            title=word("Correction: %(label)s") % {"label": label},
            href=f"f/{correction.fact}/",
            summary="\n".join(told),
        )
