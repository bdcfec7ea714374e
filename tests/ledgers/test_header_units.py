"""Units in headers, in lines above the table and in some cells of a column: converted, or set aside, never passed over."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tiny_bureau import SAMPLE, TinyBureau

from workreport.base.period import Period
from workreport.ledgers.accounting import accounts, all_findings
from workreport.ledgers.frames import Frames
from workreport.ledgers.large import chunks

YEAR = Period.parse("2021")
WEIGHT, ITEMS = "控制数量（kg）", "检验项目数（项）"


def table(
    bureau: TinyBureau, *cells: str, column: str = WEIGHT, header: str = "控制数量", line: str = ""
) -> Frames:
    """A year's samples with another header for one column, and these cells in it."""
    titles = [header if title == column else title for title in SAMPLE]
    rows = [[*{**SAMPLE, "抽样单编号": f"S{at}", column: cell}.values()] for at, cell in enumerate(cells, 1)]
    above = [[line, *[""] * (len(titles) - 1)]] if line else []
    bureau.write("2021/T01_抽样台账.csv", [*above, titles, *rows])
    return bureau.frames()


def set_aside(frames: Frames) -> list[int]:
    found = all_findings(frames, YEAR)
    rows = found.loc[found["disposition"] == "quarantined", "row"].tolist()
    account = accounts(frames, YEAR).set_index("ledger").loc["samples"]
    assert account["read"] == account["counted"] + account["quarantined"]
    assert account["quarantined"] == len(set(rows))
    return rows


@pytest.mark.parametrize("unit", ["箱", "标准箱", "单位：担", "桶", "lb", "美元", "万箱", "公斤/箱"])
def test_bare_numbers_under_a_unit_that_cannot_be_converted_are_set_aside(bureau, unit):
    frames = table(bureau, "1.34", "1340kg", "2", header=f"控制数量（{unit}）")
    assert set_aside(frames) == [2, 4]
    assert frames.known("samples", YEAR)["weight"].tolist() == [Decimal("1340.000")]


@pytest.mark.parametrize(
    ("unit", "items"), [("万项", 20000), ("百项", 200), ("项", 2), ("个", 2), ("选填", 2)]
)
def test_scales_before_a_counting_unit_are_converted(bureau, unit, items):
    frames = table(bureau, "2", column=ITEMS, header=f"检验项目数（{unit}）")
    assert set_aside(frames) == []
    assert frames.known("samples", YEAR)["items"].tolist() == [items]


@pytest.mark.parametrize("tail", ["吨", "万克", "斤"])
def test_bare_numbers_beside_another_unit_are_set_aside(bureau, tail):
    frames = table(bureau, f"3{tail}", "1340", "0", "", "5kg")
    assert set_aside(frames) == [3]


@pytest.mark.parametrize(("header", "line"), [(WEIGHT, ""), ("控制数量", "单位：kg")])
def test_a_header_that_names_the_unit_makes_bare_numbers_clear(bureau, header, line):
    frames = table(bureau, "3吨", "1340", header=header, line=line)
    assert set_aside(frames) == []
    assert frames.known("samples", YEAR)["weight"].tolist() == [Decimal("3000.000"), Decimal("1340.000")]


@pytest.mark.parametrize(("line", "aside"), [("单位：吨、kg", [4]), ("单位：台、吨", []), ("单位：台", [])])
def test_two_units_above_the_table_make_bare_numbers_doubtful(bureau, line, aside):
    assert set_aside(table(bureau, "5kg", "1340", line=line)) == aside


def test_a_unit_in_a_later_part_of_a_large_file_counts_for_all(bureau, monkeypatch):
    monkeypatch.setattr(chunks, "STREAMED_BYTES", 1)
    monkeypatch.setattr(chunks, "CHUNK_ROWS", 3)
    assert set_aside(table(bureau, "1340", "2", "7kg", "3吨", "5")) == [2, 3, 6]
