"""The sheet's site beside what others take for the same pages: ratios of one run, as a table.

    make bench

Each way builds both languages, cold, one after the other as `mkdocs build` does; ways take turns,
so that whatever else the machine does meets all of them. Wall and processor time of a way are
medians; a ratio is the median of the ratios to plain MkDocs within a round.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import yaml

from tests.projects import BIN, ROOT, copy_project

CONFIGS = {"en": "mkdocs.yml", "zh": "mkdocs.zh.yml"}
BASE = "mkdocs"
# What a fact's texts may end in, so that no change takes back what a build has kept.
ENDS = (("（合计）", " in all"), ("（总计）", " altogether"), ("（共计）", " all told"))
FACT = re.compile(r'(^    text:\n      zh: ".*)。("\n      en: ".*)\.(?="$)', re.MULTILINE)
SENTENCE = re.compile(r"^(?P<text>.+)\n(?P<tag>\{: #(?P<id>[\w-]+) \.fact )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds that a way took: by the clock, and of processors, its children's too."""

    wall: float
    cpu: float


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Ratios of builds to plain MkDocs.")
    parser.add_argument("--rounds", type=int, default=5, help="each way so often (5)")
    parser.add_argument("--packages", type=Path, required=True, help="where mkdocs-macros lies")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        ways = _ways(Path(scratch), options.packages.resolve())
        taken: dict[str, list[Taken]] = {name: [] for name in ways}
        for _ in range(options.rounds):
            for name, way in ways.items():
                taken[name].append(way())
    print(_table(taken))


def _ways(scratch: Path, packages: Path) -> Mapping[str, Callable[[], Taken]]:
    """Return what builds a copy of the sheet in each way; a copy is made ready before."""
    plain = copy_project(ROOT, scratch / "plain")
    macros = _with_macros(copy_project(ROOT, scratch / "macros"))
    own = copy_project(ROOT, scratch / "own")
    shutil.copytree(ROOT / "editions", own / "editions", dirs_exist_ok=True)
    build = ([str(BIN / "factsheet"), "build", "--no-pdf"],)

    aside = itertools.count()

    def clear(project: Path, *names: str) -> None:
        """Put folders aside until the end: where many were just deleted, new files come slowly."""
        for folder in filter(Path.exists, map(project.joinpath, names)):
            folder.rename(scratch / f"aside-{next(aside)}")

    def with_mkdocs(project: Path, builder: str, configs: Mapping[str, str]) -> Taken:
        clear(project, "site", ".cache")  # Zensical's
        commands = [[str(BIN / builder), "build", "-f", config] for config in configs.values()]
        return _taken(project, commands, PYTHONPATH=str(packages) if project == macros else "")

    def cold() -> Taken:
        clear(own, "site", ".cache", "build")
        return _taken(own, build)

    ends = itertools.cycle(ENDS)

    def one_fact_changed() -> Taken:
        _change(own, next(ends))
        return _taken(own, build)

    with_macros = {key: f"macros.{key}.yml" for key in CONFIGS}
    return {
        BASE: lambda: with_mkdocs(plain, "mkdocs", CONFIGS),
        "zensical": lambda: with_mkdocs(plain, "zensical", CONFIGS),
        "mkdocs-macros": lambda: with_mkdocs(macros, "mkdocs", with_macros),
        "factsheet build --no-pdf, cold": cold,
        "the same, nothing changed": lambda: _taken(own, build),
        "the same, one fact changed": one_fact_changed,
        "the same, then another change": one_fact_changed,
        "factsheet check": lambda: _taken(own, ([str(BIN / "factsheet"), "check"],)),
    }


def _with_macros(project: Path) -> Path:
    """Let the pages of a project take the sentences of its facts from a file of data."""
    for key, config in CONFIGS.items():
        sentences: dict[str, str] = {}
        for page in (project / "docs" / key).glob("*.md"):

            def put(match: re.Match[str], kept: dict[str, str] = sentences) -> str:
                kept[match["id"]] = match["text"]
                return f'{{{{ facts["{match["id"]}"] }}}}\n{match["tag"]}'

            page.write_text(SENTENCE.sub(put, page.read_text("utf-8")), "utf-8")
        data = f"facts.{key}.yml"
        (project / data).write_text(yaml.safe_dump(sentences, allow_unicode=True), "utf-8")
        plugin = {"macros": {"include_yaml": [{"facts": data}]}}
        settings = {"INHERIT": config, "plugins": [plugin]}
        (project / f"macros.{key}.yml").write_text(yaml.safe_dump(settings), "utf-8")
    return project


def _change(project: Path, end: tuple[str, str]) -> None:
    """Put a fact into other words of both languages, which no figure and no evidence rests on."""
    path = project / "facts/trade/goods.yml"
    before = text = path.read_text("utf-8")
    for chinese, english in ENDS:
        text = text.replace(f"{chinese}。", "。").replace(f"{english}.", ".")
    text = FACT.sub(f"\\1{end[0]}。\\2{end[1]}.", text, count=1)
    assert text != before
    path.write_text(text, "utf-8")


def _taken(project: Path, commands: object, **more: str) -> Taken:
    """Run commands in sequence; return what they took together.

    Raises CalledProcessError, with what it printed, for one that fails.
    """
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore", **more}
    before, start = os.times(), time.perf_counter()
    for command in commands:  # type: ignore[attr-defined]  # a sequence
        done = subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(done.stdout, done.stderr, file=sys.stderr)
            done.check_returncode()
    after = os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return Taken(time.perf_counter() - start, cpu)


def _table(taken: Mapping[str, list[Taken]]) -> str:
    """Return a table of Markdown: medians, and ratios to plain MkDocs within a round."""
    lines = ["| | wall, s | ratio | processor, s | ratio |", "| --- | --: | --: | --: | --: |"]
    base = taken[BASE]
    for name, found in taken.items():
        cells = [name]
        for kind in ("wall", "cpu"):
            own = [getattr(each, kind) for each in found]
            ratios = [mine / getattr(b, kind) for mine, b in zip(own, base, strict=True)]
            cells += [f"{median(own):.2f}", f"{median(ratios):.2f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([json.dumps({"rounds": len(base)}), "", *lines])


if __name__ == "__main__":
    main()
