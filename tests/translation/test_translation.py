"""A sheet gets a further language: prepared, listed, published in part, and nothing else changes."""

import json
import re
import shutil
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

from factsheet.checks.walk import marked_texts, plain_texts
from factsheet.edition.localize import edition_of, editions_of
from factsheet.edition.look import look_at
from factsheet.edition.sheet import Edition
from factsheet.evidence.attestations import load_attestations
from factsheet.evidence.readings import compare, current
from factsheet.language.catalog import load_catalog, used_words
from factsheet.language.stylefile import load_style
from factsheet.project import open_project
from factsheet.searchpath import PACKAGE
from factsheet.settings import read_settings
from factsheet.site.opendata import facts_json
from tests.projects import copy_project
from tests.support import ROOT, copy_small, edit, run, sound

CHINESE = "    - {name: 中文, lang: zh-Hans, link: zh/, locale: zh_CN}\n"
FRENCH = "{name: Français, lang: fr, link: fr/, locale: fr_FR, partial: en, unreviewed: true}"
GOODS = "facts/trade/goods.yml"
SENTENCE = 'fell by {decline}."\n'
OWN = 'fr: "{period}, les exportations de [[sample-province|short]] ont reculé de {decline}."'
FACT = "exports-fell-2024"


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """The small sheet, verified, with French prepared and one of its ten facts translated."""
    folder = copy_small(tmp_path / "sheet")
    assert run(folder, "verify").code == 0
    assert run(folder, "language", "add", "fr").code == 0
    edit(folder, GOODS, SENTENCE, f"{SENTENCE}      {OWN}\n")
    return folder


@pytest.fixture
def partial(prepared: Path) -> Path:
    """The same, with French published in part."""
    edit(prepared, "mkdocs.yml", CHINESE, f"{CHINESE}    - {FRENCH}\n")
    return prepared


def test_adding_a_language_writes_its_settings_and_turns_nothing_red(tmp_path: Path) -> None:
    folder = copy_small(tmp_path / "sheet")
    assert run(folder, "verify").code == 0
    before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    ran = run(folder, "language", "add", "fr")
    assert ran.code == 0
    assert f"    - {FRENCH}\n" in ran.out
    after = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    assert set(after) - set(before) == {folder / "mkdocs.fr.yml"}
    assert {path: after[path] for path in before} == before
    assert run(folder, "check").code == 0
    settings = read_settings(folder, "mkdocs.fr.yml")
    assert (settings["docs_dir"], settings["site_dir"]) == ("docs/fr", "site/fr")
    assert settings["theme"]["language"] == "fr"
    assert settings["extra"]["search"]["open"] == "Rechercher"
    assert "/fr/" in (folder / "mkdocs.fr.yml").read_text("utf-8")


def test_every_missing_text_is_listed_with_its_line(prepared: Path) -> None:
    listed = run(prepared, "language", "todo", "fr").out.splitlines()
    project = sound(prepared)
    texts = [*marked_texts(project), *plain_texts(project)]
    lacking = [text for text in texts if not {"fr", "*"} & set(text.texts)]
    assert len(listed) == len(lacking) + 1
    assert listed[-1] == f"{len(lacking)} texts left; 1 of 10 facts translated"
    for line in listed[:-1]:
        found = re.fullmatch(r"(facts/\S+\.yml):(\d+):\d+: en: (.+)", line)
        assert found, line
        typed = (prepared / found[1]).read_text("utf-8").split("\n")[int(found[2]) - 1]
        assert found[3].split()[0] in typed
    assert not any("exports of [[sample-province|short]] fell" in line for line in listed)


def test_texts_of_a_prepared_language_are_checked_as_they_come(prepared: Path) -> None:
    assert run(prepared, "check").code == 0
    edit(prepared, GOODS, "ont reculé de {decline}.", "ont reculé.")
    ran = run(prepared, "check")
    assert (ran.code, "{decline} is used in en, zh but not in fr" in ran.out) == (1, True)


def test_a_part_is_published_whole_pages_with_what_is_lent_marked(partial: Path) -> None:
    assert run(partial, "check").code == 0
    assert run(partial, "render").code == 0
    pages = sorted(path.name for path in (partial / "docs/en").glob("*.md"))
    assert sorted(path.name for path in (partial / "docs/fr").glob("*.md")) == pages
    for name in pages:
        own = (partial / "docs/fr" / name).read_text("utf-8")
        lent = (partial / "docs/en" / name).read_text("utf-8")
        for anchors in (r"\{: #([\w-]+)", r' id="([\w-]+)"', r"\[\^([\w-]+)\]"):
            assert re.findall(anchors, own) == re.findall(anchors, lent), name
    trade = (partial / "docs/fr/trade.md").read_text("utf-8")
    assert "ont reculé de 2,4\u202f%.[^exports-fell-2024]" in trade
    assert '<span lang="en"> trades with more than 200 countries and regions.</span>' in trade
    about = (partial / "docs/fr/about.md").read_text("utf-8")
    assert about.count("1 sur 10") == 2  # of every page, and of this one
    assert "attendent encore un lecteur" in about


def test_what_is_lent_is_told_in_the_data(partial: Path) -> None:
    editions = editions_of(sound(partial))
    facts = {fact["id"]: fact for fact in json.loads(facts_json(editions))["facts"]}
    translated = [key for key, fact in facts.items() if "fr" in fact["text"]]
    assert translated == [FACT]
    assert all({"en", "zh"} <= set(fact["text"]) for fact in facts.values())


