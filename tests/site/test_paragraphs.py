"""A page whose words are read apart is byte for byte the page that is read as a whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from mkdocs.commands.build import _populate_page
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.pages import Page

from factsheet.settings import read_settings
from factsheet.site.contents import Contents
from factsheet.site.links import recall, shown_of
from factsheet.site.paragraphs import Paragraphs
from factsheet.site.sparing import Sparing
from tests.support import ROOT, steady

EXTENSIONS = read_settings(ROOT, "mkdocs.yml")["markdown_extensions"]
FRONT = "---\ntitle: Title\n---\n\n"
# Blocks of a page: such as the templates write, and such as they do not.
PARAGRAPHS = [
    "Words of a fact.",
    "In 2024, goods trade rose to RMB\u00a0174.38\u00a0billion.[^one]\n{: #a .fact }",
    '<span class="margin"><span class="when">2024</span> </span>Words, [a name](b.md#x){: .name }.'
    '[^two] [newer: 2025](b.md#y){: .newer }\n{: #b .fact data-label="x &amp; y" }',
    '<a class="mark" href="#fn:one" data-means="planned">○\u00a0planned</a> Words[^one] and more[^one]',
    "Escaped \\[brackets\\], \\*stars\\*, &#123;braces&#125; &lt;signs&gt; &nosuch;",
    "[A link](b.md)",
    "[A link][one] and [another] and [a third](c.md)",
    "*Some* **stress** and `code`",
    "Ends in a sign![^one]",
    "Words with two spaces  ",
    "\u3000\u3000山西。\u3000",
    "山西。\u3000",
    "Words \u00a0[^one]",
    "2024. It was a year",
    "2024) It was a year",
    "An <span>open element[^two]",
    "A closed</span> element",
    'An <span id="anchor">anchor</span>, and <a name="another">another</a>',
    "[Here](#a), [there](b.md#x), [here again](b.md#y) and [there](./b.md#x)",
    "An [anchor](b.md){: #here } and [another](b.md){: .name id=there }",
    "Words that lead [there](b.md#there)",
    "Words that lead [there](./b.md#there) as well",
    "Words that lead \\[nowhere\\](b.md#there)",
    "Words that lead [abroad](https://facts.example/#there)",
    "<a>crossed <span>elements</a></span>",
    "Of two\nlines",
    "Word\n: meaning",
    "Heading\n===",
    "## Heading {: #head }",
    "- item\n\n    words of the item",
    "    code",
    "```\n\nWords \\*in\\* a fence\n\n```",
    "<div>\n\nWords \\*in\\* raw HTML\n\n</div>",
    "<p>\n\nWords \\*in\\* raw HTML\n\n</p>",
    '<details markdown="1">\n<summary>more</summary>\n\nWords that unfold[^two]\n\n</details>',
    '<div markdown="1"><p markdown="span">\n\nWords in a span\n\n</p></div>',
    "!!! warning\n\n    - mind\n\nWords after",
    "| a | b |\n| --- | --- |\n| x[^one] | y |",
    "<!-- \n\nWords in a comment\n\n-->",
    "Words <!-- remark --> here",
    "a < b <a\n\nWords [in](b.md) <span>what opens[^one]",
    'a <a title="x>y\n\nWords" <span>what opens[^one]',
    "An <span>open[^one] <!-- remark --> element</span>",
    "///Footnotes Go Here///",
    "[TOC]",
    "tab\tin words",
    "[^three]: a\ttab in a note",
    "[^three]: 山西。\u3000",
    "a sign \ue0000\ue001 of ours",
    "- a sign \ue0000\ue001 of ours",
    "[one]: https://facts.example/ \"title\"",
    "[^one]: Words of a note.",
    "[^two]: [A link](b.md#z) “<span lang=\"zh-Hans\">山西</span>” \\[words\\].",
    "[^two]: Other words.\n    and more",
    "[^one]: x\n[^three]: y",
    "[^three]: - a list\n\n    and words",
]  # fmt: skip
LEADING = [words for words in PARAGRAPHS if words.startswith(("Words that lead", "An [anchor"))]
PIECES = st.text(st.sampled_from([*'a1 .*_`[]()<>{}!&;:#^|\\"=-/\n\u3000山']), max_size=12)
PAGES = ("a", "b", "folder/b")
BLOCKS = st.lists(st.sampled_from(PARAGRAPHS) | PIECES, max_size=10)


class Site:
    """Two pages and what reads them, again and again."""

    def __init__(self, folder: Path, **settings: object) -> None:
        docs = folder / "docs"
        (docs / "folder").mkdir(parents=True)
        for name in PAGES:
            (docs / f"{name}.md").write_text("# x\n", "utf-8")
        given = {"site_name": "x", "markdown_extensions": EXTENSIONS, "plugins": [], **settings}
        (folder / "mkdocs.yml").write_text(json.dumps(given), "utf-8")
        self.config = load_config(str(folder / "mkdocs.yml"))
        sparing = Sparing(self.config.markdown_extensions)
        self.config.markdown_extensions.append(sparing)  # type: ignore[arg-type]  # or names
        self.files: Files = get_files(self.config)
        self.folder, self.given = folder, (self.config, self.files)
        self.paragraphs = Paragraphs(*self.given)
        self.pages = {name: self.page(name) for name in PAGES}

    def page(self, name: str) -> Page:
        """Return a page that nothing was read of."""
        file = self.files.get_file_from_path(f"{name}.md")
        assert file is not None
        return Page(None, file, self.config)

    def compare(self, name: str, text: str) -> None:
        """Read a page's text by what is kept of it, here and on disk, and as a whole."""
        page, taken, whole = self.pages[name], self.page(name), self.page(name)
        self.paragraphs.read(page, text)
        taken.file.content_string = text
        contents = Contents(self.folder, {f"{name}.md": name.replace("/", "-")}, *self.given)
        contents.read(taken)
        contents.keep([taken])
        whole.file.content_string = text
        _populate_page(whole, self.config, self.files)
        assert _said(page) == _said(whole)
        assert _said(taken) == _said(whole)


