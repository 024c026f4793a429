"""Text -> Markdown that shows exactly this text: everything special escaped."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby

from factsheet.edition.rich import Piece, looks, parted, words_of
from factsheet.edition.views import FactView, Rich, Run, plain

NAMES = "names"  # links to this page are set quietly: a text names many of its entries
_BACKSLASHED = set("\\`*_[]#")
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
_SPECIAL = re.compile(r"[&\"<>`*_{}\\|!~^=\r\n]|\](?=\s?[(\[])")
_NAMED = {"&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;"}
_BRACKETED = re.compile(r"(.*)\[(.*)\](.*)")
# Texts that hold nothing to escape, whatever stands around them: most of them.
_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[ .,;%()/\u00a0\u2010-\u205e\u3000-\u303f\uff00-\uffef])*")
_AT_START = re.compile(r"^(\d+)([.)])(?=\s)|^([-+])(?=\s|-)|^(!)(?=!)")


def escape(text: Piece) -> str:
    """Escape a text for Python-Markdown and its extensions, on one line."""
    text = words_of(text)
    if _PLAIN.fullmatch(text):
        return text
    text = re.sub(r"\s*[\r\n]\s*", " ", text)
    out = []
    for index, char in enumerate(text):
        if char in _BACKSLASHED:
            out.append("\\" + char)
        elif (
            (char == "!" and text[index + 1 : index + 2] != "[")
            or (char == ":" and not (index == 0 or text[index - 1] == "{"))
            or (char in ("=", "$", "~", "^") and not _pairs(text, index))
        ):
            out.append(char)
        else:
            out.append(_ENTITIES.get(char, char))
    escaped = "".join(out)
    return _AT_START.sub(lambda m: (m[1] + "\\" + m[2]) if m[1] else "\\" + m[0], escaped)


def markdown(text: Rich, inferred: str = "") -> str:
    """Return rich text as Markdown; links are relative to a page of the same folder.

    `inferred` is what a screen reader says before a period that is inferred.
    """
    out = ""
    for href, runs in groupby(looks(text), key=lambda run: run.href):
        words = "".join(_run(run, inferred) for run in runs)
        page, _, anchor = href.partition("#")
        kind = "{: .name }" if page == NAMES else ""
        out += f"[{words}]({page}.md#{anchor}){kind}" if href else words
    return out


def opened(fact: FactView, inferred: str = "") -> str:
    """Return a fact's sentence; a period that opens it is read and copied, but not seen.

    The margin says it. The first letter after it is seen as a capital and copied as it is.
    """
    head, rest = parted(fact.text, fact.opening)
    if not head:
        return markdown(rest, inferred)
    first = rest[0]
    letter = first.text[:1]
    words = markdown(rest, inferred)
    if letter.islower() and not first.lang:
        at = words.index(letter)
        capital = f'<span class="capital" data-capital="{letter.upper()}">{letter}</span>'
        words = words[:at] + capital + words[at + 1 :]
    return f'<span class="aloud opening">{markdown(head)}</span>{words}'


def html(text: Rich, inferred: str = "") -> str:
    """Return rich text as HTML without links, where Markdown does not read it."""
    return "".join(_run(run, inferred, attribute) for run in looks(text))


def plain_markdown(text: Rich) -> str:
    """Return rich text as Markdown without languages and links, for the words of a link."""
    return escape(plain(text))


def attribute(text: Piece) -> str:
    """Escape a text for a double-quoted attribute, in HTML, in an attribute list or in a table.

    Markdown reads its own marks inside of both before it knows them for attributes.
    """
    return _SPECIAL.sub(lambda sign: _NAMED.get(sign[0], f"&#{ord(sign[0])};"), words_of(text))


def _run(run: Run, inferred: str, escape: Callable[[str], str] = escape) -> str:
    text = escape(run.text)
    if run.is_inferred and (found := _BRACKETED.fullmatch(run.text)):
        before, date, after = map(escape, found.groups())
        left, right = (f'<span class="bracket">{sign}</span>' for sign in map(escape, "[]"))
        said = f'<span class="unseen">{escape(inferred)} </span>' if inferred else ""
        return f'{before}<span class="inferred">{said}{left}{date}{right}</span>{after}'
    if run.copy:
        lang = f' lang="{run.lang}"' if run.lang else ""
        return f'<span class="copyable"{lang}>{text}</span>'
    return f'<span lang="{run.lang}">{text}</span>' if run.lang else text


def _pairs(text: str, index: int) -> bool:
    """Tell whether a sign could open a mark of an extension: it is doubled or closes later."""
    return text.count(text[index]) > 1
