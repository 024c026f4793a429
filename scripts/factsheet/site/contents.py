"""A page of Markdown, and what was read of it before -> the page: new words alone are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from factsheet.cache.store import Store
from factsheet.site.paragraphs import Paragraphs

KIND, KEPT = "contents", 200


class Contents:
    """Reads the Markdown of pages of one language, and keeps what was read."""

    def __init__(
        self, root: Path, keys: Mapping[str, str], config: MkDocsConfig, files: Files
    ) -> None:
        """Bind a project, the keys of what is kept of pages by their names, settings and files."""
        self._store = Store(root, KIND, KEPT)
        self._keys = keys
        self._paragraphs = Paragraphs(config, files)

    def read(self, page: Page) -> None:
        """Read a page into all that MkDocs makes of it but its HTML file."""
        name = page.file.src_uri
        if name in self._keys and (held := self._store.get(self._keys[name])) is not None:
            self._paragraphs.take(name, held)
        self._paragraphs.read(page, page.file.content_string)

    def keep(self, pages: Iterable[Page]) -> None:
        """Keep what was read of pages that MkDocs warned of nothing on."""
        for name in (page.file.src_uri for page in pages):
            if name in self._keys and (held := self._paragraphs.held(name)) is not None:
                self._store.put(self._keys[name], held)
