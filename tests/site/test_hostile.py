"""Nothing in a text becomes markup: texts of hostile signs in every field of every record."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from factsheet.site.csp import Scripts
from tests.built import page_paths
from tests.projects import copy_sample, edit, run
from tests.served import served

# Sound Markdown, HTML and attribute lists, and pieces that would end what they stand in.
SIGNS = (
    "<script>alert({n})</script>",
    '"><img src=x onerror=alert({n})>',
    "'\" onfocus=alert({n}) x='",
    "</script><svg onload=alert({n})>",
    "<!-- {n} -->",
    "`code{n}` __bold{n}__ _em{n}_",
    "[x{n}](javascript:alert({n}))",
    "![x{n}](https://example.org/{n})",
    "&lt;b{n}&gt; &amp;amp;",
    "<https://example.org/{n}>",
    "^sup{n}^ ~sub{n}~ ==mark{n}==",
    "\\*x{n}\\* | y{n}",
)
# What a page says: its title, what link previews read, its text.
WORDS = """[document.title, document.body.textContent,
  ...[...document.querySelectorAll("meta[content]")].map(meta => meta.content)].join("\\n")"""
LANGUAGES = ("en", "zh", "ja")


@pytest.fixture(scope="module")
def hostile(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, list[str]]]:
    """The sample, a different hostile text at the end of each plain text; built once."""
    project = copy_sample(root, tmp_path_factory.mktemp("hostile"))
    texts: list[str] = []
    for path in sorted((project / "facts").rglob("*.yml")):
        data = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  # texts only
        _spoil(data, texts)
        path.write_text(
            yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000), "utf-8"
        )
    done = run(project, "factsheet", "build", "--draft")
    assert done.returncode == 0, done.stdout
    yield project / "site", texts
    shutil.rmtree(project)


def _spoil(value: Any, texts: list[str]) -> None:
    """Add a sign to each text that is given by language, and to each full name."""
    if isinstance(value, list):
        for held in value:
            _spoil(held, texts)
    elif isinstance(value, dict):
        for name, held in value.items():
            if isinstance(held, str) and name in (*LANGUAGES, "full"):
                sign = SIGNS[len(texts) % len(SIGNS)].replace("{n}", _letters(len(texts)))
                texts.append(sign)
                value[name] = f"{held} {sign}"
            elif "growth_of" not in value:  # its title is never printed
                _spoil(held, texts)


def _letters(number: int) -> str:
    """Return a word of its own for a number: a digit in a text would have to be a figure."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


def test_hostile_texts_are_shown_and_never_run(
    hostile: tuple[Path, list[str]], browser: Browser
) -> None:
    site, texts = hostile
    assert len(texts) >= 100
    seen: list[str] = []
    faults: list[str] = []
    page = browser.new_page()
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    with served(site) as host:
        for language in LANGUAGES:
            for path in page_paths(site / language):
                page.goto(f"{host}{language}/{path}/")
                seen.append(page.evaluate(WORDS))
    page.close()
    assert faults == []
    whole = "\n".join((*seen, *_data(site)))
    assert [text for text in texts if text not in whole] == []


def _data(site: Path) -> Iterator[str]:
    """Yield what search, dialogs, tray and data files hold, as a program reads it."""
    files = [site / "data/facts.json"]
    files += [
        site / language / f"{name}.json"
        for language in LANGUAGES
        for name in ("search", "cards", "names")
    ]
    for file in files:
        yield (
            json.dumps(json.loads(file.read_text("utf-8")), ensure_ascii=False)
            .replace('\\"', '"')
            .replace("\\\\", "\\")
        )
    with (site / "data/facts.csv").open(encoding="utf-8-sig", newline="") as table:
        yield "\n".join(cell for row in csv.reader(table) for cell in row)


def test_a_script_that_no_template_holds_stops_the_build(root: Path, tmp_path: Path) -> None:
    project = copy_sample(root, tmp_path / "sheet")
    edit(
        project / "templates/pages/about.md.j2",
        '## {{ _("Marks") }}',
        '<script>evil()</script>\n\n## {{ _("Marks") }}',
    )
    done = run(project, "factsheet", "build", "--draft")
    assert done.returncode == 1
    assert "a script that no template holds" in done.stdout
    assert not (project / "site").exists()


def test_a_value_in_a_known_script_may_be_an_address_only(tmp_path: Path) -> None:
    (tmp_path / "base.html").write_text('<script>x = new URL("{{ base_url }}")</script>', "utf-8")
    known = Scripts([tmp_path])
    assert 'x = new URL("../..")' in known
    assert 'x = new URL(""); evil(); ("")' not in known
    assert "evil()" not in known


def test_a_site_that_is_a_link_is_refused(root: Path, tmp_path: Path) -> None:
    project = copy_sample(root, tmp_path / "sheet")
    (tmp_path / "elsewhere").mkdir()
    (project / "site").symlink_to(tmp_path / "elsewhere")
    done = run(project, "factsheet", "build", "--draft")
    assert done.returncode == 1
    assert "site: site is a symbolic link" in done.stdout
    assert "Traceback" not in done.stdout
