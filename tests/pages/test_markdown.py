"""Escaping: whatever a text holds, the page shows these characters and nothing else."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown

from factsheet.edition.views import Run
from factsheet.pages.markdown import (
    Inferred,
    attribute,
    dotted,
    escape,
    html,
    markdown,
    plain_markdown,
)
from factsheet.settings import read_settings
from tests.support import ROOT, steady

# MkDocs adds these to the extensions that the settings name.
BUILT_IN = ("toc", "tables", "fenced_code")
EXTENSIONS = read_settings(ROOT, "mkdocs.yml")["markdown_extensions"]

# Where a page puts a text, and the elements that stand around it there.
PLACES = {
    "paragraph": ("{}", ["p"]),
    "after a mark": ('<span class="mark">x</span> {}', ["p", "span"]),
    "heading": ("## {} {{: #section }}", ["h2", "a"]),
    "item": ("- x\n- {}", ["ul", "li", "li"]),
    "item that starts": ("- {}", ["ul", "li"]),
    "cell": ("| a | b |\n| --- | --- |\n| {} | y |", [
        "table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]),
    "link": ("[{}](page.md#fact)", ["p", "a"]),
    "span": ('<span lang="zh-Hans">{}</span>', ["p", "span"]),
    "attributes": ("x {}\n{{: #id .fact }}", ["p"]),
    "section": ('<section markdown="1">\n\n{}\n\n</section>', ["section", "p"]),
}  # fmt: skip
SIGN = Inferred(said="inferred", means="no article prints it")
OWN_WORDS = {"x", "y", "a", "b", "#"}

TEXTS = [
    "<script>alert(1)</script>",
    "<!-- x -->",
    "<b>x</b> & &amp; &#60; &lt;",
    "[x](javascript:alert(1))",
    "![x](x.png)",
    "[x][y]",
    "[^1]",
    "[^1]: x",
    "[TOC]",
    "*x* **x** _x_ __x__ ***x***",
    "`x` ``x``",
    "~~x~~ ~x~ ^x^ ==x== $x$ $$x$$",
    "{: .x }",
    "{:#x}",
    "{x}",
    "# x",
    "## x ##",
    "> x",
    "- x",
    "+ x",
    "* x",
    "1. x",
    "1) x",
    "---",
    "- - -",
    "***",
    "___",
    "===",
    "~~~",
    "```",
    ":::",
    ": x",
    "!!! note",
    "!!! note \"x\"",
    "??? note",
    "| x | y |",
    "||",
    "--- | ---",
    "x | y",
    "http://example.org",
    "<http://example.org>",
    "x@example.org <x@example.org>",
    "*[x]: y",
    "\\",
    "\\\\",
    "x\\",
    "\\* \\_ \\[",
    ":smile: ++x++ {++x++}",
    "“十四五”时期**（2021—2025年）**",
    "a  b",
    "a\tb",
    "a\nb",
    "a\rb",
    "a\n\n- b",
    "\u3000x\u3000",
    "x\u00a0",
    "1+N",
    "A&B",
    "50% < 60%",
]  # fmt: skip
PIECES = st.sampled_from(
    [*"`*_{}[]()<>#+-.!|&;:~^=$\"'/\\@ \n1ax山，", *"** ![ ]( {: [^ &# <b> -- ~~".split()]
)
# what may stand in a fact file: see the loader's refusals
CHARACTERS = st.characters(exclude_categories=["C", "Zl", "Zp"])


class Page(HTMLParser):
    """The elements of a page in order, their attributes, and its text."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.attributes, self.text = [], [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.elements.append(f"<!--{data}-->")


@pytest.fixture(scope="module")
def convert():
    """Return the conversion that the site's own settings describe."""
    converter = Markdown(extensions=[*EXTENSIONS, *BUILT_IN], extension_configs=dict(EXTENSIONS))

    def convert(text):
        return Page(converter.reset().convert(text))

    return convert


