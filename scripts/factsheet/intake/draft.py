"""Figures of an article that no fact uses yet -> facts to be worded, marked as drafts.

A draft is found, not understood: its printed string and line are sure; its period is argued from
the words before it and the article's day; series and section are guesses for a curator to judge.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from factsheet.evidence.archive import Archive, Page
from factsheet.evidence.coverage import LEFT, cover
from factsheet.facts.markup import NameRef
from factsheet.facts.records import GAP, Fact, Source
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.matching import Text, match, near_for
from factsheet.figures.parser import core, parse, scan
from factsheet.figures.periods import parse_period
from factsheet.figures.quantity import UnreadableError
from factsheet.intake.contents import Held, contents_of, forms_of, tokens_of
from factsheet.intake.dates import Dating, dated
from factsheet.messages import phrase, say, told
from factsheet.problems import Place, Problem, ProblemsFoundError, suggest
from factsheet.project import Project
from factsheet.writing.yaml import quoted, with_facts

SectionKey = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """The section files with drafts in them, how many, and the lines of figures left out."""

    files: Mapping[Path, str]
    count: int
    left: tuple[Held, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which figures are drafted: of one line, these alone as printed; and where they go."""

    line: int = 0
    figures: tuple[str, ...] = ()
    section: str = ""


def draft(project: Project, archive: Archive, key: str, choice: Choice | None = None) -> Drafts:
    """Draft the unused figures of an article that are of a series or stand with known names.

    A choice asks for all of one line, or for some figures, instead; its section (topic/section)
    says where they go. Raises ProblemsFoundError for an article, section or figure that is not
    there, and for figures of a choice that are like no section where none is named.
    """
    choice = choice or Choice()
    source, page = _article(project, archive, key)
    chosen = _chosen_section(project, choice.section)
    drafter = _Drafter(project, source, page)
    texts = defaultdict[SectionKey, list[str]](list)
    left: list[Held] = []
    lost: list[Held] = []
    wanted = {core(printed, project.units) for printed in choice.figures}
    groups = list(drafter.groups(_unused(project, archive, source)))
    _all_there(source, choice, wanted, [g for g in groups if choice.line in (0, g[0].line)])
    for figures in groups:
        place = chosen or drafter.section(figures[0])
        named = any(held.figure.text in wanted for held in figures)
        asked = choice.line in (0, figures[0].line) and (named or not wanted)
        explicit = bool(choice.line or wanted)
        if asked and explicit and place is None:
            lost.append(figures[0])
        elif place is None or not asked or (figures[0].casual and not explicit):
            left += figures
        else:
            texts[place].append(drafter.typed(figures))
    _all_placed(project, source, lost)
    paths = {place: project.root / "facts" / place[0] / f"{place[1]}.yml" for place in texts}
    return Drafts(
        files={paths[p]: with_facts(paths[p].read_text("utf-8"), f) for p, f in texts.items()},
        count=sum(map(len, texts.values())),
        left=tuple(left),
    )


def _all_there(
    source: Source, choice: Choice, wanted: set[str], groups: Sequence[Sequence[Held]]
) -> None:
    """Refuse figures that the lines asked for do not print, or that are used already."""
    there = [held.figure.text for group in groups for held in group]
    if choice.line and not there:
        place = source.where.place("archive")
        message = say("line {line} of {key} has no unused figure", line=choice.line, key=source.key)
        hint = say("its figures are drafted, used or excluded already, or it is another line")
        raise ProblemsFoundError([Problem(place=place, rule="draft", message=message, hint=hint)])
    if missing := sorted(wanted - set(there)):
        place = source.where.place("archive")
        message = say("no unused figure of {key} is “{figure}”", key=source.key, figure=missing[0])
        shown = ", ".join(dict.fromkeys(there)) if choice.line else ""
        close = suggest(missing[0], there)
        hint = say("line {line} has: {shown}", line=choice.line, shown=shown) if shown else close
        raise ProblemsFoundError([Problem(place=place, rule="draft", message=message, hint=hint)])


