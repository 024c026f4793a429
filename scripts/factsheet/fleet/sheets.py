"""A folder -> its sheets, what each is made of, and the hash of that."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factsheet.cache.inputs import digest, digest_of, files_in, program
from factsheet.messages import say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.searchpath import PACKAGE as TEMPLATES

MARK = "facts/edition.yml"
# What a build makes, or what no build reads.
MADE = frozenset({"site", "docs", "build", "archive", "releases", "node_modules"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of the folder, by the name of its own folder."""

    name: str
    root: Path


def sheets_in(folder: Path) -> tuple[Sheet, ...]:
    """Return the sheets right below a folder, by name.

    Raises ProblemsFoundError where there is none.
    """
    found = tuple(
        Sheet(name=path.name, root=path)
        for path in sorted(folder.iterdir() if folder.is_dir() else ())
        if (path / MARK).is_file()
    )
    if not found:
        message = say("no sheet lies right below this folder")
        hint = say("name a folder whose folders hold {mark}", mark=MARK)
        raise ProblemsFoundError(
            [Problem(place=Place(file=str(folder)), rule="fleet", message=message, hint=hint)]
        )
    return found


def packed(root: Path) -> bytes:
    """Return all that a build of a sheet reads, as an archive of the same bytes each time."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as archive:
        for path in _inputs(root):
            add(archive, path.relative_to(root).as_posix(), path.read_bytes())
    return whole.getvalue()


def add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    """Put a file into an archive, with nothing of the machine about it."""
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def key_of(sheet: Sheet) -> str:
    """Return the hash of all that a build of a sheet reads, the program too."""
    given = [os.environ.get(name, "") for name in ("SITE_URL", "SOURCE_DATE_EPOCH")]
    templates = digest_of(files_in(TEMPLATES), TEMPLATES)
    return digest(program(), templates, packed(sheet.root), *given)


def site_key(site: Path) -> str:
    """Return the hash of a site: its files by their names; empty where there is none."""
    return digest_of(files_in(site), site) if site.is_dir() else ""


def _inputs(root: Path) -> Iterator[Path]:
    """Yield what a build may read: no folder that it makes, and none of a tool."""
    for place in sorted(root.iterdir()):
        if place.name in MADE or place.name.startswith("."):
            continue
        files = [place] if place.is_file() else _below(place)
        yield from files


def _below(place: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(place, followlinks=True):
        folders.sort()
        yield from (Path(folder, name) for name in sorted(files) if not name.endswith(".pyc"))
