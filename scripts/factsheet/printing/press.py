"""Templates and their data -> what the engine measures, and PDFs; every slip is a problem.

The engine keeps what it has laid out until its process ends: jobs run in a process of their own,
one after another, so that no more than one of them is held in memory.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import typst

from factsheet.messages import NOTHING, quoted, say
from factsheet.printing.fonts import fonts
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.searchpath import folders, named, templates_in
from factsheet.writing import write_whole

PART = "print"
STANDARDS: list[Any] = ["a-3a", "ua-1"]
JOBS, DONE = "jobs.json", "done.json"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A template with its data: the label of values to return, and whether to make a PDF.

    `moment` dates the PDF by seconds since 1970; `attachment` is a file to go into it.
    """

    template: str
    data: Mapping[str, Any]
    label: str
    moment: int | None = None
    attachment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a job gave: the values under its label, and its PDF."""

    values: list[Any]
    pdf: bytes


def run(root: Path, jobs: Sequence[Job]) -> list[Made]:
    """Do jobs of the project in a process of their own.

    Raises ProblemsFoundError for the errors and warnings of the first that has any.
    """
    with TemporaryDirectory(prefix="factsheet-") as name:
        folder = Path(name)
        given = {"root": str(root.resolve()), "jobs": [asdict(job) for job in jobs]}
        write_whole(folder / JOBS, json.dumps(given, ensure_ascii=False).encode())
        command = [sys.executable, "-m", "factsheet.printing.press", str(folder)]
        done = subprocess.run(
            command, capture_output=True, encoding="utf-8", errors="replace", check=False
        )
        if done.returncode:
            told = done.stderr.strip().splitlines() or [say("it told nothing")]
            message = say(
                "the engine ended with {code}: {words}", code=done.returncode, words=told[-1]
            )
            place = Place(file=named(root, f"{PART}/{jobs[0].template}"))
            raise ProblemsFoundError([Problem(place=place, rule="print", message=message)])
        rows = json.loads((folder / DONE).read_text("utf-8"))
        problems = [
            Problem(
                place=Place(**row["place"]),
                rule=row["rule"],
                message=quoted(row["message"]),
                hint=quoted(row["hint"]),
                about=row["about"],
            )
            for row in rows["problems"]
        ]
        if problems:
            raise ProblemsFoundError(problems)
        return [
            Made(values=values, pdf=path.read_bytes() if path.exists() else b"")
            for index, values in enumerate(rows["values"])
            for path in [folder / f"{index}.pdf"]
        ]


def work(folder: Path) -> None:
    """Do the jobs that lie in a folder, and leave there what they gave."""
    given = json.loads((folder / JOBS).read_text("utf-8"))
    values: list[list[Any]] = []
    problems: list[Problem] = []
    try:
        with opened(Path(given["root"])) as templates:
            for index, typed in enumerate(given["jobs"]):
                job = Job(**typed)
                press = Press(templates, job)
                if job.moment is not None:
                    (folder / f"{index}.pdf").write_bytes(press.pdf(job.moment))
                values.append(press.query(job.label))
    except ProblemsFoundError as error:
        problems = list(error.problems)
    done = {"values": values, "problems": [asdict(problem) for problem in problems]}
    (folder / DONE).write_text(json.dumps(done, ensure_ascii=False), "utf-8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """The print templates of a sheet, all in one folder."""

    root: Path
    folder: Path

    def place(self, name: str) -> Place:
        """Return where a template lies, as a message says it."""
        return Place(file=named(self.root, f"{PART}/{name}"))


@contextmanager
def opened(root: Path) -> Iterator[Templates]:
    """Lend the print templates of a sheet; the engine reads one folder and no search path."""
    first, *others = (folder.resolve() for folder in folders(root, PART))
    if not others:
        yield Templates(root=root, folder=first)
        return
    with TemporaryDirectory(prefix="factsheet-") as name:
        for own, path in templates_in(root, PART, "*.typ").items():
            shutil.copyfile(path, Path(name, own))
        yield Templates(root=root, folder=Path(name))


class Press:
    """Sets one template with one set of data."""

    def __init__(self, templates: Templates, job: Job) -> None:
        """Open the template of a job."""
        self.templates = templates
        self.place = templates.place(job.template)
        self.language = job.data["language"]
        inputs = {"data": json.dumps(job.data, ensure_ascii=False)}
        if job.attachment:
            inputs["attachment"] = job.attachment
        self.engine = typst.Compiler(
            input=str(templates.folder / job.template),
            root=str(templates.folder),
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
        )

    def query(self, label: str) -> list[Any]:
        """Return the values that the template leaves under a label; raise ProblemsFoundError."""
        found = self._run(lambda: self.engine.query(f"<{label}>", field="value"))
        values: list[Any] = json.loads(found)
        return values

    def pdf(self, moment: int) -> bytes:
        """Return the finished file, dated by seconds since 1970.

        Raises ProblemsFoundError for errors and for warnings.
        """
        made, warnings = self._run(
            lambda: self.engine.compile_with_warnings(
                format="pdf", pdf_standards=STANDARDS, timestamp=moment
            )
        )
        if warnings:
            raise ProblemsFoundError([self._problem(w.message, w.hints) for w in warnings])
        assert isinstance(made, bytes)
        return made

    def pngs(self, density: int) -> list[bytes]:
        """Return each page as a picture, `density` pixels an inch.

        Raises ProblemsFoundError for errors and for warnings.
        """
        made, warnings = self._run(
            lambda: self.engine.compile_with_warnings(format="png", ppi=density)
        )
        if warnings:
            raise ProblemsFoundError([self._problem(w.message, w.hints) for w in warnings])
        assert made is not None
        return [made] if isinstance(made, bytes) else made

    def _run(self, action: Callable[[], T]) -> T:
        try:
            return action()
        except typst.TypstError as error:
            raise ProblemsFoundError([self._fault(error)]) from None
        except RuntimeError as error:  # a query tells what is wrong, but not where
            try:
                self.engine.compile(format="pdf")
            except typst.TypstError as placed:
                raise ProblemsFoundError([self._fault(placed)]) from None
            raise ProblemsFoundError([self._problem(str(error)[:200])]) from None

    def _fault(self, error: typst.TypstError) -> Problem:
        """Return the first error with its place, where the engine names a template."""
        found = _PLACE.search(error.diagnostic)
        told = _STANDARDS.sub("", error.message)
        unset = _UNSET.search(told)
        first = unset[0] if unset else told.split(", ")[0] if found else told
        place = self.place
        if found:
            place = self.templates.place(found[1])
            place = replace(place, line=int(found[2]), column=int(found[3]) + 1)
        return self._problem(first, error.hints, place, unset["text"] if unset else NOTHING)

    def _problem(
        self,
        message: str,
        hints: Sequence[str] = (),
        place: Place | None = None,
        about: str = "",
    ) -> Problem:
        return Problem(
            place=place or self.place,
            rule="print",
            message=say("{language}: {message}", language=self.language, message=message),
            hint=quoted("; ".join(hints)),
            about=about,
        )


_PLACE = re.compile(r"([\w-]+\.typ):(\d+):(\d+)")
# What the engine puts before an error that a standard of PDF makes one.
_STANDARDS = re.compile(r"^(?:PDF/[\w-]+(?:, )?)+ error: ")
_UNSET = re.compile(r"the text `\"(?P<text>.+?)\"` could not be displayed with font `.+?`")

if __name__ == "__main__":
    work(Path(sys.argv[1]))