def _all_placed(project: Project, source: Source, lost: Sequence[Held]) -> None:
    """Refuse figures that were asked for and share no series and no name with any section."""
    place = source.where.place("archive")
    hint = say("say where it goes, with --section: {known}", known=", ".join(_sections(project)))
    raised = [
        Problem(
            place=place,
            rule="draft",
            message=say(
                "no section is like “{figure}” in line {line}",
                figure=held.figure.text,
                line=held.line,
            ),
            hint=hint,
        )
        for held in lost
    ]
    if raised:
        raise ProblemsFoundError(raised)


def _article(project: Project, archive: Archive, key: str) -> tuple[Source, Page]:
    source = project.book.sources.get(key)
    page = archive.page(source) if source else None
    if source is None or page is None:
        place = Place(file=f"facts/sources/{key}.yml")
        message = say("there is no article {key!r} in the archive", key=key)
        hint = say("known: {known}", known=", ".join(sorted(project.book.sources)))
        raise ProblemsFoundError([Problem(place=place, rule="draft", message=message, hint=hint)])
    return source, page


def _sections(project: Project) -> dict[str, SectionKey]:
    return {f"{s.topic}/{s.key}": (s.topic, s.key) for s in project.book.sections}


def _chosen_section(project: Project, typed: str) -> SectionKey | None:
    known = _sections(project)
    typed = typed.replace("\\", "/")  # as the paths of Windows are typed
    if typed and typed not in known:
        message = say("there is no section {key!r}", key=typed)
        place, hint = (
            Place(file=f"facts/{typed}.yml"),
            say("known: {known}", known=", ".join(known)),
        )
        raise ProblemsFoundError([Problem(place=place, rule="draft", message=message, hint=hint)])
    return known.get(typed)


def _unused(project: Project, archive: Archive, source: Source) -> set[tuple[int, int]]:
    """Return line and start of each numeral that no fact, name or exclusion accounts for."""
    coverage = cover(project, archive)
    article = next(a for a in coverage.articles if a.source.key == source.key)
    return {(n.line, n.start) for n in article.numerals if n.claim == LEFT}


