"""The open data: facts.json as documented, and the same as the pages say."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from tests.built import NUMBER, digits, facts_of, notes_of, read_page, rows_of
from tests.projects import ADDRESS

LANGUAGES = ("en", "zh")
FACT = {
    "id": str,
    "topic": str,
    "section": str,
    "status": str,
    "by": list,
    "marks": list,
    "period": str,
    "start": (str, type(None)),
    "end": (str, type(None)),
    "basis": (dict, type(None)),
    "updates": (str, type(None)),
    "updated_by": (str, type(None)),
    "text": dict,
    "note": dict,
    "derived": bool,
    "figures": list,
    "citations": list,
    "url": dict,
}
FIGURE = {
    "name": str,
    "printed": str,
    "printed_number": str,
    "printed_unit": str,
    "value": (str, type(None)),
    "low": (str, type(None)),
    "high": (str, type(None)),
    "unit": str,
    "qualifier": str,
    "basis": str,
    "indicator": str,
    "rendered": dict,
    "rendered_table": dict,
}
CITATION = {"source": str, "at": list, "for": list, "evidence": list}
SOURCE = {"key": str, "archive": (dict, type(None)), "reference": dict}
QUALIFIERS = "exact more-than at-least less-than at-most nearly about range ambiguous".split()
STATUSES = ("outturn", "in-force", "underway", "plan", "target", "proposal", "estimate")
PER_CENT = ("percent", "percentage-point")


@pytest.fixture(scope="module")
def site(built: Callable[[str], Path]) -> Path:
    return built(ADDRESS) / "site"


@pytest.fixture(scope="module")
def data(site: Path) -> Any:
    return json.loads((site / "data/facts.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def pages(site: Path, data: Any) -> dict[str, Element]:
    """Every page that a fact's address names."""
    names = {fact["url"][lang].partition("#")[0] for fact in data["facts"] for lang in LANGUAGES}
    return {name: read_page(site / name / "index.html") for name in sorted(names)}


def test_records_have_the_documented_fields(data: Any) -> None:
    assert data["edition"].keys() >= {"number", "date", "cutoff", "title"}
    assert data["languages"] == list(LANGUAGES)
    for fact in data["facts"]:
        _has(fact, FACT)
        for figure in fact["figures"]:
            _has(figure, FIGURE)
        for citation in fact["citations"]:
            _has(citation, CITATION)
            assert all(isinstance(line, int) and line > 0 for line in citation["at"])
    for source in data["sources"]:
        _has(source, SOURCE)


def test_every_text_stands_in_every_language(data: Any) -> None:
    for fact in data["facts"]:
        texts = [fact["text"], fact["note"], fact["url"]]
        texts += [
            figure[key] for figure in fact["figures"] for key in ("rendered", "rendered_table")
        ]
        for text in texts:
            assert set(text) == set(LANGUAGES)
            assert all(text.values())


def test_words_of_a_closed_list_are_from_that_list(data: Any) -> None:
    assert {fact["status"] for fact in data["facts"]} <= set(STATUSES)
    figures = [figure for fact in data["facts"] for figure in fact["figures"]]
    assert {figure["qualifier"] for figure in figures} <= set(QUALIFIERS)
    sources = {source["key"] for source in data["sources"]}
    assert {c["source"] for fact in data["facts"] for c in fact["citations"]} <= sources


# printed, value, unit, qualifier, words in each language
PRINTED = [
    ("1743.8 亿元", "174380000000", "CNY", "exact", "RMB\u00a0174.38\u00a0billion", "1743.8亿元"),
    ("1.49 万亿元", "1490000000000", "CNY", "exact", "RMB\u00a01.49\u00a0trillion", "1.49万亿元"),
    ("12.84亿美元", "1284000000", "USD", "exact", "US$1.284\u00a0billion", "12.84亿美元"),
    ("3.1%", "3.1", "percent", "exact", "3.1%", "3.1%"),
    ("约2.52平方公里", "2.52", "km2", "about", "about 2.52\u00a0km²", "约2.52平方公里"),
    ("300亩", "300", "mu", "exact", "300\u00a0mu (20\u00a0ha)", "300亩"),
]


@pytest.mark.parametrize("printed", PRINTED, ids=lambda row: row[0])
def test_a_printed_figure_becomes_a_value_and_a_unit(printed: tuple[str, ...], data: Any) -> None:
    keys = ("printed", "value", "unit", "qualifier")
    found = [f for fact in data["facts"] for f in fact["figures"] if f["printed"] == printed[0]]
    assert found
    for figure in found:
        assert tuple(figure[key] for key in keys) == printed[:4]
        assert figure["rendered"] == dict(zip(LANGUAGES, printed[4:], strict=True))


def test_a_value_is_a_plain_decimal_and_a_range_has_two(data: Any) -> None:
    ranges = 0
    for fact in data["facts"]:
        for figure in fact["figures"]:
            numbers = [figure[key] for key in ("value", "low", "high") if figure[key] is not None]
            assert all(re.fullmatch(r"-?\d+(\.\d+)?", number) for number in numbers), fact["id"]
            if figure["value"] is None:
                ranges += 1
                assert Decimal(figure["low"]) < Decimal(figure["high"])
            else:
                assert figure["low"] is figure["high"] is None
            assert (figure["qualifier"] == "range") <= (figure["value"] is None)
    assert ranges > 0


def test_a_percentage_keeps_the_number_printed(data: Any) -> None:
    for fact in data["facts"]:
        for figure in fact["figures"]:
            match = re.search(r"\d+(?:\.\d+)?", figure["printed"])
            if match and figure["unit"] in PER_CENT and figure["value"]:
                assert figure["value"].lstrip("-") == match[0], fact["id"]


def test_a_printed_figure_has_no_formula_and_a_calculated_one_nothing_printed(data: Any) -> None:
    for fact in data["facts"]:
        calculated = [figure for figure in fact["figures"] if not figure["printed"]]
        assert bool(calculated) == fact["derived"], fact["id"]
        assert fact["citations"] or fact["derived"], fact["id"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_address_leads_to_the_fact_and_the_page_says_the_same(
    lang: str, data: Any, pages: dict[str, Element]
) -> None:
    facts = {name: facts_of(page) for name, page in pages.items()}
    notes = {name: notes_of(page) for name, page in pages.items()}
    tables = {key for page in pages.values() for key in rows_of(page)}
    for fact in data["facts"]:
        name, _, anchor = fact["url"][lang].partition("#")
        assert anchor == fact["id"]
        shown, said = facts[name][anchor].casefold(), fact["text"][lang].casefold()
        if anchor in tables:  # the numbers, in whatever scale; in the note where no column has them
            told = {digits(n) for n in re.findall(NUMBER, shown + notes[name][f"fn:{anchor}"])}
            for figure in fact["figures"]:
                texts = [
                    figure["rendered"][lang],
                    figure["rendered_table"][lang],
                    figure["printed"],
                ]
                numbers = [set(map(digits, re.findall(NUMBER, text))) for text in texts if text]
                words_ = [text.casefold() for text in texts if not re.search(NUMBER, text)]
                assert any(n and n <= told for n in numbers) or any(w in shown for w in words_), (
                    anchor
                )
        else:
            assert shown == said
        assert notes[name][f"fn:{anchor}"] == fact["note"][lang], anchor
    assert {fact["id"] for fact in data["facts"]} > tables


def _has(record: dict[str, Any], fields: dict[str, Any]) -> None:
    for key, kind in fields.items():
        assert isinstance(record[key], kind), (record.get("id") or record.get("key"), key)
