"""A workbook as it came back + the sheet of today -> what it changes, or every cell that cannot be.

A row is compared with the fact as it was shown: one that was changed since, or a locked cell that
differs, is refused as soon as the row asks for anything. What already stands in the sheet asks for
nothing, so that a workbook taken in twice changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from factsheet.checks import check
from factsheet.evidence.approvals import approved_hash
from factsheet.evidence.archive import Archive
from factsheet.evidence.attestations import APPROVED as APPROVE
from factsheet.evidence.attestations import ARCHIVE, Attestation
from factsheet.evidence.attestations import READ as READING
from factsheet.evidence.readings import compare, seen_hash
from factsheet.facts.records import STATUSES, Fact
from factsheet.figures.parser import parse
from factsheet.figures.periods import PeriodError, parse_period
from factsheet.figures.quantity import QUALIFIERS, UnreadableError, plain
from factsheet.language.vocabulary import QUALIFIER_WORDS, STATUS_WORDS
from factsheet.messages import NOTHING, Message, say
from factsheet.problems import Place, Problem, ProblemsFoundError, suggest
from factsheet.project import Project
from factsheet.review.filled import FilledRow, FilledSheet
from factsheet.review.sheets import (
    APPROVED,
    BY,
    LOCKED,
    PERIOD,
    QUALIFIER,
    READ,
    REMARK,
    REVIEW,
    RULE,
    SHOWN,
    STATUS,
    TEXT,
    UNIT,
    VALUE,
    WAS,
    Sheet,
    Sheets,
)

MEANT = (VALUE, UNIT, QUALIFIER, PERIOD, STATUS, BY)
STALE = say("the fact was changed since this row was written")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewText:
    """A sentence that takes the place of another, and the cell it comes from."""

    fact: Fact
    language: str
    text: str
    cell: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRemark:
    """A remark on a fact: for the curator to read, nowhere kept."""

    fact: str
    text: str
    cell: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a workbook changes; `contradictions` are readings that say something else than facts."""

    texts: tuple[NewText, ...]
    attested: tuple[Attestation, ...]
    remarks: tuple[NewRemark, ...]
    contradictions: tuple[Problem, ...]


def changes_of(
    sheets: Sheets, filled: Iterable[FilledSheet], today: date, archive: Archive | None = None
) -> Changes:
    """Return what filled sheets change; raise ProblemsFoundError for all that cannot be taken."""
    taker = _Taker(sheets, today, archive)
    for sheet in filled:
        taker.take(sheet)
    return taker.changes()


