"""Curated YAML with entries more or changed: every other line stays."""

from __future__ import annotations

import pytest

from factsheet.writing.yaml import with_facts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: x\nfacts:\n  - id: a\n\ngaps: []\n", "title: x\nfacts:\n  - id: a\n\n  - id: b\n\ngaps: []\n"),
        ("title: x\n", "title: x\nfacts:\n  - id: b\n"),
        ("facts:  # all\n  - id: a\n  # end\n", "facts:  # all\n  - id: a\n  # end\n\n  - id: b\n"),
    ],
)  # fmt: skip
def test_facts_are_put_after_the_last(text: str, expected: str) -> None:
    """Every line that stood there stays, comments too."""
    assert with_facts(text, ["  - id: b\n"]) == expected
