"""What a curator with WPS, Excel or Notepad mistypes: told in Chinese, with its place and a cure."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import copy_small, edit, run

GOODS = "facts/trade/goods.yml"
MONEY = "facts/trade/investment.yml"
RAIL = "facts/channels/rail.yml"
SOURCE = "facts/sources/second-article.yml"
NOTE = "The article does not state the basis."
Damage = Callable[[Path], None]


def typed(file: str, old: str, new: str) -> Damage:
    """Return the damage of typing one text instead of another."""

    def damage(root: Path) -> None:
        edit(root, file, old, new)

    return damage


def saved(file: str, change: Callable[[bytes], bytes]) -> Damage:
    """Return the damage of saving a file in another way."""

    def damage(root: Path) -> None:
        path = root / file
        path.write_bytes(change(path.read_bytes()))

    return damage


# what is mistyped, the command that tells, file, words of the message, words of the cure
SLIPS: list[tuple[str, Damage, str, str, str, str]] = [
    ("full-width colon", typed(RAIL, "    status: plan", "    status：plan"), "check", RAIL, "全角“：”", "半角冒号"),
    ("full-width comma in braces", typed(MONEY, "second-article, at: 5", "second-article，at: 5"), "check", MONEY, "全角“，”", "半角逗号"),
    ("full-width quotes", typed(RAIL, 'period: "to 2024-09-18"', "period: “to 2024-09-18”"), "check", RAIL, "全角““”", "半角引号"),
    ("full-width braces in a text", typed(GOODS, "总值达{total}", "总值达｛total｝"), "check", GOODS, "全角花括号", "半角 {"),
    ("full-width digits of a line", typed(MONEY, "second-article, at: 5", "second-article, at: ５"), "check", MONEY, "应为一个整数", "半角数字"),
    ("full-width digits of a period", typed(RAIL, "to 2024-09-18", "to ２０２４"), "check", RAIL, "不是规定的时间写法", "2024（全年）"),
    ("full-width space in the indent", typed(RAIL, "    status: plan", "　　status: plan"), "check", RAIL, "全角空格", "半角空格"),
    ("tab in the indent", typed(RAIL, "    status: plan", "\tstatus: plan"), "check", RAIL, "制表符", "不用 Tab 键"),
    ("quote not closed", typed(GOODS, 'en: The article does not state the basis.', 'en: "The article does not state the basis.'), "check", GOODS, "引号没有成对", "补上半角引号"),
    ("no space after a colon", typed(RAIL, "    status: plan", "    status:plan"), "check", RAIL, "冒号后没有空格", "加一个空格"),
    ("colon in a text without quotes", typed(GOODS, "zh: 原文未印日期", "zh: 原文: 未印日期"), "check", GOODS, "不应再有", "半角引号"),
    ("wrong indent", typed(RAIL, "    status: plan", "   status: plan"), "check", RAIL, "缩进与上面不一致", "对齐"),
    ("bracket not closed", typed(RAIL, "evidence: [计划开通]", "evidence: [计划开通"), "check", RAIL, "右括号", "没有成对"),
    ("saved as GBK", saved(GOODS, lambda raw: raw.decode().encode("gbk", "replace")), "check", GOODS, "不是 UTF-8", "另存为"),
    ("saved as UTF-16", saved(GOODS, lambda raw: raw.decode().encode("utf-16")), "check", GOODS, "不是 UTF-8", "另存为"),
    ("period in Chinese", typed(RAIL, "to 2024-09-18", "2024年1-8月"), "check", RAIL, "不是规定的时间写法", "2024-01/2024-08"),
    ("month 13", typed(RAIL, "to 2024-09-18", "to 2024-13-18"), "check", RAIL, "没有 13 月", "请写"),
    ("figure without its unit", typed(MONEY, "7.86亿美元", "7.86亿"), "check", MONEY, "读作 count", "写全单位"),
    ("unit mistyped", typed(MONEY, "7.86亿美元", "7.86亿美圆"), "check", MONEY, "无法读取", "照原文录入"),
    ("亿 as 万亿", typed(MONEY, "7.86亿美元", "7.86万亿美元"), "verify", MONEY, "没有印", "完整的数字"),
    ("wrong line", typed(MONEY, "second-article, at: 5", "second-article, at: 4"), "verify", MONEY, "没有印", "第 5 行"),
    ("line outside the article", typed(MONEY, "second-article, at: 5", "second-article, at: 99"), "check", MONEY, "不在文章", "该文各行"),
    ("unknown source", typed(MONEY, "second-article, at: 5", "secnd-article, at: 5"), "check", MONEY, "没有文章", "是否应为 second-article"),
    ("slot in one language", typed(GOODS, "总值达{total}，", ""), "check", GOODS, "没有用", "都写"),
    ("unknown name", typed(MONEY, "by: sample-bureau", "by: sampel-bureau"), "check", MONEY, "没有名称", "是否应为 sample-bureau"),
    ("unknown figure in a text", typed(RAIL, "班列{trains}", "班列{train}"), "check", RAIL, "没有数字或时间", "是否应为 trains"),
    ("single quote not closed", typed(GOODS, "zh: 原文未载口径。", "zh: '原文未载口径。"), "check", GOODS, "引号没有成对", "同样的引号"),
    ("brace not closed", typed(GOODS, "达{total}", "达{total"), "check", GOODS, "无法读取", "{数字}"),
    ("near too long", typed(MONEY, 'printed: "7.86亿美元"', f'printed: "7.86亿美元", near: "{"外资" * 7}"'), "check", MONEY, "太长", "12 个字符"),
    ("contact that is none", typed("facts/edition.yml", "https://sheet.example/contact", "办公室"), "check", "facts/edition.yml", "不能用作", "电子邮件"),
    ("section's file deleted", lambda root: (root / GOODS).unlink(), "check", "facts/topics.yml", "没有文件", "放回"),
    ("figure typed in a text", typed(GOODS, NOTE, "It rests on 3 reports."), "check", GOODS, "直接写在句中", "改为数字字段"),
    ("unit typed in a text", typed(GOODS, "原文未载口径", "以亿元计"), "check", GOODS, "直接写在句中", "改为数字字段"),
    ("duplicate id", typed(RAIL, "id: trains-rank-2024", "id: trains-2024"), "check", RAIL, "用了两次", "另取一个号"),
    ("id with Chinese", typed(RAIL, "id: trains-rank-2024", "id: 班列-2024"), "check", RAIL, "不能用作“id”", "小写字母"),
    ("key typed twice", typed(RAIL, "    status: plan", "    status: plan\n    status: plan"), "check", RAIL, "出现了两次", "删去其中一个"),
    ("status in Chinese", typed(RAIL, "status: plan", "status: 计划"), "check", RAIL, "不能填“计划”", "outturn、in-force"),
    ("field mistyped", typed(GOODS, "    note:", "    notes:"), "check", GOODS, "没有“notes”这个字段", "是否应为 note"),
    ("field missing", typed(RAIL, "    status: plan\n", ""), "check", RAIL, "缺少字段“status”", "请加 status:"),
    ("language missing", typed(GOODS, "en: The article does not state the basis.", "en:"), "check", GOODS, "为空", "至少 1"),
    ("evidence too long", typed(RAIL, "evidence: [计划开通]", f"evidence: [{'计划开通' * 11}]"), "check", RAIL, "44 个字符", "不写整句"),
    ("evidence not printed", typed(RAIL, "evidence: [计划开通]", "evidence: [计划投运]"), "verify", RAIL, "没有印“计划投运”", "对照原文"),
    ("placeholder left", typed(GOODS, NOTE, "？？"), "check", GOODS, "尚未填写", "换成应填的内容"),
    ("archive edited", saved("archive/second.txt", lambda raw: raw + b"\n"), "verify", SOURCE, "被改动", "恢复原来的文件"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("damage", "command", "file", "message", "cure"),
    [pytest.param(*row[1:], id=row[0]) for row in SLIPS],
)
def test_a_slip_is_told_in_chinese(
    sheet: Path, damage: Damage, command: str, file: str, message: str, cure: str
) -> None:
    """Each slip has its place and a cure in Chinese; no English sentence, never a traceback."""
    damage(sheet)
    ran = run(sheet, command, "--lang", "zh")
    assert ran.code == 1
    found = [
        finding
        for finding in re.split(r"\n(?!    办法：)", ran.out.strip())
        if re.match(rf"{file}(:\d+:\d+)?: ", finding) and message in finding
    ]
    assert found, ran.out
    assert any(cure in finding for finding in found), ran.out
    words = re.sub(r"[“（{\[].*?[”）}\]]|[\w./-]+\.(?:yml|txt)|factsheet \w+", "", ran.out)
    assert not re.search(r"(?:[a-z]+ ){3,}", words), words


@pytest.fixture
def sheet(good: Path, tmp_path: Path) -> Path:
    """A copy of the small sheet to damage."""
    return shutil.copytree(good, tmp_path / "sheet", symlinks=True)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small sheet, verified."""
    root = copy_small(tmp_path_factory.mktemp("good") / "sheet")
    assert run(root, "verify").code == 0
    return root


