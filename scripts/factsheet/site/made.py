"""docs/<lang>/ -> the language's folder of a site: pages made before are taken, the rest is made.

What a page is made of: its Markdown, the settings, the theme and all files beside the pages, the
titles and groups of the other pages, and the program with the versions of what it runs on. Where
all pages of a language are kept and every link meets its anchor, MkDocs is not started at all.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factsheet.cache.inputs import digest, digest_of, files_in, named_in, program
from factsheet.cache.store import Store
from factsheet.cache.values import unpacked
from factsheet.edition.sheet import Edition
from factsheet.messages import say
from factsheet.pages.docs import DOCS
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.searchpath import folders
from factsheet.settings import read_settings
from factsheet.site.csp import Inside
from factsheet.site.exchange import SITE
from factsheet.site.started import Engine

KIND, KEPT = "pages", 1000
OTHERS, HELD = "assets", 12
PAGE, LINKS, REST, CONTENT = "page", "links.json", "rest", "content"
PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")  # what MkDocs takes for Markdown
ANSWER = ".answer"  # of the engine, beside the folders of its languages


@dataclass(kw_only=True)
class Language:
    """The pages of one language on their way: kept ones, and whether there are others to make."""

    edition: Edition
    folder: Path
    keys: Mapping[str, str]
    contents: Mapping[str, str]
    environment: Mapping[str, str]
    kept: dict[str, dict[str, bytes]] = field(default_factory=dict)
    links: dict[str, Any] = field(default_factory=dict)
    is_whole: bool = False


class Pages:
    """Makes the pages of all languages of a site."""

    def __init__(
        self, root: Path, fresh: Path, address: str, given: Mapping[str, str], engine: Engine
    ) -> None:
        """Bind the project, the folder of the new site, its address, environment and engine."""
        self.root = root
        self.fresh = fresh
        self.address = address
        self.given = given
        self.engine = engine
        self.store = Store(root, KIND, KEPT)
        self.others = Store(root, OTHERS, HELD)  # large, and seldom another
        self.running: list[Language] = []
        self._looked: dict[Path, str] = {}
        # all of what was made or kept, and what stands inside pages, once it is waited for
        self.files: dict[str, bytes] = {}
        self.inside: dict[str, Inside] = {}
        self._kept: list[tuple[Store, str, Mapping[str, bytes]]] = []

    def start(self, editions: Iterable[Edition]) -> None:
        """Take the pages of all languages that are kept; let MkDocs make the others.

        Raises ProblemsFoundError for links beside pages that lead nowhere.
        """
        self.running = [self._language(edition) for edition in editions]
        asked = {x.edition.language: self._asked(x) for x in self.running if not x.is_whole}
        if asked:
            self.fresh.mkdir(exist_ok=True)
            self.engine.ask({"languages": asked, "answer": str(self._answer)})

    def wait(self) -> dict[str, list[str]]:
        """Wait for all languages; return the names of the pages made of each.

        Raises ProblemsFoundError for every warning, OSError, once for all, where the system
        refused a file.
        """
        asked = [language for language in self.running if not language.is_whole]
        answers: dict[str, Any] = {}
        if asked:
            output = self.engine.output()
            if self._answer.is_file():
                answers = unpacked(self._answer.read_bytes())
                self._answer.unlink()
            lost = {"output": output}  # the engine broke off
            told = [(x, answers.get(x.edition.language, lost)) for x in asked]
            problems = [found for language, answer in told for found in _told(language, answer)]
            if problems:
                raise ProblemsFoundError(problems)
        return {
            key: self._finish(language, answers.get(key, {}))
            for language in self.running
            for key in [language.edition.language]
        }

    @property
    def _answer(self) -> Path:
        return (self.fresh / ANSWER).resolve()

    def _language(self, edition: Edition) -> Language:
        """Look at what is kept of the pages of a language."""
        folder = (self.fresh / edition.language).resolve()
        environment = {**self.given, "SITE_URL": f"{self.address}{edition.language}/"}
        keys, contents = self._keys(edition, environment)
        language = Language(
            edition=edition, folder=folder, keys=keys, contents=contents, environment=environment
        )
        found = {n: self.store.get(key) for n, key in keys.items() if n != REST}
        language.kept = {name: files for name, files in found.items() if files is not None}
        rest = self.others.get(keys[REST])
        language.links = {name: json.loads(f[LINKS]) for name, f in language.kept.items()}
        has_pages = len(language.kept) == len(keys) - 1 and _meet(language.links)
        if rest is not None:
            language.kept[REST] = rest
            language.is_whole = has_pages
        return language

    def _keys(
        self, edition: Edition, environment: Mapping[str, str]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Return the key of each page by its name, with that of all else that MkDocs writes.

        And that of what was last made of its Markdown, whatever this was.
        """
        docs = self.root / DOCS / edition.language
        paths = {path.relative_to(docs).as_posix(): path for path in sorted(files_in(docs))}
        found = {name: path for name, path in paths.items() if path.is_file()}
        _refuse_lost(docs, paths.keys() - found.keys())
        pages = {name: path.read_bytes() for name, path in found.items() if _is_page(name)}
        others = (path for name, path in found.items() if name not in pages)
        settings = sorted(self.root.glob("mkdocs*.yml"))
        named = named_in("\n".join(path.read_text("utf-8") for path in settings))
        base = digest(
            program(),
            edition.imprint.settings,
            json.dumps({name: environment.get(name) for name in named}),
            digest_of(settings, self.root),
            *map(self._held, self._themes(edition)),
            digest_of(others, docs),
            *(part for name, text in pages.items() for part in (name, _shown(text))),
        )
        contents = {name: digest(base, CONTENT, name) for name in pages}
        return {
            REST: digest(base, REST),
            **{name: digest(base, PAGE, name, text) for name, text in pages.items()},
        }, contents

    def _themes(self, edition: Edition) -> list[Path]:
        """Return the folders of the theme, the sheet's own first."""
        own = read_settings(self.root, edition.imprint.settings).get("theme")
        custom = own.get("custom_dir") if isinstance(own, dict) else None
        found = [
            *folders(self.root, "theme"),
            *([self.root / custom] if isinstance(custom, str) else []),
        ]
        return [path for path in dict.fromkeys(found) if path.is_dir()]

    def _held(self, folder: Path) -> str:
        """Return the hash of a folder, looked at once: languages share their theme."""
        if folder not in self._looked:
            self._looked[folder] = digest_of(files_in(folder), folder)
        return self._looked[folder]

    def _asked(self, language: Language) -> dict[str, Any]:
        return {
            "settings": language.edition.imprint.settings,
            "environment": language.environment,
            "to": str(language.folder),
            "kept": language.links,
            "contents": language.contents,
            "rest": REST in language.kept,
            "root": str(self.root.resolve()),
        }

    def _finish(self, language: Language, answer: Mapping[str, Any]) -> list[str]:
        """Take the kept pages beside those made, which `keep` is to keep; return their names."""
        made: Mapping[str, Any] = answer.get("made", {})
        paths = {name: Path(path) for name, path in answer.get("others", {}).items()}
        paths |= {p.relative_to(language.folder).as_posix(): p for p in files_in(language.folder)}
        found = {name: path.read_bytes() for name, path in paths.items()}
        if made and REST not in language.kept:  # all that stands there now is no kept page
            places = {links["place"] for links in made.values()}
            rest = {name: content for name, content in found.items() if name not in places}
            self._kept.append((self.others, language.keys[REST], rest))
        shown = {**language.links, **made}
        self._refuse_twins(language, shown)
        for name, links in made.items():
            files = {PAGE: found[links["place"]], LINKS: json.dumps(links).encode()}
            self._kept.append((self.store, language.keys[name], files))
        for name, files in language.kept.items():
            if name == REST:
                found |= files
            elif name not in made:
                found[language.links[name]["place"]] = files[PAGE]
        key = language.edition.language
        self.files |= {f"{key}/{name}": content for name, content in found.items()}
        for links in shown.values():
            self.inside[f"{key}/{links['place']}"] = Inside(**links["inside"])
        return sorted(made)

    def keep(self) -> None:
        """Keep what was made: whoever has waited for it may do other things meanwhile."""
        for store, key, files in self._kept:
            store.put(key, files)

    def _refuse_twins(self, language: Language, shown: Mapping[str, Any]) -> None:
        """Raise ProblemsFoundError for pages in one place, of which MkDocs would show the last."""
        at = defaultdict(list)
        for name, links in shown.items():
            at[links["place"]].append(name)
        folder = f"{DOCS}/{language.edition.language}"
        problems = [
            Problem(
                place=Place(file=f"{folder}/{names[0]}"),
                rule="mkdocs",
                message=say(
                    "two pages have one place in the site: {names}", names=", ".join(names)
                ),
                hint=say("give one of them another name, or take it away"),
            )
            for names in map(sorted, at.values())
            for named in [", ".join(names)]
            if len(names) > 1
        ]
        if problems:
            raise ProblemsFoundError(problems)


