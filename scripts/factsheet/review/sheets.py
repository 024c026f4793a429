"""Facts -> the sheets of the review workbook, as rows of text: written and read by it.

The first sheet shows facts whole, with room for a text, a remark and a name. The others are for a
reader who is to say what a sentence, or the cited lines, mean: they show nothing else of the fact.
A hidden column keeps the hash of the fact as it was shown, another one that of all locked cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from factsheet.edition.sheet import Edition
from factsheet.edition.text import Lexicon
from factsheet.edition.views import plain
from factsheet.evidence.approvals import approvers
from factsheet.evidence.archive import Archive
from factsheet.evidence.attestations import ARCHIVE, Attested
from factsheet.evidence.readings import current, kinds_of, seen_hash
from factsheet.facts.lock import hash_of
from factsheet.facts.records import STATUSES, Fact
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.quantity import QUALIFIERS
from factsheet.language.vocabulary import QUALIFIER_WORDS, STATUS_WORDS
from factsheet.project import Project

REVIEW, READ = "review", "read"
SHOWN, LOCKED = "shown", "locked"  # the columns of hashes
TEXT, WAS, APPROVED, REMARK, BY = "text", "was", "approved", "remark", "by"
VALUE, UNIT, QUALIFIER, PERIOD, STATUS = "value", "unit", "qualifier", "period", "status"
NARROW, MIDDLE, WIDE = 12, 20, 48  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column: its head and width, whether it is filled in, and by one of which words.

    What `waits` says of a fact may change without the fact.
    """

    name: str
    head: str = ""
    width: int = MIDDLE
    is_open: bool = False
    is_hidden: bool = False
    waits: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet: `kind` is what is read in it, empty in the first one; rows by the key of each."""

    kind: str
    title: str
    fields: tuple[Field, ...]
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Return what tells it from the other sheets; its column holds the keys of rows."""
        return f"{READ} {self.kind}" if self.kind else REVIEW

    def locked_hash(self, row: Mapping[str, str]) -> str:
        """Return the hash of all cells of a row that nobody fills in."""
        locked = [f.name for f in self.fields if not f.is_open and f.name != LOCKED]
        return hash_of([row.get(name, "") for name in locked])


