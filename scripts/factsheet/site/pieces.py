"""Texts -> pieces, each once, and texts as a row of characters that stand for them.

A quarter smaller than the texts as a server sends them, and read without cutting each text into
words: a piece is a word with the space before it, a number, a character written without spaces, or
a sign. No unit of the search (search-words.js) goes beyond a piece. Common pieces get the shortest
characters; the others are sorted, so that alike ones stand side by side.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

FIRST = 0x23  # after what JSON escapes, but for the backslash
BACKSLASH = 0x5C
SURROGATES = range(0xD800, 0xE000)
SHORT = 0x800 - FIRST - 1  # pieces whose character is one or two bytes
SEPARATORS = "PZ"  # categories of signs and spaces


def pieces_of(texts: Iterable[str]) -> Sequence[str]:
    """Return every piece of texts, in the order of their characters."""
    counts = Counter(piece for text in texts for piece in _pattern().findall(text))
    order = sorted(counts, key=lambda piece: (-counts[piece], piece))
    return [*order[:SHORT], *sorted(order[SHORT:])]


def characters_of(pieces: Sequence[str]) -> Mapping[str, str]:
    """Return the character of each piece."""
    return {piece: chr(_code(number)) for number, piece in enumerate(pieces)}


def coded(value: object, characters: Mapping[str, str]) -> object:
    """Return a text, or all texts of a list, in the characters of their pieces."""
    if isinstance(value, str):
        return "".join(characters[piece] for piece in _pattern().findall(value))
    assert isinstance(value, list)
    return [coded(each, characters) for each in value]


def texts_in(value: object) -> Iterable[str]:
    """Yield a text, or all texts of a list."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)


def _code(number: int) -> int:
    code = FIRST + number
    code += code >= BACKSLASH
    return code + len(SURROGATES) if code >= SURROGATES.start else code


@cache
def _pattern() -> re.Pattern[str]:
    codes = range(0x10000)  # signs beyond stay with the words beside them, which are cut later
    signs = "".join(chr(code) for code in codes if unicodedata.category(chr(code))[0] in SEPARATORS)
    apart = re.escape(f"{signs}+")  # A+B are two words
    unspaced = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    word = rf"(?:[^{apart}{unspaced}]|(?<=\d)[.,](?=\d))+"
    return re.compile(rf"[{unspaced}]| ?{word}|[\s\S]")
