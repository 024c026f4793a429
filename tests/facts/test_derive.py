"""Calculated figures: only certain digits are shown, and what cannot be compared is refused."""

import shutil
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factsheet.facts.formulas import derive, inputs_of
from factsheet.figures.parser import parse
from factsheet.project import open_project
from tests.support import NBSP, copy_small, edit, sound, steady, wordings

MONEY = "facts/trade/investment.yml"
FORMULA = "{investment-2025.total} / (1 + {investment-2025.growth})"
RESULT = ("investment-2024", "total")

# formula, unit, digits asked for, the value or range shown
CERTAIN = [
    (FORMULA, "USD", "", "656000000"),
    (FORMULA, "USD", "3", "656000000"),
    (FORMULA, "USD", "2", "660000000"),
    ("{investment-2025.total}", "USD", "", "786000000"),
    ("{investment-2025.total} * 2", "USD", "", "1570000000"),
    ("{investment-2025.total} - {investment-2025.total}", "USD", "", "0"),
    ("{investment-2025.growth}", "percent", "", "19.8"),
    ("{investment-2025.growth} * {investment-2025.growth}", "percent", "", ("3.922", "3.927")),
    ("-{investment-2025.growth}", "percent", "", "-19.8"),
    ("{trains-2024.trains} / 7", "count", "", "103"),
    ("{trains-2024.trains} + 9", "count", "", "730"),
    ("({trains-2024.trains} - 720) * 0.5", "count", "", "0.5"),
]

# formula, what the message says
REFUSED = [
    ("1 + 1", "a formula names one to 8 figures"),
    (" + ".join(f"{{a-{n}.x}}" for n in range(9)), "a formula names one to 8 figures"),
    ("{investment-2024.total} * 2", "needs its own result"),
    ("{investment-2023.total}", "there is no figure {investment-2023.total}"),
    ("{investment-2025.sum}", "there is no figure {investment-2025.sum}"),
    ("{trading-partners.partners} * 2", "is “more-than”: nothing may be derived from it"),
    (
        "{investment-2025.total} / ({investment-2025.growth} - {investment-2025.growth})",
        "divides by zero",
    ),
    ("{investment-2025.total} / 0", "divides by zero"),
    ("1 / (1 / ({investment-2025.total} * 0))", "divides by zero"),
    (
        "{investment-2025.total} / ({investment-2025.growth} - 0.19812)",
        "divides by zero, or by what may",
    ),
    (
        "{investment-2025.total} * (1572000000 - {investment-2025.total})",
        "turns between its inputs' bounds",
    ),
    ("{investment-2025.total} / (", "cannot be read"),
    ("{investment-2025.total} {investment-2025.growth}", "cannot be read"),
    ("{investment-2025.total} ** 9", "holds figures, numbers, + - * / and brackets only"),
    ("{investment-2025.total} // 2", "holds figures, numbers"),
    ("{investment-2025.total} % 2", "holds figures, numbers"),
    ("{investment-2025.total}[0]", "holds figures, numbers"),
    ("{investment-2025.total}.real", "holds figures, numbers"),
    ("{investment-2025.total} if 1 else 2", "holds figures, numbers"),
    ("{investment-2025.total} + True", "holds figures, numbers"),
    ("{investment-2025.total} + 'a'", "holds figures, numbers"),
    ("(lambda: {investment-2025.total})()", "holds figures, numbers"),
    ("[{investment-2025.total}]", "holds figures, numbers"),
    ("__import__('os').system('id') + {investment-2025.total}", "holds figures, numbers"),
    ("total + {investment-2025.total}", "“total” is not a figure"),
    ("f__9 + {investment-2025.total}", "“f__9” is not a figure"),
    ("{investment-2025.total} * 1e999", "at most"),
    ("{investment-2025.total}" + " + 1" * 400, "too long"),
    ("-" * 900 + "{investment-2025.total}", "too long"),
    ("(" * 900 + "{investment-2025.total}" + ")" * 900, "cannot be read"),
]


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """The small sheet."""
    return copy_small(tmp_path_factory.mktemp("good") / "sheet")


@pytest.fixture
def sheet(good, tmp_path):
    """A copy of the small sheet to change."""
    return shutil.copytree(good, tmp_path / "sheet", symlinks=True)


@pytest.fixture(scope="module")
def real(frozen_project):
    """The frozen sheet."""
    return frozen_project


def calculated(sheet, formula, unit="USD", digits=""):
    """Return a calculated figure of the sheet and the problems of calculating it."""
    edit(sheet, MONEY, FORMULA, formula)
    more = f"\n        digits: {digits}" if digits else ""
    edit(sheet, MONEY, "        unit: USD\n", f"        unit: {unit}{more}\n")
    project, problems = open_project(sheet)
    assert project is not None, problems
    return project.figures.quantities.get(RESULT), project.figures.problems


