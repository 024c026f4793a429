"""Verification, the lock, readings, coverage and copied sentences, on the frozen sheet and on edits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from factsheet.evidence.archive import Archive, Page, find_archive, read_archive
from factsheet.evidence.attestations import ARCHIVE, load_attestations
from factsheet.evidence.copies import copied
from factsheet.evidence.coverage import LEFT, NUMERAL, cover, coverage_table
from factsheet.evidence.readings import compare, current, kinds_of, wording_hash
from factsheet.evidence.verify import Verifier, unsound_facts
from factsheet.facts.lock import (
    Entry,
    evidence_hash,
    locked,
    read_lock,
    unverified,
    write_lock,
)
from factsheet.facts.records import Fact
from factsheet.figures.dating import missing_from
from factsheet.figures.matching import Text, match
from factsheet.figures.parser import normalize
from factsheet.figures.periods import parse_period
from factsheet.problems import Problem
from factsheet.project import Project


@pytest.fixture(scope="module")
def project(frozen_project: Project) -> Project:
    """The frozen sheet."""
    return frozen_project


@pytest.fixture(scope="module")
def archive(project: Project, archive_folder: Path) -> Archive:
    """The real archive."""
    archive, problems = read_archive(project, archive_folder)
    assert not problems
    assert archive is not None
    return archive


MATCHES = [
    # line, printed, near, found
    ("项目超2350 个，开工率超 75%。", "超2350 个", "", True),
    ("项目超2350 个，开工率超 75%。", "2350个", "", False),
    ("进出口总值达 1743.8 亿元。", "743.8 亿元", "", False),
    ("进出口总值达 1743.8 亿元。", "1743.8 亿元", "", True),
    ("进出口总值达 1743.8 亿元。", "1743.8 万元", "", False),
    ("进出口总值达 1743.8 亿元。", "1743.8 亿美元", "", False),
    ("面积为18565.41m<sup>2</sup>。", "18565.41m2", "", True),
    ("一般贸易585.9亿元，增长11.8%；加工贸易增长8.5%。", "11.8%", "", False),
    ("一般贸易585.9亿元，增长11.8%；加工贸易增长8.5%。", "11.8%", "一般贸易", True),
    ("一般贸易585.9亿元，增长11.8%；加工贸易增长8.5%。", "11.8%", "加工贸易", False),
    ("一般贸易585.9亿元，增长11.8%；加工贸易增长8.5%。", "8.5%", "一般贸易", False),
    ("一般贸易585.9亿元，增长11.8%；加工贸易增长8.5%。", "8.5%", "保税", False),
    ("同比下降3.2%。", "3.2%", "", False),
    ("同比下降3.2%。", "下降3.2%", "", True),
    ("处理能力提高3倍。", "提高3倍", "", True),
    ("处理能力提高3倍。", "3倍", "", False),
    ("产量位居全国第5，", "全国第5", "", True),
    ("约占全国的45%。", "约45%", "", False),
    ("三四个小时完成", "三四个小时", "", True),
    ("三四个小时完成", "四个小时", "", False),
    ("１２家企业", "12家", "", True),
    ("2024年第36期", "36", "", False),
    ("先后在第六届进博会、第135届广交会亮相", "135届", "", False),
    ("连续举办135届", "135届", "", True),
]


@pytest.mark.parametrize(("line", "printed", "near", "expected"), MATCHES)
def test_a_whole_figure_must_stand_in_its_line(
    line: str, printed: str, near: str, expected: bool
) -> None:
    """A figure is found only whole, with its qualifier, and beside its `near`."""
    found = match(Text(normalize(line)), printed, near)
    assert (found.found is not None) is expected, found


def test_every_fact_is_verified(project: Project, archive: Archive) -> None:
    """All figures, strings and years of the sheet stand in the cited lines."""
    assert Verifier(project, archive).verify() == ()


def test_the_committed_lock_is_current(project: Project) -> None:
    """The committed lock holds every fact with its present evidence."""
    entries, problems = read_lock(project.root)
    assert not problems
    assert list(unverified(project.book, entries)) == []


def test_verifying_an_unchanged_sheet_writes_nothing(project: Project, tmp_path: Path) -> None:
    """A lock is written once; the next verification, on another day, changes no byte."""
    (tmp_path / "facts").mkdir()
    first = locked(project.book, {}, {}, date(2026, 1, 1))
    assert write_lock(tmp_path, first)
    before = (tmp_path / "facts/evidence.lock").read_bytes()
    entries, _ = read_lock(tmp_path)
    assert not write_lock(tmp_path, locked(project.book, entries, {}, date(2026, 2, 2)))
    assert (tmp_path / "facts/evidence.lock").read_bytes() == before


def test_a_date_changes_only_with_its_hash(project: Project) -> None:
    """Editing one fact's evidence gives that fact a new day and leaves the others."""
    old = locked(project.book, {}, {}, date(2026, 1, 1))
    key = next(iter(old))
    edited = old | {key: Entry(evidence="0" * 16, verified="2026-01-01")}
    new = locked(project.book, edited, {}, date(2026, 2, 2))
    changed = {k for k in new if new[k].verified != old[k].verified}
    assert changed == {key}


