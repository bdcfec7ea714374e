"""Intellectual property: patents (LG12), trademarks (LG13), patents per 10,000 people (RF04)."""

from __future__ import annotations

import pandas as pd

from workreport.figures.registry import figure, ratio
from workreport.figures.selection import where_in

INVENTION = "发明"


def inventions(patents: pd.DataFrame) -> pd.DataFrame:
    """Invention patents and applications."""
    return where_in(patents, "kind", INVENTION)


@figure("ip.applications", label="专利申请", unit="件", date="app_date")
def applications(patents: pd.DataFrame) -> pd.DataFrame:
    """三种专利的申请，按申请日；申请后由区外转入的不计。"""
    return patents[~(patents["in_date"] > patents["app_date"])]


@figure("ip.grants", label="专利授权", unit="件", date="grant_date")
def grants(patents: pd.DataFrame) -> pd.DataFrame:
    """三种专利的授权，按授权公告日；授权后由区外转入的不计。"""
    return patents[~(patents["in_date"] > patents["grant_date"])]


@figure("ip.valid", label="有效专利", unit="件", kind="stock")
def valid(patents: pd.DataFrame) -> pd.DataFrame:
    """截至日在本区有效的三种专利。"""
    return where_in(patents, "legal_status", "有效")


@figure("ip.patent_applications_new", label="新增发明专利申请", unit="件", date="app_date")
def invention_applications(patents: pd.DataFrame) -> pd.DataFrame:
    """发明专利申请，按申请日；申请后由区外转入的不计。与授权不是同一批，不计算授权率。"""
    return inventions(applications(patents))


@figure("ip.patent_grants_new", label="新增授权发明专利", unit="件", date="grant_date")
def invention_grants(patents: pd.DataFrame) -> pd.DataFrame:
    """发明专利授权，按授权公告日；授权后由区外转入的不计。"""
    return inventions(grants(patents))


@figure("ip.patents_valid", label="有效发明专利", unit="件", kind="stock", better="more")
def inventions_valid(patents: pd.DataFrame) -> pd.DataFrame:
    """截至日法律状态为有效、权利人在本区的发明专利。"""
    return inventions(valid(patents))


@figure("ip.patents_opening", label="期初有效发明专利", unit="件", kind="opening")
def inventions_opening(patents: pd.DataFrame) -> pd.DataFrame:
    """报告期前一日有效的发明专利；期初＋授权＋转入－失效－转出＝期末。"""
    return inventions(valid(patents))


@figure("ip.patents_moved_in", label="转入发明专利", unit="件", date="in_date")
def inventions_moved_in(patents: pd.DataFrame) -> pd.DataFrame:
    """授权后由区外转入的发明专利，按转入日期。"""
    rows = inventions(patents)
    return rows[rows["in_date"] > rows["grant_date"]]


@figure("ip.patents_lapsed", label="失效发明专利", unit="件", date="ended_date")
def inventions_lapsed(patents: pd.DataFrame) -> pd.DataFrame:
    """期满、未缴费、放弃、无效而失效的发明专利，按失效日期。"""
    rows = inventions(patents)
    return rows[rows["legal_status"].str.startswith("失效")]


@figure("ip.patents_moved_out", label="转出发明专利", unit="件", date="ended_date")
def inventions_moved_out(patents: pd.DataFrame) -> pd.DataFrame:
    """转让到区外的发明专利，按转出日期。"""
    return where_in(inventions(patents), "legal_status", "转出")


@figure("ip.high_value_valid", label="有效高价值发明专利", unit="件", kind="stock", better="more")
def high_value_valid(patents: pd.DataFrame) -> pd.DataFrame:
    """截至日有效的发明专利中登记为高价值的；与全部有效发明专利分开统计。"""
    rows = inventions(valid(patents))
    return rows[rows["high_value"].fillna(False)]


@figure("ip.subsidy_guided_patents", label="指导申报资助的授权发明专利", unit="件", date="guide_date")
def subsidy_guided(patents: pd.DataFrame) -> pd.DataFrame:
    """期内提供申报资助指导的已授权发明专利，按指导日期；授权日期可在往年。"""
    rows = inventions(patents)
    return rows[rows["grant_date"].notna()]


@figure(
    "ip.population", label="常住人口", unit="万人", kind="stock", single="value", decimals=2, rowwise=False
)
def residents(population: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """截至日（含）之前最近一个年末的常住人口；参考表没有该年末的，用更早的最近一个年末。"""
    ended = (as_of + pd.Timedelta(days=1)).year - 1
    rows = where_in(population, "kind", "常住")
    rows = rows[rows["year"] <= ended]
    return rows[rows["year"] == rows["year"].max()]


@figure("ip.population_year", label="人口数所属年度", unit="年", kind="stock", single="year", rowwise=False)
def residents_year(population: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """计算万人拥有量所用常住人口的年度。"""
    return residents(population, as_of)


ratio(
    "ip.patents_per_10k",
    label="万人发明专利拥有量",
    numerator="ip.patents_valid",
    denominator="ip.population",
    definition="截至日有效发明专利÷常住人口（万人）；人口的年度、口径、发布机关见参考表。不是高价值发明专利的万人拥有量。",
    unit="件/万人",
    factor="1",
    decimals=2,
    kind="stock",
    better="more",
)

ratio(
    "ip.high_value_per_10k",
    label="万人高价值发明专利拥有量",
    numerator="ip.high_value_valid",
    denominator="ip.population",
    definition="截至日有效的高价值发明专利÷常住人口（万人）。",
    unit="件/万人",
    factor="1",
    decimals=2,
    kind="stock",
)


@figure("ip.trademark_applications_new", label="新增商标注册申请", unit="件", date="app_date")
def trademark_applications(trademarks: pd.DataFrame) -> pd.DataFrame:
    """商标注册申请，一标一类一件，按申请日（自然日，不是国家知识产权局的统计期）。"""
    return trademarks


@figure("ip.trademark_registrations_new", label="新增注册商标", unit="件", date="reg_date")
def trademark_registrations(trademarks: pd.DataFrame) -> pd.DataFrame:
    """核准注册的商标，一标一类一件，按注册公告日（自然日，不是国家知识产权局的统计期）。"""
    return trademarks


@figure("ip.trademarks_valid", label="有效注册商标", unit="件", kind="stock", better="more")
def trademarks_valid(trademarks: pd.DataFrame) -> pd.DataFrame:
    """截至日状态为有效的注册商标，一标一类一件。"""
    return where_in(trademarks, "status", "有效")


@figure("ip.trademarks_opening", label="期初有效注册商标", unit="件", kind="opening")
def trademarks_opening(trademarks: pd.DataFrame) -> pd.DataFrame:
    """报告期前一日有效的注册商标；期初＋注册－失效和迁出＝期末。"""
    return trademarks_valid(trademarks)


@figure("ip.trademarks_ended", label="失效和迁出商标", unit="件", date="ended_date")
def trademarks_ended(trademarks: pd.DataFrame) -> pd.DataFrame:
    """期满、撤销、无效、注销而失效或迁出的注册商标，按失效或迁出日。"""
    return trademarks[trademarks["reg_date"].notna()]
