"""What a mapping can say: units, sums, joins, conditions, look-ups, names of sheets, folded rows, several of everything."""

from __future__ import annotations

import json

import openpyxl
import pytest
from pydantic import ValidationError
from tiny_bureau import SAMPLES, contract

from workreport.base.errors import ContractError, LedgerError
from workreport.base.period import Period
from workreport.ledgers.accounting import accounts
from workreport.ledgers.declared.field_source import Source
from workreport.ledgers.declared.mapping import Mapping
from workreport.ledgers.foreign.mapped import map_table
from workreport.ledgers.read.files import Sheet

REQUIRED = {
    "sample_no": {"from": "编号"},
    "org_code": {"value": "QC11"},
    "sample_date": {"from": "日期"},
    "result": {"value": "合格"},
}
REST = ["food", "report_date", "items", "weight", "flags", "ent_name", "uscc"]
HEADER = ["编号", "日期"]
ROW = ["A1", "2021-03-05"]


def table(header: list[str], *rows: list[str], sheet: str = "表", marks: dict | None = None, **mapping):
    """The mapped table of one sheet; `columns` are those of the case."""
    parsed = Mapping.model_validate({"ledger": "samples", "files": ["*.csv"], **mapping})
    return map_table(contract(SAMPLES), parsed, Sheet(sheet, [header, *rows], **(marks or {})), "2021/甲.csv")


def cells(source: dict, header: list[str], *rows: list[str], field: str = "weight", **more) -> list[str]:
    frame = table(header, *rows, columns={field: source, "sample_no": {"from": "编号"}}, **more).frame
    return frame[field].tolist()


def declare(bureau, name: str, **content) -> None:
    (bureau.data / "mappings").mkdir(exist_ok=True)
    declared = {"ledger": "samples", "files": ["x*.csv"], "columns": REQUIRED, "absent": REST, **content}
    (bureau.data / "mappings" / name).write_text(json.dumps(declared, ensure_ascii=False), encoding="utf-8")


def account(book, ledger: str = "samples") -> list[tuple[int, ...]]:
    """Read, counted, out of period, duplicate, quarantined, not data of each file of the ledger."""
    found = accounts(book.frames, book.period)
    return [tuple(row[2:]) for row in found[found["ledger"] == ledger].itertuples(index=False, name=None)]


