"""A template -> its code, compiled once: the cache of Jinja's bytecode over a store."""

from __future__ import annotations

from pathlib import Path
from types import CodeType

from jinja2.bccache import Bucket, BytecodeCache

from factsheet.cache.inputs import digest, program
from factsheet.cache.store import Store

KIND, KEPT = "templates", 1000
CODE = "code"
_HELD: dict[str, CodeType] = {}  # by this process, for the other sheets that it reads


def code_store(root: Path) -> Store:
    """Return the store of a project's compiled templates."""
    return Store(root, KIND, KEPT)


class Compiled(BytecodeCache):
    """Keeps code behind a digest; `salt` is what else it depends on than a template's text.

    Jinja works out at once what filters make of constants: the program and the language count.
    """

    def __init__(self, store: Store, *salt: str) -> None:
        """Keep code in a store."""
        self._store = store
        self._salt = digest(program(), *salt)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - its signature
        """Return a template's name, wherever its sheet lies: its text counts by itself."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with the code of its template, where it is kept."""
        key = self._key(bucket)
        if key in _HELD:
            bucket.code = _HELD[key]
            return
        found = self._store.get(key)
        if found is not None:
            bucket.bytecode_from_string(found[CODE])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket."""
        key = self._key(bucket)
        if bucket.code is not None:
            _HELD[key] = bucket.code
        self._store.put(key, {CODE: bucket.bytecode_to_string()})

    def _key(self, bucket: Bucket) -> str:
        return digest(self._salt, bucket.key, bucket.checksum)
