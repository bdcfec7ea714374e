"""`workreport new`: blank ledgers from the contracts, registers carried forward, nothing overwritten."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from small_bureau import small_bureau
from tiny_bureau import DEVICES, SAMPLES, TinyBureau

from workreport.base.errors import ContractError
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.cli import main
from workreport.figures.book import Book
from workreport.figures.registry import FIGURES
from workreport.ledgers.accounting import not_handed_in
from workreport.ledgers.declared.findings import QUARANTINED
from workreport.ledgers.exchange.blank_ledger import LISTS, NOTES, TITLE_ROWS
from workreport.ledgers.exchange.new_year import new_year
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake

OWNER = {"name": "owner", "title": "产权人", "personal": True}
REGISTER = DEVICES | {
    "carry_forward": True,
    "fields": [
        *DEVICES["fields"],
        {"name": "worth", "title": "价值", "type": "number", "unit": "元"},
        {"name": "checked", "title": "是否检验", "type": "boolean"},
        {"name": "org_code", "title": "承办机构", "codes": "orgs"},
        OWNER,
    ],
}
HEADER = [
    "设备编号",
    "登记日期",
    "状态",
    "状态变更日期",
    "注销日期",
    "价值（元）",
    "是否检验",
    "承办机构",
    "产权人",
]
CLERK = "赖小明"


@pytest.fixture
def tiny(bureau: TinyBureau) -> TinyBureau:
    """A bureau whose register of 2021 has three rows."""
    bureau.declare(SAMPLES, REGISTER)
    bureau.samples(2021, {})
    bureau.write(
        "2021/T02_设备登记台账.csv",
        [
            HEADER,
            ["D1", "2020-06-01", "在用", "", "", "12345678901234567.89", "是", "上浦分局", CLERK],
            ["D2", "2020-07-01", "停用", "2021-02-01", "", "0.10", "否", "下浦所", CLERK],
            ["=D3", "2021-01-09", "停用", "2022-02-01", "2021-12-01", "", "", "", CLERK],
        ],
    )
    return bureau


def created_lines(tiny: TinyBureau, year: int = 2022) -> list[str]:
    return new_year(Workspace.open(tiny.data, tiny.out), year)


def rows(sheet) -> list[list]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_blank_ledger_has_header_units_and_explanations(tiny: TinyBureau) -> None:
    assert "空白台账：2022/T01_抽样台账.xlsx" in created_lines(tiny)
    book = openpyxl.load_workbook(tiny.data / "2022" / "T01_抽样台账.xlsx")
    assert book.sheetnames == ["抽样台账", NOTES, LISTS]
    sheet = book["抽样台账"]
    lines = rows(sheet)
    assert lines[0][0] == "晴川区2022年抽样台账" and lines[1][0].startswith(
        "填报单位：晴川区市场监督管理局抽检股"
    )
    assert lines[TITLE_ROWS][:2] == ["抽样单编号", "承办机构"] and "控制数量（kg）" in lines[TITLE_ROWS]
    assert len(lines) == TITLE_ROWS + 1
    assert sheet.freeze_panes == f"A{TITLE_ROWS + 2}"
    explained = {row[0]: row for row in rows(book[NOTES])}
    assert explained["检验结论"][2:4] == ["必填", "可填：合格、不合格、未出"]
    assert "个人信息" in explained["抽样人"][5]


def test_cells_offer_lists_and_check_dates_and_numbers(tiny: TinyBureau) -> None:
    created_lines(tiny)
    book = openpyxl.load_workbook(tiny.data / "2022" / "T01_抽样台账.xlsx")
    sheet = book["抽样台账"]
    header = [cell.value for cell in sheet[TITLE_ROWS + 1]]
    rules = {}
    for rule in sheet.data_validations.dataValidation:
        rules[header[next(iter(rule.sqref.ranges)).min_col - 1]] = rule
    result = rules["检验结论"]
    assert (result.type, result.errorStyle or "stop") == ("list", "stop")
    _, cells = result.formula1.split("!")
    choices = [cell.value for (cell,) in book[LISTS][cells.replace("$", "")]]
    assert choices == ["合格", "不合格", "未出"]
    assert rules["承办机构"].type == "list" and rules["承办机构"].errorStyle == "warning"
    assert rules["抽样日期"].type == "date" and "日期，如 2021-03-05" in rules["抽样日期"].error
    assert rules["检验项目数（项）"].type == "whole" and rules["检验项目数（项）"].formula1 == "0"
    assert rules["控制数量（kg）"].type == "decimal"
    assert "必填" in rules["抽样单编号"].prompt
    assert all(len(rule.prompt or "") <= 255 and len(rule.error or "") <= 255 for rule in rules.values())


def test_a_register_starts_with_last_years_rows(tiny: TinyBureau) -> None:
    lines = created_lines(tiny)
    assert "结转 3 行（2021/T02_设备登记台账.csv）：2022/T02_设备登记台账.xlsx" in lines
    before = tiny.frames().known("devices", Period.parse("2021"))
    after = tiny.frames().known("devices", Period.parse("2022"))
    content = [name for name in before if not name.startswith("_")]
    assert after[content].equals(before[content])
    assert str(after["worth"].iloc[0]) == "12345678901234567.89", (
        "more digits than a spreadsheet's numbers keep"
    )
    sheet = openpyxl.load_workbook(tiny.data / "2022" / "T02_设备登记台账.xlsx")["设备登记台账"]
    assert CLERK not in str(rows(sheet)) and "产权人" in rows(sheet)[TITLE_ROWS]
    assert "期初结转：2021年末 3 行" in rows(sheet)[1][0]
    # as it stood at the end of 2021: what happened in 2022 is for the division to enter
    assert after.set_index("device_no").loc["=D3", "status"] == "在用"
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_rows_set_aside_are_not_carried_but_said(tiny: TinyBureau) -> None:
    path = tiny.data / "2021" / "T02_设备登记台账.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("0.10", "一点儿"), encoding="utf-8")
    assert any("结转 2 行" in line and "另有 1 行待核" in line for line in created_lines(tiny))


def test_without_last_year_the_register_is_blank(tiny: TinyBureau) -> None:
    assert any("没有2029年的台账可结转" in line for line in created_lines(tiny, 2030))


def test_nothing_is_overwritten(tiny: TinyBureau) -> None:
    ledger = tiny.samples(2022, {})
    before = ledger.read_bytes()
    assert "已有，未动：2022/T01_抽样台账.csv" in created_lines(tiny)
    assert ledger.read_bytes() == before and not ledger.with_suffix(".xlsx").exists()
    stamps = {path: path.read_bytes() for path in ledger.parent.iterdir()}
    assert all(line.startswith("已有") for line in created_lines(tiny))
    assert {path: path.read_bytes() for path in ledger.parent.iterdir()} == stamps


def test_the_same_bytes_every_time(tiny: TinyBureau) -> None:
    created_lines(tiny)
    first = {path.name: path.read_bytes() for path in (tiny.data / "2022").iterdir()}
    shutil.rmtree(tiny.data / "2022")
    created_lines(tiny)
    assert {path.name: path.read_bytes() for path in (tiny.data / "2022").iterdir()} == first


def test_only_a_register_is_carried_forward(bureau: TinyBureau) -> None:
    bureau.declare(SAMPLES | {"carry_forward": True})
    with pytest.raises(ContractError, match="登记簿"):
        created_lines(bureau)


@pytest.fixture(scope="module")
def new_folder(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample bureau's 2023 from the real contracts, two small registers of 2022 before it."""
    data = tmp_path_factory.mktemp("new") / "data"
    shutil.copytree(repository / "data" / "reference", data / "reference")
    shutil.copy(repository / "data" / "bureau.yaml", data)
    (data / "2022").mkdir()
    for path in sorted((repository / "data" / "2022").glob("LG*")):
        if path.name.startswith(("LG09", "LG15B")):
            shutil.copy(path, data / "2022")
    result = CliRunner().invoke(main, ["new", "2023", "--data", str(data)])
    assert result.exit_code == 0, result.output
    assert "结转 130 行" in result.output
    return data


