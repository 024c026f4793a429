"""Kept editions + the present sheet -> `ReleaseView`s in each `Edition`, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise

from factsheet.edition.history import ChangedView, ChangeList, ReleaseView, numbered
from factsheet.edition.labels import shortened
from factsheet.edition.localize import edition_of
from factsheet.edition.sheet import Edition
from factsheet.edition.typography import TYPED
from factsheet.edition.views import FactView, Run
from factsheet.evidence.readings import know_wordings, wording_hash
from factsheet.figures.periods import parse_period
from factsheet.language.vocabulary import (
    ADDED,
    CHANGED,
    CHANGED_IN,
    COMPARED,
    CORRECTED,
    SINCE,
    WITHDRAWN,
)
from factsheet.language.wording import Wording
from factsheet.processes import each, nothing_collected
from factsheet.project import Project
from factsheet.releases.compare import FIGURES, KINDS, Change, Changes, compare
from factsheet.releases.freeze import record_of
from factsheet.releases.kept import KeptEdition, KeptFact, kept_editions


def editions_with_history(
    project: Project, meanwhile: Callable[[], object] = lambda: None
) -> Mapping[str, Edition]:
    """Return a project's sheet in every language, with what each edition of it changed.

    `meanwhile` is done before languages are waited for that other processes put into words.
    """
    keys = [language.key for language in project.languages]
    with nothing_collected():
        found = each(partial(_worded, project), keys, meanwhile=meanwhile)
    editions = {key: edition for key, (edition, _) in found.items()}
    know_wordings(project, {key: hashes for key, (_, hashes) in found.items()})
    steps = tuple(reversed(_steps(project, editions)))
    return {
        key: replace(edition, history=tuple(_History(project, edition).releases(steps)))
        for key, edition in editions.items()
    }


def _worded(project: Project, language: str) -> tuple[Edition, Mapping[str, str]]:
    """Return a sheet in one language, and what its record says of the words of each fact."""
    facts = (fact for fact in project.book.facts if not fact.hold)
    hashes = {fact.id: wording_hash(project, fact, language) for fact in facts}
    return edition_of(project, language), hashes


def compared(changes: Changes, edition: Edition) -> str:
    """Count in words what changed since an edition, leaving out kinds without a fact."""
    found = (
        (ADDED, changes.added),
        (CHANGED, changes.changed),
        (CORRECTED, changes.corrected),
        (WITHDRAWN, changes.withdrawn),
    )
    counts = [edition.word(words) % {"count": len(facts)} for words, facts in found if facts]
    before = edition.word(COMPARED) % {"number": changes.before.number}
    return f"{before}{edition.word(': ')}{edition.word('; ').join(counts)}" if counts else ""


def _steps(project: Project, editions: Mapping[str, Edition]) -> list[Changes | KeptEdition]:
    """Return the first record and each step from one to the next, the present sheet the last.

    The sheet is a step where its number is not kept yet, or where it says something else.
    """
    kept, _ = kept_editions(project.root)
    present = record_of(project, editions)
    is_kept = any(edition.number == present.number for edition in kept)
    records = [*kept, present.model_copy(update={"number": ""}) if is_kept else present]
    steps: list[Changes | KeptEdition] = [records[0]]
    for before, after in pairwise(records):
        changes = compare(before, after, project.book.corrections)
        if after.number or changes.found:
            steps.append(changes)
    return steps


class _History:
    def __init__(self, project: Project, edition: Edition) -> None:
        self.edition = edition
        self.lang = edition.language
        style = project.styles[edition.language]
        self.wording = Wording(style)
        self.apostrophe = style.apostrophe or TYPED
        shown = (*edition.facts.values(), *edition.withdrawn.values())
        self.views = {key: view for view in shown for key in (*view.was, view.id)}
        self.sections = {(s.topic, s.key): s.title for s in edition.sections}

    def releases(self, steps: Iterable[Changes | KeptEdition]) -> Iterator[ReleaseView]:
        for step in steps:
            record = step if isinstance(step, KeptEdition) else step.after
            lists = () if isinstance(step, KeptEdition) else tuple(self._lists(step))
            yield ReleaseView(
                number=record.number,
                day=record.date.isoformat(),
                anchor=f"edition-{record.number.replace('.', '-')}" if record.number else "since",
                title=self._title(step),
                summary=self._summary(step),
                lists=lists,
            )

    def _title(self, step: Changes | KeptEdition) -> str:
        record = step if isinstance(step, KeptEdition) else step.after
        if record.number:
            named = {"number": record.number, "date": self._day(record.date)}
            return self.edition.word("Edition %(number)s, %(date)s") % named
        assert isinstance(step, Changes)
        return self.edition.word(SINCE) % {"number": step.before.number}

    def _summary(self, step: Changes | KeptEdition) -> str:
        """Count the facts of an edition, and what changed since the one before."""
        word = self.edition.word
        record = step if isinstance(step, KeptEdition) else step.after
        facts = sum(1 for fact in record.facts if not fact.withdrawn)
        told = word("Facts: %(count)s") % {"count": facts}
        if isinstance(step, KeptEdition):
            return told
        return word(". ").join(filter(None, (told, compared(step, self.edition))))

    def _day(self, day: date) -> str:
        return self.wording.period(parse_period(day.isoformat()))

    def _lists(self, changes: Changes) -> Iterator[ChangeList]:
        yield from self._list("added", ADDED, [(fact, "") for fact in changes.added])
        for kind in KINDS:
            own = [change for change in changes.changed if change.kinds[0] == kind]
            told = [(c.after, self._figures(c) if kind == FIGURES else "") for c in own]
            yield from self._list(kind, CHANGED_IN[kind], told)
        corrected = [(c.after, self._why(c)) for c in changes.corrected]
        yield from self._list("corrected", CORRECTED, corrected)
        withdrawn = [(fact, self._withdrawal(fact)) for fact in changes.withdrawn]
        yield from self._list("withdrawn", WITHDRAWN, withdrawn)

    def _list(
        self, kind: str, words: str, facts: list[tuple[KeptFact, str]]
    ) -> Iterator[ChangeList]:
        """Yield the list of a kind, unless it has no fact."""
        if facts:
            yield ChangeList(
                kind=kind,
                words=self.edition.word(words) % {"count": len(facts)},
                count=len(facts),
                sections=tuple(self._by_section(facts)),
            )

    def _by_section(
        self, facts: list[tuple[KeptFact, str]]
    ) -> Iterator[tuple[str, tuple[ChangedView, ...]]]:
        """Group facts by the sections that they stand in today, in page order."""
        groups: dict[tuple[str, str], list[ChangedView]] = {key: [] for key in self.sections}
        for fact, told in facts:
            view = self.views.get(fact.id)
            place = (view.topic, view.section) if view else (fact.topic, fact.section)
            changed = ChangedView(
                id=view.id if view else fact.id, label=self._label(fact, view), told=told
            )
            groups.setdefault(place, []).append(changed)
        pattern = self.edition.word("%(label)s (%(number)s)")
        for key, found in groups.items():
            if found:
                labels = numbered([each.label for each in found], pattern)
                named = zip(found, labels, strict=True)
                yield (
                    self.sections.get(key, ""),
                    tuple(replace(each, label=label) for each, label in named),
                )

    def _label(self, fact: KeptFact, view: FactView | None) -> str:
        """Name a fact as its page does; one without a sentence by what it said."""
        if view is not None and not view.withdrawn:
            return view.label
        return shortened((Run(text=fact.text.get(self.lang, "")),)) or fact.id

    def _figures(self, change: Change) -> str:
        """Say what figures were and are, in words."""
        was = {f.name: f.rendered.get(self.lang, "") for f in change.before.figures}
        now = {f.name: f.rendered.get(self.lang, "") for f in change.after.figures}
        names = [n for n in dict.fromkeys((*was, *now)) if was.get(n) != now.get(n)]
        return self.edition.word("; ").join(
            f"{was.get(name) or '—'} → {now.get(name) or '—'}" for name in names
        )

    def _why(self, change: Change) -> str:
        reasons = dict.fromkeys(c.why.get(self.lang, "") for c in change.corrections)
        why = self.edition.word("; ").join(reasons)
        return why.replace(TYPED, self.apostrophe)

    def _withdrawal(self, fact: KeptFact) -> str:
        view = self.views.get(fact.id)
        return view.plain if view is not None and view.withdrawn else ""
