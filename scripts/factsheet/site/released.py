"""releases/<n>/ <-> the site: an edition's pages, data and PDFs, kept outside git, put at e/<n>/.

editions/<n>/ holds the hash of each file: what differs by a byte is published nowhere. Left out of
a release is what belongs to the site around it: settings of servers, lists for crawlers, frames.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from factsheet.cache.inputs import files_in
from factsheet.messages import say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.releases.kept import FILES
from factsheet.releases.kept import FOLDER as KEPT
from factsheet.site.fresh import Fresh

VARIABLE, FOLDER = "FACTSHEET_RELEASES", "releases"
AT = "e"  # where editions stand as they were published
SURROUNDING = frozenset(
    "_headers .htaccess 404.html build.json e embed llms.txt robots.txt server sitemap.xml".split()
)


def releases_at_hand(root: Path) -> Mapping[str, Path]:
    """Return the folder of each released edition that lies here, every file of it checked.

    Raises ProblemsFoundError with each file that is not what was published.
    """
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    for sums in sorted((root / KEPT).glob(f"*/{FILES}")):
        number = sums.parent.name
        folder = release_folder(root, number)
        if folder.is_dir():
            problems += _differing(sums, folder, number)
            found[number] = folder
    if problems:
        raise ProblemsFoundError(problems)
    return found


def release_folder(root: Path, number: str) -> Path:
    """Return where the files of an edition lie, or would lie."""
    return Path(os.environ.get(VARIABLE) or root / FOLDER) / number


def copy_releases(releases: Mapping[str, Path], fresh: Fresh) -> None:
    """Put the files of editions into a site, each edition at its address."""
    for number, folder in releases.items():
        for path in files_in(folder):
            name = path.relative_to(folder).as_posix()
            fresh.write(f"{AT}/{number}/{name}", path.read_bytes())


def make_release(root: Path, number: str, site: Path) -> str:
    """Copy what a built site holds of its edition into the release folder; return its hashes.

    A folder of this number that no kept edition vouches for gives way.
    """
    folder = release_folder(root, number)
    partial = folder.with_name(f".{number}.new")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        for path in _own(site):
            to = partial / path.relative_to(site)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, to)
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return "".join(f"{digest}  {name}\n" for name, digest in _digests(folder).items())


def _own(site: Path) -> Iterator[Path]:
    """Iterate over the files of a site that are of its edition."""
    for path in sorted(site.rglob("*")):
        within = path.relative_to(site).parts
        is_listing = within[-1].startswith("sitemap.xml")
        if path.is_file() and within[0] not in SURROUNDING and not is_listing:
            yield path


def _differing(sums: Path, folder: Path, number: str) -> Iterator[Problem]:
    lines = sums.read_text("utf-8", errors="replace").splitlines()
    told = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    found = _digests(folder)
    hint = say("bring back releases/{number} as it was, or take the folder away", number=number)
    for name in sorted(told.keys() | found.keys()):
        if told.get(name) != found.get(name):
            message = say("this file is not what was published")
            if name not in found:
                message = say("a file that was published is missing")
            elif name not in told:
                message = say("this file was not published")
            place = Place(file=f"{FOLDER}/{number}/{name}")
            yield Problem(
                place=place,
                rule="release",
                message=say("edition {number}: {message}", number=number, message=message),
                hint=hint,
            )


def _digests(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
