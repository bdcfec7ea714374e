"""What makes two rows one row, two names one firm, and a value one of its parent."""

from __future__ import annotations

import pytest
from tiny_bureau import SAMPLE, SAMPLES, TinyBureau

from workreport.base.period import Period
from workreport.figures.registry import figure
from workreport.ledgers.accounting import accounts, all_findings
from workreport.ledgers.frames import Frames
from workreport.ledgers.large import chunks

YEAR = Period.parse("2021")
GOOD = "92990103MA0000001Q"
RULE = {"id": "T01-R9", "format": {"field": "uscc", "as": "uscc"}, "message": "校验位不符"}


def counts(frames: Frames) -> tuple[int, int, int]:
    table = accounts(frames, YEAR).set_index("ledger").loc[["samples"]].sum()
    return table["counted"], table["duplicate"], table["quarantined"]


def rules(frames: Frames) -> list[tuple[int, str]]:
    found = all_findings(frames, YEAR)
    return list(found.loc[found["row"] > 0, ["row", "rule"]].itertuples(index=False, name=None))


def with_columns(bureau: TinyBureau, file: str, columns: dict[str, tuple[str, ...]]) -> None:
    """Rows with one key and equal columns of the contract, which differ in these further columns."""
    rows = [[*SAMPLE.values(), *cells] for cells in zip(*columns.values(), strict=True)]
    bureau.write(file, [[*SAMPLE, *columns], *rows])


def test_rows_that_differ_in_a_column_that_is_not_read_contradict_each_other(bureau):
    with_columns(bureau, "2021/T01_抽样.csv", {"备注": ("甲小区对面", "乙小区旁边")})
    frames = bureau.frames()
    assert counts(frames) == (0, 0, 2)
    message = all_findings(frames, YEAR).query("row == 2")["message"].item()
    assert message.startswith("主键相同，没有读入的列里内容不同")


def test_personal_columns_do_not_tell_rows_apart_since_marked_copies_have_none(bureau):
    with_columns(bureau, "2021/T01_抽样.csv", {"抽样人": ("甲某", "乙某")})
    assert counts(bureau.frames()) == (1, 1, 0)


def test_rows_equal_in_all_columns_are_one_row_whatever_number_they_have(bureau):
    with_columns(bureau, "2021/T01_抽样.csv", {"序号": ("1", "7"), "行": ("3", "4"), "备注": ("同", "同")})
    assert counts(bureau.frames()) == (1, 1, 0)


@pytest.mark.parametrize(("year", "expected"), [(2021, (0, 0, 2)), (2020, (1, 1, 0))])
def test_another_years_file_may_say_more_of_the_same_row(bureau, year, expected):
    with_columns(bureau, "2021/T01_抽样.csv", {"备注": ("新",)})
    with_columns(bureau, f"{year}/T01_补充.csv", {"备注": ("旧",)})
    assert counts(bureau.frames()) == expected


def test_a_large_file_compares_the_same_columns(bureau, monkeypatch):
    monkeypatch.setattr(chunks, "STREAMED_BYTES", 1)
    monkeypatch.setattr(chunks, "CHUNK_ROWS", 3)
    with_columns(bureau, "2021/T01_抽样.csv", {"备注": ("甲", "甲", "甲", "乙")})
    assert counts(bureau.frames()) == (0, 2, 2)


def test_a_mapped_table_compares_its_own_columns(bureau):
    bureau.write(
        "2021/诉求.csv",
        [["河流", "日期", "内容"], ["甲河", "2021-08-21", "子"], ["甲河", "2021-08-21", "丑"]],
    )
    (bureau.data / "mappings").mkdir()
    (bureau.data / "mappings" / "m.yaml").write_text(
        "ledger: samples\nfiles: [诉求.csv]\nabsent: [food, items, weight, flags, ent_name, uscc]\ncolumns:\n"
        "  sample_no: {key: [河流, 日期]}\n  org_code: {value: 上浦分局}\n"
        "  sample_date: {from: 日期}\n  result: {value: 合格}\n",
        encoding="utf-8",
    )
    assert counts(bureau.frames()) == (0, 0, 2)


