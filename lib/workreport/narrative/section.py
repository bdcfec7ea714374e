"""What a section notebook calls: say a sentence, show a table, draw a chart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from workreport.base import sections
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.blocks.block import Nothing, Notice, Paragraph, Table
from workreport.blocks.text import Explanation, NumberLink, Run, links_in, plain_runs
from workreport.figures.attribution import ORG, SUB_BUREAU
from workreport.figures.book import Book
from workreport.figures.ranking import ranking
from workreport.figures.results import FigureResults, results_of_run
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.narrative.conditions import Condition
from workreport.narrative.explanations import changes, explained
from workreport.narrative.look_ups import LookUps
from workreport.narrative.notebook_help import prepare_notebook
from workreport.narrative.quoted_cuts import require_labels
from workreport.narrative.section_state import SectionState, section_block
from workreport.narrative.sentences import fill
from workreport.narrative.sub_bureau_ranking import rank_table
from workreport.narrative.suppressed_views import guarded_cross, guarded_cut, with_hidden
from workreport.narrative.table_notes import cut_notes, missing_remarks
from workreport.narrative.tables import (
    cross_table,
    cut_table,
    figures_table,
    kept_figures,
    listing,
    reference_table,
)
from workreport.narrative.titles import titled


@dataclass(repr=False)
class Section(LookUps):
    """One section of the report for one period.

    ``book`` holds the figures; `say`, `table…` and `chart…` methods return objects that a
    notebook displays, each for the `kinds` of period that it names. Numbers come from figures only.
    """

    section: sections.Section
    book: Book

    def __repr__(self) -> str:
        period = self.book.period
        return f"{self.section.title}（{self.section.id}），{period.label}，数据截至{period.as_of}"

    @cached_property
    def state(self) -> SectionState:
        """What this section's sentences, tables and charts share."""
        return SectionState(self.book)

    def source(self, *ids: str) -> str:
        """这些指标的数据来源，一行字：哪些股室的台账，数据截至哪一天。

        例：``s.source("FIGURE")``
        """
        return self.state.source(*ids)

    @cached_property
    def charts(self) -> Any:
        """图，写法见 `s.charts.*`；用到才载入。"""
        from workreport.narrative.figure_charts import FigureCharts

        return FigureCharts(self.state)

    @cached_property
    def desk(self) -> Any:
        """分析台，查台账、指标、依据，写法见 `s.desk.*`；报告里不用，用到才载入。"""
        from workreport.narrative.desk import Desk

        return Desk(self)

    @section_block
    def say(
        self,
        *templates: str,
        when: Condition | None = None,
        cases: Iterable[tuple[Condition, str]] = (),
        otherwise: str = "",
        internal: bool = False,
    ) -> Paragraph | Nothing:
        """一段话，由若干句子组成；句子里的数写成空，如 {FIGURE}、{FIGURE:yoy}，不手写数字。空的写法见“句子里的空”。

        `when` 是这段话成立的条件；不成立时，依次看 `cases` 里各对“条件、句子”，取第一个成立的；都不成立，写 `otherwise`。
        `internal=True` 的是对数的说明，只在审阅稿里出现。缺台账的，写明缺什么；本局没有的台账，整段略去。

        例：``s.say("{period}为{FIGURE}，{FIGURE:yoy}。", when=positive("FIGURE"), otherwise="{span}没有发生。")``
        """
        choices = [((text,), condition) for condition, text in cases]
        if templates:
            choices.insert(0, (templates, when))
        chosen = (texts for texts, condition in choices if condition is None or condition(self.book))
        paragraph = fill(self.book, *next(chosen, filter(None, [otherwise])))
        if not paragraph.runs:
            return Nothing()
        below = self._explained(links_in(paragraph.runs))
        if internal:
            return replace(paragraph, below=below, leaders=Nothing(), public=None)
        leaders, public = (one and replace(one, below=below) for one in (paragraph.leaders, paragraph.public))
        return replace(paragraph, below=below, leaders=leaders, public=public)

    def _explained(self, links: Iterable[NumberLink]) -> tuple[Explanation, ...]:
        """What explains the large changes among these numbers, once in a section."""
        return explained(self.book, changes(links), self.state.explained)

    @section_block
    def table(
        self,
        title: str,
        ids: list[str],
        *,
        name: str,
        columns: tuple[str, ...] | Literal["task"] = ("value", "last_year", "change", "to_date"),
        note: str = "",
    ) -> Table:
        """一张表，一个指标一行：本期、上年同期、同比、本年累计。

        `columns="task"` 另列年度任务和进度，也可以逐列写明：value 本期、last_year 上年同期、change 同比、previous 上期、mom 环比、
        to_date 本年累计、target 年度任务、completion 完成率、distance 与时序进度差。`name` 是图表的名字，一章里不重名；`note` 是表下的注。

        例：``s.table("主要指标", ["FIGURE", "OTHER"], name="main_figures")``
        """
        ids = kept_figures(self.book, ids)
        header, rows = figures_table(self.book, ids, columns)
        made = Table(name, title, self.source(*ids), header, rows, note=plain_runs(note), figures=tuple(ids))
        return replace(made, below=self._explained(links_in(rows)))

    @section_block
    def table_references(self, title: str, ids: list[str], *, name: str, note: str = "") -> Table | Nothing:
        """与全市、全国比较的表，只列参考值表里本期有公布数的指标；一个也没有的不出表。

        例：``s.table_references("与全市比较", ["FIGURE"], name="beside_the_city")``
        """
        header, rows, origins = reference_table(self.book, ids)
        if not rows:
            return Nothing()
        notes = plain_runs(f"{origins}{note}")
        figures = tuple(row[1].figure for row in rows)
        return Table(name, title, self.source(*figures), header, rows, note=notes, figures=figures)

    @section_block
    def table_rank(
        self, title: str, id: str, *, name: str, base: str = "", note: str = ""
    ) -> Table | Nothing:
        """各机构比较：一个指标、它的基数、每千基数多少、位次。

        `base` 是另一个能按承办机构分组的指标，不写的用业务包规定的基数。

        例：``s.table_rank("各机构比较", "FIGURE", name="ranked_units")``
        """
        found = ranking(self.book, id, base)
        if not found.lines:
            return Nothing()
        header, rows, apart = rank_table(self.book, found)
        ids = (id, found.base.id)
        notes = (*apart, *plain_runs(note))
        table = Table(name, title, self.source(*ids), header, rows, note=notes, figures=ids)
        return with_hidden(self.book, (ORG,), table, Nothing()) if found.small else table

    @section_block
    def table_by(
        self,
        title: str,
        by: str,
        ids: list[str],
        *,
        name: str,
        top: int | None = None,
        labels: list[str] | dict[str, str] | None = None,
        total: bool = True,
        last_year: bool = False,
        share: bool = False,
        note: str = "",
    ) -> Table | Nothing:
        """按一个维度分组的表：一组一行，一个指标一列，最后一行合计；没有行的不出表。

        `top` 只列前几组，标题里的个数写 {top} 或 {top:words}；`labels` 指定列哪些组、按什么次序，也可以给每组另起说法；
        `total=False` 不要合计；`last_year=True` 加上年同期和同比；`share=True` 加占比。

        例：``s.table_by("分组情况", "DIMENSION", ["FIGURE"], name="by_dimension", share=True)``
        """
        ids = kept_figures(self.book, ids)
        if labels:
            require_labels(self.book, ids[0], by, labels)
        header, rows, last = cut_table(
            self.book, by, ids, top=top, labels=labels, total=total, last_year=last_year, share=share
        )
        if not rows:
            return Nothing()
        heading = titled(title, len(rows))
        table = Table(name, heading, self.source(*ids), header, rows, last, figures=tuple(ids))
        noted = replace(
            table,
            note=cut_notes(self.book, by, table, top, note),
            remarks=missing_remarks(self.book, table.figures),
        )
        return guarded_cut(self.book, by, noted)

    def table_orgs(
        self, title: str, ids: list[str], *, name: str, **options: Any
    ) -> Table | Nothing | Notice:
        """各分局的表：次序同机构表，本级和未划归单列，最后一行是全区。其余参数同 `table_by`。

        例：``s.table_orgs("各机构情况", ["FIGURE"], name="by_unit")``
        """
        return self.table_by(title, SUB_BUREAU, ids, name=name, **options)

    @section_block
    def table_cross(
        self, title: str, id: str, *, rows: str, columns: str, name: str, note: str = ""
    ) -> Table | Nothing:
        """一个指标按两个维度交叉的表，右边和下边是合计；没有行的不出表。

        例：``s.table_cross("交叉情况", "FIGURE", rows="DIMENSION", columns="ANOTHER", name="crossed")``
        """
        header, body, last = cross_table(self.book, id, rows, columns)
        if not body:
            return Nothing()
        table = Table(name, title, self.source(id), header, body, last, plain_runs(note), (id,))
        return guarded_cross(self.book, (rows, columns), table)

    @section_block
    def table_rows(
        self, title: str, id: str, columns: list[str], *, name: str, top: int = 20
    ) -> Table | Nothing:
        """一个指标背后的台账行，`columns` 是字段名，至多列 `top` 行；没有行的不出表。只在内部版里出现。

        例：``s.table_rows("有关记录", "FIGURE", ["DIMENSION", "ANOTHER"], name="rows", top=10)``
        """
        header, rows, count = listing(self.book, id, columns, top)
        if not rows:
            return Nothing()
        whole = Run(f"{count}条", count, NumberLink(id, "rows"))
        note = (Run("共"), whole, Run("记录，本表只列其中一部分。")) if count > top else ()
        heading = titled(title, len(rows))
        return Table(name, heading, self.source(id), header, rows, note=note, figures=(id,), internal=True)


