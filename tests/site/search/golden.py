"""The golden lists, and how a search is scored on them."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
FIRST = 3


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, the anchors that answer it (none: nothing may be found), why it is asked.

    `?word` among them is answered by the search saying that no entry has the word, `?` by its
    saying that none has all of them.
    """

    text: str
    expected: frozenset[str]
    why: str

    @property
    def by_rule(self) -> bool:
        """Tell whether the query was drawn, not thought of."""
        return self.why.startswith("rule:")

    def rank(self, found: Sequence[frozenset[str]]) -> int:
        """Return the place of the first right answer, from 1; 0 for none.

        Each hit is given as the anchors that it stands for.
        """
        if not self.expected:
            return 0 if found else 1
        return next((n for n, hit in enumerate(found, 1) if hit & self.expected), 0)

    def is_told(self, missing: Sequence[str], *, complete: bool) -> bool:
        """Tell whether what the search says no entry has is an answer."""
        told = {f"?{word}".casefold() for word in missing} | ({"?"} if not complete else set())
        return bool(told & self.expected)


def readers(lang: str) -> list[Query]:
    """Read the list of what readers would type."""
    return queries(f"readers-{lang}")


def queries(name: str) -> list[Query]:
    """Read a list, by the language's name the drawn one."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Query(row["query"], frozenset(filter(None, row["expected"].split("|"))), row["why"])
            for row in rows
        ]


def score(ranks: Mapping[Query, int]) -> dict[str, float]:
    """Return the shares of queries answered among the first three, and the mean of 1/place."""

    def share(chosen: list[int]) -> float:
        return sum(0 < place <= FIRST for place in chosen) / len(chosen)

    return {
        "all": share(list(ranks.values())),
        "rule": share([place for query, place in ranks.items() if query.by_rule]),
        "written": share([place for query, place in ranks.items() if not query.by_rule]),
        "mrr": sum(1 / place for place in ranks.values() if place) / len(ranks),
    }
