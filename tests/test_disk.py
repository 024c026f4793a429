"""A disk that is full or read-only: one message in words, nothing half written, nothing left."""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import gettempdir

import pytest

from factsheet.site import exchange
from tests.projects import BIN, copy_sample
from tests.support import Ran, copy_small, edit, run, tree

GOODS = "facts/trade/goods.yml"
NOTE = "The article does not state the basis."
LAST_GOOD = "the last good site"


def _file(name: str) -> Callable[[Path], object]:
    """Return what puts a file where a folder should be."""

    def put(sheet: Path) -> None:
        path = sheet / name
        shutil.rmtree(path, ignore_errors=True)
        path.write_text("a file", "utf-8")

    return put


def _folder(name: str) -> Callable[[Path], object]:
    """Return what puts a folder where a file should be."""

    def put(sheet: Path) -> None:
        (sheet / name).unlink()
        (sheet / name / "inside").mkdir(parents=True)

    return put


def _changed(sheet: Path) -> None:
    edit(sheet, GOODS, NOTE, "The basis is not stated.")


def _unverified(sheet: Path) -> None:
    (sheet / "facts/evidence.lock").unlink()


def _nothing(_: Path) -> None:
    """Leave a sheet as it is."""


# what is done to the sheet, bytes a file may have (None: any), command, file named, words
REFUSED: list[tuple[Callable[[Path], object], int | None, str, str, str]] = [
    (_unverified, 0, "verify", "facts/evidence.lock", "File too large"),
    (_unverified, 100, "verify", "facts/evidence.lock", "File too large"),
    (_changed, 0, "render", "docs/", "File too large"),
    (_changed, 2000, "render", "docs/", "File too large"),
    (_file("docs"), None, "render", "docs/", "Not a directory"),
    (_nothing, 0, "edition freeze", gettempdir(), "File too large"),
    (_file("editions"), None, "edition freeze", "editions/.1.new/", "Not a directory"),
    (_changed, 0, "build --draft", "docs/", "File too large"),
    (_nothing, 0, "build --draft", "", "File too large"),
    (_nothing, 20_000, "build --draft", "", "File too large"),
    (_file("docs"), None, "build --draft", "docs/", "Not a directory"),
    (_folder(".site.lock"), None, "build --draft", ".site.lock", "Is a directory"),
    (_nothing, 4000, "pdf", gettempdir(), "File too large"),
    (_file("site/en"), None, "pdf", "site/en", "Not a directory"),
    (_nothing, 0, "new other", gettempdir(), "File too large"),
    (_nothing, 3000, "new deep/down/other", gettempdir(), "File too large"),
    (_nothing, None, "new mkdocs.yml/other", "mkdocs.yml/other", "Not a directory"),
]  # fmt: skip
PRINTING = ("edition freeze", "pdf")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sheet, verified, with its pages and what an earlier build left."""
    sheet = copy_small(tmp_path_factory.mktemp("good") / "sheet")
    for command in ("verify", "render"):
        assert run(sheet, command).code == 0
    for name in ("site/index.html", "site/en/index.html"):
        (sheet / name).parent.mkdir(exist_ok=True)
        (sheet / name).write_text(LAST_GOOD, "utf-8")
    (sheet / ".site.lock").touch()
    return sheet


@pytest.fixture(scope="module")
def prints(good: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a print of the sheet keeps."""
    sheet = shutil.copytree(good, tmp_path_factory.mktemp("prints") / "sheet", symlinks=True)
    assert run(sheet, "pdf").code == 0
    return sheet / ".cache/print"


