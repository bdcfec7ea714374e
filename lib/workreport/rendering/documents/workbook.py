"""figures.xlsx: figures as a workbook, a sheet for each section, numbers as numbers, each with its definition."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from workreport.base.chinese_numerals import spelled
from workreport.rendering.documents.figures_json import Record, shown_in
from workreport.rendering.report_model import ReportContext, SectionResult

INDEX, OTHERS = "目录", "其他指标"
HEAD = 2
"""Row of the header; above it stand the section's title and its marks."""
KINDS = {"flow": "流量", "stock": "存量", "opening": "期初存量", "cohort": "期内事项截至日状态"}
STATES = {"ok": "", "blocked": "未提供", "undefined": "不可计算"}
NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
COLUMNS: tuple[tuple[str, int, str], ...] = (
    ("指标编号", 30, "全文唯一，与 figures.csv、figures.json 和依据文件同名"),
    ("指标", 30, "报告中的名称"),
    ("本期", 12, "报告期的数，未经修约（表格软件至多保留十五位有效数字，精确值见 figures.json）"),
    ("单位", 9, "本行各数的单位；“%”表示数值已乘一百"),
    ("上年同期", 12, "上年同一报告期的数，空白表示没有可比数"),
    ("同比", 14, "按报告的写法；基数小于十的只列增减量，比率类以百分点计"),
    ("上期", 12, "上一报告期的数；全年没有上期"),
    ("年度任务", 12, "下达的任务数"),
    ("完成率（%）", 12, "本期数与任务数之比"),
    ("类型", 12, "流量统计报告期内发生的行，存量统计截至日有效的行"),
    ("状态", 10, "没有数的原因分类"),
    ("口径", 60, "计什么、不计什么"),
    ("算法", 40, "数值怎样由台账的行或其他指标得来"),
    ("台账", 24, "所用台账"),
    ("依据（行）", 10, "数值背后的台账行数，逐行见 evidence/"),
)
NUMBERS = {2: "value", 4: "last_year", 6: "previous"}
"""Columns of the figure's own numbers, which parts may add up to."""


