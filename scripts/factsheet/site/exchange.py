"""The last good site and what takes its place: exchanged whole, kept after a killed build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from factsheet.messages import say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.site.fresh import set_aside
from factsheet.writing.locking import hold

SITE = "site"
NEW, OLD, LOCK = ".site.new", ".site.old", ".site.lock"


def repair(root: Path) -> bool:
    """Bring back the last good site where a killed build left it aside, unless one is running.

    Tells whether it was brought back.
    """
    try:
        with locked(root):
            return mend(root)
    except ProblemsFoundError:
        return False


def mend(root: Path) -> bool:
    """Bring back the last good site and clear what killed builds left; the lock is held."""
    for left in root.glob(f"{NEW}-*"):
        set_aside(root, left)
    site, old = root / SITE, root / OLD
    is_lost = old.is_dir() and not site.exists()
    if is_lost:
        old.rename(site)
    elif old.is_dir():
        set_aside(root, old)
    return is_lost


def exchange(root: Path, fresh: Path) -> None:
    """Put a finished folder in the place of the last good site; OSError leaves that one."""
    old = root / OLD
    replace_folder(fresh, root / SITE, old)
    if old.exists():
        set_aside(root, old)


def replace_folder(fresh: Path, target: Path, old: Path) -> None:
    """Put a folder in the place of another, which becomes `old`; OSError leaves that one there."""
    if target.exists():
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Let one build at a time write beside the site; ProblemsFoundError where another does."""
    with (root / LOCK).open("w") as lock:
        try:
            hold(lock)
        except OSError:
            problem = Problem(
                place=Place(file=SITE),
                rule="build",
                message=say("another build is running"),
                hint=say("wait for its end"),
            )
            raise ProblemsFoundError([problem]) from None
        yield
