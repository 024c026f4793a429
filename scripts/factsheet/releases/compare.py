"""Two `KeptEdition`s -> what readers of the later one find new, changed, corrected, withdrawn.

A fact is known by its id and by its earlier ones, so that a renamed one is neither new nor gone.
What changed is computed from the two records; a correction belongs to the step from a record that
says what it quotes to one that says it less often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from factsheet.facts.frame import Correction
from factsheet.releases.kept import KeptEdition, KeptFact

FIGURES, STANDING, WORDING, EVIDENCE = "figures", "standing", "wording", "evidence"
KINDS = (FIGURES, STANDING, WORDING, EVIDENCE)  # what weighs most comes first


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A fact in both records; `kinds` are of `KINDS`, `languages` those whose words changed.

    `standing` is its period, status or speaker. `corrections` say why, where it was corrected.
    """

    before: KeptFact
    after: KeptFact
    kinds: tuple[str, ...]
    languages: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()

    @property
    def is_renamed(self) -> bool:
        """Tell whether it has another id now."""
        return self.before.id != self.after.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed from one record to the next, each in the order of the pages.

    A corrected fact is not listed as changed, too. `renamed` may have changed besides; of
    `withdrawn` the facts are as they were.
    """

    before: KeptEdition
    after: KeptEdition
    added: tuple[KeptFact, ...]
    changed: tuple[Change, ...]
    corrected: tuple[Change, ...]
    renamed: tuple[Change, ...]
    withdrawn: tuple[KeptFact, ...]

    @property
    def found(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.added or self.changed or self.corrected or self.renamed or self.withdrawn)


def compare(before: KeptEdition, after: KeptEdition, corrections: Iterable[Correction]) -> Changes:
    """Compare two records; `corrections` are all that the sheet has ever made."""
    old = {fact.id: fact for fact in before.facts}
    shared = tuple(key for key in after.languages if key in before.languages)
    made = tuple(corrections)
    added: list[KeptFact] = []
    both: list[Change] = []
    left = dict(old)
    for new in after.facts:
        ids = [key for key in (new.id, *new.was) if key in old]
        for key in ids:
            if not new.withdrawn:
                left.pop(key, None)
        standing = [old[key] for key in ids if not old[key].withdrawn]
        if new.withdrawn:
            continue
        if not standing:
            added.append(new)
            continue
        both.append(_change(standing[0], new, shared, made))
    return Changes(
        before=before,
        after=after,
        added=tuple(added),
        changed=tuple(c for c in both if c.kinds and not c.corrections),
        corrected=tuple(c for c in both if c.corrections),
        renamed=tuple(c for c in both if c.is_renamed),
        withdrawn=tuple(fact for fact in left.values() if not fact.withdrawn),
    )


def times_said(said: str, fact: KeptFact, language: str) -> int:
    """Count how often a fact says some words: in its sentence, or as a figure printed or worded."""
    texts = (t for f in fact.figures for t in {f.printed, f.rendered.get(language, "")})
    return fact.text.get(language, "").count(said) + sum(text == said for text in texts)


def _change(
    old: KeptFact, new: KeptFact, languages: Sequence[str], corrections: Iterable[Correction]
) -> Change:
    reworded = tuple(
        key
        for key in languages
        if old.wording[key] != new.wording[key] or old.text.get(key) != new.text.get(key)
    )
    ids = {old.id, new.id, *new.was}
    return Change(
        before=old,
        after=new,
        kinds=tuple(_kinds(old, new, reworded)),
        languages=reworded,
        corrections=tuple(
            c for c in corrections if c.fact in ids and _is_made(c, old, new, languages)
        ),
    )


def _kinds(old: KeptFact, new: KeptFact, reworded: Sequence[str]) -> Iterator[str]:
    if _meant(old) != _meant(new):
        yield FIGURES
    if (old.status, old.by, old.periods) != (new.status, new.by, new.periods):
        yield STANDING
    if reworded:
        yield WORDING
    if old.evidence != new.evidence:
        yield EVIDENCE


def _meant(fact: KeptFact) -> list[tuple[str | None, ...]]:
    return [(f.name, f.unit, f.qualifier, f.value, f.low, f.high) for f in fact.figures]


def _is_made(
    correction: Correction, old: KeptFact, new: KeptFact, languages: Iterable[str]
) -> bool:
    """Tell whether the later record says less often, in a language, what a correction quotes."""
    return any(
        times_said(said, old, key) > times_said(said, new, key)
        for key in languages
        if (said := correction.said.get(key, ""))
    )
