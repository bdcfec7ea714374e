"""note.docx: what the director has to know before signing."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document
from made_report import context, papers

from workreport.rendering.documents.note import note
from workreport.rendering.documents.paper_model import DraftState
from workreport.rendering.report_model import CheckGroup, Signing

PARTS = ["能否签发", "与已报数不同", "存疑", "变动较大、尚未说明", "含估算的数", "签审", "正文的数"]


def texts(*, written: DraftState | None = None, **changes) -> list[str]:
    content = note(context(**{"checks": (), **changes}), papers(written=written))
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def part(lines: list[str], title: str) -> list[str]:
    """What stands under a heading."""
    starts = [at for at, line in enumerate(lines) if line.partition("、")[2] in PARTS]
    at = next(at for at in starts if lines[at].partition("、")[2] == title)
    return lines[at + 1 : next((start for start in starts if start > at), len(lines))]


def reported(**changes) -> dict:
    row = {
        "figure": "food.all",
        "label": "食品监督抽检",
        "recipient": "市局",
        "reported": "735",
        "recomputed": "731",
    }
    return row | {"difference": "-4", "note": "与第2稿的这个数相比，删去4行", "key": "S1"} | changes


def check(id: str, **changes) -> dict:
    figures = [{"id": "food.all", "label": "食品监督抽检", "display": "735批次"}]
    fields = {"id": id, "title": f"关系{id}", "relation": "甲 ÷ 乙", "figures": figures, "waiver": ""}
    return fields | {"explanation": f"关系{id}：甲 ÷ 乙；高于通常范围；请核对"} | changes


def test_the_same_report_gives_the_same_bytes():
    assert note(context(checks=()), papers()) == note(context(checks=()), papers())


def test_all_parts_are_there_in_order_and_an_empty_one_says_so():
    lines = texts(draft=False, checks=(), pending_rows=0)
    assert [line.partition("、")[2] for line in lines if line[1:2] == "、"] == PARTS
    assert part(lines, "与已报数不同") == part(lines, "存疑") == part(lines, "签审") == ["无。"]
    assert part(lines, "能否签发") == ["没有妨碍定稿的事项，可作为送审稿呈签。"]
    assert part(lines, "正文的数") == ["本期没有正文稿的绑定情况。"]


def test_a_draft_says_what_it_waits_for():
    assert part(texts(), "能否签发")[1:] == ["1．勾稽 C2 不成立。"]


def test_a_reported_value_is_told_once_however_many_rows_changed():
    lines = part(texts(reported=[reported(), reported(key="S2")]), "与已报数不同")
    assert lines == [
        "1．食品监督抽检：已报市局735批次，台账现为731批次，相差−4批次。与第2稿的这个数相比，删去4行。"
    ]


def test_doubts_are_pending_rows_and_checks_that_nobody_waived():
    groups = [
        CheckGroup("SUSPECT", "存疑", [check("R1"), check("R2", waiver="已核实"), check("R3", figures=[])])
    ]
    assert part(texts(checks=groups), "存疑") == [
        "1．台账中有4行被隔离，未计入各数。",
        "2．食品监督抽检735批次：高于通常范围；请核对。",
        "3．关系R3：高于通常范围；请核对。",
    ]


def test_long_lists_are_cut_and_counted():
    groups = [CheckGroup("SUSPECT", "存疑", [check(f"R{at}") for at in range(9)])]
    lines = part(texts(checks=groups, pending_rows=0), "存疑")
    assert len(lines) == 6 and lines[-1] == "另有4项，见审阅稿。"


def test_open_changes_and_estimates_are_named():
    rows = [
        {"label": "结案", "comparison": "同比", "state": "待说明"},
        {"label": "立案", "comparison": "同比", "state": "已说明"},
    ]
    lines = texts(explanations=rows)
    assert part(lines, "变动较大、尚未说明") == ["结案（同比），共1项，请承办股室说明原因。"]
    assert part(lines, "含估算的数") == ["宣传资料中的估算数5100份，登记时即为估算，引用时请留有余地。"]


def test_who_signed_and_who_has_not():
    signing = Signing(
        signed=[("股室经办", "甲（全部章节）")],
        withdrawn=2,
        steps=[("股室经办", "核对"), ("办公室", "汇总"), ("主要领导", "签发")],
    )
    assert part(texts(signing=signing), "签审") == [
        "已签：股室经办 甲（全部章节）。",
        "有2处签署因内容变动失效，需重新签。",
        "尚未签：办公室、主要领导。",
    ]


@pytest.mark.parametrize("overridden", [(), ("食品监督抽检：台账735批次，正文写700批次，理由：取整",)])
def test_how_many_numbers_of_the_written_report_are_bound(overridden):
    state = DraftState("正文.docx", 120, 117, overridden)
    lines = part(texts(written=state), "正文的数")
    assert lines[0] == "《正文.docx》共120个数，已绑定117个，未绑定3个。"
    assert lines[1:] == [f"{at}．{one}。" for at, one in enumerate(overridden, 1)]


def test_a_written_report_with_open_numbers_lists_them():
    state = replace(DraftState("正文.docx", 2, 1), open=("第三段的“约80家”没有对应的指标",))
    assert part(texts(written=state), "正文的数")[1:] == ["1．第三段的“约80家”没有对应的指标。"]
