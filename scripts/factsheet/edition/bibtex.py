"""`Edition` -> BibTeX: the sheet, and entries of finished texts."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.edition.sheet import Edition

# Where pages name the address of the sheet, which only a build knows: it puts that there.
ADDRESS = "https://sheet.example/"


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
