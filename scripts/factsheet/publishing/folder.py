"""A built site -> a folder that a server reads: exchanged whole, never half written.

What a host keeps at its root and no build makes stays: its own domain, proofs of ownership.
"""

from __future__ import annotations

import os
import shutil
from filecmp import cmp
from pathlib import Path

from factsheet.messages import NOTHING, say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.site.exchange import replace_folder
from factsheet.site.stamp import STAMP

KEPT = ("CNAME", ".well-known")  # a host's own, beside what a build makes


def publish_folder(site: Path, folder: Path) -> bool:
    """Put a copy of a site in the place of a folder; tell whether anything changed.

    Raises ProblemsFoundError for a folder that holds anything but a site published before,
    OSError where the system refuses: then the folder is as it was.
    """
    target = Path(os.path.realpath(folder))  # a link to itself stays one
    _refuse_foreign(site.resolve(), target, folder)
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        _copy(site, fresh)
        for name in KEPT:
            _keep(target / name, fresh / name)
        if _same(fresh, target):
            return False
        replace_folder(fresh, target, old)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return True


def _refuse_foreign(site: Path, target: Path, folder: Path) -> None:
    """See that nothing is lost: the folder is new, empty, or holds a site put there before."""
    message = NOTHING
    if target == site or site in target.parents or target in site.parents:
        message = say("the folder and the project's own site lie in each other")
    elif os.path.lexists(target) and not target.is_dir():
        message = say("there is a file of this name")
    elif target.is_dir():
        names = {path.name for path in target.iterdir()}
        if ".git" in names:
            message = say("the folder is a git repository")
        elif STAMP not in names and names - set(KEPT):
            message = say("the folder holds something else")
    if message:
        hint = say("name a new folder, an empty one, or one that was published to before")
        place = Place(file=str(folder))
        raise ProblemsFoundError([Problem(place=place, rule="publish", message=message, hint=hint)])


def _copy(site: Path, to: Path) -> None:
    """Copy a site; raise ProblemsFoundError with every file of it that cannot be copied."""
    try:
        shutil.copytree(site, to)
    except shutil.Error as error:
        hint = say("build the site anew: factsheet build")
        raise ProblemsFoundError(
            Problem(
                place=Place(file=str(path)),
                rule="publish",
                message=say("this file of the site cannot be copied"),
                hint=hint,
            )
            for path, *_ in error.args[0]
        ) from None


def _keep(path: Path, to: Path) -> None:
    if to.exists():
        return  # a build that makes it decides
    if path.is_dir():
        shutil.copytree(path, to)
    elif path.exists():
        shutil.copy2(path, to)


def _same(one: Path, other: Path) -> bool:
    """Tell whether two folders hold the same files with the same bytes."""
    files = [{p.relative_to(f) for f in (each,) for p in f.rglob("*")} for each in (one, other)]
    return files[0] == files[1] and all(
        cmp(one / path, other / path, shallow=False) for path in files[0] if (one / path).is_file()
    )
