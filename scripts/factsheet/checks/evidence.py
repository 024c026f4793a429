"""Checks of citations that need no archive: lines, strings, wordings."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.facts.records import ArchiveRef, Citation, Fact
from factsheet.figures.parser import normalize, parse
from factsheet.figures.quantity import UnreadableError
from factsheet.messages import Message, say
from factsheet.problems import Problem, suggest
from factsheet.project import Project

MAX_EVIDENCE = 40


def cited(project: Project) -> Iterator[Problem]:
    """Every fact rests on an article; calculated facts rest on their inputs."""
    for fact in project.book.facts:
        proofs = [c for c in fact.cite if not c.proves_period_only]
        if fact.is_derived:
            continue
        if not proofs:
            message = say("the fact {id!r} cites no article", id=fact.id)
            yield Problem(
                place=fact.where.place(),
                rule="cited",
                message=message,
                hint=say("add cite: with source and at"),
            )
        references = [
            c
            for c in proofs
            if (source := project.book.sources.get(c.source)) and source.kind == "reference"
        ]
        if proofs and len(references) == len(proofs):
            message = say("no fact rests on a reference alone")
            yield Problem(place=fact.where.place("cite"), rule="cited", message=message)


def lines(project: Project) -> Iterator[Problem]:
    """Cited lines belong to the article, each once, in order."""
    for fact in project.book.facts:
        for citation in fact.cite:
            yield from _lines(project, citation)
    for exclusion in project.book.exclusions:
        source = project.book.sources.get(exclusion.source)
        for line in exclusion.at:
            if source and source.archive and not source.archive.holds(line):
                message = say(
                    "line {line} is outside the article {source}", line=line, source=source.key
                )
                yield Problem(
                    place=exclusion.where.place("at"),
                    rule="lines",
                    message=message,
                    hint=_spans(source.archive),
                )


def strings(project: Project) -> Iterator[Problem]:
    """Evidence is short printed strings; a fact without figures has at least one."""
    for fact in project.book.facts:
        for citation in fact.cite:
            for text in citation.evidence:
                if len(normalize(text)) > MAX_EVIDENCE:
                    message = say("evidence of {count} characters", count=len(normalize(text)))
                    hint = say(
                        "at most {most}: a title or name, never a sentence",
                        most=MAX_EVIDENCE,
                    )
                    yield Problem(
                        place=citation.where.place("evidence"),
                        rule="strings",
                        message=message,
                        hint=hint,
                    )
        proofs = [c for c in fact.cite if not c.proves_period_only]
        if not fact.figures and not fact.is_derived:
            for citation in proofs:
                if not citation.evidence:
                    message = say("a citation without figures needs evidence")
                    hint = say("evidence: [a name or short string printed in the line]")
                    yield Problem(
                        place=citation.where.place(), rule="strings", message=message, hint=hint
                    )


def citation_figures(project: Project) -> Iterator[Problem]:
    """A citation's own wording of a figure means the same as the fact's figure."""
    for fact in project.book.facts:
        for citation in fact.cite:
            for key in sorted({*citation.printed, *citation.near} - set(fact.figures)):
                hint = suggest(key, sorted(fact.figures))
                message = say("the fact has no figure {key!r}", key=key)
                yield Problem(
                    place=citation.where.place(),
                    rule="citation-figures",
                    message=message,
                    hint=hint,
                )
            yield from _wordings(project, fact, citation)


def _wordings(project: Project, fact: Fact, citation: Citation) -> Iterator[Problem]:
    for name, printed in citation.printed.items():
        figure = fact.figures.get(name)
        if figure is None or figure.quantity is None:
            continue
        place = citation.where.place("printed", name)
        try:
            quantity = parse(printed, project.units)
        except UnreadableError as error:
            message = say("“{printed}” cannot be read: {error}", printed=printed, error=error)
            yield Problem(place=place, rule="citation-figures", message=message)
            continue
        if quantity.meaning != figure.quantity.meaning:
            message = say(
                "“{printed}” does not mean the same as “{figure}”",
                printed=printed,
                figure=figure.printed,
            )
            hint = say(
                "if the articles differ, make it a fact of its own and declare the difference"
            )
            yield Problem(place=place, rule="citation-figures", message=message, hint=hint)


def _lines(project: Project, citation: Citation) -> Iterator[Problem]:
    source = project.book.sources.get(citation.source)
    place = citation.where.place("at")
    if len(set(citation.at)) < len(citation.at):
        yield Problem(place=place, rule="lines", message=say("a line is cited twice"))
    if source is None or source.archive is None:
        return
    for line in citation.at:
        if not source.archive.holds(line):
            message = say(
                "line {line} is outside the article {source}", line=line, source=source.key
            )
            yield Problem(place=place, rule="lines", message=message, hint=_spans(source.archive))


def _spans(archive: ArchiveRef) -> Message:
    spans = ", ".join(f"{first}–{last}" for first, last in archive.lines)
    return say("its lines: {spans}", spans=spans)
