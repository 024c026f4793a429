"""The English message ids of words that a fact's fields stand for; catalogs translate them."""

from __future__ import annotations

from collections.abc import Mapping

MARKS: Mapping[str, tuple[str, str]] = {
    "inferred": ("[ ]", "year or date inferred; the note says how"),
    "plan": ("○", "planned at the date of the article"),
    "proposal": ("◇", "a proposal of the party named"),
    "calculated": ("≈", "calculated by us; not an official figure"),
    "differs": ("†", "sources differ"),
    "statement": ("‡", "statement of the party named"),
}
MARK_WORDS: Mapping[str, str] = {
    "inferred": "inferred",
    "plan": "planned",
    "proposal": "proposed",
    "calculated": "calculated",
    "differs": "sources differ",
    "statement": "party’s statement",
}
BASIS_WORDS: Mapping[str, str] = {
    "flow": "flow",
    "stock": "stock",
    "cumulative": "cumulative",
    "capacity": "capacity",
    "rate": "rate",
    "share": "share",
    "rank": "rank",
    "average-annual": "average a year",
    "pledge": "contracted value, not money paid in",
}
DIFFERENCE_KINDS: Mapping[str, str] = {
    "conflict": "sources differ",
    "scope": "different scope",
    "date": "date missing or different",
    "wording": "different wording",
    "misprint": "probably misprinted",
}
CONFLICT = "conflict"
LINK_MODES: Mapping[str, str] = {
    "freighter": "cargo flight",
    "air-feeder": "air feeder",
    "land": "land corridor",
    "train": "freight train",
    "rail-sea": "rail–sea train",
    "plan": "planned corridor",
}
DRAWN_STYLES: Mapping[str, str] = {
    "printed": "printed",
    "calculated": "calculated",
}
PLACE_KINDS: Mapping[str, str] = {
    "airport-of-entry": "airport of entry",
    "station": "rail freight station or park",
}
DONE, TAKEN_UP = "reported as done", "taken up later"
UNMENTIONED = "not mentioned in articles up to %(date)s"
FURTHER = "no further mention in articles up to %(date)s"
SILENT, UNTOLD = "silent", "untold"
# symbol, words, and how far a project has come (-1: not on the way)
STAGES: Mapping[str, tuple[str, str, int]] = {
    "called": ("◇", "called for", -1),
    "planned": ("○", "planned", 0),
    "started": ("◔", "started", 1),
    "building": ("◑", "under construction", 2),
    "built": ("◕", "built or set up", 3),
    "running": ("●", "running", 4),
    SILENT: ("–", "not mentioned", -1),
}
# What is printed of each language, and how pages offer it.
PRINTED = {"briefing.pdf": "Briefing (PDF)", "brief.pdf": "Two-page brief (PDF)"}
# What a column of the open data holds; those that end in _ have one for each language.
DATA_COLUMNS: Mapping[str, str] = {
    "id": "the lasting id of the fact",
    "topic": "topic",
    "section": "section of the topic",
    "status": "reported, in force, under way, planned, targeted, proposed or estimated",
    "by": "whose statement it is: keys of names.csv",
    "period": "period as typed: year, half-year, month, days, or to or since a day",
    "start": "day that the period begins on; empty where it is unknown",
    "end": "day that the period ends on; empty where it is open or unknown",
    "marks": "signs of the fact",
    "derived": "whether a figure of the fact is calculated",
    "figures": "number of figures",
    "updates": "the earlier report that it carries on",
    "updated_by": "the newest report that carries it on",
    "sources": "articles that print it",
    "address": "its address below the address of the sheet",
    "text_": "the sentence",
    "note_": "the note",
    "period_words_": "the period in words",
    "period_basis_": "how an inferred period is known",
    "url_": "its place on the pages",
    "figure": "name of the figure in its fact",
    "printed": "the figure as the article prints it",
    "printed_number": "its number as printed",
    "printed_unit": "its unit as printed, with 万 or 亿",
    "value": "the number, 万 and 亿 multiplied out; empty for a range",
    "low": "lower end of a range",
    "high": "upper end of a range",
    "unit": "unit of the value",
    "qualifier": "what the article leaves open: exact, more than, about and others",
    "basis": "what is measured: flow, stock, cumulative, capacity, rate, share, rank, pledge",
    "indicator": "the series that it belongs to",
    "scope": "the part of the whole that it covers: a key of names.csv",
    "inferred": "whether year or date is inferred",
    "calculated": "whether it is calculated by us",
    "sources_differ": "whether another article contradicts it",
    "source": "the first article that prints it",
    "line": "its lines in the article’s archive copy",
    "rendered_": "the figure in words",
    "measures_": "what belongs to it wherever it is shown",
    "key": "key",
    "kind": "kind",
    "full_": "full form",
    "short_": "short form",
    "gloss_": "what it means",
    "aliases": "other forms",
    "facts": "facts that mention it",
    "letter": "its letter in the notes",
    "issued": "date of issue",
    "issued_inferred": "whether the date of issue is inferred",
    "title_": "title",
    "reference_": "reference",
}
OTHER_WORDS = (
    DONE,
    TAKEN_UP,
    UNMENTIONED,
    FURTHER,
    "Contents",
    "Registers",
    "Source: %(articles)s; %(sheet)s",
    "%(kind)s (%(remark)s)",
    "Withdrawn on %(date)s: %(reason)s",
    "title",
    "newspaper",
    "date",
    "Differences and readings",
    "since then, %(period)s",
    "term",
    "place",
    "organization",
    "program",
    "document",
    "event",
    "route",
    "English as published",
    "our translation",
    "another scope: %(scope)s",
    "another measure: %(basis)s",
    "another length of period",
    "still planned",
    "undated",
    "Facts",
    "Figures",
    "Names",
    "Sources",
    "About the data",
    "Column",
    "Meaning",
    "Publisher",
    "License",
    ": ",
    "; ",
    "%(text)s (%(marks)s)",
    "%(label)s (%(number)s)",
)
PROGRAM_WORDS = (
    *(title for _, title in MARKS.values()),
    *MARK_WORDS.values(),
    *BASIS_WORDS.values(),
    *DIFFERENCE_KINDS.values(),
    *LINK_MODES.values(),
    *DRAWN_STYLES.values(),
    *PLACE_KINDS.values(),
    *(words for _, words, _ in STAGES.values()),
    *PRINTED.values(),
    *DATA_COLUMNS.values(),
    *OTHER_WORDS,
)
