"""Words for quantities, periods and lists: `Quantity` or `Period` + `Style` -> text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from babel import Locale
from babel.dates import get_month_names
from babel.numbers import format_decimal

from factsheet.figures.periods import Period
from factsheet.figures.quantity import Quantity, exponent_of
from factsheet.language.style import SCALED, Scale, Style

HIGHEST = 99  # power of ten: any scale word may stand
NEIGHBORS = 4  # scale words further apart than this many powers of ten are never brought to one
# What stands before a figure's number, the number, and what stands after it.
Parts: TypeAlias = tuple[str, str, str]


class Wording:
    """The words of one language; every method returns finished text."""

    def __init__(self, style: Style) -> None:
        """Prepare the locale's plural rules and month names."""
        self.style = style
        self._locale = Locale.parse(style.locale)
        self._months = get_month_names("wide", locale=self._locale)
        # A figure and its period stand in sentence, tables, note, quotes and series.
        self._numbers: dict[str, str] = {}
        self._figures: dict[tuple[Quantity, bool, bool, int], tuple[str, Parts, str]] = {}
        self._periods: dict[tuple[Period, bool, bool], str] = {}

    def quantity(self, quantity: Quantity, *, table: bool = False, signed: bool = True) -> str:
        """Word a figure for running text, or for a table: digits always, sign unless words tell."""
        return "".join(self.parts(quantity, table=table, signed=signed))

    def parts(
        self, quantity: Quantity, *, table: bool = False, signed: bool = True, most: int = HIGHEST
    ) -> Parts:
        """Word a figure in parts: before its number, of a range the last, the number, and after.

        `most` is the highest power of ten of its scale word, so that a series keeps to one.
        """
        before, (first, number, unit), after = self.kept(
            quantity, table=table, signed=signed, most=most
        )
        return before + first, number, unit + after

    def kept(
        self, quantity: Quantity, *, table: bool = False, signed: bool = True, most: int = HIGHEST
    ) -> tuple[str, Parts, str]:
        """Word a figure: its qualifier, the number and unit that no line may cut, what follows."""
        key = quantity, table, signed, most
        if key not in self._figures:
            self._figures[key] = self._kept(quantity, table=table, signed=signed, most=most)
        return self._figures[key]

    def _kept(
        self, quantity: Quantity, *, table: bool, signed: bool, most: int
    ) -> tuple[str, Parts, str]:
        if quantity.unit == "rank":
            return "", ("", self._rank(quantity, table=table), ""), ""
        if self.style.numbers.as_printed and quantity.printed and not table:
            bare = quantity.printed.removeprefix(quantity.mark)
            head = quantity.mark if bare != quantity.printed else ""
            whole = bare.removesuffix(quantity.mark)
            tail = quantity.mark if whole != bare else ""
            return head, ("", whole, ""), tail + self._equivalent(quantity)
        number, plural = self._number(quantity, table=table, signed=signed, most=most)
        qualifier = self.style.qualifiers[quantity.qualifier]
        if quantity.mark in qualifier.inside:
            number = _put(qualifier.inside[quantity.mark], "{n}", number)
            around = "{x}"
        else:
            around = qualifier.marks.get(
                quantity.mark, qualifier.units.get(quantity.unit, qualifier.around)
            )
        before, _, after = around.partition("{x}")
        text = self._with_unit(quantity, number, plural, table=table)
        return before, text, after + self._equivalent(quantity)

    def reading(self, quantity: Quantity) -> str:
        """Word a figure for a note, with what its qualifier leaves open."""
        qualifiers = self.style.qualifiers
        note = qualifiers["ambiguous" if quantity.increase else quantity.qualifier].note
        return self.quantity(quantity) + note

    def _with_unit(self, quantity: Quantity, number: Parts, plural: str, *, table: bool) -> Parts:
        """Put a unit to a number; below strokes stand the names of what it is counted by."""
        style = self.style
        if number == ("", quantity.numeral, "") and quantity.measure != "%":
            return "", quantity.numeral, quantity.measure
        if quantity.fraction in style.fractions and not table:
            return "", style.fractions[quantity.fraction], ""
        head, *below = quantity.unit.split("/")
        if quantity.unit in style.units:
            head, below = quantity.unit, []
        unit = style.units[head].get(plural, style.units[head]["other"])
        measure = style.measures.get(quantity.measure, quantity.measure)
        unit = unit.replace("{measure}", measure if not below else "")
        text = _put(unit, "{n}", number)
        for key in below:
            text = _put(style.per.pattern.replace("{unit}", style.per.names[key]), "{x}", text)
        return text

    def number(self, value: Decimal) -> str:
        """Word a bare number: exact digits with the language's separators."""
        key = str(value)
        if key not in self._numbers:
            self._numbers[key] = self._number_of(value)
        return self._numbers[key]

    def _number_of(self, value: Decimal) -> str:
        decimals = max(0, -exponent_of(value))
        pattern = ("#,##0" if self.style.numbers.group else "0") + (
            "." + "0" * decimals if decimals else ""
        )
        return format_decimal(abs(value), pattern, locale=self._locale)

    def period(self, period: Period, *, inferred: bool = False, within: bool = False) -> str:
        """Word a period, alone or within a sentence; an inferred one stands in brackets."""
        key = period, inferred, within
        if key not in self._periods:
            self._periods[key] = self._period(period, inferred=inferred, within=within)
        return self._periods[key]

    def _period(self, period: Period, *, inferred: bool, within: bool) -> str:
        periods = self.style.periods
        forms = periods.patterns | (periods.within if within else {})
        named = periods.named | (periods.within if within else {})
        if period.text in periods.named and not inferred:
            return named[period.text]
        key = self._form(period)
        if period.text in periods.named:
            return periods.inferred.replace("{x}", named[period.text])
        pattern = forms.get(f"{key}-{period.part}", forms[key])
        if not inferred or period.form == "none":
            return self._fill(pattern.replace("<", "").replace(">", ""), period)
        head, _, rest = pattern.partition("<")
        date, _, tail = rest.partition(">")
        dated = periods.inferred.replace("{x}", self._fill(date, period))
        return self._fill(head, period) + dated + self._fill(tail, period)

    def list(self, items: Sequence[str]) -> str:
        """Join words the way the language lists them."""
        if len(items) < 2:  # one item is no list
            return "".join(items)
        patterns = self.style.lists
        if len(items) == 2:
            return patterns["pair"].replace("{a}", items[0]).replace("{b}", items[1])
        text = items[0]
        for item in items[1:-1]:
            text = patterns["middle"].replace("{a}", text).replace("{b}", item)
        return patterns["end"].replace("{a}", text).replace("{b}", items[-1])

    def _number(
        self, quantity: Quantity, *, table: bool, signed: bool, most: int
    ) -> tuple[Parts, str]:
        """Return the number, its scale word after it, and its plural category."""
        numbers = self.style.numbers
        if quantity.numeral and numbers.keep_numerals:
            phrase = {quantity.measure, quantity.mark} & set(numbers.numeral_only)
            digits_read_well = not phrase
            if not (table and digits_read_well):
                return ("", quantity.numeral, ""), "other"
        low, high = quantity.bounds
        scale = self._range_scale(quantity, most)
        if quantity.value is None:
            shown = (table and signed and low < 0) or low < 0 < high  # no word tells both signs
            pattern = numbers.range_table if table and not shown else numbers.range
            ends = (low, high) if shown else sorted((low, high), key=abs)
            spell = not table and all(self._is_word(n, quantity) for n in ends)
            texts = [self._digits(n, scale, quantity, word=spell) for n in ends]
            if shown:
                signs = [numbers.minus if n < 0 else "" for n in ends]
                texts = [sign + text for sign, text in zip(signs, texts, strict=True)]
            unit = quantity.unit.split("/")[0]
            if not table and unit in numbers.repeated:
                pattern = self._repeated(pattern, unit, scale)
            before, text, after = _put(
                pattern.replace("{low}", texts[0]), "{high}", ("", texts[1], "")
            )
        else:
            spell = not table and self._is_word(low, quantity)
            text = self._digits(low, scale, quantity, word=spell)
            before, after = numbers.minus if table and signed and low < 0 else "", ""
        scaled = _trimmed(high, scale.power if scale else 0, pointed=quantity.pointed)
        plural = str(self._locale.plural_form(abs(scaled)))
        if scale:
            after += scale.word.get(plural, scale.word["other"])
            plural = SCALED
        return (before, text, after), plural

    def _repeated(self, pattern: str, unit: str, scale: Scale | None) -> str:
        """Return a pattern of a range with the unit and scale at its first number, too."""
        head, _, tail = self.style.units[unit]["other"].partition("{n}")
        scaled = scale.word["other"] if scale else ""
        return pattern.replace("{low}", f"{{low}}{scaled}{tail}").replace(
            "{high}", f"{head}{{high}}"
        )

    def _digits(
        self, value: Decimal, scale: Scale | None, quantity: Quantity, *, word: bool
    ) -> str:
        if word:
            return self.style.numbers.words[int(abs(value))]
        return self.number(_trimmed(value, scale.power if scale else 0, pointed=quantity.pointed))

    def _is_word(self, value: Decimal, quantity: Quantity) -> bool:
        numbers = self.style.numbers
        return (
            quantity.unit in numbers.words_units
            and value == value.to_integral_value()
            and int(abs(value)) in numbers.words
            and not quantity.pointed
        )

    def power(self, quantity: Quantity) -> int:
        """Return the power of ten of a figure's scale word, zero without one."""
        scale = self._range_scale(quantity, HIGHEST)
        return scale.power if scale else 0

    def common_power(self, quantities: Sequence[Quantity]) -> int:
        """Return the power of ten that suits all figures of a series: the least of theirs."""
        powers = [self.power(q) for q in quantities if any(q.bounds)] or [HIGHEST]
        return min(powers) if max(powers) - min(powers) <= NEIGHBORS else HIGHEST

    def _scale(self, value: Decimal, quantity: Quantity, most: int) -> Scale | None:
        """Choose the largest scale word that keeps every digit and reads well."""
        numbers = self.style.numbers
        size = abs(value)
        if size < numbers.scale_from:
            return None
        for scale in sorted(numbers.scales, key=lambda s: -s.power):
            if scale.power > most or size < Decimal(1).scaleb(scale.power):
                continue
            decimals = max(0, -exponent_of(_trimmed(value, scale.power, pointed=False)))
            if quantity.scaled or decimals <= numbers.scale_decimals:
                return scale
            return None
        return None

    def _range_scale(self, quantity: Quantity, most: int) -> Scale | None:
        """Choose one scale for both ends: that of the larger, unless the smaller gets too small."""
        low, high = sorted(abs(bound) for bound in quantity.bounds)
        scale = self._scale(high, quantity, most)
        if scale is None or low == high or low >= Decimal(1).scaleb(scale.power - 1):
            return scale
        return self._scale(low, quantity, most)

    def _rank(self, quantity: Quantity, *, table: bool) -> str:
        assert quantity.value is not None
        rank = int(quantity.value)
        numbers = self.style.numbers
        if not table and rank in numbers.ordinals:
            return numbers.ordinals[rank]
        units = self.style.units["rank"]
        pattern = units.get(str(self._locale.ordinal_form(rank)), units["other"])
        return pattern.replace("{n}", self.number(quantity.value))

    def _equivalent(self, quantity: Quantity) -> str:
        equivalent = self.style.equivalents.get(quantity.unit)
        if equivalent is None or quantity.value is None:
            return ""
        exact = quantity.value * Decimal(equivalent.factor) / Decimal(equivalent.divisor)
        rounded = exact.quantize(Decimal(1).scaleb(exact.adjusted() - 2)).normalize()
        pattern = equivalent.pattern if rounded == exact else equivalent.about
        bare = replace(quantity, unit=equivalent.unit, value=rounded, qualifier="exact", mark="")
        return pattern.replace("{x}", self.quantity(_plain(bare), table=True))

    def _day(self, day: int) -> str:
        return self.style.periods.days.get(day, str(day))

    def _form(self, period: Period) -> str:
        if period.reach:
            return f"{period.reach}-{period.form}"
        if period.form == "half":
            return f"half-{period.part}"
        if period.form == "months" and period.start and period.end:
            return "months" if period.start.year == period.end.year else "months-years"
        return period.form

    def _fill(self, pattern: str, period: Period) -> str:
        if period.start is None or period.end is None:
            return pattern
        values = {
            "year": str(period.start.year),
            "month": str(period.start.month),
            "month_name": self._months[period.start.month],
            "day": self._day(period.start.day),
            "year2": str(period.end.year),
            "month2": str(period.end.month),
            "month_name2": self._months[period.end.month],
            "day2": self._day(period.end.day),
            "part": period.part,
            "ordinal": self.style.numbers.ordinals.get(int(period.part or 0), period.part)
            if period.form == "quarter"
            else "",
            "season": self.style.periods.seasons.get(period.part, period.part),
        }
        if period.reach == "to":
            values |= {"day": self._day(period.end.day), "month": str(period.end.month)}
            values |= {"month_name": self._months[period.end.month]}
        for key, value in values.items():
            pattern = pattern.replace("{" + key + "}", value)
        return pattern


def _put(pattern: str, place: str, parts: Parts) -> Parts:
    """Put a worded figure where a pattern has its place."""
    before, _, after = pattern.partition(place)
    return before + parts[0], parts[1], parts[2] + after


def _trimmed(value: Decimal, power: int, *, pointed: bool) -> Decimal:
    """Divide by a power of ten exactly; drop zeros that stand for no printed decimal."""
    scaled = value.scaleb(-power)
    if not pointed or exponent_of(scaled) > 0:
        scaled = _plain_decimal(scaled)
    return scaled


def _plain_decimal(value: Decimal) -> Decimal:
    trimmed = value.normalize()
    return trimmed.quantize(Decimal(1)) if exponent_of(trimmed) > 0 else trimmed


def _plain(quantity: Quantity) -> Quantity:
    assert quantity.value is not None
    value = _plain_decimal(quantity.value)
    return replace(quantity, value=value, scaled=False, pointed=exponent_of(value) < 0, measure="")