def test_edited_evidence_is_named(project: Project) -> None:
    """An edit since the last verification and a new fact are each named."""
    entries = locked(project.book, {}, {}, date(2026, 1, 1))
    keys = sorted(entries)
    entries[keys[0]] = replace(entries[keys[0]], evidence="0" * 16)
    del entries[keys[1]]
    entries["a-fact-that-is-gone"] = Entry(evidence="0" * 16, verified="2026-01-01")
    messages = " ".join(p.message for p in unverified(project.book, entries))
    assert f"{keys[0]!r} was edited since 2026-01-01" in messages
    assert f"{keys[1]!r} has never been verified" in messages
    assert len(list(unverified(project.book, entries))) == 2, "a draft may be dropped"


def test_a_damaged_lock_says_where(tmp_path: Path) -> None:
    """A line that no verification wrote is a problem with its number."""
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts/evidence.lock").write_text("# head\nnonsense\n")
    _, problems = read_lock(tmp_path)
    assert [str(p.place) for p in problems] == ["facts/evidence.lock:2:1"]


def test_the_evidence_hash_covers_what_proves_a_fact(project: Project) -> None:
    """Printed figure, lines, period, status and misprints change it; texts do not."""
    fact = project.book.by_id()["goods-trade-2024"]
    sources = project.book.sources
    before = evidence_hash(fact, sources)
    figure = replace(fact.figures["total"], printed="1743.9 亿元")
    edits: list[Fact] = [
        replace(fact, figures={**fact.figures, "total": figure}),
        replace(fact, status="plan"),
        replace(fact, periods={"period": parse_period("2023")}),
        replace(fact, cite=(replace(fact.cite[0], at=(12,)), *fact.cite[1:])),
    ]
    assert all(evidence_hash(edit, sources) != before for edit in edits)
    reworded = replace(fact, text={**fact.text, "en": "Reworded {total}, up {growth} in {period}."})
    assert evidence_hash(reworded, sources) == before
    assert wording_hash(project, reworded, "en") != wording_hash(project, fact, "en")
    assert wording_hash(project, reworded, "zh") == wording_hash(project, fact, "zh")


def test_a_changed_archive_file_stops_the_verification(
    project: Project, archive: Archive, archive_folder: Path, tmp_path: Path
) -> None:
    """An archive file with another sha256 is named, and nothing is verified against it."""
    for name in archive.pages:
        (tmp_path / name).write_bytes((archive_folder / name).read_bytes())
    changed = next(iter(archive.pages))
    with (tmp_path / changed).open("a") as file:
        file.write("x")
    found, problems = read_archive(project, tmp_path)
    assert found is None
    assert problems
    assert all(f"{changed} has changed" in p.message for p in problems)


def test_a_wrong_line_is_answered_with_the_right_one(project: Project, archive: Archive) -> None:
    """The message for a wrong line names the line that has the figure."""
    fact = project.book.by_id()["goods-trade-2024"]
    wrong = replace(fact, cite=(replace(fact.cite[0], at=(13,)), *fact.cite[1:]))
    hints = " ".join(p.hint for p in Verifier(project, archive).fact(wrong))
    assert "it stands in line 11" in hints


