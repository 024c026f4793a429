"""Python-Markdown for a page with less work: what nothing comes of is left out, the HTML the same.

Inline patterns are tried on texts alone that have a sign of theirs. The tags of spans, most of a
page's tags, are put aside at once, each kind once, as Markdown does with each at the end: so that
neither readers of HTML nor inline patterns come upon them. Where a page has whatever else could
read or hold such a tag, they stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import AtomicString, code_escape

from factsheet.site.paragraphs import KNOWN, TAG

# Patterns of inline Markdown, and a sign without which none of them matches anything.
SIGNS = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "link": "](",
    "image_link": "![",
    "autolink": "<",
    "automail": "@",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
}
OF_REFERENCES = ("reference", "short_reference", "image_reference", "short_image_ref")


class Sparing(Extension):
    """Has a page read sooner, where no other extensions than these `names` read it."""

    def __init__(self, names: Iterable[str]) -> None:
        """Look at the other extensions: some may look for tags."""
        super().__init__()  # type: ignore[no-untyped-call]
        self._is_known = KNOWN.issuperset(names)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - its name in Python-Markdown
        """Add to an instance, which MkDocs makes for one page alone."""
        md.treeprocessors.register(_Inline(md), "inline", 20)  # in the place of Markdown's own
        if self._is_known:
            spans = _Spans(md)
            md.preprocessors.register(spans, "spans", 22)  # HTML is read at 21 and 20
            md.treeprocessors.register(_Shown(spans), "shown", 21)


class _Inline(InlineProcessor):
    """Tries patterns only where a sign of theirs stands, in the loop of Markdown's own."""

    _InlineProcessor__applyPattern: Callable[..., tuple[str, bool, int]]

    def run(self, tree: Any, ancestors: list[str] | None = None) -> Any:
        """Read all texts of a tree."""
        assert self.md is not None
        if not self.md.references:
            for name in OF_REFERENCES:
                self.inlinePatterns.deregister(name, strict=False)
        by_pattern = {pattern: name for name, pattern in self.inlinePatterns._data.items()}
        self._tried = [(p, SIGNS.get(by_pattern[p], "")) for p in self.inlinePatterns]
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - its name there
        if isinstance(data, AtomicString):
            return data
        for index in range(patternIndex, len(self._tried)):
            pattern, sign = self._tried[index]
            start, is_found = 0, sign in data
            while is_found:
                data, is_found, start = self._InlineProcessor__applyPattern(
                    pattern, data, index, start
                )
        return data


class _Spans(Preprocessor):
    """Puts the tags of spans aside, unless the page is unusual."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.tags: dict[str, str] = {}  # by what stands for them

    def run(self, lines: list[str]) -> list[str]:
        """Return a page's lines with signs for tags."""
        text = "\n".join(lines)
        if any(sign in text for sign in _HOLDING) or any(form.search(text) for form in _UNUSUAL):
            return lines
        assert self.md is not None
        kinds = {tag: self.md.htmlStash.store(tag) for tag in {*_SPAN.findall(text)}}
        self.tags = {sign: tag for tag, sign in kinds.items()}
        return _SPAN.sub(lambda tag: kinds[tag[0]], text).split("\n")


class _Shown(Treeprocessor):
    """Has code show the tags in it: it is what is indented, and known only once blocks are."""

    def __init__(self, spans: _Spans) -> None:
        super().__init__(spans.md)
        self._spans = spans

    def run(self, root: Any) -> None:
        """Put tags back into blocks of code."""
        for code in root.iter("code"):
            for sign, tag in self._spans.tags.items():
                if sign in (code.text or ""):
                    code.text = AtomicString(code.text.replace(sign, code_escape(tag)))


_SPAN = re.compile(r'<span(?: (?:class|lang)="[\w -]*")+>|</span>')
# Code in a line, pictures and raw text may hold tags that are none, and so may other tags, places
# that links lead to, and what these are called.
_HOLDING = ("`", "![", "<script", "<style", "<textarea")
_UNUSUAL = tuple(map(re.compile, (rf"<(?!{TAG})", r"\]\([^)<]*<", r"\[[^\]^]+\]:")))
