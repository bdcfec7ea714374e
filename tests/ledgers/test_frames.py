"""The rows that a period is about, out of one or several years' files, each counted once."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from tiny_bureau import DEVICE, SAMPLE

from workreport.base.errors import LedgerError, MissingLedger
from workreport.base.period import Period
from workreport.ledgers.accounting import accounts, all_findings, not_handed_in
from workreport.ledgers.frames import Frames


def numbers(frame) -> list[str]:
    return frame["sample_no"].tolist()


def of_samples(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["ledger"] == "samples"]


def flow(frames: Frames, period: str, date: str | None = None) -> list[str]:
    return numbers(frames.flow("samples", Period.parse(period), date))


def test_rows_dated_inside_the_period_both_ends_included(bureau):
    days = ["2020-12-31", "2021-01-01", "2021-06-30", "2021-07-01", "2021-12-31"]
    bureau.samples(2021, *({"抽样日期": day, "报告日期": ""} for day in days))
    frames = bureau.frames()
    assert flow(frames, "2021") == ["S2", "S3", "S4", "S5"]
    assert flow(frames, "2021H1") == ["S2", "S3"]
    assert flow(frames, "2021-06") == ["S3"]


def test_another_date_places_rows_differently(bureau):
    bureau.samples(2021, {"报告日期": "2021-04-02"}, {"报告日期": ""}, {"报告日期": "2021-03-31"})
    frames = bureau.frames()
    assert flow(frames, "2021Q2", "report_date") == ["S1"]
    assert flow(frames, "2021Q1", "report_date") == ["S3"]
    assert flow(frames, "2021Q1") == ["S1", "S2", "S3"]


def test_missing_year_is_told_with_the_division(bureau):
    bureau.samples(2020, {})
    bureau.samples(2021, {})
    with pytest.raises(MissingLedger) as caught:
        bureau.frames().known("samples", Period.parse("2022H1"))
    assert caught.value.what == "本期未提供台账：T01 抽样台账（2022年）"
    assert "2022/" in caught.value.where and "抽检股" in caught.value.todo


BLANK = [list(SAMPLE)]


def refused(frames: Frames, period: str) -> MissingLedger:
    with pytest.raises(MissingLedger) as caught:
        frames.known("samples", Period.parse(period))
    return caught.value


def test_a_ledger_with_a_header_alone_is_no_zero(bureau, two_figures):
    bureau.samples(2020, {"抽样日期": "2020-03-05", "报告日期": ""})
    bureau.write("2021/T01_抽样台账.csv", BLANK)
    bureau.devices(2021, {})
    book, period = bureau.book("2021"), Period.parse("2021")
    error = refused(book.frames, "2021")
    assert error.what == "本期台账未填报：T01 抽样台账（2021年）"
    assert "2021/T01_抽样台账.csv" in error.where and "抽检股" in error.todo and "零报告" in error.todo
    value = book.value("t.samples")
    assert (value.number, value.status, value.reason) == (None, "blocked", error.what)
    assert not_handed_in(book.frames, period) == [error.what]
    before, blank = of_samples(accounts(book.frames, period)).to_dict("records")
    assert (before["read"], before["counted"], before["out_of_period"]) == (1, 0, 1)
    assert (blank["file"], blank["read"], blank["counted"]) == ("2021/T01_抽样台账.csv", 0, 0)
    (found,) = all_findings(book.frames, period).to_dict("records")
    assert (found["file"], found["rule"]) == ("2021/T01_抽样台账.csv", "T01-未填报")


def test_a_register_with_a_header_alone_is_no_zero(bureau, two_figures):
    bureau.devices(2020, {})
    bureau.write("2021/T02_设备登记台账.csv", [list(DEVICE)])
    assert bureau.book("2021").value("t.devices").status == "blocked"
    assert bureau.book("2020").value("t.devices").number == 1


def test_a_ledger_that_says_there_was_nothing_is_zero(bureau, two_figures):
    bureau.samples(2021)
    assert bureau.book("2021").value("t.samples").number == 0
    bureau.write("2021/T01_抽样台账.csv", [*BLANK, ["", "", "", "零报告"]])
    assert bureau.book("2021").value("t.samples").number == 0


def test_a_ledger_is_filled_in_if_one_of_its_files_is(bureau, two_figures):
    """By a row, be it one that is set aside, or by the word that there was nothing."""
    bureau.write("2021/T01_甲.csv", BLANK)
    bureau.write("2021/T01_乙.csv", BLANK)
    assert "2021/T01_甲.csv" in refused(bureau.frames(), "2021").where
    for row, number in (
        (SAMPLE, 1),
        (SAMPLE | {"检验结论": "可能"}, 0),
        (dict.fromkeys(SAMPLE, "") | {"单位名称": "零报告"}, 0),
    ):
        bureau.write("2021/T01_乙.csv", [*BLANK, [*row.values()]])
        book = bureau.book("2021")
        assert book.value("t.samples").number == number
        assert not_handed_in(book.frames, book.period) == ["本期未提供台账：T02 设备登记台账（2021年）"]
        found = all_findings(book.frames, book.period)
        assert "T01-未填报" in set(found[found["file"] == "2021/T01_甲.csv"]["rule"])


def test_each_year_of_a_period_must_be_filled_in(bureau):
    bureau.write("2020/T01_抽样台账.csv", BLANK)
    bureau.samples(2021, {})
    assert "（2020年）" in refused(bureau.frames(), "2020-07..2021-12").what
    assert flow(bureau.frames(), "2021") == ["S1"]


def test_a_mapped_table_with_a_header_alone_is_no_zero(bureau):
    columns = {
        "sample_no": {"from": "单号"}, "org_code": {"value": "QC11"}, "sample_date": {"from": "日期"},
        "result": {"from": "结果"},
    }  # fmt: skip
    mapping = {"ledger": "samples", "files": ["导出*.csv"], "columns": columns}
    (bureau.data / "mappings").mkdir()
    (bureau.data / "mappings" / "samples.yaml").write_text(json.dumps(mapping), encoding="utf-8")
    header = ["单号", "日期", "结果"]
    bureau.write("2021/导出.csv", [header])
    assert refused(bureau.frames(), "2021").what.startswith("本期台账未填报")
    bureau.write("2021/导出.csv", [["零报告"], header])
    assert flow(bureau.frames(), "2021") == []
    bureau.write("2021/导出.csv", [header, ["A", "2021-03-05", "合格"]])
    assert flow(bureau.frames(), "2021") == ["A"]


def test_a_period_over_two_years_needs_both_whatever_was_asked_before(bureau):
    bureau.samples(2021, {})
    frames = bureau.frames()
    frames.known("samples", Period.parse("2021"))
    with pytest.raises(MissingLedger, match="2020年"):
        frames.known("samples", Period.parse("2020-07..2021-12"))


def test_rows_of_an_earlier_years_file_count_in_the_year_of_their_date(bureau):
    bureau.samples(2020, {"抽样单编号": "A", "抽样日期": "2020-12-20", "报告日期": "2021-01-15"})
    bureau.samples(2021, {"抽样单编号": "B", "报告日期": ""})
    frames = bureau.frames()
    assert flow(frames, "2021", "report_date") == ["A"]
    assert flow(frames, "2021") == ["B"]


def test_row_in_two_years_files_counts_once(bureau):
    both = {"抽样单编号": "A", "抽样日期": "2020-12-20", "报告日期": "2021-01-15"}
    bureau.samples(2020, both)
    bureau.samples(2021, both, {"抽样单编号": "B"})
    frames, period = bureau.frames(), Period.parse("2021")
    assert numbers(frames.known("samples", period)) == ["A", "B"]
    (finding,) = all_findings(frames, period).to_dict("records")
    assert (finding["file"], finding["row"], finding["disposition"]) == (
        "2021/T01_抽样台账.csv",
        2,
        "normalised",
    )
    assert "与 2020/T01_抽样台账.csv 第 2 行相同" in finding["message"]
    one, two = of_samples(accounts(frames, period)).to_dict("records")
    assert (one["read"], one["counted"], one["out_of_period"], one["duplicate"]) == (1, 0, 1, 0)
    assert (two["read"], two["counted"], two["out_of_period"], two["duplicate"]) == (2, 1, 0, 1)


def clashing(bureau) -> Frames:
    bureau.samples(2020, {"抽样单编号": "X"}, {"抽样单编号": "A", "抽样日期": "2020-05-01"})
    bureau.samples(2021, {"抽样单编号": "X", "检验结论": "不合格"}, {"抽样单编号": "B"})
    bureau.samples(2022, {"抽样单编号": "C", "抽样日期": "2022-02-01", "报告日期": ""})
    return bureau.frames()


def set_aside(frames: Frames, period: Period):
    found = all_findings(frames, period)
    return found[found["disposition"] == "quarantined"]


def balanced(table) -> bool:
    parts = table[["counted", "out_of_period", "duplicate", "quarantined", "not_data"]]
    return bool((table["read"] == parts.sum(axis=1)).all()) and bool((parts >= 0).all(axis=None))


def test_years_that_contradict_each_other_are_both_set_aside(bureau):
    frames, period = clashing(bureau), Period.parse("2021")
    assert flow(frames, "2021") == ["B"]
    found = set_aside(frames, period)
    assert found[["file", "row", "rule", "original"]].values.tolist() == [
        ["2020/T01_抽样台账.csv", 2, "T01-主键", "X"],
        ["2021/T01_抽样台账.csv", 2, "T01-主键", "X"],
    ]
    table = accounts(frames, period)
    assert of_samples(table)["quarantined"].tolist() == [1, 1] and balanced(table)
    findings = all_findings(frames, period)
    blocked = findings[findings["disposition"] == "blocked"]
    assert blocked[["file", "row", "rule"]].values.tolist() == [
        ["2020/T01_抽样台账.csv", 0, "T01-矛盾"],
        ["2021/T01_抽样台账.csv", 0, "T01-矛盾"],
    ]


def test_two_files_of_a_year_with_the_same_row_are_warned_of(bureau):
    bureau.samples(2021, {}).rename(bureau.data / "2021" / "T01_备份.csv")
    bureau.samples(2021, {}, {"抽样单编号": "B"})
    frames, period = bureau.frames(), Period.parse("2021")
    (finding,) = all_findings(frames, period).to_dict("records")
    assert (finding["rule"], finding["disposition"]) == ("T01-重复", "warned")
    assert of_samples(accounts(frames, period))["duplicate"].tolist() == [0, 1]


def test_a_third_row_of_a_key_that_two_contradict_each_other_about_counts_no_more_than_they(bureau):
    bureau.samples(
        2020, {"抽样单编号": "X", "抽样日期": "2020-05-01"}, {"抽样单编号": "A", "抽样日期": "2020-05-01"}
    )
    bureau.samples(2021, {"抽样单编号": "X"}, {"抽样单编号": "X", "检验结论": "不合格"}, {"抽样单编号": "B"})
    frames, period = bureau.frames(), Period.parse("2021")
    table = accounts(frames, period)
    assert of_samples(table)["quarantined"].tolist() == [1, 2] and balanced(table)
    assert numbers(frames.known("samples", period)) == ["A", "B"]


def test_clashes_belong_to_the_period_and_not_to_what_was_read_last(bureau):
    frames = clashing(bureau)
    late, early = Period.parse("2022"), Period.parse("2020")
    for period in (late, early, late):
        frames.known("samples", period)
    assert of_samples(accounts(frames, late))["quarantined"].tolist() == [1, 1, 0]
    assert of_samples(accounts(frames, early))["quarantined"].tolist() == [0]
    assert len(set_aside(frames, late)) == 2 and set_aside(frames, early).empty
    assert flow(frames, "2020") == ["A"]  # X was not contradicted yet, and is dated 2021


def test_column_that_this_years_file_lacks_is_missing_though_last_years_has_it(bureau):
    bureau.samples(2020, {"抽样日期": "2020-05-01", "报告日期": "", "附加属性": "网络"})
    bureau.samples(2021, {"抽样单编号": "B"}, without=("附加属性",))
    frames = bureau.frames()
    assert "flags" not in frames.known("samples", Period.parse("2021"))
    assert "flags" in frames.known("samples", Period.parse("2020"))


def test_column_that_only_an_older_file_lacks_is_there(bureau):
    bureau.samples(2020, {"抽样日期": "2020-05-01", "报告日期": ""}, without=("附加属性",))
    bureau.samples(2021, {"抽样单编号": "B", "附加属性": "网络"})
    assert bureau.frames().known("samples", Period.parse("2021"))["flags"].fillna("").tolist() == ["", "网络"]


def test_registers_are_taken_whole_from_the_periods_own_year(bureau):
    bureau.devices(2020, {}, {})
    bureau.devices(2021, {}, {"登记日期": "2021-05-01"}, {"注销日期": "2021-03-01"})
    frames = bureau.frames()

    def there(how, period):
        return how("devices", Period.parse(period))["device_no"].tolist()

    assert there(frames.stock, "2021") == ["D1", "D2"]
    assert there(frames.stock, "2021-02") == ["D1", "D3"]
    assert there(frames.stock, "2020") == ["D1", "D2"]
    assert there(frames.opening, "2021") == ["D1", "D3"]
    assert there(frames.opening, "2021H2") == ["D1", "D2"]
    table = accounts(frames, Period.parse("2021Q1")).query("ledger == 'devices'")
    assert table[["file", "read", "counted", "out_of_period"]].values.tolist() == [
        ["2021/T02_设备登记台账.csv", 3, 2, 1]
    ]


def test_register_of_a_given_year_seen_on_an_earlier_day(bureau):
    bureau.devices(2022, {"登记日期": "2019-05-01", "状态": "停用", "状态变更日期": "2022-01-10"})
    frames = Frames(bureau.intake(), register_year=2022)
    assert frames.stock("devices", Period.parse("2019"))["status"].tolist() == ["在用"]


def test_reference_tables_need_no_year(bureau):
    frames = bureau.frames()
    assert frames.known("orgs", Period.parse("2030"))["code"].tolist() == ["QC11", "QC12"]
    with pytest.raises(MissingLedger, match="本期未提供台账：RF05"):
        frames.known("reported", Period.parse("2021"))


def test_rows_of_every_kind_are_accounted_for(bureau):
    file = bureau.samples(
        2021, {}, {"抽样单编号": "S1"}, {"抽样日期": "昨天"}, {"抽样日期": "2021-08-01", "报告日期": ""}
    )
    with file.open("a", encoding="utf-8") as lines:
        lines.write("合计,,,,4\n\n")
    table = of_samples(accounts(bureau.frames(), Period.parse("2021H1")))
    (row,) = table.to_dict("records")
    assert (
        row["read"],
        row["counted"],
        row["out_of_period"],
        row["duplicate"],
        row["quarantined"],
        row["not_data"],
    ) == (5, 1, 1, 1, 1, 1)
    assert balanced(table)


def test_wrong_file_is_named(bureau):
    bureau.write("2021/T01_放错了.csv", [["姓名", "电话"], ["张**", "138****0000"]])
    frames = bureau.frames()
    with pytest.raises(LedgerError) as caught:
        frames.known("samples", Period.parse("2021"))
    assert caught.value.what == "文件中找不到《抽样台账》的表头"
    assert caught.value.where == "2021/T01_放错了.csv"
    assert "张" not in caught.value.message


def test_locks_and_hidden_files_are_left_alone(bureau):
    bureau.samples(2021, {})
    for name in ("~$T01_抽样台账.xlsx", ".T01_x.csv"):
        (bureau.data / "2021" / name).write_bytes(b"")
    assert [f.shown for f in bureau.intake().files if f.ledger == "samples"] == ["2021/T01_抽样台账.csv"]


def test_one_ledger_in_several_files_of_a_year(bureau):
    for month in ("1", "2"):
        file = bureau.samples(
            2021, {"抽样单编号": f"M{month}", "抽样日期": f"2021-0{month}-10", "报告日期": ""}
        )
        file.rename(file.with_name(f"T01_{month}月.csv"))
    assert flow(bureau.frames(), "2021") == ["M1", "M2"]
