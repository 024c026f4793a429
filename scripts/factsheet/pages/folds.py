"""`SectionView` -> what of it stands on the page and what folds, each once, in order.

The newest report of a subject stands; what it carries on in its section folds under it. Plans fold
under one line and proposals under another. Without a newer report beside it, nothing folds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, NameView, SectionView, TableView

Item: TypeAlias = FactView | TableView

PLANNED = ("plan", "target", "estimate")
PROPOSED = "proposal"
UNNAMED = "Cities that no proposal in this sheet names: %(cities)s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A sentence or a table that stands, and the older reports that fold under it, newest first."""

    item: Item
    earlier: tuple[FactView, ...]

    @property
    def subjects(self) -> tuple[tuple[str, tuple[FactView, ...]], ...]:
        """Return the older reports by what they count; the subject of another is its label."""
        found: dict[str, list[FactView]] = {}
        for fact in self.earlier:
            found.setdefault(fact.counts or fact.label, []).append(fact)
        return tuple((subject, tuple(facts)) for subject, facts in found.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """A section: what stands, its plans and its proposals; `by_city` are these by cities named.

    What is `withdrawn` says when and why, apart from what holds.
    """

    standing: tuple[Standing, ...]
    plans: tuple[FactView, ...]
    proposals: tuple[FactView, ...]
    by_city: tuple[tuple[str, tuple[FactView, ...]], ...]
    withdrawn: tuple[FactView, ...]

    @property
    def facts(self) -> tuple[FactView, ...]:
        """Return every fact of the section, in the order in which the page shows them."""
        shown: list[FactView] = []
        for part in self.standing:
            item = part.item
            shown += [r.fact for r in item.rows] if isinstance(item, TableView) else [item]
            shown += part.earlier
        shown += self.plans
        shown += [fact for _, facts in self.by_city for fact in facts]
        return (*shown, *self.withdrawn)


def folded(section: SectionView, facts: Mapping[str, FactView]) -> Folded:
    """Part a section; `facts` are those of the whole sheet by id."""
    plans = tuple(fact for fact in section.facts if _is(fact, *PLANNED))
    proposals = tuple(fact for fact in section.facts if _is(fact, PROPOSED))
    stands = {fact.id for fact in section.facts}
    stands |= {row.fact.id for table in section.tables for row in table.rows}
    under = {fact.id: _newest(fact, stands, facts) for fact in section.facts}
    standing = tuple(
        Standing(item=item, earlier=_earlier(item, section.facts, under))
        for item in section.parts
        if isinstance(item, TableView)
        or not (item.withdrawn or _is(item, *PLANNED, PROPOSED) or under[item.id])
    )
    by_city = tuple((city, tuple(found)) for city, found in groupby(_in_cities(proposals), _cities))
    withdrawn = tuple(fact for fact in section.facts if fact.withdrawn)
    return Folded(
        standing=standing, plans=plans, proposals=proposals, by_city=by_city, withdrawn=withdrawn
    )


def stands_alone(edition: Edition, fact: FactView) -> bool:
    """Tell whether one article reports what a fact counts, and no other fact on whatever scope."""
    counted = {figure.indicator for figure in fact.figures if figure.indicator}
    if (
        not counted
        or len(fact.letters) > 1
        or fact.updates
        or fact.updated_by
        or _is(fact, *PLANNED, PROPOSED)
    ):
        return False
    series = (series for series in edition.series if series.key in counted)
    return all(point.fact.id == fact.id for each in series for point in each.points)


def cities_proposed(
    edition: Edition, proposals: Iterable[FactView]
) -> tuple[tuple[NameView, ...], tuple[NameView, ...]]:
    """Return the cities that proposals name, and those that no proposal of the sheet names.

    A proposal names a city by any place in it; one that is part of a name of it, in any language,
    may be named by that: of such a city nothing is said.
    """
    shown = {fact.id for fact in proposals}
    here, anywhere, said = set[str](), set[str](), set[str]()
    for name in edition.names:
        proposed = {fact.id: fact.plain for fact in name.facts if _is(fact, PROPOSED)}
        if proposed:
            anywhere.add(name.city)
            said |= {*_forms(name), *name.aliases, *proposed.values()}
        if proposed.keys() & shown:
            here.add(name.city)
    words = "\n".join(said)
    cities = [name for name in edition.names if name.key == name.city]
    unnamed = (city for city in cities if city.key not in anywhere)
    return (
        tuple(city for city in cities if city.key in here),
        tuple(c for c in unnamed if not any(form in words for form in _forms(c))),
    )


def _forms(name: NameView) -> tuple[str, ...]:
    return name.full, name.short, *(form.text for form in name.others)


def noted(edition: Edition, sections: Iterable[SectionView]) -> tuple[FactView, ...]:
    """Return the facts of sections that have notes, in the order in which a page shows them."""
    facts = (fact for each in sections for fact in folded(each, edition.facts).facts)
    return tuple(fact for fact in facts if not fact.withdrawn)


def _newest(fact: FactView, stands: Collection[str], facts: Mapping[str, FactView]) -> str:
    """Return the newest report that carries a fact on and stands in its section; else nothing."""
    newest = facts.get(fact.updated_by)
    if newest is None or _is(fact, *PLANNED, PROPOSED) or _is(newest, *PLANNED, PROPOSED):
        return ""
    return newest.id if newest.id in stands else ""


def _earlier(
    item: Item, facts: Iterable[FactView], under: Mapping[str, str]
) -> tuple[FactView, ...]:
    """Return the facts that fold under an item; within a section they are typed oldest first."""
    own = {row.fact.id for row in item.rows} if isinstance(item, TableView) else {item.id}
    return tuple(fact for fact in reversed(tuple(facts)) if under[fact.id] in own)


def _is(fact: FactView, *statuses: str) -> bool:
    return not fact.withdrawn and fact.status in statuses


def _in_cities(proposals: tuple[FactView, ...]) -> list[FactView]:
    """Order proposals by the cities they name, in the order of the first; the others come last."""
    order = list(dict.fromkeys(map(_cities, proposals)))
    return sorted(proposals, key=lambda fact: (not fact.cities, order.index(fact.cities)))


def _cities(fact: FactView) -> str:
    return fact.cities
