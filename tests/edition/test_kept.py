"""What the words of a fact are kept by is all that they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from factsheet.cache.shelf import Shelf
from factsheet.edition.kept import MadeOf, Views, views_of
from factsheet.edition.notes import Citer
from factsheet.edition.text import Lexicon
from factsheet.edition.views import FactView
from factsheet.edition.worded import FactWords
from factsheet.facts.factbook import Factbook
from factsheet.facts.records import Fact
from factsheet.figures.grammar import SOURCE_HTML, SOURCE_LANGUAGE
from factsheet.project import Project


def words_in(project: Project, book: Factbook, language: str) -> FactWords:
    """Return what words the facts of a book in a language of a project."""
    html = {key: style.html for key, style in project.styles.items()}
    style, catalog = project.styles[language], project.catalogs[language]
    lexicon = Lexicon(book, style, catalog, {SOURCE_LANGUAGE: SOURCE_HTML, **html})
    citer = Citer(book, project.figures, lexicon, project.verified)
    return FactWords(book, project.figures, lexicon, citer)


def only(book: Factbook, keys: set[str]) -> Factbook:
    """Return a book of some of its facts, without what no fact and no section tells of."""
    topics = (
        replace(
            topic,
            sections=tuple(
                replace(s, facts=tuple(f for f in s.facts if f.id in keys)) for s in topic.sections
            ),
        )
        for topic in book.topics
    )
    bare = replace(book, home=None, charts=None, links=None, corrections=None, printed=None)
    bare = replace(bare, schematic=None, stages=None, cities=None, timeline=None)
    return replace(bare, exclusions=None, patterns=None, topics=tuple(topics))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_fact_is_worded_from_what_it_is_kept_by(frozen_project: Project, language: str) -> None:
    """With no other fact at hand than those of its key, each fact reads the same."""
    book = frozen_project.book
    whole = words_in(frozen_project, book, language)
    made_of = MadeOf(book, whole, frozen_project.verified)
    for fact in book.facts:
        if fact.hold:
            continue
        alone = only(book, {*made_of.facts_for(fact), *made_of.named})
        words = words_in(frozen_project, alone, language)
        words.chains = whole.chains  # what of these counts is in the key itself
        for name in ("listed", "pages"):  # and of these all
            words.lexicon.__dict__[name] = getattr(whole.lexicon, name)
        assert words.of(fact) == whole.of(fact), fact.id


def shown(project: Project, folder: Path) -> Mapping[str, FactView]:
    """Return the facts of a project in English, those kept in a folder as they were."""
    shelf = Shelf(folder, "worded", "en")
    words = words_in(project, project.book, "en")
    views = views_of(MadeOf(project.book, words, project.verified), shelf, Views())
    shelf.close()
    return views


def test_an_edit_is_seen_wherever_its_words_stand(frozen_project: Project, tmp_path: Path) -> None:
    """What is kept equals what is made anew; a digest changes with the words, and only then."""
    first = shown(frozen_project, tmp_path)
    assert shown(frozen_project, tmp_path) == first
    book = frozen_project.book
    edited = next(iter(book.facts))

    def reworded(fact: Fact) -> Fact:
        text = {**fact.text, "en": f"{fact.text['en']} It is so."}
        return replace(fact, text=text) if fact.id == edited.id else fact

    changed = replace(frozen_project, book=book.changed(reworded))
    again = shown(changed, tmp_path)
    assert again == shown(changed, tmp_path / "anew")
    other = {key for key, view in again.items() if view.said != first[key].said}
    assert other == {edited.id}
    source = next(iter(book.sources))
    names = {**book.sources, source: replace(book.sources[source], letter="Z")}
    changed = replace(frozen_project, book=replace(book, sources=names))
    again = shown(changed, tmp_path)
    assert again == shown(changed, tmp_path / "anew once more")
    assert any("Z" in view.letters for view in again.values())
