"""The preview: both languages at one address, problems shown, the last good page kept."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from factsheet.site.firstpage import without_data
from tests.conftest import Shared
from tests.projects import keep_code
from tests.site import theme
from tests.support import copy_small, run

PATIENCE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A preview that runs: its sheet, process and address, and what it prints."""

    folder: Path
    process: subprocess.Popen[bytes]
    address: str
    said: Path


@pytest.fixture(scope="module")
def small(shared: Shared) -> Path:
    """Build the small sheet once, as a preview on any free port does."""

    def fill(folder: Path) -> None:
        keep_code(copy_small(folder))
        assert run(folder, "build", "--draft", SITE_URL="http://127.0.0.1:0/").code == 0

    return shared("previewed", fill)


@pytest.fixture(scope="module")
def preview(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Run a preview for tests that leave its facts as they were."""
    with _started(_built(small, tmp_path_factory.mktemp("preview"))) as running:
        yield running


def test_the_preview_survives_problems(preview: Preview, page: Page) -> None:
    """A damaged fact is shown beside the last good page; mended, nothing more is shown of it."""
    address, facts = preview.address, preview.folder / "facts/trade/goods.yml"
    good = facts.read_text("utf-8")
    assert "RMB\u00a0174.38\u00a0billion" in _get(f"{address}en/trade/")
    assert "1743.8亿元" in _get(f"{address}zh/trade/")
    assert theme.BANNER in _get(f"{address}en/")
    page.goto(f"{address}en/trade/")

    facts.write_text(good.replace('period: "2024"', 'period: "2024-13"'), "utf-8")
    _until(lambda: "month 13" in _state(address)["problems"])
    page.wait_for_selector("#preview-problems:not([hidden])")
    shown = page.inner_text("#preview-problems")
    assert re.search(r"facts/trade/goods.yml:\d+:\d+: .*month 13", shown)
    assert "174.38" in _get(f"{address}en/trade/")
    _until(lambda: "the last good pages are shown" in preview.said.read_text("utf-8"))

    version = _state(address)["version"]
    facts.write_text(good, "utf-8")
    _until(lambda: _state(address)["version"] != version)
    page.locator("#preview-problems").wait_for(state="hidden")


def test_an_edit_never_waits_for_a_build(preview: Preview, page: Page) -> None:
    """It is shown before all checks; a build that it overtakes shows nothing any more."""
    address, facts = preview.address, preview.folder / "facts/trade/goods.yml"
    good, trade = facts.read_text("utf-8"), f"{address}en/trade/"
    version = _state(address)["version"]
    page.goto(trade)
    with urlopen(f"{address}__preview__/events?/en/trade/", timeout=PATIENCE) as told:  # noqa: S310
        assert told.readline().startswith(b"data: ")

        def edited(words: str) -> str:
            facts.write_text(good.replace("reached {total}", f"{words} {{total}}"), "utf-8")
            while not told.readline().startswith(b"data: "):
                pass
            return _get(trade)

        assert "rose to" in edited("rose to")
        building = _building(preview.folder)
        os.kill(building, signal.SIGSTOP)  # however fast it is
        first = edited("amounted to")
        assert "amounted to" in first
        assert _state(address)["version"] == version
    page.get_by_text("amounted to").first.wait_for()  # the pages' policy forbids eval

    shown = []
    while _state(address)["version"] == version:
        shown.append(_get(trade))
        time.sleep(0.05)
    whole = _get(trade)
    assert {without_data(text) for text in (*shown, whole)} == {first}
    assert "application/ld+json" in whole
    assert "amounted to" in page.inner_text("article")
    facts.write_text(good, "utf-8")


def test_what_fails_is_shown_until_it_is_mended(small: Path, tmp_path: Path) -> None:
    """Where there is no site yet, at every address; at the next change there may be room.

    A build that the system ends is told, too. With the preview all processes end.
    """
    folder = _built(small, tmp_path)
    shutil.rmtree(folder / "site")
    shutil.rmtree(folder / "docs")
    (folder / "docs").write_text("in the way", "utf-8")
    facts = folder / "facts/trade/goods.yml"
    good = facts.read_text("utf-8")
    facts.write_text(good.replace('period: "2024"', 'period: "2024-13"'), "utf-8")
    with _started(folder) as running:
        address = running.address
        for path in ("", "en/trade/"):
            page = _get(f"{address}{path}")
            assert "facts/trade/goods.yml" in page
            assert "month 13" in page
            assert "preview.js" in page
        facts.write_text(good, "utf-8")
        _until(lambda: "the system refused: Not a directory" in _get(address))
        (folder / "docs").unlink()
        facts.touch()
        _until(lambda: _state(address)["version"] == 1)
        assert "174.38" in _get(f"{address}en/trade/")

        facts.touch()
        os.kill(_building(folder), signal.SIGKILL)
        _until(lambda: "broke off" in str(_state(address)["problems"]))
        facts.touch()
        building = _building(folder)
        os.kill(building, signal.SIGSTOP)
        _until(lambda: not _state(address)["problems"])  # the checks have found none
        working = _below(running.process.pid)
        assert building in working
        running.process.send_signal(signal.SIGINT)
        running.process.wait(PATIENCE)
    _until(lambda: not any(map(_runs, working)))
    assert _new_sites(folder) == []
    assert (folder / "site/en/trade/index.html").is_file()


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


def test_no_client_leaves_a_traceback(preview: Preview) -> None:
    """Odd requests are answered, clients that leave are passed over, and pages come as before."""
    port = int(preview.address.rstrip("/").rpartition(":")[2])
    answers = [(sent[:60], _sent(port, sent)[:60], expected) for sent, expected in SENT]
    assert [given for given in answers if not given[1].startswith(given[2])] == []
    for sent in (b"", b"GET /en/ HT", b"GET /en/trade/ HTTP/1.1\r\n\r\n"):
        _leave(port, sent)
    assert "174.38" in _get(f"{preview.address}en/trade/")
    text = preview.said.read_text("utf-8")
    assert "Traceback" not in text
    assert "Exception" not in text


# Edits of the facts, each in place of the one before, the first no sound one; where the new words
# are seen, and whether the page is loaded anew for them.
SHOWN = [
    ('"1743.8亿元"', '"1743.9亿元"', "article", "174.39", False),
    ("of [[sample-province]] reached", "of the sample reached", "article", "of the sample", True),
    (
        "of [[sample-province]] reached",
        "of [[sample-zone]] reached",
        "article",
        "Sample Zone reached",
        True,
    ),
    ("en: Goods trade}", "en: Goods traded}", theme.PARTS["sidebar"], "Goods traded", True),
]


def test_an_edit_of_words_leaves_the_open_page_as_it_is(preview: Preview, page: Page) -> None:
    """What a reader has opened stays open; a page that has other links or names is loaded anew.

    Once the edit is built, the others are, too: what their scripts ask for is new only then.
    """
    facts = preview.folder / "facts/trade/goods.yml"
    good = facts.read_text("utf-8")
    before: list[tuple[str, str]] = []
    for old, new, place, words, is_loaded in SHOWN:
        page.goto(f"{preview.address}en/trade/")
        page.locator("a.footnote-ref").first.press("Enter")  # a mouse opens it by its way, too
        page.locator(".box--note").wait_for()
        page.evaluate("window.stays = true")
        assert good.count(old) == 1
        built = _state(preview.address)["built"]
        facts.write_text(good.replace(old, new), "utf-8")
        page.locator(place).get_by_text(words).first.wait_for(state="attached")
        for where, gone in before:
            page.locator(where).get_by_text(gone).first.wait_for(state="detached")
        before = [(place, words)]
        assert page.evaluate("window.stays !== true") == is_loaded, new
        assert page.locator(".box--note").count() == (not is_loaded)
        page.locator("article .take").first.wait_for(state="attached")
        page.goto("about:blank")
        _until(lambda built=built: _is_done(_state(preview.address), built))
    page.goto(f"{preview.address}en/trade/")
    page.locator("a.footnote-ref").first.press("Enter")  # a mouse opens it by its way, too
    page.locator(".box--note").wait_for()
    now = facts.read_text("utf-8")
    assert now.count("reached {total}") == 1
    facts.write_text(now.replace("reached {total}", "climbed to {total}"), "utf-8")
    building = _building(preview.folder)
    os.kill(building, signal.SIGSTOP)  # however fast it is
    page.get_by_text("climbed to").first.wait_for(state="attached")
    assert page.locator(".box--note").count() == 1
    with page.expect_navigation():
        os.kill(building, signal.SIGCONT)
    assert "climbed to" in page.inner_text("article")
    facts.write_text(good, "utf-8")


def _built(small: Path, tmp_path: Path) -> Path:
    """Copy the small sheet with what was built of it."""
    return shutil.copytree(small, tmp_path / "sheet", symlinks=True)


def _building(folder: Path) -> int:
    """Return the process that is building, once it has begun a site."""
    _until(lambda: _new_sites(folder))
    (site,) = _new_sites(folder)
    return int(site.name.rpartition("-")[2])


def _new_sites(folder: Path) -> list[Path]:
    """Return the folders of sites that are being built."""
    return [path for path in folder.glob(".site.new-*") if not path.name.endswith("-pages")]


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


def _is_done(state: dict[str, object], built: object) -> bool:
    """Tell whether a sound edit has been built since, or the problems of another are told."""
    return state["built"] != built or bool(state["problems"])


def _get(address: str) -> str:
    with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310  # our own server
        text: str = answer.read().decode()
        return text


def _below(process: int) -> list[int]:
    """Return the processes that a process began, and those that these began."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            number, _, rest = stat.read_text("utf-8").partition(" ")
            parents[int(number)] = int(rest.rpartition(")")[2].split()[1])
    found = [process]
    for above in found:
        found += [number for number, parent in parents.items() if parent == above]
    return found[1:]


def _runs(process: int) -> bool:
    """Tell whether a process has not ended; one that has may wait for the system to clear it."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text("utf-8")
    except OSError:
        return False
    return stat.rpartition(") ")[2][0] != "Z"


@contextmanager
def _started(folder: Path) -> Iterator[Preview]:
    """Run the preview on a free port, as a process that a terminal would interrupt."""
    said = folder.parent / "said.txt"
    command = [sys.executable, "-c", _FOREGROUND, "serve", "--port", "0"]
    with (
        said.open("w") as out,
        subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT) as process,
    ):
        try:
            _until(lambda: "preview at" in said.read_text("utf-8"))
            found = re.search(r"http://\S+", said.read_text("utf-8"))
            assert found
            yield Preview(folder=folder, process=process, address=found.group(), said=said)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


# Whoever runs tests in the background lets them ignore Ctrl+C.
_FOREGROUND = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from factsheet.__main__ import main
raise SystemExit(main())
"""
