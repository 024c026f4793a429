"""Proof of silence: every line of every later article, searched for what a claim names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from factsheet.evidence.archive import Archive
from factsheet.facts.silence import Claim, claims
from factsheet.messages import plural, say
from factsheet.problems import Problem
from factsheet.project import Project


def searches(project: Project, archive: Archive) -> Iterator[Problem]:
    """Report lines that mention what a claim of silence names, and lines set aside for nothing."""
    for claim in claims(project.book):
        hits = dict(_hits(claim, archive))
        lines = defaultdict[tuple[str, tuple[str, ...]], list[int]](list)
        for (source, line), found in hits.items():
            if (source, line) not in claim.named | claim.aside:
                lines[source, found].append(line)
        for (source, found), at in lines.items():
            message = plural(
                "{source}, line {line}: {words} stands there, so it is not silent",
                "{source}, line {line}: {words} stand there, so it is not silent",
                len(found),
                source=source,
                line=", ".join(map(str, at)),
                words=", ".join(f"“{word}”" for word in found),
            )
            hint = say(
                "name a fact that cites the line in reported_by or fulfilled_by, or set "
                "the line aside with a reason"
            )
            yield Problem(
                place=claim.silent.where.place(), rule="silence", message=message, hint=hint
            )
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


def _hits(claim: Claim, archive: Archive) -> Iterator[tuple[tuple[str, int], tuple[str, ...]]]:
    for article in claim.articles:
        page = archive.page(article)
        if page is None or article.archive is None:
            continue
        for first, last in article.archive.lines:
            for line in range(first, last + 1):
                if found := claim.found_in(page.line(line)):
                    yield (article.key, line), found
