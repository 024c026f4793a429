"""The running program -> its wheel, which a new sheet keeps: it builds wherever Python does."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from base64 import urlsafe_b64encode
from importlib.metadata import distribution
from pathlib import Path

import factsheet
from factsheet import __version__
from factsheet.searchpath import PACKAGE, TEMPLATES

NAME = "factsheet"
WHEEL = f"{NAME}-{__version__}-py3-none-any.whl"
INFO = f"{NAME}-{__version__}.dist-info"
HELD = ("METADATA", "WHEEL", "entry_points.txt")
BESIDE = ("mkdocs*.yml", "requirements.lock")  # of a checkout, what the package takes along


def wheel() -> bytes:
    """Return the wheel of the program that runs, the same bytes for the same files."""
    files = _program() | _metadata()
    rows = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    files[f"{INFO}/RECORD"] = "\n".join([*rows, f"{INFO}/RECORD,,", ""]).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _program() -> dict[str, bytes]:
    """Return the files of the package by their paths in it; templates may lie beside it."""
    package = Path(factsheet.__file__).parent
    found = {path.relative_to(package).as_posix(): path for path in package.rglob("*")}
    if not PACKAGE.is_relative_to(package):
        found |= {
            f"{TEMPLATES}/{path.relative_to(PACKAGE).as_posix()}": path
            for path in PACKAGE.rglob("*")
            if not path.name.startswith("preview-")
        }
        found |= {path.name: path for glob in BESIDE for path in PACKAGE.parent.glob(glob)}
    return {
        f"{NAME}/{name}": path.read_bytes()
        for name, path in sorted(found.items())
        if path.is_file() and "__pycache__" not in path.parts
    }


def _metadata() -> dict[str, bytes]:
    """Return what an installer reads of a package, with the version that runs."""
    installed = distribution(NAME)
    texts = {name: installed.read_text(name) or "" for name in HELD}
    texts["METADATA"] = re.sub(
        r"^Version: .*$", f"Version: {__version__}", texts["METADATA"], count=1, flags=re.MULTILINE
    )
    return {f"{INFO}/{name}": text.encode() for name, text in texts.items()}


def _digest(content: bytes) -> str:
    return urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
