"""Supervision of special equipment: inspections of users (LG07A), hazards (LG07B), accidents (LG07C)."""

from __future__ import annotations

import pandas as pd

from workreport.figures.measure import is_among
from workreport.figures.registry import figure, ratio, total_of
from workreport.figures.selection import where_in

GONE, LATE, WAITING = "已消除", "逾期未消除", "整改期限内"


@figure("special.inspected_users", label="检查特种设备使用单位", unit="家次")
def inspected_users(special_inspections: pd.DataFrame) -> pd.DataFrame:
    """检查记录数，按检查日期；同一单位检查两次计两家次，不是家数。"""
    return special_inspections


@figure("special.enforcement_persontimes", label="特种设备检查出动执法人员", unit="人次", total="staff_n")
def enforcement_persontimes(special_inspections: pd.DataFrame) -> pd.DataFrame:
    """各次检查的检查人数之和，按检查日期。"""
    return special_inspections


@figure("special.checked_units", label="检查到的使用单位", unit="家", distinct="uscc", otherwise="ent_name")
def checked_units(special_inspections: pd.DataFrame) -> pd.DataFrame:
    """期内检查过的使用单位，按统一社会信用代码去重。"""
    return special_inspections


@figure(
    "special.covered_users", label="检查到的在册使用单位", unit="家", distinct="uscc", otherwise="ent_name"
)
def covered_users(special_inspections: pd.DataFrame, special_devices: pd.DataFrame) -> pd.DataFrame:
    """期内检查过、截至日仍有在用设备的使用单位，去重。"""
    owners = where_in(special_devices, "status", "在用")
    return special_inspections[is_among(special_inspections, owners, "uscc", "ent_name")]


ratio(
    "special.user_coverage",
    label="使用单位检查覆盖率",
    numerator="special.covered_users",
    denominator="special.users.total",
    definition="期内检查到的在册使用单位（家）÷截至日使用单位（家）；不用家次，附件不作分子。",
    kind="cohort",
    better="more",
)


@figure("special.checked_devices", label="检查设备", unit="台", total="n_dev")
def checked_devices(special_inspections: pd.DataFrame) -> pd.DataFrame:
    """各次检查的设备数量之和，不含安全附件，同一设备检查两次计两次。"""
    return special_inspections


@figure("special.checked_accessories", label="检查安全附件", unit="件", total="n_acc")
def checked_accessories(special_inspections: pd.DataFrame) -> pd.DataFrame:
    """各次检查的安全附件数量之和。"""
    return special_inspections


total_of(
    "special.inspected_devices",
    label="检查设备及安全附件",
    unit="台（套）",
    parts=("special.checked_devices", "special.checked_accessories"),
    definition="检查设备台数与安全附件件数之和；两者混计，不能除以在用设备数求覆盖率。",
)


@figure("special.orders", label="特种设备安全监察指令书", unit="份", distinct="order_no")
def orders(special_inspections: pd.DataFrame) -> pd.DataFrame:
    """检查后下达的监察指令书，按检查日期，一个编号一份。"""
    return special_inspections[special_inspections["order_no"].notna()]


@figure("special.hazards_total", label="排查隐患", unit="条")
def hazards_total(special_hazards: pd.DataFrame) -> pd.DataFrame:
    """期内发现的各等级隐患，按发现日期。"""
    return special_hazards


@figure("special.hazards_found", label="一般隐患", unit="条")
def hazards_found(special_hazards: pd.DataFrame) -> pd.DataFrame:
    """期内发现的一般隐患，按发现日期。"""
    return where_in(special_hazards, "level", "一般")


@figure("special.hazards_serious", label="严重隐患", unit="条")
def hazards_serious(special_hazards: pd.DataFrame) -> pd.DataFrame:
    """期内发现的严重隐患，按发现日期。"""
    return where_in(special_hazards, "level", "严重")


@figure("special.hazards_rectified", label="整治到位隐患", unit="条", kind="cohort")
def hazards_rectified(special_hazards: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """期内发现、截至日复查结论为已消除的隐患，一般、严重在内。"""
    return where_in(with_state(special_hazards, as_of), "state", GONE)


@figure("special.hazards_waiting", label="整改期限内隐患", unit="条", kind="cohort")
def hazards_waiting(special_hazards: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """期内发现、截至日未消除、整改期限未到的隐患；期限当日仍在期限内。"""
    return where_in(with_state(special_hazards, as_of), "state", WAITING)


@figure("special.hazards_late", label="逾期未消除隐患", unit="条", kind="cohort", better="less")
def hazards_late(special_hazards: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """期内发现、截至日未消除、整改期限已过的隐患。"""
    return where_in(with_state(special_hazards, as_of), "state", LATE)


total_of(
    "special.hazards_due",
    label="应整改隐患",
    unit="条",
    parts=("special.hazards_rectified", "special.hazards_late"),
    definition="期内发现、截至日已消除或整改期限已过的隐患；期限未到而未消除的另列，不进整改率分母。",
    kind="cohort",
)
ratio(
    "special.rectification_rate",
    label="隐患整改率",
    numerator="special.hazards_rectified",
    denominator="special.hazards_due",
    definition="截至日已消除隐患÷应整改隐患（已消除的和整改期限已过的）；期限未到的不进分母。",
    kind="cohort",
    better="more",
)


@figure("special.accidents", label="特种设备安全事故", unit="起", better="less")
def accidents(special_accidents: pd.DataFrame) -> pd.DataFrame:
    """事故登记簿中的事故，按发生日期；未交登记簿的不作零起。"""
    return special_accidents


def with_state(hazards: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Hazards with the column ``state`` on the cut-off day: resolved, overdue, or within the limit."""
    gone = hazards["recheck_result"].eq(GONE).fillna(False).astype(bool)
    late = ~gone & (hazards["due_date"] < as_of)
    state = pd.Series(WAITING, index=hazards.index).mask(late, LATE).mask(gone, GONE)
    return hazards.assign(state=state)
