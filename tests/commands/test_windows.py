"""The curator's commands as on Windows: no fcntl, a terminal of code page 936, paths of drives."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PureWindowsPath

import pytest

from factsheet.writing import shown
from tests.support import copy_small, run

BLOCKED = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name in ("fcntl", "termios", "pwd", "grp", "resource"):
            raise ImportError(f"{name} is not on Windows")
sys.meta_path.insert(0, Blocked())
"""
# Each command with the code it ends with; what it prints is parted by a line of its own.
COMMANDS: list[tuple[list[str], int]] = [
    (["verify"], 0),
    (["check"], 0),
    (["figure", "超2350个"], 0),
    (["figure", "2350㍘"], 1),
    (["article", "{file}", "--key", "trade-2026"], 0),
    (["draft", "trade-2026", "--line", "3", "--section", "trade\\goods"], 0),
    (["todo"], 0),
    (["undo"], 0),
    (["undo"], 0),
    (["readings", "zh"], 0),
    (["coverage"], 1),
    (["render"], 0),
    (["edition", "freeze"], 0),
    (["edition", "diff"], 0),
    (["schema"], 0),
    (["build"], 1),
    (["serve", "--port", "70000"], 1),
]
RUNNER = """
import sys
from pathlib import Path
from factsheet.cli import main
for arguments, code in {commands!r}:
    found = main(arguments)
    print("-----", *arguments, found, flush=True)
    assert found == code, (arguments, found)
    if arguments[0] == "article":  # what nobody knew is typed
        record = Path("facts/sources/trade-2026.yml")
        record.write_text(record.read_text("utf-8").replace("？", "™"), "utf-8")
    if arguments[0] == "draft":  # and back, for undo
        record.write_text(record.read_text("utf-8").replace("™", "？"), "utf-8")
    if arguments[0] == "schema":
        Path("facts/trade/goods.yml").write_text("title：x", "utf-8")
"""
ARTICLE = "样例省外贸再上台阶\r\n时间：2025-12-06\r\n新设门店12家。\r\n"


def test_commands_run_without_fcntl_in_code_page_936(tmp_path: Path) -> None:
    """Every command answers as elsewhere; what the code page lacks is written as its number."""
    root = copy_small(tmp_path / "sheet")
    (tmp_path / "sitecustomize.py").write_text(BLOCKED, "utf-8")
    article = tmp_path / "文章 ①.txt"
    article.write_bytes(ARTICLE.encode("gbk"))
    commands = [
        ([part.replace("{file}", str(article)) for part in line], code) for line, code in COMMANDS
    ]
    ran = subprocess.run(
        [sys.executable, "-c", RUNNER.format(commands=commands)],
        cwd=root,
        env={
            **environment(),
            "PYTHONPATH": str(tmp_path),
            "PYTHONIOENCODING": "cp936",
            "FACTSHEET_LANG": "zh",
        },
        capture_output=True,
        check=False,
    )
    out, err = ran.stdout.decode("cp936"), ran.stderr.decode("cp936")
    assert ran.returncode == 0, out + err
    assert "Traceback" not in err
    assert "已核对" in out
    assert "全角“：”应为半角符号" in out
    assert "“2350\\u3358”读不成数字" in err


def environment() -> dict[str, str]:
    """Return the environment of a terminal, its archive aside."""
    return {k: v for k, v in os.environ.items() if k not in ("FACTSHEET_ARCHIVE", "PYTHONPATH")}


@pytest.mark.parametrize(
    ("path", "here", "expected"),
    [
        (r"C:\手册\facts\trade\goods.yml", r"C:\手册", "facts/trade/goods.yml"),
        (r"c:\手册\facts\a.yml", r"C:\手册", "facts/a.yml"),
        (r"D:\文章\新.docx", r"C:\手册", "D:/文章/新.docx"),
        (r"facts\a.yml", r"C:\手册", "facts/a.yml"),
    ],
)
def test_paths_of_windows_are_shown_with_slashes(path: str, here: str, expected: str) -> None:
    """A place in a message is relative to the sheet, and reads alike on every system."""
    assert shown(PureWindowsPath(path), PureWindowsPath(here)) == expected


def test_a_second_build_is_refused_where_files_lock(tmp_path: Path) -> None:
    """The lock holds as long as the file is open."""
    root = copy_small(tmp_path / "sheet")
    code = (
        "import sys, time; sys.path[:0] = []\n"
        "from factsheet.writing.locking import hold\n"
        "file = open('.site.lock', 'w'); hold(file); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdin is not None
        assert holder.stdout.readline().strip() == b"held"
        ran = run(root, "build", "--draft")
        holder.stdin.close()
    assert ran.code == 1
    assert "another build is running" in ran.out
