"""A built site -> the record of what it was built of; a record and a folder -> what changed since.

The standard library alone, so that a build with nothing to do ends before anything is loaded. The
record is of the files as they were before the build read them: a file edited while it runs differs
from its record, and the next build sees it.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from factsheet.cache.inputs import (
    PACKAGE,
    digest,
    files_in,
    looked_at,
    runs_on,
    state_of,
    variables,
)
from factsheet.cache.store import Store
from factsheet.messages import say
from factsheet.searchpath import PACKAGE as TEMPLATES

KIND, KEPT = "site", 8
RELEASES = "releases"
READ = ("facts", "templates", "editions", RELEASES)
SETTINGS = "mkdocs*.yml"
WRITTEN = ("docs", "site")
FILE, SHAPE = "record.json", {"looked", "given", "inputs", "outputs"}
GIVEN, PROGRAM = "how it was asked for", "the program"
ELSEWHERE = "perhaps what plugins, hooks, extensions or another theme read"
UP_TO_DATE = say(
    "site/ is up to date: nothing has changed since it was built; open site/index.html"
)
TOLD = 12
YOUNG = 2_000_000_000  # nanoseconds; a clock of files may stand still for less


# A file as the system tells of it (size, two times, inode), and the hash of what it holds.
Seen: TypeAlias = tuple[list[int], str]


class Record:
    """What a build asked for in one way is about to read, and what the last such one read."""

    def __init__(self, root: Path, **given: object) -> None:
        """Look at all that a build of a folder reads; `given` is how it was asked for."""
        self.root = root
        self._looked = time.time_ns()
        settings = [path.read_text("utf-8", "replace") for path in sorted(root.glob(SETTINGS))]
        self._given = digest(
            json.dumps(given, sort_keys=True),
            json.dumps(variables("\n".join(settings))),
            str(PACKAGE),
            *runs_on(),
        )
        self._store = Store(root, KIND, KEPT)
        self._key = digest(str(root.resolve()))
        self._last = self._read_last()
        self._seen = self._look()
        self._changed: list[str] | None = None

    def changed(self) -> list[str]:
        """Return what is not as the last build left it: input files by name, then what else.

        It is looked at once: a build that is to come finds the same.
        """
        if self._changed is None:
            self._changed = self._compared()
        return self._changed

    @cached_property
    def given_anew(self) -> list[str]:
        """Return what is given to a build and not as the last one had it, known sooner than all."""
        last, now = self._last.get("inputs", {}), self._seen
        if not last:
            return ["no build is on record"]
        found = sorted(
            name
            for name in {*last, *now}
            if name not in last or name not in now or last[name][1] != now[name][1]
        )
        found += [GIVEN] * (self._last["given"] != self._given)
        return [*found, ELSEWHERE] if self._last.get("elsewhere") else found

    def _compared(self) -> list[str]:
        found = [*self.given_anew]
        if not self._last.get("inputs"):
            return found
        outputs = outputs_of(self.root)
        kept = self._last["outputs"]
        found += sorted(name for name in {*kept, *outputs} if kept.get(name) != outputs.get(name))
        return found

    def said(self) -> dict[str, dict[str, str]]:
        """Return the digest of what each fact says by language and id, as the last site has it."""
        found: dict[str, dict[str, str]] = self._last.get("said", {})
        return found

    def made_of(self) -> str:
        """Return the hash of all that a build of it is made of, as it was when it was looked at.

        Released editions are no part of it: they are published beside it.
        """
        others = f"{RELEASES}/"
        held = ((name, held) for name, (_, held) in self._seen.items())
        return digest(
            *(part for seen in sorted(held) if not seen[0].startswith(others) for part in seen)
        )

    def write(self, said: Mapping[str, Mapping[str, str]], *, elsewhere: bool = False) -> None:
        """Put the files that were looked at, and the site as it stands now, on record.

        `said` is what facts say there, as `said` returns it. What was made of files `elsewhere`,
        too, is never known to be as it was.
        """
        record = {"looked": self._looked, "given": self._given, "said": said}
        record |= {"elsewhere": elsewhere, "inputs": self._seen, "outputs": outputs_of(self.root)}
        self._store.put(self._key, {FILE: json.dumps(record).encode()})

    def _read_last(self) -> Mapping[str, Any]:
        found = self._store.get(self._key)
        last = json.loads(found.get(FILE, b"{}")) if found else {}
        is_record = isinstance(last, dict) and set(last) >= SHAPE  # not of another version
        return last if is_record else {}

    def _look(self) -> dict[str, Seen]:
        """Return each file that a build reads; what the system says is unchanged is not read."""
        last = self._last.get("inputs", {})
        old = self._last.get("looked", 0) - YOUNG
        seen = {}
        for name, path in _inputs(self.root):
            try:
                told = state_of(path)
            except FileNotFoundError:  # a link that leads nowhere, as editors lock a file with
                continue
            known, held = last.get(name, ([], ""))
            _, _, changed, _ = told
            if known != told or changed >= old:
                held = hashlib.sha256(path.read_bytes()).hexdigest()
            if changed < self._looked - YOUNG:
                looked_at(path, told, held)
            seen[name] = told, held
        return seen


def told_changes(changed: list[str]) -> str:
    """Return what changed as one line; of many files the first, and how many more there are."""
    more = f" and {len(changed) - TOLD} more" if len(changed) > TOLD else ""
    return ", ".join(changed[:TOLD]) + more


def _inputs(root: Path) -> Iterable[tuple[str, Path]]:
    for path in sorted(root.glob(SETTINGS)):
        yield path.name, path
    for folder in READ:
        for path in files_in(root / folder):
            yield path.relative_to(root).as_posix(), path
    if TEMPLATES.resolve() != (root / "templates").resolve():
        for path in files_in(TEMPLATES):
            yield f"{PROGRAM}: templates/{path.relative_to(TEMPLATES).as_posix()}", path
    for path in files_in(PACKAGE):
        yield f"{PROGRAM}: {path.relative_to(PACKAGE).as_posix()}", path


def outputs_of(root: Path) -> dict[str, list[int]]:
    """Return what the system tells of each file that a build writes.

    Not the time of its last change of any kind: a file that gets or loses a second name has changed
    in no other way.
    """
    found: dict[str, list[int]] = {}
    for folder in WRITTEN:
        _scan(os.fspath(root / folder), folder, found)
    return found


def _scan(folder: str, name: str, found: dict[str, list[int]]) -> None:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        own = f"{name}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            _scan(entry.path, own, found)
        else:
            state = entry.stat(follow_symlinks=False)
            found[own] = [state.st_size, state.st_mtime_ns, state.st_ino]
