"""A file as it arrives (text, Markdown, HTML, DOCX) -> the clean lines of an article.

Encodings: UTF-8, UTF-16 with its mark, and GB 18030, which holds GBK and GB 2312.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from factsheet.intake.tables import Block, Cell, Table, lines_of, piped, tabbed
from factsheet.messages import Message, say
from factsheet.problems import Place, Problem, ProblemsFoundError

LARGEST = 20_000_000  # bytes; an article has thousands


def read_lines(path: Path) -> tuple[str, ...]:
    """Return the lines of an article, none blank at its ends, no two blank ones together.

    Raises ProblemsFoundError for a file that is missing, empty, too large or of another kind.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None and not path.is_dir():
        known = say("known: {known}", known=", ".join(READERS))
        _refuse(
            path,
            say("a file of kind {kind} is not read", kind=path.suffix)
            if path.suffix
            else say("a file without a suffix is not read"),
            next((cure for kinds, cure in CURES if path.suffix.lower() in kinds), known),
        )
    try:
        if path.stat().st_size > LARGEST:
            _refuse(
                path,
                say("the file is too large for an article"),
                say("cut out the article and save it"),
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        _refuse(path, say("there is no such file"), say("look at its name and folder"))
    except IsADirectoryError:
        _refuse(path, say("this is a folder"), say("name the file of one article"))
    assert reader is not None
    try:
        text = reader(raw)
    except UnicodeDecodeError:
        _refuse(path, say("its characters cannot be read"), say("save it as UTF-8 and try again"))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, ValueError):
        _refuse(
            path, say("the document is damaged"), say("open it and save it again as .docx or .txt")
        )
    if reader is not _docx and (raw.startswith(PROGRAMS) or _is_garbled(text)):
        _refuse(
            path,
            say("this is no text, whatever its name says"),
            say("open it with the program that made it, and save it as .docx or .txt"),
        )
    lines = tuple(_clean(text))
    if not any(lines):
        _refuse(
            path, say("the file holds no text"), say("a picture of an article must be typed first")
        )
    return lines


def _refuse(path: Path, message: Message, hint: Message) -> None:
    problem = Problem(place=Place(file=path.as_posix()), rule="article", message=message, hint=hint)
    raise ProblemsFoundError([problem])


def _clean(text: str) -> Iterator[str]:
    """Iterate over lines without what no reader sees; a blank line only between others."""
    blank = started = False
    for raw in re.split(r"\r\n|[\r\n\f\v\x85\u2028\u2029]", text):
        line = "".join(c for c in raw.replace("\t", " ") if _shows(c)).strip(" \u00a0\u3000")
        if line and started and blank:
            yield ""
        if line:
            yield line
        blank, started = not line, started or bool(line)


def _is_garbled(text: str) -> bool:
    """Tell whether a text holds more than a few signs that none prints."""
    odd = sum(text.count(chr(code)) for code in (*range(9), *range(14, 32), 0xFFFD))
    return odd * 100 > len(text)