def _refuse_lost(docs: Path, names: Iterable[str]) -> None:
    """Raise ProblemsFoundError for links that lead nowhere, but for hidden ones: editors' locks."""
    problems = [
        Problem(
            place=Place(file=f"{DOCS}/{docs.name}/{name}"),
            rule="file",
            message=say("the link leads nowhere"),
            hint=say("take it away, or bring back what it leads to"),
        )
        for name in names
        if not _is_hidden(name)
    ]
    if problems:
        raise ProblemsFoundError(problems)


def _is_page(name: str) -> bool:
    """Tell whether MkDocs makes a page of a file: of none that begins with a dot."""
    return name.endswith(PAGES) and not _is_hidden(name)


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _meet(links: Mapping[str, Mapping[str, Any]]) -> bool:
    """Tell whether every link to an anchor meets one, as MkDocs would."""
    anchors = {name: set(page["anchors"]) for name, page in links.items()}
    return all(
        anchors[target].issuperset(found)
        for page in links.values()
        for target, found in page["links"].items()
        if target in anchors
    )


def _shown(page: bytes) -> str:
    """Return what other pages may show of a page: its front matter without its own words.

    All of it where that names no title: MkDocs takes a heading for it.
    """
    text = page.decode("utf-8", "replace")
    head = _HEAD.match(text)
    return _OWN.sub("", head[1]) if head and _TITLE.search(head[1]) else text