def figures_workbook(
    context: ReportContext, sections: Sequence[SectionResult], records: Sequence[Record]
) -> bytes:
    """The figures as xlsx, the same bytes for the same report.

    A total is a formula where its parts stand on the same sheet and give exactly its value; it looks
    its parts up by their ids, so that sorting a sheet does not break it.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = dt.datetime.combine(context.cut_off, dt.time())
    book.set_properties(
        {
            "title": f"{context.bureau_name}{context.title}：指标",
            "author": context.bureau_name,
            "created": day,
        }
    )
    writer = _Writer(book)
    known, shown = {record["id"]: record for record in records}, shown_in(sections)
    index = book.add_worksheet(INDEX)
    sheets = []
    for one in sections:
        listed = [known[id] for id in shown[one.section.id] if id in known]
        sheets.append((f"{one.section.id[:2]} {one.section.title}", one.section.title, listed))
    anywhere = {id for ids in shown.values() for id in ids}
    if others := [record for record in records if record["id"] not in anywhere]:
        sheets.append((OTHERS, OTHERS, others))
    named = [(NOT_IN_NAMES.sub("", name)[:31], title, listed) for name, title, listed in sheets]
    for name, title, listed in named:
        writer.figures(book.add_worksheet(name), f"{context.title}：{title}", _marks(context), listed)
    writer.index(index, context, named)
    book.close()
    return out.getvalue()


def _marks(context: ReportContext) -> str:
    told = [f"数据截至{spelled(context.cut_off)}".replace(" ", "")]
    told += ["示例：合成数据"] if context.synthetic else []
    return "　".join([*told, "草稿，不得引用" if context.draft else "送审稿"])


class _Writer:
    """Sheets of one workbook in one style."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.formats: dict[str, Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.muted = book.add_format({"font_color": "#5A6672"})
        self.head = book.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#DDE7F0", "text_wrap": True, "valign": "vcenter"}
        )
        self.text = book.add_format({"valign": "top"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.link = book.add_format({"font_color": "#1D4A73", "underline": 1})

    def number(self, decimals: int) -> Format:
        """The number format that prints so many decimals."""
        code = "0" + ("." + "0" * decimals if decimals else "")
        if code not in self.formats:
            self.formats[code] = self.book.add_format({"num_format": code, "valign": "top"})
        return self.formats[code]

    def figures(self, sheet: Worksheet, title: str, marks: str, records: Sequence[Record]) -> None:
        """One section: a row a figure."""
        sheet.write_string(0, 0, title, self.title)
        sheet.write_string(1, 0, marks, self.muted)
        for column, (name, width, _) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(HEAD, column, name, self.head)
        places = {record["id"]: HEAD + 1 + at for at, record in enumerate(records)}
        for record in records:
            self._row(sheet, places[record["id"]], record, {one["id"]: one for one in records})
        last = HEAD + max(len(records), 1)
        sheet.autofilter(HEAD, 0, last, len(COLUMNS) - 1)
        sheet.freeze_panes(HEAD + 1, 2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD)

    def _row(self, sheet: Worksheet, row: int, record: Record, here: Mapping[str, Record]) -> None:
        task, year = record["target"] or {}, record["last_year"] or {}
        texts = {
            0: record["id"], 1: record["label"], 3: record["unit"], 5: year.get("change", {}).get("display", ""),
            9: KINDS[record["kind"]], 10: STATES[record["status"]], 13: "、".join(record["ledgers"]),
        }  # fmt: skip
        for column, text in texts.items():
            sheet.write_string(row, column, text, self.text)
        sheet.write_string(row, 11, record["definition"] + _why(record), self.wrap)
        sheet.write_string(row, 12, record["formula"], self.wrap)
        for column, which in NUMBERS.items():
            self._number(sheet, row, column, record, which, here)
        for column, told, decimals in ((7, task, 0), (8, task.get("completion", {}), 1)):
            if told.get("number") is not None:
                sheet.write_number(row, column, told["number"], self.number(decimals))
        sheet.write_number(row, 14, record["rows"], self.number(0))

    def _number(
        self, sheet: Worksheet, row: int, column: int, record: Record, which: str, here: Mapping[str, Record]
    ) -> None:
        exact = _exact(record, which)
        if exact is None:
            return
        decimals = 0 if exact == exact.to_integral_value() else max(record["decimals"], 1)
        form = self.number(decimals)
        if adds_up(record, which, here):
            values = xl_range_abs(HEAD + 1, column, HEAD + len(here), column)
            ids = xl_range_abs(HEAD + 1, 0, HEAD + len(here), 0)
            terms = [f'+SUMIFS({values},{ids},"{id}")' for id in record["parts"]]
            terms += [f'-SUMIFS({values},{ids},"{id}")' for id in record["less"]]
            sheet.write_formula(row, column, "=" + "".join(terms).removeprefix("+"), form, _plain(exact))
        else:
            sheet.write_number(row, column, _plain(exact), form)

    def index(
        self, sheet: Worksheet, context: ReportContext, named: Sequence[tuple[str, str, Sequence[Record]]]
    ) -> None:
        """The first sheet: where what stands, and what the columns mean."""
        sheet.write_string(0, 0, f"{context.bureau_name}{context.title}：指标", self.title)
        sheet.write_string(1, 0, _marks(context), self.muted)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 12)
        sheet.set_column(2, 2, 80)
        for column, name in enumerate(("工作表", "指标数", "内容")):
            sheet.write_string(HEAD, column, name, self.head)
        for row, (name, title, records) in enumerate(named, start=HEAD + 1):
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self.link, name)
            sheet.write_number(row, 1, len(records), self.number(0))
            sheet.write_string(row, 2, "各章节没有直接写出的指标" if title == OTHERS else title)
        start = HEAD + len(named) + 2
        for column, name in enumerate(("列", "", "含义")):
            sheet.write_string(start, column, name, self.head)
        for row, (name, _, meaning) in enumerate(COLUMNS, start=start + 1):
            sheet.write_string(row, 0, name)
            sheet.write_string(row, 2, meaning, self.wrap)
        sheet.freeze_panes(HEAD + 1, 0)


def adds_up(record: Record, which: str, here: Mapping[str, Record]) -> bool:
    """Whether a figure's parts stand on the sheet and give exactly its number."""
    if not record["parts"] or any(id not in here for id in (*record["parts"], *record["less"])):
        return False
    plus = [_exact(here[id], which) for id in record["parts"]]
    minus = [_exact(here[id], which) for id in record["less"]]
    if None in plus or None in minus:
        return False
    return sum(plus) - sum(minus) == _exact(record, which)


def _exact(record: Record, which: str) -> Decimal | None:
    told: Any = record if which == "value" else record[which]
    return Decimal(told["value"]) if told and told["value"] is not None else None


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _why(record: Record) -> str:
    return f"（{record['reason']}）" if record["reason"] else ""
