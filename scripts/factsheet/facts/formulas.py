"""Calculated figures: formulas over printed figures -> quantities with only certain digits.

A printed 3.1% means 3.05 to 3.15. A formula is evaluated at every corner of its inputs' rounding
intervals, exactly; the result shows the digits on which all corners agree, or a range. Formulas
hold + - * / and brackets, so each is monotonic in every input as long as no divisor crosses zero,
which is refused.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import ceil, floor
from operator import itemgetter
from typing import TypeAlias

from factsheet.cache.last import Last
from factsheet.facts.factbook import Factbook
from factsheet.facts.records import Fact, Figure, Section
from factsheet.figures.quantity import Quantity, exponent_of
from factsheet.messages import said, say
from factsheet.problems import Problem

MAX_INPUTS = 8
MAX_NODES = 200
MAX_NUMBER = 10**15
CERTAIN_DIGITS = 3
WIDENING = Fraction(3, 2)  # rounding outward may widen a range by half before it gets a digit more
RATIO_UNITS = ("percent", "percentage-point")
Ref = tuple[str, str]
Ratio: TypeAlias = tuple[int, int]  # not reduced: the least divisor is sought once, at the end
Values: TypeAlias = tuple[Ratio, ...]  # of a formula's inputs


class FormulaError(ValueError):
    """A formula that cannot be calculated; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Every figure of the sheet by fact id and name, printed or calculated."""

    quantities: Mapping[Ref, Quantity]
    problems: tuple[Problem, ...]
    inputs: Mapping[Ref, tuple[Ref, ...]]


def derive(book: Factbook) -> Figures:
    """Calculate all formulas, inputs first; unreadable ones become problems."""
    return _Deriver(book).derive()


def inputs_of(formula: str) -> tuple[Ref, ...]:
    """Return the figures a formula names, each once, in order."""
    return tuple(dict.fromkeys((m[1], m[2]) for m in _INPUT.finditer(formula)))


class _Deriver:
    def __init__(self, book: Factbook) -> None:
        self.facts = book.by_id()
        self._parted = book.by_section(_last, lambda section: _figures(section.facts))
        if len(self.facts) < len(book.facts):  # of facts with the same id, the last one counts
            self._parted = [_figures(self.facts.values())]
        self.quantities: dict[Ref, Quantity] = {}
        self.intervals: dict[Ref, tuple[Fraction, Fraction]] = {}  # of calculated ones
        self.problems: list[Problem] = []
        self.inputs: dict[Ref, tuple[Ref, ...]] = {}

    def derive(self) -> Figures:
        for printed, _ in self._parted:
            self.quantities |= printed
        for fact, figure in (each for _, calculated in self._parted for each in calculated):
            self._figure(fact, figure, ())
        return Figures(
            quantities=self.quantities, problems=tuple(self.problems), inputs=self.inputs
        )

    def _figure(self, fact: Fact, figure: Figure, above: tuple[Ref, ...]) -> None:
        ref = (fact.id, figure.name)
        if ref in self.quantities or not figure.formula:
            return
        try:
            self._calculate(fact, figure, (*above, ref))
        except FormulaError as error:
            if not above:
                place = fact.where.place("figures", figure.name, "formula")
                self.problems.append(
                    Problem(place=place, rule="derived", message=said(error), hint=_HINT)
                )

    def _calculate(self, fact: Fact, figure: Figure, above: tuple[Ref, ...]) -> None:
        if not figure.unit:
            raise FormulaError(say("a calculated figure needs a unit: CNY, USD, percent or count"))
        inputs = inputs_of(figure.formula)
        if not inputs or len(inputs) > MAX_INPUTS:
            raise FormulaError(
                say(
                    "a formula names one to {most} figures as {{fact.figure}}",
                    most=MAX_INPUTS,
                )
            )
        self.inputs[above[-1]] = inputs
        for ref in inputs:
            self._input(ref, above)
        self._comparable(fact, inputs)
        least, most = _bounds(figure.formula, tuple(self._ends(ref) for ref in inputs))
        factor = 100 if figure.unit in RATIO_UNITS else 1
        low, high = least * factor, most * factor
        self.intervals[above[-1]] = (low, high)
        self.quantities[above[-1]] = _certain(low, high, figure)

    def _input(self, ref: Ref, above: tuple[Ref, ...]) -> None:
        name = f"{{{ref[0]}.{ref[1]}}}"
        if ref in above:
            raise FormulaError(say("the formula needs its own result {name}", name=name))
        other = self.facts.get(ref[0])
        if other is None or ref[1] not in other.figures:
            raise FormulaError(say("there is no figure {name}", name=name))
        self._figure(other, other.figures[ref[1]], above)
        quantity = self.quantities.get(ref)
        if quantity is None:
            raise FormulaError(say("{name} cannot be read or calculated", name=name))
        if quantity.qualifier not in ("exact", "range") or (
            quantity.qualifier == "range" and not other.figures[ref[1]].formula
        ):
            raise FormulaError(
                say(
                    "{name} is “{qualifier}”: nothing may be derived from it",
                    name=name,
                    qualifier=quantity.qualifier,
                )
            )

    def _comparable(self, fact: Fact, inputs: tuple[Ref, ...]) -> None:
        if fact.reason:
            return
        scopes = {self.facts[f].figures[n].scope for f, n in inputs}
        if len(scopes) > 1:
            raise FormulaError(say("the inputs are of different scope; say why they fit in reason"))
        lengths = set()
        for f, n in inputs:
            period = self.facts[f].period
            if self.quantities[f, n].unit not in RATIO_UNITS and period.start and period.end:
                lengths.add(round((period.end - period.start).days / 30))
        if len(lengths) > 1:
            raise FormulaError(
                say("the inputs are of periods of different length; say why they fit in reason")
            )

    def _ends(self, ref: Ref) -> tuple[Fraction, ...]:
        quantity = self.quantities[ref]
        low, high = self.intervals.get(ref) or map(Fraction, quantity.interval)
        divisor = 100 if quantity.unit in RATIO_UNITS else 1
        return (low / divisor,) if low == high else (low / divisor, high / divisor)


def _figures(facts: Iterable[Fact]) -> _Parted:
    """Return the quantities of figures that are printed, and the figures to calculate."""
    figures = [(fact, figure) for fact in facts for figure in fact.figures.values()]
    return (
        {
            (fact.id, each.name): each.quantity
            for fact, each in figures
            if each.quantity is not None
        },
        [(fact, each) for fact, each in figures if each.quantity is None and each.formula],
    )


_Parted: TypeAlias = tuple[dict[Ref, Quantity], list[tuple[Fact, Figure]]]
_last: Last[Section, _Parted] = Last()


@lru_cache(maxsize=10_000)  # a preview calculates the same again and again
def _bounds(formula: str, ends: tuple[tuple[Fraction, ...], ...]) -> tuple[Fraction, Fraction]:
    """Return the least and the most of a formula, over the ends of its inputs' intervals."""
    tree, inputs = _parse(formula), inputs_of(formula)
    corners = list(product(*([end.as_integer_ratio() for end in own] for own in ends)))
    _refuse_poles(tree, len(inputs), corners)
    calculated = _calculated(tree, len(inputs))
    results = [Fraction(*calculated(corner)) for corner in corners]
    _refuse_bends(calculated, corners, results)
    return min(results), max(results)


