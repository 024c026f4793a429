"""A printed figure and a line -> whether it stands whole there, and what singles it out."""

from __future__ import annotations

from factsheet.figures.matching import Text, match, near_for
from factsheet.figures.parser import core, normalize, parse
from factsheet.figures.units import Units


def whole_in(line: str, printed: str, units: Units) -> tuple[bool, list[str]]:
    """Tell whether a figure stands whole in a line, and the words that single it out there.

    Raises UnreadableError where `printed` is no figure.
    """
    text = Text(normalize(line), units)
    found = match(text, printed, "")
    if found.found is not None:
        return True, [f"“{found.found.text}” stands whole in the line; it needs no near"]
    wanted, meaning = core(printed, units), parse(printed, units).meaning
    told = []
    for place in text.figures:
        if place.text == wanted and place.quantity.meaning == meaning:
            words = near_for(text, place, printed)
            needs = f"near: {words}" if words else "no words before it single it out"
            told.append(
                f"“{place.text}” stands whole in the line, among figures of its shape; {needs}"
            )
    if told:
        return True, told
    shown = ", ".join(figure.text for figure in text.figures)
    message = found.message + (f" ({found.hint})" if found.hint else "")
    return False, [message, f"whole figures of the line: {shown or 'none'}"]
