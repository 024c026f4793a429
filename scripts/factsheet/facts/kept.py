"""Files of facts/ read before -> the same files with their records, where their bytes are the same.

A record is known by its file's name and bytes, the units it was read with, and the program. Where a
value stands, and what was typed, is read only when a problem asks for it.
"""

from __future__ import annotations

import pickle
from io import BytesIO
from pathlib import Path
from typing import Any

from factsheet.cache.inputs import digest
from factsheet.cache.shelf import Shelf
from factsheet.cache.values import PROTOCOL
from factsheet.facts.told import keep_told
from factsheet.facts.yamlfile import YamlFile, load_yaml
from factsheet.figures.units import Units

KIND = "facts"
REMEMBERED = 500  # files, more where a sheet has more
RECORDS, REST = "records of ", "rest of "


class Kept:
    """The files of a project as they were read before, in this process or another."""

    def __init__(self, root: Path, units: Units, *, stays: bool = False) -> None:
        """Look at what a project keeps of files read with these units.

        A process that `stays` holds what it has read, and leaves writing to those that come after.
        """
        self._units = units
        self._stays = stays
        self._shelf = Shelf(root, KIND)
        self._salt = digest(repr(units.units), repr(units.measures))
        self._opened: dict[str, YamlFile] = {}

    def open(self, path: Path, name: str) -> YamlFile:
        """Read a file; a sound one that holds what it last held is the same, with its records."""
        try:
            raw = path.read_bytes() if path.is_file() else b""
        except OSError:
            raw = b""
        key = digest(self._salt, name, raw)
        is_known = self._stays and bool(_sound)
        file = _sound.get(key) or (None if is_known else self._kept(key, name))
        file = file or load_yaml(path, name)
        if raw:
            self._opened[key] = file
        return file

    def close(self) -> None:
        """Keep what was read, but for files with problems."""
        for key, file in self._opened.items():
            if file.problems or not file.records:
                continue
            _sound.pop(key, None)  # the last used stay
            _sound[key] = file
            if self._stays:
                continue
            if self._shelf.get(RECORDS + key) is None or self._shelf.get(REST + key) is None:
                keep_told(file)
                self._shelf.put(RECORDS + key, _pickled(file))
                self._shelf.put(REST + key, file.folded_up())
        if not self._stays:
            self._shelf.close()
        most = len(self._opened) if self._stays else max(REMEMBERED, len(self._opened))
        for key in list(_sound)[:-most]:
            del _sound[key]

    def _kept(self, key: str, name: str) -> YamlFile | None:
        records, rest = self._shelf.get(RECORDS + key), self._shelf.get(REST + key)
        if records is None or rest is None:
            return None
        file = YamlFile(name=name, folded=rest)
        found: dict[Any, Any] = _Unpickler(records, file).load()
        file.records = {kind: (self._units, record) for kind, record in found.items()}
        return file


class _Pickler(pickle.Pickler):
    """Writes records without the file that they stand in."""

    def persistent_id(self, value: Any) -> str | None:
        return value.name if isinstance(value, YamlFile) else None


class _Unpickler(pickle.Unpickler):
    """Reads records as those of a file."""

    def __init__(self, content: bytes, file: YamlFile) -> None:
        super().__init__(BytesIO(content))
        self._file = file

    def persistent_load(self, name: Any) -> YamlFile:
        assert name == self._file.name
        return self._file


def _pickled(file: YamlFile) -> bytes:
    content = BytesIO()
    records = {kind: record for kind, (_, record) in file.records.items()}
    _Pickler(content, PROTOCOL).dump(records)
    return content.getvalue()


_sound: dict[str, YamlFile] = {}
