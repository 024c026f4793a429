"""The command of many sheets: each checked and built, with what became of it, and a portal."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from factsheet.commands.progress import Progress
from factsheet.desk import OK, PROBLEMS, report
from factsheet.fleet.portal import write_portal
from factsheet.fleet.run import Outcome, run_fleet
from factsheet.fleet.sheets import sheets_in
from factsheet.messages import phrase, plural, say
from factsheet.messages.tongue import mark
from factsheet.problems import Place, Problem, ProblemsFoundError

STATES = {"new": mark("built"), "kept": mark("kept"), "failed": mark("failed")}


def add(commands: Any, spoken: argparse.ArgumentParser) -> None:
    """Add the command to those of the program."""
    text = phrase("Check and build each sheet of a folder, and a portal to all of them.")
    sub = commands.add_parser("fleet", help=text, description=text, parents=[spoken])
    sub.set_defaults(command=fleet)
    sub.add_argument("folder", metavar="FOLDER", help=phrase("the sheets lie right below it"))
    text = phrase("sheets at a time; by default processors")
    sub.add_argument("--jobs", type=int, default=0, help=text)
    text = phrase("of a Dask cluster, which has the program with its extra: cluster")
    sub.add_argument("--scheduler", metavar="ADDRESS", default="", help=text)


def fleet(options: argparse.Namespace) -> int:
    """Build every sheet of a folder that has changed, and a portal to all of them.

    Raises ProblemsFoundError where there is no sheet, or jobs are below none. What is wrong with
    the portal is told beside what came of the sheets.
    """
    folder = Path(options.folder)
    sheets = sheets_in(folder)
    if options.jobs < 0:
        message = say("{jobs} sheets at a time are none", jobs=options.jobs)
        hint = say("give a number above 0, or leave it out")
        problem = Problem(place=Place(file="--jobs"), rule="fleet", message=message, hint=hint)
        raise ProblemsFoundError([problem])
    with Progress(len(sheets)) as progress:

        def tell(outcome: Outcome) -> None:
            progress.tell(f"{outcome.sheet.name}: {phrase(STATES[outcome.state])}")

        outcomes = run_fleet(
            folder, sheets, tell, workers=options.jobs, scheduler=options.scheduler
        )
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    for outcome in failed:
        print(phrase("{name}: failed", name=outcome.sheet.name), outcome.told, sep="\n")
    portal, code = None, PROBLEMS if failed else OK
    try:
        portal = write_portal(folder, sheets)
    except ProblemsFoundError as error:
        code = report(error.problems)
    built = sum(1 for outcome in outcomes if outcome.state == "new")
    told = plural(
        "{count} sheet: {built} built, {failed} failed",
        "{count} sheets: {built} built, {failed} failed",
        len(sheets),
        built=built,
        failed=len(failed),
    )
    page = portal / "index.html" if portal else ""
    print(
        phrase("{told}; open {page}", told=told, page=page)
        if portal
        else phrase("{told}", told=told)
    )
    return code
