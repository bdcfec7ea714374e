"""`workreport check`: marked copies say what to mend, carry nothing personal, and go straight back in."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from awkward import changed
from click.testing import CliRunner
from tiny_bureau import SAMPLE, TinyBureau

from workreport.base.errors import LedgerError
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.cli import main
from workreport.ledgers.declared.contract import load_contracts
from workreport.ledgers.exchange import validate_command
from workreport.ledgers.exchange.account_table import print_table
from workreport.ledgers.exchange.marked_copy import marked_copy
from workreport.ledgers.exchange.new_year import new_year
from workreport.ledgers.exchange.summary import COLOURS, COLUMNS, TITLE
from workreport.ledgers.exchange.validate_command import check
from workreport.ledgers.read.files import read_sheets
from workreport.ledgers.read.header_search import find_header
from workreport.ledgers.read.own_sheets import is_generated

YEAR = Period.parse("2021")
HEADER = [*SAMPLE, "抽样人"]
CLERK, PHONE_OWNER = "赖小明", "王经手"


@pytest.fixture
def csv_file(bureau: TinyBureau) -> Path:
    """A csv with three bad cells, formulas that are text, and a personal column."""
    rows = [
        SAMPLE | {"抽样单编号": "S1", "抽样人": CLERK},
        SAMPLE | {"抽样单编号": "S2", "检验结论": "合恪", "抽样人": CLERK},
        SAMPLE | {"抽样单编号": "S3", "单位名称": "=cmd|' /C calc'!A0", "抽样人": CLERK},
        SAMPLE | {"抽样单编号": "S4", "检验项目数（项）": "@SUM(A1)", "抽样人": CLERK},
        SAMPLE | {"抽样单编号": "S5", "报告日期": "2021-01-01", "单位名称": "+86 厂", "抽样人": CLERK},
    ]
    bureau.devices(2021, {})
    return bureau.write("2021/T01_抽样台账.csv", [HEADER, *([row[h] for h in HEADER] for row in rows)])


@pytest.fixture
def xlsx_file(bureau: TinyBureau) -> Path:
    """A formatted workbook as an office keeps it: title, units, a formula, a merged note, an author."""
    book = openpyxl.Workbook()
    book.properties.creator, book.properties.lastModifiedBy = PHONE_OWNER, "PC-0423\\wang"
    sheet = book.active
    sheet.title = "抽样"
    sheet.append(["2021年抽样台账"])
    sheet.merge_cells("A1:L1")
    sheet.append(HEADER)
    for row in (
        SAMPLE | {"抽样单编号": "S1", "检验项目数（项）": 4},
        SAMPLE | {"抽样单编号": "S2", "检验结论": "合恪"},
        SAMPLE | {"抽样单编号": "S3", "食品大类": "飞碟"},
    ):
        sheet.append([*(row[h] for h in SAMPLE), CLERK])
    sheet["A3"].font = openpyxl.styles.Font(bold=True)
    sheet.column_dimensions["A"].width = 33
    path = bureau.data / "2021" / "T01_抽样台账.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    bureau.devices(2021, {})
    return path


def checked(bureau: TinyBureau, year: Period = YEAR):
    return check(Workspace.open(bureau.data, bureau.out), year)


def line(table, file: str) -> dict:
    return table[table["file"] == file].iloc[0].to_dict()


def find(sheet, text: str):
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == text)


def test_cells_are_coloured_and_annotated(bureau: TinyBureau, xlsx_file: Path) -> None:
    before = xlsx_file.read_bytes()
    result = checked(bureau)
    assert result.status == 1
    assert xlsx_file.read_bytes() == before
    book = openpyxl.load_workbook(result.folder / "T01_抽样台账_问题标注.xlsx")
    assert book.sheetnames == [TITLE, "抽样"]
    cell = find(book["抽样"], "合恪")
    assert cell.fill.fgColor.rgb.endswith(COLOURS["quarantined"])
    for words in ("隔离", "取值", "允许：可填：合格、不合格、未出"):
        assert words in cell.comment.text
    assert "粮食加工品" in find(book["抽样"], "飞碟").comment.text
    assert not find(book["抽样"], "S1").comment
    # formatting of the original stays
    assert book["抽样"]["A3"].font.bold and book["抽样"].column_dimensions["A"].width == 33
    assert "A1:L1" in [str(area) for area in book["抽样"].merged_cells.ranges]


def test_summary_lists_findings_with_links(bureau: TinyBureau, xlsx_file: Path) -> None:
    book = openpyxl.load_workbook(checked(bureau).folder / "T01_抽样台账_问题标注.xlsx")
    summary = book[TITLE]
    head = find(summary, COLUMNS[0]).row
    links = [summary.cell(row, 3).hyperlink.location for row in (head + 1, head + 2)]
    wrong = [find(book["抽样"], text).coordinate for text in ("合恪", "飞碟")]
    assert links == [f"'抽样'!{place}" for place in wrong]
    texts = [cell.value for row in summary.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any("抽样人" in text and "清空" in text for text in texts)


def test_nothing_personal_and_nothing_of_the_machine(bureau, xlsx_file: Path) -> None:
    path = checked(bureau).folder / "T01_抽样台账_问题标注.xlsx"
    with zipfile.ZipFile(path) as parts:
        content = b"".join(parts.read(name) for name in parts.namelist()).decode("utf-8", "replace")
    content = unescape(content)  # where lxml is there, it writes Han characters as references
    for word in (CLERK, PHONE_OWNER, "PC-0423"):
        assert word not in content
    assert "抽样人" in content, "the header stays"


def test_text_that_looks_like_a_formula_is_text(bureau: TinyBureau, csv_file: Path) -> None:
    book = openpyxl.load_workbook(checked(bureau).folder / "T01_抽样台账_问题标注.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    risky = [c for c in cells if isinstance(c.value, str) and c.value.startswith(("=", "+", "@", "-"))]
    assert len(risky) >= 4 and all(cell.quotePrefix for cell in risky)


@pytest.mark.parametrize("source", ["csv_file", "xlsx_file"])
def test_a_corrected_copy_goes_straight_back_in(bureau: TinyBureau, source: str, request) -> None:
    original: Path = request.getfixturevalue(source)
    first = checked(bureau)
    before = line(first.table, f"2021/{original.name}")
    rows = bureau.frames().known("samples", YEAR).drop(columns=["_file", "_sheet"])
    copy = first.folder / str(before["copy"])
    book = openpyxl.load_workbook(copy)
    find(book.worksheets[1], "合恪").value = "合格"
    original.unlink()
    handed_in = original.with_name(copy.name)
    book.save(handed_in)
    second = checked(bureau)
    after = line(second.table, f"2021/{handed_in.name}")
    assert after["findings"] == before["findings"] - 1
    assert after["counted"] == before["counted"] + 1
    assert all(after[name] == before[name] for name in ("read", "not_data", "duplicate", "out_of_period"))
    now = bureau.frames().known("samples", YEAR).drop(columns=["_file", "_sheet"])
    others = now[now["sample_no"] != "S2"].reset_index(drop=True)
    assert others.equals(rows.reset_index(drop=True)), "nothing else changed"
    # and the copy of the copy has one summary, no mark on the mended cell, and the same name
    again = openpyxl.load_workbook(second.folder / copy.name)
    visible = [sheet.title for sheet in again if sheet.sheet_state == "visible"]
    assert visible.count(TITLE) == 1 and len(visible) == 2
    mended = find(again.worksheets[1], "S2").row
    column = find(again.worksheets[1], "检验结论").column
    assert again.worksheets[1].cell(mended, column).comment is None


def test_a_formula_keeps_what_it_shows(bureau: TinyBureau, xlsx_file: Path) -> None:
    """openpyxl drops the values of formulas; the copy holds the values instead."""
    import xlsxwriter

    rows = [SAMPLE | {"抽样单编号": "S1"}, SAMPLE | {"抽样单编号": "S2", "检验结论": "合恪"}]
    with xlsxwriter.Workbook(str(xlsx_file)) as book:
        sheet = book.add_worksheet("抽样")
        sheet.write_row(0, 0, list(SAMPLE))
        for at, row in enumerate(rows, start=1):
            sheet.write_row(at, 0, list(row.values()))
            sheet.write_formula(at, list(SAMPLE).index("检验项目数（项）"), "=2*2", value=4)
    copy = checked(bureau).folder / "T01_抽样台账_问题标注.xlsx"
    (sheet,) = [s for s in read_sheets(copy, "x") if not is_generated(s)]
    assert [row[list(SAMPLE).index("检验项目数（项）")] for row in sheet.rows[1:]] == ["4", "4"]


def test_an_unchanged_copy_has_the_same_findings(bureau: TinyBureau, xlsx_file: Path) -> None:
    """Formulas never worked out, errors, struck-out and hidden rows are as wrong in the copy."""
    book = openpyxl.load_workbook(xlsx_file)
    sheet, items = book["抽样"], HEADER.index("检验项目数（项）") + 1
    for at, value in enumerate(("=2*2", "#REF!", "=cmd|' /C calc'!A0", -5), start=4):
        sheet.append([*(SAMPLE | {"抽样单编号": f"T{at}"}).values(), CLERK])
        sheet.cell(sheet.max_row, items).value = value
    sheet.append([*(SAMPLE | {"抽样单编号": "T9"}).values(), CLERK])
    for cell in sheet[sheet.max_row]:
        cell.font = openpyxl.styles.Font(strike=True)
    sheet.row_dimensions[3].hidden = True
    book.save(xlsx_file)
    first = checked(bureau)
    copy = first.folder / "T01_抽样台账_问题标注.xlsx"
    live = [
        c.value for s in openpyxl.load_workbook(copy) for r in s.iter_rows() for c in r if c.data_type == "f"
    ]
    assert live == ["=2*2", "=NA()"], "no formula that starts a program"
    xlsx_file.unlink()
    handed_in = xlsx_file.with_name(copy.name)
    handed_in.write_bytes(copy.read_bytes())
    second = checked(bureau)
    before, after = (line(assessment.table, f"2021/{name}") for assessment, name in
                     ((first, xlsx_file.name), (second, handed_in.name)))  # fmt: skip
    assert {k: v for k, v in after.items() if k != "file"} == {k: v for k, v in before.items() if k != "file"}


OLD = Path(__file__).parents[1] / "ledgers" / "old.xls"
WHOLE = "不带其余格式"


def handed_back(bureau: TinyBureau, path: Path) -> tuple[dict, dict]:
    """What a check says of a file, and then of its marked copy in its stead; that there was one."""
    first = line(checked(bureau).table, f"2021/{path.name}")
    copy = bureau.out / "check" / "2021" / first["copy"]
    content = copy.read_bytes()
    path.unlink()
    (path.parent / copy.name).write_bytes(content)
    return first, line(checked(bureau).table, f"2021/{copy.name}")


def same_rows(first: dict, second: dict) -> bool:
    names = ("read", "counted", "out_of_period", "duplicate", "quarantined", "not_data")
    return [first[name] for name in names] == [second[name] for name in names]


@pytest.mark.parametrize(
    "inside", [["theme/theme/theme1.xml"], ["[Content_Types].xml", "xl/workbook.xml"], None]
)
def test_an_old_workbook_has_a_copy_whatever_is_embedded_in_it(bureau: TinyBureau, inside) -> None:
    """Excel keeps the theme of an .xls as a whole zip in it; what is struck out stays so."""
    held = io.BytesIO()
    if inside is not None:
        with zipfile.ZipFile(held, "w") as parts:
            for name in inside:
                parts.writestr(name, "<a/>")
    path = bureau.data / "2021" / "T01_抽样台账.xls"
    path.parent.mkdir(parents=True)
    path.write_bytes(OLD.read_bytes() + held.getvalue())
    bureau.devices(2021, {})
    first, second = handed_back(bureau, path)
    assert WHOLE in first["remark"]
    assert first["quarantined"] == 3 and same_rows(first, second)


def test_a_workbook_with_styles_that_there_are_not_has_a_copy(bureau: TinyBureau, xlsx_file: Path) -> None:
    book = openpyxl.load_workbook(xlsx_file)
    book["抽样"]["A3"].font = openpyxl.styles.Font(strike=True)
    book["抽样"].row_dimensions[4].hidden = True
    book.save(xlsx_file)
    changed(
        xlsx_file, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<c r="B4"', b'<c s="999" r="B4"')
    )
    first, second = handed_back(bureau, xlsx_file)
    assert WHOLE in first["remark"] and second["remark"] == ""
    assert first["quarantined"] == 3 and same_rows(first, second)
    copy = openpyxl.load_workbook(xlsx_file.with_name(first["copy"]))
    texts = [str(cell.value) for sheet in copy for row in sheet.iter_rows() for cell in row]
    assert any(WHOLE in text for text in texts) and CLERK not in texts
    assert copy["抽样"]["A3"].font.strike and "A1:L1" in map(str, copy["抽样"].merged_cells.ranges)


def test_a_copy_that_fails_does_not_hold_up_the_others(bureau: TinyBureau, csv_file, monkeypatch) -> None:
    bureau.devices(2021, {"状态": "飞碟"})

    def refuse(intake, file, found):
        if file.ledger == "samples":
            raise IndexError(CLERK)
        return marked_copy(intake, file, found)

    monkeypatch.setattr(validate_command, "marked_copy", refuse)
    arguments = ["check", "2021", "--data", str(bureau.data), "--out", str(bureau.out)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1, result.output
    message = next(line for line in result.output.splitlines() if "标注件没有做成" in line)
    assert "2021/T01_抽样台账.csv" in message and CLERK not in result.output
    copies = [path.name for path in (bureau.out / "check" / "2021").glob("*.xlsx")]
    assert copies == ["T02_设备登记台账_问题标注.xlsx"]


def test_a_formatted_cell_far_below_costs_nothing(bureau: TinyBureau, xlsx_file: Path) -> None:
    book = openpyxl.load_workbook(xlsx_file)
    book["抽样"]["K9000"].font = openpyxl.styles.Font(bold=True)
    book.save(xlsx_file)
    result = checked(bureau)
    with zipfile.ZipFile(result.folder / "T01_抽样台账_问题标注.xlsx") as parts:
        rows = max(parts.read(name).count(b"<row ") for name in parts.namelist() if "/sheet" in name)
    assert rows < 30, "cells that hold nothing were made and written"


def test_clean_ledgers_leave_nothing_behind(bureau: TinyBureau, csv_file: Path) -> None:
    assert checked(bureau).status == 1
    bureau.samples(2021, {})
    result = checked(bureau)
    assert result.status == 0
    assert not list(result.folder.rglob("*.xlsx"))


def test_copies_of_two_years_do_not_meet(bureau: TinyBureau) -> None:
    bureau.devices(2021, {})
    for year in (2020, 2021):
        bureau.samples(year, {"抽样日期": f"{year}-03-05", "报告日期": ""}, {"检验结论": "合恪"})
    copies = sorted(path.relative_to(bureau.out / "check" / "2021") for path in
                    checked(bureau).folder.rglob("*.xlsx"))  # fmt: skip
    assert [path.as_posix() for path in copies] == [
        "2020/T01_抽样台账_问题标注.xlsx", "T01_抽样台账_问题标注.xlsx",
    ]  # fmt: skip


def test_copies_of_two_files_of_one_name_do_not_meet(bureau: TinyBureau) -> None:
    bureau.devices(2021, {})
    first = bureau.samples(2021, {"抽样单编号": "S8", "检验结论": "合恪"})
    first.with_suffix(".tsv").write_text(
        first.read_text("utf-8").replace(",", "\t").replace("S8", "S9"), "utf-8"
    )
    assert sorted(path.name for path in checked(bureau).folder.rglob("*.xlsx")) == [
        "T01_抽样台账_tsv_问题标注.xlsx", "T01_抽样台账_问题标注.xlsx",
    ]  # fmt: skip


def test_a_ledger_out_of_a_database_has_no_copy(bureau: TinyBureau, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "ledgers.db") as db:
        db.execute("create table s (no text, org text, day text, res text)")
        db.execute("insert into s values ('S1', '上浦分局', '2021-03-05', '可能')")
    db.close()
    query = 'select no as "抽样单编号", org as "承办机构", day as "抽样日期", res as "检验结论" from s'
    settings = bureau.data / "bureau.yaml"
    content = json.loads(settings.read_text(encoding="utf-8"))
    content |= {
        "databases": {"main": {"url": f"sqlite:///{tmp_path / 'ledgers.db'}"}},
        "sources": [{"ledger": "samples", "database": "main", "query": query}],
    }
    settings.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    bureau.devices(2021, {})
    result = checked(bureau)
    (row,) = result.table[result.table["findings"] > 0].to_dict("records")
    assert (row["file"], row["copy"]) == ("database:main/samples/2021", "") and "数据库" in row["why_not"]
    lines = new_year(Workspace.open(bureau.data, bureau.out), 2022)
    assert "由数据库读入，不建空表：T01 抽样台账" in lines


def test_missing_and_unusable_ledgers(bureau: TinyBureau) -> None:
    bureau.samples(2021, {})
    result = checked(bureau)
    assert result.status == 1 and any("T02" in reason for reason in result.missing)
    bureau.write("2021/T01_抽样台账.csv", [["甲", "乙"], ["1", "2"]])
    bureau.write("2021/T02_设备登记台账.csv", [["甲", "乙"], ["1", "2"]])
    with pytest.raises(LedgerError) as error:
        checked(bureau)
    assert "2 份台账" in error.value.message
    assert "T01_抽样台账.csv" in error.value.message and "T02_设备登记台账.csv" in error.value.message


def test_the_command_prints_a_table_and_its_status(bureau: TinyBureau, csv_file: Path) -> None:
    arguments = ["check", "2021", "--data", str(bureau.data), "--out", str(bureau.out)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1, result.output
    assert "问题标注.xlsx" in result.output and CLERK not in result.output
    csv_file.write_bytes(b"\x00\x01 no table")
    refused = CliRunner().invoke(main, arguments)
    assert refused.exit_code == 2 and "T01_抽样台账.csv" in refused.output


def test_the_table(bureau: TinyBureau, csv_file: Path) -> None:
    from rich.console import Console

    console = Console(file=io.StringIO(), width=120)
    print_table(checked(bureau).table, "2021年台账核对", console)
    text = console.file.getvalue()
    for word in ("读入", "计入", "不在本期", "重复", "隔离", "非数据", "警示", "2021/T01_抽样台账.csv"):
        assert word in text


def test_no_contract_takes_the_summary_for_its_ledger(bureau, csv_file: Path, repository: Path) -> None:
    path = checked(bureau).folder / "T01_抽样台账_问题标注.xlsx"
    summary = read_sheets(path, "x")[0]
    assert is_generated(summary)
    for contract in load_contracts(Workspace.open(repository / "data")).values():
        assert find_header(contract, summary) is None, contract.code