def _told(language: Language, answer: Mapping[str, Any]) -> list[Problem]:
    """Return what MkDocs would not build of a language, in its words; OSError as such."""
    if problems := answer.get("problems"):
        return [*problems]
    output: str | None = answer.get("output")
    if output is None:
        return []
    if refused := answer.get("refused"):
        raise OSError(refused, os.strerror(refused), SITE)
    lines: list[str] = []
    is_going_on = False
    for line in output.splitlines():
        if line.startswith(("WARNING", "ERROR", "Aborted")):
            lines.append(line.strip())
            is_going_on = True
        elif is_going_on and line.startswith(" "):  # of pages that are missing, a line each
            lines[-1] += f" {line.strip()}"
        else:
            is_going_on = False
    place = Place(file=language.edition.imprint.settings)
    key = language.edition.language
    return [
        Problem(
            place=place,
            rule="mkdocs",
            message=say("{language}: {line}", language=key, line=line.strip()),
        )
        for line in lines or output.splitlines()[-3:] or [say("MkDocs ended and told nothing")]
    ]


_TITLE = re.compile(r"^title: *\S", re.MULTILINE)
_HEAD = re.compile(r"^-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)  # as MkDocs finds it
# What no other page shows of a page's front matter: a value goes on in lines that are indented.
_OWN = re.compile(r"^description:.*\n(?:[ \t].*\n|\n)*", re.MULTILINE)
