"""Markdown of languages -> their pages, by MkDocs in a process of its own; kept ones are not made.

Every call is one that `mkdocs build --strict` makes, in its order, so that a page is the same
whether it is made alone or with all others. What is kept of a page that is not made are its anchors
and its links to those of other pages: MkDocs compares them as if it had just read it.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

from jinja2 import Environment
from jinja2.nodes import Template
from markdown import Markdown
from mkdocs.commands.build import (
    _build_extra_template,
    _build_page,
    _build_theme_template,
    _populate_page,
    build,
    get_context,
)
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException
from mkdocs.structure.files import Files, get_files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme
from mkdocs.utils import CountHandler

from factsheet.cache.compiled import compile_ahead, keep_code
from factsheet.cache.used import SUFFIX, key_of, laid, shelf_of, words_in
from factsheet.cache.values import packed
from factsheet.pages.templating import PART as PAGES
from factsheet.pages.templating import templates_of as page_templates
from factsheet.problems import ProblemsFoundError
from factsheet.processes import each
from factsheet.searchpath import TEMPLATES, templates_in
from factsheet.settings import may_read_elsewhere, read_settings
from factsheet.site.contents import Contents
from factsheet.site.csp import read_inline
from factsheet.site.links import recall, shown_of
from factsheet.site.paragraphs import KNOWN, Paragraphs
from factsheet.site.sparing import Sparing
from factsheet.site.templating import PART as SITE
from factsheet.site.templating import templates_of as site_templates
from factsheet.templating import Texts, guarded

SETTINGS, MAIN = "mkdocs.yml", "main.html"
SELDOM = 20_000  # objects more, until garbage is looked for: little of a page is any
Told = dict[str, Any]


def main() -> None:
    """Wait to be asked on standard input, build what is asked for, and leave the answer as a file.

    It is packed, and by language as the question is. Whoever asks may start this process long
    before: loading MkDocs takes its time, and so do templates, which are compiled meanwhile.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that forks end, too
    _compile_ahead(Path())
    _read_ahead()
    gc.freeze()  # what is loaded stays
    gc.set_threshold(SELDOM)
    gc.enable()
    given = json.loads(sys.stdin.read() or "{}")
    if given:
        answers = each(partial(_answer, given["languages"]), given["languages"])
        Path(given["answer"]).write_bytes(packed(answers))


def _compile_ahead(root: Path) -> None:
    """Compile the templates of all parts that are not kept, once for all languages.

    What is wrong with the settings of a theme is told by the build.
    """
    _compile_pages(root)
    compile_ahead(site_templates(root), templates_in(root, SITE, "*.j2"))
    with suppress(Exception):
        given = dict(read_settings(root, SETTINGS).get("theme") or ())
        if own := given.get("custom_dir"):
            given["custom_dir"] = str(root.resolve() / own)
        theme = Theme(**given)
        compile_ahead(_templates(theme, root), (MAIN, *theme.static_templates))


def _compile_pages(root: Path) -> None:
    """Compile the templates of pages; where none were known, lay their words down for checks."""
    words = shelf_of(root)

    def found(text: str, tree: Template) -> None:
        words.put(key_of(SUFFIX, text), laid(words_in(tree)))

    compile_ahead(page_templates(root), templates_in(root, PAGES, "*.j2"), found)
    if words.is_new:
        words.close()


def _read_ahead() -> None:
    """Load what Markdown is read by, once for all languages: modules of extensions, patterns."""
    Markdown(extensions=sorted(KNOWN)).convert("")  # type: ignore[no-untyped-call]


def _settings(path: str, **given: Any) -> MkDocsConfig:
    """Return MkDocs' settings of a language."""
    config = load_config(path, strict=True, **given)
    sparing = Sparing(config.markdown_extensions)
    config.markdown_extensions.append(sparing)  # type: ignore[arg-type]  # or names
    return config


def _answer(languages: Mapping[str, Told], key: str) -> Told:
    """Build one language; return its pages with their links, or what MkDocs would not build.

    Where anything is wrong, MkDocs reads all pages and nothing is taken as it was, so that it tells
    in its words what is wrong and nothing else.
    """
    made = _tried(languages[key], is_whole=False)
    if {"made", "refused", "problems"} & made.keys():
        return made
    return _tried({**languages[key], "kept": {}}, is_whole=True)


