"""Copies of the project and of the sample in a folder of their own, and commands run there."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from factsheet.cache.compiled import KIND

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = Path(__file__).with_name("sample")
FROZEN = Path(__file__).with_name("frozen")
KEPT = ROOT / ".cache"
HELD = ("facts", "templates", "docs", "editions", "releases")
BIN = Path(sys.executable).parent
ADDRESS = "https://facts.example/deep/down/"  # of the frozen sheet: below a path of a host
ROOT_ADDRESS = "https://facts.example/"  # of the sample: at the root of one

# Variables that would make a run depend on whose machine it is.
OUTSIDE = (
    "FACTSHEET_ARCHIVE",
    "FACTSHEET_DRAFT",
    "FACTSHEET_PRINTED",
    "SITE_URL",
    "SOURCE_DATE_EPOCH",
    "PYTHONPATH",
)


def copy_frozen(to: Path) -> Path:
    """Put the frozen sheet beside the project's templates and settings.

    A curator's facts are checked by commands; the code is tested on facts that never change.
    """
    shutil.copytree(FROZEN / "facts", to / "facts")
    shutil.copytree(ROOT / "editions/1", to / "editions/1")  # kept for good
    shutil.copytree(FROZEN / "editions", to / "editions", dirs_exist_ok=True)
    shutil.copytree(FROZEN / "releases", to / "releases")
    shutil.copytree(ROOT / "templates", to / "templates")
    for config in ROOT.glob("mkdocs*.yml"):
        shutil.copyfile(config, to / config.name)
    own_settings(to)
    return keep_prints(to)


def copy_project(project: Path, to: Path) -> Path:
    """Copy what a clone holds and a build reads."""
    for folder in filter(Path.is_dir, map(project.joinpath, HELD)):
        shutil.copytree(folder, to / folder.name)
    for config in project.glob("mkdocs*.yml"):
        shutil.copyfile(config, to / config.name)
    return to


def keep_prints(project: Path) -> Path:
    """Let a project take the PDFs that another test printed of the same content."""
    KEPT.mkdir(exist_ok=True)
    shutil.rmtree(project / ".cache", ignore_errors=True)
    (project / ".cache").symlink_to(KEPT)
    return project


def keep_code(project: Path) -> Path:
    """Let a project that keeps nothing yet take the code that others compiled of the same templates."""
    code = KEPT / KIND
    code.mkdir(parents=True, exist_ok=True)
    (project / ".cache").mkdir()
    (project / ".cache" / KIND).symlink_to(code)
    return project


def own_settings(project: Path) -> None:
    """Give a project's settings the titles of its sheet, and leave out the topics that it lacks."""
    pages = {path.name.removesuffix(".j2") for path in (project / "templates/pages").glob("*.j2")}
    pages |= {f"{path.name}.md" for path in (project / "facts").iterdir() if path.is_dir()}

    def keep(match: re.Match[str]) -> str:
        return match[0] if match["page"] in pages else ""

    settings = project / "mkdocs.yml"
    text = settings.read_text("utf-8")
    text = re.sub(r"^  - (?P<page>[a-z-]+\.md)\n", keep, text, flags=re.MULTILINE)
    settings.write_text(text, "utf-8")
    titles = yaml.safe_load((project / "facts/edition.yml").read_text("utf-8"))["title"]
    for language, title in titles.items():
        own = project / f"mkdocs.{language}.yml"
        path = own if own.is_file() else settings
        text = path.read_text("utf-8")
        named = f"site_name: {title}"
        try:
            is_plain = yaml.safe_load(named) == {"site_name": title}
        except yaml.YAMLError:
            is_plain = False
        if not is_plain:
            named = f"site_name: {json.dumps(title, ensure_ascii=False)}"
        text = re.sub(r"^site_name: .*$", lambda _, named=named: named, text, flags=re.MULTILINE)
        path.write_text(text, "utf-8")


def copy_sample(root: Path, to: Path) -> Path:
    """Put the sample's facts and third language beside the project's theme and two languages."""
    shutil.copytree(root / "templates", to / "templates")
    shutil.copyfile(root / "mkdocs.zh.yml", to / "mkdocs.zh.yml")
    shutil.copytree(SAMPLE, to, dirs_exist_ok=True)
    config = (root / "mkdocs.yml").read_text("utf-8")
    chinese = "    - {name: 中文, lang: zh-Hans, link: zh/, locale: zh_CN}\n"
    japanese = "    - {name: 日本語, lang: ja, link: ja/, locale: ja_JP, unreviewed: true}\n"
    config = _replace(config, chinese, chinese + japanese)
    (to / "mkdocs.yml").write_text(config, "utf-8")
    with (to / "mkdocs.ja.yml").open("a", encoding="utf-8") as settings:
        settings.write((to / "templates/locales/ja/mkdocs.yml").read_text("utf-8"))
    own_settings(to)
    return to


def start(project: Path, *command: str, **environment: str) -> subprocess.Popen[str]:
    """Start a command of the virtual environment in a project; its output is one text."""
    inherited = {key: value for key, value in os.environ.items() if key not in OUTSIDE}
    fixed = {"PYTHONWARNINGS": "error", "NO_MKDOCS_2_WARNING": "1", "SITE_URL": ADDRESS}
    return subprocess.Popen(
        [str(BIN / command[0]), *command[1:]],
        cwd=project,
        env={**inherited, **fixed, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def run(project: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the virtual environment in a project to its end."""
    process = start(project, *command, **environment)
    output, _ = process.communicate(timeout=120)
    return subprocess.CompletedProcess(command, process.returncode, output)


def build(project: Path, **environment: str) -> Path:
    """Build a project that has no problem; return its site.

    PDFs of the same content, printed by another test, are taken as they are.
    """
    if not (project / ".cache").exists():
        keep_prints(project)
    done = run(project, "factsheet", "build", **environment)
    assert done.returncode == 0, done.stdout
    return project / "site"


def edit(path: Path, old: str, new: str) -> int:
    """Replace the only occurrence of a text in a file; return its line."""
    text = path.read_text("utf-8")
    path.write_text(_replace(text, old, new), "utf-8")
    return text[: text.index(old)].count("\n") + 1


def _replace(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, f"{text.count(old)} times in the text: {old!r}"
    return text.replace(old, new)
