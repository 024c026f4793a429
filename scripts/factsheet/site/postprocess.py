"""A folder of built pages -> the same, hardened and described: what a server and a crawler need.

Every page gets the site's security policy, names for its note marks and structured data. The root
gets the page that lets a reader choose a language, the page for wrong addresses, the list of
sitemaps and the settings of web servers.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Container, Iterable, Mapping
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from factsheet.edition.bibtex import ADDRESS
from factsheet.edition.sheet import Edition
from factsheet.messages import Message, say
from factsheet.pages.docs import DOCS
from factsheet.problems import Place, Problem, ProblemsFoundError, no_text
from factsheet.searchpath import folders, named
from factsheet.settings import read_words
from factsheet.site.csp import Inside, Reader, policy_of
from factsheet.site.factpages import FactPages
from factsheet.site.fresh import Fresh
from factsheet.site.jsonld import structured_data
from factsheet.site.made import Pages
from factsheet.site.outputs import OUTPUTS
from factsheet.site.templating import templates_of


class Finish:
    """Built pages to be hardened and described: those of each language, then those of the root."""

    def __init__(
        self,
        root: Path,
        editions: Mapping[str, Edition],
        names: Container[str],
        pages: Pages,
        address: str,
    ) -> None:
        """Read what stands inside pages; MkDocs has made `pages`, `address` is the site's root.

        `names` are the files of the site that pages may offer. Raises ProblemsFoundError for what
        pages hold that no policy allows, and for broken templates.
        """
        self._root = root
        self._made = made = pages.files
        self._address = address
        languages = [_language(root, key, edition) for key, edition in editions.items()]
        faces = made[f"{languages[0]['link']}{FACES}"]
        self._context: dict[str, Any] = {
            "address": address,
            "path": urlsplit(address).path,
            "date": next(iter(editions.values())).imprint.date.isoformat(),
            "languages": languages,
            "hashed": _hashed(made),
            "faces": _text(named(root, f"theme/{FACES}"), faces),
        }
        self._environment = templates_of(root)
        own = {o.path: o.template for o in OUTPUTS if o.template and o.writer == "finish"}
        self._others = {path: name for path, name in own.items() if not path.endswith(".html")}
        self._pages = {
            path: self._environment.get_template(name).render(self._context)
            for path, name in own.items()
            if path not in self._others
        }
        self._pages |= {
            path: _text(f"{DOCS}/{path}", made[path]) for path in made if path.endswith(".html")
        }
        self.policy = _policy(root, self._pages, pages.inside)
        self._facts = FactPages(root, editions, address, self.policy)
        self._data = structured_data(editions, address, names)
        self._words = {
            key: read_words(root, edition.imprint.settings, *NOTE_WORDS)
            for key, edition in editions.items()
        }

    def write(self, fresh: Fresh, language: str) -> None:
        """Write the pages of a language, those of its facts, and what MkDocs laid beside them."""
        for path, content in self._made.items():
            if path.startswith(f"{language}/") and path not in self._pages:
                fresh.write(path, content)
        self._write_pages(fresh, language)
        self._facts.write(fresh, language)

    def write_choices(self, fresh: Fresh) -> None:
        """Write the pages that offer each fact in all languages."""
        self._facts.write_choices(fresh)

    def write_root(self, fresh: Fresh) -> None:
        """Write what else belongs to no language; raise ProblemsFoundError for broken templates."""
        self._write_pages(fresh, "")
        described = {**self._context, "policy": self.policy, "headers": HEADERS}
        for path, name in self._others.items():
            fresh.write(path, self._environment.get_template(name).render(described))

    def _write_pages(self, fresh: Fresh, language: str) -> None:
        for name, page in sorted(self._pages.items()):
            folder, _, _ = name.partition("/")
            if (folder if folder in self._words else "") == language:
                fresh.write(name, self._finished(name, page, language))

    def _finished(self, name: str, page: str, language: str) -> str:
        if language:
            page = label_notes(page, *self._words[language])
        if ADDRESS in page:
            page = page.replace(ADDRESS, html.escape(self._address))
        if name in self._data:
            page = page.replace("</head>", f"{_script(self._data[name])}\n  </head>", 1)
        return hardened(page, self.policy)


def _text(file: str, content: bytes) -> str:
    """Return the text of a file; raise ProblemsFoundError where it is none."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ProblemsFoundError([no_text(file, error)]) from None


