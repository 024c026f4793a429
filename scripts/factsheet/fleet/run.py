"""Sheets -> their sites: one task a sheet, here or on a cluster; what is done is kept."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from factsheet.cache.inputs import digest
from factsheet.fleet.sheets import Sheet, key_of, packed, site_key
from factsheet.fleet.task import Built, build_afar, build_here, unpack_site
from factsheet.messages import Message, say
from factsheet.problems import Place, Problem, ProblemsFoundError, render_problems
from factsheet.site.exchange import SITE, exchange
from factsheet.writing import refused, write_whole

STATE = ".fleet.json"
FRESH = ".site.far"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a sheet: `new`, `kept` (nothing had changed) or `failed`, and what it told."""

    sheet: Sheet
    state: str
    told: str = ""


def run_fleet(
    folder: Path,
    sheets: Sequence[Sheet],
    tell: Callable[[Outcome], None],
    *,
    workers: int = 0,
    scheduler: str = "",
) -> tuple[Outcome, ...]:
    """Build what has changed since it was last built; each sheet is kept as soon as it is done.

    `workers` is the number of sheets at a time here, that of processors unless given; `scheduler`
    the address of a Dask cluster. A sheet that fails keeps its last good site. Raises
    ProblemsFoundError where the cluster cannot be reached.
    """
    done = _done(folder)
    keys: dict[str, str] = {}
    outcomes: dict[str, Outcome] = {}

    def tell_of(outcome: Outcome) -> None:
        outcomes[outcome.sheet.name] = outcome
        tell(outcome)

    waiting = []
    for sheet in sheets:
        try:
            keys[sheet.name] = key_of(sheet)
        except OSError as error:  # the others are built none the less
            told = render_problems([refused(error)])
            tell_of(Outcome(sheet=sheet, state="failed", told=told))
            continue
        if done.get(sheet.name) == [keys[sheet.name], site_key(sheet.root / SITE)]:
            tell_of(Outcome(sheet=sheet, state="kept"))
        else:
            waiting.append(sheet)
    built = _afar(waiting, scheduler) if scheduler else _here(waiting, workers)
    for sheet, result in built:
        if result.is_good:
            done[sheet.name] = [keys[sheet.name], site_key(sheet.root / SITE)]
            write_whole(folder / STATE, f"{json.dumps(done, indent=1, sort_keys=True)}\n".encode())
        state = "new" if result.is_good else "failed"
        tell_of(Outcome(sheet=sheet, state=state, told=result.told))
    return tuple(outcomes[sheet.name] for sheet in sheets)


def _here(sheets: Sequence[Sheet], workers: int) -> Iterator[tuple[Sheet, Built]]:
    """Build sheets side by side, each in a process of its own."""
    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        running = {pool.submit(build_here, sheet.root): sheet for sheet in sheets}
        for future in as_completed(running):
            yield running[future], future.result()


def _afar(sheets: Sequence[Sheet], address: str) -> Iterator[tuple[Sheet, Built]]:
    """Build sheets on a cluster, which gives the tasks of a lost worker to another."""
    try:
        from distributed import Client, as_completed  # noqa: PLC0415  # an extra
    except ImportError:
        hint = say("install the program with its extra: cluster")
        raise ProblemsFoundError([_problem(say("distributed is not installed"), hint)]) from None
    try:
        client = Client(address, timeout=10)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        hint = say("name a running scheduler, such as tcp://192.0.2.1:8786")
        raise ProblemsFoundError(
            [_problem(say("no cluster at {address}: {error}", address=address, error=error), hint)]
        ) from None
    with client:
        running = {}
        for sheet in sheets:
            content = packed(sheet.root)
            task = client.submit(build_afar, content, digest(content), key=_task(sheet, content))
            running[task] = sheet
        # What has arrived is held by nobody: no worker keeps it, or makes it again for a lost one.
        for task in as_completed(list(running)):  # type: ignore[no-untyped-call]
            sheet, failed = running.pop(task), task.exception()
            if failed is None:
                yield sheet, _arrived(sheet, task.result())
            else:
                yield sheet, Built(is_good=False, told=f"no worker finished it: {failed}")


def _task(sheet: Sheet, content: bytes) -> str:
    """Return a task's key: the same sheet is built once, however often it is asked for."""
    return f"{sheet.name}-{digest(content)}"


def _arrived(sheet: Sheet, built: Built) -> Built:
    """Put a site that came from afar in its place, if it is what the worker sent."""
    if not built.is_good:
        return built
    fresh = sheet.root / f"{FRESH}-{os.getpid()}"
    try:
        if not unpack_site(built, fresh):
            return Built(is_good=False, told="the site did not arrive whole")
        exchange(sheet.root, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return built


def _done(folder: Path) -> dict[str, list[str]]:
    """Return the hashes of inputs and site by sheet of what is done; none if that is unreadable."""
    try:
        kept = json.loads((folder / STATE).read_bytes())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _problem(message: Message, hint: Message) -> Problem:
    return Problem(place=Place(file="--scheduler"), rule="fleet", message=message, hint=hint)
