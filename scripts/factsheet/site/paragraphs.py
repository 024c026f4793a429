"""Markdown of a page -> what MkDocs makes of it, where it was read before: few words are read anew.

The words of a paragraph or note that mean nothing beyond it are read apart from the page, each once
as long as they stand there; in the page a sign stands for them. What was read of the page with its
signs is kept, too, so that an edit of words has only these read. Wherever a sign is not found again
at the head of a paragraph, or whatever else is unusual, the page is read as a whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from mkdocs.commands.build import _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.meta import YAML_RE

from factsheet.site.links import Links, links_to, read_of, restore

# Extensions by whose rules words of this form mean nothing beyond their paragraph.
KNOWN = frozenset(
    ("admonition", "attr_list", "fenced_code", "footnotes", "md_in_html", "tables", "toc")
)


Words: TypeAlias = tuple[str, Links]  # words as HTML, and where they lead
SHARE = 50  # of a page: fewer words are read with it
FRAME, CONTENT, REST = "frame.md", "frame.html", "rest.json"


@dataclass(slots=True, kw_only=True)
class _Kept:
    """What was read of a page: with its signs, and the words that these stand for."""

    frame: str = ""
    content: str = ""
    rest: dict[str, Any] = field(default_factory=dict)
    words: dict[str, Words] = field(default_factory=dict)


class Paragraphs:
    """Reads the pages of one language, again and again."""

    def __init__(self, config: MkDocsConfig, files: Files) -> None:
        """Bind the settings; with plugins or other extensions every page is read as a whole."""
        self._config, self._files = config, files
        extensions: list[object] = [*config.markdown_extensions]  # those of the engine are objects
        named = {name for name in extensions if isinstance(name, str)}
        self._is_known = named <= KNOWN and not (config.plugins or config.hooks)
        given = config.mdx_configs
        self._markers = (
            given.get("footnotes", {}).get("PLACE_MARKER", "///Footnotes Go Here///"),
            given.get("toc", {}).get("marker", "[TOC]"),
        )
        self._pages: dict[str, _Kept] = {}

    def read(self, page: Page, text: str) -> None:
        """Read a page's Markdown into its content, contents, title, settings, anchors and links."""
        name = page.file.src_uri
        kept = self._pages.pop(name, None) or _Kept()
        frame, words = self._parted(text)
        made = self._made(page, words, kept) if words else None
        if made is None:
            self._whole(page, text)
            return
        if frame != kept.frame:
            self._whole(page, frame)
            kept.content, kept.rest = page.content or "", read_of(page)
            if not _stand(kept.content, len(words)):
                self._whole(page, text)
                return
        else:
            page.file.content_string = frame
            page.read_source(self._config)
        kept.frame, kept.words = frame, made
        restore(page, self._files, kept.rest, *(links for _, links in made.values()))
        page.content = _SIGN.sub(lambda sign: made[words[int(sign[1])]][0], kept.content)
        page.markdown = _SIGN.sub(lambda sign: words[int(sign[1])], page.markdown or "")
        page.file.content_string = text
        self._pages[name] = kept

    def held(self, name: str) -> dict[str, bytes] | None:
        """Return what is to be kept of a page that was read; None where it was read as a whole."""
        if (kept := self._pages.get(name)) is None:
            return None
        rest = json.dumps({**kept.rest, "words": kept.words}, ensure_ascii=False)
        parts = {FRAME: kept.frame, CONTENT: kept.content, REST: rest}
        return {part: text.encode() for part, text in parts.items()}

    def take(self, name: str, held: Mapping[str, bytes]) -> None:
        """Take what was kept of a page by another process, with the same settings and files."""
        rest = json.loads(held[REST])
        words = {own: (html, links) for own, (html, links) in rest.pop("words").items()}
        frame, content = held[FRAME].decode(), held[CONTENT].decode()
        self._pages[name] = _Kept(frame=frame, content=content, rest=rest, words=words)

    def _whole(self, page: Page, text: str) -> None:
        page.file.content_string = text
        _populate_page(page, self._config, self._files)

    def _parted(self, text: str) -> tuple[str, Sequence[str]]:
        """Return Markdown with signs in the place of words, and these words in their order."""
        if not self._is_known or _UNUSUAL.search(text):
            return text, ()
        words: list[str] = []

        def sign(found: re.Match[str]) -> str:
            own = found["words"].rstrip()
            if any(marker in own for marker in self._markers) or _ANCHOR.search(own):
                return found[0]
            words.append(own)
            return f"{found['note'] or ''}\ue000{len(words) - 1}\ue001{found['words'][len(own) :]}"

        head = YAML_RE.match(text)
        start = head.end() if head else 0  # settings are no paragraphs
        frame = text[:start] + _PARAGRAPH.sub(sign, text[start:])
        return (frame, words) if len(text) - len(frame) > len(text) // SHARE else (text, ())

    def _made(self, page: Page, words: Iterable[str], kept: _Kept) -> dict[str, Words] | None:
        """Return what each of these words is; None where one of them is no paragraph alone."""
        known = {own: kept.words.get(own) for own in words}
        new = [own for own, before in known.items() if before is None]
        made = {own: before for own, before in known.items() if before is not None}
        if not new:
            return made
        apart = copy(page)
        apart.markdown = "\n\n".join(new)
        apart.render(self._config, self._files)
        read = (apart.content or "").split("\n")
        if len(read) != len(new):
            return None
        leads = {
            typed: (uri, anchor)
            for uri, anchors in links_to(apart).items()
            for anchor, typed in anchors.items()
        }
        for own, line in zip(new, read, strict=True):
            if not (line.startswith("<p>") and line.endswith("</p>")):
                return None
            if (led := _links_in(own, leads)) is None:
                return None
            made[own] = line.removeprefix("<p>").removesuffix("</p>"), led
        return made