@pytest.mark.parametrize(
    ("damage", "limit", "command", "file", "words"),
    REFUSED,
    ids=[f"{number} {row[2]}" for number, row in enumerate(REFUSED)],
)
def test_what_the_system_refuses_is_told_once_and_leaves_nothing(
    damage: Callable[[Path], object],
    limit: int | None,
    command: str,
    file: str,
    words: str,
    good: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    """Each command that writes: one message with the file, exit 1, the folder as it was."""
    sheet = shutil.copytree(good, tmp_path / "sheet", symlinks=True)
    if limit is None and command in PRINTING:  # what is refused comes after all prints
        shutil.copytree(request.getfixturevalue("prints"), sheet / ".cache/print")
    damage(sheet)
    before = _state(sheet)
    done = _limited(sheet, limit, *command.split())
    told = done.out + done.err
    assert done.code == 1, told
    lines = [line for line in told.splitlines() if not re.match(r"pdf: |\d+/\d+ ", line)]
    assert lines[0].startswith(file), told
    assert f"the system refused: {words} [system]" in lines[0]
    assert lines[1].startswith("    hint: ")
    assert lines[2:] == ["1 problem in 1 file"]
    assert _state(sheet) == before


def test_output_that_cannot_be_written_leaves_no_traceback(good: Path) -> None:
    """A full device behind standard output is told on the other stream; a reader may leave."""
    for command in ("check", "schema", "figure 3.1%"):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [BIN / "factsheet", *command.split()],
                cwd=good,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr
        if command != "check":  # which prints nothing where nothing is wrong
            assert done.returncode == 1
            assert "the system refused: No space left on device" in done.stderr
    shell = f"{BIN / 'factsheet'} schema | true"
    done = subprocess.run(
        ["/bin/sh", "-c", shell], cwd=good, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""


@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_is_closed_is_not_written_to(good: Path, streams: str) -> None:
    """The code is that of what was done: fine, wrong facts."""
    for command, code in (("schema", 0), ("check", 0), ("figure 3.1%", 0), ("figure 3.1%%", 1)):
        shell = f"{BIN / 'factsheet'} {command} {streams}"
        done = subprocess.run(
            ["/bin/sh", "-c", shell], cwd=good, capture_output=True, text=True, check=False
        )
        assert (command, done.returncode) == (command, code)
        assert "Traceback" not in done.stderr


def test_a_site_that_cannot_be_exchanged_comes_back(good: Path, tmp_path: Path) -> None:
    """The last good site is back in its place where the new one cannot take it."""
    sheet = shutil.copytree(good, tmp_path / "sheet", symlinks=True)
    fresh = sheet / ".site.new-1"
    with pytest.raises(FileNotFoundError):  # the new one is gone when it is to be renamed
        exchange.exchange(sheet, fresh)
    assert (sheet / "site/index.html").read_text("utf-8") == LAST_GOOD
    assert not (sheet / ".site.old").exists()
    # a kill between the two renames
    (sheet / "site").rename(sheet / ".site.old")
    fresh.mkdir()
    exchange.repair(sheet)
    assert (sheet / "site/index.html").read_text("utf-8") == LAST_GOOD
    assert sorted(path.name for path in sheet.glob(".site.*")) == [".site.lock"]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own in memory; only the administrator may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount") or pytest.skip("this system has no mount")
    command = [mount, "-t", "tmpfs", "-o", "size=64m", "none", str(folder)]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("only the administrator may mount a file system")
    yield folder
    subprocess.run([str(shutil.which("umount")), "-l", str(folder)], check=True)


def test_a_refusing_disk_is_told_once_in_words(root: Path, disk: Path) -> None:
    project = copy_sample(root, disk / "sheet")
    run(project, "render")
    (project / "site").mkdir()
    (project / "site/index.html").write_text(LAST_GOOD, "utf-8")
    before = _kept(project)
    _remount(disk, f"size={_used(disk) + 200}k")
    _refused(project, "build", "No space left on device", before)
    _remount(disk, "ro")
    _refused(project, "build", "Read-only file system", before)


def _refused(project: Path, command: str, words: str, before: list[Path]) -> None:
    done = run(project, command, "--draft")
    assert done.code == 1
    assert f"the system refused: {words} [system]" in done.out
    assert "1 problem in 1 file" in done.err
    assert (project / "site/index.html").read_text("utf-8") == LAST_GOOD
    assert _kept(project) == before


def _kept(project: Path) -> list[Path]:
    """Return all that lies in a project but for a lock and what may be made anew."""
    found = (p for p in project.rglob("*") if ".cache" not in p.parts)
    return sorted(p for p in found if p.name != ".site.lock")


def _limited(sheet: Path, limit: int | None, *command: str) -> Ran:
    """Run a command that, like what it starts, may write no file longer than so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft if limit is None else limit, hard))
    try:
        return run(sheet, *command)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _state(sheet: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return every file, and every folder, of a sheet; what prints leave may stay."""
    files = {k: v for k, v in tree(sheet).items() if not k.startswith(".cache/")}
    folders = [p.relative_to(sheet).as_posix() for p in sheet.rglob("*") if p.is_dir()]
    return files, sorted(f for f in folders if not f.startswith(".cache"))


def _remount(disk: Path, options: str) -> None:
    subprocess.run([str(shutil.which("mount")), "-o", f"remount,{options}", str(disk)], check=True)


def _used(disk: Path) -> int:
    """Return what stands on a disk, in KiB."""
    return (shutil.disk_usage(disk).used + 1023) // 1024
