"""A sheet without templates of its own is built from the package's; its own stand before them."""

import shutil
from pathlib import Path

import pytest
from mkdocs.utils import get_theme_dir

from factsheet.printing.press import opened
from factsheet.searchpath import PACKAGE, THEME
from tests.support import ROOT, copy_small, edit, run

PREVIEWS = ("preview-en.png", "preview-zh.png")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """The small sheet under the package's theme, with its own previews and no other template."""
    folder = copy_small(tmp_path / "sheet")
    edit(folder, "mkdocs.yml", "  name: material\n", f"  name: {THEME}\n")
    (folder / "templates").unlink()
    (folder / "templates/theme/assets").mkdir(parents=True)
    for name in PREVIEWS:
        shutil.copyfile(PACKAGE / "theme/assets" / name, folder / "templates/theme/assets" / name)
    assert run(folder, "verify").code == 0
    assert run(folder, "check").code == 0
    return folder


def own(sheet: Path, name: str, old: str, new: str) -> None:
    """Let a sheet have a template of its own, in which one text differs."""
    file = sheet / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PACKAGE / name, file)
    edit(sheet, f"templates/{name}", old, new)


def test_builders_find_the_theme_by_its_name() -> None:
    """MkDocs asks the entry point for the folder; ProperDocs and Zensical ask the same way."""
    assert Path(get_theme_dir(THEME)).samefile(ROOT / "templates/theme")


def test_a_page_template_of_the_sheet_stands_before_the_packages(sheet: Path) -> None:
    """One file is the sheet's, and the templates that it takes from are the package's."""
    own(sheet, "pages/gaps.md.j2", "{: .lead }", "{: .lead }\n\nOurs.")
    assert run(sheet, "render").code == 0
    pages = {path.name: path.read_text("utf-8") for path in (sheet / "docs/en").glob("*.md")}
    assert [name for name, text in pages.items() if "Ours." in text] == ["gaps.md"]
    assert len(pages) > 5


def test_a_word_of_the_sheet_stands_before_the_packages(sheet: Path) -> None:
    """A catalog of the sheet holds the words that it changes or adds, and no others."""
    catalog = sheet / "templates/locales/en/messages.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgid "Not in this sheet"\nmsgstr "Left open"\n', "utf-8")
    assert run(sheet, "check").code == 0
    assert run(sheet, "render").code == 0
    assert "# Left open" in (sheet / "docs/en/gaps.md").read_text("utf-8")


def test_a_style_of_the_sheet_stands_before_the_packages(sheet: Path) -> None:
    """A slip in it is told by its own name."""
    own(sheet, "locales/en/style.yml", "scale_from: 1000000", "scale_form: 1000000")
    ran = run(sheet, "check")
    assert (ran.code, ran.out.startswith("templates/locales/en/style.yml:")) == (1, True)


def test_the_engine_of_print_is_given_both(sheet: Path) -> None:
    """A print template of the sheet lies beside the package's, and is named as the sheet's."""
    name = "notes.typ"
    (sheet / "templates/print").mkdir(parents=True)
    (sheet / "templates/print" / name).write_text("// Ours.\n", "utf-8")
    with opened(sheet) as templates:
        assert (templates.folder / name).read_text("utf-8") == "// Ours.\n"
        assert (templates.folder / "brief.typ").read_bytes() == (
            PACKAGE / "print/brief.typ"
        ).read_bytes()
        assert templates.place(name).file == f"templates/print/{name}"
        assert templates.place("brief.typ").file == str(PACKAGE / "print/brief.typ")


def test_previews_are_the_sheets_own(sheet: Path) -> None:
    """No sheet shows the pictures of another one to those who share its links."""
    (sheet / "templates/theme/assets" / PREVIEWS[0]).unlink()
    ran = run(sheet, "check")
    assert (ran.code, f"templates/theme/assets/{PREVIEWS[0]}" in ran.out) == (1, True)