def test_every_real_ledger_reads_and_every_figure_answers(new_folder: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(new_folder, tmp_path / "out")
    intake = Intake.of(workspace)
    of_year = [file for file in intake.files if file.year == 2023]
    expected = {name for name, contract in intake.contracts.items() if contract.kind != "reference"}
    assert {file.ledger for file in of_year} == expected | {"targets", "reported", "references"}
    for file in of_year:
        stored = intake.read(file)
        carried = intake.contracts[file.ledger].code in ("LG09", "LG15B")
        assert (len(stored.frame) > 0) == carried, file.shown
        assert stored.accounts.read == len(stored.frame)
        assert QUARANTINED not in set(stored.findings["disposition"]), file.shown
    book = Book(Frames(intake), Period.parse("2023"))
    assert not_handed_in(book.frames, book.period) == [
        f"本期台账未填报：{contract.code} {contract.title}（2023年）"
        for contract in intake.contracts.values()
        if contract.kind != "reference" and contract.code not in ("LG09", "LG15B")
    ]
    blank = {name for name in expected if intake.contracts[name].code not in ("LG09", "LG15B")}
    for id, figure in FIGURES.items():
        if blank & {*figure.ledgers}:
            assert (book.value(id).number, book.value(id).status) == (None, "blocked"), id
        book.value(id)


def test_an_unfilled_year_is_a_draft(repository: Path, tmp_path: Path, workreport) -> None:
    """Where the bureau lists its ledgers too: with a header alone, or without the file."""
    data = small_bureau(tmp_path / "data", repository)
    assert workreport("new", "2022", "--data", data).returncode == 0
    (data / "2022" / "LG16_公平竞争审查台账.xlsx").unlink()
    result = workreport("run", "2022", "--data", data, "--out", tmp_path / "out")
    assert result.returncode == 1, result.stderr
    missing = [
        "本期未提供台账：LG16 公平竞争审查台账（2022年）",
        "本期台账未填报：LG18 党建办实事与荣誉事项台账（2022年）",
    ]
    assert re.findall("✗ (本期.*)", result.stderr) == missing
    run_folder = tmp_path / "out" / "2022"
    assert json.loads((run_folder / "manifest.json").read_text(encoding="utf-8"))["draft"] is True
    with (run_folder / "figures.csv").open(encoding="utf-8-sig", newline="") as lines:
        blocked = [
            row
            for row in csv.DictReader(lines)
            if {"fair_reviews", "party_affairs"} & {*row["ledgers"].split("、")}
        ]
    assert len(blocked) > 5 and {(row["value"], row["status"]) for row in blocked} == {("", "blocked")}
    with (run_folder / "rows.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["ledger"]: row for row in csv.DictReader(lines)}
    assert rows["party_affairs"]["read"] == "0" and "fair_reviews" not in rows
    checked = workreport("check", "2022", "--data", data, "--out", tmp_path / "out")
    assert checked.returncode == 1 and all(title in checked.stdout for title in missing)


def test_real_communities_are_carried_whole(new_folder: Path, tmp_path: Path) -> None:
    frames = Frames(Intake.of(Workspace.open(new_folder, tmp_path / "out")))
    for ledger in ("production_licences", "pyramid_communities"):
        before, after = (frames.known(ledger, Period.parse(year)) for year in ("2022", "2023"))
        content = [name for name in before if not name.startswith("_")]
        assert after[content].equals(before[content]), ledger


def test_the_year_must_be_a_year() -> None:
    assert CliRunner().invoke(main, ["new", "二三年"]).exit_code == 2
