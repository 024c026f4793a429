"""The commands that keep, compare, release and publish editions."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from factsheet.desk import OK, WRONG_USE, at_places, sound_project
from factsheet.problems import Place, Problem, ProblemsFoundError, counted
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
from factsheet.site.build import SITE, build, known_address, root_address
from factsheet.site.released import make_release, release_folder, releases_at_hand
from factsheet.site.stamp import refuse_unfit

WECHAT = "wechat"


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to those of the program."""
    edition = commands.add_parser("edition", help="Keep, release or compare editions.")
    actions = edition.add_subparsers(required=True, metavar="ACTION")

    def act(
        name: str, run: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=text, description=text)
        sub.set_defaults(command=run)
        return sub

    act("release", _release, "Keep the present edition, and its built site in a release folder.")
    act("freeze", _freeze, "Keep the facts of the present edition in editions/, for good.")
    sub = act("diff", _diff, "Tell what changed, by default since the last kept edition.")
    sub.add_argument("before", nargs="?", metavar="A", help="a kept edition; by default the last")
    sub.add_argument("after", nargs="?", metavar="B", help="another; by default the sheet")
    sub.add_argument("--format", choices=(*FORMS, WECHAT), default="text")
    text = "Put the built site into a folder, or onto the branch that mkdocs.yml names."
    sub = commands.add_parser("publish", help=text, description=text)
    sub.add_argument("--to", metavar="FOLDER", help="a folder that holds this site alone")
    sub.set_defaults(command=_publish)
    text = "Keep the sheet as it is now as a version that can be gone back to."
    sub = commands.add_parser("keep", help=text, description=text)
    sub.add_argument("words", metavar="WORDS", help="what is new in it")
    sub.set_defaults(command=_keep)


def _freeze(_: argparse.Namespace) -> int:
    print(f"{freeze(sound_project(Path()))}/ keeps this edition; commit it")
    return OK


def _release(_: argparse.Namespace) -> int:
    project = sound_project(Path())
    number = freezable(project, releasing=True)
    with at_places(project):
        site = build(project.root, editions_with_history(project), releasing=True)
    files = make_release(project.root, number, site)
    kept = freeze(project, files)
    print(f"{kept}/ keeps this edition; its {counted(files.count(chr(10)), 'file')} lie in")
    print(f"{release_folder(project.root, number)}/: no part of git, save it elsewhere, too")
    print(f"next: factsheet build, which publishes it at e/{number}/")
    return OK


def _publish(options: argparse.Namespace) -> int:
    root = Path()
    project = sound_project(root)
    address = refuse_unfit(root, root / SITE, releases_at_hand(root))
    if not known_address(address):
        told = "built without SITE_URL: sitemaps and previews name no address of yours"
        print(f"note: {told}", file=sys.stderr)
    if options.to:
        is_new = publish_folder(root / SITE, Path(options.to))
        print(f"{options.to}: {'published' if is_new else 'unchanged'}")
        return OK
    settings = read_settings(root, CONFIG)
    if not settings.get("remote_branch"):
        message = "no place to publish to is named"
        hint = f"factsheet publish --to FOLDER, or in {CONFIG}: remote_branch: gh-pages"
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
    print(f"{settings['remote_branch']}: {'published' if done.is_new else 'unchanged'}", end="")
    print(f", sent to {done.remote}" if done.remote else "; no remote is configured to send it to")
    return OK


def _keep(options: argparse.Namespace) -> int:
    read_languages(Path())  # only a sheet is kept
    project, _ = open_project(Path())  # as it is, whatever is wrong with it
    git = _git(project) if project else signed(Git(folder=Path()), "factsheet", "")
    commit, files = keep_version(Path(), git, options.words)
    print(f"kept {commit}: {counted(files, 'file')}" if commit else "nothing has changed since")
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
        if number not in kept:
            print(f"there is no kept edition {number}; kept: {', '.join(kept)}", file=sys.stderr)
            return WRONG_USE
    if not before:
        print("no edition is kept yet: factsheet edition freeze keeps one", file=sys.stderr)
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
