"""What an article holds: each figure with its reading, the series it may carry on, the names.

A guess is shown as one: the series is the one whose own words stand nearest before the figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from factsheet.facts.markup import MarkupError, NameRef, Slot, Token, Words, tokenize
from factsheet.facts.records import Fact
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.parser import Found, normalize, scan
from factsheet.intake.lists import Share, shares
from factsheet.intake.phrases import is_casual, is_phrase, set_phrases
from factsheet.intake.rows import beside, is_row, over, own_words
from factsheet.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A figure of a line, the words before it in its clause, and the series it may be of.

    In a list or table `subject` is what it is told of, and `of` where the figure begins in the
    same line that it is the growth of (else -1). `casual` is what seldom is a figure: 一张网.
    """

    line: int
    figure: Found
    before: str
    indicator: str
    subject: str = ""
    of: int = -1
    casual: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The figures of an article in order, the keys of names it prints, and names not known."""

    figures: tuple[Held, ...]
    known: tuple[str, ...]
    unknown: tuple[str, ...]


def contents_of(project: Project, lines: Sequence[str]) -> Contents:
    """Read the lines of an article, counted from 1."""
    figures = tuple(_figures(project, lines))
    text = "\n".join(map(normalize, lines))
    forms = forms_of(project)
    known = tuple(key for key, words in forms.items() if any(word in text for word in words))
    listed = {word for words in forms.values() for word in words}
    named = (match[1] for pattern in _NAMED for match in pattern.finditer(text))
    unknown = tuple(
        dict.fromkeys(name for name in named if not any(word in name for word in listed))
    )
    return Contents(figures=figures, known=known, unknown=unknown)


def _figures(project: Project, lines: Sequence[str]) -> Iterator[Held]:
    series = _Series(project)
    texts = [normalize(line) for line in lines]
    phrases = set_phrases(texts)
    for number, text in enumerate(texts, 1):
        last = ""
        of_start: dict[int, str] = {}
        figures = [
            f for f in scan(text, project.units) if not is_phrase(f, text, phrases[number - 1])
        ]
        told = _cells(texts, number, figures) if is_row(text) else shares(text, figures)
        for found in figures:
            share = told.get(found.start)
            before = f"{share.subject}{share.verb}" if share else _clause(text, found.start)
            if share:
                last = of_start.get(share.of, "") or series.named(share.subject)
            last = of_start[found.start] = series.of(before, found, last)
            yield Held(
                line=number,
                figure=found,
                before=before,
                indicator=last,
                subject=share.subject if share else "",
                of=share.of if share else -1,
                casual=is_casual(found),
            )


def _cells(lines: Sequence[str], number: int, figures: Sequence[Found]) -> Mapping[int, Share]:
    """Return what the head of a row and those of its columns say of its figures."""
    found: dict[int, Share] = {}
    value: Found | None = None
    for figure in figures:
        line, start = lines[number - 1], figure.start
        row = [said.words for said in reversed(beside(line, number, start)) if not scan(said.words)]
        heads = "".join(said.words for said in reversed(over(lines, number, start)))
        verb = f"{heads}{own_words(line, start)}"
        rate = figure.quantity.unit == "percent" and _GROWN.search(verb) is not None
        of = value.start if rate and value is not None else -1
        value = value if rate else figure
        found[start] = Share(subject="".join(row), verb=verb, of=of)
    return found


def forms_of(project: Project) -> dict[str, list[str]]:
    """Return how the articles' language writes each name, longest first."""
    return {
        key: sorted(
            {
                normalize(form)
                for form in (
                    name.full.get(SOURCE_LANGUAGE, ""),
                    name.short.get(SOURCE_LANGUAGE, ""),
                    *name.aliases,
                )
                if len(form) > 1
            },
            key=len,
            reverse=True,
        )
        for key, name in project.book.names.items()
    }


def tokens_of(fact: Fact) -> tuple[Token, ...]:
    """Return the tokens of a fact's text in the articles' language, none where it is unreadable."""
    try:
        return tokenize(fact.text.get(SOURCE_LANGUAGE, ""))
    except MarkupError:
        return ()


def _name_before(tokens: Sequence[Token], figure: str) -> str:
    """Return the name that stands right before a figure of the same fact, or nothing."""
    name, between = "", ""
    for token in tokens:
        if isinstance(token, NameRef):
            name, between = token.key, ""
        elif isinstance(token, Words):
            between += token.text
        elif token == Slot(name=figure):
            return name if len(between) <= _BESIDE else ""
        else:
            name = ""
    return ""


def _clause(text: str, end: int) -> str:
    """Return the words from the last stop to a figure; the clause before, where it is bare."""
    before = text[max(0, end - _REACH) : end]
    parts = re.split(r"[。；;,，、|]", before)
    own = parts[-1]
    return own if len(own) > 1 or len(parts) < 2 else f"{parts[-2]}，{own}"


class _Series:
    """The series of a sheet, each with the words and counters that its facts know it by."""

    def __init__(self, project: Project) -> None:
        book = project.book
        self._units = {key: series.unit for key, series in book.indicators.items()}
        self._growth = {k: series.growth_of for k, series in book.indicators.items()}
        self._cues: dict[str, set[str]] = {}
        self._counters: dict[str, set[str]] = {}
        for key, series in book.indicators.items():
            self._cues[key] = {normalize(series.title.get(SOURCE_LANGUAGE, ""))}
            self._counters[key] = set()
        forms = forms_of(project)
        for fact in book.facts:
            for figure in fact.figures.values():
                if figure.indicator not in self._cues or figure.quantity is None:
                    continue
                self._counters[figure.indicator].add(figure.quantity.measure)
                named = _name_before(tokens_of(fact), figure.name)
                self._cues[figure.indicator] |= set(forms.get(named, ()))

    def named(self, subject: str) -> str:
        """Return the series that shares most with a subject, whatever its unit."""
        shared = (
            (max((_shared(cue, subject) for cue in cues), default=0), key)
            for key, cues in self._cues.items()
            if not self._growth[key]
        )
        return max((one for one in shared if one[0] >= _SHORTEST), default=(0, ""))[1]

    def of(self, before: str, found: Found, last: str) -> str:
        """Return the series of a figure's unit that shares most with the words before it.

        A rate that says that something grew is of the growth of what its own words name, else of
        the figure before it.
        """
        fitting = []
        for key, cues in self._cues.items():
            counted = found.quantity.unit == "count"
            if self._units[key] != found.quantity.unit or self._growth[key]:
                continue
            if counted and found.quantity.measure not in self._counters[key]:
                continue
            shared = max((_shared(cue, before) for cue in cues), default=0)
            if shared >= _SHORTEST:
                fitting.append((shared, key))
        if not fitting and _GROWN.search(before):
            last = self.named(before) or last
            fitting = [
                (0, key)
                for key, of in self._growth.items()
                if of and of == last and self._units[key] == found.quantity.unit
            ]
        return max(fitting, default=(0, ""))[1]


def _shared(one: str, other: str) -> int:
    """Return the length of the longest run of characters that two texts share."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


_GROWN = re.compile("增|长|降|减|同比|比上年")
_REACH, _SHORTEST, _BESIDE = 40, 4, 8  # characters
_NAMED = (
    re.compile(r"《([^《》]{3,40})》"),
    re.compile(
        r"(?<![\u4e00-\u9fff])((?![个家座条项类])[\u4e00-\u9fff]{2,14}(?:集团|公司|开发区|保税区|产业园|示范区|试验区|机场|口岸|班列))(?![\u4e00-\u9fff]{0,1}[区园])"
    ),
)
