"""Figures for reuse: typed, with definitions, readable by standard tools, and no number that leaders do not see."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from decimal import Decimal

import frictionless
import openpyxl
import pytest
from made_report import FOOD, context, papers, record, records, sections

from workreport.figures.csv_files import COLUMNS as FIGURE_COLUMNS
from workreport.figures.csv_files import csv_bytes
from workreport.rendering.documents.accessible_workbook import COVER, Book, Column, SheetTable, workbook_bytes
from workreport.rendering.documents.all_documents import build_documents
from workreport.rendering.documents.assurance import SHEET as ASSURANCE
from workreport.rendering.documents.assurance import assurance
from workreport.rendering.documents.chart_tables import chart_tables
from workreport.rendering.documents.data_package import FILE, data_package
from workreport.rendering.documents.workbook import COLUMNS, INDEX, NOTES, OTHERS, adds_up
from workreport.rendering.executed_notebooks import ForLeaders
from workreport.rendering.report_model import Signing

FIGURES = [
    dict.fromkeys(FIGURE_COLUMNS, "") | {"id": one["id"], "value": one["value"] or "", "rows": "3", "as_of": "2021-12-31"}
    for one in records()
]  # fmt: skip
TABLES = {
    "figures.csv": csv_bytes(FIGURES, FIGURE_COLUMNS),
    "evidence.csv": "id,period,file,measure,column,factor,status\nfood.a,2021,evidence/food.a.csv,sum,重量,1,ok\n".encode(
        "utf-8-sig"
    ),
    "evidence/food.a.csv": "文件,工作表,行,编号,归期日期,重量\nLG02.xlsx,表,3,0012,2021-02-03,1.5\n".encode(
        "utf-8-sig"
    ),
    "evidence/food.b.csv": "文件,工作表,行\n".encode("utf-8-sig"),
    "evidence/2020/food.a.csv": "文件,工作表,行\n".encode("utf-8-sig"),
    "index.html": b"",
}


def documents() -> dict[str, bytes]:
    """Everything beside the pages and tables, with the package that describes it."""
    by_name = build_documents(context(), sections(), records(), papers())
    by_name |= chart_tables(ForLeaders.of(sections()).shown(sections()))
    return by_name | {FILE: data_package(context(), {**TABLES, **by_name})}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return documents()


@pytest.fixture(scope="module")
def workbook(files):
    return openpyxl.load_workbook(io.BytesIO(files["figures.xlsx"]))


def rows(sheet) -> list[dict]:
    names = [column[0] for column in COLUMNS]
    return [dict(zip(names, line, strict=True)) for line in sheet.iter_rows(min_row=4, values_only=True)]


@pytest.mark.slow
def test_the_same_report_gives_the_same_bytes(files):
    again = documents()
    assert {path for path in files if files[path] != again[path]} == set()


def test_workbook_has_a_sheet_a_section_and_one_for_the_rest(workbook):
    assert workbook.sheetnames[:4] == [COVER, INDEX, NOTES, ASSURANCE] and workbook.sheetnames[-1] == OTHERS
    assert "03 食品安全监管" in workbook.sheetnames
    listed = [sheet.value for sheet in workbook[INDEX]["A"][3:]]
    assert listed == workbook.sheetnames[2:]
    assert [row["指标编号"] for row in rows(workbook[OTHERS])] == ["food.lost", "food.rate"]


def test_workbook_keeps_the_checklist_of_accessible_spreadsheets(files, workbook):
    """One named table a sheet below its title, its header in view, no empty, merged or hidden cell, a language."""
    assert workbook.properties.language == "zh-CN" and "2021年工作报告" in workbook.properties.title
    assert workbook.active.title == COVER
    names = []
    for sheet in workbook.worksheets:
        assert sheet["A1"].value and sheet["A2"].value and not sheet.merged_cells.ranges
        assert not [
            dimension
            for dimension in sheet.column_dimensions.values()
            if dimension.hidden or dimension.width < 8
        ]
        assert not [dimension for dimension in sheet.row_dimensions.values() if dimension.hidden]
        if sheet.title == COVER or sheet["A3"].value == "本章节没有列出指标。":
            assert not sheet.tables
            continue
        (table,) = sheet.tables.values()
        assert table.ref == sheet.dimensions.replace("A1:", "A3:") and sheet.freeze_panes.endswith("4")
        assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[3]]
        assert not [cell.coordinate for row in sheet[table.ref] for cell in row if cell.value in (None, "")]
        names.append(table.displayName)
    assert len(set(names)) == len(names) and "figures_03_food_safety" in names
    signs = {row[1].value for row in workbook[NOTES].iter_rows(min_row=4) if row[0].value == "符号"}
    used = {
        cell.value
        for sheet in workbook.worksheets[4:]
        for row in sheet.iter_rows(min_row=4)
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("[")
    }
    assert used <= signs and len(used) > 2


def test_an_empty_cell_is_refused():
    columns = [Column("甲", 10), Column("乙", 10)]
    table = SheetTable("表", "题", "说明", "t", columns, [["x", ""]])
    with pytest.raises(ValueError, match="乙"):
        workbook_bytes(Book("书", "局", date(2021, 12, 31), ["说明"], [table]))


def test_assurance_states_who_signed_what_and_the_limits(workbook):
    lines = [tuple(cell.value for cell in row) for row in workbook[ASSURANCE].iter_rows(min_row=4)]
    assert ("签署", "审签", "没有审签记录") in lines and ("签署", "文稿状态", "草稿，不得引用") in lines
    assert ("核对", "勾稽不成立", "1项") in lines and ("使用限制", "隔离待核的行", "4行，未计入各数") in lines
    data = next(line for line in lines if line[1] == "2021/LG02_食品安全监督抽检台账.xlsx")
    assert data[2].startswith("800行") and "0f0f" in data[2]
    signing = Signing(signed=[("审核", "甲某（全部章节）")], steps=[("承办", "核数"), ("审核", "审稿")])
    rows = assurance(context(signing=signing, draft=False, reported=[])).rows
    assert ("签署", "审核", "甲某（全部章节）") in rows and ("签署", "承办", "尚未签署") in rows
    assert ("签署", "文稿状态", "送审稿") in rows


def test_numbers_are_numbers_with_units_and_definitions(workbook):
    sheet = workbook["03 食品安全监管"]
    assert sheet.freeze_panes == "C4"
    part = next(row for row in rows(sheet) if row["指标编号"] == "food.a")
    assert (part["本期"], part["单位"], part["上年同期"], part["口径"]) == (290, "批次", 289, "计抽样单。")
    lost, rate = rows(workbook[OTHERS])
    assert lost["本期"] == "[未提供]" and lost["状态"] == "未提供" and "未提供" not in lost["口径"]
    assert rate["本期"] == pytest.approx(1.8783068783068783) and workbook[OTHERS]["C5"].number_format == "0.0"


def test_a_total_is_a_formula_only_where_its_parts_give_it(files, workbook):
    sheet = workbook["03 食品安全监管"]
    at = next(row for row in range(4, 10) if sheet.cell(row, 1).value == "food.all")
    formula = sheet.cell(at, 3).value
    assert formula.startswith("=SUMIFS(") and '"food.a"' in formula and '"food.b"' in formula
    cached = openpyxl.load_workbook(io.BytesIO(files["figures.xlsx"]), data_only=True)
    assert cached["03 食品安全监管"].cell(at, 3).value == 735
    here = {figure["id"]: figure for figure in records()}
    assert adds_up(here["food.all"], "value", here)
    assert not adds_up(here["food.all"], "value", {"food.all": here["food.all"], "food.a": here["food.a"]})
    assert not adds_up(here["food.all"], "value", here | {"food.b": record("food.b", 444)})
    assert not adds_up(here["food.all"], "value", here | {"food.b": record("food.b", None)})
    assert not adds_up(here["food.a"], "value", here)


def test_json_has_exact_values_numbers_and_where_they_are_shown(files):
    content = json.loads(files["figures.json"])
    assert content["marks"] == {"draft": True, "synthetic": True, "pending_rows": 4}
    by_id = {figure["id"]: figure for figure in content["figures"]}
    assert list(by_id) == sorted(by_id)
    assert by_id["food.rate"]["value"] == "1.8783068783068783" and by_id["food.lost"]["number"] is None
    assert FOOD in by_id["food.all"]["sections"] and by_id["food.rate"]["sections"] == []


def test_a_chart_has_its_numbers_beside_it(files):
    read = list(csv.DictReader(io.StringIO(files[f"charts/{FOOD}/monthly.csv"].decode("utf-8-sig"))))
    assert len(read) == 24 and {row["单位"] for row in read} == {"批次", "%"}
    assert read[0] == {"类别": "1月", "系列": "抽检批次", "数值": "31", "单位": "批次"}
    assert Decimal(read[12]["数值"]) == Decimal("3.25") and read[23]["数值"] == ""


def test_what_leaders_do_not_see_is_in_no_chart_data(files):
    read = list(csv.DictReader(io.StringIO(files[f"charts/{FOOD}/few.csv"].decode("utf-8-sig"))))
    assert [row["数值"] for row in read] == ["", "41"]


def test_the_package_is_valid_to_an_independent_reader(files, tmp_path):
    for path, content in (TABLES | files).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["title", "message"])
    described = {resource.path for resource in package.resources}
    assert described == {path for path in TABLES | files if path.endswith(".csv")}
    read = package.get_resource("evidence.food.a").read_rows()[0]
    assert read["编号"] == "0012", "a code keeps its zeros"
    assert (read["行"], read["归期日期"], read["重量"]) == (3, date(2021, 2, 3), Decimal("1.5"))


def test_a_table_that_is_not_as_described_is_found(files, tmp_path):
    for path, content in (TABLES | files).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    broken = TABLES["figures.csv"].replace(b",290,", b",many,")
    assert broken != TABLES["figures.csv"]
    (tmp_path / "figures.csv").write_bytes(broken)
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid
