"""Texts -> pieces, each once, and texts as rows of signs that stand for them.

A quarter smaller than the texts as a server sends them, and read without cutting each text into
words: a piece is a word with the space before it, a number, a character written without spaces, or
a sign. No unit of the search (search-words.js) goes beyond a piece.

A code is one to four characters of `ALPHABET`, the first of which says how many: common pieces get
the shortest. Characters beyond ASCII would each be a server's two or three bytes, of kinds that its
compression knows nothing of. The pieces of long codes are sorted, so that alike ones stand side by
side. A piece that is used once, as most figures are, has no code: `ONCE` stands in its place, and
the pieces stand in a list of their own in the order of the texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

ALPHABET = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in '"\\')  # as in JSON
FIRSTS = (70, 19, 2, 1)  # how many characters begin codes of one, two, three and four
ONCE = ALPHABET[-1]
SIZE = len(ALPHABET)
SHORT = FIRSTS[0] + FIRSTS[1] * SIZE  # pieces of one or two characters
SEPARATORS = "PZ"  # categories of signs and spaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """The pieces of texts: those with a code, in its order, and those used once."""

    coded: Sequence[str]
    once: Sequence[str]


def pieces_of(texts: Sequence[str]) -> Pieces:
    """Return every piece of texts, which may stand there more than once."""
    rows = list(map(_cut, texts))
    counts = Counter(piece for row in rows for piece in row)
    order = sorted(
        (piece for piece, count in counts.items() if count > 1),
        key=lambda piece: (-counts[piece], piece),
    )
    return Pieces(
        coded=[*order[:SHORT], *sorted(order[SHORT:])],
        once=[piece for row in rows for piece in row if counts[piece] == 1],
    )


def codes_of(pieces: Pieces) -> dict[str, str]:
    """Return what stands for each piece."""
    codes = {piece: code_of(number) for number, piece in enumerate(pieces.coded)}
    return codes | dict.fromkeys(pieces.once, ONCE)


def code_of(number: int) -> str:
    """Return the code of the piece that stands at this place in their order, from 0 on.

    Raises OverflowError beyond the last of 820,000 codes.
    """
    starts = accumulate(FIRSTS, initial=0)
    for digits, (start, firsts) in enumerate(zip(starts, FIRSTS, strict=False)):
        size: int = SIZE**digits
        if number < firsts * size:
            code = ALPHABET[start + number // size]
            rest = (ALPHABET[number // SIZE**digit % SIZE] for digit in reversed(range(digits)))
            return code + "".join(rest)
        number -= firsts * size
    raise OverflowError("more pieces than codes")


def coded(value: object, codes: dict[str, str]) -> object:
    """Return a text, or all texts of a list, in the codes of their pieces."""
    if isinstance(value, str):
        return "".join(map(codes.__getitem__, _cut(value)))
    assert isinstance(value, list)
    return [coded(each, codes) for each in value]


def texts_in(value: object) -> Iterable[str]:
    """Yield a text, or all texts of a list."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from texts_in(each)


@lru_cache(maxsize=100_000)  # texts are cut to be counted, then to be written
def _cut(text: str) -> tuple[str, ...]:
    return tuple(_pattern().findall(text))


@cache
def _pattern() -> re.Pattern[str]:
    codes = range(0x10000)  # signs beyond stay with the words beside them, which are cut later
    signs = "".join(chr(code) for code in codes if unicodedata.category(chr(code))[0] in SEPARATORS)
    apart = re.escape(f"{signs}+")  # A+B are two words
    unspaced = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    word = rf"(?:[^{apart}{unspaced}]|(?<=\d)[.,](?=\d))+"
    return re.compile(rf"[{unspaced}]| ?{word}|[\s\S]")
