"""Statutory limits met and missed: disposal of food, checks of reports, publication, rechecks of hazards.

Each row is judged by the rule in force on the day its time began (RF06); without a rule it is not judged.
"""

from __future__ import annotations

import pandas as pd

from marketsupervision.complaints import received_reports
from workreport.figures.deadlines import with_deadline_met
from workreport.figures.registry import figure, ratio, total_of
from workreport.figures.selection import where_in

DISPOSAL, CHECK, RECHECK = "food_disposal", "report_check", "special_recheck"
EXTENDED_TO = "extended_to"
PENALTY, INSPECTION = "penalty_publication", "food_inspection_publication"


def _disposals(
    rows: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """Disposals with a limit; those with an approved extension are left out, one without a date is none."""
    dated = rows[EXTENDED_TO].notna() if EXTENDED_TO in rows else False
    plain = rows[~(rows["extended"].fillna(False) & dated)]
    return with_deadline_met(plain, DISPOSAL, "recv_date", "done_date", deadlines, calendar, as_of)


@figure(
    "food.disposal.completed_judged", label="期内完成且有法定期限的核查处置", unit="批次", date="done_date"
)
def completed_judged(
    food_disposal: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """期内处置完毕的批次，按完成日期；经批准延期的没有登记延长日数，不在内。"""
    return _disposals(where_in(food_disposal, "status", "处置完毕"), deadlines, calendar, as_of)


@figure("food.disposal.completed_in_time", label="按时完成核查处置", unit="批次", date="done_date")
def completed_in_time(
    food_disposal: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """期内处置完毕的批次中，自收到报告次日起在当日施行的法定期限内完成的；经批准延期的不在内。"""
    rows = completed_judged(food_disposal, deadlines, calendar, as_of)
    return rows[rows["in_time"]]


@figure("food.disposal.overdue_open", label="超期未完成核查处置", unit="批次", kind="stock", better="less")
def disposal_overdue(
    food_disposal: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """截至日超过法定期限仍未处置完毕的批次；经批准延期的不在内。"""
    waiting = food_disposal[food_disposal["recv_date"] <= as_of]
    rows = _disposals(where_in(waiting, "status", "未处置", "处置中"), deadlines, calendar, as_of)
    return rows[~rows["in_time"]]


total_of(
    "food.disposal.limit_reached",
    label="到期应完成核查处置",
    unit="批次",
    parts=("food.disposal.completed_judged", "food.disposal.overdue_open"),
    definition="期内完成的批次与截至日超期未完成的批次之和；期限未到的不在内。",
    kind="cohort",
)
ratio(
    "food.disposal.in_time_rate",
    label="核查处置按时完成率",
    numerator="food.disposal.completed_in_time",
    denominator="food.disposal.limit_reached",
    definition="按时完成的批次÷到期应完成的批次；未到期的、经批准延期的不进分母。",
    kind="cohort",
    better="more",
)


@figure("complaint.report_decisions", label="核查后作出决定的举报", unit="件", date="accept_date")
def report_decisions(
    complaints: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """期内决定立案或不立案、登记当日有法定核查期限的平台内举报，按决定日期，含往期接收的。"""
    decided = where_in(received_reports(complaints), "accept", "立案", "不立案")
    return with_deadline_met(decided, CHECK, "recv_at", "accept_date", deadlines, calendar, as_of)


@figure("complaint.report_decisions_in_time", label="期限内作出决定的举报", unit="件", date="accept_date")
def report_decisions_in_time(
    complaints: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """作出立案或不立案决定的举报中，自登记次日起未经延长即在法定核查期限内决定的；经批准延长的没有登记，也列为超期。"""
    rows = report_decisions(complaints, deadlines, calendar, as_of)
    return rows[rows["in_time"]]


ratio(
    "complaint.report_in_time_rate",
    label="举报核查按期率",
    numerator="complaint.report_decisions_in_time",
    denominator="complaint.report_decisions",
    definition="期限内作出决定的举报÷期内作出立案或不立案决定的举报；未作决定的不进分母。",
    better="more",
)


@figure("case.publication_due", label="应公示的处罚决定", unit="件", kind="cohort", date="decided_date")
def publication_due(
    penalty_cases: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """期内作出的行政处罚决定，决定当日有公示期限的规定，且截至日已公示或期限已满；不予处罚的不在内。"""
    decided = penalty_cases[penalty_cases["decision_no"].notna()]
    punished = decided[~decided["penalty_kinds"].fillna("").str.contains("不予处罚")]
    return with_deadline_met(punished, PENALTY, "decided_date", "pub_date", deadlines, calendar, as_of)


@figure("case.published_in_time", label="按期公示的处罚决定", unit="件", kind="cohort", date="decided_date")
def published_in_time(
    penalty_cases: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """应公示的处罚决定中，自决定次日起在决定当日施行的法定期限内公示的。"""
    rows = publication_due(penalty_cases, deadlines, calendar, as_of)
    return rows[rows["in_time"]]


ratio(
    "case.publication_in_time_rate",
    label="处罚决定按期公示率",
    numerator="case.published_in_time",
    denominator="case.publication_due",
    definition="按期公示的处罚决定÷应公示的处罚决定；期限未满而未公示的不进分母。",
    kind="cohort",
    better="more",
)


@figure("food.inspect.publication_due", label="应公开的食品检查结果", unit="户次", kind="cohort")
def inspection_publication_due(
    food_inspections: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """期内检查中，检查当日有结果公开期限的规定，且截至日已公开或期限已满的；检查结果形成之日按检查日期。"""
    return with_deadline_met(
        food_inspections, INSPECTION, "insp_date", "pub_date", deadlines, calendar, as_of
    )


@figure("food.inspect.published_in_time", label="按期公开的食品检查结果", unit="户次", kind="cohort")
def inspection_published_in_time(
    food_inspections: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """应公开的食品检查结果中，自检查次日起在检查当日施行的法定期限内公开的。"""
    rows = inspection_publication_due(food_inspections, deadlines, calendar, as_of)
    return rows[rows["in_time"]]


ratio(
    "food.inspect.publication_in_time_rate",
    label="食品检查结果按期公开率",
    numerator="food.inspect.published_in_time",
    denominator="food.inspect.publication_due",
    definition="按期公开的食品检查结果÷应公开的食品检查结果；期限未满而未公开的不进分母。",
    kind="cohort",
    better="more",
)


@figure("special.recheck_due", label="应复查的特种设备隐患", unit="条", kind="cohort", date="report_date")
def recheck_due(
    special_hazards: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """期内提交整改报告的隐患，提交当日有复查期限的规定，且截至日已复查或期限已满的。"""
    return with_deadline_met(
        special_hazards, RECHECK, "report_date", "recheck_date", deadlines, calendar, as_of
    )


@figure(
    "special.rechecked_in_time", label="按期复查的特种设备隐患", unit="条", kind="cohort", date="report_date"
)
def rechecked_in_time(
    special_hazards: pd.DataFrame, deadlines: pd.DataFrame, calendar: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """应复查的隐患中，自提交整改报告次日起在当日施行的法定期限内复查的。"""
    rows = recheck_due(special_hazards, deadlines, calendar, as_of)
    return rows[rows["in_time"]]


ratio(
    "special.recheck_in_time_rate",
    label="隐患按期复查率",
    numerator="special.rechecked_in_time",
    denominator="special.recheck_due",
    definition="按期复查的隐患÷应复查的隐患；期限未满而未复查的不进分母。",
    kind="cohort",
    better="more",
)
