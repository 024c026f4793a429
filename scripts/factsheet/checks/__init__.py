"""The rules: each check is a small generator of problems; this list is all of them, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from factsheet.checks import (
    chains,
    claims,
    consistency,
    currency,
    drawings,
    evidence,
    panels,
    printed,
    published,
    records,
    references,
    schematic,
    sentences,
    settings,
    texts,
)
from factsheet.problems import Problem
from factsheet.project import Project

Check = Callable[[Project], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    # texts
    texts.languages,
    texts.markup,
    texts.slips,
    texts.same_slots,
    texts.known_slots,
    texts.unused_figures,
    texts.typed_figures,
    texts.typed_qualifiers,
    texts.confusions,
    texts.raw_names,
    sentences.directions,
    sentences.period_shown,
    sentences.bare_figures,
    sentences.prepositions,
    sentences.status_words,
    texts.glosses,
    published.lenders_whole,
    published.reviewed,
    # records
    records.unique_ids,
    records.earlier_ids,
    records.figure_count,
    records.figure_units,
    records.unit_words,
    records.bases,
    records.cells,
    records.undated,
    records.speakers,
    records.unfinished,
    records.dated_by_edition,
    # references between records
    references.names_known,
    references.names_used,
    references.sources_known,
    references.sources_used,
    references.originals,
    references.letters,
    references.indicators,
    references.rhythms,
    references.facts_known,
    references.inputs_published,
    references.corrections_shown,
    references.sections_known,
    printed.print_known,
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
    claims.silence_worded,
    claims.unreported_dated,
    claims.reports_later,
    claims.statements_agree,
    claims.apart_needed,
    claims.figures_once,
    claims.sources_differ,
    chains.updates_newer,
    chains.updates_needed,
    currency.cutoff_current,
    currency.newest_named,
    currency.charts_newest,
    # what is drawn
    drawings.charts_known,
    drawings.charts_alike,
    drawings.charts_periods,
    drawings.charts_whole,
    schematic.schematic_places,
    schematic.schematic_stops,
    schematic.schematic_bends,
    schematic.stages_known,
    panels.cities_printed,
    panels.cities_listed,
    panels.timeline_dated,
    # the MkDocs files
    settings.titles_alike,
    settings.topics_listed,
    settings.parts_unlisted,
)


def check(project: Project, checks: Sequence[Check] = CHECKS) -> tuple[Problem, ...]:
    """Run the checks over a sound project; return every problem, sorted by place.

    Of a text that cannot be read nothing else is said: what it lacks may stand in it.
    """
    found = {problem for rule in checks for problem in rule(project)}
    first = {problem for problem in found if _is_unread(problem)}
    unread = {problem.place for problem in first}
    return tuple(sorted(p for p in found if p in first or p.place not in unread))


def _is_unread(problem: Problem) -> bool:
    """Tell whether a problem says that a text cannot be read as it was meant."""
    return problem.rule == "markup" or (problem.rule == "slips" and "full-width" in problem.message)
