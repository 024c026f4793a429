"""`Edition` -> the sheet as it is cited: in the style of each language, and in BibTeX."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.edition.sheet import Edition
from factsheet.edition.views import Cited
from factsheet.facts.frame import EditionInfo
from factsheet.figures.periods import parse_period
from factsheet.language.style import Style
from factsheet.language.wording import Wording

# Where pages name the address of the sheet, which only a build knows: it puts that there.
ADDRESS = "https://sheet.example/"


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
            publisher=info.texts["publisher"][style.language],
            title=info.texts["title"][style.language],
            number=info.number,
            date=Wording(style).period(parse_period(info.date.isoformat())),
            date_iso=info.date,
        )
        .strip()
    )


def sheet_bibtex(edition: Edition, address: str) -> str:
    """Return the sheet as an entry of BibTeX; `address` is its root, with a slash at its end."""
    fields = {
        "author": edition.texts["publisher"],
        "year": str(edition.imprint.date.year),
        "title": edition.texts["title"],
        "edition": edition.number,
        "note": edition.texts["not_official"],
    }
    return entry("misc", f"edition-{edition.number}", fields, address)


def entry(kind: str, key: str, fields: Mapping[str, str], url: str) -> str:
    """Return an entry of finished texts; an author is one name, whatever it holds."""
    written = {name: escaped(text) for name, text in fields.items()}
    return fielded(kind, key, {**written, "author": f"{{{written['author']}}}", "url": url})


def fielded(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """Return an entry of BibTeX; fields without a text are left out."""
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    return "\n".join((f"@{kind}{{{key},", *lines, "}", ""))


def escaped(text: str) -> str:
    """Write a text so that BibTeX and LaTeX set it as it is."""
    return text.translate(_SIGNS)


_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "%": r"\%",
        "\u00a0": "~",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