PERIODS = [
    ("2024", "2024年，山西", ""),
    ("2024", "今年，山西", "the year 2024"),
    ("2024", "12024元", "the year 2024"),
    ("2021/2025", "“十四五”时期", ""),
    ("2016/2020", "“十四五”时期", "the year 2016, 2020"),
    ("2024-01/2024-08", "2024年1—8月", ""),
    ("2024-01/2024-08", "2024年前8个月", ""),
    ("2024-01/2024-09", "2024年1—8月", "the months 1—9月"),
    ("2025-H1", "2025年上半年", ""),
    ("2025-H2", "2025年上半年", "the half"),
    ("to 2024-09-18", "截至2024年9月18日", ""),
    ("to 2024-09-17", "截至2024年9月18日", "the day 9月17日"),
    ("none", "2024年", "a date"),
]


@pytest.mark.parametrize(("period", "line", "missing"), PERIODS)
def test_a_line_prints_its_period_or_not(period: str, line: str, missing: str) -> None:
    """What a cited line does not print of a period needs a period_basis."""
    assert missing_from(parse_period(period), normalize(line)) == missing


def test_coverage_is_complete(project: Project, archive: Archive) -> None:
    """Every numeral of every article is used, part of a name, or excluded with a reason."""
    coverage = cover(project, archive)
    print(coverage_table(coverage))
    left = [
        f"{a.source.key}:{n.line} {n.text}" for a in coverage.articles for n in a.numerals
        if n.claim == LEFT
    ]  # fmt: skip
    assert left == []
    assert coverage.problems == ()
    assert coverage.complete


def test_a_removed_fact_leaves_its_numerals(project: Project, archive: Archive) -> None:
    """Without a fact its figures are unaccounted for: coverage is no constant."""
    book = project.book
    topics = tuple(
        replace(
            topic,
            sections=tuple(
                replace(s, facts=tuple(f for f in s.facts if f.id != "services-trade-2021-2025"))
                for s in topic.sections
            ),
        )
        for topic in book.topics
    )
    assert len(list(replace(book, topics=topics).facts)) == len(list(book.facts)) - 1
    coverage = cover(replace(project, book=replace(book, topics=topics)), archive)
    left = {n.text for a in coverage.articles for n in a.numerals if n.claim == LEFT}
    assert "107.9亿" in left
    assert not coverage.complete


def test_a_printed_line_that_nobody_read_fails(project: Project, archive: Archive) -> None:
    """A line neither cited nor excluded leaves the coverage incomplete, though no numeral is left."""
    exclusions = tuple(
        e for e in project.book.exclusions
        if not (e.source == "gree-xinzhou-2023-10" and e.at == (45,))
    )  # fmt: skip
    assert len(exclusions) == len(project.book.exclusions) - 1
    book = replace(project.book, exclusions=exclusions)
    coverage = cover(replace(project, book=book), archive)
    unread = {(a.source.key, n) for a in coverage.articles for n in a.unread}
    assert ("gree-xinzhou-2023-10", 45) in unread
    assert not coverage.complete


def test_a_source_is_covered_before_its_first_fact(project: Project, archive: Archive) -> None:
    """An article that no fact cites yet is listed with its numerals left."""
    book = replace(project.book, topics=(), exclusions=(), patterns=())
    coverage = cover(replace(project, book=book), archive)
    assert {a.source.key for a in coverage.articles} == {
        key for key, source in project.book.sources.items() if source.archive
    }
    assert all(a.count(LEFT) or a.unread for a in coverage.articles)


def test_a_problem_leaves_out_only_its_fact(project: Project, archive: Archive) -> None:
    """The fact that holds a problem is left out of the verification; all others are verified."""
    fact = project.book.by_id()["goods-trade-2024"]
    place = fact.where.place("figures", "total")
    left = unsound_facts(project, [Problem(place=place, rule="test", message="wrong")])
    assert left == {fact.id}
    verifier = Verifier(project, archive)
    assert verifier.verify(left) == ()
    others = {f.id for f in project.book.facts if f.figures and f.cite} - left
    assert {use.fact for use in verifier.uses} >= {
        f.id
        for f in project.book.facts
        if f.id in others and any(x.printed for x in f.figures.values())
    }
    assert fact.id not in {use.fact for use in verifier.uses}


