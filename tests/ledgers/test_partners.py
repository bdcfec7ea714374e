"""What names a row of another ledger finds it; what must have a counterpart has one, or is listed."""

from __future__ import annotations

import pytest
from tiny_bureau import DEVICES, NOTHING, SAMPLES, TinyBureau

from workreport.base.period import Period
from workreport.base.workspace import REPOSITORY, Workspace
from workreport.ledgers.accounting import accounts, all_findings
from workreport.ledgers.declared.contract import load_contracts

DISPOSALS = {
    "code": "T03",
    "name": "disposals",
    "title": "处置台账",
    "grain": "一批次",
    "kind": "flow",
    "files": ["T03_*"],
    "period_date": "recv_date",
    "fields": [
        {"name": "sample_no", "title": "抽样单编号", "constraints": {"required": True}},
        {"name": "recv_date", "title": "收到日期", "type": "date", "constraints": {"required": True}},
    ],
    "primaryKey": ["sample_no"],
    "foreignKeys": [{"fields": ["sample_no"], "reference": {"resource": "samples", "fields": ["sample_no"]}}],
    "partners": [
        {
            "id": "T03-P1",
            "fields": ["sample_no"],
            "in": [{"ledger": "samples", "fields": ["sample_no"], "when": {"result": ["不合格"]}}],
            "message": "处置的批次不是不合格批次",
        }
    ],
}
NEEDS = {
    "id": "T01-P1",
    "fields": ["sample_no"],
    "when": {"result": ["不合格"]},
    "unless": {"flags": ["网络"]},
    "in": [{"ledger": "disposals", "fields": ["sample_no"]}],
    "message": "不合格批次没有处置记录",
}


@pytest.fixture
def paired(bureau: TinyBureau) -> TinyBureau:
    bureau.declare({**SAMPLES, "partners": [NEEDS]}, DEVICES, DISPOSALS)
    return bureau


def disposals(bureau: TinyBureau, year: int, *rows: tuple[str, str], title: str = "") -> None:
    bureau.write(
        f"{year}/T03_处置台账.csv",
        [*([[title]] if title else []), ["抽样单编号", "收到日期"], *map(list, rows)],
    )


def finding_rows(bureau: TinyBureau, period: str) -> list[tuple]:
    found = all_findings(bureau.frames(), Period.parse(period))
    found = found[found["disposition"] != "normalised"]  # a row that two years' files have is counted once
    assert (found["disposition"] == "warned").all()
    found = found[found["row"] > 0]  # not what is said of a sheet as a whole
    return list(found[["ledger", "row", "column", "original", "rule"]].itertuples(index=False, name=None))


def test_both_there_is_no_news(paired):
    paired.samples(2021, {"检验结论": "不合格"}, {})
    disposals(paired, 2021, ("S1", "2021-03-22"))
    assert finding_rows(paired, "2021") == []


def test_batch_without_disposal_and_disposal_without_batch_are_both_listed(paired):
    paired.samples(2021, {"检验结论": "不合格"}, {}, {"检验结论": "不合格", "附加属性": "网络"})
    disposals(paired, 2021, ("S2", "2021-03-22"), ("S9", "2021-03-23"))
    assert finding_rows(paired, "2021") == [
        ("disposals", 2, "抽样单编号", "S2", "T03-P1"),
        ("disposals", 3, "抽样单编号", "S9", "T03-P1"),
        ("disposals", 3, "抽样单编号", "S9", "T03-关联"),
        ("samples", 2, "抽样单编号", "S1", "T01-P1"),
    ]
    frames, period = paired.frames(), Period.parse("2021")
    table = accounts(frames, period).set_index("ledger")
    assert table.loc["samples", "counted"] == 3 and table.loc["disposals", "counted"] == 2


def test_nothing_is_missed_in_a_ledger_that_was_not_handed_in(paired):
    paired.samples(2021, {"检验结论": "不合格"})
    assert finding_rows(paired, "2021") == []


def test_a_ledger_that_says_there_was_nothing_was_handed_in(paired):
    paired.samples(2021, {"检验结论": "不合格"})
    disposals(paired, 2021, title=NOTHING)
    assert finding_rows(paired, "2021") == [("samples", 2, "抽样单编号", "S1", "T01-P1")]


def test_nothing_is_missed_in_a_ledger_that_nobody_filled_in(paired):
    paired.samples(2021, {"检验结论": "不合格"})
    disposals(paired, 2021)
    assert finding_rows(paired, "2021") == []


def test_what_was_not_known_on_the_cut_off_day_needs_no_partner_yet(paired):
    paired.samples(
        2021,
        {"检验结论": "不合格", "报告日期": "2021-08-20"},
        {"检验结论": "不合格", "抽样日期": "2021-08-01", "报告日期": "2021-08-20"},
    )
    disposals(paired, 2021, ("S9", "2021-09-01"))
    assert finding_rows(paired, "2021-07") == []
    assert len(finding_rows(paired, "2021")) == 4


def test_a_partner_may_stand_in_an_earlier_years_file(paired):
    paired.samples(
        2020, {"抽样单编号": "A", "抽样日期": "2020-12-20", "报告日期": "2021-01-05", "检验结论": "不合格"}
    )
    disposals(paired, 2020)
    paired.samples(2021, {})
    disposals(paired, 2021, ("A", "2021-01-06"))
    assert finding_rows(paired, "2021") == []


def test_a_row_that_only_a_later_folder_holds_is_listed(paired):
    paired.samples(2020, {"抽样单编号": "A", "抽样日期": "2020-12-20"})
    paired.samples(
        2021, {"抽样单编号": "A", "抽样日期": "2020-12-20"}, {"抽样单编号": "B", "抽样日期": "2020-12-21"}
    )
    assert finding_rows(paired, "2021") == [("samples", 3, "抽样日期", "2020-12-21", "T01-年度")]


def test_contracts_name_ledgers_and_fields_that_there_are():
    contracts = load_contracts(Workspace.open(REPOSITORY / "data"))
    ids = [partner.id for contract in contracts.values() for partner in contract.partners]
    assert len(ids) == len(set(ids)) and {"LG02-P1", "LG03-P1", "LG07A-P2", "LG10A-P1"} <= set(ids)
    for contract in contracts.values():
        for match in (m for partner in contract.partners for m in partner.among):
            assert {*match.fields, *match.when} <= set(contracts[match.ledger].by_name)
        for key in contract.foreignKeys:
            assert set(key.reference.fields) <= set(contracts[key.reference.resource].by_name)
