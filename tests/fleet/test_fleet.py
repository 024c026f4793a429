"""Many sheets: what a sheet is made of, what is kept, what a lost worker costs, the portal."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from factsheet.cache.inputs import digest
from factsheet.fleet.portal import write_portal
from factsheet.fleet.run import Outcome, run_fleet
from factsheet.fleet.sheets import Sheet, key_of, packed, sheets_in, site_key
from factsheet.fleet.task import Built, build_afar, unpack_site
from factsheet.problems import ProblemsFoundError
from tests.support import ROOT, copy_small, run, tree

if TYPE_CHECKING:
    from distributed import Client

NAMES = {"hebei": "Hebei Fact Sheet", "henan": "Henan Fact Sheet"}


def sheet_of(root: Path) -> Sheet:
    return Sheet(name=root.name, root=root)


def with_site(root: Path, title: str, figures: dict[str, str]) -> Sheet:
    """Make a sheet of nothing but a site, whose series have these headlines."""
    data = root / "site/data"
    (data / "series").mkdir(parents=True)
    fact = {"id": "trade-2024", "marks": ["calculated", "inferred"]}
    edition = {"number": "1", "date": "2025-03-01", "title": {"en": title, "zh": title}}
    whole = {"edition": edition, "languages": ["en", "zh"], "facts": [fact]}
    (data / "facts.json").write_text(json.dumps(whole), "utf-8")
    for key, figure in figures.items():
        both = {"en": figure, "zh": figure}
        points = [
            {
                "fact": "trade-2024",
                "headline": is_head,
                "when": {"en": "[2024]", "zh": "[2024年]"},
                "figure": {
                    "rendered_table": both if is_head else {},
                    "measures": {"en": [], "zh": []},
                },
                "address": "f/trade-2024/",
            }
            for is_head in (False, True)
        ]
        series = {
            "indicator": key,
            "unit": "CNY",
            "title": {"en": key, "zh": key},
            "points": points,
        }
        (data / f"series/{key}.json").write_text(json.dumps(series), "utf-8")
    return sheet_of(root)


def test_the_sheets_of_a_folder_lie_right_below_it(tmp_path: Path) -> None:
    for name in ("b", "a", "notes", "deep/c"):
        (tmp_path / name / "facts").mkdir(parents=True)
    for name in ("a", "b", "deep/c"):
        (tmp_path / name / "facts/edition.yml").touch()
    assert [sheet.name for sheet in sheets_in(tmp_path)] == ["a", "b"]


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_a_folder_without_sheets_is_a_problem(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ProblemsFoundError) as raised:
        sheets_in(tmp_path / name)
    assert [problem.message for problem in raised.value.problems] == [
        "no sheet lies right below this folder"
    ]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("facts/edition.yml", True),
        ("templates/theme/main.html", True),
        ("mkdocs.yml", True),
        ("docs/en/index.md", False),
        ("site/index.html", False),
        (".cache/pages.json", False),
    ],
)
def test_the_key_of_a_sheet_is_of_what_a_build_reads(
    name: str, counts: bool, tmp_path: Path
) -> None:
    root = copy_small(tmp_path / "sheet")
    (root / "templates").unlink()  # a link to the project's own
    shutil.copytree(ROOT / "templates", root / "templates")
    before = key_of(sheet_of(root))
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((path.read_bytes() if path.exists() else b"") + b"\n")
    assert (key_of(sheet_of(root)) != before) is counts


def test_a_sheet_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    """A link that leads nowhere fails its own sheet; a number of jobs below one is told."""
    for name in ("my sheet", "other"):
        facts = tmp_path / name / "facts"
        facts.mkdir(parents=True)
        (facts / "edition.yml").write_text("", "utf-8")
        (facts / "lost.yml").symlink_to("nowhere")
    ran = run(tmp_path, "fleet", ".")
    assert (ran.code, "2 sheets: 0 built, 2 failed" in ran.out) == (1, True), ran.out
    assert "my sheet/facts/lost.yml: the system refused" in ran.out
    ran = run(tmp_path, "fleet", ".", "--jobs", "-1")
    assert (ran.code, "--jobs: -1 sheets at a time are none" in ran.out) == (1, True), ran.out


def test_what_came_otherwise_is_neither_built_nor_shown(tmp_path: Path) -> None:
    sheet = packed(copy_small(tmp_path / "sheet"))
    assert not build_afar(sheet[:-1] + b"x", digest(sheet)).is_good
    fresh = tmp_path / "fresh"
    assert not unpack_site(Built(is_good=True, told="", site=sheet, key="other"), fresh)
    assert not fresh.exists()


def test_the_portal_shows_sheets_and_what_they_share(tmp_path: Path) -> None:
    """Only an indicator of several sheets has a table; a sheet without a site is left out."""
    (tmp_path / "fleet").mkdir()
    sheets = [
        with_site(
            tmp_path / "fleet/hebei", NAMES["hebei"], {"trade": "RMB 1.5 billion", "own": "1"}
        ),
        with_site(tmp_path / "fleet/henan", NAMES["henan"], {"trade": "RMB 2 billion"}),
        sheet_of(tmp_path / "fleet/new"),
    ]
    (sheets[0].root / "templates").symlink_to(ROOT / "templates")
    site = write_portal(tmp_path / "fleet", sheets)
    assert site is not None
    page = (site / "index.html").read_text("utf-8")
    assert all(title in page for title in NAMES.values())
    assert page.count("<table>") == 1
    for name, figure in (("hebei", "RMB 1.5 billion"), ("henan", "RMB 2 billion")):
        assert f'<a href="{name}/en/f/trade-2024/">{figure}</a>' in page
        assert tree(site / name) == tree(tmp_path / f"fleet/{name}/site")
    assert page.count(' lang="en">[2024]</td><td data-label="Remark"><span>calculated</span>') == 2
    assert '<a href="index.zh.html" lang="zh" hreflang="zh">中文</a>' in page
    assert '<a href="hebei/zh/" hreflang="zh" lang="zh">中文</a>' in page
    assert not re.search(r">(?:en|zh)</a>", page)
    assert "事实手册一览" in (site / "index.zh.html").read_text("utf-8")
    assert not (site / "new").exists()


@pytest.fixture
def client() -> Iterator[Client]:
    """A client of a cluster of two workers."""
    from dask import config  # noqa: PLC0415  # takes long to load, as does
    from distributed import Client, LocalCluster  # noqa: PLC0415  # this

    loaded_once = {"distributed.worker.multiprocessing-method": "forkserver"}
    with (
        config.set(loaded_once),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.mark.slow
def test_a_fleet_loses_a_worker_and_no_sheet(tmp_path: Path, client: Client) -> None:
    """A wrong sheet keeps its site; the other is built whole; a second run builds nothing."""
    fleet = tmp_path / "fleet"
    fleet.mkdir()
    good, wrong = copy_small(fleet / "good"), copy_small(fleet / "wrong")
    assert run(good, "verify").code == 0
    (wrong / "site").mkdir()
    (wrong / "site/index.html").write_bytes(b"the last good one")
    told: list[Outcome] = []
    held: list[int] = []
    with ThreadPoolExecutor(1) as pool:

        def tell(outcome: Outcome) -> None:
            told.append(outcome)
            held.append(_held(client, most=1))

        address = client.scheduler.address
        whole = pool.submit(run_fleet, fleet, sheets_in(fleet), tell, scheduler=address)
        _lose(_pid_of_builder(client, "good"))
        outcomes = whole.result(timeout=120)
    assert [outcome.state for outcome in outcomes] == ["new", "failed"]
    assert "no fact has been verified yet" in outcomes[1].told
    assert tree(wrong / "site") == {"index.html": b"the last good one"}
    built = site_key(good / "site")
    again = run_fleet(fleet, sheets_in(fleet), told.append, workers=1)
    assert [outcome.state for outcome in again] == ["kept", "failed"]
    assert site_key(good / "site") == built
    assert len(told) == 4
    assert max(held) <= 1, "what has arrived is still held by a worker"


def _held(client: Client, most: int) -> int:
    """Return how many results workers hold, once they are no more than this or time is up."""
    for _ in range(100):
        count = sum(map(len, client.has_what().values()))
        if count <= most:
            break
        time.sleep(0.05)
    return count


def _lose(pid: int) -> None:
    """End a worker and all that it runs, as where its machine is lost."""
    worker = psutil.Process(pid)
    for process in (worker, *worker.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # it has ended meanwhile
            process.kill()


def _pid_of_builder(client: Client, name: str) -> int:
    """Wait until a worker builds a sheet; return its process."""
    for _ in range(600):
        for worker, tasks in client.processing().items():
            if any(str(task).startswith(f"{name}-") for task in tasks):
                pids: dict[str, int] = client.run(os.getpid, workers=[worker])
                return pids[worker]
        time.sleep(0.05)
    raise AssertionError(name)
