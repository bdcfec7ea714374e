"""Waivers: reasoned, signed, each with a check that it is about; stale ones are told, bad ones refused."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from workreport.base.errors import ContractError, UsageError
from workreport.base.period import Period
from workreport.checks.verdicts import Check
from workreport.checks.waivers import accepted, load_waivers, record_waiver, waive, with_stale

FAILING = Check("R04", "FAILS", "1231", "1235", "-4", "各类之和 = 总数")
HOLDING = Check("R01", "HOLDS", "2", "2", "0", "两类之和 = 合计")
ENTRY = {"check": "R04", "reason": "四条管道待核", "approved_by": "分管领导", "date": "2022-01-10"}


def waivers(bureau, *entries: dict, period: str = "2021"):
    file = bureau.data / "2021" / "waivers.yaml"
    file.parent.mkdir(exist_ok=True)
    lines = [json.dumps(entry, ensure_ascii=False).replace('"2022-01-10"', "2022-01-10") for entry in entries]
    file.write_text("".join(f"- {line}\n" for line in lines), encoding="utf-8")
    return load_waivers(bureau.intake().workspace, Period.parse(period))


def test_what_fails_goes_on_failing_and_blocks_no_longer(bureau):
    written = waivers(bureau, ENTRY)
    failing, holding = waive([FAILING, HOLDING], written)
    [waiver] = with_stale(written, [FAILING, HOLDING], [])
    assert FAILING.blocks and not failing.blocks and failing.verdict == "FAILS"
    assert failing.explanation == "各类之和 = 总数；豁免：四条管道待核（分管领导批准，2022-01-10）"
    assert holding == HOLDING
    assert waiver.row()["state"] == "适用" and not waiver.stale


@pytest.mark.parametrize(
    ("check", "why"), [("R01", "该项已经成立"), ("R99", "本期没有这项勾稽")], ids=["holds", "unknown"]
)
def test_waiver_of_nothing_is_told_and_changes_nothing(bureau, check, why):
    written = waivers(bureau, {**ENTRY, "check": check})
    assert waive([FAILING, HOLDING], written) == [FAILING, HOLDING]
    [waiver] = with_stale(written, [FAILING, HOLDING], [])
    assert waiver.warning == f"豁免不再适用：2021/waivers.yaml 第 1 条（{check}），{why}，请删去这一条"


DOUBT = Check("R05", "SUSPECT", "3", "3", "0", "两件事同数")
LOOKED_AT = {name: ENTRY[name] for name in ("reason", "approved_by", "date")}


def test_a_doubt_is_waived_by_its_fingerprint_while_it_stays_as_it_was(bureau):
    written = waivers(bureau, {**LOOKED_AT, "fingerprint": DOUBT.fingerprint})
    [doubt] = waive([DOUBT], written)
    assert doubt.verdict == "SUSPECT" and doubt.waiver == "四条管道待核（分管领导批准，2022-01-10）"
    assert not with_stale(written, [DOUBT], [])[0].stale
    moved = replace(DOUBT, left="4", right="4")
    assert waive([moved], written) == [moved]
    assert "内容已有变化" in with_stale(written, [moved], [])[0].warning


def test_a_finding_is_accepted_by_its_fingerprint_with_who_and_why(bureau):
    fingerprint, other = "0" * 12, "1" * 12
    written = waivers(bureau, {**LOOKED_AT, "fingerprint": fingerprint})
    assert accepted([other, fingerprint], written) == ["", "四条管道待核（分管领导批准，2022-01-10）"]
    assert with_stale(written, [], [fingerprint])[0].row()["state"] == "适用"
    assert with_stale(written, [], [other])[0].stale


@pytest.mark.parametrize(
    ("written", "period", "found"),
    [(None, "2021H1", 1), ("2021-01..2021-12", "2021", 1), ("2021H1", "2021", 0), (None, "2020", 0)],
)
def test_waiver_is_for_its_period_or_all_that_end_in_its_year(bureau, written, period, found):
    entry = ENTRY | ({"period": written} if written else {})
    assert len(waivers(bureau, entry, period=period)) == found


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([{**ENTRY, "reason": ""}], "第 1 条.*reason"),
        (
            [ENTRY, {name: ENTRY[name] for name in ("check", "reason", "date")}],
            "第 2 条.*approved_by：缺少该项",
        ),
        ([{**ENTRY, "note": "x"}], "不认识的项"),
        ([{**ENTRY, "period": "二〇二一"}], "报告期“二〇二一”读不懂"),
        ([ENTRY, ENTRY], "有两条豁免"),
        ([{**ENTRY, "fingerprint": "0" * 12}], "写且只写一个"),
        ([LOOKED_AT], "写且只写一个"),
        ([{**LOOKED_AT, "fingerprint": "R04"}], "fingerprint：写法应符合"),
    ],
)
def test_waiver_that_cannot_be_understood(bureau, entries, message):
    with pytest.raises(ContractError, match=message):
        waivers(bureau, *entries)


def test_no_waivers(bureau):
    assert load_waivers(bureau.intake().workspace, Period.parse("2021")) == []


DAY = dt.date(2022, 1, 10)


def test_a_waiver_is_written_behind_those_that_people_wrote(bureau):
    file = bureau.data / "2021" / "waivers.yaml"
    before = "# 办公室\n- {check: R04, reason: 待核, approved_by: 分管领导, date: 2022-01-10}  # 老的\n"
    file.parent.mkdir(exist_ok=True)
    file.write_text(before.rstrip("\n"), encoding="utf-8")
    workspace, period = bureau.intake().workspace, Period.parse("2021-08")
    waiver = {"reason": "电话 13812345678 已核对", "approved_by": "分管领导", "date": DAY}
    record_waiver(workspace, period, "9f0c2a41d7be", **waiver)
    assert file.read_text(encoding="utf-8").startswith(before)
    by_person, written = load_waivers(workspace, period)
    assert by_person.entry.check == "R04" and written.entry.fingerprint == "9f0c2a41d7be"
    assert written.entry.period == "2021-08" and written.entry.date == DAY
    assert "13812345678" not in file.read_text(encoding="utf-8")
    assert [one.entry.check for one in load_waivers(workspace, Period.parse("2021"))] == ["R04"]


@pytest.mark.parametrize(
    ("about", "reason", "before", "why"),
    [
        ("R04", " ", "", "没有写理由"),
        ("R04", "待核", "- {check: R04, reason: 甲, approved_by: 乙, date: 2022-01-10}\n", "已有豁免"),
        ("R05", "待核", "[{check: R04, reason: 甲, approved_by: 乙, date: 2022-01-10}]\n", "接不到文件末尾"),
    ],
    ids=["no reason", "twice", "in brackets"],
)
def test_a_waiver_that_cannot_be_written_leaves_the_file_as_it_is(bureau, about, reason, before, why):
    file = bureau.data / "2021" / "waivers.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(before, encoding="utf-8")
    with pytest.raises(UsageError, match=why):
        record_waiver(
            bureau.intake().workspace,
            Period.parse("2021"),
            about,
            reason=reason,
            approved_by="领导",
            date=DAY,
        )
    assert file.read_text(encoding="utf-8") == before
