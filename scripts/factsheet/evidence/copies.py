"""Copied sentences: the project's texts against the articles, which belong to other people.

Names, titles, figures and the short printed strings of citations carry over; sentences never do.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path

from factsheet.cache.inputs import digest
from factsheet.cache.shelf import Shelf
from factsheet.evidence.archive import Archive
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.parser import normalize, scan
from factsheet.messages import say
from factsheet.problems import Place, Problem
from factsheet.project import Project

RUN = 15
STEP = RUN // 2 + 1  # of any 15 characters in a row, 8 that begin at a multiple of 8 are a part
FOLDERS = ("facts", "editions", "docs", "templates", "tests")
SUFFIXES = {".md", ".yml", ".po", ".tsv", ".j2", ".html", ".typ", ".py", ".txt", ".json", ".csv"}
KIND = "copies"


def copied(project: Project, archive: Archive) -> Iterator[Problem]:
    """Report every line of the project that shares 15 characters in a row with an article.

    Which lines of a file share any is kept by the file and the articles; whether they may, by these
    lines and what may carry over.
    """
    runs = _Runs(archive)
    shelf = Shelf(project.root, KIND, *runs.lines)
    allowed = _Allowed(project)
    for path in _tracked(project.root):
        name = path.relative_to(project.root).as_posix()
        raw = path.read_bytes()
        sharing = shelf.made(digest(raw), partial(_sharing, raw, runs))
        key = digest(sharing, allowed.words)
        found = shelf.made(key, partial(_copied, sharing, runs, allowed))
        for number, shared in json.loads(found):
            message = say("“{shared}…” is also a sentence of an article", shared=shared)
            hint = say("write it fresh; figures, names and titles may carry over, sentences not")
            yield Problem(
                place=Place(file=name, line=number, column=1),
                rule="copied",
                message=message,
                hint=hint,
            )
    shelf.close()


class _Runs:
    """What articles print in 15 characters in a row."""

    def __init__(self, archive: Archive) -> None:
        self.lines = sorted({line for page in archive.pages.values() for line in page.normalized})
        self._runs = self._pieces(RUN)
        self._parts = self._pieces(STEP)
        self._known: dict[str, bool] = {}  # pages of several editions and languages share lines
        self._is_ascii = any(map(str.isascii, self._runs))

    def first_in(self, text: str) -> str:
        """Return the first run of a normalized text; empty where it has none."""
        starts = range(len(text) - RUN + 1)
        return next((text[i : i + RUN] for i in starts if text[i : i + RUN] in self._runs), "")

    def has(self, text: str) -> bool:
        """Tell whether a normalized text has a run."""
        starts = range(0, len(text) - STEP + 1, STEP)
        return (
            len(text) >= RUN
            and any(text[i : i + STEP] in self._parts for i in starts)
            and self.first_in(text) != ""
        )

    def stand_in(self, line: str) -> bool:
        """Tell whether a line has a run; one of ASCII alone is of ASCII when cleaned, too."""
        if line.isascii() and not self._is_ascii:
            return False
        if line not in self._known:
            self._known[line] = self.has(_clean(line))
        return self._known[line]

    def _pieces(self, length: int) -> set[str]:
        return {line[i : i + length] for line in self.lines for i in range(len(line) - length + 1)}


def _sharing(raw: bytes, runs: _Runs) -> bytes:
    """Return as JSON the lines of a file that have a run of an article, cleaned and numbered."""
    lines = enumerate(raw.decode("utf-8", errors="replace").split("\n"), 1)
    found = [(number, _clean(line)) for number, line in lines if runs.stand_in(line)]
    return json.dumps(found, ensure_ascii=False).encode()


def _copied(sharing: bytes, runs: _Runs, allowed: _Allowed) -> bytes:
    """Return as JSON what of these lines may not carry over, with their numbers."""
    told = ((number, _shared(line, runs, allowed.pattern)) for number, line in json.loads(sharing))
    return json.dumps([(number, shared) for number, shared in told if shared]).encode()


def _clean(line: str) -> str:
    return normalize(line.replace("\\", ""))


def _shared(text: str, runs: _Runs, allowed: re.Pattern[str]) -> str:
    """Return the first run of a cleaned line that is no part of what may carry over."""
    for part in allowed.sub("\n", text).split("\n"):
        if runs.has(part):
            for piece in _without_figures(part):
                if shared := runs.first_in(piece):
                    return shared
    return ""


def _without_figures(text: str) -> Iterator[str]:
    position = 0
    for figure in scan(text):
        yield text[position : figure.start]
        position = figure.end
    yield text[position:]


class _Allowed:
    """Everything that may carry over: names, titles, the short printed strings of citations."""

    def __init__(self, project: Project) -> None:
        words: set[str] = set()
        for name in project.book.names.values():
            words |= {name.full.get(SOURCE_LANGUAGE, ""), name.short.get(SOURCE_LANGUAGE, "")}
            words |= set(name.aliases)
        for source in project.book.sources.values():
            for texts in (source.title, source.subtitle, source.description, source.identifier):
                words |= {texts.get(SOURCE_LANGUAGE, "")} if texts else set()
        for fact in project.book.facts:
            for citation in fact.cite:
                words |= {*citation.evidence, *citation.printed.values(), *citation.near.values()}
                words |= {m.printed for m in citation.sic} | {m.read for m in citation.sic}
        self.words = "\n".join(sorted({normalize(word) for word in words}))

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return a pattern of all of it."""
        return re.compile(_longest_first(self.words.split("\n")))


def _longest_first(words: Iterable[str]) -> str:
    """Return a pattern of words, those of one first character together: these are many."""
    groups = defaultdict[str, list[str]](list)
    for word in sorted({w for w in words if w}, key=lambda word: (-len(word), word)):
        groups[word[0]].append(re.escape(word[1:]))
    found = (f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())
    return "|".join(found) or "(?!)"


def _tracked(root: Path) -> Iterator[Path]:
    for path in sorted(root.glob("*.md")):
        yield path
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                yield path
