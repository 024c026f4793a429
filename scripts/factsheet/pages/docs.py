"""Pages on disk: write docs/<lang>/ whole, or tell where it is stale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

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
from factsheet.processes import at_once, each
from factsheet.searchpath import folders
from factsheet.writing import write_all

DOCS = "docs"
HELD = 4  # states of each language
Share: TypeAlias = tuple[str, tuple[str, ...]]  # a language, and the names of some of its pages


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

    def made(share: Share) -> dict[str, str]:
        return _made(root, editions[share[0]], share)

    return _merged(each(made, _shares(root, editions)).values())


def kept_pages_of(root: Path, editions: Mapping[str, Edition]) -> Mapping[str, str]:
    """Return the same; of a language in which nothing is said otherwise they are not made again."""
    templates = [digest_files(files_in(folder), folder) for folder in folders(root, PART)]
    store = Store(root, DOCS, HELD * len(editions))
    base = digest(program(), *templates)

    def looked(share: Share) -> tuple[str, bool, dict[str, str]]:
        edition = editions[share[0]]
        key = digest(base, digest_of(edition, SAID))
        if (kept := store.get(key)) is None:
            return key, False, _made(root, edition, share)
        return key, True, {name: text.decode() for name, text in kept.items()}

    found = each(looked, _shares(root, editions))
    pages: dict[str, str] = {}
    for language in editions:
        own = [answer for share, answer in found.items() if share[0] == language]
        made = _merged(texts for _, _, texts in own)
        if own and not own[0][1]:
            store.put(own[0][0], {name: text.encode() for name, text in made.items()})
        pages |= made
    return pages


def _shares(root: Path, editions: Mapping[str, Edition]) -> Iterator[Share]:
    """Yield the pages of languages in shares, as many as are made at once.

    What the pages of a language have in common is worked out once for each share.
    """
    parts = max(1, at_once() // len(editions)) if editions else 1
    for key, edition in editions.items():
        names = page_names(root, edition)
        size = -(-len(names) // parts)
        yield from ((key, tuple(names[at : at + size])) for at in range(0, len(names), size or 1))


def _made(root: Path, edition: Edition, share: Share) -> dict[str, str]:
    """Return the text of each page of a share."""
    key, names = share
    page = renderer(root, edition)
    return {f"{DOCS}/{key}/{name}": page(name) for name in names}


def _merged(parts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {name: text for part in parts for name, text in part.items()}


def render(
    root: Path, editions: Mapping[str, Edition], pages: Mapping[str, str] | None = None
) -> int:
    """Write all pages, as `kept_pages_of` gives them where they are not at hand.

    Returns how many changed. Pages that no longer exist are removed.
    """
    pages = kept_pages_of(root, editions) if pages is None else pages
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
