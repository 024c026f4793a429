"""facts/units.yml of a sheet -> `Units`: the package's units and those that the sheet adds."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from factsheet.facts.validate import validate
from factsheet.facts.yamlfile import YamlFile, load_yaml
from factsheet.figures.units import Units, UnitsFile, package_units
from factsheet.messages import say
from factsheet.problems import Problem, ProblemsFoundError

SHEET = "facts/units.yml"


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
            hint = say("write a number or a fraction, such as 1000 or 1/15")
            problems.append(
                Problem(
                    place=place,
                    rule="units",
                    message=say("{factor!r} is no factor", factor=unit.factor),
                    hint=hint,
                )
            )
        for other in unit.times:
            if other not in known:
                message = say("{other!r} is not a unit", other=other)
                problems.append(Problem(place=place, rule="units", message=message))
    return problems
