"""Checks between records: what is named exists, and what exists is named."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from factsheet.checks.walk import marked_texts, tokens_of
from factsheet.facts.formulas import inputs_of
from factsheet.facts.markup import NameRef
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.periods import RHYTHMS
from factsheet.messages import either, say
from factsheet.problems import Place, Problem, suggest
from factsheet.project import Project


def names_known(project: Project) -> Iterator[Problem]:
    """Every [[name]], speaker, scope, stop and city has a key in names."""
    known = sorted(project.book.names)
    cities = ((n.city, n.where.place("city")) for n in project.book.names.values() if n.city)
    for key, place in (*_name_uses(project), *cities):
        if key not in project.book.names:
            message = say("there is no name {key!r}", key=key)
            hint = suggest(key, known) or say("add it to facts/names/")
            yield Problem(place=place, rule="names-known", message=message, hint=hint)


def names_used(project: Project) -> Iterator[Problem]:
    """Every name is used."""
    used = {key for key, _ in _name_uses(project)}
    for name in project.book.names.values():
        if name.key not in used:
            message = say("the name {key!r} is not used", key=name.key)
            yield Problem(
                place=name.where.place(),
                rule="names-used",
                message=message,
                hint=say("delete it, or use [[key]]"),
            )


def sources_known(project: Project) -> Iterator[Problem]:
    """Every citation and exclusion names a source."""
    known = sorted(project.book.sources)
    for fact in project.book.facts:
        for citation in fact.cite:
            if citation.source not in project.book.sources:
                message = say("there is no source {key!r}", key=citation.source)
                hint = suggest(citation.source, known) or say("add facts/sources/<key>.yml")
                yield Problem(
                    place=citation.where.place("source"),
                    rule="sources-known",
                    message=message,
                    hint=hint,
                )
    for exclusion in project.book.exclusions:
        if exclusion.source not in project.book.sources:
            message = say("there is no source {key!r}", key=exclusion.source)
            hint = suggest(exclusion.source, known)
            yield Problem(
                place=exclusion.where.place("source"),
                rule="sources-known",
                message=message,
                hint=hint,
            )


def sources_used(project: Project) -> Iterator[Problem]:
    """Every source whose figures all count is cited by a fact."""
    used = {c.source for fact in project.book.facts for c in fact.cite}
    for source in project.book.sources.values():
        if source.key not in used and source.coverage == "full":
            message = say("no fact cites the source {key!r}", key=source.key)
            hint = say("cite it, delete it, or set coverage: partial")
            yield Problem(
                place=source.where.place(), rule="sources-used", message=message, hint=hint
            )


def originals(project: Project) -> Iterator[Problem]:
    """An article's title, paper and authors stand in its own language, others fall back to it."""
    for source in project.book.sources.values():
        fields = {
            "title": source.title,
            "description": source.description,
            "publication": source.publication,
            "via": source.via,
            "section": source.section,
            **{f"author {i}": author for i, author in enumerate(source.author, 1)},
        }
        for field, texts in fields.items():
            if texts is not None and SOURCE_LANGUAGE not in texts:
                place = source.where.place(field.split()[0])
                message = say(
                    "{field} is missing in {source_language!r}, the language of the article",
                    field=field,
                    source_language=SOURCE_LANGUAGE,
                )
                yield Problem(
                    place=place, rule="originals", message=message, hint=say("type it as printed")
                )
        if source.title is None and source.description is None:
            message = say("an article without a title needs a description")
            yield Problem(place=source.where.place("title"), rule="originals", message=message)


def letters(project: Project) -> Iterator[Problem]:
    """Every source has its own letter."""
    seen: dict[str, str] = {}
    for source in project.book.sources.values():
        if source.letter in seen:
            message = say(
                "the letter {letter} belongs to {seen}",
                letter=source.letter,
                seen=seen[source.letter],
            )
            yield Problem(place=source.where.place("letter"), rule="letters", message=message)
        seen.setdefault(source.letter, source.key)


def indicators(project: Project) -> Iterator[Problem]:
    """Every indicator named exists."""
    known = sorted(project.book.indicators)
    uses: list[tuple[str, Place]] = []
    for fact in project.book.facts:
        for figure in fact.figures.values():
            if figure.indicator:
                place = fact.where.place("figures", figure.name, "indicator")
                uses.append((figure.indicator, place))
    home = project.book.home
    for field, keys in (("pinned", home.pinned), ("highlights", home.highlights)):
        uses += [(key, home.where.place(field, i)) for i, key in enumerate(keys)]
    for topic in project.book.topics:
        uses += [(k, topic.where.place("highlights", i)) for i, k in enumerate(topic.highlights)]
    for indicator in project.book.indicators.values():
        others = (*indicator.parts, *([indicator.growth_of] if indicator.growth_of else []))
        uses += [(key, indicator.where.place()) for key in others]
    for key, place in uses:
        if key not in project.book.indicators:
            hint = suggest(key, known) or say("add it to facts/indicators.yml")
            yield Problem(
                place=place,
                rule="indicators",
                message=say("there is no indicator {key!r}", key=key),
                hint=hint,
            )


