"""Compare three searches on the golden lists, in a browser: python -m tests.site.search.compare PYTHON

For developers; no test runs it. PYTHON is the interpreter of a virtual environment of its own that
holds Pagefind, made by hand: python -m venv pf && pf/bin/pip install 'pagefind[extended]'.

Each engine gets what serves it best:

- ours: search.json of the built site, through the function the dialog calls. A hit is its anchor.
- material: the theme's search, typed into its box, notes left out, the separator that found most
  Chinese (it makes a word of each character). It knows pages and headings: a hit on a heading
  counts for every fact and name below it, and for every fact that the text below it links to;
  only on the pages of names and sources, which link to everything, links do not count. Hits on
  whole pages are passed over.
- pagefind: the extended build over the site, notes left out. Its own results are pages; the places
  it reports in them are given to the nearest anchor before them, and the anchors of all pages
  ranked by the sum of its scores. A hit on a heading counts as above.
- and notes: the same with the notes, where figures stand as printed; a note counts for its fact.
- records: Pagefind given the entries of our own index one by one, aliases and all.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, sync_playwright

from tests.built import page_paths, read_page
from tests.conftest import BROWSERS
from tests.projects import ADDRESS, build, copy_project, run
from tests.served import served
from tests.site.search.golden import queries, score
from tests.site.search.read import read_index
from tests.site.theme import themed

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"en": "mkdocs.yml", "zh": "mkdocs.zh.yml"}
SEPARATORS = {
    "en": r"[\s\u200b\-]+",
    "zh": r"[\s\u200b\u3000\-、。，．？！；：“”（）《》〔〕]+|(?=[\u4e00-\u9fff])",
}
Search = Callable[[Page, str], list[str]]


def main(pagefind: str) -> None:
    """Measure each engine on each language and print a table."""
    work = Path(tempfile.mkdtemp())
    site = build(copy_project(ROOT, work / "ours"))
    print("engine    lang   all   rule  written   MRR  no result  gzip KB  ms a query")
    with sync_playwright() as playwright:
        executable = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        for lang, config in LANGUAGES.items():
            sections = _sections(site / lang)
            prepared: dict[str, tuple[Path, Search, bool]] = {
                "ours": (site, partial(_ours, lang), False),
                "material": (_material(work, lang, config), _typed, True),
                "pagefind": (_pagefind(pagefind, work, site, lang, ".notes"), _pages_found, True),
                "and notes": (_pagefind(pagefind, work, site, lang, ".none"), _pages_found, True),
                "records": (_records(pagefind, work, site, lang), _records_found, False),
            }
            for name, (folder, search, by_heading) in prepared.items():
                below = sections if by_heading else {}
                _measure(browser, name, lang, folder, search, below)
        browser.close()
    shutil.rmtree(work)


def _measure(
    browser: Browser, name: str, lang: str, folder: Path, search: Search, below: dict[str, set[str]]
) -> None:
    loaded: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if any(part in response.url for part in ("pagefind", "search")) and response.ok:
            body = response.body()
            loaded[response.url] = min(len(body), len(gzip.compress(body, 9)))

    ranks, empty, spent, missed = {}, 0, 0.0, []
    with served(folder) as address, browser.new_context() as context:
        page = context.new_page()
        page.on("response", weigh)
        page.goto(f"{address}{lang}/")
        search(page, queries(lang)[0].text)
        for query in queries(lang):
            begin = time.perf_counter()
            found = search(page, query.text)
            spent += time.perf_counter() - begin
            found = [anchor.removeprefix("fn:") for anchor in found]
            hits = [frozenset({anchor} | below.get(anchor, set())) for anchor in found]
            ranks[query] = query.rank(hits)
            empty += bool(query.expected) and not found
            if not 0 < ranks[query] <= 3:
                missed.append(query.text)
    s = score(ranks)
    each = spent / len(ranks) * 1000
    print(
        f"{name:9} {lang:4} {s['all']:6.1%} {s['rule']:6.1%} {s['written']:6.1%} {s['mrr']:6.3f} "
        f"{empty:8} {sum(loaded.values()) / 1000:9.0f} {each:10.1f}",
        flush=True,
    )
    print("          missed:", ", ".join(missed), file=sys.stderr)


def _ours(lang: str, page: Page, query: str) -> list[str]:
    found: list[str] = page.evaluate(
        """async ([site, query]) => {
          const engine = await import(`${site}assets/search-engine.js`)
          globalThis.index ??= engine.load(await (await fetch(`${site}search.json`)).json())
          return engine.find(index, query).results.map(result => result.entry.anchor)
        }""",
        [page.url.partition(f"/{lang}/")[0] + f"/{lang}/", query],
    )
    return found


def _material(work: Path, lang: str, config: str) -> Path:
    """Build the site with the theme's own header and search."""
    project = copy_project(ROOT, work / f"material-{lang}")
    (project / "templates/theme/partials/header.html").unlink()
    main = project / "templates/theme/main.html"
    text = main.read_text("utf-8")
    main.write_text(text.replace("assets/search.js", "assets/none.js"), "utf-8")
    for page in (project / "docs" / lang).glob("*.md"):
        text = page.read_text("utf-8")
        text = text.replace('<section class="notes"', '<section class="notes" data-search-exclude')
        page.write_text(text.replace("{: #notes }", "{: #notes data-search-exclude }"), "utf-8")
    settings = project / "mkdocs.yml"
    lines = settings.read_text("utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("plugins: []"))
    lines[at] = f"plugins:\n  search:\n    separator: '{SEPARATORS[lang]}'"
    settings.write_text("\n".join(lines) + "\n", "utf-8")
    done = run(project, "mkdocs", "build", "-f", config, SITE_URL=f"{ADDRESS}{lang}/")
    assert done.returncode == 0, done.stdout
    return project / "site"


def _typed(page: Page, query: str) -> list[str]:
    """Type a query into the theme's box; wait until its results stand still."""
    box = page.locator("input[name=query]")
    box.focus()
    box.fill("")
    box.press("End")
    page.wait_for_function(themed("!document.querySelector('$found')"))
    box.fill(query)
    box.press("End")
    links = themed("[...document.querySelectorAll('$found_link')].map(a => a.href)")
    before, now = None, page.evaluate(links)
    begin = time.perf_counter()
    while before != now or (not now and time.perf_counter() - begin < 0.6):
        page.wait_for_timeout(60)
        before, now = now, page.evaluate(links)
    anchors = [str(link).partition("#")[2].partition("?")[0] for link in now]
    return [anchor for anchor in anchors if anchor]


def _pagefind(python: str, work: Path, site: Path, lang: str, without: str) -> Path:
    folder = work / f"pagefind-{lang}{without}"
    shutil.copytree(site / lang, folder / lang)
    subprocess.run(
        [python, "-m", "pagefind", "--site", str(folder / lang), *_PAGEFIND_OPTIONS, without],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return folder


def _pages_found(page: Page, query: str) -> list[str]:
    found: list[str] = page.evaluate(
        """async query => {
          const pagefind = await import(new URL("pagefind/pagefind.js", location))
          const { results } = await pagefind.search(query)
          const scores = new Map()
          for (const data of await Promise.all(results.map(result => result.data()))) {
            const anchors = data.anchors.toSorted((a, b) => a.location - b.location)
            for (const { location, balanced_score } of data.weighted_locations) {
              const anchor = anchors.findLast(anchor => anchor.location <= location)
              if (anchor) scores.set(anchor.id, (scores.get(anchor.id) ?? 0) + balanced_score)
            }
          }
          return [...scores].sort((a, b) => b[1] - a[1]).map(([id]) => id)
        }""",
        query,
    )
    return found


def _records(python: str, work: Path, site: Path, lang: str) -> Path:
    """Give Pagefind every entry of our index as a record with its anchor as address."""
    folder = work / f"records-{lang}"
    (folder / lang).mkdir(parents=True)
    (folder / lang / "index.html").write_text(f"<!doctype html><html lang='{lang}'>", "utf-8")
    data = read_index((site / lang / "search.json").read_text("utf-8"))
    records = []
    for anchor, text, period, _, place, _, marks, names, also, *_ in data["facts"]:
        forms = [form for n in names for form in (data["names"][n][1], *data["names"][n][2])]
        where = data["places"][place][2:]
        meanings = [data["marks"][n][1] for n in marks]
        records.append((anchor, "\n".join([text, *also, *forms, period, *where, *meanings])))
    for anchor, full, forms, gloss, *_ in data["names"]:
        records.append((anchor, "\n".join([full, *forms, gloss])))
    records += [(anchor, f"{title}\n{text}") for _, _, anchor, title, text, _ in data["others"]]
    subprocess.run(
        [python, "-c", _MAKE_RECORDS, lang, str(folder / lang / "pagefind")],
        input=json.dumps(records),
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return folder


def _records_found(page: Page, query: str) -> list[str]:
    found: list[str] = page.evaluate(
        """async query => {
          const pagefind = await import(new URL("pagefind/pagefind.js", location))
          const { results } = await pagefind.search(query)
          const shown = await Promise.all(results.slice(0, 10).map(result => result.data()))
          return shown.map(data => data.url.split("#")[1])
        }""",
        query,
    )
    return found


def _sections(site: Path) -> dict[str, set[str]]:
    """Return the anchors below each heading, up to the next, and those that its text links to."""
    below: dict[str, set[str]] = {}
    for path in page_paths(site):
        heading = ""
        for element in read_page(site / path / "index.html").iter():
            if element.tag in {"h1", "h2", "h3"}:
                heading = element.get("id", "")
            elif heading:
                anchors = below.setdefault(heading, set())
                anchors.add(element.get("id", ""))
                if path not in {"names", "sources"}:
                    anchors.add(element.get("href", "").partition("#")[2])
    return below


_PAGEFIND_OPTIONS = ("--root-selector", "article", "--exclude-selectors")
_MAKE_RECORDS = """
import asyncio, json, sys
from pagefind.index import PagefindIndex, IndexConfig

async def make():
    lang, folder = sys.argv[1:]
    async with PagefindIndex(config=IndexConfig(output_path=folder)) as index:
        for anchor, content in json.load(sys.stdin):
            await index.add_custom_record(url=f"/#{anchor}", content=content, language=lang)
        await index.write_files(output_path=folder)

asyncio.run(make())
"""

if __name__ == "__main__":
    main(sys.argv[1])
