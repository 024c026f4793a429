"""Source Sans 3 and Source Serif 4 -> the faces of the sheet, and the widths of their letters.

`make fonts` runs it after a new version of a font package or a new sign. What it writes is
committed, and no build makes it; a test compares. The license reserves the name Source, so the
subsets have names of their own.
"""

from __future__ import annotations

import io
import json
import sys
from importlib.resources import files
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parents[1]
WEB = "templates/theme/assets/fonts"
PRINT = "scripts/factsheet/printing/faces"
WIDTHS = "scripts/factsheet/pages/widths.json"
SANS, SERIF = "fontpkg_source_sans_3", "fontpkg_source_serif_4"
PLAIN, STRONG = 400, 600  # the weights of a drawing's labels

# Letters of western languages, the marks of their texts, the signs of the sheet.
LATIN = {*range(0x20, 0x7F), *range(0xA0, 0x100)}
MARKS = set(map(ord, "‐‑–—‘’‚“”„†‡•…‰‹›€™←↑→↓−∶≈≠≤≥○●◊"))
DIAMOND, LOZENGE = 0x25C7, 0x25CA  # the sheet's sign for a proposal takes the glyph of ◊
COPYRIGHT, FAMILY, STYLE, IDENTITY, FULL, VERSION, POSTSCRIPT = range(7)
LICENSE = (13, 14)


def main() -> int:
    """Write the faces, their license and the widths into the project."""
    for name, content in made().items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        print(f"{name}: {len(content):,} bytes")
    return 0


def made() -> dict[str, bytes]:
    """Return every file that this script makes by its path in the project."""
    sans, serif = _sans(), _serif()
    return {
        f"{WEB}/sheet-sans.woff2": _bytes(sans, "woff2"),
        f"{WEB}/sheet-serif.woff2": _bytes(serif, "woff2"),
        f"{WEB}/OFL.txt": _license(sans, serif),
        f"{PRINT}/sheet-sans.ttf": _bytes(sans, None),
        WIDTHS: widths(sans),
    }


def _sans() -> TTFont:
    """Return the face of texts and labels, in weights from 400 to 700."""
    font = _subset(SANS, "SourceSans3[wght].ttf")
    instantiateVariableFont(font, {"wght": (PLAIN, PLAIN, 700)}, inplace=True)
    return _named(font, "Sheet Sans")


def _serif() -> TTFont:
    """Return the face of headings, in one weight, cut for their size."""
    font = _subset(SERIF, "SourceSerif4[opsz,wght].ttf")
    instantiateVariableFont(font, {"wght": STRONG, "opsz": 28}, inplace=True)
    return _named(font, "Sheet Serif")


def _subset(package: str, name: str) -> TTFont:
    """Keep the letters and their kerning; figures of one width are the default of both faces."""
    content = (files(package) / "files" / name).read_bytes()
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[DIAMOND] = table.cmap[LOZENGE]
    options = Options()
    options.layout_features = ["kern"]
    options.name_IDs = [COPYRIGHT, VERSION, *LICENSE]
    options.drop_tables += ["STAT", "prep", "gasp"]
    options.hinting = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes={*LATIN, *MARKS, DIAMOND})
    subsetter.subset(font)
    return font


def _named(font: TTFont, family: str) -> TTFont:
    version = font["name"].getDebugName(VERSION)
    for number, text in {
        FAMILY: family,
        STYLE: "Regular",
        IDENTITY: f"{family} {version}",
        FULL: family,
        POSTSCRIPT: family.replace(" ", ""),
    }.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    return font


def _bytes(font: TTFont, flavor: str | None) -> bytes:
    font.flavor = flavor
    file = io.BytesIO()
    font.save(file, reorderTables=False)
    return file.getvalue()


def _license(*fonts: TTFont) -> bytes:
    """Return the license with the copyright of each face; its text is the same for all."""
    holders = [str(font["name"].getDebugName(COPYRIGHT)) for font in fonts]
    text = (files(SANS) / "LICENSE").read_text("utf-8")
    _, _, body = text.partition("\n")
    lines = [line.rstrip() for line in ("\n".join(holders) + "\n" + body).splitlines()]
    return ("\n".join(lines).rstrip() + "\n").encode()


def widths(font: TTFont) -> bytes:
    """Return the advance of each character by weight, in thousandths of the size."""
    found = {}
    for weight in (PLAIN, STRONG):
        copy = TTFont(io.BytesIO(_bytes(font, None)))
        cut = instantiateVariableFont(copy, {"wght": weight})
        cmap, advances = cut.getBestCmap(), cut["hmtx"]
        assert cut["head"].unitsPerEm == 1000
        found[weight] = {chr(code): advances[glyph][0] for code, glyph in sorted(cmap.items())}
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


if __name__ == "__main__":
    sys.exit(main())
