"""The commands: help for each, exit codes, schema, a new project that is sound at once."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import pytest

from factsheet.cli import main

COMMANDS = (
    "check",
    "verify",
    "readings",
    "edition",
    "coverage",
    "render",
    "build",
    "serve",
    "figure",
    "schema",
    "new",
    "article",
    "draft",
    "todo",
    "review",
    "undo",
    "keep",
    "publish",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` of each command says what it does and exits with 0."""
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert end.value.code == 0
    assert command in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["figure"], ["check", "--format", "x"]])
def test_wrong_use_exits_with_2(arguments: list[str]) -> None:
    """A command that does not exist, or a missing argument, is wrong use."""
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 2


def test_the_readme_names_every_command(root: Path) -> None:
    """README's table of commands and the program's list are the same."""
    readme = (root / "README.md").read_text("utf-8")
    named = set(re.findall(r"^\| `([a-z]+)", readme, re.MULTILINE))
    assert set(COMMANDS) <= named


def test_figure_names_a_language_without_words_for_its_unit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A unit never turns into a bare number: what is missing stands with its place."""
    root = tmp_path / "sheet"
    root.mkdir()
    project = Path(__file__).resolve().parents[1]
    for config in project.glob("mkdocs*.yml"):
        shutil.copyfile(config, root / config.name)
    shutil.copytree(project / "templates/locales", root / "templates/locales")
    for language in ("en", "zh"):
        style = root / f"templates/locales/{language}/style.yml"
        style.write_text(re.sub(r"\n  kWh: .*", "", style.read_text("utf-8")), "utf-8")
    with chdir(root):
        assert main(["figure", "6.5亿千瓦时"]) == 1
        out, _ = capsys.readouterr()
        for language in ("en", "zh"):
            name = f"templates/locales/{language}/style.yml"
            line = (root / name).read_text("utf-8").split("\n").index("units:") + 1
            assert re.search(rf"{name}:{line + 1}?:?.*kWh has no words in '{language}'", out), out
        assert main(["figure", "6.5亿元"]) == 0


def test_figure_answers_as_text_and_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`figure` shows value, unit, qualifier and the wording of each language."""
    with chdir(root):
        assert main(["figure", "超2350个", "--format", "json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert answer == {
            "value": "2350",
            "unit": "count",
            "qualifier": "more-than",
            "low": None,
            "high": None,
            "rendered": {"en": "more than 2,350", "zh": "超2350个"},
        }
        assert main(["figure", "1743.8 亿无"]) == 1
        assert "understood “1743.8亿”" in capsys.readouterr().err


LINES = [
    # text, line, exit, what is said
    ("超2350个", "项目超 2350 个。", 0, "needs no near"),
    ("3.2%", "同比-3.2%", 1, "the line prints “-3.2%”"),
    ("-3.2%", "同比-3.2%", 0, "“-3.2%” stands whole"),
    ("65.8亿吨", "完成65.8亿吨公里", 1, "whole figures of the line: 65.8亿吨公里"),
    ("11.8%", "一般贸易增长11.8%，加工贸易增长8.5%", 0, "near: "),
    ("8.5%", "甲、乙、丙分别增长11.8%、8.5%、2.1%", 0, 'near: "、8.5%"'),
    ("8.9小时", "待泊时间减少8.9小时", 1, "…时间减少8.9小时…, which reads otherwise"),
]


@pytest.mark.parametrize(("text", "line", "code", "said"), LINES)
def test_figure_says_whether_it_stands_whole(
    root: Path, capsys: pytest.CaptureFixture[str], text: str, line: str, code: int, said: str
) -> None:
    """`figure TEXT --line LINE` answers by exit code, and says what stands there."""
    with chdir(root):
        assert main(["figure", "--line", line, "--", text]) == code
    output = capsys.readouterr()
    assert said in output.out + output.err


def test_schema_describes_every_kind_of_file(capsys: pytest.CaptureFixture[str]) -> None:
    """`schema` prints a JSON Schema for each kind of file; a fact's fields are in it."""
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    section = schema["facts/<topic>/<section>.yml"]
    assert {"id", "status", "text", "cite"} <= set(section["$defs"]["Fact"]["properties"])


@pytest.mark.parametrize("command", ["schema", "figure 3个"])
def test_output_that_nobody_reads_on_is_no_error(root: Path, command: str) -> None:
    """A reader that closes the pipe early, as `head` does, meets no traceback."""
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "factsheet", *command.split()],
        cwd=root, stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (1, "")


def test_coverage_without_an_archive_is_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Coverage cannot be told without the articles, and says what to do."""
    folder = tmp_path / "sheet"
    monkeypatch.delenv("FACTSHEET_ARCHIVE", raising=False)
    main(["new", str(folder)])
    (folder / "archive").rename(tmp_path / "elsewhere")
    with chdir(folder):
        assert main(["coverage"]) == 2
        assert "FACTSHEET_ARCHIVE" in capsys.readouterr().err
        monkeypatch.setenv("FACTSHEET_ARCHIVE", os.fspath(tmp_path / "elsewhere"))
        assert main(["coverage"]) == 0


def test_a_folder_that_is_no_project_gets_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command that needs a project says so in an empty folder, without a traceback."""
    with chdir(tmp_path):
        for command in ("check", "verify", "coverage", "render", "build"):
            assert main([command]) == 1
            assert "mkdocs.yml" in capsys.readouterr().out
