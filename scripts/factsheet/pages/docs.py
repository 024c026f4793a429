"""Pages on disk: write docs/<lang>/ whole, or tell where it is stale."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from factsheet.edition.localize import editions_of
from factsheet.edition.views import Edition
from factsheet.language.vocabulary import PRINTED
from factsheet.pages.render import render_pages
from factsheet.problems import Place, Problem
from factsheet.project import Project

DOCS = "docs"


def pages_of(project: Project, editions: Mapping[str, Edition]) -> Mapping[str, str]:
    """Return the text of every page by its path from the project's folder."""
    pages: dict[str, str] = {}
    for key, edition in editions.items():
        catalog = project.catalogs[key]
        printed = [{"href": name, "text": catalog.gettext(word)} for name, word in PRINTED.items()]
        rendered = render_pages(project.root, edition, catalog, printed)
        pages |= {f"{DOCS}/{key}/{name}": text for name, text in rendered.items()}
    return pages


def render(project: Project) -> int:
    """Write all pages; return how many changed. Pages that no longer exist are removed."""
    return render_editions(project, editions_of(project))


def render_editions(project: Project, editions: Mapping[str, Edition]) -> int:
    """Write the pages of these editions; return how many changed."""
    pages = pages_of(project, editions)
    changed = 0
    for name, text in pages.items():
        path = project.root / name
        if path.is_file() and path.read_bytes() == text.encode():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.new")
        partial.write_bytes(text.encode())
        partial.replace(path)
        changed += 1
    for path in _strays(project, pages):
        path.unlink()
        changed += 1
    return changed


def stale(project: Project) -> tuple[Problem, ...]:
    """Return a problem for each page that differs from what the facts give."""
    pages = pages_of(project, editions_of(project))
    problems = []
    for name, text in pages.items():
        path = project.root / name
        if not path.is_file():
            problems.append(_stale(name, 0, "the page is missing"))
        elif path.read_bytes() != text.encode():
            old = path.read_text("utf-8", errors="replace").split("\n")
            new = text.split("\n")
            pairs = enumerate(zip(old, new, strict=False), 1)
            line = next((i for i, (a, b) in pairs if a != b), min(len(old), len(new)))
            problems.append(_stale(name, line, "the page differs from the facts"))
    for path in _strays(project, pages):
        name = path.relative_to(project.root).as_posix()
        problems.append(_stale(name, 0, "no template gives this page"))
    return tuple(problems)


def _strays(project: Project, pages: Mapping[str, str]) -> list[Path]:
    docs = project.root / DOCS
    found = (p for language in project.languages for p in (docs / language.key).glob("*.md"))
    return sorted(p for p in found if p.relative_to(project.root).as_posix() not in pages)


def _stale(name: str, line: int, message: str) -> Problem:
    hint = "never edit docs/ by hand; run: factsheet render"
    return Problem(Place(name, line, 1 if line else 0), "stale", message, hint)
