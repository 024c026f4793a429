"""Preview: all languages at one address, rebuilt on every change; problems shown, never fatal.

An edit of facts makes the open pages first, in a process that has everything loaded, and tells
their browsers, which change the words that it changed (`preview.js` of the site's templates); the
whole build, which checks all, follows in a process of its own. An edit meanwhile ends that build,
so that no older page takes the place of a newer one.
"""

from __future__ import annotations

import html
import json
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

from watchfiles import watch

from factsheet.edition.sheet import Edition
from factsheet.messages import phrase, plural, say, told
from factsheet.problems import Place, Problem, ProblemsFoundError, render_problems
from factsheet.searchpath import PACKAGE, TEMPLATES, find
from factsheet.site.exchange import SITE
from factsheet.site.firstpage import FirstPages, around_text, without_data
from factsheet.site.wholebuilds import Builds

WATCHED = ("facts", "mkdocs.yml")
PREFIX = "/__preview__/"
QUIET_MS = 25
STILL_HERE = 15  # seconds after which a browser that has left is noticed
AHEAD = 0.3  # seconds that the build leaves to browsers to load what is shown first

# How often a page was made otherwise as a whole, and since then how often in its text alone.
Version: TypeAlias = tuple[int, int]
NEVER: Version = (0, 0)


@dataclass(slots=True, kw_only=True)
class State:
    """What the last of `builds` gave; `version` counts good ones.

    `pages` are the versions of each open page, `first` those made before the build that is under
    way, by their addresses.
    """

    builds: int = 0
    version: int = 0
    problems: tuple[Problem, ...] = ()
    pages: dict[str, Version] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    open: Counter[str] = field(default_factory=Counter)
    lock: threading.Condition = field(default_factory=threading.Condition)

    def as_json(self, page: str = "") -> str:
        """Return the state as the preview script reads it; of one page, its own version."""
        with self.lock:
            version = _printed(self.pages.get(page, NEVER)) if page else self.version
            problems = render_problems(self.problems)
            told = {"version": version, "built": self.version, "problems": problems}
            return json.dumps(told, ensure_ascii=False)

    def known(self, page: str) -> Version:
        """Return a page's version; from now on it is known, though no browser may tell."""
        with self.lock:
            return self.pages.setdefault(page, NEVER)

    def show(self, page: str, text: str, site: Path) -> None:
        """Show a page at once, before the build is done."""
        with self.lock:
            before = self.first.get(page) or _text_of(site, page)
            self._count(page, is_text=around_text(before) == around_text(text))
            self.first[page] = text
            self.lock.notify_all()

    def _count(self, page: str, *, is_text: bool) -> None:
        """Count a page that was made otherwise, in its text alone or as a whole."""
        wholes, texts = self.pages.get(page, NEVER)
        self.pages[page] = (wholes, texts + 1) if is_text else (wholes + 1, 0)

    def checked(self) -> None:
        """Take from a build that its checks have found nothing."""
        with self.lock:
            self.problems = ()
            self.lock.notify_all()

    def built(self, problems: Sequence[Problem], site: Path) -> None:
        """Take the end of a build: open pages that it made otherwise are shown again."""
        with self.lock:
            self.builds += 1
            self.problems = tuple(problems)
            if not problems:
                self.version += 1
                for page in {*self.open, *self.pages}:
                    shown = self.first.get(page)
                    if shown is None or shown != without_data(_text_of(site, page)):
                        self._count(page, is_text=False)
                self.first.clear()
            self.lock.notify_all()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a preview is of: a command that makes the whole site, and the sheet in one language.

    The command runs `wholebuilds.work`; `look` raises ProblemsFoundError for unsound files.
    """

    command: Sequence[str]
    look: Callable[[str], Edition]


def serve(root: Path, sheet: Sheet, host: str, port: int) -> None:
    """Serve the site until interrupted; on every change the open pages come first.

    Raises ProblemsFoundError where there is nothing to watch or the address cannot be taken.
    """
    lacking = [name for name in WATCHED if not (root / name).exists()]
    if lacking:
        raise ProblemsFoundError(
            Problem(place=Place(file=n), rule="file", message=say("there is none here"))
            for n in lacking
        )
    state, address = State(), f"http://{host}:{port}/"
    first = FirstPages(root, address, sheet.look)
    script = find(root, "site/preview.js").read_text("utf-8")
    handler = partial(
        _Handler, state=state, load=first.load, script=script, directory=str(root / SITE)
    )
    with _interruptible(), _server(host, port, handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        said = phrase(
            "preview at {address} (stop with Ctrl+C)",
            address=f"http://{host}:{server.server_address[1]}/",
        )
        builds = Builds(root, sheet.command, partial(_hear, root, state, said))
        try:
            _watch(root, state, first, builds, address)
        except KeyboardInterrupt:
            pass
        finally:
            builds.end()
            server.shutdown()


def _watch(root: Path, state: State, first: FirstPages, builds: Builds, address: str) -> None:
    """Build, and again after each change, until interrupted."""
    paths = [*(root / name for name in WATCHED), *root.glob("mkdocs.*.yml")]
    paths += filter(Path.is_dir, (root / TEMPLATES, PACKAGE))
    facts = (root / WATCHED[0]).resolve()
    builds.begin(address)
    for changes in watch(*paths, step=QUIET_MS, debounce=QUIET_MS, raise_interrupt=True):
        builds.supersede()
        if all(facts in Path(path).resolve().parents for _, path in changes):
            is_shown = _show_first(state, first, root / SITE)
        else:
            first.forget()
            is_shown = False
        builds.begin(address, AHEAD if is_shown else 0)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Take every asking to end, as of a terminal that is closed, like Ctrl+C."""
    asked = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in asked}
    try:
        for number, handler in before.items():
            if handler != signal.SIG_IGN:  # as nohup asks for
                signal.signal(number, signal.default_int_handler)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _show_first(state: State, first: FirstPages, site: Path) -> bool:
    """Make the pages that are open, and show them, before any check; tell whether there are any.

    An edit that no page can be made of is left to the build, which checks first.
    """
    with state.lock:
        pages = [*state.open]
    is_shown = False
    try:
        for page, text in first.made(pages):
            state.show(page, text, site)
            is_shown = True
    except ProblemsFoundError as error:
        with state.lock:
            state.problems = tuple(error.problems)
            state.lock.notify_all()
    return is_shown


