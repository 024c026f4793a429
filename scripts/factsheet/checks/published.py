"""Checks of the published languages: each whole or lent to, each read or said not to be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factsheet.messages import say
from factsheet.problems import Place, Problem, suggest
from factsheet.project import CONFIG, Project


def lenders_whole(project: Project) -> Iterator[Problem]:
    """A language published in part names a language that has all texts."""
    whole = [language.key for language in project.languages if not language.lender]
    for language in project.languages:
        if language.lender and language.lender not in whole:
            message = say(
                "{language!r} borrows from {lender!r}, which has not all texts",
                language=language.key,
                lender=language.lender,
            )
            hint = suggest(language.lender, whole) or say(
                "partial: one of {known}", known=", ".join(whole)
            )
            place = _place(project, language.key)
            yield Problem(place=place, rule="lenders-whole", message=message, hint=hint)


def reviewed(project: Project) -> Iterator[Problem]:
    """A language that no native reader has read is published only where the sheet says so."""
    for language in project.languages:
        if not project.styles[language.key].reviewed and not language.unreviewed:
            message = say(
                "no native reader has read the words of {language!r}", language=language.key
            )
            hint = say(
                "write unreviewed: true at its entry in extra.alternate of {file} to publish it "
                "all the same, and pages will say so; or have it read, and write reviewed: true "
                "in a style.yml of the sheet's own",
                file=CONFIG,
            )
            place = _place(project, language.key)
            yield Problem(place=place, rule="reviewed", message=message, hint=hint)


def _place(project: Project, key: str) -> Place:
    """Return the line of a language's entry in the list of languages."""
    lines = (project.root / CONFIG).read_text("utf-8").split("\n")
    entry = re.compile(rf"\blink: [\"']?{re.escape(key)}/")
    number = next((n for n, line in enumerate(lines, 1) if entry.search(line)), 0)
    return Place(file=CONFIG, line=number, column=1 if number else 0)
