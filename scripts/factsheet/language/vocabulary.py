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
PRINTED = {
    "brief.pdf": "Two-page brief (PDF)",
    "briefing.pdf": "Briefing (PDF)",
    "record.pdf": "Record (PDF)",
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
    "Withdrawn on %(date)s: %(reason)s.",
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
    *OTHER_WORDS,
)
