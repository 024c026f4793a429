"""What MkDocs may read elsewhere: a site of it is never known to be as it was."""

from pathlib import Path

import pytest

from factsheet.settings import may_read_elsewhere

THEME = "theme: {name: material, custom_dir: templates/theme}\n"
GOOD = f"plugins: []\ndocs_dir: docs/en\n{THEME}"
SUPERFENCES = """markdown_extensions:
  - pymdownx.superfences:
      custom_fences:
        - format: !!python/name:own.fence
"""


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (GOOD, False),
        (f"{GOOD}markdown_extensions: [toc, markdown.extensions.tables]\n", False),
        (f"{GOOD}markdown_extensions: {{toc: {{}}, pymdownx.superfences: {{}}}}\n", False),
        (GOOD.replace(THEME, "theme: material\n"), False),
        (GOOD.replace(THEME, "theme: {name: factsheet}\n"), False),
        ("INHERIT: mkdocs.own.yml\n", False),
        (GOOD.replace("plugins: []\n", ""), True),
        (GOOD.replace("[]", "[search]"), True),
        (f"{GOOD}hooks: [own.py]\n", True),
        (f"{GOOD}markdown_extensions: [pymdownx.snippets]\n", True),
        (f"{GOOD}markdown_extensions: {{pymdownx.emoji: {{options: {{}}}}}}\n", True),
        (f"{GOOD}markdown_extensions: [somebodys.own]\n", True),
        (f"{GOOD}{SUPERFENCES}", True),
        (GOOD.replace("docs/en", "content"), True),
        (GOOD.replace("docs/en", "docs/../content"), True),
        (GOOD.replace("templates/theme", "overrides"), True),
        (GOOD.replace("templates/theme", "templates/../overrides"), True),
        (GOOD.replace("templates/theme", "5"), True),
        (GOOD.replace("material", "somebodys"), True),
        ("INHERIT: base.yml\n", True),
    ],
)
def test_settings_tell_whether_mkdocs_may_read_elsewhere(
    tmp_path: Path, settings: str, expected: bool
) -> None:
    for name, text in (("mkdocs.yml", settings), ("mkdocs.own.yml", GOOD), ("base.yml", GOOD)):
        (tmp_path / name).write_text(text, "utf-8")
    assert may_read_elsewhere(tmp_path, "mkdocs.yml") is expected