def hardened(page: str, policy: str) -> str:
    """Return a page that states the site's policy first of all."""
    first = CHARSET if CHARSET in page else "<head>"
    return page.replace(first, first + _meta(policy), 1)


def label_notes(page: str, reference: str, back: str) -> str:
    """Say what the marks of notes and the ways back are; `{}` in the words is the note's number."""
    numbers: dict[str, str] = {}

    def mark(match: re.Match[str]) -> str:
        numbers.setdefault(match["key"], match["number"])
        return _labeled(match, "doc-noteref", reference.replace("{}", match["number"]))

    def way_back(match: re.Match[str]) -> str:
        return _labeled(match, "doc-backlink", back.replace("{}", numbers[match["key"]]))

    return _BACK.sub(way_back, _MARK.sub(mark, page))


def _language(root: Path, key: str, edition: Edition) -> dict[str, str]:
    """Return what pages outside of a language say of it, in its own words."""
    words = read_words(root, edition.imprint.settings, *SITE_WORDS)
    return {
        "name": edition.name,
        "lang": edition.html,
        "link": f"{key}/",
        **dict(zip(SITE_WORDS.values(), words, strict=True)),
    }


def reader_of(root: Path) -> Reader:
    """Return what reads the pages of a project's site, and knows the scripts of its theme."""
    return Reader(root, folders(root, "theme"), _material)


def _policy(root: Path, pages: Mapping[str, str], known: Mapping[str, Inside]) -> str:
    """Return the policy of all pages; raise ProblemsFoundError for those that it would break."""
    reader = reader_of(root)
    inline = {path: known.get(path) or reader.inside(pages[path]) for path in sorted(pages)}
    problems = []
    for name, found in inline.items():
        for line, what in found.refused:
            hint = say("write styles and handlers into the files of templates/theme/assets/")
            message = say("{what} stands in the page", what=what)
            problems.append(_refused(name, line, message, hint))
        for line, script in zip(found.lines, found.scripts, strict=True):
            if not reader.knows(script):
                hint = say("write scripts into the files of templates/theme/assets/")
                message = say(
                    "a script that no template holds stands in the page: {script}",
                    script=script[:60],
                )
                problems.append(_refused(name, line, message, hint))
    if problems:
        raise ProblemsFoundError(problems)
    reader.close()
    return policy_of(inline.values())


def _material() -> Path:
    """Return where the theme lies that the sheet's own goes on from, as MkDocs finds it."""
    theme, *_ = entry_points(group="mkdocs.themes", name="material")
    found = find_spec(theme.module)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent


def _refused(name: str, line: int, message: Message, hint: Message) -> Problem:
    place = Place(file=f"site/{name}", line=line, column=1)
    return Problem(place=place, rule="policy", message=message, hint=hint)


def _labeled(match: re.Match[str], role: str, label: str) -> str:
    if "aria-label" in match[0].partition(">")[0]:
        return match[0]
    return match[0].replace("<a ", f'<a role="{role}" aria-label="{html.escape(label)}" ', 1)


def _meta(policy: str) -> str:
    content = html.escape(policy, quote=False)
    return f'\n      <meta http-equiv="Content-Security-Policy" content="{content}">'


def _script(data: Any) -> str:
    """Return structured data as a block of a page; no text in it can end the block."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'    <script type="application/ld+json">{text}</script>'


def _hashed(names: Iterable[str]) -> list[str]:
    """Return the files whose names change with their content: a browser may keep them forever."""
    return sorted(name for name in names if _HASHED.search(name))


_HASHED = re.compile(r"(?:^|/)assets/.*\.[0-9a-f]{8}\.min\.(?:css|js)$")
FACES = "assets/faces.css"
CHARSET = '<meta charset="utf-8">'
_MARK = re.compile(
    r'<a [^>]*class="footnote-ref"[^>]*href="#fn:(?P<key>[^"]+)"[^>]*>\D{0,2}(?P<number>\d+)'
)
_BACK = re.compile(r'<a [^>]*class="footnote-backref"[^>]*href="#fnref\d*:(?P<key>[^"]+)"[^>]*>')

NOTE_WORDS = ("extra.notes.reference", "extra.notes.back")
SITE_WORDS = {
    "site_name": "title",
    "site_description": "text",
    "extra.not_found.title": "not_found",
    "extra.not_found.text": "not_found_text",
    "extra.not_found.home": "home",
}
# Beside the policy, and like it for every file of the site.
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