@pytest.mark.parametrize(("formula", "unit", "digits", "shown"), CERTAIN)
def test_only_certain_digits_are_shown(sheet, formula, unit, digits, shown):
    """A result has the digits on which its whole interval agrees, or is a range."""
    quantity, problems = calculated(sheet, formula, unit, digits)
    assert problems == ()
    low, high = (shown, shown) if isinstance(shown, str) else shown
    kind = "exact" if isinstance(shown, str) else "range"
    assert quantity.meaning == (unit, kind, Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("formula", "message"),
    [pytest.param(*row, id=f"{n}: {row[1]}") for n, row in enumerate(REFUSED, 1)],
)
def test_formula_is_refused(sheet, formula, message):
    """A formula over what cannot be calculated is one problem at its line, and gives no figure."""
    quantity, problems = calculated(sheet, formula)
    assert quantity is None
    (problem,) = problems
    assert message in problem.message
    assert (problem.place.file, problem.place.line) == (MONEY, 34)
    assert problem.hint


def test_more_digits_than_are_certain_are_refused(sheet):
    """Digits asked for must be certain."""
    quantity, (problem,) = calculated(sheet, FORMULA, "USD", "5")
    assert quantity is None
    assert "only fewer than 5 digits are certain: 6.55" in problem.message


def test_unit_is_needed(sheet):
    """A calculated figure says its unit."""
    edit(sheet, MONEY, "        unit: USD\n", "")
    project, (problem, *_) = open_project(sheet)
    assert RESULT not in project.figures.quantities
    assert "needs a unit" in problem.message


@pytest.mark.parametrize("printed", ["超7.86亿美元", "约7.86亿美元", "7.86亿美元以上", "7—8亿美元"])
def test_qualified_input_is_refused(sheet, printed):
    """Nothing is derived from a figure that is not exact."""
    edit(sheet, MONEY, "7.86亿美元", printed)
    project, (problem,) = open_project(sheet)
    assert RESULT not in project.figures.quantities
    assert "nothing may be derived from it" in problem.message


@pytest.mark.parametrize("reason", [False, True])
def test_inputs_of_different_scope_need_a_reason(sheet, reason):
    """Figures of a part and of the whole are not combined, unless the fact says why."""
    edit(sheet, MONEY, "basis: rate}", "basis: rate, scope: sample-zone}")
    refused_unless(sheet, reason, "different scope")


@pytest.mark.parametrize("reason", [False, True])
def test_inputs_of_different_length_need_a_reason(sheet, reason):
    """Amounts of a year and of some months are not combined, unless the fact says why."""
    edit(sheet, MONEY, FORMULA, "{investment-2025.total} + {trains-2024.trains}")
    edit(sheet, "facts/channels/rail.yml", '"to 2024-09-18"', '"2024-01/2024-09"')
    refused_unless(sheet, reason, "different length")


def test_rate_may_be_of_another_length(sheet):
    """A percentage has no length: it combines with an amount of any period."""
    edit(sheet, MONEY, FORMULA, "{investment-2025.total} / (1 + {exports-fell-2024.decline})")
    edit(sheet, "facts/trade/goods.yml", ", scope: sample-province}", "}")
    edit(
        sheet,
        "facts/trade/goods.yml",
        'id: exports-fell-2024\n    status: outturn\n    period: "2024"',
        'id: exports-fell-2024\n    status: outturn\n    period: "2024-H1"',
    )
    low, high = sound(sheet).figures.quantities[RESULT].bounds
    assert (low, high) == (Decimal("8.044E+8"), Decimal("8.063E+8"))  # 7.86 / 0.976 = 8.053


def test_cycle_is_refused(sheet):
    """Two formulas that need each other are problems, not an endless calculation."""
    edit(sheet, MONEY, FORMULA, "{investment-2025.total} * {investment-2025.growth}")
    edit(
        sheet,
        MONEY,
        'total: {printed: "7.86亿美元", indicator',
        'total: {formula: "{investment-2024.total} + 1", unit: USD, indicator',
    )
    project, problems = open_project(sheet)
    assert len(problems) == 2
    assert all("needs its own result" in p.message or "cannot be" in p.message for p in problems)
    assert RESULT not in project.figures.quantities


def test_chain_keeps_the_interval(sheet):
    """A figure calculated from a calculated one rests on its interval, not on its shown digits."""
    edit(
        sheet,
        MONEY,
        "        basis: flow\n\n",
        '        basis: flow\n      back:\n        formula: "{investment-2024.total} * (1 + {investment-2025.growth})"\n'
        "        unit: USD\n        basis: flow\n\n",
    )
    back = sound(sheet).figures.quantities["investment-2024", "back"]
    low, high = back.bounds
    assert low <= Decimal("7.86E+8") <= high
    assert high - low < Decimal("3E+6")


