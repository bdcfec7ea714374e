"""Sub-bureaus are ranked by rate, ties share a rank, own units stand aside, and a base of 0 gives no rate."""

from __future__ import annotations

from decimal import Decimal

import pytest

from workreport.base.errors import MissingLedger
from workreport.figures.ranking import ranking, sub_bureaus
from workreport.figures.registry import figure, ratio

pytestmark = pytest.mark.usefixtures("declared")
HEADER = ["机构代码", "全称", "简称", "上级机构代码", "生效日期", "失效日期"]


@pytest.fixture
def declared(own_figures) -> None:
    @figure("t.samples", label="抽样", unit="批次")
    def samples_taken(samples):
        """全部抽样单。"""
        return samples

    @figure("t.failed", label="不合格", unit="批次")
    def failed(samples):
        """不合格的抽样单。"""
        return samples[samples["result"] == "不合格"]

    @figure("t.online", label="网络抽样", unit="批次")
    def online(samples):
        """附加属性含网络的抽样单。"""
        return samples[samples["flags"].fillna("").str.contains("网络")]

    ratio("t.rate", label="不合格率", numerator="t.failed", denominator="t.samples", definition="不合格率。")


@pytest.fixture
def book(bureau):
    """甲 3 samples of which 1 failed, 乙 2 of which 1, 丙 none; the bureau itself 4; 丁 was closed in 2020."""
    units = [("A", "甲分局"), ("B", "乙分局"), ("C", "丙分局")]
    bureau.write(
        "reference/RF01_机构与分局字典.csv",
        [
            HEADER,
            ["Q0", "区本级", "区本级", "", "2019-01-01", ""],
            ["Q1", "机关", "机关", "Q0", "2019-01-01", ""],
            ["D", "丁分局", "丁分局", "", "2019-01-01", "2020-12-31"],
            *([code, name, name, "", "2019-01-01", ""] for code, name in units),
        ],
    )
    rows = [{"承办机构": "甲分局", "检验结论": result} for result in ("不合格", "合格", "合格")]
    rows += [{"承办机构": "乙分局", "检验结论": result, "附加属性": "网络"} for result in ("不合格", "合格")]
    rows += [{"承办机构": "机关"}] * 4
    bureau.samples(2021, *rows)
    return bureau.book("2021")


def test_sub_bureaus_are_those_without_a_unit_above_or_below_in_force_on_the_day(book):
    assert sub_bureaus(book) == ("甲分局", "乙分局", "丙分局")


def test_a_rate_is_ranked_over_its_own_base(book):
    found = ranking(book, "t.rate")
    assert [(line.org, line.number, line.base, line.rank) for line in found.lines] == [
        ("乙分局", 1, 2, 1),
        ("甲分局", 1, 3, 2),
    ]
    assert found.highest.rate == 50 and found.lowest.org == "甲分局"
    assert found.middle == (50 + Decimal(100) / 3) / 2 and found.spread == 50 - Decimal(100) / 3
    assert {line.org: line.rank for line in found.own} == {"丙分局": None, "机关": None}


def test_an_amount_is_ranked_per_thousand_of_the_base(book):
    found = ranking(book, "t.failed", base="t.samples")
    assert [(line.org, line.rate) for line in found.lines] == [
        ("乙分局", 500),
        ("甲分局", Decimal(1000) / 3),
    ]
    assert found.unit == "批次/千批次"


def test_units_alike_share_the_better_rank_and_none_is_named_alone(book):
    found = ranking(book, "t.samples", base="t.samples")
    assert [line.rank for line in found.lines] == [1, 1]
    assert found.highest is None and found.lowest is None and found.spread == 0


def test_no_base_handed_in_no_ranking(bureau):
    bureau.samples(2021, {"承办机构": "上浦分局"}, without=("附加属性",))
    with pytest.raises(MissingLedger):
        ranking(bureau.book("2021"), "t.failed", base="t.online")