def _parse(formula: str) -> ast.expr:
    """Parse the formula with each input as one variable, f__i."""
    names = {ref: f"f__{i}" for i, ref in enumerate(inputs_of(formula))}
    text = _INPUT.sub(lambda m: names[m[1], m[2]], formula)
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise FormulaError(say("the formula “{formula}” cannot be read", formula=formula)) from None
    nodes = list(ast.walk(tree))
    if len(nodes) > MAX_NODES:
        raise FormulaError(say("the formula is too long"))
    for node in nodes:
        if not isinstance(node, _ALLOWED):
            raise FormulaError(say("a formula holds figures, numbers, + - * / and brackets only"))
    return tree


def _refuse_poles(tree: ast.expr, count: int, corners: Sequence[Values]) -> None:
    """Refuse a divisor that is zero somewhere within the rounding intervals."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            divisors = [Fraction(*ratio) for ratio in map(_calculated(node.right, count), corners)]
            if min(divisors) <= 0 <= max(divisors):
                raise FormulaError(say("the formula divides by zero, or by what may be zero"))


def _calculated(node: ast.expr, count: int) -> Callable[[Values], Ratio]:
    """Return what calculates a formula from the values of its `count` inputs, in their order."""
    match node:
        case ast.Name(id=name):
            index = name.removeprefix("f__")
            if not index.isdigit() or int(index) >= count:
                raise FormulaError(
                    say("“{name}” is not a figure; write {{fact.figure}}", name=name)
                )
            return itemgetter(int(index))
        case ast.Constant(value=int() | float() as number) if type(number) is not bool:
            if number > MAX_NUMBER:
                raise FormulaError(say("a number of a formula is at most {most}", most=MAX_NUMBER))
            ratio = Fraction(str(number)).as_integer_ratio()
            return lambda _: ratio
        case ast.UnaryOp(operand=operand):
            inside = _calculated(operand, count)
            return lambda values: _product(inside(values), (-1, 1))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            first, second = _calculated(left, count), _calculated(right, count)
            made = _OPERATIONS[type(op)]
            return lambda values: made(first(values), second(values))
    raise FormulaError(say("a formula holds figures, numbers, + - * / and brackets only"))


def _sum(one: Ratio, other: Ratio) -> Ratio:
    return one[0] * other[1] + other[0] * one[1], one[1] * other[1]


def _difference(one: Ratio, other: Ratio) -> Ratio:
    return one[0] * other[1] - other[0] * one[1], one[1] * other[1]


def _product(one: Ratio, other: Ratio) -> Ratio:
    return one[0] * other[0], one[1] * other[1]


def _quotient(number: Ratio, by: Ratio) -> Ratio:
    if by[0] == 0:
        raise FormulaError(say("the formula divides by zero"))
    return number[0] * by[1], number[1] * by[0]


def _refuse_bends(
    calculated: Callable[[Values], Ratio], corners: list[Values], results: list[Fraction]
) -> None:
    """Refuse a formula that leaves its corners' interval inside: the corners would not bound it."""
    lowest, highest = min(results), max(results)
    for corner in corners[1:]:
        pairs = zip(corners[0], corner, strict=True)
        middle = tuple(_product(_sum(one, other), (1, 2)) for one, other in pairs)
        if not lowest <= Fraction(*calculated(middle)) <= highest:
            raise FormulaError(
                say("the formula turns between its inputs' bounds; write it otherwise")
            )


