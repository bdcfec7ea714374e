"""What a reviewer has to decide first: what keeps the report a draft, and what each division has to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workreport.rendering.exporter import anchor
from workreport.rendering.report_model import ReportContext, Row, SectionResult

BLOCKING = "FAILS"
WRONG = "错误"
"""Gravity of a remark on the written report."""
GAPS = {"blocked": "缺台账", "failed": "运行出错"}


@dataclass(frozen=True)
class Item:
    """One thing that keeps the report a draft: where on the page it is told of, and what it is."""

    place: str
    text: str


@dataclass(frozen=True)
class Division:
    """The findings in one division's ledgers, with the number of those that nobody has accepted by disposition."""

    place: str
    name: str
    findings: Sequence[Row]
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Agenda:
    """``blocking`` in the order of the page; ``dispositions`` are those that occur, the columns of ``divisions``."""

    blocking: Sequence[Item]
    divisions: Sequence[Division]
    dispositions: Sequence[str]


def agenda_of(
    context: ReportContext, sections: Sequence[SectionResult], dispositions: Sequence[str]
) -> Agenda:
    """The agenda of a report.

    Parameters
    ----------
    dispositions : sequence of str
        The names of all dispositions, the gravest first.
    """
    failed = [row for group in context.checks if group.verdict == BLOCKING for row in group.rows]
    items = [Item(f"check-{row['id']}", f"勾稽不成立：{row['title']}") for row in failed if not row["waiver"]]
    items += [
        Item(anchor(one.section), f"章节{GAPS[one.status]}：{one.section.title}")
        for one in sections
        if one.status in GAPS
    ]
    items += [
        Item("text_proof", f"正文有误：第{row['line']}段“{row['text']}”")
        for row in context.written_remarks
        if row["gravity"] == WRONG
    ]
    unread = [row for row in context.sources if row["blocks"] == "true"]
    items += [Item("files", f"没有读入：{row['file']} {row['sheet']}".rstrip()) for row in unread]
    divisions = _divisions(context.findings)
    occurring = [one for one in dispositions if any(one in division.counts for division in divisions)]
    return Agenda(items, divisions, occurring)


def _divisions(findings: Sequence[Row]) -> list[Division]:
    """The findings by division, the division with most of them first."""
    grouped: dict[str, list[Row]] = {}
    for row in findings:
        grouped.setdefault(row.get("division") or "各承办机构", []).append(row)
    ordered = sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    made = []
    for at, (name, rows) in enumerate(ordered, start=1):
        kinds = [row["disposition"] for row in rows if not row.get("accepted")]
        made.append(Division(f"findings-{at}", name, rows, {kind: kinds.count(kind) for kind in kinds}))
    return made
