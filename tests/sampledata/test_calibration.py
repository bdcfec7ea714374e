"""The 2021 sample ledgers, counted straight from the files, against the published figures."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
ENTERPRISES = ["内资企业", "私营企业", "外资企业"]
DATED = "日期|时间|公告日|申请日|失效或"


@cache
def ledger(code: str, year: int = 2021) -> pd.DataFrame:
    path = next((DATA / str(year)).glob(f"{code}_*"))
    if path.suffix == ".csv":
        frame = pd.read_csv(path, dtype=str, encoding="gb18030" if code == "LG13" else "utf-8-sig")
    else:
        frame = pd.read_excel(path, header=2, engine="calamine")
    for column in frame.columns[frame.columns.str.contains(DATED) | frame.columns.isin(["申请日"])]:
        frame[column] = pd.to_datetime(frame[column])
    return frame


def in_year(column: pd.Series, year: int = 2021) -> int:
    return int((column.dt.year == year).sum())


def test_registrations():
    business = ledger("LG11")
    business = business[business["主体类型"].isin(ENTERPRISES)]
    setups = business[business["业务类型"] == "设立"]
    assert setups["办理渠道"].value_counts().to_dict() == {
        "一网通办平台": 1031,
        "外网平台": 223,
        "云服务平台": 2,
    }
    assert business.loc[business["业务类型"] == "变更", "变更事项数（项）"].astype(int).sum() == 2201
    scope = business[business["业务类型"].isin(["设立", "变更"])]
    assert 0.85 <= (scope["是否全程网办"] == "是").mean() <= 0.90


@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_opening_plus_business_is_closing(year):
    subjects = ledger("RF02", year)
    business = ledger("LG11", year).groupby(["主体类型", "业务类型"]).size().unstack(fill_value=0)
    before = (subjects["纳入本局登记日期"] < f"{year}-01-01") & ~(subjects["退出日期"] < f"{year}-01-01")
    opening = subjects[before].groupby("主体类型").size()
    closing = subjects[subjects["主体状态"] == "存续"].groupby("主体类型").size()
    signs = {"设立": 1, "迁入": 1, "注销": -1, "迁出": -1, "撤销": -1}
    moved = sum(business[kind] * sign for kind, sign in signs.items() if kind in business)
    registered = moved.index
    assert (opening[registered] + moved - closing[registered]).eq(0).all()


def test_patents():
    inventions = ledger("LG12").query("专利类型 == '发明'")
    assert in_year(inventions["申请日"]) == 128
    assert in_year(inventions["授权公告日"]) == 21
    assert in_year(inventions["申报资助指导日期"]) == 15
    assert (inventions["法律状态"] == "有效").sum() == 96
    ends = [pd.Timestamp(year, 12, 31) for year in range(2017, 2022)]
    start, end = pd.to_datetime(inventions["在本区有效起始日"]), inventions["失效或转出日"]
    assert [int(((start <= day) & ~(end <= day)).sum()) for day in ends] == [49, 57, 67, 79, 96]


def test_trademarks():
    marks = ledger("LG13")
    assert in_year(marks["申请日"]) == 421
    assert in_year(marks["注册公告日"]) == 262
    assert (marks["状态"] == "有效").sum() == 1579


def test_complaints():
    tickets = ledger("LG14")
    inside, outside = tickets[tickets["登记平台"] == "平台内"], tickets[tickets["登记平台"] == "平台外"]
    assert inside["业务类型"].value_counts().to_dict() == {"举报": 1286, "投诉": 509}
    kind = inside["客体类别"].where(inside["客体类别"].isin(["食品", "药品"]), inside["客体大类"])
    assert kind.value_counts().to_dict() == {"商品": 1579, "服务": 97, "食品": 85, "药品": 34}
    petitions = outside["是否信访件"] == "是"
    assert (petitions.sum(), (outside["来源渠道"] == "其他部门转办").sum(), len(outside)) == (41, 18, 64)


def test_oil():
    cases = ledger("LG10A").query("专项 == '成品油'")
    grams = {"吨": 1_000_000, "千克": 1000}
    assert len(cases) == 4
    assert (
        sum(round(q * grams[u]) for q, u in zip(cases["没收物品数量"], cases["没收物品单位"], strict=True))
        == 1_340_000
    )
    assert ledger("LG10B").query("专项 == '成品油'")["出动人次（人次）"].sum() == 75


def test_every_case_asked_for_exists():
    numbers = {number for year in (2020, 2021, 2022) for number in ledger("LG10A", year)["立案号"]}
    for code, column in (
        ("LG03", "案号"),
        ("LG05", "立案案号"),
        ("LG08", "立案案号"),
        ("LG14", "诉转案案号"),
    ):
        for year in (2020, 2021, 2022):
            assert set(ledger(code, year)[column].dropna()) <= numbers


def test_pyramid():
    checks, communities = ledger("LG15A"), ledger("LG15B")
    places = checks.groupby("场所类型")["统一社会信用代码"].nunique()
    assert places.to_dict() == {"宾馆": 15, "直销服务网点": 5}
    assert (communities["创建状态"] == "已创建").sum() == 2


def test_fair_reviews_are_a_zero_report():
    path = next((DATA / "2021").glob("LG16_*"))
    assert ledger("LG16").empty
    assert pd.read_excel(path, header=None, engine="calamine").iloc[1, 0].count("零报告") == 1


def test_publicity():
    events = ledger("LG17")
    food, pyramid = events[events["条线"].str.contains("食品")], events[events["主题"] == "打传"]
    names = [
        "资料份数（份）",
        "横幅条数（条）",
        "展板块数（块）",
        "咨询人次（人次）",
        "短片期数（期）",
        "参训人次（人次）",
    ]
    assert food[names].sum().to_list() == [13460, 89, 13, 1288, 3, 246]
    assert (food["是否大型活动"] == "是").sum() == 3
    assert (pyramid["活动类型"] == "现场宣传").sum() == 5
    assert pyramid[["资料份数（份）", "横幅条数（条）", "联系卡张数（张）"]].sum().to_list() == [
        31800,
        25,
        26,
    ]
    media = pyramid.dropna(subset=["媒体家数（家）"]).set_index("媒体类型")
    columns = ["媒体家数（家）", "投放天数（天）", "总次数（次）"]
    assert media[columns].loc["户外广告平台"].to_list() == [15, 30, 30]
    assert media[columns].loc["电视电台"].to_list() == [1, 30, 150]
    assert pyramid["公众号期数（期）"].sum() == 2
    assert events["短信条数（条）"].sum() == 136


def test_party_affairs():
    items = ledger("LG18")
    counts = items["事项类别"].value_counts().to_dict()
    assert counts == {
        "信息稿": 24, "办实事项目": 20, "重合同守信用": 18, "集中学习": 7, "市长质量奖": 3, "快检室建设": 3,
        "党课": 2, "研讨": 1, "知识竞赛": 1,
    }  # fmt: skip
    honoured = items[items["荣誉结果"] == "获评"].groupby(["事项类别", "荣誉级别"]).size().to_dict()
    assert honoured == {("市长质量奖", "市级"): 1, ("重合同守信用", "省级"): 6, ("重合同守信用", "市级"): 12}