def _text_of(site: Path, page: str) -> str:
    """Return the file of an address, empty where there is none."""
    path = site / f"{page.strip('/')}/index.html"
    return path.read_text("utf-8") if path.is_file() else ""


def _server(host: str, port: int, handler: Callable[..., _Handler]) -> _Server:
    """Return the server; an address that cannot be taken is a problem."""
    try:
        return _Server((host, port), handler)
    except (OSError, OverflowError, UnicodeError) as error:
        message = say(
            "{host}:{port} cannot be served: {error}",
            host=host,
            port=port,
            error=getattr(error, "strerror", "") or error,
        )
        hint = say("give an address of this machine with --host, a free port with --port")
        raise ProblemsFoundError(
            [Problem(place=Place(file="serve"), rule="serve", message=message, hint=hint)]
        ) from None


class _Server(ThreadingHTTPServer):
    """Answers each request in a thread of its own; a browser may go away at any time."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that leaves in the middle of an answer."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _hear(root: Path, state: State, said: str, done: bool, problems: tuple[Problem, ...]) -> None:
    """Take what a build answers, and say it; after the first one ever, where the preview is."""
    if not done:
        state.checked()
        return
    is_first = state.builds == 0
    state.built(problems, root / SITE)
    shown = plural(
        "{count} problem; the last good pages are shown",
        "{count} problems; the last good pages are shown",
        len(problems),
    )
    lines = [render_problems(problems), told(shown)] if problems else [phrase("built")]
    with suppress(OSError):  # nobody reads it any more
        print(*lines, *([said] if is_first else []), sep="\n", flush=True)


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site; adds the preview script to pages, and answers for its state."""

    def __init__(
        self,
        *arguments: object,
        state: State,
        load: Callable[[str], None],
        script: str,
        directory: str,
    ) -> None:
        self.state = state
        self.load = load
        self.script = script
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer a request."""
        path = self.path.partition("?")[0]
        if "\0" in unquote(path):
            self.send_error(HTTPStatus.BAD_REQUEST, "NUL in the address")
        elif path == f"{PREFIX}state":
            self._send(self.state.as_json(), "application/json")
        elif path == f"{PREFIX}events":
            self._tell(unquote(self.path.partition("?")[2]))
        elif path == f"{PREFIX}preview.js":
            self._send(self.script, "text/javascript")
        else:
            page = self._page()
            if page is None:
                super().do_GET()
            else:
                self._send(page, "text/html")

    def do_HEAD(self) -> None:
        """Answer a request for the headers of a file."""
        if "\0" in unquote(self.path):
            self.send_error(HTTPStatus.BAD_REQUEST, "NUL in the address")
        else:
            super().do_HEAD()

    def end_headers(self) -> None:
        """Keep browsers from showing an old page."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the terminal is for problems."""

    def _tell(self, page: str) -> None:
        """Tell a browser of every change of its page, until it leaves."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        state, told = self.state, ""
        with state.lock:
            state.open[page] += 1
        threading.Thread(target=self.load, args=(page,), daemon=True).start()
        try:
            while True:
                with state.lock:
                    if state.as_json(page) == told:
                        state.lock.wait(STILL_HERE)
                    now = state.as_json(page)
                text = f"data: {now}\n\n" if now != told else ": still here\n\n"
                self.wfile.write(text.encode())
                told = now
        finally:
            with state.lock:
                state.open[page] -= 1
                if not state.open[page]:
                    del state.open[page]

    def _page(self) -> str | None:
        """Return an HTML page with the preview script, or None for anything else."""
        tag = _tag(self.state.known(unquote(self.path.partition("?")[0])))
        shown = self.state.first.get(self.path.partition("?")[0])
        if shown is not None:
            return shown.replace("</body>", f"{tag}</body>")
        path = Path(self.translate_path(self.path))
        if not Path(self.directory).is_dir():
            problems = html.escape(render_problems(self.state.problems))
            return f"<!doctype html><title>preview</title><body><pre>{problems}</pre>{tag}</body>"
        try:
            if path.is_dir() and self.path.partition("?")[0].endswith("/"):
                path /= "index.html"
            if path.suffix == ".html" and path.is_file():
                return path.read_text("utf-8").replace("</body>", f"{tag}</body>")
        except OSError:  # a name longer than the system knows, a page that a build takes away
            return None
        return None

    def _send(self, text: str, kind: str) -> None:
        body = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _tag(version: Version) -> str:
    """Return the element that watches a page; it had this version when it was asked for."""
    return f'<script src="{PREFIX}preview.js" data-made="{_printed(version)}"></script>'


def _printed(version: Version) -> str:
    """Return a version as the preview script reads it."""
    return "{}.{}".format(*version)
