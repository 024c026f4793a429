"""The registers of an edition: its sources, names, plans, links and counts, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from factsheet.cache.last import Last
from factsheet.edition.drawn import LinkView
from factsheet.edition.history import CorrectionView
from factsheet.edition.imprint import ArticleData, CitationData
from factsheet.edition.notes import Citer
from factsheet.edition.rich import filled
from factsheet.edition.text import Lexicon
from factsheet.edition.views import (
    FactView,
    NameView,
    PlanView,
    Rich,
    Run,
    SourceView,
    Statistics,
    plain,
)
from factsheet.facts.borrowed import Borrowed
from factsheet.facts.factbook import Factbook
from factsheet.facts.frame import Name
from factsheet.facts.records import Citation, Fact, Section, Source
from factsheet.facts.silence import PLAN, Claim, claims, reports_of
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.periods import parse_period
from factsheet.language.readings import readings_of
from factsheet.language.vocabulary import (
    DIFFERENCE_KINDS,
    DONE,
    ENGLISH_NAMES,
    FURTHER,
    LINK_MODES,
    TAKEN_UP,
    UNMENTIONED,
)


class Registers:
    """Words what stands beside the facts; `shown` are the published facts by id."""

    def __init__(
        self,
        book: Factbook,
        lexicon: Lexicon,
        citer: Citer,
        shown: Mapping[str, FactView],
        verified: Mapping[str, str],
    ) -> None:
        """Bind the sheet, one language's words and its facts."""
        self.book = book
        self.lexicon = lexicon
        self.lang = lexicon.language
        self.word = lexicon.catalog.gettext
        self.citer = citer
        self.shown = shown
        self.verified = verified

    def sources(self, base: str, known: Last[Source, SourceView]) -> tuple[SourceView, ...]:
        """Return every article with its reference, notes and the facts that cite it.

        Those `known` from the last time, with `base` for all that articles are worded from, are
        not worded again.
        """
        used: dict[str, list[FactView]] = defaultdict(list)
        for found in self.book.by_section(_citing, _cited_in):
            for key, facts in found.items():
                used[key] += map(self.shown.__getitem__, facts)
        articles = sorted(self.book.sources.values(), key=lambda s: s.order)
        views = known.each((((base, source.key), source) for source in articles), self._source)
        return tuple(replace(view, facts=tuple(used[view.key])) for view in views)

    def _source(self, source: Source) -> SourceView:
        """Return an article without its facts."""
        archive = source.archive
        return SourceView(
            key=source.key,
            letter=source.letter,
            reference=self.citer.reference(source),
            short=self.citer.short_reference(source),
            brief=self.citer.brief_reference(source),
            notes=self.citer.source_notes(source),
            dating=self.citer.source_dating(source),
            facts=(),
            file=archive.file if archive else "",
            lines=", ".join(f"{a}–{b}" for a, b in archive.lines) if archive else "",
            data=self._article(source),
        )

    def corrections(self, pages: Mapping[str, str]) -> tuple[CorrectionView, ...]:
        """Return the corrections, newest first: those of this language's words, if there are."""
        facts = self.book.by_id()
        found = tuple(
            CorrectionView(
                day=c.date.isoformat(),
                date=self.lexicon.wording.period(parse_period(c.date.isoformat())),
                fact=c.fact,
                page=pages[c.fact],
                said=c.said[self.lang],
                says=plain(
                    self.lexicon.runs(self.lexicon.text(c.says, facts[c.fact], self.citer.figures))
                ),
                why=c.why[self.lang],
            )
            for c in sorted(self.book.corrections, key=lambda c: c.date, reverse=True)
        )
        return tuple(c for c in found if c.said != c.says) or found

    def _article(self, source: Source) -> ArticleData:
        texts = source.title or source.description or {}
        paper = None if source.publication_basis is not None else source.publication
        return ArticleData(
            kind=source.kind,
            issued=source.issued.text,
            is_issue_inferred=source.issued_basis is not None,
            coverage=source.coverage,
            spans=source.archive.lines if source.archive else None,
            title=texts.get(self.lang, ""),
            original=texts.get(SOURCE_LANGUAGE, "") if source.title is not None else "",
            authors=tuple(author.get(self.lang, "") for author in source.author),
            publication=(paper or {}).get(self.lang, ""),
            inferred_publication="" if paper else (source.publication or {}).get(self.lang, ""),
            via=(source.via or {}).get(self.lang, ""),
            section=(source.section or {}).get(self.lang, ""),
            number=source.number,
            page=source.page,
            url=source.url,
        )

    def names(self) -> tuple[NameView, ...]:
        """Return the names that published facts use, by kind and in the order of the language."""
        used: dict[str, list[FactView]] = defaultdict(list)
        for fact in self.book.facts:
            if fact.id in self.shown:
                for key in self.lexicon.names_in(fact):
                    used[key].append(self.shown[fact.id])
        views = []
        for name in self.book.names.values():
            if name.key not in used:
                continue
            others = tuple(
                Run(text=name.full[lang], lang=self.lexicon.html_of(lang))
                for lang in self.book.languages
                if lang != self.lang
                and lang in name.full
                and not isinstance(name.full[lang], Borrowed)
            )
            views.append(
                NameView(
                    key=name.key,
                    kind=name.kind,
                    kind_word=self.word(name.kind),
                    full=name.full[self.lang],
                    short=name.short[self.lang],
                    others=others,
                    gloss=name.gloss[self.lang] if name.gloss else "",
                    translation=self.word(ENGLISH_NAMES[name.english])
                    + (self.word(": ") + name.by if name.by else ""),
                    facts=tuple(used[name.key]),
                    aliases=(*name.aliases, *_short_elsewhere(name, self.lang)),
                    readings=self._readings(name),
                    initial=self.lexicon.style.initial(name.full[self.lang]),
                    city=name.city,
                )
            )
        views.sort(key=lambda view: self.lexicon.style.order(view.full))
        ranked = [replace(view, rank=rank) for rank, view in enumerate(views)]
        return tuple(sorted(ranked, key=lambda view: view.kind))

    def _readings(self, name: Name) -> tuple[str, ...]:
        """Return how a name is typed in letters, in a language whose search knows it."""
        if not self.lexicon.style.search.readings:
            return ()
        return readings_of((name.full[self.lang], name.short[self.lang], *name.aliases))

    def plans(self) -> tuple[PlanView, ...]:
        """Return plans with the later facts that report them, or the proof that none does."""
        plans = []
        silences = {claim.fact: claim for claim in claims(self.book) if claim.kind == PLAN}
        announced = self.book.by_section(_announced, _announced_in)
        for fact in chain.from_iterable(announced):
            done = tuple(self.shown[f] for f in fact.fulfilled_by if f in self.shown)
            taken_up = tuple(self.shown[f] for f in fact.reported_by if f in self.shown)
            later = [(self.word(DONE), report) for report in done]
            later += [(self.word(TAKEN_UP), report) for report in taken_up]
            plans.append(
                PlanView(
                    fact=self.shown[fact.id],
                    fulfilled_by=done,
                    reported_by=taken_up,
                    silent=self._silence(fact, silences.get(fact.id)),
                    due=fact.period.is_over(self.book.edition.date),
                    ahead=fact.period.is_ahead(self.book.edition.date),
                    later=tuple(later),
                )
            )
        return tuple(plans)

    def _silence(self, fact: Fact, claim: Claim | None) -> Rich:
        """Say up to which day articles do not mention a plan, or not again, and how that is known.

        Empty where nothing is claimed, or later articles are not searched.
        """
        if claim is None or not claim.articles or claim.unsearched(self.book):
            return ()
        words = FURTHER if reports_of(fact) else UNMENTIONED
        newest = max(claim.articles, key=lambda source: source.issued.recency)
        said = filled(self.word(words), {"date": self.lexicon.issued(newest)})
        basis = self.lexicon.runs(claim.silent.basis[self.lang])
        return filled(self.word("%(text)s (%(marks)s)"), {"text": said, "marks": basis})

    def links(self) -> tuple[LinkView, ...]:
        """Return the edges of the channel schematic that rest on published facts."""
        links = []
        for link in self.book.links:
            facts = tuple(self.shown[key] for key in link.facts if key in self.shown)
            if facts:
                stops = tuple(self.lexicon.name(key, short=True) for key in link.stops)
                mode = self.word(LINK_MODES[link.mode])
                links.append(
                    LinkView(id=link.id, topic=facts[0].topic, mode=mode, stops=stops, facts=facts)
                )
        return tuple(links)

    def statistics(self) -> Statistics:
        """Return how much was verified, and when last."""
        facts = [fact for fact in self.book.facts if fact.id in self.shown]
        figures = [figure for fact in facts for figure in fact.figures.values()]
        citations = [citation for fact in facts for citation in fact.cite]
        found = {self.verified[fact.id] for fact in facts if fact.id in self.verified}
        days = [parse_period(day) for day in sorted(found)]
        return Statistics(
            facts=len(facts),
            figures=sum(1 for figure in figures if figure.printed),
            calculated=sum(1 for figure in figures if figure.formula),
            lines=len({(c.source, line) for c in citations for line in c.at}),
            articles=len({c.source for c in citations}),
            differences=tuple(
                (self.word(words), count)
                for kind, words in DIFFERENCE_KINDS.items()
                if (count := sum(1 for d in self.book.disagreements if d.kind == kind))
            ),
            verified=self.lexicon.wording.period(max(days, key=lambda day: day.recency))
            if days
            else "",
        )


