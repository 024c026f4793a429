"""Files of facts/ read before -> the same files with their records, where their bytes are the same.

A record is known by its file's name and bytes, the units it was read with, and the program. Where a
value stands, and what was typed, is read only when a problem asks for it.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from factsheet.cache.inputs import digest
from factsheet.cache.shelf import Shelf
from factsheet.cache.values import PROTOCOL, Pickler
from factsheet.facts.told import keep_told
from factsheet.facts.yamlfile import MAX_BYTES, YamlFile, load_yaml, read_yaml
from factsheet.figures.units import Units
from factsheet.processes import at_once, each

KIND = "facts"
REMEMBERED = 500  # files, more where a sheet has more
RECORDS, REST = "records of ", "rest of "
MANY = 16  # files that are worth a process of their own


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

    def ahead(self, files: Mapping[Path, str], read: Callable[[YamlFile], object]) -> None:
        """Read those of some files that are not kept side by side, where they are many.

        `read` makes records of a file, in whatever process. Sound files are found by `open` then;
        what is wrong with the others is found where they are opened.
        """
        if self._stays or at_once() < 2:
            return
        raw = {path: _content(path) for path in files}
        keys = {path: self._key(name, raw[path]) for path, name in files.items() if raw[path]}
        new = [path for path, key in keys.items() if not self._is_kept(key)]

        def made(path: Path) -> tuple[bytes, bytes] | None:
            file = _read(raw[path], path, files[path])
            read(file)
            return None if file.problems or not file.records else _folded(file)

        if len(new) < MANY:
            return
        for path, found in each(made, sorted(new, key=lambda path: -len(raw[path]))).items():
            if found is not None:
                self._put(keys[path], found)

    def open(self, path: Path, name: str) -> YamlFile:
        """Read a file; a sound one that holds what it last held is the same, with its records."""
        raw = _content(path)
        key = self._key(name, raw)
        is_known = self._stays and bool(_sound)
        file = _sound.get(key) or (None if is_known else self._kept(key, name))
        file = file or _read(raw, path, name)
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
                self._put(key, _folded(file))
        if not self._stays:
            self._shelf.close()
        most = len(self._opened) if self._stays else max(REMEMBERED, len(self._opened))
        for key in list(_sound)[:-most]:
            del _sound[key]

    def _key(self, name: str, raw: bytes) -> str:
        return digest(self._salt, name, raw)

    def _is_kept(self, key: str) -> bool:
        return key in _sound or self._shelf.get(RECORDS + key) is not None

    def _put(self, key: str, folded: tuple[bytes, bytes]) -> None:
        records, rest = folded
        self._shelf.put(RECORDS + key, records)
        self._shelf.put(REST + key, rest)

    def _kept(self, key: str, name: str) -> YamlFile | None:
        records, rest = self._shelf.get(RECORDS + key), self._shelf.get(REST + key)
        if records is None or rest is None:
            return None
        file = YamlFile(name=name, folded=rest)
        found: dict[Any, Any] = _Unpickler(records, file).load()
        file.records = {kind: (self._units, record) for kind, record in found.items()}
        return file


class _Pickler(Pickler):
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


def _content(path: Path) -> bytes:
    """Return what a file holds; nothing where that cannot be read, which `_read` then tells."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except OSError:
        return b""


def _read(raw: bytes, path: Path, name: str) -> YamlFile:
    """Read what a file held when its key was made, whatever it holds by now."""
    return read_yaml(raw, name) if 0 < len(raw) <= MAX_BYTES else load_yaml(path, name)


def _folded(file: YamlFile) -> tuple[bytes, bytes]:
    """Return the records of a sound file and the rest of it, as they are kept."""
    keep_told(file)
    return _pickled(file), file.folded_up()


def _pickled(file: YamlFile) -> bytes:
    content = BytesIO()
    records = {kind: record for kind, (_, record) in file.records.items()}
    _Pickler(content, PROTOCOL).dump(records)
    return content.getvalue()


_sound: dict[str, YamlFile] = {}
