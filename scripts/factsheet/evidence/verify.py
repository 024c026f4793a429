"""Verification: every figure, string and year of every fact, against the archived lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from factsheet.evidence.archive import Archive
from factsheet.facts.records import Citation, Fact, Figure, Source
from factsheet.figures.dating import RELATIVE_YEARS, missing_from
from factsheet.figures.matching import Text, contains, match
from factsheet.figures.parser import normalize
from factsheet.figures.periods import Period
from factsheet.figures.quantity import UnreadableError
from factsheet.messages import NOTHING, Message, say
from factsheet.problems import Place, Problem
from factsheet.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Where a fact's figure or string stands: for coverage, in the joined text of a citation."""

    fact: str
    source: str
    at: tuple[int, ...]
    start: int
    end: int


class Verifier:
    """Verifies facts against one archive; keeps scanned lines and where figures were found."""

    def __init__(self, project: Project, archive: Archive) -> None:
        """Bind the sheet and the archive."""
        self.project = project
        self.archive = archive
        self.uses: list[Use] = []
        self._spans: dict[tuple[str, str, tuple[int, ...]], list[tuple[int, int]]] = {}
        self._texts: dict[tuple[str, tuple[int, ...]], Text] = {}

    def verify(self, left: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
        """Verify all facts but those in `left`; return every problem."""
        facts = (fact for fact in self.project.book.facts if fact.id not in left)
        return tuple(p for fact in facts for p in self.fact(fact))

    def fact(self, fact: Fact) -> Iterator[Problem]:
        """Verify one fact."""
        for citation in fact.cite:
            self._spans.pop((fact.id, citation.source, citation.at), None)
            source = self.project.book.sources.get(citation.source)
            if source is None or source.archive is None:
                continue
            if not citation.proves_period_only:
                yield from self._figures(fact, citation, source)
            yield from self._strings(fact, citation, source)
            yield from self._idle_lines(fact, citation, source)
        yield from self._period(fact)

    def _figures(self, fact: Fact, citation: Citation, source: Source) -> Iterator[Problem]:
        text = self._text(source, citation)
        for figure in fact.figures.values():
            if figure.formula or figure.quantity is None:
                continue
            printed = citation.printed.get(figure.name, figure.printed)
            near = citation.near.get(figure.name, figure.near)
            place = self._figure_place(fact, citation, figure)
            try:
                found = match(text, printed, near)
            except UnreadableError:
                continue  # the checks report it
            if found.found is None:
                hint = found.hint or self._elsewhere(source, printed, near) or _standing(text)
                message = say(
                    "{key}, {citation}: {message}",
                    key=source.key,
                    citation=_lines(citation),
                    message=found.message,
                )
                yield Problem(place=place, rule="verify", message=message, hint=hint)
            else:
                self._use(fact, citation, found.found.start, found.found.end)
                self._note_near(fact, citation, text.text, near)

    def _strings(self, fact: Fact, citation: Citation, source: Source) -> Iterator[Problem]:
        text = self.archive.joined(source, citation.at)
        mended = text
        for misprint in citation.sic:
            wrong, right = normalize(misprint.printed), normalize(misprint.read)
            if wrong not in text:
                message = say(
                    "{key}, {citation}: “{printed}” is not printed",
                    key=source.key,
                    citation=_lines(citation),
                    printed=misprint.printed,
                )
                yield Problem(place=citation.where.place("sic"), rule="verify", message=message)
            mended = mended.replace(wrong, right)
        for evidence in citation.evidence:
            words = normalize(evidence)
            if contains(text, evidence):
                start = text.find(words)
                self._use(fact, citation, start, start + len(words))
            elif not contains(mended, evidence):
                message = say(
                    "{key}, {citation}: “{evidence}” is not printed there",
                    key=source.key,
                    citation=_lines(citation),
                    evidence=evidence,
                )
                hint = self._line_with(source, words)
                yield Problem(
                    place=citation.where.place("evidence"),
                    rule="verify",
                    message=message,
                    hint=hint,
                )

    def _idle_lines(self, fact: Fact, citation: Citation, source: Source) -> Iterator[Problem]:
        """Check that each cited line holds something of what it is cited for."""
        if len(citation.at) == 1:
            return
        page = self.archive.page(source)
        assert page is not None
        spans = self._spans.get((fact.id, citation.source, citation.at), [])
        words = [fact.period_basis.printed] if fact.period_basis else []
        offset = 0
        for line in citation.at:
            text = page.line(line)
            end = offset + len(text)
            proves = any(first < end and offset < last for first, last in spans)
            dates = any(normalize(word) in text for word in words if word) or any(
                period.form != "none" and missing_from(period, text) == ""
                for period in fact.periods.values()
            )
            if not (proves or dates):
                message = say(
                    "line {line} of {key} proves nothing of this fact", line=line, key=source.key
                )
                hint = say("drop it from at, or add evidence: with words printed in it")
                yield Problem(
                    place=citation.where.place("at"), rule="verify", message=message, hint=hint
                )
            offset = end

    def _period(self, fact: Fact) -> Iterator[Problem]:
        """Check that the cited lines print the period, or that its basis says how it is known."""
        if fact.is_derived or not fact.cite:
            return
        cited = [
            (source, self.archive.joined(source, citation.at))
            for citation in fact.cite
            if (source := self.project.book.sources.get(citation.source)) and source.archive
        ]
        if not cited:
            return
        text = "\n".join(joined for _, joined in cited)
        basis = fact.period_basis
        if basis is not None and basis.printed:
            yield from self._relative(fact, basis.printed, text, cited)
        for key, period in fact.periods.items():
            missing = missing_from(period, text)
            place = self._period_place(fact, key)
            if missing and basis is None:
                message = say(
                    "the cited lines do not print {missing} of the {key} {text}",
                    missing=missing,
                    key=key,
                    text=period.text,
                )
                hint = self._dated_by(cited, period) or say(
                    "cite the line that prints it (for: [period]), or add period_basis"
                )
                yield Problem(place=place, rule="verify", message=message, hint=hint)
            elif missing.startswith("the year") and basis is not None:
                offset = RELATIVE_YEARS.get(basis.printed, 0)
                years = {s.issued.start.year + offset for s, _ in cited if s.issued.start}
                if not period.years <= years:
                    told = ", ".join(str(year) for year in sorted(years))
                    message = say(
                        "no line prints {text}, and its article tells of {told}",
                        text=period.text,
                        told=told,
                    )
                    hint = self._dated_by(cited, period) or say(
                        "cite a line with the year, or a dating word in period_basis.printed"
                    )
                    yield Problem(place=place, rule="verify", message=message, hint=hint)

    def _relative(
        self, fact: Fact, word: str, text: str, cited: list[tuple[Source, str]]
    ) -> Iterator[Problem]:
        place = fact.where.place("period_basis", "printed")
        if normalize(word) not in text:
            yield Problem(
                place=place,
                rule="verify",
                message=say("the dating word “{word}” is not in the cited lines", word=word),
            )
            return
        offset = RELATIVE_YEARS.get(word)
        if offset is None:
            return
        issued = [s.issued.start.year for s, t in cited if s.issued.start and normalize(word) in t]
        years = {year + offset for year in issued}
        if fact.period.years and not fact.period.years & years:
            told = ", ".join(str(year) for year in sorted(years))
            message = say(
                "“{word}” in this article means {told}, not {text}",
                word=word,
                told=told,
                text=fact.period.text,
            )
            yield Problem(place=place, rule="verify", message=message)

    def _dated_by(self, cited: list[tuple[Source, str]], period: Period) -> Message:
        """Say which lines of the cited articles print a period, and how one is cited."""
        for source in {source.key: source for source, _ in cited}.values():
            page = self.archive.page(source)
            assert page is not None
            assert source.archive is not None
            lines = [
                number
                for first, last in source.archive.lines
                for number in range(first, last + 1)
                if missing_from(period, page.line(number)) == ""
            ]
            if lines and period.form != "none":
                return say(
                    "line {lines} prints it; if it dates the figure, cite it: "
                    "- {{source: {source}, at: {line}, for: [period]}}",
                    lines=", ".join(map(str, lines[:_SHOWN])),
                    source=source.key,
                    line=lines[0],
                )
        return NOTHING

    def _elsewhere(self, source: Source, printed: str, near: str) -> Message:
        """Name the lines of the article that do hold the figure."""
        page = self.archive.page(source)
        assert page is not None
        assert source.archive is not None
        lines = [
            str(number)
            for first, last in source.archive.lines
            for number in range(first, last + 1)
            if match(Text(page.line(number), self.project.units), printed, "").found
            or (near and match(Text(page.line(number), self.project.units), printed, near).found)
        ]
        return (
            say("it stands in line {lines} of the article", lines=", ".join(lines))
            if lines
            else NOTHING
        )

    def _line_with(self, source: Source, words: str) -> Message:
        page = self.archive.page(source)
        assert page is not None
        found = [str(i) for i, line in enumerate(page.normalized, 1) if words and words in line]
        return say("it stands in line {found}", found=", ".join(found)) if found else _COMPARE

    def _text(self, source: Source, citation: Citation) -> Text:
        assert source.archive is not None
        key = (source.archive.file, citation.at)
        if key not in self._texts:
            self._texts[key] = Text(self.archive.joined(source, citation.at), self.project.units)
        return self._texts[key]

    def _use(self, fact: Fact, citation: Citation, start: int, end: int) -> None:
        self.uses.append(
            Use(fact=fact.id, source=citation.source, at=citation.at, start=start, end=end)
        )
        key = (fact.id, citation.source, citation.at)
        self._spans.setdefault(key, []).append((start, end))

    def _note_near(self, fact: Fact, citation: Citation, text: str, near: str) -> None:
        """Count the words beside a figure as proof of their line."""
        words = normalize(near)
        start = text.find(words) if words else -1
        if start >= 0:
            key = (fact.id, citation.source, citation.at)
            self._spans.setdefault(key, []).append((start, start + len(words)))

    def _figure_place(self, fact: Fact, citation: Citation, figure: Figure) -> Place:
        if figure.name in citation.printed:
            return citation.where.place("printed", figure.name)
        return fact.where.place("figures", figure.name)

    def _period_place(self, fact: Fact, key: str) -> Place:
        own = fact.where.place(key)
        return own if key == "period" else fact.where.place("periods", key)


def unsound_facts(project: Project, problems: Iterable[Problem]) -> frozenset[str]:
    """Return the facts in whose entries problems lie: the last that begins before each."""
    starts: dict[str, list[tuple[int, str]]] = {}
    for fact in project.book.facts:
        place = fact.where.place()
        starts.setdefault(place.file, []).append((place.line, fact.id))
    unsound = set()
    for problem in problems:
        above = [s for s in starts.get(problem.place.file, []) if s[0] <= problem.place.line]
        if above:
            unsound.add(max(above)[1])
    return frozenset(unsound)


def _lines(citation: Citation) -> Message:
    return say("line {lines}", lines=", ".join(map(str, citation.at)))


def _standing(text: Text) -> Message:
    """Name the figures that do stand in cited lines."""
    shown = ", ".join(dict.fromkeys(figure.text for figure in text.figures))
    if not shown:
        return _COMPARE
    return say("compare with the page; whole figures of the line: {shown}", shown=shown)


_SHOWN = 5  # lines
_COMPARE = say("compare with the page: another line holds it, or it is printed otherwise")
