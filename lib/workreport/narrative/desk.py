"""The analyst's desk: ``s.desk`` in any notebook. It looks things up; nothing of it belongs into the report.

Tables are interactive and work offline. What a section notebook calls of it is a trial, which the house
rules ask to take out again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import itables
import pandas as pd
from markupsafe import Markup

from workreport.base.paths import NOTEBOOKS
from workreport.base.sections import section_id
from workreport.figures.comparison import change, last_year, previous, progress
from workreport.figures.csv_files import KINDS
from workreport.figures.evidence import evidence
from workreport.figures.number_format import change_words, plain, shown
from workreport.figures.registry import FIGURES, figure_id
from workreport.ledgers.declared.contract import ledger_name
from workreport.ledgers.declared.source_columns import FILE
from workreport.narrative.browsed_frame import BrowsedFrame
from workreport.narrative.example_names import example_names, filled
from workreport.narrative.house_rules import broken_rules
from workreport.narrative.look_ups import in_words, titles_of
from workreport.narrative.preview import Panel, beside, published

EVIDENCE_TITLES = {
    "file": "来源文件", "sheet": "工作表", "row": "行号", "counted_by": "计数单位", "date": "归属日期",
    "figure": "编号", "label": "指标", "role": "作用", "value": "数",
}  # fmt: skip
ROLES = {"numerator": "分子", "denominator": "分母", "plus": "加", "minus": "减"}
CALLS = {
    's.desk.ledgers()': "有哪些台账",
    's.desk.ledger("LEDGER")': "看一本台账本期的行",
    's.desk.figures("LABEL")': "按编号或名称找指标",
    's.desk.explain("LABEL")': "一个指标的定义、算法、台账、比较",
    's.desk.evidence("LABEL")': "一个指标背后的行",
    's.desk.preview("……{FIGURE}。")': "改写的一句话，与已出的一稿对照",
    's.desk.preview(s.charts.months(…))': "改画的一张图、改做的一张表，与已出的一稿对照",
    's.value("FIGURE")': "一个指标本期的数",
    's.months("FIGURE")': "一个指标逐月的数，一张表",
    's.dimensions("FIGURE")': "一个指标能按什么分组，有哪些取值",
    's.cut("FIGURE", "DIMENSION")': "一个指标分组的数，一张表",
    's.ledger("LEDGER")': "一本台账本期的行，用来筛选、计算、画图",
    "s.desk.check()": "存盘的这本笔记本还合不合规矩",
}  # fmt: skip
"""What can be called, with what it shows; the names in capitals stand for a ledger and a figure of the bureau."""


class SectionAtDesk(Protocol):
    """What the desk needs of a ``narrative.section.Section``."""

    section: Any
    book: Any

    def say(self, *templates: str) -> Any: ...

    def ledger(self, name: str) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Desk:
    """What an analyst can look up about a section's period; shown by itself it says what it can do."""

    section: SectionAtDesk

    def __post_init__(self) -> None:
        itables.init_notebook_mode(connected=False)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        intake = self.section.book.frames.intake
        names = example_names(intake.workspace, intake.contracts)
        return facts(
            {filled(call, names): shown for call, shown in CALLS.items()}, "写法", "作用"
        )._repr_mimebundle_()

    def ledgers(self) -> BrowsedFrame:
        """有哪些台账：代号、名称、标题、一行是什么、股室、交了几个文件。

        例：``s.desk.ledgers()``
        """
        intake = self.section.book.frames.intake
        counts = pd.Series([file.ledger for file in intake.files]).value_counts()
        rows = [
            (c.code, name, c.title, c.grain, c.division, int(counts.get(name, 0)))
            for name, c in intake.contracts.items()
        ]
        return BrowsedFrame(rows, columns=["代号", "名称", "台账", "一行是", "股室", "文件数"])

    def ledger(self, name: str, rows: pd.DataFrame | None = None) -> BrowsedFrame:
        """一本台账本期的行，或其中的 `rows`；列名是台账的表头，来源在最后。`name` 是名称、代号或标题。

        例：``s.desk.ledger("LEDGER")``
        """
        book = self.section.book
        ledger = ledger_name(name, book.frames.intake.contracts)
        if rows is not None and FILE in rows:
            rows = in_words(book, ledger, rows)
        return BrowsedFrame(self.section.ledger(ledger) if rows is None else rows)

    def figures(self, text: str = "") -> BrowsedFrame:
        """编号或名称里有 `text` 的指标：编号、名称、本期数、类型。

        例：``s.desk.figures("LABEL")``
        """
        rows = [
            (id, figure.label, shown(figure, self.section.book.value(id).number), KINDS[figure.kind])
            for id, figure in FIGURES.items()
            if text in id or text in figure.label
        ]
        return BrowsedFrame(rows, columns=["编号", "指标", "本期", "类型"])

    def explain(self, figure: str) -> Panel:
        """一个指标是什么、数从哪里来：口径、算法、组成、台账、比较。`figure` 是编号或名称。

        例：``s.desk.explain("LABEL")``
        """
        id = figure_id(figure)
        book, one, value = self.section.book, FIGURES[id], self.section.book.value(id)
        before, done = previous(book, id), progress(book, id)
        told = {
            "指标": f"{one.label}（{id}）",
            "本期": shown(one, value.number) if value.status == "ok" else value.reason,
            "报告期": f"{book.period.label}，截至{book.period.as_of}",
            "类型": KINDS[one.kind],
            "口径": one.definition,
            "算法": one.formula,
            "组成": "、".join(
                f"{FIGURES[name].label} {shown(FIGURES[name], book.value(name).number)}"
                for name in one.components
            ),
            "台账": "、".join(book.contract_of(name).title for name in book.ledgers(id)),
            "依据行数": str(book.row_count(id)) if value.status != "blocked" else "—",
            "同比": change_words(one, change(value, last_year(book, id))),
            "上期": shown(one, before.number) if before else "—",
            "完成率": f"{plain(done.done, 1)}%" if done else "",
        }
        return facts({name: text for name, text in told.items() if text}, "项目", "内容")

    def evidence(self, figure: str) -> BrowsedFrame:
        """一个指标背后的行：来源文件、工作表、行号、主键；比率列出它的分子、分母。`figure` 是编号或名称。

        例：``s.desk.evidence("LABEL")``
        """
        book, id = self.section.book, figure_id(figure)
        rows = evidence(book, id).reset_index(drop=True)
        titles = {} if FIGURES[id].components else titles_of(book.contract_of(FIGURES[id].ledgers[0]))
        if "role" in rows:
            rows = rows.assign(role=rows["role"].map(ROLES))
        return BrowsedFrame(rows.rename(columns={**titles, **EVIDENCE_TITLES}))

    def preview(self, changed: Any, *more: str) -> Panel:
        """改写的一段话（写它的句子），或改过的表、图，与本期已出的一稿并排。

        例：``s.desk.preview("……{FIGURE}。")``
        """
        new = self.section.say(changed, *more) if isinstance(changed, str) else changed
        workspace, period = self.section.book.frames.intake.workspace, self.section.book.period
        before = published(workspace.out / period.id, self.section.section.id)
        return beside(new, before)

    def check(self, notebook: str = "") -> Panel:
        """存盘的笔记本合不合规矩，不合的逐格写明；默认是本章的这一本。

        例：``s.desk.check()``
        """
        workspace = self.section.book.frames.intake.workspace
        name = notebook or self.section.section.id
        if not workspace.notebook(name, NOTEBOOKS).is_file():
            name = section_id(name, workspace.all_sections)
        path = workspace.notebook(name, NOTEBOOKS)
        broken = broken_rules(path, workspace)
        head = f"{name} 不合规矩，有 {len(broken)} 处（按存盘的内容）" if broken else f"{name} 合规矩"
        items = Markup("").join(Markup("<li>{}</li>").format(line) for line in broken)
        html = Markup("<p><strong>{}</strong></p><ul>{}</ul>").format(head, items)
        return Panel(str(html), "\n".join([head, *(f"  ✗ {line}" for line in broken)]))


def facts(told: dict[str, str], term: str, content: str) -> Panel:
    """Terms and what is said of them, as a table of two columns."""
    cell = '<td style="text-align:left;white-space:normal">{}</td>'
    rows = Markup("").join(
        Markup(f'<tr><th scope="row" style="text-align:left">{{}}</th>{cell}</tr>').format(name, text)
        for name, text in told.items()
    )
    head = Markup('<tr><th scope="col">{}</th><th scope="col">{}</th></tr>').format(term, content)
    html = Markup("<table><thead>{}</thead><tbody>{}</tbody></table>").format(head, rows)
    return Panel(str(html), "\n".join(f"{name}：{text}" for name, text in told.items()))
