"""Jinja's environments of a project: a slip in a template is a problem at its line of its file."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, TypeVar

from jinja2 import Environment, FileSystemLoader, TemplateError, TemplateNotFound
from jinja2.exceptions import TemplateSyntaxError

from factsheet.messages import Message, quoted, say
from factsheet.problems import Place, Problem, ProblemsFoundError, no_text
from factsheet.searchpath import named

OURS = str(Path(__file__).parent)
T = TypeVar("T")


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


def of_pages(**given: Any) -> Environment:
    """Return an environment that reads page templates, wherever this is done, in the same way."""
    environment = Environment(  # noqa: S701  # the output is Markdown; the filters escape
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
        **given,
    )
    environment.policies["ext.i18n.trimmed"] = True
    return environment


def guarded(environment: Environment, where: Callable[[str], str]) -> Environment:
    """Have an environment raise ProblemsFoundError for slips in templates, each at its line.

    `where` names the file of a template in a message. What functions raise that a template calls
    goes on as it is.
    """

    def handle_exception(source: str | None = None) -> NoReturn:  # noqa: ARG001 - Jinja's signature
        error = sys.exc_info()[1]
        assert error is not None
        raise slip(error, where) or error

    def told(read: Callable[..., T]) -> Callable[..., T]:
        def told_read(source: Any, name: str, *given: Any) -> T:
            try:
                return read(source, name, *given)
            except (SyntaxError, ValueError, RecursionError) as error:  # too deep, too long
                raise _problem(where(name), 0, _named(error)) from None

        return told_read

    environment.handle_exception = handle_exception  # type: ignore[method-assign]
    environment.parse = told(environment.parse)  # type: ignore[method-assign]
    environment.compile = told(environment.compile)  # type: ignore[method-assign, assignment]
    return environment


def slip(error: BaseException, where: Callable[[str], str]) -> ProblemsFoundError | None:
    """Return what is wrong in a template; None where the error is none of a template."""
    steps = [step for step in _steps(error.__traceback__) if step.name or step.is_ours]
    in_templates = [(step.name, step.line) for step in steps if step.name]
    name, line = in_templates[-1] if in_templates else ("", 0)
    match error:
        case TemplateNotFound():
            asker = Place(file=where(name), line=line, column=1 if line else 0)
            missing = say("the file is missing; {name} asks for it", name=asker)
            place = Place(file=where(str(error.name)))
            return ProblemsFoundError([Problem(place=place, rule="file", message=missing)])
        case ProblemsFoundError() | OSError():
            return None
        case TemplateSyntaxError():
            return _problem(where(error.name or name), error.lineno, error.message or "")
        case TemplateError():
            return _problem(where(name), line, error.message or str(error))
        case RecursionError() if in_templates:  # what calls itself stands there most often
            name, line = Counter(in_templates).most_common(1)[0][0]
            return _problem(where(name), line, _named(error))
        case Exception() if steps and not steps[-1].is_ours:
            return _problem(where(name), line, _named(error))
    return None


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def _problem(file: str, line: int, told: str) -> ProblemsFoundError:
    place = Place(file=file, line=line, column=1 if line else 0)
    message = told if isinstance(told, Message) else quoted(told)
    return ProblemsFoundError([Problem(place=place, rule="template", message=message)])


def template_of(error: BaseException) -> str:
    """Return the name of the template in whose code an error arose; empty where it is none's."""
    steps = reversed([*_steps(error.__traceback__)])
    return next((step.name for step in steps if step.name), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A step to where an error arose: in a template, by its name, in the program or elsewhere."""

    name: str = ""
    line: int = 0
    is_ours: bool = False


def _steps(at: TracebackType | None) -> Iterator[_Step]:
    while at is not None:
        template = at.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            yield _Step(name=template.name, line=template.get_corresponding_lineno(at.tb_lineno))
        else:
            yield _Step(is_ours=at.tb_frame.f_code.co_filename.startswith(OURS))
        at = at.tb_next
