"""Whom a reader asks: a link or an address, and what is said where an edition has none."""

from pathlib import Path

import pytest
import yaml

from factsheet.edition.localize import editions_of
from factsheet.pages.render import render_pages
from factsheet.project import open_project
from tests.projects import edit
from tests.support import copy_small, sound

GIVEN = "contact: https://sheet.example/contact\n"


@pytest.mark.parametrize(
    ("line", "said", "href"),
    [
        (GIVEN, "Contact: https://sheet.example/contact", "https://sheet.example/contact"),
        (
            "contact: facts@sheet.example\n",
            "Contact: facts@sheet.example",
            "mailto:facts@sheet.example",
        ),
        ("", "Contact: not given in this edition", ""),
    ],
    ids=["link", "address", "none"],
)
def test_pages_lead_to_the_contact_or_say_that_there_is_none(
    line: str, said: str, href: str, tmp_path: Path
) -> None:
    sheet = copy_small(tmp_path / "sheet")
    edit(sheet / "facts/edition.yml", GIVEN, line)
    page = render_pages(sheet, editions_of(sound(sheet))["en"])["index.md"]
    standing = yaml.safe_load(page.split("---\n")[1])["edition"]
    assert (standing["contact"], standing["contact_url"]) == (said, href)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "an official edition names no contact"),
        ("contact: our office\n", "contact"),
        ("contact: javascript:alert(1)\n", "contact"),
    ],
    ids=["none", "words", "script"],
)
def test_an_official_edition_without_a_way_to_ask_is_refused(
    line: str, message: str, tmp_path: Path
) -> None:
    sheet = copy_small(tmp_path / "sheet")
    edit(sheet / "facts/edition.yml", GIVEN, f"{line}kind: official\n")
    _, problems = open_project(sheet)
    told = [p for p in problems if p.place.file == "facts/edition.yml"]
    assert any(message in problem.message for problem in told), problems
    assert all(problem.place.line for problem in told)


def test_the_next_edition_is_dated_where_it_is_known(tmp_path: Path) -> None:
    sheet = copy_small(tmp_path / "sheet")
    edit(sheet / "facts/edition.yml", GIVEN, f'{GIVEN}next: "2026-06"\n')
    pages = render_pages(sheet, editions_of(sound(sheet))["en"])
    assert all("next: 'Next edition: June 2026'" in page for page in pages.values())
