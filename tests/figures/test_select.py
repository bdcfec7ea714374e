"""Figures over a mapped table that gives one part of a ledger: that part is counted, the whole is not known."""

from __future__ import annotations

import json

import pytest

from workreport.figures.registry import figure, ratio
from workreport.figures.selection import where_in


@pytest.fixture
def book(bureau, own_figures):
    """A table of the non-conforming samples only, and figures that choose them, both results, or nothing."""

    @figure("x.failed", label="不合格", unit="批次")
    def failed(samples):
        return where_in(samples, "result", "不合格").drop_duplicates("sample_no")

    @figure("x.failed_here", label="某单位不合格", unit="批次")
    def failed_here(samples):
        rows = failed(samples)
        return rows[rows["org_code"] == "QC11"]

    @figure("x.concluded", label="已出结论", unit="批次")
    def concluded(samples):
        return where_in(samples, "result", "合格", "不合格")

    @figure("x.all", label="抽样", unit="批次")
    def everything(samples):
        return samples

    ratio("x.rate", label="不合格率", numerator="x.failed", denominator="x.all", definition="无")
    bureau.write("2021/x.csv", [["编号", "日期"], ["A1", "2021-03-05"], ["A2", "2021-03-06"]])
    (bureau.data / "mappings").mkdir()

    def mapped_book(**parts):
        columns = {
            "sample_no": {"from": "编号"},
            "sample_date": {"from": "日期"},
            "org_code": {"value": "QC11"},
            "result": {"value": "不合格"},
        }
        mapping = {"ledger": "samples", "files": ["x*.csv"], "columns": columns, **parts}
        (bureau.data / "mappings" / "a.yaml").write_text(
            json.dumps(mapping, ensure_ascii=False), encoding="utf-8"
        )
        return bureau.book("2021")

    return mapped_book


def test_part_is_counted_and_the_whole_is_not_known(book):
    mapped = book(part=["result"])
    assert [mapped.value(id).number for id in ("x.failed", "x.failed_here")] == [2, 2]
    for id in ("x.all", "x.rate"):
        value = mapped.value(id)
        assert (value.status, value.reason) == (
            "blocked",
            "台账只有“不合格”，全部有多少无从得知：T01 抽样台账",
        )


def test_constant_is_never_taken_for_other_values(book):
    mapped = book()
    assert mapped.value("x.concluded").reason == "台账只有“不合格”，未提供“合格”：T01 抽样台账"
    # a constant alone does not make the table a part: one office's ledger is that office's whole
    assert mapped.value("x.all").number == 2
