"""Jinja's environments of a project: a slip in a template is a problem at its line of its file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn

import jinja2
from jinja2 import Environment, FileSystemLoader, TemplateError, TemplateNotFound
from jinja2.exceptions import TemplateSyntaxError

from factsheet.messages import quoted, say
from factsheet.problems import Place, Problem, ProblemsFoundError, no_text
from factsheet.searchpath import named

JINJA = str(Path(jinja2.__file__).parent)


class Texts(FileSystemLoader):
    """Loads templates of folders; one that is no text is a problem."""

    def __init__(self, searchpath: Any, where: Callable[[str], str]) -> None:
        """Bind the folders; `where` names the file of a template in a message."""
        super().__init__(searchpath)
        self._where = where

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return text and file of a template, and what tells whether it is as it was.

        Raises ProblemsFoundError where it is no text, TemplateNotFound where it is missing.
        """
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise ProblemsFoundError([no_text(self._where(template), error)]) from None


def of_part(root: Path, part: str) -> Callable[[str], str]:
    """Return what names the file of a template of a part, such as `pages`, in a message."""
    return lambda name: named(root, f"{part}/{name}")


def guarded(environment: Environment, where: Callable[[str], str]) -> Environment:
    """Have an environment raise ProblemsFoundError for slips in templates, each at its line.

    `where` names the file of a template in a message. What functions raise that a template calls
    goes on as it is.
    """

    def handle_exception(source: str | None = None) -> NoReturn:  # noqa: ARG001 - Jinja's signature
        error = sys.exc_info()[1]
        assert error is not None
        raise slip(error, where) or error

    environment.handle_exception = handle_exception  # type: ignore[method-assign]
    return environment


def slip(error: BaseException, where: Callable[[str], str]) -> ProblemsFoundError | None:
    """Return what is wrong in a template; None where the error is none of a template."""
    steps = [*_steps(error.__traceback__)]
    name, line = next(((step.name, step.line) for step in reversed(steps) if step.name), ("", 0))
    match error:
        case TemplateNotFound():
            missing = say("the file is missing; {name} asks for it", name=name)
            place = Place(file=where(str(error.name)))
            return ProblemsFoundError([Problem(place=place, rule="file", message=missing)])
        case TemplateSyntaxError():
            name, line, told = error.name or name, error.lineno, error.message or ""
        case TemplateError():
            told = error.message or str(error)
        case Exception() if steps and steps[-1].is_of_template:
            told = f"{type(error).__name__}: {error}"
        case _:
            return None
    place = Place(file=where(name), line=line, column=1 if line else 0)
    return ProblemsFoundError([Problem(place=place, rule="template", message=quoted(told))])


def template_of(error: BaseException) -> str:
    """Return the name of the template in whose code an error arose; empty where it is none's."""
    steps = reversed([*_steps(error.__traceback__)])
    return next((step.name for step in steps if step.name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A step to where an error arose: the template, if it is one of its code, and its line."""

    name: str
    line: int
    is_of_template: bool


def _steps(at: TracebackType | None) -> Iterator[_Step]:
    while at is not None:
        template = at.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            line = template.get_corresponding_lineno(at.tb_lineno)
            yield _Step(name=template.name, line=line, is_of_template=True)
        else:
            is_of_template = at.tb_frame.f_code.co_filename.startswith(JINJA)
            yield _Step(name="", line=0, is_of_template=is_of_template)
        at = at.tb_next
