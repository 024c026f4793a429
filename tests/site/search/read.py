"""search.json -> its tables by row, with their texts as written."""

import json
from collections.abc import Iterator
from typing import Any

from factsheet.site.pieces import ALPHABET, FIRSTS, ONCE, code_of
from factsheet.site.search import COLUMNS, SEARCHED

LENGTHS = [length for length, firsts in enumerate(FIRSTS, start=1) for _ in range(firsts)]


def read_index(text: str) -> dict[str, Any]:
    """Read an index as the browser does."""
    index: dict[str, Any] = json.loads(text)
    pieces = {code_of(number): piece for number, piece in enumerate(index.pop("pieces"))}
    once = iter(index.pop("once"))
    for key, names in SEARCHED.items():
        for name in names:
            n = COLUMNS[key].split().index(name)
            index[key][n] = [_written(value, pieces, once) for value in index[key][n]]
    assert next(once, None) is None
    return index | {key: [list(row) for row in zip(*index[key], strict=True)] for key in COLUMNS}


def _written(
    value: str | list[str], pieces: dict[str, str], once: Iterator[str]
) -> str | list[str]:
    if isinstance(value, str):
        return "".join(next(once) if code == ONCE else pieces[code] for code in _codes(value))
    return [_written(each, pieces, once) for each in value]  # type: ignore[misc]


def _codes(text: str) -> Iterator[str]:
    while text:
        length = 1 if text[0] == ONCE else LENGTHS[ALPHABET.index(text[0])]
        yield text[:length]
        text = text[length:]