class _Taker:
    """Takes one sheet after another, and keeps what is wrong."""

    def __init__(self, sheets: Sheets, today: date, archive: Archive | None) -> None:
        self.sheets, self.today, self.archive = sheets, today.isoformat(), archive
        self.project = sheets.project
        self.facts = {fact.id: fact for fact in self.project.book.facts if fact.is_published}
        self.problems: list[Problem] = []
        self.texts: list[NewText] = []
        self.readings: list[Attestation] = []
        self.signed: list[tuple[Fact, str, str, Place]] = []
        self.remarks: list[NewRemark] = []

    def take(self, filled: FilledSheet) -> None:
        """Take a sheet in."""
        kind = filled.key.removeprefix(READ).strip() if filled.key != REVIEW else ""
        if kind and kind not in (*self.project.book.languages, ARCHIVE):
            self._refuse(filled.place, say("there is no reading {kind!r}", kind=kind))
            return
        facts = self.facts.values()
        sheet = (
            self.sheets.reading(kind, facts, self.archive) if kind else self.sheets.review(facts)
        )
        wanted = {field.name for field in sheet.fields}
        if missing := sorted(wanted - set(filled.names)):
            hint = say("take the columns from a workbook of factsheet review export")
            self._refuse(
                filled.place,
                say("the sheet has no column {missing}", missing=", ".join(missing)),
                hint,
            )
            return
        for row in filled.rows:
            if text := row.cells[REMARK].strip():
                told = " ".join(text.split())
                self.remarks.append(NewRemark(fact=row.key, text=told, cell=row.places[REMARK]))
            if row.cells[LOCKED] != sheet.locked_hash({**row.cells, sheet.key: row.key}):
                self._locked(row, sheet)
            elif kind:
                self._reading(row, sheet)
            else:
                self._reviewed(row, sheet)

    def changes(self) -> Changes:
        """Return what was taken; raise ProblemsFoundError."""
        reworded = _reworded(self.project, self.texts)
        if not self.problems:
            self.problems += self._checked(reworded)
        if self.problems:
            raise ProblemsFoundError(self.problems)
        facts = reworded.book.by_id()
        approvals = (
            Attestation(
                fact=fact.id,
                act=APPROVE,
                kind=language,
                seen=approved_hash(reworded, facts[fact.id], language),
                by=name,
                on=self.today,
                place=cell,
            )
            for fact, language, name, cell in self.signed
        )
        known = {_same(row) for row in self.sheets.attested.approvals}
        known |= {_same(row) for row in self.sheets.attested.readings}
        return Changes(
            texts=tuple(self.texts),
            attested=tuple(r for r in (*self.readings, *approvals) if _same(r) not in known),
            remarks=tuple(self.remarks),
            contradictions=tuple(compare(self.project, tuple(self.readings))),
        )

    def _reviewed(self, row: FilledRow, sheet: Sheet) -> None:
        """Take a row of the first sheet."""
        fact = self.facts.get(row.key)
        texts, names = {}, {}
        for language in self.project.book.languages:
            text = row.cells[f"{TEXT} {language}"].strip()
            if not text:
                hint = say("type it again; whoever wants no such fact writes a remark")
                self._refuse(row.places[f"{TEXT} {language}"], say("the text was emptied"), hint)
            elif text != row.cells[f"{WAS} {language}"]:
                texts[language] = text
            if name := row.cells[f"{APPROVED} {language}"].strip():
                names[language] = name
        if fact is not None:
            texts = {key: text for key, text in texts.items() if text != fact.text[key]}
            approved = self.sheets.approved
            signed = {(key, r.by) for key in names for r in approved.get((fact.id, key), ())}
            names = {key: name for key, name in names.items() if (key, name) not in signed}
        if not (texts or names):
            return
        touched = [*(f"{TEXT} {key}" for key in texts), *(f"{APPROVED} {key}" for key in names)]
        if fact is None or not self._current(row, sheet):
            self._gone(row, touched)
            return
        for language, text in texts.items():
            cell = row.places[f"{TEXT} {language}"]
            if self._one_line(text, cell):
                self.texts.append(NewText(fact=fact, language=language, text=text, cell=cell))
        for language, name in names.items():
            cell = row.places[f"{APPROVED} {language}"]
            if self._one_line(name, cell) and self._is_name(name, cell):
                self.signed.append((fact, language, name, cell))

    def _reading(self, row: FilledRow, sheet: Sheet) -> None:
        """Take a row of readings: whole, or not at all."""
        cells = {name: row.cells[name].strip() for name in MEANT}
        touched = [name for name in MEANT if cells[name]]
        if not touched:
            return
        key, _, figure = row.key.partition(".")
        fact = self.facts.get(key)
        if fact is None or not self._current(row, sheet):
            self._gone(row, touched)
            return
        before = len(self.problems)
        number = self._number(row, cells) if figure else self._no_number(row, cells)
        period = self._period(row, cells[PERIOD])
        status = self._chosen(row, STATUS, cells[STATUS], STATUSES)
        if not cells[BY]:
            self._refuse(
                row.places[BY], say("the reading does not say whose it is"), say("write the name")
            )
        by = row.places[BY]
        if len(self.problems) > before or not (
            self._one_line(cells[BY], by) and self._is_name(cells[BY], by)
        ):
            return
        value, unit, qualifier = number
        self.readings.append(
            Attestation(
                fact=fact.id,
                act=READING,
                kind=sheet.kind,
                figure=figure,
                value=value,
                unit=unit,
                qualifier=qualifier,
                period=period,
                status=status,
                seen=seen_hash(self.project, fact, sheet.kind),
                by=cells[BY],
                on=self.today,
                place=row.places[VALUE if figure else PERIOD],
            )
        )

    def _number(self, row: FilledRow, cells: Mapping[str, str]) -> tuple[str, str, str]:
        """Return value, unit and qualifier: typed apart, or as one printed figure."""
        value = cells[VALUE].replace(",", "").replace("，", "")
        unit, qualifier = cells[UNIT], cells[QUALIFIER]
        if not _NUMBER.fullmatch(value):
            try:
                quantity = parse(cells[VALUE], self.project.units)
            except UnreadableError as error:
                hint = say("a number, a range such as 3 to 4, or a figure as Chinese prints it")
                self._refuse(row.places[VALUE], say("this is no value: {error}", error=error), hint)
                return "", "", ""
            bounds = dict.fromkeys(plain(abs(bound)) for bound in quantity.bounds)
            value, unit = " to ".join(bounds), unit or quantity.unit
            qualifier = qualifier or quantity.qualifier
        units = tuple(self.project.units.units)
        known = {*units, *(q.unit for q in self.project.figures.quantities.values())}
        unit = self._chosen(row, UNIT, unit, tuple(sorted(known)))
        return value, unit, self._chosen(row, QUALIFIER, qualifier, QUALIFIERS)

    def _no_number(self, row: FilledRow, cells: Mapping[str, str]) -> tuple[str, str, str]:
        """Refuse what is typed as the figure of a fact that has none."""
        for name in (VALUE, UNIT, QUALIFIER):
            if cells[name]:
                hint = say("say its period and status alone; write a remark")
                self._refuse(row.places[name], say("no figure of this fact is asked for"), hint)
        return "", "", ""

    def _period(self, row: FilledRow, text: str) -> str:
        try:
            return parse_period(text).text
        except PeriodError as error:
            hint = say("such as 2024, 2024-H1, 2024-09, to 2024-09-18, since 2023, none")
            message = (
                say("this is no period: {error}", error=error)
                if text
                else say("the period is missing")
            )
            self._refuse(row.places[PERIOD], message, hint)
            return ""

    def _chosen(self, row: FilledRow, name: str, typed: str, known: tuple[str, ...]) -> str:
        """Return the word of a list that was chosen: what stands before its meaning."""
        code = self._meant(name, typed.strip()).split(" ", maxsplit=1)[0]
        if code not in known:
            message = (
                say("{code!r} is no {name}", code=code, name=name)
                if code
                else say("the {name} is missing", name=_COLUMNS.get(name, name))
            )
            hint = suggest(code, list(known)) or say("known: {known}", known=", ".join(known))
            self._refuse(row.places[name], message, hint)
        return code

    def _meant(self, name: str, typed: str) -> str:
        """Return the code of a meaning, or of a printed unit, that is typed without its code."""
        if name == UNIT:
            form = self.project.units.forms.get(typed)
            return form.unit if form and form.each == 1 else typed
        meanings = {QUALIFIER: QUALIFIER_WORDS, STATUS: STATUS_WORDS}.get(name, {})
        found = (code for code, word in meanings.items() if typed == self.sheets.word(word))
        return next(found, typed)

    def _current(self, row: FilledRow, sheet: Sheet) -> bool:
        now = sheet.rows.get(row.key)
        return now is not None and now[SHOWN] == row.cells[SHOWN]

    def _gone(self, row: FilledRow, touched: list[str]) -> None:
        """Refuse each cell that was filled in for a fact that is not what was shown."""
        here = row.key.split(".")[0] in self.facts
        message = (
            STALE if here else say("there is no published fact {key!r}", key=row.key.split(".")[0])
        )
        hint = say("export again, and fill in what still holds")
        for name in touched:
            self._refuse(row.places[name], message, hint)

    def _locked(self, row: FilledRow, sheet: Sheet) -> None:
        """Name the locked cells of a row that differ from what is shown."""
        now = sheet.rows.get(row.key, {})
        names = [
            field.name
            for field in sheet.fields
            if not (field.is_open or field.waits or field.name == LOCKED)
            and field.name in now
            and now[field.name] != row.cells.get(field.name, row.key)
        ]
        hint = say("take the change back, or write a remark")
        for name in names or [SHOWN]:
            self._refuse(row.place(name), say("this locked cell was changed"), hint)

    def _is_name(self, typed: str, cell: Place) -> bool:
        """Tell whether somebody signed by name, and not by a tick or a word of assent."""
        named = any(map(str.isalpha, typed)) and not _ASSENT.fullmatch(typed.lower())
        if not named:
            message = say("“{typed}” is no name", typed=typed)
            self._refuse(cell, message, say("who approves writes the own name there, or nothing"))
        return named

    def _one_line(self, text: str, cell: Place) -> bool:
        odd = next(
            (c for c in text if not (c.isprintable() or c in "\u3000\u00a0\u2009\u202f")), ""
        )
        if odd:
            message = say("the character U+{odd:04X} cannot stand in a text", odd=ord(odd))
            hint = say("a text is one line") if odd in "\r\n" else say("delete it")
            self._refuse(cell, message, hint)
        return not odd

    def _checked(self, reworded: Project) -> Iterator[Problem]:
        """Iterate over what the new texts break, each at the cell that it comes from."""
        cells = {}
        for new in self.texts:
            where = new.fact.where
            cells[where.place("text", new.language)] = new.cell
            for place in (where.place("text"), where.place("id"), where.place()):
                cells.setdefault(place, new.cell)
        for problem in check(reworded):
            yield replace(problem, place=cells.get(problem.place, problem.place))

    def _refuse(self, place: Place, message: Message, hint: Message = NOTHING) -> None:
        self.problems.append(Problem(place=place, rule=RULE, message=message, hint=hint))


def _reworded(project: Project, texts: Iterable[NewText]) -> Project:
    """Return a project with new sentences."""
    new: dict[str, dict[str, str]] = {}
    for text in texts:
        new.setdefault(text.fact.id, {})[text.language] = text.text

    def changed(fact: Fact) -> Fact:
        return replace(fact, text={**fact.text, **new[fact.id]}) if fact.id in new else fact

    return replace(project, book=project.book.changed(changed))


def _same(row: Attestation) -> tuple[str, ...]:
    """Return what makes two rows say the same, the day aside."""
    return row.row[:-1]


_NUMBER = re.compile(r"[0-9]{1,18}(\.[0-9]{1,9})?( to [0-9]{1,18}(\.[0-9]{1,9})?)?")


_COLUMNS = {STATUS: say("status"), UNIT: say("unit"), QUALIFIER: say("qualifier")}
_ASSENT = re.compile(
    "[已不未拟]?(?:同意|通过|审签|审阅|审核|审|阅|批)[了。]?|无(?:意见)?|可以?|是|好的?|对|行|否|"
    "ok|yes|no|agreed?|approved?|signed|x"
)
