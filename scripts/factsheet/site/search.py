"""`Edition` -> search.json: what a reader can search in one language; the browser does the rest.

Every text stands in it once. A fact lists the names it uses by their place in `names`, so that it
is found by their aliases and by their other languages' forms. The theme's search-engine.js reads
it: there texts are cut into words, folded and ranked. Facts, names and others are a list a column,
named below; what is searched stands in codes of its `pieces`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping

from factsheet.edition.sheet import Edition
from factsheet.edition.views import FactView, NameView, plain
from factsheet.figures.periods import parse_period
from factsheet.pages.folds import PROPOSED, UNNAMED, cities_proposed
from factsheet.site.pieces import coded, codes_of, pieces_of, texts_in

COLUMNS = {
    "marks": "symbol title",
    "places": "page anchor topic section",
    "names": "anchor full forms gloss kind readings",
    "facts": "anchor text period last place status marks names also title newest",
    "others": "kind page anchor title text period",
}
SEARCHED = {  # columns that stand in pieces, in the order in which they are read
    "marks": ("title",),
    "places": ("topic", "section"),
    "names": ("full", "forms", "gloss"),
    "facts": ("text", "period", "also", "title"),
    "others": ("title", "text"),
}
CALCULATED = "calculated"
ANNOUNCED = ("plan", "proposal")
# Pages beside the topics, and parts of them that readers ask for: page, anchor, title, what of.
REGISTERS = (
    ("plans", "plans", "Planned, and what later articles report",
     "Plans and targets as printed, and what later articles say of them."),
    ("data", "data", "Data",
     "Facts, figures, names and articles as files for spreadsheets, programs and "
     "reference managers."),
    ("sources", "sources", "Sources", "The articles that all facts rest on."),
    ("names", "names", "Names and terms",
     "Institutions, places, programs, documents and terms, in each language."),
    ("differences", "differences", "Differences and readings",
     "Where articles differ, and how doubtful passages are read."),
    ("evidence", "evidence", "How we know", "What was verified, when, and what was corrected."),
    ("changes", "changes", "What changed",
     "New, changed, corrected and withdrawn facts, edition by edition."),
    ("about", "about", "About and method",
     "How the sheet is made, what its marks mean, and how far to trust it."),
    ("about", "errors", "Report an error", ""),
)  # fmt: skip


def search_index(edition: Edition) -> str:
    """Return search.json of an edition, in the order of its pages."""
    search = edition.imprint.search
    kinds: dict[str, int] = {}
    facts = list(_facts(edition, kinds))
    tables: dict[str, list[list[object]]] = {
        "marks": [[mark.symbol, mark.title] for mark in edition.marks],
        "places": [
            [section.page, section.key, topic.title, section.title]
            for topic in edition.topics
            for section in topic.sections
        ],
        "names": [
            [
                f"name-{name.key}",
                name.full,
                _forms(name),
                name.gloss,
                name.kind_word,
                name.readings,
            ]
            for name in edition.names
        ],
        "facts": facts,
        "others": [list[object](row) for row in _others(edition)],
    }
    data = {
        "foreign": [edition.imprint.foreign, edition.original_html],
        "endings": list(edition.imprint.endings.items()),
        "asides": search["asides"],
        "synonyms": list(search["synonyms"].items()),
        "statuses": list(kinds),
        **_in_pieces(tables),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _in_pieces(tables: Mapping[str, list[list[object]]]) -> Mapping[str, object]:
    """Return tables by column, and the pieces that their searched columns are written in."""
    columns: dict[str, list[list[object]]] = {
        key: [[row[n] for row in rows] for n in range(len(COLUMNS[key].split()))]
        for key, rows in tables.items()
    }
    searched = [
        (columns[key], COLUMNS[key].split().index(name))
        for key, names in SEARCHED.items()
        for name in names
    ]
    pieces = pieces_of([text for table, n in searched for text in texts_in(table[n])])
    codes = codes_of(pieces)
    for table, n in searched:
        table[n] = [coded(value, codes) for value in table[n]]
    return {"pieces": pieces.coded, "once": pieces.once, **columns}


def _forms(name: NameView) -> list[str]:
    """Return every form of a name but its full one: short, other languages', aliases."""
    forms = (name.short, *(other.text for other in name.others), *name.aliases)
    return [form for form in dict.fromkeys(forms) if form != name.full]


