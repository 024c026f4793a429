"""What is made of what was kept equals what is made anew, byte for byte, whatever was edited."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from factsheet import processes
from factsheet.cache.record import Record
from factsheet.cache.store import packed
from factsheet.edition.localize import editions_of
from factsheet.edition.sheet import Edition
from factsheet.pages import docs
from factsheet.problems import Problem, ProblemsFoundError
from factsheet.site import factpages
from factsheet.site.made import Pages
from factsheet.site.started import Engine
from tests.projects import ADDRESS, OUTSIDE, start
from tests.projects import run as run_there
from tests.support import copy_small, edit, run, sound, tree

# How many random edits; the suite makes a few, `EDITS=200 pytest tests/cache` all.
EDITS = int(os.environ.get("EDITS", "4"))
WHOLE_EVERY = 2  # edits after which the sheet is built anew beside it
KILLS = int(os.environ.get("KILLS", "2"))
GOODS = "facts/trade/goods.yml"
WORDS = [f"{word} {{total}}" for word in ("reached", "came to", "totaled")]
BUILD = ("build", "--draft", "--why")


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sheet with templates of its own, verified and built; each test edits it further."""
    sheet = copy_small(tmp_path_factory.mktemp("incremental") / "sheet")
    templates = (sheet / "templates").resolve()
    (sheet / "templates").unlink()
    shutil.copytree(templates, sheet / "templates")
    assert run(sheet, "verify").code == 0
    first = run(sheet, *BUILD)
    assert first.code == 0
    assert "facts of en: none are on record\n" in first.out
    return sheet


def test_edited_and_killed_a_site_is_that_of_a_build_from_nothing(
    sheet: Path, tmp_path: Path
) -> None:
    """Random edits, each built upon what was kept; in between killed builds and damaged entries."""
    chance = random.Random(21)  # noqa: S311 - the same edits on every machine
    kinds = list(_kinds())
    done: list[str] = []
    for number in range(EDITS):
        kind, edit = kinds[number % len(kinds)] if number < len(kinds) else chance.choice(kinds)
        edit(sheet, chance)
        done.append(kind)
        if number % WHOLE_EVERY == 0 and number // WHOLE_EVERY < KILLS:
            _kill(sheet, chance.uniform(0.5, 3.0))
            _damage(sheet, chance)
        ran = run(sheet, *BUILD)
        assert ran.code == 0, (done, ran.out)
        if number % WHOLE_EVERY == WHOLE_EVERY - 1:
            assert _different(sheet, _whole(sheet, tmp_path / f"whole-{number}")) == [], done
            assert "up to date" in run(sheet, *BUILD).out


@pytest.mark.parametrize(
    "held", [{}, {"record.json": b"[]"}, {"record.json": b'{"inputs": {"a": 1}}'}]
)
def test_a_record_of_another_shape_is_none(tmp_path: Path, held: dict[str, bytes]) -> None:
    """What another version kept is whole and yet no record; a link to nowhere is no input."""
    root = copy_small(tmp_path / "sheet")
    (root / "facts/trade/.#goods.yml").symlink_to("somebody@host.1")  # as an editor locks a file
    Record(root).write({})
    assert Record(root).changed() == []
    (entry,) = (root / ".cache/site").iterdir()
    entry.write_bytes(packed(held))
    assert Record(root).changed() == ["no build is on record"]


