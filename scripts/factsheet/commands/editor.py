"""The settings of an editor for a sheet, in `.vscode/`: a schema for each kind of its files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from factsheet.facts.editing import editor_schemas, files_of
from factsheet.facts.factbook import Factbook
from factsheet.messages import say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.writing import write_all

FOLDER = Path(".vscode")
SETTINGS, MAPPING = FOLDER / "settings.json", "yaml.schemas"


def write_editor(root: Path, book: Factbook) -> tuple[Path, ...]:
    """Write the schemas and where they hold; all other settings stay. Return what was written.

    Raises ProblemsFoundError for settings that are no plain JSON.
    """
    settings = _settings(root)
    mapping: dict[str, list[str]] = {}
    files: dict[Path, bytes] = {}
    for path, schema in editor_schemas(book).items():
        name = path.removeprefix("facts/").replace("/", "-").replace("<", "").replace(">", "")
        file = FOLDER / "schemas" / f"{name.removesuffix('.yml')}.json"
        files[root / file] = _json(schema)
        mapping[f"./{file.as_posix()}"] = files_of(path, book)
    known = settings.get(MAPPING, {})
    own = f"./{FOLDER.as_posix()}/schemas/"
    others = {key: value for key, value in known.items() if not key.startswith(own)}
    files[root / SETTINGS] = _json({**settings, MAPPING: {**others, **mapping}})
    write_all(files)
    return tuple(files)


def _settings(root: Path) -> dict[str, Any]:
    try:
        found = json.loads((root / SETTINGS).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (UnicodeDecodeError, json.JSONDecodeError):
        found = None
    if isinstance(found, dict) and isinstance(found.get(MAPPING, {}), dict):
        return found
    message = say("these settings cannot be added to: they are no plain JSON")
    hint = say("take the remarks out of the file, or move it away, and try again")
    place = Place(file=SETTINGS.as_posix())
    raise ProblemsFoundError([Problem(place=place, rule="editor", message=message, hint=hint)])


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
