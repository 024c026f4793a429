"""A page that is read with less work is byte for byte the page that MkDocs alone makes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.commands.build import _populate_page
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.pages import Page

from factsheet.settings import read_settings
from factsheet.site.sparing import SIGNS, Sparing
from tests.support import ROOT, steady

EXTENSIONS = read_settings(ROOT, "mkdocs.yml")["markdown_extensions"]
# Blocks of a page with spans where any of its readers may come upon them.
BLOCKS = [
    '<span class="a">one</span> and <span lang="zh-Hans">山西</span>',
    'Words <span class="a" lang="zh-Hans">two</span>.[^n] [<span class="b">in</span> a link](b.md)',
    '[^n]: A note <span class="b">of words</span>\n\n    and <span class="a">more</span>',
    '## A <span class="a">head</span>',
    '### <span class="b">x</span> {: #own .c }',
    '| a | <span class="a">b</span> |\n| --- | --- |\n| <span class="b">c</span> | d |',
    '- an <span class="a">item</span>\n- another',
    '    code <span class="a">indented</span> &amp; <b>',
    '- x\n\n        code </span> in an item',
    '!!! note "A <span>title</span>"\n\n    of <span class="a">words</span>',
    '<div class="x">\n<span class="a">raw</span>\n<p><span lang="zh">x</span></p>\n</div>',
    '<div markdown="1">\n\n<span class="a">read</span> *and*\n\n<p><span class="b">raw</span></p>\n</div>',
    '<section markdown="1">\n<p markdown="1">A <span class="a">*p*</span></p>\n\n'
    '<pre><span class="a">pre</span></pre>\n\n</section>',
    '<table><tr><td markdown="1"><span class="a">x</span></td><td>y</td></tr></table>',
    '<details><summary><span class="a">s</span></summary>\n\n*x*\n\n</details>',
    '<span id="here" class="a">with an id</span>',
    '<span class="a">\n\nopen</span>',
    '</span><div>x</div></span>',
    'Words\n{: title="<span>" .x }',
    '*<span class="a">stress</span>*<span class="b">*x*</span>_y_',
    '\\<span class="a">escaped</span> and \\\\<span class="b">x</span>',
    "[TOC]",
    "&lt;span class=a&gt; <span> <span class=a> <SPAN class=\"a\">x</SPAN>",
    '> <span class="a">quoted</span>',
]  # fmt: skip
# Blocks that hold what is no tag of a span, or read one in another way.
OTHERS = [
    '`<span class="a">`',
    "`` <span class=\"a\">` `` and </span>",
    '![<span class="a">](x.png) ![a](b.png \'<span class="a">\')',
    "[x](b.md '<span class=\"a\">') [y](<b.md>)",
    "[one][1] [<span class=\"a\">1</span>][1]\n\n[1]: b.md '<span class=\"a\">'",
    '- [2]: b.md \'<span class="a">\'\n\n[x][2]',
    '<div title=\'<span class="a">\' markdown="1">x</div>',
    '<div data-x="</span>" markdown="1">x</div>',
    '<a title="open <span class="a">x</span>',
    '<script>"<span class="a">"</script>',
    '<!-- <span class="a"> -->',
    '<textarea><span class="a"></textarea>',
    '```\n<span class="a">fenced</span>\n```',
    '~~~\n<span class="a">fenced</span>\n~~~',
    "a < b <span class=\"a\">x</span> <b <span>",
]  # fmt: skip
PIECES = st.sampled_from([
    *'"`![]()<>\\*_ @a1\n&;#|:-山', "  \n", "](x)", "[1]: y\n", "\n\n", "<b>", "[^n]", "    ",
    '<span class="a">', '<span lang="zh">', "</span>", "<div>", "</div>", '<div markdown="1">', "<p>",
])  # fmt: skip
BLOCK = (
    st.sampled_from(BLOCKS) | st.sampled_from(OTHERS) | st.lists(PIECES, max_size=20).map("".join)
)


class Reader:
    """Reads a page by the settings of the site, with less work or as MkDocs alone does."""

    def __init__(self, folder: Path, *, sparing: bool) -> None:
        docs = folder / "docs"
        docs.mkdir(parents=True)
        for name in ("a", "b"):
            (docs / f"{name}.md").write_text("# x\n", "utf-8")
        given = {"site_name": "x", "markdown_extensions": EXTENSIONS, "plugins": []}
        (folder / "mkdocs.yml").write_text(json.dumps(given), "utf-8")
        self.config: MkDocsConfig = load_config(str(folder / "mkdocs.yml"))
        if sparing:
            own = Sparing(self.config.markdown_extensions)
            self.config.markdown_extensions.append(own)  # type: ignore[arg-type]  # or names
        self.files: Files = get_files(self.config)

    def read(self, text: str) -> tuple[object, ...]:
        """Return all that MkDocs knows of a page of this text."""
        file = self.files.get_file_from_path("a.md")
        assert file is not None
        file.content_string = text
        page = Page(None, file, self.config)
        _populate_page(page, self.config, self.files)
        links = {f.src_uri: found for f, found in (page.links_to_anchors or {}).items()}
        return page.content, str(page.toc), page.title, page.present_anchor_ids, links


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Reader]:
    folder = tmp_path_factory.mktemp("site")
    return [Reader(folder / str(sparing), sparing=sparing) for sparing in (False, True)]


@steady
@given(blocks=st.lists(BLOCK, max_size=8))
@example(blocks=BLOCKS)
@example(blocks=["[^n]", *BLOCKS[2:6]])
def test_a_page_is_what_mkdocs_makes_of_it(readers: Sequence[Reader], blocks: list[str]) -> None:
    """Its HTML, contents, title, ids and links, whatever it holds."""
    whole, spared = (reader.read("\n\n".join(blocks)) for reader in readers)
    assert spared == whole


@pytest.mark.parametrize("block", [*BLOCKS, *OTHERS])
def test_each_block_alone(readers: Sequence[Reader], block: str) -> None:
    """The same of one block, so that nothing unusual beside it has all tags stay."""
    whole, spared = (reader.read(f"{block}\n\n{BLOCKS[0]}") for reader in readers)
    assert spared == whole


def test_tags_of_usual_pages_are_put_aside() -> None:
    """Each kind once: that is what makes the work less."""
    md = Markdown(extensions=["footnotes", Sparing(["footnotes"])])
    md.convert("\n\n".join(BLOCKS[:3] * 9))
    assert md.htmlStash.rawHtmlBlocks == [*dict.fromkeys(md.htmlStash.rawHtmlBlocks)]
    assert len(md.htmlStash.rawHtmlBlocks) == 5
    assert not md.treeprocessors["inline"].stashed_nodes.keys() & {"0100"}


# Texts, and the patterns with a sign that are tried on each.
NEEDED = [
    ("plain [in brackets] *and* (so) on", ()),
    ("`a` b", ("backtick",)),
    ("plain \\`", ("backtick", "escape")),
    ("<p>`raw`</p>", ()),
    ("![a picture](here.png)", ("image_link", "link")),
    ("<facts@sheet.example>", ("autolink", "automail")),
    ("one line  \nanother", ("linebreak",)),
    ("a &amp; b", ("entity",)),
    ("a note[^n]\n\n[^n]: of words", ("footnote",)),
]


@pytest.mark.parametrize(("text", "needed"), NEEDED)
def test_patterns_are_tried_where_their_sign_stands(
    text: str, needed: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No other has to look at a text."""
    md = Markdown(extensions=["footnotes", Sparing(["footnotes"])])
    tried: set[str] = set()
    for name in SIGNS:
        pattern = md.inlinePatterns[name]
        found = pattern.getCompiledRegExp

        def look(name: str = name, found: object = found) -> object:
            tried.add(name)
            return found()  # type: ignore[operator]

        monkeypatch.setattr(pattern, "getCompiledRegExp", look)
    md.convert(text)
    assert tried == set(needed)
