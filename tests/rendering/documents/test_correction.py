"""correction.docx: written only where a published or reported figure moved; says from what to what, and why."""

from __future__ import annotations

import io

from docx import Document
from made_report import context, papers, records, sections
from test_note import reported

from workreport.rendering.documents.all_documents import CORRECTION, build_documents
from workreport.rendering.documents.correction import TO_WRITE, correction, needs_correction

MOVED = {
    "id": "food.all",
    "label": "食品监督抽检",
    "unit": "批次",
    "before": "735批次",
    "after": "731批次",
    "difference": "-4",
    "cause": "删去4行",
}


def opened(**changes) -> tuple[list[str], list[list[list[str]]]]:
    document = Document(io.BytesIO(correction(context(checks=(), **changes))))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return [paragraph.text for paragraph in document.paragraphs], tables


def test_a_figure_of_the_last_clean_report_that_moved():
    lines, (table,) = opened(corrected=[MOVED], corrected_run="第2稿")
    assert lines[0] == "关于更正《2021年工作报告》有关数据的说明"
    assert any("正式稿（第2稿）" in line and "1个指标" in line for line in lines)
    assert table == [
        ["指标", "原数", "更正为", "相差", "原因"],
        ["食品监督抽检", "735批次", "731批次", "−4", "删去4行"],
    ]
    assert "二、影响" in lines


def test_a_reported_value_stands_once_however_many_rows_changed():
    rows = [reported(key="S1"), reported(key="S2"), reported(recipient="省局", note="")]
    lines, (table,) = opened(reported=rows)
    assert "一、已报数的更正" in lines and len(table) == 3
    assert table[1] == [
        "食品监督抽检",
        "市局",
        "735批次",
        "731批次",
        "−4批次",
        "与第2稿的这个数相比，删去4行",
    ]
    assert table[2][-1] == TO_WRITE


def test_a_reason_that_nobody_knows_is_left_to_the_office():
    _, (table,) = opened(reported=[reported(key="", note="没有留存过得出这个数的稿")])
    assert table[1][-1] == TO_WRITE


def test_both_are_numbered_in_order():
    lines, tables = opened(corrected=[MOVED], corrected_run="a", reported=[reported()])
    assert [line for line in lines if line[1:2] == "、"] == [
        "一、已出报告的更正",
        "二、已报数的更正",
        "三、影响",
    ]
    assert len(tables) == 2


def test_it_is_written_only_where_something_moved_and_is_always_the_same():
    assert not needs_correction(context())
    assert CORRECTION not in build_documents(context(), sections(), records(), papers())
    moved = context(corrected=[MOVED], corrected_run="a")
    assert correction(moved) == correction(moved)
    assert CORRECTION in build_documents(moved, sections(), records(), papers())


def test_a_cause_that_nobody_knows_is_left_to_the_office():
    _, (table,) = opened(corrected=[MOVED | {"cause": ""}], corrected_run="第2稿")
    assert table[1][-1] == TO_WRITE