def open_desk(period: str, data: str = "") -> Section:
    """打开一个报告期的指标和台账，不属于哪一章；自己的笔记本用这一句开头。

    例：``s = open_desk("PERIOD")``
    """
    return Section(sections.Section(sections.EXPLORE, "探索"), book_of(period, data))


def open_section(id: str, period: str | int, data: str = "") -> Section:
    """打开一章；每本章节笔记本的第一句。`id` 是笔记本的名称，也可以写章节的标题。

    `period` 如 2021、2021H1、2021Q3、2021-08、2021-01..2021-10；`data` 是数据目录，不写的用本次出稿的目录，否则用仓库的。
    章节、报告期、目录不存在的，报错说明有哪些。

    例：``s = open_section("SECTION", "PERIOD")``
    """
    book = book_of(period, data)
    known = {section.id: section for section in book.frames.intake.workspace.all_sections}
    return Section(known[sections.section_id(id, known.values())], book)


def book_of(period: str | int, data: str = "") -> Book:
    """The figures of a period out of a bureau's data folder."""
    # `papermill -p period 2021` gives a number
    frames, asked = Frames(Intake.of(Workspace.open(data))), Period.parse(str(period))
    # a run works on its own folder, and on no other
    book = Book(frames, asked, FigureResults() if data else results_of_run())
    prepare_notebook(book)
    return book
