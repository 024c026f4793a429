"""A made-up sheet -> the pictures of CONTRIBUTING.zh.md: a terminal, and the preview in a browser.

`make pictures` runs it. What the terminal shows is what the commands print; the article is made up.
"""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from screenshots import IMAGES, browser_path, launched, write_picture

FACTSHEET = [sys.executable, "-m", "factsheet"]
ARTICLE = (
    "云海外贸一季度实现开门红\n来源：云海日报\n时间：2025年4月18日\n"
    "今年一季度，全省货物进出口总值520.5亿元，增长7.8%。\n"
)
KEY, SECTION = "yunhai-trade-2025-04", "facts/trade/example.yml"
WIDTH = 960


def main() -> int:
    """Take the pictures in a scratch folder."""
    if browser_path() is None:
        print("Chromium is needed", file=sys.stderr)
        return 1
    with TemporaryDirectory(prefix="factsheet-") as scratch, sync_playwright() as playwright:
        root = Path(scratch) / "云海手册"
        _run(root.parent, "new", root.name)
        browser = launched(playwright)
        _terminal(browser, root)
        _preview(browser, root)
        browser.close()
    return 0


def _terminal(browser: Browser, root: Path) -> None:
    """Show an article taken in and drafted, and a slip told by check."""
    (root / "云海外贸.txt").write_text(ARTICLE, "utf-8")
    edition = root / "facts/edition.yml"  # of the day on which it was made
    dated = re.sub(r'(?m)^date: ".*"', 'date: "2025-05-01"', edition.read_text("utf-8"))
    edition.write_text(dated, "utf-8")
    shown = [_shown(root, "article", "云海外贸.txt", "--key", KEY)]
    record = root / f"facts/sources/{KEY}.yml"
    record.write_text(record.read_text("utf-8").replace("？", "Yunhai Daily"), "utf-8")
    shown.append(_shown(root, "draft", KEY, "--line", "4", "--section", "trade/example"))
    _picture(browser, "zh-guide-article", "\n".join(shown))
    _type(root, SECTION, "status: outturn", "status：outturn")
    text = _shown(root, "check")
    _type(root, SECTION, "status：", "status: ")
    _picture(browser, "zh-guide-check", text)


def _preview(browser: Browser, root: Path) -> None:
    """Show a page of the preview with a problem in its red box."""
    _run(root, "undo")
    _run(root, "verify")
    with _served(root) as address:
        page = browser.new_page(viewport={"width": WIDTH, "height": 640}, locale="zh-CN")
        page.goto(f"{address}zh/trade/", wait_until="networkidle")
        _type(root, SECTION, "同比增长{growth}", "同比增长3.1%")
        page.locator("#preview-problems").get_by_text("typed-figures").wait_for(timeout=60_000)
        write_picture(page.screenshot(), IMAGES / "zh-guide-preview.png")


@contextmanager
def _served(root: Path) -> Iterator[str]:
    command = [*FACTSHEET, "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=root, env=_environment(), stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        try:
            lines = iter(process.stdout)
            yield next(found[0] for line in lines if (found := re.search(r"http://\S+/", line)))
        finally:
            process.terminate()


def _type(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert old in text, f"{file} does not hold {old}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def _shown(root: Path, *arguments: str) -> str:
    """Return a command and all that it prints, as a terminal shows them."""
    return f"PS C:\\{root.name}> factsheet {' '.join(arguments)}\n{_run(root, *arguments)}"


def _run(root: Path, *arguments: str) -> str:
    ran = subprocess.run(
        [*FACTSHEET, *arguments], cwd=root, env=_environment(), capture_output=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    return ran.stdout + ran.stderr


def _environment() -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if key != "FACTSHEET_ARCHIVE"}
    return {**own, "FACTSHEET_LANG": "zh", "PYTHONUNBUFFERED": "1"}


def _picture(browser: Browser, name: str, text: str) -> None:
    """Write a text as a terminal shows it."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 100}, locale="zh-CN")
    style = (
        "margin:0;padding:14px 18px;background:#0c1a2b;color:#e6e6e6;white-space:pre-wrap;"
        "overflow-wrap:anywhere;font:15px/1.55 'Noto Sans Mono CJK SC',monospace"
    )
    page.set_content(
        f'<body style="margin:0"><pre style="{style}">{html.escape(text)}</pre></body>'
    )
    write_picture(page.locator("pre").screenshot(), IMAGES / f"{name}.png")
    page.close()


if __name__ == "__main__":
    sys.exit(main())
