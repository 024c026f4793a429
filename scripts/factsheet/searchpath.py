"""The search path of templates: a sheet's own `templates/` first, then the package's.

The package holds them beside its modules; in a checkout they lie at its top, their one source.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

TEMPLATES = "templates"
THEME = "factsheet"  # the package's theme by the name that MkDocs knows it by

_HERE = Path(__file__).resolve().parent
PACKAGE = next(filter(Path.is_dir, (_HERE / TEMPLATES, _HERE.parents[1] / TEMPLATES)), _HERE)
# What an entry point of a theme gives: builders ask it for its file, and look beside it.
theme = SimpleNamespace(__file__=str(PACKAGE / "theme" / "mkdocs_theme.yml"))


def folders(root: Path, part: str) -> list[Path]:
    """Return the folders of a part of the templates, such as `pages`: the sheet's own first."""
    own, package = root / TEMPLATES / part, PACKAGE / part
    if not own.is_dir():
        return [package]
    return [own] if own.resolve() == package.resolve() else [own, package]


def templates_in(root: Path, part: str, pattern: str) -> dict[str, Path]:
    """Return the files of a part by their names, in order; the sheet's own in place of others."""
    found = {
        path.relative_to(folder).as_posix(): path
        for folder in reversed(folders(root, part))
        for path in folder.glob(pattern)
        if path.is_file()
    }
    return dict(sorted(found.items()))


def find(root: Path, name: str) -> Path:
    """Return where a template lies: with the sheet, else with the package."""
    own = root / TEMPLATES / name
    return own if own.is_file() else PACKAGE / name


def named(root: Path, name: str) -> str:
    """Return how a template is named in a message: one that only the package has by its path."""
    package = PACKAGE / name
    if (root / TEMPLATES / name).is_file() or not package.is_file():
        return f"{TEMPLATES}/{name}"
    return str(package)
