"""The guide of a sheet's maker: every field described, every command and file of it there."""

import re
from pathlib import Path

import pytest

from describe_fields import LANGUAGES, all_records, descriptions, keys, meaning, reference
from factsheet.cli import main

GUIDE = Path(__file__).resolve().parents[1] / "guide"
PAGES = sorted(GUIDE.glob("*.md"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reference_of_fields_is_current(language: str) -> None:
    """After a change of a record, or of what a field means: make guide."""
    assert (GUIDE / f"fields.{language}.md").read_text("utf-8") == reference(language)


def test_every_record_and_field_is_described_in_both_languages() -> None:
    told = descriptions()
    assert len(all_records()) > 40
    described = set()
    for record, key in keys():
        words = told[record] if key == record else meaning(told, record, key)
        assert set(words) == set(LANGUAGES)
        assert all(words.values()), (record, key)
        assert re.search("[\u3400-\u9fff]", words["zh"]), (record, key)
        described |= {key, record, f"{record}.{key}"}
    assert sorted(set(told) - described) == []  # nothing is described that is not there


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    heads = {head.lower().strip() for head in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    for target in re.findall(r"\]\(([^)]+)\)", text):
        name, _, anchor = target.partition("#")
        assert not name or (GUIDE / name).is_file(), target
        assert not anchor or anchor in heads, target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_are_commands(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = page.read_text("utf-8")
    named = set(
        re.findall(r"(?:^|`|\s)factsheet ([a-z]+(?: (?:add|todo|freeze|diff|export))?)", text)
    )
    for command in sorted(named):
        with pytest.raises(SystemExit) as ended:
            main([*command.split(), "--help"])
        assert ended.value.code == 0, command
    capsys.readouterr()


def test_both_languages_have_the_same_examples() -> None:
    """What stands in code is the same in English and in Chinese, but for comments."""
    for name in ("tutorial", "cookbook"):
        code = []
        for language in LANGUAGES:
            text = (GUIDE / f"{name}.{language}.md").read_text("utf-8")
            blocks = re.findall(r"^```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
            code.append([re.sub(r"\s+# .*", "", block) for block in blocks])
        assert code[0] == code[1], name
        assert code[0]


def test_the_readmes_lead_to_the_guide(root: Path) -> None:
    for language, name in (("en", "README.md"), ("zh", "README.zh.md")):
        text = (root / name).read_text("utf-8")
        for page in ("tutorial", "cookbook", "fields"):
            assert f"(guide/{page}.{language}.md)" in text
