"""Proof of silence: every line of every later article, searched for what a claim names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.evidence.archive import Archive
from factsheet.facts.silence import ROW, Claim, claims
from factsheet.messages import Message, plural, say
from factsheet.problems import Problem
from factsheet.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Lines of a later article that speak of what a claim calls silent, and the words of it."""

    claim: Claim
    source: str
    at: tuple[int, ...]
    words: tuple[str, ...]
    quotation: str


def spoken_of(project: Project, archive: Archive) -> Iterator[Spoken]:
    """Iterate over the lines that mention what a claim names, and that nobody accounts for."""
    for claim in claims(project.book):
        lines = defaultdict[tuple[str, tuple[str, ...]], list[int]](list)
        for (source, line), found in _hits(claim, archive):
            if (source, line) not in claim.named | claim.aside:
                lines[source, found].append(line)
        for (key, words), at in lines.items():
            page = archive.page(project.book.sources[key])
            text = page.line(at[0]) if page else ""
            yield Spoken(
                claim=claim,
                source=key,
                at=tuple(at),
                words=words,
                quotation=_around(text, words[0]),
            )


def searches(project: Project, archive: Archive) -> Iterator[Problem]:
    """Report lines that mention what a claim of silence names, and lines set aside for nothing."""
    for spoken in spoken_of(project, archive):
        where = spoken.claim.silent.where
        yield Problem(
            place=where.place(),
            rule="silence",
            message=told_spoken(spoken),
            hint=choices(project, spoken),
        )
    for claim in claims(project.book):
        hits = dict(_hits(claim, archive))
        for aside in claim.silent.aside:
            for line in aside.at:
                if (aside.source, line) not in hits:
                    message = say(
                        "line {line} of {source} holds nothing that is searched for",
                        line=line,
                        source=aside.source,
                    )
                    yield Problem(
                        place=aside.where.place("at"),
                        rule="silence",
                        message=message,
                        hint=say("delete it here"),
                    )


def told_spoken(spoken: Spoken) -> Message:
    """Say which fact is called silent, and which line speaks of it in which words."""
    return plural(
        "{fact!r} is called silent; {source}, line {line}: {words} stands there, so it is not "
        "silent: …{quotation}…",
        "{fact!r} is called silent; {source}, line {line}: {words} stand there, so it is not "
        "silent: …{quotation}…",
        len(spoken.words),
        fact=spoken.claim.fact,
        source=spoken.source,
        line=", ".join(map(str, spoken.at)),
        words=", ".join(f"“{word}”" for word in spoken.words),
        quotation=spoken.quotation,
    )


def choices(project: Project, spoken: Spoken) -> Message:
    """Say what can be typed about such a line, and by which command it is written."""
    claim, place = spoken.claim, f"{spoken.source}:{','.join(map(str, spoken.at))}"
    command = f"factsheet silence {claim.fact} {place}"
    lines = ", ".join(map(str, spoken.at))
    at = lines if len(spoken.at) == 1 else f"[{lines}]"
    listed = f"{{source: {spoken.source}, at: {at}, reason: …}}"
    aside = f"- {listed}" if claim.silent.aside else f"aside: [{listed}]"
    other = say(
        "it means something else: {aside} under silent, or: {command} --aside “…”",
        aside=aside,
        command=command,
    )
    if claim.kind == ROW:
        return say("the project goes on: add a stage to its row; {other}", other=other)
    citing = [
        fact.id
        for fact in project.book.facts
        if fact.id != claim.fact
        and any(c.source == spoken.source and set(c.at) & set(spoken.at) for c in fact.cite)
    ]
    if not citing:
        return say(
            "it is the same: write a fact that cites the line, such as new-fact, then "
            "reported_by: [new-fact] (done: fulfilled_by), or: {command} --reported-by new-fact; "
            "{other}",
            command=command,
            other=other,
        )
    return say(
        "it is the same: reported_by: [{id}] (done: fulfilled_by), or: "
        "{command} --reported-by {id}; {other}",
        id=citing[0],
        command=command,
        other=other,
    )


def _around(line: str, word: str) -> str:
    at = line.find(word)
    return line[max(0, at - _BESIDE) : at + len(word) + _BESIDE]


def _hits(claim: Claim, archive: Archive) -> Iterator[tuple[tuple[str, int], tuple[str, ...]]]:
    for article in claim.articles:
        page = archive.page(article)
        if page is None or article.archive is None:
            continue
        for first, last in article.archive.lines:
            for line in range(first, last + 1):
                if found := claim.found_in(page.line(line)):
                    yield (article.key, line), found


_BESIDE = 12  # characters
