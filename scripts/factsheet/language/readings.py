"""The forms of a name -> how they are typed in letters: pinyin without tones, for the search.

The dictionary knows words; of a character outside them every reading is kept, since it cannot know
that 长治 is Changzhi: a reading too many finds a name too, one too few does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

HAN = re.compile(r"[\u3400-\u9fff]+")


def readings_of(forms: Iterable[str]) -> tuple[str, ...]:
    """Return how forms are read, the longest first, without those that are part of another."""
    kept: list[str] = []
    for form in sorted(forms, key=len, reverse=True):
        reading = pinyin_of(form)
        if reading and not any(f" {reading} " in f" {longer} " for longer in kept):
            kept.append(reading)
    return tuple(kept)


@cache
def pinyin_of(text: str) -> str:
    """Return the syllables of a text's Han characters, several readings of one by strokes.

    Empty for a text without any; “chang/zhang zhi” for 长治.
    """
    from pypinyin import Style, pinyin  # noqa: PLC0415 - a dictionary that only one language needs

    return " ".join(
        "/".join(dict.fromkeys(readings))
        for run in HAN.findall(text)
        for readings in pinyin(run, style=Style.NORMAL, heteronym=True)
    )
