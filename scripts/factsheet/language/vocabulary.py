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
PARTIAL = "Translated so far: %(count)s of %(total)s facts; the others stand in %(language)s."
UNREVIEWED = "The words of this edition still wait for a native reader."
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
PRINTED = {
    "brief.pdf": "Two-page brief (PDF)",
    "briefing.pdf": "Briefing (PDF)",
    "record.pdf": "Record (PDF)",
}
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
STATUS_WORDS: Mapping[str, str] = {
    "outturn": "reported",
    "in-force": "in force",
    "underway": "under way",
    "plan": "planned",
    "target": "targeted",
    "proposal": "proposed",
    "estimate": "estimated",
}
QUALIFIER_WORDS: Mapping[str, str] = {
    "exact": "exact",
    "more-than": "more than",
    "at-least": "at least",
    "less-than": "less than",
    "at-most": "at most",
    "nearly": "nearly",
    "about": "about",
    "range": "range",
    "ambiguous": "ambiguous",
}
# How the workbook of a review is used: one sentence a line.
REVIEW_LINES = (
    "White cells take what you type; grey cells are locked.",
    "New text: type over the old one. Braces stand for figures and periods, double brackets for "
    "names; they stay.",
    "Approved by: your name says that the sentence of that language may be published as it stands, "
    "with its note, figures, period and status.",
    "Readings: say what the sentence tells you, without looking at another sheet. A value is a "
    "number such as 174380000000, a range such as 3 to 4, or a figure as Chinese prints it.",
    "Periods: 2024, 2024-H1, 2024-Q3, 2024-09, 2024-01/2024-08, 2021/2025, 2023-10-29, "
    "to 2024-09-18, since 2023.",
)
REVIEW_WORDS = (
    *REVIEW_LINES,
    "Review",
    "How to fill in",
    "Reading (%(language)s)",
    "Sentence (%(language)s)",
    "New text (%(language)s)",
    "Approved by (%(language)s)",
    "Read by",
    "cited lines",
    "Lines",
    "Status",
    "Waits for",
    "reading: %(kinds)s",
    "approval: %(kinds)s",
    "Figure",
    "Unit",
    "Qualifier",
    "Form of approval",
    "New and changed facts since edition %(number)s",
    "New facts",
    "new",
    "changed",
    "Change",
    "Signature",
    "Date of signing",
    "%(page)s of %(pages)s",
)
# What changed from one edition to the next; the kinds are those of releases/compare.
ADDED, CHANGED = "New: %(count)s", "Changed: %(count)s"
CORRECTED, WITHDRAWN = "Corrected: %(count)s", "Withdrawn: %(count)s"
CHANGED_IN: Mapping[str, str] = {
    "figures": "Changed figures: %(count)s",
    "standing": "Changed period, status or speaker: %(count)s",
    "wording": "Changed wording: %(count)s",
    "evidence": "Changed evidence: %(count)s",
}
COMPARED, SINCE = "Compared with edition %(number)s", "Since edition %(number)s"
# Where the English form of a name comes from.
ENGLISH_NAMES = {
    "published": "English as published",
    "usual": "usual English name",
    "ours": "our translation",
}
OTHER_WORDS = (
    ADDED,
    CHANGED,
    CORRECTED,
    WITHDRAWN,
    COMPARED,
    SINCE,
    "What changed",
    "Correction: %(label)s",
    "It said",
    "It says",
    "Why",
    DONE,
    TAKEN_UP,
    UNMENTIONED,
    FURTHER,
    PARTIAL,
    UNREVIEWED,
    "Contents",
    "Registers",
    "Source: %(articles)s; %(sheet)s",
    "%(kind)s (%(remark)s)",
    "Withdrawn on %(date)s: %(reason)s.",
    "title",
    "newspaper",
    "not given in this edition",
    "Contact",
    ": ",
    "Next edition: %(date)s",
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
    *ENGLISH_NAMES.values(),
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
    "Data",
    "Value",
    "As printed",
    "Source",
    "Notes",
    "On its page",
    "Earlier report",
    "Later report",
    "How to cite",
    "Lasting address",
    "To show it on another page",
    "This fact as data",
    "A fact has an address of its own, where its citation stands in each style; "
    "it stays when a fact is renamed or withdrawn.",
    "In each page’s Markdown the name of a note is the id of its fact.",
    "Edition %(number)s, %(date)s",
    "Data to %(date)s",
    "Marks",
    "Not in this sheet",
    "Column",
    "Meaning",
    "Publisher",
    "License",
    ": ",
    "; ",
    "%(text)s (%(marks)s)",
    "%(title)s, %(period)s",
    "%(title)s (%(unit)s)",
    "Year on year",
    "Remark",
    "%(label)s (%(number)s)",
)
PORTAL_WORDS = (
    *MARK_WORDS.values(),
    "Fact sheets",
    "Fact sheet",
    "Edition",
    "Facts: %(count)s",
    "Newest figures",
    "Compare periods and definitions before numbers: each fact sheet rests on its own articles.",
    "Figures",
    "Period",
    "Remark",
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
    *STATUS_WORDS.values(),
    *QUALIFIER_WORDS.values(),
    *REVIEW_WORDS,
    *CHANGED_IN.values(),
    *OTHER_WORDS,
    *PORTAL_WORDS,
)
