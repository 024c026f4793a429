"""Curated YAML with entries more or changed: every other line stays."""

from __future__ import annotations

import pytest
import yaml

from factsheet.writing.yaml import (
    Trail,
    UnchangeableError,
    quoted,
    with_facts,
    with_listed,
    with_texts,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: x\nfacts:\n  - id: a\n\ngaps: []\n", "title: x\nfacts:\n  - id: a\n\n  - id: b\n\ngaps: []\n"),
        ("title: x\n", "title: x\nfacts:\n  - id: b\n"),
        ("facts:\n- id: a\ngaps: []\n", "facts:\n- id: a\n\n- id: b\ngaps: []\n"),
        ("facts:  # all\n  - id: a\n  # end\n", "facts:  # all\n  - id: a\n  # end\n\n  - id: b\n"),
    ],
)  # fmt: skip
def test_facts_are_put_after_the_last(text: str, expected: str) -> None:
    """Every line that stood there stays, comments too."""
    assert with_facts(text, ["  - id: b\n"]) == expected


SECTION = """\
# of the section
title: {zh: 甲, en: A}  # beside it
facts:
  - id: one  # first
    text:
      zh: "旧，{total}。"   # kept
      en: 'Old, {total}.'
    note: {zh: 注, en: plain words  }
  - text:
      zh: >-
        一行
        又一行
      # under the block
      en: |
        Lines

        of two

    id: two
"""


@pytest.mark.parametrize(
    ("trail", "old"),
    [
        (("title", "en"), "A}"),
        (("facts", 0, "text", "zh"), '"旧，{total}。"'),
        (("facts", 0, "text", "en"), "'Old, {total}.'"),
        (("facts", 0, "note", "en"), "plain words"),
        (("facts", 1, "text", "zh"), ">-\n        一行\n        又一行"),
        (("facts", 1, "text", "en"), "|\n        Lines\n\n        of two"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("new", ['新 "句" # {total} \\ : {a}', "x", " [[a|short]]"])
def test_a_text_is_changed_in_its_place(trail: Trail, old: str, ends: str, new: str) -> None:
    """However it was typed, only its own characters change; a mark at the beginning stays."""
    text = "\ufeff" + SECTION.replace("\n", ends)
    old = old.removesuffix("}").replace("\n", ends)
    changed = with_texts(text, {trail: new})
    data = yaml.safe_load(changed)
    for key in trail:
        data = data[key]
    assert data == new
    if trail == ("title", "en"):
        assert changed == text.replace("en: A", f"en: {quoted(new)}")
    else:
        assert changed == text.replace(old, quoted(new))


def test_texts_are_changed_together() -> None:
    """Many texts of a file at once are what they are one after another."""
    texts = {
        ("title", "zh"): "长长的标题",
        ("facts", 1, "text", "zh"): "短",
        ("facts", 0, "id"): "uno",
    }
    text = SECTION
    for trail, new in texts.items():
        text = with_texts(text, {trail: new})
    assert with_texts(SECTION, texts) == text


@pytest.mark.parametrize(
    ("text", "trail", "message"),
    [
        ("a: x\n", ("b",), "no text at b"),
        ("a: {b: x}\n", ("a",), "no text at a"),
        ("a: &m x\nb: *m\n", ("a",), "repeated elsewhere"),
    ],
)
def test_a_text_that_cannot_be_changed_alone(text: str, trail: Trail, message: str) -> None:
    """What is no text, or stands for others too, is told; what repeats another is its own."""
    with pytest.raises(UnchangeableError, match=message):
        with_texts(text, {trail: "y"})
    assert with_texts("a: &m x\nb: *m\n", {("b",): "y"}) == 'a: &m x\nb: "y"\n'


LISTS = """\
facts:
  - id: one
    silent:
      through: [a]  # kept
      words: b
      aside:
        - {source: a, at: 1}  # kept, too
    # of the second
  - {id: two, cite: []}
  - id: three
    text: |
      lines
"""


@pytest.mark.parametrize(
    ("trail", "old", "new"),
    [
        (("facts", 0, "silent", "through"), "[a]", "[a, x]"),
        (("facts", 0, "silent", "words"), "words: b", "words: [b, x]"),
        (("facts", 0, "silent", "aside"), "# kept, too\n", "# kept, too\n        - x\n"),
        (("facts", 0, "silent", "more"), "# kept, too\n", "# kept, too\n      more: [x]\n"),
        (("facts", 0, "more"), "# kept, too\n", "# kept, too\n    more: [x]\n"),
        (("facts", 1, "cite"), "[]", "[x]"),
        (("facts", 1, "more"), "[]}", "[], more: [x]}"),
        (("facts", 2, "more"), "      lines\n", "      lines\n    more: [x]\n"),
        (("facts",), "      lines\n", "      lines\n  - x\n"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_an_item_is_put_last_into_a_list(trail: Trail, old: str, new: str, ends: str) -> None:
    """However the list is written, or is not there yet: every other character stays."""
    text, expected = (t.replace("\n", ends) for t in (LISTS, LISTS.replace(old, new)))
    assert with_listed(f"\ufeff{text}", trail, "x") == f"\ufeff{expected}"


@pytest.mark.parametrize("trail", [("no", "list"), ("facts", 9), ("facts", 0, "id", "more")])
def test_no_item_goes_where_no_list_can_be(trail: Trail) -> None:
    """A path that leads nowhere is refused; nothing is guessed."""
    with pytest.raises(UnchangeableError):
        with_listed(LISTS, trail, "x")
    with pytest.raises(UnchangeableError):
        with_listed("a: &b [c]\nd: *b\n", ("d",), "x")
