"""Regular expressions that are compiled when they are first asked for: the long ones of figures.

A command that reads one typed figure needs few of them, and most commands none.
"""

from __future__ import annotations

import re
from functools import cached_property

LEAD = 14  # no direction word with a qualifier is longer


class Expression:
    """A pattern, compiled at the first use."""

    def __init__(self, expression: str) -> None:
        """Take the pattern as it is typed."""
        self._expression = expression

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return the compiled pattern."""
        return re.compile(self._expression)

    def made(self, match: re.Match[str]) -> bool:
        """Tell whether a match is of this pattern: none is, before it was asked for."""
        return match.re is self.__dict__.get("pattern")

    def search(self, text: str, position: int = 0, end: int | None = None) -> re.Match[str] | None:
        """Find the pattern between two positions."""
        return self.pattern.search(text, position, len(text) if end is None else end)

    def match(self, text: str, position: int = 0) -> re.Match[str] | None:
        """Find the pattern at a position."""
        return self.pattern.match(text, position)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Find the pattern as a whole text."""
        return self.pattern.fullmatch(text)


class Anchored(Expression):
    """A pattern, what its matches hold near their beginning, and the characters before that.

    Found sooner by its anchor: without `lead` anything may stand before it, up to a length. Where
    the anchor stands nowhere, the pattern is not even compiled.
    """

    def __init__(self, expression: str, anchor: str, lead: frozenset[str] = frozenset()) -> None:
        """Take the pattern and its anchor as they are typed."""
        super().__init__(expression)
        self._anchor, self._lead = re.compile(anchor), lead

    def next(self, line: str, position: int) -> re.Match[str] | None:
        """Find the pattern from a position on."""
        anchor = self._anchor.search(line, position)
        if anchor is None:
            return None
        start = anchor.start()
        if not self._lead:
            return self.pattern.search(line, max(position, start - LEAD))
        while start > position and line[start - 1] in self._lead:
            start -= 1
        return self.pattern.search(line, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """Find the pattern as a whole text."""
        return None if self._anchor.search(text) is None else self.pattern.fullmatch(text)
