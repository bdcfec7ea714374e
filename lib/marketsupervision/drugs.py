"""Inspections of drug, device, vaccine, cosmetics and health-food units (LG05).

A unit has one type; properties across types (vaccination, methadone) are flags. Units of a type
and units with a flag overlap, so 家 are never added up over both.
"""

from __future__ import annotations

import pandas as pd

from workreport.figures.measure import is_among
from workreport.figures.registry import figure, ratio
from workreport.figures.selection import includes, where_in


def _units(id: str, label: str, unit_type: str) -> None:
    """Distinct inspected units of one type; the types differ in nothing else."""

    def rows(drug_inspections: pd.DataFrame) -> pd.DataFrame:
        return where_in(drug_inspections, "unit_type", unit_type)

    rows.__doc__ = f"期内检查过的{unit_type}，按统一社会信用代码去重，按检查日期。"
    figure(f"drug.inspect.{id}", label=f"检查{label}", unit="家", distinct="uscc", otherwise="ent_name")(rows)


_units("cdc", "疾控中心", "疾控中心")
_units("district_hospitals", "区级医疗机构", "区级医院")
_units("township_health_centres", "乡镇卫生院", "乡镇卫生院")
_units("village_clinics", "村卫生室", "村卫生室")
_units("retail_pharmacies", "药品零售企业", "零售药店")
_units("health_food_operators", "保健食品经营单位", "保健食品经营")
_units("device_wholesalers", "医疗器械批发企业", "器械批发")


@figure(
    "drug.inspect.vaccination_units",
    label="检查疫苗接种单位",
    unit="家",
    distinct="uscc",
    otherwise="ent_name",
)
def vaccination_units(drug_inspections: pd.DataFrame) -> pd.DataFrame:
    """期内检查过、附加属性含疫苗接种（或单位类型即为疫苗接种单位）的单位，去重；与医院、卫生院等类型重叠，不参与加总。"""
    flagged = includes(drug_inspections, "flags", "疫苗接种").index
    typed = where_in(drug_inspections, "unit_type", "疫苗接种单位").index
    return drug_inspections.loc[flagged.union(typed)]


@figure(
    "drug.inspect.methadone_clinic", label="检查美沙酮门诊", unit="家", distinct="uscc", otherwise="ent_name"
)
def methadone_clinic(drug_inspections: pd.DataFrame) -> pd.DataFrame:
    """期内检查过、附加属性含美沙酮的单位，去重；与所在机构的单位类型重叠，不参与加总。"""
    return includes(drug_inspections, "flags", "美沙酮")


@figure("drug.inspect.units", label="药械检查单位", unit="家", distinct="uscc", otherwise="ent_name")
def units(drug_inspections: pd.DataFrame) -> pd.DataFrame:
    """期内检查过的全部单位，按统一社会信用代码去重；不是各类家数相加。"""
    return drug_inspections


@figure("drug.inspect.visits", label="药械检查", unit="家次")
def visits(drug_inspections: pd.DataFrame) -> pd.DataFrame:
    """检查记录数，按检查日期；同一单位检查两次计两家次。"""
    outcome = pd.Series("未发现问题", index=drug_inspections.index)
    outcome = outcome.mask(drug_inspections["found"], "未完成整改")
    outcome = outcome.mask(drug_inspections["rectified"].fillna(False), "已整改")
    return drug_inspections.assign(outcome=outcome)


@figure("drug.enforcement_persontimes", label="药械检查出动执法人员", unit="人次", total="staff_n")
def enforcement_persontimes(drug_inspections: pd.DataFrame) -> pd.DataFrame:
    """各次检查的检查人数之和，按检查日期；一次检查不少于两人，故不少于家次的两倍。"""
    return drug_inspections


@figure("drug.inspect.found_visits", label="药械检查发现违法违规", unit="家次")
def found_visits(drug_inspections: pd.DataFrame) -> pd.DataFrame:
    """发现违法违规行为的检查记录，按检查日期。"""
    return drug_inspections[drug_inspections["found"]]


@figure("drug.inspect.rectified_visits", label="完成整改的药械检查", unit="家次", kind="cohort")
def rectified_visits(drug_inspections: pd.DataFrame) -> pd.DataFrame:
    """期内检查发现违法违规、截至日已完成整改的检查记录。"""
    visits = found_visits(drug_inspections)
    return visits[visits["rectified"].fillna(False)]


@figure("drug.inspect.unrectified_visits", label="未完成整改的药械检查", unit="家次", kind="cohort")
def unrectified_visits(drug_inspections: pd.DataFrame) -> pd.DataFrame:
    """期内检查发现违法违规、截至日尚未完成整改的检查记录。"""
    visits = found_visits(drug_inspections)
    return visits[~visits["rectified"].fillna(False)]


ratio(
    "drug.inspect.found_rate",
    label="药械问题发现率",
    numerator="drug.inspect.found_visits",
    denominator="drug.inspect.visits",
    definition="发现违法违规家次÷检查家次。",
)
ratio(
    "drug.inspect.rectification_rate",
    label="药械问题整改率",
    numerator="drug.inspect.rectified_visits",
    denominator="drug.inspect.found_visits",
    definition="截至日完成整改家次÷期内发现违法违规家次。",
    kind="cohort",
    better="more",
)


@figure("drug.inspect.cases", label="药械检查立案", unit="件", kind="cohort", distinct="case_no")
def cases(drug_inspections: pd.DataFrame) -> pd.DataFrame:
    """期内检查所涉、已登记立案案号的案件，按案号去重；案件按检查日期归期，不按立案日期。"""
    return drug_inspections[drug_inspections["case_no"].notna()]


@figure("drug.register.pharmacies", label="在册药品零售企业", unit="家", kind="stock")
def registered_pharmacies(subjects: pd.DataFrame) -> pd.DataFrame:
    """截至日在监管对象名录内、业态为药品零售的主体。"""
    return where_in(where_in(subjects, "status", "存续"), "biz", "药品零售")


@figure(
    "drug.inspect.covered_pharmacies",
    label="检查过的在册药品零售企业",
    unit="家",
    distinct="uscc",
    otherwise="ent_name",
)
def covered_pharmacies(drug_inspections: pd.DataFrame, subjects: pd.DataFrame) -> pd.DataFrame:
    """期内检查过、截至日仍在名录内的药品零售企业，去重；已退出名录的不计，使覆盖率不超过100%。"""
    registered = registered_pharmacies(subjects)
    pharmacies = where_in(drug_inspections, "unit_type", "零售药店")
    return pharmacies[is_among(pharmacies, registered, "uscc", "ent_name")]


ratio(
    "drug.inspect.pharmacy_coverage",
    label="药品零售企业检查覆盖率",
    numerator="drug.inspect.covered_pharmacies",
    denominator="drug.register.pharmacies",
    definition="期内检查过的在册药品零售企业（家）÷截至日在册药品零售企业（家）；不用家次。",
    kind="cohort",
    better="more",
)
