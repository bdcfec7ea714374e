"""A spelling that meant one sub-bureau first and another later is read by the row's day, and never guessed."""

from __future__ import annotations

import pytest
from tiny_bureau import ORGS

from workreport.base.errors import ContractError
from workreport.base.period import Period

HEADER = [*ORGS[0], "失效日期"]
OLD = ["QC11", "晴川区市场监督管理局上浦分局", "上浦分局", "集镇所", "2019-01-01", "2021-06-30"]
NEW = ["QC12", "晴川区市场监督管理局下浦分局", "下浦分局", "集镇所", "2021-07-01", ""]


def organisations(bureau, *rows: list[str]) -> None:
    bureau.write("reference/RF01_机构与分局字典.csv", [HEADER, *rows])


def read(bureau, *days: str):
    changes = [{"承办机构": "集镇所", "抽样日期": day, "报告日期": ""} for day in days]
    bureau.samples(2021, *changes)
    frames, period = bureau.frames(), Period.parse("2021")
    (file,) = [file for file in frames.files("samples", period) if file.ledger == "samples"]
    return frames.intake.read(file)


def test_the_day_of_the_row_says_which(bureau):
    organisations(bureau, OLD, NEW)
    stored = read(bureau, "2021-06-30", "2021-07-01", "2021年7月2日")
    assert stored.frame["org_code"].tolist() == ["QC11", "QC12", "QC12"]


def test_a_day_on_which_it_meant_nothing_or_no_day_is_set_aside(bureau):
    organisations(bureau, OLD, ["QC12", *NEW[1:4], "2021-08-01", ""])
    stored = read(bureau, "2021-07-15", "不详", "2021-08-01")
    assert stored.frame["org_code"].tolist() == ["QC12"]
    findings = stored.findings[stored.findings["column"] == "承办机构"]
    assert findings["row"].tolist() == [2, 3] and set(findings["disposition"]) == {"quarantined"}
    assert findings["message"].str.contains("先后指上浦分局、下浦分局").all()


@pytest.mark.parametrize("until", ["", "2021-07-01"])
def test_two_meanings_on_one_day_are_refused(bureau, until):
    organisations(bureau, [*OLD[:-1], until], NEW)
    with pytest.raises(ContractError, match="“集镇所”在同一天有两个含义"):
        bureau.frames()
