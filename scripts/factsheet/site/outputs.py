"""The table of outputs: every file that the program itself writes into `site/`, declared once.

MkDocs adds its pages, its sitemaps and what lies under `assets/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

LANGUAGE, TOPIC = "{}", "<topic>"  # in a path: once for each language, each topic
EACH = "*"  # in a path: once for each fact or series, by its key; ** is any file below


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file of the site: who writes it, as what a server sends it, and what it holds.

    `template` is its template in templates/site/; `offered` ones are downloads for readers. Files
    of many kinds have no `media`.
    """

    path: str
    writer: str
    media: str
    words: str
    template: str = ""
    offered: bool = False


def paths_of(languages: Iterable[str], topics: Iterable[str]) -> Mapping[str, Output]:
    """Return the outputs of a site by their paths from its root."""
    keys, subjects = tuple(languages), tuple(topics)
    found: dict[str, Output] = {}
    for output in OUTPUTS:
        own = keys if LANGUAGE in output.path else ("",)
        each = subjects if TOPIC in output.path else ("",)
        for key, topic in product(own, each):
            found[output.path.replace(LANGUAGE, key).replace(TOPIC, topic)] = output
    return MappingProxyType(found)


OUTPUTS = (
    Output(
        path="data/facts.json",
        writer="data",
        media="application/json",
        words="all facts: texts and notes in both languages, marks, figures, citations, sources",
        offered=True,
    ),
    Output(
        path="data/facts.schema.json",
        writer="data",
        media="application/json",
        words="the shape of facts.json, as a JSON Schema",
    ),
    Output(
        path="data/facts.csv",
        writer="data",
        media="text/csv",
        words="one row a fact, for a spreadsheet",
        offered=True,
    ),
    Output(
        path="data/figures.csv",
        writer="data",
        media="text/csv",
        words="one row a figure: value, period as days, as printed, source and line",
        offered=True,
    ),
    Output(
        path="data/names.csv",
        writer="data",
        media="text/csv",
        words="one row a name, with its forms in both languages",
        offered=True,
    ),
    Output(
        path="data/sources.csv",
        writer="data",
        media="text/csv",
        words="one row an article",
        offered=True,
    ),
    Output(
        path="data/facts.xlsx",
        writer="data",
        media="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        words="the same tables as a workbook, with links to the facts",
        offered=True,
    ),
    Output(
        path="data/sources.json",
        writer="data",
        media="application/json",
        words="the articles for reference managers, as CSL-JSON",
        offered=True,
    ),
    Output(
        path="data/sources.bib",
        writer="data",
        media="text/plain",
        words="sheet and articles in BibTeX",
        offered=True,
    ),
    Output(
        path="data/datapackage.json",
        writer="data",
        media="application/json",
        words="the tables with their columns and keys, as a Data Package",
        offered=True,
    ),
    Output(
        path="data/facts/*.json",
        writer="data",
        media="application/json",
        words="a fact alone, with its articles and citations",
    ),
    Output(
        path="data/series/*.json",
        writer="data",
        media="application/json",
        words="a series in order of time, with reasons where figures cannot be compared",
    ),
    Output(
        path="{}/brief.pdf",
        writer="pdf",
        media="application/pdf",
        words="the two-page brief",
        offered=True,
    ),
    Output(
        path="{}/briefing.pdf",
        writer="pdf",
        media="application/pdf",
        words="the briefing, at most 24 pages",
        offered=True,
    ),
    Output(
        path="{}/record.pdf",
        writer="pdf",
        media="application/pdf",
        words="the complete record, the data attached",
        offered=True,
    ),
    Output(
        path="{}/<topic>.pdf",
        writer="pdf",
        media="application/pdf",
        words="a topic of the briefing",
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
        path="{}/index.md",
        writer="plainpages",
        media="text/plain",
        words="the home page's Markdown, clean of layout",
    ),
    Output(
        path="{}/*/index.md",
        writer="plainpages",
        media="text/plain",
        words="a page's Markdown, clean of layout",
    ),
    Output(
        path="{}/feed.xml",
        writer="feed",
        media="application/xml",
        words="editions and corrections, as an Atom feed",
        template="feed.xml.j2",
    ),
    Output(
        path="e/*/**",
        writer="released",
        media="",
        words="an edition as it was published, where its release folder is at hand",
    ),
    Output(
        path="build.json",
        writer="stamp",
        media="application/json",
        words="what the site was built from, so that a stale one is not published",
    ),
    Output(
        path="llms.txt",
        writer="plainpages",
        media="text/plain",
        words="what the sheet holds and how to cite it, for programs that read for people",
        template="llms.txt.j2",
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
        path="f/*/index.html",
        writer="factpages",
        media="text/html",
        words="the lasting address of a fact: its languages",
        template="address.html.j2",
    ),
    Output(
        path="{}/f/*/index.html",
        writer="factpages",
        media="text/html",
        words="a fact: figures, note, other reports, citations",
        template="fact.html.j2",
    ),
    Output(
        path="embed/{}/*/index.html",
        writer="factpages",
        media="text/html",
        words="a figure or chart for the frame of another page",
        template="embed.html.j2",
    ),
    Output(
        path="fact.css",
        writer="finish",
        media="text/css",
        words="how facts and frames look",
        template="fact.css",
    ),
    Output(
        path="faces.css",
        writer="finish",
        media="text/css",
        words="the faces of these pages, where they come in time",
        template="faces.css.j2",
    ),
    Output(
        path="chooser.css",
        writer="finish",
        media="text/css",
        words="how the choice of a language looks",
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
