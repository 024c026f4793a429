"""Speed, in processor time: the sheet in under a second, 10,000 facts in under ten."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from factsheet.evidence.archive import Archive, Page, read_archive
from factsheet.evidence.verify import Verifier
from factsheet.facts.records import ArchiveRef, Citation, Fact, Figure, Source
from factsheet.figures.parser import normalize, parse
from factsheet.figures.periods import parse_period
from factsheet.project import Project
from tests.bench.large import write_large
from tests.support import run, tree

FACTS, ARTICLES, LINES = 10_000, 200, 50
# What `_slowness` takes on a quiet machine: the limits are those of such a machine.
QUIET = 0.2  # seconds


def test_the_sheet_is_verified_in_under_a_second(
    frozen_project: Project, archive_folder: Path
) -> None:
    """All facts of the sheet, the archive read and its lines scanned anew."""
    project = frozen_project
    start = time.process_time()
    archive, _ = read_archive(project, archive_folder)
    assert archive is not None
    assert Verifier(project, archive).verify() == ()
    elapsed = time.process_time() - start
    print(f"{len(list(project.book.facts))} facts in {elapsed:.2f} s")
    assert elapsed < 1


def test_ten_thousand_facts_are_verified_in_under_ten_seconds(
    frozen_project: Project,
) -> None:
    """10,000 facts of two figures over 200 articles of 50 long lines; one of them is wrong."""
    project, archive = _synthetic(frozen_project)
    before = _slowness()
    start = time.process_time()
    found = Verifier(project, archive).verify()
    elapsed = (time.process_time() - start) / max(before, _slowness())
    print(f"{len(list(project.book.facts))} facts in {elapsed:.2f} s")
    assert len(list(project.book.facts)) == FACTS
    assert len(found) == 1
    assert "fact-77-7" in str(project.book.by_id()["fact-77-7"].id)
    assert elapsed < 10


def test_a_large_sheet_is_the_same_each_time_and_verified(tmp_path: Path) -> None:
    """What measures are made on has names, series, tables, plans, sources and their archive."""
    once, again = (write_large(tmp_path / name, 280) for name in ("once", "again"))
    assert tree(once / "facts") == tree(again / "facts")
    ran = run(once, "verify")
    assert (ran.code, "280 facts, 400 printed figures" in ran.out) == (0, True), ran.out


def _slowness() -> float:
    """Return by how much this machine is slower now than a quiet one, and never less than 1."""
    pattern, start = re.compile(r"(\d+)(?:\.(\d+))?(亿|万)?元"), time.process_time()
    for number in range(100_000):
        match = pattern.search(f"进出口总值达{number}.5亿元，增长{number}%")
        assert match is not None
        assert Decimal(match[1]) >= 0
    return max(1.0, (time.process_time() - start) / QUIET)


def _synthetic(project: Project) -> tuple[Project, Archive]:
    section = next(project.book.sections)
    pages, sources, facts = {}, {}, []
    for article in range(ARTICLES):
        key = f"article-{article}"
        lines = tuple(_line(article, number) for number in range(LINES))
        page = Page(
            name=f"{key}.txt", lines=lines, normalized=tuple(normalize(line) for line in lines)
        )
        pages[page.name] = page
        archive = ArchiveRef(file=page.name, lines=((1, LINES),), sha256="0" * 64)
        sources[key] = Source(
            key=key,
            where=section.where,
            letter="A1",
            title=None,
            issued=parse_period("2025-03"),
            issued_basis=None,
            archive=archive,
        )
        facts += [_fact(section.where, key, article, number) for number in range(LINES)]
    wrong = next(i for i, fact in enumerate(facts) if fact.id == "fact-77-7")
    total = facts[wrong].figures["total"]
    damaged = replace(total, printed="9.9亿元", quantity=parse("9.9亿元"))
    facts[wrong] = replace(facts[wrong], figures={**facts[wrong].figures, "total": damaged})
    topic = replace(project.book.topics[0], sections=(replace(section, facts=tuple(facts)),))
    book = replace(project.book, topics=(topic,), sources=sources)
    return replace(project, book=book), Archive(pages)


def _line(article: int, number: int) -> str:
    total = Decimal(article * LINES + number) / 10 + 1
    return (
        f"2024年，样例省第{number + 1}项进出口总值达{total}亿元，增长{number}.5%；"
        f"全省共有企业{number + 3000}家，开行班列{number + 700}列，通达{number + 10}个国家。" * 2
    )


def _fact(where: object, key: str, article: int, number: int) -> Fact:
    total = Decimal(article * LINES + number) / 10 + 1
    figures = {
        name: Figure(name=name, printed=printed, quantity=parse(printed), near=near)
        for name, printed, near in (
            ("total", f"{total}亿元", "进出口总值达"),
            ("companies", f"{number + 3000}家", "全省共有企业"),
        )
    }
    citation = Citation(source=key, at=(number + 1,), where=where, printed={}, near={})  # type: ignore[arg-type]
    return Fact(
        id=f"fact-{article}-{number}",
        topic="trade",
        section="goods",
        where=where,  # type: ignore[arg-type]
        status="outturn",
        text={},
        periods={"period": parse_period("2024")},
        figures=figures,
        cite=(citation,),
    )
