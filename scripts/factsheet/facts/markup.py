"""The markup of texts -> tokens: `{figure}`, `{fact.figure}`, `[[name]]`, nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from factsheet.messages import say


@dataclass(frozen=True, slots=True)
class Words:
    """Text that stands as typed."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """`{name}`: a figure or period of the same fact; `{fact.name}`: of another one."""

    name: str
    fact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRef:
    """`[[key]]` or `[[key|short]]`."""

    key: str
    short: bool = False


Token: TypeAlias = Words | Slot | NameRef


class MarkupError(ValueError):
    """A text whose braces or brackets cannot be read."""


@lru_cache(maxsize=100_000)  # checks and words ask for the same texts, again and again
def tokenize(text: str) -> tuple[Token, ...]:
    """Split a text into tokens; raise MarkupError at the first brace or bracket not understood."""
    tokens: list[Token] = []
    position = 0
    for match in _TOKEN.finditer(text):
        if match.start() > position:
            tokens.append(Words(text[position : match.start()]))
        position = match.end()
        if match["slot"]:
            fact, _, name = match["slot"].rpartition(".")
            tokens.append(Slot(name=name, fact=fact))
        elif match["name"]:
            tokens.append(NameRef(key=match["name"], short=match["short"] is not None))
        else:
            start = max(0, match.start() - 8)
            raise MarkupError(say("cannot read “{text}”", text=text[start : match.start() + 16]))
    if position < len(text):
        tokens.append(Words(text[position:]))
    return tuple(tokens)


_TOKEN = re.compile(
    r"\{(?P<slot>[a-z][a-z0-9_-]*(?:\.[a-z][a-z0-9_-]*)?)\}"
    r"|\[\[(?P<name>[a-z0-9][a-z0-9-]*)(?P<short>\|short)?\]\]"
    r"|[{}]|\[\[|\]\]"
)
