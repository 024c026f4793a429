"""What something is made of: the hash of a file is that of what it holds now."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from factsheet.cache import inputs
from factsheet.cache.inputs import digest, digest_named, looked_at, state_of


@pytest.fixture(autouse=True)
def _nothing_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file of other tests be known."""
    monkeypatch.setattr(inputs, "_looked", {})


def test_a_file_that_was_looked_at_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its hash is the same, under whatever name it goes; relative or not."""
    path = tmp_path / "page.j2"
    path.write_bytes(b"words")
    expected = digest("a name", b"words")
    assert digest_named([("a name", path)]) == expected
    looked_at(path, state_of(path), hashlib.sha256(b"words").hexdigest())
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read again"))
    monkeypatch.chdir(tmp_path)
    assert digest_named([("a name", path)]) == expected
    assert digest_named([("a name", Path("page.j2"))]) == expected


@pytest.mark.parametrize("content", [b"other", b"WORDS", b""])
def test_a_file_that_was_edited_since_is_read(tmp_path: Path, content: bytes) -> None:
    """Though it has the same length, and somebody set its time back."""
    path = tmp_path / "page.j2"
    path.write_bytes(b"words")
    state = path.stat()
    looked_at(path, state_of(path), hashlib.sha256(b"words").hexdigest())
    path.write_bytes(content)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert digest_named([("x", path)]) == digest("x", content)
    path.unlink()
    path.with_suffix(".new").write_bytes(content)
    path.with_suffix(".new").rename(path)
    assert digest_named([("x", path)]) == digest("x", content)
