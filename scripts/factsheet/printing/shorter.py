"""Entries of a page -> its block, and the same with ever fewer, for when no page holds all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from factsheet.printing.blocks import Block

MOST = 120  # entries of a page that are worth measuring: none holds as many

T = TypeVar("T")


def shortening(groups: Sequence[Sequence[T]], make: Callable[[list[list[T]], int], Block]) -> Block:
    """Return the block of all entries, which knows its shorter ones.

    `make` is given what remains of each group, and how many entries have left.
    """
    held = [list(group) for group in groups]
    whole = make([list(group) for group in held], 0)
    shorter = []
    for left, place in enumerate(evenly(map(len, groups)), 1):
        held[place].pop()
        if sum(map(len, held)) <= MOST:
            block = make([list(group) for group in held], left)
            shorter.append(replace(block, id=f"{whole.id}/{left}"))
    return replace(whole, shorter=tuple(shorter))


def evenly(sizes: Iterable[int]) -> Iterator[int]:
    """Yield which group loses its last entry next, until none has any: the last longest one."""
    left = list(sizes)
    while any(left):
        longest = max(reversed(range(len(left))), key=left.__getitem__)
        left[longest] -= 1
        yield longest
