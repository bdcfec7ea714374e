"""A register that stands as last year's is told once, as a warning; one with any change is not."""

from __future__ import annotations

import shutil

import pytest
from tiny_bureau import DEVICES, TinyBureau

from workreport.base.period import Period
from workreport.ledgers import table_cache
from workreport.ledgers.accounting import all_findings
from workreport.ledgers.exchange.new_year import new_year

D1, D2 = {"设备编号": "D1"}, {"设备编号": "D2", "登记日期": "2019-03-01"}
ENDED = {"注销日期": "2020-11-30"}


@pytest.fixture
def registers(bureau: TinyBureau) -> TinyBureau:
    bureau.declare({**DEVICES, "carry_forward": True})
    return bureau


def finding_rows(bureau: TinyBureau, period: str = "2021") -> list[tuple[str, int, str, str]]:
    found = all_findings(bureau.frames(), Period.parse(period))
    return [
        (row["file"], row["row"], row["disposition"], row["message"])
        for row in found.to_dict("records")
        if row["rule"] == "T02-结转"
    ]


@pytest.mark.parametrize("period", ["2021", "2021H1", "2021-12"])
def test_the_same_rows_in_any_order_are_told(registers: TinyBureau, period: str):
    registers.devices(2020, D1, D2)
    registers.devices(2021, D2, D1)
    [(file, row, disposition, message)] = finding_rows(registers, period)
    assert (file, row, disposition) == ("2021/T02_设备登记台账.csv", 0, "warned")
    assert message.startswith("与2020年的台账各行相同")


def test_the_same_in_parts_of_a_large_ledger(registers: TinyBureau, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(table_cache, "LARGE", 0)
    registers.devices(2020, D1, D2)
    registers.devices(2021, D2, D1)
    assert len(finding_rows(registers)) == 1


@pytest.mark.parametrize(
    "now",
    [
        [D1, D2, {"设备编号": "D3", "登记日期": "2021-05-01"}],
        [D1],
        [D1, D2 | {"注销日期": "2021-06-30"}],
        [D1, D2 | {"状态": "停用", "状态变更日期": "2021-06-30"}],
    ],
)
def test_any_change_is_enough(registers: TinyBureau, now: list[dict[str, str]]):
    registers.devices(2020, D1, D2)
    registers.devices(2021, *now)
    assert finding_rows(registers) == []


def test_last_year_s_file_itself_is_told_although_it_knows_more(registers: TinyBureau):
    """An entry of January in last year's file is a change of this year, but nobody made it here."""
    path = registers.devices(2020, D1, D2 | {"状态": "停用", "状态变更日期": "2021-01-04"})
    target = registers.data / "2021" / path.name
    target.parent.mkdir(exist_ok=True)
    shutil.copy(path, target)
    assert len(finding_rows(registers)) == 1


def test_the_ledger_that_a_new_year_begins_with_is_told_until_it_is_filled_in(registers: TinyBureau):
    registers.devices(2020, D1, D2 | ENDED)
    workspace = registers.frames().intake.workspace
    assert any("结转 2 行" in line for line in new_year(workspace, 2021))
    assert len(finding_rows(registers)) == 1


def test_nothing_is_told_without_last_year_or_rows(registers: TinyBureau):
    registers.devices(2021, D1)
    assert finding_rows(registers) == []
    registers.devices(2020)
    registers.devices(2021)
    assert finding_rows(registers) == []


def test_a_broken_register_of_last_year_stops_nothing(registers: TinyBureau):
    registers.write("2020/T02_设备登记台账.csv", [["甲"], ["乙"]])
    registers.devices(2021, D1)
    assert finding_rows(registers) == []


def test_registers_that_are_not_carried_forward_may_stay(bureau: TinyBureau):
    bureau.devices(2020, D1)
    bureau.devices(2021, D1)
    assert finding_rows(bureau) == []
