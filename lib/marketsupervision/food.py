"""Food safety: sampling (LG02), disposal (LG03), inspections (LG04), rapid labs (LG18); publicity is in ``publicity``."""

from __future__ import annotations

import pandas as pd

from workreport.figures.registry import figure, ratio, total_of
from workreport.figures.selection import where_in

PRODUCERS = "食品生产企业"
WORKSHOPS = "食品加工小作坊"
SOURCES = ("省转移", "市民生工程")
"""Tasks whose batches are added up; each batch has one source, so none counts twice."""


@figure("food.sampling.province_batches", label="省转移监督抽检", unit="批次")
def province_batches(food_sampling: pd.DataFrame) -> pd.DataFrame:
    """任务来源为省转移的抽样单，按抽样日期。"""
    return where_in(food_sampling, "task_source", "省转移")


@figure("food.sampling.city_livelihood_batches", label="市民生工程抽检", unit="批次")
def city_livelihood_batches(food_sampling: pd.DataFrame) -> pd.DataFrame:
    """任务来源为市民生工程的抽样单，按抽样日期。"""
    return where_in(food_sampling, "task_source", "市民生工程")


@figure("food.sampling.other_batches", label="其他来源抽检", unit="批次")
def other_batches(food_sampling: pd.DataFrame) -> pd.DataFrame:
    """任务来源为省转移、市民生工程以外的抽样单，按抽样日期。"""
    return food_sampling[~food_sampling["task_source"].isin(SOURCES)]


total_of(
    "food.sampling.total_batches",
    label="食品监督抽检",
    unit="批次",
    parts=(
        "food.sampling.province_batches",
        "food.sampling.city_livelihood_batches",
        "food.sampling.other_batches",
    ),
    definition="各任务来源抽样单之和，一张抽样单只归一个来源。",
)


ratio(
    "food.sampling.per_1000",
    label="每千人抽检",
    numerator="food.sampling.total_batches",
    denominator="ip.population",
    definition="期内食品监督抽检批次（省转移、市民生工程和其他来源合计）÷常住人口（千人）；人口的年度见参考表。",
    unit="批次/千人",
    factor="0.1",
    decimals=2,
)


@figure("food.sampling.nonconforming_batches", label="不合格食品", unit="批次", date="report_date")
def nonconforming_batches(food_sampling: pd.DataFrame) -> pd.DataFrame:
    """检验结论为不合格的抽样单，按报告日期；复检推翻的不计。"""
    return _nonconforming(food_sampling)


@figure("food.sampling.concluded_batches", label="食品抽检已出结论", unit="批次", date="report_date")
def concluded_batches(food_sampling: pd.DataFrame) -> pd.DataFrame:
    """已出合格或不合格结论的抽样单，按报告日期。"""
    return where_in(food_sampling, "result", "合格", "不合格")


@figure("food.sampling.conforming_batches", label="合格食品", unit="批次", date="report_date")
def conforming_batches(food_sampling: pd.DataFrame) -> pd.DataFrame:
    """检验结论为合格的抽样单，及初检不合格而复检推翻的，按报告日期。"""
    return food_sampling.drop(_nonconforming(concluded_batches(food_sampling)).index).pipe(
        where_in, "result", "合格", "不合格"
    )


@figure("food.sampling.pending_batches", label="食品抽检未出结论", unit="批次", kind="cohort")
def pending_batches(food_sampling: pd.DataFrame) -> pd.DataFrame:
    """期内抽样、截至日尚未出结论的抽样单。"""
    return where_in(food_sampling, "result", "未出")


ratio(
    "food.sampling.nonconforming_rate",
    label="食品抽检不合格率",
    numerator="food.sampling.nonconforming_batches",
    denominator="food.sampling.concluded_batches",
    definition="不合格批次÷已出结论批次，不是÷已抽样批次。",
    decimals=2,
    better="less",
)


@figure(
    "food.disposal.completed_batches", label="已完成核查处置", unit="批次", date="done_date", rowwise=False
)
def completed_batches(food_disposal: pd.DataFrame) -> pd.DataFrame:
    """处置完毕的不合格批次，按完成日期；一个批次涉及两个环节的，按抽样单编号计一次。"""
    return where_in(food_disposal, "status", "处置完毕").drop_duplicates("sample_no")


