"""What an analyst looks up through ``s``: numbers and frames in Chinese; a wrong name is answered with the nearest."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from workreport.base.errors import MissingLedger, UsageError
from workreport.base.names import UnknownName
from workreport.base.sections import Section as Declared
from workreport.narrative.section import Section, open_section

pytestmark = pytest.mark.usefixtures("four_figures")


@pytest.fixture
def s(bureau) -> Section:
    bureau.samples(
        2021,
        {"抽样日期": "2021-03-05", "食品大类": "24", "检验结论": "不合格", "承办机构": "上浦分局"},
        {"抽样日期": "2021-03-06", "食品大类": "粮食", "检验结论": "合格", "承办机构": "下浦分局"},
        {
            "抽样日期": "2021-05-06",
            "报告日期": "2021-05-20",
            "食品大类": "24",
            "检验结论": "合格",
            "承办机构": "下浦分局",
        },
    )
    return Section(Declared("01_samples", "抽样"), bureau.book("2021"))


def test_shown_by_itself_a_section_is_one_line(s):
    assert repr(s) == "抽样（01_samples），2021年，数据截至2021-12-31"
    assert repr(s.book) == "<Book 2021>"


def test_a_value_is_a_number_by_id_or_label(s):
    assert s.value("t.samples") == s.value("抽样") == 3
    assert s.value("t.rate").quantize(Decimal("0.1")) == Decimal("33.3")


def test_a_value_of_a_missing_ledger_is_an_error_that_says_so(s):
    with pytest.raises(MissingLedger, match="设备登记台账"):
        s.value("t.devices")


def test_months_are_a_frame_to_draw(s):
    months = s.months("抽样")
    assert list(months) == ["月份", "抽样（批次）"] and list(months["月份"])[:2] == ["2021-01", "2021-02"]
    assert list(months["抽样（批次）"]) == [0, 0, 2, 0, 1, *[0] * 7]
    rates = s.months("t.rate")["不合格率（%）"]
    assert rates.isna().tolist()[:5] == [True, True, False, True, False] and rates[2] == 50.0


def test_a_month_is_shown_with_those_before_it(s, bureau):
    march = Section(s.section, bureau.book("2021-03"))
    assert list(march.months("抽样")["月份"]) == ["2021-01", "2021-02", "2021-03"]


def test_dimensions_have_titles_and_labels(s):
    found = s.dimensions("抽样").set_index("维度")
    assert found.loc["food"].tolist() == ["食品大类", "粮食加工品、糕点"]
    assert found.loc["month", "名称"] == "月份" and "sub_bureau" in found.index
    assert "sample_date" not in found.index and "uscc" not in found.index and "sampler" not in found.index


def test_a_cut_has_names_for_codes_and_takes_titles_for_dimensions(s):
    cut = s.cut("抽样", "食品大类", "month")
    assert list(cut) == ["食品大类", "月份", "抽样（批次）"]
    assert cut.values.tolist() == [
        ["粮食加工品", "2021-03", 1],
        ["糕点", "2021-03", 1],
        ["糕点", "2021-05", 1],
    ]


def test_a_ledger_has_the_offices_titles_and_names_for_codes(s):
    rows = s.ledger("T01")
    assert rows.equals(s.ledger("抽样台账")) and rows.equals(s.ledger("samples"))
    assert rows["承办机构"].tolist() == ["上浦分局", "下浦分局", "下浦分局"]
    assert list(rows)[-3:] == ["来源文件", "工作表", "行号"] and "抽样人" not in rows
    plain = s.ledger("samples", fields=True)
    assert plain["org_code"].tolist() == ["QC11", "QC12", "QC12"]


@pytest.mark.parametrize(
    ("ask", "message", "near"),
    [
        (lambda s: s.value("t.sample"), "没有指标“t.sample”", "t.samples（抽样）"),
        (lambda s: s.table("表", ["t.sampls"], name="x"), "没有指标", "t.samples"),
        (lambda s: s.charts.months("图", "t.sampls", name="x"), "没有指标", "t.samples"),
        (lambda s: s.say("{t.sampls}。"), "不是已登记的指标", "t.samples（抽样）"),
        (lambda s: s.say("{t.samples:yoi}。"), "没有“yoi”", "yoy"),
        (lambda s: s.table_by("表", "foods", ["t.samples"], name="x"), "没有维度“foods”", "food（食品大类）"),
        (lambda s: s.cut("t.samples", "食品"), "没有维度“食品”", "food（食品大类）"),
        (lambda s: s.say("{t.samples[food=糕点类]}。"), "没有“糕点类”", "粮食加工品、糕点"),
        (
            lambda s: s.table_by("表", "food", ["t.samples"], name="x", labels=["糕点类"]),
            "没有“糕点类”",
            "糕点",
        ),
        (lambda s: s.ledger("抽样的台账"), "没有台账", "samples（T01，抽样台账）"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(s, ask, message, near):
    with pytest.raises(Exception, match=message) as raised:
        ask(s)
    assert near in raised.value.expected


def test_a_ledger_in_parts_has_no_unknown_dimension_either(s):
    with pytest.raises(UnknownName, match="没有维度"):
        s.book.cut("t.rate", ("colour",))


def test_a_column_that_a_mapping_does_not_give_is_missing_and_not_unknown(bureau):
    mapping = {"ledger": "samples", "files": ["T01_*"], "columns": {"sample_no": {"from": "编号"}}}
    mapping["columns"] |= {"sample_date": {"from": "日期"}, "org_code": {"value": "上浦分局"}}
    mapping["columns"] |= {"result": {"value": "合格"}}
    (bureau.data / "mappings").mkdir()
    (bureau.data / "mappings" / "samples.yaml").write_text(json.dumps(mapping), encoding="utf-8")
    bureau.write("2021/T01_外来.csv", [["编号", "日期"], ["S1", "2021-03-05"]])
    s = Section(Declared("01_samples", "抽样"), bureau.book("2021"))
    assert s.table_by("表", "food", ["t.samples"], name="x").kind == "notice"


def test_a_section_is_opened_by_its_title_and_a_wrong_one_is_answered(bureau):
    bureau.samples(2021, {})
    assert open_section("抽样", "2021", str(bureau.data)).section.id == "01_samples"
    with pytest.raises(UsageError, match="没有章节“抽验”") as raised:
        open_section("抽验", "2021", str(bureau.data))
    assert "01_samples（01，抽样）" in raised.value.expected
