"""What `article` says: what was taken in, where it stands, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.intake.article import Proposal, TakenIn
from factsheet.intake.contents import contents_of
from factsheet.messages import Message, plural, ranged, say
from factsheet.project import Project


def told_article(project: Project, taken: TakenIn) -> Iterator[Message]:
    """Say what was taken in, where it stands, and what it holds."""
    for path in taken.files:
        yield say("written: {path}", path=path.as_posix())
    proposals = taken.proposals
    yield say("title: {found}", found=_proposed(proposals.title))
    yield say("day: {found}", found=_proposed(proposals.issued))
    yield say("newspaper: {found}", found=_proposed(proposals.publication))
    held = contents_of(project, taken.lines)
    yield plural("{count} figure:", "{count} figures:", len(held.figures))
    for one in held.figures:
        quantity = one.figure.quantity
        yield say(
            "  line {line}: …{words}{figure}  = {value} {unit}{series}",
            line=one.line,
            words=one.before,
            figure=one.figure.text,
            value=ranged(*quantity.bounds),
            unit=quantity.unit,
            series=f"  [{one.indicator}?]" if one.indicator else "",
        )
    none = say("none")
    yield say("names known: {names}", names=", ".join(held.known) or none)
    yield say("names perhaps new: {names}", names=", ".join(held.unknown) or none)
    yield say(
        "next: replace each ？ in {record}, then: factsheet draft {key}",
        record=taken.record,
        key=taken.key,
    )


def _proposed(found: Proposal | None) -> Message:
    if found is None:
        return say("not printed")
    return say("line {line}: {words}", line=found.line, words=found.text)
