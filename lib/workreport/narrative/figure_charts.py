"""Charts of figures: which values go into which picture. Drawing is ``workreport.charts``."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from workreport import charts
from workreport.base.numbers import rounded
from workreport.blocks.block import Chart, Nothing
from workreport.blocks.text import NumberLink
from workreport.charts import Series
from workreport.figures.attribution import SUB_BUREAU
from workreport.figures.book import Book, divide
from workreport.figures.comparison import progress
from workreport.figures.evidence import REGISTER_MARK
from workreport.figures.measure import MONTH
from workreport.figures.number_format import compared, month_label
from workreport.figures.registry import FIGURES
from workreport.ledgers.frames import Frames
from workreport.narrative.chart_series import (
    breaks,
    cut_series,
    elsewhere_of,
    link,
    monthly,
    number,
    series_of,
    split,
)  # fmt: skip
from workreport.narrative.redraw import alone, drawn, ranking, with_rate
from workreport.narrative.section_state import SectionState, section_block
from workreport.narrative.sentence_errors import Blocked
from workreport.narrative.table_notes import UNEVEN
from workreport.narrative.tables import cut_values
from workreport.narrative.titles import titled


class FigureCharts:
    """The charts that a section can draw; each method returns a chart or a notice."""

    def __init__(self, state: SectionState) -> None:
        self.state = state
        self.book = state.book

    @section_block
    def months(
        self, title: str, id: str, *, name: str, rate: str | None = None, last_year: bool = False
    ) -> Chart:
        """各月的数，柱形图；报告期只有一个月的，从当年一月画起。`rate` 另画一条比率线；`last_year=True` 与上年各月并排。

        例：``s.charts.months("各月情况", "FIGURE", name="by_month", last_year=True)``
        """
        book = self.book.for_period(self.book.period.trend)
        keys = [f"{month.start:%Y-%m}" for month in book.period.months()]
        labels, mine = [month_label(key) for key in keys], monthly(self.book, book, id, keys)
        common = {"name": name, "title": title, "source": self.state.source(id)}
        if rate is not None:
            rates = replace(monthly(self.book, book, rate, keys), decimals=FIGURES[rate].decimals)
            return drawn(
                self.book,
                with_rate(charts.bars_with_line, rates),
                (id,),
                (MONTH,),
                labels,
                [mine],
                units=(FIGURES[id].unit, FIGURES[rate].unit),
                **common,
            )
        before = book.for_period(book.period.last_year())
        if last_year and before.value(id).status == "ok":
            earlier = monthly(
                self.book, before, id, [f"{month.start:%Y-%m}" for month in before.period.months()]
            )
            common["source"] += breaks(self.book, [id], [before.period, book.period])
            pair = [
                replace(series, label=f"{told.period.end.year}年")
                for told, series in ((before, earlier), (book, mine))
            ]
            return drawn(
                self.book, charts.grouped_bars, (id,), (MONTH,), labels, pair, unit=FIGURES[id].unit, **common
            )
        return drawn(
            self.book, alone(charts.bars), (id,), (MONTH,), labels, [mine], unit=FIGURES[id].unit, **common
        )

    @section_block
    def months_of(self, title: str, ids: list[str], *, name: str) -> Chart:
        """几个同单位的指标（至多四个）各月并排。

        例：``s.charts.months_of("各月情况", ["FIGURE", "OTHER"], name="months_of_two")``
        """
        book = self.book.for_period(self.book.period.trend)
        keys = [f"{month.start:%Y-%m}" for month in book.period.months()]
        series = [monthly(self.book, book, id, keys) for id in ids]
        return drawn(self.book, 
            charts.grouped_bars, tuple(ids), (MONTH,), [month_label(key) for key in keys], series, name=name, title=title,
            unit=FIGURES[ids[0]].unit, source=self.state.source(*ids),
        )  # fmt: skip

    @section_block
    def ranked(
        self, title: str, id: str, by: str, *, name: str, top: int | None = None, share: bool = False
    ) -> Chart | Nothing:
        """按一个维度分组，从大到小的横条；`top` 只画前几组，`share=True` 画占比。

        例：``s.charts.ranked("分组情况", "FIGURE", "DIMENSION", name="ranked_labels")``
        """
        values, figure, whole = cut_values(self.book, id, by), FIGURES[id], self.book.value(id).number
        counts = dict(values)
        if share:
            values = {label: divide(number, whole, Decimal(100)) for label, number in values.items()}
            figure = replace(figure, label=f"占{figure.label}比重", unit="%", decimals=1)
        if not values:
            return Nothing()
        source, parts = self.state.source(id), [number for number in values.values() if number is not None]
        if share and sum(rounded(part, 1) for part in parts) != 100:
            source += f"；{UNEVEN.rstrip('。')}"
        order = sorted(values, key=lambda label: (-(values[label] or 0), label))[:top]
        links = [link(id, "share" if share else "value", {by: label}) for label in order]
        return drawn(self.book, 
            ranking(charts.ranked_bars), (id,), (by,), order, [series_of(figure, [values[label] for label in order], links)],
            [[counts[label] for label in order]], name=name, title=titled(title, len(order)), unit=figure.unit,
            source=source,
        )  # fmt: skip

    @section_block
    def stacked(
        self, title: str, id: str, *, by: str, split: str, name: str, share: bool = False
    ) -> Chart | Nothing:
        """按一个维度分组，每条再按另一个维度（`split`）分段；`share=True` 画各段的比重。

        例：``s.charts.stacked("分组构成", "FIGURE", by="DIMENSION", split="ANOTHER", name="stacked_labels")``
        """
        cut, whole = self.book.cut(id, (by, split)), cut_values(self.book, id, by)
        if not whole:
            return Nothing()
        order = sorted(whole, key=lambda label: (-(whole[label] or 0), label))
        parts = cut_values(self.book, id, split)
        series = [
            cut_series(part, id, cut, [{by: label, split: part} for label in order])
            for part in sorted(parts, key=lambda label: (-(parts[label] or 0), label))
        ]
        return drawn(
            self.book,
            charts.stacked_bars,
            (id,),
            (by, split),
            order,
            series,
            name=name,
            title=title,
            unit=FIGURES[id].unit,
            source=self.state.source(id),
            share=share,
        )

    @section_block
    def stacked_figures(
        self, title: str, ids: list[str], *, by: str, name: str, share: bool = False
    ) -> Chart | Nothing:
        """几个同单位的指标，按一个维度分组，每组叠成一条；`share=True` 画各段的比重。

        例：``s.charts.stacked_figures("分组构成", ["FIGURE", "OTHER"], by="DIMENSION", name="stacked_figures")``
        """
        cuts = [cut_values(self.book, id, by) for id in ids]
        totals = {label: sum(cut.get(label) or 0 for cut in cuts) for cut in cuts for label in cut}
        if not totals:
            return Nothing()
        order = sorted(totals, key=lambda label: (-totals[label], label))
        series = [
            cut_series(FIGURES[id].label, id, cut, [{by: label} for label in order])
            for id, cut in zip(ids, cuts, strict=True)
        ]
        return drawn(self.book, 
            charts.stacked_bars, tuple(ids), (by,), order, series, name=name, title=title, unit=FIGURES[ids[0]].unit,
            source=self.state.source(*ids), share=share,
        )  # fmt: skip

    @section_block
    def compared(self, title: str, ids: list[str], *, name: str) -> Chart:
        """几个同单位的指标，本期与上年同期并排。

        例：``s.charts.compared("与上年同期比较", ["FIGURE", "OTHER"], name="compared_years")``
        """
        before = self.book.for_period(self.book.period.last_year())
        series = [
            Series(
                book.period.label,
                [number(book, id, strict=book is self.book) for id in ids],
                links=[link(id, kind) for id in ids],
            )
            for book, kind in ((before, "last_year"), (self.book, "value"))
        ]
        kept = series if series[0].present else series[1:]
        return charts.grouped_bars(
            [FIGURES[id].label for id in ids], kept, name=name, title=title, unit=FIGURES[ids[0]].unit,
            source=self.state.source(*ids) + breaks(self.book, ids, [before.period, self.book.period]),
        )  # fmt: skip

    @section_block
    def figures(self, title: str, ids: list[str], *, name: str) -> Chart:
        """几个同单位的指标，从大到小的横条。

        例：``s.charts.figures("主要指标", ["FIGURE", "OTHER"], name="figures_side_by_side")``
        """
        values = [number(self.book, id) for id in ids]
        return charts.ranked_bars(
            [FIGURES[id].label for id in ids], series_of(FIGURES[ids[0]], values, map(link, ids)), name=name, title=title,
            unit=FIGURES[ids[0]].unit, source=self.state.source(*ids),
        )  # fmt: skip

    @section_block
    def funnel(self, title: str, ids: list[str], *, name: str) -> Chart | Nothing:
        """办理的各个环节，按给出的次序，一个比一个少；一件也没有的不出图。

        例：``s.charts.funnel("办理环节", ["FIGURE", "OTHER"], name="stages")``
        """
        values = [number(self.book, id) for id in ids]
        if not any(values):
            return Nothing()
        return charts.funnel(
            [FIGURES[id].label for id in ids], series_of(FIGURES[ids[0]], values, map(link, ids)), name=name, title=title,
            unit=FIGURES[ids[0]].unit, source=self.state.source(*ids),
        )  # fmt: skip

    @section_block
    def years(self, title: str, ids: list[str], *, name: str, count: int = 5) -> Chart:
        """存量指标在各年同一截至日的数，折线，都从本年的登记簿里看；`count` 是几年。

        例：``s.charts.years("近{top:words}年情况", ["STOCK"], name="years_of_register")``
        """
        periods = [self.book.period]
        while len(periods) < count:
            periods.append(periods[-1].last_year())
        frames = Frames(self.book.frames.intake, register_year=self.book.period.end.year)
        books = [Book(frames, period) for period in reversed(periods)]
        seen = f"{REGISTER_MARK}{self.book.period.end.year}"
        names = [b.period.id + seen if b.period != self.book.period else "" for b in books]
        series = [
            one
            for id in ids
            for one in split(
                self.book,
                [b.period for b in books],
                [number(b, id) for b in books],
                [link(id, period=name) for name in names],
                id,
            )
        ]
        return charts.lines(
            [f"{b.period.end.year}年" for b in books], series, name=name, title=titled(title, len(periods)), unit=FIGURES[ids[0]].unit,
            source=self.state.source(*ids) + breaks(self.book, ids, [b.period for b in books]),
        )  # fmt: skip

    @section_block
    def handed_in_years(self, title: str, id: str, *, name: str, count: int = 5) -> Chart:
        """各年同期的数，至多 `count` 年，每年用当年的台账；从报告期往前，中间缺一年就止。标题里的年数写 {top:words}。

        例：``s.charts.handed_in_years("近{top:words}年情况", "FIGURE", name="years_handed_in")``
        """
        if (now := self.book.value(id)).number is None:
            raise Blocked(now.reason)
        values = {self.book.period: now.number}
        while len(values) < count:
            earlier = self.book.for_period(list(values)[-1].last_year())
            if (number := earlier.value(id).number) is None:
                break
            values[earlier.period] = number
        years = [f"{period.end.year}年" for period in values]
        links = [link(id, period=elsewhere_of(self.book, self.book.for_period(period))) for period in values]
        return charts.bars(
            years[::-1], series_of(FIGURES[id], list(values.values())[::-1], links[::-1]), name=name, title=titled(title, len(values)),
            unit=FIGURES[id].unit, source=self.state.source(id) + breaks(self.book, [id], list(values)[::-1]),
        )  # fmt: skip

    @section_block
    def completion(self, title: str, *, name: str, ids: list[str]) -> Chart | Nothing:
        """年度任务完成多少，对照时序进度；没有任务的指标不画。

        例：``s.charts.completion("年度任务完成情况", ids=["FIGURE", "OTHER"], name="tasks")``
        """
        made = {id: found for id in ids if (found := progress(self.book, id)) is not None}
        if not made:
            return Nothing()
        # rates and stocks are due in full on any day; the mark shows where amounts should stand
        amounts = [
            found.due for id, found in made.items() if FIGURES[id].kind != "stock" and not FIGURES[id].is_rate
        ]
        links = [NumberLink(id, "completion", note=compared(self.book, id, "completion")) for id in made]
        rates = Series("完成率", [found.done for found in made.values()], 1, links)
        return charts.completion_bars(
            [FIGURES[id].label for id in made], rates, name=name, title=title, source=self.state.source(*made), pro_rata=min(amounts, default=None),
        )  # fmt: skip

    @section_block
    def multiples(self, title: str, id: str, by: str, *, name: str) -> Chart | Nothing:
        """各月的数，一组一个小图；各分局按机构表的次序，其余从大到小。

        例：``s.charts.multiples("各组各月情况", "FIGURE", "DIMENSION", name="months_of_labels")``
        """
        book = self.book.for_period(self.book.period.trend)
        keys = [f"{month.start:%Y-%m}" for month in book.period.months()]
        cut, whole, elsewhere = (
            book.cut(id, (by, MONTH)),
            cut_values(book, id, by),
            elsewhere_of(self.book, book),
        )
        if not whole or len(keys) < 2:
            return Nothing()
        order = sorted(whole, key=lambda label: (-(whole[label] or 0), label))
        if by == SUB_BUREAU:
            order = book.unit_order(set(whole))
        series = [
            cut_series(label, id, cut, [{by: label, MONTH: key} for key in keys], period=elsewhere)
            for label in order
        ]
        return drawn(self.book, 
            charts.small_multiples, (id,), (by, MONTH), [month_label(key) for key in keys], series, name=name, title=title,
            unit=FIGURES[id].unit, source=self.state.source(id),
        )  # fmt: skip

    @section_block
    def heat(self, title: str, id: str, *, by: str, across: str, name: str, top: int = 12) -> Chart | Nothing:
        """按两个维度分组，用深浅表示多少，格里写数；`top` 至多几行。

        例：``s.charts.heat("分组各月情况", "FIGURE", by="DIMENSION", across="month", name="heat_of_months")``
        """
        cut, whole = self.book.cut(id, (by, across)), cut_values(self.book, id, by)
        if not whole:
            return Nothing()
        order = sorted(whole, key=lambda label: (-(whole[label] or 0), label))[:top]
        heads = sorted({key[1] for key in cut})
        series = [
            cut_series(label, id, cut, [{by: label, across: head} for head in heads]) for label in order
        ]
        return drawn(self.book, 
            charts.heatmap, (id,), (by, across), [month_label(head) for head in heads], series, name=name, title=titled(title, len(order)),
            unit=FIGURES[id].unit, source=self.state.source(id),
        )  # fmt: skip
