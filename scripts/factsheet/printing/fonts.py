"""The typefaces of print: the engine's, two font packages' and the pages' own; no others."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

PACKAGES = {"pylopdf_fonts_zh_cn": "pylopdf-fonts-zh-cn", "manimgx_fonts_cjk": "manimgx-fonts-cjk"}


@cache
def fonts() -> typst.Fonts:
    """Return the fonts for the engine; the system's are left alone."""
    folders = [Path(__file__).with_name("faces")]  # the pages' own, for what is drawn alone
    for package in PACKAGES:
        spec = find_spec(package)
        if spec is not None and spec.submodule_search_locations:
            folders.append(Path(spec.submodule_search_locations[0]))
    return typst.Fonts(include_system_fonts=False, font_paths=folders)


def families() -> frozenset[str]:
    """Return the families at hand."""
    return frozenset(fonts().families())
