"""A drafted mapping: sure, likely and unmatched headers, texts outside the lists, nothing of persons."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from workreport.base import workspace
from workreport.base.errors import ContractError, LedgerError, UsageError
from workreport.base.workspace import Workspace
from workreport.cli import main
from workreport.ledgers.code_files import load_codes
from workreport.ledgers.declared.contract import load_contracts
from workreport.ledgers.declared.mapping import Mapping
from workreport.ledgers.declared.mapping_files import load_mappings
from workreport.ledgers.foreign import header_matching
from workreport.ledgers.foreign.drafting import draft
from workreport.ledgers.foreign.vocabulary import load_vocabulary
from workreport.ledgers.values import parsing

HEADER = ["抽样编号", "类别", "采样日期", "结论", "单位名称（全称）", "信用码", "联系人电话", "颜色"]
ROWS = [
    ["A1", "糕点", "31/12/2020", "合格", "云杉厂", "91990103MA00000017", "13800001234", "红"],
    ["A2", "粮食", "13/01/2021", "好的", "红枫厂", "", "13900001234", "绿"],
    ["A3", "糕点", "03/02/2021", "好的", "白桦厂", "", "13900001235", ""],
]


@pytest.fixture
def foreign(bureau) -> Path:
    contract = bureau.data / "contracts" / "T01_samples.yaml"
    text = contract.read_text(encoding="utf-8").replace(
        '"title": "检验结论"', '"title": "检验结论", "aliases": ["结论"]'
    )
    contract.write_text(text, encoding="utf-8")
    return bureau.write("外来样表2021.csv", [["某系统导出"], HEADER, *ROWS])


def drafted(bureau, path: Path, ledger: str | None = None):
    opened = Workspace.open(bureau.data, bureau.out)
    contracts = load_contracts(opened)
    return draft(path, contracts, load_codes(opened, contracts), load_vocabulary(opened, contracts), ledger)


def test_headers_by_title_words_and_content(bureau, foreign):
    mapping = drafted(bureau, foreign)
    assert mapping.contract.name == "samples"
    seen = {m.column.header: (m.certainty, m.field.name if m.field else None) for m in mapping.matches}
    assert seen == {
        "抽样编号": ("确定", "sample_no"),
        "类别": ("可能", "food"),
        "采样日期": ("可能", "sample_date"),
        "结论": ("确定", "result"),
        "单位名称（全称）": ("确定", "ent_name"),
        "信用码": ("未匹配", None),
        "联系人电话": ("个人信息", None),
        "颜色": ("未匹配", None),
    }
    assert mapping.unknown["结论"].to_dict() == {"好的": 2}


def test_draft_is_a_mapping_and_keeps_what_is_open_in_comments(bureau, foreign):
    draft_of_mapping = drafted(bureau, foreign)
    (bureau.data / "mappings").mkdir()
    (bureau.data / "mappings" / "a.yaml").write_text(draft_of_mapping.yaml, encoding="utf-8")
    opened = Workspace.open(bureau.data, bureau.out)
    mapping = load_mappings(opened, load_contracts(opened))["samples"]
    assert isinstance(mapping, Mapping)
    assert mapping.files == ["外来样表*.csv"]
    assert mapping.columns["sample_date"].date == ["%d/%m/%Y"]
    assert mapping.absent == ["org_code"]
    assert "# 待补：1 种取值不在规定之内，可取：合格、不合格、未出。" in draft_of_mapping.yaml
    assert "#   好的: 2 行" in draft_of_mapping.yaml
    assert (
        "13800001234" not in draft_of_mapping.yaml
        and "没有用到的表头：信用码、联系人电话、颜色" in draft_of_mapping.yaml
    )


def test_two_readings_of_a_date_are_left_to_a_person(bureau):
    path = bureau.write("b.csv", [["抽样编号", "采样日期"], ["A1", "01/02/2021"], ["A2", "03/04/2021"]])
    mapping = drafted(bureau, path, "samples")
    assert "日期有 2 种读法（%m/%d/%Y、%d/%m/%Y），请只留一种" in mapping.yaml


def test_named_ledger(bureau, foreign):
    assert drafted(bureau, foreign, "devices").contract.name == "devices"
    with pytest.raises(UsageError, match="没有台账“nothing”"):
        drafted(bureau, foreign, "nothing")


def test_no_table(bureau):
    with pytest.raises(LedgerError):
        drafted(bureau, bureau.write("c.csv", [["只有一句话"]]))


SHAPES = {
    "special_devices": (
        ["location_name", "county", "registration_number", "status", "certificate_expiration_date",
         "equipment_type", "equipment_speed", "last_inspection_date"],
        ["Invented Hall", "Kent", "XX{}", "Active", "2023-03-0{}", "Screw (S)", "100", "2021-09-0{}"],
    ),
    "food_inspections": (
        ["序号", "经营者名称", "经营场所", "所属区域", "评分", "安全等级", "评定人员", "评定机关", "评定时间"],
        ["{}", "虚构面馆{}", "虚构街{}号", "虚构街道", "9{}", "5", "张** 李**", "虚构局", "2018-05-1{}"],
    ),
    "food_sampling": (
        ["通告", "省份", "样品名称", "食品分类", "被抽样单位名称", "生产日期", "不合格项目║检验值║标准值"],
        ["第{}期", "浙江", "虚构糕", "糕点", "虚构饼店{}", "2026-01-0{}", "甲项║1║0"],
    ),
    "complaints": (
        ["Date received", "Product", "Issue", "Company", "State", "Submitted via", "Company response to consumer"],
        ["7/1{}/2016", "Loan", "Invented", "Invented Bank", "VA", "Web", "Closed"],
    ),
    "registrations": (
        ["企业名称", "统一社会信用代码", "注册日期", "企业类型", "注册资金", "经营范围", "地区"],
        ["虚构商贸{}", "", "2003-01-0{}", "N/A", "50(万元)", "零售", "海北"],
    ),
    None: (
        ["年度", "季度", "地区", "国家", "服务分类", "各国销售额", "各国利润"],
        ["2017", "第{}季度", "东部", "甲国", "公共", "542.6{}", "{}"],
    ),
}  # fmt: skip
ROADWORKS = (
    ["序号", "单位工程", "分部工程", "分项工程", "施工开始时间", "施工结束时间", "28d日期"],
    ["{}", "路基", "涵洞", "涵洞台背回填", "2018-01-0{}", "2018-01-1{}", "2018-02-1{}"],
)


@pytest.fixture(scope="module")
def rules():
    """The repository's own contracts, code lists and vocabulary."""
    opened = Workspace.open(workspace.REPOSITORY / "data")
    contracts = load_contracts(opened)
    return contracts, load_codes(opened, contracts), load_vocabulary(opened, contracts)


