"""Claims beside figures: each is proved, and a change of what proves it is objected to."""

import hashlib
import json
import re

import pytest
from babel.messages.pofile import read_po

from factsheet.edition.localize import edition_of, editions_of
from factsheet.facts.silence import claims
from factsheet.pages.docs import pages_of
from factsheet.project import open_project
from factsheet.site.opendata import facts_json
from tests.projects import copy_frozen
from tests.support import copy_small, edit, problems_of, run, sound, style

RAIL = "facts/channels/rail.yml"
GOODS = "facts/trade/goods.yml"
DIFFERENCES = "facts/disagreements/trade.yml"
SECOND = "facts/sources/second-article.yml"
DONE = "    fulfilled_by: line-opened\n"
SILENT = """\
    silent:
      through: [second-article]
      words: [{words}]
      basis: {{zh: 按线路检索, en: searched for the line}}
"""
ASIDE = "      aside: [{source: second-article, at: 11, reason: another line}]\n"
ROW = """\
- project: {{zh: 新线路, en: New line}}
  stages:
    - {{fact: line-plan, stage: planned}}
{silent}"""


@pytest.fixture
def sheet(tmp_path):
    """A copy of the small sheet."""
    return copy_small(tmp_path / "sheet")


def silent(sheet, words="新线路", links=DONE, aside=""):
    """Claim that the plan of a line is not mentioned later, beside what reports it."""
    edit(sheet, RAIL, DONE, links + SILENT.format(words=words) + aside)


def told(sheet, language="en"):
    """Return what the page of plans says of the plan of a line."""
    assert run(sheet, "render").code == 0
    page = (sheet / f"docs/{language}/plans.md").read_text("utf-8")
    (line,) = (text for text in page.split("\n") if "#line-plan)" in text)
    return line.split(" | ")[-1].split(" {: ")[0]


def append(sheet, line):
    """Print a further line at the end of the later article."""
    path = sheet / "archive/second.txt"
    text = path.read_text("utf-8").rstrip("\n") + f"\n{line}\n"
    path.write_text(text, "utf-8")
    source = (sheet / SECOND).read_text("utf-8")
    source = re.sub(r"\[\[1, \d+\]\]", f"[[1, {len(text.splitlines())}]]", source)
    digest = hashlib.sha256(text.encode()).hexdigest()
    (sheet / SECOND).write_text(re.sub(r"[0-9a-f]{64}", digest, source), "utf-8")


def test_a_plan_without_proof_says_nothing_of_later_articles(sheet):
    """Neither reported nor proved silent: the cell is a dash."""
    edit(sheet, RAIL, DONE, "")
    assert told(sheet) == "—"


def test_a_proved_silence_says_up_to_when_and_how(sheet):
    """The claim names the newest article searched, in every language, and what was searched for."""
    silent(sheet, links="")
    assert run(sheet, "verify").code == 0
    assert told(sheet) == (
        "not mentioned in articles up to January 3, 2026 (searched for the line)"
    )
    assert told(sheet, "zh") == "截至2026年1月3日的有关报道未提及（按线路检索）"


@pytest.mark.parametrize(
    ("words", "links", "aside", "found"),
    [
        ("新路线", "", "", "“新路线” stands there"),
        ("新路线", DONE, "", ""),
        ("新路线", "    reported_by: line-opened\n", "", ""),
        ("新路线", "    reported_by: trade-2024\n", "", "“新路线” stands there"),
        ("新路线", "", ASIDE, ""),
        ("新线路", "", ASIDE, "line 11 of second-article holds nothing that is searched for"),
        ("新 路线, 利用外资", DONE, "", "second-article, line 5: “利用外资” stands there"),
    ],
)
def test_every_hit_is_reported_or_set_aside(sheet, words, links, aside, found):
    """A line with a word searched for is cited by a report or set aside; nothing else is."""
    silent(sheet, words, links, aside)
    ran = run(sheet, "verify")
    assert (ran.code, found in ran.out) == (int(bool(found)), True), ran.out


