"""Approvals: kept by what was approved; an official edition is kept only with all of them."""

from dataclasses import replace

import pytest

from factsheet.evidence.approvals import approved_hash, missing, unapproved
from factsheet.evidence.attestations import (
    APPROVED,
    FOLDER,
    READ,
    Attestation,
    load_attestations,
    table,
    with_rows,
)
from factsheet.figures.periods import parse_period
from factsheet.problems import Place
from tests.support import copy_small, edit, keep_edition, run, sound

GOODS = "facts/trade/goods.yml"
TABLE = f"{FOLDER}/goods.tsv"


def approve(project, keys=None, languages=("zh", "en")):
    """Return approvals of facts as they stand, by one name."""
    return tuple(
        Attestation(
            fact=fact.id,
            act=APPROVED,
            kind=language,
            seen=approved_hash(project, fact, language),
            by="审签人",
            on="2026-01-05",
            place=Place(file=TABLE, line=1),
        )
        for fact in project.book.facts
        for language in languages
        if keys is None or fact.id in keys
    )


def waiting(project, approvals):
    """Return fact and language of what is not approved."""
    return {
        (fact.id, language)
        for language, facts in unapproved(project, approvals).items()
        for fact in facts
    }


CHANGES = [
    # what, change of the fact, languages whose approval ends
    ("sentence", lambda f: replace(f, text={**f.text, "zh": "另一句"}), {"zh"}),
    ("note", lambda f: replace(f, note={**f.note, "en": "Another."}), {"en"}),
    ("period", lambda f: replace(f, periods={"period": parse_period("2023")}), {"zh", "en"}),
    ("status", lambda f: replace(f, status="plan"), {"zh", "en"}),
    ("speaker", lambda f: replace(f, by=("sample-province",)), {"zh", "en"}),
    ("printed", lambda f: replace(f, figures={**f.figures, "total": replace(f.figures["total"], printed="1亿元")}), {"zh", "en"}),
    ("basis", lambda f: replace(f, figures={**f.figures, "total": replace(f.figures["total"], basis="stock")}), {"zh", "en"}),
    ("lines", lambda f: replace(f, cite=(replace(f.cite[0], at=(3,)), f.cite[1])), set()),
]  # fmt: skip


@pytest.mark.parametrize(("change", "languages"), [pytest.param(*c[1:], id=c[0]) for c in CHANGES])
def test_an_approval_lasts_until_what_was_approved_changes(tmp_path, change, languages):
    """A sentence in its language; figures, period and status in all; the proof in none."""
    project = sound(copy_small(tmp_path / "sheet"))
    approvals = approve(project)
    assert waiting(project, approvals) == set()
    book = project.book.changed(lambda f: change(f) if f.id == "trade-2024" else f)
    edited = replace(project, book=book)
    assert waiting(edited, approvals) == {("trade-2024", language) for language in languages}


def test_a_calculated_figure_is_approved_with_its_value(tmp_path):
    """Another input ends the approval of what is calculated from it, though no word changed."""
    sheet = copy_small(tmp_path / "sheet")
    project = sound(sheet)
    derived = next(fact for fact in project.book.facts if fact.is_derived)
    name = next(iter(derived.figures))
    old = project.figures.quantities[derived.id, name]
    quantities = {
        **project.figures.quantities,
        (derived.id, name): replace(old, value=old.bounds[0] * 2),
    }
    other = replace(project, figures=replace(project.figures, quantities=quantities))
    assert (derived.id, "en") in waiting(other, approve(project))


def test_what_is_held_or_withdrawn_needs_no_approval(tmp_path):
    """Nobody approves what no page shows; `todo` gives the reason."""
    sheet = copy_small(tmp_path / "sheet")
    line = edit(
        sheet,
        GOODS,
        "  - id: exports-fell-2024\n",
        "  - id: exports-fell-2024\n    hold: {reason: 等海关复核}\n",
    )
    project = sound(sheet)
    assert ("exports-fell-2024", "zh") not in waiting(project, ())
    assert ("trade-2024", "zh") in waiting(project, ())
    told = run(sheet, "todo").out
    assert f"{GOODS}:{line}:5 exports-fell-2024: 等海关复核" in told
    assert "held back from publication (1)" in told


def test_an_official_edition_needs_them_all(tmp_path):
    """Freezing lists each fact without one, with its place; another edition asks for none."""
    sheet = copy_small(tmp_path / "sheet")
    ran = run(sheet, "verify")
    assert ran.code == 0
    facts = list(sound(sheet).book.facts)
    assert f"no current approval in zh: {len(facts)} facts (" in ran.err
    assert "factsheet review import" in ran.err
    assert f"not approved in en: factsheet review export ({len(facts)})" in run(sheet, "todo").out
    edit(sheet, "facts/edition.yml", "date:", "kind: official\ndate:")
    project = sound(sheet)
    assert len(missing(project)) == 2 * len(facts)
    ran = run(sheet, "edition", "freeze")
    assert ran.code == 1
    assert not (sheet / "editions").exists()
    for fact in facts:
        for language in ("zh", "en"):
            place = fact.where.place("text", language)
            assert f"{place}: {fact.id!r} is not approved in {language!r} as it stands" in ran.out
    (sheet / FOLDER).mkdir()
    (sheet / TABLE).write_text(table(approve(project)), "utf-8")
    ran = run(sheet, "verify")
    assert ran.code == 0, ran.out
    assert "no current approval" not in ran.err
    keep_edition(sheet)


def test_an_attestation_takes_the_place_of_the_same(tmp_path):
    """A figure read again replaces its row; a second approver adds one; all else stays."""
    rows = approve(sound(copy_small(tmp_path / "sheet")), {"trade-2024"}, ("zh",))
    (first,) = rows
    read = replace(first, act=READ, figure="total", value="1", period="2024")
    text = with_rows(table(rows), [read])
    assert with_rows(text, [read, first]) == text
    again = with_rows(text, [replace(read, value="2"), replace(first, by="另一人")])
    old, new = text.splitlines(), again.splitlines()
    assert new[:2] == old[:2]
    assert new[2] == "\t".join(replace(read, value="2").row)
    assert len(new) == 4
    assert with_rows(text.replace("\n", "\r\n"), [read]) == text.replace("\n", "\r\n")
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / TABLE).write_text(again, "utf-8")
    attested, problems = load_attestations(tmp_path)
    assert problems == ()
    assert [len(attested.readings), len(attested.approvals)] == [1, 2]