def _tried(given: Told, *, is_whole: bool) -> Told:
    output = StringIO()
    logger, handler, warnings = (
        logging.getLogger("mkdocs"),
        logging.StreamHandler(output),
        CountHandler(),
    )
    handler.setFormatter(logging.Formatter("%(levelname)-7s -  %(message)s"))
    warnings.setLevel(logging.WARNING)
    logger.addHandler(handler)
    logger.addHandler(warnings)
    try:
        with _environment(given["environment"]):
            config = _settings(given["settings"], site_dir=given["to"])
            # whatever these do to pages, nobody else knows
            is_open = may_read_elsewhere(Path(given["root"]), given["settings"])
            if config.plugins or config.hooks or is_open:
                build(config)
                return {"made": {}}
            files = get_files(config)
            contents = Contents(Path(given["root"]), given["contents"], config, files)
            made = _built(config, files, given, None if is_whole else contents)
            if not warnings.get_counts():
                contents.keep(made)
                return {
                    "made": {page.file.src_uri: _told(page) for page in made},
                    "others": {} if given["rest"] else _others(files),
                }
    except OSError as error:
        return {"refused": error.errno or 0, "output": traceback.format_exc()}
    except ProblemsFoundError as error:
        return {"problems": error.problems}
    except Exception as error:  # noqa: BLE001 - a plugin's or theme's fault is told, whatever it is
        is_told = isinstance(error, MkDocsException)
        return {"output": output.getvalue() + (f"{error}\n" if is_told else traceback.format_exc())}
    finally:
        logger.removeHandler(handler)
        logger.removeHandler(warnings)
    return {"output": output.getvalue()}


def _others(files: Files) -> dict[str, str]:
    """Return the files that MkDocs only copies, by their places: whoever asked reads them there."""
    return {
        file.dest_uri: str(file.abs_src_path)
        for file in files
        if not file.is_documentation_page()
        if file.inclusion.is_included()  # type: ignore[no-untyped-call]
    }


def _told(page: Page) -> Told:
    """Return what others show of a page that was made, its links, and what stands inside it."""
    made = Path(page.file.abs_dest_path).read_text("utf-8")
    return {**shown_of(page), "inside": asdict(read_inline(made))}


@contextmanager
def _environment(given: Mapping[str, str]) -> Iterator[None]:
    """Let the settings find these variables, and no others, meanwhile."""
    before = dict(os.environ)
    try:
        os.environ.clear()
        os.environ.update(given)
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _built(
    config: MkDocsConfig, files: Files, given: Told, contents: Contents | None
) -> list[Page]:
    """Make all pages but those kept, and all beside them; return the pages that were made.

    `contents` reads them; without it, MkDocs does.
    """
    kept: Mapping[str, Mapping[str, Any]] = given["kept"]
    env = _templates(config.theme, Path(given["root"]))
    files.add_files_from_theme(env, config)
    set_exclusions(files, config)
    nav = get_navigation(files, config)
    pages = [file.page or Page(None, file, config) for file in files.documentation_pages()]
    made = [page for page in pages if page.file.src_uri not in kept]
    for page in pages:
        if page.file.src_uri in kept:
            recall(page, files, config, kept[page.file.src_uri])
        elif contents is None:
            _populate_page(page, config, files)
        else:
            contents.read(page)
    if not given["rest"]:
        for template in config.theme.static_templates:
            _build_theme_template(template, env, files, config, nav)
        for template in config.extra_templates:
            _build_extra_template(template, files, config, nav)
    for page in made:
        _build_page(page, config, files.documentation_pages(), nav, env)
    for page in pages:
        page.validate_anchor_links(files=files, log_level=config.validation.links.anchors)
    return made


class _Visible(Texts):
    """Lists no folder that begins with a dot: MkDocs takes none, and Material has 10,000 icons."""

    def list_templates(self) -> list[str]:
        """Return the names of all files that lie in sight, below any of the folders."""
        found = set()
        for folder in self.searchpath:
            for above, folders, names in os.walk(folder, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found |= {Path(above, name).relative_to(folder).as_posix() for name in names}
        return sorted(found)


def _templates(theme: Theme, root: Path) -> Environment:
    """Return the environment of a theme's templates, whose code is kept with a project."""

    def where(name: str) -> str:
        own = root.resolve()
        paths = (Path(folder, name) for folder in theme.dirs)
        path = next(filter(Path.is_file, paths), own / TEMPLATES / "theme" / name)
        return path.relative_to(own).as_posix() if path.is_relative_to(own) else str(path)

    env: Environment = theme.get_env()
    env.loader = _Visible(theme.dirs, where)
    return guarded(keep_code(env, root, "theme"), where)


class Resident:
    """MkDocs kept loaded for the pages of one language, to make one of them again and again."""

    def __init__(self, root: Path, settings: str, given: Mapping[str, str]) -> None:
        """Load the settings under an environment, the theme, and the titles of all pages."""
        with _environment(given):
            self.config = _settings(str(root / settings))
        self.files = get_files(self.config)
        self.env = _templates(self.config.theme, root)
        self.files.add_files_from_theme(self.env, self.config)
        set_exclusions(self.files, self.config)
        self.nav = get_navigation(self.files, self.config)
        for file in self.files.documentation_pages():
            (file.page or Page(None, file, self.config)).read_source(self.config)
        self.paragraphs = Paragraphs(self.config, self.files)

    def page(self, name: str, text: str) -> str:
        """Return the HTML of a page of this Markdown."""
        file = self.files.get_file_from_path(name)
        assert file is not None
        assert file.page is not None
        self.paragraphs.read(file.page, text)
        file.page.active = True
        pages = self.files.documentation_pages()
        context = get_context(self.nav, pages, self.config, file.page)
        made: str = self.env.get_template(MAIN).render(context)
        file.page.active = False
        return made
