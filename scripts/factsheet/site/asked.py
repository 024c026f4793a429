"""How a site is asked for, and what may be ready before it is built: light, and loaded first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from factsheet.messages import Message

STAGES = 5  # that a build begins


def silent(_: object) -> None:
    """Tell nobody what a stage made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a site is asked for: its address, and as a draft or without PDFs no page links one.

    Released editions that lie here are published along; not `releasing`, when the site itself is
    to become one. `made_of` is the hash of all that it is made of, from before that was read, or
    empty where nobody will publish it. `address` is the site's root, with a slash at its end;
    `tell` hears of each stage what it made, `begin` of each of `STAGES` that it begins.
    """

    made_of: str = ""
    address: str | None = None
    draft: bool = False
    pdfs: bool = True
    releasing: bool = False
    tell: Callable[[str], None] = silent
    begin: Callable[[Message], None] = silent

    @property
    def is_printed(self) -> bool:
        """Tell whether the site has PDFs."""
        return self.pdfs and not self.draft
