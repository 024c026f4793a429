"""A thousand random edits of the frozen sheet: each lands in its place, and nothing else moves."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from factsheet.edition.sheet import Edition
from factsheet.evidence.attestations import FOLDER, load_attestations
from factsheet.facts.records import Fact
from factsheet.problems import Place
from factsheet.project import Project
from factsheet.review.changes import changes_of
from factsheet.review.filled import FilledRow, FilledSheet
from factsheet.review.sheets import REVIEW, Sheet, Sheets
from factsheet.review.taking import files_of

EDITS, ROUNDS = 500, 2
# What YAML reads as its own where it stands unquoted, or has to escape.
SIGNS = "\"'\\#:-&!|>@`~?=+;,. \u00a0…—「」"


@pytest.fixture(scope="module")
def sheets(frozen_project: Project, frozen_editions: Mapping[str, Edition]) -> Sheets:
    """The sheets of the frozen sheet."""
    attested, problems = load_attestations(frozen_project.root)
    assert problems == ()
    return Sheets(frozen_project, frozen_editions, attested, "zh")


@pytest.fixture(scope="module")
def review(sheets: Sheets) -> Sheet:
    """The first sheet, of all facts."""
    return sheets.review(fact for fact in sheets.project.book.facts if fact.is_published)


def filled(sheet: Sheet, edits: Mapping[tuple[str, str], str]) -> FilledSheet:
    """Return a sheet as it comes back, with some cells filled in."""
    names = tuple(field.name for field in sheet.fields)
    rows = tuple(
        FilledRow(
            key=key,
            cells={name: edits.get((key, name), row.get(name, "")) for name in names[1:]},
            places={name: Place(file=f"review.xlsx:{key} {name}") for name in names},
        )
        for key, row in sheet.rows.items()
    )
    return FilledSheet(key=REVIEW, language="zh", names=names, place=Place(file="A1"), rows=rows)


def edited(chance: random.Random, text: str) -> str:
    """Return a text with signs at its end, which say nothing."""
    return (text + "".join(chance.choices(SIGNS, k=chance.randint(1, 8)))).strip() + "'"


def loaded(text: str) -> object:
    """Return what a file holds, by a reader that is not the writer's."""
    return yaml.load(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506  # it makes text only


def values(
    data: object, trail: tuple[object, ...] = ()
) -> Iterator[tuple[tuple[object, ...], object]]:
    """Iterate over the values of a file in the order they are typed in."""
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from values(value, (*trail, key))
    else:
        yield trail, data


def test_edits_lose_no_comment_key_or_other_text(sheets: Sheets, review: Sheet) -> None:
    """Each round edits 500 sentences and signs some: the rest of each file is as it was."""
    for seed in range(ROUNDS):
        one_round(sheets, review, seed)


def one_round(sheets: Sheets, review: Sheet, seed: int) -> None:
    """Edit, take in, and compare each file with what it was."""
    chance = random.Random(seed)  # noqa: S311  # the same edits each time
    facts = {fact.id: fact for fact in sheets.project.book.facts if fact.is_published}
    cells = [(key, language) for key in facts for language in sheets.names]
    picked = {c: edited(chance, facts[c[0]].text[c[1]]) for c in chance.sample(cells, EDITS)}
    signed = chance.sample(cells, 20)
    edits = {(key, f"text {language}"): text for (key, language), text in picked.items()}
    edits |= {(key, f"approved {language}"): f"签{seed}" for key, language in signed}
    changes = changes_of(sheets, [filled(review, edits)], date(2026, 1, 5))
    assert len(changes.texts) == EDITS
    files = files_of(sheets.project, changes)
    told = {path: content for path, content in files.items() if path.suffix == ".yml"}
    by_file: dict[Path, list[tuple[Fact, str]]] = {}
    for key, language in picked:
        path = sheets.project.root / facts[key].where.file.name
        by_file.setdefault(path, []).append((facts[key], language))
    assert set(told) == set(by_file)
    for path, own in by_file.items():
        before, after = path.read_text("utf-8"), told[path].decode()
        expected = dict(values(loaded(before)))
        places = {}
        for fact, language in own:
            trail = (*fact.where.trail, "text", language)
            expected[trail] = picked[fact.id, language]
            places[fact.where.place("text", language).line] = language
        assert list(values(loaded(after))) == list(expected.items())
        old, new = before.split("\n"), after.split("\n")
        assert len(old) == len(new)
        moved = {number for number, (a, b) in enumerate(zip(old, new, strict=True), 1) if a != b}
        assert moved == set(places)
        for number in moved:
            begin = re.compile(rf"^.*?{places[number]}: ")
            assert begin.match(old[number - 1])[0] == begin.match(new[number - 1])[0]
        comments = [line for line in old if line.lstrip().startswith("#")]
        assert [line for line in new if line.lstrip().startswith("#")] == comments
    tables = {path: content.decode() for path, content in files.items() if path not in told}
    rows = [
        line for text in tables.values() for line in text.split("\n") if f"\t签{seed}\t" in line
    ]
    assert len(rows) == len(signed)
    for path, text in tables.items():
        assert path.parent == sheets.project.root / FOLDER
        kept = path.read_text("utf-8") if path.exists() else ""
        assert text.startswith(kept)


def test_a_sheet_as_it_was_changes_nothing(sheets: Sheets, review: Sheet) -> None:
    """Every fact of the frozen sheet, exported and taken back: nothing is asked for."""
    archive = [sheets.reading(kind, facts_of(sheets)) for kind in (*sheets.names, "archive")]
    back = [filled(review, {})]
    back += (replace(filled(sheet, {}), key=sheet.key) for sheet in archive)
    changes = changes_of(sheets, back, date(2026, 1, 5))
    assert (changes.texts, changes.attested, changes.remarks) == ((), (), ())
    assert files_of(sheets.project, changes) == {}


def facts_of(sheets: Sheets) -> list[Fact]:
    """Return the published facts."""
    return [fact for fact in sheets.project.book.facts if fact.is_published]
