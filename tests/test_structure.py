"""The structure that ARCHITECTURE.md describes is the one that the code has."""

import re
import tomllib
from pathlib import Path


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
