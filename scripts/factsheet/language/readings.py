"""The forms of a name -> how they are read: in letters for the search, and their order by that.

The dictionary knows words; of a character outside them every reading is kept, since it cannot know
that 长治 is Changzhi: a reading too many finds a name too, one too few does not.
"""

from __future__ import annotations

import json
import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from factsheet.cache.inputs import digest, program
from factsheet.cache.store import Store

HAN = re.compile(r"[\u3400-\u9fff]+")
KNOWN = "known.json"
# The first characters that GB/T 2312 lists under each letter; no syllable begins with I, U or V.
FIRSTS = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ"
_known: dict[str, dict[str, str]] = {"pinyin": {}, "alike": {}}
_taken: set[Path] = set()  # stores that this process has read


def readings_of(forms: Iterable[str]) -> tuple[str, ...]:
    """Return how forms are read, the longest first, without those that are part of another."""
    kept: list[str] = []
    for form in sorted(forms, key=len, reverse=True):
        reading = pinyin_of(form)
        if reading and not any(f" {reading} " in f" {longer} " for longer in kept):
            kept.append(reading)
    return tuple(kept)


@contextmanager
def remembered(root: Path) -> Iterator[None]:
    """Know meanwhile what the dictionary was asked before; it takes long to load."""
    store, key = Store(root, "readings", 8), digest(program())
    if (place := store.folder.resolve()) not in _taken:
        for name, known in _kept(store, key).items():
            _known[name] |= known
        _taken.add(place)
    before = sum(map(len, _known.values()))
    yield
    if sum(map(len, _known.values())) > before:
        told = {name: _kept(store, key).get(name, {}) | known for name, known in _known.items()}
        store.put(key, {KNOWN: json.dumps(told, ensure_ascii=False).encode()})


def _kept(store: Store, key: str) -> dict[str, dict[str, str]]:
    kept = store.get(key)
    return {} if kept is None else json.loads(kept[KNOWN])


def pinyin_of(text: str) -> str:
    """Return the syllables of a text's Han characters, several readings of one by strokes.

    Empty for a text without any; “chang/zhang zhi” for 长治.
    """
    known = _known["pinyin"]
    if text not in known:
        known[text] = _pinyin(text)
    return known[text]


def _pinyin(text: str) -> str:
    from pypinyin import Style, pinyin  # noqa: PLC0415 - a dictionary that only one language needs

    return " ".join(
        "/".join(dict.fromkeys(readings))
        for run in HAN.findall(text)
        for readings in pinyin(run, style=Style.NORMAL, heteronym=True)
    )


def listed(text: str) -> bytes:
    """Return what puts texts in the order of Chinese dictionaries, by pinyin.

    The national character set (GB/T 2312) lists its first 3,755 characters so, each by one of its
    readings; another character stands with the first of them that has its likeliest reading.
    """
    alike = "".join(char if not HAN.match(char) else _alike(char) for char in text)
    return alike.encode("gb18030")


def letter_of(char: str) -> str:
    """Return the letter under which Chinese dictionaries list a character, in the same order."""
    found = bisect([listed(first) for first in FIRSTS], listed(char))
    return LETTERS[max(found, 1) - 1]


def _alike(char: str) -> str:
    known = _known["alike"]
    if char not in known:
        known[char] = _first_alike(char)
    return known[char]


def _first_alike(char: str) -> str:
    if char in _by_pinyin():
        return char
    ((tone, plain),) = _read(char)
    return _firsts().get(tone) or _firsts().get(plain) or char


@cache
def _firsts() -> dict[str, str]:
    """Return the first of those characters that has a reading."""
    chars = _by_pinyin()
    read = zip(reversed(chars), reversed(_read(chars)), strict=True)
    return {reading: char for char, readings in read for reading in readings}


@cache
def _by_pinyin() -> str:
    """Return the characters that GB/T 2312 lists by pinyin: its rows 16 to 55."""
    rows = (bytes((row + 0xA0, cell + 0xA0)) for row in range(16, 56) for cell in range(1, 95))
    return "".join(code.decode("gb2312", "ignore") for code in rows)


def _read(chars: str) -> list[tuple[str, str]]:
    """Return the likeliest reading of each character with its tone and without."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - as above
    from pypinyin.contrib.tone_convert import to_normal, to_tone3  # noqa: PLC0415

    read = lazy_pinyin([*chars], style=Style.TONE)
    alike = {reading: (to_tone3(reading), to_normal(reading)) for reading in {*read}}
    return [alike[reading] for reading in read]
