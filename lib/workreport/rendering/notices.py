"""Sentences that pages and documents share: marks on the cover, what waits, what is missing, how many checks hold."""

from __future__ import annotations

from collections.abc import Sequence

from workreport.blocks.text import Run, Runs
from workreport.rendering.report_model import CheckGroup, ReportContext, SectionResult

SYNTHETIC = "示例：合成数据"
INVENTED = "本报告所用台账均为程序生成的合成数据，机构、企业和人员均属虚构，仅作演示。"
HOW_COUNTED = (
    "流量指标统计报告期内发生的行，存量指标统计截至日有效的行；数值由台账逐行计算，显示时一次四舍五入。"
    "“—”表示没有数据，“0”表示确实没有发生。"
)
DRAFT = "草稿，不得引用：尚有待处理事项，详见审阅稿。"
DRAFT_FOR_REVIEW = (
    "草稿，不得引用：有不成立而未获豁免的勾稽、隔离的行、缺交或没有读入的台账、未生成的章节，详见审阅要点。"
)
FIRST_DRAFT = "初稿：本期还没有正文稿，以下由程序按台账写成，未经修改；〔此处……〕等处待写。"
LOST = "此处内容未能生成，原因见审阅稿。"
FAILED = "本节未能生成：运行中出现错误，原因见审阅稿。"
WAITING = "所需数据报齐后补充。"
GOOD = ("HOLDS", "TRIVIAL")


def state(draft: bool) -> str:
    """What the cover says of the report's state."""
    return "草稿：有待处理事项" if draft else "送审稿"


def draft(review: bool) -> str:
    """What a page of a draft says first; reviewers read of what kinds the open matters are."""
    return DRAFT_FOR_REVIEW if review else DRAFT


def marks(context: ReportContext) -> list[str]:
    """What stands on the cover: invented data, and the report's state."""
    return [*([SYNTHETIC] if context.synthetic else []), state(context.draft)]


def incomplete(gaps: Sequence[SectionResult]) -> str:
    """Which sections are incomplete."""
    titles = "、".join(one.section.title for one in gaps)
    return f"本报告有 {len(gaps)} 个章节未能完整生成：{titles}。引用前请先补齐。"


def gap(status: str, detail: str) -> str:
    """Why a section is missing; `detail` is for reviewers."""
    return FAILED if status == "failed" else f"本节暂缺。{detail or WAITING}"


def pending_in_report(rows: int) -> Runs:
    """How many ledger rows wait to be settled."""
    return Run("台账中另有"), _count(rows), Run("行待核，未计入本报告各数，明细见审阅稿“问题行”。")


def pending_in_section(rows: int) -> Runs:
    """How many rows of a section's ledgers wait to be settled."""
    return Run("本节所用台账另有"), _count(rows), Run("行待核，未计入本节各数。")


def checks(groups: Sequence[CheckGroup]) -> Runs:
    """How many checks hold, counted from the checks themselves; nothing where none was judged."""
    counts = {one.verdict: len(one.rows) for one in groups}
    if not sum(counts.values()):
        return ()
    good = sum(counts.get(verdict, 0) for verdict in GOOD)
    runs = [Run("本期共核对勾稽关系"), _count(sum(counts.values())), Run("项，成立"), _count(good), Run("项")]
    for one in groups:
        if one.rows and one.verdict not in GOOD:
            runs += [Run(f"，{one.label}"), _count(len(one.rows)), Run("项")]
    if trivial := counts.get("TRIVIAL"):
        runs += [Run("；成立的各项中，"), _count(trivial), Run("项两侧为零或部分即全部，不说明问题")]
    return *runs, Run("。")


def _count(number: int) -> Run:
    return Run(str(number), number)