def test_a_silence_beside_reports_says_that_nothing_else_mentions_it(sheet):
    """Done and taken up are told apart, and the rest is proved silent."""
    silent(sheet, "新路线")
    cell = told(sheet)
    assert cell.startswith("**reported as done**: [The new line opened in 2025.]")
    assert cell.endswith(
        "<br>no further mention in articles up to January 3, 2026 (searched for the line)"
    )
    edit(sheet, RAIL, DONE, "    reported_by: line-opened\n")
    assert told(sheet).startswith("**taken up later**: [The new line opened in 2025.]")


@pytest.mark.parametrize(
    ("text", "line", "hit"),
    [
        ("[[sample-zone]]", "另一园区。", False),
        ("[[sample-zone]]", "样 例园区再开新线。", True),
        ("[[sample-province]]", "全省再开新线。", True),
        ("[[sample-province]]", "样例工程。", True),
        ("{n}", "有13条。", False),
        ("{n}", "有3条线。", True),
    ],
)
def test_names_aliases_and_figures_are_searched_for(sheet, text, line, hit):
    """Every Chinese form and alias of a name, and a figure as a whole, in a line added later."""
    edit(sheet, RAIL, "计划开通新线路。", f"{text}计划开通新线路。")
    edit(sheet, RAIL, "A new line was planned", f"In {text} a new line was planned")
    edit(sheet, RAIL, DONE, '    figures: {n: {printed: "3条"}}\n' + SILENT.format(words="新线路"))
    append(sheet, line)
    claim = next(claims(sound(sheet).book))
    assert bool(claim.found_in(line.replace(" ", ""))) == hit


def test_a_line_added_to_a_later_article_is_found(sheet):
    """A silence that was proved is refused when an article turns out to print more."""
    silent(sheet, links="")
    assert run(sheet, "verify").code == 0
    append(sheet, "新线路再度受到关注。")
    ran = run(sheet, "verify")
    assert ran.code == 1
    assert "second-article, line 12: “新线路” stands there, so it is not silent" in ran.out


def test_a_line_that_speaks_of_what_was_silent_is_decided_by_a_command(sheet):
    """The message names the fact, the words and the choices; what is chosen is written in place."""
    silent(sheet, "新路线", links="")
    before = (sheet / RAIL).read_text("utf-8")
    told = run(sheet, "verify").out
    for words in ("'line-plan' is called silent", "line 11", "…", "reported_by: [line-opened]"):
        assert words in told
    assert "factsheet silence line-plan second-article:11 --aside" in told
    assert "factsheet silence line-plan second-article:11" in run(sheet, "silence").out
    assert "line-plan: second-article:11" in run(sheet, "todo").out
    place = ("silence", "line-plan", "second-article:11")
    for wrong in (
        (*place,),
        (*place, "--aside", "a", "--reported-by", "line-opened"),
        (*place, "--reported-by", "line-opend"),
        (*place, "--reported-by", "trade-2024"),
        ("silence", "line-plan", "second-article:5", "--aside", "a"),
        ("silence", "line-plan", "second-article", "--aside", "a"),
        ("silence", "--read", "second-article"),
    ):
        assert run(sheet, *wrong).code in (1, 2), wrong
    assert (sheet / RAIL).read_text("utf-8") == before
    assert run(sheet, *place, "--aside", 'another "line"').code == 0
    aside = r'aside: [{source: second-article, at: 11, reason: "another \"line\""}]'
    assert aside in (sheet / RAIL).read_text("utf-8")
    assert run(sheet, "verify").code == 0
    assert run(sheet, "silence").out == "no article speaks of what is called silent\n"
    assert run(sheet, "undo").code == 0
    assert (sheet / RAIL).read_text("utf-8") == before
    assert run(sheet, *place, "--fulfilled-by", "line-opened").code == 0
    assert "    fulfilled_by: [line-opened]\n" in (sheet / RAIL).read_text("utf-8")
    assert run(sheet, "verify").code == 0


