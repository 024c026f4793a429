"""Strict YAML: what a file holds stays text, and whatever else it holds is one clear problem."""

import shutil

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factsheet.facts.load import load
from factsheet.facts.yamlfile import MAX_BYTES, load_yaml
from factsheet.figures.units import package_units
from factsheet.problems import Place, suggest
from tests.support import LANGUAGES, SMALL, steady, time_limit

# content, data: scalars stay as typed
TEXTS = [
    ("a: no", {"a": "no"}),
    ("a: 1:30", {"a": "1:30"}),
    ("a: 2024-09-18", {"a": "2024-09-18"}),
    ("a: 0123", {"a": "0123"}),
    ("a: 1_000", {"a": "1_000"}),
    ("a: 3.10", {"a": "3.10"}),
    ("a: ~", {"a": "~"}),
    ("a: null", {"a": "null"}),
    ("a: '3'", {"a": "3"}),
    ("1: 2", {"1": "2"}),
    ("<<: x", {"<<": "x"}),
    ("a:", {"a": ""}),
    ("[a, [b]]", ["a", ["b"]]),
    ("a: &x [1]\nb: *x", {"a": ["1"], "b": ["1"]}),
    ("a: |\n  b\n  c", {"a": "b\nc"}),
    ("\ufeffa: b", {"a": "b"}),
    ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
    ('a: "\\u00a0"', {"a": "\u00a0"}),
    ("a: 总值：甲", {"a": "总值：甲"}),
    ("a: “甲”的乙", {"a": "“甲”的乙"}),
    ('a: "“甲”"', {"a": "“甲”"}),
    ('{a: "b：c", d: "｛e｝"}', {"a": "b：c", "d": "｛e｝"}),
    ("a: b # c：“d”", {"a": "b"}),
    ("a: 甲［乙］", {"a": "甲［乙］"}),
]

# content, line:column, what the message or its hint says
DAMAGED = [
    ("", "1:1", "the file is empty"),
    ("# nothing\n", "1:1", "the file is empty"),
    ("a：b", "1:2", "the full-width “：” is not the sign of YAML"),
    ("- a：b", "1:4", "type : and a space after the key"),
    ("{a: b, c：d}", "1:9", "type : and a space after the key"),
    ("a: ｛b: c}", "1:4", "the full-width “｛” is not the sign of YAML"),
    ("a: {b: c｝", "1:9", "type } or ], as at its beginning"),
    ("a: ［b]", "1:4", "the full-width “［” is not the sign of YAML"),
    ("a: [b］", "1:6", "type } or ], as at its beginning"),
    ("a: “b”", "1:4", 'quote a text with "'),
    ("{a: “b”, c: d}", "1:5", 'quote a text with "'),
    ("a: ＂b＂", "1:4", "the full-width “＂” is not the sign of YAML"),
    ("a: 1\na: 2", "2:1", "'a' stands twice"),
    ("a: {b: 1, b: 2}", "1:11", "'b' stands twice"),
    ("a:\n\tb: 1", "2:1", "a tab stands in the indent"),
    ("a:\n  b: 1\n c: 2", "3:2", "the indent differs from the lines above"),
    ("a: b: c", "1:5", "put the text in quotes"),
    ("a: @b", "1:4", "put the text in quotes"),
    ("a: *b", "1:4", "put the text in quotes: it starts with *"),
    ("a: &a [*a]", "1:8", "*a refers to itself"),
    ("a: &a {b: [*a]}", "1:12", "*a refers to itself"),
    ('a: "b', "1:4", "a quote is not closed"),
    ('a: "b\nc: "d"\n', "1:4", "a quote is not closed"),
    ("a: x\nb:y\n", "2:2", "no space stands after the colon of “b”"),
    ("a：x\n", "1:2", "the full-width “：” is not the sign of YAML"),
    ("a:\n　b: x\n", "2:1", "a full-width or no-break space"),
    ("－ a: x\n", "1:1", "the full-width “－” is not the sign of YAML"),
    ("a: {b: x， c: y}\n", "1:9", "the full-width “，” is not the sign of YAML"),
    ("a: [37，39]\n", "1:7", "the full-width “，” is not the sign of YAML"),
    ("a: [b", "1:6", "is not closed"),
    ("a: {b", "1:6", "is not closed"),
    ('a: "\\q"', "1:6", "write \\\\ for a backslash"),
    ('a: "\\0"', "1:4", "U+0000"),
    ('a: "\\ud800"', "1:4", "U+D800"),
    ('a: "\\ue000"', "1:4", "U+E000"),
    ('a: "\\UFFFFFFFF"', "1:7", "invalid Unicode character"),
    (
        "a: !!python/object/apply:os.system [x]",
        "1:4",
        "python/object/apply:os.system is not allowed",
    ),
    ("a: !b c", "1:4", "the tag !b is not allowed"),
    ("a: !!str c", "1:4", "is not allowed"),
    ("a: 1\n---\nb: 2", "2:1", "a second document"),
    ("{a: b}: c", "1:1", "a key must be a plain word"),
    ("? [a]\n: c", "1:3", "a key must be a plain word"),
    ("a: " + "[" * 5000, "1:27", "nested more than 24 deep"),
    ("a: " + "[" * 5000 + "]" * 5000, "1:27", "nested more than 24 deep"),
    ("{a: " * 5000, "1:97", "nested more than 24 deep"),
    ("a: [" + "x," * 100_001 + "]", "1:200001", "more than 100000 values"),
    ("a: \x07", "1:4", "U+0007"),
    ("a: b\u2028c", "1:5", "U+2028"),
    ("a: \ue001", "1:4", "U+E001"),
]
BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)