def _short_elsewhere(name: Name, lang: str) -> tuple[str, ...]:
    """Return a name's short forms in the other languages."""
    return tuple(short for key, short in name.short.items() if key != lang)


def citation_data(citation: Citation) -> CitationData:
    """Return a citation as data."""
    return CitationData(
        source=citation.source,
        at=citation.at,
        proves_period_only=citation.proves_period_only,
        printed=citation.printed,
        evidence=citation.evidence,
    )


def years_of(book: Factbook) -> tuple[int, int] | None:
    """Return the first and the last year that published facts have figures of."""
    years = set[int]().union(*book.by_section(_years, _years_in))
    return (min(years), max(years)) if years else None


def _years_in(section: Section) -> frozenset[int]:
    return frozenset(
        year
        for fact in section.facts
        if fact.is_published
        for period in fact.periods.values()
        if period is fact.period or period.form != "years"  # else growth is measured against it
        for year in period.years
    )


def _announced_in(section: Section) -> list[Fact]:
    """Return the published facts that announce something, or are said to."""
    return [
        fact
        for fact in section.facts
        if fact.is_published
        and (fact.status in ("plan", "target") or reports_of(fact) or fact.silent)
    ]


def _cited_in(section: Section) -> Mapping[str, list[str]]:
    """Return the published facts that cite each article, by their ids."""
    cited: dict[str, list[str]] = defaultdict(list)
    for fact in section.facts:
        for key in dict.fromkeys(c.source for c in fact.cite if fact.is_published):
            cited[key].append(fact.id)
    return cited


_years: Last[Section, frozenset[int]] = Last()
_announced: Last[Section, list[Fact]] = Last()
_citing: Last[Section, Mapping[str, list[str]]] = Last()
