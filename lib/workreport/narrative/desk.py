"""The analyst's desk: look at a ledger, explain a figure, open the rows behind it, in interactive tables."""

from __future__ import annotations

from typing import Any

import itables
import pandas as pd

from workreport.figures.compare import change, last_year, previous
from workreport.figures.evidence import evidence
from workreport.figures.outputs import KINDS
from workreport.figures.registry import FIGURES
from workreport.narrative.numbers import change_words, shown
from workreport.narrative.section import Section, open_section

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


def open_desk(period: str, data: str = "") -> Section:
    """The figures and ledgers of a period, without a section of their own; errors as ``open_section``."""
    itables.init_notebook_mode(connected=False)
    return open_section("00_summary", period, data)


def browse(table: pd.DataFrame, **options: Any) -> Any:
    """An interactive table that works offline: sort, page, filter. Options go to ``itables``.

    Chinese column titles stand in for field names where `table` is a ledger; see ``titled``.
    """
    plain = table.astype({name: str for name, dtype in table.dtypes.items() if "decimal" in str(dtype)})
    return itables.show(plain, language=CHINESE, classes="display compact nowrap", maxBytes="4MB", **options)


def titled(desk: Section, ledger: str, rows: pd.DataFrame | None = None) -> pd.DataFrame:
    """A ledger's rows of the period (or `rows` of it) under the office's column titles, sources last."""
    rows = desk.ledger(ledger) if rows is None else rows
    names = {field.name: field.header for field in desk.book.contract_of(ledger).kept}
    table = rows.rename(columns=names | SOURCES)
    return table[[name for name in table if name not in SOURCES.values()] + list(SOURCES.values())]


def ledgers(desk: Section) -> pd.DataFrame:
    """Every ledger: code, name for ``desk.ledger``, title, grain, division, and the files handed in."""
    intake = desk.book.frames.intake
    counts = pd.Series([file.ledger for file in intake.files]).value_counts()
    return pd.DataFrame(
        [
            {
                "代号": c.code,
                "名称": name,
                "台账": c.title,
                "粒度": c.grain,
                "股室": c.division,
                "文件数": int(counts.get(name, 0)),
            }
            for name, c in intake.contracts.items()
        ]
    )


def figures(desk: Section, text: str = "") -> pd.DataFrame:
    """Figures whose id or label contains `text`: id, label, value, unit."""
    return pd.DataFrame(
        [
            {
                "编号": id,
                "指标": figure.label,
                "本期": shown(figure, desk.book.value(id).number),
                "类型": KINDS[figure.kind],
            }
            for id, figure in FIGURES.items()
            if text in id or text in figure.label
        ]
    )


def explain(desk: Section, id: str) -> pd.DataFrame:
    """What a figure is and where it comes from: definition, formula, ledgers, rows, comparisons."""
    book, figure = desk.book, FIGURES[id]
    value, base, before = book.value(id), last_year(book, id), previous(book, id)
    facts = {
        "指标": f"{figure.label}（{id}）",
        "本期": shown(figure, value.number) if value.status == "ok" else value.reason,
        "报告期": f"{book.period.label}，截至{book.period.as_of}",
        "类型": KINDS[figure.kind],
        "定义": figure.definition,
        "计算": figure.formula,
        "台账": "、".join(book.contract_of(name).title for name in book.ledgers(id)),
        "行数": str(book.row_count(id)) if value.status != "blocked" else "—",
        "同比": change_words(figure, change(value, base)),
        "上期": shown(figure, before.number) if before else "—",
    }
    return pd.DataFrame({"项目": list(facts), "内容": list(facts.values())})


def rows_behind(desk: Section, id: str) -> pd.DataFrame:
    """The evidence of a figure: source file, sheet, row number, key; a ratio names its two figures."""
    return evidence(desk.book, id).reset_index(drop=True)
