"""Checks of what is written: the same in all languages, nothing typed that the program words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from factsheet.checks.walk import (
    Written,
    braced,
    fact_texts,
    marked_texts,
    plain_texts,
    slots_of,
    tokens_of,
    typed_words,
)
from factsheet.facts.contents import COUNTS, DATES, ISSUED, SHEET, newest_cited
from factsheet.facts.markup import MarkupError, NameRef, Slot, Words, tokenize
from factsheet.facts.records import PERIOD, Fact
from factsheet.messages import said, say
from factsheet.problems import Problem, suggest
from factsheet.project import Project

SLIPS = (
    (
        r"\*\*",
        say("would be printed as it stands"),
        say("delete it: texts know no bold"),
    ),
    (
        r"[｛{][a-z][a-z0-9._-]*｝|｛[a-z][a-z0-9._-]*\}",
        say("is written with full-width braces"),
        say("type {{ and }}"),
    ),
    (
        r"(?:［［|【【)[a-z0-9|-]+|[a-z0-9|-]+(?:］］|】】)",
        say("is written with full-width brackets"),
        say("type [[ and ]]"),
    ),
)
_SLIP = re.compile(r"\*\*|[｛｝]|［［|】】|【【|］］")  # one of these stands in each slip


def languages(project: Project) -> Iterator[Problem]:
    """Every text stands in every language of the sheet, and in no other.

    One published in part may lack texts; one that is prepared may have some.
    """
    expected = {language.key for language in project.languages if not language.lender}
    known = project.prepared.union(project.book.languages)
    for text in (*marked_texts(project), *plain_texts(project)):
        written = set(text.languages)
        if "*" in written:
            continue
        for language in sorted(expected - written):
            yield Problem(
                place=text.place(),
                rule="languages",
                message=say("the text is missing in {language!r}", language=language),
                hint=say("add {language}: beside the other languages", language=language),
            )
        for language in sorted(written - known):
            hint = suggest(language, sorted(known)) or say(
                "languages: {expected}", expected=", ".join(sorted(known))
            )
            message = say("{language!r} is not a language of the sheet", language=language)
            yield Problem(place=text.place(language), rule="languages", message=message, hint=hint)


def markup(project: Project) -> Iterator[Problem]:
    """Braces and brackets can be read."""
    for text in marked_texts(project):
        for language in text.languages:
            try:
                tokenize(text.texts[language])
            except MarkupError as error:
                hint = say("write {{figure}}, {{period}}, [[name]] or [[name|short]]")
                yield Problem(
                    place=text.place(language), rule="markup", message=said(error), hint=hint
                )


def slips(project: Project) -> Iterator[Problem]:
    """No sign that would be printed as it stands: asterisks for bold, full-width braces."""
    for text in (*marked_texts(project), *plain_texts(project)):
        for language in text.languages:
            if not _SLIP.search(text.texts[language]):
                continue
            for expression, message, hint in SLIPS:
                if match := re.search(expression, text.texts[language]):
                    told = say("“{sign}” {message}", sign=match[0], message=message)
                    yield Problem(place=text.place(language), rule="slips", message=told, hint=hint)


def same_slots(project: Project) -> Iterator[Problem]:
    """All languages of a text use the same figures, periods and names."""
    for text in marked_texts(project):
        used = {
            language: {
                ("[[" + t.key + "]]") if isinstance(t, NameRef) else braced(t)
                for t in tokens_of(text.texts[language])
                if not isinstance(t, Words)
            }
            for language in text.languages
        }
        everything = set().union(*used.values())
        for language, own in used.items():
            for missing in sorted(everything - own):
                others = ", ".join(sorted(k for k, v in used.items() if missing in v))
                message = say(
                    "{missing} is used in {others} but not in {language}",
                    missing=missing,
                    others=others,
                    language=language,
                )
                hint = say("write it in every language, or in none")
                yield Problem(
                    place=text.place(language), rule="same-slots", message=message, hint=hint
                )


def known_slots(project: Project) -> Iterator[Problem]:
    """Every slot names a figure or period of its fact, or {fact.figure} of another.

    Texts beside facts may use {fact.issued} too, the day of its newest article.
    """
    book = project.book
    facts = book.by_id()
    for text in marked_texts(project):
        for language in text.languages:
            for slot in slots_of(text.texts[language]):
                owner = facts.get(slot.fact) if slot.fact else text.fact
                if slot.fact == SHEET and slot.name in (*COUNTS, *DATES):
                    continue
                if slot.fact == SHEET:
                    known = [*COUNTS, *DATES]
                    hint = suggest(slot.name, known) or say(
                        "known: {known}", known=", ".join(known)
                    )
                    message = say("the sheet has no {name!r}", name=slot.name)
                elif owner is None:
                    hint = (
                        suggest(slot.fact, sorted(facts))
                        if slot.fact
                        else say("write {{fact-id.name}}")
                    )
                    message = say("{slot} names no fact", slot=braced(slot))
                elif slot.name == PERIOD and owner.period.form == "none":
                    hint = say(
                        "take the slot out: the pages show that it is undated; or type period:"
                    )
                    message = say("{slot} cannot be worded: the fact is undated", slot=braced(slot))
                elif (
                    slot.name in owner.figures
                    or slot.name in owner.periods
                    or (slot.name == ISSUED and text.fact is None and newest_cited(book, owner))
                ):
                    continue
                else:
                    known = sorted({*owner.figures, *owner.periods})
                    hint = suggest(slot.name, known) or say(
                        "known: {known}", known=", ".join(known)
                    )
                    message = say(
                        "the fact {id!r} has no figure or period {name!r}",
                        id=owner.id,
                        name=slot.name,
                    )
                yield Problem(
                    place=text.place(language), rule="known-slots", message=message, hint=hint
                )


def unused_figures(project: Project) -> Iterator[Problem]:
    """Every figure and period of a fact stands in its sentence."""
    for fact in project.book.facts:
        used = {slot.name for text in fact.text.values() for slot in slots_of(text)}
        for name in sorted({*fact.figures, *fact.periods} - used - {PERIOD}):
            message = say("{{{name}}} is declared but not used in the sentence", name=name)
            trail = ("figures", name) if name in fact.figures else ("periods", name)
            hint = say("write {{{name}}} in the sentence, or delete it", name=name)
            yield Problem(
                place=fact.where.place(*trail), rule="unused-figures", message=message, hint=hint
            )


def typed_figures(project: Project) -> Iterator[Problem]:
    """No digit, number word, scale, currency or percent word is typed by hand in a text."""
    searches = {
        key: [(kind, re.compile(words).search) for kind, words in style.words.typed_figures.items()]
        for key, style in project.styles.items()
    }
    for text in marked_texts(project):
        for language in text.languages:
            words = typed_words(text.texts[language])
            for key in searches if language == "*" else (language,):
                for kind, search in searches.get(key, ()):
                    match = search(words)
                    if match and text.kind == "standing" and not _counts(match):
                        continue
                    if match:
                        message = say(
                            "“{words}” is typed by hand ({kind})", words=match[0], kind=kind
                        )
                        hint = say(
                            "make it a figure and write {{name}}; a name that holds it is [[key]]"
                        )
                        yield Problem(
                            place=text.place(language),
                            rule="typed-figures",
                            message=message,
                            hint=hint,
                        )


def typed_qualifiers(project: Project) -> Iterator[Problem]:
    """No qualifier is typed beside a figure: it is part of the figure as printed."""
    facts = project.book.by_id()
    for language, style in project.styles.items():
        before = re.compile(f"(?:{style.words.qualifiers_before or '(?!)'})$", re.IGNORECASE)
        after = re.compile(style.words.qualifiers_after or "(?!)", re.IGNORECASE)
        for text in marked_texts(project):
            tokens = tokens_of(text.texts.get(language, text.texts.get("*", "")))
            words = [token.text if isinstance(token, Words) else "" for token in tokens]
            for index, token in enumerate(tokens):
                if not isinstance(token, Slot) or not _is_figure(facts, text, token):
                    continue
                match = before.search(words[index - 1]) if index else None
                if match is None and index + 1 < len(words):
                    match = after.match(words[index + 1])
                if match:
                    message = say(
                        "“{words}” is typed beside {slot}",
                        words=match[0].strip(),
                        slot=braced(token),
                    )
                    hint = say("type the qualifier in printed, as the article prints it")
                    yield Problem(
                        place=text.place(language),
                        rule="typed-qualifiers",
                        message=message,
                        hint=hint,
                    )


def confusions(project: Project) -> Iterator[Problem]:
    """No look-alike of a name stands in a text (Shaanxi for Shanxi)."""
    for text in marked_texts(project):
        for language, confused in project.book.edition.confusions.items():
            words = typed_words(text.texts.get(language, ""))
            for name, why in confused.items():
                if name in words:
                    yield Problem(
                        place=text.place(language),
                        rule="confusions",
                        message=say("“{name}”: {why}", name=name, why=why),
                    )


def raw_names(project: Project) -> Iterator[Problem]:
    """A name that has a key is written as [[key]] in a fact's texts."""
    for language, style in project.styles.items():
        if not style.words.raw_names:
            continue
        names: dict[str, str] = {}
        for name in project.book.names.values():
            for form in (name.full.get(language, ""), name.short.get(language, ""), *name.aliases):
                if len(form) > 1 and not form.isascii():
                    names.setdefault(form, name.key)
        pattern = re.compile("|".join(re.escape(f) for f in sorted(names, key=len, reverse=True)))
        for text in fact_texts(project):
            words = typed_words(text.texts.get(language, ""), "\n")
            for form in dict.fromkeys(pattern.findall(words) if names else []):
                message = say("the name “{form}” stands raw in the text", form=form)
                hint = say("write [[{key}]] in every language", key=names[form])
                yield Problem(
                    place=text.place(language), rule="raw-names", message=message, hint=hint
                )


def glosses(project: Project) -> Iterator[Problem]:
    """A gloss says what a word means: no figure, no date, nothing that needs a footnote."""
    for name in project.book.names.values():
        for language, gloss in (name.gloss or {}).items():
            style = project.styles.get(language)
            for kind, expression in style.words.typed_figures.items() if style else ():
                match = re.search(expression, gloss)
                if match:
                    message = say("the gloss holds “{words}” ({kind})", words=match[0], kind=kind)
                    hint = say("a gloss says what the word means; a figure belongs in a fact")
                    place = name.where.place("gloss", language)
                    yield Problem(place=place, rule="glosses", message=message, hint=hint)


def _counts(match: re.Match[str]) -> bool:
    """Tell whether a typed number stands before what it counts: five pages, but not: a good one."""
    return match.string[match.end() :].lstrip()[:1].isalnum()


def _is_figure(facts: Mapping[str, Fact], text: Written, slot: Slot) -> bool:
    owner = facts.get(slot.fact) if slot.fact else text.fact
    return owner is not None and slot.name in owner.figures
