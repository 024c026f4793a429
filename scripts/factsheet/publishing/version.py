"""The sheet in its folder -> a version in git, without a git command of the curator's own."""

from __future__ import annotations

from pathlib import Path

from factsheet.messages import say
from factsheet.publishing.git import Git, refuse

# What a sheet consists of. Nothing else is kept unasked: an article lying here belongs to others.
HELD = (
    *("facts", "docs", "editions", "templates", "mkdocs*.yml", ".gitignore"),
    *(
        "README*",
        "LICENSE*",
        "Makefile",
        "requirements.lock",
        "wheels",
        ".github",
        ".gitlab-ci.yml",
    ),
)


def keep_version(root: Path, git: Git, words: str) -> tuple[str, int]:
    """Commit what changed of the sheet; return the commit and how many files it changed.

    Begins a repository where there is none. The commit is empty where nothing changed. Raises
    ProblemsFoundError where git is missing or refuses.
    """
    if not words.strip():
        refuse(say("a version has no name"), say("say what is new in it: factsheet keep WORDS"))
    if not git.ask("rev-parse", "--git-dir"):
        git.run("init", "--quiet")
    names = [path.name for name in HELD for path in sorted(root.glob(name))]
    tracked = git.run("ls-files", "--", *HELD).splitlines()
    names += sorted({name.partition("/")[0] for name in tracked} - set(names))
    git.run("add", "--all", "--", *names)
    changed = git.run("diff", "--cached", "--name-only", "--", *names).splitlines()
    if not changed:
        return "", 0
    git.run("commit", "--quiet", "--message", words, "--only", "--", *_committed(git, names))
    return git.run("rev-parse", "--short", "HEAD"), len(changed)


def _committed(git: Git, names: list[str]) -> list[str]:
    """Return the names that git knows files of, now or in the last version."""
    return [
        name
        for name in names
        if git.run("ls-files", "--", name) or git.ask("ls-tree", "HEAD", "--", name)
    ]
