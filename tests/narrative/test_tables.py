"""Tables made of figures: every number carries the figure that it is, and the last row is the figure itself."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from sample_sections import sample_section

from workreport.base.errors import UsageError
from workreport.blocks.block import MIME, Nothing, Notice, Table
from workreport.blocks.stored import from_json
from workreport.blocks.text import Cell, links_in, runs_html, runs_text
from workreport.figures.number_format import month_label
from workreport.narrative.section import Section

pytestmark = pytest.mark.usefixtures("four_figures")


@pytest.fixture
def section(bureau) -> Section:
    """Two kinds of food at two desks over two months of 2021, two samples a year earlier; no devices."""
    earlier = {"抽样日期": "2020-03-05", "报告日期": "", "食品大类": "粮食"}
    bureau.samples(2020, *({**earlier, "抽样单编号": f"A{n}"} for n in range(12)))
    bureau.samples(
        2021,
        {"检验结论": "不合格", "单位名称": "<甲>&乙"},
        {"承办机构": "下浦分局"},
        {"抽样日期": "2021-11-02", "报告日期": "", "附加属性": "网络、夜查"},
        {"食品大类": "粮食", "检验结论": "不合格"},
        {"食品大类": "", "检验结论": "不合格", "报告日期": ""},
    )
    bureau.targets(2021, ("t.samples", "2021-01-01", "4"))
    return Section(sample_section("03_food_safety"), bureau.book("2021"))


def texts(table: Table) -> list[list[str]]:
    return [[c.text for c in line] for line in [*table.rows, *([table.total] if table.total else [])]]


def test_figures_beside_last_year_and_task(section):
    columns = ("value", "last_year", "change", "target", "completion", "previous", "mom")
    table = section.table("指标", ["t.samples", "t.rate", "t.devices"], name="key", columns=columns)
    assert table.header == ["指标（单位）", "本期", "上年同期", "同比", "年度任务", "完成率（%）"]
    assert texts(table) == [
        ["抽样（批次）", "5", "12", "−58.3%", "4", "125.0"],
        ["不合格率（%）", "60.0", "0", "+60.0个百分点", "/", "/"],
        ["设备（台）", "未报", "—", "无可比数", "/", "/"],
    ]
    assert table.source == "数据来源：抽检股、特设股；数据截至2021年12月31日"


def test_columns_of_a_table_with_tasks_go_by_one_name(bureau):
    bureau.samples(2021, {}, {"抽样日期": "2021-08-05", "报告日期": "2021-08-20"})
    autumn = Section(sample_section("03_food_safety"), bureau.book("2021Q3"))
    columns = ("value", "last_year", "change", "mom", "to_date", "target", "completion", "distance")
    both = [autumn.table("指标", ["t.samples"], name="key", columns=choice) for choice in (columns, "task")]
    assert both[0] == both[1] and both[1].header[1] == "本期" and len(both[1].header) == 1 + len(columns)


@pytest.mark.parametrize("columns", ["tasks", ("value", "mum")])
def test_columns_that_do_not_exist_are_an_error(section, columns):
    with pytest.raises(UsageError, match=r"没有“(tasks|mum)”这一列"):
        section.table("指标", ["t.samples"], name="key", columns=columns)


def test_nothing_handed_in_is_a_notice(section):
    assert isinstance(section.table("设备", ["t.devices"], name="devices"), Notice)


def test_cut_by_a_field_largest_first_with_the_figure_as_total(section):
    table = section.table_by("各类", "food", ["t.samples", "t.failed", "t.rate"], name="by_food")
    assert table.header == ["食品大类", "抽样（批次）", "不合格（批次）", "不合格率（%）"]
    assert texts(table) == [
        ["糕点", "3", "1", "33.3"],
        ["未填", "1", "1", "100.0"],
        ["粮食加工品", "1", "1", "100.0"],
        ["合计", "5", "3", "60.0"],
    ]


def test_column_that_has_no_such_label_says_zero_and_a_rate_nothing(section):
    table = section.table_by(
        "各月", "month", ["t.samples", "t.failed", "t.rate"], name="by_month", labels=["2021-03", "2021-08"]
    )
    assert texts(table)[:2] == [["3月", "4", "3", "75.0"], ["8月", "0", "0", "—"]]


def test_months_stand_in_order(section):
    assert [line[0] for line in texts(section.table_by("各月", "month", ["t.samples"], name="m"))] == [
        "3月",
        "11月",
        "合计",
    ]


def test_top_rows_only(section):
    table = section.table_by("前一类", "food", ["t.samples"], name="top", top=1, total=False)
    assert texts(table) == [["糕点", "3"]] and table.total is None
    assert table.note == ()


@pytest.mark.parametrize(("top", "title"), [(1, "前一类（1）"), (12, "前三类（3）"), (None, "前三类（3）")])
def test_a_title_says_how_many_rows_there_really_are(section, top, title):
    options = {"name": "top", "top": top}
    assert section.table_by("前{top:words}类（{top}）", "food", ["t.samples"], **options).title == title
    assert section.charts.ranked("前{top:words}类（{top}）", "t.samples", "food", **options).title == title


def test_a_total_of_more_than_the_rows_above_it_says_so(section):
    table = section.table_by("前一类", "food", ["t.samples"], name="top", top=1)
    assert (texts(table)[-1], runs_text(table.note)) == (["合计", "5"], "合计含未列出的各类。")
    assert section.table_by("各类", "food", ["t.samples"], name="all", top=3).note == ()


def test_last_year_beside_a_cut(section):
    table = section.table_by("各类", "food", ["t.samples", "t.failed"], name="yoy", last_year=True)
    assert table.header == ["食品大类", "抽样（批次）", "上年同期（批次）", "同比", "不合格（批次）"]
    assert texts(table) == [
        ["糕点", "3", "0", "+3", "1"],
        ["未填", "1", "0", "+1", "1"],
        ["粮食加工品", "1", "12", "−91.7%", "1"],
        ["合计", "5", "12", "−58.3%", "3"],
    ]


def test_cross_table_adds_up_both_ways(section):
    table = section.table_cross("各所各类", "t.samples", rows="org_code", columns="food", name="cross")
    assert table.header == ["承办机构", "糕点（批次）", "未填（批次）", "粮食加工品（批次）", "合计（批次）"]
    assert texts(table) == [
        ["上浦分局", "2", "1", "1", "4"],
        ["下浦分局", "1", "0", "0", "1"],
        ["合计", "3", "1", "1", "5"],
    ]
    numbers = [[c.number for c in line[1:]] for line in [*table.rows, table.total]]
    assert all(sum(line[:-1]) == line[-1] for line in numbers)
    assert [sum(column[:-1]) for column in zip(*numbers, strict=True)] == numbers[-1]


def test_rows_behind_a_figure(section):
    table = section.table_rows(
        "不合格", "t.failed", ["sample_no", "org_code", "report_date", "weight"], name="rows", top=2
    )
    assert table.header == ["抽样单编号", "承办机构", "报告日期", "控制数量（kg）"]
    assert texts(table) == [["S1", "上浦分局", "2021-03-20", "—"], ["S4", "上浦分局", "2021-03-20", "—"]]
    assert runs_text(table.note) == "共3条记录，本表只列其中一部分。"
    assert 'value="3" data-figure="t.failed" data-kind="rows"' in runs_html(table.note)


def test_rows_with_a_column_that_was_not_handed_in(bureau):
    bureau.samples(2021, {}, without=("食品大类",))
    section = Section(sample_section("03_food_safety"), bureau.book("2021"))
    assert texts(section.table_rows("抽样", "t.samples", ["sample_no", "food"], name="rows")) == [["S1", "—"]]


def test_no_rows_no_table(bureau):
    bureau.samples(2021, {})
    section = Section(sample_section("03_food_safety"), bureau.book("2021-08"))
    nothing = Nothing()
    assert section.table_by("各类", "food", ["t.samples"], name="a") == nothing
    assert section.table_cross("各所", "t.samples", rows="org_code", columns="food", name="b") == nothing
    assert section.table_rows("抽样", "t.samples", ["sample_no"], name="c") == nothing


def test_html_every_number_carries_its_figure(section):
    table = section.table_by("各类", "food", ["t.samples", "t.rate"], name="by_food", note="含复检")
    root = ElementTree.fromstring(table.html())
    assert (root.tag, root.get("class"), root.get("id")) == ("figure", "wr-table", "t-by_food")
    assert root.findtext("figcaption") == "各类"
    assert [p.text for p in root.findall("p")] == ["注：含复检", table.source]
    assert [th.get("scope") for th in root.findall(".//thead/tr/th")] == ["col"] * 3
    assert [th.get("scope") for th in root.findall(".//tbody/tr/th")] == ["row"] * 3
    cells = [(d.get("data-figure"), d.get("data-cut"), d.get("value"), d.text) for d in root.iter("data")]
    assert cells[0] == ("t.samples", "糕点", "3", "3")
    assert (
        cells[1][:2] == ("t.rate", "糕点")
        and Decimal(cells[1][2]) == Decimal(100) / 3
        and cells[1][3] == "33.3"
    )
    assert cells[-2] == ("t.samples", None, "5", "5")
    assert len(cells) == len(root.findall(".//td")) == 8, "no number without its figure"


def test_html_is_escaped(section):
    table = section.table_rows("单位 <清单>", "t.failed", ["ent_name"], name="firms")
    root = ElementTree.fromstring(table.html())
    assert root.findtext("figcaption") == "单位 <清单>"
    assert root.findtext(".//tbody/tr/th") == "<甲>&乙"


def test_bundle_for_the_notebook_and_frame_for_the_analyst(section):
    table = section.table_by("各类", "food", ["t.samples", "t.rate"], name="by_food")
    data = table._repr_mimebundle_()
    assert from_json(data[MIME]) == table
    assert {(link.figure, link.by) for link in links_in(table)} >= {
        ("t.rate", ("food",)),
        ("t.samples", ("food",)),
    }
    assert data["text/plain"].startswith("各类\n食品大类\t抽样（批次）")
    assert table.frame["抽样（批次）"].tolist() == [3, 1, 1, 5]


def test_cell_without_a_figure_is_plain_text():
    assert str(Cell("<甲>").html()) == "<td>&lt;甲&gt;</td>"


@pytest.mark.parametrize(("key", "label"), [("2021-03", "3月"), ("2021-12", "12月"), ("未填", "未填")])
def test_month_labels(key, label):
    assert month_label(key) == label


def test_sub_bureaus_in_their_own_order_the_bureaus_own_apart_and_the_district_below(section, bureau):
    units = [["Q0", "区局", "区本级", "", ""], ["Q1", "机关", "机关", "", "Q0"]]
    units += [["QC13", "丙分局", "丙分局", "", ""], ["QC12", "下浦分局", "下浦分局", "下浦所", ""]]
    units += [["QC11", "上浦分局", "上浦分局", "上浦所", ""]]
    bureau.write(
        "reference/RF01_机构与分局字典.csv",
        [
            ["机构代码", "全称", "简称", "别名", "上级机构代码", "生效日期"],
            *([*unit, "2019-01-01"] for unit in units),
        ],
    )
    desk = Section(section.section, bureau.book("2021"))
    table = desk.table_orgs("各分局", ["t.samples", "t.rate"], name="orgs")
    assert [row[0] for row in texts(table)] == ["丙分局", "下浦分局", "上浦分局", "区本级", "全区"]
    assert [row[1] for row in texts(table)] == ["0", "1", "4", "0", "5"]
    assert texts(table)[0][2] == "—" and table.header[0] == "分局"
    assert runs_text(table.note) == "区本级含机关。"
    assert 'data-cut="上浦分局"' in table.html()


def test_no_rows_no_table_of_sub_bureaus(bureau):
    bureau.samples(2021)
    desk = Section(sample_section("03_food_safety"), bureau.book("2021"))
    assert desk.table_orgs("各分局", ["t.samples"], name="orgs") == Nothing()
