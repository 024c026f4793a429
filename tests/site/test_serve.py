"""The preview: both languages at one address, problems shown, the last good page kept."""

from __future__ import annotations

import json
import re
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser

from factsheet.cli import main
from factsheet.site.firstpage import without_data
from tests.site import theme

PATIENCE = 40


def test_the_preview_rebuilds_and_survives_problems(tmp_path: Path, browser: Browser) -> None:
    """A change of a fact reloads the page; a damaged fact is shown beside the last good page."""
    folder = _new(tmp_path)
    facts = folder / "facts/trade/goods.yml"
    good = facts.read_text("utf-8")
    with _preview(folder) as (address, said):
        assert "RMB\u00a0174.38\u00a0billion" in _get(f"{address}en/trade/")
        assert "1743.8亿元" in _get(f"{address}zh/trade/")
        assert theme.BANNER in _get(f"{address}en/")
        page = browser.new_page()
        page.goto(f"{address}en/trade/")

        facts.write_text(good.replace('period: "2024"', 'period: "2024-13"'), "utf-8")
        _until(lambda: "month 13" in _state(address)["problems"])
        page.wait_for_selector("#preview-problems:not([hidden])")
        shown = page.inner_text("#preview-problems")
        assert re.search(r"facts/trade/goods.yml:\d+:\d+: .*month 13", shown)
        assert "174.38" in _get(f"{address}en/trade/")

        facts.write_text(good, "utf-8")
        _until(lambda: not _state(address)["problems"])

        version = _state(address)["version"]
        with urlopen(f"{address}__preview__/events?/en/trade/", timeout=PATIENCE) as told:  # noqa: S310
            assert told.readline().startswith(b"data: ")
            facts.write_text(good.replace("totaled", "amounted to"), "utf-8")
            while not told.readline().startswith(b"data: "):
                pass
        first = _get(f"{address}en/trade/")  # made before all others, and before the checks
        assert "amounted to" in first
        assert _state(address)["version"] == version
        page.get_by_text("amounted to").first.wait_for()  # the pages' policy forbids eval
        _until(lambda: _state(address)["version"] > version)
        whole = _get(f"{address}en/trade/")
        assert "application/ld+json" in whole
        assert without_data(whole) == first
        page.close()
    assert "the last good pages are shown" in said.read_text("utf-8")


def test_problems_are_shown_where_there_is_no_site_yet(tmp_path: Path) -> None:
    """A first build that fails shows its problems at every address; mended, the pages come."""
    folder = _new(tmp_path)
    facts = folder / "facts/trade/goods.yml"
    good = facts.read_text("utf-8")
    facts.write_text(good.replace('period: "2024"', 'period: "2024-13"'), "utf-8")
    with _preview(folder) as (address, _):
        for path in ("", "en/trade/"):
            page = _get(f"{address}{path}")
            assert "facts/trade/goods.yml" in page
            assert "month 13" in page
            assert "preview.js" in page
        facts.write_text(good, "utf-8")
        _until(lambda: _state(address)["version"] == 1)
        assert "174.38" in _get(f"{address}en/trade/")


# What a client sends, and how the answer begins; empty where the server just closes.
SENT = [
    (b"GET /en/%00 HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.0 400"),
    (b"HEAD /%00 HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.0 400"),
    (b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.0 400"),
    (b"GET /en/?a=%00 HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.0 200"),
    (b"GET /en/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"HTTP/1.0 200"),
    (b"GET /en/ HTTP/1.1\r\nHost: \xff\x00\r\n\r\n", b"HTTP/1.0 "),
    (b"GET http://other.example/en/ HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.0 "),
    (b"GET /" + b"a" * 300 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.0 404"),
    (b"GET /" + b"a/" * 5000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.0 404"),
    (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.0 414"),
    (b"GET / HTTP/1.1\r\nHost: " + b"a" * 70_000 + b"\r\n\r\n", b"HTTP/1.0 431"),
    (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", b"HTTP/1.0 431"),
    (b"GET /../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.0 404"),
    (b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.0 404"),
    (b"GET /%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.0 404"),
    (b"GET /en HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.0 301"),
    (b"POST / HTTP/1.1\r\nHost: x\r\n\r\n", b"HTTP/1.0 501"),
    (b"GET\r\n\r\n", b""),
    (b"\x16\x03\x01\x02\x00\x01\x00\r\n", b""),  # a browser that wants https
    (b"GET / HTTP/9.9\r\n\r\n", b""),
    (b"\r\n", b""),
]  # fmt: skip


def test_no_client_leaves_a_traceback(tmp_path: Path) -> None:
    """Odd requests are answered, clients that leave are passed over, and pages come as before."""
    folder = _new(tmp_path)
    with _preview(folder) as (address, said):
        port = int(address.rstrip("/").rpartition(":")[2])
        answers = [(sent[:60], _sent(port, sent)[:60], expected) for sent, expected in SENT]
        assert [given for given in answers if not given[1].startswith(given[2])] == []
        for sent in (b"", b"GET /en/ HT", b"GET /en/trade/ HTTP/1.1\r\n\r\n"):
            _leave(port, sent)
        assert "174.38" in _get(f"{address}en/trade/")
        text = said.read_text("utf-8")
    assert "Traceback" not in text
    assert "Exception" not in text


def test_a_disk_that_refuses_is_shown_and_the_preview_goes_on(tmp_path: Path) -> None:
    """What the system refuses is a problem like others; at the next change there may be room."""
    folder = _new(tmp_path)
    docs = folder / "docs"
    docs.write_text("in the way", "utf-8")
    facts = folder / "facts/trade/goods.yml"
    with _preview(folder) as (address, _):
        assert "the system refused: Not a directory" in _get(address)
        docs.unlink()
        facts.touch()
        _until(lambda: _state(address)["version"] == 1)
        assert "174.38" in _get(f"{address}en/trade/")


def _new(tmp_path: Path) -> Path:
    """Start a sheet in a folder of its own."""
    folder = tmp_path / "sheet"
    assert main(["new", str(folder)]) == 0
    return folder


def _sent(port: int, request: bytes) -> bytes:
    """Send bytes and return all that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
        client.sendall(request)
        client.shutdown(socket.SHUT_WR)
        answer = b""
        try:
            while part := client.recv(65536):
                answer += part
        except ConnectionResetError:  # it closed before it had read all
            pass
        return answer


def _leave(port: int, request: bytes) -> None:
    """Send bytes and go away at once, without a word."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.sendall(request)


def _state(address: str) -> dict[str, object]:
    state: dict[str, object] = json.loads(_get(f"{address}__preview__/state"))
    return state


def _get(address: str) -> str:
    with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310  # our own server
        text: str = answer.read().decode()
        return text


@contextmanager
def _preview(folder: Path) -> Iterator[tuple[str, Path]]:
    """Run the preview on a free port; give its address and what it prints."""
    said = folder.parent / "said.txt"
    command = [sys.executable, "-m", "factsheet", "serve", "--port", "0"]
    with (
        said.open("w") as out,
        subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT) as process,
    ):
        try:
            _until(lambda: "preview at" in said.read_text("utf-8"))
            found = re.search(r"http://\S+", said.read_text("utf-8"))
            assert found
            yield found.group(), said
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
