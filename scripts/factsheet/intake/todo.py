"""What waits in a sheet: headings that say what goes on with it, items with their places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from factsheet.checks.walk import marked_texts, slots_of
from factsheet.evidence.approvals import unapproved
from factsheet.evidence.archive import Archive
from factsheet.evidence.attestations import load_attestations
from factsheet.evidence.readings import current, missing
from factsheet.evidence.searches import spoken_of
from factsheet.facts.chains import told_on
from factsheet.facts.contents import ISSUED, newest_cited
from factsheet.facts.contents import contents_of as made_of
from factsheet.facts.lock import locked, read_lock, unverified
from factsheet.facts.records import FUTURE, Fact
from factsheet.facts.silence import claims, reports_of
from factsheet.intake.contents import contents_of
from factsheet.messages import Message, quoted, say
from factsheet.problems import Problem
from factsheet.project import Project

SHOWN = 10  # items of a heading


def todo(
    project: Project, archive: Archive | None, problems: Sequence[Problem]
) -> Iterator[Message]:
    """Iterate over the lines of the list; a heading with nothing under it is left out."""
    book = project.book
    facts = {fact.id: fact for fact in book.facts}
    entries, _ = read_lock(project.root)
    attested, _ = load_attestations(project.root)
    fresh = locked(book, entries, current(project, attested.readings), date.min)
    yield from _under(say("problems: factsheet check"), [str(p.place) for p in problems])
    yield from _under(
        say("drafts: word them, then delete `draft: true`"), [_at(fact) for fact in book.drafts]
    )
    yield from _under(
        say("not verified: factsheet verify"), [str(p.place) for p in unverified(book, entries)]
    )
    for kind, keys in missing(project, fresh).items():
        yield from _under(
            say("not read in {kind}: factsheet readings {kind}", kind=kind),
            [_at(facts[key]) for key in keys],
        )
    for language, waiting in unapproved(project, attested.approvals).items():
        yield from _under(
            say("not approved in {language}: factsheet review export", language=language),
            [_at(fact) for fact in waiting],
        )
    yield from _under(
        say("held back from publication"),
        [f"{_at(fact)}: {fact.hold.reason}" for fact in book.facts if fact.hold],
    )
    yield from _under(
        say("due, and no report, silence or withdrawal is recorded"),
        [_at(f) for f in _due(project)],
    )
    if archive is not None:
        yield from _under(
            say("called silent, and a newer article speaks of it: factsheet silence"),
            [
                f"{each.claim.silent.where.place()} {each.claim.fact}: "
                f"{each.source}:{','.join(map(str, each.at))}"
                for each in spoken_of(project, archive)
            ],
        )
        yield from _under(
            say("perhaps newer in a series: factsheet draft SOURCE"), _newer(project, archive)
        )
    yield from _under(
        say("called silent, and not searched for in newer articles: factsheet silence"),
        [
            f"{claim.silent.where.place()} {claim.fact}: {article.key}"
            for claim in claims(book)
            for article in claim.unsearched(book)
        ],
    )
    ours = [
        f"{name.where.place()} {name.key}" for name in book.names.values() if name.english == "ours"
    ]
    yield from _under(say("names in English of our own: look for published ones"), ours)
    yield from _under(say("said up to an article that is not the newest: read on"), _aged(project))
    yield from _under(say("facts on a single article"), [_at(fact) for fact in _single(project)])


def _under(heading: Message, items: Sequence[str]) -> Iterator[Message]:
    if not items:
        return
    yield say("{heading} ({count})", heading=heading, count=len(items))
    for item in items[:SHOWN]:
        yield quoted(f"  {item}")
    if len(items) > SHOWN:
        yield say("  and {count} more", count=len(items) - SHOWN)


def _at(fact: Fact) -> str:
    return f"{fact.where.place()} {fact.id}"


def _due(project: Project) -> Iterator[Fact]:
    """Iterate over what was announced for a time that has passed, and of which nothing is said."""
    for fact in project.book.facts:
        passed = fact.period.is_over(project.book.edition.date)
        told = reports_of(fact) or fact.silent is not None
        if fact.is_published and fact.status in FUTURE and passed and not told:
            yield fact


def _newer(project: Project, archive: Archive) -> list[str]:
    """Return figures in lines that no fact cites, of series whose newest fact is older."""
    book = project.book
    cited = {(c.source, line) for fact in book.facts for c in fact.cite for line in c.at}
    last: dict[str, date] = {}
    for fact in book.facts:
        for figure in fact.figures.values():
            if figure.indicator:
                known = last.get(figure.indicator, date.min)
                last[figure.indicator] = max(known, told_on(book, fact))
    found = []
    for source in book.sources.values():
        page = archive.page(source)
        if page is None or source.archive is None or source.issued.end is None:
            continue
        holds = source.archive.holds
        lines = [text if holds(n) else "" for n, text in enumerate(page.lines, 1)]
        for held in contents_of(project, lines).figures:
            newer = held.indicator and last.get(held.indicator, date.min) < source.issued.end
            if newer and (source.key, held.line) not in cited:
                where = f"{source.key}:{held.line}"
                found.append(f"{held.indicator}: {where}, {held.figure.text}")
    return found


def _aged(project: Project) -> list[str]:
    """Return the texts that say up to when articles were read, where a newer one is there."""
    last = made_of(project.book).end("last")
    facts = project.book.by_id()
    return [
        str(text.place())
        for text in marked_texts(project)
        for slot in {s for words in text.texts.values() for s in slots_of(words)}
        if slot.name == ISSUED and slot.fact in facts and last is not None
        if (read := newest_cited(project.book, facts[slot.fact]))
        and read.issued.recency < last.issued.recency
    ]


def _single(project: Project) -> Iterator[Fact]:
    for fact in project.book.facts:
        sources = {c.source for c in fact.cite if not c.proves_period_only}
        if fact.is_published and len(sources) == 1:
            yield fact
