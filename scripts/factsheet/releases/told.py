"""`Changes` -> text, Markdown or JSON: each fact before and after, in every language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from factsheet.facts.factbook import Factbook
from factsheet.releases.compare import Change, Changes
from factsheet.releases.kept import KeptFact, KeptFigure

Line = tuple[str, str, str]  # what is compared, as it was, as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A list of facts of one kind of change: id, remarks, and what is compared of each."""

    head: str
    facts: tuple[tuple[str, tuple[str, ...], tuple[Line, ...]], ...]


def as_text(changes: Changes, book: Factbook) -> str:
    """Return a list with what was said behind a minus and what is said behind a plus."""
    out = [f"{_name(changes.before.number)} to {_name(changes.after.number)}"]
    for part in _parts(changes, book):
        out.append(f"{part.head}: {len(part.facts)}")
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
    before, after = _name(changes.before.number), _name(changes.after.number)
    out = [f"# {before} to {after}"]
    for part in _parts(changes, book):
        out += ["", f"## {part.head[0].upper()}{part.head[1:]}: {len(part.facts)}"]
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


def _parts(changes: Changes, book: Factbook) -> Iterator[_Part]:
    reasons = _reasons(book)
    yield _Part(head="added", facts=tuple((f.id, (), tuple(_now(f))) for f in changes.added))
    yield _Part(
        head="changed",
        facts=tuple((c.after.id, (_what(c),), tuple(_both(c))) for c in changes.changed),
    )
    yield _Part(
        head="corrected",
        facts=tuple((c.after.id, (_what(c), *_why(c)), tuple(_both(c))) for c in changes.corrected),
    )
    yield _Part(
        head="withdrawn",
        facts=tuple((f.id, _told(reasons.get(f.id)), tuple(_was(f))) for f in changes.withdrawn),
    )
    yield _Part(
        head="renamed",
        facts=tuple((c.after.id, (f"was {c.before.id}",), ()) for c in changes.renamed),
    )


def _what(change: Change) -> str:
    words = [kind for kind in change.kinds if kind != "wording"]
    return ", ".join((*words, *(f"wording {key}" for key in change.languages)))


def _why(change: Change) -> list[str]:
    return [
        f"{correction.date}: {text}"
        for correction in change.corrections
        for text in dict.fromkeys(correction.why.values())
    ]


def _told(reason: Mapping[str, object] | None) -> tuple[str, ...]:
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
        ("status", old.status, new.status),
        ("by", ", ".join(old.by), ", ".join(new.by)),
        *((k, old.periods.get(k, ""), new.periods[k]) for k in new.periods),
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
    value = figure.value or f"{figure.low} to {figure.high}"
    return f"{figure.printed or figure.formula} ({figure.qualifier} {value} {figure.unit})"


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


def _name(number: str) -> str:
    return f"edition {number}" if number else "the sheet"


def _cell(text: str) -> str:
    """Return a text as a cell of a Markdown table."""
    return re.sub(r"[\\`*_<>|\[\]]", r"\\\g<0>", text).replace("\n", " ")