def workbook(bureau, path: str, **sheets: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    (bureau.data / path).parent.mkdir(exist_ok=True)
    book.save(bureau.data / path)


@pytest.mark.parametrize(
    ("source", "header", "read"),
    [
        ({"from": "量", "unit": "吨"}, "量", ["1.5吨", "", "2斤"]),
        ({"from": "量"}, "量（吨）", ["1.5吨", "", "2斤"]),
        ({"from": "量", "unit": "g"}, "量（吨）", ["1.5g", "", "2斤"]),
        ({"from": "量"}, "量（kg）", ["1.5", "", "2斤"]),
        ({"from": ["空", "量"]}, "量（吨）", ["1.5吨", "", "2斤"]),
    ],
)
def test_the_unit_of_a_column(source, header, read):
    rows = [["1", "1.5", ""], ["2", "", ""], ["3", "2斤", ""]]
    assert cells(source, ["编号", header, "空"], *rows) == read


@pytest.mark.parametrize(
    ("row", "total"),
    [
        (["0.1", "0.2"], "0.3"),
        (["1", ""], "1"),
        (["", ""], ""),
        (["/", "2"], "2"),
        (["1吨", "500g"], "1000.5"),
        (["3", "若干"], "3 + 若干"),
        (["1,000", "1"], "1001"),
    ],
)
def test_a_sum_is_exact_and_stays_apart_with_what_is_no_number(row, total):
    assert cells({"sum": ["甲", "乙"]}, ["编号", "甲", "乙"], ["1", *row]) == [total]


def test_parts_of_a_sum_have_the_units_of_their_headers():
    assert cells({"sum": ["甲", "乙"]}, ["编号", "甲（吨）", "乙"], ["1", "1", "1"]) == ["1001"]
    assert cells({"sum": ["甲", "乙"], "unit": "g"}, ["编号", "甲", "乙"], ["1", "1", "1"], ["2", "5", ""]) == [
        "0.002", "5g",
    ]  # fmt: skip


def test_a_product_has_the_unit_that_is_written():
    source = {"product": ["箱数", "每箱"], "unit": "g"}
    rows = [["1", "3", "0.5"], ["2", "", "5"], ["3", "几", "5"], ["4", "2箱", "5"]]
    assert cells(source, ["编号", "箱数", "每箱"], *rows) == ["1.5g", "", "几 × 5g", "2箱 × 5g"]
    with pytest.raises(ValidationError, match="积的单位"):
        Source.model_validate({"product": ["箱数", "每箱"]})


def test_a_sum_that_cannot_be_read_is_quarantined(bureau):
    declare(
        bureau,
        "a.yaml",
        columns={**REQUIRED, "weight": {"sum": ["甲", "乙"]}},
        absent=[n for n in REST if n != "weight"],
    )
    bureau.write("2021/x.csv", [[*HEADER, "甲", "乙"], [*ROW, "1", "2"], ["A2", "2021-03-05", "1", "若干"]])
    book = bureau.book("2021")
    assert account(book) == [(2, 1, 0, 0, 1, 0)]
    assert str(book.frames.known("samples", book.period)["weight"].iloc[0]) == "3.000"


def test_joined_cells():
    source = {"join": ["街", "号"], "between": " "}
    rows = [["1", "和平路", "3号"], ["2", "", "3号"], ["3", "", ""]]
    assert cells(source, ["编号", "街", "号"], *rows, field="ent_name") == ["和平路 3号", "3号", ""]


def test_a_value_by_another_column():
    source = {
        "from": "甲",
        "values": {"x": "其他"},
        "cases": [
            {"when": {"类": ["注销", "吊销"], "日": ".+"}, "then": "x"},
            {"when": {"类": "注.*"}, "from": "乙"},
        ],
    }
    rows = [
        ["1", "x", "b1", "注销", "3月"],
        ["2", "a2", "b2", "注销", ""],
        ["3", "a3", "x", "注册", "3月"],
        ["4", "x", "b4", "设立", "3月"],
    ]
    found = cells(source, ["编号", "甲", "乙", "类", "日"], *rows, field="ent_name")
    assert found == ["x", "b2", "其他", "其他"]  # `then` is final, a column of a case is converted
    without = {"cases": [{"when": {"类": ["注销"]}, "then": "有"}]}
    assert cells(without, ["编号", "类"], ["1", "注销"], ["2", "设立"], field="ent_name") == ["有", ""]


def test_a_constant_with_cases_is_no_constant(bureau):
    declare(
        bureau,
        "a.yaml",
        columns={
            **REQUIRED,
            "result": {"value": "合格", "cases": [{"when": {"注": ["差"]}, "then": "不合格"}]},
        },
    )
    bureau.write("2021/x.csv", [[*HEADER, "注"], [*ROW, ""], ["A2", "2021-03-05", "差"]])
    rows = bureau.frames().known("samples", Period.parse("2021"))
    assert rows["result"].tolist() == ["合格", "不合格"]
    assert rows.attrs["only"] == {"org_code": "QC11"}


def test_names_of_sheet_and_file():
    header, row = ["编号"], ["7"]
    assert cells({"key": ["$file", "$sheet", "编号"]}, header, row, field="ent_name", sheet="3月") == [
        "甲-3月-7"
    ]
    when = {"value": "其他", "cases": [{"when": {"$sheet": r"\d+月"}, "then": "按月"}]}
    assert cells(when, header, row, field="ent_name", sheet="3月") == ["按月"]


def test_look_up_tables(bureau):
    columns = {
        **REQUIRED,
        "org_code": {
            "from": "街道",
            "lookup": {"file": "街.csv", "from": "名", "to": "局"},
            "values": {"丙街": "QC12"},
        },
    }
    declare(bureau, "a.yaml", columns=columns)
    table = bureau.write(
        "mappings/街.csv", [["名", "局", "注"], ["甲街", "上浦分局", ""], ["乙街", "下浦分局", ""]]
    )
    rows = [["A1", "2021-03-05", "甲街"], ["A2", "2021-03-05", "丙街"], ["A3", "2021-03-05", "丁街"]]
    bureau.write("2021/x.csv", [[*HEADER, "街道"], *rows])
    book = bureau.book("2021")
    assert book.frames.known("samples", book.period)["org_code"].tolist() == ["QC11", "QC12"]
    assert account(book) == [(3, 2, 0, 0, 1, 0)]
    # another table is another result, cached or not
    table.write_text("名,局\n甲街,下浦分局\n丁街,下浦分局\n", encoding="utf-8")
    assert bureau.frames().known("samples", book.period)["org_code"].tolist() == ["QC12"] * 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "没有“名”“局”两列"),
        ("名,局\n甲街,上浦\n甲街,下浦\n".encode(), "“甲街”对照到两个取值"),
        ("名,别\n甲街,上浦\n".encode(), "没有“名”“局”两列"),
        ("名,局\n甲街,上浦\n".encode("gbk"), "读不了对照表"),
    ],
)
def test_look_up_tables_that_cannot_be_used(bureau, content, message):
    declare(
        bureau,
        "a.yaml",
        columns={
            **REQUIRED,
            "org_code": {"from": "街", "lookup": {"file": "街.csv", "from": "名", "to": "局"}},
        },
    )
    (bureau.data / "mappings" / "街.csv").write_bytes(content)
    with pytest.raises(ContractError, match=message):
        bureau.intake()


