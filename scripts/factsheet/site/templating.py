"""The templates of templates/site/, which escape what they print into pages and sitemaps."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, StrictUndefined, select_autoescape

from factsheet.cache.compiled import keep_code
from factsheet.searchpath import folders
from factsheet.templating import Texts, guarded, of_part

PART = "site"


def templates_of(root: Path) -> Environment:
    """Return the environment of a project's site templates."""
    where = of_part(root, PART)
    environment = Environment(
        loader=Texts(folders(root, PART), where),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html.j2", "xml.j2")),
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    return guarded(keep_code(environment, root, PART), where)
