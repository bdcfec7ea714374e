"""figures.xlsx: figures as a workbook, a sheet for each section, numbers as numbers, each with its definition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_range_abs

from workreport.base.chinese_numerals import spelled
from workreport.rendering.documents.accessible_workbook import (
    HEAD,
    INDEX,
    NOT_APPLICABLE,
    Book,
    CellValue,
    Column,
    Number,
    SheetTable,
    sheet_name,
    workbook_bytes,
)
from workreport.rendering.documents.assurance import assurance
from workreport.rendering.documents.figures_json import Record, shown_in
from workreport.rendering.documents.paper_model import Papers
from workreport.rendering.report_model import ReportContext, SectionResult

OTHERS, NOTES = "其他指标", "说明"
KINDS = {"flow": "流量", "stock": "存量", "opening": "期初存量", "cohort": "期内事项截至日状态"}
STATES = {"ok": "有数", "blocked": "未提供", "undefined": "不可计算"}
NO_BASE, NOT_GIVEN, NOT_COMPUTED = "[无可比数]", "[未提供]", "[不可计算]"
SIGNS = {
    NOT_GIVEN: "本期没有收到所需的台账或列",
    NOT_COMPUTED: "按口径算不出，如分母为零",
    NO_BASE: "没有上年同期、上期的数，或者口径不同、不可比",
    NOT_APPLICABLE: "这一列对这个指标没有意义，如没有下达年度任务",
}
OF_STATE = {"blocked": NOT_GIVEN, "undefined": NOT_COMPUTED}
LABEL = re.compile(r"\W+", re.ASCII)
COLUMNS: tuple[tuple[str, int, str], ...] = (
    ("指标编号", 30, "全文唯一，与 figures.csv、figures.json 和依据文件同名"),
    ("指标", 30, "报告中的名称"),
    ("本期", 12, "报告期的数，未经修约（表格软件至多保留十五位有效数字，精确值见 figures.json）"),
    ("单位", 9, "本行各数的单位；“%”表示数值已乘一百"),
    ("上年同期", 12, "上年同一报告期的数"),
    ("同比", 14, "按报告的写法；基数小于十的只列增减量，比率类以百分点计"),
    ("上期", 12, "上一报告期的数；全年没有上期"),
    ("年度任务", 12, "下达的任务数"),
    ("完成率（%）", 12, "本期数与任务数之比"),
    ("类型", 12, "流量统计报告期内发生的行，存量统计截至日有效的行"),
    ("状态", 10, "有没有数；没有数的，为什么没有"),
    ("口径", 60, "计什么、不计什么"),
    ("算法", 40, "数值怎样由台账的行或其他指标得来"),
    ("台账", 24, "所用台账"),
    ("依据（行）", 10, "数值背后的台账行数，逐行见 evidence/"),
)
WRAPPED = {"口径", "算法", "台账", "指标"}
NUMBERS = {2: "value", 4: "last_year", 6: "previous"}
"""Columns of the figure's own numbers, which parts may add up to."""


def figures_workbook(
    context: ReportContext, sections: Sequence[SectionResult], records: Sequence[Record], papers: Papers
) -> bytes:
    """The figures as xlsx, the same bytes for the same report.

    A total is a formula where its parts stand on the same sheet and give exactly its value; it looks
    its parts up by their ids, so that sorting a sheet does not break it.
    """
    title = f"{context.bureau_name}{context.title}：指标"
    sheets = [
        SheetTable(
            sheet, f"{context.title}：{heading}", marks(context), name, columns_of(COLUMNS),
            [_row(record, {one["id"]: one for one in listed}) for record in listed],
            fixed=2, empty="本章节没有列出指标。",
        )
        for sheet, heading, name, listed in by_section(sections, records)
    ]  # fmt: skip
    about = assurance(context, papers.statements.estimates)
    cover = (
        marks(context),
        f"编制单位：{context.bureau_name}",
        "内容：报告期的全部指标，每章一张工作表，数就是数，各附单位、口径、算法和依据的行数。",
        f"表中没有空白的格子，没有数的写明原因，见工作表“{NOTES}”。谁编制、核对、签署，用了哪些数据，有什么限制，见工作表“{about.sheet}”。",
        "本工作簿是内部材料，未隐去小数，不得对外提供；对外用公开版的 figures.xlsx。",
    )
    tables = [notes_table(COLUMNS, SIGNS), about, *sheets]
    return workbook_bytes(Book(title, context.bureau_name, context.cut_off, cover, tables))


