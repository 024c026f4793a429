"""Entry of the commands: a build with nothing to do ends here, before anything is loaded.

One with something to do has MkDocs load itself meanwhile, in a process of its own.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path

from factsheet.cache.record import UP_TO_DATE, Record
from factsheet.messages import chosen, speak, told

BUILD = "build"
ASKED = {"--draft": "draft", "--no-pdf": "no_pdf"}


def main() -> int:
    """Run one command on the project in the current folder, and end the process with its code.

    It returns where nothing was to be done, with 0.
    """
    try:
        record = asked_record(sys.argv[1:])
        if record is None:
            code = _command()
        elif not record.given_anew and not record.changed() and _told():
            return 0
        else:
            gc.disable()  # a build ends soon, and nearly all that it makes is kept until then
            with closing(import_module("factsheet.site.started").Engine(Path())) as engine:
                code = _command(record=record, engine=engine)
    except KeyboardInterrupt:  # while the program is loaded
        return 1
    import_module("factsheet.processes").end(code)
    return code


def _told() -> bool:
    """Say that nothing is to be done; where it cannot be said, the command tells why."""
    speak(chosen(sys.argv[1:], os.environ))
    try:
        print(told(UP_TO_DATE), flush=True)
    except OSError:
        return False
    return True


def asked_record(arguments: list[str]) -> Record | None:
    """Return the record of a build that is asked for; None where that, or the system, is not so."""
    if arguments[:1] != [BUILD] or not set(arguments[1:]) <= {*ASKED, "--why"}:
        return None
    try:
        asked = {name: option in arguments for option, name in ASKED.items()}
        record = Record(Path(), **asked)
        if not record.given_anew:
            record.changed()
    except OSError:
        return None  # told by the command
    return record


def _command(**begun: object) -> int:
    code: int = import_module("factsheet.cli").main(**begun)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
