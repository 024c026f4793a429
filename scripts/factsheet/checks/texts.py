"""Checks of what is written: the same in all languages, nothing typed that the program words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factsheet.checks.walk import (
    Written,
    fact_texts,
    marked_texts,
    other_texts,
    plain_texts,
    slots_of,
    tokens_of,
)
from factsheet.facts.contents import COUNTS, DATES, SHEET
from factsheet.facts.markup import MarkupError, NameRef, Slot, Words, tokenize
from factsheet.facts.records import FUTURE, PERIOD, Fact
from factsheet.problems import Problem, suggest
from factsheet.project import Project

SLIPS = (
    (r"\*\*", "would be printed as it stands", "delete it: texts know no bold"),
    (
        r"[｛{][a-z][a-z0-9._-]*｝|｛[a-z][a-z0-9._-]*\}",
        "is written with full-width braces",
        "type { and }",
    ),
    (
        r"(?:［［|【【)[a-z0-9|-]+|[a-z0-9|-]+(?:］］|】】)",
        "is written with full-width brackets",
        "type [[ and ]]",
    ),
)
GROWTH_BASES = ("rate", "average-annual")


def languages(project: Project) -> Iterator[Problem]:
    """Every text stands in every language of the sheet, and in no other."""
    expected = set(project.book.languages)
    for text in (*marked_texts(project), *plain_texts(project)):
        written = set(text.languages)
        if "*" in written:
            continue
        for language in sorted(expected - written):
            yield Problem(
                place=text.place(), rule="languages", message=f"the text is missing in {language!r}"
            )
        for language in sorted(written - expected):
            hint = suggest(language, sorted(expected)) or f"languages: {', '.join(expected)}"
            message = f"{language!r} is not a language of the sheet"
            yield Problem(place=text.place(language), rule="languages", message=message, hint=hint)


def markup(project: Project) -> Iterator[Problem]:
    """Braces and brackets can be read."""
    for text in marked_texts(project):
        for language in text.languages:
            try:
                tokenize(text.texts[language])
            except MarkupError as error:
                hint = "write {figure}, {period}, [[name]] or [[name|short]]"
                yield Problem(
                    place=text.place(language), rule="markup", message=str(error), hint=hint
                )


def slips(project: Project) -> Iterator[Problem]:
    """No sign that would be printed as it stands: asterisks for bold, full-width braces."""
    for text in (*marked_texts(project), *plain_texts(project)):
        for language in text.languages:
            for expression, message, hint in SLIPS:
                if match := re.search(expression, text.texts[language]):
                    said = f"“{match[0]}” {message}"
                    yield Problem(place=text.place(language), rule="slips", message=said, hint=hint)


def same_slots(project: Project) -> Iterator[Problem]:
    """All languages of a text use the same figures, periods and names."""
    for text in marked_texts(project):
        used = {
            language: {
                ("[[" + t.key + "]]") if isinstance(t, NameRef) else _slot(t)
                for t in tokens_of(text.texts[language])
                if not isinstance(t, Words)
            }
            for language in text.languages
        }
        everything = set().union(*used.values())
        for language, own in used.items():
            for missing in sorted(everything - own):
                others = ", ".join(sorted(k for k, v in used.items() if missing in v))
                message = f"{missing} is used in {others} but not in {language}"
                yield Problem(place=text.place(language), rule="same-slots", message=message)


def known_slots(project: Project) -> Iterator[Problem]:
    """Every slot names a figure or period of its fact, or {fact.figure} of another."""
    facts = project.book.by_id()
    for text in marked_texts(project):
        for language in text.languages:
            for slot in slots_of(text.texts[language]):
                owner = facts.get(slot.fact) if slot.fact else text.fact
                if slot.fact == SHEET and slot.name in (*COUNTS, *DATES):
                    continue
                if slot.fact == SHEET:
                    known = [*COUNTS, *DATES]
                    hint = suggest(slot.name, known) or f"known: {', '.join(known)}"
                    message = f"the sheet has no {slot.name!r}"
                elif owner is None:
                    hint = (
                        suggest(slot.fact, sorted(facts)) if slot.fact else "write {fact-id.name}"
                    )
                    message = f"{_slot(slot)} names no fact"
                elif slot.name == PERIOD and owner.period.form == "none":
                    hint = "the pages show that it is undated"
                    message = f"{_slot(slot)} cannot be worded: the fact is undated"
                elif slot.name in owner.figures or slot.name in owner.periods:
                    continue
                else:
                    known = sorted({*owner.figures, *owner.periods})
                    hint = suggest(slot.name, known) or f"known: {', '.join(known)}"
                    message = f"the fact {owner.id!r} has no figure or period {slot.name!r}"
                yield Problem(
                    place=text.place(language), rule="known-slots", message=message, hint=hint
                )


def unused_figures(project: Project) -> Iterator[Problem]:
    """Every figure and period of a fact stands in its sentence."""
    for fact in project.book.facts:
        used = {slot.name for text in fact.text.values() for slot in slots_of(text)}
        for name in sorted({*fact.figures, *fact.periods} - used - {PERIOD}):
            message = f"{{{name}}} is declared but not used in the sentence"
            trail = ("figures", name) if name in fact.figures else ("periods", name)
            yield Problem(place=fact.where.place(*trail), rule="unused-figures", message=message)


def typed_figures(project: Project) -> Iterator[Problem]:
    """No digit, number word, scale, currency or percent word is typed by hand in a text."""
    for text in marked_texts(project):
        for language in text.languages:
            for style_key in project.styles if language == "*" else (language,):
                style = project.styles.get(style_key)
                if style is None:
                    continue
                words = _typed(text.texts[language])
                for kind, expression in style.words.typed_figures.items():
                    match = re.search(expression, words)
                    if match and text.kind == "standing" and not _counts(match):
                        continue
                    if match:
                        message = f"“{match.group(0)}” is typed by hand ({kind})"
                        hint = "make it a figure and write {name}; a name that holds it is [[key]]"
                        yield Problem(
                            place=text.place(language),
                            rule="typed-figures",
                            message=message,
                            hint=hint,
                        )


def typed_qualifiers(project: Project) -> Iterator[Problem]:
    """No qualifier is typed beside a figure: it is part of the figure as printed."""
    for text in marked_texts(project):
        for language, style in project.styles.items():
            tokens = tokens_of(text.texts.get(language, text.texts.get("*", "")))
            words = [token.text if isinstance(token, Words) else "" for token in tokens]
            before = re.compile(f"(?:{style.words.qualifiers_before or '(?!)'})$", re.IGNORECASE)
            after = re.compile(style.words.qualifiers_after or "(?!)", re.IGNORECASE)
            for index, token in enumerate(tokens):
                if not isinstance(token, Slot) or not _is_figure(project, text, token):
                    continue
                match = before.search(words[index - 1]) if index else None
                if match is None and index + 1 < len(words):
                    match = after.match(words[index + 1])
                if match:
                    message = f"“{match.group(0).strip()}” is typed beside {_slot(token)}"
                    hint = "type the qualifier in printed, as the article prints it"
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
            words = _typed(text.texts.get(language, ""))
            for name, why in confused.items():
                if name in words:
                    yield Problem(
                        place=text.place(language),
                        rule="confusions",
                        message=f"“{name}”: {why}",
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
            words = _typed(text.texts.get(language, ""), "\n")
            for form in dict.fromkeys(pattern.findall(words) if names else []):
                message = f"the name “{form}” stands raw in the text"
                hint = f"write [[{names[form]}]] in every language"
                yield Problem(
                    place=text.place(language), rule="raw-names", message=message, hint=hint
                )


def directions(project: Project) -> Iterator[Problem]:
    """A growth figure has a word of its direction in every language."""
    for fact in project.book.facts:
        for figure in fact.figures.values():
            quantity = project.figures.quantities.get((fact.id, figure.name))
            if quantity is None or not _is_growth(project, figure.basis, figure.indicator):
                continue
            down = quantity.bounds[1] < 0
            for language, style in project.styles.items():
                text = fact.text.get(language, "")
                expression = style.words.down if down else style.words.up
                if not re.search(expression, _typed(text)):
                    word = "fell" if down else "grew"
                    message = f"no word says that {{{figure.name}}} {word}"
                    yield Problem(
                        place=fact.where.place("text", language), rule="directions", message=message
                    )


def period_shown(project: Project) -> Iterator[Problem]:
    """A sentence with figures shows its period, so that no year gets lost in a quotation."""
    for fact in project.book.facts:
        if not fact.figures or fact.period.form == "none":
            continue
        for language, text in fact.text.items():
            if not any(slot.name in fact.periods for slot in slots_of(text)):
                message = "the sentence has figures but no {period}"
                yield Problem(
                    place=fact.where.place("text", language), rule="period-shown", message=message
                )


def bare_figures(project: Project) -> Iterator[Problem]:
    """A text that borrows a figure says that it is calculated, or what it measures."""
    facts = project.book.by_id()
    for text in other_texts(project):
        for language, style in project.styles.items():
            told = _worded(project, text.texts.get(language, ""), language)
            for slot in dict.fromkeys(slots_of(text.texts.get(language, ""))):
                figure = facts[slot.fact].figures.get(slot.name) if slot.fact in facts else None
                if figure is None:
                    continue
                needed = [*(["calculated"] if figure.formula else []), figure.basis]
                for measure in needed:
                    expression = style.words.measures.get(measure)
                    if expression and not re.search(expression, told):
                        message = f"no word says that {_slot(slot)} is {measure}"
                        hint = "what a fact says of its figure goes where the figure goes"
                        yield Problem(
                            place=text.place(language),
                            rule="bare-figures",
                            message=message,
                            hint=hint,
                        )


def prepositions(project: Project) -> Iterator[Problem]:
    """A period that carries its own preposition gets no second one."""
    for text in fact_texts(project):
        assert text.fact is not None
        for language, style in project.styles.items():
            before = ""
            for token in tokens_of(text.texts.get(language, "")):
                period = text.fact.periods.get(token.name) if isinstance(token, Slot) else None
                if period is not None and period.reach in style.periods.own_preposition:
                    words = style.periods.prepositions
                    match = (
                        re.search(rf"(?i)(?:^|\W)({'|'.join(words)})\s*$", before)
                        if words
                        else None
                    )
                    last = before if style.space == "" else ""
                    raw = next((w for w in words if last.endswith(w)), "")
                    if match or raw:
                        word = match.group(1) if match else raw
                        message = f"“{word}” stands before a period that brings its own preposition"
                        hint = f"delete “{word}” before {{{token.name}}}"  # type: ignore[union-attr]
                        yield Problem(
                            place=text.place(language),
                            rule="prepositions",
                            message=message,
                            hint=hint,
                        )
                before = token.text if isinstance(token, Words) else "\0"


def status_words(project: Project) -> Iterator[Problem]:
    """Plans, targets, proposals and estimates say so; results do not sound like plans."""
    for fact in project.book.facts:
        for language, style in project.styles.items():
            words = _sentence_words(project, fact, language)
            place = fact.where.place("text", language)
            expected = style.words.status.get(fact.status)
            if expected and not re.search(expected, words):
                message = f"no word of the sentence says that it is: {fact.status}"
                yield Problem(
                    place=place,
                    rule="status-words",
                    message=message,
                    hint="or change the fact's status",
                )
            if fact.status in ("outturn", "in-force"):
                match = re.search(style.words.not_in_results, words)
                if match:
                    message = (
                        f"“{match.group(0)}” sounds like a plan, but the status is {fact.status}"
                    )
                    yield Problem(place=place, rule="status-words", message=message)


def glosses(project: Project) -> Iterator[Problem]:
    """A gloss says what a word means: no figure, no date, nothing that needs a footnote."""
    for name in project.book.names.values():
        for language, gloss in (name.gloss or {}).items():
            style = project.styles.get(language)
            for kind, expression in style.words.typed_figures.items() if style else ():
                match = re.search(expression, gloss)
                if match:
                    message = f"the gloss holds “{match.group(0)}” ({kind})"
                    hint = "a gloss says what the word means; a figure belongs in a fact"
                    place = name.where.place("gloss", language)
                    yield Problem(place=place, rule="glosses", message=message, hint=hint)


def _counts(match: re.Match[str]) -> bool:
    """Tell whether a typed number stands before what it counts: five pages, but not: a good one."""
    return match.string[match.end() :].lstrip()[:1].isalnum()


def _is_figure(project: Project, text: Written, slot: Slot) -> bool:
    owner = project.book.by_id().get(slot.fact) if slot.fact else text.fact
    return owner is not None and slot.name in owner.figures


def _is_growth(project: Project, basis: str, indicator: str) -> bool:
    known = project.book.indicators.get(indicator)
    return basis in GROWTH_BASES or (known is not None and bool(known.growth_of))


def _typed(text: str, between: str = " ") -> str:
    """Return the words of a text that were typed, its slots and names taken out."""
    return between.join(t.text for t in tokens_of(text) if isinstance(t, Words))


def _worded(project: Project, text: str, language: str) -> str:
    """Return the words of a text with its names worded."""
    out = ""
    for token in tokens_of(text):
        if isinstance(token, NameRef) and (name := project.book.names.get(token.key)):
            out += name.full.get(language, "")
        out += token.text if isinstance(token, Words) else " "
    return out


def _sentence_words(project: Project, fact: Fact, language: str) -> str:
    """Return a sentence with its names worded: a plan's name may say that it is a plan."""
    out = ""
    for token in tokens_of(fact.text.get(language, "")):
        match token:
            case Words(text):
                out += text
            case NameRef(key=key):
                name = project.book.names.get(key)
                out += name.full.get(language, "") if name and fact.status in FUTURE else "\0"
            case _:
                out += "\0"
    return out


def _slot(slot: Slot) -> str:
    return "{" + (f"{slot.fact}.{slot.name}" if slot.fact else slot.name) + "}"