def words(text):
    """Return a text as a browser shows it: spaces and line ends are one space."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def shown(convert, place, text):
    """Return what a page shows of a text at a place, beside the words of the place itself."""
    around, elements = PLACES[place]
    page = convert(around.format(escape(text)))
    assert page.elements == elements
    empty = words(convert(around.format("\u25cf")).text)
    before, after = empty.split("\u25cf")
    seen = words(page.text)
    assert seen.startswith(before.rstrip())
    assert seen.endswith(after.lstrip())
    return words(seen[len(before.rstrip()) : len(seen) - len(after.lstrip())])


def test_extensions_are_the_sites():
    """The tests read the extensions that the site is built with."""
    assert {"attr_list", "footnotes", "md_in_html", "tables", "toc"} <= set(EXTENSIONS)


@pytest.mark.parametrize("place", PLACES)
def test_special_texts_are_shown_as_typed(convert, place):
    """Everything that means something to Markdown or HTML is shown as its characters."""
    for text in TEXTS:
        assert shown(convert, place, text.strip()) == words(text.strip()), text


@steady
@pytest.mark.parametrize("place", PLACES)
@given(text=st.lists(PIECES, max_size=12).map("".join) | st.text(CHARACTERS, max_size=20))
@example(text="!!! a")
@example(text="\\" * 7)
def test_any_text_is_shown_as_typed(convert, place, text):
    """Whatever characters a text holds, the page shows them, and no element comes of them."""
    text = text.strip() or "x"
    assert shown(convert, place, text) == words(text)


@steady
@given(st.lists(PIECES, max_size=12).map("".join) | st.text(CHARACTERS, max_size=20))
def test_footnote_is_shown_as_typed(convert, text):
    """A note's text stands in the note as typed."""
    text = text.strip() or "x"
    page = convert(f"x[^n]\n\n[^n]: {escape(text)}")
    assert page.elements == ["p", "sup", "a", "div", "hr", "ol", "li", "p", "a"]
    note = page.text.split("[1]", 1)[1]
    assert words(note.rpartition("\u21a9")[0]) == words(text)


@steady
@given(st.text(CHARACTERS) | st.lists(PIECES, max_size=12).map("".join))
def test_attribute_holds_the_text(text):
    """An attribute's value is the text, and no other attribute comes of it."""
    page = Page(f'<p data-x="{attribute(text)}">')
    assert page.elements == ["p"]
    assert page.attributes == [("data-x", text)]


def test_rich_text_has_its_languages_and_links(convert):
    """Runs of rich text become spans with their language and links, around escaped words."""
    rich = (
        Run(text="See *"),
        Run(text="山西_日报_", lang="zh-Hans", href="names#shanxi-daily"),
        Run(text=" <ours>", href="names#shanxi-daily"),
        Run(text="检索|词", lang="zh-Hans", copy=True),
    )
    page = convert(markdown(rich))
    assert words(page.text) == "See *山西_日报_ <ours>检索|词"
    assert page.elements == ["p", "a", "span", "span"]
    assert page.attributes == [
        ("class", "name"),
        ("href", "names.md#shanxi-daily"),
        ("lang", "zh-Hans"),
        ("class", "copyable"),
        ("lang", "zh-Hans"),
    ]
    assert convert(plain_markdown(rich, SIGN)).elements == ["p"]


def test_an_inferred_period_is_a_link_but_inside_of_links(convert):
    """Its brackets are read and copied; a link leads to the note or article that dates it."""
    date = Run(text="as of [May 2024]", known="trade#some-fact")
    page = convert(markdown((date, Run(text=" or "), Run(text="[2024]", known="sources#a")), SIGN))
    assert words(page.text) == "as of inferred [May 2024] or inferred [2024]"
    links = [value for name, value in page.attributes if name == "href"]
    assert links == ["trade.md#fn:some-fact", "sources.md#a"]
    for inside in (markdown((replace(date, href="names#x"),), SIGN), plain_markdown((date,), SIGN)):
        assert convert(inside).elements.count("a") == inside.count("](")
        assert "[May 2024]" in words(convert(inside).text)
    assert 'href="#fn:some-fact"' in html((date,), SIGN, "trade")
    assert 'href="trade/#fn:some-fact"' in html((date,), SIGN, "index")
    assert 'href="../trade/#fn:some-fact"' in html((date,), SIGN, "policy")
    assert "<a " not in html((date,), SIGN)
    label = dotted("General trade, [2024]", SIGN)
    assert words(convert(label).text) == "General trade, inferred [2024]"
