"""A built site -> a commit on the branch that a host of pages reads; no work tree is touched.

A tree of the site's bytes is made in an index of its own, beside what the host keeps there. The
same tree is no new commit.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from factsheet.messages import say
from factsheet.publishing.folder import KEPT
from factsheet.publishing.git import Git, refuse

PLAIN = ".nojekyll"  # tells a host of pages to publish the files as they are
FILE = "100644"


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A commit of a site: `is_new` unless the branch held these bytes; `remote` got it."""

    commit: str
    is_new: bool
    remote: str


def publish_branch(site: Path, git: Git, branch: str, remote: str, message: str) -> Published:
    """Commit a site to a branch, and push it where the remote is configured.

    Raises ProblemsFoundError where git refuses.
    """
    if not git.ask("rev-parse", "--git-dir"):
        refuse(
            say("there is no git repository here"),
            say("factsheet keep begins one; factsheet publish --to FOLDER works without"),
        )
    ref = f"refs/heads/{branch}"
    if git.ask("symbolic-ref", "HEAD") == ref:
        refuse(
            say("{branch} is the branch of the project itself", branch=branch),
            say("name another one as remote_branch in mkdocs.yml"),
        )
    known = remote if remote in git.ask("remote").splitlines() else ""
    if known and git.ask("ls-remote", "--heads", known, ref):
        git.run("fetch", "--quiet", known, f"+{ref}:refs/remotes/{known}/{branch}")
    parent = git.ask("rev-parse", "--verify", "--quiet", f"refs/remotes/{known}/{branch}")
    parent = parent or git.ask("rev-parse", "--verify", "--quiet", ref)
    tree = _tree(site, git, parent)
    is_new = not parent or git.run("rev-parse", f"{parent}^{{tree}}") != tree
    commit = parent
    if is_new:
        above = ("-p", parent) if parent else ()
        commit = git.run("commit-tree", tree, *above, given=f"{message}\n")
    git.run("update-ref", ref, commit)
    if known:
        git.run("push", "--quiet", known, f"{ref}:{ref}")
    return Published(commit=commit, is_new=is_new, remote=known)


def _tree(site: Path, git: Git, parent: str) -> str:
    """Return the tree of a site's files and of what the host keeps beside them."""
    paths = sorted(path for path in site.rglob("*") if path.is_file())
    names = "".join(f"{path.resolve()}\n" for path in paths)
    digests = git.run("hash-object", "-w", "--no-filters", "--stdin-paths", given=names).split()
    entries = {
        path.relative_to(site).as_posix(): f"{FILE} {digest}"
        for path, digest in zip(paths, digests, strict=True)
    }
    empty = git.run("hash-object", "-w", "--no-filters", "--stdin")
    entries = {PLAIN: f"{FILE} {empty}", **dict(_kept(git, parent)), **entries}
    lines = "".join(f"{entry}\t{name}\n" for name, entry in sorted(entries.items()))
    with tempfile.TemporaryDirectory() as folder:
        own = {**git.environment, "GIT_INDEX_FILE": str(Path(folder) / "index")}
        apart = Git(folder=git.folder, environment=own)
        apart.run("update-index", "--add", "--index-info", given=lines)
        return apart.run("write-tree")


def _kept(git: Git, parent: str) -> Iterator[tuple[str, str]]:
    """Yield what of a published commit is the host's, with its mode and object."""
    if parent:
        for line in git.run("ls-tree", "-r", "--full-tree", parent, *KEPT).splitlines():
            entry, _, name = line.partition("\t")
            mode, _, digest = entry.split()
            yield name, f"{mode} {digest}"
