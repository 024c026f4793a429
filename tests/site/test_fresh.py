"""A new site on the ground of others: what stays, what is shared, and what no write may touch."""

import os
from pathlib import Path

import pytest

from factsheet.cache.record import Record
from factsheet.site.fresh import Fresh
from tests.support import copy_small, tree

OLD = {"index.html": b"old", "f/one/index.html": b"one", "f/two/index.html": b"two"}
NEW = {**OLD, "index.html": b"new", "f/three/index.html": b"three"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that is published."""
    return _written(Fresh(tmp_path / "site"), OLD).folder


def test_a_file_that_says_the_same_is_shared_with_the_present_site(site: Path) -> None:
    fresh = _written(Fresh(site.with_name("new"), None, site), NEW).folder
    assert tree(fresh) == NEW
    shared = {name for name in OLD if (site / name).samefile(fresh / name)}
    assert shared == OLD.keys() - {"index.html"}


def test_what_is_shared_is_never_written_into(site: Path) -> None:
    """The next build takes the present site's files for its ground, with both their names."""
    spare = _written(Fresh(site.with_name("new"), None, site), NEW).folder
    again = {name: content + b"!" for name, content in NEW.items() if "three" not in name}
    fresh = _written(Fresh(site.with_name("newer"), spare, site), again).folder
    assert tree(fresh) == again
    assert tree(site) == OLD


def test_where_a_disk_refuses_second_names_files_are_written(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: str, __: str) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    fresh = _written(Fresh(site.with_name("new"), None, site), NEW).folder
    assert tree(fresh) == NEW
    assert not any((site / name).samefile(fresh / name) for name in OLD)


def test_a_link_of_the_site_to_elsewhere_is_not_shared(site: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"two")
    (site / "f/two/index.html").unlink()
    (site / "f/two/index.html").symlink_to(elsewhere)
    fresh = _written(Fresh(tmp_path / "new", None, site), NEW).folder
    assert not elsewhere.samefile(fresh / "f/two/index.html")
    assert tree(fresh) == NEW


def test_a_second_name_makes_no_site_stale(tmp_path: Path) -> None:
    """A file that only got or lost one is as the build left it; one that was replaced is not."""
    root = copy_small(tmp_path / "sheet")
    page = root / "site/index.html"
    page.parent.mkdir()
    page.write_bytes(b"page")
    Record(root).write({})
    (tmp_path / "second").hardlink_to(page)
    assert Record(root).changed() == []
    (tmp_path / "second").unlink()
    assert Record(root).changed() == []
    state = page.stat()
    other = page.with_name("other")
    other.write_bytes(b"gape")
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    other.replace(page)
    assert Record(root).changed() == ["site/index.html"]


def _written(fresh: Fresh, files: dict[str, bytes]) -> Fresh:
    for name, content in files.items():
        fresh.write(name, content)
    fresh.sweep()
    return fresh


def test_processes_that_make_one_folder_lose_no_file(tmp_path: Path) -> None:
    """Languages share folders: whoever comes second takes nothing away."""
    for turn in range(40):
        fresh = Fresh(tmp_path / str(turn))

        def write(key: str, fresh: Fresh = fresh) -> None:
            for number in range(60):
                fresh.write(f"shared-{number}/{key}/page", key)

        fresh.write_each(write, ("a", "b"))
        found = {path.relative_to(fresh.folder).as_posix() for path in fresh.folder.rglob("page")}
        assert found == set(fresh.names)
        assert len(found) == 120
