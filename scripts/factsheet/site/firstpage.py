"""An edition after an edit -> the page that is open, made first by an engine kept loaded.

It is what the next whole build gives, but for the structured data that no reader sees: the preview
shows it at once and compares it with that build's.
"""

from __future__ import annotations

import gc
import html
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.edition.bibtex import ADDRESS
from factsheet.edition.sheet import Edition
from factsheet.pages.render import render_pages
from factsheet.problems import ProblemsFoundError
from factsheet.processes import nothing_collected
from factsheet.settings import read_words
from factsheet.site.asked import Asked
from factsheet.site.build import environment_of
from factsheet.site.exchange import SITE
from factsheet.site.postprocess import NOTE_WORDS, hardened, label_notes

if TYPE_CHECKING:
    from factsheet.site.engine import Resident


class FirstPages:
    """Makes single pages of a site that was built before; one thread at a time."""

    def __init__(self, root: Path, address: str, look: Callable[[str], Edition]) -> None:
        """Bind the project, the address of the site's root, and the sheet in one language.

        `look` raises ProblemsFoundError for what cannot be read, and before any check errors of
        other kinds.
        """
        self.root = root
        self.address = address
        self._look = look
        self._lock = threading.Lock()
        self._engines: dict[str, Resident] = {}
        self._policy = ""

    def forget(self) -> None:
        """Load settings and theme anew before the next page."""
        with self._lock:
            self._engines.clear()
            self._policy = ""

    def load(self, page: str) -> None:
        """Load all that the page of an address needs, so that an edit finds it at hand."""
        with self._lock, suppress(ProblemsFoundError, *UNCHECKED):
            language, name = _parted(page)
            if name and language not in self._engines:
                with nothing_collected():
                    self._page(self._look(language), name)
                gc.freeze()  # what stays is no garbage; to look through it takes long

    def made(self, pages: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield each of these addresses that a page can be made of with this page.

        Raises ProblemsFoundError where files cannot be read.
        """
        asked = sorted(page for page in pages if _PAGE.fullmatch(page))
        with self._lock, suppress(*UNCHECKED), nothing_collected():
            for language, own in groupby(asked, lambda page: _parted(page)[0]):
                edition = self._look(language)
                for page in own:
                    if (text := self._page(edition, _parted(page)[1])) is not None:
                        yield page, text

    def _page(self, edition: Edition, name: str) -> str | None:
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
            self._engines[key] = Resident(self.root.resolve(), settings, given)
        return self._engines[key]


def without_data(page: str) -> str:
    """Return a page without the structured data that a whole build adds."""
    return _DATA.sub("", page)


def around_text(page: str) -> tuple[str, str]:
    """Return what stands before and after the text of a page, without the structured data."""
    before, _, rest = without_data(page).partition("<article")
    return before, rest.rpartition("</article>")[2]


def _parted(page: str) -> tuple[str, str]:
    """Return the language of an address and the name of its Markdown; nothing where it has none."""
    found = _PAGE.fullmatch(page)
    return (found[1], f"{found[2] or 'index'}.md") if found else ("", "")


# What an edit raises that no check has let by: the build tells what is wrong.
UNCHECKED = (OSError, LookupError, ValueError, TypeError, AssertionError)
# /en/, /en/trade/ and /en/trade.goods/: the pages that an edition has a template for.
_PAGE = re.compile(r"/([\w-]+)/(?:([\w.-]+)/)?")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_DATA = re.compile(
    r'    <script type="application/ld\+json">.*?</script>\n  (?=</head>)', re.DOTALL
)