def test_a_code_with_a_wrong_check_digit_identifies_nobody(bureau, own_figures):
    @figure("t.firms", label="单位", unit="家", distinct="uscc", otherwise="ent_name")
    def firms(samples):
        """单位。"""
        return samples

    bureau.declare({**SAMPLES, "rules": [RULE]})
    names = ("甲店", "乙店", "丙（示例）店", "丙(示例) 店", "丁店", "戊店")
    codes = ("92990103MA",) * 4 + (GOOD, GOOD)
    bureau.samples(
        2021,
        *({"单位名称": n, "统一社会信用代码": c} for n, c in zip(names, codes, strict=True)),
    )
    frames = bureau.frames()
    assert rules(frames) == [(row, "T01-R9") for row in (2, 3, 4, 5)]
    assert bureau.book("2021").value("t.firms").number == 4


def test_rows_with_different_wrong_codes_are_different_rows(bureau):
    bureau.declare({**SAMPLES, "rules": [RULE]})
    bureau.samples(
        2021, *({"抽样单编号": "S1", "统一社会信用代码": code} for code in ("92990103MA", "92990103MB"))
    )
    assert counts(bureau.frames()) == (0, 0, 2)


@pytest.mark.parametrize(
    "other", ["晴川（云杉）糕点厂", "晴川(云杉)糕点厂", "晴川 （云杉） 糕点厂", "晴川(云杉)\u200b糕点厂"]
)
@pytest.mark.parametrize("file", ["T01_抽样台账", "T01_补充"])
def test_near_duplicates_are_found_across_files_and_spellings(bureau, file, other):
    bureau.declare({**SAMPLES, "near": ["ent_name", "sample_date"]})
    one, two = {"单位名称": "晴川（云杉）糕点厂"}, {"单位名称": other, "抽样单编号": "S2"}
    if file == "T01_抽样台账":
        bureau.samples(2021, one, two)
    else:
        bureau.samples(2021, one)
        bureau.write(f"2021/{file}.csv", [[*SAMPLE], [*{**SAMPLE, **two}.values()]])
    frames = bureau.frames()
    near = all_findings(frames, YEAR).query("rule == 'T01-近似'")
    assert len(near) == 2 and counts(frames) == (2, 0, 0)


def test_other_names_are_no_near_duplicates(bureau):
    bureau.declare({**SAMPLES, "near": ["ent_name", "sample_date"]})
    bureau.samples(2021, {"单位名称": "上浦店"}, {"单位名称": "下浦店"})
    bureau.write(
        "2021/T01_补充.csv", [[*SAMPLE], [*{**SAMPLE, "抽样单编号": "S9", "单位名称": "中浦店"}.values()]]
    )
    assert rules(bureau.frames()) == []


def kinds(bureau: TinyBureau, *pairs: tuple[str, str]) -> Frames:
    """Rows of a food and the kind that stands beside it, where the code list has 糕点 under 校园 and 夜查."""
    fields = [
        {"name": "flags", "title": "附加属性"}
        if field["name"] == "flags"
        else {**field, **({"parent": "flags"} if field["name"] == "food" else {})}
        for field in SAMPLES["fields"]
    ]
    bureau.declare({**SAMPLES, "fields": fields})
    head = ["label", "code", "aliases", "parent", "valid_from", "valid_to"]
    bureau.write(
        "codes/foods.csv",
        [
            head,
            ["糕点", "24", "", "校园|夜查", "", ""],
            ["粮食", "01", "", "网络", "", ""],
            ["茶", "", "", "", "", ""],
        ],
    )
    bureau.samples(2021, *({"食品大类": food, "附加属性": kind} for food, kind in pairs))
    return bureau.frames()


def test_a_value_under_another_parent_is_set_aside(bureau):
    frames = kinds(
        bureau,
        ("糕点", "校园"),
        ("24", "夜查"),
        ("糕点", "网络"),
        ("粮食", "校园"),
        ("茶", "校园"),
        ("粮食", ""),
    )
    assert rules(frames) == [(4, "T01-上级"), (5, "T01-上级")]
    assert counts(frames) == (4, 0, 2)
    assert "属于“夜查、校园”" in all_findings(frames, YEAR)["message"].iloc[0]
