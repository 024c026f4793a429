"""The rules: each check is a small generator of problems; this list is all of them, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from factsheet.checks import (
    claims,
    consistency,
    currency,
    evidence,
    pictures,
    records,
    references,
    words,
)
from factsheet.problems import Problem
from factsheet.project import Project

Check = Callable[[Project], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    # texts
    words.languages,
    words.markup,
    words.slips,
    words.same_slots,
    words.known_slots,
    words.unused_figures,
    words.typed_figures,
    words.typed_qualifiers,
    words.confusions,
    words.raw_names,
    words.directions,
    words.period_shown,
    words.bare_figures,
    words.prepositions,
    words.status_words,
    words.glosses,
    # records
    records.unique_ids,
    records.figure_count,
    records.figure_units,
    records.unit_words,
    records.bases,
    records.cells,
    records.undated,
    records.speakers,
    records.dated_by_edition,
    # references between records
    references.names_known,
    references.names_used,
    references.sources_known,
    references.sources_used,
    references.originals,
    references.letters,
    references.indicators,
    references.facts_known,
    references.inputs_published,
    references.sections_known,
    # evidence
    evidence.cited,
    evidence.lines,
    evidence.strings,
    evidence.citation_figures,
    # facts with one another
    consistency.conflicts,
    consistency.falls,
    consistency.growth,
    consistency.parts,
    consistency.not_before,
    consistency.plans_not_past,
    # what is claimed beside figures
    claims.silence_current,
    claims.reports_later,
    claims.statements_agree,
    claims.apart_needed,
    claims.figures_once,
    claims.sources_differ,
    currency.cutoff_current,
    currency.newest_named,
    currency.charts_newest,
    # what is drawn
    pictures.charts_known,
    pictures.charts_alike,
    pictures.charts_periods,
    pictures.charts_whole,
    pictures.schematic_places,
    pictures.schematic_stops,
    pictures.schematic_bends,
    pictures.stages_known,
)


def check(project: Project, checks: Sequence[Check] = CHECKS) -> tuple[Problem, ...]:
    """Run the checks over a sound project; return every problem, sorted by place."""
    found = {problem for rule in checks for problem in rule(project)}
    return tuple(sorted(found))
