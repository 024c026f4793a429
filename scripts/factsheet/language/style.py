"""templates/locales/<lang>/style.yml -> `Style`: how one language words figures and sources.

The code knows no language: scales, unit words, qualifiers, period and citation patterns, and the
words a check looks for are all data of this file.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from factsheet.language.readings import HAN, letter_of, listed

if TYPE_CHECKING:
    from jinja2 import Template

    from factsheet.cache.compiled import Patterns

SCALED = "scaled"  # the form of a unit behind a scale word, where that differs
WORDED = ("rank", "top", "top-percent", "top-per-mille", "ratio")  # given by patterns, not forms
LOCALES = "locales"
OTHERS = "0"  # what does not begin with a letter of the order


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Scale(_Part):
    """A scale word: `power` of ten and its word by plural category, its space included."""

    power: int
    word: dict[str, str]


class Qualifier(_Part):
    """How a qualifier stands around a figure (`around`), or inside before the unit.

    `note` adds to the reading in a note what the words leave open.
    `units` and `marks` override `around` for a unit or for the printed qualifier; `inside` puts a
    printed qualifier between number and unit.
    """

    around: str = "{x}"
    units: dict[str, str] = {}
    marks: dict[str, str] = {}
    inside: dict[str, str] = {}
    note: str = ""


class Equivalent(_Part):
    """A second unit shown in brackets: value times `factor`, divided by `divisor`."""

    unit: str
    factor: str = "1"
    divisor: str = "1"
    pattern: str
    about: str


class Per(_Part):
    """How a unit stands under another (`pattern`), and its name there."""

    pattern: str
    names: dict[str, str]


class Numbers(_Part):
    """Digits, scales and the numbers written as words.

    `repeated` units stand at both ends of a range in running text, with their scale.
    """

    group: bool
    scales: list[Scale]
    scale_from: int
    scale_decimals: int = 2
    words: dict[int, str] = {}
    words_units: list[str] = []
    ordinals: dict[int, str] = {}
    keep_numerals: bool = False
    as_printed: bool = False
    numeral_only: list[str] = []
    minus: str = "\u2212"
    range: str
    range_table: str
    repeated: list[str] = []


class Periods(_Part):
    """Patterns by form; `named` are special spans; `own_preposition` lists forms with one.

    `within` are the patterns in a sentence, by form, season or special span, where a language words
    a period otherwise there than alone; `days` are the days of a month that it words.
    """

    patterns: dict[str, str]
    within: dict[str, str] = {}
    days: dict[int, str] = {}
    named: dict[str, str] = {}
    seasons: dict[str, str]
    own_preposition: list[str] = []
    prepositions: list[str] = []
    inferred: str
    openings: list[str] = []
    opened: str = ", "


class Words(_Part):
    """Words that checks look for in this language's texts; regular expressions.

    `newest` finds what says that nothing newer is known, `silence` what says that later articles
    do not mention something, `unreported` what says that articles do not report something,
    `measures` what says of a basis;
    `foreign` finds what a text quotes in the articles' language, for pages to mark it.
    """

    typed_figures: dict[str, str]
    up: str
    down: str
    status: dict[str, str] = {}
    not_in_results: str
    qualifiers_before: str = ""
    qualifiers_after: str = ""
    foreign: str = ""
    newest: str = ""
    silence: str = ""
    unreported: str = ""
    measures: dict[str, str] = {}
    raw_names: bool = False


class Face(_Part):
    """A font of a list; `covers` keeps it to the characters of a kind that the engine names."""

    name: str
    covers: Literal["latin-in-cjk"] | None = None


class PrintPage(_Part):
    """How the brief and the briefing are set: size and leading in points, by use.

    `story` is the size of the brief's sentence, `gap` the millimeters between statements, `voice`
    whether short texts take the face of heads or of texts; numbers of facts stand `inside` the
    sentence, before its full stop, or after it.
    """

    body: tuple[float, float]
    fact: tuple[float, float]
    list: tuple[float, float]
    table: tuple[float, float]
    small: tuple[float, float]
    note: tuple[float, float]
    tiny: tuple[float, float]
    story: float
    gap: float
    voice: Literal["heads", "text"]
    inside: bool
    justify: bool


class Print(_Part):
    """How a language is set on paper: `measure` in millimeters, sizes and leading in points.

    `small` is for tables and registers, `note` for a page's foot, `list` for the index of names.
    """

    lang: str
    region: str
    text: tuple[Face, ...]
    heads: tuple[Face, ...]
    weight: int = 700
    size: float
    leading: float
    small: tuple[float, float]
    note: tuple[float, float]
    list: tuple[float, float]
    measure: float
    full_stop: str = "."
    hyphenate: bool = False
    page: PrintPage


class Search(_Part):
    """What readers of a language type: for the search.

    `synonyms` are by what the sheet says; `asides` are the words of a question that say nothing of
    its subject; `readings` is how names are also typed, in letters.
    """

    asides: list[str] = []
    synonyms: dict[str, list[str]] = {}
    readings: Literal["pinyin"] | None = None


class Style(_Part):
    """How one language words everything a fact holds.

    `apostrophe` takes the place of the typewriter's in all texts, where a language has one.
    `collation` is what names are put in order by; without it, by their letters.
    `endings` are what the search takes off a word so that its forms are one: the first pattern
    found at a word's end is replaced.
    `measures` are its words for the printed words that count things, where it shows them.
    `reviewed` says that a native reader has read these words and the interface's.
    """

    language: str
    html: str
    locale: str
    name: str
    reviewed: bool = False
    numbers: Numbers
    units: dict[str, dict[str, str]]
    measures: dict[str, str] = {}
    per: Per
    fractions: dict[str, str] = {}
    equivalents: dict[str, Equivalent] = {}
    qualifiers: dict[str, Qualifier]
    periods: Periods
    lists: dict[str, str]
    quote: str
    patterns: dict[str, str]
    print: Print
    words: Words
    sentence_case: bool = False
    citation: str
    space: str = " "
    apostrophe: str = ""
    endings: dict[str, str] = {}
    search: Search = Search()
    collation: Literal["pinyin"] | None = None

    def order(self, text: str) -> tuple[bytes, bytes]:
        """Return what puts texts in the order of the language, leading signs aside."""
        words = re.sub(r"^\W+", "", text.casefold())
        return listed(words) if self.collation else words.encode(), words.encode()

    def initial(self, text: str) -> str:
        """Return the letter under which a text is listed, or `OTHERS` before them all.

        It is empty where the order has no letters.
        """
        first = re.sub(r"^\W+", "", text.casefold())[:1]
        if self.collation:
            return letter_of(first) if HAN.match(first) else OTHERS
        letter = unicodedata.normalize("NFD", first)[:1].upper()
        if "0" <= letter <= "9":
            return OTHERS
        return letter if "A" <= letter <= "Z" else ""

    def pattern(self, key: str) -> Template:
        """Return a compiled pattern (reference, note, …); unknown values in it are errors."""
        return patterns().template(self.patterns[key])


@cache
def patterns() -> Patterns:
    """Return the patterns of references, in which unknown values are errors."""
    from jinja2 import StrictUndefined  # noqa: PLC0415 - checks of kept styles word nothing
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415

    from factsheet.cache.compiled import Patterns  # noqa: PLC0415

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    return Patterns(environment, "references")
