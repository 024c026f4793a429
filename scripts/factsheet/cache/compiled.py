"""A template -> its code, compiled once for all languages: Jinja's bytecode over a store."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any, NoReturn

from jinja2 import Environment, FunctionLoader, Template, TemplateError, UndefinedError, nodes
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.compiler import CodeGenerator
from jinja2.meta import find_referenced_templates

from factsheet.cache.inputs import digest, program
from factsheet.cache.store import Store
from factsheet.messages import phrase
from factsheet.problems import ProblemsFoundError

KIND, KEPT = "templates", 1000
CODE = "code"
_HELD: dict[str, CodeType] = {}  # by this process, for the other sheets that it reads


def code_store(root: Path) -> Store:
    """Return the store of a project's compiled templates."""
    return Store(root, KIND, KEPT)


class Plain(CodeGenerator):
    """Writes code that works out nothing ahead: what filters make may be of a language."""

    def _output_child_to_const(self, node: Any, *given: Any) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, *given)


def keep_code(environment: Environment, root: Path, part: str) -> Environment:
    """Have an environment keep its code with a project; `part` tells apart those set otherwise."""
    environment.optimized = False
    environment.code_generator_class = Plain
    environment.bytecode_cache = Compiled(code_store(root), part)
    return environment


class Patterns:
    """Templates that are texts of settings; where a project is given, their code is kept."""

    def __init__(self, environment: Environment, part: str) -> None:
        """Bind an environment; `part` tells it apart from others."""
        self._texts: dict[str, str] = {}
        self._environment, self._part = environment, part
        environment.handle_exception = _raised  # type: ignore[method-assign]
        environment.loader = FunctionLoader(self._text)

    def _text(self, name: str) -> str:
        if name not in self._texts:
            raise UndefinedError(phrase("a pattern takes in no other file: {name}", name=name))
        return self._texts[name]

    @contextmanager
    def kept(self, root: Path) -> Iterator[None]:
        """Keep code with a project meanwhile."""
        self._environment.bytecode_cache = Compiled(code_store(root), self._part)
        try:
            yield
        finally:
            self._environment.bytecode_cache = None

    def template(self, text: str) -> Template:
        """Return the template of a text; raise TemplateSyntaxError where it is none."""
        name = digest(text)  # it stands in the code
        self._texts[name] = text
        return self._environment.get_template(name)


def _raised(source: str | None = None) -> NoReturn:  # noqa: ARG001 - Jinja's signature
    """Raise an error as it is: Jinja would take the code of templates out of its steps."""
    error = sys.exc_info()[1]
    assert error is not None
    raise error


def compile_ahead(
    environment: Environment,
    names: Iterable[str],
    parsed: Callable[[str, nodes.Template], None] | None = None,
) -> None:
    """Compile templates, and those that they name, up to those whose code is kept.

    `parsed` is told the text and the tree of each that is compiled. What cannot be read or
    compiled is left to whoever needs it, and can tell.
    """
    todo, known = list(names), set[str]()
    loader, cache = environment.loader, environment.bytecode_cache
    assert loader is not None
    assert cache is not None
    while todo:
        name = todo.pop()
        known.add(name)
        try:
            text, file, _ = loader.get_source(environment, name)
            bucket = cache.get_bucket(environment, name, file, text)
            if bucket.code is None:
                tree = environment.parse(text, name, file)
                if parsed:
                    parsed(text, tree)
                todo += {each for each in find_referenced_templates(tree) if each} - known
                bucket.code = environment.compile(tree, name, file)
                cache.set_bucket(bucket)
        except (OSError, UnicodeDecodeError, TemplateError, ProblemsFoundError):
            continue


class Compiled(BytecodeCache):
    """Keeps code behind a digest; `salt` is what else it depends on than a template's text."""

    def __init__(self, store: Store, *salt: str) -> None:
        """Keep code in a store."""
        self._store = store
        self._salt = digest(program(), *salt)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - its signature
        """Return a template's name, wherever its sheet lies: its text counts by itself."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with the code of its template, where it is kept."""
        key = self._key(bucket)
        if key in _HELD:
            bucket.code = _HELD[key]
            return
        found = self._store.get(key)
        if found is not None:
            bucket.bytecode_from_string(found[CODE])
        if bucket.code is not None:
            _HELD[key] = bucket.code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket."""
        key = self._key(bucket)
        if bucket.code is not None:
            _HELD[key] = bucket.code
        self._store.put(key, {CODE: bucket.bytecode_to_string()})

    def _key(self, bucket: Bucket) -> str:
        return digest(self._salt, bucket.key, bucket.checksum)
