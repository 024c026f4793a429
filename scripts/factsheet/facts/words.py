"""What records and fields of facts/ are, in a curator's words: shown by editors beside the text."""

from __future__ import annotations

from factsheet.messages import say

# By record, by record and field, or by a field of any record.
WORDS = {
    "Fact": say(
        "a fact: one sentence in every language, with its figures, period, status and citations"
    ),
    "Figure": say("a figure: printed exactly as in the article, or a formula for a calculated one"),
    "Citation": say("an article, its lines, and what is to be found in them"),
    "Source": say("an article: what it prints of itself, and where its text stands"),
    "Name": say("a term or proper name, with its forms in every language"),
    "Indicator": say("a statistical series"),
    "Section": say("a section of a page: facts, tables, cautions, gaps"),
    "EditionInfo": say("number, dates and standing texts of this edition"),
    "id": say(
        "small letters, digits and hyphens; the address of the fact, never changed once "
        "it is published"
    ),
    "status": say(
        "outturn: it happened; in-force: it applies; underway; plan; target: an aim; "
        "proposal; estimate"
    ),
    "period": say(
        "the time that the figures are of: 2024, 2024-H1, 2024-Q3, 2024-09, "
        "2024-01/2024-08, 2021/2025, to 2024-09-18, since 2023, none"
    ),
    "Figure.period": say("which period of the fact the figure is of, where it is not the main one"),
    "periods": say("further periods of the fact, by name"),
    "period_basis": say("how the period is known, where the cited lines do not print it"),
    "text": say(
        "one sentence in each language; figures as {{total}}, the time as {{period}}, "
        "names as [[key]]"
    ),
    "figures": say("the figures of the sentence, by name"),
    "printed": say("the figure as the article prints it, with unit and qualifier"),
    "Citation.printed": say("this article's own wording of a figure, where it differs"),
    "formula": say("how the figure is calculated from others: {{fact.figure}} and + - * / ( )"),
    "unit": say(
        "the unit of a calculated figure or of a series: CNY, USD, percent, count, t and so on"
    ),
    "digits": say("how many digits a calculated figure shows"),
    "indicator": say("the series that the figure belongs to"),
    "basis": say(
        "flow: of a time; stock: at a date; cumulative; capacity; rate: growth; share; "
        "rank; average-annual; pledge: contracted, not paid"
    ),
    "scope": say("what the figure is of, where that is not the whole of the sheet's subject"),
    "condition": say("under which condition the figure holds"),
    "near": say(
        "up to 12 printed characters beside the figure, where the line holds several alike"
    ),
    "cite": say("the articles and lines that prove the fact"),
    "source": say("the key of an article: its file in facts/sources/"),
    "at": say("the lines, counted from 1; four at most"),
    "evidence": say(
        "short printed strings that stand in the lines: names and titles, at most 40 characters"
    ),
    "sic": say("what is misprinted, how it is read, and why"),
    "for": say("period: the citation proves the time alone"),
    "by": say("who says it, where that is not the newspaper"),
    "note": say("a note to the fact, in each language"),
    "cells": say("the row of a table that the fact fills"),
    "fulfilled_by": say("the facts that report a plan done"),
    "reported_by": say("the facts that take a plan up later, not done"),
    "updates": say("the older report of the same thing that this one carries on"),
    "was": say("earlier ids of the fact"),
    "silent": say("a claim, proved by verify, that later articles do not mention it"),
    "apart": say("why this fact of the line has another speaker or status"),
    "hold": say("why the fact is checked but not published"),
    "draft": say("true while the fact is still to be worded: no page shows it"),
    "withdrawn": say("when and why a published fact was taken back"),
    "print": say("record: only in the full record, not in the briefing"),
    "title": say("the title, in each language"),
    "publication": say("the newspaper, in each language"),
    "issued": say("the day of the article"),
    "issued_basis": say("printed, or how the day is known"),
    "title_basis": say("printed, or how the title is known"),
    "publication_basis": say("printed, or how the newspaper is known"),
    "letter": say("the letter of the article in notes and lists: A, D12"),
    "coverage": say("full: every figure of the article is accounted for; partial"),
    "archive": say("file, lines and hash of the archived text"),
    "kind": say("what kind of thing it is"),
    "aliases": say("other printed forms of the name"),
    "gloss": say("what the word means, in each language"),
    "city": say("the city that the place lies in"),
    "english": say("published: the English form is in print; ours: we translated it"),
    "full": say("the full form"),
    "short": say("the short form, where it differs"),
    "rhythm": say("how often the series comes: year, half, quarter, month, years, date"),
    "growth_of": say("the series whose growth this one is"),
    "parts": say("the series that are parts of this one"),
    "highlights": say("the series shown first"),
    "cutoff": say("the time up to which the facts go"),
    "contact": say("a link or an e-mail address"),
    "reason": say("why"),
}