def _certain(low: Fraction, high: Fraction, figure: Figure) -> Quantity:
    """Round to the digits on which the whole interval agrees, or give the range."""
    money = figure.unit in ("CNY", "USD")
    size = max(abs(low), abs(high))
    top = _order(size) if size else 0
    digits = figure.digits or 9
    for count in range(digits, 0, -1):
        exponent = top - count + 1
        first, last = _round(low, exponent), _round(high, exponent)
        if first != last:
            if figure.digits:
                raise FormulaError(
                    say(
                        "only fewer than {digits} digits are certain: {low:.6g} to {high:.6g}",
                        digits=figure.digits,
                        low=_decimal(low),
                        high=_decimal(high),
                    )
                )
            continue
        if count >= CERTAIN_DIGITS or figure.digits or low == high:
            value = first.normalize() if low == high else first
            pointed = exponent_of(value) < 0 or money
            return Quantity(
                unit=figure.unit, value=value, measure="", scaled=money, pointed=pointed
            )
        break
    exponent = _order(high - low)
    for _ in range(2):
        down = _round(low, exponent, ROUND_FLOOR)
        up = _round(high, exponent, ROUND_CEILING)
        if Fraction(up - down) <= WIDENING * (high - low):
            break
        exponent -= 1
    return Quantity(
        unit=figure.unit, low=down, high=up, qualifier="range", scaled=money, pointed=True
    )


def _order(size: Fraction) -> int:
    """Return the power of ten of a positive number's first digit."""
    return _decimal(size).adjusted()


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _round(value: Fraction, exponent: int, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    step = Fraction(10) ** exponent
    count = value / step
    if rounding == ROUND_FLOOR:
        whole = floor(count)
    elif rounding == ROUND_CEILING:
        whole = ceil(count)
    else:
        whole = round(count)
    return Decimal(whole).scaleb(exponent)


_OPERATIONS: Mapping[type, Callable[[Ratio, Ratio], Ratio]] = {
    ast.Add: _sum,
    ast.Sub: _difference,
    ast.Mult: _product,
    ast.Div: _quotient,
}
_INPUT = re.compile(r"\{([a-z0-9-]+)\.([a-z][a-z0-9_-]*)\}")
_ALLOWED = (
    ast.BinOp,
    ast.UnaryOp,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.USub,
    ast.Name,
    ast.Load,
    ast.Constant,
)
_HINT = say("for example: {{fdi-2025.total}} / (1 + {{fdi-2025.growth}})")
