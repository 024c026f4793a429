"""Built pages -> the one content security policy that all of them need, as a browser reads it.

The theme puts small scripts into its pages, some of which change with a page's depth: the policy
names each by its hash. Pages and server settings state the same policy.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from html.parser import HTMLParser

RUNS = frozenset(("", "module", "text/javascript", "application/javascript"))


def policy_of(pages: Iterable[Inline]) -> str:
    """Return the policy of a site: its own files, the scripts inside its pages, nothing else."""
    hashes = {_hash(script) for page in pages for script in page.scripts}
    scripts = " ".join(["'self'", *sorted(hashes)])
    return "; ".join((*_OWN, f"script-src {scripts}"))


def read_inline(page: str) -> Inline:
    """Return what stands inside a page instead of in a file of its own."""
    inline = Inline()
    inline.feed(page)
    inline.close()
    return inline


class Inline(HTMLParser):
    """A page's scripts that run, and its places that no policy of ours allows."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.refused: list[tuple[int, str]] = []
        self._runs = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a script that begins, a style, a handler of events."""
        names = {name: value or "" for name, value in attrs}
        self._runs = tag == "script" and "src" not in names and names.get("type", "") in RUNS
        if self._runs:
            self.scripts.append("")
        found = ["<style>"] if tag == "style" else []
        found += [f"{name}=" for name in names if name == "style" or name.startswith("on")]
        found += ["javascript:"] * names.get("href", "").startswith("javascript:")
        self.refused += [(self.getpos()[0], what) for what in found]

    def handle_endtag(self, tag: str) -> None:
        """Note that a script ends."""
        self._runs = self._runs and tag != "script"

    def handle_data(self, data: str) -> None:
        """Keep the text of a script, which may come in pieces."""
        if self._runs:
            self.scripts[-1] += data


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


# data: the theme's icons are images inside its stylesheet.
_OWN = (
    "default-src 'none'",
    "base-uri 'none'",
    "connect-src 'self'",
    "form-action 'none'",
    "img-src 'self' data:",
    "style-src 'self'",
)
