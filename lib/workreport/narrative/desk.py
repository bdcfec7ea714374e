"""The analyst's desk: ``s.desk`` in any notebook. It looks things up; nothing of it belongs into the report.

Tables are interactive and work offline. What a section notebook calls of it is a trial, which the house
rules ask to take out again.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Any, Protocol

import itables
import pandas as pd
from markupsafe import Markup

from workreport.base.errors import UsageError
from workreport.base.paths import NOTEBOOKS
from workreport.figures.comparison import change, last_year, previous, progress
from workreport.figures.csv_files import KINDS
from workreport.figures.evidence import evidence
from workreport.figures.number_format import change_words, plain, shown
from workreport.figures.registry import FIGURES
from workreport.narrative.house_rules import broken_rules
from workreport.narrative.preview import Panel, beside, published

CHINESE = {
    "search": "筛选：",
    "lengthMenu": "每页 _MENU_ 行",
    "info": "第 _START_ 至 _END_ 行，共 _TOTAL_ 行",
    "infoEmpty": "没有行",
    "infoFiltered": "（从 _MAX_ 行中筛选）",
    "zeroRecords": "没有符合的行",
    "emptyTable": "没有行",
}
SOURCES = {"_file": "来源文件", "_sheet": "工作表", "_row": "行号"}
CALLS = {
    's.desk.ledgers()': "有哪些台账",
    's.desk.ledger("LEDGER")': "看一本台账本期的行",
    's.desk.figures("LABEL")': "按编号或名称找指标",
    's.desk.explain("LABEL")': "一个指标的定义、算法、台账、比较",
    's.desk.evidence("LABEL")': "一个指标背后的行",
    's.desk.preview("……{FIGURE}。")': "改写的一句话，与已出的一稿对照",
    's.desk.preview(s.charts.months(…))': "改画的一张图、改做的一张表，与已出的一稿对照",
    "s.desk.check()": "存盘的这本笔记本还合不合规矩",
}  # fmt: skip
"""What can be called, with what it shows; the names in capitals stand for a ledger and a figure of the bureau."""
PLACEHOLDER = re.compile("LEDGER|LABEL|FIGURE")


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
        figure = next(one for one in FIGURES.values() if one.ledgers)
        names = {"LEDGER": figure.ledgers[0], "LABEL": figure.label, "FIGURE": figure.id}
        calls = {PLACEHOLDER.sub(lambda match: names[match[0]], call): shown for call, shown in CALLS.items()}
        return facts(calls, "写法", "作用")._repr_mimebundle_()

    def browse(self, table: pd.DataFrame, **options: Any) -> None:
        """Show a table that can be sorted, filtered and paged, offline; options go to ``itables``."""
        exact = {name: str for name, dtype in table.dtypes.items() if "decimal" in str(dtype)}
        itables.show(
            table.astype(exact), language=CHINESE, classes="display compact nowrap", maxBytes="4MB", **options
        )

    def ledgers(self) -> None:
        """Every ledger: code, name to call it by, title, what a row is, division, files handed in."""
        intake = self.section.book.frames.intake
        counts = pd.Series([file.ledger for file in intake.files]).value_counts()
        rows = [
            (c.code, name, c.title, c.grain, c.division, int(counts.get(name, 0)))
            for name, c in intake.contracts.items()
        ]
        self.browse(pd.DataFrame(rows, columns=["代号", "名称", "台账", "一行是", "股室", "文件数"]))

    def ledger(self, name: str, rows: pd.DataFrame | None = None) -> None:
        """A ledger's rows of the period, or `rows` of it, under the office's column titles, sources last."""
        self.browse(titled(self.section, name, rows))

    def figures(self, text: str = "") -> None:
        """Figures whose id or label contains `text`: id, label, value, kind."""
        rows = [
            (id, figure.label, shown(figure, self.section.book.value(id).number), KINDS[figure.kind])
            for id, figure in FIGURES.items()
            if text in id or text in figure.label
        ]
        self.browse(pd.DataFrame(rows, columns=["编号", "指标", "本期", "类型"]))

    def explain(self, figure: str) -> Panel:
        """What a figure is and where its value comes from; `figure` is an id or a label.

        Raises
        ------
        UsageError
            If there is no such figure; names those that come near.
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
                f"{FIGURES[name].label} {shown(FIGURES[name], book.value(name).number)}" for name in one.needs
            ),
            "台账": "、".join(book.contract_of(name).title for name in book.ledgers(id)),
            "依据行数": str(book.row_count(id)) if value.status != "blocked" else "—",
            "同比": change_words(one, change(value, last_year(book, id))),
            "上期": shown(one, before.number) if before else "—",
            "完成率": f"{plain(done.done, 1)}%" if done else "",
        }
        return facts({name: text for name, text in told.items() if text}, "项目", "内容")

    def evidence(self, figure: str) -> None:
        """The rows behind a figure: file, sheet, row number, key; of a rate the figures that it is made of."""
        self.browse(evidence(self.section.book, figure_id(figure)).reset_index(drop=True))

    def preview(self, changed: Any, *more: str) -> Panel:
        """A changed paragraph (its sentences) or a changed table or chart, beside that of the published report."""
        new = self.section.say(changed, *more) if isinstance(changed, str) else changed
        workspace, period = self.section.book.frames.intake.workspace, self.section.book.period
        before = published(workspace.out / period.id, self.section.section.id)
        return beside(new, before)

    def check(self, notebook: str = "") -> Panel:
        """Whether a notebook, as saved, follows the house rules; by default the one of this section."""
        name = notebook or self.section.section.id
        workspace = self.section.book.frames.intake.workspace
        path = workspace.notebook(name, NOTEBOOKS)
        if not path.is_file():
            raise UsageError(
                f"没有笔记本“{name}”", expected="、".join(one.id for one in workspace.all_sections)
            )
        broken = broken_rules(path, workspace)
        head = f"{name} 不合规矩，有 {len(broken)} 处（按存盘的内容）" if broken else f"{name} 合规矩"
        items = Markup("").join(Markup("<li>{}</li>").format(line) for line in broken)
        html = Markup("<p><strong>{}</strong></p><ul>{}</ul>").format(head, items)
        return Panel(str(html), "\n".join([head, *(f"  ✗ {line}" for line in broken)]))


