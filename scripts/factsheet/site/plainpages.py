"""docs/<lang>/ -> each page's Markdown beside it, clean of layout, and llms.txt: for programs.

A page's own Markdown says how it looks, too. What is left here is what it says: headings,
sentences, tables, notes by the ids of their facts, and links.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from factsheet.cache.inputs import digest
from factsheet.cache.shelf import Shelf
from factsheet.edition.bibtex import ADDRESS
from factsheet.edition.sheet import Edition
from factsheet.pages.docs import DOCS, front_matter, parted
from factsheet.site.fresh import Fresh
from factsheet.site.templating import templates_of

LLMS = "llms.txt.j2"
KIND = "plainpages"


def write_plain(root: Path, edition: Edition, fresh: Fresh, address: str) -> None:
    """Write index.md beside each page of a language; `address` is the site's root."""
    key = edition.language
    shelf = Shelf(root, KIND, key)
    for path in _pages(root, key):
        _, text = parted(path.read_text("utf-8"))
        text, is_home = text.replace(ADDRESS, address), path.stem == "index"
        make = partial(_plain, text, is_home=is_home)
        page = shelf.made(digest(str(is_home), text), make).decode()
        place = _place(key, path)
        foot = f"{edition.collected} {address}{place.removesuffix('index.md')}"
        fresh.write(place, f"{page}\n---\n\n{foot}\n")
    shelf.close()


def write_list(root: Path, editions: Mapping[str, Edition], fresh: Fresh, address: str) -> None:
    """Write llms.txt at the root of a site: its pages, and what it does not answer."""
    heads: dict[str, list[dict[str, Any]]] = {
        key: [
            {
                **front_matter(parted(path.read_text("utf-8"))[0]),
                "href": f"{address}{_place(key, path)}",
            }
            for path in _pages(root, key)
        ]
        for key in editions
    }
    first = next(iter(editions.values()))
    text = (
        templates_of(root)
        .get_template(LLMS)
        .render(
            edition=first,
            editions=list(editions.values()),
            word=first.word,
            heads=heads,
            address=address,
            intro="".join(run.text for run in first.home_intro),
            gaps=[
                (section.title, "".join(run.text for run in gap))
                for section in first.sections
                for gap in section.gaps
            ],
        )
    )
    fresh.write("llms.txt", text)


def plain_page(text: str, *, is_home: bool) -> str:
    """Return a page's Markdown without layout; the home page lies one folder above the others."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(f"```\n{html.unescape(match[1]).strip()}\n```")
        return f"\x00{len(kept) - 1}\x00"

    text = _CODE.sub(keep, text)
    text = _DRAWN.sub("", text)
    text = _TABLE.sub(lambda match: _table(match[0]), text)
    text = _BESIDE.sub(r"\1 \2", _UNSEEN.sub("", text))
    text = _TAG.sub("", _BLOCK.sub("\n", text))
    *before, last = _ATTRIBUTES.split(_DATED.sub(r"\1", text))
    text = "".join(part.rstrip(" \t") for part in before) + last
    text = _NAME.sub(r"\1", text)
    above = "" if is_home else "../"
    text = _PAGE.sub(lambda match: f"]({above}{_folder(match[1])}index.md", text)
    text = _ENTITY.sub(_sign, text.replace(_PLACE, ""))
    text = _quoted(text)
    text = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    text = _EMPTY.sub("", text)
    text = re.sub(r"\n\n\n+", "\n\n", text).strip() + "\n"
    return re.sub(r"\x00(\d+)\x00", lambda match: kept[int(match[1])], text)


def _plain(text: str, *, is_home: bool) -> bytes:
    return plain_page(text, is_home=is_home).encode()


def _pages(root: Path, language: str) -> list[Path]:
    return sorted((root / DOCS / language).glob("*.md"))


def _place(language: str, page: Path) -> str:
    """Return where a page's plain text lies in the site."""
    return f"{language}/index.md" if page.stem == "index" else f"{language}/{page.stem}/index.md"


def _table(text: str) -> str:
    """Return an HTML table as one of Markdown."""
    rows = [
        [" ".join(_TAG.sub("", cell).split()) for cell in _CELL.findall(row)]
        for row in _ROW.findall(text)
    ]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n" + "\n".join(lines) + "\n"


def _folder(page: str) -> str:
    return "" if page == "index" else f"{page}/"


def _sign(match: re.Match[str]) -> str:
    """Return the sign of an entity, but where Markdown would take it for its own."""
    sign = html.unescape(match[0])
    return match[0] if sign in "<>&|`*_[]\\" else sign


def _quoted(text: str) -> str:
    """Return boxes as quotations: their title, then what stands in them."""
    lines, is_inside = [], False
    for line in text.split("\n"):
        box = _BOX.match(line)
        if box:
            lines += ["", f"> **{box[1]}**", ">"]
        elif is_inside and (line.startswith("    ") or not line):
            lines.append(f"> {line[4:]}".rstrip())
        else:
            if is_inside:
                while lines[-1] == ">":
                    lines.pop()
                lines.append("")
            lines.append(line)
        is_inside = bool(box) or (is_inside and (line.startswith("    ") or not line))
    return "\n".join(lines)


_PLACE = "///Footnotes Go Here///"  # where the site puts the notes
_CODE = re.compile(r"<pre[^>]*><code>(.*?)</code></pre>", re.DOTALL)
_DRAWN = re.compile(r"<(svg|script|style)\b.*?</\1>", re.DOTALL)
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_UNSEEN = re.compile(r'<span class="unseen">[^<]*</span>')  # words for ears alone
_BESIDE = re.compile(r"(</(?:strong|span)>)(<(?:strong|span)\b)")
_BLOCK = re.compile(r"</?(?:div|section|figure|figcaption|details|summary|p|ul|ol|li|h\d)\b[^<>]*>")
_ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}")
# A sign stands first where Python is to look for it at once: what is not before it comes after.
_WORDS = r"\[(?<!\\\[)((?:\\.|[^\]\\])*+)\]"
_DATED = re.compile(_WORDS + r"\([^)]*\)\{: \.inferred [^{}\n]*\}")
_NAME = re.compile(_WORDS + r"\(names\.md#[^)]*\)")
# Lines of quotations without words, before what is none, and after others that end so.
_EMPTY = re.compile(r">(?:(?<![^\n]>)\n(?:>\n)*(?=\n)|(?<=>\n>)\n(?:>\n)*)")
_PAGE = re.compile(r"\]\(([\w.-]+)\.md\b")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|\w+);")
_BOX = re.compile(r'^!!! \w+ "(.*)"$')
