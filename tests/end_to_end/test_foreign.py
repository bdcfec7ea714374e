"""Four foreign tables go in by their mappings alone; the rows are invented in the shape of public ones."""

from __future__ import annotations

import csv
import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from sample_sections import sample_section
from test_other_bureau import HEADER as REGISTERED

import marketsupervision  # noqa: F401
from workreport.base.period import Period
from workreport.base.workspace import Workspace
from workreport.checks.relations import all_checks, load_relations
from workreport.cli import main
from workreport.figures.book import Book
from workreport.ledgers.accounting import accounts, all_findings
from workreport.ledgers.frames import Frames
from workreport.ledgers.intake import Intake
from workreport.narrative.conditions import provided
from workreport.narrative.section import Section

EXAMPLES = Path(__file__).resolve().parents[2] / "data" / "examples"
ELEVATORS = [
    ["location_name", "location_type", "county", "registration_number", "status", "certificate_expiration_date",
     "equipment_type", "equipment_capacity", "equipment_speed", "equipment_travel", "inspection_type", "last_inspection_date"],
    ["1 Invented Street", "Private", "Kent", "XX1", "Active", "2022-06-30", "Hydraulic Basement (HB)", "1", "1", "1", "P", "2021-06-01"],
    ["2 Invented Street", "Public", "Queen Anne's", "XX2", "Active", "2022-07-07", "Traction Overhead (TO)", "1", "1", "1", "P", "2021-07-01"],
    ["3 Invented Street", "Public", "Queen Annes", "XX3", "Active", "2023-01-01", "Screw (S)", "1", "1", "1", "P", ""],
    ["4 Invented Street", "Public", "Kent", "XX4", "Active / Sealed", "2020-01-01", "Chain (C)", "1", "1", "1", "P", "2021-07-01"],
    ["5 Invented Street", "Public", "Kent", "XX5", "Active_Sealed", "2020-01-01", "Rack & Pinion (R&P)", "1", "1", "1", "P", "2019-07-01"],
]  # fmt: skip
CATERERS = [
    "序号",
    "经营者名称",
    "经营场所",
    "所属区域",
    "评分",
    "安全等级",
    "评定人员",
    "评定机关",
    "评定时间",
    "处罚动态",
    "整改原因",
]
NOTICES = [
    ["通告", "省份", "样品名称", "食品分类", "被抽样单位名称", "生产日期", "不合格项目║检验值║标准值"],
    [
        "浙江-2026-第1期",
        "浙江",
        "虚构韭菜",
        "食用农产品-蔬菜",
        "虚构菜店（甲）",
        "2026-01-02（购进日期）",
        "甲项║1mg/kg║≤0.5mg/kg",
    ],
    ["浙江-2026-第1期", "浙江", "虚构糕", "糕点", "虚构饼店", "2026/1/5", "甲项║1║0；乙项║/║不得检出"],
    ["2026.07.29", "重庆", "虚构梨", "水果类-梨", "", "46023.0", "乙项║检出║不得检出"],
    ["复检不合格", "山东", "虚构茶", "茶叶及相关制品-代用茶", "/", "2025-12-01", "丙项║2║1"],
]
COMPLAINTS = [
    ["Date received", "Product", "Sub-product", "Issue", "Sub-issue", "Company", "State", "ZIP code", "Consumer consent provided?",
     "Submitted via", "Date sent to company", "Company response to consumer", "Timely response?", "Consumer disputed?"],
    ["7/9/2016", "Loan", "", "Invented", "", "Invented Bank, N.A.", "VA", "1", "N/A", "Web", "7/9/2016", "Closed with explanation", "Yes", "No"],
    ["7/9/2016", "Loan", "", "Invented", "", "Invented Bank, N.A.", "VA", "1", "N/A", "Web", "7/9/2016", "Closed with explanation", "Yes", "No"],
    ["12/31/2016", "Card", "", "Invented", "", "Invented Union", "CA", "2", "", "Postal mail", "1/4/2017", "Closed with monetary relief", "Yes", ""],
    ["1/2/2016", "Card", "", "Invented", "", "Invented Union", "CA", "2", "", "Referral", "1/4/2016", "Untimely response", "No", ""],
    ["1/3/2016", "Card", "", "Invented", "", "Invented Union", "CA", "2", "", "Fax", "1/1/2016", "Closed", "No", ""],
    ["11/3/2013", "Card", "", "Invented", "", "Invented Union", "CA", "2", "", "Phone", "11/4/2013", "In progress", "Yes", ""],
]  # fmt: skip


SHIPPED = shutil.ignore_patterns("*_合成示例.*")
"""The invented rows that an example is shipped with; a test writes its own."""


