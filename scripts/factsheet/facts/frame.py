"""The records about facts: pages, names, indicators, differences, corrections, the edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from factsheet.facts.entry import GIVEN, OPEN, At, EntryKey, Given, Reading, Record, RefusedError
from factsheet.facts.fields import (
    CONTACT,
    WEB,
    Dated,
    Day,
    Frozen,
    Key,
    Keys,
    Lines,
    Strings,
    Text,
    Texts,
    one_of,
    pattern,
    several,
)
from factsheet.facts.records import Remark, Section
from factsheet.figures.periods import RHYTHMS
from factsheet.messages import say

NOT_OFFICIAL = "not_official"  # the standing text that says how many pages there are
STANDING = ("title", "tagline", "publisher", "disclaimer", NOT_OFFICIAL, "place")
OFFICIAL = "official"
PAGE_FACTS = 300  # on one page: more take a browser half a second to lay out
EXCLUSION_REASONS = tuple(
    "date part-of-name idiom page-furniture person duplicate out-of-scope site-detail".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Record):
    """A topic: a page. `order` names the sections; `news` is the newest of it in a sentence."""

    where: At
    key: Key
    title: Texts
    intro: Texts
    news: Texts | None = None
    highlights: Keys = ()
    order: Annotated[tuple[Key, ...], several(), Field(alias="sections")]
    sections: Annotated[tuple[Section, ...], GIVEN, Given()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms(Record):
    """The forms of a name in one language; the short one is typed where it differs."""

    full: Text
    short: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Record):
    """A term or proper name; each language key holds its forms.

    `city` is the name of the city that a place lies in, of a city itself.
    """

    where: At
    key: EntryKey
    kind: Annotated[
        str, one_of("term", "place", "organization", "program", "document", "event", "route")
    ]
    forms: Annotated[Mapping[str, Forms], Frozen, Field(alias=OPEN)]
    gloss: Texts | None = None
    aliases: tuple[Text, ...] = ()
    city: Key = ""
    english: Annotated[str, one_of("published", "usual", "ours")] = "ours"
    by: Text = ""

    @property
    def full(self) -> dict[str, str]:
        """Return the full form in each language."""
        return {language: forms.full for language, forms in self.forms.items()}

    @property
    def short(self) -> dict[str, str]:
        """Return the short form in each language."""
        return {language: forms.short or forms.full for language, forms in self.forms.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Record):
    """A statistical series; `rhythm` is its full period; `growth_of` and `parts` name others."""

    where: At
    key: EntryKey
    title: Texts
    unit: Text
    rhythm: Annotated[str, one_of(*RHYTHMS)] = ""
    growth_of: Key = ""
    parts: Keys = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Record):
    """An investor's question with its one-line answer and the section that says more."""

    where: At
    question: Texts
    answer: Texts
    section: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Record):
    """A key statement of the home page in words, resting on a fact."""

    where: At
    title: Texts
    text: Texts
    fact: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Home(Record):
    """What the home page shows; highlights name indicators, pinned ones come first."""

    where: At
    intro: Texts
    notices: tuple[Notice, ...] = ()
    pinned: Keys = ()
    highlights: Keys = ()
    warnings: tuple[Remark, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def question_anchors(self) -> tuple[str, ...]:
        """Return an anchor for each question, by the section it leads to; the second is counted."""
        sections = [question.section for question in self.questions]
        counts = (sections[: index + 1].count(key) for index, key in enumerate(sections))
        return tuple(
            f"question-{key}" + (f"-{count}" if count > 1 else "")
            for key, count in zip(sections, counts, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsFile(Record):
    """The file facts/topics.yml: the home page, and the topics in their order."""

    home: Home
    topics: Annotated[tuple[Topic, ...], several()]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionInfo(Record):
    """Number, dates and standing texts of the sheet; `subject` is the name it is about.

    `contact` is a link or an e-mail address, which an official edition needs; `next` is when the
    next edition is due. By language, `confusions` are look-alikes of a name that no text may hold,
    each with the reason, and `synonyms` what readers search for by what the sheet says, beside
    those of the language. A topic of more facts than `page_facts` is parted into pages by section.
    `generator` is the version of the program that it was last built with.
    """

    where: At
    number: Text
    date: Day
    cutoff: Dated
    title: Texts
    tagline: Texts
    publisher: Texts
    disclaimer: Texts
    not_official: Texts
    kind: Annotated[str, one_of("independent", OFFICIAL)] = "independent"
    contact: Annotated[str, pattern(CONTACT)] = ""
    next: Dated | None = None
    subject: Key = ""
    place: Texts | None = None
    license: Annotated[str, pattern(WEB)] = ""
    confusions: Annotated[Mapping[str, Texts], Frozen] = field(default_factory=dict)
    synonyms: Annotated[Mapping[str, Mapping[str, Strings]], Frozen] = field(default_factory=dict)
    page_facts: Annotated[int, Field(ge=1)] = PAGE_FACTS
    generator: Text = ""

    def settle(self, _: Reading) -> None:
        """See that an official edition can be asked; raise RefusedError, mildly."""
        if self.kind == OFFICIAL and not self.contact:
            message = say("an official edition names no contact")
            hint = say("add contact: a link, or an e-mail address")
            raise RefusedError(rule="contact", message=message, hint=hint, mild=True)

    @property
    def texts(self) -> dict[str, Mapping[str, str]]:
        """Return the standing texts by key."""
        return {key: texts for key in STANDING if (texts := getattr(self, key))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement(Remark):
    """A declared difference between facts; each language key holds its public words.

    One that `changes_number` stands in the briefing.
    """

    id: Key
    kind: Annotated[str, one_of("conflict", "scope", "date", "wording", "misprint")]
    title: Texts
    facts: Annotated[tuple[Key, ...], several()]
    changes_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion(Record):
    """A numeral that no fact uses; `pattern` instead of `source` and `at` covers an idiom.

    An entry may list several: each becomes an exclusion of its own, which is `printed`.
    """

    where: At
    source: Key = ""
    at: Lines = ()
    listed: Annotated[Strings, Field(alias="printed")] = ()
    printed: Annotated[str, GIVEN, Given()]
    pattern: Text = ""
    reason: Annotated[
        str,
        one_of(*EXCLUSION_REASONS),
    ]
    note: Text = ""

    def settle(self, _: Reading) -> None:
        """See that it excludes something; raise RefusedError, mildly."""
        if not self.pattern and not (self.source and self.at):
            message = say("an exclusion needs source, at and printed, or a pattern")
            hint = say("a pattern stands for an idiom wherever it is printed")
            raise RefusedError(rule="structure", message=message, hint=hint, mild=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Record):
    """What a published fact said wrongly, and says now."""

    where: At
    date: Day
    fact: Key
    said: Texts
    says: Texts
    why: Texts
