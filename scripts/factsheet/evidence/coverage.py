"""Coverage: every numeral that the articles print, and who accounts for it.

Each occurrence is claimed once: used by a fact, part of a name, excluded with a reason, or left.
A numeral is a number in a normalized line with its scale words: 1028.7亿 is one, 百分点 none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from factsheet.evidence.archive import Archive, Page
from factsheet.evidence.verify import Use, Verifier
from factsheet.facts.frame import Exclusion
from factsheet.facts.records import Source
from factsheet.figures.dating import date_pattern
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.numerals import CHARACTERS
from factsheet.figures.parser import normalize, scan
from factsheet.messages import say
from factsheet.problems import Problem
from factsheet.project import Project

USED, NAME, EXCLUDED, DUPLICATE, LEFT = "used", "name", "excluded", "duplicate", "left"
CLAIMS = (USED, NAME, EXCLUDED, DUPLICATE, LEFT)
NUMERAL = re.compile(
    rf"\d+(?:\.\d+)?(?:[千万亿]|百(?!分[点之]))*"
    rf"|(?:[{CHARACTERS.replace('百', '')}万亿几]|百(?!分[点之]))+"
)
DATELINE = re.compile(r"(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日(?:电|讯|星期.)|\d{1,2}日(?:电|讯)")
# A figure printed again elsewhere in its article (a box, a column scanned twice) is a duplicate
# when this many characters before it, or the whole line, are the same.
CONTEXT = 6


@dataclass(slots=True, kw_only=True)
class Numeral:
    """One occurrence of a numeral and its claim."""

    line: int
    start: int
    end: int
    text: str
    claim: str = LEFT
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleCoverage:
    """The numerals and lines of one article."""

    source: Source
    numerals: tuple[Numeral, ...]
    cited: tuple[int, ...]
    excluded: tuple[int, ...]
    unread: tuple[int, ...]
    reasons: dict[str, int] = field(default_factory=dict)

    def count(self, claim: str) -> int:
        """Return how many numerals have a claim."""
        return sum(1 for n in self.numerals if n.claim == claim)

    @property
    def percent(self) -> float:
        """Return the share of numerals accounted for, in percent."""
        total = len(self.numerals)
        return 100.0 if not total else 100.0 * (total - self.count(LEFT)) / total


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The coverage of all articles, and exclusions that exclude nothing."""

    articles: tuple[ArticleCoverage, ...]
    problems: tuple[Problem, ...]
    pages: dict[str, Page]

    @property
    def complete(self) -> bool:
        """Tell whether each article to be covered whole is, every numeral and printed line."""
        return (
            all(
                not a.count(LEFT) and not a.unread
                for a in self.articles
                if a.source.coverage == "full"
            )
            and not self.problems
        )


def cover(project: Project, archive: Archive, left: frozenset[str] = frozenset()) -> Coverage:
    """Account for every numeral of every article; the facts in `left` account for none."""
    verifier = Verifier(project, archive)
    verifier.verify(left)
    articles = []
    used_exclusions: set[int] = set()
    for source in sorted(project.book.sources.values(), key=lambda s: s.order):
        page = archive.page(source)
        if page is not None:
            one = _Article(project, source, page, verifier.uses, used_exclusions)
            articles.append(one.cover())
    problems = [
        Problem(
            place=e.where.place(),
            rule="coverage",
            message=say("the exclusion “{printed}” excludes nothing", printed=e.printed),
        )
        for e in (*project.book.exclusions, *project.book.patterns)
        if id(e) not in used_exclusions
    ]
    return Coverage(articles=tuple(articles), problems=tuple(problems), pages=dict(archive.pages))