def test_rows_of_one_matter_are_folded_and_accounted_for(bureau):
    columns = {
        **REQUIRED,
        "ent_name": {"from": "单位"},
        "items": {"from": "项数", "rows": "sum"},
        "flags": {"from": "属性", "rows": "join"},
        "report_date": {"from": "报告", "rows": "last"},
        "weight": {"from": "编号", "rows": "count"},
    }
    declare(bureau, "a.yaml", fold=["编号"], columns=columns, absent=["food", "uscc"])
    bureau.write("2021/x.csv", [
        [*HEADER, "单位", "项数", "属性", "报告"],
        [*ROW, "云杉厂", "2", "网络", "2021-03-06"],
        ["A2", "2021-03-05", "红枫厂", "1", "", "2021-03-07"],
        [*ROW, "", "3", "校园", "2021-03-08"],
        ["A3", "2021-03-05", "甲厂", "1", "", ""],
        ["A3", "2021-03-05", "乙厂", "1", "", ""],
    ])  # fmt: skip
    book = bureau.book("2021")
    # five rows are read: two matters counted, one contradicts itself, two rows went into others
    assert account(book) == [(5, 2, 0, 0, 1, 2)]
    rows = book.frames.known("samples", book.period)
    assert rows["ent_name"].tolist() == ["云杉厂", "红枫厂"] and rows["flags"].iloc[0] == "网络、校园"
    assert rows["items"].tolist() == [5, 1] and rows["weight"].astype("int64").tolist() == [2, 1]
    assert rows["report_date"].dt.day.tolist() == [8, 7]
    (file,) = book.frames.intake.files_of("samples")
    found = book.frames.intake.read(file).findings.set_index("disposition")
    assert found.loc["quarantined", ["row", "original"]].tolist() == [5, "甲厂｜乙厂"]
    assert found.loc["normalised", "message"].tolist() == ["由第 2、4 行合成一行", "由第 5、6 行合成一行"]


