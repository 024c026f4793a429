"""What records and fields of facts/ mean, in a curator's words: for editors and the guide."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("fields.tsv")
LANGUAGES = ("en", "zh")


@cache
def descriptions() -> Mapping[str, Mapping[str, str]]:
    """Return what each record and field means, in each language.

    The key is a record, a field of a record, or a field of any record.
    """
    rows = (line.split("\t") for line in TABLE.read_text("utf-8").splitlines()[1:])
    return {key: dict(zip(LANGUAGES, words, strict=True)) for key, *words in rows}
