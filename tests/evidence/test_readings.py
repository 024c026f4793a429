"""Readings: keyed by what was read, so that only what changes has to be read again."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from factsheet.evidence.attestations import (
    ARCHIVE,
    COLUMNS,
    FOLDER,
    Attestation,
    load_attestations,
)
from factsheet.evidence.readings import (
    blank_rows,
    compare,
    current,
    kinds_of,
    missing,
    seen_hash,
)
from factsheet.facts.lock import locked
from factsheet.facts.records import Fact
from factsheet.figures.periods import parse_period
from factsheet.project import Project
from tests.support import copy_small, edit, run, sound

GOODS = "facts/trade/goods.yml"
KINDS = ("zh", "en", ARCHIVE)


@pytest.fixture(scope="module")
def real(frozen_project: Project) -> Project:
    """The frozen sheet, with more than ten facts to reword."""
    return frozen_project


def read_all(project: Project) -> tuple[Attestation, ...]:
    """Return a right reading of every figure in every kind, as the present facts would be read."""
    rows = []
    for fact in project.book.facts:
        for kind in kinds_of(project, fact):
            for name in fact.figures or ("",):
                value = unit = qualifier = ""
                if name:
                    quantity = project.figures.quantities[fact.id, name]
                    low, high = sorted(abs(bound) for bound in quantity.bounds)
                    value, unit, qualifier = (
                        f"{low:f} to {high:f}",
                        quantity.unit,
                        quantity.qualifier,
                    )
                seen = seen_hash(project, fact, kind)
                read = (value, unit, qualifier, fact.period.text, fact.status, seen)
                cells = (fact.id, "read", kind, name, *read, "Reader", "2026-01-05")
                columns = dict(zip(COLUMNS, cells, strict=True))
                place = replace(fact.where.place(), line=len(rows) + 1)
                rows.append(Attestation(**columns, place=place))
    return tuple(rows)


def changed(project: Project, keys: set[str], change: Callable[[Fact], Fact]) -> Project:
    """Return the project with some facts changed."""
    book = project.book.changed(lambda fact: change(fact) if fact.id in keys else fact)
    return replace(project, book=book)


def stale(project: Project, readings: tuple[Attestation, ...]) -> set[tuple[str, str]]:
    """Return fact and kind of each reading that is not current."""
    lock = locked(project.book, {}, current(project, readings), date(2026, 1, 1))
    return {(key, kind) for kind, keys in missing(project, lock).items() for key in keys}


def test_rewording_one_language_of_ten_facts_stales_ten_readings(real: Project) -> None:
    """Only that language of those facts; a wrong status in any fact is still caught."""
    readings = read_all(real)
    assert list(compare(real, readings)) == []
    assert stale(real, readings) == set()
    facts = list(real.book.facts)
    ten = {fact.id for fact in facts[::35][:10]}
    assert len(ten) == 10
    for language in ("en", "zh"):

        def reword(fact: Fact, language: str = language) -> Fact:
            return replace(fact, text={**fact.text, language: fact.text[language] + " …"})

        reworded = changed(real, ten, reword)
        assert stale(reworded, readings) == {(key, language) for key in ten}
        assert list(compare(reworded, readings)) == []
        for fact in facts:
            wrong = "plan" if fact.status != "plan" else "outturn"
            planted = changed(reworded, {fact.id}, lambda f, s=wrong: replace(f, status=s))
            own = tuple(r for r in readings if r.fact == fact.id)
            told = [p.message for p in compare(planted, own)]
            assert any(f"the fact has {wrong!r}" in message for message in told), fact.id


def test_the_recorded_readings_bear_a_rewording(real: Project) -> None:
    """The same with the rows of the sheet: Chinese polished, none of the English ones stales."""
    readings = load_attestations(real.root)[0].readings
    before = stale(real, readings)
    keys = {fact.id for fact in real.book.facts}
    polished = changed(real, keys, lambda f: replace(f, text={**f.text, "zh": f.text["zh"] + "。"}))
    assert {s for s in stale(polished, readings) - before if s[1] != "zh"} == set()


CHANGES = [
    # what, change of the fact, kinds that stale
    ("sentence", lambda f: replace(f, text={**f.text, "zh": "另一句"}), {"zh"}),
    ("note", lambda f: replace(f, note={**f.note, "en": "Another."}), {"en"}),
    ("period", lambda f: replace(f, periods={"period": parse_period("2023")}), set(KINDS)),
    ("status", lambda f: replace(f, status="plan"), set(KINDS)),
    ("lines", lambda f: replace(f, cite=(replace(f.cite[0], at=(3,)), f.cite[1])), {ARCHIVE}),
    ("evidence", lambda f: replace(f, cite=(replace(f.cite[0], evidence=("x",)), f.cite[1])), set()),
    ("reason", lambda f: replace(f, reason={"zh": "甲", "en": "a"}), set()),
]  # fmt: skip


@pytest.mark.parametrize(("change", "kinds"), [pytest.param(*c[1:], id=c[0]) for c in CHANGES])
def test_a_reading_lasts_until_what_it_read_changes(tmp_path, change, kinds):
    """Each change ends the readings of those who would see it; a figure's meaning ends all."""
    project = sound(copy_small(tmp_path / "sheet"))
    readings = read_all(project)
    edited = changed(project, {"trade-2024"}, change)
    assert stale(edited, readings) == {("trade-2024", kind) for kind in kinds}