@figure("food.disposal.open_batches", label="尚在处置不合格食品", unit="批次", kind="stock", rowwise=False)
def open_batches(food_disposal: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """截至日已收到不合格报告、尚未处置完毕的批次。"""
    received = food_disposal[food_disposal["recv_date"] <= as_of]
    return where_in(received, "status", "未处置", "处置中").drop_duplicates("sample_no")


@figure("food.disposal.received_batches", label="收到不合格报告", unit="批次", rowwise=False)
def received_batches(food_disposal: pd.DataFrame) -> pd.DataFrame:
    """期内收到不合格检验报告、应启动核查处置的批次。"""
    return food_disposal.drop_duplicates("sample_no")


total_of(
    "food.disposal.due_batches",
    label="应处置不合格食品",
    unit="批次",
    parts=("food.disposal.completed_batches", "food.disposal.open_batches"),
    definition="期内完成核查处置的批次与截至日尚在处置的批次之和。",
    kind="cohort",
)

ratio(
    "food.disposal.rate",
    label="核查处置完成率",
    numerator="food.disposal.completed_batches",
    denominator="food.disposal.due_batches",
    definition="期内完成核查处置批次÷应处置批次（期内完成与截至日尚在处置之和）；不除以期内检出的不合格批次，两者不是同一批。",
    kind="cohort",
    better="more",
)


@figure(
    "food.disposal.median_days",
    label="核查处置用时中位数",
    unit="天",
    date="done_date",
    median="days",
    decimals=1,
    better="less",
)
def median_days(food_disposal: pd.DataFrame) -> pd.DataFrame:
    """期内处置完毕的批次，从收到报告到完成的自然日数。"""
    done = where_in(food_disposal, "status", "处置完毕")
    return done.assign(days=(done["done_date"] - done["recv_date"]).dt.days)


@figure("food.inspect.producer_visits", label="检查食品生产企业", unit="户次")
def producer_visits(food_inspections: pd.DataFrame) -> pd.DataFrame:
    """主体业态为食品生产企业的检查记录，按检查日期；一次检查一户计一户次。"""
    return where_in(food_inspections, "biz_type", PRODUCERS)


@figure("food.inspect.workshop_visits", label="检查食品加工小作坊", unit="户次")
def workshop_visits(food_inspections: pd.DataFrame) -> pd.DataFrame:
    """主体业态为食品加工小作坊的检查记录，按检查日期。"""
    return where_in(food_inspections, "biz_type", WORKSHOPS)


@figure("food.inspect.operator_visits", label="检查食品经营单位", unit="户次")
def operator_visits(food_inspections: pd.DataFrame) -> pd.DataFrame:
    """主体业态为食品销售、餐饮服务、单位食堂、小餐饮、小食杂店、小摊贩、农贸市场等经营单位的检查记录。"""
    return food_inspections[~food_inspections["biz_type"].isin([PRODUCERS, WORKSHOPS])]


total_of(
    "food.inspect.total_visits",
    label="食品检查",
    unit="户次",
    parts=("food.inspect.producer_visits", "food.inspect.workshop_visits", "food.inspect.operator_visits"),
    definition="生产企业、小作坊、经营单位检查户次之和，三类互不重叠。",
)


@figure("food.inspect.issues", label="检查发现问题", unit="个", total="n_issue")
def inspection_issues(food_inspections: pd.DataFrame) -> pd.DataFrame:
    """期内检查记录的问题数之和。"""
    return food_inspections


@figure("food.inspect.issues_fixed", label="已整改问题", unit="个", kind="cohort", total="n_fixed")
def inspection_issues_fixed(food_inspections: pd.DataFrame) -> pd.DataFrame:
    """期内检查记录的已整改数之和。"""
    return food_inspections


ratio(
    "food.inspect.fix_rate",
    label="问题整改率",
    numerator="food.inspect.issues_fixed",
    denominator="food.inspect.issues",
    definition="截至日已整改问题÷期内检查发现问题。",
    kind="cohort",
    better="more",
)


@figure("food.rapid_labs.completed", label="建成标准化快检室", unit="个", kind="stock")
def rapid_labs_completed(party_affairs: pd.DataFrame) -> pd.DataFrame:
    """截至日已办结的快检室建设事项，以前年度建成的在内。"""
    return where_in(_rapid_labs(party_affairs), "project_status", "办结")


@figure("food.rapid_labs.in_progress", label="在建快检室", unit="个", kind="stock")
def rapid_labs_in_progress(party_affairs: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """截至日已立项、尚未办结的快检室建设事项。"""
    labs = _rapid_labs(party_affairs)
    return where_in(labs[labs["item_date"] <= as_of], "project_status", "立项", "在办")


def _nonconforming(sampling: pd.DataFrame) -> pd.DataFrame:
    rows = where_in(sampling, "result", "不合格")
    return rows[rows["recheck"].fillna("否") != "推翻"]


def _rapid_labs(party_affairs: pd.DataFrame) -> pd.DataFrame:
    return where_in(party_affairs, "item_kind", "快检室建设")
