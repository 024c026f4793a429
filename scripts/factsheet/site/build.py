"""The build: check, render, sites and PDFs side by side, data; `site/` is exchanged whole.

Everything is written beside `site/` and takes its place by renaming, so that a failed or killed
build leaves the last good site; `repair` puts it back where a kill came between two renames.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from factsheet.edition.sheet import Edition
from factsheet.messages import Message, say
from factsheet.pages.docs import render
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.settings import read_settings
from factsheet.site.asked import Asked, silent
from factsheet.site.cards import cards_json, names_json
from factsheet.site.downloads import drawn, tables
from factsheet.site.exchange import NEW, SITE, exchange, locked, mend
from factsheet.site.feed import write_feeds
from factsheet.site.fresh import SPARE, Fresh, set_aside
from factsheet.site.made import Pages
from factsheet.site.opendata import data_files, facts_json, workbook_file
from factsheet.site.plainpages import write_list, write_plain
from factsheet.site.postprocess import Finish, reader_of
from factsheet.site.released import AT, copy_releases, releases_at_hand
from factsheet.site.search import search_index
from factsheet.site.stamp import STAMP, stamp
from factsheet.site.started import QUIET, Engine
from factsheet.writing import write_all

BUILD = "build"
# None of them is a language.
PICTURES, DATA, WORKBOOK, SCRIPTS, KEEP = "pictures", "data", "workbook", "scripts", "keep"
CHOICES, AROUND = "choices", "around"
NICENESS = 5  # by how much what stands beside pages gives way to pages
UNKNOWN = "example.org"  # the host of an address that nobody has settled yet


def build(
    root: Path,
    editions: Mapping[str, Edition],
    asked: Asked,
    engine: Engine | None = None,
    pages: Mapping[str, str] | None = None,
) -> Path:
    """Build the whole site of checked editions.

    An `engine` may have been started before, and the `pages` of Markdown be at hand. Raises
    ProblemsFoundError where it cannot be built, OSError where the system refuses a file; the last
    good site stays.
    """
    address = root_address(root, editions, asked.address)
    if (root / SITE).is_symlink():
        hint = say("remove the link; serve site/ from where the project lies, or copy it there")
        message = say("site is a symbolic link, and a build puts a new folder in its place")
        raise ProblemsFoundError(
            [Problem(place=Place(file=SITE), rule="build", message=message, hint=hint)]
        )
    with locked(root), closing(engine or Engine(root)) as mkdocs:
        mend(root)
        releases = {} if asked.releasing else releases_at_hand(root)
        made = stamp(asked.made_of, address, releases, draft=asked.draft)
        own = f"{NEW}-{os.getpid()}"  # so that a killed build's MkDocs hurts none
        fresh = Fresh(root / own, root / SPARE, root / SITE)
        made_pages = root / f"{own}-pages"
        given = environment_of(editions, asked, releases)
        made_by = Pages(root, made_pages, address, given, mkdocs)
        try:
            asked.begin(say("pages"))
            changed = render(root, editions, pages)
            asked.tell(f"pages of Markdown that changed: {changed}")
            made_by.start(editions.values())
            asked.begin(say("data, and what pages ask for later"))
            _write_beside(root, editions, fresh, address)
            for name, content in _printed(root, editions, address, asked).items():
                fresh.write(name, content)
            asked.begin(say("the site's pages"))
            for key, names in made_by.wait().items():
                asked.tell(f"pages of {key} made: {', '.join(names) or 'none, all were kept'}")
            asked.begin(say("pages of facts"))
            _write_site(root, editions, made_by, fresh, address)
            copy_releases(releases, fresh)
            fresh.write(STAMP, made)
            fresh.sweep()
            exchange(root, fresh.folder)
        finally:
            mkdocs.close()
            shutil.rmtree(made_pages, ignore_errors=True)
            if fresh.folder.exists():
                set_aside(root, fresh.folder)
    return root / SITE


def _printed(
    root: Path, editions: Mapping[str, Edition], address: str, asked: Asked
) -> dict[str, bytes]:
    asked.begin(say("prints"))
    if not asked.is_printed:
        return {}
    return _print(root, editions, known_address(address), lambda step: asked.tell(f"PDFs: {step}"))


def environment_of(
    editions: Mapping[str, Edition], asked: Asked, releases: Iterable[str] = ()
) -> dict[str, str]:
    """Return the environment of all MkDocs runs: a fixed time, and what is made beside pages."""
    day = next(iter(editions.values())).imprint.date
    epoch = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    return {
        "SOURCE_DATE_EPOCH": str(epoch),
        **os.environ,
        "FACTSHEET_DRAFT": "1" if asked.draft else "",
        "FACTSHEET_PRINTED": "1" if asked.is_printed else "",
        "FACTSHEET_RELEASED": " ".join(f"{AT}/{number}/" for number in releases),
        **QUIET,
    }


def print_only(
    root: Path, editions: Mapping[str, Edition], tell: Callable[[Message], None]
) -> list[Path]:
    """Write the PDFs of checked editions into their site, or into build/ where there is none."""
    printed = printed_for(root, editions, tell)
    site = root / SITE
    return write_pdfs(printed, site if site.is_dir() else root / BUILD)


def printed_for(
    root: Path, editions: Mapping[str, Edition], tell: Callable[[Message], None] = silent
) -> dict[str, bytes]:
    """Return the PDFs of checked editions by path; a build takes them as they are kept."""
    address = known_address(root_address(root, editions))
    return _print(root, editions, address, tell)


def _print(
    root: Path,
    editions: Mapping[str, Edition],
    address: str,
    tell: Callable[[Message], None],
) -> dict[str, bytes]:
    """Print the PDFs of checked editions."""
    from factsheet.printing.pdf import print_editions  # noqa: PLC0415 - takes long to load

    return print_editions(root, editions, address, facts_json(editions), tell)


def write_pdfs(printed: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write PDFs into the folders of their languages, all or none."""
    files = {folder / name: content for name, content in printed.items()}
    write_all(files)
    return list(files)


