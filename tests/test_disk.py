"""A disk that is full or read-only: one message in words, the last good site left."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.projects import copy_sample, run


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
    run(project, "factsheet", "render")
    (project / "site").mkdir()
    (project / "site/index.html").write_text("the last good site", "utf-8")
    before = sorted(project.rglob("*"))
    _remount(disk, f"size={_used(disk) + 200}k")
    _refused(project, "build", "No space left on device", before)
    _remount(disk, "ro")
    _refused(project, "build", "Read-only file system", before)


def _refused(project: Path, command: str, words: str, before: list[Path]) -> None:
    done = run(project, "factsheet", command, "--draft")
    assert done.returncode == 1
    assert f"the system refused: {words} [system]" in done.stdout
    assert "1 problem in 1 file" in done.stdout
    assert "Traceback" not in done.stdout
    assert (project / "site/index.html").read_text("utf-8") == "the last good site"
    assert sorted(p for p in project.rglob("*") if p.name != ".site.lock") == before


def _remount(disk: Path, options: str) -> None:
    subprocess.run([str(shutil.which("mount")), "-o", f"remount,{options}", str(disk)], check=True)


def _used(disk: Path) -> int:
    """Return what stands on a disk, in KiB."""
    return (shutil.disk_usage(disk).used + 1023) // 1024
