"""A published fact that is taken back: its address stays and says why; its figures are gone."""

import json
import re

from factsheet.edition.localize import editions_of
from factsheet.site.opendata import facts_json
from tests.support import copy_small, edit, problems_of, run, sound

GOODS = "facts/trade/goods.yml"
WITHDRAWN = """\
  - id: exports-fell-2024
    withdrawn:
      date: "2026-01-05"
      reason: {zh: 原文有误, en: the article was wrong}
"""


def test_a_withdrawn_fact_keeps_its_address(tmp_path):
    """The anchor stays in every language with day and reason; sentence and data are gone."""
    sheet = copy_small(tmp_path / "sheet")
    edit(sheet, GOODS, "  - id: exports-fell-2024\n", WITHDRAWN)
    assert problems_of(sheet) == ()
    assert run(sheet, "render").code == 0
    english = (sheet / "docs/en/trade.md").read_text("utf-8")
    chinese = (sheet / "docs/zh/trade.md").read_text("utf-8")
    for page in (english, chinese):
        assert page.count("{: #exports-fell-2024 .fact .withdrawn") == 1
        (fold,) = re.findall(
            r"<details[^>]*>\n<summary>(?:Withdrawn: 1|撤回1条)</.*?</details>", page, re.S
        )
        assert "#exports-fell-2024 " in fold  # apart from what holds
        assert page.count(" .fact ", page.index(fold), page.index(fold) + len(fold)) == 1
        assert "[^exports-fell-2024]" not in page
    assert "Withdrawn on January 5, 2026: the article was wrong" in english
    assert "2026年1月5日撤回：原文有误" in chinese
    assert "2.4%" not in english
    project = sound(sheet)
    data = json.loads(facts_json(editions_of(project)))
    assert "exports-fell-2024" not in {fact["id"] for fact in data["facts"]}


def test_a_withdrawal_needs_its_reason_in_every_language(tmp_path):
    """A reason that is missing in a language is a problem with its place."""
    sheet = copy_small(tmp_path / "sheet")
    edit(sheet, GOODS, "  - id: exports-fell-2024\n", WITHDRAWN.replace("zh: 原文有误, ", ""))
    (problem,) = problems_of(sheet)
    assert problem.message == "the text is missing in 'zh'"
    assert problem.place.line == 21