def write_csv(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


@pytest.fixture
def example(repository: Path, tmp_path: Path) -> Callable[..., Book]:
    """A copy of an example bureau with these rows handed in, as a book of the period."""

    def book_of(name: str, file: str, rows: list[list[str]] | None, period: str) -> Book:
        data = tmp_path / "data"
        if not data.exists():
            shutil.copytree(repository / "data" / "examples" / name, data, ignore=SHIPPED)
            (data / file).parent.mkdir(exist_ok=True)
        if rows is not None:
            write_csv(data / file, rows)
        return Book(Frames(Intake.of(Workspace.open(data, tmp_path / "out"))), Period.parse(period))

    return book_of


def account(book: Book, ledger: str) -> tuple[int, ...]:
    """Read, counted, out of period, duplicate, quarantined, not data."""
    rows = accounts(book.frames, book.period).set_index("ledger").loc[ledger]
    return tuple(
        int(rows[n]) for n in ("read", "counted", "out_of_period", "duplicate", "quarantined", "not_data")
    )


def test_elevators_active_sealed_and_overdue_on_a_day(example):
    book = example("maryland_elevators", "2022/elevators_x.csv", ELEVATORS, "2022-01-01..2022-07-07")
    assert account(book, "special_devices") == (5, 5, 0, 0, 0, 0)
    numbers = [
        book.value(f"special.{id}").number for id in ("elevators", "register.stopped", "inspection_overdue")
    ]
    assert numbers == [3, 2, 1]
    assert book.rows("special.inspection_overdue")["reg_no"].tolist() == ["XX1"]
    # the cut-off day decides: a week later the second certificate has run out as well
    later = example("maryland_elevators", "", None, "2022-01-01..2022-07-14")
    assert later.value("special.inspection_overdue").number == 2
    found = all_findings(book.frames, book.period)
    assert set(zip(found["rule"], found["disposition"], strict=True)) == {
        ("LG06-R4", "warned"),
        ("LG06-R2", "warned"),
    }
    assert book.value("special.users.total").status == "blocked"
    section = Section(sample_section("05_special_equipment"), book)
    kinds = section.table_by(
        "甲",
        "kind",
        ["special.devices_total", "special.inspection_overdue"],
        name="a",
        labels=["锅炉", "电梯"],
    )
    # of boilers the register says nothing, not “none”
    assert [[cell.text for cell in row] for row in kinds.rows] == [
        ["锅炉", "未报", "未报"],
        ["电梯", "1", "未报"],
    ]
    listed = section.table_rows("乙", "special.inspection_overdue", ["reg_no", "ent_name"], name="b")
    assert [[cell.text for cell in row] for row in listed.rows] == [["XX1"]]


def test_caterers_with_examples_below(example, repository, tmp_path):
    shutil.copytree(repository / "data" / "examples" / "qingyang_catering", tmp_path / "data", ignore=SHIPPED)
    with xlsxwriter.Workbook(tmp_path / "data" / "2018" / "catering_x.xlsx") as book:
        sheet, copy = book.add_worksheet("Sheet1"), book.add_worksheet("Sheet2")
        day = book.add_format({"num_format": "yyyy/m/d"})
        sheet.write_row(0, 0, CATERERS)
        for at, name in enumerate(["   虚构串\n串小吃店  ", "虚构面馆", "虚构茶楼"], 1):
            at += at > 2  # row 3 is the lower half of the cells merged from row 2
            sheet.write_row(
                at, 0, [at, name, "虚构街1号", "虚构街道", 80, 4, "张** 李**", "武侯区市场和质量监督管理局"]
            )
            sheet.write_datetime(at, 8, dt.datetime(2018, 5, at), day)
        sheet.merge_range(2, 1, 3, 1, "虚构面馆")
        for at, name in enumerate(["成都XXXX店", "成都XX餐厅"], 5):
            for page in (sheet, copy):
                page.write_row(at, 1, [name, "成都市XX街XX号"])
                page.write(at, 9, "黄牌")
        copy.write_row(0, 0, CATERERS)
    book = example("qingyang_catering", "", None, "2018")
    assert account(book, "food_inspections") == (6, 3, 0, 0, 0, 3)
    names = book.frames.known("food_inspections", book.period)["ent_name"].tolist()
    assert names == ["虚构串串小吃店", "虚构面馆", "虚构茶楼"]
    assert all_findings(book.frames, book.period).empty
    assert "staff" not in book.frames.known("food_inspections", book.period)


def test_notices_feed_sampling_and_disposal(example):
    book = example("food_notices", "2026/food_x.csv", NOTICES, "2026")
    assert account(book, "food_sampling") == account(book, "food_disposal") == (4, 4, 0, 0, 0, 0)
    assert book.value("food.sampling.nonconforming_batches").number == 4
    # a table of the non-conforming ones alone tells neither how many were tested nor the rate
    for id in ("concluded_batches", "conforming_batches", "nonconforming_rate"):
        value = book.value(f"food.sampling.{id}")
        assert value.status == "blocked" and value.reason.startswith("台账只有“不合格”，未提供“合格”"), id
    assert book.value("food.disposal.received_batches").number == 4
    # a relation over a column that the notices lack holds neither way
    relations = load_relations(book.frames.intake.workspace)
    verdicts = {check.id: check.verdict for check in all_checks(book, relations)}
    assert "UNDEFINED" in verdicts.values() and "FAILS" not in verdicts.values()
    rows = book.rows("food.sampling.nonconforming_batches")
    assert rows["food_l1"].tolist() == ["食用农产品", "糕点", "食用农产品", "茶叶及相关制品"]
    assert rows["prod_date"].dt.strftime("%F").tolist() == [
        "2026-01-02",
        "2026-01-05",
        "2026-01-01",
        "2025-12-01",
    ]
    # not applicable is no name, and stays inside a packed cell
    assert rows["shop_name"].fillna("").tolist() == ["虚构菜店（甲）", "虚构饼店", "", ""]
    assert rows["items"].tolist()[1] == "甲项║1║0；乙项║/║不得检出"
    # by year only: a month gives no number, and no figure is made up for months
    assert (
        example("food_notices", "", None, "2026-03").value("food.sampling.nonconforming_batches").status
        == "blocked"
    )


def test_complaints_by_channel_outcome_and_timeliness(example):
    book = example("cfpb_complaints", "2016/complaints_x.csv", COMPLAINTS, "2016")
    # the same row twice is one, one is of 2013, one was sent on before it came
    assert account(book, "complaints") == (6, 3, 1, 1, 1, 0)
    cut = {field: book.cut("complaint.complaints", (field,)) for field in ("channel", "outcome", "timely")}
    assert cut["channel"] == {("互联网",): 1, ("其他部门转办",): 1, ("来函",): 1}
    assert cut["outcome"] == {("办结（未细分）",): 2, ("和解",): 1}
    assert sorted(cut["timely"].values()) == [1, 2]
    assert book.value("complaint.with_outcome").number == 3
    assert (book.value("complaint.marked").number, book.value("complaint.marked_timely").number) == (3, 2)
    section = Section(sample_section("10_consumer_rights"), book)
    channels = section.table_by("甲", "channel", ["complaint.total", "complaint.complaints"], name="a")
    assert [[cell.text for cell in row] for row in channels.rows] == [
        [channel, "1", "未报"] for channel in ("互联网", "其他部门转办", "来函")
    ]
    short = section.say(
        "{complaint.total}", when=provided("complaint.total"), otherwise="{complaint.complaints}"
    )
    assert short.text == "3件"


@pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.iterdir()))
def test_an_example_runs_as_its_page_says_on_rows_that_are_told_to_be_invented(name, tmp_path):
    (line,) = re.findall(
        r"^workreport (run .*)$", (EXAMPLES / name / "README.md").read_text(encoding="utf-8"), re.M
    )
    _, period, *options = line.split()
    assert options[:2] == ["--data", f"data/examples/{name}"] and "编造" in (
        EXAMPLES / name / "README.md"
    ).read_text("utf-8")
    done = CliRunner().invoke(main, ["run", period, "--data", str(EXAMPLES / name), "--out", str(tmp_path)])
    assert done.exit_code in (0, 1), done.output
    assert "合成数据" in (tmp_path / period / "index.html").read_text(encoding="utf-8")
    with (tmp_path / period / "rows.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if "合成示例" in row["file"]]
    assert rows and all(int(row["quarantined"]) == 0 for row in rows)
    assert sum(int(row["counted"]) for row in rows) > 0


def test_registrations_of_another_province(example):
    rows = [
        ["虚构甲公司", "91990103MA0000011W", "2004-01-05", "N/A", "50(万元)", "无", "甘肃", "西宁", "无"],
        ["虚构乙公司", "91990103MA00000221", "2004-01-06", "有限责任公司(自然人独资)", "1(亿元)", "无", "甘肃省", "西宁", "无"],
        ["虚构丙公司", "92990103MA00000332", "2004-01-07", "台港澳合资", "5,000(万元人民币)", "无", "青海", "海西", "无"],
        ["虚构丁公司", "93990103MA00000443", "2004-01-08", "N/A", "9(万香港元)", "无", "虚构省", "海西", "无"],
        ["虚构戊公司", "94990103MA00000554", "2004-01-09", "N/A", "9(万虚构币)", "无", "青海", "海西", "无"],
    ]  # fmt: skip
    book = example("qinghai_registrations", "2004/registrations_x.csv", [REGISTERED, *rows], "2004")
    assert account(book, "registrations") == (5, 3, 0, 0, 2, 0)
    known = book.frames.known("registrations", book.period)
    assert known["authority"].tolist() == ["620000", "620000", "630000"]
    assert known["currency"].tolist() == ["人民币"] * 3
    assert known["capital"].astype("float64").tolist() == [50, 10000, 5000]
    assert known["ent_type"].tolist() == ["企业（未细分）", "企业（未细分）", "外资企业"]
