"""An edition after an edit -> the page that is open, made first by an engine kept loaded.

It is what the next whole build gives, but for the structured data that no reader sees: the preview
shows it at once and compares it with that build's.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.edition.bibtex import ADDRESS
from factsheet.edition.sheet import Edition
from factsheet.pages.render import render_pages
from factsheet.settings import read_words
from factsheet.site.build import Asked, environment_of
from factsheet.site.made import SITE
from factsheet.site.postprocess import NOTE_WORDS, hardened, label_notes

if TYPE_CHECKING:
    from factsheet.site.engine import Resident


class FirstPages:
    """Makes single pages of a site that was built before."""

    def __init__(self, root: Path, address: str) -> None:
        """Bind the project and the address of the site's root."""
        self.root = root
        self.address = address
        self._engines: dict[str, Resident] = {}
        self._policy = ""

    def forget(self) -> None:
        """Load settings and theme anew before the next page."""
        self._engines.clear()
        self._policy = ""

    def page(self, edition: Edition, name: str) -> str | None:
        """Return a page by the name of its Markdown; None where there is none yet to go by."""
        policy = self._policy or self._read_policy(edition.language)
        text = render_pages(self.root, edition, name).get(name)
        if not policy or text is None:
            return None
        page = self._engine(edition).page(name, text)
        words = read_words(self.root, edition.imprint.settings, *NOTE_WORDS)
        page = label_notes(page, *words).replace(ADDRESS, html.escape(self.address))
        return hardened(page, policy)

    def _read_policy(self, language: str) -> str:
        """Return the policy of the last good site, which is that of all its pages."""
        last = self.root / SITE / language / "index.html"
        found = _POLICY.search(last.read_text("utf-8")) if last.is_file() else None
        self._policy = html.unescape(found[1]) if found else ""
        return self._policy

    def _engine(self, edition: Edition) -> Resident:
        """Return the engine of a language; it is loaded at the first use, which takes long."""
        from factsheet.site.engine import Resident  # noqa: PLC0415 - no other command needs it here

        key = edition.language
        if key not in self._engines:
            asked = Asked(address=self.address, draft=True)
            given = environment_of({key: edition}, asked)
            given["SITE_URL"] = f"{self.address}{key}/"
            settings = edition.imprint.settings
            self._engines[key] = Resident(self.root.resolve(), settings, given, f"theme {key}")
        return self._engines[key]


def without_data(page: str) -> str:
    """Return a page without the structured data that a whole build adds."""
    return _DATA.sub("", page)


_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_DATA = re.compile(
    r'    <script type="application/ld\+json">.*?</script>\n  (?=</head>)', re.DOTALL
)
