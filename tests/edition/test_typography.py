"""Apostrophes: typed as on a keyboard, shown as the language prints them, nothing else changed."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import pytest

from factsheet.edition.sheet import Edition
from factsheet.edition.text import Lexicon
from factsheet.edition.typography import DATA, TYPED, typographic
from factsheet.edition.views import plain
from factsheet.project import Project


def texts(value: Any) -> list[str]:
    """Return every string that readers see, those of a view once; data keep what was typed."""
    found: list[str] = []
    known: dict[int, object] = {}  # a view stands in many places

    def read(value: Any) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple | dict):
            for part in value.values() if isinstance(value, dict) else value:
                read(part)
        elif id(value) not in known and is_dataclass(value) and not isinstance(value, DATA):
            known[id(value)] = value
            for name in names(type(value)):
                read(getattr(value, name))

    read(value)
    return found


@cache
def names(kind: type) -> tuple[str, ...]:
    """Return the fields of a view."""
    return tuple(field.name for field in fields(kind))


def test_no_text_of_the_english_edition_keeps_a_typewriter_apostrophe(
    frozen_editions: Mapping[str, Edition],
) -> None:
    found = texts(frozen_editions["en"])
    assert len(found) > 10_000
    assert [text for text in found if TYPED in text] == []
    assert any("’" in text for text in found)


def test_a_name_that_ends_in_a_period_ends_a_sentence_once(frozen_project: Project) -> None:
    project = frozen_project
    lexicon = Lexicon(project.book, project.styles["en"], project.catalogs["en"], {})
    key = next(k for k, name in project.book.names.items() if name.full["en"].endswith("Ltd."))
    text = plain(lexicon.text({"en": f"It is [[{key}]]."}, None, project.figures))
    assert text == f"It is {project.book.names[key].full['en']}"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_setting_apostrophes_changes_nothing_else(
    lang: str, frozen_editions: Mapping[str, Edition]
) -> None:
    edition = frozen_editions[lang]
    assert typographic(edition, "") is edition
    assert texts(typographic(edition, TYPED)) == texts(edition)
    changed = texts(typographic(edition, "`"))
    assert changed == [text.replace(TYPED, "`") for text in texts(edition)]
