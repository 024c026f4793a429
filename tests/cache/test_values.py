"""Values as bytes: records come back as they were, and equal ones have one digest anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import MappingProxyType
from typing import Any

import pytest

from factsheet.cache.values import digest_and_texts, digest_of, packed, unpacked
from factsheet.edition.sheet import SAID, Edition
from tests.support import ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class One:
    """A record of one field."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """A record of several, with a set, a mapping and a record of its own."""

    key: str
    names: frozenset[str]
    texts: Mapping[str, str]
    own: One | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """A record without fields."""


NAMES = frozenset(f"name-{number}" for number in range(20))
RECORD = Several(
    key="a", names=NAMES, texts=MappingProxyType({"en": "one", "zh": "一"}), own=One(words="x")
)


@pytest.mark.parametrize(
    "value", [Nothing(), One(words="x"), RECORD, (RECORD, [RECORD], {1: RECORD})]
)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    """With its records, their sets and mappings that nobody can change."""
    back = unpacked(packed(value))
    assert back == value
    assert type(back) is type(value)


def test_a_digest_tells_all_that_a_value_says_and_nothing_else() -> None:
    """Not which objects are one, nor in which order a set was filled; but a type, and every field."""
    again = Several(
        key="a",
        names=frozenset(sorted(NAMES, reverse=True)),
        texts=MappingProxyType({"en": "".join(["o", "ne"]), "zh": "一"}),
        own=One(words="x"),
    )
    assert digest_of(again) == digest_of(RECORD)
    others = [Nothing(), One(words="x"), One(words="y"), RECORD.own, RECORD]
    assert len({digest_of(other) for other in others}) == 4
    assert digest_of(RECORD, {One: lambda one: one.words}) != digest_of(RECORD)
    same = Several(key="a", names=NAMES, texts=RECORD.texts, own=One(words="y"))
    stands = {One: lambda _: "always this"}
    assert digest_of(same, stands) == digest_of(RECORD, stands)
    assert digest_and_texts(RECORD, {})[1] >= {"a", "one", "一", "x", "en", "zh", *NAMES}


def test_a_digest_is_one_in_every_process() -> None:
    """Python orders sets otherwise in each."""
    told = {
        subprocess.run(
            [
                sys.executable,
                "-c",
                "from tests.cache.test_values import *; print(digest_of(RECORD))",
            ],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert told == {f"{digest_of(RECORD)}\n"}


def test_sets_stand_in_fields_of_records_alone(short_editions: Mapping[str, Edition]) -> None:
    """So that the digest of a sheet in words is one in every process."""
    for edition in short_editions.values():
        assert not [kind for kind in _sets_in(edition, set()) if kind]
        assert digest_of(edition, SAID) == digest_of(unpacked(packed(edition)), SAID)


def _sets_in(value: Any, seen: set[int]) -> Iterable[str]:
    """Yield the type of whatever holds a set and is no record."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if is_dataclass(value):
        parts = [getattr(value, field.name) for field in fields(value)]
    elif isinstance(value, Mapping):
        parts = [*value.keys(), *value.values()]
    else:
        parts = list(value) if isinstance(value, tuple | list) else []
    for part in parts:
        if isinstance(part, set | frozenset) and not is_dataclass(value):
            yield type(value).__name__
        yield from _sets_in(part, seen)
