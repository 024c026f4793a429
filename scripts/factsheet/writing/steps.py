"""One writer for the commands that change a sheet: whole steps, each of which can be taken back.

A step keeps what stood there before under `.cache/steps/`; `undo` puts it back while nobody has
changed the files since.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from factsheet.messages import say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.writing import shown, write_all

STEPS = Path(".cache/steps")
KEPT = 20  # steps that can be taken back


def write_step(root: Path, name: str, files: Mapping[Path, bytes]) -> None:
    """Write files, all or none, and keep what they were for `undo`.

    Raises OSError where the system refuses; then nothing has changed.
    """
    folder = root / STEPS
    numbers = _numbers(folder)
    number = (numbers[-1] if numbers else 0) + 1
    before, record = {}, []
    for index, (path, content) in enumerate(files.items()):
        old = path.read_bytes() if path.exists() else None
        if old is not None:
            before[folder / f"{number}" / f"{index}"] = old
        record.append([str(path.absolute()), _digest(content), old is not None])
    kept = json.dumps({"name": name, "files": record}, ensure_ascii=False, indent=1)
    write_all({**before, folder / f"{number}.json": kept.encode(), **files})
    for old_number in numbers[: max(0, len(numbers) + 1 - KEPT)]:
        _forget(folder, old_number)


def undo(root: Path) -> tuple[str, tuple[Path, ...]]:
    """Take back the last step; return its name and the files as they are again.

    Raises ProblemsFoundError where there is none, or where a file has been changed since.
    """
    folder = root / STEPS
    numbers = _numbers(folder)
    if not numbers:
        problem = Problem(
            place=Place(file=STEPS.as_posix()),
            rule="undo",
            message=say("there is no step to take back"),
            hint=say("only what a command wrote here can be taken back"),
        )
        raise ProblemsFoundError([problem])
    number = numbers[-1]
    record = json.loads((folder / f"{number}.json").read_text("utf-8"))
    changed = [
        Problem(
            place=Place(file=shown(Path(path), root.absolute())),
            rule="undo",
            message=say("the file was changed after “{name}”", name=record["name"]),
            hint=say("take your own change back first, or leave the step as it is"),
        )
        for path, digest, _ in record["files"]
        if not Path(path).exists() or _digest(Path(path).read_bytes()) != digest
    ]
    if changed:
        raise ProblemsFoundError(changed)
    write_all(
        {
            Path(path): (folder / f"{number}" / f"{index}").read_bytes()
            for index, (path, _, was) in enumerate(record["files"])
            if was
        }
    )
    for path, _, was in record["files"]:
        if not was:
            Path(path).unlink()
    _forget(folder, number)
    return record["name"], tuple(Path(path) for path, _, _ in record["files"])


def _numbers(folder: Path) -> list[int]:
    """Return the numbers of the kept steps, oldest first."""
    return sorted(int(path.stem) for path in folder.glob("*.json") if path.stem.isdigit())


def _forget(folder: Path, number: int) -> None:
    (folder / f"{number}.json").unlink()
    shutil.rmtree(folder / f"{number}", ignore_errors=True)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
