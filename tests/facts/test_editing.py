"""Schemas for editors: they take every file of the sheet, complete its keys, and say what is meant."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from factsheet.facts.described import descriptions
from factsheet.facts.editing import REFERS, editor_schemas, files_of
from factsheet.messages import speak
from factsheet.project import Project
from tests.support import ROOT, copy_small, run, sound

FROZEN = ROOT / "tests/frozen"


class Loader(yaml.SafeLoader):
    """Reads YAML as editors do: by its version 1.2, where a day is a text and no is a word."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if not tag.endswith((":timestamp", ":bool"))]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


@pytest.fixture(scope="module")
def schemas(frozen_project: Project) -> dict[str, Any]:
    """The schemas of the frozen sheet."""
    return dict(editor_schemas(frozen_project.book))


def errors(schema: Any, text: str) -> list[str]:
    """Return what an editor would mark in a text."""
    data = yaml.load(text, Loader)  # noqa: S506  # a safe loader
    return [e.message for e in Draft202012Validator(schema).iter_errors(data)]


def test_every_file_of_the_sheet_is_taken(frozen_project: Project, schemas: dict[str, Any]) -> None:
    """Each file has one schema, and nothing in it is marked."""
    patterns = {kind: files_of(kind, frozen_project.book) for kind in schemas}
    files = sorted((FROZEN / "facts").rglob("*.yml"))
    assert len(files) > 40
    for file in files:
        name = file.relative_to(FROZEN).as_posix()
        kinds = [k for k, globs in patterns.items() if any(fnmatch(name, g) for g in globs)]
        assert len(kinds) == 1, name
        assert errors(schemas[kinds[0]], file.read_text("utf-8")) == [], name


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("status: plan", "status: planned", "'planned' is not one of"),
        ("source: second-article", "source: secnd-article", "secnd-article"),
        ("by: sample-bureau", "by: sampel-bureau", "sampel-bureau"),
        ("indicator: foreign-investment", "indicator: foreign", "'foreign' is not one of"),
        ("status: plan", "stat: plan", "'stat' was unexpected"),
        ("at: 5", "at: five", "five"),
    ],
)
def test_a_slip_is_marked(tmp_path: Path, old: str, new: str, marked: str) -> None:
    """What the sheet does not have, and what a field does not take, is marked as it is typed."""
    root = copy_small(tmp_path / "sheet")
    schema = editor_schemas(sound(root).book)["facts/<topic>/<section>.yml"]
    files = [p for p in (root / "facts").glob("[tc]*/*.yml") if old in p.read_text("utf-8")]
    text = files[0].read_text("utf-8")
    assert errors(schema, text) == []
    found = errors(schema, text.replace(old, new, 1))
    assert any(marked in error for error in found), found


def test_every_name_for_a_key_is_of_a_field(schemas: dict[str, Any]) -> None:
    """The tables of keys and words speak of fields that there are; keys are completed there."""
    shapes: dict[str, Any] = {}
    for path, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        shapes |= {path: schema, **schema.get("$defs", {})}
    known = {key for shape in shapes.values() for key in shape.get("properties", {})}
    text = json.dumps(schemas, ensure_ascii=False)
    for record, key in REFERS:
        assert record in shapes or key in known, (record, key)
    for words in descriptions():
        assert words.rpartition(".")[2] in known or words in text or words[0].isupper(), words
    assert "shanxi" in shapes["Fact"]["properties"]["by"]["anyOf"][0]["enum"]


def test_settings_are_written_for_an_editor(tmp_path: Path) -> None:
    """`schema --write` writes schemas in the curator's language and leaves other settings."""
    root = copy_small(tmp_path / "sheet")
    settings = root / ".vscode/settings.json"
    settings.parent.mkdir()
    settings.write_text('{"editor.tabSize": 2, "yaml.schemas": {"x.json": ["a.yml"]}}', "utf-8")
    ran = run(root, "schema", "--write", "--lang", "zh")
    assert (ran.code, ran.err) == (0, "")
    written = json.loads(settings.read_text("utf-8"))
    assert written["editor.tabSize"] == 2
    mapping = written["yaml.schemas"]
    assert mapping["x.json"] == ["a.yml"]
    section = "./.vscode/schemas/topic-section.json"
    assert "facts/trade/*.yml" in mapping[section]
    shapes = json.loads((root / section).read_text("utf-8"))["$defs"]
    assert "最多四行" in shapes["Citation"]["properties"]["at"]["description"]
    before = settings.read_bytes()
    assert run(root, "schema", "--write", "--lang", "zh").code == 0
    assert settings.read_bytes() == before
    settings.write_text("{ // mine\n}", "utf-8")
    refused = run(root, "schema", "--write")
    assert refused.code == 1
    assert ".vscode/settings.json: these settings cannot be added to" in refused.out
    assert settings.read_text("utf-8") == "{ // mine\n}"
    speak("en")