def titled(section: SectionAtDesk, ledger: str, rows: pd.DataFrame | None = None) -> pd.DataFrame:
    """A ledger's rows of the period (or `rows` of it) under the office's column titles, sources last."""
    contracts = section.book.frames.intake.contracts
    if ledger not in contracts:
        raise UsageError(f"没有台账“{ledger}”", expected="、".join(contracts))
    rows = section.ledger(ledger) if rows is None else rows
    names = {field.name: field.header for field in section.book.contract_of(ledger).read_fields}
    table = rows.rename(columns=names | SOURCES)
    return table[[name for name in table if name not in SOURCES.values()] + list(SOURCES.values())]


def figure_id(text: str) -> str:
    """The figure of this id or label; ``UsageError`` with the nearest where there is none, or several."""
    if text in FIGURES:
        return text
    found = [id for id, figure in FIGURES.items() if figure.label == text]
    if len(found) == 1:
        return found[0]
    names = {**{id: id for id in FIGURES}, **{figure.label: id for id, figure in FIGURES.items()}}
    near = found or [id for id, figure in FIGURES.items() if text and text in figure.label]
    near = near or [names[name] for name in difflib.get_close_matches(text, names, 5, 0.4)]
    told = "、".join(f"{id}（{FIGURES[id].label}）" for id in dict.fromkeys(near[:8]))
    raise UsageError(
        f"指标“{text}”{'不止一个' if found else '没有登记'}",
        expected=told,
        todo='可用 s.desk.figures("词") 查找',
    )


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
