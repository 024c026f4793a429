"""The table of outputs: every file that the program itself writes into `site/`, declared once.

MkDocs adds its pages, its sitemaps and what lies under `assets/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

LANGUAGE = "{}"  # in a path: once for each language; "*" stands for a picture or a table


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file of the site: who writes it, as what a server sends it, and what it holds.

    `template` is its template in templates/site/; `offered` ones are downloads for readers.
    """

    path: str
    writer: str
    media: str
    words: str
    template: str = ""
    offered: bool = False


def paths_of(languages: Iterable[str]) -> Mapping[str, Output]:
    """Return the outputs of a site by their paths from its root."""
    keys = tuple(languages)
    found: dict[str, Output] = {}
    for output in OUTPUTS:
        own = keys if LANGUAGE in output.path else ("",)
        found |= {output.path.replace(LANGUAGE, key): output for key in own}
    return MappingProxyType(found)


OUTPUTS = (
    Output(
        path="data/facts.json",
        writer="data",
        media="application/json",
        words="all facts: texts and notes in both languages, figures, citations, sources",
        offered=True,
    ),
    Output(
        path="data/facts.csv",
        writer="data",
        media="text/csv",
        words="one row a figure, for a spreadsheet",
        offered=True,
    ),
    Output(
        path="{}/briefing.pdf",
        writer="pdf",
        media="application/pdf",
        words="the printed briefing, the data attached",
        offered=True,
    ),
    Output(
        path="{}/brief.pdf",
        writer="pdf",
        media="application/pdf",
        words="its two pages",
        offered=True,
    ),
    Output(
        path="{}/charts/*.svg",
        writer="downloads",
        media="image/svg+xml",
        words="each picture with its source, to scale without loss",
    ),
    Output(
        path="{}/charts/*.png",
        writer="downloads",
        media="image/png",
        words="the same, for slides and messages",
    ),
    Output(
        path="{}/charts/*.csv",
        writer="downloads",
        media="text/csv",
        words="the figures that it draws",
    ),
    Output(
        path="{}/tables/*.csv",
        writer="downloads",
        media="text/csv",
        words="each table of a topic page",
    ),
    Output(
        path="{}/search.json",
        writer="searchindex",
        media="application/json",
        words="what the search finds",
    ),
    Output(
        path="{}/cards.json",
        writer="cards",
        media="application/json",
        words="what the buttons beside a fact copy",
    ),
    Output(
        path="{}/names.json",
        writer="cards",
        media="application/json",
        words="what opens beside a name",
    ),
    Output(
        path="index.html",
        writer="finish",
        media="text/html",
        words="the choice of a language",
        template="index.html.j2",
    ),
    Output(
        path="404.html",
        writer="finish",
        media="text/html",
        words="the page for wrong addresses",
        template="404.html.j2",
    ),
    Output(
        path="chooser.css",
        writer="finish",
        media="text/css",
        words="how these two look",
        template="chooser.css",
    ),
    Output(
        path="robots.txt",
        writer="finish",
        media="text/plain",
        words="where crawlers find the sitemaps",
        template="robots.txt.j2",
    ),
    Output(
        path="sitemap.xml",
        writer="finish",
        media="application/xml",
        words="the sitemaps of all languages",
        template="sitemap.xml.j2",
    ),
    Output(
        path="_headers",
        writer="finish",
        media="text/plain",
        words="settings for Netlify and Cloudflare Pages",
        template="headers.j2",
    ),
    Output(
        path=".htaccess",
        writer="finish",
        media="text/plain",
        words="settings for Apache",
        template="htaccess.j2",
    ),
    Output(
        path="server/nginx.conf",
        writer="finish",
        media="text/plain",
        words="settings for nginx",
        template="nginx.conf.j2",
    ),
)
