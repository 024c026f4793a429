"""Checks of sentences: what their words say of direction, period, basis and status."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factsheet.checks.walk import braced, fact_texts, other_texts, slots_of, tokens_of, typed_words
from factsheet.facts.markup import NameRef, Slot, Words
from factsheet.facts.records import FUTURE, Fact
from factsheet.figures.grammar import DOWN
from factsheet.messages import say
from factsheet.problems import Problem
from factsheet.project import Project

GROWTH_BASES = ("rate", "average-annual")


def directions(project: Project) -> Iterator[Problem]:
    """A growth figure, and one typed as a decrease, has its direction in every language."""
    for fact in project.book.facts:
        for figure in fact.figures.values():
            quantity = project.figures.quantities.get((fact.id, figure.name))
            if quantity is None:
                continue
            down = quantity.bounds[1] < 0
            lessened = down and any(word in figure.printed for word in DOWN)
            if not (lessened or _is_growth(project, figure.basis, figure.indicator)):
                continue
            for language, style in project.styles.items():
                text = fact.text.get(language)
                expression = style.words.down if down else style.words.up
                if text and not re.search(expression, typed_words(text)):
                    message = (
                        say("no word says that {{{name}}} fell", name=figure.name)
                        if down
                        else say("no word says that {{{name}}} grew", name=figure.name)
                    )
                    yield Problem(
                        place=fact.where.place("text", language),
                        rule="directions",
                        message=message,
                        hint=say("say it in each language, as in: up, fell, 增长, 下降"),
                    )


def period_shown(project: Project) -> Iterator[Problem]:
    """A sentence with figures shows its period, so that no year gets lost in a quotation."""
    for fact in project.book.facts:
        if not fact.figures or fact.period.form == "none":
            continue
        for language, text in fact.text.items():
            if not any(slot.name in fact.periods for slot in slots_of(text)):
                message = say("the sentence has figures but no {{period}}")
                yield Problem(
                    place=fact.where.place("text", language),
                    rule="period-shown",
                    message=message,
                    hint=say("write {{period}} where the sentence tells its time"),
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
                        message = say(
                            "no word says that {slot} is {measure}",
                            slot=braced(slot),
                            measure=measure,
                        )
                        hint = say("what a fact says of its figure goes where the figure goes")
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
                        message = say(
                            "“{word}” stands before a period that brings its own preposition",
                            word=word,
                        )
                        hint = say("delete “{word}” before {{{name}}}", word=word, name=token.name)  # type: ignore[union-attr]
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
            if language not in fact.text:
                continue
            words = _sentence_words(project, fact, language)
            place = fact.where.place("text", language)
            expected = style.words.status.get(fact.status)
            if expected and not re.search(expected, words):
                message = say(
                    "no word of the sentence says that it is: {status}", status=fact.status
                )
                yield Problem(
                    place=place,
                    rule="status-words",
                    message=message,
                    hint=say("or change the fact's status"),
                )
            if fact.status in ("outturn", "in-force"):
                match = re.search(style.words.not_in_results, words)
                if match:
                    message = say(
                        "“{words}” sounds like a plan, but the status is {status}",
                        words=match[0],
                        status=fact.status,
                    )
                    hint = say("change the words, or the status")
                    yield Problem(place=place, rule="status-words", message=message, hint=hint)


def _is_growth(project: Project, basis: str, indicator: str) -> bool:
    known = project.book.indicators.get(indicator)
    return basis in GROWTH_BASES or (known is not None and bool(known.growth_of))


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
