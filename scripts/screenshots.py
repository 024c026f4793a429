"""The built site -> the pictures of the READMEs and of shared links, taken with Chromium.

`make pictures` runs it after a build. Chromium and fonts differ between machines: the pictures
are committed, and no build makes them.
"""

from __future__ import annotations

import io
import shutil
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Playwright, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SITE, IMAGES, ASSETS = ROOT / "site", ROOT / "images", ROOT / "templates/theme/assets"
LANGUAGES = {"en": "en-US", "zh": "zh-CN"}
PAGES = {"home": "", "trade": "trade/"}
SCREENS = {1440: 900, 390: 844}
PREVIEW = (1200, 630)
# The names that scripts/ensure-browser.sh looks for.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> int:
    """Take all pictures of the site that the last build left."""
    if browser_path() is None or not SITE.is_dir():
        print("Chromium and a built site are needed: make site", file=sys.stderr)
        return 1
    with sync_playwright() as playwright:
        handler = partial(_Quiet, directory=str(SITE))
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = launched(playwright)
            _take(browser, f"http://127.0.0.1:{server.server_port}/")
            browser.close()
            server.shutdown()
    return 0


def browser_path() -> str | None:
    """Return the Chromium of this machine, None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def launched(playwright: Playwright) -> Browser:
    """Start the browser that takes the pictures."""
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return playwright.chromium.launch(executable_path=browser_path(), args=options)


def write_picture(shot: bytes, file: Path) -> None:
    """Write a picture in at most 256 colors: text needs no more."""
    image = Image.open(io.BytesIO(shot)).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} kB")


def _take(browser: Browser, address: str) -> None:
    for lang in LANGUAGES:
        for width, height in SCREENS.items():
            for name, page in PAGES.items():
                picture = IMAGES / f"{lang}-{name}-{width}.png"
                _picture(browser, f"{address}{lang}/{page}", picture, (width, height))
        _picture(browser, f"{address}{lang}/", ASSETS / f"preview-{lang}.png", PREVIEW)


def _picture(browser: Browser, address: str, file: Path, size: tuple[int, int]) -> None:
    """Write the first screen of a page."""
    lang = file.stem.rpartition("preview-")[2][:2]
    with browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=1,
        color_scheme="light",
        reduced_motion="reduce",
        locale=LANGUAGES[lang],
    ) as context:
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        write_picture(page.screenshot(), file)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    sys.exit(main())