def coverage_table(coverage: Coverage) -> str:
    """Return the table by article: numerals by claim, percent, lines."""
    head = ("article", "numerals", *CLAIMS, "percent", "lines cited", "excluded", "unread")
    rows = [
        (
            f"{a.source.letter} {a.source.key}",
            str(len(a.numerals)),
            *(str(a.count(claim)) for claim in CLAIMS),
            f"{a.percent:.1f}",
            str(len(a.cited)),
            str(len(a.excluded)),
            str(len(a.unread)),
        )
        for a in coverage.articles
    ]
    sums = [sum(int(row[i]) for row in rows) for i in (*range(1, 7), *range(8, 11))]
    share = 100.0 if not sums[0] else 100.0 * (sums[0] - sums[5]) / sums[0]
    rows.append(("all", *map(str, sums[:6]), f"{share:.1f}", *map(str, sums[6:])))
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    return "\n".join(
        "  ".join(
            c.ljust(w) if i == 0 else c.rjust(w)
            for i, (c, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in (head, *rows)
    )


def missing_table(coverage: Coverage) -> str:
    """Return the numerals that nobody accounts for, with their words, and the unread lines."""
    out = []
    for article in coverage.articles:
        assert article.source.archive is not None
        page = coverage.pages[article.source.archive.file]
        for numeral in article.numerals:
            if numeral.claim == LEFT:
                text = page.line(numeral.line)
                words = text[max(0, numeral.start - 8) : numeral.end + 8]
                out.append(f"{article.source.key}:{numeral.line}: {numeral.text}  …{words}…")
        out += [
            f"{article.source.key}:{line}: unread  {page.line(line)[:24]}…"
            for line in article.unread
        ]
    return "\n".join(out)


class _Article:
    def __init__(
        self,
        project: Project,
        source: Source,
        page: Page,
        uses: list[Use],
        used_exclusions: set[int],
    ) -> None:
        self.project = project
        self.source = source
        self.page = page
        self.uses = [use for use in uses if use.source == source.key]
        self.used_exclusions = used_exclusions
        assert source.archive is not None
        self.lines = [n for first, last in source.archive.lines for n in range(first, last + 1)]
        self.numerals = [
            Numeral(line=number, start=m.start(), end=m.end(), text=m.group())
            for number in self.lines
            for m in NUMERAL.finditer(page.line(number))
        ]
        self.reasons: dict[str, int] = {}

    def cover(self) -> ArticleCoverage:
        self._by_figures()
        self._by_periods()
        self._by_exclusions()
        self._by_names()
        self._by_patterns()
        self._by_datelines()
        self._by_duplicates()
        facts = list(self.project.book.facts)
        cited = {n for f in facts for c in f.cite if c.source == self.source.key for n in c.at}
        whole = {
            n
            for e in self.project.book.exclusions
            if e.source == self.source.key and not e.printed
            for n in e.at
        }
        printed = [n for n in self.lines if self.page.line(n)]
        return ArticleCoverage(
            source=self.source,
            numerals=tuple(self.numerals),
            cited=tuple(n for n in printed if n in cited),
            excluded=tuple(n for n in printed if n in whole and n not in cited),
            unread=tuple(n for n in printed if n not in cited and n not in whole),
            reasons=self.reasons,
        )

    def _by_figures(self) -> None:
        for use in self.uses:
            for line, start, end in self._spans(use):
                self._claim(line, start, end, USED, use.fact)

    def _by_periods(self) -> None:
        """Claim the years, months and days of a fact's periods in the lines it cites."""
        for fact in self.project.book.facts:
            for citation in fact.cite:
                if citation.source != self.source.key:
                    continue
                for line in citation.at:
                    for match in date_pattern(fact.periods.values()).finditer(self.page.line(line)):
                        self._claim(line, match.start(), match.end(), USED, fact.id)

    def _by_names(self) -> None:
        forms: dict[str, str] = {}
        for name in self.project.book.names.values():
            own = (name.full.get(SOURCE_LANGUAGE, ""), name.short.get(SOURCE_LANGUAGE, ""))
            for form in (*own, *name.aliases):
                words = normalize(form)
                if NUMERAL.search(words):
                    forms[words] = name.key
        for line in self.lines:
            text = self.page.line(line)
            for words, key in forms.items():
                for match in re.finditer(re.escape(words), text):
                    self._claim(line, match.start(), match.end(), NAME, key)

    def _by_exclusions(self) -> None:
        for exclusion in self.project.book.exclusions:
            if exclusion.source != self.source.key:
                continue
            words = normalize(exclusion.printed)
            for line in exclusion.at:
                text = self.page.line(line)
                spans = (
                    [(m.start(), m.end()) for m in re.finditer(re.escape(words), text)]
                    if words
                    else [(0, len(text))]
                )
                for start, end in spans:
                    self._exclude(line, start, end, exclusion)
                if not words and text:
                    self.used_exclusions.add(id(exclusion))

    def _by_patterns(self) -> None:
        for pattern in self.project.book.patterns:
            expression = re.compile(normalize(pattern.printed))
            for line in self.lines:
                for match in expression.finditer(self.page.line(line)):
                    self._exclude(line, match.start(), match.end(), pattern)

    def _by_datelines(self) -> None:
        """Claim the dates of news agencies' datelines, and a line that is nothing but a date."""
        for line in self.lines:
            text = self.page.line(line)
            for match in DATELINE.finditer(text):
                count = self._claim(line, match.start(), match.end(), EXCLUDED, "date")
                self.reasons["date"] = self.reasons.get("date", 0) + count

    def _exclude(self, line: int, start: int, end: int, exclusion: Exclusion) -> None:
        count = self._claim(line, start, end, EXCLUDED, exclusion.reason)
        if count:
            self.used_exclusions.add(id(exclusion))
            self.reasons[exclusion.reason] = self.reasons.get(exclusion.reason, 0) + count

    def _by_duplicates(self) -> None:
        """Claim figures printed again: the same words before them, or the same line."""
        claimed: set[tuple[str, str]] = set()
        for numeral in self.numerals:
            if numeral.claim in (USED, NAME, EXCLUDED):
                claimed.add(self._context(numeral))
        figures = {
            figure.text
            for use in self.uses
            for line, start, end in self._spans(use)
            for figure in scan(self.page.line(line)[start:end], self.project.units)
        }
        for numeral in self.numerals:
            if numeral.claim != LEFT:
                continue
            again = self._context(numeral) in claimed and numeral.start >= CONTEXT
            text = self.page.line(numeral.line)
            boxed = len(text) <= _BOX and any(
                f.start <= numeral.start < f.end and f.text in figures
                for f in scan(text, self.project.units)
            )
            if again or boxed:
                numeral.claim, numeral.by = DUPLICATE, "printed again"

    def _context(self, numeral: Numeral) -> tuple[str, str]:
        text = self.page.line(numeral.line)
        return (text[max(0, numeral.start - CONTEXT) : numeral.start], text[numeral.start :][:8])

    def _spans(self, use: Use) -> Iterator[tuple[int, int, int]]:
        """Map a span of a citation's joined lines back to single lines."""
        offset = 0
        for line in use.at:
            length = len(self.page.line(line))
            start, end = max(use.start - offset, 0), min(use.end - offset, length)
            if start < end:
                yield line, start, end
            offset += length

    def _claim(self, line: int, start: int, end: int, claim: str, by: str) -> int:
        count = 0
        for numeral in self.numerals:
            if (
                numeral.claim == LEFT
                and numeral.line == line
                and start <= numeral.start
                and numeral.end <= end
            ):
                numeral.claim, numeral.by = claim, by
                count += 1
        return count


_BOX = 60