class _Drafter:
    """Makes drafts of one article; a figure of another place is of none of the sheet's series."""

    def __init__(self, project: Project, source: Source, page: Page) -> None:
        self.project, self.source, self.lines = project, source, page.normalized
        self.forms = forms_of(project)
        self.facts = [fact for fact in project.book.facts if fact.is_published]
        self.drafted = {
            (c.source, line, figure.printed)
            for fact in project.book.drafts
            for c in fact.cite
            for line in c.at
            for figure in fact.figures.values()
        }
        subject = self.forms.get(project.book.edition.subject, [])
        text = "\n".join(self.lines)
        self.is_own = not subject or any(words in text for words in subject)
        self.taken = {fact.id for fact in (*project.book.facts, *project.book.drafts)}

    def groups(self, unused: set[tuple[int, int]]) -> Iterator[tuple[Held, ...]]:
        """Iterate over unused figures, each with the growth printed right after it."""
        assert self.source.archive
        own = self.source.archive.holds
        texts = [text if own(n) else "" for n, text in enumerate(self.lines, 1)]
        waiting = [
            held
            for held in contents_of(self.project, texts).figures
            if any((held.line, i) in unused for i in range(held.figure.start, held.figure.end))
            and not self.drafted
            & {(self.source.key, held.line, t) for t in (held.figure.text, self._printed(held))}
        ]
        while waiting:
            group = [waiting.pop(0)]
            text = self.lines[group[0].line - 1]
            grown = next((held for held in waiting if _grows(text, group[0], held)), None)
            if grown is not None:
                waiting.remove(grown)
                group.append(grown)
            yield tuple(group)

    def section(self, held: Held) -> SectionKey | None:
        """Return the section of a figure's series, else of the facts that share most names."""
        for fact in self.facts:
            if held.indicator and any(f.indicator == held.indicator for f in fact.figures.values()):
                return fact.topic, fact.section
        words_near = self._around(held)
        named = {k for k, words in self.forms.items() if any(w in words_near for w in words)}
        named.discard(self.project.book.edition.subject)
        shared = Counter[SectionKey]()
        for fact in self.facts:
            words = {t.key for t in tokens_of(fact) if isinstance(t, NameRef)}
            shared[fact.topic, fact.section] += len(named & words)
        best, count = max(shared.items(), key=lambda item: item[1], default=(None, 0))
        return best if count else None

    def typed(self, figures: Sequence[Held]) -> str:
        """Return a draft as it is typed in a section file."""
        first = figures[0]
        languages = sorted(self.project.book.languages, key=lambda key: key != SOURCE_LANGUAGE)
        dating = dated(self.lines, first.line, first.figure.start, self.source.issued)
        sentence = self._sentence(first)
        near = _MET.sub("", self._around(first) or sentence)
        ahead = _AHEAD.search(near) or _TO_DO.search(sentence) or self._is_ahead(dating)
        subject = phrase("of {subject}", subject=first.subject)
        about = f"  # {subject}" if first.subject else ""
        wording = phrase("word both texts, choose an id, then delete this line")
        slots = "".join(f"{{{name}}}{GAP}" for name, _ in _named(figures))
        words = quoted(f"{{period}}{GAP}{self._names(self._around(first))}{GAP}{slots}")
        rows = [
            f"  - id: {self._id(first.line)}",
            f"    draft: true  # {wording}",
            f"    status: {'plan' if ahead else 'outturn'}",
            *_period(dating, first.line, languages),
            f"    text:{about}",
            *(f"      {language}: {words}" for language in languages),
            "    figures:",
            *(f"      {name}: {self._figure(held)}" for name, held in _named(figures)),
            *self._updates(first),
            "    cite:",
            f"      - {{source: {self.source.key}, at: {first.line}}}",
            *self._dating_line(dating, first.line),
        ]
        return "\n".join(rows) + "\n"

    def _dating_line(self, dating: Dating, line: int) -> tuple[str, ...]:
        """Cite the other line that prints the year."""
        if not dating.line or dating.line == line:
            return ()
        return (f"      - {{source: {self.source.key}, at: {dating.line}, for: [period]}}",)

    def _is_ahead(self, dating: Dating) -> bool:
        """Tell whether a period was still to end when the article was issued."""
        end, issued = parse_period(dating.period).end, self.source.issued.end
        return end is not None and issued is not None and end > issued

    def _id(self, line: int) -> str:
        number = 1
        while (found := f"{self.source.key}-{line}-{number}") in self.taken:
            number += 1
        self.taken.add(found)
        return found

    def _sentence(self, held: Held) -> str:
        text, start = self.lines[held.line - 1], held.figure.start
        begin = _begin(text, start)
        ends = [end for stop in _STOPS if (end := text.find(stop, start)) >= 0]
        return text[begin : min(ends, default=len(text))]

    def _around(self, held: Held) -> str:
        """Return what a figure is told of: its subject in a list, else its clause and the last."""
        if held.subject:
            return held.subject
        text, start = self.lines[held.line - 1], held.figure.start
        sentence = self._sentence(held)
        own = text[_begin(text, start) : start]
        after = sentence[len(own) :]
        return ",".join(own.split(",")[-2:]) + after.split(",")[0]

    def _names(self, sentence: str) -> str:
        """Return the names of a sentence as slots, the longest where several overlap."""
        found = [
            (at, at + len(word), key)
            for key, words in self.forms.items()
            for word in words
            if (at := sentence.find(word)) >= 0
        ]
        kept: dict[str, int] = {}
        for start, end, key in sorted(found):
            inside = any(s <= start and end <= e and e - s > end - start for s, e, _ in found)
            if not inside:
                kept.setdefault(key, start)
        return "".join(f"[[{key}]]" for key in kept)

    def _figure(self, held: Held) -> str:
        printed = self._printed(held)
        parts = [f"printed: {quoted(printed)}"]
        basis = self._basis(held)
        if held.indicator and self.is_own and not (basis == "stock" and _ADDED.search(held.before)):
            parts.append(f"indicator: {held.indicator}")
            parts += [f"basis: {basis}"] if basis else []
        text = self.lines[held.line - 1]
        twins = [f for f in scan(text, self.project.units) if f.shape == held.figure.shape]
        near = re.split(r"[。；;,，、]", text[: held.figure.start])[-1][-_NEAR:]
        if len(twins) > 1:
            whole = Text(text, self.project.units)
            fits = near and match(whole, printed, near).found == held.figure
            if near := near if fits else near_for(whole, held.figure, printed):
                parts.append(f"near: {quoted(near)}")
        other = say("of {key}, if it is this sheet's place", key=held.indicator)
        told_other = f"  # {told(other)}" if held.indicator and not self.is_own else ""
        return "{" + ", ".join(parts) + "}" + told_other

    def _basis(self, held: Held) -> str:
        """Return what figures of a series usually are."""
        bases = Counter(
            f.basis
            for fact in self.facts
            for f in fact.figures.values()
            if f.indicator == held.indicator and f.basis
        )
        return next((basis for basis, _ in bases.most_common(1)), "")

    def _printed(self, held: Held) -> str:
        """Return a figure as it is typed: with the word before it that turns it down."""
        text, figure, units = self.lines[held.line - 1], held.figure, self.project.units
        for start in range(figure.start, max(figure.start - _TURN, 0), -1):
            typed = text[start : figure.end]
            with suppress(UnreadableError):
                same = parse(typed, units).meaning == figure.quantity.meaning
                if same and core(typed, units) == figure.text:
                    return typed
        return figure.text

    def _updates(self, held: Held) -> tuple[str, ...]:
        """Guess the older report of the same thing, where no series tells."""
        if held.indicator:
            return ()
        older = [fact for fact in self.facts if _same(fact, held)]
        return tuple(f"    # updates: {fact.id}" for fact in older[:1])