def table(folder: Path, header: list[str], row: list[str]) -> Path:
    path = folder / "外来.csv"
    lines = [header, *([cell.format(at) for cell in row] for at in range(1, 5))]
    path.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("ledger", [name for name in SHAPES if name])
def test_tables_of_other_systems_find_their_ledger(rules, tmp_path, ledger):
    assert draft(table(tmp_path, *SHAPES[ledger]), *rules).contract.name == ledger


@pytest.mark.parametrize("shape", [SHAPES[None], ROADWORKS])
def test_tables_of_other_trades_fit_no_ledger(rules, tmp_path, shape):
    path = table(tmp_path, *shape)
    with pytest.raises(LedgerError, match="没有一本台账与这份表格相符"):
        draft(path, *rules)
    # whoever knows better may say so
    assert draft(path, *rules, "party_affairs").contract.name == "party_affairs"


def test_columns_that_could_be_a_key_are_named(rules, tmp_path):
    mapping = draft(table(tmp_path, *SHAPES["food_inspections"]), *rules)
    assert "各行都不相同的列：序号、经营者名称、经营场所、评分、评定时间。" in mapping.yaml
    seen = {m.column.header: m.field.name for m in mapping.matches if m.field and m.certainty == "可能"}
    assert seen == {
        "经营者名称": "ent_name",
        "安全等级": "risk",
        "评定机关": "org_code",
        "评定时间": "insp_date",
    }


def test_vocabulary_of_a_field_that_does_not_exist(bureau):
    (bureau.data / "vocabulary").mkdir()
    (bureau.data / "vocabulary" / "a.yaml").write_text(
        "ledgers: {samples: {colour: [colour]}}", encoding="utf-8"
    )
    with pytest.raises(ContractError, match="《抽样台账》没有：colour"):
        drafted(bureau, bureau.write("b.csv", [["抽样编号", "采样日期"], ["A1", "01/02/2021"]]))


def test_command(bureau, foreign, monkeypatch, tmp_path):
    monkeypatch.setattr(workspace, "REPOSITORY", tmp_path / "elsewhere")
    out = tmp_path / "draft.yaml"
    shown = CliRunner().invoke(main, ["map", str(foreign), "--data", str(bureau.data)])
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.startswith("# 由 workreport map 起草") and "确定" in shown.stderr
    assert "13800001234" not in shown.output and "好的（2）" in shown.stderr
    written = CliRunner().invoke(main, ["map", str(foreign), "--data", str(bureau.data), "-o", str(out)])
    assert written.exit_code == 0 and out.read_text(encoding="utf-8") == shown.stdout
    again = CliRunner().invoke(main, ["map", str(foreign), "--data", str(bureau.data), "-o", str(out)])
    assert again.exit_code == 2 and "不覆盖" in again.output


