"""What was made of objects the last time is not made again; others are let go."""

from __future__ import annotations

import gc
import weakref

from factsheet.cache.last import Last


class _Record:
    """Something that equals any other of its kind, as records of the same file do."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Record)

    def __hash__(self) -> int:
        return 0


def test_of_the_same_object_nothing_is_made_again() -> None:
    """An equal object is another one: what counts is which object it is."""
    made: list[object] = []

    def make(value: _Record) -> int:
        made.append(value)
        return len(made)

    one, two, other = _Record(), _Record(), _Record()
    last: Last[_Record, int] = Last()

    def asked(*records: _Record) -> list[int]:
        return last.each([(id(record), record) for record in records], make)

    assert not last
    assert asked(one, two, one) == [1, 2, 1]
    assert asked(other, two) == [3, 2]
    assert asked(one) == [4]  # it was not asked for the last time
    assert last


def test_what_was_not_asked_for_the_last_time_is_let_go() -> None:
    """A process that stays does not grow with each change."""
    last: Last[_Record, None] = Last()
    gone = weakref.ref(first := _Record())
    last.each([("first", first)], lambda _: None)
    del first
    assert gone() is not None
    last.each([("second", _Record())], lambda _: None)
    gc.collect()
    assert gone() is None
