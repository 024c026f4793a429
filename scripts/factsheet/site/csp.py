"""Built pages -> the one content security policy that all of them need, as a browser reads it.

The theme puts small scripts into its pages, some of which change with a page's depth: the policy
names each by its hash, and only those that stand in a template. Pages and server settings state
the same policy.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path

from factsheet.cache.inputs import digest, program
from factsheet.cache.store import Store

FOUND = "found.json"
RUNS = frozenset(("", "module", "text/javascript", "application/javascript"))


def policy_of(pages: Iterable[Inline]) -> str:
    """Return the policy of a site: its own files, the scripts inside its pages, nothing else."""
    hashes = {_hash(script) for page in pages for script in page.scripts}
    scripts = " ".join(["'self'", *sorted(hashes)])
    return "; ".join((*_OWN, f"script-src {scripts}"))


class Reader:
    """Reads what stands inside pages; what it found in a page once it need not look for again."""

    def __init__(self, root: Path) -> None:
        """Keep in a project's cache what was found."""
        self._store = Store(root, "inline", 2000)

    def read(self, page: str) -> Inline:
        """Return what stands inside a page instead of in a file of its own."""
        key = digest(program(), page)
        kept = self._store.get(key)
        if kept is None:
            inline = read_inline(page)
            found = [inline.scripts, inline.lines, inline.refused]
            self._store.put(key, {FOUND: json.dumps(found).encode()})
            return inline
        inline = Inline()
        inline.scripts, inline.lines, refused = json.loads(kept[FOUND])
        inline.refused = [(line, what) for line, what in refused]
        return inline


def read_inline(page: str) -> Inline:
    """Return what stands inside a page instead of in a file of its own."""
    inline = Inline()
    inline.feed(page)
    inline.close()
    return inline


class Scripts:
    """The scripts that the templates of some folders put into pages."""

    def __init__(
        self, folders: Iterable[Path], read: Callable[[str], Inline] = read_inline
    ) -> None:
        texts = (path.read_text("utf-8") for at in folders for path in sorted(at.rglob("*.html")))
        found = {script for text in texts for script in read(text).scripts}
        self._patterns = [_pattern(script) for script in sorted(found)]

    def __contains__(self, script: object) -> bool:
        """Tell whether a script is one of a template; a value in it may be an address only."""
        return isinstance(script, str) and any(each.fullmatch(script) for each in self._patterns)


class Inline(HTMLParser):
    """A page's scripts that run, each with its line, and places that no policy of ours allows."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.lines: list[int] = []
        self.refused: list[tuple[int, str]] = []
        self._runs = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a script that begins, a style, a handler of events."""
        names = {name: value or "" for name, value in attrs}
        self._runs = tag == "script" and "src" not in names and names.get("type", "") in RUNS
        if self._runs:
            self.scripts.append("")
            self.lines.append(self.getpos()[0])
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


def _pattern(script: str) -> re.Pattern[str]:
    """Return what a template's script may become: only addresses and names fill its gaps."""
    return re.compile(r"[\w./:-]*".join(map(re.escape, _GAP.split(script))))


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


_GAP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
# data: the theme's icons are images inside its stylesheet.
_OWN = (
    "default-src 'none'",
    "base-uri 'none'",
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'none'",
    "img-src 'self' data:",
    "style-src 'self'",
    "worker-src 'self'",
)
