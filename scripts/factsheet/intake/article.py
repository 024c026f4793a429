"""A new article -> its clean text in the archive, the file as it came, and its source record.

What the text itself prints (title, day, newspaper) is proposed with the line that prints it; what
it does not is left open as `？`, which `check` refuses until somebody has typed it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from factsheet.evidence.archive import Archive
from factsheet.facts.records import UNKNOWN, Source
from factsheet.figures.dating import in_digits
from factsheet.figures.grammar import SOURCE_LANGUAGE
from factsheet.figures.parser import normalize
from factsheet.figures.periods import PeriodError, parse_period
from factsheet.intake.texts import read_lines
from factsheet.messages import NOTHING, Message, phrase, say, told
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.project import Project
from factsheet.writing.steps import write_step
from factsheet.writing.yaml import quoted

ORIGINALS = "originals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a line of an article prints of it: a title, a day, a newspaper."""

    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What an article prints of itself, None for what it does not."""

    title: Proposal | None
    issued: Proposal | None
    publication: Proposal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """An article taken in: its lines, what is proposed, its record and all files written."""

    key: str
    lines: tuple[str, ...]
    proposals: Proposals
    record: str
    files: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where articles are put: a sheet, its archive as read, and the archive's folder."""

    project: Project
    archive: Archive
    folder: Path


def take_in(shelf: Shelf, file: Path, key: str = "", issued: str = "") -> TakenIn:
    """Write an article into the archive's folder and its record into facts/sources/.

    `issued` is a period as typed, for an article that does not print its day. Raises
    ProblemsFoundError for a file that cannot be read, a key that is no key or is taken, a day that
    is missing or no period, and an article that the archive already holds.
    """
    project, folder = shelf.project, shelf.folder
    lines = read_lines(file)
    key = key or file.stem.lower()
    found = Proposals(
        title=title_of(lines), issued=issued_of(lines), publication=publication_of(lines)
    )
    problems = [
        *_key_problems(shelf, file, key),
        *_day_problems(file, lines, found.issued, issued),
        *_held(shelf, file, lines),
    ]
    if problems:
        raise ProblemsFoundError(problems)
    content = "\n".join(lines).encode()
    archived = (
        f"{{file: {key}.txt, lines: [[1, {len(lines)}]], "
        f"sha256: {hashlib.sha256(content).hexdigest()}}}"
    )
    name = f"facts/sources/{key}.yml"
    files = {
        folder / f"{key}.txt": content,
        folder / ORIGINALS / f"{key}{file.suffix.lower()}": file.read_bytes(),
        project.root / name: _record(project, found, issued, archived).encode(),
    }
    write_step(project.root, f"article {key}", files)
    return TakenIn(key=key, lines=lines, proposals=found, record=name, files=tuple(files))


def _key_problems(shelf: Shelf, file: Path, key: str) -> Iterator[Problem]:
    place = Place(file=file.as_posix())
    if not _KEY.fullmatch(key):
        hint = say("give one of small letters, digits and hyphens: --key work-report-2026-01")
        message = say("“{key}” cannot be the key of a source", key=key)
        yield Problem(place=place, rule="article", message=message, hint=hint)
    elif key in shelf.project.book.sources or (shelf.folder / f"{key}.txt").exists():
        message, hint = say("the key {key} is taken", key=key), say("give another one with --key")
        yield Problem(place=place, rule="article", message=message, hint=hint)


def _day_problems(
    file: Path, lines: Sequence[str], day: Proposal | None, issued: str
) -> Iterator[Problem]:
    place = Place(file=file.as_posix())
    if issued:
        try:
            parse_period(issued)
        except PeriodError as error:
            message = say("“{issued}” is no period: {error}", issued=issued, error=error)
            yield Problem(place=place, rule="article", message=message, hint=say("such as 2026-03"))
    elif day is None:
        message = say("no line prints the day of the article")
        hint = say("argue it from the text and give it: --issued 2026-03")
        near = [*enumerate(lines[:_TOP], 1), *[*enumerate(lines, 1)][_TOP:][-_END:]]
        for number, line in near:
            if match := _YEARLESS.search(_narrow(line)):
                message = say(
                    "line {number} prints “{words}” without its year", number=number, words=match[0]
                )
                place = Place(file=file.as_posix(), line=number, column=match.start() + 1)
                break
        yield Problem(place=place, rule="article", message=message, hint=hint)


def _held(shelf: Shelf, file: Path, lines: Sequence[str]) -> Iterator[Problem]:
    """Tell where most of an article's text stands in the archive already."""
    own = {normalize(line) for line in lines}
    own = {line for line in own if len(line) >= _TELLING} or own - {""}
    for page in shelf.archive.pages.values():
        shared = [n for n, line in enumerate(page.normalized, 1) if line in own]
        if len({page.line(n) for n in shared}) * 2 > len(own):
            keys = [
                s.key
                for s in shelf.project.book.sources.values()
                if s.archive and s.archive.file == page.name and any(map(s.archive.holds, shared))
            ]
            message = say(
                "the article is in the archive: {name}, lines {first} to {last}",
                name=page.name,
                first=shared[0],
                last=shared[-1],
            )
            hint = say("its record: facts/sources/{key}.yml", key=keys[0]) if keys else NOTHING
            place = Place(file=file.as_posix())
            yield Problem(place=place, rule="article", message=message, hint=hint)