class Sheets:
    """Makes the sheets of a project, with heads in one language."""

    def __init__(
        self,
        project: Project,
        editions: Mapping[str, Edition],
        attested: Attested,
        language: str,
    ) -> None:
        """Bind a sound project, its words, who attested what of it, the language of the heads."""
        self.project, self.editions, self.attested = project, editions, attested
        self.language, self.word = language, self.editions[language].word
        ordered = sorted(project.languages, key=lambda each: each.key != SOURCE_LANGUAGE)
        self.names = {each.key: each.name for each in ordered}
        self.read = current(project, attested.readings)
        self.approved = approvers(project, attested.approvals)
        html = {key: style.html for key, style in project.styles.items()}
        self.lexicons = {
            key: Lexicon(project.book, project.styles[key], project.catalogs[key], html)
            for key in self.names
        }
        self.cells = {key: _cells(edition) for key, edition in self.editions.items()}

    def review(self, facts: Iterable[Fact]) -> Sheet:
        """Return the first sheet, of these facts."""
        fields = tuple(self._review_fields())
        sheet = Sheet(kind="", title=self.word("Review"), fields=fields)
        return self._with(sheet, {fact.id: self._review_row(fact) for fact in facts})

    def reading(self, kind: str, facts: Iterable[Fact], archive: Archive | None = None) -> Sheet:
        """Return the sheet of one kind of reading: a row for each figure of these facts."""
        title = self.word("Reading (%(language)s)") % {"language": self.name(kind)}
        sheet = Sheet(kind=kind, title=title, fields=tuple(self._reading_fields(kind)))
        rows = {}
        for fact in (fact for fact in facts if kind in kinds_of(self.project, fact)):
            for figure in fact.figures or ("",):
                rows[row_key(fact, figure)] = {
                    "sentence": self._seen(fact, kind, archive),
                    "figure": figure,
                    SHOWN: hash_of([seen_hash(self.project, fact, kind), figure]),
                }
        return self._with(sheet, rows)

    def name(self, kind: str) -> str:
        """Return what a kind of reading is called."""
        return self.word("cited lines") if kind == ARCHIVE else self.names[kind]

    def waiting(self, fact: Fact) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the kinds of reading and the languages of approvals that a fact lacks."""
        read = self.read.get(fact.id, {})
        unread = tuple(kind for kind in kinds_of(self.project, fact) if kind not in read)
        languages = self.project.book.languages
        return unread, tuple(key for key in languages if (fact.id, key) not in self.approved)

    def printed(self, fact: Fact) -> str:
        """Return the figures of a fact as printed, or how they are calculated."""
        return "\n".join(
            f"{figure.name}: {figure.printed or '= ' + figure.formula}"
            for figure in fact.figures.values()
        )

    def lines(self, fact: Fact) -> str:
        """Return the articles and lines that a fact cites."""
        return "\n".join(f"{c.source}: {', '.join(map(str, c.at))}" for c in fact.cite)

    def sentence(self, fact: Fact, language: str) -> str:
        """Return a fact as readers get it: sentence, row of its table, what its note tells."""
        remarks = self.editions[language].facts[fact.id].remarks
        return self._worded(fact, language, " ".join(map(plain, remarks)))

    def _worded(self, fact: Fact, language: str, note: str) -> str:
        sentence = self.editions[language].facts[fact.id].plain
        cells = self.cells[language].get(fact.id, "")
        return "\n".join(part for part in (sentence, cells, note) if part)

    def _with(self, sheet: Sheet, rows: Mapping[str, Mapping[str, str]]) -> Sheet:
        made = {key: {**row, sheet.key: key} for key, row in rows.items()}
        made = {key: {**row, LOCKED: sheet.locked_hash(row)} for key, row in made.items()}
        return Sheet(kind=sheet.kind, title=sheet.title, fields=sheet.fields, rows=made)

    def _review_fields(self) -> Iterator[Field]:
        word, languages = self.word, self.names.items()
        was = (f"{WAS} {key}" for key in self.names)
        yield from _hidden(self.language, REVIEW, SHOWN, LOCKED, *was)
        yield Field(name="fact", head=word("Fact"))
        for key, name in languages:
            head = word("Sentence (%(language)s)") % {"language": name}
            yield Field(name=f"sentence {key}", head=head, width=WIDE)
        yield Field(name="printed", head=word("As printed"))
        yield Field(name="lines", head=word("Lines"))
        yield Field(name=PERIOD, head=word("Period"), width=NARROW)
        yield Field(name=STATUS, head=word("Status"), width=NARROW)
        yield Field(name="waits", head=word("Waits for"), width=NARROW, waits=True)
        for key, name in languages:
            head = word("New text (%(language)s)") % {"language": name}
            yield Field(name=f"{TEXT} {key}", head=head, width=WIDE, is_open=True)
        yield Field(name=REMARK, head=word("Remark"), is_open=True)
        for key, name in languages:
            head = word("Approved by (%(language)s)") % {"language": name}
            yield Field(name=f"{APPROVED} {key}", head=head, is_open=True)

    def _review_row(self, fact: Fact) -> dict[str, str]:
        texts = {f"{TEXT} {key}": fact.text[key] for key in self.names}
        periods = {key: period.text for key, period in fact.periods.items()}
        main = periods.pop(PERIOD)
        shown = {
            "fact": fact.id,
            **{f"sentence {key}": self.sentence(fact, key) for key in self.names},
            "printed": self.printed(fact),
            "lines": self.lines(fact),
            PERIOD: "\n".join([main, *(f"{key}: {text}" for key, text in periods.items())]),
        }
        return {
            **shown,
            **texts,
            STATUS: self.word(STATUS_WORDS[fact.status]),
            **{f"{WAS} {key}": fact.text[key] for key in self.names},
            "waits": self._waits(fact),
            SHOWN: hash_of([fact.status, *shown.values(), *texts.values()]),
        }

    def _waits(self, fact: Fact) -> str:
        unread, unapproved = self.waiting(fact)
        lacking = {"reading: %(kinds)s": unread, "approval: %(kinds)s": unapproved}
        return "\n".join(
            self.word(words) % {"kinds": ", ".join(map(self.name, kinds))}
            for words, kinds in lacking.items()
            if kinds
        )

    def _reading_fields(self, kind: str) -> Iterator[Field]:
        word = self.word
        yield from _hidden(self.language, f"{READ} {kind}", SHOWN, LOCKED)
        yield Field(name="sentence", head=self.name(kind), width=WIDE + MIDDLE)
        yield Field(name="figure", head=word("Figure"), width=NARROW)
        units = sorted({q.unit for q in self.project.figures.quantities.values()})
        yield Field(name=VALUE, head=word("Value"), is_open=True)
        yield Field(name=UNIT, head=word("Unit"), is_open=True, choices=tuple(units))
        for field_name, head, codes, words in (
            (QUALIFIER, "Qualifier", QUALIFIERS, QUALIFIER_WORDS),
            (PERIOD, "Period", (), {}),
            (STATUS, "Status", STATUSES, STATUS_WORDS),
        ):
            choices = tuple(f"{code} {word(words[code])}" for code in codes)
            yield Field(name=field_name, head=word(head), is_open=True, choices=choices)
        yield Field(name=BY, head=word("Read by"), is_open=True)
        yield Field(name=REMARK, head=word("Remark"), is_open=True)

    def _seen(self, fact: Fact, kind: str, archive: Archive | None) -> str:
        """Return what a reader of this kind is shown of a fact; lines where they are at hand."""
        if kind != ARCHIVE:
            lexicon = self.lexicons[kind]
            note = lexicon.text(fact.note, fact, self.project.figures) if fact.note else ()
            return self._worded(fact, kind, plain(lexicon.runs(note)))
        if archive is None:
            return ""
        sources = self.project.book.sources
        cited = ((sources[c.source], c.at) for c in fact.cite)
        return "\n".join(archive.joined(source, at) for source, at in cited if source.archive)


def row_key(fact: Fact, figure: str) -> str:
    """Return the key of a row of readings."""
    return f"{fact.id}.{figure}" if figure else fact.id


def _hidden(language: str, *names: str) -> Iterator[Field]:
    """Yield hidden columns; the head of each says in which language the others are."""
    return (Field(name=name, head=language, is_hidden=True) for name in names)


def _cells(edition: Edition) -> dict[str, str]:
    """Return the row of a table that a fact fills, by fact."""
    return {
        row.fact.id: " | ".join(plain(cell) for cell in row.cells)
        for section in edition.sections
        for table in section.tables
        for row in table.rows
    }