def rhythms(project: Project) -> Iterator[Problem]:
    """A highlighted indicator says which periods are its full ones."""
    book = project.book
    keys = [*book.home.pinned, *book.home.highlights]
    keys += [key for topic in book.topics for key in topic.highlights]
    for key in dict.fromkeys(keys):
        indicator = book.indicators.get(key)
        if indicator is not None and not indicator.rhythm:
            message = say("{key!r} is highlighted, but its rhythm is not known", key=key)
            hint = say("add rhythm: {rhythms}, its full period", rhythms=either(RHYTHMS))
            yield Problem(place=indicator.where.place(), rule="rhythms", message=message, hint=hint)


def facts_known(project: Project) -> Iterator[Problem]:
    """Every fact that a plan, caveat, difference, link or correction names exists."""
    facts = project.book.by_id()
    uses: list[tuple[str, Place]] = []
    for fact in project.book.facts:
        for field in ("fulfilled_by", "reported_by"):
            keys = getattr(fact, field)
            uses += [(key, fact.where.place(field, i)) for i, key in enumerate(keys)]
        if fact.updates:
            uses.append((fact.updates, fact.where.place("updates")))
    for section in project.book.sections:
        for caveat in section.caveats:
            uses += [(f, caveat.where.place("facts", i)) for i, f in enumerate(caveat.facts)]
    for notice in project.book.home.notices:
        uses.append((notice.fact, notice.where.place("fact")))
    for difference in project.book.disagreements:
        uses += [(f, difference.where.place("facts", i)) for i, f in enumerate(difference.facts)]
    for link in project.book.links:
        uses += [(f, link.where.place("facts", i)) for i, f in enumerate(link.facts)]
    for correction in project.book.corrections:
        uses.append((correction.fact, correction.where.place("fact")))
    for key, place in uses:
        if key not in facts:
            message = say("there is no fact {key!r}", key=key)
            yield Problem(
                place=place, rule="facts-known", message=message, hint=suggest(key, sorted(facts))
            )


def inputs_published(project: Project) -> Iterator[Problem]:
    """A published fact is calculated from published facts only."""
    facts = project.book.by_id()
    for fact in project.book.facts:
        if not fact.is_published:
            continue
        for figure in fact.figures.values():
            for key, name in inputs_of(figure.formula):
                if key in facts and not facts[key].is_published:
                    message = say(
                        "{{{key}.{name}}} is held or withdrawn, but this fact is published",
                        key=key,
                        name=name,
                    )
                    place = fact.where.place("figures", figure.name, "formula")
                    yield Problem(place=place, rule="inputs-published", message=message)


def corrections_shown(project: Project) -> Iterator[Problem]:
    """What is corrected is not held back: readers have to see what it says now."""
    facts = project.book.by_id()
    for correction in project.book.corrections:
        fact = facts.get(correction.fact)
        if fact is not None and fact.hold:
            message = say(
                "the fact {fact!r} is held, but a correction of it is published", fact=fact.id
            )
            hint = say("publish it again, or take the correction back with it")
            place = correction.where.place("fact")
            yield Problem(place=place, rule="corrections-shown", message=message, hint=hint)


def sections_known(project: Project) -> Iterator[Problem]:
    """Every question leads to a section."""
    keys = sorted(section.key for section in project.book.sections)
    for question in project.book.home.questions:
        if question.section not in keys:
            message = say("there is no section {key!r}", key=question.section)
            hint = suggest(question.section, keys)
            yield Problem(
                place=question.where.place("section"),
                rule="sections-known",
                message=message,
                hint=hint,
            )


@lru_cache(maxsize=4)
def _name_uses(project: Project) -> tuple[tuple[str, Place], ...]:
    """Return the key of each name that is used, with its place."""
    return tuple(_each_name_use(project))


def _each_name_use(project: Project) -> Iterator[tuple[str, Place]]:
    for text in marked_texts(project):
        for language in text.languages:
            for token in tokens_of(text.texts[language]):
                if isinstance(token, NameRef):
                    yield token.key, text.place(language)
    for fact in project.book.facts:
        for key in fact.by:
            yield key, fact.where.place("by")
        for figure in fact.figures.values():
            if figure.scope:
                yield figure.scope, fact.where.place("figures", figure.name, "scope")
    subject = project.book.edition.subject
    if subject:
        yield subject, project.book.edition.where.place("subject")
    yield from _drawn_names(project)


def _drawn_names(project: Project) -> Iterator[tuple[str, Place]]:
    for link in project.book.links:
        for index, key in enumerate(link.stops):
            yield key, link.where.place("stops", index)
    if project.book.schematic is not None:
        for place in project.book.schematic.places:
            yield place.name, place.where.place("name")
    for kind in project.book.cities.kinds if project.book.cities else ():
        for listed in kind.places:
            yield listed.name, listed.where.place("name")
            if listed.zone:
                yield listed.zone, listed.where.place("zone")
