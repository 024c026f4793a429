"""A folder served to a browser, as a web server below nobody's path would."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


def lasting(name: str) -> dict[str, str]:
    """Return the header that lets a browser keep a file that pages share, as published sites do.

    Loading all of them with each page takes two thirds more processor time. A new window has none.
    """
    is_shared = name.endswith((".css", ".js", ".svg", ".woff2"))
    return {"Cache-Control": "max-age=600"} if is_shared else {}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port; give its address."""
    handler = partial(_QuietHandler, directory=str(folder))
    with _QuietServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that goes away in the middle of an answer."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _QuietHandler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def send_response(self, code: int, message: str | None = None) -> None:
        """Let what pages share be kept, where it is there."""
        super().send_response(code, message)
        for header, value in lasting(self.path.partition("?")[0]).items() if code == 200 else ():
            self.send_header(header, value)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
