"""Pages made by a process that stays are those of a process that has read nothing before."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path

from factsheet.commands.serving import _unchecked
from factsheet.facts.lock import locked, write_lock
from factsheet.site.firstpage import FirstPages
from tests.support import LANGUAGES, copy_small, run, sound

NAMES = ("", "trade", "channels", "sources", "names", "plans", "about", "evidence")
PAGES = [f"/{lang}/{name}{'/' if name else ''}" for lang in LANGUAGES for name in NAMES]
ADDRESS = "http://127.0.0.1:0/"
POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">'
SECTIONS = ("trade/goods", "trade/investment", "channels/rail")
SEED, ROUNDS, EDITS = 20, 3, 4


def test_pages_after_any_edits_are_those_of_a_new_process(tmp_path: Path) -> None:
    """Words, figures and periods change, facts and their notes come and go, names and articles too."""
    sheet = copy_small(tmp_path / "sheet")
    assert run(sheet, "render").code == 0
    for lang in LANGUAGES:
        (sheet / "site" / lang).mkdir(parents=True)
        (sheet / "site" / lang / "index.html").write_text(POLICY, "utf-8")
    project = sound(sheet)
    write_lock(sheet, locked(project.book, {}, {}, date(2026, 1, 5)))  # notes say when
    first = FirstPages(sheet, ADDRESS, partial(_unchecked, sheet))
    before = dict(first.made(PAGES))
    assert before.keys() == set(PAGES)
    chance = random.Random(SEED)  # noqa: S311 - the same edits every time
    for number in range(ROUNDS):
        for edit in range(EDITS):
            _edit(sheet, chance, f"{number}-{edit}")
            now = dict(first.made(PAGES))  # each edit has pages of its own to start from
        assert now == _anew(sheet), number
        assert now != before, number
        before = now


def _edit(sheet: Path, chance: random.Random, key: str) -> None:
    """Edit one of the files of a sheet, so that it can still be read."""
    path = sheet / f"facts/{chance.choice(SECTIONS)}.yml"
    text = path.read_text("utf-8")
    head, *facts = re.split(r"(?m)^(?=  - id: |^gaps:|^caveats:)", text)
    places = [at for at, fact in enumerate(facts) if "  - id: " in fact and "cite:" in fact]
    at = chance.choice(places)
    match chance.randrange(7):
        case 0:  # words
            facts[at] = re.sub(r'\."\n', f' so {key}."\\n', facts[at], count=1)
        case 1:  # figures
            facts[at] = re.sub(r"(\d)(\.\d)?([%亿个])", rf"{chance.randrange(1, 9)}\2\3", facts[at])
        case 2:  # periods
            facts[at] = re.sub(
                r'period: "20\d\d"', f'period: "20{chance.randrange(10, 25)}"', facts[at]
            )
        case 3:  # a further fact, in any place
            new = re.sub(r"id: [\w-]+", f"id: fact-{key}", facts[at], count=1)
            facts.insert(chance.choice(places), new)
        case 4:  # one fewer, but of those that others name
            added = [place for place in places if "id: fact-" in facts[place]]
            facts = [fact for place, fact in enumerate(facts) if place not in added[:1]]
        case 5:  # an article
            path, facts = sheet / "facts/sources/first-article.yml", []
            head = re.sub("sha256: .", f"sha256: {chance.choice('abc')}", path.read_text("utf-8"))
        case _:  # a name
            path, facts = sheet / "facts/names/place.yml", []
            head = path.read_text("utf-8").replace("Sample", f"Sample{chance.choice('XY')}", 1)
    path.write_text(head + "".join(facts), "utf-8")


def _anew(sheet: Path) -> Mapping[str, str]:
    """Return all pages as a process makes them that has read nothing before."""
    asked = json.dumps([str(sheet), ADDRESS, PAGES])
    ran = subprocess.run(
        [sys.executable, "-c", _ANEW], input=asked, capture_output=True, text=True, check=True
    )
    pages: dict[str, str] = json.loads(ran.stdout)
    return pages


_ANEW = """
import json, sys
from functools import partial
from pathlib import Path
from factsheet.commands.serving import _unchecked
from factsheet.site.firstpage import FirstPages
sheet, address, pages = json.load(sys.stdin)
first = FirstPages(Path(sheet), address, partial(_unchecked, Path(sheet)))
json.dump(dict(first.made(pages)), sys.stdout)
"""