def title_of(lines: Sequence[str]) -> Proposal | None:
    """Return the first heading, else the first short line that is no sentence, date or label."""
    numbered = [(n, line) for n, line in enumerate(lines[:_TOP], 1) if line]
    for number, line in numbered:
        if match := re.match(r"#+\s*(.+)", line):
            return Proposal(text=match[1].strip(), line=number)
    for number, line in numbered:
        if len(line) <= _LONGEST_TITLE and not _NO_TITLE.search(line):
            return Proposal(text=line, line=number)
    return None


def issued_of(lines: Sequence[str]) -> Proposal | None:
    """Return the day that a line of its own, a label or a dateline prints, else none.

    Where none is printed, a month or year that stands alone or behind a label.
    """
    found = []
    for number, line in enumerate(map(in_digits, map(_narrow, lines)), 1):
        for match in _DAY.finditer(line):
            text = _period(*match.groups())
            if not text:
                continue
            labeled = re.search(r"(?:时间|日期|发布|刊期|出版)\D{0,4}$", line[: match.start()])
            beside = len(line.strip("()（）[]【】 　")) - len(match[0].strip())
            alone = beside <= (_LABEL if match["day"] else 0)
            if labeled or (alone and (number <= _TOP or number > len(lines) - _END)):
                found.append((not match["day"], not labeled, number, text))
    if not found:
        return None
    *_, number, text = min(found)
    return Proposal(text=text, line=number)


def _narrow(line: str) -> str:
    """Return a line whose full-width digits are plain ones, sign for sign."""
    return line.translate(_WIDE)


def _period(year: str, month: str | None, day: str | None) -> str:
    """Return a printed date as a period is typed, nothing where the calendar has no such day."""
    text = "-".join((year, *(f"{int(part):02d}" for part in (month, day) if part)))
    try:
        return parse_period(text).text
    except PeriodError:
        return ""


def publication_of(lines: Sequence[str]) -> Proposal | None:
    """Return the newspaper that a label or the words about reprinting name, else none."""
    for number, line in enumerate(lines, 1):
        if match := _PAPER.search(line):
            return Proposal(text=match["paper"], line=number)
    return None


def next_letter(sources: Mapping[str, Source]) -> str:
    """Return the letter of the next page of articles: F1 after E3, AA1 after Z."""
    used = sorted(
        {s.letter.rstrip("0123456789") for s in sources.values()}, key=lambda s: (len(s), s)
    )
    if not used:
        return "A1"
    last = used[-1]
    number = 0
    for sign in last:
        number = number * 26 + ord(sign) - ord("A") + 1
    tens, ones = divmod(number, 26)
    return f"{chr(ord('A') + tens - 1) if tens else ''}{chr(ord('A') + ones)}1"


def _record(project: Project, found: Proposals, argued: str, archived: str) -> str:
    """Return the YAML of a source; what nobody knows yet stands open."""
    languages = project.book.languages
    ordered = sorted(languages, key=lambda language: language != SOURCE_LANGUAGE)
    open_basis = "{" + ", ".join(f'{language}: "{UNKNOWN}"' for language in ordered) + "}"
    as_printed = dict.fromkeys((SOURCE_LANGUAGE, *ordered))  # typed where the sheet lacks it, too

    def texts(proposal: Proposal | None) -> str:
        known = {SOURCE_LANGUAGE: proposal.text} if proposal else {}
        return ", ".join(f"{key}: {quoted(known.get(key, UNKNOWN))}" for key in as_printed)

    def beside(proposal: Proposal | None, unknown: Message) -> str:
        known = say("line {line} prints it", line=proposal.line) if proposal else unknown
        return f"  # {told(known)}"

    title, issued, publication = found.title, found.issued, found.publication
    printed = None if argued else issued
    untitled = say("no line looks like a title")
    unnamed = say("no line names the newspaper")
    unprinted = say("not printed; say below how it is known")
    whole = phrase("full: every figure and line of it is accounted for")
    rows = (
        f"title: {{{texts(title)}}}{beside(title, untitled)}",
        f"publication: {{{texts(publication)}}}{beside(publication, unnamed)}",
        f"publication_basis: {'printed' if publication else open_basis}",
        f'issued: "{argued or (issued.text if issued else "")}"{beside(printed, unprinted)}',
        f"issued_basis: {'printed' if printed else open_basis}",
        f"letter: {next_letter(project.book.sources)}",
        f"coverage: partial  # {whole}",
        f"archive: {archived}",
    )
    return "\n".join(rows) + "\n"


_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WIDE = {ord("０") + n: str(n) for n in range(10)}
_TOP, _END = 12, 5  # lines from the beginning and end where titles and days stand
_LONGEST_TITLE, _LABEL, _TELLING = 50, 12, 15  # characters
_NO_TITLE = re.compile(
    r"[。；：:]|^[—－-]{2}|^\W*(?:来源|作者|时间|日期|编辑|责编|记者)|(?:19|20)\d\d年\d+月\d+日|^第?\d+[期版]"
)
_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[年./-]\s*(\d{1,2})(?:[月./-]\s*(?P<day>\d{1,2})(?!\d)日?|月)|年)"
)
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_YEARLESS = re.compile(rf"(?<![年\d]){_NUMBER}月{_NUMBER}日")
_PAPER = re.compile(
    r"(?:来源|转载自|据|刊于)[:：\s]*《?(?P<paper>[\u4e00-\u9fff]{1,10}(?:日报|晚报|晨报|时报|导报|商报|早报|都市报|新闻网|新华社|中新社|周刊|网))》?"
)
