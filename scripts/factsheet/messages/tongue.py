"""The language that curators are told in: chosen once a run, its words read from `<lang>.po`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

from factsheet.messages.message import Message, say

CATALOGS = Path(__file__).parent
# English is what the templates are written in.
LANGUAGES = ("en", *sorted(path.stem for path in CATALOGS.glob("*.po")))
VARIABLE, OPTION = "FACTSHEET_LANG", "--lang"
_CHINESE = 0x04  # primary language of a Windows LANGID

_spoken = LANGUAGES[0]


def chosen(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language asked for by --lang, FACTSHEET_LANG or the system, else English."""
    own = arguments[: arguments.index("--")] if "--" in arguments else arguments
    for one, after in pairwise((*own, "")):
        if one == OPTION:
            return _known(after)
        if one.startswith(f"{OPTION}="):
            return _known(one.partition("=")[2])
    names = (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG")
    wish = next((environment[name] for name in names if environment.get(name)), "")
    return _known(wish or language_of_windows())


def speak(language: str) -> None:
    """Tell everything in a language from now on."""
    global _spoken  # noqa: PLW0603  # one terminal, one curator
    _spoken = language
    # argparse would ask gettext, which reads compiled files only
    vars(argparse)["_"] = _words(language).gettext


def spoken() -> str:
    """Return the language that everything is told in."""
    return _spoken


def told(text: str) -> str:
    """Return a message in the language spoken; what is no message stays as it is."""
    if not isinstance(text, Message):
        return text
    words = _words(_spoken)
    return text.in_words(
        lambda m: (
            words.ngettext(m.template, m.many, m.values["count"])
            if m.many
            else words.gettext(m.template)
            if m.template
            else ""
        )
    )


def phrase(template: str, /, **values: Any) -> str:
    """Return a message in the language spoken."""
    return told(say(template, **values))


def mark(text: str) -> str:
    """Return a text of another program that the catalogs are to have."""
    return text


@cache
def _words(language: str) -> NullTranslations:
    path = CATALOGS / f"{language}.po"
    if not path.exists():
        return NullTranslations()
    # Loaded for another language alone: a build with nothing to do is over sooner.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _known(wish: str) -> str:
    """Return the catalog of a locale such as zh_CN.UTF-8 or zh-Hans."""
    language = wish.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return language if language in LANGUAGES else LANGUAGES[0]


def language_of_windows(platform: str = sys.platform) -> str:
    """Return the language of Windows, which sets no LANG."""
    if platform != "win32":
        return ""
    import ctypes  # noqa: PLC0415  # a quarter of what starting takes elsewhere

    language = int(ctypes.windll.kernel32.GetUserDefaultUILanguage())  # type: ignore[attr-defined]
    return "zh" if language & 0x3FF == _CHINESE else ""


# What argparse says of a command line; it looks its own words up.
OF_ARGPARSE = (
    mark("usage: "),
    mark("positional arguments"),
    mark("options"),
    mark("show this help message and exit"),
    mark("%(prog)s: error: %(message)s\n"),
    mark("argument %(argument_name)s: %(message)s"),
    mark("invalid choice: %(value)r (choose from %(choices)s)"),
    mark("invalid %(type)s value: %(value)r"),
    mark("the following arguments are required: %s"),
    mark("unrecognized arguments: %s"),
    mark("expected one argument"),
    mark("expected at least one argument"),
)
