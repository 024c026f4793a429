"""Entry of the commands: a build with nothing to do ends here, before anything is loaded."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

from factsheet.cache.record import UP_TO_DATE, Record
from factsheet.messages import chosen, speak, told

BUILD = "build"
ASKED = {"--draft": "draft", "--no-pdf": "no_pdf"}


def main() -> int:
    """Run one command on the project in the current folder."""
    if is_up_to_date(sys.argv[1:]):
        speak(chosen(sys.argv[1:], os.environ))
        print(told(UP_TO_DATE))
        return 0
    code: int = import_module("factsheet.cli").main()
    return code


def is_up_to_date(arguments: list[str]) -> bool:
    """Tell whether the arguments ask for a build that would give what stands there already."""
    if arguments[:1] != [BUILD] or not set(arguments[1:]) <= {*ASKED, "--why"}:
        return False
    try:
        asked = {name: option in arguments for option, name in ASKED.items()}
        return not Record(Path(), **asked).changed()
    except OSError:
        return False  # told by the command


if __name__ == "__main__":
    raise SystemExit(main())
