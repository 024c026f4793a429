"""`Quantity`: what a printed figure means, exactly and with what the print leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

QUALIFIERS = (
    "exact",
    "more-than",
    "at-least",
    "less-than",
    "at-most",
    "nearly",
    "about",
    "range",
    "ambiguous",
)


class UnreadableError(ValueError):
    """A printed string that is no figure; the message says what of it was understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One figure: value, or low and high of a range, in `unit`, with its qualifier.

    A value keeps its printed precision as its Decimal exponent: 1743.8 亿 is 1.7438E+11.
    `measure` is the printed unit or measure word (亿 left out), `mark` the printed qualifier,
    `increase` says that it follows a verb of change and so may be a rise to or by that many times,
    `numeral` the number as printed where it is a Chinese numeral, `fraction` a printed fraction
    as 1/3, `printed` the whole figure as printed, without its direction word; `number` and
    `printed_unit` are its number and what is printed after that, with 万 or 亿: 7.86 and 亿美元.
    """

    unit: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    qualifier: str = "exact"
    mark: str = ""
    measure: str = ""
    numeral: str = ""
    scaled: bool = False
    pointed: bool = False
    fraction: str = ""
    increase: bool = False
    printed: str = ""
    number: str = ""
    printed_unit: str = ""

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """Return low and high of what was printed; both are the value where it is one number."""
        if self.value is not None:
            return self.value, self.value
        assert self.low is not None
        assert self.high is not None
        return self.low, self.high

    @property
    def interval(self) -> tuple[Decimal, Decimal]:
        """Return the numbers that round to what was printed.

        3.1% is 3.05 to 3.15; a count or rank printed in full is itself.
        """
        low, high = self.bounds
        if self.unit in ("count", "rank") and not self.scaled and not self.pointed:
            return low, high
        return low - _half_step(low, self), high + _half_step(high, self)

    @property
    def meaning(self) -> tuple[str, str, Decimal, Decimal]:
        """Return what two wordings of one figure must share: unit, kind of qualifier, bounds."""
        return (self.unit, self.qualifier, *self.bounds)


def plain(value: Decimal) -> str:
    """Return a number as a decimal string without exponent: 1.7438E+11 is 174380000000."""
    return format(value, "f")


def quantity_json(quantity: Quantity) -> dict[str, str | None]:
    """Return value, unit, qualifier, low and high as decimal strings; percent as printed."""
    low, high = quantity.bounds
    single = quantity.value is not None
    return {
        "value": plain(quantity.value) if quantity.value is not None else None,
        "unit": quantity.unit,
        "qualifier": quantity.qualifier,
        "low": None if single else plain(low),
        "high": None if single else plain(high),
    }


def exponent_of(value: Decimal) -> int:
    """Return the power of ten of a finite number's last digit."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def _half_step(value: Decimal, quantity: Quantity) -> Decimal:
    exponent = exponent_of(value)
    if not quantity.scaled:
        exponent = min(exponent, 0)
    return Decimal(1).scaleb(exponent) / 2
