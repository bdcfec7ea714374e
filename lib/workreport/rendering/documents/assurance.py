"""The assurance sheet: who made, checked and signed the figures, from which data, and what limits their use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workreport.base.chinese_numerals import spelled
from workreport.rendering.documents.accessible_workbook import NOT_APPLICABLE, Column, SheetTable
from workreport.rendering.report_model import ReportContext

SHEET = "质量说明"
COLUMNS = (Column("方面", 12), Column("项目", 46, wrap=True), Column("内容", 80, wrap=True))
PROGRAM = "workreport"
HASH_DIGITS = 16
Entry = tuple[str, str, str]


def assurance(context: ReportContext, estimates: Sequence[str] = ()) -> SheetTable:
    """The sheet of a report's internal workbook.

    Parameters
    ----------
    estimates : sequence of str
        Figures that count what was estimated when it was entered.
    """
    rows = [
        *_made(context),
        *_checked(context),
        *_signed(context),
        *_data(context),
        *_limits(context, estimates),
    ]
    about = "引用这些数以前请看一遍。"
    return SheetTable(SHEET, f"{context.title}：{SHEET}", about, "assurance", COLUMNS, rows)


def _made(context: ReportContext) -> Iterator[Entry]:
    program = context.versions.get(PROGRAM, "")
    yield "编制", "编制单位", context.bureau_name
    yield "编制", "编制方法", "由程序从各股室台账算出，逐行可查；同样的台账得出同样的数"
    yield "编制", "程序版本", f"{PROGRAM} {program}" if program else NOT_APPLICABLE


def _checked(context: ReportContext) -> Iterator[Entry]:
    for group in context.checks:
        waived = sum(bool(row["waiver"]) for row in group.rows)
        yield (
            "核对",
            f"勾稽{group.label}",
            f"{len(group.rows)}项" + (f"，其中{waived}项已获豁免" if waived else ""),
        )
    reported = {(row["figure"], row["recipient"]) for row in context.reported}
    yield "核对", "与已报数比较", f"{len(reported)}个数与已报的不同，见更正说明" if reported else "没有不同"
    yield (
        "核对",
        "台账问题行",
        f"{len(context.findings)}处，逐处见 findings.csv" if context.findings else "没有",
    )


def _signed(context: ReportContext) -> Iterator[Entry]:
    signed = dict(context.signing.signed) if context.signing else {}
    steps = context.signing.steps if context.signing else ()
    for role in dict.fromkeys([*(role for role, _ in steps), *signed]):
        yield "签署", role, signed.get(role) or "尚未签署"
    if not steps and not signed:
        yield "签署", "审签", "没有审签记录"
    yield "签署", "文稿状态", "草稿，不得引用" if context.draft else "送审稿"


def _data(context: ReportContext) -> Iterator[Entry]:
    yield "数据", "截至日", spelled(context.cut_off).replace(" ", "")
    if context.synthetic:
        yield "数据", "性质", "合成数据，仅作示例"
    for one in context.inputs:
        rows = "" if one.rows is None else f"{one.rows}行，"
        yield "数据", one.file, f"{rows}SHA-256 前{HASH_DIGITS}位 {one.sha256[:HASH_DIGITS]}"


def _limits(context: ReportContext, estimates: Sequence[str]) -> Iterator[Entry]:
    pending = f"{context.pending_rows}行，未计入各数" if context.pending_rows else "没有"
    yield "使用限制", "隔离待核的行", pending
    yield "使用限制", "含估算的指标", "、".join(estimates) or "没有"
    yield (
        "使用限制",
        "更正过的台账格",
        f"{len(context.corrections)}处，见 corrections.csv" if context.corrections else "没有",
    )
    yield "使用限制", "比较", "口径有变化的指标不与以前比较；各指标的口径见所在工作表"
    yield "使用限制", "公开", "内部材料，含未隐去的小数，不得对外提供"