def test_an_article_of_another_place_is_set_aside_whole(sheet):
    """All its lines that wait, for one reason; it joins the articles that were searched."""
    silent(sheet, "新路线, 利用外资", links="")
    (sheet / "facts/sources/third.yml").write_text(NEWER_SOURCE, "utf-8")
    (sheet / "archive/third.txt").write_text("新路线。", "utf-8")
    digest = hashlib.sha256("新路线。".encode()).hexdigest()
    edit(sheet, "facts/sources/third.yml", "0" * 64, digest)
    assert "silence --read third" in run(sheet, "check").out
    for article in ("third", "second-article"):
        assert run(sheet, "silence", "--read", article).code == 1
        assert run(sheet, "silence", "--read", article, "--aside", "another place").code == 0
    assert "through: [second-article, third]" in (sheet / RAIL).read_text("utf-8")
    assert run(sheet, "verify").code == 0
    assert run(sheet, "silence", "--read", "third").code == 1


def test_a_row_of_stages_is_decided_too(sheet):
    """There the line is set aside; that it reports is said by a stage."""
    claim = SILENT.replace("    ", "  ").format(words="新路线")
    (sheet / "facts/stages.yml").write_text(ROW.format(silent=claim), "utf-8")
    place = ("silence", "line-plan", "second-article:11")
    assert "add a stage to its row" in run(sheet, "verify").out
    assert run(sheet, *place, "--reported-by", "line-opened").code == 1
    assert run(sheet, *place, "--aside", "another line").code == 0
    assert run(sheet, "verify").code == 0


NEWER_SOURCE = """\
title: {zh: 样例, en: Sample}
issued: "2026-01-04"
issued_basis: printed
letter: C
coverage: partial
archive: {file: third.txt, lines: [[1, 1]], sha256: %s}
""" % ("0" * 64)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (RAIL, DONE, "", "the silence about 'line-plan' was edited since"),
        (
            RAIL,
            "words: [新路线]",
            "words: [新线]",
            "the silence about 'line-plan' was edited since",
        ),
        (RAIL, "计划开通新线路。", "[[sample-zone]]计划开通新线路。", "was edited since"),
        (RAIL, SILENT.format(words="新路线"), "", "was proved and is no longer claimed"),
        ("facts/sources/third.yml", "", NEWER_SOURCE, "third came in since"),
        (SECOND, "lines: [[1, 11]]", "lines: [[1, 10]]", "was edited since"),
        (RAIL, "        at: 11\n", "        at: 10\n", "was edited since"),
    ],
)
def test_the_lock_tells_a_claim_edited_since_its_proof(sheet, file, old, new, message):
    """Without the archive, a dropped report, another word or a newer article makes it stale."""
    silent(sheet, "新路线")
    assert run(sheet, "verify").code == 0
    assert run(sheet, "check").code == 0
    if old:
        edit(sheet, file, old, new)
    else:
        (sheet / file).write_text(new, "utf-8")
    found = run(sheet, "check").out
    assert f"{message}" in found
    assert "[lock]" in found


def test_verifying_again_changes_nothing(sheet):
    """The proof stands in the lock once, with its day."""
    silent(sheet, "新路线")
    assert run(sheet, "verify").code == 0
    lock = (sheet / "facts/evidence.lock").read_text("utf-8")
    assert len(re.findall(r"^line-plan .* silence=[0-9a-f]{16}@", lock, re.MULTILINE)) == 1
    assert "unchanged" in run(sheet, "verify").out


def test_the_subject_of_the_sheet_is_not_searched_for(sheet):
    """What every line is about tells nothing of a plan."""
    edit(sheet, RAIL, "计划开通新线路。", "[[sample-province]]计划开通新线路。")
    edit(sheet, RAIL, "A new line was", "In [[sample-province]] a new line was")
    silent(sheet, links="")
    assert run(sheet, "verify").code == 1
    edit(sheet, "facts/edition.yml", 'number: "1"\n', 'number: "1"\nsubject: sample-province\n')
    assert run(sheet, "verify").code == 0


@pytest.mark.parametrize(
    ("words", "stage"), [("", "untold"), ("新线路", "silent")], ids=["no claim", "claim"]
)
def test_a_stage_is_silent_only_where_it_is_claimed(sheet, words, stage):
    """A page that no fact of a row cites is empty without a proof."""
    claim = SILENT.format(words=words).replace("\n  ", "\n")[2:] if words else ""
    (sheet / "facts/stages.yml").write_text(ROW.format(silent=claim), "utf-8")
    row = edition_of(sound(sheet), "en").stages.rows[0]
    assert [cell.stage for cell in row.cells] == ["planned", stage]
    assert (row.cells[1].words == "not mentioned") == bool(words)
    assert run(sheet, "verify").code == 0


