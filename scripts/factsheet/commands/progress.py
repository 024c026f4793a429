"""Long work told as it goes, on standard error: a bar on a terminal, a line each elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType

from factsheet.messages import Message, told

WIDTH = 30  # of the bar, in signs
AGAIN = "\r\x1b[K"  # the line is written anew


class Progress:
    """So many steps of a work; the bar is gone when it ends, whatever ends it."""

    def __init__(self, count: int) -> None:
        """Begin with nothing done of so many steps."""
        self.count = count
        self.begun = 0
        self._is_bar = sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_bar:
            print(end=AGAIN, file=sys.stderr, flush=True)

    def tell(self, words: Message | str) -> None:
        """Tell what is done now, or has been: one step more."""
        self.begun += 1
        line = f"{self.begun}/{self.count} {told(words) if isinstance(words, Message) else words}"
        if self._is_bar:
            full = min(WIDTH, WIDTH * self.begun // max(1, self.count))
            line = f"{AGAIN}[{'#' * full}{'.' * (WIDTH - full)}] {line}"
        print(line, end="" if self._is_bar else "\n", file=sys.stderr, flush=True)
