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
from dataclasses import asdict, dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

from factsheet.cache.inputs import digest, digest_named
from factsheet.cache.shelf import Shelf

KIND = "inline"
RUNS = frozenset(("", "module", "text/javascript", "application/javascript"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What stands inside a page: scripts that run, the line of each, what no policy allows."""

    scripts: list[str]
    lines: list[int]
    refused: list[tuple[int, str]]


def policy_of(pages: Iterable[Inside]) -> str:
    """Return the policy of a site: its own files, the scripts inside its pages, nothing else."""
    hashes = {_hash(script) for page in pages for script in page.scripts}
    scripts = " ".join(["'self'", *sorted(hashes)])
    return "; ".join((*_OWN, f"script-src {scripts}"))


def read_inline(page: str) -> Inside:
    """Return what stands inside a page instead of in a file of its own.

    Where no sign of anything refused stands in a page, it is read at its scripts alone.
    """
    inline = Inline()
    elements = [] if _is_suspect(page) else _scripts(page)
    for start, end in elements or [(0, len(page))]:
        inline.lineno = 1 + page.count("\n", 0, start)
        inline.feed(page[start:end])
    inline.close()
    return Inside(scripts=inline.scripts, lines=inline.lines, refused=inline.refused)


class Reader:
    """Reads what stands inside pages; of those that were read before it is kept."""

    def __init__(self, root: Path, own: Iterable[Path], theme: Callable[[], Path]) -> None:
        """Take the scripts of a sheet's own folders of a theme, and of one that is installed.

        The version of that counts with the program; its folder is asked for when it is needed.
        """
        self._own, self._theme = list(own), theme
        named = ((path.relative_to(at).as_posix(), path) for at in self._own for path in _pages(at))
        self._shelf = Shelf(root, KIND, digest_named(named))

    @cached_property
    def scripts(self) -> Scripts:
        """Return the scripts of all these templates."""
        made = self._shelf.made(KIND, lambda: json.dumps(self._found()).encode())
        return Scripts(json.loads(made))

    def _found(self) -> list[str]:
        paths = (path for at in (*self._own, self._theme()) for path in _pages(at))
        texts = (path.read_text("utf-8", "replace") for path in paths)  # MkDocs tells what is none
        return sorted({script for text in texts for script in read_inline(text).scripts})

    def inside(self, page: str) -> Inside:
        """Return what stands inside a page."""
        made = self._shelf.made(
            digest(page), lambda: json.dumps(asdict(read_inline(page))).encode()
        )
        return Inside(**json.loads(made))

    def ahead(self) -> None:
        """Look for the scripts of templates, and keep them, before any page is read."""
        assert self.scripts is not None
        self.close()

    def knows(self, script: str) -> bool:
        """Tell whether a script is one of a template."""
        key = digest(KIND, script)
        return bool(self._shelf.made(key, lambda: KNOWN if script in self.scripts else b""))

    def close(self) -> None:
        """Keep what was read."""
        self._shelf.close()


class Scripts:
    """The scripts that templates put into pages."""

    def __init__(self, found: Iterable[str]) -> None:
        """Take them as they stand in templates."""
        self._patterns = [_pattern(script) for script in found]

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


def _pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def _is_suspect(page: str) -> bool:
    """Tell whether a page may hold a style, a handler of events, or a comment around a script."""
    low = page.lower()
    if len(low) != len(page) or any(sign in low for sign in _SIGNS):
        return True
    found = (match.start() for sign in _ATTRIBUTES for match in sign.finditer(low))
    return any(low[start - 1] in _BEFORE for start in found)


def _scripts(page: str) -> list[tuple[int, int]]:
    """Return where the script elements of a page begin and end; none where that is in doubt."""
    found = []
    for match in _SCRIPT.finditer(page):
        end = _END.search(page, match.end())
        if end is None or page.rfind("<", 0, match.start()) > page.rfind(">", 0, match.start()):
            return []
        found.append((match.start(), end.end()))
    return found


def _pattern(script: str) -> re.Pattern[str]:
    """Return what a template's script may become: only addresses and names fill its gaps."""
    return re.compile(r"[\w./:-]*".join(map(re.escape, _GAP.split(script))))


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


KNOWN = b"known"
_SIGNS = ("<!--", "<style", "javascript:")
# Each by itself: Python looks for its first letters at once.
_ATTRIBUTES = tuple(
    map(re.compile, (r"on\w+\s*=", r"style\s*=", r"href\s*=[^>]*&(?:#|colon|tab|newline)"))
)
_BEFORE = frozenset(" \t\r\n\f\"'/")
_SCRIPT = re.compile(r"<script(?=[\s/>])", re.IGNORECASE)
_END = re.compile(r"</script[^>]*>", re.IGNORECASE)
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