def test_a_changed_name_is_seen_only_in_its_language(tmp_path):
    """Facts that use a name are read again in the language whose form changed."""
    sheet = copy_small(tmp_path / "sheet")
    project = sound(sheet)
    readings = read_all(project)
    names = dict(project.book.names)
    name = names["sample-province"]
    names["sample-province"] = replace(
        name, forms={**name.forms, "en": replace(name.forms["en"], full="Specimen Province")}
    )
    found = stale(replace(project, book=replace(project.book, names=names)), readings)
    assert ("trade-2024", "en") in found
    assert ("exports-fell-2024", "en") not in found, "it uses the short form"
    assert {kind for _, kind in found} == {"en"}


def test_a_further_language_stales_none(real: Project) -> None:
    """A language that is added is unread where it has texts; every other reading stays."""
    readings = read_all(real)
    more = replace(real, book=replace(real.book, languages=(*real.book.languages, "ja")))
    assert stale(more, readings) == set()
    key = next(fact.id for fact in real.book.facts)
    worded = changed(more, {key}, lambda f: replace(f, text={**f.text, "ja": f.text["zh"]}))
    assert stale(worded, readings) == {(key, "ja")}


def test_an_incomplete_reading_does_not_count(tmp_path):
    """A reading without one of the fact's figures is none."""
    project = sound(copy_small(tmp_path / "sheet"))
    kept = tuple(
        r for r in read_all(project) if (r.fact, r.figure, r.kind) != ("trade-2024", "total", "zh")
    )
    assert stale(project, kept) == {("trade-2024", "zh")}


