"""A page of MkDocs -> its anchors, links and headings, as they are kept; and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeAlias

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, get_toc

# Anchors of other pages that a page leads to, with the links as they are typed, by the page.
Links: TypeAlias = Mapping[str, Mapping[str, str]]


def links_to(page: Page) -> dict[str, dict[str, str]]:
    """Return a page's links to anchors of others."""
    return {file.src_uri: {**found} for file, found in (page.links_to_anchors or {}).items()}


def links_of(page: Page) -> dict[str, Any]:
    """Return a page's anchors, its links to those of other pages, and where it stands."""
    return {
        "place": page.file.dest_uri,
        "anchors": sorted(page.present_anchor_ids or ()),
        "links": links_to(page),
    }


def shown_of(page: Page) -> dict[str, Any]:
    """Return the same with a page's title, and its settings where JSON has all their kinds."""
    try:
        is_plain = json.loads(json.dumps(page.meta)) == page.meta
    except (TypeError, ValueError, RecursionError):  # a date, or what holds itself
        is_plain = False
    told = {"meta": page.meta if is_plain else None, "title": page._title_from_render}
    return {**links_of(page), **told}


def read_of(page: Page) -> dict[str, Any]:
    """Return all that MkDocs knows of a page it has read, but for its Markdown and content."""
    headings = [_heading(link) for link in page.toc]
    return {**links_of(page), "toc": headings, "title": page._title_from_render}


def remind(page: Page, files: Files, kept: Mapping[str, Any], *more: Links) -> None:
    """Give a page that is not read again its anchors and links, and more links."""
    page.present_anchor_ids = set(kept["anchors"])
    page.links_to_anchors = {}
    for links in (kept["links"], *more):
        for uri, anchors in links.items():
            if (file := files.get_file_from_path(uri)) is not None:
                page.links_to_anchors.setdefault(file, {}).update(anchors)


def recall(page: Page, files: Files, config: MkDocsConfig, kept: Mapping[str, Any]) -> None:
    """Give a page that is not made again what others show of it, its anchors and its links."""
    if (meta := kept.get("meta")) is None:
        page.read_source(config)
    else:
        page.meta, page.markdown = meta, ""
    page._title_from_render = kept["title"]
    remind(page, files, kept)


def restore(page: Page, files: Files, kept: Mapping[str, Any], *more: Links) -> None:
    """Give a page all that `read_of` told, and more links."""
    remind(page, files, kept, *more)
    page.toc = get_toc(kept["toc"])
    page._title_from_render = kept["title"]


def _heading(link: AnchorLink) -> dict[str, Any]:
    """Return a heading as the extension tells it that finds them."""
    told = {"name": link.title, "id": link.id, "level": link.level}
    return told | {"children": [_heading(child) for child in link.children]}