def test_a_fault_in_any_row_is_a_fault_of_the_folded_one():
    rows = [["A1", "1"], ["A1", "#N/A"], ["A2", "1"], ["A2", "1"], ["", "1"], ["", "1"]]
    columns = {"sample_no": {"from": "编号"}, "items": {"from": "数", "rows": "sum"}}
    marks = {"faults": {(3, 1): "#N/A"}, "struck": {5: frozenset({0, 1})}, "hidden_rows": frozenset({3})}
    folded = table(["编号", "数"], *rows, fold=["编号"], columns=columns, marks=marks)
    assert folded.frame["_row"].tolist() == [2, 4, 6, 7]  # rows without the number stay apart
    quarantined = folded.noted[folded.noted["disposition"] == "quarantined"]
    assert quarantined["row"].tolist() == [2, 4]
    assert "第 3 行是隐藏的" in folded.noted[folded.noted["disposition"] == "warned"]["message"].item()
    assert (folded.read, folded.not_data) == (6, 2)


def test_a_merged_number_holds_for_all_its_rows():
    rows = [["A1", "1"], ["", "2"], ["A2", "4"]]
    columns = {"sample_no": {"from": "编号"}, "items": {"from": "数", "rows": "sum"}}
    folded = table(["编号", "数"], *rows, fold=["编号"], columns=columns, marks={"merged": ((2, 0, 3, 0),)})
    assert folded.frame[["sample_no", "items"]].values.tolist() == [["A1", "3"], ["A2", "4"]]


def test_several_sheets_by_name_and_wildcard(bureau):
    declare(
        bureau,
        "a.yaml",
        files=["x*.xlsx"],
        sheet=["*月", "补录"],
        columns={**REQUIRED, "sample_no": {"key": ["$sheet", "编号"]}},
    )
    workbook(
        bureau,
        "2021/x.xlsx",
        **{"1月": [HEADER, ROW], "2月": [HEADER, ROW], "补录": [HEADER, ROW], "说明": [["无"]]},
    )
    book = bureau.book("2021")
    assert sorted(book.frames.known("samples", book.period)["sample_no"]) == ["1月-A1", "2月-A1", "补录-A1"]


def test_several_mappings_for_one_ledger_by_file(bureau):
    declare(bureau, "a.yaml")
    declare(bureau, "b.yaml", files=["y*.csv"], columns={
        **REQUIRED, "sample_no": {"from": "No"}, "sample_date": {"from": "Date", "date": "%m/%d/%Y"}, "result": {"value": "不合格"},
    })  # fmt: skip
    bureau.write("2021/x.csv", [HEADER, ROW])
    bureau.write("2021/y.csv", [["No", "Date"], ["B1", "3/6/2021"]])
    book = bureau.book("2021")
    rows = book.frames.known("samples", book.period)
    assert sorted(zip(rows["sample_no"], rows["result"], strict=True)) == [("A1", "合格"), ("B1", "不合格")]
    assert rows.attrs["only"] == {"org_code": "QC11"}, "results differ, so neither is the only one"


def test_several_mappings_for_one_workbook_by_header(bureau):
    declare(bureau, "a.yaml", files=["x.xlsx"])
    declare(bureau, "b.yaml", files=["x.xlsx"], columns={**REQUIRED, "sample_no": {"from": "No"}})
    workbook(bureau, "2021/x.xlsx", 甲=[HEADER, ROW], 乙=[["No", "日期"], ["B1", "2021-03-06"]])
    book = bureau.book("2021")
    assert sorted(book.frames.known("samples", book.period)["sample_no"]) == ["A1", "B1"]
    declare(bureau, "c.yaml", files=["x.xlsx"])
    with pytest.raises(LedgerError, match="不止一份映射"):
        bureau.frames().known("samples", book.period)


def test_a_field_that_only_one_file_has_gives_no_figure_of_the_year(bureau):
    declare(bureau, "a.yaml")
    declare(
        bureau,
        "b.yaml",
        files=["y*.csv"],
        columns={**REQUIRED, "items": {"from": "数"}},
        absent=[n for n in REST if n != "items"],
    )
    bureau.write("2021/x.csv", [HEADER, ROW])
    bureau.write("2021/y.csv", [[*HEADER, "数"], ["B1", "2021-03-05", "3"]])
    assert "items" not in bureau.frames().known("samples", Period.parse("2021"))


