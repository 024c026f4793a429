"""`factsheet language`: adds a language to a sheet, and lists what is left to translate."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from factsheet.messages import phrase, plural, say
from factsheet.problems import Place, Problem, ProblemsFoundError, render_problems, suggest
from factsheet.project import CONFIG, Project, open_project, read_languages
from factsheet.translation.added import add_language, entry_of
from factsheet.translation.left import share, texts_left, words_left


def add(commands: Any, spoken: argparse.ArgumentParser) -> None:
    """Add `language add` and `language todo` to the commands of the program."""
    text = phrase("Add a language, or list what is left to translate.")
    actions = commands.add_parser("language", help=text, description=text).add_subparsers(
        required=True, metavar="ACTION"
    )
    for name, run, text in (
        ("add", _add, phrase("Make locale and settings of a language; it is not published yet.")),
        ("todo", _todo, phrase("List what a language lacks, each text with its place.")),
    ):
        sub = actions.add_parser(name, help=text, description=text, parents=[spoken])
        sub.set_defaults(command=run)
        sub.add_argument(
            "key", metavar="LANGUAGE", help=phrase("a tag such as fr, pt-BR or zh-Hant")
        )


def _add(options: argparse.Namespace) -> int:
    root, key = Path(), options.key
    lender = read_languages(root)[0].key
    for name in add_language(root, key):
        print(phrase("written: {path}", path=name))
    print(phrase("what is left to translate: factsheet language todo {key}", key=key))
    print(phrase("to publish it, whole or in part, add to extra.alternate of {file}:", file=CONFIG))
    print(f"    - {entry_of(root, key, lender)}")
    return 0


def _todo(options: argparse.Namespace) -> int:
    project, key = _opened(Path()), options.key
    known = sorted(project.prepared.union(project.styles))
    if key not in known:
        hint = suggest(key, known) or say("add it: factsheet language add {key}", key=key)
        message = say("the sheet has no settings for {language!r}", language=key)
        place = Place(file=CONFIG)
        raise ProblemsFoundError(
            [Problem(place=place, rule="language", message=message, hint=hint)]
        )
    words, texts = tuple(words_left(project, key)), texts_left(project, key)
    if words:
        print(render_problems(words))
    for left in texts:
        print(left)
    done, total = share(project, key)
    told = phrase(
        "{texts} left; {done} of {facts} translated",
        texts=plural("{count} text", "{count} texts", len(texts)),
        done=done,
        facts=plural("{count} fact", "{count} facts", total),
    )
    print(told)
    return 0


def _opened(root: Path) -> Project:
    project, problems = open_project(root)
    if project is None:
        raise ProblemsFoundError(problems)
    return project
