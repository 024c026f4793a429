"""A template -> the interface words in it, kept with a project by whoever reads it first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.cache.inputs import digest
from factsheet.cache.shelf import Shelf

if TYPE_CHECKING:
    from jinja2 import nodes

KIND = "words"
SUFFIX = ".j2"  # the end of a page template's name


def shelf_of(root: Path) -> Shelf:
    """Return where the words of a project's templates lie."""
    return Shelf(root, KIND)


def key_of(suffix: str, template: str | bytes) -> str:
    """Return the key of a template there, by the end of its name and its text."""
    return digest(suffix, template)


def laid(words: Iterable[str]) -> bytes:
    """Return words as they lie there."""
    return json.dumps(sorted(words)).encode()


def taken(kept: bytes) -> frozenset[str]:
    """Return words that lay there."""
    return frozenset(json.loads(kept))


def words_in(tree: nodes.Template) -> frozenset[str]:
    """Return the words of a page template that was parsed."""
    from jinja2.ext import extract_from_ast  # noqa: PLC0415 - seldom needed

    told = (
        found if isinstance(found, tuple) else (found,) for _, _, found in extract_from_ast(tree)
    )
    return frozenset(word for words in told for word in words if word)