def _facts(edition: Edition, kinds: dict[str, int]) -> Iterator[list[object]]:
    marks = [mark.key for mark in edition.marks]
    places = {section.key: place for place, section in enumerate(edition.sections)}
    names: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(edition.names):
        for fact in name.facts:
            names[fact.id].append(number)
    said = _said_elsewhere(edition)
    titles = {
        shown.fact.id: shown.title
        for group in (*(topic.highlights for topic in edition.topics), edition.highlights)
        for shown in group
    }
    facts: dict[tuple[str, str], list[FactView]] = defaultdict(list)
    for fact in edition.facts.values():
        facts[fact.topic, fact.section].append(fact)
    for section in edition.sections:
        for fact in facts[section.topic, section.key]:
            sentence = _unspaced(fact.plain)
            also = [
                text
                for text in dict.fromkeys(_also(fact) + said.get(fact.id, []))
                if text != titles.get(fact.id) and text and _unspaced(text) not in sentence
            ]
            yield [
                fact.id,
                fact.plain,
                fact.period_words,
                _last_day(fact),
                places[section.key],
                kinds.setdefault(_kind(fact), len(kinds)),
                [marks.index(mark.key) for mark in fact.marks if mark.key != "inferred"],
                names[fact.id],
                also,
                titles.get(fact.id, ""),
                fact.updated_by,
            ]


def _kind(fact: FactView) -> str:
    """Return what kind of statement a fact is; calculated figures are told from reported ones."""
    is_announced = any(mark.key in ANNOUNCED for mark in fact.marks)
    return CALCULATED if fact.is_derived and not is_announced else fact.status


def _also(fact: FactView) -> list[str]:
    """Return what a fact is known by beside its sentence: speaker, figures, measures."""
    figures = [text for f in fact.figures for text in (f.text, f.table, f.printed)]
    return [fact.by, *figures, *fact.measures]


def _said_elsewhere(edition: Edition) -> Mapping[str, list[str]]:
    """Return what other pages call a fact: titles of its figures, notices, tables."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for group in (edition.highlights, *(topic.highlights for topic in edition.topics)):
        for shown in group:
            for fact in (shown.fact, *(other.fact for other in (*shown.since, *shown.earlier))):
                said[fact.id].append(shown.title)
    for notice in edition.notices:
        said[notice.fact.id] += [notice.title, plain(notice.text)]
    for section in edition.sections:
        for table in section.tables:
            for row in table.rows:
                said[row.fact.id].append(table.title)
    return said


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _last_day(fact: FactView) -> str:
    """Return the day by which facts are put in order, empty for undated ones."""
    period = parse_period(fact.period)
    day = period.end or period.start
    return day.isoformat() if day else ""


def _registers(edition: Edition) -> Iterator[list[str]]:
    for page, anchor, title, words in REGISTERS:
        yield ["page", page, anchor, edition.word(title), words and edition.word(words), ""]
    publisher = edition.texts["publisher"]
    downloads = edition.word(", ").join(edition.imprint.downloads.values())
    yield ["page", "", "overview", edition.word("Overview"), downloads, ""]
    yield ["page", "about", "publisher", edition.word("Publisher and contact"), publisher, ""]


def _unnamed(edition: Edition, to_date: str) -> Iterator[list[str]]:
    """Yield the cities without a proposal, at the last section that has any."""
    _, unnamed = cities_proposed(edition, ())
    sections = [s for s in edition.sections if any(f.status == PROPOSED for f in s.facts)]
    if unnamed and sections:
        cities = edition.word(", ").join(city.short for city in unnamed)
        text = edition.word(UNNAMED) % {"cities": cities}
        last = sections[-1]
        yield ["gap", last.page, f"unnamed-{last.key}", last.title, text, to_date]


def _others(edition: Edition) -> Iterator[list[str]]:
    to_date = edition.word("Data to %(date)s") % {"date": edition.cutoff}
    for topic in edition.topics:
        yield ["section", topic.key, topic.key, topic.title, plain(topic.intro), ""]
        for section in topic.sections:
            yield ["section", section.page, section.key, section.title, plain(section.intro), ""]
            for table in section.tables:
                anchor = f"tab-{table.key}"
                yield ["table", section.page, anchor, table.title, plain(table.note), ""]
            for caveat in section.caveats:
                yield ["caution", section.page, section.key, section.title, plain(caveat.text), ""]
            for gap in section.gaps:
                text = plain(gap)
                yield ["gap", "gaps", f"gaps-{section.key}", section.title, text, to_date]
    yield from _registers(edition)
    yield from _unnamed(edition, to_date)
    for warning in edition.warnings:
        yield ["caution", "", "before-you-quote", "", plain(warning), ""]
    for asked in edition.questions:
        question, answer = plain(asked.question), plain(asked.answer)
        yield ["question", "", asked.anchor, question, answer, to_date]
    for difference in edition.differences:
        text = plain(difference.text)
        yield ["difference", "differences", difference.id, difference.title, text, ""]
    for source in edition.sources:
        text = plain(source.reference)
        yield ["source", "sources", source.key, source.letter, text, plain(source.short)]