def test_pages_are_those_of_a_plain_mkdocs(sheet: Path, tmp_path: Path) -> None:
    """Made or taken as they were, they are what `mkdocs build --strict` writes, and no more."""
    edition = editions_of(sound(sheet))["en"]
    inherited = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
    given = {**inherited, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1"}
    about, folder = sheet / "docs/en/about.md", sheet / "docs/en/own"
    folder.mkdir()
    (folder / "a.page.md").write_text("# A page of somebody's own\n\nWords.\n", "utf-8")
    (folder / ".a.page.md").write_text("# What MkDocs takes for no page\n", "utf-8")
    made = []
    for number, expected in enumerate((len(list((sheet / "docs/en").iterdir())), 1, 0)):
        if expected == 1:
            about.write_text(about.read_text("utf-8") + "\nOne more line.\n", "utf-8")
        with closing(Engine(sheet)) as engine:
            pages = Pages(sheet, tmp_path / f"made-{number}", ADDRESS, given, engine)
            pages.start([edition])
            assert len(pages.wait()["en"]) == expected
            pages.keep()
        made.append(pages.files)
    to = str(tmp_path / "plain")
    own = {"SITE_URL": f"{ADDRESS}en/", "SOURCE_DATE_EPOCH": "1"}
    assert run_there(sheet, "mkdocs", "build", "--strict", "-d", to, **own).returncode == 0
    shutil.rmtree(folder)
    plain = tree(tmp_path / "plain")
    assert plain.keys() >= {"about/index.html", "own/a.page/index.html"}
    assert made[1:] == [{f"en/{name}": content for name, content in plain.items()}] * 2


def test_new_words_that_lead_nowhere_are_told_as_mkdocs_tells_them(
    sheet: Path, tmp_path: Path
) -> None:
    """Though they alone are read of the page: all of them, with the links as they were typed."""
    edition = editions_of(sound(sheet))["en"]
    about = sheet / "docs/en/about.md"
    good = about.read_text("utf-8")
    words = "Words of [one](trade.md#nowhere), [another](none.md) and [a third](#here)."
    given = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1"}
    told: tuple[Problem, ...] = ()
    for number, text in enumerate(("Words.", words)):
        about.write_text(good.replace("\n\n", f"\n\n{text}\n\n", 1), "utf-8")
        with closing(Engine(sheet)) as engine:
            pages = Pages(sheet, tmp_path / f"made-{number}", ADDRESS, given, engine)
            pages.start([edition])
            try:
                assert "about.md" in pages.wait()["en"]
                pages.keep()
            except ProblemsFoundError as error:
                told = error.problems
    to = str(tmp_path / "plain")
    own = {"SITE_URL": f"{ADDRESS}en/", "SOURCE_DATE_EPOCH": "1"}
    plain = run_there(sheet, "mkdocs", "build", "--strict", "-d", to, **own)
    about.write_text(good, "utf-8")
    warned = [line.strip() for line in plain.stdout.splitlines() if line.startswith("WARNING")]
    assert len(warned) == 3
    assert sorted(problem.message for problem in told) == sorted(f"en: {line}" for line in warned)


def test_pages_that_mkdocs_would_lose_are_told(sheet: Path) -> None:
    """One that the navigation lacks, two of one place, one that is no text; with their names."""
    own = sheet / "docs/en/own"
    own.mkdir()
    lost, torn = own / "page.markdown", own / "raw.html"
    lost.write_text("# Lost\n", "utf-8")
    told = run(sheet, *BUILD)
    assert told.code == 1
    assert 'not included in the "nav" configuration: - own/page.markdown' in told.out
    settings = sheet / "mkdocs.yml"
    good = settings.read_text("utf-8")
    settings.unlink()  # it may lead to those of all
    settings.write_text(re.sub("(?m)^not_in_nav: .*", "not_in_nav: '*.*'", good), "utf-8")
    assert run(sheet, *BUILD).code == 0
    (own / "page").mkdir()
    (own / "page/index.md").write_text("# Another\n", "utf-8")
    told = run(sheet, *BUILD)
    assert told.code == 1
    twins = "own/page.markdown, own/page/index.md"
    assert f"docs/en/own/page.markdown: two pages have one place in the site: {twins}" in told.out
    shutil.rmtree(own / "page")
    torn.write_bytes(b"<p>\xe9</p>")
    told = run(sheet, *BUILD)
    assert told.code == 1
    assert "docs/en/own/raw.html:1:4: the file is not UTF-8 text" in told.out
    torn.unlink()
    (own / ".#page.md").symlink_to("somebody@host.1")  # as an editor locks a file
    assert run(sheet, *BUILD).code == 0
    shutil.rmtree(own)
    settings.write_text(good, "utf-8")


def test_a_page_is_made_anew_only_for_what_it_is_made_of(sheet: Path) -> None:
    """`--why` names what changed, facts in other words, and the pages that were made for it."""
    assert run(sheet, *BUILD).code == 0
    facts = sheet / GOODS
    good = facts.read_text("utf-8")
    _fact(sheet, random.Random(1))  # noqa: S311 - any other wording
    told = run(sheet, *BUILD).out
    assert f"changed: {GOODS}\n" in told
    assert "facts of en that are not as before: trade-2024\n" in told
    assert "facts of zh that are not as before: none\n" in told
    assert "trade.md" in told.split("pages of en made: ", 1)[1].split("\n", 1)[0]
    assert "pages of zh made: none" in told
    facts.write_text(good, "utf-8")
    told = run(sheet, *BUILD).out
    assert f"changed: {GOODS}\n" in told
    assert "pages of en made: none" in told  # those of before are still kept
    key = "  - id: exports-fell-2024\n"
    facts.write_text(good.replace(key, "  - id: exports-were-less-2024\n"), "utf-8")
    told = run(sheet, *BUILD).out
    assert (
        "facts of zh that are not as before: exports-were-less-2024; gone: exports-fell-2024\n"
        in told
    )
    facts.write_text(good, "utf-8")
    assert run(sheet, *BUILD).code == 0
    (sheet / "site/en/index.html").write_text("spoiled", "utf-8")
    told = run(sheet, *BUILD).out
    assert "changed: site/en/index.html" in told
    assert (sheet / "site/en/index.html").read_text("utf-8") != "spoiled"


@pytest.mark.parametrize(
    ("key", "setting", "file", "text"),
    [
        (
            "markdown_extensions:",
            "markdown_extensions:\n  pymdownx.snippets: {base_path: [own]}",
            "own/text.md",
            "Words that are {}.",
        ),
        (
            "validation:",
            "hooks: [own/hook.py]\nvalidation:",
            "own/hook.py",
            "def on_page_content(html, **_):\n    return html + 'Words that are {}.'\n",
        ),
    ],
    ids=["an extension", "a hook"],
)
def test_what_mkdocs_reads_elsewhere_is_never_known_to_be_the_same(
    tmp_path: Path, key: str, setting: str, file: str, text: str
) -> None:
    """A file that no build looks at changes: the page of it does, too."""
    sheet = copy_small(tmp_path / "sheet")
    assert run(sheet, "verify").code == 0
    edit(sheet, "mkdocs.yml", f"\n{key}\n", f"\n{setting}\n")
    edit(sheet, "mkdocs.yml", 'not_in_nav: "*.*.md"', "not_in_nav: own/")
    (sheet / "own").mkdir()
    page = sheet / "docs/en/own/page.md"
    page.parent.mkdir(parents=True)
    page.write_text('# Own\n\n--8<-- "text.md"\n', "utf-8")
    for words in ("old", "new"):
        (sheet / file).write_text(text.format(words), "utf-8")
        assert run(sheet, "build", "--no-pdf").code == 0
        made = (sheet / "site/en/own/page/index.html").read_text("utf-8")
        assert f"Words that are {words}." in made


def test_a_build_whose_mkdocs_vanishes_is_none(sheet: Path) -> None:
    """It ends without a word, as the system ends what takes too much memory; the site stays."""
    assert run(sheet, *BUILD).code == 0
    before = tree(sheet / "site")
    settings, hook = sheet / "mkdocs.yml", sheet / "vanish.py"
    good = settings.read_text("utf-8")
    settings.unlink()  # it may lead to those of all
    settings.write_text(f"{good}\nhooks: [vanish.py]\n", "utf-8")
    hook.write_text("import os\nos._exit(3)\n", "utf-8")
    told = run(sheet, *BUILD)
    settings.write_text(good, "utf-8")
    hook.unlink()
    assert told.code == 1
    assert "MkDocs ended and told nothing" in told.out
    assert tree(sheet / "site") == before


def test_a_link_that_leads_nowhere_is_told_by_first_and_later_builds(sheet: Path) -> None:
    """A hidden one is an editor's lock; what a link leads to may change unseen."""
    link = sheet / "docs/en/own.txt"
    assert run(sheet, *BUILD).code == 0
    link.symlink_to("nowhere")
    for _ in range(2):
        told = run(sheet, *BUILD)
        assert told.code == 1
        assert "docs/en/own.txt: the link leads nowhere" in told.out
    (sheet / "docs/en/nowhere").write_text("old", "utf-8")
    assert run(sheet, *BUILD).code == 0
    assert "up to date" not in run(sheet, *BUILD).out
    link.unlink()
    (sheet / "docs/en/nowhere").unlink()


def test_a_language_that_says_the_same_is_not_made_again(
    sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit of English leaves the Chinese pages as they were; a template makes both anew."""
    assert run(sheet, *BUILD).code == 0
    real, template = docs.renderer, sheet / "templates/pages/about.md.j2"

    def refuses(root: Path, edition: Edition) -> Callable[[str], str]:
        if edition.language == "zh":
            raise RuntimeError("asked for pages of zh")
        return real(root, edition)

    monkeypatch.setattr(docs, "renderer", refuses)
    _fact(sheet, random.Random(2))  # noqa: S311 - any other wording
    told = run(sheet, *BUILD).out
    assert "pages of Markdown that changed: 0" not in told
    template.write_text(template.read_text("utf-8") + "\nOne more line.\n", "utf-8")
    with pytest.raises(RuntimeError, match="pages of zh"):
        run(sheet, *BUILD)


def test_pages_of_facts_that_say_the_same_are_not_made_again(
    sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edit of a fact makes its own pages anew, in the one process that is left to make them."""
    made: list[str] = []
    real = factpages._page
    monkeypatch.setattr(processes, "_can_fork", lambda: False)

    def noted(*given: Any) -> bytes:
        made.append(given[3]["fact"].id)
        return real(*given)

    monkeypatch.setattr(factpages, "_page", noted)
    assert run(sheet, *BUILD).code == 0
    made.clear()
    _fact(sheet, random.Random(3))  # noqa: S311 - any other wording
    assert run(sheet, *BUILD).code == 0
    assert made == ["trade-2024"] * 2  # each of the languages shows the words of the other


def _kinds() -> Iterator[tuple[str, Callable[[Path, random.Random], None]]]:
    """Yield every kind of edit that leaves a sheet sound, with what makes it."""
    yield "a fact", _fact
    yield "a figure", _figure
    yield "a page's template", _appending("templates/pages/about.md.j2", "\nEdit {}.\n")
    yield "a word of a catalog", _word
    yield "the theme", _appending("templates/theme/assets/sheet.js", "\n// Edit {}.\n")
    yield (
        "a partial of the theme",
        _appending("templates/theme/partials/copyright.html", "<!-- {} -->"),
    )
    yield "a fact's template", _appending("templates/site/fact.html.j2", "<!-- {} -->\n")
    yield "a style", _appending("templates/locales/en/style.yml", "# edit {}\n")
    yield "the settings", _appending("mkdocs.yml", "# edit {}\n")
    yield "a template of drawings", _appending("templates/print/drawing.typ", "\n// edit {}\n")


def _fact(sheet: Path, chance: random.Random) -> None:
    _replace(sheet / GOODS, r"(?:reached|came to|totaled) \{total\}", chance, WORDS)


def _figure(sheet: Path, chance: random.Random) -> None:
    _replace(
        sheet / GOODS, r"printed: \"\d\.\d%\"", chance, [f'printed: "{n}.1%"' for n in range(9)]
    )


def _replace(path: Path, old: str, chance: random.Random, words: list[str]) -> None:
    text = path.read_text("utf-8")
    found = re.search(old, text)
    assert found
    new = chance.choice([word for word in words if word != found[0]])
    path.write_text(text.replace(found[0], new), "utf-8")


def _word(sheet: Path, chance: random.Random) -> None:
    words = [f'msgid "Fact"\nmsgstr "Fact {n}"' for n in range(9)]
    _replace(
        sheet / "templates/locales/en/messages.po", r'msgid "Fact"\nmsgstr ".*"', chance, words
    )


def _appending(name: str, pattern: str) -> Callable[[Path, random.Random], None]:
    def edit(sheet: Path, chance: random.Random) -> None:
        with (sheet / name).open("a", encoding="utf-8") as file:
            file.write(pattern.format(chance.randrange(1_000_000)))

    return edit


def _kill(sheet: Path, seconds: float) -> None:
    """Kill a build and all that it started, some time after its start."""
    process = start(sheet, "factsheet", *BUILD)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _damage(sheet: Path, chance: random.Random) -> None:
    """Change a byte of some entries of the cache; a killed build may leave one with none."""
    entries = sorted(path for path in (sheet / ".cache").rglob("*") if path.is_file())
    for path in chance.sample(entries, len(entries) // 3):
        if whole := bytearray(path.read_bytes()):
            whole[chance.randrange(len(whole))] ^= 1
            path.write_bytes(whole)


def _whole(sheet: Path, to: Path) -> Path:
    """Copy what a curator types into a new folder and build it from nothing."""
    for name in ("facts", "templates", "archive", "editions"):
        if (sheet / name).is_dir():
            shutil.copytree(sheet / name, to / name)
    for path in sheet.glob("mkdocs*.yml"):
        shutil.copyfile(path, to / path.name)
    ran = run(to, *BUILD)
    assert ran.code == 0, ran.out
    return to


def _different(one: Path, other: Path) -> list[str]:
    """Return the files of two sheets' docs/ and site/ that are not the same."""
    found = []
    for folder in ("docs", "site"):
        old, new = tree(one / folder), tree(other / folder)
        found += [f"{folder}/{n}" for n in sorted({*old, *new}) if old.get(n) != new.get(n)]
    return found
