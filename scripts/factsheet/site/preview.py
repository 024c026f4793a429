"""Preview: all languages at one address, rebuilt on every change; problems shown, never fatal."""

from __future__ import annotations

import html
import json
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from watchfiles import watch

from factsheet.problems import Place, Problem, ProblemsFoundError, counted, render_problems
from factsheet.searchpath import PACKAGE, TEMPLATES
from factsheet.site.build import SITE
from factsheet.writing import refused

WATCHED = ("facts", "mkdocs.yml")
PREFIX = "/__preview__/"
QUIET_MS = 150


@dataclass(slots=True, kw_only=True)
class State:
    """What the last build gave; `version` counts good builds, so that browsers reload."""

    version: int = 0
    problems: tuple[Problem, ...] = ()
    lock: threading.Lock = field(default_factory=threading.Lock)

    def as_json(self) -> str:
        """Return the state as the preview script reads it."""
        with self.lock:
            text = render_problems(self.problems)
            return json.dumps({"version": self.version, "problems": text}, ensure_ascii=False)


def serve(root: Path, build: Callable[[], object], host: str, port: int) -> None:
    """Serve the site until interrupted; `build` makes it anew and raises ProblemsFoundError."""
    lacking = [name for name in WATCHED if not (root / name).exists()]
    if lacking:
        raise ProblemsFoundError(
            Problem(place=Place(file=n), rule="file", message="there is none here") for n in lacking
        )
    state = State()
    _rebuild(state, build)
    handler = partial(_Handler, state=state, directory=str(root / SITE))
    with _server(host, port, handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(
            f"preview at http://{host}:{server.server_address[1]}/ (stop with Ctrl+C)", flush=True
        )
        paths = [*(root / name for name in WATCHED), *root.glob("mkdocs.*.yml")]
        paths += filter(Path.is_dir, (root / TEMPLATES, PACKAGE))
        try:
            for _ in watch(*paths, step=QUIET_MS, raise_interrupt=True):
                _rebuild(state, build)
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()


def _server(host: str, port: int, handler: Callable[..., _Handler]) -> _Server:
    """Return the server; an address that cannot be taken is a problem."""
    try:
        return _Server((host, port), handler)
    except (OSError, OverflowError, UnicodeError) as error:
        message = f"{host}:{port} cannot be served: {getattr(error, 'strerror', '') or error}"
        hint = "give an address of this machine with --host, a free port with --port"
        raise ProblemsFoundError(
            [Problem(place=Place(file="serve"), rule="serve", message=message, hint=hint)]
        ) from None


class _Server(ThreadingHTTPServer):
    """Answers each request in a thread of its own; a browser may go away at any time."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that leaves in the middle of an answer."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _rebuild(state: State, build: Callable[[], object]) -> None:
    problems: Sequence[Problem] = ()
    try:
        build()
    except ProblemsFoundError as error:
        problems = error.problems
    except OSError as error:  # a disk that is full now may have room at the next change
        problems = (refused(error),)
    with state.lock:
        state.problems = tuple(problems)
        state.version += not problems
    if problems:
        print(render_problems(problems), flush=True)
        print(f"{counted(len(problems), 'problem')}; the last good pages are shown", flush=True)
    else:
        print("built", flush=True)


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site; adds the preview script to pages, and answers for its state."""

    def __init__(self, *arguments: object, state: State, directory: str) -> None:
        self.state = state
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer a request."""
        path = self.path.partition("?")[0]
        if "\0" in unquote(path):
            self.send_error(HTTPStatus.BAD_REQUEST, "NUL in the address")
        elif path == f"{PREFIX}state":
            self._send(self.state.as_json(), "application/json")
        elif path == f"{PREFIX}preview.js":
            self._send(_SCRIPT, "text/javascript")
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

    def _page(self) -> str | None:
        """Return an HTML page with the preview script, or None for anything else."""
        path = Path(self.translate_path(self.path))
        if not Path(self.directory).is_dir():
            problems = html.escape(render_problems(self.state.problems))
            return f"<!doctype html><title>preview</title><body><pre>{problems}</pre>{_TAG}</body>"
        try:
            if path.is_dir() and self.path.partition("?")[0].endswith("/"):
                path /= "index.html"
            if path.suffix == ".html" and path.is_file():
                return path.read_text("utf-8").replace("</body>", f"{_TAG}</body>")
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


_TAG = f'<script src="{PREFIX}preview.js"></script>'
_SCRIPT = """
(() => {
  let seen = null;
  const box = document.createElement("pre");
  box.id = "preview-problems";
  box.hidden = true;
  box.style.cssText = "position:fixed;z-index:99;inset:auto 0 0 0;max-height:45vh;overflow:auto;" +
    "margin:0;padding:1em;background:#7a1212;color:#fff;white-space:pre-wrap;" +
    "font:13px/1.5 monospace";
  document.body.append(box);
  const look = async () => {
    try {
      const state = await (await fetch("/__preview__/state")).json();
      if (seen !== null && state.version !== seen) location.reload();
      seen = state.version;
      box.textContent = state.problems;
      box.hidden = !state.problems;
    } catch (error) { /* the server is gone; keep the page */ }
  };
  look();
  setInterval(look, 700);
})();
"""
