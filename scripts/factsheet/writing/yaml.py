"""The text of a facts file with entries more or fewer: comments and all other lines stay."""

from __future__ import annotations

import re
from collections.abc import Iterable


def quoted(text: str) -> str:
    """Return a text as YAML quotes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def with_facts(text: str, facts: Iterable[str]) -> str:
    """Return a section's text with facts put after its last one, or as its first."""
    lines = text.split("\n")
    entries = "\n".join(fact.rstrip("\n") + "\n" for fact in facts).rstrip("\n").split("\n")
    start = next((i for i, line in enumerate(lines) if re.match(r"facts:\s*(?:#.*)?$", line)), None)
    if start is None:
        while lines and not lines[-1].strip():
            lines.pop()
        return "\n".join([*lines, "facts:", *entries, ""])
    end = next(
        (i for i in range(start + 1, len(lines)) if re.match(r"[A-Za-z]", lines[i])), len(lines)
    )
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    rest = lines[end:]
    between = [""] if end > start + 1 else []
    return "\n".join([*lines[:end], *between, *entries, *(rest or [""])])
