"""What curators are told: an English template with its values -> words of the language they chose.

A `Message` reads as English wherever it is handled and is put into another language only where it
is shown (`told`). Outputs never call that, so that no file of a sheet depends on who made it.
"""

from factsheet.messages.message import (
    NOTHING,
    Message,
    both,
    either,
    plural,
    quoted,
    ranged,
    said,
    say,
)
from factsheet.messages.tongue import LANGUAGES, OPTION, chosen, phrase, speak, spoken, told

__all__ = (
    "LANGUAGES",
    "NOTHING",
    "OPTION",
    "Message",
    "both",
    "chosen",
    "either",
    "phrase",
    "plural",
    "quoted",
    "ranged",
    "said",
    "say",
    "speak",
    "spoken",
    "told",
)
