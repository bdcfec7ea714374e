"""Market competition: pyramid selling (LG15), fair competition review (LG16), unfair competition (LG10A)."""

from __future__ import annotations

import pandas as pd

from marketsupervision.enforcement import with_penalty
from workreport.figures.measure import identity
from workreport.figures.registry import figure, ratio
from workreport.figures.selection import where_in

UNFAIR = "反不正当竞争"


def with_place(checks: pd.DataFrame) -> pd.DataFrame:
    """Checks with a ``place`` that identifies the site: the credit code, otherwise the name."""
    return checks.assign(place=identity(checks, "uscc", "site_name"))


@figure("pyramid.direct_sales_sites_visited", label="摸排直销服务网点", unit="家", distinct="place")
def direct_sales_sites(pyramid_checks: pd.DataFrame) -> pd.DataFrame:
    """摸排走访的直销服务网点，按信用代码（无代码的按名称）去重，不是走访次数。"""
    return with_place(where_in(pyramid_checks, "site_type", "直销服务网点"))


@figure("pyramid.hotels_visited", label="摸排宾馆", unit="家", distinct="place")
def hotels(pyramid_checks: pd.DataFrame) -> pd.DataFrame:
    """摸排走访的宾馆，按信用代码（无代码的按名称）去重，不是走访次数。"""
    return with_place(where_in(pyramid_checks, "site_type", "宾馆"))


@figure("pyramid.places_visited", label="摸排场所", unit="家", distinct="place")
def places_visited(pyramid_checks: pd.DataFrame) -> pd.DataFrame:
    """摸排走访的各类场所（直销服务网点、宾馆、出租屋、会场），去重。"""
    return with_place(pyramid_checks)


@figure("pyramid.visits", label="摸排走访", unit="家次")
def visits(pyramid_checks: pd.DataFrame) -> pd.DataFrame:
    """摸排走访记录，一次走访一个场所计一家次，按摸排日期。"""
    return pyramid_checks


@figure("pyramid.persontimes", label="摸排出动", unit="人次", total="staff_n")
def persontimes(pyramid_checks: pd.DataFrame) -> pd.DataFrame:
    """各次摸排出动人数之和，按摸排日期。"""
    return pyramid_checks


@figure("pyramid.clues", label="发现传销线索", unit="条")
def clues(pyramid_checks: pd.DataFrame) -> pd.DataFrame:
    """登记为发现线索的摸排走访，按摸排日期。"""
    return pyramid_checks[pyramid_checks["found_clue"].fillna(False)]


@figure("pyramid.communities", label="社区（村）总数", unit="个", kind="stock")
def communities(pyramid_communities: pd.DataFrame) -> pd.DataFrame:
    """辖区全部社区（村）；创建率的分母。"""
    return pyramid_communities


@figure("pyramid.free_communities", label="已创建无传销社区（村）数", unit="个", kind="stock")
def free_communities(pyramid_communities: pd.DataFrame) -> pd.DataFrame:
    """截至日创建状态为已创建的社区（村）；复查不合格的不计。"""
    return where_in(pyramid_communities, "status", "已创建")


@figure("pyramid.pledged_communities", label="已签责任状社区（村）数", unit="个", kind="stock")
def pledged_communities(pyramid_communities: pd.DataFrame) -> pd.DataFrame:
    """名录中已签订责任状的社区（村）。"""
    return pyramid_communities[pyramid_communities["pledged"].fillna(False)]


ratio(
    "pyramid.free_share",
    label="无传销社区（村）创建率",
    numerator="pyramid.free_communities",
    denominator="pyramid.communities",
    definition="已创建无传销社区（村）÷辖区全部社区（村）。",
    kind="stock",
)


@figure("competition.unfair_cases", label="反不正当竞争立案", unit="件")
def unfair_cases(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """专项为反不正当竞争的案件，按立案日期。"""
    return where_in(penalty_cases, "campaign", UNFAIR)


@figure("competition.unfair_closed", label="反不正当竞争结案", unit="件", date="closed_date")
def unfair_closed(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """专项为反不正当竞争、已结案的案件，按结案日期，含往期立案的。"""
    return where_in(where_in(penalty_cases, "campaign", UNFAIR), "status", "已结案")


@figure(
    "competition.unfair_penalty",
    label="反不正当竞争罚没款",
    unit="万元",
    date="decided_date",
    total="penalty",
    factor="0.0001",
    decimals=2,
)
def unfair_penalty(penalty_cases: pd.DataFrame) -> pd.DataFrame:
    """反不正当竞争案件的罚款与没收违法所得之和，按处罚决定日期。"""
    return with_penalty(where_in(penalty_cases, "campaign", UNFAIR))


@figure("fair.reviewed", label="公平竞争审查政策措施", unit="件")
def reviewed(fair_reviews: pd.DataFrame) -> pd.DataFrame:
    """完成公平竞争审查的政策措施，含增量审查和存量清理，按审查日期。"""
    return fair_reviews


@figure("fair.new_measures", label="增量审查", unit="件")
def new_measures(fair_reviews: pd.DataFrame) -> pd.DataFrame:
    """审查类别为增量审查的政策措施，按审查日期。"""
    return where_in(fair_reviews, "review_kind", "增量审查")


@figure("fair.existing_measures", label="存量清理", unit="件")
def existing_measures(fair_reviews: pd.DataFrame) -> pd.DataFrame:
    """审查类别为存量清理的政策措施，按审查日期。"""
    return where_in(fair_reviews, "review_kind", "存量清理")


@figure("fair.corrected", label="审查纠正", unit="件")
def corrected(fair_reviews: pd.DataFrame) -> pd.DataFrame:
    """审查结论为修改后通过或不予出台的政策措施，按审查日期。"""
    return where_in(fair_reviews, "verdict", "修改后通过", "不予出台")


@figure("fair.repealed", label="修订废止", unit="件")
def repealed(fair_reviews: pd.DataFrame) -> pd.DataFrame:
    """存量清理中修订或废止的政策措施，按审查日期。"""
    return where_in(fair_reviews, "stock_action", "修订", "废止")
