"""The structure that ARCHITECTURE.md describes is the one that the code has."""

import ast
import inspect
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import NamedTuple

import material
import pytest
import yaml
from pydantic import BaseModel

import factsheet
from factsheet.facts.drawn import Chart
from factsheet.facts.entry import Record
from factsheet.facts.records import Column
from factsheet.pages import looks
from factsheet.project import Project


def test_the_table_of_folders_is_the_import_contract(root: Path) -> None:
    """ARCHITECTURE.md names the layers of the import contract, lowest first."""
    text = (root / "ARCHITECTURE.md").read_text("utf-8")
    table = text.split("lowest layer first", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)
    written = [set(re.findall(r"`(\w+)`", row)) for row in rows]
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    enforced = [set(layer.split(" | ")) for layer in reversed(layers)]
    assert written == [layer for layer in enforced if layer != {"__main__"}]


def test_the_table_of_ways_names_files_that_are_there(root: Path) -> None:
    """CONTRIBUTING.md tells which file to open for each change; each of them exists."""
    text = (root / "CONTRIBUTING.md").read_text("utf-8")
    table = text.split("## To change something, open", 1)[1].split("\n## ", 1)[0]
    paths = re.findall(r"`([^`]+)`", table)
    assert len(paths) > 20
    assert [path for path in paths if not (root / path).is_file()] == []


def test_tests_lie_in_the_folders_of_what_they_test(root: Path) -> None:
    """A folder of tests is one of the program; what tests the whole of it lies loose."""
    own = {path.parent.name for path in (root / "tests").glob("*/test_*.py")}
    rooms = {path.parent.name for path in (root / "scripts/factsheet").glob("*/__init__.py")}
    assert own == rooms


def test_names_lie_in_the_file_of_their_kind(root: Path) -> None:
    """A name is found by its kind, and a short form is typed only where it differs."""
    files = sorted((root / "facts" / "names").glob("*.yml"))
    assert files
    for file in files:
        for key, name in yaml.safe_load(file.read_text("utf-8")).items():
            assert name["kind"] == file.stem, key
            forms = [f for f in name.values() if isinstance(f, dict) and "full" in f]
            assert all(f["full"] != f.get("short") for f in forms), key


def modules() -> Iterator[str]:
    """Return the names of all modules of the package."""
    found = walk_packages(factsheet.__path__, "factsheet.")
    return (module.name for module in found if not module.name.endswith("__main__"))


def records() -> list[type]:
    """Return every dataclass and named tuple that a module of the package defines."""
    return [
        kind
        for name in modules()
        for kind in vars(import_module(name)).values()
        if inspect.isclass(kind) and kind.__module__ == name and names_of(kind)
    ]


def names_of(kind: type) -> list[str]:
    """Return the fields of a record; none where the class is no record."""
    if is_dataclass(kind):
        return [field.name for field in fields(kind)]
    return list(getattr(kind, "_fields", ())) if issubclass(kind, tuple) else []


def positional(kind: type) -> list[str]:
    """Return the fields of a record of several fields that an argument without name can fill."""
    if len(names_of(kind)) < 2:
        return []
    parameters = inspect.signature(kind).parameters.values()
    return [p.name for p in parameters if p.kind is not p.KEYWORD_ONLY]


def test_fields_of_records_cannot_be_exchanged() -> None:
    """Whoever makes a record of several fields names each, so that no two can be exchanged."""
    kinds = records()
    assert len(kinds) > 100
    assert {k.__qualname__: found for k in kinds if (found := positional(k))} == {}


@dataclass
class Loose:
    """A record whose fields can be exchanged."""

    section: str
    publication: str


class Row(NamedTuple):
    """A record that cannot be made otherwise."""

    section: str
    publication: str


@pytest.mark.parametrize("kind", [Loose, Row])
def test_fields_that_can_be_exchanged_are_noticed(kind: type) -> None:
    """The rule bites: a plain dataclass and a named tuple break it."""
    assert positional(kind) == ["section", "publication"]


WORDED = {"edition", "pages", "printing", "site", "releases"}  # they say in words what records hold


def classes() -> list[type]:
    """Return every class of the package with typed fields, but for those of finished words."""
    return [
        kind
        for name in modules()
        if name.split(".")[1] not in WORDED
        for kind in vars(import_module(name)).values()
        if inspect.isclass(kind) and kind.__module__ == name and typed(kind)
    ]


def typed(kind: type) -> set[str]:
    """Return the names of the fields that a class itself types, but for its place."""
    own = inspect.get_annotations(kind)
    return {n for n in own if not n.startswith("_")} - {"where", "model_config"}


