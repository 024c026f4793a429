"""Pages on disk: write docs/<lang>/ whole, or tell where it is stale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from factsheet.cache.inputs import digest, files_in, program
from factsheet.cache.inputs import digest_of as digest_files
from factsheet.cache.store import Store
from factsheet.cache.values import digest_of
from factsheet.edition.sheet import SAID, Edition
from factsheet.messages import Message, say
from factsheet.pages.render import page_names, renderer
from factsheet.pages.templating import PART
from factsheet.problems import Place, Problem
from factsheet.processes import each
from factsheet.searchpath import folders
from factsheet.writing import write_all

DOCS = "docs"
HELD = 4  # states of each language


def parted(page: str) -> tuple[str, str]:
    """Part the text of a page into its front matter, as YAML, and its Markdown."""
    _, head, text = page.split("---\n", 2)
    return head, text


@lru_cache(maxsize=1024)  # several stages look at the same pages
def front_matter(head: str) -> Mapping[str, Any]:
    """Return the front matter of a page as data."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(head, loader)  # noqa: S506  # a SafeLoader
    return data


def pages_of(root: Path, editions: Mapping[str, Edition]) -> Mapping[str, str]:
    """Return the text of every page by its path from the project's folder."""
    names = [(key, name) for key in editions for name in page_names(root, editions[key])]

    renderers: dict[str, Callable[[str], str]] = {}  # of each process its own

    def made(page: tuple[str, str]) -> str:
        key, name = page
        if key not in renderers:
            renderers[key] = renderer(root, editions[key])
        return renderers[key](name)

    return {f"{DOCS}/{key}/{name}": text for (key, name), text in each(made, names).items()}


def _kept_pages_of(root: Path, editions: Mapping[str, Edition]) -> Mapping[str, str]:
    """Return the same; of a language in which nothing is said otherwise they are not made again."""
    templates = [digest_files(files_in(folder), folder) for folder in folders(root, PART)]
    store = Store(root, DOCS, HELD * len(editions))
    base = digest(program(), *templates)

    def looked(language: str) -> tuple[str, dict[str, bytes] | None]:
        key = digest(base, digest_of(editions[language], SAID))
        return key, store.get(key)

    found = each(looked, editions)
    others = pages_of(root, {key: editions[key] for key, (_, kept) in found.items() if not kept})
    pages: dict[str, str] = {}
    for language, (key, kept) in found.items():
        place = f"{DOCS}/{language}/"
        own = {name: text for name, text in others.items() if name.startswith(place)}
        if not kept:
            store.put(key, {name: text.encode() for name, text in own.items()})
        pages |= own or {name: text.decode() for name, text in (kept or {}).items()}
    return pages


def render(root: Path, editions: Mapping[str, Edition]) -> int:
    """Write all pages; return how many changed. Pages that no longer exist are removed."""
    pages = _kept_pages_of(root, editions)
    files = {root / name: text.encode() for name, text in pages.items()}
    changed = {
        path: content
        for path, content in files.items()
        if not path.is_file() or path.read_bytes() != content
    }
    write_all(changed)
    strays = _strays(root, editions, pages)
    for path in strays:
        path.unlink()
    return len(changed) + len(strays)


def stale(root: Path, editions: Mapping[str, Edition]) -> tuple[Problem, ...]:
    """Return a problem for each page that differs from what the facts give."""
    pages = pages_of(root, editions)
    problems = []
    for name, text in pages.items():
        path = root / name
        if not path.is_file():
            problems.append(_stale(name, 0, say("the page is missing")))
        elif path.read_bytes() != text.encode():
            old = path.read_text("utf-8", errors="replace").split("\n")
            new = text.split("\n")
            pairs = enumerate(zip(old, new, strict=False), 1)
            line = next((i for i, (a, b) in pairs if a != b), min(len(old), len(new)))
            problems.append(_stale(name, line, say("the page differs from the facts")))
    for path in _strays(root, editions, pages):
        name = path.relative_to(root).as_posix()
        problems.append(_stale(name, 0, say("no template gives this page")))
    return tuple(problems)


def _strays(root: Path, languages: Iterable[str], pages: Mapping[str, str]) -> list[Path]:
    found = (path for key in languages for path in (root / DOCS / key).glob("*.md"))
    return sorted(p for p in found if p.relative_to(root).as_posix() not in pages)


def _stale(name: str, line: int, message: Message) -> Problem:
    hint = say("never edit docs/ by hand; run: factsheet render")
    return Problem(
        place=Place(file=name, line=line, column=1 if line else 0),
        rule="stale",
        message=message,
        hint=hint,
    )
