"""The files that every sheet needs beside its facts: a folder -> those that are missing.

A sheet of the package's theme holds what is its own, and the package the rest. One that names
another theme keeps all templates itself: that theme would fill a lost override with its own.
A page is left out of a sheet by taking it out of the navigation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from factsheet.messages import say
from factsheet.problems import Place, Problem
from factsheet.searchpath import TEMPLATES, THEME, find

HINT = say("take it from the project that the program came with, or from: factsheet new DIR")


def missing(root: Path, names: Iterable[str]) -> tuple[Problem, ...]:
    """Return a problem for each of these files that a project lacks."""
    return tuple(_missing(name) for name in names if not (root / name).is_file())


def missing_templates(
    root: Path, settings: Mapping[str, Mapping[str, Any]], topics: Iterable[str] | None
) -> tuple[Problem, ...]:
    """Return a problem for each template that is missing.

    `settings` are those of each language; `topics` have pages of their own: None, not known.
    """
    shared = next(iter(settings.values()))
    theme = shared.get("theme")
    packaged = isinstance(theme, dict) and theme.get("name") == THEME
    names = {*REQUIRED, *_locales(settings)}
    if topics is not None:
        names.update(_pages(shared.get("nav"), topics))
    lacking = {
        name
        for name in names
        if not (find(root, name) if packaged else root / TEMPLATES / name).is_file()
    }
    previews = _previews(settings.values())
    lacking |= {name for name in previews if not (root / TEMPLATES / name).is_file()}
    return tuple(_missing(f"{TEMPLATES}/{name}") for name in sorted(lacking))


def _missing(name: str) -> Problem:
    return Problem(
        place=Place(file=name), rule="file", message=say("the file is missing"), hint=HINT
    )


def _locales(languages: Iterable[str]) -> Iterator[str]:
    for language in languages:
        yield f"locales/{language}/messages.po"
        yield f"locales/{language}/style.yml"


def _pages(nav: Any, topics: Iterable[str]) -> Iterator[str]:
    """Yield the templates of the pages that the navigation lists."""
    own = {f"{topic}.md" for topic in topics}
    for page in nav if isinstance(nav, list) else []:
        if isinstance(page, str) and page not in own:
            yield f"pages/{page}.j2"


def _previews(settings: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the pictures of shared links, which every sheet has of its own."""
    for language in settings:
        extra = language.get("extra")
        preview = extra.get("preview") if isinstance(extra, dict) else None
        if isinstance(preview, dict) and preview.get("image"):
            yield f"theme/{preview['image']}"


REQUIRED = (
    "pages/_drawings.md.j2",
    "pages/_facts.md.j2",
    "pages/_sections.md.j2",
    "pages/part.md.j2",
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
    "print/review.typ",
    "print/sheets.typ",
    "print/style.typ",
    "print/tables.typ",
    "site/404.html.j2",
    "site/address.html.j2",
    "site/chooser.css",
    "site/embed.html.j2",
    "site/faces.css.j2",
    "site/fact.css",
    "site/fact.html.j2",
    "site/feed.xml.j2",
    "site/headers.j2",
    "site/htaccess.j2",
    "site/index.html.j2",
    "site/llms.txt.j2",
    "site/nginx.conf.j2",
    "site/preview.js",
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
    "theme/assets/parts.js",
    "theme/assets/reading.css",
    "theme/assets/search-answer.js",
    "theme/assets/search-engine.js",
    "theme/assets/search-pieces.js",
    "theme/assets/search-query.js",
    "theme/assets/search-words.js",
    "theme/assets/search-worker.js",
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
    "theme/partials/key.html",
    "theme/partials/languages/zh-Hans.html",
    "theme/partials/marks.html",
    "theme/partials/nav.html",
    "theme/partials/palette.html",
    "theme/partials/preview.html",
    "theme/partials/sheet-search.html",
    "theme/partials/signs.html",
    "theme/partials/turns.html",
    "theme/partials/urls.html",
)