# bytes, line:column or nothing, what the message says
BYTES = [
    ("a: 山西\n".encode("gbk"), "1:6", "not UTF-8"),
    ("a: b\nc: 山西\n".encode("gbk"), "2:6", "not UTF-8"),
    ("a: b".encode("utf-16"), "1:1", "not UTF-8"),
    (bytes(range(128, 256)), "1:1", "not UTF-8"),
    (b"\x89PNG\r\n\x1a\n\x00", "1:1", "not UTF-8"),
    (b"a: \x00", "1:4", "U+0000"),
    (b"# " + b"x" * MAX_BYTES, "", "larger than 1 MiB"),
    (BOMB.encode(), "5:45", "more than 100000 values"),
]

WORDS = st.sampled_from(
    "facts: title: - id: text: zh: en: figures: cite: printed: period: source: at: {a:b} [a] [[a]] { } [ ] "
    "\" ' & * ! | > # % @ ` , : -- --- ... ? \\ &a *a !!str <<: 1 2024 none outturn 亿 \t".split(
        " "
    )
)
LINES = st.lists(st.tuples(st.integers(0, 8), st.lists(WORDS, max_size=5)), max_size=12).map(
    lambda rows: "\n".join(" " * indent + " ".join(words) for indent, words in rows)
)
RAIL = (SMALL / "facts/channels/rail.yml").read_text("utf-8")


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a file of this content."""

    def read(content):
        path = tmp_path / "file.yml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_yaml(path, "file.yml")

    return read


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    """A copy of the small sheet, one file of which the tests write anew."""
    root = tmp_path_factory.mktemp("sheet")
    shutil.copytree(SMALL / "facts", root / "facts")
    return root


@pytest.mark.parametrize(("content", "data"), TEXTS)
def test_values_stay_text(read, content, data):
    """Every value is the text that was typed, whatever YAML would make of it."""
    file = read(content)
    assert (file.data, file.problems) == (data, [])


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [pytest.param(*row, id=f"{n}: {row[2]}") for n, row in enumerate([*DAMAGED, *BYTES], 1)],
)
def test_damaged_content_is_one_problem_with_its_place(read, content, place, message):
    """Damaged content gives no data and one problem, at once, at its line and column."""
    with time_limit(10):
        file = read(content)
    assert file.data is None
    (problem,) = file.problems
    assert str(problem.place) == (f"file.yml:{place}" if place else "file.yml")
    assert message in f"{problem.message} {problem.hint}"
    assert len(problem.message) < 200


def test_folder_or_missing_file_is_a_problem(tmp_path):
    """A folder, a dead link or nothing in place of a file is a problem of the file."""
    (tmp_path / "folder.yml").mkdir()
    (tmp_path / "dead.yml").symlink_to("nowhere")
    (tmp_path / "loop.yml").symlink_to("loop.yml")
    for name in ("folder.yml", "dead.yml", "loop.yml", "missing.yml"):
        (problem,) = load_yaml(tmp_path / name, name).problems
        assert problem.place == Place(file=name)
        missing = name == "missing.yml"
        assert problem.message == ("the file is missing" if missing else "this is not a file")


def test_every_value_has_its_place(read):
    """Keys and items have the line and column where they stand, others those of their parent."""
    file = read("a:\n  - b: 1\n  - c: 2\n")
    assert str(file.place(("a", 1, "c"))) == "file.yml:3:8"
    assert str(file.place(("a", 1))) == "file.yml:3:5"
    assert str(file.place(("a", 1, "d"))) == "file.yml:3:5"
    assert str(file.place(("x",))) == "file.yml:1:1"


@pytest.mark.parametrize(
    ("word", "hint"),
    [("perod", "did you mean period?"), ("figure", "did you mean figures?"), ("zzz", "")],
)
def test_near_words_are_suggested(word, hint):
    """A misspelled word is answered with the known word nearest to it."""
    assert suggest(word, ["figures", "period", "text"]) == hint


@steady
@given(st.binary(max_size=200) | LINES.map(str.encode))
@example(b"? ")
@example(b"- - -")
@example(b"%YAML 9.9\n---\na")
@example(b"%TAG ! tag:x,2000:\n---\na: !b c")
@example(b"a: !%ff x")
@example(b"--- |99\n x")
def test_no_content_raises(sheet, content):
    """Whatever a section's file holds, loading the sheet raises nothing."""
    (sheet / "facts/channels/rail.yml").write_bytes(content)
    loaded = load(sheet, LANGUAGES, package_units())
    assert (loaded.factbook is None) <= bool(loaded.problems)


@steady
@given(st.integers(0, len(RAIL)), st.integers(0, 80), WORDS | st.text(max_size=3))
def test_no_slip_of_a_curator_raises(sheet, start, length, typed):
    """Whatever part of a section's file is deleted or typed over, loading raises nothing."""
    text = RAIL[:start] + typed + RAIL[start + length :]
    (sheet / "facts/channels/rail.yml").write_text(text, "utf-8", errors="surrogatepass")
    loaded = load(sheet, LANGUAGES, package_units())
    assert (loaded.factbook is None) <= bool(loaded.problems)
    for problem in loaded.problems:
        assert problem.place.file.startswith("facts/")
