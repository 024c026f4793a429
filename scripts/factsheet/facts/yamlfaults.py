"""A text that is no YAML, or not what was meant -> what its typist did, where, and the cure.

The parser tells what it could not go on with, often lines after the slip; most slips are of a few
kinds, which are looked for first: signs of a Chinese keyboard, Word or WPS, and open quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from factsheet.messages import Message, quoted, say
from factsheet.problems import Place, Problem


def foreign_signs(text: str, name: str) -> Iterator[Problem]:
    """Report full-width signs that stand where YAML wants its own: they would become text."""
    for number, line in enumerate(text.split("\n"), 1):
        if not _ANY_SIGN.search(line):
            continue
        bare = _QUOTED.sub(lambda match: '"' + "x" * (len(match[0]) - 2) + '"', line)
        bare = re.sub(r"(?:^|\s)#.*", "", bare)
        for expression, hint in _SIGNS:
            for match in expression.finditer(bare):
                sign = match["sign"][0]
                message = (
                    say("a full-width or no-break space stands where YAML wants its own")
                    if sign.isspace()
                    else say("the full-width “{sign}” is not the sign of YAML", sign=sign)
                )
                place = Place(file=name, line=number, column=match.start("sign") + 1)
                yield Problem(place=place, rule="yaml", message=message, hint=hint)


def fault(error: yaml.YAMLError, text: str, name: str) -> Problem:
    """Return what made a text unreadable, by the typist's slip where it is a known one."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what = getattr(error, "problem", None) or ""
    lines = text.split("\n")
    line = min(line, len(lines))
    slip = _slip(lines, line, what) or _open_quote(error)
    if slip is not None:
        line, column, message, hint = slip
    else:
        message, hint = next(
            ((message, hint) for words, message, hint in _FAULTS if words in what),
            (quoted(what) if what else say("this is not YAML"), _COMPARE),
        )
    place = Place(file=name, line=line, column=column)
    return Problem(place=place, rule="yaml", message=message, hint=hint)


def _open_quote(error: yaml.YAMLError) -> tuple[int, int, Message, Message] | None:
    """Return where a quote was opened that the file never closes."""
    begin = getattr(error, "context_mark", None)
    told = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    if begin is None or not re.search("quoted scalar.* end of stream", told):
        return None
    hint = say("type the same quote at the end of the text")
    return begin.line + 1, begin.column + 1, say("a quote is not closed"), hint


def _slip(lines: Sequence[str], line: int, what: str) -> tuple[int, int, Message, Message] | None:
    """Return line, column, message and hint of a slip at or before the line of an error."""
    here = lines[line - 1]
    indent = here[: len(here) - len(here.lstrip())]
    if "\t" in indent:
        message = say("a tab stands in the indent")
        return line, indent.index("\t") + 1, message, _NO_TAB
    if any(words in what for words in _OF_QUOTES):
        for number, text in enumerate(lines[:line], 1):
            bare = re.sub(r"'(?:[^']|'')*'|\\.|(?:^|\s)#.*", lambda m: "x" * len(m[0]), text)
            if bare.count('"') % 2:
                hint = say('type " at the end of the text; a quote inside it is typed \\"')
                return number, bare.rindex('"') + 1, say("a quote is not closed"), hint
    for number in (line, line - 1):
        glued = _GLUED.match(lines[number - 1]) if number else None
        if glued and ("':'" in what or "mapping values" in what):
            message = say("no space stands after the colon of “{key}”", key=glued["key"])
            hint = say("type {key}: and a space before the value", key=glued["key"])
            return number, glued.end("key") + 1, message, hint
    return None


_ANY_SIGN = re.compile("[：｛｝［］“＂‘，、－–—＃\u3000\u00a0]")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|(?<![A-Za-z])'(?:[^']|'')*'")
_KEY = r"(?:^\s*(?:-\s+)?|[{,]\s*)[a-z][a-z0-9_-]*"
_SIGNS = (
    (re.compile(rf"{_KEY}(?P<sign>：)"), say("type : and a space after the key")),
    (
        re.compile(rf"{_KEY}:(?P<sign>[\u3000\u00a0])"),
        say("type an ordinary space after the colon"),
    ),
    (re.compile(r"^ *(?P<sign>[\u3000\u00a0])"), say("indent with ordinary spaces, two a level")),
    (
        re.compile(r"^\s*(?P<sign>[－–—])\s*[a-z][a-z0-9_-]*:"),
        say("type - and a space before the entry"),
    ),
    (re.compile(r"^\s*(?P<sign>＃)"), say("type # before a remark")),
    (
        re.compile(r"(?:: |^\s*- |[\[{,]\s*)(?P<sign>[｛［])"),
        say("type {{ or [, with its half-width pair"),
    ),
    (
        re.compile(r"^[^“”]*[{\[][^“”]*(?P<sign>[｝］])\s*$"),
        say("type }} or ], as at its beginning"),
    ),
    (
        re.compile(r"[{,]\s*[a-z][a-z0-9_-]*: [^,}“”]*?(?P<sign>[，、])\s*[a-z][a-z0-9_-]*[:：]"),
        say("type , and a space between entries"),
    ),
    (
        re.compile(r"\[(?:\d+, ?)*\d+(?P<sign>[，、])\s*\d"),
        say("type , and a space between numbers"),
    ),
    (
        re.compile(r": (?P<sign>[“＂‘][^“”＂‘’]*[”＂’])\s*(?:[,}]|$)"),
        say('quote a text with ", or quote the quotes'),
    ),
)
_GLUED = re.compile(r"\s*(?:-\s+)?(?P<key>[a-z][a-z0-9_-]*):[^\s]")
# What the parser says where a quote ends that somebody forgot to open or close.
_OF_QUOTES = (
    "end of stream",
    "found '<scalar>'",
    "expected ':'",
    "expected ',' or",
    "document sep",
)
_COMPARE = say("compare with the lines above: same indent, a space after each colon")
_NO_TAB = say("indent with two spaces, never with the Tab key")
_FAULTS = (
    (
        "mapping values are not allowed",
        say("mapping values are not allowed here"),
        say("put the text in quotes: it holds a colon and a space"),
    ),
    ("found character '\\t'", say("a tab stands in the indent"), _NO_TAB),
    (
        "found unknown escape",
        say("a backslash stands in double quotes"),
        say("in double quotes write \\\\ for a backslash"),
    ),
    (
        "expected <block end>",
        say("the line does not fit the indent of those above"),
        say("the indent differs from the lines above"),
    ),
    (
        "expected ',' or",
        say("a comma or a closing bracket is missing"),
        say("a bracket or brace is not closed, or a text in it lacks its quotes"),
    ),
    (
        "did not find expected",
        say("a sign is missing"),
        say("a bracket, brace or quote is not closed, or a quote is missing"),
    ),
    ("end of stream", say("the file ends too soon"), say("a quote or bracket is not closed")),
    (
        "found character",
        say("the text starts with a sign that YAML keeps for itself"),
        say("put the text in quotes: it starts with a special character"),
    ),
    (
        "could not find expected ':'",
        say("a key has no colon"),
        say("a key needs a colon and a space after it"),
    ),
    (
        "entries are not allowed here",
        say("a list begins in the middle of a line"),
        say("begin a list on a line of its own, or put the text in quotes: it starts with - "),
    ),
    (
        "expected the node content",
        say("a value is missing"),
        say("type a value, or put the text in quotes"),
    ),
)
