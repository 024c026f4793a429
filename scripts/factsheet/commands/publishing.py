"""The commands that keep, compare, release and publish editions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from factsheet.cache.record import Record
from factsheet.desk import OK, WRONG_USE, at_places, sound_project
from factsheet.messages import Message, phrase, plural, say, told
from factsheet.problems import Place, Problem, ProblemsFoundError
from factsheet.project import CONFIG, Project, open_project, read_languages
from factsheet.publishing.branch import publish_branch
from factsheet.publishing.folder import publish_folder
from factsheet.publishing.git import Git, signed
from factsheet.publishing.version import keep_version
from factsheet.releases.compare import Changes, compare
from factsheet.releases.freeze import freezable, freeze, record_of
from factsheet.releases.history import editions_with_history
from factsheet.releases.kept import KeptEdition, kept_editions
from factsheet.releases.told import FORMS
from factsheet.releases.wechat import as_wechat
from factsheet.settings import read_settings
from factsheet.site.asked import Asked
from factsheet.site.build import build, known_address, printed_for, root_address
from factsheet.site.exchange import SITE
from factsheet.site.released import make_release, release_folder, releases_at_hand
from factsheet.site.stamp import refuse_unfit

WECHAT = "wechat"


def add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    spoken: argparse.ArgumentParser,
) -> None:
    """Add these commands to those of the program."""
    edition = commands.add_parser("edition", help=phrase("Keep, release or compare editions."))
    actions = edition.add_subparsers(required=True, metavar="ACTION")

    def act(
        name: str, run: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=text, description=text, parents=[spoken])
        sub.set_defaults(command=run)
        return sub

    act(
        "release",
        _release,
        phrase("Keep the present edition, and its built site in a release folder."),
    )
    act("freeze", _freeze, phrase("Keep the facts of the present edition in editions/, for good."))
    sub = act("diff", _diff, phrase("Tell what changed, by default since the last kept edition."))
    sub.add_argument(
        "before", nargs="?", metavar="A", help=phrase("a kept edition; by default the last")
    )
    sub.add_argument("after", nargs="?", metavar="B", help=phrase("another; by default the sheet"))
    sub.add_argument("--format", choices=(*FORMS, WECHAT), default="text")
    text = phrase("Put the built site into a folder, or onto the branch that mkdocs.yml names.")
    sub = commands.add_parser("publish", help=text, description=text, parents=[spoken])
    sub.add_argument("--to", metavar="FOLDER", help=phrase("a folder that holds this site alone"))
    sub.set_defaults(command=_publish)
    text = phrase("Keep the sheet as it is now as a version that can be gone back to.")
    sub = commands.add_parser("keep", help=text, description=text, parents=[spoken])
    sub.add_argument("words", metavar="WORDS", help=phrase("what is new in it"))
    sub.set_defaults(command=_keep)


def _freeze(_: argparse.Namespace) -> int:
    project = sound_project(Path())
    freezable(project)
    with at_places(project):  # what cannot be printed is not kept
        printed_for(project.root, editions_with_history(project))
    print(phrase("{folder}/ keeps this edition; commit it", folder=freeze(project)))
    return OK


def _release(_: argparse.Namespace) -> int:
    made_of = Record(Path()).made_of()
    project = sound_project(Path())
    number = freezable(project, releasing=True)
    with at_places(project):
        asked = Asked(made_of=made_of, releasing=True)
        site = build(project.root, editions_with_history(project), asked)
    files = make_release(project.root, number, site)
    kept = freeze(project, files)
    lie = plural(
        "{kept}/ keeps this edition; its {count} file lies in",
        "{kept}/ keeps this edition; its {count} files lie in",
        files.count("\n"),
        kept=kept,
    )
    print(told(lie))
    folder = release_folder(project.root, number)
    print(phrase("{folder}/: no part of git, save it elsewhere, too", folder=folder))
    print(phrase("next: factsheet build, which publishes it at e/{number}/", number=number))
    return OK


def _publish(options: argparse.Namespace) -> int:
    root = Path()
    project = sound_project(root)
    address = refuse_unfit(root, root / SITE, releases_at_hand(root))
    if not known_address(address):
        print(
            phrase("note: built without SITE_URL: sitemaps and previews name no address of yours"),
            file=sys.stderr,
        )
    if options.to:
        is_new = publish_folder(root / SITE, Path(options.to))
        print(told(_became(options.to, is_new=is_new)))
        return OK
    settings = read_settings(root, CONFIG)
    if not settings.get("remote_branch"):
        message = say("no place to publish to is named")
        hint = say(
            "factsheet publish --to FOLDER, or in {config}: remote_branch: gh-pages", config=CONFIG
        )
        problem = Problem(place=Place(file=CONFIG), rule="publish", message=message, hint=hint)
        raise ProblemsFoundError([problem])
    info = project.book.edition
    done = publish_branch(
        root / SITE,
        _git(project),
        str(settings["remote_branch"]),
        str(settings.get("remote_name") or "origin"),
        f"Publish edition {info.number}, {info.date}",
    )
    became = _became(str(settings["remote_branch"]), is_new=done.is_new)
    if done.remote:
        print(phrase("{became}, sent to {remote}", became=became, remote=done.remote))
    else:
        print(phrase("{became}; no remote is configured to send it to", became=became))
    return OK


def _became(place: str, *, is_new: bool) -> Message:
    if is_new:
        return say("{place}: published", place=place)
    return say("{place}: unchanged", place=place)


def _keep(options: argparse.Namespace) -> int:
    read_languages(Path())  # only a sheet is kept
    project, _ = open_project(Path())  # as it is, whatever is wrong with it
    git = _git(project) if project else signed(Git(folder=Path()), "factsheet", "")
    commit, files = keep_version(Path(), git, options.words)
    kept = plural(
        "kept {commit}: {count} file", "kept {commit}: {count} files", files, commit=commit
    )
    print(told(kept) if commit else phrase("nothing has changed since"))
    return OK


def _git(project: Project) -> Git:
    """Return the git of a project's folder; without a name of its own it signs as the publisher."""
    info = project.book.edition
    publisher = next(iter(info.texts["publisher"].values()))
    return signed(Git(folder=project.root), publisher, info.contact)


def _diff(options: argparse.Namespace) -> int:
    project = sound_project(Path(), draft=True)
    kept = {edition.number: edition for edition in kept_editions(project.root)[0]}
    before = options.before or next(reversed(kept), "")
    for number in filter(None, (before, options.after) if before else ("",)):
        if kept and number not in kept:
            known = ", ".join(kept)
            words = phrase(
                "there is no kept edition {number}; kept: {known}", number=number, known=known
            )
            print(words, file=sys.stderr)
            return WRONG_USE
    if not kept:
        words = phrase("no edition is kept yet: factsheet edition freeze keeps one")
        print(words, file=sys.stderr)
        return WRONG_USE
    changes = _compared(project, kept, before, options.after)
    if options.format == WECHAT:
        editions = editions_with_history(project)
        print(
            as_wechat(
                changes, project, editions, known_address(root_address(project.root, editions))
            )
        )
    else:
        print(FORMS[options.format](changes, project.book))
    return OK


def _compared(
    project: Project, kept: dict[str, KeptEdition], before: str, after: str | None
) -> Changes:
    """Compare the older of two kept editions with the newer, or one with the sheet."""
    order = list(kept)
    if after:
        old, new = (kept[n] for n in sorted((before, after), key=order.index))
    else:
        old, new = kept[before], record_of(project).model_copy(update={"number": ""})
    return compare(old, new, project.book.corrections)
