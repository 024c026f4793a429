"""Checks of the MkDocs files: what they repeat of the facts is the same there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factsheet.facts.contents import places_of
from factsheet.messages import say
from factsheet.problems import Place, Problem
from factsheet.project import CONFIG, Project
from factsheet.settings import PARTS, UNLISTED, read_settings


def titles_alike(project: Project) -> Iterator[Problem]:
    """The name of each site is the title of the sheet in its language."""
    titles = project.book.edition.title
    for language in project.languages:
        name = read_settings(project.root, language.config).get("site_name")
        title = titles.get(language.key)
        if title and name != title:
            yield Problem(
                place=_place(project, language.config, r"site_name:"),
                rule="titles-alike",
                message=say(
                    "site_name is {name!r}, the title of the sheet {title!r}",
                    name=name,
                    title=title,
                ),
                hint=say("write the title of facts/edition.yml"),
            )


def topics_listed(project: Project) -> Iterator[Problem]:
    """The navigation lists each topic once, in the order of topics.yml."""
    nav = read_settings(project.root, CONFIG).get("nav")
    topics = [f"{topic.key}.md" for topic in project.book.topics]
    listed = [page for page in nav if page in topics] if isinstance(nav, list) else []
    if listed != topics:
        yield Problem(
            place=_place(project, CONFIG, r"nav:"),
            rule="topics-listed",
            message=say(
                "the navigation lists the topics as {value}", value=", ".join(listed) or "none"
            ),
            hint=say("in the order of facts/topics.yml: {topics}", topics=", ".join(topics)),
        )


def parts_unlisted(project: Project) -> Iterator[Problem]:
    """The navigation is not asked to list the parts of a topic, whose head does."""
    places = places_of(project.book)
    parted = sorted({topic for (topic, _), page in places.items() if page != topic})
    unlisted = read_settings(project.root, CONFIG).get(UNLISTED)
    if parted and PARTS not in str(unlisted or "").split():
        yield Problem(
            place=_place(project, CONFIG, r"nav:"),
            rule="parts-unlisted",
            message=say(
                "topics of more facts than page_facts have a page for each section: {topics}",
                topics=", ".join(parted),
            ),
            hint=say("add to the file: {line}", line=f'{UNLISTED}: "{PARTS}"'),
        )


def _place(project: Project, config: str, start: str) -> Place:
    """Return the line of a file that begins so."""
    text = (project.root / config).read_text("utf-8")
    found = re.search(rf"^{start}", text, re.MULTILINE)
    if found is None:
        return Place(file=config)
    return Place(file=config, line=text.count("\n", 0, found.start()) + 1, column=1)