def test_inputs_are_named_in_order():
    """The inputs of a formula are its figures, each once."""
    assert inputs_of("({b.y} - {a.x}) / {b.y}") == (("b", "y"), ("a", "x"))


def test_utilized_investment_of_2024(real):
    """The sheet's own calculation for 2024 gives what the printed 7.86 and 19.81% leave certain."""
    quantities = real.figures.quantities
    total, decline = quantities["fdi-2024", "total"], quantities["fdi-2024", "decline"]
    assert total.meaning == ("USD", "exact", Decimal("6.56E+8"), Decimal("6.56E+8"))
    assert decline.meaning == ("percent", "exact", Decimal(-49), Decimal(-49))
    words = [w.quantity(total) for w in wordings().values()]
    assert words == ["6.56亿美元", f"US$656{NBSP}million"]


def test_utilized_investment_of_2022_and_2024_h1(real):
    """The bases of the printed growth rates, worked out by hand."""
    quantities = real.figures.quantities
    # 12.84 / 1.5541 is 8.2585 to 8.2655: no third digit is certain
    assert quantities["fdi-2022", "total"].bounds == (Decimal("8.258E+8"), Decimal("8.266E+8"))
    # 4.1754 / 1.4665 is 2.84706 to 2.84732
    assert quantities["fdi-2024-h1", "total"].value == Decimal("2.847E+8")


def test_every_calculated_figure_holds_the_plain_calculation(real):
    """A formula of the printed values themselves gives a number within every shown result."""
    for fact in real.book.facts:
        for figure in fact.figures.values():
            if figure.formula:
                shown = real.figures.quantities[fact.id, figure.name]
                low, high = (Fraction(bound) for bound in shown.interval)
                assert low <= plain_result(real, figure) <= high, (fact.id, figure.name)


ATOMS = st.sampled_from(
    ["{investment-2025.total}", "{investment-2025.growth}", "1", "0.5", "3", "x", "(", ")"]
)


@pytest.fixture(scope="module")
def figures_with(good):
    """Return a function that calculates the small sheet's figures with another formula in it."""
    book = sound(good).book
    return lambda formula: derive(with_formula(book, formula))


@steady
@given(
    st.lists(ATOMS | st.sampled_from("+-*/"), min_size=1, max_size=9).map(" ".join)
    | st.text(min_size=1, max_size=20)
)
@example("1_0 + {investment-2025.total}")
@example("0x10 * {investment-2025.total}")
@example("1if {investment-2025.total}else 2")
@example("{investment-2025.total} * \\")
def test_no_formula_raises(figures_with, formula):
    """Whatever is typed as a formula gives a figure or a problem."""
    figures = figures_with(formula)
    assert (RESULT in figures.quantities) != bool(figures.problems)


@steady
@given(
    st.decimals(min_value="0.01", max_value=10**6, places=2),
    st.decimals(min_value="0.1", max_value=500, places=2),
)
def test_intervals_hold_what_was_rounded(value, rate):
    """A number that prints as the figure lies in the figure's interval."""
    for text in (f"{value}亿元", f"{rate}%"):
        quantity = parse(text)
        low, high = quantity.interval
        assert low < quantity.value < high
        step = Decimal(1).scaleb(quantity.value.as_tuple().exponent)
        assert high - low == step


def refused_unless(sheet, reason, message):
    """Prove that the figure is refused with this message, and calculated where a reason is given."""
    if reason:
        old = '    period: "2024"\n    text:\n      zh: "推算'
        new = f"    reason: {{zh: 口径相同, en: the same basis}}\n{old}"
        edit(sheet, MONEY, old, new)
    project, problems = open_project(sheet)
    assert (RESULT in project.figures.quantities) is reason
    assert [message in p.message for p in problems] == [] if reason else [True]


def with_formula(book, formula):
    """Return the records with another formula in the calculated fact."""

    def changed(fact):
        if fact.id != RESULT[0]:
            return fact
        return replace(fact, figures={"total": replace(fact.figures["total"], formula=formula)})

    topics = [
        replace(t, sections=[replace(s, facts=[changed(f) for f in s.facts]) for s in t.sections])
        for t in book.topics
    ]
    return replace(book, topics=topics)


def plain_result(project, figure):
    """Calculate a formula with the values as printed, without the program's own arithmetic."""
    text = figure.formula
    for fact, name in inputs_of(figure.formula):
        inner = project.book.by_id()[fact].figures[name]
        typed = inner.quantity
        value = plain_result(project, inner) if typed is None else Fraction(typed.value)
        ratio = project.figures.quantities[fact, name].unit in ("percent", "percentage-point")
        text = text.replace(f"{{{fact}.{name}}}", f"Fraction('{value / 100 if ratio else value}')")
    result = eval(text, {"Fraction": Fraction, "__builtins__": {}})  # noqa: S307  # the sheet's own formulas
    return Fraction(result) * (100 if figure.unit in ("percent", "percentage-point") else 1)
