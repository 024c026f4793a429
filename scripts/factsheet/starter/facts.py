"""`Plan` -> the files of facts/: the imprint, the topics, and one made-up fact as an example."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import yaml

from factsheet import __version__
from factsheet.starter.plan import EXAMPLE, HERE, Plan, name_of, topic_title, words_of

ARTICLE = "example-2025-02"
SECTION = "example"
SHEET = HERE / "sheet"


def facts_of(plan: Plan, today: date) -> dict[str, bytes]:
    """Return the files of facts/, and the example's article for the archive."""
    first, *others = plan.topics
    files: dict[str, Any] = {
        "edition": _edition(plan, today),
        "topics": _topics(plan),
        "names/place": _names(plan),
        "indicators": _indicators(plan),
        f"sources/{ARTICLE}": _source(plan),
        "exclusions": [
            {"source": ARTICLE, "at": line, "reason": "page-furniture", "note": note}
            for line, note in ((1, "标题 headline"), (5, "说明 remark"))
        ],
        f"{first}/{SECTION}": _example(plan),
    }
    for topic in others:
        files[f"{topic}/{_overview(topic)}"] = {
            "title": _each(plan, lambda language: words_of(language)["overview"]),
            "gaps": [_each(plan, lambda language: words_of(language)["gap"])],
        }
    article = (SHEET / "archive.txt").read_bytes()
    typed = {f"facts/{name}.yml": _yaml(data) for name, data in files.items()}
    return typed | {f"archive/{ARTICLE}.txt": article}


def description_of(plan: Plan, language: str) -> str:
    """Return what the sheet is, in a sentence."""
    words: str = words_of(language)["description"]
    return words.format(place=plan.place[language])


def publisher_of(plan: Plan, language: str) -> str:
    """Return who publishes the sheet, until its maker says so."""
    words: str = words_of(language)["publisher"]
    return words.format(title=plan.title[language])


def _edition(plan: Plan, today: date) -> dict[str, Any]:
    confusions = {
        language: {
            name_of(other, language): words_of(language)["confused"].format(
                place=plan.place[language], other=name_of(other, language)
            )
            for other in plan.apart
            if name_of(other, language) not in plan.full[language]
        }
        for language in plan.languages
        if plan.apart
    }
    return {
        "number": "1",
        "date": today.isoformat(),
        "cutoff": "2025-02",
        "subject": plan.key,
        "title": dict(plan.title),
        "tagline": _each(plan, lambda language: words_of(language)["tagline"]),
        "publisher": _each(plan, lambda language: publisher_of(plan, language)),
        "disclaimer": _each(plan, lambda language: words_of(language)["disclaimer"]),
        "not_official": _each(plan, lambda language: words_of(language)["not_official"]),
        "place": dict(plan.full),
        "license": "https://creativecommons.org/licenses/by/4.0/",
        **({"confusions": confusions} if confusions else {}),
        "generator": __version__,
    }


def _topics(plan: Plan) -> dict[str, Any]:
    intro = _each(plan, lambda lang: words_of(lang)["intro"].format(place=plan.place[lang]))
    return {
        "home": {"intro": intro, "pinned": ["goods-trade"]},
        "topics": [_topic(plan, topic) for topic in plan.topics],
    }


def _topic(plan: Plan, topic: str) -> dict[str, Any]:
    titles = _each(plan, lambda language: topic_title(topic, language))
    is_first = topic == plan.topics[0]
    return {
        "key": topic,
        "title": titles,
        "intro": {key: words_of(key)["topic"].format(topic=title) for key, title in titles.items()},
        **({"highlights": ["goods-trade"]} if is_first else {}),
        "sections": [SECTION if is_first else _overview(topic)],
    }


def _names(plan: Plan) -> dict[str, Any]:
    made_up = {
        "kind": "place",
        **_each(plan, lambda language: _forms(*words_of(language)["example"]["place"])),
        "gloss": _example_words(plan, "gloss"),
        "english": "ours",
    }
    if plan.key == EXAMPLE:
        return {EXAMPLE: made_up}
    own = _each(plan, lambda language: _forms(plan.place[language], plan.full[language]))
    return {plan.key: {"kind": "place", **own}, EXAMPLE: made_up}


def _forms(short: str, full: str) -> dict[str, str]:
    return {"full": full} if full == short else {"full": full, "short": short}


def _indicators(plan: Plan) -> dict[str, Any]:
    return {
        "goods-trade": {
            "title": _example_words(plan, "trade"),
            "unit": "CNY",
            "rhythm": "year",
        },
        "goods-trade-growth": {
            "title": _example_words(plan, "growth"),
            "unit": "percent",
            "rhythm": "year",
            "growth_of": "goods-trade",
        },
    }


def _source(plan: Plan) -> dict[str, Any]:
    article = (SHEET / "archive.txt").read_bytes()
    languages = tuple(dict.fromkeys(("zh", *plan.languages)))  # the article's own stands first
    told = {
        key: {language: words_of(language)["example"][key] for language in languages}
        for key in ("title", "author", "publication")
    }
    return {
        "title": told["title"],
        "author": [told["author"]],
        "publication": told["publication"],
        "publication_basis": "printed",
        "issued": "2025-02",
        "issued_basis": "printed",
        "letter": "A1",
        "archive": {
            "file": f"{ARTICLE}.txt",
            "lines": [[1, 5]],
            "sha256": hashlib.sha256(article).hexdigest(),
        },
    }


def _example(plan: Plan) -> dict[str, Any]:
    trade = {"printed": "1200.5亿元", "indicator": "goods-trade", "basis": "flow"}
    growth = {"printed": "2.4%", "indicator": "goods-trade-growth", "basis": "rate"}
    return {
        "title": _example_words(plan, "section"),
        "facts": [
            {
                "id": "goods-trade-2024",
                "status": "outturn",
                "period": "2024",
                "text": _example_words(plan, "text"),
                "figures": {"total": trade, "growth": growth},
                "cite": [{"source": ARTICLE, "at": 3}],
            }
        ],
        "gaps": [_example_words(plan, "gap")],
    }


def _overview(topic: str) -> str:
    return f"{topic}-overview"


def _example_words(plan: Plan, key: str) -> dict[str, str]:
    return _each(plan, lambda language: words_of(language)["example"][key])


def _each(plan: Plan, words: Callable[[str], Any]) -> dict[str, Any]:
    return {language: words(language) for language in plan.languages}


def _yaml(data: object) -> bytes:
    text: str = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
    return text.encode()