def repeats(kind: type, record: type) -> bool:
    """Tell whether a class types what a record holds: all its fields, or three and half of them."""
    one = typed(kind)
    other = set().union(*(typed(base) for base in record.__mro__ if base is not object))
    shared = one & other
    return one == other or (len(shared) >= 3 and 2 * len(shared) >= max(len(one), len(other)))


def test_no_field_of_a_record_is_typed_twice() -> None:
    """The shape of an entry is its record: no second class types the same fields."""
    kinds = classes()
    held = [kind for kind in kinds if issubclass(kind, Record) and kind is not Record]
    assert len(held) > 30
    found = [
        (kind.__qualname__, record.__qualname__)
        for record in held
        for kind in kinds
        if not issubclass(record, kind) and repeats(kind, record)
    ]
    assert found == []


class ColumnShape(BaseModel):
    """What a column looked like before it was a record."""

    key: str
    title: dict[str, str]


class ChartShape(BaseModel):
    """Most of what a chart looked like before it was a record."""

    id: str
    kind: str
    section: str
    title: dict[str, str]
    alt: dict[str, str]
    figures: list[str]


@pytest.mark.parametrize(("kind", "record"), [(ColumnShape, Column), (ChartShape, Chart)])
def test_a_second_class_of_the_same_fields_is_noticed(kind: type, record: type) -> None:
    """The rule bites: a shape beside its record breaks it, though it leaves fields out."""
    assert repeats(kind, record)


def test_every_record_knows_its_place(frozen_project: Project) -> None:
    """Facts, their citations and the names stand in their files where their places say."""
    for fact in frozen_project.book.facts:
        place = fact.where.place("id")
        assert f"id: {fact.id}" in line_at(frozen_project, place.file, place.line)
        assert place.file == f"facts/{fact.topic}/{fact.section}.yml"
        for citation in fact.cite:
            place = citation.where.place("source")
            assert citation.source in line_at(frozen_project, place.file, place.line)
    for key, name in frozen_project.book.names.items():
        place = name.where.place("kind")
        assert key == name.key
        assert f"kind: {name.kind}" in line_at(frozen_project, place.file, place.line)


def line_at(project: Project, file: str, line: int) -> str:
    """Return a line of a file of the project."""
    return (project.root / file).read_text("utf-8").splitlines()[line - 1]


def test_modules_are_short_and_lie_in_folders(root: Path) -> None:
    """No module has more than 400 lines, and at most nine lie loose."""
    package = root / "scripts" / "factsheet"
    lengths = {p: len(p.read_text("utf-8").splitlines()) for p in package.rglob("*.py")}
    assert {str(p): length for p, length in lengths.items() if length > 400} == {}
    loose = [p.name for p in package.glob("*.py") if not p.name.startswith("__")]
    assert len(loose) <= 9


COLOR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|hwb|ok)a?\(")
PALETTE = "templates/theme/assets/palette.css"


def test_a_color_is_typed_once(root: Path) -> None:
    """On the web in one style sheet, as pairs of light and dark; in print and for files by a name."""
    sheets = {str(p.relative_to(root)): p for p in (root / "templates").rglob("*.css")}
    typing = {name for name, sheet in sheets.items() if COLOR.search(sheet.read_text("utf-8"))}
    assert typing == {PALETTE}
    pairs = re.findall(
        r"--sheet-([a-z-]+): var\(--light, (#\w+)\) var\(--dark, (#\w+)\);",
        sheets[PALETTE].read_text(),
    )
    assert len({name for name, *_ in pairs}) == len({pair[1:] for pair in pairs}) == len(pairs) > 8
    light = {name: color for name, color, _ in pairs}
    assert tuple(light[name] for name in ("paper", "tint", "ink", "soft", "line", "accent")) == (
        looks.PAPER,
        looks.TINT,
        looks.INK,
        looks.SOFT,
        looks.LINE,
        looks.GREEN,
    )
    favicon = (root / "templates/theme/assets/favicon.svg").read_text("utf-8")
    assert set(COLOR.findall(favicon)) == {light["accent"], "#fff"}
    printed = [
        color
        for file in (root / "templates/print").glob("*.typ")
        for color in re.findall(r'rgb\("(#\w+)"\)', file.read_text("utf-8"))
    ]
    assert len(printed) == len(set(printed)) > 2


# A class, attribute, variable or script name of the theme.
OF_THEME = re.compile(r"\b(?:md-|__md_)[a-z]")
# Where it may be named, besides in templates that replace one of the theme's.
MEETS_THEME = {
    "templates/theme/assets/theme.css",  # its look
    "templates/theme/assets/factsheet.js",  # what runs before its script
    "front.d.ts",  # the type of what that reads
    "tests/site/theme.py",  # what tests look for
    "tests/test_structure.py",  # what the rule refuses
}


def meets_theme(file: str) -> bool:
    """Tell whether a file may name what belongs to the theme."""
    replaced = Path(material.__file__).parent / "templates"
    own = file.removeprefix("templates/theme/")
    return file in MEETS_THEME or (own != file and (replaced / own).is_file())


def test_the_theme_is_named_where_it_is_met(root: Path) -> None:
    """A theme that renames a class changes one style sheet, its templates and a module of tests."""
    folders = [root / name for name in ("templates", "scripts", "tests")]
    texts = {".css", ".js", ".html", ".j2", ".py", ".yml"}
    files = [p for f in folders for p in f.rglob("*") if p.suffix in texts]
    read = {str(p.relative_to(root)): p.read_text("utf-8") for p in (*files, root / "front.d.ts")}
    naming = {file for file, text in read.items() if OF_THEME.search(text)}
    assert naming >= MEETS_THEME
    assert {file for file in naming if not meets_theme(file)} == set()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("templates/theme/assets/figures.css", ".md-typeset figure { margin: 0; }"),
        ("templates/theme/assets/tray.js", 'document.querySelector("[data-md-component=main]")'),
        ("templates/theme/partials/dateline.html", '<ul class="md-nav__list">'),
        ("templates/pages/topic.md.j2", "{: .md-button }"),
        ("templates/theme/assets/reading.css", "p { color: var(--md-accent-fg-color); }"),
    ],
)
def test_a_name_of_the_theme_elsewhere_is_noticed(file: str, text: str) -> None:
    """The rule bites: on a class, an attribute or a variable, in each kind of file."""
    assert OF_THEME.search(text)
    assert not meets_theme(file)


