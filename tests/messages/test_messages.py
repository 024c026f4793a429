"""Messages in the curator's language: complete, chosen once, and in nothing that a sheet writes."""

from __future__ import annotations

import argparse
import copy
import pickle
import re
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po

from factsheet.cli import main
from factsheet.figures.periods import PeriodError, parse_period
from factsheet.language.vocabulary import REVIEW_WORDS
from factsheet.messages import LANGUAGES, Message, chosen, either, plural, say, speak, told
from factsheet.messages.tongue import CATALOGS, OF_ARGPARSE, language_of_windows
from factsheet.problems import Place, Problem, render_problems
from tests.support import copy_small, run, tree

KEYWORDS = {"say": None, "phrase": None, "mark": None, "plural": (1, 2)}
TRANSLATED = [language for language in LANGUAGES if language != "en"]


def templates(root: Path) -> set[tuple[str, ...]]:
    """Return every template of the program; one that counts with its plural."""
    found = extract_from_dir(root / "scripts/factsheet", [("**.py", "python")], keywords=KEYWORDS)
    return {(row[2],) if isinstance(row[2], str) else row[2] for row in found}


def catalog(language: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return what a catalog has: templates and their words, one text a plural."""
    with (CATALOGS / f"{language}.po").open("rb") as file:
        entries = read_po(file, locale=language)
    return {
        (m.id,) if isinstance(m.id, str) else tuple(m.id): (m.string,)
        if isinstance(m.string, str)
        else tuple(m.string)
        for m in entries
        if m.id
    }


def fields(text: str) -> set[str]:
    """Return the names of the values that a text takes."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_no_other(root: Path, language: str) -> None:
    """A catalog has the words of each message of the program, and none more: make messages."""
    used, words = templates(root), catalog(language)
    assert len(used) > 400
    assert used - set(words) == set()
    assert set(words) - used == set()
    assert [key for key, texts in words.items() if not all(texts)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalog_is_in_the_order_of_its_messages(language: str) -> None:
    """So is what `make messages` writes, wherever in the program a message stands."""
    heads = [ids[0] for ids in catalog(language)]
    assert heads == sorted(heads)


def test_one_idea_has_one_word(root: Path) -> None:
    """What the glossary of the Chinese guide sets aside stands in nothing that curators read."""
    guide = (root / "CONTRIBUTING.zh.md").read_text("utf-8")
    before, glossary, after = re.split(r"(?m)^(?=\| 用语 )|(?<=\|)\n(?=\n## 在 Windows)", guide)
    rows = [row.strip("| ").split(" | ") for row in glossary.splitlines()[2:]]
    words = {term: variants.split("、") for term, _, variants in rows}
    assert len(words) > 10
    own = "\n".join(text for texts in catalog("zh").values() for text in texts)
    fields = (root / "scripts/factsheet/facts/fields.tsv").read_text("utf-8")
    with (root / "templates/locales/zh/messages.po").open("rb") as file:
        heads = [m.string for m in read_po(file) if m.id in REVIEW_WORDS]
    read = {
        "messages": own,
        "CONTRIBUTING": before + after,
        "fields": fields,
        "workbook": "\n".join(map(str, heads)),
        **{p.name: p.read_text("utf-8") for p in (root / "guide").glob("*.zh.md")},
        "README": (root / "README.zh.md").read_text("utf-8"),
    }
    unwanted = {
        (place, variant)
        for place, text in read.items()
        for variants in words.values()
        for variant in variants
        if variant in text
    }
    assert unwanted == set()
    assert [term for term in words if term not in own] == []


def test_argparse_says_what_is_marked() -> None:
    """The words marked as argparse's own are its own, so that they are looked up."""
    own = {row[1] for row in extract_from_file("python", argparse.__file__, keywords={"_": None})}
    assert set(OF_ARGPARSE) <= own


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_takes_the_same_values(root: Path, language: str) -> None:
    """A translation names each value of its template, and no other."""
    used = templates(root)
    for key, texts in catalog(language).items():
        if key in used:
            assert {name for text in texts for name in fields(text)} == fields(key[0]), key


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["check"], {}, "en"),
        (["--lang", "zh", "check"], {"FACTSHEET_LANG": "en"}, "zh"),
        (["check", "--lang=zh"], {}, "zh"),
        (["figure", "--", "--lang=zh"], {}, "en"),
        (["check", "--lang", "fr"], {"LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"FACTSHEET_LANG": "zh", "LC_ALL": "C"}, "zh"),
        ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en_US.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.GBK"}, "zh"),
        ([], {"LANG": "zh-Hans"}, "zh"),
        ([], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_chosen(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    """The option before the variable before the system; what nobody has translated is English."""
    assert chosen(arguments, environment) == language


def test_a_system_other_than_windows_says_nothing() -> None:
    """Only Windows is asked for the language of its windows."""
    assert language_of_windows("linux") == ""


def test_a_message_is_its_english_text_wherever_it_goes() -> None:
    """It compares, copies and travels as its text; an exception gives it back."""
    message = say("there is no name {key!r}", key="sample")
    assert message == "there is no name 'sample'"
    for same in (copy.deepcopy(message), pickle.loads(pickle.dumps(message)), str(message)):  # noqa: S301
        assert same == message
        assert isinstance(same, Message)
    with pytest.raises(PeriodError) as refused:
        parse_period("2024-13")
    assert isinstance(str(refused.value), Message)
    assert plural("{count} fact", "{count} facts", 1) == "1 fact"
    assert plural("{count} fact", "{count} facts", 2) == "2 facts"
    assert either(["a", "b", "c"]) == "a or b or c"


def test_a_message_is_told_with_all_that_it_holds() -> None:
    """Messages and exceptions among the values are told in the same language."""
    error = PeriodError(say("there is no month {month}", month=13))
    message = say("“{issued}” is no period: {error}", issued="2024-13", error=error)
    problem = Problem(place=Place(file="a.yml"), rule="x", message=message, hint=either(["a", "b"]))
    try:
        speak("zh")
        assert told(message) == "“2024-13”不是日期：没有 13 月"
        assert told("as it is {x}") == "as it is {x}"
        assert render_problems([problem]).endswith("[x]\n    办法：a、b")
        assert told(plural("{count} fact", "{count} facts", 2)) == "2 条事实"
    finally:
        speak("en")
    assert told(message) == "“2024-13” is no period: there is no month 13"


def test_no_file_depends_on_the_language_of_messages(tmp_path: Path) -> None:
    """Whoever runs the program writes the same bytes, but for remarks to the curator in YAML."""
    written = {}
    for language in LANGUAGES:
        root = copy_small(tmp_path / language)
        assert run(root, "verify", "--lang", language).code == 0
        assert run(root, "render", "--lang", language).code == 0
        article = tmp_path / "trade-2026.txt"
        article.write_text("时间：2026-05-06\n全省进出口2345.6亿元。\n", "utf-8")
        assert run(root, "article", str(article), "--lang", language).code == 0
        assert run(root, "todo", "--lang", language).code == 0
        figure = run(root, "figure", "超2350个", "--format", "json", "--lang", language)
        files = {path: text for path, text in tree(root).items() if ".cache" not in path}
        record = root / "facts/sources/trade-2026.yml"
        said = re.findall(r"  # (.*)", record.read_text("utf-8"))
        assert said
        assert all(each.isascii() == (language == "en") for each in said)
        files["facts/sources/trade-2026.yml"] = re.sub(rb"  # .*", b"", record.read_bytes())
        written[language] = {**files, "figure": figure.out.encode()}
    assert all(files == written["en"] for files in written.values())
    assert len(written["en"]) > 20


@pytest.mark.parametrize("command", ["check", "article", "draft", "undo"])
def test_help_is_in_the_language(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The help of a command has Chinese for all but the names that are typed."""
    try:
        with pytest.raises(SystemExit):
            main([command, "--lang", "zh", "--help"])
    finally:
        speak("en")
    text = capsys.readouterr().out
    assert text.startswith("用法：factsheet")
    assert "选项" in text
    assert "show this help" not in text
