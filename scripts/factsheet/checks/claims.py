"""Checks of what the sheet claims beside its figures: silence, reports, speakers, differences."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from factsheet.checks.walk import marked_texts, slots_of
from factsheet.facts.contents import SHEET, page_of
from factsheet.facts.factbook import Factbook
from factsheet.facts.formulas import inputs_of
from factsheet.facts.records import FUTURE, Aside, Citation, Fact
from factsheet.facts.silence import Claim, claims, later_articles
from factsheet.figures.parser import normalize
from factsheet.language.style import Style
from factsheet.messages import NOTHING, Message, say
from factsheet.problems import Place, Problem, suggest
from factsheet.project import Project

DONE = ("outturn", "in-force")
CONFLICT = "conflict"


def silence_current(project: Project) -> Iterator[Problem]:
    """A claim of silence names later articles, up to the newest there is."""
    for fact in project.book.facts:
        if fact.silent is not None and fact.status not in FUTURE:
            message = say("a fact with the status {status} announces nothing", status=fact.status)
            hint = say("silent: belongs to a plan, target, proposal or estimate")
            yield Problem(
                place=fact.silent.where.place(), rule="silence-current", message=message, hint=hint
            )
    for claim in claims(project.book):
        where = claim.silent.where
        keys = sorted(source.key for source in claim.articles)
        for index, key in enumerate(claim.silent.through):
            if key not in keys:
                known = key in project.book.sources
                message = (
                    say("the article {key!r} is not later", key=key)
                    if known
                    else say("the article {key!r} does not exist", key=key)
                )
                hint = suggest(key, keys) or _articles(keys)
                yield Problem(
                    place=where.place("through", index),
                    rule="silence-current",
                    message=message,
                    hint=hint,
                )
        for aside in claim.silent.aside:
            yield from _aside(claim, aside)
        for article in claim.unsearched(project.book):
            message = say("the article {key!r} is newer than those of through", key=article.key)
            hint = say(
                "let it be searched: factsheet verify; then add it to through: factsheet silence "
                "--read {key}",
                key=article.key,
            )
            yield Problem(
                place=where.place("through"), rule="silence-current", message=message, hint=hint
            )


def silence_worded(project: Project) -> Iterator[Problem]:
    """No text says by itself that later articles are silent: `silent` says it, with its proof."""
    for place, words in _said(project, lambda style: style.words.silence):
        message = say("“{words}” says that later articles are silent, without a proof", words=words)
        hint = say("leave it out; a plan says so by silent: {{through, words, basis}}")
        yield Problem(place=place, rule="silence-worded", message=message, hint=hint)


def unreported_dated(project: Project) -> Iterator[Problem]:
    """What articles do not report is dated by an article that was read for it.

    {sheet.last} would move with every article that comes in, and nobody would have searched it.
    """
    for place, words in _said(project, lambda style: style.words.unreported, dated=True):
        message = say(
            "“{words}” is dated by {{sheet.last}}, which moves with every new article", words=words
        )
        hint = say("date it by an article that was read: {{fact-id.issued}}")
        yield Problem(place=place, rule="unreported-dated", message=message, hint=hint)


def reports_later(project: Project) -> Iterator[Problem]:
    """A plan is reported by published facts of other, not older articles, and done by results."""
    facts = project.book.by_id()
    for fact in project.book.facts:
        for field, keys in (
            ("fulfilled_by", fact.fulfilled_by),
            ("reported_by", fact.reported_by),
        ):
            for index, key in enumerate(keys):
                report = facts.get(key)
                if report is None:
                    continue
                reason = _no_report(project.book, fact, report, field)
                if reason:
                    place = fact.where.place(field, index)
                    message = say("{key!r} {reason}", key=key, reason=reason)
                    hint = say("fulfilled_by: done; reported_by: taken up later, not done")
                    yield Problem(place=place, rule="reports-later", message=message, hint=hint)
        for key in sorted(set(fact.fulfilled_by) & set(fact.reported_by)):
            message = say("{key!r} stands in fulfilled_by and in reported_by", key=key)
            yield Problem(
                place=fact.where.place("reported_by"),
                rule="reports-later",
                message=message,
                hint=say("keep one"),
            )


def statements_agree(project: Project) -> Iterator[Problem]:
    """Facts of one cited line have one speaker and kind of status, or say what sets them apart."""
    for (source, line), facts in _by_line(project.book).items():
        alike = [fact for fact in facts if not fact.apart]
        for fact in alike[1:]:
            first = alike[0]
            what = None
            if fact.by != first.by:
                what = _speaker(fact), _speaker(first)
            elif _kind(fact) != _kind(first):
                what = _kind(fact), _kind(first)
            if what:
                message = say(
                    "line {line} of {source}: {id!r} {what}, {first!r} {other}",
                    line=line,
                    source=source,
                    id=fact.id,
                    what=what[0],
                    first=first.id,
                    other=what[1],
                )
                hint = say(
                    "one statement has one speaker and one status; where the line holds "
                    "another, say so: apart: {{reason: …}}"
                )
                yield Problem(
                    place=fact.where.place("status"),
                    rule="statements-agree",
                    message=message,
                    hint=hint,
                )


def apart_needed(project: Project) -> Iterator[Problem]:
    """A reason why a fact stands apart is needed by a fact of the same line."""
    lines = _by_line(project.book)
    for fact in project.book.facts:
        if not fact.apart:
            continue
        others = [
            other for facts in lines.values() if fact in facts for other in facts if other != fact
        ]
        same = all(o.by == fact.by and _kind(o) == _kind(fact) for o in others)
        if same:
            message = say("no fact of its lines has another speaker or kind of status")
            yield Problem(
                place=fact.where.place("apart"),
                rule="apart-needed",
                message=message,
                hint=say("delete apart:"),
            )


def figures_once(project: Project) -> Iterator[Problem]:
    """The same figure of the same line and scope is entered once."""
    seen: dict[tuple[str, int, str, str, str], tuple[str, str]] = {}
    for fact in project.book.facts:
        for citation in fact.cite:
            if citation.proves_period_only or fact.withdrawn:
                continue
            for name, printed, near, scope in _figures(fact, citation):
                for line in citation.at:
                    key = (citation.source, line, normalize(printed), normalize(near), scope)
                    first = seen.setdefault(key, (fact.id, name))
                    if first != (fact.id, name):
                        message = say(
                            "“{printed}” of line {line} of {source} is already {{{fact}.{name}}}",
                            printed=printed,
                            line=line,
                            source=citation.source,
                            fact=first[0],
                            name=first[1],
                        )
                        hint = say("use that figure, or tell the two apart by near:")
                        place = fact.where.place("figures", name)
                        yield Problem(place=place, rule="figures-once", message=message, hint=hint)


def sources_differ(project: Project) -> Iterator[Problem]:
    """A conflict is between articles; what one article leaves open has another kind."""
    for difference in project.book.disagreements:
        known = [f for f in project.book.facts if f.id in difference.facts]
        if difference.kind == CONFLICT and len(known) == len(set(difference.facts)):
            sources = {s for fact in known for s in _sources(project.book, fact)}
            if len(sources) < 2:
                message = say("a conflict needs two articles that disagree")
                hint = say("use the kind scope, date, wording or misprint")
                yield Problem(
                    place=difference.where.place("kind"),
                    rule="sources-differ",
                    message=message,
                    hint=hint,
                )


def _aside(claim: Claim, aside: Aside) -> Iterator[Problem]:
    source = next((s for s in claim.articles if s.key == aside.source), None)
    if source is None or source.archive is None:
        message = say("the article {source!r} is not one of those searched", source=aside.source)
        yield Problem(place=aside.where.place("source"), rule="silence-current", message=message)
        return
    for line in aside.at:
        if not source.archive.holds(line):
            message = say(
                "line {line} is outside the article {source}", line=line, source=aside.source
            )
            yield Problem(place=aside.where.place("at"), rule="silence-current", message=message)


def _no_report(book: Factbook, plan: Fact, report: Fact, field: str) -> Message:
    """Say why a fact does not report a plan; empty where it does."""
    if report.id == plan.id:
        return say("is the plan itself")
    if not report.is_published:
        return say("is held or withdrawn")
    if field == "fulfilled_by" and report.status not in DONE:
        return say("has the status {status}: that is not done", status=report.status)
    own = [book.sources[c.source] for c in plan.cite if c.source in book.sources]
    cited = [book.sources[c.source] for c in report.cite if c.source in book.sources]
    pages = {page_of(source) for source in own}
    later = later_articles(book, own)
    if cited and not any(source in later or page_of(source) in pages for source in cited):
        return say("is of an older article")
    return NOTHING


def _by_line(book: Factbook) -> dict[tuple[str, int], list[Fact]]:
    """Group the facts that stand by the lines that prove them."""
    lines: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in book.facts:
        for key in dict.fromkeys(
            (citation.source, line)
            for citation in fact.cite
            if not citation.proves_period_only and not fact.withdrawn
            for line in citation.at
        ):
            lines[key].append(fact)
    return lines


def _kind(fact: Fact) -> Message:
    if fact.status == "proposal":
        return say("is proposed")
    return say("is announced") if fact.status in FUTURE else say("is reported")


def _speaker(fact: Fact) -> Message:
    if fact.by:
        return say("is said by {speakers}", speakers=", ".join(fact.by))
    return say("is said by the newspaper")


def _figures(fact: Fact, citation: Citation) -> Iterator[tuple[str, str, str, str]]:
    """Iterate over name, print, near and scope of the figures that a citation proves."""
    for figure in fact.figures.values():
        if figure.printed:
            printed = citation.printed.get(figure.name, figure.printed)
            near = citation.near.get(figure.name, figure.near)
            yield figure.name, printed, near, figure.scope


def _sources(book: Factbook, fact: Fact) -> set[str]:
    """Return the articles of a fact, of its inputs' where it is calculated."""
    facts = book.by_id()
    keys = {c.source for c in fact.cite if not c.proves_period_only}
    for figure in fact.figures.values():
        for key, _ in inputs_of(figure.formula):
            if key in facts and key != fact.id:
                keys |= _sources(book, facts[key])
    return keys


def _articles(keys: list[str]) -> Message:
    return (
        say("later articles: {keys}", keys=", ".join(keys)) if keys else say("no article is later")
    )


def _said(
    project: Project, pattern_of: Callable[[Style], str], *, dated: bool = False
) -> Iterator[tuple[Place, str]]:
    """Iterate over what texts say by the pattern of their language, with its place.

    With `dated` only over texts that hold the date of the newest article.
    """
    for text in marked_texts(project):
        for language, words in text.texts.items():
            style = project.styles.get(language)
            pattern = pattern_of(style) if style else ""
            match = pattern and re.search(pattern, words)
            if match and (not dated or _is_dated(words)):
                yield text.place(language), match[0]


def _is_dated(words: str) -> bool:
    return any(slot.fact == SHEET and slot.name == "last" for slot in slots_of(words))