def by_section(
    sections: Sequence[SectionResult], records: Sequence[Record]
) -> list[tuple[str, str, str, list[Record]]]:
    """For each section the name of its sheet, its title, the name of its table, and the figures that it shows.

    Figures that no section shows come last.
    """
    known, shown = {record["id"]: record for record in records}, shown_in(sections)
    found = []
    for one in sections:
        listed = [known[id] for id in shown[one.section.id] if id in known]
        sheet = sheet_name(f"{one.section.id[:2]} {one.section.title}")
        found.append((sheet, one.section.title, f"figures_{LABEL.sub('_', one.section.id)}", listed))
    anywhere = {id for ids in shown.values() for id in ids}
    if others := [record for record in records if record["id"] not in anywhere]:
        found.append((OTHERS, "各章节没有直接写出的指标", "figures_others", others))
    return found


def columns_of(described: Sequence[tuple[str, int, str]]) -> list[Column]:
    """The columns of a table of figures."""
    return [Column(name, width, wrap=name in WRAPPED) for name, width, _ in described]


def notes_table(described: Sequence[tuple[str, int, str]], signs: Mapping[str, str]) -> SheetTable:
    """The sheet that explains the signs and the columns of the other sheets."""
    rows = [("符号", sign, meaning) for sign, meaning in signs.items()]
    rows += [("列", name, meaning) for name, _, meaning in described]
    columns = (Column("类别", 10), Column("名称", 20), Column("含义", 90, wrap=True))
    return SheetTable(NOTES, "符号和各列的含义", "各工作表通用。", "notes", columns, rows)


def marks(context: ReportContext) -> str:
    """The line below a title: the cut-off day, and what the report is."""
    told = [f"数据截至{spelled(context.cut_off)}".replace(" ", "")]
    told += ["示例：合成数据"] if context.synthetic else []
    return "　".join([*told, "草稿，不得引用" if context.draft else "送审稿"])


def _row(record: Record, here: Mapping[str, Record]) -> list[CellValue]:
    """A figure's row, in the order of ``COLUMNS``."""
    task, year = record["target"] or {}, record["last_year"] or {}
    numbers = {column: _number(record, column, here) for column in NUMBERS}
    return [
        record["id"],
        record["label"],
        numbers[2],
        record["unit"] or NOT_APPLICABLE,
        numbers[4],
        year.get("change", {}).get("display", "") or NO_BASE,
        numbers[6],
        _of_task(task, 0),
        _of_task(task.get("completion", {}), 1),
        KINDS[record["kind"]],
        STATES[record["status"]],
        record["definition"] or NOT_APPLICABLE,
        record["formula"] or NOT_APPLICABLE,
        "、".join(record["ledgers"]) or NOT_APPLICABLE,
        Number(record["rows"]),
    ]


def _of_task(told: Mapping[str, Any], decimals: int) -> CellValue:
    return NOT_APPLICABLE if told.get("number") is None else Number(told["number"], decimals)


def _number(record: Record, column: int, here: Mapping[str, Record]) -> CellValue:
    which = NUMBERS[column]
    exact = _exact(record, which)
    if exact is None:
        return OF_STATE.get(record["status"], NOT_APPLICABLE) if which == "value" else NO_BASE
    decimals = decimals_of(exact, record["decimals"])
    if not adds_up(record, which, here):
        return Number(plain(exact), decimals)
    values = xl_range_abs(HEAD + 1, column, HEAD + len(here), column)
    ids = xl_range_abs(HEAD + 1, 0, HEAD + len(here), 0)
    terms = [f'+SUMIFS({values},{ids},"{id}")' for id in record["parts"]]
    terms += [f'-SUMIFS({values},{ids},"{id}")' for id in record["less"]]
    return Number(plain(exact), decimals, "=" + "".join(terms).removeprefix("+"))


def adds_up(record: Record, which: str, here: Mapping[str, Record]) -> bool:
    """Whether a figure's parts stand on the sheet and give exactly its number."""
    if not record["parts"] or any(id not in here for id in (*record["parts"], *record["less"])):
        return False
    plus = [_exact(here[id], which) for id in record["parts"]]
    minus = [_exact(here[id], which) for id in record["less"]]
    if None in plus or None in minus:
        return False
    return sum(plus) - sum(minus) == _exact(record, which)


def decimals_of(exact: Decimal, decimals: int) -> int:
    """The decimals that a number of a figure with so many is shown with."""
    return 0 if exact == exact.to_integral_value() else max(decimals, 1)


def _exact(record: Record, which: str) -> Decimal | None:
    told: Any = record if which == "value" else record[which]
    return Decimal(told["value"]) if told and told["value"] is not None else None


def plain(number: Decimal) -> int | float:
    """A number as a sheet holds it."""
    return int(number) if number == number.to_integral_value() else float(number)


__all__ = ["COLUMNS", "INDEX", "OTHERS", "adds_up", "figures_workbook"]
