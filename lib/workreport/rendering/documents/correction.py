"""correction.docx (更正说明): published or reported figures that are no longer so, what they are now, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workreport.rendering.documents.paper_word import Marked, heading, paper, table, text
from workreport.rendering.report_model import ReportContext, Row

MINUS = "−"
LOST = ("未报", "—")
"""How a figure without a number is shown."""
TO_WRITE = "〔此处写更正原因〕"
"""Where no ledger row is known that changed, the office writes the reason."""


def needs_correction(context: ReportContext) -> bool:
    """Whether a figure of the last clean report that is shown, or one that was reported, has another value now."""
    return bool(context.corrected or context.reported)


def correction(context: ReportContext) -> bytes:
    """The correction notice as docx."""
    body: list[str] = []
    if context.corrected:
        lost = {one.id: one.display for one in context.definitions if one.display in LOST}
        rows = [_moved(row, lost) for row in context.corrected]
        body += [
            heading("一、已出报告的更正"),
            text(f"与已出的正式稿（{context.corrected_run}）相比，下列{len(rows)}个指标的数有更正："),
            table(("指标", "原数", "更正为", "相差", "原因"), rows, (30, 16, 16, 12, 26)),
        ]
    if context.reported:
        rows = _reported(context)
        body += [
            heading("二、已报数的更正" if context.corrected else "一、已报数的更正"),
            text(f"下列{len(rows)}个报送过的数，按现在的台账有更正："),
            table(("指标", "报送对象", "原报", "更正为", "相差", "原因"), rows, (26, 12, 13, 13, 12, 24)),
        ]
    last = "三" if context.corrected and context.reported else "二"
    body += [
        heading(f"{last}、影响"),
        text("未列出的数没有变化。引用过上述数的材料，请一并更正，以更正后的数为准。"),
    ]
    return paper(context, f"关于更正《{context.title}》有关数据的说明", body)


def _moved(row: Row, lost: Mapping[str, str]) -> list[Marked]:
    """A figure with its numbers then and now; why one is `lost` stands in the review."""
    difference = row["difference"].replace("-", MINUS) or "—"
    return [
        Marked(row["label"]),
        Marked(row["before"], right=True),
        Marked(lost.get(row["id"], row["after"]), right=True),
        Marked(difference, right=True),
        Marked(row["cause"] or TO_WRITE),
    ]


def _reported(context: ReportContext) -> list[list[Marked]]:
    """Each reported value once, however many rows changed since."""
    units = {one.id: one.unit for one in context.definitions}
    each = {(row["figure"], row["recipient"]): row for row in context.reported}
    return [_difference(row, units.get(row["figure"], "")) for row in each.values()]


def _difference(row: Row, unit: str) -> list[Marked]:
    numbers: Sequence[str] = (row["reported"], row["recomputed"], row["difference"])
    return [
        Marked(row["label"]),
        Marked(row["recipient"]),
        *(Marked(f"{number.replace('-', MINUS)}{unit}", right=True) for number in numbers),
        Marked((row["key"] and row["note"]) or TO_WRITE),
    ]
