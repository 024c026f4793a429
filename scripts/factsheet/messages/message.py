"""A template and its values -> a `Message`: English text that can be told in another language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any


class Message(str):
    """A text in English that knows the template and the values it was made of.

    A template is written as for `str.format`, in code only; `many` is its plural.
    """

    template: str
    many: str
    values: Mapping[str, Any]

    def __new__(cls, template: str = "", /, many: str = "", **values: Any) -> Message:
        """Make the English text."""
        chosen = many if many and values["count"] != 1 else template
        message = super().__new__(cls, chosen.format(**values))
        message.template, message.many, message.values = template, many, values
        return message

    def __str__(self) -> str:
        """Stay a message, also as the text of an exception."""
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        """Copy by what it was made of."""
        return (self.template,), {"many": self.many, **self.values}

    def in_words(self, translate: Callable[[Message], str]) -> str:
        """Return it by a translation of its template; messages among its values are told so too."""
        values = {key: _in_words(value, translate) for key, value in self.values.items()}
        return translate(self).format(**values)


def _in_words(value: Any, translate: Callable[[Message], str]) -> Any:
    if isinstance(value, Exception):
        value = said(value)
    return value.in_words(translate) if isinstance(value, Message) else value


def say(template: str, /, **values: Any) -> Message:
    """Return a message; the catalogs know it by its template."""
    return Message(template, **values)


def plural(one: str, many: str, /, count: int, **values: Any) -> Message:
    """Return a message about `count` things."""
    return Message(one, many=many, count=count, **values)


def quoted(text: str) -> Message:
    """Return words that no catalog has: those of another program, names, printed strings."""
    return text if isinstance(text, Message) else Message("{text}", text=text)


def said(error: Exception) -> Message:
    """Return what an exception says."""
    return quoted(str(error))


def either(words: Iterable[str]) -> Message:
    """Return words of which one is to be chosen."""
    return _chained(
        list(words), lambda first, rest: say("{first} or {rest}", first=first, rest=rest)
    )


def both(words: Iterable[str]) -> Message:
    """Return words that all hold."""
    return _chained(
        list(words), lambda first, rest: say("{first} and {rest}", first=first, rest=rest)
    )


def _chained(words: list[str], join: Callable[[str, Message], Message]) -> Message:
    if len(words) < 2:
        return quoted(words[0]) if words else NOTHING
    return join(words[0], _chained(words[1:], join))


def ranged(low: Decimal, high: Decimal) -> Message:
    """Return a value, or the two ends of a range."""
    if low == high:
        return Message("{value:f}", value=low)
    return say("{low:f} to {high:f}", low=low, high=high)


NOTHING = Message()
