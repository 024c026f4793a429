"""Text -> Markdown that shows exactly this text: everything special escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import groupby

from factsheet.edition.rich import Piece, looks, parted, words_of
from factsheet.edition.views import FactView, Rich, Run

HOME = "index"
SOURCES = "sources"
NAMES = "names"  # links to this page are set quietly: a text names many of its entries
_BACKSLASHED = "\\`*_[]#"
_ENTITIES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "|": "&#124;",
    "{": "&#123;",
    "}": "&#125;",
    "~": "&#126;",
    "^": "&#94;",
    "=": "&#61;",
    "$": "&#36;",
    "!": "&#33;",
    ":": "&#58;",
}
_PAIRED = ("=", "$", "~", "^")  # each says something only beside another of its kind
_SIGN = re.compile(f"[{re.escape(''.join((*_BACKSLASHED, *_ENTITIES)))}]")
_SPECIAL = re.compile(r"[&\"<>`*_{}\\|!~^=\r\n]|\](?=\s?[(\[])")
_NAMED = {"&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;"}
BRACKETS = re.compile(r"\[([^\[\]]*\d{4}[^\[\]]*)\]")  # around a date, by the words of periods
_BRACKETED = re.compile(r"(.*)\[(.*)\](.*)")
# Texts that hold nothing to escape, whatever stands around them: most of them.
_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[ .,;%()/\u00a0\u2010-\u205e\u3000-\u303f\uff00-\uffef])*")
_AT_START = re.compile(r"^(\d+)([.)])(?=\s)|^([-+])(?=\s|-)|^(!)(?=!)")


def escape(text: Piece) -> str:
    """Escape a text for Python-Markdown and its extensions, on one line."""
    return _escaped(words_of(text))


@lru_cache(maxsize=20_000)  # what a fact says stands on many pages
def _escaped(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    if "\n" in text or "\r" in text:
        text = re.sub(r"\s*[\r\n]\s*", " ", text)
    escaped = _SIGN.sub(_as_sign, text)
    return _AT_START.sub(lambda m: (m[1] + "\\" + m[2]) if m[1] else "\\" + m[0], escaped)


def _as_sign(match: re.Match[str]) -> str:
    """Return a sign that Markdown might read, escaped where it would."""
    char, text, index = match[0], match.string, match.start()
    if char in _BACKSLASHED:
        return "\\" + char
    if (
        (char == "!" and text[index + 1 : index + 2] != "[")
        or (char == ":" and not (index == 0 or text[index - 1] == "{"))
        or (char in _PAIRED and not _pairs(text, index))
    ):
        return char
    return _ENTITIES[char]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """The sign of an inferred period: what a screen reader says before it, and what it means.

    It is a link to what says how the period is known, unless what it stands in is a link itself.
    """

    said: str
    means: str
    is_linked: bool = True


def markdown(text: Rich, sign: Inferred | None = None) -> str:
    """Return rich text as Markdown; links are relative to a page of the same folder."""
    out = ""
    for href, runs in groupby(looks(text), key=lambda run: run.href):
        leads = sign is not None and sign.is_linked and not href
        words = "".join(_run(run, sign, link=_markdown_link if leads else None) for run in runs)
        page, _, anchor = href.partition("#")
        kind = "{: .name }" if page == NAMES else ""
        out += f"[{words}]({page}.md#{anchor}){kind}" if href else words
    return out


def opened(fact: FactView, sign: Inferred | None = None) -> str:
    """Return a fact's sentence; a period that opens it is read and copied, but not seen.

    The margin says it. The first letter after it is seen as a capital and copied as it is.
    """
    head, rest = parted(fact.text, fact.opening)
    if not head:
        return markdown(rest, sign)
    first = rest[0]
    letter = first.text[:1]
    words = markdown(rest, sign)
    if letter.islower() and not first.lang:
        at = words.index(letter)
        capital = f'<span class="capital" data-capital="{letter.upper()}">{letter}</span>'
        words = words[:at] + capital + words[at + 1 :]
    return f'<span class="aloud opening">{markdown(head)}</span>{words}'


def html(text: Rich, sign: Inferred, here: str = "") -> str:
    """Return rich text as HTML, where Markdown does not read it; links of periods and codes alone.

    `here` is the key of the page that it stands on; without it, there are no links at all.
    """
    link = partial(_html_link, here) if here else None
    out = ""
    for run in looks(text):
        words = _run(run, sign, attribute, link)
        page, _, anchor = run.href.partition("#")
        is_code = here and page == SOURCES
        out += f'<a class="code" href="{way(here, page, anchor)}">{words}</a>' if is_code else words
    return out


def plain_markdown(text: Rich, sign: Inferred) -> str:
    """Return rich text as Markdown without languages and links, for the words of a link."""
    bare = tuple(replace(run, lang="", href="", copy=False) for run in text)
    return "".join(_run(run, sign) for run in looks(bare))


def dotted(text: Piece, sign: Inferred, escape: Callable[[str], str] = escape) -> str:
    """Return words of a label with dots under what stands in its brackets, inferred."""
    parts = BRACKETS.split(words_of(text))
    parts[1::2] = (_dots(escape(part), sign, escape) for part in parts[1::2])
    parts[::2] = map(escape, parts[::2])
    return "".join(parts)


def place_of(known: str) -> tuple[str, str]:
    """Return the page and place that say how an inferred period is known: note or article."""
    page, _, key = known.partition("#")
    return page, key if page == SOURCES else f"fn:{key}"


def way(here: str, page: str, anchor: str) -> str:
    """Return the address of a place, from the page that has this key."""
    above = "" if here == HOME else "../"
    return f"#{anchor}" if page == here else f"{above}{page}/#{anchor}"


def attribute(text: Piece) -> str:
    """Escape a text for a double-quoted attribute, in HTML, in an attribute list or in a table.

    Markdown reads its own marks inside of both before it knows them for attributes.
    """
    return _SPECIAL.sub(lambda sign: _NAMED.get(sign[0], f"&#{ord(sign[0])};"), words_of(text))


def _run(
    run: Run,
    sign: Inferred | None,
    escape: Callable[[str], str] = escape,
    link: Callable[[Run, str, str], str] | None = None,
) -> str:
    """Return a run; `link` makes an inferred period, its words and its meaning a link."""
    text = escape(run.text)
    if run.is_inferred and (found := _BRACKETED.fullmatch(run.text)):
        before, date, after = map(escape, found.groups())
        if sign is None or link is None:
            return before + _dots(date, sign, escape) + after
        return before + link(run, _bracketed(date, sign, escape), attribute(sign.means)) + after
    if run.copy:
        lang = f' lang="{run.lang}"' if run.lang else ""
        return f'<span class="copyable"{lang}>{text}</span>'
    return f'<span lang="{run.lang}">{text}</span>' if run.lang else text


def _markdown_link(run: Run, words: str, means: str) -> str:
    page, anchor = place_of(run.known)
    return f'[{words}]({page}.md#{anchor}){{: .inferred data-means="{means}" }}'


def _html_link(here: str, run: Run, words: str, means: str) -> str:
    href = way(here, *place_of(run.known))
    return f'<a class="inferred" data-means="{means}" href="{href}">{words}</a>'


def _dots(date: str, sign: Inferred | None, escape: Callable[[str], str]) -> str:
    return f'<span class="inferred">{_bracketed(date, sign, escape)}</span>'


def _bracketed(date: str, sign: Inferred | None, escape: Callable[[str], str]) -> str:
    """Return an inferred period in brackets that are read and copied, but not seen."""
    left, right = (f'<span class="bracket">{bracket}</span>' for bracket in map(escape, "[]"))
    said = f'<span class="unseen">{escape(sign.said)} </span>' if sign else ""
    return said + left + date + right


def _pairs(text: str, index: int) -> bool:
    """Tell whether a sign could open a mark of an extension: it is doubled or closes later."""
    return text.count(text[index]) > 1
