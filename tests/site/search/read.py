"""search.json -> its tables by row, with their texts as written."""

import json
from typing import Any

from factsheet.site.pieces import characters_of
from factsheet.site.search import COLUMNS, SEARCHED


def read_index(text: str) -> dict[str, Any]:
    """Read an index as the browser does."""
    index: dict[str, Any] = json.loads(text)
    pieces = {character: piece for piece, character in characters_of(index.pop("pieces")).items()}
    for key, names in COLUMNS.items():
        columns = index[key]
        for name in SEARCHED[key]:
            n = names.split().index(name)
            columns[n] = [_written(value, pieces) for value in columns[n]]
        index[key] = [list(row) for row in zip(*columns, strict=True)]
    return index


def _written(value: str | list[str], pieces: dict[str, str]) -> str | list[str]:
    if isinstance(value, str):
        return "".join(pieces[character] for character in value)
    return [_written(each, pieces) for each in value]  # type: ignore[misc]
