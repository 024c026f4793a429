"""One sheet -> its site: built in its folder, or far away from a copy of what it is made of."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from factsheet.cache.inputs import digest
from factsheet.fleet.sheets import add
from factsheet.site.exchange import SITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What became of one sheet: did it build, what it told, and from afar its site and hash."""

    is_good: bool
    told: str
    site: bytes = b""
    key: str = ""


def build_here(root: Path) -> Built:
    """Check and build a sheet in its folder; where it fails, its last good site stays."""
    done = subprocess.run(  # our own interpreter and program
        [sys.executable, "-m", "factsheet", "build"],
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,  # apart: its problems, and its progress or what else stopped it
        text=True,
        encoding="utf-8",
        check=False,
    )
    told = done.stdout.strip() or done.stderr.strip()
    return Built(is_good=done.returncode == 0, told=told)


def build_afar(sheet: bytes, wanted: str) -> Built:
    """Build a packed sheet in a folder of its own; the site comes back packed, with its hash.

    `wanted` is the hash of the packed sheet; one that came otherwise is not built.
    """
    if digest(sheet) != wanted:
        return Built(is_good=False, told="the sheet did not arrive whole")
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        _unpack(sheet, root)
        built = build_here(root)
        if not built.is_good:
            return built
        whole = io.BytesIO()
        with tarfile.open(fileobj=whole, mode="w") as archive:
            for path in sorted(p for p in (root / SITE).rglob("*") if p.is_file()):
                add(archive, path.relative_to(root / SITE).as_posix(), path.read_bytes())
        site = whole.getvalue()
        return Built(is_good=True, told=built.told, site=site, key=digest(site))


def unpack_site(built: Built, fresh: Path) -> bool:
    """Unpack a site that came from afar; False where it is not what was sent."""
    if digest(built.site) != built.key:
        return False
    fresh.mkdir()
    _unpack(built.site, fresh)
    return True


def _unpack(packed: bytes, folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
