"""Ledgers left in their files, row group by row group, are known, accounted for and judged as ledgers in memory."""

from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from workreport.base.period import Period
from workreport.ledgers import table_cache
from workreport.ledgers.accounting import accounts, all_findings
from workreport.ledgers.large import parquet

PERIOD = Period.parse("2021")


def write(bureau) -> None:
    """Three years with rows that two of them hold, that contradict each other in one or two, or come too early."""
    bureau.samples(
        2020, {"抽样单编号": "X"}, {"抽样单编号": "A", "抽样日期": "2020-05-01"}, {"抽样单编号": "E"}
    )
    bureau.samples(
        2021,
        {"抽样单编号": "X", "检验结论": "不合格"},
        {"抽样单编号": "B"},
        {"抽样单编号": "E"},
        {"抽样单编号": "F"},
        {"抽样单编号": "F", "检验结论": "不合格"},
        {"抽样单编号": "G", "报告日期": "2022-01-03"},
    )
    bureau.samples(2022, {"抽样单编号": "C", "抽样日期": "2022-02-01", "报告日期": ""})
    bureau.devices(2021, {}, {}, {})


def test_what_is_known_is_the_same_in_parts(bureau, monkeypatch):
    write(bureau)
    whole = bureau.frames()
    expected = accounts(whole, PERIOD), all_findings(whole, PERIOD)
    monkeypatch.setattr(table_cache, "LARGE", 0)
    monkeypatch.setattr(parquet, "GROUP", 2)
    bureau.out = bureau.out / "parts"
    parts = bureau.frames()
    assert parts.is_large("samples", PERIOD) and len(parts.parts("samples", PERIOD)) > 3
    assert_frame_equal(accounts(parts, PERIOD), expected[0])
    assert_frame_equal(all_findings(parts, PERIOD), expected[1], check_dtype=False)
    for ledger in ("samples", "devices"):
        for name in ("known", "contradicting", "clashes"):
            expected_frame, other = (getattr(frames, name)(ledger, PERIOD) for frames in (whole, parts))
            assert_frame_equal(
                other.reset_index(drop=True), expected_frame.reset_index(drop=True), check_dtype=False
            )


@pytest.mark.parametrize("columns", [["result"], ["sample_no", "weight"], ["report_date"]])
def test_columns_are_as_known_on_the_day_whichever_are_read(bureau, monkeypatch, columns):
    write(bureau)
    whole = bureau.frames().known("samples", PERIOD)
    monkeypatch.setattr(table_cache, "LARGE", 0)
    bureau.out = bureau.out / "parts"
    rows = pd.concat(bureau.frames().iter_frames("samples", PERIOD, columns))
    assert list(rows) == [name for name in whole if name in columns]
    assert_frame_equal(rows.reset_index(drop=True), whole[list(rows)])