@pytest.mark.parametrize(
    ("text", "numerals"),
    [
        ("1028.7亿元", ["1028.7亿"]),
        ("提高5个百分点", ["5"]),
        ("一百二十个", ["一百二十"]),
        ("百分之五", ["五"]),
        ("3千万元、百万", ["3千万", "百万"]),
    ],
)
def test_coverage_counts_numbers(text: str, numerals: list[str]) -> None:
    """A number with its scale is one numeral; 百分点 holds none."""
    assert NUMERAL.findall(text) == numerals


def test_an_exclusion_that_excludes_nothing_is_a_problem(
    project: Project, archive: Archive
) -> None:
    """An exclusion for a numeral that is not there is reported with its place."""
    stale = replace(project.book.exclusions[0], printed="99999")
    book = replace(project.book, exclusions=(*project.book.exclusions, stale))
    problems = cover(replace(project, book=book), archive).problems
    assert [p.message for p in problems] == ["the exclusion “99999” excludes nothing"]


def test_no_text_of_the_facts_copies_a_sentence(project: Project, archive: Archive) -> None:
    """No fact's text shares 15 characters in a row with an article; `verify` reads all files."""
    assert list(copied(project, archive)) == []


def test_a_copied_sentence_is_found(project: Project, archive: Archive, tmp_path: Path) -> None:
    """A sentence taken from an article is reported; its figures alone are not."""
    line = max(archive.pages["page-2024-10.txt"].lines, key=len)
    (tmp_path / "NOTES.md").write_text(f"ok 1172.4亿元 12.2%\n{line[:60]}\n")
    problems = list(copied(replace(project, root=tmp_path), archive))
    assert [str(p.place) for p in problems] == ["NOTES.md:2:1"]


def test_what_was_searched_before_hides_no_copy(project: Project, tmp_path: Path) -> None:
    """A copy is found from what was kept, from damaged entries, and in an article that changed."""
    sentence = "本行是为测试而写的长句子并非报道所印"
    (tmp_path / "NOTES.md").write_text(f"nothing\n{sentence}\n", "utf-8")
    here = replace(project, root=tmp_path)

    def found(printed: str) -> list[str]:
        page = Page(name="page.txt", lines=(printed,), normalized=(normalize(printed),))
        return [str(problem.place) for problem in copied(here, Archive({"page.txt": page}))]

    for _ in range(2):
        assert found("报纸上的其他句子与此毫不相干而且很长") == []
        assert found(f"昨日，{sentence}。") == ["NOTES.md:2:1"]
    for entry in (tmp_path / ".cache/copies").iterdir():
        entry.write_bytes(entry.read_bytes().replace(b"[2, ", b"[3, "))
    assert found(f"昨日，{sentence}。") == ["NOTES.md:2:1"]


def test_readings_agree_with_the_facts(project: Project) -> None:
    """What readers understood from the sentence alone, and from the line alone, is the fact."""
    attested, problems = load_attestations(project.root)
    readings = attested.readings
    assert not problems
    assert list(compare(project, readings)) == []


def test_every_fact_has_both_readings(project: Project) -> None:
    """Every published fact was read blind, from its English sentence and from its lines."""
    readings = load_attestations(project.root)[0].readings
    seen = current(project, readings)
    for fact in project.book.facts:
        assert {"en", ARCHIVE} & {*kinds_of(project, fact)} <= seen[fact.id].keys()


def test_a_changed_wording_reopens_its_row(project: Project) -> None:
    """A reading of an older wording no longer counts, and is no error either."""
    readings = load_attestations(project.root)[0].readings
    assert readings
    stale = tuple(replace(r, seen="0" * 16, value="1") for r in readings)
    assert list(compare(project, stale)) == []
    assert current(project, stale) == {}


def test_a_wrong_reading_is_reported(project: Project) -> None:
    """A reading that differs from its fact is reported with its place."""
    readings = load_attestations(project.root)[0].readings
    wrong = next(r for r in readings if r.figure)
    problems = list(compare(project, (replace(wrong, value="123456", period="1999"),)))
    assert len(problems) == 2
    assert all(p.place == wrong.place for p in problems)


def test_the_archive_is_not_in_the_project(root: Path, archive: Archive) -> None:
    """No archive file stands in the project's folder under its own name, but the ignored one."""
    folder = find_archive(root)
    for name in archive.pages:
        found = [p for p in root.glob(f"*/**/{name}") if folder not in p.parents]
        assert found == []
