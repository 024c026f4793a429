"""Pictures and tables of an edition -> files to take along: SVG, PNG and CSV, source inside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from factsheet.cache.inputs import digest
from factsheet.cache.shelf import Shelf
from factsheet.cache.values import digest_of
from factsheet.edition.drawn import ChartView, CitiesView, PartView, SchematicView, TimelineView
from factsheet.edition.sheet import SAID, Edition
from factsheet.edition.views import FactView, Row, TableView, plain
from factsheet.pages.drawing import Drawing
from factsheet.pages.poster import poster, poster_svg
from factsheet.pages.svg import Picture
from factsheet.site.csvfile import guarded, written
from factsheet.site.plates import pngs, set_by

KIND = "pictures"


def drawn(root: Path, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield the files of each picture with its path below the language's folder."""
    shelf = Shelf(root, KIND, edition.language, set_by(root, edition))
    found = {picture.key: picture for picture in pictures(edition)}
    said = {key: digest_of(picture, SAID) for key, picture in found.items()}
    drawing = cache(lambda key: poster(found[key]))
    new = [key for key in found if shelf.get(digest("png", said[key])) is None]
    for key, png in zip(new, pngs(root, edition, map(drawing, new)), strict=True):
        shelf.put(digest("png", said[key]), png)
    for key, picture in found.items():
        svg = partial(_svg, picture, partial(drawing, key), edition.html)
        yield f"charts/{key}.svg", shelf.made(digest("svg", said[key]), svg)
        yield f"charts/{key}.png", shelf.made(digest("png", said[key]), bytes)
        yield f"charts/{key}.csv", _csv(*_drawn(edition, picture))
    shelf.close()


def tables(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Yield each table of a topic with its path below the language's folder."""
    for topic in edition.topics:
        for section in topic.sections:
            for table in section.parts:
                if isinstance(table, TableView) and table.rows:
                    name = f"tables/{topic.key}-{table.key}.csv"
                    yield name, _csv(*_table(edition, table))


def _svg(picture: Picture, drawing: Callable[[], Drawing], language: str) -> bytes:
    return poster_svg(picture, drawing(), language).encode()


def pictures(edition: Edition) -> list[Picture]:
    """Return everything that is drawn of an edition."""
    panels = (edition.schematic, edition.cities, edition.timeline)
    return [*edition.charts, *(panel for panel in panels if panel is not None)]


def _drawn(edition: Edition, picture: Picture) -> tuple[list[str], list[list[str]]]:
    """Return the head and the rows of what a picture shows."""
    match picture:
        case ChartView():
            return _chart(edition, picture)
        case CitiesView():
            return _cities(edition, picture)
        case TimelineView():
            return _steps(edition, picture)
        case SchematicView():
            return _links(edition, picture)


def _chart(edition: Edition, chart: ChartView) -> tuple[list[str], list[list[str]]]:
    word = edition.word
    messages = ("Item", "Period", "Value", "Change", "Printed or calculated")
    head = [*map(word, messages), "low", "high", "unit"]
    parts = (*chart.parts, *([chart.whole] if chart.whole else []))
    return [*head, *_proof_head(edition)], [
        [*_part(part, chart.unit), *_proof(edition, part.fact)] for part in parts
    ]


def _part(part: PartView, unit: str) -> list[str]:
    bounds = [f"{part.low.normalize():f}", f"{part.high.normalize():f}", unit]
    return [plain(part.label), part.period, part.value, part.growth, part.style_words, *bounds]


def _cities(edition: Edition, view: CitiesView) -> tuple[list[str], list[list[str]]]:
    head = [edition.word(message) for message in ("City", "Kind", "Place", "Period")]
    return [*head, *_proof_head(edition)], [
        [city, kind, place.label, place.period, *_proof(edition, place.fact)]
        for city, kind, place in view.places
    ]


def _steps(edition: Edition, view: TimelineView) -> tuple[list[str], list[list[str]]]:
    head = [edition.word(message) for message in ("Subject", "Step", "Period")]
    return [*head, *_proof_head(edition)], [
        [lane.title, step.label, step.date, *_proof(edition, step.fact)]
        for lane in view.lanes
        for step in lane.steps
    ]


def _links(edition: Edition, view: SchematicView) -> tuple[list[str], list[list[str]]]:
    """Return the lines of the schematic, a row for each fact that one rests on."""
    head = [edition.word(message) for message in ("Link", "Kind", "Period")]
    rows = [
        [" – ".join(edge.stops), edge.mode_words, fact.period_words, *_proof(edition, fact)]
        for edge in view.edges
        for fact in edge.facts
    ]
    rows += [
        [place.label, "", fact.period_words, *_proof(edition, fact)]
        for place in view.places
        for fact in place.facts
    ]
    return [*head, *_proof_head(edition)], rows


def _table(edition: Edition, table: TableView) -> tuple[list[str], list[list[str]]]:
    head = [*table.columns, *map(edition.word, ("As printed", "Period"))]
    return [*head, *_proof_head(edition)], [_row(edition, row) for row in table.rows]


def _row(edition: Edition, row: Row) -> list[str]:
    told = [row.fact.printed, row.fact.period_words]
    return [*map(plain, row.cells), *told, *_proof(edition, row.fact)]


def _proof_head(edition: Edition) -> list[str]:
    return [*map(edition.word, ("Fact", "Source")), edition.word("Edition")]


def _proof(edition: Edition, fact: FactView) -> list[str]:
    """Return where a row comes from: its fact, the articles, the sheet."""
    return [fact.id, edition.word(", ").join(fact.letters), edition.collected]


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table for a spreadsheet, its spaces plain."""
    plain_rows = ([guarded(c.replace("\u00a0", " ")) for c in row] for row in (head, *rows))
    return written(plain_rows).encode()
