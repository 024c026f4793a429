"""A template and its data -> what the engine measures, or a PDF; every slip is a problem."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import typst

from factsheet.printing.fonts import fonts
from factsheet.problems import Place, Problem, ProblemsFoundError

TEMPLATES = "templates/print"
STANDARDS: list[Any] = ["a-3a", "ua-1"]

T = TypeVar("T")


class Press:
    """Sets one template with one set of data."""

    def __init__(
        self, root: Path, template: str, data: Mapping[str, Any], attachment: str = ""
    ) -> None:
        """Open a template of the project; `attachment` is a file to go into the PDF."""
        self.place = Place(file=f"{TEMPLATES}/{template}")
        self.language = data["language"]
        inputs = {"data": json.dumps(data, ensure_ascii=False)}
        if attachment:
            inputs["attachment"] = attachment
        folder = (root / TEMPLATES).resolve()
        self.engine = typst.Compiler(
            input=str(folder / template),
            root=str(folder),
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

    def png(self, density: int) -> bytes:
        """Return the only page as a picture, `density` pixels an inch.

        Raises ProblemsFoundError for errors and for warnings.
        """
        made, warnings = self._run(
            lambda: self.engine.compile_with_warnings(format="png", ppi=density)
        )
        if warnings:
            raise ProblemsFoundError([self._problem(w.message, w.hints) for w in warnings])
        assert isinstance(made, bytes)
        return made

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
            place = Place(
                file=f"{TEMPLATES}/{found[1]}", line=int(found[2]), column=int(found[3]) + 1
            )
        return self._problem(first, error.hints, place, unset["text"] if unset else "")

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
            message=f"{self.language}: {message}",
            hint="; ".join(hints),
            about=about,
        )


_PLACE = re.compile(r"([\w-]+\.typ):(\d+):(\d+)")
# What the engine puts before an error that a standard of PDF makes one.
_STANDARDS = re.compile(r"^(?:PDF/[\w-]+(?:, )?)+ error: ")
_UNSET = re.compile(r"the text `\"(?P<text>.+?)\"` could not be displayed with font `.+?`")