def test_a_stage_that_is_called_silent_is_searched(sheet):
    """The words of a row are searched for as those of a plan are."""
    claim = SILENT.format(words="新路线").replace("\n  ", "\n")[2:]
    (sheet / "facts/stages.yml").write_text(ROW.format(silent=claim), "utf-8")
    assert "line 11: “新路线” stands there" in run(sheet, "verify").out


@pytest.mark.parametrize(
    ("kind", "words", "marked"),
    [
        ("conflict", "Sources differ", True),
        ("scope", "Different scope", False),
        ("date", "Date missing or different", False),
        ("wording", "Different wording", False),
        ("misprint", "Probably misprinted", False),
    ],
)
def test_each_kind_of_difference_has_its_own_words(sheet, kind, words, marked):
    """Only a conflict is marked; note, page, counts and data name the kind."""
    edit(sheet, DIFFERENCES, "kind: scope", f"kind: {kind}")
    project = sound(sheet)
    assert problems_of(sheet) == ()
    editions = editions_of(project)
    edition = editions["en"]
    fact = edition.facts["trade-2024"]
    assert ("differs" in [mark.key for mark in fact.marks]) == marked
    note = "".join(run.text for part in fact.note for run in part)
    assert note.count(f"{words}: see “Basis”.") == 1
    assert edition.statistics.differences == ((words[0].lower() + words[1:], 1),)
    data = json.loads(facts_json(editions))
    assert [(d["id"], d["kind"]) for d in data["differences"]] == [("trade-basis", kind)]
    page = pages_of(project.root, editions)["docs/en/differences.md"]
    assert f"## {words} {{: #differences-{kind} }}" in page


def test_a_note_says_once_what_differs(sheet):
    """Several differences of a kind are one sentence; a misprint told already is not repeated."""
    more = (sheet / DIFFERENCES).read_text("utf-8").replace("trade-basis", "second")
    more = more.replace("口径, en: Basis", "数字, en: Figures")
    with (sheet / DIFFERENCES).open("a", encoding="utf-8") as file:
        file.write(
            more
            + more.replace("second", "third")
            .replace("scope", "misprint")
            .replace("[trade-2024, trading-partners]", "[line-opened]")
        )
    facts = edition_of(sound(sheet), "en").facts
    note = ["".join(run.text for run in part) for part in facts["trade-2024"].note]
    assert [part for part in note if "see “" in part] == [
        "Different scope: see “Basis” and “Figures”."
    ]
    opened = "".join(run.text for part in facts["line-opened"].note for run in part)
    assert opened.count("is read as") == 1
    assert "misprinted" not in opened


# Newer facts of the frozen sheet: topic file, id, period, figure, indicator.
NEWER = [
    ("trade/goods.yml", "goods-trade-2027", "2027", "2222.2亿元", "goods-trade"),
    ("trade/foreign-investment.yml", "fdi-2027", "2027", "99.9亿美元", "utilized-fdi"),
]
NEWER_FACT = """
  - id: {key}
    status: outturn
    period: "{period}"
    text:
      zh: "{{period}}，[[shanxi|short]]为{{value}}。"
      en: "In {{period}}, it was {{value}} in [[shanxi|short]]."
    figures:
      value: {{printed: "{printed}", indicator: {indicator}, basis: flow}}
    cite:
      - {{source: newer-article, at: 1}}
"""
NEWER_ARTICLE = """\
title: {zh: 样例, en: Sample}
issued: "2028-02-10"
issued_basis: printed
letter: F
archive: {file: page-2028.txt, lines: [[1, 1]], sha256: %s}
""" % ("0" * 64)


@pytest.fixture
def newer(tmp_path):
    """The frozen sheet with a newer article, trade and investment facts in it."""
    project = copy_frozen(tmp_path / "project")
    (project / "facts/sources/newer-article.yml").write_text(NEWER_ARTICLE, "utf-8")
    for file, key, period, printed, indicator in NEWER:
        path = project / "facts" / file
        fact = NEWER_FACT.format(key=key, period=period, printed=printed, indicator=indicator)
        path.write_text(path.read_text("utf-8").replace("facts:\n", f"facts:{fact}\n", 1), "utf-8")
    return project


