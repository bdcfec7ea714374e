"""A foreign table becomes a ledger by data alone, or the mapping is refused with a reason in Chinese."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError
from tiny_bureau import SAMPLES, contract

from workreport.base.errors import ContractError, LedgerError
from workreport.ledgers.declared.field_source import Source
from workreport.ledgers.declared.mapping import Mapping
from workreport.ledgers.declared.mapping_files import load_mappings, mapped_contract
from workreport.ledgers.declared.source_columns import ROW
from workreport.ledgers.foreign.mapped import map_table
from workreport.ledgers.foreign.source_cells import iso_date
from workreport.ledgers.read.files import Sheet
from workreport.ledgers.read.sheet_selection import select_tables

COLUMNS = {
    "sample_no": {"key": ["年份", "序号"]},
    "org_code": {"value": "QC11"},
    "sample_date": {"from": "日期"},
    "result": {"from": "结果", "values": {"好": "合格", "差": "不合格", "": "未出"}},
    "ent_name": {"from": "单位", "split": r"(?P<name>[^/]+)/(?P<code>\w+)", "take": "name"},
    "uscc": {"from": "单位", "split": r"(?P<name>[^/]+)/(?P<code>\w+)", "take": "code"},
}
HEADER = ["序号", "年份", "单位", "日期", "结果（初检）"]


def mapping(**parts) -> Mapping:
    return Mapping.model_validate({"ledger": "samples", "files": ["x*.csv"], "columns": COLUMNS, **parts})


def mapped(*rows, sheet="表", **parts):
    return map_table(
        contract(SAMPLES), mapping(**parts), Sheet(sheet, [list(row) for row in rows]), "2021/x.csv"
    )


def test_every_kind_of_source():
    table = mapped(
        ["导出日期 2021"],
        HEADER,
        ["7", "2021", "云杉厂/A1", "2021-03-05", "好"],
        [],
        ["8", "2021", "云杉厂", "2021-03-06"],
    )
    assert table.frame.drop(columns=["_file", "_sheet"]).to_dict("records") == [
        {"sample_no": "2021-7", "org_code": "QC11", "sample_date": "2021-03-05", "result": "合格", "ent_name": "云杉厂", "uscc": "A1", ROW: 3},
        # a packed cell that does not fit is handed on whole, a missing text may have a meaning
        {"sample_no": "2021-8", "org_code": "QC11", "sample_date": "2021-03-06", "result": "未出", "ent_name": "云杉厂", "uscc": "云杉厂", ROW: 5},
    ]  # fmt: skip
    assert (table.read, table.not_data) == (2, 0)


def gathered(*rows, **marks):
    sheet = Sheet("表", [list(row) for row in rows], **marks)
    read = lambda one: map_table(contract(SAMPLES), mapping(), one, "2021/x.csv")  # noqa: E731
    (table,) = select_tables(contract(SAMPLES), [sheet], "2021/x.csv", read).tables
    return table, list(table.noted[["row", "column", "disposition"]].itertuples(index=False, name=None))


ROWS = [[str(n), "2021", "云杉厂/A1", "2021-03-05", "好"] for n in range(1, 4)]


def test_cells_that_hold_no_value_are_set_aside():
    rows = [["1", "2021", "云\ufffd厂", "2021-03-05", "#N/A"], [*ROWS[1][:4], "=A1"], ROWS[2]]
    table, findings = gathered(HEADER, *rows, faults={(2, 4): "#N/A", (3, 4): "=A1"})
    assert findings == [(2, "单位", "quarantined"), (2, "结果", "quarantined"), (3, "结果", "quarantined")]
    assert (table.read, len(table.frame)) == (3, 3)


def test_faults_below_a_header_that_a_contracts_field_is_called_too():
    columns = {"sample_no": {"from": "uscc"}, "uscc": {"from": "代码"}}
    sheet = Sheet("表", [["uscc", "代码"], ["1", "2"], ["=B1", "3"]], faults={(3, 0): "=B1"})
    table = map_table(contract(SAMPLES), mapping(columns=columns), sheet, "x.csv")
    assert table.noted[["row", "disposition"]].values.tolist() == [[3, "quarantined"]]


def test_hidden_and_struck_out_rows_and_cells():
    _, findings = gathered(
        HEADER, *ROWS, hidden_rows=frozenset({2}), struck={3: frozenset({3}), 4: frozenset(range(5))}
    )
    assert findings == [(2, "", "warned"), (3, "日期", "quarantined"), (4, "", "quarantined")]


def test_merged_categories_are_filled_and_nothing_else():
    rows = [ROWS[0], ["2", "2021", "", "", ""], ["3", "2021", "", "", ""]]
    merged = ((2, 3, 4, 3), (2, 4, 4, 4))
    table, findings = gathered(HEADER, *rows, merged=merged)
    assert table.frame["result"].tolist() == ["合格"] * 3
    assert table.frame["sample_date"].tolist() == ["2021-03-05", "", ""]
    assert findings == [(2, "日期", "warned")]


@pytest.mark.parametrize("line", [["合计", "", "", "", "3"], ["填表人：张**"], HEADER, ["注：以上含复检。"]])
def test_lines_that_are_no_data(line):
    table, _ = gathered(["导出"], HEADER, *ROWS[:2], line, ROWS[2])
    assert table.frame["sample_no"].tolist() == ["2021-1", "2021-2", "2021-3"]
    assert (table.read, table.not_data) == (4, 1)


def test_texts_that_mean_nothing_entered():
    row = mapped(HEADER, ["7", "2021", "—", "暂缺", "—"], missing=["—", "暂缺"]).frame.iloc[0]
    assert (row["ent_name"], row["sample_date"], row["result"]) == ("", "", "未出")


def test_only_the_named_sheet_is_read():
    assert map_table(contract(SAMPLES), mapping(sheet="数据"), Sheet("说明", [HEADER]), "x.csv") is None
    assert map_table(contract(SAMPLES), mapping(sheet="数据"), Sheet("数据", [HEADER]), "x.csv").frame.empty


def test_header_that_the_mapping_needs_is_missing():
    with pytest.raises(LedgerError) as caught:
        mapped(["导出"], ["序号", "年份", "日期"], ["7", "2021", "2021-03-05"])
    assert caught.value.what == "缺少映射所需的列：单位、结果"
    assert caught.value.where == "2021/x.csv 工作表“表” 第 2 行（表头）"


@pytest.mark.parametrize(
    "source",
    [
        {},
        {"from": "甲", "value": "乙"},
        {"value": "乙", "key": ["甲"]},
        {"from": "甲", "split": "(?P<a>.)"},
        {"from": "甲", "take": "a"},
        {"from": "甲", "split": "(?P<a>.)", "take": "b"},
        {"from": "甲", "split": "(", "take": "a"},
        {"from": "甲", "column": "乙"},
    ],
)
def test_sources_that_make_no_sense_are_refused(source):
    with pytest.raises(ValidationError):
        Source.model_validate(source)


def test_contract_leaves_out_what_the_table_does_not_have():
    less = mapped_contract(contract(SAMPLES), mapping())
    assert list(less.by_name) == [f["name"] for f in SAMPLES["fields"] if f["name"] in COLUMNS]
    unmet = {
        "id": "R",
        "required_if": {"field": "report_date", "when": {"result": ["合格"]}},
        "message": "无",
    }
    assert mapped_contract(contract(SAMPLES, rules=[unmet]), mapping()).rules == []


def test_mapped_rows_pass_the_same_validation(bureau):
    (bureau.data / "mappings").mkdir()
    left = ["food", "report_date", "items", "weight"]
    content = {"ledger": "samples", "files": ["x*.csv"], "columns": COLUMNS, "absent": left}
    (bureau.data / "mappings" / "a.yaml").write_text(
        json.dumps(content, ensure_ascii=False),
        encoding="utf-8",
    )
    bureau.write(
        "2021/x.csv",
        [HEADER, ["7", "2021", "云杉厂/A1", "2021-03-05", "好"], ["8", "2021", "云杉厂/A1", "昨天", "好"]],
    )
    intake = bureau.intake()
    (file,) = [f for f in intake.files if f.ledger == "samples"]
    read = intake.read(file)
    assert read.frame["org_code"].tolist() == ["QC11"]
    findings = read.findings.set_index("disposition")
    assert findings.loc["quarantined", "original"] == "昨天"
    assert read.accounts.sheets[0].absent[0] == "附加属性（flags）", "of which the mapping says nothing"
    assert (read.accounts.read, read.accounts.quarantined) == (2, 1)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ledger": "nothing"}, "不存在的台账“nothing”"),
        ({"columns": {**COLUMNS, "colour": {"value": "红"}}}, "没有的字段：colour"),
        ({"absent": ["colour"]}, "没有的字段：colour"),
        ({"columns": {"sample_no": {"value": "1"}}}, "没有交代必填字段：org_code、result、sample_date"),
        (
            {"columns": {**COLUMNS, "food": {"from": "a", "value": "b"}}},
            "columns.food：from、value、key、join、sum、product 写且只写一个",
        ),
        ({"columns": {**COLUMNS, "food": {"from": "a", "split": "(", "take": "b"}}}, "不是合法的正则表达式"),
        ({"part": ["result"]}, "part 中的“result”要在 columns 中用 value 写成常量"),
        ({"colour": "red"}, "colour：不认识的项"),
        ({"files": None}, "files：应为列表"),
    ],
)
def test_wrong_mappings_are_refused_in_chinese(bureau, changes, message):
    (bureau.data / "mappings").mkdir()
    content = {"ledger": "samples", "files": ["x*.csv"], "columns": COLUMNS, **changes}
    (bureau.data / "mappings" / "登记.yaml").write_text(
        json.dumps(content, ensure_ascii=False), encoding="utf-8"
    )
    with pytest.raises(ContractError) as caught:
        bureau.intake()
    assert message in caught.value.message and "登记.yaml" in caught.value.where


def test_required_fields_may_be_declared_absent(bureau):
    (bureau.data / "mappings").mkdir()
    content = {
        "ledger": "samples",
        "files": ["x*.csv"],
        "columns": {"sample_no": {"from": "序号"}},
        "absent": ["org_code", "sample_date", "result"],
    }
    (bureau.data / "mappings" / "a.yaml").write_text(
        json.dumps(content, ensure_ascii=False), encoding="utf-8"
    )
    intake = bureau.intake()
    assert load_mappings(intake.workspace, intake.contracts).keys() == {"samples"}
    assert list(intake.contract("samples").by_name) == ["sample_no"]


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("20210112", "%Y%m%d", "2021-01-12"),
        ("2021112", "%Y%m%d", None),  # 12 January or 2 November
        ("202111", "%Y%m%d", None),
        ("20210112 08:05", "%Y%m%d %H:%M", "2021-01-12"),
        ("2021112 08:05", "%Y%m%d %H:%M", None),
        ("20210112083", "%Y%m%d%H%M", None),
        ("7/9/2016", "%m/%d/%Y", "2016-07-09"),
        ("2021/1/12", "%Y/%m/%d", "2021-01-12"),
        ("210112", "%y%m%d", "2021-01-12"),
        ("21112", "%y%m%d", None),
        ("44208", "excel", "2021-01-12"),
        ("2958465", "excel", "9999-12-31"),
        ("2021112", "excel", None),
    ],
)
def test_dates_without_separators_are_read_at_their_full_width_only(text, form, day):
    assert iso_date(text, [form]) == (day or text)
