"""The frozen sheet in short: a quarter of its facts, and of everything else what names no other.

Whatever a page shows, whatever kind of fact or figure there is, stands in it at least once, as
`test_short` proves. Its pages are less than half as long: builds and browsers are given these.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable
from pathlib import Path

from tests.projects import FROZEN, copy_frozen

KEPT = FROZEN / "short.txt"
FACT = re.compile(r"^  - id: (\S+)$", re.MULTILINE)
WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
NAME = re.compile(r"^(?=[a-z0-9-]+:$)", re.MULTILINE)


def copy_short(to: Path) -> Path:
    """Put the frozen sheet in short beside the project's templates and settings."""
    lines = KEPT.read_text("utf-8").splitlines()
    return shorten(copy_frozen(to), [line for line in lines if not line.startswith("#")])


def shorten(project: Path, kept: Collection[str]) -> Path:
    """Leave out of a sheet all facts but these, and what cannot be said without the others."""
    facts = project / "facts"
    topics = [path for path in facts.glob("*/*.yml") if FACT.search(path.read_text("utf-8"))]
    others = [*facts.glob("*.yml"), *facts.glob("disagreements/*.yml")]
    known = {id_ for path in topics for id_ in FACT.findall(path.read_text("utf-8"))}
    gone = known - set(kept)
    while True:
        texts = {path: without(path.read_text("utf-8"), gone) for path in (*topics, *others)}
        left = {id_ for path in topics for id_ in FACT.findall(texts[path])}
        if left == known - gone:
            break
        gone = known - left
    for path, text in texts.items():
        path.write_text(text, "utf-8")
    _drop_names(facts)
    _drop_lines(facts / "evidence.lock", gone)
    for path in facts.glob("attestations/*.tsv"):
        _drop_lines(path, gone)
    _drop_kept(project / "editions/1", gone)
    return project


def without(text: str, gone: Collection[str]) -> str:
    """Return the text of a YAML file without the list items that name one of these facts.

    Of items within items the innermost goes, but the last one of a list with what holds the list.
    """
    lines = text.splitlines(keepends=True)
    kept = [True] * len(lines)
    for at, line in enumerate(lines):
        if kept[at] and not gone.isdisjoint(WORD.findall(line)):
            first = _item(lines, at)
            while first is not None:
                kept[first : _end(lines, first)] = [False] * (_end(lines, first) - first)
                if _has_others(lines, kept, first):
                    break
                key = _key(lines, first)
                if key is None:
                    break
                kept[key] = False
                first = _item(lines, key)
    return "".join(line for line, is_kept in zip(lines, kept, strict=True) if is_kept)


def _item(lines: list[str], at: int) -> int | None:
    """Return where the innermost list item begins that a line is part of."""
    indent = _indent(lines[at]) + 1
    for before in range(at, -1, -1):
        line = lines[before]
        if line.strip() and not line.lstrip().startswith("#") and _indent(line) < indent:
            indent = _indent(line)
            if line.lstrip().startswith("- "):
                return before
    return None


def _key(lines: list[str], first: int) -> int | None:
    """Return where the key stands whose list an item is part of."""
    indent = _indent(lines[first])
    for at in range(first - 1, -1, -1):
        line = lines[at]
        if line.strip() and line.lstrip()[0] not in "-#" and _indent(line) <= indent:
            return at
    return None


def _has_others(lines: list[str], kept: list[bool], first: int) -> bool:
    """Tell whether a list has items left beside one that goes."""
    dash = lines[first][: _indent(lines[first])] + "- "
    around = [range(first - 1, -1, -1), range(_end(lines, first), len(lines))]
    for way in around:
        for at in way:
            line = lines[at]
            if line.strip() and _indent(line) < len(dash) - 2:
                break
            if line.startswith(dash) and kept[at]:
                return True
            if (
                line.strip()
                and _indent(line) == len(dash) - 2
                and not line.startswith((dash, dash.strip() + "#"))
            ):
                break
    return False


def _end(lines: list[str], first: int) -> int:
    """Return the line after the last one of a list item."""
    indent = _indent(lines[first])
    for after in range(first + 1, len(lines)):
        if lines[after].strip() and _indent(lines[after]) <= indent:
            return after
    return len(lines)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _drop_names(facts: Path) -> None:
    """Leave out the names that nothing uses any more."""
    files = list(facts.glob("names/*.yml"))
    entries = {
        entry.partition(":")[0]: entry
        for path in files
        for entry in NAME.split(path.read_text("utf-8"))
    }
    other = {
        word
        for path in facts.rglob("*.yml")
        if path not in files
        for word in WORD.findall(path.read_text("utf-8"))
    }
    while True:
        used = other | {
            w for key, entry in entries.items() for w in WORD.findall(entry[len(key) :])
        }
        unused = entries.keys() - used
        if not unused:
            break
        entries = {key: entry for key, entry in entries.items() if key not in unused}
    for path in files:
        named = NAME.split(path.read_text("utf-8"))
        path.write_text("".join(e for e in named if e.partition(":")[0] in entries), "utf-8")


def _drop_lines(path: Path, gone: Collection[str]) -> None:
    """Leave out the lines that begin with one of these facts."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if _first(line) not in gone), "utf-8")


def _first(line: str) -> str:
    found = WORD.match(line)
    return found[0] if found else ""


def _drop_kept(edition: Path, gone: Iterable[str]) -> None:
    """Leave out facts of a kept edition, as if it had never held them."""
    path, sums = edition / "facts.json", edition / "SHA256SUMS"
    kept = json.loads(path.read_text("utf-8"))
    kept["facts"] = [fact for fact in kept["facts"] if fact["id"] not in set(gone)]
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    text = re.sub(r"^\w+(?=  facts\.json$)", digest, sums.read_text("utf-8"), flags=re.MULTILINE)
    sums.write_text(text, "utf-8")
