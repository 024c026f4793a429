"""The archive: the text of the articles, read from a folder that is never part of the project."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from factsheet.facts.records import Source
from factsheet.figures.parser import normalize
from factsheet.messages import say
from factsheet.problems import Problem
from factsheet.project import Project

VARIABLE = "FACTSHEET_ARCHIVE"
FOLDER = "archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One archived file: its lines as printed and as `normalize` reads them, counted from 1."""

    name: str
    lines: tuple[str, ...]
    normalized: tuple[str, ...]

    def line(self, number: int) -> str:
        """Return a normalized line; beyond the end it is empty."""
        return self.normalized[number - 1] if 0 < number <= len(self.normalized) else ""


@dataclass(frozen=True, slots=True)
class Archive:
    """The pages that the sheet's sources name."""

    pages: Mapping[str, Page]

    def page(self, source: Source) -> Page | None:
        """Return the page that holds an article."""
        return self.pages.get(source.archive.file) if source.archive else None

    def joined(self, source: Source, at: tuple[int, ...]) -> str:
        """Return the normalized lines of a citation, joined in order."""
        page = self.page(source)
        return "".join(page.line(number) for number in at) if page else ""


def find_archive(root: Path) -> Path | None:
    """Return the archive's folder: $FACTSHEET_ARCHIVE, else archive/; None where there is none."""
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else root / FOLDER
    return folder if folder.is_dir() else None


def read_archive(project: Project, folder: Path) -> tuple[Archive | None, tuple[Problem, ...]]:
    """Read all pages; a missing or changed one is a problem, and no archive is returned."""
    pages: dict[str, Page] = {}
    problems = []
    for source in project.book.sources.values():
        if source.archive is None:
            continue
        place = source.where.place("archive", "sha256")
        path = folder / source.archive.file
        try:
            raw = path.read_bytes()
            text = raw.decode("utf-8")
        except OSError:
            message = say("the archive has no file {file}", file=source.archive.file)
            problems.append(Problem(place=place, rule="archive", message=message))
            continue
        except UnicodeDecodeError:
            message = say("{file} is not UTF-8 text", file=source.archive.file)
            problems.append(Problem(place=place, rule="archive", message=message))
            continue
        digest = hashlib.sha256(raw).hexdigest()
        if digest != source.archive.sha256:
            message = say(
                "{file} has changed since the facts were read from it", file=source.archive.file
            )
            hint = say(
                "its sha256 is now {digest}; read every fact of {key} again",
                digest=digest,
                key=source.key,
            )
            problems.append(Problem(place=place, rule="archive", message=message, hint=hint))
            continue
        if source.archive.file not in pages:
            lines = tuple(text.split("\n"))
            normalized = tuple(normalize(line) for line in lines)
            pages[source.archive.file] = Page(
                name=source.archive.file, lines=lines, normalized=normalized
            )
    return (None if problems else Archive(pages)), tuple(problems)
