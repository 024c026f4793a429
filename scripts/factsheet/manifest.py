"""The files that every project needs beside its facts: a folder -> those that are missing.

A page is left out of a sheet by taking it out of the navigation; only those listed there need
their template.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from factsheet.problems import Place, Problem

TEMPLATES = "templates"
HINT = "take it from the project that the program came with, or from: factsheet new DIR"


def missing(root: Path, names: Iterable[str]) -> tuple[Problem, ...]:
    """Return a problem for each of these files that a project lacks."""
    return tuple(
        Problem(place=Place(file=name), rule="file", message="the file is missing", hint=HINT)
        for name in names
        if not (root / name).is_file()
    )


def templates(nav: Any, topics: Iterable[str]) -> Iterator[str]:
    """Yield the templates that a sheet of these topics and this navigation is made from."""
    yield from (f"{TEMPLATES}/{name}" for name in REQUIRED)
    own = {f"{topic}.md" for topic in topics}
    pages = nav if isinstance(nav, list) else []
    for page in pages:
        if isinstance(page, str) and page not in own:
            yield f"{TEMPLATES}/pages/{page}.j2"


REQUIRED = (
    "pages/_drawings.md.j2",
    "pages/_facts.md.j2",
    "pages/topic.md.j2",
    "print/blocks.typ",
    "print/brief.typ",
    "print/briefing.typ",
    "print/colophon.typ",
    "print/drawing.typ",
    "print/figures.typ",
    "print/lists.typ",
    "print/notes.typ",
    "print/page.typ",
    "print/parts.typ",
    "print/plates.typ",
    "print/record.typ",
    "print/sheets.typ",
    "print/style.typ",
    "print/tables.typ",
    "site/404.html.j2",
    "site/address.html.j2",
    "site/chooser.css",
    "site/embed.html.j2",
    "site/fact.css",
    "site/fact.html.j2",
    "site/headers.j2",
    "site/htaccess.j2",
    "site/index.html.j2",
    "site/llms.txt.j2",
    "site/nginx.conf.j2",
    "site/robots.txt.j2",
    "site/sitemap.xml.j2",
    "theme/.icons/mark.svg",
    "theme/404.html",
    "theme/assets/faces.css",
    "theme/assets/factsheet.css",
    "theme/assets/factsheet.js",
    "theme/assets/favicon.svg",
    "theme/assets/figures.css",
    "theme/assets/folds.js",
    "theme/assets/fonts/OFL.txt",
    "theme/assets/fonts/sheet-sans.woff2",
    "theme/assets/fonts/sheet-serif.woff2",
    "theme/assets/names.js",
    "theme/assets/notes.js",
    "theme/assets/palette.css",
    "theme/assets/preview-en.png",
    "theme/assets/preview-zh.png",
    "theme/assets/reading.css",
    "theme/assets/search-engine.js",
    "theme/assets/search-query.js",
    "theme/assets/search-words.js",
    "theme/assets/search.css",
    "theme/assets/search.js",
    "theme/assets/sheet.js",
    "theme/assets/signs.js",
    "theme/assets/take.js",
    "theme/assets/theme.css",
    "theme/assets/tray.js",
    "theme/main.html",
    "theme/partials/alternate.html",
    "theme/partials/copyright.html",
    "theme/partials/dateline.html",
    "theme/partials/footer.html",
    "theme/partials/header.html",
    "theme/partials/languages/zh-Hans.html",
    "theme/partials/nav.html",
    "theme/partials/palette.html",
    "theme/partials/preview.html",
    "theme/partials/sheet-search.html",
    "theme/partials/signs.html",
    "theme/partials/urls.html",
)
