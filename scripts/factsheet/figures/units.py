"""Units as data: units.yml of the package -> `Units`, the printed forms known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

PACKAGE = Path(__file__).with_name("units.yml")
COUNT = "count"


class Unit(BaseModel):
    """A unit: printed forms, dimension, size in the dimension's base, and what it combines with.

    `each` maps a printed form to how many of the unit it counts; `scaled` forms are read only
    behind 万 or 亿; `per` allows it below a stroke, `under` names forms that stand only there;
    `times` lists units that may follow it as a factor, `product` its form before such a unit.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
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

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    units: dict[str, Unit] = {}
    measures: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
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
        self.forms: dict[str, Form] = {word: Form(unit=COUNT) for word in measures}
        self.scaled: dict[str, Form] = {}
        self.below: dict[str, str] = dict.fromkeys(measures, COUNT)
        self.products: dict[str, Form] = {}
        for key, unit in units.items():
            self.forms |= {form: Form(unit=key) for form in unit.forms}
            self.forms |= {form: Form(unit=key, each=each) for form, each in unit.each.items()}
            self.scaled |= {form: Form(unit=key) for form in unit.scaled}
            if unit.per or unit.under:
                self.below |= dict.fromkeys((*unit.forms, *unit.scaled, *unit.under), key)
            heads = (unit.product,) if unit.product else unit.forms
            self.products |= {
                head + tail: Form(unit=f"{key}·{other}")
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
        return Form(unit="/".join((self.form(head).unit, *below)))


@cache
def package_units() -> Units:
    """Return the units of the package."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # makes text only
    shape = UnitsFile.model_validate(yaml.load(PACKAGE.read_text("utf-8"), loader))  # noqa: S506
    return Units(shape.units, tuple(shape.measures.split()))
