"""MkDocs in a process of its own, begun before anything else is loaded: the standard library alone.

Loading MkDocs takes its time, which is that in which whoever asks for pages loads itself.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

QUIET = {
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "PYTHONIOENCODING": "utf-8",  # whatever the terminal speaks
}


class Engine:
    """MkDocs in a process of its own, which loads it before it is asked for anything."""

    def __init__(self, root: Path) -> None:
        """Start the process in the folder of a project."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "factsheet.site.started"],
            cwd=root,
            env={**os.environ, **QUIET},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )

    def close(self) -> None:
        """End the process, asked or not."""
        if self._process.returncode is None:
            self._process.terminate()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe:
                    with suppress(BrokenPipeError):
                        pipe.close()
            self._process.wait()

    def ask(self, given: Mapping[str, Any]) -> None:
        """Tell what to build, once."""
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # what became of it is told by `output`
            self._process.stdin.write(json.dumps(given))
            self._process.stdin.close()
        self._process.stdin = None  # `communicate` would close it again

    def output(self) -> str:
        """Wait for the end; return what the process printed by itself, such as a traceback."""
        output, _ = self._process.communicate()
        return output


if __name__ == "__main__":
    gc.disable()  # what is loaded stays
    import_module("factsheet.site.engine").main()
    import_module("factsheet.processes").end(0)
