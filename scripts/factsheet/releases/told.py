"""`Changes` -> text, Markdown or JSON: each fact before and after, in every language.

The heads of text and Markdown are for the curator, in the language of messages; the sentences are
those of readers. JSON is for programs: its keys and codes are English whoever asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from factsheet.facts.factbook import Factbook
from factsheet.messages import Message, phrase, say, told
from factsheet.releases.compare import EVIDENCE, FIGURES, STANDING, WORDING, Change, Changes
from factsheet.releases.kept import KeptFact, KeptFigure

Line = tuple[str, str, str]  # what is compared, as it was, as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A list of facts of one kind of change: id, remarks, and what is compared of each."""

    head: Message
    facts: tuple[tuple[str, tuple[str, ...], tuple[Line, ...]], ...]


def as_text(changes: Changes, book: Factbook) -> str:
    """Return a list with what was said behind a minus and what is said behind a plus."""
    out = [_title(changes)]
    for part in _parts(changes, book):
        out.append(_counted(part))
        for key, remarks, lines in part.facts:
            out.append(f"  {key}")
            out += [f"    {remark}" for remark in remarks]
            for what, was, now in lines:
                out += [
                    f"    {what} {sign} {text}"
                    for sign, text in zip("-+", (was, now), strict=True)
                    if text
                ]
    return "\n".join(out)


def as_markdown(changes: Changes, book: Factbook) -> str:
    """Return headings and tables: what was said and what is said, side by side."""
    before, after = (told(_name(each.number)) for each in (changes.before, changes.after))
    out = [f"# {_title(changes)}"]
    for part in _parts(changes, book):
        head = _counted(part)
        out += ["", f"## {head[0].upper()}{head[1:]}"]
        for key, remarks, lines in part.facts:
            out += ["", f"### {key}", *(f"\n{_cell(remark)}" for remark in remarks)]
            sides = [(before, 1), (after, 2)]
            shown = [(head, at) for head, at in sides if any(line[at] for line in lines)]
            if not shown:
                continue
            out += ["", f"|  | {' | '.join(head for head, _ in shown)} |"]
            out.append("| --- |" + " --- |" * len(shown))
            out += [
                f"| {_cell(line[0])} | {' | '.join(_cell(line[at]) for _, at in shown)} |"
                for line in lines
            ]
    return "\n".join(out)


