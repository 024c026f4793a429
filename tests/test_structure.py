"""The structure that ARCHITECTURE.md describes is the one that the code has."""

import inspect
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import NamedTuple

import pytest
import yaml

import factsheet


def test_the_table_of_folders_is_the_import_contract(root: Path) -> None:
    """ARCHITECTURE.md names the layers of the import contract, lowest first."""
    text = (root / "ARCHITECTURE.md").read_text("utf-8")
    table = text.split("lowest layer first", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)
    written = [set(re.findall(r"`(\w+)`", row)) for row in rows]
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    enforced = [set(layer.split(" | ")) for layer in reversed(layers)]
    assert written == [layer for layer in enforced if layer != {"__main__"}]


def test_the_table_of_ways_names_files_that_are_there(root: Path) -> None:
    """CONTRIBUTING.md tells which file to open for each change; each of them exists."""
    text = (root / "CONTRIBUTING.md").read_text("utf-8")
    table = text.split("## To change something, open", 1)[1].split("\n## ", 1)[0]
    paths = re.findall(r"`([^`]+)`", table)
    assert len(paths) > 20
    assert [path for path in paths if not (root / path).is_file()] == []


def test_tests_lie_in_the_folders_of_what_they_test(root: Path) -> None:
    """A folder of tests is one of the program; what tests the whole of it lies loose."""
    own = {path.parent.name for path in (root / "tests").glob("*/test_*.py")}
    rooms = {path.parent.name for path in (root / "scripts/factsheet").glob("*/__init__.py")}
    assert own == rooms


def test_names_lie_in_the_file_of_their_kind(root: Path) -> None:
    """A name is found by its kind, and a short form is typed only where it differs."""
    files = sorted((root / "facts" / "names").glob("*.yml"))
    assert files
    for file in files:
        for key, name in yaml.safe_load(file.read_text("utf-8")).items():
            assert name["kind"] == file.stem, key
            forms = [f for f in name.values() if isinstance(f, dict) and "full" in f]
            assert all(f["full"] != f.get("short") for f in forms), key


def modules() -> Iterator[str]:
    """Return the names of all modules of the package."""
    found = walk_packages(factsheet.__path__, "factsheet.")
    return (module.name for module in found if not module.name.endswith("__main__"))


def records() -> list[type]:
    """Return every dataclass and named tuple that a module of the package defines."""
    return [
        kind
        for name in modules()
        for kind in vars(import_module(name)).values()
        if inspect.isclass(kind) and kind.__module__ == name and names_of(kind)
    ]


def names_of(kind: type) -> list[str]:
    """Return the fields of a record; none where the class is no record."""
    if is_dataclass(kind):
        return [field.name for field in fields(kind)]
    return list(getattr(kind, "_fields", ())) if issubclass(kind, tuple) else []


def positional(kind: type) -> list[str]:
    """Return the fields of a record of several fields that an argument without name can fill."""
    if len(names_of(kind)) < 2:
        return []
    parameters = inspect.signature(kind).parameters.values()
    return [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]


def test_fields_of_records_cannot_be_exchanged() -> None:
    """Whoever makes a record of several fields names each, so that no two can be exchanged."""
    kinds = records()
    assert len(kinds) > 100
    assert {k.__qualname__: found for k in kinds if (found := positional(k))} == {}


@dataclass
class Loose:
    """A record whose fields can be exchanged."""

    section: str
    publication: str


class Row(NamedTuple):
    """A record that cannot be made otherwise."""

    section: str
    publication: str


@pytest.mark.parametrize("kind", [Loose, Row])
def test_fields_that_can_be_exchanged_are_noticed(kind: type) -> None:
    """The rule bites: a plain dataclass and a named tuple break it."""
    assert positional(kind) == ["section", "publication"]
