"""The public edition's figures.xlsx: what its figures.csv holds, a sheet for each section, after the same rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from workreport.rendering.documents.accessible_workbook import (
    NOT_APPLICABLE,
    Book,
    CellValue,
    Number,
    SheetTable,
    workbook_bytes,
)
from workreport.rendering.documents.workbook import (
    KINDS,
    NO_BASE,
    SIGNS,
    by_section,
    columns_of,
    decimals_of,
    marks,
    notes_table,
    plain,
)
from workreport.rendering.report_model import ReportContext, SectionResult

COLUMNS: tuple[tuple[str, int, str], ...] = (
    ("指标编号", 30, "全文唯一，与 figures.csv 相同"),
    ("指标", 30, "报告中的名称"),
    ("本期", 12, "报告期的数，未经修约"),
    ("单位", 9, "本行各数的单位；“%”表示数值已乘一百"),
    ("上年同期", 12, "上年同一报告期的数"),
    ("同比", 14, "按报告的写法"),
    ("类型", 12, "流量统计报告期内发生的，存量统计截至日有效的"),
    ("口径", 60, "计什么、不计什么"),
)
NO_NUMBER = "[没有数]"
PUBLIC_SIGNS = {NO_NUMBER: "本期没有这个数", NO_BASE: SIGNS[NO_BASE], NOT_APPLICABLE: SIGNS[NOT_APPLICABLE]}
SHOWN_DECIMALS = 1
"""Decimals of numbers that are not whole."""


def public_workbook(
    context: ReportContext, sections: Sequence[SectionResult], rows: Sequence[Mapping[str, str]]
) -> bytes:
    """The figures of a public edition as xlsx.

    Parameters
    ----------
    sections : sequence of SectionResult
        With notebooks as the public sees them.
    rows : sequence of mapping
        Rows of the edition's figures.csv, already masked.
    """
    tables = [
        SheetTable(
            sheet, f"{context.title}：{heading}", marks(context), name, columns_of(COLUMNS),
            [_row(row) for row in listed], fixed=2, empty="本章节没有列出指标。",
        )
        for sheet, heading, name, listed in by_section(sections, rows)
    ]  # fmt: skip
    cover = (
        marks(context),
        f"编制单位：{context.bureau_name}",
        "公开版：由台账汇总，不含明细，不点名；按分局、类别等切开的数不列入本工作簿，见网页上的表，其中的小数已隐去。",
        "数据可能因台账补正而更正，以最近发布的为准。",
    )
    title = f"{context.bureau_name}{context.title}：指标（公开版）"
    tables = [notes_table(COLUMNS, PUBLIC_SIGNS), *tables]
    return workbook_bytes(Book(title, context.bureau_name, context.cut_off, cover, tables))


def _row(row: Mapping[str, str]) -> list[CellValue]:
    return [
        row["id"],
        row["label"],
        _number(row["value"], NO_NUMBER),
        row["unit"] or NOT_APPLICABLE,
        _number(row["last_year"], NO_BASE),
        row["change"] or NO_BASE,
        KINDS[row["kind"]],
        row["definition"] or NOT_APPLICABLE,
    ]


def _number(text: str, sign: str) -> CellValue:
    if not text:
        return sign
    exact = Decimal(text)
    return Number(plain(exact), decimals_of(exact, SHOWN_DECIMALS))
