"""Mutations: every digit, unit, scale, qualifier, line, source, year and status, changed in turn.

Functions are called, not commands. What no machine can tell (that a result is a result, or a year
that no line prints) is told by the recorded readings; the survivors are counted and named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from factsheet.checks import CHECKS, consistency, evidence, records, sentences
from factsheet.evidence.archive import read_archive
from factsheet.evidence.attestations import load_attestations
from factsheet.evidence.readings import compare
from factsheet.evidence.verify import Verifier
from factsheet.facts.factbook import Factbook
from factsheet.facts.records import STATUSES, Citation, Fact
from factsheet.figures.parser import parse
from factsheet.figures.periods import PeriodError, parse_period
from factsheet.figures.quantity import UnreadableError
from factsheet.project import Project

UNITS = (
    ("亿美元", "亿元"), ("美元", "元"), ("元", "美元"), ("%", "个百分点"), ("个", "家"), ("家", "个"),
    ("条", "项"), ("项", "条"), ("列", "条"), ("吨", "千克"), ("公顷", "亩"), ("亩", "公顷"),
    ("平方米", "平方公里"), ("平方公里", "平方米"), ("千瓦时", "吨"), ("GW", "千瓦时"), ("小时", "天"),
    ("天", "小时"), ("种", "个"), ("栋", "个"), ("倍", "%"), ("部门", "个"), ("位", "名"),
)  # fmt: skip
SCALES = (("万亿", "亿"), ("亿", "万"), ("万", "亿"), ("亿", ""), ("万", ""))
LEADING = ("超", "超过", "近", "接近", "约", "不足", "逾")
TRAILING = ("以上", "左右")
INSIDE = ("余", "多")
# Rules that look at one fact, and rules that compare the figures of a series.
OWN_RULES = (
    sentences.status_words,
    sentences.directions,
    records.figure_units,
    records.bases,
    records.undated,
    records.speakers,
    evidence.lines,
    evidence.citation_figures,
    consistency.not_before,
    consistency.plans_not_past,
)
SERIES_RULES = (
    consistency.conflicts,
    consistency.falls,
    consistency.growth,
    consistency.parts,
)
# What only a reader can tell; everything else must be caught by `verify` or `check`.
READERS_ONLY = {"status", "year"}


@pytest.fixture(scope="module")
def project(frozen_project: Project) -> Project:
    """The frozen sheet."""
    return frozen_project


def test_the_rules_used_here_are_checks_and_find_nothing_unchanged(project: Project) -> None:
    """The rules are those of `check`, and no fact alone sets one off."""
    assert set(OWN_RULES) | set(SERIES_RULES) <= set(CHECKS)
    for fact in project.book.facts:
        alone = replace(project, book=_alone(project.book, fact))
        assert [p for rule in OWN_RULES for p in rule(alone)] == []


def test_every_mutation_is_objected_to(project: Project, archive_folder: Path) -> None:
    """`verify` or `check` objects to each mutation; readings to those no machine can tell."""
    archive, problems = read_archive(project, archive_folder)
    assert archive is not None, problems
    verifier = Verifier(project, archive)
    readings = load_attestations(project.root)[0].readings
    tried: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    by_readers: Counter[str] = Counter()
    survivors: list[str] = []
    for fact in project.book.facts:
        for kind, what, mutant in _mutants(fact, project.book):
            tried[kind] += 1
            if mutant is None or any(verifier.fact(mutant)):
                caught[kind] += 1
                continue
            book = _with(project.book, mutant)
            changed = replace(project, book=book)
            alone = replace(project, book=_alone(project.book, mutant))
            if any(problem for rule in OWN_RULES for problem in rule(alone)) or (
                any(figure.indicator for figure in mutant.figures.values())
                and any(problem for rule in SERIES_RULES for problem in rule(changed))
            ):
                caught[kind] += 1
                continue
            own = tuple(r for r in readings if r.fact == fact.id)
            if kind in READERS_ONLY and any(compare(changed, own)):
                by_readers[kind] += 1
            else:
                survivors.append(f"{fact.id}: {kind}: {what}")
    print("tried", dict(tried))
    print("caught by verify or check", dict(caught))
    print("caught by readings only", dict(by_readers))
    assert set(tried) == {
        "digit", "unit", "scale", "leading", "trailing", "line", "source", "year", "status",
    }  # fmt: skip
    assert survivors == []


def _mutants(fact: Fact, book: Factbook) -> Iterator[tuple[str, str, Fact | None]]:
    """Yield kind, description and mutant; None where the mutant cannot even be read."""
    for name, figure in fact.figures.items():
        if not figure.printed:
            continue
        for kind, printed in _printed(figure.printed):
            try:
                quantity = parse(printed)
            except UnreadableError:
                yield kind, f"{figure.printed} -> {printed}", None
                continue
            if quantity.meaning == parse(figure.printed).meaning:
                continue
            changed = replace(figure, printed=printed, quantity=quantity)
            mutant = replace(fact, figures={**fact.figures, name: changed})
            yield kind, f"{figure.printed} -> {printed}", mutant
    for index, citation in enumerate(fact.cite):
        for kind, what, mutated in _citations(citation, book):
            cite = (*fact.cite[:index], mutated, *fact.cite[index + 1 :])
            yield kind, what, replace(fact, cite=cite)
    if not fact.is_derived:
        for text in _years(fact.period.text):
            try:
                periods = {**fact.periods, "period": parse_period(text)}
            except PeriodError:
                continue
            yield "year", f"{fact.period.text} -> {text}", replace(fact, periods=periods)
        for status in STATUSES:
            if status != fact.status:
                yield "status", f"{fact.status} -> {status}", replace(fact, status=status)


def _printed(printed: str) -> Iterator[tuple[str, str]]:
    for match in re.finditer(r"\d|[一二三四五六七八九]", printed):
        digit = match.group()
        new = str((int(digit) + 1) % 10) if digit.isascii() else ("二" if digit == "一" else "一")
        yield "digit", printed[: match.start()] + new + printed[match.end() :]
    for old, new in UNITS:
        if printed.endswith(old):
            yield "unit", printed.removesuffix(old) + new
    for old, new in SCALES:
        if old in printed:
            yield "scale", printed.replace(old, new, 1)
    if not re.search("万|亿", printed):
        yield "scale", re.sub(r"([\d.]+)", r"\1万", printed, count=1)
    bare = printed
    for word in sorted(LEADING, key=len, reverse=True):
        if bare.startswith(word):
            bare = bare.removeprefix(word)
            yield "leading", bare
            break
    for word in LEADING:
        yield "leading", word + bare
    for word in (*TRAILING, *INSIDE):
        if word in printed:
            yield "trailing", printed.replace(word, "", 1)
    for word in TRAILING:
        yield "trailing", printed + word
    for word in INSIDE:
        yield "trailing", re.sub(r"([\d.]+)", rf"\1{word}", printed, count=1)


def _citations(citation: Citation, book: Factbook) -> Iterator[tuple[str, str, Citation]]:
    for index, line in enumerate(citation.at):
        for other in (line - 1, line + 1):
            at = (*citation.at[:index], other, *citation.at[index + 1 :])
            if other > 0 and other not in citation.at:
                yield "line", f"{citation.at} -> {at}", replace(citation, at=at)
    keys = sorted(book.sources)
    other_source = keys[(keys.index(citation.source) + 1) % len(keys)]
    mutated = replace(citation, source=other_source)
    yield "source", f"{citation.source} -> {other_source}", mutated


def _years(text: str) -> Iterator[str]:
    for match in re.finditer(r"(?:19|20)\d\d", text):
        for step in (-1, 1):
            year = str(int(match.group()) + step)
            yield text[: match.start()] + year + text[match.end() :]


def _alone(book: Factbook, mutant: Fact) -> Factbook:
    """Return a book of one fact, without the texts of its section."""
    section = next(s for s in book.sections if s.key == mutant.section)
    bare = replace(section, facts=(mutant,), caveats=(), gaps=(), intro=None)
    topic = next(t for t in book.topics if t.key == mutant.topic)
    return replace(book, topics=(replace(topic, sections=(bare,)),), disagreements=())


def _with(book: Factbook, mutant: Fact) -> Factbook:
    return book.changed(lambda fact: mutant if fact.id == mutant.id else fact)
