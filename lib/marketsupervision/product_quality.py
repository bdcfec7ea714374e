"""Product quality: supervised spot checks and follow-up of failures (LG08)."""

from __future__ import annotations

import pandas as pd

from workreport.figures.registry import figure, ratio
from workreport.figures.selection import where_in

SAMPLED = ("已抽样", "在检", "已出报告")
FAILED = ("不合格", "严重不合格")


@figure("product.sampling.batches", label="产品质量监督抽查", unit="批次")
def batches(product_sampling: pd.DataFrame) -> pd.DataFrame:
    """已抽样、在检、已出报告的抽样单，按抽样日期；计划、拒检、作废的不计。"""
    return where_in(product_sampling, "status", *SAMPLED)


@figure("product.sampling.categories", label="抽查产品大类", unit="类", distinct="l1")
def categories(product_sampling: pd.DataFrame) -> pd.DataFrame:
    """期内已抽样批次所属的产品大类，去重。"""
    return batches(product_sampling)


@figure("product.sampling.refused", label="拒检", unit="批次")
def refused(product_sampling: pd.DataFrame) -> pd.DataFrame:
    """被抽单位拒检的抽样单，按拟抽样日期；不计入抽查批次。"""
    return where_in(product_sampling, "status", "拒检")


@figure("product.sampling.pending_batches", label="产品抽查未出报告", unit="批次", kind="cohort")
def pending_batches(product_sampling: pd.DataFrame) -> pd.DataFrame:
    """期内抽样、截至日尚未出报告的批次。"""
    return where_in(product_sampling, "status", "已抽样", "在检")


@figure("product.sampling.concluded_batches", label="产品抽查已出报告", unit="批次", date="report_date")
def concluded_batches(product_sampling: pd.DataFrame) -> pd.DataFrame:
    """已出报告的批次，按报告日期；上年抽样、本期出报告的计入本期。"""
    return where_in(product_sampling, "status", "已出报告")


@figure("product.sampling.conforming_batches", label="合格产品", unit="批次", date="report_date")
def conforming_batches(product_sampling: pd.DataFrame) -> pd.DataFrame:
    """综合判定为合格的批次，按报告日期。"""
    return where_in(concluded_batches(product_sampling), "result", "合格")


@figure("product.sampling.nonconforming_batches", label="不合格产品", unit="批次", date="report_date")
def nonconforming_batches(product_sampling: pd.DataFrame) -> pd.DataFrame:
    """综合判定为不合格或严重不合格的批次，按报告日期。"""
    return where_in(concluded_batches(product_sampling), "result", *FAILED)


@figure("product.sampling.serious_batches", label="严重不合格产品", unit="批次", date="report_date")
def serious_batches(product_sampling: pd.DataFrame) -> pd.DataFrame:
    """综合判定为严重不合格的批次，按报告日期；包含在不合格之内。"""
    return where_in(concluded_batches(product_sampling), "result", "严重不合格")


ratio(
    "product.sampling.nonconforming_rate",
    label="不合格发现率",
    numerator="product.sampling.nonconforming_batches",
    denominator="product.sampling.concluded_batches",
    definition="期内不合格批次÷期内已出报告批次；在检批次不进分母。",
)


@figure("product.followup.ordered", label="责令整改", unit="批次", date="order_date")
def ordered(product_sampling: pd.DataFrame) -> pd.DataFrame:
    """对不合格产品责令整改的批次，按责令整改日期。"""
    return where_in(product_sampling, "result", *FAILED)


@figure("product.followup.rechecked", label="整改复查", unit="批次", date="recheck_date")
def rechecked(product_sampling: pd.DataFrame) -> pd.DataFrame:
    """完成整改复查的不合格批次，按复查日期。"""
    return where_in(product_sampling, "result", *FAILED)


@figure("product.followup.recheck_passed", label="复查合格", unit="批次", date="recheck_date")
def recheck_passed(product_sampling: pd.DataFrame) -> pd.DataFrame:
    """整改复查结论为合格的批次，按复查日期。"""
    return where_in(rechecked(product_sampling), "recheck_result", "合格")


@figure("product.followup.open", label="待整改复查", unit="批次", kind="stock")
def followup_open(product_sampling: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """截至日已判定不合格、尚无整改复查结论的批次，含往期抽样的。"""
    failed = where_in(product_sampling, "result", *FAILED)
    return failed[(failed["report_date"] <= as_of) & failed["recheck_result"].isna()]


@figure("product.followup.cases", label="转立案查处", unit="批次", date="order_date")
def followup_cases(product_sampling: pd.DataFrame) -> pd.DataFrame:
    """因抽查不合格立案查处的批次，按责令整改日期。"""
    return product_sampling[product_sampling["case_no"].notna()]