def test_no_fact_of_a_language_published_in_part_is_lost(partial: Path) -> None:
    editions = editions_of(sound(partial))
    assert list(editions["fr"].facts) == list(editions["en"].facts)
    assert _letters(editions["fr"]) == _letters(editions["en"])
    words = {key: view.plain for key, view in editions["fr"].facts.items()}
    english = {key: view.plain for key, view in editions["en"].facts.items()}
    assert [key for key in words if words[key].casefold() != english[key].casefold()] == [FACT]


def test_a_look_at_a_part_says_what_the_whole_says(partial: Path) -> None:
    """After each edit; of a section that is lent as before, nothing is worded again."""
    rail, before = "facts/channels/rail.yml", look_at(sound(partial), "fr")
    assert all(section.facts for section in before.sections)
    for file, old, new in (
        (rail, "The new line opened", "A new line opened"),
        (rail, 'opened in {period}."', 'opened in {period}."\n      fr: "En {period}, oui."'),
        (GOODS, "ont reculé", "ont baissé"),
    ):
        edit(partial, file, old, new)
        project = sound(partial)
        look, whole = look_at(project, "fr"), edition_of(project, "fr")
        for field in fields(Edition):
            assert getattr(look, field.name) == getattr(whole, field.name), field.name
        kept = [a is b for a, b in zip(look.sections, before.sections, strict=True)]
        assert kept == [f"facts/{s.topic}/{s.key}.yml" != file for s in look.sections]
        before = look


@pytest.mark.parametrize(
    ("entry", "told"),
    {
        "unread": (FRENCH.replace(", unreviewed: true", ""), "no native reader has read the words"),
        "lender": (FRENCH.replace("partial: en", "partial: de"), "borrows from 'de'"),
        "whole": (FRENCH.replace(", partial: en", ""), "the text is missing in 'fr'"),
    }.values(),
    ids=["unread", "lender", "whole"],
)
def test_what_may_not_be_published_is_told(entry: str, told: str, prepared: Path) -> None:
    edit(prepared, "mkdocs.yml", CHINESE, f"{CHINESE}    - {entry}\n")
    ran = run(prepared, "check")
    assert (ran.code, told in ran.out) == (1, True)


def test_adding_a_language_makes_no_reading_stale(tmp_path: Path, frozen: Path) -> None:
    """Readings of the frozen sheet are those of before, prepared or published in part."""
    folder = tmp_path / "sheet"
    copy_project(frozen, folder)
    before = _readings(folder)
    assert before
    assert run(folder, "language", "add", "fr").code == 0
    assert _readings(folder) == before
    edit(folder, "mkdocs.yml", CHINESE, f"{CHINESE}    - {FRENCH}\n")
    assert _readings(folder) == before


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("fr", "'fr' is prepared already"),
        ("en", "the sheet is published in 'en' already"),
        ("xx-yy-zz", "'xx-yy-zz' is no language"),
        ("../fr", "'../fr' is no language"),
    ],
)
def test_what_cannot_be_added_is_told(key: str, told: str, prepared: Path) -> None:
    ran = run(prepared, "language", "add", key)
    assert (ran.code, told in ran.out) == (1, True)


def test_a_language_that_the_package_lacks_begins_as_english(tmp_path: Path) -> None:
    """Its rules are the English ones, said to be unread; its interface words are all to be done."""
    folder = copy_small(tmp_path / "sheet")
    (folder / "templates").unlink()
    shutil.copytree(ROOT / "templates", folder / "templates")
    ran = run(folder, "language", "add", "de")
    assert ran.code == 0
    style, file = load_style(folder, "de")
    assert style is not None, file.problems
    assert (style.name, style.html, style.locale, style.reviewed) == ("Deutsch", "de", "de", False)
    used = used_words(folder)
    assert len(load_catalog(folder, "de", used)[1]) == len(used)
    assert read_settings(folder, "mkdocs.de.yml")["theme"]["language"] == "de"
    todo = run(folder, "language", "todo", "de").out
    assert "no translation of “Year on year”" in todo
    assert open_project(folder)[0] is not None


@pytest.mark.parametrize(("language", "config"), [("en", "mkdocs.yml"), ("zh", "mkdocs.zh.yml")])
def test_the_words_of_settings_are_those_of_the_locale(language: str, config: str) -> None:
    """The sheet of this project and its locales say the same in English and in Chinese."""
    path = PACKAGE / "locales" / language / "mkdocs.yml"
    words = yaml.safe_load(path.read_text("utf-8"))
    assert _within(words, read_settings(ROOT, config)) == []


@pytest.mark.parametrize("language", ["fr", "ja", "zh", "zh-Hant"])
def test_every_locale_words_the_same_settings(language: str) -> None:
    trees = [
        yaml.safe_load((PACKAGE / "locales" / key / "mkdocs.yml").read_text("utf-8"))
        for key in ("en", language)
    ]
    english, own = (set(_leaves(tree)) for tree in trees)
    assert own == english


def _letters(edition: Edition) -> list[tuple[str, tuple[str, ...], int]]:
    return [(key, view.letters, len(view.note)) for key, view in edition.facts.items()]


def _readings(root: Path) -> dict[str, dict[str, str]]:
    project, _ = open_project(root)
    assert project is not None
    readings = load_attestations(root)[0].readings
    assert list(compare(project, readings)) == []
    return current(project, readings)


def _within(words: object, settings: object, at: str = "") -> list[str]:
    """Return where settings say something else than these words."""
    if isinstance(words, dict) and isinstance(settings, dict):
        return [p for key in words for p in _within(words[key], settings.get(key), f"{at}.{key}")]
    return [] if words == settings else [at]


def _leaves(tree: object, at: str = "") -> list[str]:
    if isinstance(tree, dict):
        return [leaf for key in tree for leaf in _leaves(tree[key], f"{at}.{key}")]
    return [at]
