"""MkDocs and its two successors: from the same files and settings, the same facts and notes.

A plain build of a clone, without the project's own command.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from factsheet.site.csp import read_inline
from tests.built import article, facts_of, ids, notes_of, page_paths, read_page, with_class, words
from tests.projects import ADDRESS, BIN, copy_project, run

CONFIGS = {"en": "mkdocs.yml", "zh": "mkdocs.zh.yml"}
SUCCESSORS = ("properdocs", "zensical")


@pytest.fixture(scope="module", params=CONFIGS)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def expected(lang: str, built: Callable[[str], Path]) -> dict[str, Element]:
    """The pages that MkDocs made for the site."""
    return _read(built(ADDRESS) / "site" / lang)


@pytest.fixture(scope="module", params=SUCCESSORS)
def pages(
    request: pytest.FixtureRequest,
    lang: str,
    built: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Element]:
    """The pages that a successor of MkDocs makes."""
    builder = str(request.param)
    if shutil.which(builder, path=BIN) is None:
        pytest.skip(f"{builder} is not installed")
    return _pages(builder, lang, copy_project(built(ADDRESS), tmp_path_factory.mktemp(builder)))


def test_the_same_pages_with_the_same_anchors(
    pages: dict[str, Element], expected: dict[str, Element]
) -> None:
    assert set(pages) == set(expected)
    for path, page in pages.items():
        assert _anchors(page) == _anchors(expected[path]), path


def test_the_same_facts_in_the_same_words(
    pages: dict[str, Element], expected: dict[str, Element]
) -> None:
    found = {path: facts_of(page) for path, page in pages.items()}
    assert found == {path: facts_of(page) for path, page in expected.items()}
    assert sum(map(len, found.values())) > 0


def test_the_same_notes_in_the_same_words(
    pages: dict[str, Element], expected: dict[str, Element]
) -> None:
    found = {path: notes_of(page) for path, page in pages.items()}
    assert found == {path: notes_of(page) for path, page in expected.items()}
    assert sum(map(len, found.values())) > 0


def test_the_same_edition_language_and_addresses(
    pages: dict[str, Element], expected: dict[str, Element]
) -> None:
    for path, page in pages.items():
        assert _stated(page) == _stated(expected[path]), path


def _pages(builder: str, lang: str, project: Path) -> dict[str, Element]:
    command = (builder, "build", "--strict", "-f", CONFIGS[lang])
    done = run(project, *command, SITE_URL=f"{ADDRESS}{lang}/")
    assert done.returncode == 0, done.stdout
    _can_be_hardened(project / "site" / lang)
    return _read(project / "site" / lang)


def _read(site: Path) -> dict[str, Element]:
    return {path: read_page(site / path / "index.html") for path in page_paths(site)}


def _can_be_hardened(site: Path) -> None:
    """See that the policy of a site can hold for pages: scripts to name by hash, no styles."""
    pages = [read_inline(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))]
    assert [refused for page in pages for refused in page.refused] == []
    assert any(page.scripts for page in pages)


def _anchors(page: Element) -> list[str]:
    """Return the ids of an article but the theme's own."""
    return [key for key in ids(article(page)) if not key.startswith("__")]


def _stated(page: Element) -> list[str]:
    """Return language, addresses and edition as a page states them."""
    head = [
        json.dumps(e.attrib, sort_keys=True) for e in page.iter("link") if "hreflang" in e.attrib
    ]
    head += [e.attrib["href"] for e in page.iter("link") if e.get("rel") == "canonical"]
    switches = [e.attrib["href"] for e in page.iter("a") if "data-other-language" in e.attrib]
    (edition,) = with_class(page, "edition")
    return [next(page.iter("html")).attrib["lang"], *head, *switches, words(edition)]