def silent_raisers(source: str) -> set[str]:
    """Return public functions that raise an error, or let a helper's through, and do not say so."""
    tree = ast.parse(source)
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    raised = {name: set(errors_of(node)) for name, node in functions.items()}
    calls = {name: set(helpers_of(node)) & set(functions) for name, node in functions.items()}
    for _ in functions:
        for name, helpers in calls.items():
            raised[name].update(*(raised[helper] for helper in helpers))
    return {
        node.name
        for node in public_functions(tree)
        if any(error not in (ast.get_docstring(node) or "") for error in raised[node.name])
    }


def public_functions(holder: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef]:
    """Iterate over the functions of a module that others call, and the methods of its classes."""
    for node in holder.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node) if isinstance(node, ast.ClassDef) else (node,)


def errors_of(function: ast.FunctionDef) -> Iterator[str]:
    """Iterate over the public errors that a function raises and does not catch itself."""
    for node, caught in uncaught(function):
        if isinstance(node, ast.Raise) and node.exc is not None:
            error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            name = ast.unparse(error)
            if name[0].isupper() and name not in caught:
                yield name


def helpers_of(function: ast.FunctionDef) -> Iterator[str]:
    """Iterate over the private functions and methods that a function calls outside of a try."""
    for node, caught in uncaught(function):
        if isinstance(node, ast.Call) and not caught:
            name = (
                node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            )
            if name.startswith("_"):
                yield name


def uncaught(function: ast.FunctionDef) -> Iterator[tuple[ast.AST, frozenset[str]]]:
    """Iterate over the nodes of a function, each with the errors caught around it."""
    todo: list[tuple[ast.AST, frozenset[str]]] = [(node, frozenset()) for node in function.body]
    while todo:
        node, caught = todo.pop()
        yield node, caught
        if isinstance(node, ast.Try):
            handled = frozenset(ast.unparse(h.type) for h in node.handlers if h.type)
            todo += [(part, caught | handled) for part in node.body]
            todo += [(part, caught) for part in (*node.handlers, *node.orelse, *node.finalbody)]
        elif not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            todo += [(part, caught) for part in ast.iter_child_nodes(node)]


def test_public_functions_name_the_errors_they_raise(root: Path) -> None:
    """Whoever calls a function learns from its docstring which errors it raises."""
    files = sorted((root / "scripts" / "factsheet").rglob("*.py"))
    found = {str(p.relative_to(root)): silent_raisers(p.read_text("utf-8")) for p in files}
    assert {file: names for file, names in found.items() if names} == {}


def test_a_function_that_hides_its_error_is_noticed() -> None:
    """The rule bites: on an own error, and on one that a private helper lets through."""
    source = """
class OwnError(Exception): ...
def open_(text):
    \"\"\"Open; raise OwnError.\"\"\"
    raise OwnError(text)
def read(text):
    \"\"\"Read.\"\"\"
    raise OwnError(text)
def load(text):
    \"\"\"Load.\"\"\"
    return _load(text)
def _load(text):
    raise OwnError(text)
def kept(text):
    \"\"\"Keep.\"\"\"
    try:
        raise OwnError(text)
    except OwnError:
        return None
"""
    assert silent_raisers(source) == {"read", "load"}
