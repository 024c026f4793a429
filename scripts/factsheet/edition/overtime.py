"""A series of figures in words, in order of time."""

from __future__ import annotations

from dataclasses import dataclass

from factsheet.edition.views import FactView, FigureView


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPoint:
    """A figure of a series; `apart` says why it is not comparable with the series' full periods.

    `when` words its period; the series is led by the one that `is_head`.
    """

    fact: FactView
    figure: FigureView
    when: str
    is_head: bool
    apart: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """The figures of an indicator in order of time; `rhythm` is its full period."""

    key: str
    title: str
    unit: str
    rhythm: str
    growth_of: str
    points: tuple[SeriesPoint, ...]
