"""Notes of a page -> paragraphs at its foot: grouped by article, alike ones joined, two columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from factsheet.printing.blocks import Note

CITED = "cited"  # the key of a note that only names its article


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph at a page's foot: an article, or notes of facts with the same words.

    `named` are the facts whose first note this is, for links.
    """

    kind: str
    key: str
    source: str
    facts: tuple[int, ...] = ()
    text: tuple[object, ...] = ()
    named: tuple[int, ...] = ()


def paragraphs(notes: Iterable[Note], letters: Mapping[str, str]) -> list[Paragraph]:
    """Group a page's notes by article, in the order of `letters`."""
    groups: dict[str, dict[str, list[Note]]] = {}
    for note in notes:
        groups.setdefault(note.source, {}).setdefault(note.key, []).append(note)
    found: list[Paragraph] = []
    named: set[int] = set()
    places = {key: place for place, key in enumerate(letters)}
    for source in sorted(groups, key=lambda key: (key == "", places.get(key, 0))):
        cited = tuple(dict.fromkeys(note.fact for note in groups[source].pop(CITED, ())))
        if source:
            key = f"source {source}"
            found.append(Paragraph(kind="source", key=key, source=source, facts=cited))
        order = sorted(groups[source].values(), key=lambda same: (same[0].remark, same[0].fact))
        for same in order:
            first = same[0]
            facts = tuple(dict.fromkeys(note.fact for note in same))
            kind = "table" if first.table else "remark" if first.remark else "quote"
            fresh = tuple(fact for fact in facts if fact not in named)
            named.update(fresh)
            found.append(
                Paragraph(
                    kind=kind,
                    key=first.key,
                    source=source,
                    facts=facts,
                    text=first.text,
                    named=fresh,
                )
            )
    return found


def in_columns(
    found: Sequence[Paragraph], heights: Mapping[str, float], gap: float
) -> tuple[float, tuple[Sequence[Paragraph], Sequence[Paragraph]]]:
    """Divide paragraphs into two columns of like height.

    An article stays with its first note; where its notes go on in the second column, its name
    stands there again.
    """
    sizes = [heights[p.key] + gap + _more(p, heights) for p in found]
    total, left, head = sum(sizes), 0.0, -1
    best = (total, len(found), -1)
    for index, size in enumerate(sizes[:-1], 1):
        left += size
        if found[index - 1].kind == "source":
            head = index - 1
            if found[index].kind != "source":
                continue
        again = head if found[index].source and found[index].kind != "source" else -1
        right = total - left + (sizes[again] if again >= 0 else 0.0)
        best = min(best, (max(left, right), index, again))
    height, at, again = best
    second = [*([replace(found[again], facts=())] if again >= 0 else []), *found[at:]]
    return height - gap, (found[:at], second)


def _more(paragraph: Paragraph, heights: Mapping[str, float]) -> float:
    """Allow a line more where so many facts share a note that their numbers may fill one."""
    many = {"table": len(paragraph.facts) + 1, "source": 12}.get(paragraph.kind, 4)
    return heights["table"] if len(paragraph.facts) > many else 0.0
