"""`Project` + a language -> what is left to translate, each with its place, and what is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.checks.walk import Written, marked_texts, plain_texts
from factsheet.facts.borrowed import ANY, is_translated
from factsheet.language.catalog import load_catalog, used_words
from factsheet.language.stylefile import load_style, unworded
from factsheet.problems import Place, Problem
from factsheet.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A text that a language lacks: where it stands, in which language, and its words."""

    place: Place
    language: str
    words: str

    def __str__(self) -> str:
        """Return a line that editors and terminals link to the place."""
        return f"{self.place}: {self.language}: {' '.join(self.words.split())}"


def texts_left(project: Project, language: str) -> tuple[Left, ...]:
    """Return the texts of facts/ that a language lacks, in the order of the files."""
    texts = (*marked_texts(project), *plain_texts(project))
    return tuple(
        sorted(
            (_left(project, text) for text in texts if not {language, ANY} & set(text.texts)),
            key=lambda left: (left.place, left.words),
        )
    )


def words_left(project: Project, language: str) -> Iterator[Problem]:
    """Iterate over what the locale of a language lacks: words of the interface and of units."""
    style, file = load_style(project.root, language)
    yield from file.problems
    if style is not None:
        yield from unworded(style, file, project.units)
    yield from load_catalog(project.root, language, used_words(project.root))[1]


def share(project: Project, language: str) -> tuple[int, int]:
    """Return how many of the published facts are in a language, and how many there are."""
    facts = [fact for fact in project.book.facts if fact.is_published]
    return sum(is_translated(fact, language) for fact in facts), len(facts)


def _left(project: Project, text: Written) -> Left:
    """Return what is to be translated, from the first language that has it."""
    language = next(key for key in (*project.book.languages, *text.texts) if key in text.texts)
    return Left(place=text.place(language), language=language, words=text.texts[language])
