"""Which ledgers a bureau keeps: listed by name, code or title; a new one is expected from its first year on."""

from __future__ import annotations

import json

import pytest
from tiny_bureau import DEVICES, SAMPLES, TinyBureau

from workreport.base.errors import ContractError, NotKept, UsageError
from workreport.ledgers.accounting import not_handed_in
from workreport.narrative.cards import cards
from workreport.narrative.section import Section

pytestmark = pytest.mark.usefixtures("four_figures")


def keep(bureau: TinyBureau, *ledgers: str) -> None:
    """Write which ledgers the bureau keeps into its settings."""
    path = bureau.data / "bureau.yaml"
    settings = json.loads(path.read_text(encoding="utf-8")) | {"ledgers": list(ledgers)}
    path.write_text(json.dumps(settings, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize("name", ["samples", "T01", "抽样台账"])
def test_a_ledger_is_listed_by_name_code_or_title(bureau, name):
    keep(bureau, name)
    intake = bureau.intake()
    assert intake.keeps("samples") and not intake.keeps("devices") and intake.keeps("orgs")


def test_a_ledger_that_does_not_exist_cannot_be_listed(bureau):
    keep(bureau, "抽样的台账")
    with pytest.raises(UsageError, match="没有台账“抽样的台账”") as raised:
        bureau.intake()
    assert raised.value.where == "bureau.yaml（ledgers）" and "T01" in raised.value.expected


def section(bureau: TinyBureau, period: str = "2021") -> Section:
    from workreport.base.sections import Section as Declared

    return Section(Declared("01_samples", "抽样"), bureau.book(period))


def test_what_needs_a_ledger_that_is_not_kept_is_left_out(bureau):
    bureau.samples(2021, {})
    keep(bureau, "samples")
    s = section(bureau)
    assert s.say("设备{t.devices}。").kind == "nothing"
    assert s.table("表", ["t.devices"], name="a").kind == "nothing"
    assert s.charts.months("图", "t.devices", name="b").kind == "nothing"
    table = s.table("表", ["t.samples", "t.devices"], name="c")
    assert [row[0].text for row in table.rows] == ["抽样（批次）"]
    by = s.table_by("表", "month", ["t.devices", "t.samples"], name="d")
    assert [head for head in by.header] == ["月份", "抽样（批次）"]
    assert [card.figure for card in cards(s, ["t.samples", "t.devices"]).cards] == ["t.samples"]
    assert not_handed_in(s.book.frames, s.book.period) == []


def test_what_needs_a_ledger_that_is_missing_is_still_a_notice(bureau):
    bureau.samples(2021, {})
    s = section(bureau)
    assert s.say("设备{t.devices}。").kind == "notice"
    assert len(not_handed_in(s.book.frames, s.book.period)) == 1


def test_a_new_ledger_is_expected_from_its_first_year_on(bureau):
    bureau.declare(SAMPLES, DEVICES | {"since": 2022})
    bureau.samples(2021, {})
    before, then = section(bureau), section(bureau, "2022")
    assert before.book.value("t.devices").reason == "没有建立台账：T02 设备登记台账（自2022年起）"
    assert not_handed_in(before.book.frames, before.book.period) == []
    assert before.say("设备{t.devices}。").kind == "nothing"
    assert any("T02" in message for message in not_handed_in(then.book.frames, then.book.period))
    assert then.say("设备{t.devices}。").kind == "notice"
    with pytest.raises(NotKept):
        before.book.frames.known("devices", before.book.period)


def test_in_its_first_year_a_new_ledger_has_no_earlier_files(bureau):
    bureau.declare(SAMPLES | {"since": 2022}, DEVICES)
    bureau.samples(2022, {"抽样日期": "2022-03-05", "报告日期": "2022-03-20"})
    assert bureau.book("2021-07..2022-06").value("t.samples").number == 1


def test_a_reference_table_is_of_no_year(bureau):
    bureau.declare(DEVICES | {"kind": "reference", "since": 2022})
    with pytest.raises(ContractError, match="不符合规范") as raised:
        bureau.intake()
    assert "since" in raised.value.where
