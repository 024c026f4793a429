"""Figures told one after the other (甲、乙、丙分别增长…) -> whose each of them is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from factsheet.figures.parser import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a figure of a list is told of, the words that say what it tells, whose growth it is.

    `of` is where the figure begins in its line that this one is the growth of, -1 where there is
    none.
    """

    subject: str
    verb: str
    of: int = -1


def shares(line: str, figures: Sequence[Found]) -> Mapping[int, Share]:
    """Return the share of each listed figure of a normalized line by where it begins.

    Subjects are told by as many parts before 分别 as figures follow; a further list of the same
    sentence that names none is of the same subjects, and of growth it is that of the list before.
    """
    found: dict[int, Share] = {}
    for begin, end in _sentences(line):
        subjects, before = list[str](), list[Found]()
        for run in _runs(line, [f for f in figures if begin <= f.start and f.end <= end]):
            lead = line[max(begin, before[-1].end if before else begin) : run[0].start]
            head, told, verb = lead.rpartition("分别")
            named = _subjects(re.split("[，,:：]", head)[-1], len(run)) if told else []
            again = not named and len(run) == len(before) and bool(subjects)
            if again and not (told or _GROWTH.fullmatch(lead)):
                subjects, before = [], []
                continue
            if named:
                subjects, before = named, []
            elif not again:
                subjects, before = [], []
                continue
            verb = verb if told else lead.lstrip("，,")
            grown = before if _is_growth(run, before) else []
            for number, figure in enumerate(run):
                of = grown[number].start if grown else -1
                found[figure.start] = Share(subject=subjects[number], verb=verb, of=of)
            before = before or run
    return found


def _sentences(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer("[。；;!?！？]|$", line):
        yield start, match.start()
        start = match.end()


def _runs(line: str, figures: Sequence[Found]) -> Iterator[list[Found]]:
    """Iterate over figures of a sentence that stand in a row, at least two."""
    run: list[Found] = []
    for figure in figures:
        if run and not _BETWEEN.fullmatch(line[run[-1].end : figure.start]):
            if len(run) > 1:
                yield run
            run = []
        run.append(figure)
    if len(run) > 1:
        yield run


def _subjects(words: str, count: int) -> list[str]:
    """Return the parts of a clause where it has as many as asked for."""
    words = re.sub("^(?:其中|截至目前|全年|目前|同时)", "", words)
    for signs in ("、", "、|和|与|及|以及"):
        parts = [re.sub("^(?:和|与|以及|及)", "", part) for part in re.split(signs, words)]
        if len(parts) == count and all(parts):
            return [*parts[:-1], re.sub("(?:同比|比上年|较上年)$", "", parts[-1])]
    return []


def _is_growth(run: Sequence[Found], before: Sequence[Found]) -> bool:
    rates = {"percent", "percentage-point"}
    return (
        len(run) == len(before)
        and all(f.quantity.unit in rates for f in run)
        and not any(f.quantity.unit in rates for f in before)
    )


_BETWEEN = re.compile("[、,，]?(?:和|与|及|以及)?")
_GROWTH = re.compile(
    "[,，、]?(?:比上年|比去年同期|较上年)?(?:同比)?(?:净)?(?:增长|下降|增加|减少|提高)?了?"
)
