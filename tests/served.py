"""A folder served to a browser, as a web server below nobody's path would."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# What pages share, and how long a browser may keep it: as where sites are published. Loading all of
# it with each page takes two thirds more processor time. A new window has kept nothing yet.
KEPT = (".css", ".js", ".svg", ".woff2")
FOR_A_WHILE = "max-age=600"


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

    def end_headers(self) -> None:
        """Let what pages share be kept."""
        if self.path.partition("?")[0].endswith(KEPT):
            self.send_header("Cache-Control", FOR_A_WHILE)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""
