"""Inspections for work safety (EM01)."""

from __future__ import annotations

import pandas as pd

from workreport.figures.registry import figure


@figure("safety.inspections", label="安全生产检查", unit="家次")
def inspections(safety_inspections: pd.DataFrame) -> pd.DataFrame:
    """检查记录，一次检查一家企业计一家次，按检查日期。"""
    return safety_inspections


@figure("safety.checked_units", label="检查企业", unit="家", distinct="uscc", otherwise="ent_name")
def checked_units(safety_inspections: pd.DataFrame) -> pd.DataFrame:
    """检查到的企业，按信用代码（无代码的按名称）去重，不是检查次数。"""
    return safety_inspections
