"""Pieces of text -> rich text: joined, filled into patterns, trimmed. A mark is never a character.

A piece is plain words or rich text; what a piece is marked as stays with it wherever it goes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from functools import cache, lru_cache
from operator import attrgetter
from typing import TypeAlias

from jinja2 import StrictUndefined, UndefinedError
from jinja2.nativetypes import NativeCodeGenerator
from jinja2.sandbox import ImmutableSandboxedEnvironment

from factsheet.cache.compiled import Patterns
from factsheet.edition.views import Rich, Run, plain
from factsheet.messages import say
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.templating import template_of

Piece: TypeAlias = Rich | str


def rich(*pieces: Piece) -> Rich:
    """Join pieces; runs that are marked alike become one."""
    if len(pieces) == 1 and len(pieces[0]) < 2 and not isinstance(pieces[0], str):
        return pieces[0] if plain(pieces[0]) else ()
    runs: list[Run] = []
    last: tuple[object, ...] | None = None
    for piece in pieces:
        for run in (Run(text=piece),) if isinstance(piece, str) else piece:
            if not run.text:
                continue
            marks = _marks(run)
            if marks == last:
                runs[-1] = run.saying(runs[-1].text + run.text)
            else:
                runs.append(run)
                last = marks
    return tuple(runs)


def joined(pieces: Iterable[Piece], between: str) -> Rich:
    """Join pieces with words between them."""
    out: Rich = ()
    for number, piece in enumerate(pieces):
        out = rich(out, between, piece) if number else rich(piece)
    return out


def filled(pattern: str, values: Mapping[str, Piece]) -> Rich:
    """Put values for the `{name}`s and `%(name)s` of a pattern; KeyError for an unknown one."""
    pieces: list[Piece] = []
    end = 0
    for match in _PLACE.finditer(pattern):
        pieces += [pattern[end : match.start()], values[match[1] or match[2]]]
        end = match.end()
    return rich(*pieces, pattern[end:])


def rendered(template: str, values: Mapping[str, object]) -> Rich:
    """Render a pattern of a style's citations with rich values; space around it is dropped."""
    try:
        return _rendered(template, tuple(values.items()))
    except TypeError:  # a list, which a cache cannot take as a key
        return _rendered.__wrapped__(template, tuple(values.items()))


@lru_cache(maxsize=20_000)  # a note, its quotes and the print of it say the same
def _rendered(template: str, values: tuple[tuple[str, object], ...]) -> Rich:
    compiled = patterns().template(template)
    pieces: Iterable[object] = compiled.root_render_func(compiled.new_context(dict(values)))
    try:
        return stripped(rich(*(p if isinstance(p, tuple) else str(p) for p in pieces)))
    except UndefinedError as error:  # not every one arises in the code of the pattern
        raise UnfilledError(error.message, str(compiled.name)) from None


class UnfilledError(UndefinedError):
    """A pattern asks for what there is not; it is known by its name."""

    def __init__(self, message: str | None, name: str) -> None:
        """Keep what Jinja says, and the name of the pattern."""
        super().__init__(message)
        self.name = name


def words_of(text: Piece) -> str:
    """Return a piece as plain words."""
    return text if isinstance(text, str) else plain(text)


def stripped(text: Rich) -> Rich:
    """Drop the space around a text."""
    return _trimmed(_trimmed(text, 0, str.lstrip), -1, str.rstrip)


def parted(text: Rich, at: int) -> tuple[Rich, Rich]:
    """Return the first characters of rich text, and the rest."""
    head: list[Run] = []
    rest: list[Run] = []
    for run in text:
        here, at = at, max(0, at - len(run.text))
        if here:
            head.append(run.saying(run.text[:here]))
        if run.text[here:]:
            rest.append(run.saying(run.text[here:]))
    return tuple(head), tuple(rest)


def looks(text: Rich) -> Rich:
    """Return rich text without figures: runs that look alike are one."""
    runs: list[Run] = []
    for run in text:
        if runs and _look(runs[-1]) == _look(run):
            runs[-1] = runs[-1].saying(runs[-1].text + run.text)
        elif run.figure is None and not run.is_whole:
            runs.append(run)
        else:
            runs.append(replace(run, figure=None, is_whole=False))
    return tuple(runs)


def _trimmed(text: Rich, at: int, strip: Callable[[str], str]) -> Rich:
    """Drop the space at one end of a text, which may be whole runs."""
    runs = list(text)
    while runs:
        runs[at] = runs[at].saying(strip(runs[at].text))
        if runs[at].text:
            break
        del runs[at]
    return tuple(runs)


def _replaced(text: Piece, old: str, new: str) -> Piece:
    """Replace words inside each run."""
    if isinstance(text, str):
        return text.replace(old, new)
    return rich(*((run.saying(run.text.replace(old, new)),) for run in text))


@contextmanager
def filled_at(where: Callable[[str], Place]) -> Iterator[None]:
    """Put what a pattern cannot be filled with at its place; `where` knows it by its name.

    Raises ProblemsFoundError with it.
    """
    try:
        yield
    except UndefinedError as error:
        message = say("a pattern cannot be filled: {message}", message=error.message or "")
        place = where(error.name if isinstance(error, UnfilledError) else template_of(error))
        raise ProblemsFoundError([Problem(place=place, rule="style", message=message)]) from None


@cache
def patterns() -> Patterns:
    """Return the patterns of citations, which yield their values as they are, not as strings."""
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    environment.code_generator_class = NativeCodeGenerator
    environment.filters |= {"join": joined, "replace": _replaced}
    return Patterns(environment, "citations")


_marks = attrgetter(*(field.name for field in fields(Run) if field.name != "text"))
_PLACE = re.compile(r"\{(\w+)\}|%\((\w+)\)s")
_look = attrgetter("lang", "href", "copy", "is_number", "is_inferred")
