"""The start of the review: what keeps the report a draft, and the findings by division."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sample_sections import SECTIONS

from workreport.rendering.pages.agenda import agenda_of
from workreport.rendering.pages.report_pages import DISPOSITIONS, review_page
from workreport.rendering.report_model import CheckGroup, ReportContext, SectionResult


def finding(division: str, disposition: str) -> dict:
    return {"division": division, "disposition": disposition}


def check(id: str, waiver: str = "") -> dict:
    return {"id": id, "title": f"关系{id}", "waiver": waiver, "figures": []} | dict.fromkeys(
        ("left", "right", "difference", "relation", "explanation"), ""
    )


CONTEXT = ReportContext(
    "某局",
    "2021年工作报告",
    "2021年",
    date(2021, 12, 31),
    checks=[CheckGroup("FAILS", "不成立", [check("C1"), check("C2", "已批准")]), CheckGroup("HOLDS", "成立", [check("C3")])],
    findings=[finding("甲股", "规整"), finding("乙股", "隔离"), finding("乙股", "规整"), finding("", "警示")],
)  # fmt: skip
SECTION_RESULTS = [SectionResult(SECTIONS[1]), SectionResult(SECTIONS[2], "failed", None, "缺列")]


def test_failed_checks_without_a_waiver_and_broken_sections_come_first():
    agenda = agenda_of(CONTEXT, SECTION_RESULTS, DISPOSITIONS)
    assert [item.place for item in agenda.blocking] == ["check-C1", f"s{SECTIONS[2].id}"]


def test_files_and_sheets_that_were_not_read_come_after_them():
    used = {"file": "2021/T01_抽样.xlsx", "sheet": "一季度", "blocks": "false"}
    unread = [
        {**used, "sheet": "二季度", "blocks": "true"},
        {"file": "2021/t01.xlsx", "sheet": "", "blocks": "true"},
    ]
    agenda = agenda_of(replace(CONTEXT, sources=[used, *unread]), [], DISPOSITIONS)
    assert [(item.place, item.text) for item in agenda.blocking[1:]] == [
        ("files", "没有读入：2021/T01_抽样.xlsx 二季度"),
        ("files", "没有读入：2021/t01.xlsx"),
    ]


def test_findings_stand_by_division_the_most_first():
    agenda = agenda_of(CONTEXT, [], DISPOSITIONS)
    assert [(division.name, dict(division.counts)) for division in agenda.divisions] == [
        ("乙股", {"隔离": 1, "规整": 1}),
        ("各承办机构", {"警示": 1}),
        ("甲股", {"规整": 1}),
    ]
    assert agenda.dispositions == ["隔离", "警示", "规整"]


def test_the_review_begins_with_what_to_decide_and_folds_checks_that_hold():
    page = review_page(CONTEXT, SECTION_RESULTS)
    order = [page.index(f'id="{name}"') for name in ("agenda", "checks", "findings", "explanations", "rows")]
    assert order == sorted(order)
    folded = page[page.index('<details class="wr-folded">') :]
    assert 'id="check-C3"' in folded and 'id="check-C1"' not in folded.split("</details>")[0]
