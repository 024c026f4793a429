"""The templates of templates/pages/, which write Markdown: what all languages have in common."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, StrictUndefined

from factsheet.cache.compiled import keep_code
from factsheet.searchpath import folders
from factsheet.templating import Texts, guarded, of_pages, of_part

PART = "pages"
# The filters of pages, each of a text alone: code is written for them before there is a language.
FILTERS = frozenset(
    ("attr", "dots", "dots_html", "e", "html", "md", "md_inside", "md_plain", "opened", "plain")
)


def templates_of(root: Path) -> Environment:
    """Return the environment of a project's page templates, whose filters await a language."""
    where = of_part(root, PART)
    environment = of_pages(loader=Texts(folders(root, PART), where), undefined=StrictUndefined)
    environment.filters |= dict.fromkeys(FILTERS, str)
    return guarded(keep_code(environment, root, PART), where)
