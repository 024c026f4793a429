"""Copied sentences: the project's texts against the articles, which belong to other people.

Names, titles, figures and the short printed strings of citations carry over; sentences never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from factsheet.evidence.archive import Archive
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.parser import normalize, scan
from factsheet.messages import say
from factsheet.problems import Place, Problem
from factsheet.project import Project

RUN = 15
FOLDERS = ("facts", "editions", "docs", "templates", "tests")
SUFFIXES = {".md", ".yml", ".po", ".tsv", ".j2", ".html", ".typ", ".py", ".txt", ".json", ".csv"}


def copied(project: Project, archive: Archive) -> Iterator[Problem]:
    """Report every line of the project that shares 15 characters in a row with an article."""
    runs = {
        line[i : i + RUN]
        for page in archive.pages.values()
        for line in page.normalized
        for i in range(len(line) - RUN + 1)
    }
    allowed = _allowed(project)
    is_plain = any(map(str.isascii, runs))  # else a line of ASCII shares none: most are
    for path in _tracked(project.root):
        name = path.relative_to(project.root).as_posix()
        for number, line in enumerate(path.read_text("utf-8", errors="replace").split("\n"), 1):
            shared = _shared(line, runs, allowed) if is_plain or not line.isascii() else ""
            if shared:
                message = say("“{shared}…” is also a sentence of an article", shared=shared)
                hint = say(
                    "write it fresh; figures, names and titles may carry over, sentences not"
                )
                yield Problem(
                    place=Place(file=name, line=number, column=1),
                    rule="copied",
                    message=message,
                    hint=hint,
                )


def _shared(line: str, runs: set[str], allowed: re.Pattern[str]) -> str:
    text = normalize(line.replace("\\", ""))
    if len(text) < RUN or not _has_run(text, runs):
        return ""
    for part in allowed.sub("\n", text).split("\n"):
        for piece in _without_figures(part):
            for i in range(len(piece) - RUN + 1):
                if piece[i : i + RUN] in runs:
                    return piece[i : i + RUN]
    return ""


def _has_run(text: str, runs: set[str]) -> bool:
    return any(text[i : i + RUN] in runs for i in range(len(text) - RUN + 1))


def _without_figures(text: str) -> Iterator[str]:
    position = 0
    for figure in scan(text):
        yield text[position : figure.start]
        position = figure.end
    yield text[position:]


def _allowed(project: Project) -> re.Pattern[str]:
    """Return a pattern of everything that may carry over."""
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
    return re.compile(_longest_first(normalize(w) for w in words if w))


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted({w for w in words if w}, key=len, reverse=True))


def _tracked(root: Path) -> Iterator[Path]:
    for path in sorted(root.glob("*.md")):
        yield path
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                yield path
