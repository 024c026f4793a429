"""git as the program runs it: one command at a time, what it refuses told as a problem."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from factsheet.messages import Message, say
from factsheet.problems import Place, Problem, ProblemsFoundError

NOBODY = "factsheet@localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """The git of a folder; `environment` holds what is set for its commands alone."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, given: str = "") -> str:
        """Run a command with a text given to it; return what it printed.

        Raises ProblemsFoundError where git is missing or refuses.
        """
        done = self._done(arguments, given)
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines() or [say("no reason given")]
            reasons = [line for line in lines if line.startswith(("fatal:", "error:"))]
            refuse(
                say(
                    "git {arguments}: {told}",
                    arguments=arguments[0],
                    told=(reasons or lines[-1:])[0],
                ),
                say("settle it in the repository, then try again"),
            )
        return done.stdout.rstrip("\n")

    def ask(self, *arguments: str) -> str:
        """Run a command that may find nothing; return what it printed, or nothing."""
        done = self._done(arguments, "")
        return "" if done.returncode else done.stdout.rstrip("\n")

    def _done(self, arguments: Iterable[str], given: str) -> subprocess.CompletedProcess[str]:
        program = shutil.which("git")
        if program is None:
            refuse(
                say("git is not installed"),
                say("install git; factsheet publish --to FOLDER works without it"),
            )
        return subprocess.run(
            [program, "-c", "core.quotePath=false", *arguments],
            cwd=self.folder,
            env={**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", **self.environment},
            input=given,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


def signed(git: Git, name: str, contact: str) -> Git:
    """Return a git that signs commits: as whoever is configured, else as the sheet's publisher."""
    if git.ask("config", "user.name") and git.ask("config", "user.email"):
        return git
    mail = contact if "@" in contact else NOBODY
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", name), ("EMAIL", mail))
    }
    return Git(folder=git.folder, environment={**git.environment, **who})


def refuse(message: Message, hint: Message) -> NoReturn:
    """Raise ProblemsFoundError of git."""
    raise ProblemsFoundError(
        [Problem(place=Place(file=".git"), rule="git", message=message, hint=hint)]
    )
