"""Charts of the factbook -> `ChartView`: what to draw in exact numbers, and every word of it."""

from __future__ import annotations

from decimal import Decimal

from factsheet.edition.captions import Captions
from factsheet.edition.drawn import ChartView, PartView, Tick
from factsheet.edition.rich import rich
from factsheet.edition.series import growth_printed
from factsheet.facts.drawn import Chart, Drawn
from factsheet.facts.records import holds
from factsheet.figures.quantity import Quantity
from factsheet.language.vocabulary import DRAWN_STYLES, MARKS

MOST_STEPS = 4
ROUND_STEPS = (1, 2, 5, 10)


class Charts(Captions):
    """Words the charts; `shown` are the published facts by id."""

    def charts(self) -> tuple[ChartView, ...]:
        """Return the charts whose facts are all published, in the order of their file."""
        return tuple(
            self._chart(chart)
            for chart in self.book.charts
            if all(d.fact in self.shown for d in chart.drawn)
        )

    def _chart(self, chart: Chart) -> ChartView:
        series = [self.figures.quantities[d.ref] for d in chart.drawn]
        most = self.lexicon.wording.common_power(series)
        bars = [self._part(drawn, most) for drawn in chart.figures]
        if chart.rest is not None:
            bars.append(self._part(chart.rest, most, style="rest"))
        inside = [self._part(d, most, within=self._bar_of(d, chart.figures)) for d in chart.inside]
        whole = self._part(chart.whole, most) if chart.whole is not None else None
        parts = (*bars, *inside)
        facts = [self.shown[d.fact] for d in chart.drawn]
        unit = self.figures.quantities[chart.figures[0].ref].unit
        highest = max(part.high for part in parts)
        return ChartView(
            key=chart.id,
            **self.panel(chart, facts),
            kind=chart.kind,
            table=chart.table,
            unit=unit,
            ticks=self._ticks(highest, unit, most) if chart.kind == "bars" else (),
            parts=parts,
            whole=whole,
        )

    def _part(self, drawn: Drawn, most: int, *, style: str = "", within: str = "") -> PartView:
        fact = self.facts[drawn.fact]
        figure = fact.figures[drawn.figure]
        quantity = self.figures.quantities[drawn.ref]
        low, high = quantity.bounds
        kind = "calculated" if figure.formula else "printed"
        words = self.lexicon.figure(quantity, drawn.ref, table=True, most=most)
        if kind == "calculated":
            words = rich(f"{MARKS['calculated'][0]}\u00a0", words)
        view = self.shown[drawn.fact]
        label = self.rich(drawn.label) if drawn.label else self.lexicon.sentence(view.period_words)
        return PartView(
            key=".".join(drawn.ref),
            label=label,
            period=view.period_words,
            words=words,
            low=low,
            high=high,
            style=style or kind,
            style_words=self.word(DRAWN_STYLES[kind]),
            measures=self.citer.measures(figure, calculated=False),
            growth=growth_printed(
                fact, figure.indicator, self.book, self.figures, self.lexicon.wording
            ),
            fact=view,
            within=within,
        )

    def _bar_of(self, inner: Drawn, bars: tuple[Drawn, ...]) -> str:
        """Return the key of the bar whose period holds that of the inner figure."""
        for bar in bars:
            if holds(self.facts[bar.fact], self.facts[inner.fact]):
                return ".".join(bar.ref)
        return ""

    def _ticks(self, highest: Decimal, unit: str, most: int) -> tuple[Tick, ...]:
        """Return an axis from zero in at most four round steps."""
        step = next(s for s in _steps(highest) if highest <= MOST_STEPS * s)
        count = int(highest / step)
        return tuple(
            Tick(
                value=n * step,
                words=self.lexicon.figure(_quantity(unit, n * step), table=True, most=most),
            )
            for n in range(count + 1)
        )


def _steps(highest: Decimal) -> list[Decimal]:
    power = highest.adjusted() - 1
    return [Decimal(s).scaleb(p) for p in (power, power + 1) for s in ROUND_STEPS]


def _quantity(unit: str, value: Decimal) -> Quantity:
    return Quantity(unit=unit, value=Decimal(format(value, "f")), scaled=True)
