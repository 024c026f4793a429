"""Slips in templates: each is one message at its line, whoever reads the template."""

import shutil
from pathlib import Path

import pytest
from jinja2 import Environment, StrictUndefined

from factsheet.problems import ProblemsFoundError
from factsheet.processes import each
from factsheet.templating import Texts, guarded
from tests.support import ROOT, copy_small, run, tree

BAD = b"\n\xd6\xd0\xce\xc4\n"  # in GBK
PAGE, INSIDE = "page.j2", "_inside.j2"
SLIPS = {
    "a tag that is not closed": ("a\n{% if x %}", "page.j2:2:1: Unexpected end of template"),
    "a filter that nobody knows": ("a\n{{ 1 | frob }}", "page.j2:2:1: No filter named 'frob'"),
    "a name that stands for nothing": ("a\n\n{{ nobody }}", "page.j2:3:1: 'nobody' is undefined"),
    "a sum of a number and a word": ("a\n{{ 1 + 'a' }}", "page.j2:2:1: TypeError: "),
    "a filter of Jinja's that fails": ("a\n{{ 'a' | round }}", "page.j2:2:1: TypeError: "),
    "a filter that fails below Jinja": ("a\n{{ n|tojson }}", "page.j2:2:1: TypeError: "),
    "a file that takes in itself": ("a\n{% include 'page.j2' %}", "page.j2:2:1: RecursionError"),
    "loops within loops": (
        "a\n" + "{% for a in b %}" * 25 + "{% endfor %}" * 25,
        "page.j2: SyntaxE",
    ),
    "a number without end": ("a\n{{ " + "1" * 5000 + " }}", "page.j2: ValueError: "),
    "a slip in what is taken in": ("a\n{% include '_inside.j2' %}", "_inside.j2:2:1: 'nobody' is"),
    "a file that is missing": (
        "a\n{% include 'x.j2' %}",
        "x.j2: the file is missing; page.j2:2:1 asks",
    ),
}


@pytest.mark.parametrize(("text", "told"), SLIPS.values(), ids=SLIPS)
def test_a_slip_in_a_template_is_told_at_its_line(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / PAGE).write_text(text, "utf-8")
    (tmp_path / INSIDE).write_text("b\n{{ nobody }}", "utf-8")
    environment = Environment(  # noqa: S701 - nothing is shown
        loader=Texts(tmp_path, str), undefined=StrictUndefined
    )
    with pytest.raises(ProblemsFoundError) as raised:
        guarded(environment, str).get_template(PAGE).render(n={1, 2}, b="a")
    (problem,) = raised.value.problems
    assert f"{problem.place}: {problem.message}".startswith(told)


def test_an_error_of_the_program_is_none_of_a_template(tmp_path: Path) -> None:
    """A template calls what fails by itself: that goes on, and so do problems and missing files."""

    def fails(error: Exception) -> None:
        raise error

    (tmp_path / PAGE).write_text("{{ each(fails, [error]) }}", "utf-8")
    environment = guarded(Environment(loader=Texts(tmp_path, str)), str)  # noqa: S701 - as above
    for error in (KeyError("of the program"), ProblemsFoundError([]), OSError("no room")):
        with pytest.raises(type(error)) as raised:
            environment.get_template(PAGE).render(each=each, fails=fails, error=error)
        assert raised.value is error


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_small(tmp_path_factory.mktemp("good") / "sheet")
    (root / "templates").unlink()
    shutil.copytree(ROOT / "templates", root / "templates")
    assert run(root, "verify").code == 0
    assert run(root, "build", "--no-pdf").code == 0
    return root


@pytest.mark.parametrize(
    ("file", "added", "told"),
    [
        ("pages/about.md.j2", b"\n{% if %}\n", "Expected an expression"),
        ("pages/_facts.md.j2", b"\n{{ nobody.at.all }}\n", "'nobody' is undefined"),
        ("pages/about.md.j2", BAD, "the file is not UTF-8 text"),
        ("print/brief.typ", BAD, "the file is not UTF-8 text"),
        ("locales/zh/messages.po", BAD, "the file is not UTF-8 text"),
        ("site/fact.html.j2", b"\n{{ nobody.at.all }}\n", "'nobody' is undefined"),
        ("site/fact.html.j2", b"\n{{ nobody|tojson }}\n", "TypeError: Object of type"),
        ("theme/partials/header.html", b"\n{{ nobody|tojson }}\n", "TypeError: Object of type"),
        ("pages/about.md.j2", b"\n{{ _('x' ~ 1) }}\n", "no translation of"),
        ("site/feed.xml.j2", b"\n{% if %}\n", "Expected an expression"),
        ("site/llms.txt.j2", BAD, "the file is not UTF-8 text"),
        ("theme/assets/faces.css", BAD, "the file is not UTF-8 text"),
        ("theme/main.html", b"\n{% if %}\n", "Expected an expression"),
        ("theme/partials/header.html", b"\n{{ nobody.at.all }}\n", "'nobody' is undefined"),
        ("theme/partials/header.html", BAD, "the file is not UTF-8 text"),
    ],
)
def test_a_template_that_was_spoiled_fails_a_build_with_one_message(
    good: Path, tmp_path: Path, file: str, added: bytes, told: str
) -> None:
    """It names the file and its last line; the last good site stays."""
    root = shutil.copytree(good, tmp_path / "sheet", symlinks=True)
    path = root / "templates" / file
    path.write_bytes(path.read_bytes() + added)
    site = tree(root / "site")
    done = run(root, "build", "--no-pdf")
    assert done.code == 1
    first, *rest = done.out.splitlines()
    place, _, message = first.partition(": ")
    assert told in message
    assert all(line.startswith("    hint: ") for line in rest)
    line = path.read_bytes().count(b"\n")
    assert place == f"templates/{file}:{line}:1"
    assert tree(root / "site") == site


def test_a_page_without_front_matter_is_told_before_anything_is_written(
    good: Path, tmp_path: Path
) -> None:
    """An empty template, such as one that an editor lost."""
    root = shutil.copytree(good, tmp_path / "sheet", symlinks=True)
    (root / "templates/pages/about.md.j2").write_text("", "utf-8")
    before = {part: tree(root / part) for part in ("docs", "site")}
    done = run(root, "build", "--no-pdf")
    assert done.code == 1
    told = "templates/pages/about.md.j2:1:1: a page begins with its front matter [template]"
    assert done.out.splitlines()[0] == told
    assert {part: tree(root / part) for part in before} == before