def test_the_printed_rows_are_filled_in_and_taken(tmp_path):
    """`verify` names what is missing and how to record it; the rows it leads to are accepted."""
    sheet = copy_small(tmp_path / "sheet")
    ran = run(sheet, "verify")
    assert ran.code == 0, "missing readings are no failure"
    facts = len(list(sound(sheet).book.facts))
    assert f"no current reading in zh: {facts} facts (" in ran.err
    assert "factsheet readings en prints" in ran.err
    rows = run(sheet, "readings", "zh").out.splitlines()
    assert rows[0].split("\t") == list(COLUMNS)
    blank = next(row for row in rows if row.startswith("exports-fell-2024\t"))
    fact, act, kind, figure, *_, seen, by, on = blank.split("\t")
    assert (act, by, on) == ("read", "", "")
    (sheet / FOLDER).mkdir()
    path = sheet / FOLDER / "goods.tsv"

    def fill(value: str) -> None:
        read = (value, "percent", "exact", "2024", "outturn", seen, "Reader", "2026-01-05")
        row = "\t".join((fact, act, kind, figure, *read))
        path.write_text("\t".join(COLUMNS) + f"\n{row}\n", "utf-8")

    fill("2.5")
    ran = run(sheet, "verify")
    assert ran.code == 1
    assert f"{FOLDER}/goods.tsv:2:1: exports-fell-2024.decline: read 2.5" in ran.out
    fill("2.4")
    ran = run(sheet, "verify")
    assert ran.code == 0, ran.out
    assert f"no current reading in zh: {facts - 1} facts" in ran.err
    assert f" zh={seen}@" in (sheet / "facts/evidence.lock").read_text("utf-8")
    before = (sheet / "facts/evidence.lock").read_bytes()
    path.rename(sheet / "taken-away.tsv")
    assert f"no current reading in zh: {facts} facts" in run(sheet, "verify").err
    assert b" zh=" not in (sheet / "facts/evidence.lock").read_bytes()
    (sheet / "taken-away.tsv").rename(path)
    assert run(sheet, "verify").code == 0
    assert (sheet / "facts/evidence.lock").read_bytes() == before
    edit(sheet, GOODS, "出口下降{decline}", "出口减少{decline}")
    assert f"no current reading in zh: {facts} facts" in run(sheet, "verify").err


BY = "A reader\t2026-01-05"
ROWS = [
    ("x\ty", "this row is no attestation"),
    (f"gone\tread\ten\t\t\t\t\t2024\toutturn\t0\t{BY}", "there is no fact 'gone'"),
    (f"gone\tapproved\ten\t\t\t\t\t\t\t0\t{BY}", "there is no fact 'gone'"),
    (
        f"trade-2024\tread\tfr\ttotal\t1\tCNY\texact\t2024\toutturn\t0\t{BY}",
        "there is no reading 'fr'",
    ),
    (f"trade-2024\tapproved\tfr\t\t\t\t\t\t\t0\t{BY}", "'fr' is not a language of the sheet"),
    (f"trade-2024\tseen\ten\t\t\t\t\t\t\t0\t{BY}", "nobody can have 'seen' a fact"),
    ("trade-2024\tread\ten\t\t\t\t\t\t\t0\t\t2026-01-05", "the row does not say by whom"),
    ("trade-2024\tapproved\ten\t\t\t\t\t\t\t0\t-\t2026-01-05", "the row does not say by whom"),
    ("trade-2024\tread\ten\t\t\t\t\t\t\t0\t-\tJanuary", "'January' is not a day"),
]


@pytest.mark.parametrize(("row", "message"), ROWS)
def test_a_row_that_cannot_be_read_says_where(tmp_path, row, message):
    """A row of another form, fact or language is a problem with its line."""
    sheet = copy_small(tmp_path / "sheet")
    (sheet / FOLDER).mkdir()
    (sheet / FOLDER / "goods.tsv").write_text("\t".join(COLUMNS) + f"\n{row}\n", "utf-8")
    ran = run(sheet, "verify")
    assert ran.code == 1
    assert f"{FOLDER}/goods.tsv:2:1: {message}" in ran.out


def test_blank_rows_are_one_a_figure(tmp_path):
    """A fact with two figures has two rows, with the hash of what is to be read."""
    project = sound(copy_small(tmp_path / "sheet"))
    rows = blank_rows(project, ("trade-2024",), "en").splitlines()[1:]
    seen = seen_hash(project, project.book.by_id()["trade-2024"], "en")
    assert [row.split("\t")[3] for row in rows] == ["total", "growth"]
    assert {row.split("\t")[-3] for row in rows} == {seen}


def test_the_folder_is_no_topic(frozen, tmp_path):
    """The frozen sheet's readings lie in facts/ without being taken for facts; the folder's former name is told."""
    sheet = copy_small(tmp_path / "sheet")
    shutil.copytree(frozen / FOLDER, sheet / FOLDER)
    sound(sheet)
    (sheet / FOLDER).rename(sheet / "facts/readings")
    ran = run(sheet, "check")
    assert ran.code == 1
    assert f"facts/readings: this folder is called {FOLDER} now" in ran.out
