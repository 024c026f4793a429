"""Built sheets -> a portal: `site/` with a page a language, and each sheet's site below it.

A portal words nothing but its own heads: titles, figures and periods are those of each sheet's
data.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date

from factsheet.fleet.sheets import Sheet
from factsheet.language.catalog import load_catalog
from factsheet.language.vocabulary import MARK_WORDS, PORTAL_WORDS
from factsheet.problems import ProblemsFoundError
from factsheet.searchpath import find
from factsheet.site.exchange import SITE, exchange
from factsheet.site.templating import templates_of

FRESH = ".site.portal"
PREFERRED = "en"
STYLE = "portal.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a built sheet's data say of it: edition, languages, facts by id, headlines by key."""

    name: str
    edition: Mapping[str, Any]
    languages: tuple[str, ...]
    facts: Mapping[str, Mapping[str, Any]]
    headlines: Mapping[str, Mapping[str, Any]]


def write_portal(folder: Path, sheets: Sequence[Sheet]) -> Path | None:
    """Write the portal of all sheets that have a site; None where none has.

    Raises ProblemsFoundError where a language lacks words.
    """
    told = [each for each in (_told(sheet) for sheet in sheets) if each is not None]
    if not told:
        return None
    fresh = folder / f"{FRESH}-{os.getpid()}"
    try:
        fresh.mkdir()
        roots = {sheet.name: sheet.root for sheet in sheets}
        for each in told:
            shutil.copytree(roots[each.name] / SITE, fresh / each.name, copy_function=_linked)
        first = told[0].name
        try:
            _write_pages(roots[first], told, fresh)
        except ProblemsFoundError as error:  # of files of that sheet
            raise ProblemsFoundError(
                replace(problem, place=replace(problem.place, file=f"{first}/{problem.place.file}"))
                for problem in error.problems
            ) from None
        exchange(folder, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder / SITE


def _write_pages(root: Path, told: Sequence[Told], to: Path) -> None:
    """Write a page for each language that all sheets have; of none, for each that one has."""
    every = [set(each.languages) for each in told]
    shared = set.intersection(*every) or set.union(*every)
    languages = sorted(shared, key=lambda key: (key != PREFERRED, key))
    template = templates_of(root).get_template("portal.html.j2")
    for language in languages:
        catalog, problems = load_catalog(root, language, set(PORTAL_WORDS))
        if problems:
            raise ProblemsFoundError(problems)
        text = template.render(
            _=catalog.gettext,
            language=language,
            pages=[(key, page_of(key, languages)) for key in languages],
            sheets=told,
            root=f"{told[0].name}/",
            first=told[0].languages[0],
            shown_in=_shown_in,
            name_of=_name_of,
            day=partial(_day, language),
            series=list(_shared(told, language)),
        )
        (to / page_of(language, languages)).write_text(text, "utf-8")
    shutil.copyfile(find(root, f"site/{STYLE}"), to / STYLE)


def page_of(language: str, languages: Sequence[str]) -> str:
    """Return the file of a language's page; that of the first is the folder's own."""
    return "index.html" if language == languages[0] else f"index.{language}.html"


def _shared(told: Sequence[Told], language: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the title and rows of each indicator that several sheets count in the same unit."""
    rows: dict[tuple[str, str], list[tuple[Told, Mapping[str, Any]]]] = defaultdict(list)
    for each in told:
        for key, series in each.headlines.items():
            rows[key, series["unit"]].append((each, series))
    for found in rows.values():
        if len(found) > 1:
            title = found[0][1]["title"]
            yield _worded(title, language), [_row(each, series, language) for each, series in found]


def _row(told: Told, series: Mapping[str, Any], language: str) -> dict[str, Any]:
    point, shown = series["point"], _shown_in(told, language)
    marks = told.facts[point["fact"]]["marks"]
    return {
        "sheet": told,
        "lang": shown,
        "figure": point["figure"]["rendered_table"][shown],
        "measures": point["figure"]["measures"][shown],
        "when": point["when"][shown],
        "marks": [MARK_WORDS[mark] for mark in marks if mark in MARK_WORDS and mark != "inferred"],
        "href": f"{told.name}/{shown}/{point['address']}",
    }


def _told(sheet: Sheet) -> Told | None:
    """Read what a sheet's site says of it; None where it has no whole site."""
    data = sheet.root / SITE / "data"
    try:
        whole = json.loads((data / "facts.json").read_bytes())
        files = sorted((data / "series").glob("*.json"))
        series = [json.loads(path.read_bytes()) for path in files]
    except (OSError, ValueError):
        return None
    headlines = {
        each["indicator"]: {**each, "point": point}
        for each in series
        for point in each["points"]
        if point["headline"]
    }
    return Told(
        name=sheet.name,
        edition=whole["edition"],
        languages=tuple(whole["languages"]),
        facts={fact["id"]: fact for fact in whole["facts"]},
        headlines=headlines,
    )


def _shown_in(told: Told, language: str) -> str:
    """Return the language that a sheet is shown in on a page of another."""
    return language if language in told.languages else told.languages[0]


def _name_of(language: str) -> str:
    """Name a language in itself, as a link to it does."""
    name = Locale.parse(language, sep="-").get_display_name() or language
    return name[:1].upper() + name[1:]


def _day(language: str, iso: str) -> str:
    return format_date(date.fromisoformat(iso), "long", Locale.parse(language, sep="-"))


def _worded(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()))


def _linked(source: str, to: str) -> str:
    """Give a file a second name where the disk can, and copy it where not; a site never changes."""
    try:
        os.link(source, to)
    except OSError:
        shutil.copyfile(source, to)
    return to
