"""Drawings -> PNG: set by the engine of print, in the sheet's own face."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from factsheet.cache.inputs import digest
from factsheet.cache.values import digest_of
from factsheet.edition.sheet import Edition
from factsheet.messages import say
from factsheet.pages import drawing as shapes
from factsheet.pages.looks import PAPER, look_of
from factsheet.problems import Problem, ProblemsFoundError
from factsheet.searchpath import templates_in

PART = "print"
TEMPLATE = "drawing.typ"
FACE = "Sheet Sans"
DENSITY = 144  # pixels an inch: two for each of the drawing


def pngs(root: Path, edition: Edition, drawings: Iterable[shapes.Drawing]) -> Sequence[bytes]:
    """Return drawings as PNG, each a page of one document: the engine begins once for all.

    Raises ProblemsFoundError where the template cannot set one.
    """
    items = [
        {"width": drawing.width, "height": drawing.height, "items": [*_items(drawing)]}
        for drawing in drawings
    ]
    if not items:
        return []
    style = edition.imprint.print
    own = {"name": FACE, "covers": "latin-in-cjk"} if edition.html.startswith("zh") else FACE
    data = {
        "language": edition.language,
        "lang": style["lang"],
        "region": style["region"],
        "faces": [own, *(face["name"] for face in style["heads"])],
        "paper": PAPER,
        "drawings": items,
    }
    from factsheet.printing.press import Job, Press, opened  # noqa: PLC0415 - takes long to load

    with opened(root) as templates:
        made = Press(templates, Job(template=TEMPLATE, data=data, label="")).pngs(DENSITY)
        if len(made) != len(items):
            message = say(
                "pages drawn: {pages}; pictures: {count}", pages=len(made), count=len(items)
            )
            hint = say("a picture is a page of its own, and nothing stands outside them")
            place = templates.place(TEMPLATE)
            raise ProblemsFoundError(
                [Problem(place=place, rule="print", message=message, hint=hint)]
            )
    return made


def set_by(root: Path, edition: Edition) -> str:
    """Return a digest of all that makes the PNG of a picture, but for the picture itself."""
    return digest(edition.language, edition.html, digest_of(edition.imprint.print), *_texts(root))


def _texts(root: Path) -> Iterator[bytes]:
    """Yield all that a template of print may read, with its names."""
    for name, path in templates_in(root, PART, "*").items():
        yield from (name.encode(), path.read_bytes())


def _items(drawing: shapes.Drawing) -> Iterator[dict[str, Any]]:
    """Yield every shape with its look, as the template takes it."""
    for group in drawing.groups:
        for shape in group.shapes:
            yield {**_item(shape), "look": dict(look_of(group, shape))}


def _item(shape: shapes.Shape) -> dict[str, Any]:
    match shape:
        case shapes.Label():
            return {
                "kind": "label",
                "x": float(shape.x),
                "y": float(shape.y),
                "words": shape.words,
                "anchor": shape.anchor,
                "size": shape.size,
                "weight": 600 if shape.strong else 400,
            }
        case shapes.Bar():
            left, right = sorted((shape.x1, shape.x2))
            top, bottom = sorted((shape.y1, shape.y2))
            return {
                "kind": "bar",
                "x": float(left),
                "y": float(top),
                "width": float(right - left),
                "height": float(bottom - top),
                "rounded": shape.rounded,
                "hatched": shape.hatched,
            }
        case shapes.Line():
            ends = ((shape.x1, shape.y1), (shape.x2, shape.y2))
            return {"kind": "path", "closed": False, "points": _points(ends)}
        case shapes.Path():
            return {"kind": "path", "closed": shape.closed, "points": _points(shape.points)}


def _points(points: tuple[tuple[shapes.Length, shapes.Length], ...]) -> list[list[float]]:
    return [[float(x), float(y)] for x, y in points]