def _begin(text: str, position: int) -> int:
    """Return where the sentence of a position begins."""
    return max(text.rfind(stop, 0, position) for stop in _STOPS) + 1


def _same(fact: Fact, held: Held) -> bool:
    """Tell whether a fact counts the same kind of thing in the same words."""
    return any(
        figure.quantity is not None
        and figure.quantity.unit == held.figure.quantity.unit
        and figure.quantity.measure == held.figure.quantity.measure
        and len(figure.near) >= _NEAR // 2
        and figure.near in held.before
        for figure in fact.figures.values()
    )


def _grows(text: str, one: Held, other: Held) -> bool:
    """Tell whether a rate stands right after a figure as its growth, or a list says so."""
    if one.line != other.line or one.subject or other.subject:
        return one.line == other.line and other.of == one.figure.start
    between = text[one.figure.end : other.figure.start]
    rate = other.figure.quantity.unit == "percent" != one.figure.quantity.unit
    return rate and bool(_GROWTH.fullmatch(between))


def _named(figures: Sequence[Held]) -> list[tuple[str, Held]]:
    return list(zip(("value", "growth"), figures, strict=False))


def _period(dating: Dating, line: int, languages: Sequence[str]) -> Iterator[str]:
    """Iterate over the lines of a period, and of its basis where no cited line prints it."""
    period = dating.period if dating.period == "none" else quoted(dating.period)
    words = phrase("line {line} prints “{words}”", line=dating.line, words=dating.words)
    printed = f"  # {words}" if dating.words and (dating.inferred or dating.line != line) else ""
    yield f"    period: {period}{printed}"
    if dating.inferred:
        yield "    period_basis:"
        yield from (f'      {language}: "{GAP}"' for language in languages)


_GROWTH = re.compile(
    "[,，、]?(?:比上年|比去年同期|较上年)?(?:同比)?(?:净)?(?:增长|下降|增加|减少|提高)了?"
)
_AHEAD = re.compile("力争|目标|(?<![动才项程坚务增育升])计划|预期|预计|将|争取")
_TO_DO = re.compile("^(?:[^,]{0,4})?[一二三四五六七八九]要")
_MET = re.compile("(?:高于|好于|超过|完成|达到|实现)(?:预期|年度|全年|既定)?(?:目标|预期|计划)")
_ADDED = re.compile("新[设增开建签批]|净增")  # what is added to a stock is none
_STOPS = "。；;!?！？"
_NEAR, _TURN = 8, 5  # characters
