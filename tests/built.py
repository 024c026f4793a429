"""Built pages as the tests read them: an HTML file -> a tree, and questions about it."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin
from xml.etree.ElementTree import Element, TreeBuilder

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")


def read_page(path: Path) -> Element:
    """Read an HTML file; the tree of one that has not changed since is the same, to be read only."""
    state = path.stat()
    return _page(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def _page(path: Path, _changed: int, _size: int) -> Element:
    return read_html(path.read_text("utf-8"))


def read_html(text: str) -> Element:
    """Read a page or a piece of one."""
    reader = _Reader()
    reader.feed(text)
    return reader.tree()


_APART = re.compile(r"(?:^|/)(?:f|embed/\w+)/[^/]+$|^e/")


def page_paths(site: Path) -> list[str]:
    """Return the address of every page below a folder: "", "trade/"; none of a fact or a release."""
    pages = (
        path.parent.relative_to(site).as_posix().strip(".") for path in site.rglob("index.html")
    )
    return sorted(page for page in pages if not _APART.search(page))


def dead_links(site: Path, pages: Mapping[str, Element], address: str) -> list[str]:
    """Return the links of pages that lead to no file or anchor of their site."""
    anchors = {path: set(ids(page)) | {""} for path, page in pages.items()}
    dead = []
    for path, page in pages.items():
        for link in links_of(page):
            target = urljoin(address + path, link)
            assert target.startswith(address), f"{path}: {link} leaves the site"
            where, _, anchor = target.removeprefix(address).partition("#")
            where = unquote(where.partition("?")[0])
            if where in anchors:
                if unquote(anchor) not in anchors[where]:
                    dead.append(f"{path}: {link}")
            elif anchor or not (
                (site / where).is_file() or (site / where / "index.html").is_file()
            ):
                dead.append(f"{path}: {link}")
    return dead


def links_of(page: Element) -> list[str]:
    """Return everything a page leads to or loads, but the addresses that it only states."""
    links = [e.attrib[key] for e in page.iter() for key in ("href", "src") if key in e.attrib]
    stated = {e.attrib["href"] for rel in ("canonical", "alternate") for e in heads_of(page, rel)}
    return [link for link in links if link not in stated]


def heads_of(page: Element, rel: str) -> list[Element]:
    """Return what the head of a page names as this."""
    return [e for e in page.iter("link") if rel in e.get("rel", "").split()]


def ids(page: Element) -> list[str]:
    """Return every id of a page."""
    return [element.attrib["id"] for element in page.iter() if "id" in element.attrib]


def by_id(page: Element, key: str) -> Element:
    """Return the element with an id."""
    return next(element for element in page.iter() if element.get("id") == key)


def with_class(page: Element, name: str) -> list[Element]:
    """Return the elements of a class."""
    return [element for element in page.iter() if name in element.get("class", "").split()]


def article(page: Element) -> Element:
    """Return what a page says: its article."""
    return next(page.iter("article"))


def words(element: Element, *, without: str = "") -> str:
    """Return an element's text with single spaces; elements of the classes `without` left out."""
    return re.sub(r"[ \n\t]+", " ", "".join(text for _, text in _texts(element, without))).strip()


def spoken(element: Element, lang: str, *, without: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text inside an element with the language that holds for it."""
    for owner, text in _texts(element, without):
        yield owner or lang, text


NUMBER = r"\d[\d.,]*"


def digits(number: str) -> str:
    """Return the digits of a number that do not depend on its scale."""
    return re.sub(r"[.,]", "", number).strip("0")


def facts_of(page: Element) -> dict[str, str]:
    """Return the words of every fact of a page by its id: a sentence, or a row of a table."""
    found = {p.attrib["id"]: p for p in with_class(page, "fact")} | rows_of(page)
    return {
        key: words(element, without="margin mark footnote-ref newer unseen")
        for key, element in found.items()
    }


def rows_of(page: Element) -> dict[str, Element]:
    """Return the rows of tables that are facts, by their ids."""
    return {mark.attrib["id"]: row for row in page.iter("tr") for mark in with_class(row, "row")}


def notes_of(page: Element) -> dict[str, str]:
    """Return the words of every footnote of a page by its id."""
    found = [item for item in page.iter("li") if item.get("id", "").startswith("fn:")]
    return {item.attrib["id"]: words(item, without="footnote-backref") for item in found}


def _texts(element: Element, without: str, lang: str = "") -> Iterator[tuple[str, str]]:
    lang = element.get("lang", lang)
    if set(without.split()) & set(element.get("class", "").split()):
        return
    yield lang, element.text or ""
    for child in element:
        yield from _texts(child, without, lang)
        yield lang, child.tail or ""


class _Reader(HTMLParser):
    """Builds a tree; end tags without a beginning are passed over, as a browser does."""

    def __init__(self) -> None:
        super().__init__()
        self._builder = TreeBuilder()
        self._builder.start("document", {})
        self._open: list[str] = []

    def tree(self) -> Element:
        while self._open:
            self._builder.end(self._open.pop())
        self._builder.end("document")
        return self._builder.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._builder.start(tag, {key: value or "" for key, value in attrs})
        if tag in VOID:
            self._builder.end(tag)
        else:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._builder.start(tag, {key: value or "" for key, value in attrs})
        self._builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while True:
            closed = self._open.pop()
            self._builder.end(closed)
            if closed == tag:
                return

    def handle_data(self, data: str) -> None:
        self._builder.data(data)