def _said(page: Page) -> tuple[object, ...]:
    """Return all that a page gives a theme, and what links are compared with."""
    return (
        (page.content, str(page.toc), [link.level for link in page.toc], page.title, page.meta),
        (page.markdown, page.file.content_string),
        (page.present_anchor_ids, _places(page)),
    )


def _places(page: Page) -> dict[str, set[str]]:
    links = page.links_to_anchors or {}
    return {file.src_uri: set(anchors) for file, anchors in links.items() if anchors}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("site"))


@steady
@given(pages=st.lists(st.tuples(st.sampled_from(PAGES), BLOCKS), min_size=1, max_size=4))
@example(pages=[(name, [*PARAGRAPHS[:5], "## x"]) for name in PAGES])
@example(pages=[("a", ["Words[^one]", each, "[^one]: Note"]) for each in PARAGRAPHS])
@example(pages=[("a", LEADING), *(("a", [each]) for each in LEADING)])
def test_a_page_is_what_a_whole_reading_makes_of_it(
    site: Site, pages: Sequence[tuple[str, Sequence[str]]]
) -> None:
    """Whatever a page held before, whatever stands on it, and whatever is read of another."""
    for name, blocks in pages:
        text = FRONT + "\n\n".join(blocks) + "\n"
        assume("<![" not in text)  # MkDocs reads no page that has it
        site.compare(name, text)


@pytest.mark.parametrize(
    "front",
    ["", "---\ntitle: T\n\ngroup: words of a setting\n\n---\n\n", "---\n\nno settings\n\n---\n\n", "---\ngroup: x\n...\n"],
)  # fmt: skip
def test_what_stands_at_the_head_of_a_page(site: Site, front: str) -> None:
    """Settings hold no words of a page, with blank lines between them or not."""
    for words in ("Words of a page.", "Other words of a page."):
        site.compare("a", f"{front}# Heading\n\n{words}\n\nMore.\n")


@pytest.mark.parametrize(
    "front", ["", "---\ngroup: x\n---\n", "---\ndate: 2026-01-05\n---\n", FRONT]
)
def test_a_page_that_is_not_read_again_has_its_title(site: Site, front: str) -> None:
    """It may be a heading; settings may be of kinds that JSON does not have."""
    read, again = site.page("a"), site.page("a")
    text = f"{front}\n# A heading\n\nWords [x](b.md#y).\n"
    read.file.content_string = again.file.content_string = text
    _populate_page(read, site.config, site.files)
    recall(again, site.files, site.config, json.loads(json.dumps(shown_of(read))))
    assert (again.title, again.meta) == (read.title, read.meta)
    assert _places(again) == _places(read)
    assert again.present_anchor_ids == read.present_anchor_ids


def test_an_edit_of_words_has_only_these_read(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is read anew only where something other than words is new on it."""
    read: list[str] = []
    render = Page.render

    def counted(page: Page, config: MkDocsConfig, files: Files) -> None:
        read.append(page.markdown or "")
        render(page, config, files)

    page, text = (
        site.page("a"),
        "# x\n\nFirst.[^one]\n\n- x\n\nSecond.[^two]\n\n[^one]: 1\n\n[^two]: 2\n",
    )
    paragraphs = Paragraphs(site.config, site.files)
    monkeypatch.setattr(Page, "render", counted)
    paragraphs.read(page, text)
    assert read[0] == "First.\n\nSecond.\n\n1\n\n2"
    assert len(read) == 2
    paragraphs.read(page, text)
    assert len(read) == 2
    paragraphs.read(page, text.replace("Second", "Another"))
    assert read[2:] == ["Another."]
    paragraphs.read(page, text.replace("- x", "- y"))
    assert read[3] == "Second."  # it was not there the last time
    assert "- y" in read[4]
    assert "First" not in read[4]
    assert len(read) == 5


@pytest.mark.parametrize(
    "settings",
    [
        {"markdown_extensions": ["footnotes", "abbr"]},
        {"markdown_extensions": EXTENSIONS, "plugins": ["search"]},
        {"markdown_extensions": [{"footnotes": {"PLACE_MARKER": "Notes here"}}, {"toc": {"marker": "Contents"}}]},
    ],
)  # fmt: skip
def test_settings_by_which_words_may_mean_more(tmp_path: Path, settings: dict[str, object]) -> None:
    """With other extensions, plugins or words for the place of notes, a page is read all the same."""
    site = Site(tmp_path, **settings)
    text = "Of one.\n\nWords[^one]\n\nNotes here\n\nContents\n\n# A\n\n*[Words]: more\n\n[^one]: Note\n"
    for edited in (text, text.replace("Note\n", "Notes here\n"), text.replace("Contents", "x")):
        site.compare("a", edited)
