"""Claims that a plan or project is not mentioned later -> what is searched for, and where.

A later article is any of another page that may be younger than the claim's own articles. Its
lines are searched for every Chinese form and alias of the names, for the figures as printed, and
for the words the curator gives; a line with one of them must be cited by a fact that the plan
names, or be set aside with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from factsheet.facts.contents import page_of
from factsheet.facts.drawn import Staged
from factsheet.facts.factbook import Factbook
from factsheet.facts.fields import Texts
from factsheet.facts.markup import MarkupError, NameRef, tokenize
from factsheet.facts.records import Fact, Silent, Source
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.parser import normalize

PLAN, ROW = "silence", "stages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim of silence: whose, what is searched for, in which articles, what is accounted for.

    `fact` is the plan, or the first fact of a row of stages, as `kind` tells. `named` are the
    lines, as source and number, of facts that report the plan.
    """

    fact: str
    kind: str
    silent: Silent
    terms: tuple[str, ...]
    articles: tuple[Source, ...]
    named: frozenset[tuple[str, int]] = frozenset()

    @property
    def aside(self) -> frozenset[tuple[str, int]]:
        """Return the lines set aside, as source and number."""
        return frozenset((a.source, line) for a in self.silent.aside for line in a.at)

    def found_in(self, line: str) -> tuple[str, ...]:
        """Return what is searched for and stands in a normalized line."""
        return tuple(term for term in self.terms if _stands(term, line))

    def unsearched(self, book: Factbook) -> tuple[Source, ...]:
        """Return the later articles that are as new as the newest of `through` and not named."""
        named = [book.sources[key] for key in self.silent.through if key in book.sources]
        pages = {page_of(source) for source in named}
        newest = max((_start(source) for source in named), default=date.min)
        return tuple(
            article
            for article in self.articles
            if page_of(article) not in pages and _end(article) >= newest
        )


def claims(book: Factbook) -> Iterator[Claim]:
    """Iterate over the claims of silence, of facts and of the table of stages."""
    facts = book.by_id()
    for fact in book.facts:
        if fact.silent is not None:
            reports = [facts[key] for key in reports_of(fact) if key in facts]
            yield Claim(
                fact=fact.id,
                kind=PLAN,
                silent=fact.silent,
                terms=_terms(book, (fact.text,), fact.silent, printed_of(fact)),
                articles=later_articles(book, _cited(book, fact)),
                named=frozenset((c.source, line) for f in reports for c in f.cite for line in c.at),
            )
    for row in book.stages:
        if row.silent is not None and (claim := claim_of_row(book, row)) is not None:
            yield claim


def claim_of_row(book: Factbook, row: Staged) -> Claim | None:
    """Return a row's claim: the pages after its first fact that none of its facts cites."""
    facts = book.by_id()
    entries = [facts[entry.fact] for entry in row.stages if entry.fact in facts]
    if row.silent is None or not entries:
        return None
    cited = [source for fact in entries for source in _cited(book, fact)]
    first = min(cited, key=_start, default=None)
    told = {page_of(source) for source in cited}
    later = later_articles(book, [first] if first else [])
    articles = tuple(source for source in later if page_of(source) not in told)
    terms = _terms(book, (row.project,), row.silent, ())
    return Claim(
        fact=row.stages[0].fact, kind=ROW, silent=row.silent, terms=terms, articles=articles
    )


def reports_of(fact: Fact) -> tuple[str, ...]:
    """Return the facts that report a plan later, done or not."""
    return (*fact.fulfilled_by, *fact.reported_by)


def printed_of(fact: Fact) -> tuple[str, ...]:
    """Return the figures of a fact in every wording that is printed."""
    own = [figure.printed for figure in fact.figures.values() if figure.printed]
    return (*own, *(text for citation in fact.cite for text in citation.printed.values()))


def later_articles(book: Factbook, own: Iterable[Source]) -> tuple[Source, ...]:
    """Return the archived articles of other pages that may be younger than all of `own`."""
    own = list(own)
    pages = {page_of(source) for source in own}
    start = max((_start(source) for source in own), default=date.min)
    end = max((_end(source) for source in own), default=date.min)
    found = [
        source
        for source in book.sources.values()
        if page_of(source)
        and page_of(source) not in pages
        and (_end(source) > end or _start(source) > start)
    ]
    return tuple(sorted(found, key=lambda s: (s.issued.recency, s.order)))


def _terms(
    book: Factbook, texts: Iterable[Texts], silent: Silent, printed: Iterable[str]
) -> tuple[str, ...]:
    words = [*silent.words, *printed]
    for key in sorted(_names(texts)):
        name = book.names.get(key)
        if name is not None and key != book.edition.subject:
            forms = (name.full.get(SOURCE_LANGUAGE, ""), name.short.get(SOURCE_LANGUAGE, ""))
            words += [*forms, *name.aliases]
    return tuple(dict.fromkeys(term for word in words if (term := normalize(word))))


def _names(texts: Iterable[Texts]) -> set[str]:
    found = set()
    for text in texts:
        for words in text.values():
            try:
                found |= {t.key for t in tokenize(words) if isinstance(t, NameRef)}
            except MarkupError:
                continue
    return found


def _cited(book: Factbook, fact: Fact) -> list[Source]:
    return [
        source
        for citation in fact.cite
        if not citation.proves_period_only and (source := book.sources.get(citation.source))
    ]


def _stands(term: str, line: str) -> bool:
    """Tell whether a term stands in a line, not as a piece of a longer number."""
    if term not in line:
        return False
    before = r"(?<![\d.])" if term[0].isdigit() else ""
    after = r"(?![\d.])" if term[-1].isdigit() else ""
    return re.search(before + re.escape(term) + after, line) is not None


def _start(source: Source) -> date:
    return source.issued.start or date.max


def _end(source: Source) -> date:
    return source.issued.end or date.max
