"""The preview: both languages at one address, problems shown, the last good page kept."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser

from factsheet.cli import main

PATIENCE = 40


def test_the_preview_rebuilds_and_survives_problems(tmp_path: Path, browser: Browser) -> None:
    """A change of a fact reloads the page; a damaged fact is shown beside the last good page."""
    folder = tmp_path / "sheet"
    assert main(["new", str(folder)]) == 0
    facts = folder / "facts/trade/goods.yml"
    good = facts.read_text("utf-8")
    with _preview(folder) as (address, said):
        assert "RMB\u00a0174.38\u00a0billion" in _get(f"{address}en/trade/")
        assert "1743.8亿元" in _get(f"{address}zh/trade/")
        assert "md-banner" in _get(f"{address}en/")
        page = browser.new_page()
        page.goto(f"{address}en/trade/")

        facts.write_text(good.replace('period: "2024"', 'period: "2024-13"'), "utf-8")
        _until(lambda: "month 13" in _state(address)["problems"])
        page.wait_for_selector("#preview-problems:not([hidden])")
        shown = page.inner_text("#preview-problems")
        assert re.search(r"facts/trade/goods.yml:\d+:\d+: .*month 13", shown)
        assert "174.38" in _get(f"{address}en/trade/")

        version = _state(address)["version"]
        facts.write_text(good.replace("totaled", "amounted to"), "utf-8")
        _until(lambda: _state(address)["version"] > version)
        page.get_by_text("amounted to").first.wait_for()  # the pages' policy forbids eval
        page.close()
    assert "the last good pages are shown" in said.read_text("utf-8")


def test_problems_are_shown_where_there_is_no_site_yet(tmp_path: Path) -> None:
    """A first build that fails shows its problems at every address; mended, the pages come."""
    folder = tmp_path / "sheet"
    assert main(["new", str(folder)]) == 0
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
    with said.open("w") as out, subprocess.Popen(command, cwd=folder, stdout=out) as process:
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
