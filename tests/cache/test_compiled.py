"""Code of templates: compiled once for all languages, ahead of who needs it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from factsheet.cache import compiled
from factsheet.cache.compiled import Patterns, compile_ahead, keep_code
from factsheet.edition.sheet import Edition
from factsheet.pages.render import render_pages
from factsheet.pages.templating import PART, templates_of
from factsheet.processes import each
from factsheet.searchpath import templates_in
from tests.support import ROOT

TEXTS = {
    "page": '{% extends "base" %}{% block body %}{{ "word"|said }}{% include "part" %}{% endblock %}',
    "base": '{{ "a" ~ ("b"|said) }}: {% block body %}{% endblock %}',
    "part": "{% if 'x'|said %}{{ ('y'|said)|upper }}{% endif %}",
    "broken": "{% if %}",
    "apart": "no page names it",
}


@pytest.fixture(autouse=True)
def _nothing_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no code be at hand of other tests."""
    monkeypatch.setattr(compiled, "_HELD", {})


def environment(root: Path, said: str) -> Environment:
    """Return an environment with a filter that says something else in each language."""
    made = Environment(loader=DictLoader(TEXTS), autoescape=True)
    made.filters["said"] = lambda text: f"{text}-{said}"
    return keep_code(made, root, "test")


def kept(root: Path) -> set[str]:
    """Return the entries of code that are kept with a project."""
    return {path.name for path in (root / ".cache/templates").iterdir()}


def test_one_code_says_in_each_language_what_its_filters_say(tmp_path: Path) -> None:
    """Nothing of a language is worked out where a template is compiled."""
    one = environment(tmp_path, "one").get_template("page").render()
    entries = kept(tmp_path)
    other = environment(tmp_path, "other").get_template("page").render()
    assert one == "ab-one: word-oneY-ONE"
    assert other == one.replace("one", "other").replace("ONE", "OTHER")
    assert kept(tmp_path) == entries


def test_what_a_template_names_is_compiled_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing else; what cannot be compiled is left to who needs it."""
    compile_ahead(environment(tmp_path, "one"), ["page", "broken", "missing"])
    assert len(kept(tmp_path)) == 3
    monkeypatch.setattr(Environment, "compile", None)
    assert environment(tmp_path, "two").get_template("page").render() == "ab-two: word-twoY-TWO"


def test_pages_of_all_languages_are_made_of_code_compiled_ahead(
    tmp_path: Path, short_editions: Mapping[str, Edition]
) -> None:
    """It is that of every template, compiled before there is a language."""
    root = tmp_path / "project"
    shutil.copytree(ROOT / "templates", root / "templates")
    compile_ahead(templates_of(root), templates_in(root, PART, "*.j2"))
    entries = kept(root)
    each(lambda key: render_pages(root, short_editions[key]), short_editions)
    assert kept(root) == entries
    assert len(entries) == len(templates_in(root, PART, "*.j2"))


def test_the_code_of_a_pattern_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern is a text of settings; whatever signs it holds, it is compiled once."""
    text = "{{ 'a\"b' if given else \"c'd\" }} {{ '; ' if given }}\"''"

    def rendered() -> str:
        made = Patterns(ImmutableSandboxedEnvironment(undefined=StrictUndefined), "test")
        with made.kept(tmp_path):
            return made.template(text).render(given=True)

    assert rendered() == "a\"b ; \"''"
    monkeypatch.setattr(compiled, "_HELD", {})
    monkeypatch.setattr(Environment, "compile", lambda *_: pytest.fail("compiled again"))
    assert rendered() == "a\"b ; \"''"


def test_a_pattern_of_no_project_is_compiled() -> None:
    """Where nothing is kept, its template is the same; one that is none is told."""
    patterns = Patterns(ImmutableSandboxedEnvironment(undefined=StrictUndefined), "test")
    assert patterns.template("{{ 1 + 1 }}").render() == "2"
    with pytest.raises(TemplateSyntaxError):
        patterns.template("{{ 1 + }}")