def _links_in(words: str, leads: Mapping[str, tuple[str, str]]) -> Links | None:
    """Return where words lead; `leads` are page and anchor of each link as it is typed.

    None where that is not known: of links to one place MkDocs tells one as it is typed.
    """
    found: dict[str, dict[str, str]] = {}
    for typed in _LINK.findall(words):
        if typed in leads:
            uri, anchor = leads[typed]
            found.setdefault(uri, {})[anchor] = typed
        elif "#" in typed and not urlsplit(typed).scheme:
            return None
    return found


def _stand(content: str, count: int) -> bool:
    """Tell whether each sign stands once, at the head of a paragraph that Markdown made of it."""
    heads = {int(head[1]) for head in _HEAD.finditer(content)}
    return len(heads) == count == content.count("\ue000")


# What gives a page an anchor: of raw HTML, or of a list of attributes.
_ANCHOR = re.compile(r'<(?:span|a) [^<>]*?\b(?:id|name)="|\{:[^{}\n]*?(?:#|\b(?:id|name)=)')
_LINK = re.compile(r"(?<!\\)\]\(([^\s()]+)\)")  # signs behind a stroke come in pairs
_SIGN = re.compile("\ue000([0-9]+)\ue001")
_HEAD = re.compile(rf"<p(?: [^<>]*)?>{_SIGN.pattern}")
# What Markdown sets by its column, and whatever is no whole tag on its line: it may go on to any >.
TAG = r'/?[a-zA-Z][\w-]*+(?:[ ][\w:-]++(?:="[^"<>\n]*+")?+)*+[ ]?/?>'
_UNUSUAL = re.compile(rf"[\t\r]|<(?!{TAG})")
_PLAIN = (
    r"[^\\`*_\[\]<>{}!&\n]++|\\[\\`*_\[\]#.)+!-]|&(?:\#[0-9]+|[a-z]+);"
    r'|</?(?:span|a)(?:[ ][a-z-]+="[^"<>\\`\[\]{}!\n]*+")*+>'
)
_WORDS = (
    rf"(?:{_PLAIN}|\[(?:{_PLAIN})*+\]\([^\s()<>\[\]\\`*_!&\"']*+\)(?:\{{:[ ][^{{}}\n]*+\}})?+)++"
)
# From a blank line on, after the name of a note: words, and what may follow the sign of a note.
_PARAGRAPH = re.compile(
    rf"(?<=\n\n)(?P<note>\[\^[^\]\n]*+\]:[ ])?+(?!\s|[-+#>:=~|]|[0-9]++[.)])(?P<words>{_WORDS})"
    rf"(?=(?:\[\^[^\n]*+)?+(?:\n\{{:[^\n]*+)?+(?:\n\n|\n?\Z))"
)
