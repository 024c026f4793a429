"""What a site was built from -> build.json in it, so that publishing knows a stale one.

Its hash is of facts, kept editions, templates, settings and the program itself; the address and
whether it is a draft stand beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from factsheet.cache.record import Record
from factsheet.messages import Message, say
from factsheet.problems import Place, Problem, ProblemsFoundError

STAMP = "build.json"


def stamp(made_of: str, address: str, releases: Iterable[str], *, draft: bool) -> str:
    """Return the text of build.json.

    `made_of` is the hash of what the site was built from, taken before any of it was read;
    `releases` are the numbers of the editions published along.
    """
    data = {
        "address": address,
        "draft": draft,
        "releases": sorted(releases),
        "made_of": made_of,
    }
    return json.dumps(data, indent=1) + "\n"


def refuse_unfit(root: Path, site: Path, releases: Iterable[str]) -> str:
    """See that a built site may be published; return its address.

    Raises ProblemsFoundError where there is none, where it is a draft, or where something that it
    was made of has changed since.
    """
    try:
        told = json.loads((site / STAMP).read_text("utf-8"))
        made_of, draft, address = told["made_of"], told["draft"], str(told["address"])
    except (OSError, ValueError, KeyError, TypeError):
        _refuse(site, say("there is no built site"), say("build it: factsheet build"))
    if draft:
        _refuse(site, say("the site is a draft"), say("verify the facts, then: factsheet build"))
    if made_of != Record(root).made_of() or told.get("releases") != sorted(releases):
        message = say("facts, templates or settings have changed since the site was built")
        _refuse(site, message, say("build it again: factsheet build"))
    return address


def _refuse(site: Path, message: Message, hint: Message) -> NoReturn:
    place = Place(file=site.name)
    raise ProblemsFoundError([Problem(place=place, rule="publish", message=message, hint=hint)])
