"""A new project: the templates and settings of this one, and a starter sheet of one fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.writing import write_all

STARTER = Path(__file__).parent / "sheet"
HOME = Path(__file__).resolve().parents[3]
COPIED = ("templates", "mkdocs.yml", "mkdocs.zh.yml", ".yamllint")
TOPIC = "trade"


def new_project(folder: Path) -> None:
    """Write a small sound project into a folder that does not exist.

    Raises ProblemsFoundError where the folder holds anything.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        place = Place(file=str(folder))
        hint = "name a folder that does not exist yet"
        raise ProblemsFoundError(
            [Problem(place=place, rule="new", message="the folder is not empty", hint=hint)]
        )
    files = dict(_files(STARTER, STARTER))
    for name in COPIED:
        files |= dict(_files(HOME / name, HOME))
    files["mkdocs.yml"] = _own_navigation(files["mkdocs.yml"].decode()).encode()
    files[".gitignore"] = b"/site/\n/.site.*\n/build/\n/.cache/\n/archive/\n/releases/\n"
    write_all({folder / name: content for name, content in files.items()})


def _files(source: Path, home: Path) -> Iterator[tuple[str, bytes]]:
    """Iterate over a file, or the files of a folder, by their paths from home."""
    for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
        if path.is_file():
            yield path.relative_to(home).as_posix(), path.read_bytes()


def _own_navigation(settings: str) -> str:
    """Keep the pages that the templates and the starter's topic give."""
    pages = {path.name.removesuffix(".j2") for path in (HOME / "templates/pages").glob("*.md.j2")}
    pages.add(f"{TOPIC}.md")

    def keep(match: re.Match[str]) -> str:
        return match.group(0) if match["page"] in pages else ""

    return re.sub(r"^  - (?P<page>[a-z-]+\.md)\n", keep, settings, flags=re.MULTILINE)
