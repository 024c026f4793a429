"""Units as data: units.yml of the package and of a sheet -> `Units`, the printed forms known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from factsheet.problems import Problem, ProblemsFoundError
from factsheet.validate import validate
from factsheet.yamlfile import YamlFile, load_yaml

PACKAGE = Path(__file__).with_name("units.yml")
SHEET = "facts/units.yml"
COUNT = "count"


class Unit(BaseModel):
    """A unit: printed forms, dimension, size in the dimension's base, and what it combines with.

    `each` maps a printed form to how many of the unit it counts; `scaled` forms are read only
    behind 万 or 亿; `per` allows it below a stroke, `under` names forms that stand only there;
    `times` lists units that may follow it as a factor, `product` its form before such a unit.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    forms: tuple[str, ...]
    dimension: str
    factor: str
    each: dict[str, int] = {}
    scaled: tuple[str, ...] = ()
    per: bool = False
    under: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    product: str = ""


class UnitsFile(BaseModel):
    """The shape of a units.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    units: dict[str, Unit] = {}
    measures: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What a printed unit means: the unit's key and how many of it one is."""

    unit: str
    each: int = 1


class Units:
    """All units of a sheet, by key and by printed form."""

    def __init__(self, units: dict[str, Unit], measures: tuple[str, ...]) -> None:
        """Index the printed forms."""
        self.units = units
        self.measures = measures
        self.forms: dict[str, Form] = {word: Form(COUNT) for word in measures}
        self.scaled: dict[str, Form] = {}
        self.below: dict[str, str] = dict.fromkeys(measures, COUNT)
        self.products: dict[str, Form] = {}
        for key, unit in units.items():
            self.forms |= {form: Form(key) for form in unit.forms}
            self.forms |= {form: Form(key, each) for form, each in unit.each.items()}
            self.scaled |= {form: Form(key) for form in unit.scaled}
            if unit.per or unit.under:
                self.below |= dict.fromkeys((*unit.forms, *unit.scaled, *unit.under), key)
            heads = (unit.product,) if unit.product else unit.forms
            self.products |= {
                head + tail: Form(f"{key}·{other}")
                for head in heads
                for other in unit.times
                for tail in units[other].forms
            }
        self.forms |= self.products

    def form(self, printed: str) -> Form:
        """Return what a printed unit means; a compound one is built from its parts."""
        known = self.forms.get(printed) or self.scaled.get(printed)
        if known is not None:
            return known
        head, *tails = printed.replace("每", "/").split("/")
        below = [
            ("万" if tail[0] == "万" else "") + self.below[tail.lstrip("万")] for tail in tails
        ]
        return Form("/".join((self.form(head).unit, *below)))

    def factor(self, key: str) -> Fraction:
        """Return the size of a simple unit in its dimension's base unit."""
        return Fraction(self.units[key].factor)


def read_units(root: Path) -> Units:
    """Read the package's units and those a sheet adds; raise ProblemsFoundError."""
    own = root / SHEET
    if not own.exists():
        return package_units()
    file = load_yaml(own, SHEET)
    shape = validate(UnitsFile, file)
    problems = tuple(file.problems) if shape is None else tuple(_unsound(shape, file))
    if shape is None or problems:
        raise ProblemsFoundError(problems)
    base = package_units()
    measures = dict.fromkeys((*base.measures, *shape.measures.split()))
    return Units(base.units | shape.units, tuple(measures))


@cache
def package_units() -> Units:
    """Return the units of the package."""
    file = load_yaml(PACKAGE, PACKAGE.name)
    shape = validate(UnitsFile, file)
    if shape is None:
        raise ProblemsFoundError(tuple(file.problems))
    return Units(shape.units, tuple(shape.measures.split()))


def _unsound(shape: UnitsFile, file: YamlFile) -> list[Problem]:
    """Check what no shape can say: factors are numbers, parts are known."""
    problems = []
    known = {*shape.units, *package_units().units}
    for key, unit in shape.units.items():
        place = file.place(("units", key))
        try:
            sound = Fraction(unit.factor) > 0
        except (ValueError, ZeroDivisionError):
            sound = False
        if not sound:
            hint = "write a number or a fraction, such as 1000 or 1/15"
            problems.append(Problem(place, "units", f"{unit.factor!r} is no factor", hint))
        for other in unit.times:
            if other not in known:
                message = f"{other!r} is not a unit"
                problems.append(Problem(place, "units", message))
    return problems


def as_decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal number of 28 digits."""
    return Decimal(value.numerator) / Decimal(value.denominator)