def test_content_that_does_not_fit_is_soon_given_up(bureau, monkeypatch):
    cells = []
    usual = parsing.reader
    monkeypatch.setattr(
        parsing, "reader", lambda *given: lambda cell: cells.append(cell) or usual(*given)(cell)
    )
    opened = Workspace.open(bureau.data, bureau.out)
    contracts = load_contracts(opened)
    contract = contracts["samples"]
    column = header_matching.Column("甲", pd.Series(1, index=[f"文{n}" for n in range(60)]), 60)
    (found,) = header_matching.match(contract, load_codes(opened, contracts), [column], {})
    assert found.certainty == header_matching.UNMATCHED
    listed = sum(bool(field.codes or field.constraints.enum) for field in contract.read_fields)
    # a fifth of 60 texts may be strange; the thirteenth settles it
    assert 0 < len(cells) <= 13 * listed


def test_texts_that_mean_nothing_are_no_values_to_map(bureau):
    rows = [["A1", "N/A", "合格"], ["A2", "糕点", "-"], ["A3", "粮食", "null"]]
    mapping = drafted(bureau, bureau.write("b.csv", [["抽样编号", "食品大类", "检验结论"], *rows]), "samples")
    assert not mapping.unknown
    assert 'missing: ["-", "N/A", "null"]' in mapping.yaml and "N/A: " not in mapping.yaml


def test_what_figures_may_need_is_asked_for(bureau):
    path = bureau.write(
        "b.csv", [["设备编号", "登记日期", "状态", "联系人"], ["D1", "2021-03-04", "在用", "甲某"]]
    )
    mapping = drafted(bureau, path, "devices")
    lines = mapping.yaml.splitlines()
    assert "#   - status_date  # 状态变更日期" in lines
    assert "#   - ended_date  # 注销日期；没有的话只能按状态计年末在册数，其他日子不出数" in lines
    assert 'personal: ["联系人"]  # 不读，标注件中清空，请核对' in lines
    # as long as nobody has decided, a run tells of them
    (bureau.data / "mappings").mkdir()
    (bureau.data / "mappings" / "a.yaml").write_text(mapping.yaml, encoding="utf-8")
    bureau.write(
        "2021/b.csv", [["设备编号", "登记日期", "状态", "联系人"], ["D1", "2021-03-04", "在用", "甲某"]]
    )
    intake = bureau.intake()
    (file,) = intake.files_of("devices")
    (use,) = intake.read(file).accounts.sheets
    assert use.absent == ("状态变更日期（status_date）", "注销日期（ended_date）")


@pytest.mark.parametrize("name", ["devices", "T02", "设备登记台账"])
def test_ledger_by_name_code_or_title(bureau, name):
    mapping = drafted(bureau, bureau.write("b.csv", [["编号"], ["D1"], ["D2"]]), name)
    assert mapping.contract.name == "devices" and "没有用到的表头：编号" in mapping.yaml


def test_one_sheet_of_several(bureau, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["抽样编号", "采样日期", "检验结论"])
    book.create_sheet("乙").append(["抽样编号", "颜色"])
    book.save(tmp_path / "b.xlsx")
    opened = Workspace.open(bureau.data, bureau.out)
    contracts = load_contracts(opened)
    given = tmp_path / "b.xlsx", contracts, load_codes(opened, contracts), load_vocabulary(opened, contracts)
    assert draft(*given, "samples").sheet == "Sheet"
    chosen = draft(*given, "samples", "乙")
    assert chosen.sheet == "乙" and "sheet: 乙" in chosen.yaml
    with pytest.raises(UsageError, match="没有名为“丙”的工作表"):
        draft(*given, "samples", "丙")


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (["诉求时间", "回复时间"], ["recv_at", "closed_at"]),
        (["回复时间", "诉求时间"], ["closed_at", "recv_at"]),
        (["诉求日期", "答复日期"], ["recv_at", "closed_at"]),
        (["甲时间", "乙时间"], ["recv_at", "accept_date"]),
        (["登记时间", "甲时间", "办结时间"], ["recv_at", "accept_date", "closed_at"]),
        (["甲时间", "登记时间"], [None, "recv_at"]),
    ],
)
def test_dates_are_told_apart_by_meaning_and_place(rules, tmp_path, headers, fields):
    path = table(
        tmp_path,
        ["投诉编号", *headers],
        ["T{}", *(f"2021-0{n}-1{{}} 09:30" for n in range(1, 4))][: len(headers) + 1],
    )
    mapping = draft(path, *rules, "complaints")
    assert [m.field and m.field.name for m in mapping.matches[1:]] == fields