def root_address(root: Path, editions: Mapping[str, Edition], address: str | None = None) -> str:
    """Return the address of the site's root, with a slash at its end.

    Where neither caller nor environment gives one, it is that of the settings without a language.
    """
    given = address or os.environ.get("SITE_URL")
    if not given:
        key, edition = next(iter(editions.items()))
        own = str(read_settings(root, edition.imprint.settings).get("site_url") or "")
        given = own.removesuffix("/").removesuffix(f"/{key}") or f"https://{UNKNOWN}"
    return given.rstrip("/") + "/"


def known_address(address: str) -> str:
    """Return an address that may be printed: none where nobody has given the site's."""
    return "" if urlsplit(address).hostname == UNKNOWN else address


def _write_beside(root: Path, editions: Mapping[str, Edition], fresh: Fresh, address: str) -> None:
    """Write what needs no page of MkDocs: the data, and by language what readers ask for later."""

    def write(what: str) -> None:
        if what == DATA:
            for path, content in data_files(editions, address, facts_json(editions)):
                fresh.write(path, content)
        elif what == WORKBOOK:
            fresh.write(*workbook_file(editions, address))
        elif what == PICTURES:  # in one process: the engine of print reads large faces once
            for key, edition in editions.items():
                for name, content in drawn(root, edition):
                    fresh.write(f"{key}/{name}", content)
        elif what == SCRIPTS:
            reader_of(root).ahead()
        else:
            edition = editions[what]
            write_plain(root, edition, fresh, address)
            fresh.write(f"{what}/cards.json", cards_json(edition, editions))
            fresh.write(f"{what}/names.json", names_json(edition, editions))
            fresh.write(f"{what}/search.json", search_index(edition))
            for name, content in tables(edition):
                fresh.write(f"{what}/{name}", content)

    # What takes longest comes first, and MkDocs, which takes still longer, before what is here.
    keys = (PICTURES, WORKBOOK, DATA, *editions, SCRIPTS)
    fresh.write_each(write, keys, niceness=NICENESS)


def _write_site(
    root: Path, editions: Mapping[str, Edition], made: Pages, fresh: Fresh, address: str
) -> None:
    """Write all pages, languages side by side."""
    names = frozenset(fresh.names)
    finish = Finish(root, editions, names, made, address)

    def write(what: str) -> None:
        if what == CHOICES:
            finish.write_choices(fresh)
        elif what == KEEP:
            made.keep()
        elif what == AROUND:
            finish.write_root(fresh)
            write_list(root, editions, fresh, address)
            write_feeds(root, editions, fresh, known_address(address))
        else:
            finish.write(fresh, what)

    fresh.write_each(write, (*editions, KEEP, CHOICES, AROUND))