def test_newer_facts_make_old_claims_stale(newer, frozen_project):
    """Cut-off, edition, answers, notices, charts and silence that a newer article overtakes."""
    found = problems_of(newer)
    assert {p.rule for p in found} == {
        "cutoff-current", "newest-named", "charts-newest", "silence-current",
    }  # fmt: skip
    places = [(p.rule, p.place.file) for p in found]
    assert places.count(("cutoff-current", "facts/edition.yml")) == 2
    assert ("charts-newest", "facts/charts.yml") in places
    refused = {p.place for p in found if p.rule == "newest-named"}
    home = frozen_project.book.home
    texts = [(q.answer, q.where.place("answer")) for q in home.questions]
    texts += [(n.text, n.where.place("text")) for n in home.notices]
    naming = {place for text, place in texts if re.search(r"\{(?:goods-trade|fdi)-", text["en"])}
    assert len(naming) == 3
    assert naming <= refused


@pytest.mark.parametrize("cutoff", ["2026-02", "2025", "to 2025-12-31"])
def test_an_aged_cutoff_is_refused(tmp_path, cutoff):
    """The sheet's cut-off cannot be older than its newest fact."""
    project = copy_frozen(tmp_path / "project")
    edit(project, "facts/edition.yml", 'cutoff: "2026-03"', f'cutoff: "{cutoff}"')
    (problem,) = problems_of(project)
    assert problem.rule == "cutoff-current"


def test_the_home_page_tells_newer_facts(newer):
    """What the home page derives names the newest article and figures, and nothing older instead.

    What articles do not report keeps the date of the article that was read for it.
    """
    edit(newer, "facts/edition.yml", 'cutoff: "2026-03"', 'cutoff: "2028-02"')
    project, problems = open_project(newer)
    assert project is not None, problems
    assert "said up to an article that is not the newest" in run(newer, "todo").out
    made = editions_of(project)
    page = pages_of(project.root, made)
    for language, words, month, total in (
        ("en", "19 articles on six pages", "March 2026", "222.22"),
        ("zh", "6个中文报纸版面，共19篇", "2026年3月", "2222.2"),
    ):
        edition = made[language]
        assert words in edition.texts["not_official"]
        newest = {h.key: h.fact.id for h in edition.highlights}
        assert newest["goods-trade"] == "goods-trade-2027"
        assert newest["utilized-fdi"] == "fdi-2027"
        home = page[f"docs/{language}/index.md"]
        assert total in home
        own = re.compile(r'class="(?:label|period|series)"|\(channels.md#rail\)|^\[\^')  # own dates
        said = [line for line in home.split("\n") if not own.search(line)]
        aged = [line for line in said if month in line]
        assert aged
        assert [
            line for line in aged if not re.search(style(language).words.unreported, line)
        ] == []


CLAIMING = re.compile(
    r"(?i)\b(?:never|none|no(?!\.)|nobody|nothing|only|all|every|last|latest|newest|always|neither|nor|not)\b"
)


def test_every_claim_of_the_interface_is_listed_with_its_proof(root):
    """CLAIMS.md lists each sentence of catalogs and patterns that claims so much."""
    table = (root / "CLAIMS.md").read_text("utf-8")
    rows = re.findall(r"^\| (.+) \| (.+) \|$", table, re.MULTILINE)[2:]
    listed = [sentence for row, _ in rows for sentence in row.split(" · ")]
    assert all(proof.strip() for _, proof in rows)
    found = set()
    for language in ("en", "zh"):
        with (root / f"templates/locales/{language}/messages.po").open("rb") as file:
            found |= {str(message.id) for message in read_po(file) if message.id}
    patterns = style("en").patterns.values()
    found |= {re.sub(r"\{[{%].*?[%}]\}", "", pattern) for pattern in patterns}
    claims = {s for words in found for s in re.split(r"(?<=\.) ", words) if CLAIMING.search(s)}
    unproved = [s for s in claims if not any(part in s for part in listed)]
    assert unproved == []
    assert [part for part in listed if not any(part in s for s in claims)] == []