def test_a_remark_below_a_mapped_table_is_kept(bureau):
    declare(bureau, "a.yaml")
    bureau.write("2021/x.csv", [HEADER, ROW, ["注：8月有3批次为补录。", ""]])
    book = bureau.book("2021")
    assert account(book) == [(2, 1, 0, 0, 0, 1)]
    (file,) = book.frames.intake.files_of("samples")
    (remark,) = book.frames.intake.read(file).accounts.remarks
    assert (remark.row, remark.text) == (3, "注：8月有3批次为补录。")


def test_bare_numbers_beside_another_unit_are_quarantined(bureau):
    declare(
        bureau,
        "a.yaml",
        columns={**REQUIRED, "weight": {"from": "重量"}},
        absent=[n for n in REST if n != "weight"],
    )
    days = ["2021-03-05", "2021-03-06", "2021-03-07"]
    cells = zip(["A1", "A2", "A3"], days, ["1.34吨", "1340", "20kg"], strict=True)
    bureau.write("2021/x.csv", [[*HEADER, "重量"], *map(list, cells)])
    assert account(bureau.book("2021")) == [(3, 2, 0, 0, 1, 0)]


def test_rows_above_a_mapped_header_are_quarantined(bureau):
    declare(bureau, "a.yaml")
    bureau.write("2021/x.csv", [["2021年台账", ""], ["A1", "2021-03-05"], HEADER, ["A2", "2021-03-06"]])
    assert account(bureau.book("2021")) == [(2, 1, 0, 0, 1, 0)]


def test_mappings_that_give_different_parts_are_refused(bureau):
    declare(bureau, "a.yaml")
    declare(bureau, "b.yaml", files=["y*.csv"], part=["result"])
    with pytest.raises(ContractError, match="part 不同"):
        bureau.intake()


def test_a_file_of_several_years_gives_each_its_rows(bureau):
    declare(bureau, "a.yaml", years=[2019, 2020, 2021])
    rows = [[f"A{n}", day] for n, day in enumerate(["2019-02-01", "2020-02-01", "2020-03-01", "2021-02-01"])]
    bureau.write("2021/x.csv", [HEADER, *rows])
    for year, counted in (("2019", 1), ("2020", 2), ("2021", 1)):
        book = bureau.book(year)
        assert account(book) == [(4, counted, 4 - counted, 0, 0, 0)]
    declare(bureau, "a.yaml", years=[])
    assert account(bureau.book("2020")) == []


def test_personal_columns_are_declared_and_never_read(bureau):
    columns = {**REQUIRED, "sampler": {"from": "经办"}}
    declare(bureau, "a.yaml", columns=columns, personal=["法人代表"])
    bureau.write("2021/x.csv", [[*HEADER, "法人代表", "经办"], [*ROW, "甲某", "乙某"]])
    intake = bureau.intake()
    assert intake.mappings["samples"].personal == ["法人代表", "经办"]
    (file,) = intake.files_of("samples")
    assert not {"甲某", "乙某"} & set(intake.tables(file).tables[0].frame.iloc[0].astype(str))
    assert intake.read(file).findings.empty
    declare(bureau, "a.yaml", personal=["法人代表人", "经办"])
    findings = bureau.intake().read(file).findings
    assert findings[["row", "disposition"]].values.tolist() == [[1, "warned"]]
    assert "表里没有的列：法人代表人，" in findings["message"].iloc[0]
    declare(bureau, "a.yaml", columns={**REQUIRED, "ent_name": {"from": "法人代表"}}, personal=["法人代表"])
    with pytest.raises(ContractError, match="法人代表"):
        bureau.intake()


@pytest.mark.parametrize(
    "source", [{"sum": ["甲"]}, {"from": "甲", "unit": "吨"}, {"from": "甲", "rows": "sum"}]
)
def test_arithmetic_of_texts_is_refused(bureau, source):
    declare(bureau, "a.yaml", columns={**REQUIRED, "ent_name": source})
    with pytest.raises(ContractError, match="不是数字"):
        bureau.intake()
