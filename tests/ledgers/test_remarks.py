"""Remarks below a table are kept with their place, without names; signatures and decoration are no remarks."""

from __future__ import annotations

import pytest
from awkward import HEADER, fill, row, workbook

from workreport.ledgers.accounting import remarks
from workreport.ledgers.read.remarks import remarks_in

SAID = "备注：1.本表不含专项抽检；2.8月有3批次为补录"


@pytest.mark.parametrize(
    "cells",
    [
        ["制表人：张三  审核人：李四  电话：13900000000"],
        ["制表人", "欧阳娜娜", "", "审核人：", "诸葛孔明"],
        ["负责人（签字）：张三", "填表日期：2021年12月31日"],
        ["第1页 共3页"],
        ["以下空白"],
        ["单位：万元"],
        ["（万元）"],
        ["2021年12月31日"],
        ["————"],
    ],
)
def test_what_says_nothing_on_the_rows_is_no_remark(cells):
    assert list(remarks_in("表", 9, cells)) == []


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ([SAID], SAID),
        (["", "统计口径：按报告日期", ""], "统计口径：按报告日期"),
        ([SAID, "制表人：", "欧阳娜娜"], SAID),
        (["8月有3批次为补录", "下浦分局的未计入"], "8月有3批次为补录　下浦分局的未计入"),
    ],
)
def test_a_remark_keeps_its_words(cells, text):
    assert [tuple(remark) for remark in remarks_in("表", 9, cells)] == [("表", 9, text)]


def test_a_remark_is_without_personal_data():
    [remark] = remarks_in("表", 9, ["说明：补录的批次请问13900000000"])
    assert "13900000000" not in remark.text and remark.text.startswith("说明：补录的批次请问")


def written(bureau, *below: list[str]) -> list[dict[str, str]]:
    path = bureau.data / "2021" / "T01_抽样台账.xlsx"
    path.parent.mkdir()
    workbook(path, lambda book: fill(book, "台账", [HEADER, row(1), row(2), [], *below]))
    book = bureau.book("2021")
    [file] = book.frames.intake.files_of("samples")
    assert book.frames.intake.read(file).accounts.read == 2 + len(below)
    again = bureau.book("2021")  # from the cache
    assert remarks(again.frames, again.period) == remarks(book.frames, book.period)
    return remarks(book.frames, book.period)


def test_remarks_of_a_period_have_their_place(bureau, two_figures):
    found = written(
        bureau, [SAID], ["制表人：张三"], ["", "", "", "", "", "", "", "", "表外：分局自查的不在内"]
    )
    place = {"ledger": "samples", "file": "2021/T01_抽样台账.xlsx", "sheet": "台账"}
    assert found == [
        {**place, "row": "5", "text": SAID},
        {**place, "row": "7", "text": "表外：分局自查的不在内"},
    ]


def test_a_repeated_header_or_title_is_no_remark(bureau, two_figures):
    assert written(bureau, HEADER) == []
