"""The finished site as a web server gives it: below a path, with its own header settings, zipped."""

import gzip
import mimetypes
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.built import page_paths
from tests.served import lasting

LANGUAGES = {"en": "en", "zh": "zh-Hans"}
TOPICS = ("trade", "channels", "zones", "policy")
WIDE, PHONE = (1440, 900), (390, 844)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a sheet is known to hold: languages as HTML names them, topics, a calculated fact.

    `described` and `summary` are what search engines are told of it, and in how many characters.
    """

    languages: Mapping[str, str]
    topics: tuple[str, ...]
    fact: str
    charts: tuple[str, ...]
    articles: int
    years: str
    described: tuple[str, ...]
    summary: int
    license: str
    contact: str


@dataclass(slots=True)
class Web:
    """A served site: its folder, its path on the host, its address; `swaps` edit what is sent.

    `root` is the address that it was built for, `held` what its sheet holds. Faces come `late` by
    so many seconds.
    """

    folder: Path
    path: str
    address: str
    root: str
    held: Held
    swaps: dict[str, tuple[str, str]] = field(default_factory=dict)
    late: float = 0

    def pages(self, lang: str) -> list[str]:
        """Return the addresses of a language's pages below the site's root."""
        return [f"{lang}/{page}/".replace("//", "/") for page in page_paths(self.folder / lang)]

    def of_facts(self, lang: str) -> list[str]:
        """Return the pages that stand for those of all facts: a calculated one, its frame, a chart."""
        return [
            f"{lang}/f/{self.held.fact}/",
            f"embed/{lang}/{self.held.fact}/",
            *(f"embed/{lang}/chart.{chart}/" for chart in self.held.charts),
        ]

    def every_page(self) -> list[str]:
        """Return the addresses of all pages, those for wrong addresses too."""
        languages = self.held.languages
        found = ["", f"f/{self.held.fact}/"]
        found += [page for lang in languages for page in (*self.pages(lang), *self.of_facts(lang))]
        return [*found, "no/such/page", *(f"{lang}/no/such/page" for lang in languages)]


FROZEN = Held(
    languages=LANGUAGES,
    topics=TOPICS,
    fact="fdi-2024",
    charts=("fdi-by-year",),
    articles=18,
    years="2021/2026",
    described=("name", "creator", "publisher", "spatialCoverage"),
    summary=50,
    license="https://creativecommons.org/licenses/by/4.0/",
    contact="",
)
SAMPLE = Held(
    languages={**LANGUAGES, "ja": "ja"},
    topics=("trade", "channels"),
    fact="goods-trade-2023",
    charts=(),
    articles=2,
    years="2023/2026",
    described=("name", "creator", "publisher"),
    summary=20,
    license="",
    contact="facts@sheet.example",
)


@contextmanager
def serve(folder: Path, root: str, held: Held) -> Iterator[Web]:
    """Serve a site below the path of its address as a static host does that reads `_headers`."""
    path = urlsplit(root).path
    web = Web(folder, path, "", root, held)
    rules = read_headers(folder / "_headers")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, web=web, rules=rules)) as server:
        web.address = f"http://127.0.0.1:{server.server_port}{path}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield web
        server.shutdown()
        thread.join()


def read_headers(file: Path) -> list[tuple[str, str, str]]:
    """Read a `_headers` file: a pattern of paths, then the headers of what it matches, indented."""
    rules, pattern = [], ""
    for line in filter(None, file.read_text("utf-8").split("\n")):
        if line[0] != " ":
            pattern = line
        else:
            name, _, value = line.strip().partition(": ")
            if name.startswith("! "):  # what a wider rule says of it is taken back
                continue
            rules.append((pattern, name, value))
    return rules


@cache
def _packed(file: Path, old: str, new: str) -> bytes:
    """Return a file as it is sent, one text of it exchanged for another; the sites never change."""
    body = file.read_bytes()
    assert old.encode() in body
    return gzip.compress(body.replace(old.encode(), new.encode(), 1) if old else body, mtime=0)


class _Handler(BaseHTTPRequestHandler):
    """Answers with files below the path; for a wrong address with the nearest page for those."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, web: Web, rules: list[tuple[str, str, str]]) -> None:
        self._web, self._rules = web, rules
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        asked = unquote(self.path.partition("?")[0])
        name = asked.removeprefix(self._web.path)
        file = self._web.folder / name
        if file.is_dir() and (not name or name.endswith("/")):
            file /= "index.html"
        if asked.startswith(self._web.path) and file.is_file():
            self._send(200, file, name)
        else:
            own = self._web.folder / name.partition("/")[0] / "404.html"
            self._send(404, own if own.is_file() else self._web.folder / "404.html", name)

    def _send(self, status: int, file: Path, name: str) -> None:
        body = _packed(file, *self._web.swaps.get(name, ("", "")))
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        sent = lasting(name) if status == 200 and name not in self._web.swaps else {}
        for pattern, header, value in self._rules:
            if fnmatchcase(self._web.path + name, pattern):
                sent |= {header: value}
        for header, value in sent.items():
            self.send_header(header, value)
        self.end_headers()
        time.sleep(self._web.late if name.endswith(".woff2") else 0)
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
