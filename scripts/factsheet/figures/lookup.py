"""A printed figure and a line -> whether it stands whole there, and what singles it out."""

from __future__ import annotations

from factsheet.figures.matching import Text, match, near_for
from factsheet.figures.parser import core, normalize, parse
from factsheet.figures.units import Units
from factsheet.messages import Message, say


def whole_in(line: str, printed: str, units: Units) -> tuple[bool, list[Message]]:
    """Tell whether a figure stands whole in a line, and the words that single it out there.

    Raises UnreadableError where `printed` is no figure.
    """
    text = Text(normalize(line), units)
    found = match(text, printed, "")
    if found.found is not None:
        figure = found.found.text
        told = say("“{figure}” stands whole in the line; it needs no near", figure=figure)
        return True, [told]
    wanted, meaning = core(printed, units), parse(printed, units).meaning
    fitting = []
    for place in text.figures:
        if place.text == wanted and place.quantity.meaning == meaning:
            words = near_for(text, place, printed)
            needs = (
                say('near: "{words}"', words=words)
                if words
                else say("no words before it single it out")
            )
            fitting.append(
                say(
                    "“{figure}” stands whole in the line, among figures of its shape; {needs}",
                    figure=place.text,
                    needs=needs,
                )
            )
    if fitting:
        return True, fitting
    shown = ", ".join(figure.text for figure in text.figures)
    message = found.message
    if found.hint:
        message = say("{message} ({hint})", message=message, hint=found.hint)
    return False, [message, say("whole figures of the line: {shown}", shown=shown or say("none"))]
