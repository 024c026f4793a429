"""A new project: the templates and settings of this one, and a starter sheet of one fact."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from factsheet.problems import Place, Problem, ProblemsFoundError

STARTER = Path(__file__).parent / "starter"
HOME = Path(__file__).resolve().parents[2]
COPIED = ("templates", "mkdocs.yml", "mkdocs.zh.yml", ".yamllint")
TOPIC = "trade"


def new_project(folder: Path) -> None:
    """Write a small sound project into a folder that is empty or does not exist."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        place = Place(file=str(folder))
        hint = "name a folder that does not exist yet"
        raise ProblemsFoundError(
            [Problem(place=place, rule="new", message="the folder is not empty", hint=hint)]
        )
    shutil.copytree(STARTER, folder, dirs_exist_ok=True)
    for name in COPIED:
        source = HOME / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        elif source.is_file():
            shutil.copyfile(source, folder / name)
    settings = folder / "mkdocs.yml"
    settings.write_text(_own_navigation(settings.read_text("utf-8"), folder), "utf-8")
    (folder / ".gitignore").write_text("/site/\n/.site.*\n/build/\n/.cache/\n/archive/\n", "utf-8")


def _own_navigation(settings: str, folder: Path) -> str:
    """Keep the pages that the templates and the starter's topic give."""
    pages = {path.name.removesuffix(".j2") for path in (folder / "templates/pages").glob("*.md.j2")}
    pages.add(f"{TOPIC}.md")

    def keep(match: re.Match[str]) -> str:
        return match.group(0) if match["page"] in pages else ""

    return re.sub(r"^  - (?P<page>[a-z-]+\.md)\n", keep, settings, flags=re.MULTILINE)
