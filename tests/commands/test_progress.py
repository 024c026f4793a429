"""Long work on a terminal and elsewhere."""

import os
import pty
import subprocess
import sys

import pytest

from factsheet.commands.progress import Progress
from factsheet.messages import say, speak


def test_elsewhere_each_step_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(2) as progress:
        progress.tell("hebei: built")
        speak("zh")
        progress.tell(say("pages"))
        speak("en")
    assert capsys.readouterr().err == "1/2 hebei: built\n2/2 页面\n"


def test_a_terminal_has_one_line_that_is_gone_at_the_end() -> None:
    """Whatever ends the work, an error too."""
    ours, theirs = pty.openpty()
    code = (
        "from factsheet.commands.progress import Progress\n"
        "with Progress(2) as progress:\n progress.tell('one'); progress.tell('two')\n raise SystemExit"
    )
    subprocess.run([sys.executable, "-c", code], stderr=theirs, check=True)
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    half, full = "#" * 15 + "." * 15, "#" * 30
    assert shown == f"\r\x1b[K[{half}] 1/2 one\r\x1b[K[{full}] 2/2 two\r\x1b[K"