def as_json(changes: Changes, book: Factbook) -> str:
    """Return the same as data, facts with their records."""
    reasons = _reasons(book)
    data = {
        "from": _edition(changes.before.number, str(changes.before.date)),
        "to": _edition(changes.after.number, str(changes.after.date)),
        "added": [_record(fact) for fact in changes.added],
        "changed": [_changed(change) for change in changes.changed],
        "corrected": [
            {
                **_changed(change),
                "corrections": [
                    {"date": str(c.date), "said": dict(c.said), "why": dict(c.why)}
                    for c in change.corrections
                ],
            }
            for change in changes.corrected
        ],
        "withdrawn": [
            {**_record(fact), "withdrawn": reasons.get(fact.id)} for fact in changes.withdrawn
        ],
        "renamed": [{"id": c.after.id, "was": c.before.id} for c in changes.renamed],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


FORMS: Mapping[str, Callable[[Changes, Factbook], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}


def _title(changes: Changes) -> str:
    before, after = _name(changes.before.number), _name(changes.after.number)
    return phrase("{before} to {after}", before=before, after=after)


def _counted(part: _Part) -> str:
    return phrase("{head}: {count}", head=part.head, count=len(part.facts))


def _parts(changes: Changes, book: Factbook) -> Iterator[_Part]:
    reasons = _reasons(book)
    yield _Part(head=say("added"), facts=tuple((f.id, (), tuple(_now(f))) for f in changes.added))
    yield _Part(
        head=say("changed"),
        facts=tuple((c.after.id, (_what(c),), tuple(_both(c))) for c in changes.changed),
    )
    yield _Part(
        head=say("corrected"),
        facts=tuple((c.after.id, (_what(c), *_why(c)), tuple(_both(c))) for c in changes.corrected),
    )
    yield _Part(
        head=say("withdrawn"),
        facts=tuple((f.id, _reason(reasons.get(f.id)), tuple(_was(f))) for f in changes.withdrawn),
    )
    yield _Part(
        head=say("renamed"),
        facts=tuple(
            (c.after.id, (phrase("was {id}", id=c.before.id),), ()) for c in changes.renamed
        ),
    )


def _what(change: Change) -> str:
    words = [told(_KINDS[kind]) for kind in change.kinds if kind != WORDING]
    wording = (phrase("wording {language}", language=key) for key in change.languages)
    return ", ".join((*words, *wording))


def _why(change: Change) -> list[str]:
    return [
        f"{correction.date}: {text}"
        for correction in change.corrections
        for text in dict.fromkeys(correction.why.values())
    ]


def _reason(reason: Mapping[str, object] | None) -> tuple[str, ...]:
    if reason is None:
        return ()
    return tuple(f"{reason['date']}: {text}" for key, text in reason.items() if key != "date")


def _both(change: Change) -> Iterator[Line]:
    """Yield the sentences that changed, then period, status, speakers, figures that did."""
    old, new = change.before, change.after
    for key in new.text:
        if old.text.get(key, "") != new.text[key]:
            yield key, old.text.get(key, ""), new.text[key]
    for what, was, now in (
        (phrase("status"), old.status, new.status),
        (phrase("by"), ", ".join(old.by), ", ".join(new.by)),
        *(
            (phrase("period") if k == "period" else k, old.periods.get(k, ""), new.periods[k])
            for k in new.periods
        ),
    ):
        if was != now:
            yield what, was, now
    before = {figure.name: figure for figure in old.figures}
    after = {figure.name: figure for figure in new.figures}
    for name in dict.fromkeys((*before, *after)):
        was, now = (_figure(side.get(name)) for side in (before, after))
        if was != now:
            yield name, was, now


def _now(fact: KeptFact) -> Iterator[Line]:
    for key, text in fact.text.items():
        yield key, "", text


def _was(fact: KeptFact) -> Iterator[Line]:
    for key, text in fact.text.items():
        yield key, text, ""


def _figure(figure: KeptFigure | None) -> str:
    """Return what a figure is: as printed or calculated, with its value as data."""
    if figure is None:
        return ""
    value = figure.value or phrase("{low} to {high}", low=figure.low, high=figure.high)
    kind = "" if figure.qualifier == "exact" else f"{figure.qualifier} "
    return f"{figure.printed or figure.formula} ({kind}{value} {figure.unit})"


def _changed(change: Change) -> dict[str, object]:
    return {
        "id": change.after.id,
        "was": change.before.id if change.is_renamed else "",
        "kinds": list(change.kinds),
        "languages": list(change.languages),
        "before": _record(change.before),
        "after": _record(change.after),
    }


def _record(fact: KeptFact) -> dict[str, object]:
    kept = {"id", "topic", "section", "status", "by", "periods", "text", "figures"}
    return fact.model_dump(mode="json", include=kept)


def _reasons(book: Factbook) -> Mapping[str, Mapping[str, object]]:
    """Return day and reason of each withdrawal by every id of the fact."""
    return {
        key: {"date": str(fact.withdrawn.date), **fact.withdrawn.reason}
        for fact in book.facts
        if fact.withdrawn
        for key in (fact.id, *fact.was)
    }


def _edition(number: str, day: str) -> dict[str, str | None]:
    return {"edition": number or None, "date": day}


def _name(number: str) -> Message:
    return say("edition {number}", number=number) if number else say("the sheet")


def _cell(text: str) -> str:
    """Return a text as a cell of a Markdown table."""
    return re.sub(r"[\\`*_<>|\[\]]", r"\\\g<0>", text).replace("\n", " ")


_KINDS: Mapping[str, Message] = {
    FIGURES: say("figures"),
    STANDING: say("period, status or speaker"),
    EVIDENCE: say("evidence"),
}
