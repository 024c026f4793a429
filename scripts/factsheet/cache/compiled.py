"""A template -> its code, compiled once: the cache of Jinja's bytecode over a store."""

from __future__ import annotations

from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from factsheet.cache.inputs import digest, program
from factsheet.cache.store import Store

KIND, KEPT = "templates", 1000
CODE = "code"


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

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with the code of its template, where it is kept."""
        found = self._store.get(self._key(bucket))
        if found is not None:
            bucket.bytecode_from_string(found[CODE])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket."""
        self._store.put(self._key(bucket), {CODE: bucket.bytecode_to_string()})

    def _key(self, bucket: Bucket) -> str:
        return digest(self._salt, bucket.key, bucket.checksum)
