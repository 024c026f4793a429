"""What loading finds wrong, and the small readings every record shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from factsheet.facts import schema
from factsheet.facts.records import Aside, Basis, Silent, Texts
from factsheet.facts.yamlfile import Trail, Where
from factsheet.figures.parser import UnreadableError, parse
from factsheet.figures.periods import Period, PeriodError, parse_period
from factsheet.figures.quantity import Quantity
from factsheet.figures.units import Units
from factsheet.problems import Place, Problem


class Report:
    """Collects problems; `sound` tells whether a factbook can be made all the same."""

    def __init__(self, units: Units) -> None:
        """Start with nothing found."""
        self.units = units
        self.problems: list[Problem] = []
        self.sound = True

    def problem(self, place: Place, rule: str, message: str, hint: str = "") -> None:
        """Add a problem."""
        self.problems.append(Problem(place=place, rule=rule, message=message, hint=hint))

    def period(self, text: str, where: Where, *trail: str | int) -> Period | None:
        """Read a period, or say why it is none."""
        try:
            return parse_period(text)
        except PeriodError as error:
            hint = (
                "write 2024, 2024-H1, 2024-Q3, 2024-09, 2024-01/2024-08, 2021/2025, 2023-10-29, "
                "2025-spring, to 2024-09-18, since 2023 or none"
            )
            self.problem(where.place(*trail), "period", str(error), hint)
            self.sound = False
            return None

    def quantity(self, printed: str, where: Where, trail: Trail) -> Quantity | None:
        """Read a printed figure, or say what of it was understood."""
        try:
            return parse(printed, self.units)
        except UnreadableError as error:
            self.problem(
                where.place(*trail),
                "figure",
                f"the figure “{printed}” cannot be read: {error}",
                "type number, scale, unit and qualifier as printed, and nothing else; "
                "a unit that is not known yet goes into facts/units.yml",
            )
            return None


def basis_of(texts: Mapping[str, str] | None) -> Basis | None:
    """Return how something is known, its dating words apart."""
    if texts is None:
        return None
    return Basis(
        texts=frozen({k: v for k, v in texts.items() if k != "printed"}),
        printed=texts.get("printed", ""),
    )


def silent_of(shape: schema.SilentShape | None, owner: Where) -> Silent | None:
    """Return a claim of silence with the places of its parts."""
    if shape is None:
        return None
    where = Where(file=owner.file, trail=(*owner.trail, "silent"))
    aside = tuple(
        Aside(
            source=a.source,
            at=tuple(a.at),
            reason=a.reason,
            where=Where(file=where.file, trail=(*where.trail, "aside", i)),
        )
        for i, a in enumerate(shape.aside)
    )
    return Silent(
        through=tuple(shape.through),
        words=tuple(shape.words),
        basis=frozen(shape.basis),
        aside=aside,
        where=where,
    )


def optional(texts: Mapping[str, str] | None) -> Texts | None:
    """Return texts that may be missing."""
    return None if texts is None else frozen(texts)


def frozen(texts: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Texts:
    """Return texts that nothing can change."""
    return MappingProxyType(dict(texts))