@pytest.mark.parametrize(
    ("old", "new"), [(b"title: {", b"\xef\xbb\xbftitle: {"), (b"\n", b"\r\n")], ids=["mark", "ends"]
)
def test_what_an_editor_adds_is_no_slip(sheet: Path, old: bytes, new: bytes) -> None:
    """The mark that Notepad puts before a text, and the line ends of Windows, are read."""
    path = sheet / GOODS
    raw = path.read_bytes()
    path.write_bytes(raw.replace(old, new, 1 if new.endswith(old) and old != b"\n" else -1))
    ran = run(sheet, "check", "--lang", "zh")
    assert (ran.code, ran.out) == (0, "")


def test_an_article_that_is_in_the_archive_is_told_in_chinese(sheet: Path, tmp_path: Path) -> None:
    """What the archive already holds is refused with its lines."""
    held = next((sheet / "archive").glob("*.txt"))
    article = tmp_path / "again.txt"
    article.write_bytes(held.read_bytes())
    ran = run(sheet, "article", str(article), "--issued", "2026-01", "--lang", "zh")
    assert ran.code == 1
    assert "这篇文章已在存档中" in ran.out
    assert "其出处记录：facts/sources/" in ran.out
    assert hashlib.sha256(held.read_bytes()).hexdigest() in "".join(
        path.read_text("utf-8") for path in (sheet / "facts/sources").glob("*.yml")
    )