def _shows(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cn", "Cs"}


def _decoded(raw: bytes) -> str:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(encoding)
    if raw.count(0) * 10 > len(raw):  # UTF-16 without its mark
        return raw.decode("utf-16-be" if raw[:1] == b"\0" else "utf-16-le")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    # Nearly any bytes are GB 18030; of printed Chinese nine characters in ten are common ones.
    signs = [c for c in text if ord(c) > 0x303F and not "\uff00" <= c <= "\uffef"]
    common = sum(0xB0 <= c.encode("gb18030")[0] <= 0xD7 for c in signs)
    if len(signs) >= ENOUGH and common * 2 < len(signs):
        raise UnicodeDecodeError("gb18030", raw, 0, len(raw), "rare characters alone")
    return text


def _text(raw: bytes) -> str:
    return tabbed(_decoded(raw))


def _markdown(raw: bytes) -> str:
    """Return Markdown with its tables, and those written as HTML, as rows."""
    text = re.sub(r"(?is)<table\b.*</table>", lambda m: _page(m[0]), _decoded(raw))
    return piped(tabbed(text))


def _html(raw: bytes) -> str:
    return _page(_decoded(raw))


def _page(text: str) -> str:
    page = _Page()
    page.feed(text)
    page.close()
    return "\n".join(page.lines())


class _Page(HTMLParser):
    """The text of a page: blocks on lines of their own, nothing of scripts, menus and forms."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = [""]
        self.open: list[tuple[Table, list[Block]]] = []  # tables, each with where it goes on after
        self.skipped = 0

    def lines(self) -> Iterator[str]:
        """Iterate over the lines, tables left open closed."""
        while self.open:
            self._close_table()
        return lines_of(self.blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED:
            self.skipped += 1
        elif tag == "table":
            table = Table()
            self.blocks.append(table)
            self.open.append((table, self.blocks))
        elif tag in TABLES and self.open:
            self._open_part(tag, dict(attrs))
        elif tag not in INLINE:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED:
            self.skipped = max(0, self.skipped - 1)
        elif tag == "table" and self.open:
            self._close_table()
        elif tag in TABLES and self.open:
            self.blocks = self.open[-1][1]
        elif tag not in INLINE:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        if self.open and self.blocks is self.open[-1][1] and not data.strip():
            return
        words = re.sub(r"\s+", " ", data)
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, str):
            self.blocks[-1] = last + words
        else:
            self.blocks.append(words)

    def _open_part(self, tag: str, attrs: Mapping[str, str | None]) -> None:
        table, self.blocks = self.open[-1]
        if tag == "caption":
            table.title.append("")
            self.blocks = table.title
        if tag == "tr" or (tag in CELLS and not table.rows):
            table.rows.append([])
        if tag in CELLS:
            cell = Cell(across=_spanned(attrs.get("colspan")), down=_spanned(attrs.get("rowspan")))
            cell.blocks.append("")
            table.rows[-1].append(cell)
            self.blocks = cell.blocks

    def _close_table(self) -> None:
        _, self.blocks = self.open.pop()
        self.blocks.append("")


def _spanned(typed: str | None) -> int:
    """Return how many columns or rows a cell covers, as typed; one where it is no number."""
    number = (typed or "").strip()
    return min(max(int(number), 1), WIDEST) if re.fullmatch(r"[0-9]{1,6}", number) else 1


def _docx(raw: bytes) -> str:
    """Return the paragraphs of a Word document (ECMA-376, word/document.xml), tables in order."""
    with zipfile.ZipFile(BytesIO(raw)) as package:
        if package.getinfo(DOCUMENT).file_size > LARGEST:
            raise ValueError(DOCUMENT)
        root = ElementTree.fromstring(package.read(DOCUMENT))  # noqa: S314  # expat of Python 3.11 bounds what entities expand to
    return "\n".join(lines_of(list(_blocks(root))))


def _blocks(parent: ElementTree.Element) -> Iterator[Block]:
    """Iterate over the paragraphs and tables of a body, cell or text box in reading order."""
    for part in parent:
        if part.tag == f"{WORD}tbl":
            yield Table(rows=[_cells(row) for row in _inside(part, f"{WORD}tr")])
            continue
        if part.tag == f"{WORD}p":
            yield "".join(_runs(part))
        if part.tag != FALLBACK:  # the same words again, for programs that know no text boxes
            yield from _blocks(part)


def _inside(parent: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    """Iterate over the rows of a table or cells of a row, also those marked or in a control."""
    for part in parent:
        if part.tag == tag:
            yield part
        elif part.tag not in {f"{WORD}tbl", f"{WORD}tr", f"{WORD}tc"}:
            yield from _inside(part, tag)


def _cells(row: ElementTree.Element) -> list[Cell]:
    skipped = row.find(f"{WORD}trPr/{WORD}gridBefore")
    cells = [Cell(across=_valued(skipped))] if skipped is not None else []
    for part in _inside(row, f"{WORD}tc"):
        down = part.find(f"{WORD}tcPr/{WORD}vMerge")
        cells.append(
            Cell(
                blocks=list(_blocks(part)),
                across=_valued(part.find(f"{WORD}tcPr/{WORD}gridSpan")),
                goes_on=down is not None and down.get(VALUE, "continue") == "continue",
            )
        )
    return cells


def _valued(part: ElementTree.Element | None) -> int:
    return _spanned(part.get(VALUE)) if part is not None else 1


def _runs(part: ElementTree.Element) -> Iterator[str]:
    """Iterate over the words of a paragraph, but for those of text boxes and those moved away."""
    if part.tag == f"{WORD}t":
        yield part.text or ""
    elif part.tag in SIGNS:
        yield SIGNS[part.tag]
    for inner in part:
        if inner.tag not in {f"{WORD}p", f"{WORD}pPr", f"{WORD}moveFrom", FALLBACK}:
            yield from _runs(inner)


READERS: dict[str, Callable[[bytes], str]] = {
    ".txt": _text,
    ".md": _markdown,
    ".html": _html,
    ".htm": _html,
    ".docx": _docx,
}
CURES = (
    (
        {".doc", ".wps", ".wpt", ".rtf", ".odt", ".uot", ".pages"},
        say("open it with WPS and save it as .docx"),
    ),
    (
        {".pdf", ".ofd", ".caj"},
        say("open it, copy the text into Notepad and save it as .txt; a scan must be typed first"),
    ),
    (
        {".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".heic", ".webp"},
        say("a picture of an article must be typed first"),
    ),
    (
        {".xls", ".xlsx", ".et", ".csv", ".ppt", ".pptx", ".dps"},
        say("copy what is the article into WPS Writer and save it as .docx"),
    ),
    ({".mht", ".mhtml", ".url", ".xps"}, say("save the page as .html, or copy it into a .txt")),
    ({".zip", ".rar", ".7z"}, say("unpack it, and name the file of one article")),
)
PROGRAMS = (b"%PDF-", b"{\\rtf", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))
ENOUGH = 10  # Chinese characters
DOCUMENT = "word/document.xml"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
VALUE = f"{WORD}val"
SIGNS = {
    f"{WORD}br": "\n",
    f"{WORD}cr": "\n",
    f"{WORD}tab": " ",
    f"{WORD}noBreakHyphen": "-",
}
SKIPPED = frozenset(("script", "style", "head", "nav", "form", "noscript", "svg", "template"))
CELLS = frozenset(("td", "th"))
TABLES = CELLS | {"caption", "tr", "thead", "tbody", "tfoot", "colgroup", "col"}
WIDEST = 100  # cells
INLINE = frozenset(
    (
        "a",
        "b",
        "i",
        "u",
        "em",
        "strong",
        "span",
        "font",
        "sub",
        "sup",
        "small",
        "big",
        "mark",
        "s",
        "img",
    )
)
