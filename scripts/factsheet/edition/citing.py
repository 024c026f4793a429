"""The sheet as it is cited in the style of each language."""

from __future__ import annotations

from factsheet.edition.views import Cited
from factsheet.facts.frame import EditionInfo
from factsheet.figures.periods import parse_period
from factsheet.language.style import Style
from factsheet.language.wording import Wording


def collected(info: EditionInfo, style: Style) -> str:
    """Name the sheet as what a fact was found in, by a language's way of citing."""
    return _cited(info, style, "collected")


def cited_sheet(info: EditionInfo, style: Style) -> Cited:
    """Cite the sheet itself by a language's way of citing."""
    text = _cited(info, style, "sheet")
    return Cited(style=style.citation, lang=style.html, text=text)


def _cited(info: EditionInfo, style: Style, pattern: str) -> str:
    return (
        style.pattern(pattern)
        .render(
            publisher=str(info.texts["publisher"][style.language]),
            title=str(info.texts["title"][style.language]),
            number=info.number,
            date=Wording(style).period(parse_period(info.date.isoformat())),
            date_iso=info.date,
        )
        .strip()
    )
